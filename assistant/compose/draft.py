"""A request to a draft: clarify, abstain, compare, search over classes, or answer part by part from one class."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from assistant.answer import Choice, Draft, DraftStatement, Outcome, cite
from assistant.compose import fields, qualifications
from assistant.compose.across import statements_across
from assistant.compose.found import Found
from assistant.compose.own_case import Check, determination
from assistant.compose.parts import answer_part, is_decisive
from assistant.compose.phrasing import sentence, titled
from assistant.compose.requirements import has_identifier, identified
from assistant.credentials import names_credential
from assistant.evidence import Similarity
from assistant.numerals import numbers_in
from assistant.resolve import Library
from assistant.topics import MQ_WHOLE
from assistant.understand import Kind, Part, Request, topic_named
from corpus.model import FieldName, Spec

MAX_CHOICES = 8


class Finder(Protocol):
    """Search over all classes: the (class code, clause index, score) of the best clauses, best first."""

    def __call__(self, query: str, limit: int) -> Sequence[tuple[str, int, float]]: ...


Route = Callable[[str], str | None]
"""Gives the name of the topic whose examples are nearest to a question, or None."""


def compose(
    request: Request,
    library: Library,
    similarity: Similarity | None,
    find: Finder | None,
    *,
    route: Route | None = None,
    check: Check | None = None,
    as_of: date | None = None,
) -> Draft:
    """The draft of an answer, not yet verified. A person's own case is determined where a day to judge on is given."""
    if route is not None:
        request = replace(
            request,
            parts=tuple(_routed(part, route) for part in request.parts),
            in_context=tuple(_routed(part, route) for part in request.in_context),
        )
    if request.kind is Kind.INSTRUCTION:
        return Draft(Outcome.ABSTAINED, text=_NO_ORDERS, spec=_spec(request, library))
    if request.kind is Kind.OUT_OF_SCOPE:
        return Draft(Outcome.ABSTAINED, text=_SCOPE[request.reason], spec=_spec(request, library))
    if request.kind is Kind.COMPARE:
        return _compare(request, library, similarity)
    if request.kind is Kind.SEARCH and find is not None:
        return _across(request, library, find)
    if request.kind is Kind.OWN_CASE and request.class_code and check is not None and as_of is not None:
        return determination(request, library.spec(request.class_code), check, as_of)
    return _of_one_class(request, library, similarity, find)


def _of_one_class(request: Request, library: Library, similarity: Similarity | None, find: Finder | None) -> Draft:
    unknown = request.resolution.unknown or request.foreign_title
    if unknown:
        return Draft(Outcome.ABSTAINED, text=f"There is no class {unknown} in this library.")
    if len(request.resolution.codes) > 1:
        return _clarify(request, library, request.resolution.codes)
    if request.class_code is None:
        return _unnamed(request, library, similarity, find)
    spec = library.spec(request.class_code)
    return _own_case(request, spec) if request.kind is Kind.OWN_CASE else _from_class(request, spec, similarity)


_NO_ORDERS = (
    "I answer from the specification only and can't be told what to conclude. "
    "Ask what the class requires, and I will show the clauses."
)
_SCOPE = {
    "advice": (
        "That is not something a job specification settles, and I don't give advice on it. "
        "I can show what the specification says about the class and its minimum qualifications."
    ),
    "another subject": "I only answer questions about job class specifications.",
    "greeting": (
        "Ask me what a job class requires, what its duties are, who supervises it, or whether your education and "
        "experience meet its stated minimum qualifications. I answer from the specification and cite the clauses."
    ),
    "language": "I understand questions in English only, as the specifications are written in it.",
}


def _routed(part: Part, route: Route) -> Part:
    """A part that no expression fits, with the topic of the nearest example."""
    if part.topic or part.concept or names_credential(part.text):
        return part
    name = route(part.text)
    return replace(part, routed=topic_named(name)) if name else part


def _spec(request: Request, library: Library) -> Spec | None:
    return library.spec(request.class_code) if request.class_code else None


