"""A conversation as Markdown to read and as JSON to keep: every turn with its answer, the characters that each
statement rests on, and the revision (sha256) and dates of every text. Pure functions; they write nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.answer import Answer, Choice, Citation, Outcome, Statement
from assistant.conversation import Conversation, Turn
from assistant.edition import Edition

_STRICT = ConfigDict(frozen=True, extra="forbid")


class FactRecord(BaseModel):
    """A fact of the person's, and their own words that it was read from."""

    model_config = _STRICT

    value: str
    words: str


class Verdict(BaseModel):
    """What a determination came to; the whole of it is not exported. Months are None where they are not known."""

    model_config = _STRICT

    verdict: str
    class_code: str
    revision: str
    as_of: str | None = None
    mode: str | None = None
    policy: str | None = None
    reviewed: str | None = None
    shortfall_months: dict[str, float | None] = {}


class TurnRecord(BaseModel):
    """One turn. `question` are the person's words, `asked` the question as it was understood, where that is another;
    `editions` are the texts that the answer is about and cites; `facts` those counted, where a case was judged."""

    model_config = _STRICT

    question: str
    asked: str | None = None
    outcome: Outcome
    text: str
    class_code: str | None = None
    statements: tuple[Statement, ...] = ()
    editions: tuple[Edition, ...] = ()
    determination: Verdict | None = None
    facts: tuple[FactRecord, ...] = ()
    as_of: date | None = None
    choices: tuple[Choice, ...] = ()
    notices: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    model: str | None = None


class ConversationRecord(BaseModel):
    """A conversation: its turns, oldest first, and the facts in force at its end."""

    model_config = _STRICT

    format: Literal["spec-assistant conversation 1"] = "spec-assistant conversation 1"
    turns: tuple[TurnRecord, ...]
    facts: tuple[FactRecord, ...] = ()


def record(conversation: Conversation) -> ConversationRecord:
    """The conversation as data."""
    return ConversationRecord(
        turns=tuple(_turn(turn) for turn in conversation.turns),
        facts=_facts(conversation.state.facts),
    )


