"""False answers: questions that a specification does not answer, and that were answered all the same."""

from evals.items import SPEAKS, AnyOne, Item
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio, yes


def unanswerable(item: AnyOne) -> bool:
    """Whether no answer that speaks is accepted."""
    return isinstance(item, Item) and not SPEAKS.intersection(item.outcomes)


def _value(judged: Judged) -> Ratio | None:
    return yes(judged.answer["outcome"] in SPEAKS) if judged.answer is not None else None


METRICS = (
    Metric(
        "false_answer_rate",
        "unanswerable questions that were answered",
        unanswerable,
        _value,
        higher_is_better=False,
        crashed=Ratio(1.0),
    ),
)
