"""What an answer is: the JSON contract that other programs rely on, and the draft that becomes one.

A draft names clauses by their spans; quotes are sliced from the canonical text only when it is rendered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from corpus.model import Clause, Field, Span, Spec


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"
    CLARIFY = "clarify"
    DETERMINATION = "determination"


class _Contract(BaseModel):
    model_config = ConfigDict(frozen=True)


class Citation(_Contract):
    """The characters that a statement rests on; `n` is the number shown, the same for the same characters."""

    n: int
    class_code: str
    revision: str
    section: str
    start: int
    end: int
    quote: str


class Statement(_Contract):
    """One sentence of an answer with its citations."""

    text: str
    citations: tuple[Citation, ...] = ()


class Choice(_Contract):
    """One of several classes that a question may mean."""

    class_code: str
    title: str


class Answer(_Contract):
    """The answer contract of DESIGN.md. `notices` says what was withheld or ignored; `searched` names the sections
    that a statement of absence was checked against."""

    question: str
    outcome: Outcome
    text: str
    class_code: str | None = None
    statements: tuple[Statement, ...] = ()
    determination: dict[str, Any] | None = None
    choices: tuple[Choice, ...] | None = None
    follow_ups: tuple[str, ...] = ()
    model: str | None = None
    timings_ms: dict[str, float] = {}
    notices: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """Characters of one revision."""

    spec: Spec
    span: Span

    @property
    def quote(self) -> str:
        """The characters, sliced."""
        return self.span.of(self.spec.text)

    @property
    def section(self) -> str:
        """The kind of the section in which they stand."""
        return next((section.kind.value for section in self.spec.sections if section.span.overlaps(self.span)), "other")


@dataclass(frozen=True)
class DraftStatement:
    """A sentence and what it rests on. `absent` are words that it says the class's text does not contain.

    `polarity` is a leading Yes or No, which answers the question rather than states a fact.
    `given` are words of the asker's own that it may repeat. `unshown` are ids that it cites and that stand for nothing
    which was shown; with any of these it is never proven. `about` is the class whose text lacks `absent`.
    `computed` says that the words are those in which the eligibility tool tells its determination.
    """

    text: str
    evidence: tuple[Evidence, ...]
    absent: tuple[str, ...] = ()
    polarity: str | None = None
    given: str = ""
    unshown: tuple[str, ...] = ()
    about: Spec | None = None
    computed: bool = False


@dataclass(frozen=True)
class Draft:
    """An answer before it is verified and rendered. `text` stands before its statements, `closing` after them."""

    outcome: Outcome
    statements: tuple[DraftStatement, ...] = ()
    text: str = ""
    closing: str = ""
    spec: Spec | None = None
    choices: tuple[Choice, ...] = ()
    follow_ups: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    notices: tuple[str, ...] = field(default=())
    determination: dict[str, Any] | None = None


def cite(spec: Spec, *items: Clause | Field | Span) -> tuple[Evidence, ...]:
    """Evidence for clauses (with the stems that they continue), fields and spans, each once, in the order given."""
    spans: list[Span] = []
    for item in items:
        if isinstance(item, Clause):
            spans.extend(stem.span for stem in spec.stems(item) if _says_something(spec, stem))
        spans.append(item if isinstance(item, Span) else item.span)
    return tuple(Evidence(spec, span) for span in dict.fromkeys(spans))


def _says_something(spec: Spec, stem: Clause) -> bool:
    """Whether a stem belongs to the sentence ("Ability to") rather than only announces a list."""
    return not spec.quote(stem).rstrip().endswith(":") or len(spec.quote(stem)) < 40


def render(draft: Draft, question: str, *, model: str | None = None, timings_ms: dict[str, float]) -> Answer:
    """The contract's answer: citations numbered in the order of their first use, quotes sliced from the text."""
    numbers = given_numbers(draft)
    statements = tuple(numbered(statement, numbers) for statement in draft.statements)
    return Answer(
        question=question,
        outcome=draft.outcome,
        text=_text(draft, statements),
        class_code=draft.spec.class_code if draft.spec else None,
        statements=statements,
        determination=draft.determination,
        choices=draft.choices or None,
        follow_ups=draft.follow_ups,
        model=model,
        timings_ms=timings_ms,
        notices=draft.notices,
        searched=draft.searched,
    )


def given_numbers(draft: Draft) -> dict[tuple[str, Span], int]:
    """The numbers of a determination's citations, which its own words refer to; none for other answers."""
    given = (draft.determination or {}).get("citations", ())
    return {(one["revision"], Span(one["start"], one["end"])): one["n"] for one in given}


def numbered(statement: DraftStatement, numbers: dict[tuple[str, Span], int]) -> Statement:
    """The statement with its citations; characters without a number in `numbers` are given the next one there."""
    citations = []
    for evidence in statement.evidence:
        key = (evidence.spec.revision, evidence.span)
        n = numbers.setdefault(key, len(numbers) + 1)
        citations.append(
            Citation(
                n=n,
                class_code=evidence.spec.class_code,
                revision=evidence.spec.revision,
                section=evidence.section,
                start=evidence.span.start,
                end=evidence.span.end,
                quote=evidence.quote,
            )
        )
    return Statement(text=statement.text, citations=tuple(citations))


def _text(draft: Draft, statements: Sequence[Statement]) -> str:
    """The answer as prose: each statement followed by the numbers of its citations."""
    lines = [draft.text] if draft.text else []
    lines += [_marked(statement) for statement in statements]
    lines += [draft.closing] if draft.closing else []
    return "\n".join(lines)


def _marked(statement: Statement) -> str:
    marks = "".join(f"[{citation.n}]" for citation in statement.citations)
    return f"{statement.text} {marks}" if marks else statement.text
