"""What tells two specifications apart, section by section and clause by clause: two revisions, or two classes.

Sections meet by what they are about, clauses by their words: the same words are the same clause wherever in the
section they stand, and of the rest the most alike are taken as reworded. Every clause of both texts occurs once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from corpus.model import Clause, FieldName, Section, SectionKind, Spec

MIN_ALIKE = 60.0
"""Of 100: two clauses with less of their words in common are not one clause reworded."""

UNREMARKABLE = frozenset({SectionKind.HEADER, SectionKind.ACKNOWLEDGEMENT})
"""Sections that say nothing of a class."""

STATED_IN_FIELDS = frozenset(
    {
        SectionKind.DESIGNATION,
        SectionKind.OCCUPATIONAL_GROUP,
        SectionKind.BARGAINING_UNIT,
        SectionKind.EEO,
        SectionKind.SALARY,
        SectionKind.CANCELLATION,
        SectionKind.EFFECTIVE_DATE,
        SectionKind.CLASS_DATES,
    }
)
"""Sections that say nothing but what `Comparison.fields` has."""

_WORD = re.compile(r"\S+")
QUOTES = str.maketrans("‘’“”", "''\"\"")
"""From printed quotes and apostrophes to those that are typed."""


class ChangeKind(StrEnum):
    """What became of a clause from the one text to the other."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause of the one text, the other, or both, and how each reads: with its stems, blanks collapsed."""

    kind: ChangeKind
    before: Clause | None
    after: Clause | None
    said_before: str
    said_after: str


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section of the one text, the other, or both, with all its clauses: as the newer text has them, those that are
    gone after them.
    """

    kind: SectionKind
    label: str
    clauses: tuple[ClauseChange, ...]

    @property
    def is_same(self) -> bool:
        """Whether no clause differs."""
        return all(clause.kind is ChangeKind.SAME for clause in self.clauses)

    def of(self, *kinds: ChangeKind) -> tuple[ClauseChange, ...]:
        """The clauses of which this became."""
        return tuple(clause for clause in self.clauses if clause.kind in kinds)


@dataclass(frozen=True, slots=True)
class FieldPair:
    """A field's value in the one text and in the other; None where a text does not state it."""

    name: FieldName
    before: str | None
    after: str | None

    @property
    def is_same(self) -> bool:
        """Whether both texts say the same."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two specifications side by side."""

    before: Spec
    after: Spec
    fields: tuple[FieldPair, ...]
    sections: tuple[SectionChange, ...]


def compare(before: Spec, after: Spec) -> Comparison:
    """Two specifications side by side: all their fields, and all sections that say something of the class."""
    return Comparison(before, after, _fields(before, after), tuple(_sections(before, after)))


def _fields(before: Spec, after: Spec) -> tuple[FieldPair, ...]:
    stated = {field.name for spec in (before, after) for field in spec.fields}
    return tuple(FieldPair(name, before.value(name), after.value(name)) for name in FieldName if name in stated)


def _sections(before: Spec, after: Spec) -> Iterable[SectionChange]:
    """The sections in the order of the newer text, each that is gone after the one it followed."""
    old, new = _by_topic(before), _by_topic(after)
    for key in _merged(list(old), list(new)):
        ones, others = old.get(key, []), new.get(key, [])
        clauses = _clauses(before, _all(before, ones), after, _all(after, others))
        if clauses:
            label = others[0].label(after.text) if others else ones[0].label(before.text)
            kind, topic = key
            yield SectionChange(
                kind, label if kind is topic else f"{label} on {topic.value.replace('_', ' ')}", clauses
            )


def _by_topic(spec: Spec) -> dict[tuple[SectionKind, SectionKind], list[Section]]:
    found: dict[tuple[SectionKind, SectionKind], list[Section]] = defaultdict(list)
    for section in spec.sections:
        if section.kind not in UNREMARKABLE:
            found[section.kind, section.topic].append(section)
    return dict(found)


def _merged(
    old: Sequence[tuple[SectionKind, SectionKind]], new: Sequence[tuple[SectionKind, SectionKind]]
) -> list[tuple[SectionKind, SectionKind]]:
    merged = list(new)
    for at, key in enumerate(old):
        if key not in merged:
            following = (merged.index(earlier) + 1 for earlier in reversed(old[:at]) if earlier in merged)
            merged.insert(next(following, 0), key)
    return merged


def _all(spec: Spec, sections: Iterable[Section]) -> list[Clause]:
    """The clauses of the sections but for stems, which are read with the items that continue them."""
    clauses = [clause for section in sections for clause in spec.clauses_in(section)]
    continued = {clause.parent for clause in clauses}
    return [clause for clause in clauses if clause.index not in continued]


def _clauses(before: Spec, old: Sequence[Clause], after: Spec, new: Sequence[Clause]) -> tuple[ClauseChange, ...]:
    said_old = [before.reading(clause) for clause in old]
    said_new = [after.reading(clause) for clause in new]
    met = _same(said_old, said_new)
    met |= _reworded(
        {at: said for at, said in enumerate(said_old) if at not in met.values()},
        {at: said for at, said in enumerate(said_new) if at not in met},
    )
    found = [
        _change(old[met[at]], clause, said_old[met[at]], said_new[at])
        if at in met
        else ClauseChange(ChangeKind.ADDED, None, clause, "", said_new[at])
        for at, clause in enumerate(new)
    ]
    gone = [at for at in range(len(old)) if at not in met.values()]
    return (*found, *(ClauseChange(ChangeKind.REMOVED, old[at], None, said_old[at], "") for at in gone))


def _change(one: Clause, other: Clause, said_one: str, said_other: str) -> ClauseChange:
    kind = ChangeKind.SAME if _plain(said_one) == _plain(said_other) else ChangeKind.CHANGED
    return ClauseChange(kind, one, other, said_one, said_other)


def _same(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which clause of the newer text is which of the older, by equal words."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, said in enumerate(old):
        places[_plain(said)].append(at)
    return {at: places[_plain(said)].pop(0) for at, said in enumerate(new) if places[_plain(said)]}


def _reworded(old: dict[int, str], new: dict[int, str]) -> dict[int, int]:
    """Which of the remaining clauses is which, the most alike first."""
    alike = process.cdist(list(new.values()), list(old.values()), scorer=fuzz.token_sort_ratio) if old and new else ()
    pairs = [
        (-score, here, there)
        for here, row in zip(new, alike, strict=bool(old and new))
        for there, score in zip(old, row, strict=True)
        if score >= MIN_ALIKE
    ]
    met: dict[int, int] = {}
    for _, here, there in sorted(pairs):
        if here not in met and there not in met.values():
            met[here] = there
    return met


def _plain(said: str) -> str:
    """A clause's words as they are compared: how a list item ends, capitals, and the form of quotes tell nothing."""
    return " ".join(_WORD.findall(said.casefold().translate(QUOTES))).rstrip(" ;.,")


__all__ = [
    "QUOTES",
    "STATED_IN_FIELDS",
    "ChangeKind",
    "ClauseChange",
    "Comparison",
    "FieldPair",
    "SectionChange",
    "compare",
]
