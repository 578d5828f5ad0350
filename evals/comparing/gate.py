"""The gate: whether run B may take the place of run A under a policy, with the reason.

Pass needs proof: that no safety failure is new, and that no primary metric is worse by more than its margin, as far as
the interval reaches. What is neither proven nor refuted is inconclusive, with the number of items that would settle it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from corpus.errors import UnreadableInput
from evals.comparing.compare import Comparison, Difference
from evals.metrics import METRICS
from evals.runs.record import ItemScore, Run
from evals.statistics import MOST_CRASHED, enough, measurable

POLICIES = Path(__file__).parents[1] / "policies"
DEFAULT_POLICY = POLICIES / "default.yaml"
_SHOWN = 8
ALPHA = 0.05
"""A regression is also beyond chance by its test: an interval over very few items is narrower than it may be."""


class Status(IntEnum):
    """How a check, or all of them, ended; the value is the command's exit status."""

    PASS = 0
    REGRESSION = 1
    UNMEASURABLE = 2
    INCONCLUSIVE = 3


_GRAVEST = (Status.UNMEASURABLE, Status.REGRESSION, Status.INCONCLUSIVE, Status.PASS)


class Policy(BaseModel):
    """What a run must not be worse in. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    most_crashed: float = Field(
        default=MOST_CRASHED, ge=0, le=1, description="the share of crashes above which nothing is measured"
    )
    no_new: tuple[str, ...] = Field(default=(), description="metrics of which no item may newly fail")
    margins: dict[str, float] = Field(
        default_factory=dict, description="by metric, how much worse it may be, in its own unit"
    )

    @field_validator("no_new", "margins")
    @classmethod
    def _known(cls, value: tuple[str, ...] | dict[str, float]) -> tuple[str, ...] | dict[str, float]:
        if unknown := sorted(set(value) - set(METRICS)):
            raise ValueError(f"no metric {', '.join(unknown)}; there are {', '.join(METRICS)}")
        return value

    @field_validator("margins")
    @classmethod
    def _not_negative(cls, value: dict[str, float]) -> dict[str, float]:
        if any(margin < 0 for margin in value.values()):
            raise ValueError("a margin is how much worse a metric may be, and not negative")
        return value


@dataclass(frozen=True)
class Check:
    """One check of the gate and how it ended."""

    name: str
    status: Status
    said: str


@dataclass(frozen=True)
class Gate:
    """All checks. The gravest status is the gate's."""

    checks: tuple[Check, ...]

    @property
    def status(self) -> Status:
        """The gravest status."""
        return next(status for status in _GRAVEST if status in {check.status for check in self.checks})


def load_policy(path: Path) -> Policy:
    """The policy of a YAML file. Raises UnreadableInput, naming the key at fault."""
    try:
        return Policy.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableInput(str(path), f"cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnreadableInput(str(path), f"{where}: {first['msg']}", mend="docs/evaluation.md has the keys") from error


def gate(comparison: Comparison, policy: Policy) -> Gate:
    """The checks of a policy on two runs."""
    barred = tuple(_unmeasurable(comparison, policy))
    if barred:
        return Gate(barred)
    checks = [Check("measurable", Status.PASS, f"{len(comparison.pairs)} items in both runs")]
    checks += [_no_new(comparison, name) for name in policy.no_new]
    checks += [_margin(comparison, name, margin) for name, margin in policy.margins.items()]
    return Gate(tuple(checks))


def _unmeasurable(comparison: Comparison, policy: Policy) -> Iterator[Check]:
    def barred(name: str, said: str) -> Check:
        return Check(name, Status.UNMEASURABLE, said)

    for label, run in (("A", comparison.a), ("B", comparison.b)):
        if not measurable(run.scores, policy.most_crashed):
            yield barred("crashes", f"{label}, {run.label}: {_crashed(run)}")
    if not comparison.pairs:
        yield barred("items", "the runs have no item in common")
    elif comparison.only_in_a:
        yield barred("items", f"B lacks {len(comparison.only_in_a)} items of A: {_listed(comparison.only_in_a)}")
    if comparison.only_in_b and comparison.pairs:
        yield barred("items", f"A lacks {len(comparison.only_in_b)} items of B: {_listed(comparison.only_in_b)}")
    if comparison.other_gold:
        yield barred("gold", f"the sets are not the same in both runs: {', '.join(comparison.other_gold)}")


def _crashed(run: Run) -> str:
    crashed = [one for one in run.scores if one.crash]
    if not run.scores:
        return "it has no items"
    return f"{len(crashed)} of {len(run.scores)} items crashed ({100 * len(crashed) / len(run.scores):.1f} %)"


def _no_new(comparison: Comparison, name: str) -> Check:
    new = comparison.new_failures(name)
    if not new:
        return Check(name, Status.PASS, "no item fails that did not fail before")
    return Check(name, Status.REGRESSION, f"{len(new)} new: {_listed(new)}")


def _margin(comparison: Comparison, name: str, margin: float) -> Check:
    found = comparison.differences.get(name)
    if found is None:
        return Check(name, Status.PASS, "applies to no item of these sets")
    low, high = found.better_interval.low, found.better_interval.high
    said = _said(found)
    if low >= -margin:
        return Check(name, Status.PASS, said)
    if high < 0 and found.p < ALPHA:
        return Check(name, Status.REGRESSION, f"{said}, worse by more than chance and its margin of {margin:g}")
    return Check(name, Status.INCONCLUSIVE, f"{said}, margin {margin:g}; {_settled(found, margin)}")


def _settled(found: Difference, margin: float) -> str:
    gap = found.better + margin if found.better > -margin else -found.better
    count = enough(found.deviation, gap, found.items)
    if count is None:
        return f"it stands exactly at its margin, and no number of items like the {found.items} settles that"
    return f"about {count} items like these {found.items} would settle it"


def _said(found: Difference) -> str:
    interval = found.better_interval
    return f"{found.a:.4g} to {found.b:.4g}, better by {found.better:+.4g} [{interval.low:+.4g}, {interval.high:+.4g}]"


def _listed(scores: Sequence[ItemScore]) -> str:
    names = [f"{one.set}/{one.id}" + (" (crashed)" if one.crash else "") for one in scores[:_SHOWN]]
    return ", ".join(names) + (f" and {len(scores) - _SHOWN} more" if len(scores) > _SHOWN else "")
