"""Coverage and risk: how many questions are answered, and how many of the answers are wrong.

The assistant gives no confidence by which answers could be ranked, so there is one point of the risk/coverage curve.
"""

from evals.items import SPEAKS, Item
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio, yes


def _coverage(judged: Judged) -> Ratio | None:
    return yes(judged.answer["outcome"] in SPEAKS) if judged.answer is not None else None


def _risk(judged: Judged) -> Ratio | None:
    if judged.answer is None or judged.score is None:
        return None
    answered = judged.answer["outcome"] in SPEAKS
    return Ratio(float(answered and not judged.score.correct), float(answered))


METRICS = (
    Metric("coverage", "questions that were answered", lambda item: isinstance(item, Item), _coverage),
    Metric(
        "risk",
        "answers that are wrong, of those given",
        lambda item: isinstance(item, Item),
        _risk,
        higher_is_better=False,
        binary=False,
        crashed=Ratio(1.0),
    ),
)
