"""The best of many scores, without sorting them all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_STEP = 16


def best_first(scores: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """The places of the `count` best scores, best first; of equal ones the first comes first."""
    if count < 1:
        return np.empty(0, dtype=np.intp)
    at = np.arange(len(scores))
    # The best of every sixteenth are no better than the best of all, and mostly leave only few to be divided further.
    for step in (_STEP, 1):
        few = scores[at][::step]
        if count < len(few):
            at = at[scores[at] >= np.partition(few, -count)[-count]]
    return at[np.argsort(-scores[at], kind="stable")][:count]
