"""Bringing the catalogue and the vectors to a new state, so that a reader sees the old one or the new one, whole.

    take the lock ▶ decide (parse, place) ▶ embed what is missing ▶ write vectors ▶ commit the catalogue ▶ clear away

Killed anywhere before the commit, nothing that is read has changed, and what was embedded is kept for the next sync;
killed after it, the next sync clears away what is stale. `heal` is a sync without documents.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeGuard, runtime_checkable

from corpus.catalogue import Catalogue
from corpus.errors import CodeConflict, InputError, StoreLocked, UserMistake
from corpus.intake import Change, Intake, Outcome, OutcomeKind
from corpus.loaders.document import Document
from corpus.model import Spec
from corpus.searchable import ChunkRow
from corpus.writing import generation_of, next_generation, rebuild, set_vector_edition, write
from index.chunks import Chunk, chunks_of
from index.derivation import derivation
from index.edition import collection_name
from index.editions import Additions, shelf_of
from index.home import WAIT_SECONDS, Home
from index.journal import Journal
from index.rows import Matrix

EMBED_AT_ONCE = 256
STORE_AT_ONCE = 5000


class Embedder(Protocol):
    """An embedding model. `key` names it: two models, or two versions of one, never share a key."""

    @property
    def key(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    def embed(self, texts: Sequence[str]) -> Matrix:
        """One row of unit length for each text."""


@runtime_checkable
class Preparable(Protocol):
    """An embedding model that can be made quicker, once for all processes."""

    @property
    def is_prepared(self) -> bool: ...
    def prepare(self) -> None:
        """Do so; what it embeds stays the same."""


class Step(StrEnum):
    """What a sync is doing."""

    PREPARING = "preparing"  # the model, once
    READING = "reading"  # documents, as they come; the total is not known
    EMBEDDING = "embedding"  # chunks
    STORING = "storing"  # vectors
    COMMITTING = "committing"  # 0 of 1: written, not committed; 1 of 1: committed
    CLEARING = "clearing"


Progress = Callable[[Step, int, int], None]
"""Told how many of how many are done; a total of 0 is unknown. What it raises stops the sync."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did. `embedded` and `removed` (no longer needed) count vectors; `generation` is the catalogue's."""

    outcomes: tuple[Outcome, ...]
    failures: tuple[InputError, ...]
    embedded: int
    removed: int
    generation: int

    def of(self, *kinds: OutcomeKind) -> tuple[Outcome, ...]:
        """The texts of which this became, in the order in which they came."""
        return tuple(outcome for outcome in self.outcomes if outcome.kind in kinds)

    @property
    def conflicts(self) -> tuple[CodeConflict, ...]:
        """The texts that claim a code which another class holds: stored under one of their own, to be told loudly."""
        return tuple(outcome.conflict for outcome in self.outcomes if outcome.conflict is not None)


def quiet(_step: Step, _done: int, _total: int) -> None:
    """A progress that tells nobody."""


def sync(
    home: Home,
    documents: Iterable[Document | InputError],
    embedder: Embedder,
    *,
    code: str | None = None,
    progress: Progress = quiet,
    wait_seconds: float = WAIT_SECONDS,
) -> SyncReport:
    """Take the documents in; also mend whatever an earlier sync left undone, and with a change what was lost since.

    `code` is the class code for the only document there is, over the one in its text. An input that could not be read
    is among the report's failures and stops nothing. Raises StoreLocked, naming the process that writes, after
    waiting for it; UserMistake for a `code` with several documents; StoreError where home or model cannot be used.
    """
    with home.writing(wait_seconds):
        _prepare(embedder, progress)
        catalogue = Catalogue.open(home.catalogue_url)
        try:
            return _Sync(home, catalogue, embedder, progress).run(documents, code)
        finally:
            catalogue.close()


def heal(
    home: Home, embedder: Embedder, *, progress: Progress = quiet, wait_seconds: float = WAIT_SECONDS
) -> SyncReport:
    """Add the vectors that current chunks lack, remove those that nothing current has, and make rows anew that another
    version of the parser derived.
    """
    return sync(home, (), embedder, progress=progress, wait_seconds=wait_seconds)


