"""Vectors that were computed and are not in Chroma yet, so that a sync that is stopped need not compute them again.

A file of records of one length, each with a checksum; what a killed process wrote in part is not read.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.rows import Matrix


class Journal:
    """The pending vectors of one collection, under the sha256 ids of their chunks."""

    def __init__(self, path: Path, dimension: int) -> None:
        self._path = path
        self._record = np.dtype([("id", "V32"), ("vector", "<f4", (dimension,)), ("check", "<u4")])
        self._rows: dict[str, int] = {}
        self._read()

    def _read(self) -> None:
        records = np.fromfile(self._path, self._record) if self._path.exists() else np.empty(0, self._record)
        for row, record in enumerate(records):
            if _check(record) != record["check"]:
                records = records[:row]
                break
            self._rows[bytes(record["id"]).hex()] = row
        if self._path.exists():
            with self._path.open("r+b") as file:
                file.truncate(len(records) * self._record.itemsize)

    def __contains__(self, chunk_id: object) -> bool:
        return chunk_id in self._rows

    def append(self, ids: Sequence[str], matrix: Matrix) -> None:
        """Write these vectors down; when this returns they outlive the process."""
        records = np.empty(len(ids), self._record)
        records["id"] = [np.void(bytes.fromhex(chunk_id)) for chunk_id in ids]
        records["vector"] = matrix
        records["check"] = [_check(record) for record in records]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(records.tobytes())
        first = max(self._rows.values(), default=-1) + 1
        self._rows.update({chunk_id: first + at for at, chunk_id in enumerate(ids)})

    def batches(self, ids: Collection[str], size: int) -> Iterator[tuple[list[str], Matrix]]:
        """The vectors of `ids`, which must all be here, in batches in the order of the file."""
        if not ids:
            return
        records = np.memmap(self._path, self._record, mode="r")
        ordered = sorted(ids, key=self._rows.__getitem__)
        for at in range(0, len(ordered), size):
            part = ordered[at : at + size]
            yield part, np.array(records["vector"][[self._rows[chunk_id] for chunk_id in part]], dtype=np.float32)

    def remove(self) -> None:
        """Forget all of them."""
        self._rows.clear()
        self._path.unlink(missing_ok=True)


def _check(record: np.void) -> int:
    return zlib.crc32(bytes(record["id"]) + record["vector"].tobytes())
