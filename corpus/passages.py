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


def chunk_places(connection: Connection, role: str) -> list[Place]:
    """Where the chunks of this role stand in current revisions, in the order of class code and clause."""
    columns = (chunks.c.chunk_id, chunks.c.role, specs.c.class_code, revisions.c.revision, chunks.c.position)
    current = select(*columns).join(specs, specs.c.current_id == chunks.c.revision_id)
    current = current.join(revisions, revisions.c.id == chunks.c.revision_id).where(chunks.c.role == role)
    found = [Place(*row) for row in connection.execute(current)]
    return sorted(found, key=lambda place: (place.class_code, _at(place)))


def _at(place: Place) -> int:
    return -1 if place.clause_index is None else place.clause_index


def passages(connection: Connection, wanted: Sequence[tuple[str, int]]) -> list[Passage]:
    """The clauses (revision, clause index), in that order; one that no current revision has is left out."""
    found: dict[tuple[str, int], Passage] = {}
    for keys in _batches(dict.fromkeys(wanted)):
        found.update(_passages(connection, keys))
    return [found[key] for key in wanted if key in found]


def _passages(connection: Connection, keys: Sequence[tuple[str, int]]) -> Iterator[tuple[tuple[str, int], Passage]]:
    current = connection.execute(_CURRENT, {"revisions": sorted({revision for revision, _ in keys})}).all()
    # The clauses of a revision are stored in one go, so that clause n has the first one's id and n.
    first = {row.revision: row.first for row in current if row.first is not None}
    ids = [first[revision] + at for revision, at in keys if revision in first]
    of_number = {row.id: (row, decoded(row.text)) for row in current}
    for row in connection.execute(_CLAUSES, {"ids": ids}) if ids else ():
        if row.revision_id in of_number:
            of, text = of_number[row.revision_id]
            passage = Passage(
                *(of.class_code, of.title, of.revision, row.position, SectionKind(row.kind), SectionKind(row.topic)),
                *(row.label, row.start, row.end, ClauseRole(row.role), row.parent, text[row.start : row.end]),
            )
            yield (of.revision, row.position), passage


_first = clauses.alias()
_CURRENT = (
    select(
        *(revisions.c[name] for name in ("id", "revision", "class_code", "title", "text")),
        select(_first.c.id)
        .where(_first.c.revision_id == revisions.c.id, _first.c.position == 0)
        .scalar_subquery()
        .label("first"),
    )
    .join(specs, specs.c.current_id == revisions.c.id)
    .where(revisions.c.revision.in_(bindparam("revisions", expanding=True)))
)
_CLAUSES = (
    select(clauses, sections.c.label)
    .join(sections, and_(sections.c.revision_id == clauses.c.revision_id, sections.c.position == clauses.c.section))
    .where(clauses.c.id.in_(bindparam("ids", expanding=True)))
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