def _prepare(embedder: Embedder, progress: Progress) -> None:
    if isinstance(embedder, Preparable) and not embedder.is_prepared:
        progress(Step.PREPARING, 0, 1)
        embedder.prepare()
        progress(Step.PREPARING, 1, 1)


@dataclass(frozen=True, slots=True)
class _Decided:
    """What is to be written, with the chunks of all revisions that it makes current."""

    change: Change
    is_rebuild: bool
    specs: Mapping[str, Spec]
    chunks: Mapping[str, tuple[Chunk, ...]]

    @property
    def is_change(self) -> bool:
        """Whether the catalogue is to be written."""
        return self.is_rebuild or bool(self.change)

    def rows(self) -> dict[str, list[ChunkRow]]:
        """The chunks as the catalogue keeps them."""
        return {
            revision: [ChunkRow(chunk.id, chunk.role.value, chunk.clause_index) for chunk in found]
            for revision, found in self.chunks.items()
        }


class _Sync:
    """One sync, under the lock."""

    def __init__(self, home: Home, catalogue: Catalogue, embedder: Embedder, progress: Progress) -> None:
        self._catalogue = catalogue
        self._embedder = embedder
        self._progress = progress
        self._collection = collection_name(embedder.key, embedder.dimension)
        self._shelf = shelf_of(home, self._collection, catalogue.identity())
        self._journal = Journal(home.vectors / self._collection / "pending.vectors", embedder.dimension)

    def run(self, documents: Iterable[Document | InputError], code: str | None) -> SyncReport:
        generation, readers = self._catalogue.generation(), self._catalogue.readers()
        decided, outcomes, failures = self._decide(documents, code)
        before = self._catalogue.vector_edition(self._collection)
        edition = before[0] if before else None
        if outcomes and not decided.is_change and self._is_whole(before, generation):
            self._clear(before[0], None, ())
            return SyncReport(tuple(outcomes), tuple(failures), 0, 0, generation)
        texts = self._wanted(decided)
        held = self._shelf.ids(edition)
        missing, stale = texts.keys() - held, held - texts.keys()
        embedded = 0
        is_finished = edition is None or self._shelf.is_finished(edition)
        if missing or stale or decided.is_change or not is_finished or (before and before[1] != generation):
            unread = stale - set(self._catalogue.chunk_ids())
            embedded = self._embed(missing, texts)
            published = self._publish(edition, held, missing, stale)
            generation = self._commit(decided, published, generation)
            # Who began before this sync may still read the state before the last one.
            self._clear(published, edition, unread if readers.isdisjoint(self._catalogue.readers()) else ())
        elif edition is not None:
            self._clear(edition, None, stale)
        return SyncReport(tuple(outcomes), tuple(failures), embedded, len(stale), generation)

    def _decide(
        self, documents: Iterable[Document | InputError], code: str | None
    ) -> tuple[_Decided, list[Outcome], list[InputError]]:
        is_rebuild = self._catalogue.derived_by() not in (None, derivation())
        intake = Intake({} if is_rebuild else self._catalogue.headings())
        for stored in self._catalogue.texts() if is_rebuild else ():
            intake.take(Document(stored.source, stored.name, stored.text, stored.notices), stored.given_code)
        outcomes: list[Outcome] = []
        failures: list[InputError] = []
        for count, document in enumerate(documents, 1):
            if isinstance(document, InputError):
                failures.append(document)
            elif code is not None and outcomes:
                raise UserMistake(f"one class code, {code}, for several texts", mend="give --code with one file")
            else:
                outcomes.append(intake.take(document, code))
            self._progress(Step.READING, count, 0)
        return self._with_chunks(intake.change(), is_rebuild), outcomes, failures

    def _is_whole(self, before: tuple[int, int] | None, generation: int) -> TypeGuard[tuple[int, int]]:
        """Whether the last sync left nothing undone. Vectors that something else removed since are found by `heal`."""
        return before is not None and before[1] == generation and self._shelf.is_finished(before[0])

    def _with_chunks(self, change: Change, is_rebuild: bool) -> _Decided:
        taken = {text.spec.revision: text.spec for text in change.taken}
        specs = {
            revision: taken.get(revision) or self._catalogue.spec_of(revision) for revision in change.current.values()
        }
        return _Decided(change, is_rebuild, specs, {revision: chunks_of(spec) for revision, spec in specs.items()})

    def _wanted(self, decided: _Decided) -> dict[str, str | None]:
        """The ids of all chunks that the new state has, with the texts of those that it does not have from the old."""
        found: dict[str, str | None] = {}
        if not decided.is_rebuild:
            touched = decided.change.current.keys() | decided.change.gone
            found.update(dict.fromkeys(self._catalogue.chunk_ids_besides(touched)))
        found.update((chunk.id, chunk.text) for chunks in decided.chunks.values() for chunk in chunks)
        return found

    def _embed(self, missing: Collection[str], texts: Mapping[str, str | None]) -> int:
        """Embed what is missing and not in the journal, into the journal; how many."""
        wanted = self._texts({chunk_id: texts[chunk_id] for chunk_id in missing if chunk_id not in self._journal})
        # Texts of like length together: a model pads a batch to its longest.
        ordered = sorted(wanted, key=lambda chunk_id: (-len(wanted[chunk_id]), chunk_id))
        for at in range(0, len(ordered), EMBED_AT_ONCE):
            self._progress(Step.EMBEDDING, at, len(ordered))
            ids = ordered[at : at + EMBED_AT_ONCE]
            self._journal.append(ids, self._embedder.embed([wanted[chunk_id] for chunk_id in ids]))
        if ordered:
            self._progress(Step.EMBEDDING, len(ordered), len(ordered))
        return len(ordered)

    def _texts(self, wanted: Mapping[str, str | None]) -> dict[str, str]:
        """The texts of these chunks; those that are not given stand in current revisions of the catalogue."""
        found = {chunk_id: text for chunk_id, text in wanted.items() if text is not None}
        for place in self._catalogue.places([chunk_id for chunk_id in wanted if chunk_id not in found]):
            if place.chunk_id not in found:
                chunks = chunks_of(self._catalogue.spec_of(place.revision))
                found.update((chunk.id, chunk.text) for chunk in chunks if chunk.id in wanted)
        return found

    def _publish(self, edition: int | None, held: Set[str], missing: Set[str], stale: Set[str]) -> int:
        if edition is not None and not missing and not stale and self._shelf.is_finished(edition):
            return edition
        return self._shelf.publish(edition, held, Additions(missing, self._batches(missing)), stale)

    def _batches(self, missing: Collection[str]) -> Iterator[tuple[list[str], Matrix]]:
        done = 0
        for ids, matrix in self._journal.batches(missing, STORE_AT_ONCE):
            self._progress(Step.STORING, done, len(missing))
            yield ids, matrix
            done += len(ids)
        self._progress(Step.STORING, done, len(missing))

    def _commit(self, decided: _Decided, edition: int, before: int) -> int:
        with self._catalogue.writing() as connection:
            if generation_of(connection) != before:  # a server that was cut off from us has given our lock to another
                raise StoreLocked("another process wrote to the catalogue meanwhile", mend="try again")
            if decided.is_rebuild:
                rebuild(connection, decided.change, decided.rows(), self._catalogue.full_text)
            elif decided.change:
                write(connection, decided.change, decided.specs, decided.rows(), self._catalogue.full_text)
            generation = next_generation(connection, derivation()) if decided.is_change else generation_of(connection)
            set_vector_edition(connection, self._collection, edition, generation)
            self._progress(Step.COMMITTING, 0, 1)
        self._progress(Step.COMMITTING, 1, 1)
        return generation

    def _clear(self, edition: int, previous: int | None, unread: Collection[str]) -> None:
        self._progress(Step.CLEARING, 0, 1)
        self._shelf.settle(edition, previous, unread)
        self._journal.remove()
        self._progress(Step.CLEARING, 1, 1)
