"""What a specification is, as frozen data: spans into one canonical text, never copies of it.

The canonical text is the decoded input with its newlines normalised to ``\\n`` and nothing else changed.
Every span is a half-open pair of character offsets into it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class SectionKind(StrEnum):
    """The sections of a specification, in the usual order of the Connecticut format."""

    HEADER = "header"
    PURPOSE = "purpose"
    GUIDELINES = "guidelines"
    SUPERVISION_RECEIVED = "supervision_received"
    SUPERVISION_EXERCISED = "supervision_exercised"
    DUTIES = "duties"
    KNOWLEDGE = "knowledge_skill_ability"
    MINIMUM_QUALIFICATIONS = "minimum_qualifications"
    GENERAL_EXPERIENCE = "general_experience"
    SPECIAL_EXPERIENCE = "special_experience"
    SUBSTITUTIONS = "substitutions_allowed"
    NOTE = "note"
    SPECIAL_REQUIREMENTS = "special_requirements"
    CHARACTER_REQUIREMENTS = "character_requirements"
    PHYSICAL_REQUIREMENTS = "physical_requirements"
    WORKING_CONDITIONS = "working_conditions"
    APPOINTMENT = "appointment"
    COMPENSATION = "compensation_guidelines"
    DESIGNATION = "job_class_designation"
    OCCUPATIONAL_GROUP = "occupational_group"
    BARGAINING_UNIT = "bargaining_unit"
    EEO = "eeo"
    SALARY = "salary_information"
    ACKNOWLEDGEMENT = "acknowledgement"
    CANCELLATION = "cancellation_clause"
    EFFECTIVE_DATE = "effective_date"
    CLASS_DATES = "class_dates"
    APPLICATION = "application_process"
    SELECTION = "selection_process"
    OTHER = "other"


MQ_KINDS = frozenset(
    {
        SectionKind.MINIMUM_QUALIFICATIONS,
        SectionKind.GENERAL_EXPERIENCE,
        SectionKind.SPECIAL_EXPERIENCE,
        SectionKind.SUBSTITUTIONS,
    }
)
"""The sections that state minimum qualifications. A NOTE counts with them where it follows one of them."""


class FieldName(StrEnum):
    """The short values that a specification states about its class."""

    CLASS_CODE = "class_code"
    CLASS_TITLE = "class_title"
    SALARY_GROUP = "salary_group"
    PAY_RANGE = "pay_range"
    BARGAINING_UNIT = "bargaining_unit"
    OCCUPATIONAL_GROUP = "occupational_group"
    EEO = "eeo"
    DESIGNATION = "designation"
    ESTABLISHED = "established"
    REVISED = "revised"
    EFFECTIVE_DATE = "effective_date"
    AGENCY = "agency"
    PREVIOUS_TITLE = "previous_title"
    PREVIOUS_SALARY_GROUP = "previous_salary_group"
    PREVIOUS_EFFECTIVE_DATE = "previous_effective_date"
    REVISION_REASON = "revision_reason"
    ITEM_NUMBER = "item_number"


class ClauseRole(StrEnum):
    """`stem` opens a group ("Considerable knowledge of"); `item` continues its parent; `text` stands alone."""

    STEM = "stem"
    ITEM = "item"
    TEXT = "text"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` of a canonical text, `end` not included."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Field:
    """A parsed value and the characters it was read from. Dates are ISO (`2023-05-15`) in `value`."""

    name: FieldName
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest citable unit: a bullet or a sentence.

    `index` is its place in `Spec.clauses`, `section` its section's place in `Spec.sections`, `parent` the index of
    the stem that it continues, if any. List markers ("-", "1.") stand outside the span.
    """

    index: int
    section: int
    span: Span
    role: ClauseRole = ClauseRole.TEXT
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. `heading` is None for text that stands under no heading.

    `span` reaches from the heading to the next section; `clauses` is the half-open range of clause indexes.
    `topic` is the kind that a sub-heading or note belongs to (a NOTE under SPECIAL EXPERIENCE: special_experience).
    """

    index: int
    kind: SectionKind
    heading: Span | None
    span: Span
    clauses: tuple[int, int]
    topic: SectionKind

    def label(self, text: str) -> str:
        """The heading as written, without its colon; a plain name where there is none."""
        if self.heading is None:
            return self.kind.value.replace("_", " ").upper()
        return " ".join(self.heading.of(text).split()).rstrip(" :")


@dataclass(frozen=True, eq=False)
class Spec:
    """One revision of a specification, parsed.

    `text` is the canonical text. `markers` are the spans of list markers and rules, which belong to no clause:
    headings, markers and clauses together cover every non-blank character exactly once.
    `classes` lists the (code, title) pairs of all classes that the text specifies (several for a series page).
    `notices` says in plain words what a reader should know about how the text was taken in.
    """

    text: str
    class_code: str
    title: str
    sections: tuple[Section, ...]
    clauses: tuple[Clause, ...]
    markers: tuple[Span, ...]
    fields: tuple[Field, ...]
    classes: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spec) and (self.class_code, self.text) == (other.class_code, other.text)

    def __hash__(self) -> int:
        return hash((self.class_code, self.revision))

    @cached_property
    def revision(self) -> str:
        """The sha256 (hex) of the canonical text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def field(self, name: FieldName) -> Field | None:
        """The field of this name, if the text states it."""
        return next((field for field in self.fields if field.name is name), None)

    def value(self, name: FieldName) -> str | None:
        """The value of this field, if the text states it."""
        found = self.field(name)
        return found.value if found else None

    def quote(self, clause: Clause) -> str:
        """The clause's characters."""
        return clause.span.of(self.text)

    def stems(self, clause: Clause) -> tuple[Clause, ...]:
        """The stems that the clause continues, outermost first."""
        found: list[Clause] = []
        parent = clause.parent
        while parent is not None:
            found.append(self.clauses[parent])
            parent = self.clauses[parent].parent
        return tuple(reversed(found))

    def reading(self, clause: Clause) -> str:
        """The clause as a person reads it: its stems before it, blanks collapsed. For search, never for quoting."""
        parts = [self.quote(stem) for stem in self.stems(clause)] + [self.quote(clause)]
        return " ".join(" ".join(parts).split())

    def section_of(self, clause: Clause) -> Section:
        """The section in which the clause stands."""
        return self.sections[clause.section]

    def clauses_in(self, section: Section) -> tuple[Clause, ...]:
        """The clauses of one section, in order."""
        return self.clauses[slice(*section.clauses)]

    def sections_of(self, *kinds: SectionKind) -> tuple[Section, ...]:
        """The sections of these kinds, in the order of the text."""
        return tuple(section for section in self.sections if section.kind in kinds)

    def clause_at(self, span: Span) -> Clause | None:
        """The first clause that shares a character with the span."""
        return next((clause for clause in self.clauses if clause.span.overlaps(span)), None)

    def iter_kind(self, *kinds: SectionKind) -> Iterator[Clause]:
        """The clauses of all sections of these kinds, in the order of the text."""
        for section in self.sections_of(*kinds):
            yield from self.clauses_in(section)
