"""What a metric is: a name, a description, the items that it applies to, and the value of one judged item."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from evals.items import AnyOne
from evals.metrics.judged import Judged


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share: how much of how much. Over a set, parts and wholes are summed before they are divided."""

    part: float
    whole: float = 1.0

    @property
    def value(self) -> float:
        """The share itself; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0


Value = Callable[[Judged], Ratio | None]


@dataclass(frozen=True)
class Metric:
    """One metric.

    `applies` looks at the item alone, so that the denominator is fixed by the set and no crash can shrink it; `value`
    is asked only of items that did not crash, and gives None where a system does not do what is measured (a search
    states nothing). A crash counts as `crashed`, the worst there is; None leaves it out, which only times do.
    `binary` metrics are 0 or 1 for each item. No new failure of a `safety` metric is let through by the gate.
    """

    name: str
    description: str
    applies: Callable[[AnyOne], bool]
    value: Value
    higher_is_better: bool = True
    binary: bool = True
    safety: bool = False
    unit: Literal["share", "tokens", "ms"] = "share"
    over: Literal["all", "p50", "p95"] = "all"
    crashed: Ratio | None = Ratio(0.0)

    def of(self, judged: Judged) -> Ratio | None:
        """The value of an item; None where the metric does not apply to it."""
        if not self.applies(judged.item):
            return None
        return self.crashed if judged.crash is not None else self.value(judged)


def yes(holds: bool) -> Ratio:
    """A binary value."""
    return Ratio(float(holds))
