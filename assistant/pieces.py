"""An answer taken apart for showing: its statements, and what stands before, between and after them."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Answer, Statement

LIST = 3
"""More statements than this are a list: they are shown as bullets, and not quoted again where they are the clause's
own words."""


def pieces(answer: Answer) -> Iterator[str | Statement]:
    """The text of an answer taken apart: its statements, and what stands before, between and after them."""
    at = 0
    for statement in answer.statements:
        found = answer.text.find(_numbered(statement), at)
        if found >= 0:
            yield answer.text[at:found].strip()
            at = found + len(_numbered(statement))
        yield statement
    yield answer.text[at:].strip()


def marks(statement: Statement) -> str:
    """The numbers of a statement's citations, as they stand behind it in the answer's text; empty where it has none."""
    return " " + "".join(f"[{citation.n}]" for citation in statement.citations) if statement.citations else ""


def _numbered(statement: Statement) -> str:
    return statement.text + marks(statement)
