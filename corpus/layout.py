"""Lines to blocks: list markers, hard wraps, connectors on lines of their own, table debris. Offsets only.

A *block* is a run of characters that belongs together before sentences are looked at: one bullet with the lines it
was wrapped over, or one paragraph. Its `style` is the shape of its marker ("-", "1", "a", "A", "i"), "" without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.model import Span

_MARKER = re.compile(
    r"(?P<bullet>[-–—•●▪◦·*‣](?=\s|$)|[-•●▪](?=[A-Z][a-z]))"
    r"|(?P<paren>\((?:\d{1,2}|[a-hA-H]|[ivx]{1,4})\)(?=\s|$))"
    r"|(?P<number>\d{1,2}[.)](?=\s|$|[A-Z][a-z]))"
    r"|(?P<letter>[a-hA-H][.)](?=\s|$))"
    r"|(?P<roman>(?:[ivx]{2,4}|[IVX]{2,4})[.)](?=\s|$))"
)
_RULE = re.compile(r"^[\s|:=_*.\-–—•+]+$")
_CONNECTOR = re.compile(r"^(?:[-–—]*\s*)(?:AND/OR|OR|AND|or|and|Or|And)[\s,:;\-–—]*$")
_OPEN_END = re.compile(
    r"(?:[,(/&]|\b(?:and|or|of|in|to|for|with|the|a|an|by|as|at|on|from|that|which|is|are|be|must|may|their|its|"
    r"other|such|including|than|into|within|under|between|per|not|no))$",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.;:!?][\"”’)\]]*$")
_WRAP_WIDTH = 56
"""A line shorter than this that ends without punctuation was not broken by a hard wrap."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line's characters without its blanks and marker. An empty `body` with a marker awaits the next line's text."""

    body: Span
    marker: Span | None
    style: str


@dataclass(frozen=True, slots=True)
class Block:
    """Characters that belong together, and the marker (if any) that stands before them."""

    span: Span
    style: str
    number: str


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


def read(text: str, spans: Iterable[Span]) -> Layout:
    """The layout of the given lines. Every non-blank character lands in exactly one block or marker."""
    blocks: list[Block] = []
    markers: list[Span] = []
    pending: Line | None = None
    after_blank = True
    for span in spans:
        line, debris = _read_line(text, span)
        markers.extend(debris)
        if line is None:
            after_blank = True
            continue
        if line.marker is not None:
            markers.append(line.marker)
            if line.body.start == line.body.end:
                pending = line
                after_blank = False
                continue
        if line.marker is None and pending is not None:
            line = replace(line, marker=pending.marker, style=pending.style)
        pending = None
        _append(text, blocks, line, after_blank)
        after_blank = False
    joined = tuple(_join_connectors(text, blocks))
    inside = [marker for marker in markers if not any(block.span.covers(marker) for block in joined)]
    return Layout(joined, tuple(sorted(inside)))


def _read_line(text: str, span: Span) -> tuple[Line | None, list[Span]]:
    body = _strip(text, span)
    if body.start == body.end:
        return None, []
    written = body.of(text)
    if _RULE.match(written) and not _MARKER.fullmatch(written):
        return None, [body]
    debris: list[Span] = []
    if written.startswith("|"):
        debris.append(Span(body.start, body.start + 1))
        body = _strip(text, Span(body.start + 1, body.end))
    if body.of(text).endswith("|"):
        debris.append(Span(body.end - 1, body.end))
        body = _strip(text, Span(body.start, body.end - 1))
    match = _MARKER.match(text, body.start, body.end)
    if match is None or match.end() > body.end:
        return Line(body, None, ""), debris
    marker = Span(body.start, match.end())
    return Line(_strip(text, Span(match.end(), body.end)), marker, _style(match)), debris


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


def _append(text: str, blocks: list[Block], line: Line, after_blank: bool) -> None:
    if blocks and line.marker is None and _continues(text, blocks[-1], line.body, after_blank):
        blocks[-1] = replace(blocks[-1], span=Span(blocks[-1].span.start, line.body.end))
        return
    number = line.marker.of(text).strip("(). \t)") if line.marker else ""
    blocks.append(Block(line.body, line.style, number))


def _continues(text: str, block: Block, line: Span, after_blank: bool) -> bool:
    """Whether an unmarked line goes on with the block before it: a hard wrap, or a sentence cut in two."""
    before = block.span
    last = text[text.rfind("\n", before.start, before.end) + 1 : before.end].strip()
    written = line.of(text)
    if _CONNECTOR.match(written) or _CONNECTOR.match(last):
        return False
    if _TERMINAL.search(last):
        if block.style or after_blank:
            return False
        wrapped = last.endswith(".") and len(last) >= _WRAP_WIDTH and not _is_closer(written)
        return wrapped or (last.endswith(";") and written[0].islower())
    if after_blank:
        return bool(_OPEN_END.search(last)) and written[0].islower()
    if _OPEN_END.search(last):
        return len(last) > 24 or written[0].islower()
    if written[0].islower() or written[0] in "(,;":
        return True
    return len(last) >= _WRAP_WIDTH and not _is_closer(written)


def _is_closer(written: str) -> bool:
    """Unbulleted closing lines of a list ("Performs related duties as required.")."""
    return bool(re.match(r"(?:Performs? |Does |And )?(?:other )?related (?:duties|work)", written, re.IGNORECASE))


def _join_connectors(text: str, blocks: list[Block]) -> Iterator[Block]:
    """A bare OR or AND belongs to the alternative that it opens: cut off, the alternative would read as a duty."""
    held: Block | None = None
    for block in blocks:
        if held is not None:
            block = replace(block, span=Span(held.span.start, block.span.end))
            held = None
        if _CONNECTOR.match(block.span.of(text)):
            held = block
            continue
        yield block
    if held is not None:
        yield held


def _strip(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.start + len(piece.rstrip())))
