"""`specs check`: whether a person meets the stated minimum qualifications of a class."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, BinaryIO, TypeVar

import typer

from assistant.cli_arguments import Json, Jsonl
from assistant.cli_ask import SOME_FAILED
from assistant.cli_facts import (
    ApplicantFile,
    AsFiled,
    JudgedOn,
    Policy,
    Say,
    Terms,
    cases,
    reading_json,
    said_today,
    terms,
    write_reading,
)
from assistant.cli_jsonl import lines_of
from assistant.cli_open import opened_catalogue
from assistant.cli_terminal import Page, remark, write_json
from corpus.errors import NotFound, UserMistake

if TYPE_CHECKING:
    from assistant.eligibility.applicant import Applicant
    from assistant.eligibility.determination import Determination
    from assistant.rule_source import CatalogueRules

Value = TypeVar("Value")
OneClass = Annotated[str | None, typer.Argument(metavar="CODE", help="A class code, such as 3039MP; see `specs list`.")]

Brief = Annotated[
    bool,
    typer.Option("--brief", help="With --jsonl: the verdict and what is missing alone, several times as fast."),
]


def check(  # noqa: PLR0917
    code: OneClass = None,
    applicant: ApplicantFile = None,
    say: Say = None,
    as_filed: AsFiled = False,
    as_of: JudgedOn = None,
    policy: Policy = None,
    json: Json = False,
    jsonl: Jsonl = False,
    brief: Brief = False,
) -> None:
    """Check a person against the stated minimum qualifications.

    Without --applicant and --say you are asked, one question at a time, the one most likely to decide next. Nothing
    that is said is stored. The agency makes the decision; this is about the qualifications as they are stated.

    With --jsonl, each line of standard input is {"id", "class_code", "applicant"}; each line of standard output
    {"id", "determination"} or {"id", "error"}, in the order of the input.
    """
    by = terms(policy, as_filed, as_of)
    if jsonl:
        if code or applicant or say is not None:
            raise UserMistake("--jsonl with a class or facts", mend="give them on standard input, one case a line")
        _check_lines(by, brief=brief)
        return
    if brief:
        raise UserMistake("--brief without --jsonl", mend="specs check --jsonl --brief < FILE")
    if not code:
        raise UserMistake("there is no class to check", mend="specs check CODE; specs list shows the codes")
    if applicant and say is not None:
        raise UserMistake("--applicant and --say together", mend="give one of them")
    from assistant.rule_source import CatalogueRules

    with opened_catalogue() as catalogue:
        rules = CatalogueRules(catalogue)
        rules.rules(code)
        if applicant:
            _check_file(rules, code, applicant, by, as_json=json)
        elif say is not None:
            _check_said(rules, code, say, by, as_json=json)
        else:
            _interview(rules, code, by, as_json=json)


def judge(rules: CatalogueRules, code: str, applicant: Applicant, by: Terms) -> Determination:
    """The determination of an applicant for a class, by the rules in force."""
    from assistant.eligibility.determine import determine

    ruled, spec = rules.rules(code)
    return determine(ruled, spec, applicant, by.policy, by.mode, as_of=by.as_of, reviewed=rules.reviewed(code))


def _check_file(rules: CatalogueRules, code: str, file: str, by: Terms, *, as_json: bool) -> None:
    found = [(case.name, judge(rules, code, case.applicant, by)) for case in cases(file, by.as_of)]
    if as_json:
        many = [{"id": name, "determination": one.as_json()} for name, one in found]
        write_json(many if any(name is not None for name, _ in found) else found[0][1].as_json())
        return
    page = Page()
    for at, (name, one) in enumerate(found):
        if at:
            page.gap()
        if name is not None:
            page.line((name, "bold"))
        _write(page, rules, code, one)


def _check_said(rules: CatalogueRules, code: str, said: str, by: Terms, *, as_json: bool) -> None:
    from assistant.eligibility.freetext import read_facts

    if not said.strip():
        raise UserMistake("--say without words", mend='--say "master\'s in education, 092, 11 years teaching"')
    reading = read_facts(said)
    facts = reading.applicant.model_copy(update={"as_of": by.as_of or said_today()})
    found = judge(rules, code, facts, by)
    if as_json:
        write_json({"determination": found.as_json(), "read": reading_json(reading)})
        return
    page = Page()
    write_reading(page, reading)
    page.gap()
    _write(page, rules, code, found)


def _interview(rules: CatalogueRules, code: str, by: Terms, *, as_json: bool) -> None:
    from assistant.cli_interview import Interview

    if sys.stdin.isatty():
        import readline  # noqa: F401  (arrow keys and earlier lines at the prompt)
    by = replace(by, as_of=by.as_of or said_today())
    page = Page(is_error=as_json)
    found = Interview(page, rules.rules(code), rules.reviewed(code), by).hold()
    if as_json:
        write_json(found.as_json())
        return
    page.gap()
    _write(page, rules, code, found)


def _write(page: Page, rules: CatalogueRules, code: str, found: Determination) -> None:
    from assistant.cli_verdict import write_determination

    write_determination(page, found, rules.rules(code)[1])


# ── many ──


class _Known(Mapping[str, Value]):
    """What is known of a class, looked up when it is first asked for; codes may be written in any case."""

    def __init__(self, read: Callable[[str], Value]) -> None:
        self._read = read
        self._kept: dict[str, Value | None] = {}

    def __getitem__(self, code: str) -> Value:
        if code not in self._kept:
            try:
                self._kept[code] = self._read(code)
            except NotFound:
                self._kept[code] = None
        found = self._kept[code]
        if found is None:
            raise KeyError(code)
        return found

    def __iter__(self) -> Iterator[str]:
        return (code for code, found in self._kept.items() if found is not None)

    def __len__(self) -> int:
        return sum(found is not None for found in self._kept.values())


def _check_lines(by: Terms, *, brief: bool) -> None:
    from assistant.eligibility.batch import Screening, is_error, screen_lines
    from assistant.rule_source import CatalogueRules

    today = date.today()
    if by.as_of is None:
        remark(f"A line whose applicant has no as_of is judged on {today.isoformat()}, today. For all: --as-of DATE")
    failed = False
    with opened_catalogue() as catalogue:
        rules = CatalogueRules(catalogue)
        classes = _Known(rules.rules)
        reviews = _Known(rules.reviewed)
        screening = Screening(classes, by.policy, by.mode, by.as_of, reviews, today, brief)
        processes = _processes(sys.stdin.buffer)
        if processes > 1:
            # The classes must be known before they are handed to other processes.
            codes = set(filter(classes.__contains__, _codes(sys.stdin.buffer)))
            screening = replace(
                screening,
                classes={code: classes[code] for code in codes},
                reviewed={code: reviews[code] for code in codes},
            )
        for answer in screen_lines(lines_of(sys.stdin.buffer), screening, processes):
            sys.stdout.buffer.write(answer + b"\n")
            sys.stdout.buffer.flush()
            failed |= is_error(answer)
    if failed:
        raise typer.Exit(SOME_FAILED)


def _processes(stream: BinaryIO) -> int:
    """All cores for a file; one process where lines come as they are made, and each is answered at once."""
    try:
        is_file = stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except io.UnsupportedOperation:
        return 1
    return (os.cpu_count() or 1) if is_file else 1


def _codes(file: BinaryIO) -> set[str]:
    """The class codes that the lines of a file name; the file is left where it was."""
    import orjson

    start, codes = file.tell(), set()
    for line in lines_of(file):
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError:
            continue  # its line gets an error as answer
        if isinstance(value, dict) and "class_code" in value:
            codes.add(str(value["class_code"]))
    file.seek(start)
    return codes
