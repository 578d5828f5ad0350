"""The tools that give a model more to cite, over one library and for one question.

What they return is data in JSON, with an id for everything that may be cited. A person's facts come from the person's
own words alone: a model may ask for a check, never say what the person is to have told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, Field

from assistant.agent.exhibits import Entry, Exhibits
from assistant.compare import ChangeKind, compare
from assistant.events import Tell, ToolUsed
from assistant.words import STOP, tokens
from corpus.errors import NotFound, SpecsError, UserMistake
from corpus.filters import Filters
from corpus.model import FieldName, SectionKind, Span, Spec

MOST_CLAUSES = 60
"""Clauses that one call returns at most."""


class Hit(Protocol):
    """A clause that a search found."""

    @property
    def class_code(self) -> str: ...
    @property
    def clause_index(self) -> int: ...
    @property
    def revision(self) -> str: ...


@dataclass(frozen=True)
class Sources:
    """What the tools work on: the search, the classes that a title may mean, and the eligibility tools by name."""

    search: Callable[[str, Filters, int], Sequence[Hit]]
    titles: Callable[[str], Sequence[tuple[str, str]]]
    eligibility: Callable[[], Mapping[str, BaseTool]]


@dataclass(frozen=True)
class Asked:
    """Whose question it is: the class that it is about, the person's own words about their case, and the day."""

    class_code: str | None
    said: str
    as_of: str | None


class SearchClauses(BaseModel):
    """The arguments of `search_clauses`."""

    query: str = Field(description="what the clauses are to be about, in a few words")
    class_code: str = Field(default="", description="only in this class; empty: in all classes")
    section: str = Field(default="", description="only in sections of this kind, as in duties; empty: in all")
    limit: int = Field(default=8, ge=1, le=30, description="how many clauses at most")


class GetSection(BaseModel):
    """The arguments of `get_section`."""

    class_code: str = Field(description="the class code, as in 3039MP")
    section: str = Field(description=f"the kind of section: {', '.join(kind.value for kind in SectionKind)}")


class GetField(BaseModel):
    """The arguments of `get_field`."""

    class_code: str = Field(description="the class code, as in 3039MP")
    field: str = Field(description=f"the field: {', '.join(name.value for name in FieldName)}")


class ResolveClass(BaseModel):
    """The arguments of `resolve_class`."""

    words: str = Field(description="a class title, a part of one, or other words for the job")


class CompareClasses(BaseModel):
    """The arguments of `compare_classes`."""

    one: str = Field(description="a class code")
    other: str = Field(description="another class code")
    section: str = Field(default="", description="only sections of this kind; empty: all")


class CheckEligibility(BaseModel):
    """The arguments of `check_eligibility`."""

    class_code: str = Field(description="the class code, as in 3039MP")


class MatchClasses(BaseModel):
    """The arguments of `match_classes`."""

    title_words: str = Field(default="", description="only classes with these words in the title; empty: all")


class ExplainRequirement(BaseModel):
    """The arguments of `explain_requirement`."""

    class_code: str = Field(description="the class code, as in 3039MP")
    about: str = Field(default="", description="words of the question; empty: all rules")


