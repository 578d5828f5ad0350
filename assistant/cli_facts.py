"""An applicant's facts as commands take them: from a file, from the person's own words, and the day of the check."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli_arguments import day
from assistant.cli_terminal import Page, remark, shown
from corpus.errors import UserMistake

if TYPE_CHECKING:
    from assistant.eligibility.applicant import Applicant
    from assistant.eligibility.determination import Mode
    from assistant.eligibility.freetext import Reading
    from assistant.eligibility.policy import CountingPolicy

ApplicantFile = Annotated[
    str | None,
    typer.Option(
        "--applicant", "-a", metavar="FILE", help="The facts: YAML or JSON of one, CSV of many; - is standard input."
    ),
]
Say = Annotated[str | None, typer.Option("--say", metavar="TEXT", help="The facts in your own words.")]
AsFiled = Annotated[
    bool, typer.Option("--as-filed", help="Count nothing that is not stated, as applications are screened.")
]
JudgedOn = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="The day of the check; else the applicant's own as_of, else today."),
]
Policy = Annotated[
    str | None, typer.Option("--policy", metavar="FILE", help="How time is counted: a YAML file or a shipped policy.")
]


@dataclass(frozen=True, slots=True)
class Case:
    """One applicant; `name` is the id in a file of many."""

    name: str | None
    applicant: Applicant


@dataclass(frozen=True, slots=True)
class Terms:
    """What an applicant is judged by; `as_of` is the day that was given for all."""

    policy: CountingPolicy
    mode: Mode
    as_of: date | None


def terms(policy: str | None, as_filed: bool, as_of: str | None) -> Terms:
    """The terms that the options give. Raises NotFound or UserMistake for a policy or a date that cannot be meant."""
    from assistant.eligibility.policy import DEFAULT, load_policy

    given = day(as_of) if as_of is not None else None
    return Terms(load_policy(policy) if policy else DEFAULT, "as_filed" if as_filed else "advisory", given)


def cases(file: str, as_of: date | None) -> list[Case]:
    """The applicants in a file, each with a day. Raises SpecsError naming the file and the field at fault."""
    from assistant.eligibility.applicant import parse_applicant
    from assistant.eligibility.files import parse_data, read_applicant, read_applicants

    if file == "-":
        source = "standard input"
        found = [Case(None, parse_applicant(parse_data(sys.stdin.read(), source), source))]
    elif file.casefold().endswith(".csv"):
        found = [Case(name, applicant) for name, applicant in read_applicants(Path(file))]
    else:
        found = [Case(None, read_applicant(Path(file)))]
    return [Case(case.name, applicant) for case, applicant in zip(found, _on_a_day(found, as_of, file), strict=True)]


def _on_a_day(found: list[Case], as_of: date | None, source: str) -> list[Applicant]:
    from assistant.eligibility.applicant import dated

    if as_of is not None:
        return [case.applicant for case in found]
    if any(case.applicant.as_of is None for case in found):
        today = said_today()
        return [dated(case.applicant, today, case.name or source) for case in found]
    return [case.applicant for case in found]


def said_today() -> date:
    """Today, which is said on standard error: whoever reads the verdict must know of what day it is."""
    today = date.today()
    remark(f"No day is given: judged on {today.isoformat()}, today. Another day: --as-of DATE")
    return today


def written_file(file: str, text: str) -> None:
    """Write a text to a file. Raises UserMistake where that cannot be done."""
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserMistake(f"{file}: cannot be written: {error.strerror}", mend="give another place") from error


def write_reading(page: Page, reading: Reading) -> None:
    """Write the facts that were read, each with the words it came from, and the words that were not read."""
    if reading.facts:
        page.line(("Read from your words", "bold"))
    for number, fact in enumerate(reading.facts, 1):
        words = shown(reading.words(fact))
        page.line(shown(fact.value), (f"  from “{words}”", "dim"), indent=2, marker=f"{number}. ")
    if reading.unread:
        page.line(("Not read, so not counted", "bold yellow"))
        for start, end in reading.unread:
            page.line((f"“{shown(reading.text[start:end])}”", "yellow"), indent=2)
    if not reading.facts and not reading.unread:
        page.line(("There is no fact in these words.", "yellow"))


def reading_json(reading: Reading) -> dict[str, Any]:
    """The same as JSON, with the characters."""
    return {
        "facts": [
            {"path": fact.path, "value": fact.value, "words": reading.words(fact), "start": fact.start, "end": fact.end}
            for fact in reading.facts
        ],
        "unread": [{"words": reading.text[start:end], "start": start, "end": end} for start, end in reading.unread],
    }
