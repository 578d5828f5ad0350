"""A web page to lines of text: headings, paragraphs, list items and table rows each on a line of their own."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning

from corpus.loaders import html_content
from corpus.loaders.html_tables import has_header, is_data
from corpus.loaders.html_tree import BLOCKS, HEADINGS, PARAGRAPHS, Step, attribute, is_bold, walk
from corpus.loaders.lines import BULLET, INDENT, PRESENTATION, Lines, joined, marker, tidy

_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_CELLS = frozenset({"td", "th"})
_PARTS_OF_DATA = _CELLS | {"tr", "caption"}
_MAX_INDENT = 8
_WORD_BULLET = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_WRAP_WIDTH = 56
"""A block that ends with a line at least this long is set apart: it might be read as a line that was wrapped."""


def page_text(html: str) -> tuple[str, tuple[str, ...]]:
    """The text of a page's content, and notices about what was left out. Empty where the page has no text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML is read as a browser reads it
        soup = BeautifulSoup(html, "lxml")
    content = html_content.find(soup)
    page = _Page()
    if content.title:
        page.lines.heading(content.title)
    for step, node in walk(content.root):
        if isinstance(node, Tag):
            (page.open if step is Step.OPEN else page.close)(node)
        else:
            page.take(str(node))
    page.end_line()
    return page.lines.text(), content.notices


@dataclass(slots=True)
class _List:
    """A list that is open: the style of its markers (see `lines.marker`) and the number of its next item."""

    style: str
    number: int


@dataclass(slots=True)
class _Table:
    """A table that is open; `cells` are those of the row being read, None in a table that only lays out."""

    data: bool
    headed: bool
    cells: list[list[tuple[str, bool]]] = field(default_factory=list)


@dataclass(slots=True)
class _Page:
    """What has been read so far. `pieces` are the characters of the line being read, each with whether it is bold."""

    lines: Lines = field(default_factory=Lines)
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    marker: str = ""
    items: int = 0
    bold: int = 0
    headings: int = 0
    verbatim: int = 0

    def open(self, tag: Tag) -> None:
        self.bold += is_bold(tag)
        if tag.name == "br":
            self._break()
        elif tag.name == "hr":
            self.end_line()
            self.lines.gap()
        elif _WORD_BULLET.search(attribute(tag, "style")):
            self._word_bullet(tag)
        elif tag.name in BLOCKS:
            self.end_line()
            self._open_block(tag)

    def close(self, tag: Tag) -> None:
        if tag.name in BLOCKS:
            self._close_block(tag)
        self.bold -= is_bold(tag)

    def take(self, text: str) -> None:
        if self.verbatim and not self._in_data:
            *whole, text = text.split("\n")
            for line in whole:
                self.pieces.append((line, False))
                self._break()
        self.pieces.append((text, bool(self.bold)))

    def end_line(self) -> bool:
        """Ends the line being read; whether it had any text. Within a data cell a line end is a blank."""
        if self._in_data:
            self.pieces.append((" ", False))
            return False
        pieces, self.pieces = self.pieces, []
        line = joined(pieces)
        if line and self.verbatim:
            self.lines.add("".join(text for text, _ in pieces).translate(PRESENTATION).rstrip())
        elif line:
            self._write(line, pieces)
        return bool(line)

    @property
    def _in_data(self) -> bool:
        return bool(self.tables) and self.tables[-1].data

    def _write(self, line: str, pieces: list[tuple[str, bool]]) -> None:
        if self.items:
            shown = self.marker or " " * len(BULLET)
            self.lines.add(f"{INDENT * min(max(0, len(self.lists) - 1), _MAX_INDENT)}{shown} {line}")
            self.marker = ""
        elif self.headings:
            self.lines.heading(line)
        else:
            self.lines.paragraph(pieces)

    def _break(self) -> None:
        if not self.end_line() and not self._in_data:
            self.lines.gap()

    def _word_bullet(self, tag: Tag) -> None:
        """Word saves a list item as a paragraph that begins with its marker in a symbol font."""
        shown = tidy(tag.get_text())
        tag.clear()
        self.pieces.append((f"{shown if re.search(r'[0-9A-Za-z]{1,4}[.)]', shown) else BULLET} ", False))

    def _open_block(self, tag: Tag) -> None:
        name = tag.name
        if (name in PARAGRAPHS or name == "table") and not self.items and not self._in_data:
            self.lines.gap()
        if name in HEADINGS:
            self.headings += 1
        elif name == "pre":
            self.verbatim += 1
        elif name in _LISTS:
            style = (attribute(tag, "type") or "1") if name == "ol" else ""
            self.lists.append(_List(style, _number(tag, "start", 1)))
        elif name == "li":
            self._open_item(tag)
        elif name == "table":
            data = is_data(tag)
            self.tables.append(_Table(data, data and has_header(tag)))
        elif name in _PARTS_OF_DATA and self._in_data:
            self._spill()

    def _open_item(self, tag: Tag) -> None:
        innermost = self.lists[-1] if self.lists else _List("", 1)
        innermost.number = _number(tag, "value", innermost.number)
        self.marker = marker(innermost.style, innermost.number)
        innermost.number += 1
        self.items += 1

    def _close_block(self, tag: Tag) -> None:
        name = tag.name
        if self._in_data and name in _PARTS_OF_DATA:
            self._close_part(name)
            return
        if self._in_data and name == "table":
            self._spill()
        ended = self.end_line()
        if name == "table" and self.tables:
            self.tables.pop()
        elif name in HEADINGS:
            self.headings -= 1
        elif name == "pre":
            self.verbatim -= 1
        elif name == "li":
            self.items, self.marker = self.items - 1, ""
        elif name in _LISTS and self.lists:
            self.lists.pop()
        if self._in_data or self.items or name == "li":
            return
        long = ended and len(self.lines.gathered[-1]) >= _WRAP_WIDTH
        if long or name in PARAGRAPHS | _LISTS | {"table"} | (HEADINGS - {"h1"}):
            self.lines.gap()

    def _spill(self) -> None:
        """Text that stands in a data table but in no cell is a line of its own."""
        self.lines.add(joined(self.pieces))
        self.pieces = []

    def _close_part(self, name: str) -> None:
        """Ends a cell, a row or the caption of a table that holds data."""
        table = self.tables[-1]
        if name in _CELLS:
            table.cells.append(self.pieces)
            self.pieces = []
            return
        if name == "tr":
            self.lines.row(table.cells, table.headed)
            table.cells = []
        self._spill()


def _number(tag: Tag, name: str, otherwise: int) -> int:
    written = attribute(tag, name).strip()
    return int(written) if re.fullmatch(r"-?\d{1,6}", written) else otherwise
