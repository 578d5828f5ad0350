"""`specs diff` and `specs compare`."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Annotated, Any

import typer

from assistant.cli_answer import edition
from assistant.cli_arguments import ClassCode, Json
from assistant.cli_ask import NOTHING_FOUND
from assistant.cli_open import opened_catalogue
from assistant.cli_terminal import Page, shown, write_json
from assistant.compare import STATED_IN_FIELDS, ChangeKind, ClauseChange, Comparison, SectionChange, compare
from corpus.errors import NotFound, UserMistake
from corpus.model import Spec

Revision = Annotated[
    str | None, typer.Argument(metavar="REV", help="A revision, or how it begins; see `specs history CODE`.")
]

Part = tuple[str, str]
GONE, NEW = "red strike", "green"


def diff(code: ClassCode, old: Revision = None, new: Revision = None, json: Json = False) -> None:
    """Show what changed from one revision to another.

    Without revisions: from the previous one to the current. With one: from that one to the current.
    """
    with opened_catalogue() as catalogue:
        if old is None:
            texts = catalogue.history(code)
            if len(texts) < 2:
                raise NotFound(f"{texts[0].class_code} has one revision only", mend="specs ingest PATH (an older text)")
            old, new = texts[1].revision, texts[0].revision
        found = compare(catalogue.spec(code, old), catalogue.spec(code, new))
    if json:
        write_json(comparison_json(found))
    elif not _write_diff(Page(), found):
        raise typer.Exit(NOTHING_FOUND)


def compare_classes(code: ClassCode, other: ClassCode, json: Json = False) -> None:
    """Show two classes side by side.

    Their fields first, then section by section what both say, and what only one says.
    """
    with opened_catalogue() as catalogue:
        found = compare(catalogue.spec(code), catalogue.spec(other))
    if found.before.class_code == found.after.class_code:
        raise UserMistake(
            f"{code} and {other} are one class", mend=f"specs diff {found.before.class_code} compares its revisions"
        )
    if json:
        write_json(comparison_json(found))
    else:
        _write_comparison(Page(), found)


def comparison_json(found: Comparison) -> dict[str, Any]:
    """A comparison as JSON: clauses by their characters in each text."""

    def place(spec: Spec, change: ClauseChange, *, is_after: bool) -> dict[str, Any] | None:
        clause = change.after if is_after else change.before
        if clause is None:
            return None
        return {"start": clause.span.start, "end": clause.span.end, "quote": spec.quote(clause)}

    def head(spec: Spec) -> dict[str, str]:
        return {"class_code": spec.class_code, "title": spec.title, "revision": spec.revision}

    return {
        "before": head(found.before),
        "after": head(found.after),
        "fields": [{"name": pair.name.value, "before": pair.before, "after": pair.after} for pair in found.fields],
        "sections": [
            {
                "section": section.kind.value,
                "heading": section.label,
                "clauses": [
                    {
                        "change": change.kind.value,
                        "before": place(found.before, change, is_after=False),
                        "after": place(found.after, change, is_after=True),
                    }
                    for change in section.clauses
                ],
            }
            for section in found.sections
        ],
    }


def _write_diff(page: Page, found: Comparison) -> bool:
    """Write what differs; False where nothing does."""
    page.line((shown(found.after.title), "bold"))
    page.line(("from  ", "dim"), f"{edition(found.before)}  ", (found.before.revision[:12], "dim"))
    page.line(("to    ", "dim"), f"{edition(found.after)}  ", (found.after.revision[:12], "dim"))
    fields = [pair for pair in found.fields if not pair.is_same]
    if fields:
        page.gap()
        page.table(
            ("field", "from", "to"),
            [(pair.name.value.replace("_", " "), pair.before or "-", pair.after or "-") for pair in fields],
        )
    changed = [section for section in found.sections if not section.is_same]
    for section in changed:
        _write_changes(page, section)
    same = len(found.sections) - len(changed)
    page.gap()
    page.line((f"{same} sections are the same." if fields or changed else "The two texts say the same.", "dim"))
    return bool(fields or changed)


def _write_changes(page: Page, section: SectionChange) -> None:
    page.gap()
    page.line((shown(section.label), "bold"))
    for change in section.clauses:
        if change.kind is ChangeKind.ADDED:
            page.line((shown(change.said_after), NEW), indent=2, marker="+ ")
        elif change.kind is ChangeKind.REMOVED:
            page.line((shown(change.said_before), GONE if page.is_terminal else ""), indent=2, marker="- ")
        elif change.kind is ChangeKind.CHANGED:
            _write_reworded(page, change)
    same = len(section.of(ChangeKind.SAME))
    if same:
        page.line((f"{same} more the same", "dim"), indent=2, marker="  ")


def _write_reworded(page: Page, change: ClauseChange) -> None:
    """A clause in both wordings: on a terminal word by word in one, else each on a line."""
    if page.is_terminal:
        page.line(*_word_by_word(change.said_before, change.said_after), indent=2, marker="~ ")
        return
    page.line(shown(change.said_before), indent=2, marker="- ")
    page.line(shown(change.said_after), indent=2, marker="+ ")


def _word_by_word(before: str, after: str) -> list[Part]:
    """What stayed, what went and what came, with a blank between any two."""
    old, new = before.split(), after.split()
    runs: list[tuple[list[str], str]] = []
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        runs += [(new[c:d], "")] if tag == "equal" else [(old[a:b], GONE), (new[c:d], NEW)]
    parts = [part for words, style in runs if words for part in ((" ", ""), (" ".join(words), style))]
    return parts[1:]


def _write_comparison(page: Page, found: Comparison) -> None:
    one, other = found.before, found.after
    for spec in (one, other):
        page.heading(spec.title, edition(spec))
    page.gap()
    page.table(
        ("field", one.class_code, other.class_code),
        [(pair.name.value.replace("_", " "), pair.before or "-", pair.after or "-") for pair in found.fields],
    )
    for section in found.sections:
        if section.kind in STATED_IN_FIELDS:
            continue
        _write_side_by_side(page, section, one.class_code, other.class_code)


def _write_side_by_side(page: Page, section: SectionChange, one: str, other: str) -> None:
    page.gap()
    page.line((shown(section.label), "bold"))
    differing = [change for change in section.clauses if change.kind is not ChangeKind.SAME]
    only_one = sorted((change.before.index, change.said_before) for change in differing if change.before)
    only_other = sorted((change.after.index, change.said_after) for change in differing if change.after)
    _write_group(page, "both", [change.said_after for change in section.of(ChangeKind.SAME)])
    _write_group(page, f"only {one}", [said for _, said in only_one])
    _write_group(page, f"only {other}", [said for _, said in only_other])


def _write_group(page: Page, name: str, said: Sequence[str]) -> None:
    if said:
        page.line((name, "cyan"), indent=2)
    for clause in said:
        page.line(shown(clause), indent=4, marker="• ")
