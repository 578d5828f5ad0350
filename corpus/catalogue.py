"""The catalogue: every text that was taken in, by class and revision, and what is searched of the current ones.

Reading is by `Catalogue`; each method sees one state whole, and `with catalogue.snapshot():` makes all reads within it
see the same one. Writing is by `index.sync.sync`, which keeps the vectors in step.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Row, select

from corpus import passages as lookups
from corpus import reviewing
from corpus.database import full_text_of, migrate, read_meta
from corpus.engines import explained, open_engine
from corpus.entries import Entry, read_entries
from corpus.errors import NotFound, StoreError
from corpus.feedback import Feedback, feedback_list
from corpus.filters import Filters
from corpus.locking import Reader, readers_of
from corpus.model import Spec
from corpus.parse import parse
from corpus.passages import Passage, Place, decoded
from corpus.reviewing import RuleDocument, StoredReview
from corpus.revisions import Heading
from corpus.schema import revisions, vector_editions

if TYPE_CHECKING:
    from corpus.columns import Columns
    from corpus.lexical import FullText, LexicalHit

GENERATION, DERIVED = "generation", "derived"
"""Keys of `meta`: how often the catalogue changed, and by what its rows were derived from the texts."""

EVERYTHING = Filters()
MAX_PARSED = 2048
"""Specs kept parsed; one takes about 100 kB."""


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """One text of a class. Dates are ISO, None where the text states none."""

    revision: str
    class_code: str
    title: str
    established: str | None
    revised: str | None
    effective: str | None
    source: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text as it was taken in: all that is needed to take it in again."""

    source: str
    name: str
    text: str
    notices: tuple[str, ...]
    given_code: str | None


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """The one state that a thread reads, and the connection that sees it."""

    thread: int
    connection: Connection
    generation: int


@dataclass(frozen=True, slots=True)
class _Listing:
    """The classes of one state, and by code in small letters: each class, and the series that specifies it."""

    generation: int
    entries: tuple[Entry, ...]
    by_code: Mapping[str, Entry]


