"""The vectors of one edition, for reading: from its arrays, and from Chroma only where it is asked for more."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import StoreError

if TYPE_CHECKING:
    from index.rows import Matrix, Rows
    from index.vectors import VectorHit, Vectors


IDS, VECTORS = "ids.npy", "vectors.npy"
"""The files of the arrays; see `index.rows`."""


def has_rows(folder: Path) -> bool:
    """Whether the edition in the folder has the arrays."""
    return (folder / IDS).is_file() and (folder / VECTORS).is_file()


class ReadVectors(Protocol):
    """Vectors that are open for reading."""

    def ids(self) -> set[str]:
        """The ids of all vectors."""

    def get(self, ids: Sequence[str]) -> tuple[list[str], Matrix]:
        """The ids that have a vector, in the order of `ids`, and a matrix with their vectors as its rows."""

    def query(self, vector: Matrix, k: int) -> list[VectorHit]:
        """The `k` nearest chunks, nearest first; equal ones in the order of their ids."""

    def close(self) -> None:
        """Let go of the files or the connection."""


def collection_name(model: str, dimension: int) -> str:
    """The name of the collection for an embedding model (a name or path) and its dimension; no two models share one."""
    readable = re.sub(r"[^a-z0-9]+", "-", model.casefold()).strip("-")[-40:].strip("-") or "model"
    return f"{readable}-{hashlib.sha256(model.encode()).hexdigest()[:8]}-{dimension}"


def dimension_of(collection: str) -> int:
    """The dimension that is part of such a name."""
    return int(collection.rsplit("-", 1)[1])


class Edition:
    """An edition in a folder; it may be used by several threads. StoreError where there is none."""

    def __init__(self, folder: Path, collection: str) -> None:
        if not (folder / "chroma.sqlite3").is_file():
            raise StoreError(f"no vectors in {folder}", mend="specs sync")
        self._folder = folder
        self._collection = collection
        self._rows: Rows | None = None
        self._vectors: Vectors | None = None
        self._opening = threading.RLock()

    def ids(self) -> set[str]:
        """The ids of all vectors in Chroma."""
        return self._chroma().ids()

    def get(self, ids: Sequence[str]) -> tuple[list[str], Matrix]:
        """The ids that have a vector, in the order of `ids`, and a matrix with their vectors as its rows."""
        wanted = list(dict.fromkeys(ids))
        rows = self._arrays()
        matrix = rows.get(wanted) if rows else None
        return (wanted, matrix) if matrix is not None else self._chroma().get(wanted)

    def query(self, vector: Matrix, k: int) -> list[VectorHit]:
        """The `k` nearest chunks, nearest first; equal ones in the order of their ids."""
        return self._chroma().query(vector, k)

    def close(self) -> None:
        """Let go of the files."""
        with self._opening:
            if self._vectors is not None:
                self._vectors.close()
            self._vectors = self._rows = None

    def __enter__(self) -> Edition:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _arrays(self) -> Rows | None:
        if not has_rows(self._folder):
            return None
        from index.rows import Rows

        with self._opening:
            self._rows = self._rows or Rows(self._folder)
            return self._rows

    def _chroma(self) -> Vectors:
        from index.vectors import Vectors

        with self._opening:
            self._vectors = self._vectors or Vectors.in_folder(self._folder, self._collection)
            return self._vectors
