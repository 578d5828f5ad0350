"""Where the vectors of one model lie, and how a new state of them comes to be without touching the old one.

Embedded: each state is a folder of its own, `vectors/COLLECTION/N`. A sync copies the edition that the catalogue names,
changes the copy, and the commit of the catalogue names the copy; a process killed before that has changed nothing that
anybody reads. The edition before is kept until the next sync, for questions that are being answered from it.

On a server: there is one collection, which outlives the death of its clients, and in it the vectors of two states, as
there are two editions of a folder: what is new is added before the commit; what became stale by it is removed by the
next sync, once nobody reads the state before. The catalogue decides what is shown.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.edition import Edition, ReadVectors, dimension_of, has_rows
from index.home import Home

if TYPE_CHECKING:
    from index.copies import Copies
    from index.rows import Matrix, RowsWriter
    from index.vectors import Vectors

_READ_AT_ONCE = 5000
_MOST_COPIES = 2
"""Times as many copies of a server's vectors as it has; then they are begun anew."""


@dataclass(frozen=True, slots=True)
class Additions:
    """Vectors to add: the ids of all, and batches of ids and rows."""

    ids: Collection[str]
    batches: Iterable[tuple[list[str], Matrix]]


class Shelf(Protocol):
    """Where the vectors of one model are kept, state by state."""

    def open(self, edition: int) -> ReadVectors:
        """The vectors of an edition, for reading; StoreError where there is none."""

    def ids(self, edition: int | None) -> set[str]:
        """The ids that an edition has; none where there is no edition, or it cannot be read."""

    def is_finished(self, edition: int) -> bool:
        """Whether the edition has all that this program gives to one; an earlier one may have made it."""

    def publish(self, edition: int | None, held: Set[str], added: Additions, stale: Set[str]) -> int:
        """Make the next edition out of `edition`, with ids `held`, with `added` and without `stale`; its number."""

    def settle(self, edition: int, previous: int | None, unread: Collection[str]) -> None:
        """Clear away what neither the committed edition nor those that still read the previous one need.

        `unread` are the ids that no state has which anybody may still read.
        """


class FolderShelf:
    """Editions in folders, by numbers that grow."""

    def __init__(self, folder: Path, collection: str) -> None:
        self._folder = folder
        self._collection = collection

    def open(self, edition: int) -> Edition:
        """The vectors of an edition, for reading; StoreError where there is none."""
        return Edition(self._folder / str(edition), self._collection)

    def ids(self, edition: int | None) -> set[str]:
        """The ids that an edition has; none where there is no edition."""
        if edition is None or not self._file(edition).is_file():
            return set()
        with self.open(edition) as vectors:
            return vectors.ids()

    def is_finished(self, edition: int) -> bool:
        """Whether the edition has the arrays that it is read from."""
        return has_rows(self._folder / str(edition))

    def publish(self, edition: int | None, held: Set[str], added: Additions, stale: Set[str]) -> int:
        """Make the next edition out of `edition`, with `added` and without `stale`; its number."""
        from index.rows import RowsWriter
        from index.vectors import Vectors

        number = max([edition or 0, *self._numbers()]) + 1
        folder = self._folder / str(number)
        kept = sorted(held - stale)
        rows = RowsWriter(folder, [*kept, *added.ids])
        # A graph marks what is removed and goes on walking through it: one that lost half is better made anew.
        if edition is None or not held or len(stale) * 2 > len(held):
            with Vectors.in_folder(folder, self._collection, expected=len(kept) + len(added.ids)) as vectors:
                for ids, matrix in self._read(edition, kept):
                    vectors.add(ids, matrix)
                    rows.add(ids, matrix)
                _add(vectors, added, rows)
                vectors.finish()
        else:
            _copy(self._folder / str(edition), folder)
            for ids, matrix in self._read(edition, kept):
                rows.add(ids, matrix)
            with Vectors.in_folder(folder, self._collection) as vectors:
                _add(vectors, added, rows)
                vectors.delete(stale)
        rows.finish()
        _write_through(folder)
        return number

    def _read(self, edition: int | None, ids: Sequence[str]) -> Iterator[tuple[list[str], Matrix]]:
        if edition is not None and ids:
            with self.open(edition) as vectors:
                for at in range(0, len(ids), _READ_AT_ONCE):
                    yield vectors.get(ids[at : at + _READ_AT_ONCE])

    def settle(self, edition: int, previous: int | None, unread: Collection[str]) -> None:
        """Remove all editions but the committed one and the previous one; without one, the one before it is kept."""
        kept = {edition, max((number for number in self._numbers() if number < edition), default=edition)}
        if previous is not None:
            kept = {edition, previous}
        for number in set(self._numbers()) - kept:
            # A folder that another process still has open may resist; the next sync tries again.
            shutil.rmtree(self._folder / str(number), ignore_errors=True)

    def _file(self, edition: int) -> Path:
        return self._folder / str(edition) / "chroma.sqlite3"

    def _numbers(self) -> list[int]:
        names = (path.name for path in self._folder.iterdir()) if self._folder.is_dir() else ()
        return sorted(int(name) for name in names if name.isdecimal())


