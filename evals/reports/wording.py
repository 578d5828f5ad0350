"""How figures are written in every report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evals.comparing.compare import Difference
from evals.comparing.gate import Status
from evals.metrics import METRICS

ENDED = {
    Status.PASS: "pass",
    Status.REGRESSION: "regression",
    Status.UNMEASURABLE: "unmeasurable",
    Status.INCONCLUSIVE: "inconclusive",
}


def number(value: float, unit: str) -> str:
    """A value in its unit: shares in per cent where they are rates, else with three places."""
    if unit == "ms":
        return f"{value:.1f} ms"
    return f"{value:,.0f}" if unit == "tokens" else f"{value:.3f}"


def interval(found: Mapping[str, Any]) -> str:
    """The interval of a figure, if it has one."""
    if "low" not in found:
        return ""
    return f"{number(found['low'], found['unit'])} to {number(found['high'], found['unit'])}"


def counted(found: Mapping[str, Any]) -> str:
    """Of how many a figure is: parts of wholes where they are counts."""
    if found["unit"] != "share" or "part" not in found:
        return f"{found['items']} items"
    return f"{found['part']:g} of {found['whole']:g}"


def p_of(found: Difference) -> str:
    """The p of a difference, corrected where it is primary."""
    if found.test == "none":
        return ""
    if found.corrected is not None:
        return f"{found.corrected:.3g} (Holm)"
    return f"{found.p:.3g}"


def arrow(found: Difference) -> str:
    """Which way less is better."""
    return found.metric.name + ("" if found.metric.higher_is_better else " ↓")


def described(name: str) -> str:
    """The description of a metric."""
    return METRICS[name].description if name in METRICS else ""
