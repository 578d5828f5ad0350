"""`specs list`, `specs show` and `specs history`: what the catalogue holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli_answer import edition
from assistant.cli_arguments import ClassCode, Json, section_kinds
from assistant.cli_ask import NOTHING_FOUND
from assistant.cli_open import opened_catalogue
from assistant.cli_terminal import Page, counted, remark, shown, write_json
from corpus.model import Clause, ClauseRole, FieldName, Section, Spec

if TYPE_CHECKING:
    from corpus.catalogue import RevisionEntry
    from corpus.entries import Entry

Sections = Annotated[
    list[str] | None,
    typer.Option("--section", "-s", metavar="SECTION", help="Only this section, such as duties; may be repeated."),
]
Revision = Annotated[
    str | None,
    typer.Option("--revision", "-r", metavar="REV", help="Not the current text but this; see `specs history`."),
]


def list_classes(json: Json = False) -> None:
    """List the classes that can be asked about."""
    with opened_catalogue() as catalogue:
        entries = catalogue.entries()
    if json:
        write_json([entry_json(entry) for entry in entries])
        return
    page = Page()
    page.table(
        ("code", "title", "group", "revised"),
        (
            (
                entry.class_code,
                entry.title,
                entry.values.get(FieldName.SALARY_GROUP, ""),
                entry.values.get(FieldName.REVISED) or entry.values.get(FieldName.EFFECTIVE_DATE, ""),
            )
            for entry in entries
        ),
    )
    if page.is_terminal:
        page.gap()
        page.line((counted(len(entries), "class", "classes"), "dim"))


def entry_json(entry: Entry) -> dict[str, Any]:
    """A class of the catalogue as JSON, with the values that its current revision states."""
    return {
        "class_code": entry.class_code,
        "title": entry.title,
        "revision": entry.revision,
        "fields": {name.value: value for name, value in entry.values.items()},
        "classes": [{"class_code": code, "title": title} for code, title in entry.classes],
    }


def show(code: ClassCode, section: Sections = None, revision: Revision = None, json: Json = False) -> None:
    """Show a specification, or some of its sections."""
    kinds = section_kinds(section or ())
    with opened_catalogue() as catalogue:
        spec = catalogue.spec(code, revision)
    sections = [part for part in spec.sections if not kinds or kinds & {part.kind, part.topic}]
    if json:
        write_json(spec_json(spec, sections))
    elif sections:
        _write_spec(Page(), spec, sections, is_whole=not kinds)
    else:
        names = ", ".join(sorted(kind.value for kind in kinds))
        remark(f"The specification for {spec.title} ({spec.class_code}) has no section {names}.")
    if not sections:
        raise typer.Exit(NOTHING_FOUND)


def spec_json(spec: Spec, sections: list[Section]) -> dict[str, Any]:
    """A specification as JSON: fields, sections and clauses with their characters."""
    return {
        "class_code": spec.class_code,
        "title": spec.title,
        "revision": spec.revision,
        "classes": [{"class_code": code, "title": title} for code, title in spec.classes],
        "fields": [
            {"name": field.name.value, "value": field.value, "start": field.span.start, "end": field.span.end}
            for field in spec.fields
        ],
        "sections": [
            {
                "section": section.kind.value,
                "topic": section.topic.value,
                "heading": section.label(spec.text),
                "start": section.span.start,
                "end": section.span.end,
                "clauses": [
                    {
                        "index": clause.index,
                        "role": clause.role.value,
                        "parent": clause.parent,
                        "start": clause.span.start,
                        "end": clause.span.end,
                        "quote": spec.quote(clause),
                    }
                    for clause in spec.clauses_in(section)
                ],
            }
            for section in sections
        ],
        "notices": list(spec.notices),
    }


def _write_spec(page: Page, spec: Spec, sections: list[Section], *, is_whole: bool) -> None:
    page.heading(spec.title, edition(spec))
    if is_whole and spec.fields:
        page.gap()
        page.table(("field", "value"), [(field.name.value.replace("_", " "), field.value) for field in spec.fields])
    for section in sections:
        _write_section(page, spec, section)
    for notice in spec.notices if is_whole else ():
        page.gap()
        page.line((f"Note: {shown(notice)}", "yellow"))


def _write_section(page: Page, spec: Spec, section: Section) -> None:
    clauses = spec.clauses_in(section)
    if not clauses and section.heading is None:
        return
    page.gap()
    page.line((shown(section.label(spec.text)), "bold cyan"))
    for clause in clauses:
        depth = len(spec.stems(clause))
        is_listed = clause.role is ClauseRole.ITEM or _is_marked(spec, clause)
        page.line(shown(spec.quote(clause)), indent=2 * depth, marker="• " if is_listed else "")


def _is_marked(spec: Spec, clause: Clause) -> bool:
    """Whether the text has a list marker before the clause."""
    before = (marker for marker in spec.markers if marker.end <= clause.span.start)
    nearest = max(before, key=lambda marker: marker.end, default=None)
    return nearest is not None and not spec.text[nearest.end : clause.span.start].strip()


def history(code: ClassCode, json: Json = False) -> None:
    """List the revisions of a class, the newest first."""
    with opened_catalogue() as catalogue:
        texts = catalogue.history(code)
    if json:
        write_json([revision_json(text) for text in texts])
        return
    page = Page()
    current = next(text for text in texts if text.is_current)
    if page.is_terminal:
        page.heading(current.title, current.class_code)
        page.gap()
    page.table(
        ("revision", "revised", "effective", "established", "from", ""),
        (
            (
                text.revision[:12],
                text.revised or "",
                text.effective or "",
                text.established or "",
                text.source.rpartition("/")[2],
                "current" if text.is_current else f"as {text.title}" if text.title != current.title else "",
            )
            for text in texts
        ),
    )


def revision_json(text: RevisionEntry) -> dict[str, Any]:
    """One text of a class as JSON."""
    return {
        "revision": text.revision,
        "class_code": text.class_code,
        "title": text.title,
        "established": text.established,
        "revised": text.revised,
        "effective": text.effective,
        "source": text.source,
        "is_current": text.is_current,
    }
