"""A specification as HTML, its characters in their order, with those that an answer rests on marked.

Every character of the text is there once and escaped, so that the text content of the marks of a citation is exactly
what the citation's span cuts out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from assistant.edition import edition_of
from corpus.model import ClauseRole, Span, Spec


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters to mark, with the number of their citation."""

    n: int
    span: Span


_MARK = re.compile(r"(\d{1,4}):(\d{1,9})-(\d{1,9})")


def read_marks(written: str) -> tuple[Mark, ...]:
    """Marks as a page writes them, "1:10-20 2:30-44"; what is none is left out."""
    found = (_MARK.fullmatch(part) for part in written.split())
    return tuple(Mark(int(one[1]), Span(int(one[2]), int(one[3]))) for one in found if one)


@dataclass(frozen=True, slots=True)
class _Block:
    """Characters that are shown as one block: a heading, or a clause with the blanks and markers before it."""

    span: Span
    tag: str
    shown: str


def source_html(spec: Spec, marks: Sequence[Mark] = (), *, is_current: bool = True) -> str:
    """The text with these marks, under a line that says which text it is."""
    body = "".join(_block_html(spec.text, block, marks) for block in _blocks(spec))
    return f'{_head(spec, is_current)}<div class="spec-text" tabindex="0" role="region" aria-label="Text">{body}</div>'


def _head(spec: Spec, is_current: bool) -> str:
    own = edition_of(spec)
    state = "current" if is_current else "not the current text"
    return (
        f'<header class="spec-head"><h2>{escape(spec.title)}</h2>'
        f'<p class="dim">{escape(spec.class_code)} · {escape(own.dated)} · {state}</p></header>'
    )


def _blocks(spec: Spec) -> Iterator[_Block]:
    """The whole text, in blocks that follow each other without a gap."""
    parts = [(section.heading, "h3", "heading") for section in spec.sections if section.heading is not None]
    parts += [(clause.span, "p", "item" if clause.role is ClauseRole.ITEM else "clause") for clause in spec.clauses]
    at = 0
    for span, tag, shown in sorted(parts, key=lambda part: part[0] or Span(0, 0)):
        if span is not None and span.end > at:
            yield _Block(Span(at, span.end), tag, shown)
            at = span.end
    if at < len(spec.text):
        yield _Block(Span(at, len(spec.text)), "p", "rest")


def _block_html(text: str, block: _Block, marks: Sequence[Mark]) -> str:
    cuts = sorted(
        {block.span.start, block.span.end}
        | {edge for mark in marks for edge in (mark.span.start, mark.span.end) if _within(edge, block.span)}
    )
    pieces = (_piece(text, Span(*pair), marks) for pair in pairwise(cuts))
    return f'<{block.tag} class="{block.shown}">{"".join(pieces)}</{block.tag}>'


def _within(edge: int, span: Span) -> bool:
    return span.start < edge < span.end


def _piece(text: str, span: Span, marks: Sequence[Mark]) -> str:
    said = escape(span.of(text))
    covering = [mark for mark in marks if mark.span.covers(span)]
    if not covering:
        return said
    numbers = _numbers(mark.n for mark in covering)
    ending = _numbers(mark.n for mark in covering if mark.span.end == span.end)
    label = f' data-label="{ending}"' if ending else ""
    return f'<mark data-n="{numbers}"{label}>{said}</mark>'


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(str(n) for n in dict.fromkeys(numbers))
