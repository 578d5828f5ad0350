"""Lines to blocks: list markers, hard wraps, connectors on lines of their own, table debris. Offsets only.

A *block* is a run of characters that belongs together before sentences are looked at: one bullet with the lines it
was wrapped over, or one paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.blocks import Block, Line, bullets_apart, number_of, read_line
from corpus.model import Span
from corpus.wording import is_connector
from corpus.wraps import continues, is_figure

_LETTERED = {"i": "h", "v": "u", "x": "w"}
"""Letters that may be Roman numerals, and the letter that stands before them in an alphabetical list."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a stretch of text and the spans of the markers and rules between them."""

    blocks: tuple[Block, ...]
    markers: tuple[Span, ...]


def read(text: str, spans: Iterable[Span], width: int | None = None, *, apart: bool = False) -> Layout:
    """The layout of the given lines, of a text wrapped at `width`; `apart`: a blank line stands before the first.

    Every non-blank character lands in exactly one block or marker.
    """
    blocks: list[Block] = []
    markers: list[Span] = []
    pending: Line | None = None
    after_blank = apart
    for span in bullets_apart(text, spans):
        line, debris = read_line(text, span)
        markers.extend(debris)
        if line is None:
            after_blank = True
            continue
        if blocks and not after_blank and pending is None and is_figure(text, blocks[-1], line):
            blocks[-1] = replace(blocks[-1], span=Span(blocks[-1].span.start, line.body.end))
            continue
        line = _settled(text, blocks, line)
        if pending is not None and pending.marker is not None and line.marker is not None:
            markers.append(pending.marker)
            pending = None
        if line.body.start == line.body.end:
            pending = line
            continue
        if pending is not None:
            line = replace(line, marker=pending.marker, style=pending.style, indent=pending.indent)
            pending = None
        if line.marker is not None:
            markers.append(line.marker)
        _append(text, blocks, line, after_blank, width)
        after_blank = False
    if pending is not None and pending.marker is not None:
        markers.append(pending.marker)
    joined = tuple(_join_connectors(text, blocks))
    return Layout(joined, tuple(sorted(_outside(markers, joined))))


def _settled(text: str, blocks: list[Block], line: Line) -> Line:
    """The line; a letter alone on it that counts no list is text, the end of a broken sentence ("Range" / "D.")."""
    if line.marker is None or line.body.start < line.body.end or line.style in ("-", "1", "(1"):
        return line
    number = number_of(text, line)
    before = next((block.number for block in reversed(blocks) if block.style == line.style), "")
    counts = number.lower() in ("a", "i") or len(number) > 1 or (before and ord(number) == ord(before[-1]) + 1)
    return line if counts else Line(line.marker, None, "", line.indent)


def _append(text: str, blocks: list[Block], line: Line, after_blank: bool, width: int | None) -> None:
    if blocks and line.marker is None and continues(text, blocks[-1], line, after_blank, width):
        blocks[-1] = replace(blocks[-1], span=Span(blocks[-1].span.start, line.body.end))
        return
    number, style = number_of(text, line), line.style
    if style == "i" and number in _LETTERED:
        before = next((block for block in reversed(blocks) if block.style == "a"), None)
        style = "a" if before and before.number == _LETTERED[number] else style
    blocks.append(Block(line.body, style, number, line.indent, after_blank))


def _join_connectors(text: str, blocks: list[Block]) -> Iterator[Block]:
    """A bare OR or AND belongs to the alternative that it opens: cut off, the alternative would read as a duty."""
    held: Block | None = None
    for block in blocks:
        if held is not None:
            joined = replace(block, span=Span(held.span.start, block.span.end), apart=held.apart)
            held = None
            yield joined
        elif is_connector(block.span.of(text)):
            held = block
        else:
            yield block
    if held is not None:
        yield held


def _outside(markers: list[Span], blocks: tuple[Block, ...]) -> Iterator[Span]:
    """The markers that no block covers: a connector takes that of the item it opens into its block."""
    starts = [block.span.start for block in blocks]
    for marker in markers:
        place = bisect_right(starts, marker.start) - 1
        if place < 0 or not blocks[place].span.covers(marker):
            yield marker
