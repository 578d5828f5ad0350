"""The vectors of an edition once more, as one array in a file: read in a moment, where Chroma takes seconds for all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


class Rows:
    """The vectors in `folder`, by the ids of their chunks; none where it has no such file."""

    def __init__(self, folder: Path) -> None:
        path = _path(folder)
        self._records: Any = np.load(path, mmap_mode="r") if path.is_file() else None

    @cached_property
    def _row(self) -> dict[str, int]:
        ids = self._records["id"].tolist() if self._records is not None else []
        return {chunk_id.decode("ascii"): row for row, chunk_id in enumerate(ids)}

    def __contains__(self, chunk_id: object) -> bool:
        return chunk_id in self._row

    def get(self, ids: Sequence[str]) -> Matrix:
        """A matrix whose rows are the vectors of `ids`, all of which must be here."""
        return np.asarray(self._records["vector"][[self._row[chunk_id] for chunk_id in ids]], dtype=np.float32)


class RowsWriter:
    """Writes the array of a new edition, for as many vectors as `count`."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self._count = count
        self._written = 0
        self._records: Any = None

    def add(self, ids: Sequence[str], matrix: Matrix) -> None:
        """Write these vectors after those before them."""
        if self._records is None:
            record = np.dtype([("id", "S64"), ("vector", "<f4", (matrix.shape[1],))])
            self._records = open_memmap(_path(self._folder), mode="w+", dtype=record, shape=(self._count,))
        part = self._records[self._written : self._written + len(ids)]
        part["id"] = np.array(ids, dtype="S64")
        part["vector"] = matrix
        self._written += len(ids)

    def finish(self) -> None:
        """Have the file hold all that was written."""
        if self._records is not None:
            self._records.flush()
            self._records = None


def _path(folder: Path) -> Path:
    return folder / "rows.npy"
