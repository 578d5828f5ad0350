"""A figure beside its budget, and a run of them as a table and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured.

    `ours` and `theirs` are medians in `unit`; `ratio` is ours to theirs. `budget` bounds `bound_on`, the ratio or ours,
    from above, or from below where `more_is_better`; a figure without a budget is told and not judged. `of` says over
    how many measurements the medians are.
    """

    key: str
    name: str
    unit: str
    ours: float
    theirs: float | None = None
    budget: float | None = None
    bound_on: str = "ratio"
    more_is_better: bool = False
    of: int = 1

    @property
    def ratio(self) -> float | None:
        """Ours as a part of theirs; None where there is nothing to compare with."""
        return self.ours / self.theirs if self.theirs else None

    @property
    def is_met(self) -> bool | None:
        """Whether the budget holds; None where there is none, or nothing was compared."""
        value = self.ratio if self.bound_on == "ratio" else self.ours
        if self.budget is None or value is None:
            return None
        return value >= self.budget if self.more_is_better else value <= self.budget


def as_json(figures: Sequence[Figure], machine: Mapping[str, Any]) -> dict[str, Any]:
    """A run as JSON, with what it ran on."""
    rows = [{**asdict(figure), "ratio": figure.ratio, "is_met": figure.is_met} for figure in figures]
    return {"machine": dict(machine), "figures": rows}


def table(figures: Sequence[Figure]) -> str:
    """A run as a Markdown table."""
    head = ("", "budget", "measured", "", "ours", "quickstart", "n")
    lines = [_row(head), _row(["---"] * len(head))]
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}x"
        measured = ratio if figure.bound_on == "ratio" else _amount(figure.ours, figure.unit)
        met = {None: "", True: "met", False: "**missed**"}[figure.is_met]
        theirs = "" if figure.theirs is None else _amount(figure.theirs, figure.unit)
        lines.append(
            _row([figure.name, _budget(figure), measured, met, _amount(figure.ours, figure.unit), theirs, figure.of])
        )
    return "\n".join(lines)


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _budget(figure: Figure) -> str:
    if figure.budget is None:
        return ""
    sign = "≥" if figure.more_is_better else "≤"
    return (
        f"{sign} {figure.budget:g}x" if figure.bound_on == "ratio" else f"{sign} {_amount(figure.budget, figure.unit)}"
    )


def _amount(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"


def p50(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def p95(values: Sequence[float]) -> float:
    """What nineteen of twenty values keep to."""
    return quantiles(values, n=20, method="inclusive")[18] if len(values) > 1 else values[0]
