"""`specs rules`: the minimum qualifications of a class as rules, for an expert to read, correct and sign."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli_answer import edition
from assistant.cli_arguments import Json, day
from assistant.cli_ask import SOME_FAILED
from assistant.cli_facts import written_file
from assistant.cli_open import opened_catalogue
from assistant.cli_terminal import Page, complain, counted, remark, shown, write_json
from corpus.errors import NotFound, UnreadableInput, UserMistake

if TYPE_CHECKING:
    from assistant.eligibility.reviews import Review
    from assistant.eligibility.rules import RuleSet
    from assistant.rule_source import CatalogueRules
    from corpus.model import Spec

OneClass = Annotated[str | None, typer.Argument(metavar="CODE", help="A class code, such as 3039MP; see `specs list`.")]
Export = Annotated[
    str | None, typer.Option("--export", metavar="FILE", help="Write the rules as YAML to correct; - for the screen.")
]
Import = Annotated[
    str | None, typer.Option("--import", metavar="FILE", help="Let the corrected YAML be the rules in force.")
]
Reviewer = Annotated[str | None, typer.Option("--reviewer", metavar="NAME", help="Who signs the import.")]
SignedOn = Annotated[str | None, typer.Option("--date", metavar="DATE", help="When it was signed, as 2026-11-24.")]
Forget = Annotated[bool, typer.Option("--forget", help="Go back to the rules as the program reads them.")]
Lint = Annotated[bool, typer.Option("--lint", help="List what a person should look at, in all classes or in CODE.")]


def rules(  # noqa: PLR0917
    code: OneClass = None,
    lint: Lint = False,
    export: Export = None,
    import_: Import = None,
    reviewer: Reviewer = None,
    date: SignedOn = None,
    forget: Forget = False,
    json: Json = False,
) -> None:
    """Show the minimum qualifications of a class as rules.

    Each rule stands with the words that it was read from, and with who has reviewed it; a review is void when its
    text changes. What could not be read is shown as unread, with its share of the text.
    """
    asked = [name for name, given in (("--lint", lint), ("--export", export), ("--import", import_)) if given]
    asked += ["--forget"] if forget else []
    if len(asked) > 1:
        raise UserMistake(" and ".join(asked), mend="give one of them")
    if not code and not lint:
        raise UserMistake("there is no class", mend="specs rules CODE, or specs rules --lint for all classes")
    if (reviewer or date) and not import_:
        raise UserMistake("--reviewer and --date without --import", mend="specs rules CODE --import FILE ...")
    from assistant.rule_source import CatalogueRules

    with opened_catalogue() as catalogue:
        source = CatalogueRules(catalogue)
        if lint:
            _lint(source, [code] if code else list(source.codes()), as_json=json)
        elif export:
            _export(source, str(code), export)
        elif import_:
            _import(source, str(code), import_, reviewer, date)
        elif forget:
            _forget(source, str(code))
        else:
            _show(source, str(code), as_json=json)


# ── one class ──


def _show(source: CatalogueRules, code: str, *, as_json: bool) -> None:
    ruled, spec = source.rules(code)
    reviews = source.reviews(code)
    if as_json:
        write_json(_rules_json(source, ruled, reviews))
        return
    from assistant.eligibility.reviews import review_words
    from assistant.eligibility.rules_view import tree_lines

    page = Page()
    page.heading(spec.title, edition(spec))
    stored = source.document(code)
    if stored:
        page.line((f"as imported by {shown(stored.reviewer)}, {stored.date}", "dim"))
    page.line((review_words(reviews), "dim"))
    for line in tree_lines(ruled, spec.text, {key: str(review) for key, review in reviews.items()}):
        _write_line(page, line)


def _write_line(page: Page, line: str) -> None:
    said = line.lstrip()
    is_title = said == line and said.isupper()
    style = "bold cyan" if is_title else "dim" if said.startswith("“") else ""
    page.line((said, style), indent=len(line) - len(said))


def _rules_json(source: CatalogueRules, ruled: RuleSet, reviews: Mapping[str, Review]) -> dict[str, Any]:
    from assistant.eligibility.rules_json import rules_to_dict

    stored = source.document(ruled.class_code)
    return {
        **rules_to_dict(ruled),
        "imported": {"reviewer": stored.reviewer, "date": stored.date} if stored else None,
        "reviews": {
            key: {
                "status": review.status.value,
                "reviewer": review.row.reviewer if review.row else None,
                "date": review.row.date if review.row else None,
                "note": review.row.note if review.row else "",
            }
            for key, review in reviews.items()
        },
    }


def _export(source: CatalogueRules, code: str, file: str) -> None:
    from assistant.eligibility.rules_yaml import export_yaml

    ruled, spec = source.rules(code)
    document = export_yaml(ruled, spec.text, source.reviews(code))
    if file == "-":
        sys.stdout.write(document)
        return
    if Path(file).exists():
        raise UserMistake(f"{file} is there already, and may hold corrections", mend="give another name, or remove it")
    written_file(file, document)
    Page().line(f"The rules of {ruled.class_code} are in {file}.")


def _import(source: CatalogueRules, code: str, file: str, reviewer: str | None, date: str | None) -> None:
    if not reviewer or not date:
        raise UserMistake("an import is signed", mend="add --reviewer NAME --date YYYY-MM-DD")
    done = source.keep(code, _text(file), reviewer, day(date).isoformat())
    page = Page()
    page.line(
        f"The rules of {done.rules.class_code} are those of {file}; "
        f"{counted(len(done.signed), 'rule')} signed by {shown(reviewer)}, {date}."
    )
    for row in done.signed:
        page.line(f"{row.status.value:<10} {row.node_key}", indent=2)
    for finding in done.rules.findings:
        remark(f"{finding.check}: {finding.message}")


def _text(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(f"{file}: no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(file, f"cannot be read as UTF-8 text: {error}") from error


def _forget(source: CatalogueRules, code: str) -> None:
    found = source.forget(code)
    said = "are those that the program reads in the text" if found else "were not imported; nothing is changed"
    Page().line(f"The rules of {code} {said}.")


# ── all classes ──


def _lint(source: CatalogueRules, codes: list[str], *, as_json: bool) -> None:
    failed = False
    found: list[tuple[RuleSet, Spec]] = []
    for code in codes:
        try:
            found.append(source.rules(code))
        except UserMistake as error:  # an imported document; the other classes are looked at all the same
            complain(error)
            failed = True
    if as_json:
        write_json([_lint_json(ruled, spec) for ruled, spec in found])
    else:
        _write_lint(Page(), found)
    if failed:
        raise typer.Exit(SOME_FAILED)


def _lint_json(ruled: RuleSet, spec: Spec) -> dict[str, Any]:
    return {
        "class_code": ruled.class_code,
        "title": spec.title,
        "revision": ruled.revision,
        "residue_share": ruled.residue_share,
        "findings": [
            {
                "check": finding.check,
                "start": finding.span.start,
                "end": finding.span.end,
                "quote": finding.span.of(spec.text),
                "message": finding.message,
            }
            for finding in ruled.findings
        ],
    }


def _write_lint(page: Page, found: list[tuple[RuleSet, Spec]]) -> None:
    if not page.is_terminal:
        page.table(("class", "title", "unread", "check", "message", "words"), _rows(found))
    for ruled, spec in found if page.is_terminal else ():
        if not ruled.findings:
            continue
        page.heading(spec.title, f"{ruled.class_code} · {ruled.residue_share:.1%} unread")
        for finding in ruled.findings:
            page.line((finding.check, "yellow"), f"  {shown(finding.message)}", indent=2)
            page.line((f"“{shown(finding.span.of(spec.text))}”", "dim"), indent=4)
        page.gap()
    checks = Counter(finding.check for ruled, _ in found for finding in ruled.findings)
    said = ", ".join(f"{count} {check}" for check, count in checks.most_common()) or "nothing to look at"
    summary = f"{counted(len(found), 'class', 'classes')}: {said}"
    if page.is_terminal:
        page.line((summary, "bold"))
    else:
        remark(summary)


def _rows(found: list[tuple[RuleSet, Spec]]) -> Iterator[tuple[str, ...]]:
    for ruled, spec in found:
        for finding in ruled.findings:
            words = finding.span.of(spec.text)
            yield ruled.class_code, spec.title, f"{ruled.residue_share:.3f}", finding.check, finding.message, words
