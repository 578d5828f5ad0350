"""Three-way verdicts: met, not met, or open (not known yet, or for a person to judge)."""

from evals.items import EligibilityItem
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio, yes

OPEN = "open"


def three_way(verdict: str) -> str:
    """The verdict as one of three."""
    return verdict if verdict in {"met", "not_met"} else OPEN


def got(judged: Judged) -> str | None:
    """The verdict that was given; None where there is none."""
    found = (judged.output or {}).get("determination")
    return str(found["verdict"]) if found else None


def wanted(judged: Judged) -> str:
    """The gold verdict."""
    assert isinstance(judged.item, EligibilityItem)
    return judged.item.verdict


def _three(judged: Judged) -> Ratio | None:
    verdict = got(judged)
    return None if verdict is None else yes(three_way(verdict) == three_way(wanted(judged)))


def _exact(judged: Judged) -> Ratio | None:
    verdict = got(judged)
    return None if verdict is None else yes(verdict == wanted(judged))


def _is_case(item: object) -> bool:
    return isinstance(item, EligibilityItem)


METRICS = (
    Metric("verdict_accuracy", "verdicts that are right, of met, not met and open", _is_case, _three),
    Metric("verdict_exact", "verdicts that are right, open ones told apart", _is_case, _exact),
)
