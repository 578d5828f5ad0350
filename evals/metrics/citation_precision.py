"""Citation precision: the share of the distinct passages cited that are labelled evidence.

Evidence names what an answer has to cite, not all that it may, so compare systems by it and take no single value for
good or bad.
"""

from evals.items import SPEAKS, Item
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio


def _value(judged: Judged) -> Ratio | None:
    return Ratio(judged.score.cited_gold, judged.score.cited) if judged.score is not None else None


METRICS = (
    Metric(
        "citation_precision",
        "distinct passages cited that are labelled evidence",
        lambda item: isinstance(item, Item) and bool(item.evidence) and bool(SPEAKS.intersection(item.outcomes)),
        _value,
        binary=False,
    ),
)
