"""Looking up current clauses and chunks by SQL, without parsing a text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, and_, bindparam, select

from corpus.filters import Filters, conditions
from corpus.model import ClauseRole, SectionKind
from corpus.schema import chunks, clauses, revisions, sections, specs

Item = TypeVar("Item")
_AT_ONCE = 400
"""Values in one IN list: far below any database's limit."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chunk stands; `clause_index` is None where it speaks of the class as a whole."""

    chunk_id: str
    role: str
    class_code: str
    revision: str
    clause_index: int | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A current clause with its surroundings. `start` and `end` are character offsets into the canonical text.

    `heading` is the section's label, `parent` the index of the stem that the clause continues, if any.
    """

    class_code: str
    title: str
    revision: str
    clause_index: int
    section: SectionKind
    topic: SectionKind
    heading: str
    start: int
    end: int
    role: ClauseRole
    parent: int | None
    quote: str


def chunk_ids(connection: Connection, filters: Filters, roles: Collection[str] | None = None) -> list[str]:
    """The ids of all chunks that the filters admit, each once, in order; `roles` keeps those of these roles."""
    found = select(chunks.c.chunk_id).distinct().order_by(chunks.c.chunk_id)
    found = found.where(*conditions(connection, filters, chunks))
    if roles is not None:
        found = found.where(chunks.c.role.in_(sorted(roles)))
    return list(connection.scalars(found))


def chunk_ids_besides(connection: Connection, class_codes: Collection[str]) -> set[str]:
    """The ids of the chunks of all classes but these."""
    left_out = frozenset(class_codes)
    owned = select(chunks.c.chunk_id, specs.c.class_code).join(specs, specs.c.current_id == chunks.c.revision_id)
    return {chunk_id for chunk_id, class_code in connection.execute(owned) if class_code not in left_out}


def places(connection: Connection, wanted: Sequence[str], filters: Filters) -> list[Place]:
    """Where these chunks stand in current revisions, in the order of `wanted`, then of class code and clause.

    An id that no current revision has, or that the filters keep out, gives nothing; a text that stands in several
    places gives all of them.
    """
    columns = (chunks.c.chunk_id, chunks.c.role, revisions.c.class_code, revisions.c.revision, chunks.c.position)
    admitted = select(*columns).join(revisions, revisions.c.id == chunks.c.revision_id)
    admitted = admitted.where(*conditions(connection, filters, chunks))
    found: list[Place] = []
    for ids in _batches(dict.fromkeys(wanted)):
        found.extend(Place(*row) for row in connection.execute(admitted.where(chunks.c.chunk_id.in_(ids))))
    order = {chunk_id: at for at, chunk_id in enumerate(wanted)}
    return sorted(found, key=lambda place: (order[place.chunk_id], place.class_code, _at(place)))


def _at(place: Place) -> int:
    return -1 if place.clause_index is None else place.clause_index


def passages(connection: Connection, wanted: Sequence[tuple[str, int]]) -> list[Passage]:
    """The clauses (revision, clause index), in that order; one that no current revision has is left out."""
    keys = frozenset(wanted)
    found: dict[tuple[str, int], Passage] = {}
    for revision_batch in _batches(sorted({revision for revision, _ in keys})):
        found.update(_passages_of(connection, revision_batch, keys))
    return [found[key] for key in wanted if key in found]


def _passages_of(
    connection: Connection, of: Sequence[str], keys: frozenset[tuple[str, int]]
) -> Iterator[tuple[tuple[str, int], Passage]]:
    columns = (revisions.c.id, revisions.c.revision, revisions.c.class_code, revisions.c.title, revisions.c.text)
    current = select(*columns).join(specs, specs.c.current_id == revisions.c.id).where(revisions.c.revision.in_(of))
    for number, revision, class_code, title, stored in connection.execute(current).all():
        text = decoded(stored)
        positions = sorted(at for key, at in keys if key == revision)
        for row in connection.execute(_CLAUSES, {"number": number, "positions": positions}):
            passage = Passage(
                *(class_code, title, revision, row.position, SectionKind(row.kind), SectionKind(row.topic), row.label),
                *(row.start, row.end, ClauseRole(row.role), row.parent, text[row.start : row.end]),
            )
            yield (revision, row.position), passage


_CLAUSES = (
    select(clauses, sections.c.label)
    .join(sections, and_(sections.c.revision_id == clauses.c.revision_id, sections.c.position == clauses.c.section))
    .where(clauses.c.revision_id == bindparam("number"), clauses.c.position.in_(bindparam("positions", expanding=True)))
)


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch


def encoded(text: str) -> bytes:
    """A canonical text as it is stored: the bytes that its revision is the sha256 of."""
    return text.encode("utf-8", "surrogatepass")


def decoded(text: bytes) -> str:
    """A stored text as characters."""
    return text.decode("utf-8", "surrogatepass")
