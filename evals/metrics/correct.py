"""Correct: the outcome is accepted, all evidence is cited, all facts are said and nothing forbidden is."""

from evals.items import Item
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio, yes


def _value(judged: Judged) -> Ratio | None:
    return yes(judged.score.correct) if judged.score is not None else None


METRICS = (
    Metric(
        "correct",
        "questions with an accepted outcome, all evidence cited, all facts said and nothing forbidden said",
        lambda item: isinstance(item, Item),
        _value,
    ),
)
