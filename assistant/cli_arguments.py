"""Arguments and options that several commands take, and the names of sections as people write them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from typing import Annotated

import typer

from corpus.errors import UserMistake
from corpus.model import MQ_KINDS, SectionKind

ClassCode = Annotated[str, typer.Argument(metavar="CODE", help="A class code, such as 3039MP; see `specs list`.")]
ClassOption = Annotated[
    str | None, typer.Option("--class", "-c", metavar="CODE", help="The class that is meant; see `specs list`.")
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Jsonl = Annotated[
    bool, typer.Option("--jsonl", help="Read one JSON object a line from standard input, write one a line.")
]

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="The day on which a case of your own is judged; today if left out."),
]

_ALSO = {"mq": SectionKind.MINIMUM_QUALIFICATIONS, "ksa": SectionKind.KNOWLEDGE, "ge": SectionKind.GENERAL_EXPERIENCE}
_ALSO |= {"se": SectionKind.SPECIAL_EXPERIENCE}


def day(given: str | None) -> datetime.date:
    """The day that is meant, today where none is given; UserMistake for what is no date like 2026-11-24."""
    if given is None:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(given)
    except ValueError as error:
        raise UserMistake(f"{given!r} is no date", mend="write it like 2026-11-24") from error


def words(given: Collection[str]) -> str:
    """The words of a question or a query, with or without quotation marks around them."""
    return " ".join(given).strip()


def section_kinds(names: Collection[str]) -> frozenset[SectionKind]:
    """The sections that are meant: by name, by its beginning, or by words of it; UserMistake where none or several are.

    The minimum qualifications are all four sections that state them.
    """
    found: set[SectionKind] = set()
    for name in names:
        kind = _section_kind(name)
        found |= MQ_KINDS if kind is SectionKind.MINIMUM_QUALIFICATIONS else {kind}
    return frozenset(found)


def _section_kind(name: str) -> SectionKind:
    wanted = "_".join(re.findall(r"[a-z]+", name.casefold()))
    if wanted in _ALSO:
        return _ALSO[wanted]
    kinds = {kind.value: kind for kind in SectionKind}
    if wanted in kinds:
        return kinds[wanted]
    parts = set(wanted.split("_"))
    fitting = [value for value in kinds if wanted and (value.startswith(wanted) or parts <= set(value.split("_")))]
    if len(fitting) != 1:
        said = f"may be {', '.join(fitting)}" if fitting else "is no section"
        raise UserMistake(f"{name!r} {said}", mend=f"use one of {', '.join(fitting or kinds)}")
    return kinds[fitting[0]]
