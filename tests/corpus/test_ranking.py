"""How the best of many scores are picked."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from corpus.ranking import best_first

scores = arrays(np.float32, st.integers(0, 400), elements=st.sampled_from([-np.inf, -0.5, 0.0, 0.25, 0.5, 1.0]))


@given(scores, st.integers(0, 70))
def test_the_best_come_first_and_equal_ones_in_their_order(given_scores: NDArray[np.float32], count: int) -> None:
    expected = sorted(range(len(given_scores)), key=lambda at: (-given_scores[at], at))[:count]
    assert best_first(given_scores, count).tolist() == expected