def _from_class(request: Request, spec: Spec, similarity: Similarity | None) -> Draft:
    parts = request.parts
    if request.in_context and not any(is_decisive(part, spec, similarity) for part in parts):
        parts = request.in_context
    found = [(part, answer_part(part, spec, similarity)) for part in parts]
    statements = _unique([statement for _, one in found for statement in one.statements])
    missing = [one for _, one in found if not one.statements]
    if not statements:
        return _absent(spec, missing)
    text = _preface(request, spec, statements)
    notes = tuple(_says_nothing(spec, one) for one in missing if one.absent)
    return Draft(
        Outcome.ANSWERED,
        tuple(statements),
        text=" ".join([text, *notes]).strip(),
        spec=spec,
        follow_ups=follow_ups(parts),
    )


def _unique(statements: Sequence[DraftStatement]) -> list[DraftStatement]:
    return list(dict.fromkeys(statements))


def _preface(request: Request, spec: Spec, statements: Sequence[DraftStatement]) -> str:
    """Where the question takes a count of years for granted that the text nowhere has, it is set right first."""
    stated = {value for value, _ in numbers_in(spec.text)}
    assumed = [value for value, written in numbers_in(request.plain) if _is_years(request.plain, written)]
    if not _PRESUMES.search(request.plain) or all(value in stated for value in assumed):
        return ""
    return "The specification says something else:"


_PRESUMES = re.compile(r"\b(?:why|since|given that|as|because|explain)\b|\bhow come\b", re.IGNORECASE)
"""Words that take something for granted; "what if I have 11 years" does not."""


def _is_years(text: str, written: str) -> bool:
    at = text.find(written)
    return "year" in text[at : at + len(written) + 25].lower()


def _absent(spec: Spec, missing: Sequence[Found]) -> Draft:
    missing = [one for one in missing if one.absent]
    if not missing:
        return Draft(Outcome.ABSTAINED, text=_UNCLEAR.format(titled(spec)), spec=spec, follow_ups=follow_ups(()))
    searched = tuple(dict.fromkeys(name for one in missing for name in one.searched))
    said = " ".join(_says_nothing(spec, one) for one in missing)
    return Draft(Outcome.ABSTAINED, text=f"{said} Searched: {_listed(searched)}.", spec=spec, searched=searched)


def _says_nothing(spec: Spec, one: Found) -> str:
    return f"The specification for {titled(spec)} says nothing about {one.absent}."


_UNCLEAR = (
    "I could not tell what you would like to know about {}. Ask for example: What are the minimum qualifications?"
)
"""Where a question has no word to look for, nothing is said to be absent."""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "the whole text"


def _clarify(request: Request, library: Library, codes: Sequence[str]) -> Draft:
    choices = tuple(Choice(class_code=code, title=library.spec(code).title) for code in codes[:MAX_CHOICES])
    named = "; ".join(f"{choice.title} ({choice.class_code})" for choice in choices)
    return Draft(Outcome.CLARIFY, text=f"Which class do you mean: {named}?", choices=choices)


def _unnamed(request: Request, library: Library, similarity: Similarity | None, find: Finder | None) -> Draft:
    """No class is named. Where only one has the number that is asked about, or the clauses of some have all that is
    asked, these answer, each by its name; else the asker is asked which class is meant."""
    part = request.parts[0]
    numbered = [spec for spec in _all(library) if identified(part, spec)] if has_identifier(part) else []
    if len(numbered) == 1:
        return _from_class(request, numbered[0], similarity)
    if (
        find is not None
        and not _THIS.search(request.plain)
        and (part.concept or (part.topic is None and len(part.rest) > 1))
    ):
        statements = statements_across(request, library, find, demand=1.0)
        if statements:
            return Draft(Outcome.ANSWERED, tuple(statements))
    return _which_class(request, library, find)