class Toolbox:
    """The tools of one question. `determined` is told what the eligibility tool computed."""

    def __init__(self, exhibits: Exhibits, sources: Sources, asked: Asked, tell: Tell) -> None:
        self._exhibits = exhibits
        self._sources = sources
        self._asked = asked
        self._tell = tell

    def tools(self) -> list[BaseTool]:
        """The eight tools, each of which returns JSON; an error is returned as `{"error": ...}`, for the model."""
        return [
            self._tool(self.search_clauses, SearchClauses, "Clauses that fit a query best, with ids to cite."),
            self._tool(self.get_section, GetSection, "All clauses of one kind of section of a class."),
            self._tool(self.get_field, GetField, "The value of one field of a class: salary group, unit, dates ..."),
            self._tool(
                self.resolve_class, ResolveClass, "The class codes that a title, or other words, may stand for."
            ),
            self._tool(
                self.compare_classes, CompareClasses, "What two classes do not have in common, clause by clause."
            ),
            self._tool(
                self.check_eligibility,
                CheckEligibility,
                "Computes from the person's own words whether they meet the stated minimum qualifications of a class.",
            ),
            self._tool(
                self.match_classes, MatchClasses, "All classes by how near the person is to their stated requirements."
            ),
            self._tool(
                self.explain_requirement,
                ExplainRequirement,
                "What the minimum qualifications of a class ask for, and what may replace what, as compiled rules.",
            ),
        ]

    def _tool(self, function: Callable[..., Any], arguments: type[BaseModel], description: str) -> BaseTool:
        name = function.__name__

        def call(**given: Any) -> str:
            try:
                found = function(**given)
            except SpecsError as error:
                found = {"error": str(error)}
            self._tell(ToolUsed(name, _came(found)))
            return fenced(found)

        return StructuredTool.from_function(call, name=name, description=description, args_schema=arguments)

    def search_clauses(self, query: str, class_code: str = "", section: str = "", limit: int = 8) -> dict[str, Any]:
        """The best clauses; in one class also which of the query's words its text does not have."""
        spec = self._exhibits.spec(class_code) if class_code.strip() else None
        filters = Filters(
            class_codes=frozenset({spec.class_code}) if spec else frozenset(),
            sections=frozenset({_kind(section)}) if section.strip() else frozenset(),
        )
        found = [entry for hit in self._sources.search(query, filters, limit) for entry in self._hit(hit)]
        return {"clauses": found, "absent": absent_words(self._exhibits, spec, query) if spec else []}

    def _hit(self, hit: Hit) -> list[Entry]:
        spec = self._exhibits.spec(hit.class_code)
        if spec.revision != hit.revision:  # another text has become current since this question first read the class
            return []
        return [_of_class(spec, self._exhibits.show(spec, spec.clauses[hit.clause_index]))]

    def get_section(self, class_code: str, section: str) -> dict[str, Any]:
        """The clauses of a section, or which sections the class has."""
        spec = self._exhibits.spec(class_code)
        kind = _kind(section)
        clauses = [self._exhibits.show(spec, clause) for clause in spec.iter_kind(kind)][:MOST_CLAUSES]
        if not clauses:
            has = list(dict.fromkeys(one.kind.value for one in spec.sections))
            raise NotFound(
                f"{spec.class_code} has no section of the kind {kind.value}", mend=f"it has {', '.join(has)}"
            )
        return {"class": spec.class_code, "title": spec.title, "clauses": clauses}

    def get_field(self, class_code: str, field: str) -> dict[str, Any]:
        """A field's value with the id of its characters."""
        spec = self._exhibits.spec(class_code)
        found = spec.field(_field(field))
        if found is None:
            raise NotFound(f"{spec.class_code} does not state its {field.replace('_', ' ')}")
        return {"class": spec.class_code, "field": found.name.value, **self._exhibits.show(spec, found)}

    def resolve_class(self, words: str) -> dict[str, Any]:
        """The classes that are meant, the likeliest first."""
        return {"classes": [{"class": code, "title": title} for code, title in self._sources.titles(words)]}

    def compare_classes(self, one: str, other: str, section: str = "") -> dict[str, Any]:
        """The clauses that only one of two classes has, or has in other words."""
        before, after = self._exhibits.spec(one), self._exhibits.spec(other)
        wanted = _kind(section) if section.strip() else None
        differ: list[dict[str, Any]] = []
        for part in compare(before, after).sections:
            for change in part.clauses if wanted in (None, part.kind) else ():
                if change.kind is not ChangeKind.SAME and len(differ) < MOST_CLAUSES:
                    pair = ((before, change.before), (after, change.after))
                    differ.append({spec.class_code: self._exhibits.show(spec, c) for spec, c in pair if c is not None})
        return {"titles": {spec.class_code: spec.title for spec in (before, after)}, "differ": differ}

    def check_eligibility(self, class_code: str) -> dict[str, Any]:
        """The determination; its wording is said by the server, ahead of everything else."""
        if self._asked.as_of is None:
            raise UserMistake("no day is given on which a case could be judged", mend="tell the requirements")
        if self._exhibits.is_said:
            raise UserMistake("something has been said already", mend="check before you say anything")
        spec = self._exhibits.spec(class_code)
        found = self._call(
            "check_eligibility", class_code=spec.class_code, said=self._asked.said, as_of=self._asked.as_of
        )
        self._exhibits.determination = found
        judged = found["determination"]
        return {
            "verdict": judged["verdict"],
            "said_already": found["said"],
            "clauses": [self._cited(spec, one) for one in judged["citations"]],
        }

    def match_classes(self, title_words: str = "") -> dict[str, Any]:
        """The classes ranked; their verdicts are said by the server."""
        if self._asked.as_of is None:
            raise UserMistake("no day is given on which a case could be judged", mend="tell the requirements")
        found = self._call(
            "match_classes", said=self._asked.said, as_of=self._asked.as_of, title_words=title_words, limit=8
        )
        self._exhibits.matches = found["matches"]
        return {"said_by_the_server": [f"{one['title']} ({one['class_code']})" for one in found["matches"]]}

    def explain_requirement(self, class_code: str, about: str = "") -> dict[str, Any]:
        """What the rules say, each statement with the ids of its clauses."""
        spec = self._exhibits.spec(class_code)
        found = self._call("explain_requirement", class_code=spec.class_code, about=about)
        clauses = {one["n"]: self._cited(spec, one) for one in found["citations"]}
        rules = [
            {"text": one["text"], "ids": [clauses[n]["id"] for n in one["cites"] if n in clauses]}
            for one in found["statements"]
        ]
        return {"class": spec.class_code, "rules": rules, "clauses": list(clauses.values())}

    def _call(self, name: str, **arguments: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._sources.eligibility()[name].invoke(arguments)
        return found

    def _cited(self, spec: Spec, citation: Mapping[str, Any]) -> Entry:
        if citation["revision"] != spec.revision:
            raise NotFound(f"{spec.class_code} was revised meanwhile", mend="answer without this")
        return self._exhibits.show(spec, Span(citation["start"], citation["end"]))


def absent_words(exhibits: Exhibits, spec: Spec, text: str) -> list[Entry]:
    """The telling words of a text that the class's specification does not speak of, each a checked fact with an id."""
    words = [word for word in dict.fromkeys(tokens(text)) if word not in STOP and len(word) > 2]
    found = (exhibits.absence(spec, word) for word in words)
    return [entry for entry in found if entry is not None]


def fenced(data: Any) -> str:
    """Data as JSON in which nothing can be taken for the end of it: no line end, no angle bracket."""
    return json.dumps(data, ensure_ascii=False, default=str).replace("<", "\\u003c").replace(">", "\\u003e")


def _of_class(spec: Spec, entry: Entry) -> Entry:
    return {"class": spec.class_code, "title": spec.title, **entry}


def _came(found: dict[str, Any]) -> str:
    """What a tool gave, in a few words."""
    if "error" in found:
        return str(found["error"])
    for name in ("clauses", "classes", "differ", "rules", "said_by_the_server"):
        if name in found:
            return f"{len(found[name])} {name.replace('_', ' ')}"
    return ", ".join(str(value) for value in list(found.values())[:3])


def _kind(section: str) -> SectionKind:
    wanted = "_".join(section.lower().replace(",", " ").split())
    for kind in SectionKind:
        if wanted in (kind.value, kind.name.lower()):
            return kind
    raise NotFound(
        f"no kind of section is called {section!r}", mend=f"use one of {', '.join(k.value for k in SectionKind)}"
    )


def _field(field: str) -> FieldName:
    wanted = "_".join(field.lower().split())
    for name in FieldName:
        if wanted in (name.value, name.name.lower()):
            return name
    raise NotFound(f"no field is called {field!r}", mend=f"use one of {', '.join(name.value for name in FieldName)}")
