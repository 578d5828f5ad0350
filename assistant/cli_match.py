"""`specs match` and `specs report`: every class for one person, and a determination for the file."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli_arguments import ClassCode, Json
from assistant.cli_ask import NOTHING_FOUND, SOME_FAILED
from assistant.cli_check import judge
from assistant.cli_facts import ApplicantFile, AsFiled, Case, JudgedOn, Policy, Terms, cases, terms, written_file
from assistant.cli_jsonl import MAX_LIMIT
from assistant.cli_open import opened_catalogue
from assistant.cli_terminal import Page, complain, counted, shown, write_json
from corpus.errors import UserMistake

if TYPE_CHECKING:
    from assistant.eligibility.match import Match, Wanted
    from assistant.eligibility.reviews import Reviewed
    from assistant.eligibility.rules import RuleSet
    from assistant.rule_source import CatalogueRules
    from corpus.model import Spec

Verdicts = Annotated[
    list[str] | None,
    typer.Option("--verdict", metavar="VERDICT", help="Only met, not_met, undetermined or needs_review; repeatable."),
]
Title = Annotated[str, typer.Option("--title", metavar="WORDS", help="Only classes with these words in the title.")]
Steps = Annotated[
    int | None,
    typer.Option("--steps", min=0, metavar="N", help="At most so many changes away: a degree, a certificate, time."),
]
Within = Annotated[
    float | None, typer.Option("--months", min=0, metavar="N", help="At most so many months of work away.")
]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=MAX_LIMIT, help="The most classes that are shown.")]
Out = Annotated[str, typer.Option("--out", "-o", metavar="FILE", help="The HTML file to write.")]
OutJson = Annotated[str | None, typer.Option("--json", metavar="FILE", help="The same as JSON, in a file.")]


def match(  # noqa: PLR0917
    applicant: ApplicantFile = None,
    verdict: Verdicts = None,
    title: Title = "",
    steps: Steps = None,
    months: Within = None,
    limit: Limit = 20,
    as_filed: AsFiled = False,
    as_of: JudgedOn = None,
    policy: Policy = None,
    json: Json = False,
) -> None:
    """Rank all classes by how near a person is to their stated minimum qualifications.

    First the classes whose stated qualifications are met, then those where a person must judge, those where not enough
    is known, and those not met; within each, the nearest first.
    """
    wanted = _wanted(verdict or [], title, steps, months)
    by = terms(policy, as_filed, as_of)
    people = cases(_file(applicant, "specs match"), by.as_of)
    from assistant.eligibility.match import match_classes
    from assistant.rule_source import CatalogueRules

    with opened_catalogue() as catalogue:
        classes, failed = _all_rules(CatalogueRules(catalogue))
    ranked = [
        (
            person,
            match_classes(person.applicant, classes, wanted, policy=by.policy, mode=by.mode, as_of=by.as_of),
        )
        for person in people
    ]
    if json:
        _write_json(ranked, limit)
    else:
        _write_matches(Page(), ranked, limit)
    if failed:
        raise typer.Exit(SOME_FAILED)
    if not any(found for _, found in ranked):
        raise typer.Exit(NOTHING_FOUND)


def _wanted(verdicts: list[str], title: str, steps: int | None, months: float | None) -> Wanted:
    from assistant.eligibility.kleene import Verdict
    from assistant.eligibility.match import Wanted

    known = {verdict.value: verdict for verdict in Verdict}
    for given in verdicts:
        if given not in known:
            raise UserMistake(f"{given!r} is no verdict", mend=f"use one of {', '.join(known)}")
    return Wanted(frozenset(known[given] for given in verdicts), title, steps, months)


def _file(applicant: str | None, command: str) -> str:
    if not applicant:
        raise UserMistake("there are no facts", mend=f"{command} ... --applicant FILE; see docs/examples")
    return applicant


def _all_rules(source: CatalogueRules) -> tuple[list[tuple[RuleSet, Spec, Reviewed]], bool]:
    """The rules of all classes, and whether those of one could not be used, which is said."""
    found, failed = [], False
    for code in source.codes():
        try:
            found.append((*source.rules(code), source.reviewed(code)))
        except UserMistake as error:  # an imported document; the other classes are matched all the same
            complain(error)
            failed = True
    return found, failed


def _write_json(ranked: list[tuple[Case, list[Match]]], limit: int) -> None:
    def data(found: list[Match]) -> list[dict[str, Any]]:
        return [one.as_json() for one in found[:limit]]

    if any(person.name is not None for person, _ in ranked):
        write_json([{"id": person.name, "matches": data(found)} for person, found in ranked])
    else:
        write_json(data(ranked[0][1]))


def _write_matches(page: Page, ranked: list[tuple[Case, list[Match]]], limit: int) -> None:
    for person, found in ranked:
        if person.name is not None:
            page.line((shown(person.name), "bold"))
        if not found:
            page.line("No class fits.")
            continue
        if page.is_terminal:
            _write_ranked(page, found, limit)
        else:
            rows = (
                (one.verdict.value, one.class_code, one.title, one.distance, one.path or "") for one in found[:limit]
            )
            page.table(("verdict", "class", "title", "distance", "by"), rows)


def _write_ranked(page: Page, found: list[Match], limit: int) -> None:
    from assistant.cli_verdict import MARKS
    from assistant.eligibility.wording import DISCLAIMER, VERDICT_WORDS

    for verdict, group in groupby(found[:limit], lambda one: one.verdict):
        mark, colour = MARKS[verdict]
        page.line((f"{mark} {VERDICT_WORDS[verdict].capitalize()}", f"bold {colour}"))
        for one in group:
            page.heading(one.title, one.class_code, indent=2)
            if one.path:
                page.line((f"{one.distance}: {shown(one.path)}", "dim"), indent=4)
        page.gap()
    more = f"; {len(found) - limit:,} more with --limit" if len(found) > limit else ""
    page.line((f"{counted(len(found), 'class', 'classes')}{more}. {DISCLAIMER}", "dim"))


def report(  # noqa: PLR0917
    code: ClassCode,
    out: Out,
    applicant: ApplicantFile = None,
    json: OutJson = None,
    as_filed: AsFiled = False,
    as_of: JudgedOn = None,
    policy: Policy = None,
) -> None:
    """Write a determination for the file: one HTML page that needs nothing else.

    It holds the facts, where each month counted, the requirements with their clauses, the revision, the counting
    policy, who has reviewed the rules, and the day.
    """
    by = terms(policy, as_filed, as_of)
    people = cases(_file(applicant, "specs report CODE"), by.as_of)
    if len(people) != 1:
        raise UserMistake(f"{applicant} has {len(people)} applicants", mend="give one: a report is about one person")
    from assistant.rule_source import CatalogueRules

    with opened_catalogue() as catalogue:
        _write_report(CatalogueRules(catalogue), code, people[0], by, (out, json))


def _write_report(source: CatalogueRules, code: str, person: Case, by: Terms, files: tuple[str, str | None]) -> None:
    from assistant.eligibility.report import report_html, report_json
    from assistant.eligibility.wording import headline

    found = judge(source, code, person.applicant, by)
    today = date.today()
    written_file(files[0], report_html(found, person.applicant, today))
    if files[1]:
        written_file(files[1], report_json(found, person.applicant, today))
    page = Page()
    page.line(headline(found))
    page.line((f"Written to {' and '.join(file for file in files if file)}.", "dim"))
