"""Where one sentence ends and the next begins, as spans; a qualifying sentence stays with the one it qualifies."""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.model import Span

_END = re.compile(r"(?<![\s.])(?:\.(?:[\"”’)\]]*)|[!?][\"”’)\]]*)(?=\s)")
"""A full stop after a blank or another is part of a dotted leader ("Interview . . . . 100%")."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:Sec|Secs|No|Nos|St|Dr|Mr|Mrs|Ms|Jr|Sr|vs|i\.e|e\.g|Inc|Co|Corp|Dept|Conn|Gen|Stat|Rev|Est|approx|"
    r"cf|al|Art|Ph\.D|Ed\.D|M\.D|J\.D|B\.A|B\.S|M\.A|M\.S|U\.S|a\.m|p\.m|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Oct|Nov|Dec)"
    r"|\b[A-Z]|(?:^|(?<!\bNo)(?<!\bNos)(?<!\bSec)[.:;]\s+)\d{1,2})\.$"
)
_MONTH_DAY = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}\.$"
)
CONTINUES = re.compile(
    r"(?:However|Except|Provided|Unless|Otherwise|Such|This|These|Those|In such|In this|In that|In lieu|Said|"
    r"The latter|The former|Exceptions?|Only|It|They|Of (?:these|this|which)|At least)\b",
)
"""Openings of a sentence that qualifies the one before it and would mislead if it, or the other, stood alone."""
_BRACKETED = re.compile(r"[(\[]")
_LONGEST_BEFORE = 40


def sentences(text: str, span: Span, *, keep_qualifiers: bool = True, keep_bracketed: bool = True) -> tuple[Span, ...]:
    """The spans of the sentences within `span`, blanks at their ends left out, in order, covering all else.

    A sentence that qualifies the one before it (`keep_qualifiers`) or stands in brackets behind it (`keep_bracketed`)
    is not parted from that.
    """
    cuts = [span.start]
    for match in _END.finditer(text, span.start, span.end):
        after = text[match.end() : min(span.end, match.end() + _LONGEST_BEFORE)].lstrip()
        if after and _begins_sentence(after) and not _is_inside(text, cuts[-1], match.end(), span.end):
            before = text[max(span.start, match.end() - _LONGEST_BEFORE) : match.end()]
            if not _is_abbreviation(before, after):
                cuts.append(match.end())
    cuts.append(span.end)
    parts = [trim(text, Span(start, end)) for start, end in pairwise(cuts)]
    kept = [opening for opening, keep in ((CONTINUES, keep_qualifiers), (_BRACKETED, keep_bracketed)) if keep]
    return tuple(_with_qualifiers(text, [part for part in parts if part.start < part.end], kept))


def trim(text: str, span: Span) -> Span:
    """The span without blanks at its ends."""
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.start + len(piece.rstrip())))


def _begins_sentence(after: str) -> bool:
    return after[0].isupper() or after[0].isdigit() or after[0] in "\"“‘'(•$["


def _is_inside(text: str, start: int, end: int, limit: int) -> bool:
    """Whether `end` lies in brackets that were opened after `start` and are closed before `limit`."""
    before = text[start:end]
    return any(
        before.count(opening) > before.count(closing) and text.find(closing, end, limit) >= 0
        for opening, closing in ("()", "[]")
    )


def _is_abbreviation(before: str, after: str) -> bool:
    if _MONTH_DAY.search(before):
        return after[:4].isdigit()
    return bool(_ABBREVIATION.search(before))


def _with_qualifiers(text: str, parts: list[Span], openings: list[re.Pattern[str]]) -> list[Span]:
    joined: list[Span] = []
    for part in parts:
        if joined and any(opening.match(text, part.start) for opening in openings):
            joined[-1] = Span(joined[-1].start, part.end)
        else:
            joined.append(part)
    return joined
