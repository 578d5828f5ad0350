"""Whether a run has become worse than the one that is kept (evals/bench/baseline.json), by ratios and with tolerance.

Only ratios are compared: they carry over from one machine to another, and seconds do not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableInput
from evals.bench.figures import Figure

BASELINE = Path(__file__).with_name("baseline.json")
TOLERANCE = 0.25
"""How much worse a ratio may be. Two runs of the same program on an idle machine differ by up to a tenth."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A ratio as it was and as it is; `now` is None where it was not measured, `before` where it was not kept."""

    key: str
    before: float | None
    now: float | None
    more_is_better: bool
    tolerance: float = TOLERANCE

    @property
    def has_regressed(self) -> bool:
        """Whether it is worse by more than the tolerance."""
        if self.before is None or self.now is None:
            return False
        if self.more_is_better:
            return self.now < self.before / (1 + self.tolerance)
        return self.now > self.before * (1 + self.tolerance)

    def __str__(self) -> str:
        told = [
            "not kept" if self.before is None else f"{self.before:.3f}x",
            "not measured" if self.now is None else f"{self.now:.3f}x",
        ]
        return f"{self.key}: {' -> '.join(told)}{'   REGRESSED' if self.has_regressed else ''}"


def compare(figures: Sequence[Figure], kept: Mapping[str, float], tolerance: float = TOLERANCE) -> list[Comparison]:
    """Every ratio of the run and of the baseline, in the order of the run, then of the baseline."""
    now = {figure.key: figure for figure in figures if figure.ratio is not None}
    keys = dict.fromkeys([*now, *kept])
    return [
        Comparison(
            key,
            kept.get(key),
            now[key].ratio if key in now else None,
            key in now and now[key].more_is_better,
            tolerance,
        )
        for key in keys
    ]


def read_baseline(path: Path = BASELINE) -> dict[str, float]:
    """The ratios that are kept, by key; UnreadableInput where there are none."""
    try:
        found: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["ratios"]
    except (OSError, ValueError, KeyError) as error:
        raise UnreadableInput(
            str(path), f"is no baseline: {error}", mend="make one: python -m evals.bench --write-baseline"
        ) from error
    return found


def write_baseline(figures: Sequence[Figure], path: Path = BASELINE) -> None:
    """Keep the ratios of this run."""
    ratios = {figure.key: round(figure.ratio, 4) for figure in figures if figure.ratio is not None}
    path.write_text(json.dumps({"ratios": ratios}, indent=2) + "\n", encoding="utf-8")
