"""`specs search`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli_arguments import Json, Jsonl, section_kinds, words
from assistant.cli_ask import NOTHING_FOUND, SOME_FAILED
from assistant.cli_jsonl import MAX_LIMIT, Line, lines_of, replies
from assistant.cli_open import opened
from assistant.cli_terminal import Page, shown, write_json
from corpus.errors import UserMistake

if TYPE_CHECKING:
    from assistant.session import Assistant
    from corpus.filters import Filters
    from index.retriever import Hit

KEYS = ("class_code", "title", "section", "start", "end", "quote", "score")
"""A hit in the JSON contract."""

Query = Annotated[list[str] | None, typer.Argument(metavar="QUERY", help="What the clauses should be about.")]
Classes = Annotated[
    list[str] | None, typer.Option("--class", "-c", metavar="CODE", help="Only these classes; may be repeated.")
]
Sections = Annotated[
    list[str] | None,
    typer.Option("--section", "-s", metavar="SECTION", help="Only these sections, such as duties; may be repeated."),
]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=MAX_LIMIT, help="The most hits that are shown.")]
Field = Annotated[str | None, typer.Option(metavar="TEXT", help="Only classes whose field has these words.")]


def search(  # noqa: PLR0917
    query: Query = None,
    section: Sections = None,
    class_code: Classes = None,
    agency: Field = None,
    salary_group: Field = None,
    bargaining_unit: Field = None,
    occupational_group: Field = None,
    designation: Field = None,
    eeo: Field = None,
    limit: Limit = 10,
    json: Json = False,
    jsonl: Jsonl = False,
) -> None:
    """Find clauses of current texts, the best first.

    With --jsonl, each line of standard input is {"id", "query", "class_code"?, "limit"?}; each line of standard
    output {"id", "hits"} or {"id", "error"}.
    """
    sought = words(query or ())
    if jsonl and sought:
        raise UserMistake("a query and --jsonl", mend="give the queries on standard input, one a line")
    if not jsonl and not sought:
        raise UserMistake(
            "there is nothing to search for", mend='specs search "recruitment and hiring" --section duties'
        )
    from corpus.filters import Filters

    filters = Filters(
        sections=section_kinds(section or ()),
        agency=agency,
        salary_group=salary_group,
        bargaining_unit=bargaining_unit,
        occupational_group=occupational_group,
        designation=designation,
        eeo=eeo,
    )
    with opened() as assistant:
        filters = _of_classes(assistant, filters, class_code or ())
        if jsonl:
            _search_lines(assistant, filters, limit)
            return
        hits = assistant.search(sought, filters, limit)
        if json:
            write_json([hit_json(hit) for hit in hits])
        else:
            _write_hits(Page(), hits)
    if not hits:
        raise typer.Exit(NOTHING_FOUND)


def _of_classes(assistant: Assistant, filters: Filters, codes: Sequence[str]) -> Filters:
    """The filters for these classes only; NotFound for one that the catalogue does not hold."""
    return replace(filters, class_codes=frozenset(assistant.catalogue.entry(code).class_code for code in codes))


def hit_json(hit: Hit) -> dict[str, Any]:
    """The hit as the JSON contract has it."""
    return {key: getattr(hit, key) for key in KEYS}


def _search_lines(assistant: Assistant, filters: Filters, limit: int) -> None:
    def reply(line: Line) -> dict[str, Any]:
        chosen = _of_classes(assistant, filters, [line.class_code]) if line.class_code else filters
        return {"hits": [hit_json(hit) for hit in assistant.search(line.text, chosen, line.limit or limit)]}

    failed = False
    for one in replies(lines_of(sys.stdin.buffer), reply):
        write_json(one.value, is_line=True)
        failed |= one.is_error
    if failed:
        raise typer.Exit(SOME_FAILED)


def _write_hits(page: Page, hits: Sequence[Hit]) -> None:
    if not hits:
        page.line("No clause fits.")
        return
    if not page.is_terminal:
        page.table(
            ("class", "title", "section", "score", "clause"),
            ((hit.class_code, hit.title, hit.section, f"{hit.score:.3f}", hit.quote) for hit in hits),
        )
        return
    for at, ((code, title, section), group) in enumerate(
        groupby(hits, lambda hit: (hit.class_code, hit.title, str(hit.section)))
    ):
        if at:
            page.gap()
        page.heading(title, f"{code} · {section.replace('_', ' ')}")
        for hit in group:
            page.line(shown(hit.quote), indent=1, marker=f"{hit.score:.2f} ")
