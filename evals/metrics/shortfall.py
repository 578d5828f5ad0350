"""Shortfall: whether the missing months are exactly those of the gold."""

from evals.items import EligibilityItem
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio, yes


def _value(judged: Judged) -> Ratio | None:
    item, found = judged.item, (judged.output or {}).get("determination")
    if not found or not isinstance(item, EligibilityItem) or item.shortfall_months is None:
        return None
    return yes(all(found["shortfall_months"].get(kind) == months for kind, months in item.shortfall_months.items()))


METRICS = (
    Metric(
        "shortfall_exact",
        "cases whose missing months are exactly the gold's",
        lambda item: isinstance(item, EligibilityItem) and item.shortfall_months is not None,
        _value,
    ),
)
