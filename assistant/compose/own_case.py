"""A person's own case: the eligibility tool computes it, and its wording becomes the answer, statement by statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from assistant.answer import Draft, DraftStatement, Evidence, Outcome
from assistant.understand import Request
from corpus.model import Span, Spec

Check = Callable[[str, str, date], dict[str, Any]]
"""Runs the tool `check_eligibility`: class code, the person's words, the day on which to judge."""

_MARKS = re.compile(r"(?:\s*\[(\d+)\])+\s*$")


def determination(request: Request, spec: Spec, check: Check, as_of: date) -> Draft:
    """The draft of a determination: its headline, what rests on clauses with these, and whose decision it is."""
    return judged(check(spec.class_code, request.said, as_of), spec, request.said)


def judged(found: dict[str, Any], spec: Spec, said: str) -> Draft:
    """The draft of what the tool `check_eligibility` gave for the person's words `said`."""
    spans = {
        citation["n"]: Evidence(spec, Span(citation["start"], citation["end"]))
        for citation in found["determination"]["citations"]
    }
    told = [_statement(line, spans, said) for line in found["said"].split("\n") if line.strip()]
    headline, *rest = told
    return Draft(
        Outcome.DETERMINATION,
        tuple(statement for statement in rest if statement.evidence),
        text=headline.text,
        closing=" ".join(statement.text for statement in rest if not statement.evidence),
        spec=spec,
        determination=found["determination"],
        notices=_unread(found["read"]),
        follow_ups=tuple(question["text"] for question in found["determination"]["next_questions"][:1]),
    )


def matched(matches: Sequence[Mapping[str, Any]]) -> str:
    """What the tool `match_classes` gave, in the words of its verdicts; empty where it was not called."""
    if not matches:
        return ""
    from assistant.eligibility.kleene import Verdict
    from assistant.eligibility.wording import DISCLAIMER, VERDICT_WORDS

    told = "; ".join(
        f"{one['title']} ({one['class_code']}): {VERDICT_WORDS[Verdict(one['verdict'])]}, {one['distance']}"
        for one in matches
    )
    return f"Computed from what you said: {told}. {DISCLAIMER}"


def _statement(line: str, spans: dict[int, Evidence], said: str) -> DraftStatement:
    marks = _MARKS.search(line)
    numbers = [int(number) for number in re.findall(r"\d+", marks.group())] if marks else []
    text = line[: marks.start()] if marks else line
    return DraftStatement(
        text.strip(), tuple(spans[number] for number in numbers if number in spans), given=said, computed=True
    )


def _unread(read: dict[str, Any]) -> tuple[str, ...]:
    """What was taken from the person's words, for them to confirm, and what was not read."""
    taken = [fact["words"] for fact in read["facts"]]
    missed = [part["words"] for part in read["unread"]]
    notices = [f"Read from your words: {'; '.join(taken)}."] if taken else []
    return (*notices, *([f"Not read: {'; '.join(missed)}."] if missed else []))
