"""Whether a line goes on with the one before it: hard wraps, and sentences cut in two."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.blocks import Block, Line
from corpus.headings import is_capitals
from corpus.model import Span
from corpus.subheads import is_statement_in_capitals
from corpus.wording import BARE_STEM, awaits_figure, ends_open, ends_sentence, is_closer, is_connector

WRAP_WIDTH = 56
"""A line shorter than this that ends without punctuation was not broken by a hard wrap."""
_MIN_WRAPPED, _MAX_WRAPPED = 40, 132
"""A text whose lines are shorter, or longer, was not wrapped at a width."""
_RAGGED = 8
_ODD_LINES = 50
"""One line in so many may be longer than the width: a table row, or headings that ran together."""


def wrap_width(text: str, spans: Sequence[Span]) -> int | None:
    """The width in characters at which the text's lines were broken; None if it has lines of any length."""
    lengths = sorted(len(written) for span in spans if (written := span.of(text).rstrip()))
    widest = lengths[-1 - len(lengths) // _ODD_LINES] if lengths else 0
    return widest if _MIN_WRAPPED <= widest <= _MAX_WRAPPED else None


def continues(text: str, block: Block, line: Line, after_blank: bool, width: int | None) -> bool:
    """Whether an unmarked line goes on with the block before it: a hard wrap, or a sentence cut in two."""
    last_start = max(block.span.start, text.rfind("\n", block.span.start, block.span.end) + 1)
    last = text[last_start : block.span.end].strip()
    written = line.body.of(text)
    if is_connector(written) or is_connector(last):
        return False
    lower = written[0].islower()
    if ends_sentence(last):
        return not after_blank and _goes_on(block, line, last, written, width)
    if after_blank:
        return ends_open(last) and lower
    if ends_open(last):
        return lower or not BARE_STEM.match(block.span.of(text))
    if lower or written[0] in "(,;" or (is_statement_in_capitals(last) and is_capitals(written)):
        return True
    return _was_wrapped(block, last, written, width)


def _goes_on(block: Block, line: Line, last: str, written: str, width: int | None) -> bool:
    """Whether a line after one that ends with punctuation still belongs to its block."""
    if is_closer(written):
        return False
    full, lower = _is_full(last, written, width, 0), written[0].islower()
    if last[-1] == ":":
        return full and lower
    if block.style:
        return (full or line.indent > block.indent) and (last[-1] != ";" or lower)
    if last[-1] == ";":
        return lower
    return last[-1] == "." and len(last) >= WRAP_WIDTH


def _was_wrapped(block: Block, last: str, written: str, width: int | None) -> bool:
    """Whether a line break before a capital is a wrap."""
    if is_closer(written):
        return False
    return _is_full(last, written, width, _RAGGED) if width else bool(block.style) and len(last) >= WRAP_WIDTH


def _is_full(last: str, written: str, width: int | None, ragged: int) -> bool:
    """Whether the next word would not have fitted on the line, give or take `ragged` characters."""
    if width is None or 2 * len(last) < width:
        return False
    return len(last) + 1 + len(written.split(maxsplit=1)[0]) > width - ragged


def is_figure(text: str, block: Block, line: Line) -> bool:
    """Whether what looks like a list marker is a figure that a wrap brought to the beginning of its line."""
    if line.marker is None or line.style in ("-", block.style):
        return False
    return awaits_figure(block.span.of(text))
