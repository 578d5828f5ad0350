"""Lines and blocks: what a line is made of (list marker, text, debris of tables), and what blocks are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Span

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
_LIST_NUMBER = re.compile(r"\s*(\d{1,2})([.)])(?=\s)")
_NUMBERED = ("1", "(1")


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


def read_line(text: str, span: Span) -> tuple[Line | None, list[Span]]:
    """What the line is made of, None if it is blank or a rule, and the debris in it."""
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


def number_of(text: str, line: Line) -> str:
    """What the line's marker counts: its figure or letter; empty without one."""
    return line.marker.of(text).strip("(). \t") if line.marker else ""


def bullets_apart(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The lines; one into which several bullets ran together is cut before each."""
    for span in spans:
        written = span.of(text)
        cuts = [match.end() for match in _INLINE_BULLET.finditer(written)] if _may_hold_bullets(written) else []
        cuts = cuts if len(cuts) > 1 or _MARKER.match(written.lstrip()) else []
        if cuts or (cuts := _inline_numbers(written)):
            edges = [span.start, *(span.start + cut for cut in cuts), span.end]
            yield from (Span(start, end) for start, end in pairwise(edges))
        else:
            yield span


def _inline_numbers(written: str) -> list[int]:
    """Where the further numbers stand of a list that begins with the line ("1. A license. 2. A map.")."""
    cuts: list[int] = []
    number = _LIST_NUMBER.match(written)
    while number is not None:
        after = re.compile(rf"[.;:]\s+(?={int(number[1]) + 1}{re.escape(number[2])}\s+[A-Z])")
        found = after.search(written, number.end())
        number = _LIST_NUMBER.match(written, found.end()) if found else None
        cuts.extend([found.end()] if found else [])
    return cuts


def _may_hold_bullets(written: str) -> bool:
    """A quick look, since hardly any line does."""
    return " -" in written or " –" in written or any(bullet in written for bullet in "•●▪")


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


def _strip(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.start + len(piece.rstrip())))
