"""A small embedding model that needs no weights: for tests, and for trying out storage in a moment."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.rows import Matrix


class HashEmbedder:
    """Embeds a text as the sum of a fixed random direction for each of its words: equal texts have equal vectors, and
    texts that share words are near each other.
    """

    key = "hash"

    def __init__(self, dimension: int = 64) -> None:
        self.dimension = dimension

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One row of unit length for each text."""
        return np.stack([self._one(text) for text in texts])

    def _one(self, text: str) -> Matrix:
        words = re.findall(r"\w+", text.casefold()) or [""]
        total = np.sum([self._direction(word) for word in words], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def _direction(self, word: str) -> Matrix:
        seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8], "big")
        return np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
