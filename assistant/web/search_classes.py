"""The classes that a search may show: what each has for every facet, how many have it, and which classes fit."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.eligibility.least import UNREAD, Least, facts_of
from assistant.eligibility.outline import DEGREE_WORDS, duration_words
from assistant.eligibility.rules import Degree
from assistant.web.desk import Desk
from assistant.web.search_wanted import SECTION, Wanted, section_words
from corpus.entries import Entry
from corpus.errors import SpecsError
from corpus.filters import Filters
from corpus.model import FieldName, SectionKind
from index.chunks import UNSEARCHED

FIELDS: Mapping[str, FieldName] = {
    "agency": FieldName.AGENCY,
    "salary_group": FieldName.SALARY_GROUP,
    "bargaining_unit": FieldName.BARGAINING_UNIT,
    "designation": FieldName.DESIGNATION,
}
"""The facets that a specification states as a field."""

RULED = frozenset({"years", "special_years", "degree"})
"""The facets that the rules tell."""

READ_AT_ONCE = 60
"""Classes whose rules are read while somebody waits, some 40 ms each; more are read in the background."""

NOT_STATED, NOT_TOLD, NONE = "not-stated", "not-told", "none"
_WORDS = {NOT_STATED: "Not stated", NOT_TOLD: "Not told by the rules", NONE: "No degree"}
_DEGREES = {degree.value: place for place, degree in enumerate(Degree)}
_NUMBER = re.compile(r"\d+|\D+")

Choice = tuple[str, str]
Key = tuple[str, str, str]


class Classes:
    """The classes of a desk with what their rules ask for at the least, worked out once for each text and its rules.

    It serves several threads.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[Key, Least] = {}
        self._reading = threading.Lock()

    def entries(self) -> Sequence[Entry]:
        """All classes, in the order of their codes."""
        return self._desk.entries()

    def least(self, entry: Entry) -> tuple[Least, ...] | None:
        """What the rules of each class of an entry ask for; None while they are still being read."""
        return self.all_least([entry])[entry.class_code]

    def all_least(self, entries: Sequence[Entry]) -> dict[str, tuple[Least, ...] | None]:
        """The same for many, by the code of the entry."""
        imported = {(one.class_code, one.revision): one.document for one in self._desk.catalogue.rule_documents()}
        keys = {entry.class_code: _keys(entry, imported) for entry in entries}
        missing = [key for found in keys.values() for key in found if key not in self._kept]
        if len(missing) <= READ_AT_ONCE:
            self._read(missing)
        elif self._reading.acquire(blocking=False):
            threading.Thread(target=self._read_all, args=(missing,), daemon=True).start()
        return {code: self._found(found) for code, found in keys.items()}

    def _found(self, keys: Sequence[Key]) -> tuple[Least, ...] | None:
        found = [self._kept.get(key) for key in keys]
        return tuple(one for one in found if one is not None) if None not in found else None

    def _read_all(self, keys: Sequence[Key]) -> None:
        try:
            self._read(keys)
        finally:
            self._reading.release()

    def _read(self, keys: Sequence[Key]) -> None:
        for key in keys:
            try:
                self._kept[key] = facts_of(self._desk.rules.rules(key[0])[0])
            except SpecsError:
                self._kept[key] = UNREAD

    def fitting(self, wanted: Wanted) -> tuple[list[Entry], int]:
        """The classes that fit the facets, and how many are left out because their rules are still being read.

        Without words to search for, a class must have one of the sections that are chosen.
        """
        entries = [entry for entry in self.entries() if _fits_fields(entry, wanted)]
        unread = 0
        if wanted.chosen.keys() & RULED:
            least = self.all_least(entries)
            unread = sum(found is None for found in least.values())
            entries = [entry for entry in entries if _fits_rules(least[entry.class_code] or (), wanted)]
        if not wanted.query and wanted.sections:
            having = self._having(wanted.sections)
            entries = [entry for entry in entries if entry.class_code in having]
        return entries, unread

    def _having(self, sections: frozenset[SectionKind]) -> set[str]:
        columns = self._desk.catalogue.columns()
        admitted = columns.admitted(Filters(sections=sections))
        return {columns.codes[number] for number in set(columns.class_number[admitted].tolist())}

    def choices(self, name: str) -> list[Choice]:
        """What can be chosen of a facet: each as shown, with the number of classes that have it, and its value."""
        if name == SECTION:
            return self._sections()
        if name in FIELDS:
            counts = Counter(_stated(entry, name) for entry in self.entries())
        else:
            every = self.all_least(self.entries()).values()
            counts = Counter(value for found in every for value in _ruled(found or (), name))
        return [(f"{value_words(name, value)} ({counts[value]})", value) for value in sorted(counts, key=_order(name))]

    def _sections(self) -> list[Choice]:
        """The sections that hold sentences of a class, and that some class has."""
        columns = self._desk.catalogue.columns()
        kinds = [kind for kind in SectionKind if kind not in UNSEARCHED]
        held = [kind for kind in kinds if columns.admitted(Filters(sections=frozenset({kind}))).any()]
        return [(section_words(kind), kind.value) for kind in held]


