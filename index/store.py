"""The catalogue and the vectors of one model, open together for reading."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.errors import StoreError
from index.derivation import derivation
from index.edition import ReadVectors, collection_name
from index.editions import Shelf, shelf_of
from index.home import Home


@dataclass(frozen=True, slots=True)
class State:
    """What a store has. `is_ready` says that a question can be answered from it; else a sync makes it so."""

    generation: int
    is_empty: bool
    is_derived_by_this_program: bool
    has_all_vectors: bool

    @property
    def is_ready(self) -> bool:
        """Whether there is something to search, and all that is derived from the texts is up to date."""
        return not self.is_empty and self.is_derived_by_this_program and self.has_all_vectors


@dataclass(slots=True)
class _Open:
    edition: int
    vectors: ReadVectors
    users: int = 0


class Store:
    """A home, open for reading with one embedding model; it may be used by several threads.

    What another process syncs is seen at the next `reading`; what is being read when it does, goes on unchanged.
    """

    def __init__(self, catalogue: Catalogue, shelf: Shelf, collection: str) -> None:
        self.catalogue = catalogue
        self._shelf = shelf
        self._collection = collection
        self._open: _Open | None = None
        self._lock = threading.Lock()

    def state(self) -> State:
        """What the store has now."""
        with self.catalogue.snapshot():
            generation = self.catalogue.generation()
            edition = self.catalogue.vector_edition(self._collection)
            return State(
                generation=generation,
                is_empty=not self.catalogue.entries(),
                is_derived_by_this_program=self.catalogue.derived_by() == derivation(),
                has_all_vectors=edition is not None and edition[1] == generation,
            )

    @contextmanager
    def reading(self) -> Iterator[ReadVectors]:
        """The vectors that belong to the catalogue's state, which all reads of this thread in the block see.

        Raises StoreError where this model has no vectors yet.
        """
        with self.catalogue.snapshot():
            found = self.catalogue.vector_edition(self._collection)
            if found is None:
                raise StoreError(f"nothing is embedded for {self._collection} yet", mend="specs sync")
            held = self._take(found[0])
            try:
                yield held.vectors
            finally:
                self._give_back(held)

    def close(self) -> None:
        """Let go of the catalogue and the vectors."""
        with self._lock:
            if self._open is not None:
                self._open.vectors.close()
            self._open = None
        self.catalogue.close()

    def _take(self, edition: int) -> _Open:
        with self._lock:
            if self._open is None or self._open.edition != edition:
                fresh = _Open(edition, self._shelf.open(edition))
                if self._open is not None and not self._open.users:
                    self._open.vectors.close()
                self._open = fresh
            self._open.users += 1
            return self._open

    def _give_back(self, held: _Open) -> None:
        with self._lock:
            held.users -= 1
            if held is not self._open and not held.users:
                held.vectors.close()


def open_store(home: Home, model: str, dimension: int) -> Store:
    """The store in `home` for the embedding model of this key and dimension; made where there is none yet.

    `Store.state()` says whether a sync is needed before a question can be answered. Raises StoreError where the
    folder cannot be used.
    """
    home.make()
    collection = collection_name(model, dimension)
    catalogue = Catalogue.open(home.catalogue_url)
    return Store(catalogue, shelf_of(home, collection, catalogue.identity()), collection)
