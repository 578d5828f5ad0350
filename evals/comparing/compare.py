"""Compares two runs, paired by set and id: what differs, how sure that is, and which items flipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evals.metrics import METRICS, Metric
from evals.runs.record import ItemScore, Run
from evals.statistics import Interval, Numbers, bootstrap, clustering, funnel, holm, mcnemar, permutation, sums

MAIN = ("correct", "verdict_accuracy", "verifier_agreement", "all_evidence@10")
"""By what an item is right or wrong: the first of these that applies to it."""

PRIMARY = ("correct", "twin_accuracy", "nDCG@10", "verdict_accuracy", "verifier_agreement")
"""The metrics by which runs are compared first; their p values are corrected for their number."""

Pair = tuple[ItemScore, ItemScore]


@dataclass(frozen=True)
class Difference:
    """A metric in both runs: B less A with its 95 % interval, and p.

    `test` is McNemar's for binary metrics, a permutation of clusters for others; `corrected` is p by Holm, of primary
    metrics alone. `deviation` is that of an item's difference from none, as its cluster adds to it.
    """

    metric: Metric
    items: int
    a: float
    b: float
    interval: Interval
    p: float
    test: str
    deviation: float
    corrected: float | None = None

    @property
    def change(self) -> float:
        """B less A."""
        return self.b - self.a

    @property
    def better(self) -> float:
        """How much better B is: the change, turned round where less is better."""
        return self.change if self.metric.higher_is_better else -self.change

    @property
    def better_interval(self) -> Interval:
        """The interval of `better`."""
        if self.metric.higher_is_better:
            return self.interval
        return Interval(-self.interval.high, -self.interval.low)


@dataclass(frozen=True)
class Flips:
    """The items that are right in one run and wrong in the other, and those wrong in both."""

    gained: tuple[ItemScore, ...]
    lost: tuple[ItemScore, ...]
    both_wrong: tuple[ItemScore, ...]


class Comparison:
    """Run A, the one before, and run B, the one that is looked at."""

    def __init__(self, a: Run, b: Run) -> None:
        self.a = a
        self.b = b

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The items that are in both runs, in the order of A."""
        after = {(one.set, one.id): one for one in self.b.scores}
        return tuple((one, after[one.set, one.id]) for one in self.a.scores if (one.set, one.id) in after)

    @cached_property
    def only_in_a(self) -> tuple[ItemScore, ...]:
        """The items that B lacks."""
        have = {(one.set, one.id) for one in self.b.scores}
        return tuple(one for one in self.a.scores if (one.set, one.id) not in have)

    @cached_property
    def only_in_b(self) -> tuple[ItemScore, ...]:
        """The items that A lacks."""
        have = {(one.set, one.id) for one in self.a.scores}
        return tuple(one for one in self.b.scores if (one.set, one.id) not in have)

    @cached_property
    def other_gold(self) -> tuple[str, ...]:
        """The sets whose files are not the same in both runs."""
        a, b = self.a.manifest["sets"], self.b.manifest["sets"]
        return tuple(name for name in a if name in b and a[name]["sha256"] != b[name]["sha256"])

    @cached_property
    def clustered_by(self) -> str:
        """What items are clustered by."""
        return clustering(one for one, _ in self.pairs)[0]

    @cached_property
    def differences(self) -> dict[str, Difference]:
        """Every metric that both runs have, with Holm's correction over the primary ones."""
        found = {
            name: difference
            for name, metric in METRICS.items()
            if (difference := self._difference(metric, self.pairs)) is not None
        }
        corrected = holm({name: found[name].p for name in PRIMARY if name in found})
        return {
            name: Difference(**{**vars(one), "corrected": corrected[name]}) if name in corrected else one
            for name, one in found.items()
        }

    @cached_property
    def flips(self) -> Flips:
        """Which items flipped, by the main metric of each."""
        gained: list[ItemScore] = []
        lost: list[ItemScore] = []
        both: list[ItemScore] = []
        for one, other in self.pairs:
            before, after = right(one), right(other)
            if before is None or after is None:
                continue
            if not before and not after:
                both.append(other)
            elif before != after:
                (gained if after else lost).append(other)
        return Flips(tuple(gained), tuple(lost), tuple(both))

    @property
    def funnels(self) -> dict[str, tuple[int | None, int | None]]:
        """How many answers passed each stage, in A and in B; None where a run has no answers."""
        a, b = funnel(one for one, _ in self.pairs), funnel(other for _, other in self.pairs)
        return {stage: (a.get(stage), b.get(stage)) for stage in {**a, **b}}

    def new_failures(self, metric: str) -> tuple[ItemScore, ...]:
        """The items of B that fail more by a metric of which less is better, than in A."""
        return tuple(
            other
            for one, other in self.pairs
            if other.values.get(metric, (0.0, 0.0))[0] > one.values.get(metric, (0.0, 0.0))[0]
        )

    def _difference(self, metric: Metric, pairs: Sequence[Pair]) -> Difference | None:
        name = metric.name
        both = [(one, other) for one, other in pairs if name in one.values and name in other.values]
        if not both:
            return None
        if metric.over != "all":
            return _of_times(metric, both)
        _, key = clustering(one for one, _ in both)
        clusters = sums([(key(one), (*one.values[name], *other.values[name])) for one, other in both])
        totals = clusters.sum(axis=0)
        if not totals[1] or not totals[3]:
            return None
        seed = int(self.b.manifest["seed"])
        by_item = [(key(one), (_value(other, name) - _value(one, name),)) for one, other in both]
        differences = sums(by_item)[:, 0]
        if metric.binary:
            after = np.array([value[0] for _, value in by_item])
            p, test = mcnemar(int((after > 0).sum()), int((after < 0).sum())), "McNemar"
        else:
            p, test = permutation(differences, seed), "permutation"
        return Difference(
            metric=metric,
            items=len(both),
            a=float(totals[0] / totals[1]),
            b=float(totals[2] / totals[3]),
            interval=bootstrap(clusters, _change, seed),
            p=p,
            test=test,
            deviation=float(np.sqrt(np.sum(differences**2) / len(both))),
        )