_THIS = re.compile(r"\b(?:this|that|the|my) (?:class|job|position|role|spec\w*)\b|\b(?:i|me|my)\b", re.IGNORECASE)


def _all(library: Library) -> Iterator[Spec]:
    return (library.spec(entry.class_code) for entry in library.entries())


def _which_class(request: Request, library: Library, find: Finder | None) -> Draft:
    """No class is named: the classes whose clauses are nearest to the question are offered."""
    entries = library.entries()
    if not entries:
        return Draft(Outcome.ABSTAINED, text="No classes yet: add specifications with `specs ingest FOLDER`.")
    nearest = [code for code, _, _ in find(request.plain, 40)] if find else []
    codes = list(dict.fromkeys([*nearest, *(entry.class_code for entry in entries)]))
    return _clarify(request, library, codes)


def _across(request: Request, library: Library, find: Finder) -> Draft:
    """Each class whose clauses answer, with the clause; nothing of one class is said of another."""
    statements = statements_across(request, library, find)
    if not statements:
        return Draft(Outcome.ABSTAINED, text=f"None of the {len(library.entries())} specifications here says that.")
    return Draft(Outcome.ANSWERED, tuple(statements))


def _compare(request: Request, library: Library, similarity: Similarity | None) -> Draft:
    """The classes side by side on what is asked; on their main points where nothing in particular is."""
    statements: list[DraftStatement] = []
    notes: list[str] = []
    particular = [part for part in request.parts if _asks_something(part)]
    for code in request.resolution.codes[:MAX_COMPARED]:
        spec = library.spec(code)
        found = [answer_part(part, spec, similarity) for part in particular]
        said = [one for each in found for one in each.statements] if particular else _main_points(spec)
        notes += [_says_nothing(spec, each) for each in found if not each.statements and each.absent]
        statements += [_of(spec, one) for one in said]
    outcome = Outcome.ANSWERED if statements else Outcome.ABSTAINED
    return Draft(outcome, tuple(_unique(statements)), text=" ".join(notes))


MAX_COMPARED = 4


def _asks_something(part: Part) -> bool:
    """Whether a part of a comparison names what is to be compared."""
    if part.topic is not None:
        return part.topic.name not in {"purpose", "definition"}
    return bool(part.concept or names_credential(part.text))


def _of(spec: Spec, statement: DraftStatement) -> DraftStatement:
    return DraftStatement(
        f"{titled(spec)}: {statement.text}", statement.evidence, statement.absent, None, statement.given
    )


def _main_points(spec: Spec) -> list[DraftStatement]:
    points = list(fields.statements(spec, (FieldName.SALARY_GROUP,), "", False))
    for kinds in (("purpose",), ("supervision_received",), ("supervision_exercised",)):
        points += [DraftStatement(sentence(spec, one), cite(spec, one)) for one in spec.iter_kind(*kinds)][:2]  # type: ignore[arg-type]
    return points + list(qualifications.years(spec, MQ_WHOLE))


def _own_case(request: Request, spec: Spec) -> Draft:
    """What the minimum qualifications ask for, for a person to hold their own case against."""
    clauses = qualifications.qualification_clauses(spec)
    if not clauses:
        return _absent(spec, [Found(absent="minimum qualifications")])
    statements = tuple(DraftStatement(sentence(spec, clause), cite(spec, clause)) for clause in clauses)
    text = "Here are the stated minimum qualifications to hold your own case against; the agency makes the decision."
    return Draft(Outcome.ANSWERED, statements, text=text, spec=spec)


def follow_ups(parts: Sequence[Part]) -> tuple[str, ...]:
    """Questions that the specification answers and that often come next."""
    asked = {part.topic.name for part in parts if part.topic}
    offered = [
        ("minimum qualifications", "What are the minimum qualifications?"),
        ("substitutions", "What substitutions are allowed?"),
        ("duties", "What are the duties?"),
    ]
    return tuple(question for name, question in offered if name not in asked)[:2]


__all__ = ["MAX_CHOICES", "Finder", "compose"]
