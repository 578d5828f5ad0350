"""Lines to blocks: list markers, hard wraps, connectors on lines of their own, table debris. Offsets only.

A *block* is a run of characters that belongs together before sentences are looked at: one bullet with the lines it
was wrapped over, or one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.headings import is_capitals
from corpus.model import Span
from corpus.subheads import is_statement_in_capitals
from corpus.wording import BARE_STEM, awaits_figure, ends_open, ends_sentence, is_closer, is_connector

_BULLETS = "-–—•●▪◦·*‣∙⁃►▸▶➢➤✓✔◆◇■□○"
_MARKER = re.compile(
    rf"(?P<bullet>[{_BULLETS}](?=\s|$)|[-•●▪](?=[A-Z][a-z])|[•●▪](?=[a-z(])|o(?=\s+[A-Z]))"
    r"|(?P<paren>\((?:\d{1,2}|[a-hA-H]|[ivx]{1,4})\)(?=\s|$))"
    r"|(?P<number>\d{1,2}[.)](?=\s|$|[A-Z][a-z]))"
    r"|(?P<roman>(?:[ivx]{1,4}|[IVX]{2,4})[.)](?=\s|$))"
    r"|(?P<letter>[a-zA-H][.)](?=\s|$))"
)
_RULE = re.compile(r"^[\s|:=_*.\-–—•+]+$")
_INLINE_BULLET = re.compile(r"(?<=[;.:])\s+(?=[-–•●▪]\s+\S)|(?<=\S)\s+(?=[•●▪])|(?<=\sof|\sto|\sin)\s+(?=-\s+\S)")
_NUMBERED = ("1", "(1")
_LETTERED = {"i": "h", "v": "u", "x": "w"}
"""Letters that may be Roman numerals, and the letter that stands before them in an alphabetical list."""

WRAP_WIDTH = 56
"""A line shorter than this that ends without punctuation was not broken by a hard wrap."""
_MIN_WRAPPED, _MAX_WRAPPED = 40, 132
"""A text whose lines are shorter, or longer, was not wrapped at a width."""
_RAGGED = 8
_ODD_LINES = 50
"""One line in so many may be longer than the width: a table row, or headings that ran together."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line's characters without its blanks and marker. An empty `body` with a marker awaits the next line's text."""

    body: Span
    marker: Span | None
    style: str
    indent: int


