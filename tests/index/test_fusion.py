"""How evidence becomes one score."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.fusion import Scores, fused, relative


def array(*values: float) -> Scores:
    return np.array(values, dtype=np.float32)


@given(arrays(np.float32, st.integers(1, 20), elements=st.floats(0.0009765625, 40, width=32)))
def test_relative_scores_keep_their_order_and_the_best_is_one(found: Scores) -> None:
    parts = relative(found)
    assert parts.max() == 1
    assert (np.argsort(-parts, kind="stable") == np.argsort(-found, kind="stable")).all()


def test_no_words_found_counts_nothing() -> None:
    assert relative(array(0, 0)).tolist() == [0, 0]
    assert relative(array()).tolist() == []


def test_all_evidence_there_can_be_is_one() -> None:
    assert fused(array(1), array(1), array(1)).tolist() == [pytest.approx(1)]


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_each_kind_of_evidence_speaks_for_a_clause(kind: int) -> None:
    less, more = [array(0.4), array(0.4), array(0.4)], [array(0.4), array(0.4), array(0.4)]
    more[kind] = array(0.5)
    assert fused(*more) > fused(*less)


def test_the_same_words_do_not_outweigh_another_meaning() -> None:
    """A clause that shares all words with a query, and nothing else, stays behind one that means it."""
    assert fused(array(0.1), array(1), array(0.2)) < fused(array(0.8), array(0), array(0.2))
