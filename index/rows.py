"""The vectors of an edition once more, as arrays in files: read in a moment, where Chroma takes seconds for all.

ids.npy has the ids in order, vectors.npy the vectors in the order of the ids. What is asked for is found by halving,
and only that is read from the disk.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from index.edition import IDS, VECTORS

Matrix = NDArray[np.float32]


class Rows:
    """The vectors in a folder that has the arrays, by the ids of their chunks."""

    def __init__(self, folder: Path) -> None:
        self._ids: Any = np.load(folder / IDS, mmap_mode="r")
        self._vectors: Any = np.load(folder / VECTORS, mmap_mode="r")

    def get(self, ids: Sequence[str]) -> Matrix | None:
        """A matrix whose rows are the vectors of `ids`; None where one of them is not here."""
        wanted = np.array(ids, dtype="S64")
        if not len(self._ids) or not len(wanted):
            return None
        places = np.minimum(np.searchsorted(self._ids, wanted), len(self._ids) - 1)
        if not np.array_equal(self._ids[places], wanted):
            return None
        return np.asarray(self._vectors[places], dtype=np.float32)


class RowsWriter:
    """Writes the arrays of a new edition that has exactly these ids."""

    def __init__(self, folder: Path, ids: Collection[str]) -> None:
        self._folder = folder
        self._place = {chunk_id: place for place, chunk_id in enumerate(sorted(ids))}
        self._vectors: Any = None

    def add(self, ids: Sequence[str], matrix: Matrix) -> None:
        """Write these vectors, some of those that the edition has."""
        if self._vectors is None:
            np.save(self._folder / IDS, np.array(list(self._place), dtype="S64"), allow_pickle=False)
            shape = (len(self._place), matrix.shape[1])
            self._vectors = open_memmap(self._folder / VECTORS, mode="w+", dtype=np.float32, shape=shape)
        self._vectors[[self._place[chunk_id] for chunk_id in ids]] = matrix

    def finish(self) -> None:
        """Have the files hold all that was written."""
        if self._vectors is not None:
            self._vectors.flush()
            self._vectors = None
