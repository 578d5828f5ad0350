"""The classes of a catalogue as it lists them, each with what its current revision states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from corpus.model import FieldName
from corpus.schema import fields, named_classes, revisions, specs


@dataclass(frozen=True, slots=True)
class Entry:
    """A class as the catalogue lists it: its current revision and the values that revision states.

    `classes` are the (code, title) pairs of all classes that the text specifies, several for a series page.
    """

    class_code: str
    title: str
    revision: str
    values: Mapping[FieldName, str]
    classes: tuple[tuple[str, str], ...]


def read_entries(connection: Connection) -> tuple[Entry, ...]:
    """All classes of the state that the connection sees, in the order of their codes."""
    values: dict[int, dict[FieldName, str]] = {}
    stated = select(fields.c.revision_id, fields.c.name, fields.c.value)
    for number, name, value in connection.execute(stated.join(specs, specs.c.current_id == fields.c.revision_id)):
        values.setdefault(number, {})[FieldName(name)] = value
    classes: dict[int, list[tuple[str, str]]] = {}
    named = select(named_classes).join(specs, specs.c.current_id == named_classes.c.revision_id)
    for row in connection.execute(named.order_by(named_classes.c.position)):
        classes.setdefault(row.revision_id, []).append((row.class_code, row.title))
    current = (
        select(specs.c.class_code, specs.c.title, revisions.c.revision, revisions.c.id)
        .join(revisions, revisions.c.id == specs.c.current_id)
        .order_by(specs.c.class_code)
    )
    return tuple(
        Entry(code, title, revision, values.get(number, {}), tuple(classes.get(number, ())))
        for code, title, revision, number in connection.execute(current)
    )