class Catalogue:
    """A catalogue, open. It may be used by several threads; each has its own snapshot."""

    def __init__(self, engine: Engine, full_text: FullText | None = None) -> None:
        self._engine = engine
        if full_text is not None:
            self.full_text = full_text
        self._snapshot: ContextVar[_Snapshot | None] = ContextVar("snapshot", default=None)
        self._listing = _Listing(-1, (), {})
        self._parsed: OrderedDict[tuple[str, str], Spec] = OrderedDict()
        self._lock = threading.Lock()

    @cached_property
    def full_text(self) -> FullText:
        """The full text search of this catalogue's database."""
        return full_text_of(self._engine)

    @classmethod
    def open(cls, url: str) -> Catalogue:
        """The catalogue at this database URL, made or brought up to date where need be; StoreError if it cannot be."""
        engine = open_engine(url)
        try:
            migrate(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads of this thread within the block see one state, whatever is committed meanwhile."""
        if self._held() is not None:
            yield
            return
        with self._reading() as connection:
            generation = _generation_of(connection)  # the first read fixes the state
            token = self._snapshot.set(_Snapshot(threading.get_ident(), connection, generation))
            try:
                yield
            finally:
                self._snapshot.reset(token)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in one transaction for writing, committed at the end of the block and undone by an error."""
        engine = self._engine.execution_options(writing=True)
        with explained(engine), engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        held = self._held()
        if held is not None:
            yield held.connection
            return
        with explained(self._engine), self._engine.connect() as connection, connection.begin():
            yield connection

    def _held(self) -> _Snapshot | None:
        held = self._snapshot.get()
        # A task that was handed to another thread inherits the snapshot's context; a connection serves one thread.
        return held if held is not None and held.thread == threading.get_ident() else None

    def generation(self) -> int:
        """How often the catalogue has changed; 0 for a new one."""
        held = self._held()
        if held is not None:
            return held.generation
        with self._reading() as connection:
            return _generation_of(connection)

    def identity(self) -> str:
        """What tells this catalogue from every other, such as on a server that several keep their vectors on."""
        with self._reading() as connection:
            return read_meta(connection, "identity") or ""

    def readers(self) -> frozenset[Reader]:
        """Who is reading from the catalogue's server now; none for a file, whose readers cannot be told."""
        with self._reading() as connection:
            return readers_of(connection)

    def derived_by(self) -> str | None:
        """The version that sections, clauses and chunks were derived by; None for a new catalogue."""
        with self._reading() as connection:
            return read_meta(connection, DERIVED)

    def vector_edition(self, collection: str) -> tuple[int, int] | None:
        """The edition of a collection's vectors and the generation that it is complete for, if there is one."""
        with self._reading() as connection:
            found = connection.execute(
                select(vector_editions.c.edition, vector_editions.c.generation).where(
                    vector_editions.c.collection == collection
                )
            ).one_or_none()
            return (found.edition, found.generation) if found else None

    def entries(self) -> tuple[Entry, ...]:
        """All classes, in the order of their codes."""
        return self._listed().entries

    def _listed(self) -> _Listing:
        generation = self.generation()
        listing = self._listing
        if listing.generation != generation:
            with self._reading() as connection:
                listing = self._listing = _listing(_generation_of(connection), read_entries(connection))
        return listing

    def entry(self, class_code: str) -> Entry:
        """The class of this code, in capitals or not, else the series that specifies it; NotFound if there is none."""
        found = self._listed().by_code.get(class_code.strip().casefold())
        if found is None:
            raise NotFound(f"no class {class_code!r} in the catalogue", mend="specs list")
        return found

    def spec(self, class_code: str, revision: str | None = None) -> Spec:
        """The current revision of a class, or the one whose sha256 begins with `revision`.

        Raises NotFound where there is no such class or revision, StoreError where the stored text is damaged.
        """
        if revision is None:
            entry = self.entry(class_code)
            kept = self._kept(entry.revision, entry.class_code)
            if kept is not None:
                return kept
        with self._reading() as connection:
            entry = self.entry(class_code)
            if revision is None:
                return self._parse(connection, entry.revision)
            found = connection.scalars(
                select(revisions.c.revision).where(
                    revisions.c.class_code == entry.class_code,
                    revisions.c.revision.startswith(revision.casefold(), autoescape=True),
                )
            ).all()
            if len(found) != 1:
                said = "no revision" if not found else "more than one revision"
                raise NotFound(
                    f"{said} of {entry.class_code} begins with {revision!r}", mend=f"specs history {entry.class_code}"
                )
            return self._parse(connection, found[0])

    def spec_of(self, revision: str) -> Spec:
        """The text with this sha256, parsed; NotFound where it was never taken in."""
        with self._reading() as connection:
            return self._parse(connection, revision)

    def history(self, class_code: str) -> tuple[RevisionEntry, ...]:
        """The texts of a class, newest first; NotFound where there is no such class."""
        with self._reading() as connection:
            entry = self.entry(class_code)
            rows = connection.execute(select(revisions).where(revisions.c.class_code == entry.class_code)).all()
        newest_first = sorted(rows, key=lambda row: _heading(row).rank, reverse=True)
        return tuple(
            RevisionEntry(
                *(row.revision, row.class_code, row.title, row.established, row.revised, row.effective, row.source),
                row.revision == entry.revision,
            )
            for row in newest_first
        )

    def search(self, query: str, filters: Filters = EVERYTHING, limit: int = 50) -> list[LexicalHit]:
        """The current clauses that fit the words of `query` best; see `corpus.lexical`."""
        with self._reading() as connection:
            return self.full_text.search(connection, query, filters, limit)

    def columns(self) -> Columns:
        """The current clauses as columns; see `corpus.columns`."""
        with self._reading() as connection:
            return self.full_text.columns.read(connection)

    def chunk_ids(self, filters: Filters = EVERYTHING, roles: Collection[str] | None = None) -> list[str]:
        """The ids of the chunks that the filters admit; see `corpus.passages.chunk_ids`."""
        with self._reading() as connection:
            return lookups.chunk_ids(connection, filters, roles)

    def chunk_ids_besides(self, class_codes: Collection[str]) -> set[str]:
        """The ids of the chunks of all classes but these."""
        with self._reading() as connection:
            return lookups.chunk_ids_besides(connection, class_codes)

    def places(self, chunk_ids: Sequence[str], filters: Filters = EVERYTHING) -> list[Place]:
        """Where these chunks stand in current revisions; see `corpus.passages.places`."""
        with self._reading() as connection:
            return lookups.places(connection, chunk_ids, filters)

    def chunk_places(self, role: str) -> list[Place]:
        """Where the chunks of this role stand; see `corpus.passages.chunk_places`."""
        with self._reading() as connection:
            return lookups.chunk_places(connection, role)

    def passages(self, wanted: Sequence[tuple[str, int]]) -> list[Passage]:
        """The current clauses (revision, clause index); see `corpus.passages.passages`."""
        with self._reading() as connection:
            return lookups.passages(connection, wanted)

    def rule_document(self, class_code: str, revision: str) -> RuleDocument | None:
        """The rules that a person imported for this text of a class, if somebody did."""
        with self._reading() as connection:
            return reviewing.document(connection, class_code, revision)

    def rule_documents(self) -> list[RuleDocument]:
        """All rules that people imported, in the order of class code and revision."""
        with self._reading() as connection:
            return reviewing.documents(connection)

    def rule_reviews(self, class_code: str) -> list[StoredReview]:
        """What people said of the rules of a class, of whatever text, in the order of the node keys."""
        with self._reading() as connection:
            return reviewing.reviews(connection, class_code)

    def feedback(self, most: int = 500) -> list[Feedback]:
        """What people said of answers, newest first."""
        with self._reading() as connection:
            return feedback_list(connection, most)

    def headings(self) -> dict[str, list[Heading]]:
        """Every class code with what tells its texts apart, in order of arrival."""
        found: dict[str, list[Heading]] = {}
        with self._reading() as connection:
            columns = [column for column in revisions.c if column.name != "text"]
            for row in connection.execute(select(*columns).order_by(revisions.c.id)):
                found.setdefault(row.class_code, []).append(_heading(row))
        return found

    def texts(self) -> list[StoredText]:
        """Every text as it was taken in, in order of arrival."""
        with self._reading() as connection:
            rows = connection.execute(select(revisions).order_by(revisions.c.id))
            return [
                StoredText(
                    row.source, row.name, decoded(row.text), tuple(json.loads(row.source_notices)), row.given_code
                )
                for row in rows
            ]

    def _parse(self, connection: Connection, revision: str) -> Spec:
        where = revisions.c.revision == revision
        class_code = connection.scalar(select(revisions.c.class_code).where(where))
        if class_code is None:
            raise NotFound(f"no text with revision {revision} in the catalogue", mend="specs list")
        kept = self._kept(revision, class_code)
        if kept is not None:
            return kept
        spec = _restore(connection.execute(select(revisions).where(where)).one())
        with self._lock:
            self._parsed[revision, class_code] = spec
            while len(self._parsed) > MAX_PARSED:
                self._parsed.popitem(last=False)
        return spec

    def _kept(self, revision: str, class_code: str) -> Spec | None:
        with self._lock:
            found = self._parsed.get((revision, class_code))
            if found is not None:
                self._parsed.move_to_end((revision, class_code))
            return found


def _generation_of(connection: Connection) -> int:
    return int(read_meta(connection, GENERATION) or 0)


def _listing(generation: int, entries: tuple[Entry, ...]) -> _Listing:
    specified = {code.casefold(): entry for entry in reversed(entries) for code, _ in reversed(entry.classes)}
    own = {entry.class_code.casefold(): entry for entry in reversed(entries)}
    return _Listing(generation, entries, specified | own)


def restored(parsed: Spec, class_code: str, notices: Sequence[str]) -> Spec:
    """A parsed text as the catalogue shows it: under the code that it is stored under, with all its notices."""
    classes = tuple((class_code if code == parsed.class_code else code, title) for code, title in parsed.classes)
    return replace(parsed, class_code=class_code, classes=classes, notices=(*notices, *parsed.notices))


def _restore(row: Row[Any]) -> Spec:
    if hashlib.sha256(row.text).hexdigest() != row.revision:
        raise StoreError(
            f"the text of {row.class_code}, revision {row.revision[:12]}, is not the one that was stored",
            mend="restore the catalogue from a backup, or move it away and take the texts in again",
        )
    notices = [*json.loads(row.source_notices), *([row.placement] if row.placement else [])]
    return restored(parse(decoded(row.text), row.name), row.class_code, notices)


def _heading(row: Row[Any]) -> Heading:
    return Heading(
        *(row.revision, row.id, row.title if row.title_stated else None, row.previous_title),
        *(row.established, row.revised, row.effective),
    )
