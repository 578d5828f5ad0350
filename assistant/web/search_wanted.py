"""What is searched for: the words, a choice for each facet, the order; and the same as an address for somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from assistant.cli_arguments import section_kinds
from assistant.session import MAX_QUESTION
from corpus.errors import UserMistake
from corpus.model import SectionKind

PATH = "/search"
SECTION = "section"
FACETS: Mapping[str, str] = {
    SECTION: "Section",
    "agency": "Agency",
    "salary_group": "Salary group",
    "bargaining_unit": "Bargaining unit",
    "designation": "Designation",
    "years": "General experience",
    "special_years": "Special experience",
    "degree": "Degree named",
}
"""The facets by name, as a person reads them; experience is the least that is asked for. Within a facet one choice is
enough, between facets all must fit."""

SORTS: Mapping[str, str] = {
    "best": "Best match",
    "title": "Class title",
    "code": "Class code",
    "years": "Years required",
    "salary": "Salary group",
}
LAYOUTS: Mapping[str, str] = {"class": "By class", "list": "As a list"}
"""How hits are shown: those of a class together, or one after the other."""
_SECTION_WORDS = {SectionKind.EEO: "EEO", SectionKind.KNOWLEDGE: "Knowledge, skill and ability"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search. `chosen` has the values chosen of each facet, none where it is not narrowed."""

    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "best"
    layout: str = "class"

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for yet."""
        return not self.query and not self.chosen

    @property
    def sections(self) -> frozenset[SectionKind]:
        """The sections that are searched; empty for all."""
        return section_kinds(self.chosen.get(SECTION, ()))

    def link(self, path: str = PATH) -> str:
        """The address of the search, or of a file of it."""
        pairs = [("q", self.query)] if self.query else []
        pairs += [(name, value) for name, values in self.chosen.items() for value in values]
        pairs += [("sort", self.sort)] if self.sort != "best" else []
        pairs += [("layout", self.layout)] if self.layout != "class" else []
        return f"{path}?{urlencode(pairs)}" if pairs else path


def wanted(query: str, chosen: Mapping[str, Iterable[str]], sort: str = "best", layout: str = "class") -> Wanted:
    """A search as a person asked for it; what is no facet, section, order or layout is left out."""
    kept = {name: _values(name, chosen.get(name) or ()) for name in FACETS}
    return Wanted(
        " ".join(query.split())[:MAX_QUESTION],
        {name: values for name, values in kept.items() if values},
        sort if sort in SORTS else "best",
        layout if layout in LAYOUTS else "class",
    )


def read_wanted(pairs: Iterable[tuple[str, str]]) -> Wanted:
    """The search of an address, from its names and values."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    lone = {name: values[-1] for name, values in given.items()}
    return wanted(lone.get("q", ""), given, lone.get("sort", ""), lone.get("layout", ""))


def section_words(kind: SectionKind) -> str:
    """A section as a person reads it."""
    return _SECTION_WORDS.get(kind) or kind.value.replace("_", " ").capitalize()


def _values(name: str, given: Iterable[str]) -> tuple[str, ...]:
    values = [value.strip() for value in given]
    if name == SECTION:
        values = [_section(value) for value in values]
    return tuple(value for value in dict.fromkeys(values) if value)


def _section(written: str) -> str:
    """The name of a section that somebody wrote in an address, empty where none is meant."""
    try:
        kinds = section_kinds([written])
    except UserMistake:
        return ""
    return (SectionKind.MINIMUM_QUALIFICATIONS if len(kinds) > 1 else next(iter(kinds))).value
