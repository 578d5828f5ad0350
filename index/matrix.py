"""Many vectors in little memory: one byte a number, and their cosines to a query by plain multiplication.

Exact search over all rows is fast enough (100,000 rows of 384 in some ten milliseconds), needs a fifth of the memory
of a graph of neighbours, and finds the same rows always, whatever the order in which they came.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

_STEPS = 127
_BLOCK = 512
"""Rows that are widened at once. They fit into the processor's cache, and are too few for the multiplication to be
divided among threads: on a busy machine, threads that wait for each other take ten times as long.
"""

_MANY = 0.5
"""Of more than this part of the rows, the cosines of all are the quicker: rows that are picked out must be copied."""


class CompactMatrix:
    """Rows of unit length. A cosine differs from that of the rows as they were given by less than 0.01."""

    def __init__(self, rows: int, dimension: int) -> None:
        self._steps = np.zeros((rows, dimension), dtype=np.int8)
        self._scale = np.zeros(rows, dtype=np.float32)

    def __len__(self) -> int:
        return len(self._scale)

    def put(self, first: int, rows: Matrix) -> None:
        """Set the rows from `first` on."""
        largest = np.abs(rows).max(axis=1)
        largest[largest == 0] = 1
        self._steps[first : first + len(rows)] = np.rint(rows * (_STEPS / largest)[:, None])
        self._scale[first : first + len(rows)] = largest / _STEPS

    def cosines(self, vector: Matrix, among: NDArray[np.integer] | None = None) -> Matrix:
        """The cosine of each row to a vector of unit length, or of the rows `among`, in that order."""
        if among is not None and len(among) > len(self) * _MANY:
            found: Matrix = self.cosines(vector)[among]
            return found
        scale = self._scale if among is None else self._scale[among]
        found = np.empty(len(scale), dtype=np.float32)
        wide = np.empty((min(_BLOCK, len(scale)), self._steps.shape[1]), dtype=np.float32)
        for at in range(0, len(scale), _BLOCK):
            block = wide[: len(scale) - at]
            block[...] = self._steps[at : at + _BLOCK] if among is None else self._steps[among[at : at + _BLOCK]]
            np.matmul(block, vector, out=found[at : at + _BLOCK])
        return found * scale
