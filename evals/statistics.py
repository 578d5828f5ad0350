"""What figures are worth: Wilson intervals, a seeded bootstrap over clusters, paired tests, Holm's correction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.metrics import METRICS, Metric
from evals.runs.record import ItemScore

LEVEL = 0.95
MOST_CRASHED = 0.02
"""Above this share of crashes a run cannot be measured."""

MANY_CLASSES = 8
"""From so many classes on, items are clustered by class; with fewer, by the cluster that the set names."""

_DRAWS = 2000
_PERMUTATIONS = 9999
_Z = 1.959964
_Z_POWER = 0.841621

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float


def wilson(successes: float, count: int) -> Interval:
    """Wilson's score interval (Wilson 1927) of a share."""
    from scipy.stats import binomtest

    found = binomtest(round(successes), count).proportion_ci(LEVEL, method="wilson")
    return Interval(float(found.low), float(found.high))


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided p of McNemar's test: whether as many items flip one way as the other."""
    from scipy.stats import binomtest

    return float(binomtest(gained, gained + lost, 0.5).pvalue) if gained + lost else 1.0


def permutation(differences: Numbers, seed: int) -> float:
    """The two-sided p of a paired permutation test: the differences of clusters are as likely of either sign."""
    from scipy.stats import permutation_test

    if len(differences) < 2 or not np.any(differences):
        return 1.0
    found = permutation_test(
        (differences,),
        lambda x, axis: np.mean(x, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=_PERMUTATIONS,
        rng=np.random.default_rng(seed),
    )
    return float(found.pvalue)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """The p values corrected for their number (Holm 1979), in the order given."""
    corrected: dict[str, float] = {}
    highest = 0.0
    for rank, name in enumerate(sorted(p_values, key=lambda name: p_values[name])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[name]))
        corrected[name] = highest
    return {name: corrected[name] for name in p_values}


def clustering(scores: Iterable[ItemScore]) -> tuple[str, Callable[[ItemScore], str]]:
    """What items are clustered by, `class` or `cluster`, and the key of an item's cluster."""
    classes = {one.class_code for one in scores if one.class_code}
    if len(classes) >= MANY_CLASSES:
        return "class", lambda one: one.class_code or f"{one.set}:{one.cluster}"
    return "cluster", lambda one: f"{one.set}:{one.cluster}"


def sums(pairs: Sequence[tuple[str, tuple[float, ...]]]) -> Numbers:
    """The sums of each column by cluster: a row a cluster, in the order of its name."""
    by_cluster: defaultdict[str, list[tuple[float, ...]]] = defaultdict(list)
    for key, row in pairs:
        by_cluster[key].append(row)
    return np.array([np.sum(by_cluster[key], axis=0) for key in sorted(by_cluster)], dtype=np.float64)


def bootstrap(clusters: Numbers, statistic: Callable[[Numbers], Numbers], seed: int) -> Interval:
    """The percentile interval of a statistic over resampled clusters; it takes sums with a row a draw."""
    rng = np.random.default_rng(seed)
    picks = rng.integers(0, len(clusters), (_DRAWS, len(clusters)))
    weights = np.apply_along_axis(np.bincount, 1, picks, minlength=len(clusters))
    values = statistic(weights @ clusters)
    low, high = np.nanpercentile(values, [100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2])
    return Interval(float(low), float(high))


def share(totals: Numbers) -> Numbers:
    """Parts by wholes, of columns part and whole."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Numbers = totals[:, 0] / totals[:, 1]
    return found


def enough(deviation: float, gap: float, count: int) -> int | None:
    """How many items would settle, with 80 % power, what is so far from its margin; None where no number would."""
    if gap <= 0 or deviation <= 0:
        return None
    return max(count + 1, int(np.ceil(((_Z + _Z_POWER) * deviation / gap) ** 2)))


def figure(metric: Metric, scores: Sequence[ItemScore], seed: int) -> dict[str, Any] | None:
    """The value of a metric over these items with its interval; None where it applies to none."""
    having = [one for one in scores if metric.name in one.values]
    pairs = [one.values[metric.name] for one in having]
    part, whole = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    if not having or not whole:
        return None
    found: dict[str, Any] = {"items": len(having), "unit": metric.unit}
    if metric.over != "all":
        values = [pair[0] for pair in pairs]
        return found | {"value": round(float(np.percentile(values, int(metric.over[1:]))), 2)}
    if metric.binary:
        interval = wilson(part, len(having))
    else:
        _, key = clustering(having)
        interval = bootstrap(sums([(key(one), one.values[metric.name]) for one in having]), share, seed)
    return found | {
        "value": round(part / whole, 4),
        "part": round(part, 2),
        "whole": round(whole, 2),
        "low": round(interval.low, 4),
        "high": round(interval.high, 4),
    }


def figures(scores: Sequence[ItemScore], seed: int) -> dict[str, Any]:
    """All metrics that apply to these items."""
    found = {name: figure(metric, scores, seed) for name, metric in METRICS.items()}
    return {name: value for name, value in found.items() if value is not None}


def summary(scores: Sequence[ItemScore], seed: int) -> dict[str, Any]:
    """The figures over all items, by set, and what came where what was wanted; whether the run can be measured."""
    crashed = sum(one.crash for one in scores)
    by_set = {name: [one for one in scores if one.set == name] for name in dict.fromkeys(one.set for one in scores)}
    return {
        "items": len(scores),
        "crashed": crashed,
        "measurable": measurable(scores),
        "metrics": figures(scores, seed),
        "sets": {
            name: {"items": len(of), "crashed": sum(one.crash for one in of), "metrics": figures(of, seed)}
            for name, of in by_set.items()
        },
        "confusion": {kind: confusion(one for one in scores if one.kind == kind) for kind in _confused(scores)},
        "funnel": funnel(scores),
    }


def measurable(scores: Sequence[ItemScore], most_crashed: float = MOST_CRASHED) -> bool:
    """Whether there is something to measure, and no more crashed than may."""
    return bool(scores) and sum(one.crash for one in scores) <= most_crashed * len(scores)


def _confused(scores: Iterable[ItemScore]) -> list[str]:
    return list(dict.fromkeys(one.kind for one in scores if one.wanted is not None))


def confusion(scores: Iterable[ItemScore]) -> dict[str, dict[str, int]]:
    """How often each outcome came (inner) where each was wanted (outer)."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in scores:
        if one.wanted is not None:
            counts[one.wanted]["crash" if one.crash else one.outcome or "nothing"] += 1
    return {wanted: dict(sorted(counts[wanted].items())) for wanted in sorted(counts)}


def funnel(scores: Iterable[ItemScore]) -> dict[str, int]:
    """Of the questions with evidence, how many passed each stage and all before it."""
    having = [one for one in scores if one.stages]
    found = {"asked": len(having)} if having else {}
    for stage in having[0].stages if having else ():
        found[stage] = sum(one.stages.get(stage, False) for one in having)
    return found
