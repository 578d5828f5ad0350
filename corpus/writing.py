"""Writing a decided change into the catalogue: one transaction, given by the caller."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from corpus.catalogue import DERIVED, GENERATION
from corpus.database import read_meta, write_meta
from corpus.intake import Change, Taken
from corpus.lexical import FullText
from corpus.model import Spec
from corpus.passages import encoded
from corpus.schema import chunks, clauses, fields, named_classes, revisions, sections, specs, vector_editions
from corpus.searchable import ChunkRow, Searchable, take_in, take_out


def write(
    connection: Connection,
    change: Change,
    current_specs: Mapping[str, Spec],
    chunk_rows: Mapping[str, Sequence[ChunkRow]],
    full_text: FullText,
) -> None:
    """Write `change`. `current_specs` and `chunk_rows` are, by revision, those of all revisions in `change.current`."""
    _insert(connection, specs, ({"class_code": code, "title": ""} for code in _new_classes(connection, change)))
    _insert(connection, revisions, (_revision_row(taken) for taken in change.taken))
    for revision, code in change.moved.items():
        _move(connection, revision, code)
    _write_parsed(connection, change.taken)
    _write_current(connection, change, current_specs, chunk_rows, full_text)


def rebuild(
    connection: Connection,
    change: Change,
    chunk_rows: Mapping[str, Sequence[ChunkRow]],
    full_text: FullText,
) -> None:
    """Replace everything that is derived from texts by `change`, which holds all of them in order of arrival."""
    full_text.clear(connection)
    connection.execute(update(specs).values(current_id=None))
    for table in (chunks, clauses, sections, named_classes, fields, revisions, specs):
        connection.execute(delete(table))
    write(connection, change, {taken.spec.revision: taken.spec for taken in change.taken}, chunk_rows, full_text)


def next_generation(connection: Connection, derived: str) -> int:
    """Count the generation up, note the version that rows were derived by; the new generation."""
    generation = generation_of(connection) + 1
    write_meta(connection, GENERATION, str(generation))
    write_meta(connection, DERIVED, derived)
    return generation


def generation_of(connection: Connection) -> int:
    """The generation as it stands."""
    return int(read_meta(connection, GENERATION) or 0)


def set_vector_edition(connection: Connection, collection: str, edition: int, generation: int) -> None:
    """Name the vectors that belong to this generation."""
    connection.execute(delete(vector_editions).where(vector_editions.c.collection == collection))
    row = {"collection": collection, "edition": edition, "generation": generation}
    connection.execute(insert(vector_editions).values(row))


def _new_classes(connection: Connection, change: Change) -> list[str]:
    held = set(connection.scalars(select(specs.c.class_code)))
    wanted = [taken.spec.class_code for taken in change.taken] + list(change.moved.values())
    return [code for code in dict.fromkeys(wanted) if code not in held]


def _revision_row(taken: Taken) -> dict[str, object]:
    heading = taken.heading
    return {
        "id": heading.number,
        "revision": heading.revision,
        "class_code": taken.spec.class_code,
        "title": taken.spec.title,
        "title_stated": int(heading.title is not None),
        "previous_title": heading.previous_title,
        "established": heading.established,
        "revised": heading.revised,
        "effective": heading.effective,
        "source": taken.source,
        "name": taken.name,
        "given_code": taken.given_code,
        "source_notices": json.dumps(taken.source_notices),
        "placement": taken.placement,
        "text": encoded(taken.spec.text),
    }


def _move(connection: Connection, revision: str, code: str) -> None:
    stored = select(revisions.c.id, revisions.c.class_code).where(revisions.c.revision == revision)
    number, before = connection.execute(stored).one()
    row = {"class_code": code, "given_code": code, "placement": None}
    connection.execute(update(revisions).where(revisions.c.id == number).values(row))
    named = (named_classes.c.revision_id == number) & (named_classes.c.class_code == before)
    connection.execute(update(named_classes).where(named).values(class_code=code))


def _write_parsed(connection: Connection, texts: Sequence[Taken]) -> None:
    """The rows of fields, classes, sections and clauses, for current and older revisions alike."""
    first = (connection.scalar(select(func.max(clauses.c.id))) or 0) + 1
    parsed = [(taken.heading.number, taken.spec) for taken in texts]
    _insert(connection, fields, (row for number, spec in parsed for row in _field_rows(number, spec)))
    _insert(connection, named_classes, (row for number, spec in parsed for row in _class_rows(number, spec)))
    _insert(connection, sections, (row for number, spec in parsed for row in _section_rows(number, spec)))
    rows = (row for number, spec in parsed for row in _clause_rows(number, spec))
    _insert(connection, clauses, ({"id": at, **row} for at, row in enumerate(rows, first)))


def _field_rows(number: int, spec: Spec) -> Iterator[dict[str, object]]:
    for field in spec.fields:
        place = {"start": field.span.start, "end": field.span.end}
        yield {"revision_id": number, "name": field.name.value, "value": field.value, **place}


def _class_rows(number: int, spec: Spec) -> Iterator[dict[str, object]]:
    for position, (code, title) in enumerate(spec.classes):
        yield {"revision_id": number, "position": position, "class_code": code, "title": title}


def _section_rows(number: int, spec: Spec) -> Iterator[dict[str, object]]:
    for section in spec.sections:
        yield {
            "revision_id": number,
            "position": section.index,
            "kind": section.kind.value,
            "topic": section.topic.value,
            "label": section.label(spec.text),
            "start": section.span.start,
            "end": section.span.end,
        }


def _clause_rows(number: int, spec: Spec) -> Iterator[dict[str, object]]:
    for clause in spec.clauses:
        section = spec.section_of(clause)
        yield {
            "revision_id": number,
            "position": clause.index,
            "section": clause.section,
            "kind": section.kind.value,
            "topic": section.topic.value,
            "role": clause.role.value,
            "parent": clause.parent,
            "start": clause.span.start,
            "end": clause.span.end,
        }


def _write_current(
    connection: Connection,
    change: Change,
    current_specs: Mapping[str, Spec],
    chunk_rows: Mapping[str, Sequence[ChunkRow]],
    full_text: FullText,
) -> None:
    """Point the classes at their newest revisions, and make those the ones that are searched."""
    numbers = {row.revision: row.id for row in connection.execute(select(revisions.c.revision, revisions.c.id))}
    entering = [
        Searchable(numbers[revision], current_specs[revision], chunk_rows[revision])
        for revision in change.current.values()
    ]
    # A text that moves from class to class is current in both states: it is taken out like those that are replaced.
    take_out(connection, {*_replaced(connection, change), *(each.number for each in entering)}, full_text)
    pointed = [
        {"code": code, "title": each.spec.title, "current_id": each.number}
        for code, each in zip(change.current, entering, strict=True)
    ]
    if pointed:
        connection.execute(update(specs).where(specs.c.class_code == bindparam("code")), pointed)
    take_in(connection, entering, full_text)
    connection.execute(delete(specs).where(specs.c.class_code.in_(change.gone)))


def _replaced(connection: Connection, change: Change) -> set[int]:
    """The revisions that are current so far in the classes that the change touches."""
    touched = change.current.keys() | change.gone
    held = connection.execute(select(specs.c.class_code, specs.c.current_id).where(specs.c.current_id.is_not(None)))
    return {row.current_id for row in held if row.class_code in touched}


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, object]]) -> None:
    listed = list(rows)
    if listed:
        connection.execute(insert(table), listed)