def right(score: ItemScore) -> bool | None:
    """Whether an item is right, by its main metric; None where none applies."""
    for name in MAIN:
        if name in score.values:
            return score.value(name) == 1
    return None


def _value(score: ItemScore, name: str) -> float:
    return score.value(name) or 0.0


def _change(totals: Numbers) -> Numbers:
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Numbers = totals[:, 2] / totals[:, 3] - totals[:, 0] / totals[:, 1]
    return found


def _of_times(metric: Metric, both: Sequence[Pair]) -> Difference:
    """Times are compared by their percentiles alone: machines differ, and nothing is concluded from them."""
    mark = int(metric.over[1:])
    a, b = (float(np.percentile([one.values[metric.name][0] for one in run], mark)) for run in zip(*both, strict=True))
    return Difference(metric, len(both), a, b, Interval(b - a, b - a), 1.0, "none", 0.0)


def verdict(comparison: Comparison, alpha: float = 0.05) -> str:
    """The comparison in one sentence."""
    if not comparison.pairs:
        return "Nothing to compare: the runs have no item in common."
    names = f"{comparison.b.manifest['config']['name']} against {comparison.a.manifest['config']['name']}"
    if unsafe := _unsafe(comparison):
        return f"Unsafe: {names}, {' and '.join(unsafe)}."
    sure = [one for one in _primary(comparison.differences) if (one.corrected or 0) < alpha and one.change]
    worse, better = [one for one in sure if one.better < 0], [one for one in sure if one.better > 0]
    if sure:
        word = "Mixed" if worse and better else "Worse" if worse else "Better"
        said = [f"{how} by {_said(of)}" for how, of in (("worse", worse), ("better", better)) if of]
        return f"{word}: {names}, {' and '.join(said)}."
    flips = comparison.flips
    if not flips.gained and not flips.lost and not any(one.change for one in _primary(comparison.differences)):
        return f"Equal: {names}, no item and no primary figure differs."
    return f"No clear difference: {names}, {len(flips.gained)} items gained and {len(flips.lost)} lost."


def _unsafe(comparison: Comparison) -> list[str]:
    """What is newly unsafe, in words."""
    new = {
        name: len(comparison.new_failures(name)) for name, one in comparison.differences.items() if one.metric.safety
    }
    return [f"{count} {'item' if count == 1 else 'items'} newly failing {name}" for name, count in new.items() if count]


def _primary(found: Mapping[str, Difference]) -> list[Difference]:
    return [found[name] for name in PRIMARY if name in found]


def _said(differences: Sequence[Difference]) -> str:
    return ", ".join(f"{one.metric.name} ({one.a:.3f} to {one.b:.3f}, p {one.corrected:.3g})" for one in differences)
