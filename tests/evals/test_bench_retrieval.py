"""The measures of retrieval, against values worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.bench.retrieval import Measured, figures, half_of, main, ndcg, recall, table


@pytest.mark.parametrize(
    ("ranks", "relevant", "expected"),
    [([1], 1, 1.0), ([2], 1, 0.63093), ([1, 3], 2, 0.91972), ([], 4, 0.0), ([11], 1, 0.0), (range(1, 11), 40, 1.0)],
)
def test_ndcg_at_ten(ranks: list[int], relevant: int, expected: float) -> None:
    assert ndcg(ranks, relevant, 10) == pytest.approx(expected, abs=1e-5)


def test_recall_counts_what_stands_within_the_depth() -> None:
    assert recall([1, 50, 100, 101], 5, 100) == pytest.approx(3 / 5)


@given(st.sets(st.integers(1, 100), min_size=1, max_size=20))
def test_moving_one_up_never_makes_ndcg_less(ranks: set[int]) -> None:
    worst = max(ranks)
    free = next((place for place in range(1, worst) if place not in ranks), worst)
    assert ndcg([*(ranks - {worst}), free], len(ranks), 10) >= ndcg(sorted(ranks), len(ranks), 10) - 1e-12


def test_halves_are_about_equal_and_stay() -> None:
    halves = [half_of(f"query {number}") for number in range(1000)]
    assert 450 < sum(halves) < 550
    assert halves == [half_of(f"query {number}") for number in range(1000)]


def test_figures_are_means_over_each_half_and_all() -> None:
    rows = [Measured(0, {"hit@1": 1.0}, 10), Measured(0, {"hit@1": 0.0}, 20), Measured(1, {"hit@1": 1.0}, 30)]
    found = figures(rows)
    assert (found["half 0"], found["half 1"]) == ({"hit@1": 0.5}, {"hit@1": 1.0})
    assert found["whole"] == {"hit@1": pytest.approx(2 / 3, abs=1e-4)}
    assert found["ms"]["p50"] == 20
    assert "titles (3 queries)" in table({"titles": found})


def test_a_folder_without_specifications_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path)]) == 2
    assert f"{tmp_path}: has no folder" in capsys.readouterr().err
