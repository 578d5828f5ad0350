"""How the evidence for a clause becomes one score.

Three things speak for a clause: that it means what is asked (the cosine of its vector to the query's), that it says it
in the same words (BM25), and that its class is about it (the cosine of the mean of the class's clauses). The first is
the measure of the other two. docs/retrieval.md has what was measured; the weights were chosen with all of the
queries, rounded, and are the same for every corpus and model.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

LEXICAL_WEIGHT = 0.25
CLASS_WEIGHT = 0.25
"""What the best clause by its words, and a class that is all about the query, add to a cosine."""

LEXICAL_HITS = 300
"""Clauses whose words are looked at; those after them share only common words with a query."""

MIN_SIMILARITY = 0.2
"""A clause that shares no word with the query must mean it at least this much to be shown."""

_FULL = 1.0 + LEXICAL_WEIGHT + CLASS_WEIGHT


def fused(similarity: Scores, lexical: Scores, class_similarity: Scores) -> Scores:
    """The scores, at most 1, of clauses with these cosines and with lexical parts between 0 and 1."""
    total: Scores = (similarity + LEXICAL_WEIGHT * lexical + CLASS_WEIGHT * class_similarity) / _FULL
    return total


def relative(scores: Scores) -> Scores:
    """BM25 scores, which compare within one search only, as parts of the best one."""
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else np.zeros_like(scores)