def as_json(conversation: Conversation) -> str:
    """The conversation as JSON; `ConversationRecord.model_validate_json` reads it back."""
    return json.dumps(record(conversation).model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"


def _turn(turn: Turn) -> TurnRecord:
    answer = turn.answer
    return TurnRecord(
        question=turn.said,
        asked=turn.asked if turn.asked != turn.said else None,
        outcome=answer.outcome,
        text=answer.text,
        class_code=answer.class_code,
        statements=answer.statements,
        editions=turn.editions,
        determination=_verdict(answer),
        facts=_facts(turn.facts),
        as_of=turn.as_of if answer.determination is not None else None,
        choices=answer.choices or (),
        notices=answer.notices,
        searched=answer.searched,
        follow_ups=answer.follow_ups,
        model=answer.model,
    )


def _facts(facts: Iterable[Any]) -> tuple[FactRecord, ...]:
    return tuple(FactRecord(value=fact.value, words=fact.words) for fact in facts)


def _verdict(answer: Answer) -> Verdict | None:
    found = answer.determination
    if found is None:
        return None
    kept = {name: found[name] for name in Verdict.model_fields if name in found}
    return Verdict.model_validate(kept)


# ── Markdown ──


def as_markdown(conversation: Conversation) -> str:
    """The conversation as Markdown. Whatever a specification or a person wrote is shown as it is; none is markup."""
    return markdown(record(conversation))


def markdown(kept: ConversationRecord) -> str:
    """The same of a conversation that was saved as JSON."""
    lines = [
        "# Conversation",
        "",
        f"{_counted(len(kept.turns), 'question')}. Quotes are the texts' own characters.",
        "",
    ]
    for number, turn in enumerate(kept.turns, 1):
        lines += [f"## {number}. {escaped(turn.question)}", "", *_turn_lines(turn)]
    if kept.facts:
        lines += ["## Facts at the end", "", *_fact_lines(kept.facts), ""]
    lines += _edition_lines(kept)
    return "\n".join(lines).rstrip() + "\n"


def _turn_lines(turn: TurnRecord) -> Iterator[str]:
    if turn.asked:
        yield from (f"Taken as: {escaped(turn.asked)}", "")
    yield from (f"**{_OUTCOMES[turn.outcome]}**{_about(turn)}", "")
    for line in filter(None, map(str.strip, turn.text.splitlines())):
        yield from (escaped(line), "")
    for number, choice in enumerate(turn.choices, 1):
        yield f"{number}. {escaped(choice.title)} ({escaped(choice.class_code)})"
    if turn.choices:
        yield ""
    if turn.determination:
        yield from (_verdict_line(turn.determination, turn.as_of), "")
    if turn.facts:
        yield from ("Facts counted:", "", *_fact_lines(turn.facts), "")
    yield from _quote_lines(turn)
    for notice in turn.notices:
        yield from (f"Note: {escaped(notice)}", "")
    if turn.model:
        yield from (f"Worded by: {escaped(turn.model)}", "")


_OUTCOMES = {
    Outcome.ANSWERED: "From the specification",
    Outcome.ABSTAINED: "Not in the specification",
    Outcome.CLARIFY: "Which class?",
    Outcome.DETERMINATION: "Stated minimum qualifications",
}


def _about(turn: TurnRecord) -> str:
    own = next((one for one in turn.editions if one.class_code == turn.class_code), None)
    return f" · {escaped(own.title)} ({escaped(own.class_code)}) · {escaped(own.dated)}" if own else ""


def _verdict_line(found: Verdict, as_of: date | None) -> str:
    parts = [f"Verdict: {escaped(found.verdict.replace('_', ' '))}"]
    if as_of:
        parts.append(f"as of {as_of.isoformat()}")
    parts += [
        f"short of {name} experience: {months:g} months" for name, months in found.shortfall_months.items() if months
    ]
    parts += [
        escaped(f"{name}: {said}") for name, said in (("policy", found.policy), ("rules", found.reviewed)) if said
    ]
    return " · ".join(parts)


def _fact_lines(facts: Iterable[FactRecord]) -> Iterator[str]:
    return (f"- {escaped(fact.value)} (“{escaped(fact.words)}”)" for fact in facts)


def _quote_lines(turn: TurnRecord) -> Iterator[str]:
    cited = {one.n: one for statement in turn.statements for one in statement.citations}
    for n in sorted(cited):
        yield from (f"> \\[{n}\\] {escaped(cited[n].quote)}", ">", f"> {_place(cited[n])}", "")


def _place(citation: Citation) -> str:
    section = citation.section.replace("_", " ")
    where = f"characters {citation.start} to {citation.end}, text {citation.revision[:12]}"
    return f"{escaped(citation.class_code)} · {escaped(section)} · {escaped(where)}"


def _edition_lines(kept: ConversationRecord) -> Iterator[str]:
    editions = list(dict.fromkeys(one for turn in kept.turns for one in turn.editions))
    if editions:
        yield from ("## Texts", "", "| class | title | dates | revision (sha256) |", "|---|---|---|---|")
    for one in editions:
        dates = [
            f"{name} {day}"
            for name, day in (("established", one.established), ("revised", one.revised), ("effective", one.effective))
            if day
        ]
        yield f"| {' | '.join(map(escaped, (one.class_code, one.title, ', '.join(dates), one.revision)))} |"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$@]|!(?=\[)|:(?=\S)|(?<=www)\.|^[-+=]", re.IGNORECASE)
"""Whatever is markup somewhere in a line, in CommonMark or GitHub's; bare links ("http:", "www.") and names ("@")."""
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")
_STEERS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def escaped(text: str) -> str:
    """A text on one line in which nothing is markup: blanks collapsed, control characters replaced."""
    line = _STEERS.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    return _NUMBERED.sub(r"\1\\\2", _MARKUP.sub(_escape, line))


def _escape(found: re.Match[str]) -> str:
    return f"\\{found.group()}"
