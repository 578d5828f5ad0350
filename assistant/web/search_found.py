"""A search done: the clauses that were found, in the order that is wanted, or the classes where no words were given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.web.desk import Desk
from assistant.web.search_classes import Classes, natural
from assistant.web.search_wanted import Wanted
from corpus.entries import Entry
from corpus.filters import Filters
from corpus.model import FieldName
from index.retriever import Hit

MOST = 500
"""Clauses that a search finds at most."""

_LAST = 10**6
"""Where a class stands whose years are not told."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. `classes` are the classes that fit, all of them where it had no words.

    `unread` counts the classes that are left out because their rules are still being read.
    """

    wanted: Wanted
    hits: tuple[Hit, ...]
    classes: tuple[Entry, ...]
    unread: int = 0

    @property
    def is_cut(self) -> bool:
        """Whether there may be more clauses that fit."""
        return len(self.hits) >= MOST


def find(desk: Desk, classes: Classes, wanted: Wanted) -> Found:
    """Search. Raises StoreError where clauses have no vectors yet."""
    fitting, unread = classes.fitting(wanted)
    hits: Sequence[Hit] = ()
    if wanted.query and fitting:
        is_narrowed = len(fitting) < len(classes.entries())
        codes = frozenset(entry.class_code for entry in fitting) if is_narrowed else frozenset()
        hits = desk.search(wanted.query, Filters(class_codes=codes, sections=wanted.sections), MOST)
    by_code = {entry.class_code: entry for entry in fitting}
    hits = [hit for hit in hits if hit.class_code in by_code]
    order = _order(classes, wanted.sort, fitting)
    if wanted.sort != "best":
        hits.sort(key=lambda hit: order(by_code[hit.class_code]))
    return Found(wanted, tuple(hits), tuple(sorted(fitting, key=order)), unread)


def _order(classes: Classes, sort: str, entries: Sequence[Entry]) -> Callable[[Entry], tuple[Any, ...]]:
    """What orders classes; by title where there is no match to go by."""
    if sort == "code":
        return lambda entry: (entry.class_code,)
    if sort == "salary":
        return _salary
    if sort == "years":
        years = _years(classes, entries)
        return lambda entry: (years[entry.class_code], entry.title.casefold(), entry.class_code)
    return lambda entry: (entry.title.casefold(), entry.class_code)


def _salary(entry: Entry) -> tuple[Any, ...]:
    stated = entry.values.get(FieldName.SALARY_GROUP)
    return (stated is None, natural(stated or ""), entry.title.casefold(), entry.class_code)


def _years(classes: Classes, entries: Sequence[Entry]) -> Mapping[str, int]:
    """The least months of general experience by code."""
    told = classes.all_least(entries)
    return {
        code: min((one.general_months for one in found or () if one.general_months is not None), default=_LAST)
        for code, found in told.items()
    }
