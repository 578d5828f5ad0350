"""All current clauses and classes as arrays, read once for each state of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.catalogue import Catalogue
from corpus.columns import Columns, Places
from corpus.errors import StoreError
from corpus.passages import Place
from index.chunks import ChunkRole
from index.edition import ReadVectors
from index.matrix import CompactMatrix, Matrix

_AT_ONCE = 4000


@dataclass(frozen=True, slots=True)
class Classes:
    """The current classes in the order of their codes, with a row each in the three matrices.

    `clauses` holds the mean direction of a class's clauses, `titles` that of its title, `purposes` that of its title
    with its purpose; the rows have unit length, or are zero where a class has nothing of the kind.
    """

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    title_rows: Matrix
    purpose_rows: Matrix
    clause_rows: Matrix


@dataclass(frozen=True, slots=True)
class Current:
    """The clauses of one state with their vectors.

    The clause at place n of `columns` has row `row[n]` of `rows`; clauses that say the same share a row. Those that are
    not searched by meaning share the last one, which is zero.
    """

    columns: Columns
    classes: Classes
    rows: CompactMatrix
    row: Places
    number_of: Mapping[str, int]


def read_current(catalogue: Catalogue, vectors: ReadVectors, dimension: int) -> Current:
    """What the catalogue holds as current, with its vectors; StoreError where vectors are missing."""
    columns = catalogue.columns()
    number_of = {code: number for number, code in enumerate(columns.codes)}
    chunks = catalogue.chunk_places(ChunkRole.CLAUSE)
    ids = list(dict.fromkeys(place.chunk_id for place in chunks))
    rows = CompactMatrix(len(ids) + 1, dimension)
    sums = np.zeros((len(columns.codes), dimension), dtype=np.float32)
    row_of = {chunk_id: row for row, chunk_id in enumerate(ids)}
    class_number = np.array([number_of[place.class_code] for place in chunks], dtype=np.intp)
    chunk_row = np.array([row_of[place.chunk_id] for place in chunks], dtype=np.int32)
    for first, matrix in _batches(vectors, ids):
        rows.put(first, matrix)
        within = np.flatnonzero((chunk_row >= first) & (chunk_row < first + len(matrix)))
        np.add.at(sums, class_number[within], matrix[chunk_row[within] - first])
    row = np.full(len(columns), len(ids), dtype=np.int32)
    row[columns.at(class_number, [place.clause_index or 0 for place in chunks])] = chunk_row
    titles = {entry.class_code: entry.title for entry in catalogue.entries()}
    classes = Classes(
        codes=columns.codes,
        titles=tuple(titles[code] for code in columns.codes),
        title_rows=_class_rows(catalogue.chunk_places(ChunkRole.TITLE), vectors, number_of, dimension),
        purpose_rows=_class_rows(catalogue.chunk_places(ChunkRole.CLASS), vectors, number_of, dimension),
        clause_rows=_unit(sums),
    )
    return Current(columns, classes, rows, row, number_of)


def _batches(vectors: ReadVectors, ids: Sequence[str]) -> Iterator[tuple[int, Matrix]]:
    """The vectors of all chunks, some at a time, each time with the place of the first one in `ids`."""
    for first in range(0, len(ids), _AT_ONCE):
        part = ids[first : first + _AT_ONCE]
        held, matrix = vectors.get(part)
        if len(held) != len(part):
            raise StoreError(f"{len(part) - len(held)} clauses have no vectors yet", mend="specs sync")
        yield first, matrix


def _class_rows(chunks: Sequence[Place], vectors: ReadVectors, number_of: Mapping[str, int], dimension: int) -> Matrix:
    found = np.zeros((len(number_of), dimension), dtype=np.float32)
    ids = list(dict.fromkeys(place.chunk_id for place in chunks))
    matrix = np.concatenate([np.zeros((0, dimension), np.float32), *(part for _, part in _batches(vectors, ids))])
    row_of = {chunk_id: row for row, chunk_id in enumerate(ids)}
    found[[number_of[place.class_code] for place in chunks]] = matrix[[row_of[place.chunk_id] for place in chunks]]
    return found


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found = np.zeros_like(rows)
    np.divide(rows, lengths, out=found, where=lengths > 0)
    return found
