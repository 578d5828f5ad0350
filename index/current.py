"""All current clauses and classes as arrays, read once for each state of the catalogue."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.errors import StoreError
from corpus.filters import Filters
from corpus.passages import Place
from index.chunks import ChunkRole
from index.edition import ReadVectors
from index.matrix import CompactMatrix, Matrix

Numbers = NDArray[np.intp]

_AT_ONCE = 4000
_MAX_CLAUSES = 1 << 32
_KEPT_FILTERS = 64


@dataclass(frozen=True, slots=True)
class Classes:
    """The current classes in the order of their codes, with a row each in the three matrices.

    `clauses` holds the mean direction of a class's clauses, `titles` that of its title, `purposes` that of its title
    with its purpose; the rows have unit length, or are zero where a class has nothing of the kind.
    """

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    revisions: tuple[str, ...]
    title_rows: Matrix
    purpose_rows: Matrix
    clause_rows: Matrix


@dataclass(frozen=True, slots=True)
class Current:
    """The searched clauses of one state, in the order of class code and clause.

    Clause n is `clause_index[n]` of class `class_number[n]` and has row `row[n]` of `rows`; clauses that say the same
    share a row.
    """

    generation: int
    classes: Classes
    rows: CompactMatrix
    row: Numbers
    class_number: Numbers
    clause_index: Numbers
    _number_of: Mapping[str, int]
    _admitted: OrderedDict[Filters, Numbers] = field(default_factory=OrderedDict)

    def __len__(self) -> int:
        return len(self.row)

    def number(self, class_code: str) -> int:
        """The place of a current class in `classes`."""
        return self._number_of[class_code]

    def find(self, places: Sequence[tuple[str, int]]) -> Numbers:
        """The numbers of these clauses (class code, clause index); -1 for one that is not searched by meaning."""
        wanted = np.array([self._key(code, index) for code, index in places], dtype=np.int64)
        keys = self.class_number * _MAX_CLAUSES + self.clause_index
        at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        return np.where(keys[at] == wanted, at, -1) if len(keys) else np.full(len(wanted), -1)

    def admitted(self, catalogue: Catalogue, filters: Filters) -> Numbers:
        """The numbers of the clauses that the filters let through, in order."""
        if filters not in self._admitted:
            ids = catalogue.chunk_ids(filters, [ChunkRole.CLAUSE])
            found = [
                (place.class_code, place.clause_index)
                for place in catalogue.places(ids, filters)
                if place.clause_index is not None
            ]
            self._admitted[filters] = np.unique(self.find(found))
            while len(self._admitted) > _KEPT_FILTERS:
                self._admitted.popitem(last=False)
        return self._admitted[filters]

    def _key(self, class_code: str, clause_index: int) -> int:
        return self._number_of[class_code] * _MAX_CLAUSES + clause_index


def read_current(catalogue: Catalogue, vectors: ReadVectors, dimension: int) -> Current:
    """What the catalogue holds as current, with its vectors; StoreError where vectors are missing."""
    entries = catalogue.entries()
    numbers = {entry.class_code: at for at, entry in enumerate(entries)}
    ids = catalogue.chunk_ids(roles=[ChunkRole.CLAUSE])
    rows = CompactMatrix(len(ids), dimension)
    sums = np.zeros((len(entries), dimension), dtype=np.float32)
    found: list[NDArray[np.int64]] = []
    first = 0
    for places, matrix in _batches(catalogue, vectors, ids, ChunkRole.CLAUSE):
        rows.put(first, matrix)
        listed = [(numbers[place.class_code], place.clause_index, row) for place, row in places]
        triples = np.array(listed, dtype=np.int64).reshape(-1, 3)
        np.add.at(sums, triples[:, 0], matrix[triples[:, 2]])
        triples[:, 2] += first
        found.append(triples)
        first += len(matrix)
    every = np.concatenate(found) if found else np.empty((0, 3), dtype=np.int64)
    every = every[np.lexsort((every[:, 1], every[:, 0]))]
    classes = Classes(
        codes=tuple(entry.class_code for entry in entries),
        titles=tuple(entry.title for entry in entries),
        revisions=tuple(entry.revision for entry in entries),
        title_rows=_class_rows(catalogue, vectors, ChunkRole.TITLE, numbers, dimension),
        purpose_rows=_class_rows(catalogue, vectors, ChunkRole.CLASS, numbers, dimension),
        clause_rows=_unit(sums),
    )
    return Current(catalogue.generation(), classes, rows, every[:, 2], every[:, 0], every[:, 1], numbers)


def _batches(
    catalogue: Catalogue, vectors: ReadVectors, ids: Sequence[str], role: ChunkRole
) -> Iterator[tuple[list[tuple[Place, int]], Matrix]]:
    """Some chunks at a time: where they stand, each place with its row, and the matrix of their vectors."""
    for first in range(0, len(ids), _AT_ONCE):
        part = ids[first : first + _AT_ONCE]
        held, matrix = vectors.get(part)
        if len(held) != len(part):
            raise StoreError(f"{len(part) - len(held)} clauses have no vectors yet", mend="specs sync")
        row = {chunk_id: at for at, chunk_id in enumerate(held)}
        yield [(place, row[place.chunk_id]) for place in catalogue.places(part) if place.role == role], matrix


def _class_rows(
    catalogue: Catalogue, vectors: ReadVectors, role: ChunkRole, numbers: Mapping[str, int], dimension: int
) -> Matrix:
    found = np.zeros((len(numbers), dimension), dtype=np.float32)
    for places, matrix in _batches(catalogue, vectors, catalogue.chunk_ids(roles=[role]), role):
        for place, row in places:
            found[numbers[place.class_code]] = matrix[row]
    return found


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found = np.zeros_like(rows)
    np.divide(rows, lengths, out=found, where=lengths > 0)
    return found
