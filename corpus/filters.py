"""Which classes and clauses a search may show: `Filters`, and the SQL conditions that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from corpus.model import FieldName, SectionKind
from corpus.schema import fields, specs

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a clause must meet; an empty filter lets everything of every current revision through.

    `sections` admits a clause by its section's kind or topic (a NOTE under SPECIAL EXPERIENCE is found under both);
    `without` keeps out by kind. The other values match a field of the class where their words stand in it in that
    order, whole: "MP" and "75" match `MP 75`, "P-5" matches `(16)-ADMIN & RESID (P-5)`, "Classified" does not match
    `Unclassified`.
    """

    class_codes: frozenset[str] = frozenset()
    sections: frozenset[SectionKind] = frozenset()
    without: frozenset[SectionKind] = frozenset()
    agency: str | None = None
    salary_group: str | None = None
    bargaining_unit: str | None = None
    occupational_group: str | None = None
    designation: str | None = None
    eeo: str | None = None

    def field_values(self) -> tuple[tuple[FieldName, str], ...]:
        """The fields that are asked for, with the value wanted."""
        wanted = (
            (FieldName.AGENCY, self.agency),
            (FieldName.SALARY_GROUP, self.salary_group),
            (FieldName.BARGAINING_UNIT, self.bargaining_unit),
            (FieldName.OCCUPATIONAL_GROUP, self.occupational_group),
            (FieldName.DESIGNATION, self.designation),
            (FieldName.EEO, self.eeo),
        )
        return tuple((name, value) for name, value in wanted if value is not None)


def says(stored: str, wanted: str) -> bool:
    """Whether the words of `wanted` stand in `stored` as whole words, next to each other and in order."""
    have, want = _words(stored), _words(wanted)
    return bool(want) and any(have[at : at + len(want)] == want for at in range(len(have) - len(want) + 1))


def _words(value: str) -> list[str]:
    return _WORD.findall(value.casefold())


def class_conditions(connection: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    """Conditions on `specs` (and its current revision) for the filters that speak of the class."""
    found: list[ColumnElement[bool]] = []
    if filters.class_codes:
        found.append(specs.c.class_code.in_(sorted(filters.class_codes)))
    for name, wanted in filters.field_values():
        values = connection.scalars(select(fields.c.value).where(fields.c.name == name.value).distinct())
        fitting = sorted(value for value in values if says(value, wanted))
        having = select(fields.c.revision_id).where(fields.c.name == name.value, fields.c.value.in_(fitting))
        found.append(specs.c.current_id.in_(having))
    return found


def conditions(connection: Connection, filters: Filters, table: Table) -> list[ColumnElement[bool]]:
    """Conditions on `clauses` or `chunks` for all filters; that the revision is current is for the query to say.

    A filter on `sections` admits no chunk of a whole class, `without` admits all of them.
    """
    found: list[ColumnElement[bool]] = []
    of_class = class_conditions(connection, filters)
    if of_class:
        found.append(table.c.revision_id.in_(select(specs.c.current_id).where(*of_class)))
    if filters.sections:
        kinds = _values(filters.sections)
        found.append(or_(table.c.kind.in_(kinds), table.c.topic.in_(kinds)))
    if filters.without:
        found.append(or_(table.c.kind.is_(None), table.c.kind.not_in(_values(filters.without))))
    return found


def _values(kinds: Iterable[SectionKind]) -> list[str]:
    return sorted(kind.value for kind in kinds)
