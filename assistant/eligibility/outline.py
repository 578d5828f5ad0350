"""What a rule set says in plain words, and its numbered citations: the part of an explanation that never varies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypedDict

from assistant.eligibility.nodes import NAMES, walk
from assistant.eligibility.program import Program
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    Capacity,
    CredentialRequirement,
    Degree,
    EducationRequirement,
    Equivalence,
    ExperienceKind,
    ExperienceRequirement,
    Interpretation,
    Requirement,
    Substitution,
)
from corpus.model import Span


class Citation(TypedDict):
    """A clause's characters: a numbered span of one revision, and its quote."""

    n: int
    class_code: str
    revision: str
    section: str
    start: int
    end: int
    quote: str


KIND_WORDS = {
    ExperienceKind.GENERAL: "General Experience",
    ExperienceKind.SPECIAL: "Special Experience",
    ExperienceKind.OTHER: "experience",
}

DEGREE_WORDS = {
    Degree.HIGH_SCHOOL: "a high school diploma",
    Degree.ASSOCIATE: "an Associate's degree",
    Degree.BACHELOR: "a Bachelor's degree",
    Degree.ADVANCED: "an advanced degree (above a Bachelor's)",
    Degree.MASTER: "a Master's degree",
    Degree.SIXTH_YEAR: "a Sixth Year diploma",
    Degree.LAW: "a law degree",
    Degree.DOCTORATE: "a doctorate",
}

CAPACITY_WORDS = {
    Capacity.STAFF: "staff",
    Capacity.LEAD: "lead",
    Capacity.SUPERVISORY: "supervisory",
    Capacity.MANAGERIAL: "managerial",
}


@dataclass(frozen=True, eq=False)
class Outline:
    """Citations in the order of the text, and by the node's id its citation number, its words and what never varies."""

    citations: tuple[Citation, ...]
    numbers: dict[int, int]
    words: dict[int, str]
    skeletons: dict[int, dict[str, Any]]


@lru_cache(maxsize=512)
def outline(program: Program) -> Outline:
    """The outline of a program's rule set."""
    numbers: dict[int, int] = {}
    words: dict[int, str] = {}
    spans: dict[Span, int] = {}
    rules = program.rules
    places: list[Substitution | Equivalence] = [*rules.substitutions, *rules.equivalences]
    for node in [node for root in _roots(program) for node in walk(root) if isinstance(node, Requirement)]:
        words[id(node)] = requirement_words(node)
        numbers[id(node)] = spans.setdefault(node.source.span, len(spans) + 1)
    for place in places:
        numbers[id(place)] = spans.setdefault(place.source.span, len(spans) + 1)
    for substitution in rules.substitutions:
        words[id(substitution)] = substitution_words(substitution)
    skeletons = {
        id(node): {
            "kind": NAMES[type(node)],
            "key": node.source.key,
            "text": words[id(node)],
            "verdict": "",
            "gates": True,
            "span": {"start": node.source.span.start, "end": node.source.span.end},
            "cite": numbers[id(node)],
        }
        for root in _roots(program)
        for node in walk(root)
        if isinstance(node, Requirement)
    }
    return Outline(tuple(_citation(program, n, span) for span, n in spans.items()), numbers, words, skeletons)


def _roots(program: Program) -> list[Requirement]:
    rules = program.rules
    roots = [rules.requirement, *(s.condition for s in rules.substitutions), *rules.shown]
    return [root for root in roots if root is not None]


def _citation(program: Program, n: int, span: Span) -> Citation:
    spec = program.spec
    clause = spec.clause_at(span)
    return {
        "n": n,
        "class_code": program.rules.class_code,
        "revision": program.rules.revision,
        "section": spec.section_of(clause).label(spec.text) if clause else "",
        "start": span.start,
        "end": span.end,
        "quote": span.of(spec.text),
    }


# ── words ──


def duration_words(months: float) -> str:
    """Months as a person says them: 18 is "1 year 6 months"."""
    years, rest = divmod(months, 12)
    rest = round(rest, 1)
    parts = []
    if years:
        parts.append(f"{years:g} year{'s' * (years != 1)}")
    if rest or not parts:
        parts.append(f"{rest:g} month{'s' * (rest != 1)}")
    return " ".join(parts)


def listed(words: list[str], joint: str = "or") -> str:
    """Words as a list: "a, b or c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}" if words else ""


def requirement_words(node: Requirement) -> str:
    """What a requirement asks for."""
    if isinstance(node, ExperienceRequirement):
        return experience_words(node)
    if isinstance(node, EducationRequirement | CredentialRequirement):
        return attainment_words(node)
    if isinstance(node, AllOf | AnyOf):
        words = [requirement_words(child) for child in node.children]
        return listed(words, "and" if isinstance(node, AllOf) else "or")
    if isinstance(node, Interpretation):
        return node.question
    return " ".join(node.text.split())


def experience_words(node: ExperienceRequirement) -> str:
    """Years and kind of experience, and the content as the text has it."""
    kind = KIND_WORDS[node.kind]
    if not node.months:
        return f"{kind}: {node.content}" if node.content else f"any {kind}"
    return f"{duration_words(node.months)} of {kind}" + (f": {node.content}" if node.content else "")


def attainment_words(node: EducationRequirement | CredentialRequirement) -> str:
    """The degree, hours or credential asked for."""
    if isinstance(node, CredentialRequirement):
        return listed(list(node.names))
    fields = f" in {listed(list(node.fields))}" if node.fields else ""
    if not node.degrees:
        return f"{node.semester_hours} semester hours of college training{fields}"
    return listed([DEGREE_WORDS[degree] for degree in node.degrees]) + fields


def substitution_words(substitution: Substitution) -> str:
    """What may replace what."""
    targets = listed([KIND_WORDS[target] for target in substitution.targets], "and the")
    audience = f"for {substitution.audience}, " if substitution.audience else ""
    if substitution.per_hours:
        given = (
            f"{substitution.per_hours} semester hours of college training may replace "
            f"{duration_words(substitution.yields_months or 0)} of the {targets}"
        )
        cap = f", up to {duration_words(substitution.cap_months)}" if substitution.cap_months else ""
        return audience + given + cap
    what = requirement_words(substitution.condition) if substitution.condition is not None else "this"
    if substitution.yields_months is None:
        return f"{audience}{what} may replace the {targets}"
    return f"{audience}{what} may replace {duration_words(substitution.yields_months)} of the {targets}"
