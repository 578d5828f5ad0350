"""What of a specification is embedded.

A chunk's id is the sha256 of its text, so that a text that stands in many specifications is embedded once and a
changed revision costs only what changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Clause, ClauseRole, Section, SectionKind, Spec

MAX_PURPOSE_CLAUSES = 3
"""Clauses of the purpose that go into the chunk of the class; a model reads little more than that."""

UNSEARCHED = frozenset(
    {
        SectionKind.HEADER,
        SectionKind.DESIGNATION,
        SectionKind.OCCUPATIONAL_GROUP,
        SectionKind.BARGAINING_UNIT,
        SectionKind.EEO,
        SectionKind.SALARY,
        SectionKind.ACKNOWLEDGEMENT,
        SectionKind.CANCELLATION,
        SectionKind.EFFECTIVE_DATE,
        SectionKind.CLASS_DATES,
    }
)
"""Sections that no search by meaning shows: values that are read as fields, and text that is the same in every spec.

A search that asks for one of these kinds by name still finds it, by its words.
"""


class ChunkRole(StrEnum):
    """`clause` is one clause as a person reads it; `title` and `class` (title and purpose) speak of the class."""

    CLAUSE = "clause"
    TITLE = "title"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A text to embed. `clause_index` is None where it speaks of the class as a whole."""

    id: str
    role: ChunkRole
    text: str
    clause_index: int | None


def chunks_of(spec: Spec) -> tuple[Chunk, ...]:
    """The chunks of one specification: those of the class first, then its clauses in the order of the text."""
    return (*_class_chunks(spec), *_clause_chunks(spec))


def _class_chunks(spec: Spec) -> Iterator[Chunk]:
    yield _chunk(ChunkRole.TITLE, spec.title, None)
    purpose = [spec.quote(clause) for clause in spec.iter_kind(SectionKind.PURPOSE)][:MAX_PURPOSE_CLAUSES]
    yield _chunk(ChunkRole.CLASS, " ".join([f"{spec.title}.", *purpose]), None)


def _clause_chunks(spec: Spec) -> Iterator[Chunk]:
    for section in spec.sections:
        if section.kind in UNSEARCHED:
            continue
        for clause in spec.clauses_in(section):
            if clause.role is not ClauseRole.STEM:
                yield _chunk(ChunkRole.CLAUSE, _reading(spec, section, clause), clause.index)


def _reading(spec: Spec, section: Section, clause: Clause) -> str:
    """The clause with its stems; after it the heading, which tells "three years" of experience from a term of office.

    A duty needs none: what somebody searches for without more ado is work.
    """
    reading = spec.reading(clause)
    if section.heading is None or section.kind is SectionKind.DUTIES:
        return reading
    return f"{reading} ({section.label(spec.text)})"


def _chunk(role: ChunkRole, text: str, clause_index: int | None) -> Chunk:
    plain = " ".join(text.split())
    return Chunk(hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest(), role, plain, clause_index)
