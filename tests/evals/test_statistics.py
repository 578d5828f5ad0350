"""The statistics, against values worked out by hand or by another formula."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics import METRICS
from evals.runs.record import ItemScore
from evals.statistics import (
    bootstrap,
    clustering,
    confusion,
    enough,
    figure,
    holm,
    mcnemar,
    measurable,
    permutation,
    share,
    summary,
    sums,
    wilson,
)


def score(name: str, metric: str = "correct", part: float = 1, whole: float = 1, **more: object) -> ItemScore:
    values = {metric: (part, whole)}
    return ItemScore("s", name, "answer", "dev", str(more.pop("cluster", name)), None, values, **more)  # type: ignore[arg-type]


@given(st.integers(1, 400), st.data())
def test_wilson_by_its_formula(count: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, count))
    z, share_of = 1.959963984540054, hits / count
    middle = (share_of + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z / (1 + z**2 / count) * math.sqrt(share_of * (1 - share_of) / count + z**2 / (4 * count**2))
    found = wilson(hits, count)
    assert (found.low, found.high) == pytest.approx((max(0, middle - half), min(1, middle + half)), abs=1e-9)


@pytest.mark.parametrize(("gained", "lost", "p"), [(0, 0, 1), (0, 5, 2 / 32), (1, 9, 22 / 1024), (4, 4, 1)])
def test_mcnemar_is_exact(gained: int, lost: int, p: float) -> None:
    assert mcnemar(gained, lost) == pytest.approx(p)


def test_holm_corrects_step_by_step() -> None:
    assert holm({"a": 0.03, "b": 0.01, "c": 0.04}) == pytest.approx({"a": 0.06, "b": 0.03, "c": 0.06})
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}


def test_a_permutation_of_few_clusters_is_exact() -> None:
    assert permutation(np.array([1.0, 1, 1, 1, 1]), seed=0) == pytest.approx(2 / 32)
    assert permutation(np.array([1.0, -1, 2, -2]), seed=0) == pytest.approx(1)
    assert permutation(np.zeros(4), seed=0) == 1


def test_the_bootstrap_is_seeded_and_draws_whole_clusters() -> None:
    one = sums([("a", (1, 1)), ("b", (0, 1)), ("c", (1, 1)), ("d", (0, 1))])
    assert bootstrap(one, share, 3) == bootstrap(one, share, 3)
    many = sums([("a", (1, 1))] * 50 + [("b", (0, 1))] * 50)
    alone = sums([(f"a{n}", (1, 1)) for n in range(50)] + [(f"b{n}", (0, 1)) for n in range(50)])
    wide, narrow = bootstrap(many, share, 0), bootstrap(alone, share, 0)
    assert (wide.low, wide.high) == (0, 1)
    assert narrow.low == pytest.approx(0.4, abs=0.05)
    assert narrow.high == pytest.approx(0.6, abs=0.05)


def test_the_bootstrap_covers_a_mean_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    covered = 0
    for seed in range(200):
        values = rng.binomial(1, 0.7, 80)
        found = bootstrap(np.column_stack([values, np.ones(80)]), share, seed)
        covered += found.low <= 0.7 <= found.high
    assert 180 <= covered <= 200


def test_items_are_clustered_by_class_where_there_are_many() -> None:
    few = [score("a", cluster="x"), score("b", cluster="x")]
    name, key = clustering(few)
    assert (name, key(few[0])) == ("cluster", "s:x")
    many = [ItemScore("s", f"i{n}", "answer", "dev", f"c{n}", f"{n}SX", {}) for n in range(8)]
    name, key = clustering(many)
    assert (name, key(many[3])) == ("class", "3SX")


def test_enough_items_narrow_the_interval_to_the_gap() -> None:
    found = enough(0.5, 0.05, 100)
    assert found == math.ceil((2.801585 * 0.5 / 0.05) ** 2)
    assert enough(0.5, 0.0, 100) is None
    assert enough(0.01, 0.5, 100) == 101


def test_a_figure_sums_before_it_divides() -> None:
    rows = [score("a", "citation_validity", 9, 10), score("b", "citation_validity", 0, 1)]
    found = figure(METRICS["citation_validity"], rows, 0)
    assert found is not None
    assert found["value"] == pytest.approx(9 / 11, abs=1e-4)
    assert figure(METRICS["correct"], rows, 0) is None


def test_times_are_percentiles() -> None:
    rows = [score(str(n), "latency_p95", n) for n in range(1, 102)]
    found = figure(METRICS["latency_p95"], rows, 0)
    assert found is not None
    assert found["value"] == 96


def test_a_summary_counts_crashes_apart() -> None:
    rows = [score(str(n), part=int(n > 0), wanted="answered", outcome="answered") for n in range(100)]
    rows[0] = score("0", part=0, wanted="answered", crash=True)
    found = summary(rows, 0)
    assert (found["items"], found["crashed"], found["measurable"]) == (100, 1, True)
    assert found["metrics"]["correct"]["value"] == 0.99
    assert found["confusion"]["answer"] == {"answered": {"answered": 99, "crash": 1}}
    assert confusion([score("x", wanted="met")]) == {"met": {"nothing": 1}}


def test_above_two_in_a_hundred_crashes_nothing_is_measured() -> None:
    rows = [score(str(n), crash=n < 2) for n in range(100)]
    assert measurable(rows)
    assert not measurable([*rows[:99], score("z", crash=True)])
    assert not measurable([])
