"""Unsupported statements, by the independent check of `evals.statements`, which shares nothing with the assistant."""

from evals.items import Item
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio


def _value(judged: Judged) -> Ratio | None:
    score = judged.score
    if score is None:
        return None
    return Ratio(score.unsupported_statements, max(score.statements, score.unsupported_statements))


METRICS = (
    Metric(
        "unsupported_statement_rate",
        "statements that say what their cited characters do not",
        lambda item: isinstance(item, Item),
        _value,
        higher_is_better=False,
        binary=False,
        safety=True,
        crashed=Ratio(1.0),
    ),
)