def value_words(name: str, value: str) -> str:
    """A value of a facet as a person reads it."""
    if value in _WORDS:
        return _WORDS[value]
    match name:
        case "section":
            return section_words(SectionKind(value))
        case "degree":
            return degree_words(value)
        case "years" | "special_years":
            return months_words(int(value)) if value.isdecimal() else value
        case _:
            return value


def degree_words(value: str) -> str:
    """A level of education as a choice: "Bachelor's degree"."""
    words = DEGREE_WORDS[Degree(value)] if value in set(Degree) else value
    words = re.sub("^an? ", "", words)
    return words[:1].upper() + words[1:]


def months_words(months: int) -> str:
    """Months of experience as a choice: "2 years", "None"."""
    return duration_words(months) if months else "None"


def natural(value: str) -> tuple[tuple[int, int, str], ...]:
    """What orders values as people count: "FD 9" before "FD 21"."""
    parts: Iterator[str] = iter(_NUMBER.findall(value.casefold()))
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _order(name: str) -> Callable[[str], tuple[object, ...]]:
    if name == "degree":
        return lambda value: (value in _WORDS, _DEGREES.get(value, 0))
    return lambda value: (value in _WORDS, natural(value))


def _keys(entry: Entry, imported: Mapping[tuple[str, str], str]) -> tuple[Key, ...]:
    codes = dict.fromkeys(code for code, _ in entry.classes) or {entry.class_code: None}
    return tuple((code, entry.revision, imported.get((code, entry.revision), "")) for code in codes)


def _stated(entry: Entry, name: str) -> str:
    return entry.values.get(FIELDS[name], NOT_STATED)


def _fits_fields(entry: Entry, wanted: Wanted) -> bool:
    return all(_stated(entry, name) in values for name, values in wanted.chosen.items() if name in FIELDS)


def _fits_rules(least: Sequence[Least], wanted: Wanted) -> bool:
    """Whether one class of an entry fits all facets that the rules tell."""
    asked = [(name, values) for name, values in wanted.chosen.items() if name in RULED]
    return any(all(set(_ruled((one,), name)) & set(values) for name, values in asked) for one in least)


def _ruled(least: Sequence[Least], name: str) -> Iterator[str]:
    """The values that the classes of an entry have of a facet, each once."""
    yield from dict.fromkeys(value for one in least for value in _values(one, name))


def _values(least: Least, name: str) -> tuple[str, ...]:
    if name == "degree":
        return tuple(least.degrees) or (NONE,)
    months = least.general_months if name == "years" else least.special_months
    return (NOT_TOLD if months is None else str(months),)
