"""What the chain asks of the index: how near a class's clauses are to a question, and the best clauses of all classes.

The question is embedded when the first of these is asked for, so that a field or a section is told without a model.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from corpus.model import Spec
from index.chunks import ChunkRole, chunks_of
from index.retriever import SpecRetriever
from index.store import Store

Matrix = npt.NDArray[np.float32]
_KEPT = 256
"""Classes whose vectors are kept at hand, at some 80 kB each."""


class Retrieval:
    """Similarity and search over one store. Kept vectors belong to a revision, so a sync never makes them wrong."""

    def __init__(self, store: Store, retriever: SpecRetriever, embed: Callable[[str], Matrix]) -> None:
        self._store = store
        self._retriever = retriever
        self._embed = embed
        self._kept: OrderedDict[str, tuple[tuple[int, ...], Matrix]] = OrderedDict()
        self._last: tuple[str, Matrix] = ("", np.zeros(0, dtype=np.float32))

    def similarity(self, spec: Spec, text: str) -> Mapping[int, float]:
        """The cosine of each embedded clause of the spec to the text, by clause index."""
        indexes, matrix = self._vectors(spec)
        if not indexes:
            return {}
        return dict(zip(indexes, (matrix @ self._vector(text)).tolist(), strict=True))

    def find(self, query: str, limit: int) -> Sequence[tuple[str, int, float]]:
        """The best clauses over all classes as (class code, clause index, score), best first."""
        return self._retriever.find(query, limit=limit)

    def _vector(self, text: str) -> Matrix:
        known, vector = self._last
        if known != text:
            vector = self._embed(text)
            self._last = (text, vector)
        return vector

    def _vectors(self, spec: Spec) -> tuple[tuple[int, ...], Matrix]:
        kept = self._kept.get(spec.revision)
        if kept is None:
            kept = self._read(spec)
            self._kept[spec.revision] = kept
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(spec.revision)
        return kept

    def _read(self, spec: Spec) -> tuple[tuple[int, ...], Matrix]:
        chunks = [chunk for chunk in chunks_of(spec) if chunk.role is ChunkRole.CLAUSE]
        with self._store.reading() as vectors:
            ids, matrix = vectors.get(list(dict.fromkeys(chunk.id for chunk in chunks)))
        row = {chunk_id: place for place, chunk_id in enumerate(ids)}
        found = [
            (chunk.clause_index, row[chunk.id])
            for chunk in chunks
            if chunk.id in row and chunk.clause_index is not None
        ]
        return tuple(index for index, _ in found), matrix[[place for _, place in found]]
