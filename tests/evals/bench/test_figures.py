"""A figure, its budget, and how a run is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.bench.figures import Figure, as_json, p50, p95, table

positive = st.floats(0.001, 1e6)


@pytest.mark.parametrize(
    ("figure", "is_met"),
    [
        (Figure("cold", "cold", "s", 1.0, 4.0, 0.25), True),
        (Figure("cold", "cold", "s", 1.1, 4.0, 0.25), False),
        (Figure("rate", "rate", "/s", 200.0, 100.0, 2.0, more_is_better=True), True),
        (Figure("rate", "rate", "/s", 199.0, 100.0, 2.0, more_is_better=True), False),
        (Figure("search", "search", "ms", 29.0, budget=30.0, bound_on="ours"), True),
        (Figure("search", "search", "ms", 31.0, 900.0, budget=30.0, bound_on="ours"), False),
        (Figure("p95", "p95", "ms", 1.0, 2.0), None),
        (Figure("alone", "alone", "ms", 1.0, budget=1.0), None),
    ],
)
def test_a_budget_binds_what_it_is_of(figure: Figure, is_met: bool | None) -> None:
    assert figure.is_met is is_met


@given(positive, positive)
def test_the_ratio_is_ours_to_theirs(ours: float, theirs: float) -> None:
    ratio = Figure("a", "a", "s", ours, theirs).ratio
    assert ratio is not None
    assert ratio * theirs == pytest.approx(ours)


def test_the_table_says_budget_measurement_and_whether_it_is_met() -> None:
    rows = table(
        [
            Figure("cold", "cold start", "s", 0.5, 4.0, 0.25, of=10),
            Figure("search", "search", "ms", 31.4, budget=30.0, bound_on="ours", of=100),
            Figure("p95", "p95", "ms", 1234.5, 617.25),
        ]
    ).splitlines()
    assert rows[2] == "| cold start | ≤ 0.25x | 0.12x | met | 0.50 s | 4.00 s | 10 |"
    assert rows[3] == "| search | ≤ 30.0 ms | 31.4 ms | **missed** | 31.4 ms |  | 100 |"
    assert rows[4] == "| p95 |  | 2.00x |  | 1,234 ms | 617 ms | 1 |"


def test_a_run_is_json_with_the_machine() -> None:
    found = json.loads(json.dumps(as_json([Figure("cold", "cold", "s", 1.0, 4.0, 0.25)], {"cores": 2})))
    assert found["machine"] == {"cores": 2}
    assert found["figures"][0]["ratio"] == 0.25
    assert found["figures"][0]["is_met"] is True


@given(st.lists(positive, min_size=1, max_size=50))
def test_half_of_the_values_keep_to_p50_and_nearly_all_to_p95(values: list[float]) -> None:
    assert sum(value <= p50(values) for value in values) >= len(values) / 2
    assert min(values) <= p50(values) <= p95(values) * (1 + 1e-9)
    assert p95(values) <= max(values) * (1 + 1e-9)
