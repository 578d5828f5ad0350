"""Citation recall: the share of the labelled groups of evidence of which the answer cites a member."""

from evals.items import SPEAKS, Item
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio


def _value(judged: Judged) -> Ratio | None:
    if judged.answer is None:
        return None
    return Ratio(round(judged.share(judged.cited()) * len(judged.gold)), len(judged.gold))


METRICS = (
    Metric(
        "citation_recall",
        "labelled groups of evidence of which the answer cites a member",
        lambda item: isinstance(item, Item) and bool(item.evidence) and bool(SPEAKS.intersection(item.outcomes)),
        _value,
        binary=False,
    ),
)
