"""The current clauses as columns of numbers, read once for each state of the catalogue.

A filter is then a comparison of whole columns, and needs no query.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from corpus.filters import Filters, says
from corpus.model import ClauseRole, FieldName, SectionKind
from corpus.schema import clauses, fields, meta, revisions, specs

Places = NDArray[np.int32]
Mask = NDArray[np.bool_]

_KINDS = tuple(SectionKind)
_KIND_NUMBER = {kind.value: number for number, kind in enumerate(_KINDS)}
_KEPT_FILTERS = 64


@dataclass(frozen=True, slots=True)
class Columns:
    """The current clauses of one state, in the order of class code and clause: a clause's place is its row here.

    Classes are numbered in the order of their codes; `codes`, `revisions` and `values` have an item for each. The
    clause at a place is `clause_index` of class `class_number`; `kind` and `topic` are numbers of its section's kinds.
    """

    generation: int
    codes: tuple[str, ...]
    revisions: tuple[str, ...]
    values: Mapping[FieldName, Sequence[str | None]]
    class_number: Places
    clause_index: Places
    kind: NDArray[np.uint8]
    topic: NDArray[np.uint8]
    is_stem: Mask
    _first: Places
    _place_of_id: Places
    _admitted: OrderedDict[Filters, Mask] = field(default_factory=OrderedDict)

    def __len__(self) -> int:
        return len(self.class_number)

    def at(self, class_numbers: Collection[int], clause_indexes: Collection[int]) -> Places:
        """The places of these clauses, all of which must be current. The clauses of a class are numbered from 0."""
        return self._first[np.asarray(class_numbers, np.intp)] + np.asarray(clause_indexes, dtype=np.int32)

    def at_ids(self, ids: NDArray[np.int64]) -> Places:
        """The places of the clauses with these ids in the catalogue, all of which must be current."""
        found: Places = self._place_of_id[ids]
        return found

    def admitted(self, filters: Filters) -> Mask:
        """For each place, whether the filters let its clause through."""
        found = self._admitted.get(filters)
        if found is None:
            found = self._of_classes(filters)[self.class_number] & self._of_sections(filters)
            self._admitted[filters] = found
            while len(self._admitted) > _KEPT_FILTERS:
                self._admitted.popitem(last=False)
        return found

    def _of_classes(self, filters: Filters) -> Mask:
        found = np.ones(len(self.codes), dtype=np.bool_)
        if filters.class_codes:
            found &= np.fromiter((code in filters.class_codes for code in self.codes), np.bool_, len(self.codes))
        for name, wanted in filters.field_values():
            stated = self.values.get(name, (None,) * len(self.codes))
            fitting = {value for value in set(stated) if value is not None and says(value, wanted)}
            found &= np.fromiter((value in fitting for value in stated), np.bool_, len(self.codes))
        return found

    def _of_sections(self, filters: Filters) -> Mask:
        found = np.ones(len(self), dtype=np.bool_)
        if filters.sections:
            wanted = _chosen(filters.sections)
            found &= wanted[self.kind] | wanted[self.topic]
        if filters.without:
            found &= ~_chosen(filters.without)[self.kind]
        return found


class ColumnsOfState:
    """The columns of the state that a connection sees, kept until another is asked for. Serves several threads."""

    def __init__(self) -> None:
        self._held: Columns | None = None
        self._lock = threading.Lock()

    def read(self, connection: Connection) -> Columns:
        """The columns of the connection's state."""
        generation = int(connection.scalar(_GENERATION) or 0)
        held = self._held
        if held is not None and held.generation == generation:
            return held
        with self._lock:
            if self._held is None or self._held.generation != generation:
                self._held = _read(connection, generation)
            return self._held

    def forget(self) -> None:
        """Read anew next time: within a transaction rows change and the generation stays."""
        self._held = None


_GENERATION = select(meta.c.value).where(meta.c.key == "generation")
_CLASSES = select(specs.c.class_code, revisions.c.revision, revisions.c.id).join(
    revisions, revisions.c.id == specs.c.current_id
)
_CLAUSES = select(*(clauses.c[name] for name in ("id", "revision_id", "position", "kind", "topic", "role"))).join(
    specs, specs.c.current_id == clauses.c.revision_id
)
_FIELDS = select(fields.c.revision_id, fields.c.name, fields.c.value).join(
    specs, specs.c.current_id == fields.c.revision_id
)


def _read(connection: Connection, generation: int) -> Columns:
    classes = sorted(connection.execute(_CLASSES).all())
    number_of = {row.id: number for number, row in enumerate(classes)}
    values: dict[FieldName, list[str | None]] = {}
    for revision_id, name, value in connection.execute(_FIELDS):
        values.setdefault(FieldName(name), [None] * len(classes))[number_of[revision_id]] = value
    listed = [
        (number, number_of[of], at, _KIND_NUMBER[kind], _KIND_NUMBER[topic], role == ClauseRole.STEM.value)
        for number, of, at, kind, topic, role in connection.execute(_CLAUSES)
    ]
    table = np.array(listed, dtype=np.int64).reshape(-1, 6)
    table = table[np.lexsort((table[:, 2], table[:, 1]))]
    place_of_id = np.full(int(table[:, 0].max(initial=0)) + 1, -1, dtype=np.int32)
    place_of_id[table[:, 0]] = np.arange(len(table), dtype=np.int32)
    class_number = table[:, 1].astype(np.int32)
    return Columns(
        generation=generation,
        codes=tuple(row.class_code for row in classes),
        revisions=tuple(row.revision for row in classes),
        values=values,
        class_number=class_number,
        clause_index=table[:, 2].astype(np.int32),
        kind=table[:, 3].astype(np.uint8),
        topic=table[:, 4].astype(np.uint8),
        is_stem=table[:, 5].astype(np.bool_),
        _first=np.searchsorted(class_number, np.arange(len(classes))).astype(np.int32),
        _place_of_id=place_of_id,
    )


def _chosen(kinds: Collection[SectionKind]) -> Mask:
    return np.array([kind in kinds for kind in _KINDS], dtype=np.bool_)
