"""Twin accuracy: items that are right together with their twin, which differs in one fact and has another gold."""

from evals.items import AnyOne, EligibilityItem, Item
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio, yes
from evals.metrics.verdicts import got, three_way, wanted


def right(judged: Judged) -> bool | None:
    """Whether the item is right by itself; None where the system does not do what is asked."""
    if judged.crash is not None:
        return False
    if isinstance(judged.item, EligibilityItem):
        verdict = got(judged)
        return None if verdict is None else three_way(verdict) == three_way(wanted(judged))
    return None if judged.score is None else judged.score.correct


def _value(judged: Judged) -> Ratio | None:
    found = right(judged)
    if found is None:
        return None
    return yes(found and judged.twin is not None and bool(right(judged.twin)))


def _applies(item: AnyOne) -> bool:
    return isinstance(item, EligibilityItem | Item) and item.twin is not None


METRICS = (Metric("twin_accuracy", "items that are right together with their twin", _applies, _value),)
