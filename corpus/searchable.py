"""What is searched: the clauses and chunks of the current revisions, taken in and out as revisions come and go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from corpus.lexical import FullText, SearchRow
from corpus.model import Spec
from corpus.schema import chunks, clauses


@dataclass(frozen=True, slots=True)
class ChunkRow:
    """A text that is searched by its vector: `clause_index` is None where it speaks of the class as a whole."""

    chunk_id: str
    role: str
    clause_index: int | None


@dataclass(frozen=True, slots=True)
class Searchable:
    """A current revision with its chunks; `number` is its id in the catalogue."""

    number: int
    spec: Spec
    chunks: Sequence[ChunkRow]


def take_in(connection: Connection, entering: Sequence[Searchable], full_text: FullText) -> None:
    """Make these revisions searched; their clauses are stored already."""
    rows = [row for each in entering for row in _chunk_rows(each)]
    if rows:
        connection.execute(insert(chunks), rows)
    first = _first_clause_ids(connection)
    full_text.add(connection, [row for each in entering for row in _search_rows(each, first.get(each.number, 0))])


def take_out(connection: Connection, numbers: Collection[int], full_text: FullText) -> None:
    """Have these revisions no longer searched."""
    full_text.remove(connection, numbers)
    if numbers:
        statement = delete(chunks).where(chunks.c.revision_id == bindparam("number"))
        connection.execute(statement, [{"number": number} for number in numbers])


def _first_clause_ids(connection: Connection) -> Mapping[int, int]:
    """By revision: its clauses are stored in one go, so that clause n has the first one's id and n."""
    first = select(clauses.c.revision_id, func.min(clauses.c.id).label("first")).group_by(clauses.c.revision_id)
    return {row.revision_id: row.first for row in connection.execute(first)}


def _search_rows(entering: Searchable, first: int) -> Iterator[SearchRow]:
    spec = entering.spec
    labels = [section.label(spec.text) for section in spec.sections]
    for clause in spec.clauses:
        context = " ".join([*(spec.quote(stem) for stem in spec.stems(clause)), labels[clause.section]])
        yield SearchRow(first + clause.index, spec.quote(clause), context, spec.title)


def _chunk_rows(entering: Searchable) -> Iterable[dict[str, object]]:
    for row in entering.chunks:
        at = row.clause_index
        section = None if at is None else entering.spec.section_of(entering.spec.clauses[at])
        yield {
            "chunk_id": row.chunk_id,
            "role": row.role,
            "revision_id": entering.number,
            "position": at,
            "kind": section and section.kind.value,
            "topic": section and section.topic.value,
        }
