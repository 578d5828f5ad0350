"""Vectors of tokens to the vector of a text.

A text's vector is the mean of the vectors of its own tokens (the marks that a model sets before and after a text say
nothing of it), and the earlier a token, the more it counts: a duty states its act first, then its means and its ends.
docs/retrieval.md has what that gave.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.models import LEAD

Matrix = NDArray[np.float32]
Tokens = NDArray[np.float32]
"""Vectors of tokens: text, place, number."""
Mask = NDArray[np.bool_]
"""Which tokens: text, place."""


def lead_means(tokens: Tokens, is_read: Mask, is_own: Mask) -> Matrix:
    """For each text the mean, of unit length, of its own tokens, the n-th (from 0) weighing 1 / (1 + n/LEAD).

    `is_read` leaves out what only fills a row up, `is_own` the model's marks, too. A text without tokens of its own
    has the plain mean of those that are read.
    """
    own = is_own & is_read
    place = np.cumsum(own, axis=1, dtype=np.float32) - 1
    weights = own / (1 + place / LEAD)
    weights = np.where(own.any(axis=1, keepdims=True), weights, is_read).astype(np.float32)
    return of_unit_length(np.matmul(weights[:, None, :], tokens)[:, 0, :])


def of_unit_length(rows: Matrix) -> Matrix:
    """The rows, each of length 1; one of zeros stays as it is."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows, dtype=np.float32), where=lengths > 0)
    return found
