"""All classes against one person, the nearest first, a part of them at a time so that a page can tell how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby

from assistant.eligibility.applicant import Applicant
from assistant.eligibility.determination import Mode
from assistant.eligibility.match import Match, match_classes, nearest_first
from assistant.eligibility.wording import DISCLAIMER
from assistant.rule_source import CatalogueRules
from assistant.web.verdict import MARKS, state_words
from corpus.errors import SpecsError

AT_ONCE = 20
"""Classes between two reports of how far it is."""

MOST_SHOWN = 60


def matched(
    source: CatalogueRules, applicant_for: Callable[[str], Applicant], mode: Mode
) -> Iterator[tuple[list[Match], int, int]]:
    """The matches so far in their order, how many classes were judged, and how many there are.

    `applicant_for` gives the person's facts as they are said for a class. A class whose rules cannot be used is left
    out.
    """
    codes = list(source.codes())
    found: list[Match] = []
    for begin in range(0, len(codes), AT_ONCE):
        some = codes[begin : begin + AT_ONCE]
        for code in some:
            found += _match(source, code, applicant_for(code), mode)
        found = nearest_first(found)
        yield found, begin + len(some), len(codes)


def _match(source: CatalogueRules, code: str, applicant: Applicant, mode: Mode) -> list[Match]:
    try:
        ruled = (*source.rules(code), source.reviewed(code))
    except SpecsError:
        return []
    return match_classes(applicant, [ruled], mode=mode)


def matches_html(found: Sequence[Match], done: int, total: int, *, assumed: str) -> str:
    """The ranked classes, each with a button that shows it; `assumed` is what was taken for granted."""
    working = f'<p class="working dim" role="status">Judged {done:,} of {total:,} classes …</p>' if done < total else ""
    groups = "".join(_group(verdict, list(some)) for verdict, some in groupby(found[:MOST_SHOWN], lambda m: m.verdict))
    more = len(found) - MOST_SHOWN
    rest = f'<p class="dim">{more:,} more are further away.</p>' if more > 0 and done == total else ""
    return (
        f'<section class="matches" aria-label="Classes"><h3>Which classes do I meet?</h3>{working}'
        f'<p class="dim">{escape(assumed)} {escape(DISCLAIMER)}</p>{groups}{rest}</section>'
    )


def _group(verdict: str, found: list[Match]) -> str:
    said = state_words(verdict)
    rows = "".join(_row(one) for one in found)
    return (
        f'<h4 class="match-verdict {verdict}"><span aria-hidden="true">{MARKS[verdict]}</span> '
        f"{escape(said[:1].upper() + said[1:])}</h4><ul>{rows}</ul>"
    )


def _row(one: Match) -> str:
    way = "" if one.path is None or one.distance == "met" else f"{one.distance}: {one.path}"
    return (
        f'<li><a href="/check?class={escape(one.class_code)}" data-act="class" data-code="{escape(one.class_code)}">'
        f'{escape(one.title)}</a> <span class="dim">{escape(one.class_code)}</span>'
        f"{f'<div class=dim>{escape(way)}</div>' if way else ''}</li>"
    )
