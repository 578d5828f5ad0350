"""Vectors at one byte a number."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.matrix import CompactMatrix
from index.rows import Matrix


def unit_rows(seed: int, count: int, dimension: int = 48) -> Matrix:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def compact(rows: Matrix) -> CompactMatrix:
    found = CompactMatrix(len(rows), rows.shape[1])
    half = len(rows) // 2
    found.put(0, rows[:half])
    found.put(half, rows[half:])
    return found


@given(st.integers(0, 2**32), st.integers(2, 1300))
def test_cosines_are_those_of_the_rows_but_for_rounding(seed: int, count: int) -> None:
    rows, query = unit_rows(seed, count), unit_rows(seed + 1, 1)[0]
    assert np.abs(compact(rows).cosines(query) - rows @ query).max() < 0.01


@given(st.integers(0, 2**32), st.lists(st.integers(0, 699), max_size=40))
def test_some_rows_have_the_cosines_that_they_have_among_all(seed: int, among: list[int]) -> None:
    rows, query = unit_rows(seed, 700), unit_rows(seed + 1, 1)[0]
    matrix = compact(rows)
    some = matrix.cosines(query, np.array(among, dtype=np.intp))
    assert np.allclose(some, matrix.cosines(query)[among], atol=1e-6)


def test_equal_rows_have_equal_cosines_wherever_they_stand() -> None:
    rows = unit_rows(7, 1200)
    rows[[3, 600, 1199]] = rows[3]
    cosines = compact(rows).cosines(unit_rows(8, 1)[0])
    assert cosines[3] == cosines[600] == cosines[1199]


def test_a_row_of_zeros_is_near_nothing_and_no_rows_give_none() -> None:
    rows = unit_rows(9, 4)
    rows[2] = 0
    assert compact(rows).cosines(unit_rows(10, 1)[0])[2] == 0
    assert len(CompactMatrix(0, 48).cosines(unit_rows(10, 1)[0])) == 0