@dataclass(frozen=True, slots=True)
class Block:
    """Characters that belong together, and what stands before them.

    `style` is the shape of the list marker ("-", "1", "(1", "a", "A", "i"; "" without one), `number` what it counts,
    `indent` its column, `apart` whether a blank line stands before it. `level` is that of a sub-heading (see
    `corpus.subheads`), None for all else.
    """

    span: Span
    style: str
    number: str
    indent: int = 0
    apart: bool = False
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a stretch of text and the spans of the markers and rules between them."""

    blocks: tuple[Block, ...]
    markers: tuple[Span, ...]


def lines(text: str, span: Span) -> Iterator[Span]:
    """The spans of the lines within `span`, without their newlines."""
    start = span.start
    while start <= span.end:
        cut = text.find("\n", start, span.end)
        end = span.end if cut < 0 else cut
        yield Span(start, end)
        if cut < 0:
            return
        start = cut + 1


def wrap_width(text: str, spans: Sequence[Span]) -> int | None:
    """The width in characters at which the text's lines were broken; None if it has lines of any length."""
    lengths = sorted(len(written) for span in spans if (written := span.of(text).rstrip()))
    widest = lengths[-1 - len(lengths) // _ODD_LINES] if lengths else 0
    return widest if _MIN_WRAPPED <= widest <= _MAX_WRAPPED else None


def read(text: str, spans: Iterable[Span], width: int | None = None, *, apart: bool = False) -> Layout:
    """The layout of the given lines, of a text wrapped at `width`; `apart`: a blank line stands before the first.

    Every non-blank character lands in exactly one block or marker.
    """
    blocks: list[Block] = []
    markers: list[Span] = []
    pending: Line | None = None
    after_blank = apart
    for span in _bullets_apart(text, spans):
        line, debris = _read_line(text, span)
        markers.extend(debris)
        if line is None:
            after_blank = True
            continue
        if not after_blank and pending is None and _is_figure(text, blocks, line):
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
    inside = [marker for marker in markers if not any(block.span.covers(marker) for block in joined)]
    return Layout(joined, tuple(sorted(inside)))


def _is_figure(text: str, blocks: list[Block], line: Line) -> bool:
    """Whether what looks like a list marker is a figure that a wrap brought to the beginning of its line."""
    if line.marker is None or line.style == "-" or not blocks or blocks[-1].style == line.style:
        return False
    return awaits_figure(blocks[-1].span.of(text))


def _settled(text: str, blocks: list[Block], line: Line) -> Line:
    """The line; a letter alone on it that counts no list is text, the end of a broken sentence ("Range" / "D.")."""
    if line.marker is None or line.body.start < line.body.end or line.style in ("-", "1", "(1"):
        return line
    number = _number(text, line)
    before = next((block.number for block in reversed(blocks) if block.style == line.style), "")
    counts = number.lower() in ("a", "i") or len(number) > 1 or (before and ord(number) == ord(before[-1]) + 1)
    return line if counts else Line(line.marker, None, "", line.indent)


def _number(text: str, line: Line) -> str:
    return line.marker.of(text).strip("(). \t") if line.marker else ""


def _bullets_apart(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The lines; one into which several bullets ran together is cut before each."""
    for span in spans:
        cuts = [match.end() for match in _INLINE_BULLET.finditer(text, span.start, span.end)]
        led = len(cuts) > 1 or bool(_MARKER.match(text[span.start : span.end].lstrip()))
        cuts = [span.start, *(cuts if led else ()), span.end]
        yield from (Span(start, end) for start, end in pairwise(cuts))


def _read_line(text: str, span: Span) -> tuple[Line | None, list[Span]]:
    body = _strip(text, span)
    if body.start == body.end:
        return None, []
    written = body.of(text)
    if _RULE.match(written) and not _MARKER.fullmatch(written):
        return None, [body]
    body, debris = _without_pipes(text, body)
    match = _MARKER.match(text, body.start, body.end)
    if match is None:
        return Line(body, None, "", _column(text, span, body.start)), debris
    marker, column = Span(body.start, match.end()), _column(text, span, body.start)
    rest = _strip(text, Span(match.end(), body.end))
    inner = _MARKER.match(text, rest.start, rest.end) if _style(match) in _NUMBERED else None
    if inner is not None and _style(inner) not in ("-", _style(match)):  # "2. a. Three years": the first of its parts
        debris.append(marker)
        marker, match = Span(rest.start, inner.end()), inner
        rest = _strip(text, Span(inner.end(), rest.end))
    return Line(rest, marker, _style(match), column), debris


def _without_pipes(text: str, body: Span) -> tuple[Span, list[Span]]:
    """The line without the pipes of a table at its ends, and these."""
    debris: list[Span] = []
    while text[body.start] == "|":
        debris.append(Span(body.start, body.start + 1))
        body = _strip(text, Span(body.start + 1, body.end))
    while text[body.end - 1] == "|":
        debris.append(Span(body.end - 1, body.end))
        body = _strip(text, Span(body.start, body.end - 1))
    return body, debris


def _column(text: str, line: Span, start: int) -> int:
    return len(text[line.start : start].expandtabs(4))


def _style(match: re.Match[str]) -> str:
    written = match.group().strip("().")
    kind = match.lastgroup or "bullet"
    if kind == "bullet":
        return "-"
    prefix = "(" if kind == "paren" else ""
    if written.isdigit():
        return prefix + "1"
    if kind == "roman" or (kind == "paren" and set(written) <= set("ivx")):
        return prefix + "i"
    return prefix + ("a" if written.islower() else "A")


def _append(text: str, blocks: list[Block], line: Line, after_blank: bool, width: int | None) -> None:
    if blocks and line.marker is None and _continues(text, blocks[-1], line, after_blank, width):
        blocks[-1] = replace(blocks[-1], span=Span(blocks[-1].span.start, line.body.end))
        return
    number = _number(text, line)
    style = line.style
    before = next((block for block in reversed(blocks) if block.style == "a"), None)
    if style == "i" and before and before.number == _LETTERED.get(number):
        style = "a"
    blocks.append(Block(line.body, style, number, line.indent, after_blank))


def _continues(text: str, block: Block, line: Line, after_blank: bool, width: int | None) -> bool:
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


def _strip(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.start + len(piece.rstrip())))
