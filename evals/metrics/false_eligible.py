"""False eligible: people who do not meet the qualifications, or not surely, and were told that they do."""

from evals.items import AnyOne, EligibilityItem
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio, yes
from evals.metrics.verdicts import got


def _applies(item: AnyOne) -> bool:
    return isinstance(item, EligibilityItem) and item.verdict != "met"


def _value(judged: Judged) -> Ratio | None:
    verdict = got(judged)
    return None if verdict is None else yes(verdict == "met")


METRICS = (
    Metric(
        "false_eligible_rate",
        "cases that are not met, or open, and were judged met",
        _applies,
        _value,
        higher_is_better=False,
        safety=True,
        crashed=Ratio(1.0),
    ),
)