class ServerShelf:
    """One collection on a Chroma server; editions count how often it was changed, so that readers open it anew."""

    def __init__(self, url: str, collection: str, copies: Copies) -> None:
        self._url = url
        self._collection = collection
        self._copies = copies

    def open(self, edition: int) -> Vectors:
        """The collection; StoreError where it, or the server, is not there."""
        from index.vectors import Vectors

        vectors = Vectors.on_server(self._url, self._collection, copies=self._copies)
        if len(self._copies) > _MOST_COPIES * (vectors.count() + _READ_AT_ONCE):
            self._copies.clear()
        return vectors

    def ids(self, edition: int | None) -> set[str]:
        """The ids that the collection has."""
        from index.vectors import Vectors

        with Vectors.on_server(self._url, self._collection, make=True) as vectors:
            return vectors.ids()

    def is_finished(self, edition: int) -> bool:
        """Always."""
        return True

    def publish(self, edition: int | None, held: Set[str], added: Additions, stale: Set[str]) -> int:
        """Add what is new; what is stale stays, for those who are reading the state before."""
        from index.vectors import Vectors

        with Vectors.on_server(self._url, self._collection, make=True) as vectors:
            _add(vectors, added)
        return (edition or 0) + 1

    def settle(self, edition: int, previous: int | None, unread: Collection[str]) -> None:
        """Remove what nobody reads any more."""
        if unread:
            with self.open(edition) as vectors:
                vectors.delete(unread)


def shelf_of(home: Home, collection: str, catalogue_identity: str) -> Shelf:
    """Where the vectors of this collection are kept; on a server no other catalogue's sync touches them."""
    if home.chroma_url:
        from index.copies import Copies

        copies = Copies(home.vectors / collection / "copies.vectors", dimension_of(collection))
        return ServerShelf(home.chroma_url, f"{collection}-{catalogue_identity}", copies)
    return FolderShelf(home.vectors / collection, collection)


def _add(vectors: Vectors, added: Additions, rows: RowsWriter | None = None) -> None:
    for ids, matrix in added.batches:
        vectors.add(ids, matrix)
        if rows is not None:
            rows.add(ids, matrix)


def _copy(source: Path, target: Path) -> None:
    """Copy a collection that others may have open: they change its database in small ways, its graph never."""
    target.mkdir()
    with (
        closing(sqlite3.connect(source / "chroma.sqlite3")) as old,
        closing(sqlite3.connect(target / "chroma.sqlite3")) as new,
    ):
        old.backup(new)
    for path in source.iterdir():
        if path.is_dir():
            shutil.copytree(path, target / path.name)


def _write_through(folder: Path) -> None:
    """Have the disk hold the folder before the catalogue, which is about to name it, says that it does."""
    for path in [*folder.rglob("*"), folder, folder.parent]:
        if path.is_dir() and os.name == "nt":  # where a folder cannot be opened
            continue
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
