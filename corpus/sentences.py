"""Where one sentence ends and the next begins, as spans; a qualifying sentence stays with the one it qualifies."""

from __future__ import annotations

import re

from corpus.model import Span

_END = re.compile(r"[.!?][\"”’)\]]*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Sec|Secs|No|Nos|St|Dr|Mr|Mrs|Ms|Jr|Sr|vs|etc|i\.e|e\.g|Inc|Co|Corp|Dept|Conn|Gen|Stat|Rev|Est|approx|"
    r"cf|al|Art|Ph\.D|Ed\.D|M\.D|J\.D|B\.A|B\.S|M\.A|M\.S|U\.S|a\.m|p\.m|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Oct|Nov|Dec)"
    r"|\b[A-Z]|(?:^|\s)\d{1,2})\.$"
)
_MONTH_DAY = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}\.$"
)
CONTINUES = re.compile(
    r"(?:However|Except|Provided|Unless|Otherwise|Such|This|These|Those|In such|In this|In that|In lieu|Said|"
    r"The latter|The former|Exceptions?|Only|It|They|Of (?:these|this|which)|At least)\b",
)
"""Openings of a sentence that qualifies the one before it and would mislead if it, or the other, stood alone."""


def sentences(text: str, span: Span, *, keep_qualifiers: bool = True) -> tuple[Span, ...]:
    """The spans of the sentences within `span`, blanks at their ends left out, in order, covering all else."""
    cuts = [span.start]
    for match in _END.finditer(text, span.start, span.end):
        after = text[match.end() : span.end].lstrip()
        if after and _begins_sentence(after) and not _is_abbreviation(text[span.start : match.end()], after):
            cuts.append(match.end())
    cuts.append(span.end)
    parts = [_trim(text, Span(start, end)) for start, end in zip(cuts, cuts[1:], strict=False)]
    return tuple(_with_qualifiers(text, [part for part in parts if part.start < part.end], keep_qualifiers))


def _begins_sentence(after: str) -> bool:
    return after[0].isupper() or after[0].isdigit() or after[0] in "\"“‘('•$"


def _is_abbreviation(before: str, after: str) -> bool:
    if _MONTH_DAY.search(before):
        return after[:4].isdigit()
    return bool(_ABBREVIATION.search(before)) and not before.endswith("etc.")


def _with_qualifiers(text: str, parts: list[Span], keep: bool) -> list[Span]:
    joined: list[Span] = []
    for part in parts:
        if keep and joined and CONTINUES.match(text, part.start):
            joined[-1] = Span(joined[-1].start, part.end)
        else:
            joined.append(part)
    return joined


def _trim(text: str, span: Span) -> Span:
    piece = span.of(text)
    return Span(span.start + len(piece) - len(piece.lstrip()), span.end - len(piece) + len(piece.rstrip()))


trim = _trim
