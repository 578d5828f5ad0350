"""Vectors of a server once more in a file of the home: over the network all of them take minutes, from a file seconds.

A chunk's id is the sha256 of its text, so a copy is never out of date: what changes is which ids are asked for. One
file for each collection, shared by all processes of a machine, to which records of one length are only ever added.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.rows import Matrix

_KEY_DIGITS = 16
"""Of an id's 64, by which it is looked up; the whole id is compared before its vector is believed."""

_RECENT = 20_000
"""Records that may wait to be sorted in among the others."""


class Copies:
    """The copies in one file; it may be used by several threads and processes. Errors of the disk are StoreErrors."""

    def __init__(self, path: Path, dimension: int) -> None:
        self._path = path
        self._record = np.dtype([("id", "S64"), ("vector", "<f4", (dimension,)), ("check", "<u4")])
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._file = -1
        self._records: Any = np.empty(0, self._record)
        self._keys: NDArray[np.uint64] = np.empty(0, np.uint64)  # in order
        self._row_of_key: NDArray[np.intp] = np.empty(0, np.intp)
        self._recent: dict[str, int] = {}

    def __len__(self) -> int:
        with self._lock:
            self._catch_up()
            return len(self._records)

    def get(self, ids: Sequence[str]) -> tuple[list[str], Matrix]:
        """Those of `ids` that are here, in that order, and a matrix with their vectors as its rows."""
        with self._lock:
            found = self._whole(ids)
            if len(found) < len(ids) and self._catch_up():
                found = self._whole(ids)
        return [chunk_id.decode("ascii") for chunk_id in found["id"].tolist()], found["vector"]

    def _whole(self, ids: Sequence[str]) -> Any:
        """The records of `ids` that are what was written."""
        rows = self._rows(ids)
        found = self._records[rows[rows >= 0]]
        asked = np.array(ids, dtype="S64")[rows >= 0]
        return found[(found["id"] == asked) & (_check(found) == found["check"])]

    def keep(self, ids: Sequence[str], matrix: Matrix) -> None:
        """Add these vectors; what of them reaches the disk only in part is not read."""
        from filelock import FileLock

        if not len(ids):
            return
        records = np.empty(len(ids), self._record)
        records["id"], records["vector"] = np.array(ids, dtype="S64"), matrix
        records["check"] = _check(records)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock")), self._path.open("ab") as file:
                file.truncate(file.tell() - file.tell() % self._record.itemsize)  # what a killed process left
                file.write(records.tobytes())
        except OSError as error:
            raise StoreError(
                f"{self._path} cannot be written: {error.strerror}", mend="free the disk, or name another SPECS_HOME"
            ) from error

    def clear(self) -> None:
        """Begin anew; processes that read the copies go on reading those that they have."""
        with self._lock, suppress(OSError):  # on Windows while another process reads; the next opening tries again
            self._forget()
            self._path.unlink()

    def _rows(self, ids: Sequence[str]) -> NDArray[np.intp]:
        """The row of each id, or of another with its key; -1 where there is none. Of several, the newest."""
        rows = np.fromiter((self._recent.get(chunk_id, -1) for chunk_id in ids), np.intp, len(ids))
        if len(self._keys):
            wanted = _keys(ids)
            at = np.maximum(np.searchsorted(self._keys, wanted, side="right") - 1, 0)
            sorted_in = (rows < 0) & (self._keys[at] == wanted)
            rows[sorted_in] = self._row_of_key[at[sorted_in]]
        return rows

    def _catch_up(self) -> bool:
        """Take note of what was added to the file, by whatever process; whether that was anything."""
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return False
        if state.st_ino != self._file:  # begun anew
            self._forget()
            self._file = state.st_ino
        known, count = len(self._records), state.st_size // self._record.itemsize
        if count <= known:
            return False
        self._records = np.memmap(self._path, self._record, mode="r", shape=(count,))
        fresh = [chunk_id.decode("ascii", "replace") for chunk_id in self._records["id"][known:].tolist()]
        self._recent.update(zip(fresh, range(known, count), strict=True))
        if len(self._recent) > max(_RECENT, len(self._keys) // 4):
            self._sort_in()
        return True

    def _sort_in(self) -> None:
        keys = np.concatenate([self._keys, _keys(list(self._recent))])
        rows = np.concatenate([self._row_of_key, np.fromiter(self._recent.values(), np.intp, len(self._recent))])
        order = np.argsort(keys, kind="stable")
        self._keys, self._row_of_key = keys[order], rows[order]
        self._recent.clear()


def _keys(ids: Sequence[str]) -> NDArray[np.uint64]:
    return np.fromiter((_key(chunk_id) for chunk_id in ids), np.uint64, len(ids))


def _key(chunk_id: str) -> int:
    try:
        return int(chunk_id[-_KEY_DIGITS:], 16)
    except ValueError:  # half of a record, from a disk that lost its power: no id that is asked for
        return 0


def _check(records: Any) -> NDArray[np.uint32]:
    """A number for each record that a half-written one does not have."""
    words = np.ascontiguousarray(records["vector"]).view("<u4")
    found: NDArray[np.uint32] = words.sum(axis=1, dtype=np.uint32) + np.uint32(1)
    return found
