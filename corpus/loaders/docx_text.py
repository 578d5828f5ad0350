"""A Word file to lines of text: paragraphs, headings, list items and table rows in the order of the document.

The document's XML is walked directly: python-docx's own paragraphs leave out what stands in content controls, text
boxes and accepted insertions, where forms and templates keep their text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import docx
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from corpus.loaders.docx_lists import ListMarkers
from corpus.loaders.lines import Lines, joined, tidy

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element as Element

_WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag")))
_TEXT_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText"))) | {_TEXT_BOX, _FALLBACK}
"""Deleted text, settings, field codes; text boxes, which are read after; the older of two forms of a drawing."""
_BREAKS = frozenset(map(qn, ("w:br", "w:cr")))
_CHARACTERS = {qn("w:tab"): " ", qn("w:noBreakHyphen"): "-", qn("w:ptab"): " "}
_LONG_CELL = 120
_NOTES = ("footnotes", "endnotes")


def docx_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of the page headers (once each), the body and the notes; and what was left out.

    Raises whatever python-docx raises on damaged files.
    """
    document = docx.Document(io.BytesIO(data))
    reader = _Reader(document, ListMarkers(document))
    for part in _page_parts(document, "header"):
        reader.read(part)
    reader.read(document.element.body)
    for notes in _notes(document):
        reader.lines.gap()
        reader.read(notes)
    footers = [text for part in _page_parts(document, "footer") if (text := tidy(_all_text(part)))]
    notices = [f"the page footer was left out: {text[:80]!r}" for text in footers]
    if reader.struck:
        notices.append("text that is struck out was left out")
    return reader.lines.text(), tuple(notices)


@dataclass(slots=True)
class _Reader:
    """What has been read so far."""

    document: WordDocument
    markers: ListMarkers
    lines: Lines = field(default_factory=Lines)
    struck: bool = False

    def read(self, parent: Element) -> None:
        for block in _blocks(parent):
            if block.tag == qn("w:tbl"):
                self._table(block)
            else:
                self._paragraph(block)

    def _paragraph(self, paragraph: Element) -> None:
        shown = [pieces for pieces in self._written(paragraph) if joined(pieces)]
        heading, prefix = self.markers.is_heading(paragraph), self.markers.of(paragraph) if shown else ""
        for place, pieces in enumerate(shown):
            if heading:
                self.lines.heading(joined(pieces))
            elif prefix:
                self.lines.add(f"{prefix if place == 0 else ' ' * len(prefix)} {joined(pieces)}")
            else:
                self.lines.paragraph(pieces)
        if not shown:
            self.lines.gap()
        for box in paragraph.iter(_TEXT_BOX):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                self.read(box)

    def _written(self, node: Element) -> list[list[tuple[str, bool]]]:
        """The lines of a paragraph or cell, each as its characters with whether they are bold."""
        lines: list[list[tuple[str, bool]]] = [[]]
        stack = [(child, False) for child in reversed(node)]
        while stack:
            child, bold = stack.pop()
            if child.tag == qn("w:r"):
                bold = _is_set(child, "w:b")
                if _is_set(child, "w:strike") or _is_set(child, "w:dstrike"):
                    self.struck = self.struck or bool(_all_text(child).strip())
                    continue
            if child.tag == qn("w:t"):
                lines[-1].append((child.text or "", bold))
            elif child.tag in _BREAKS:
                lines.append([])
            elif child.tag not in _SKIPPED:
                lines[-1].append((_CHARACTERS.get(child.tag, ""), bold))
                stack.extend((grandchild, bold) for grandchild in reversed(child))
        return lines

    def _table(self, table: Element) -> None:
        """Rows as lines where cells are short; a table that lays out prose is read cell by cell."""
        rows = [list(_within(line, qn("w:tc"))) for line in _within(table, qn("w:tr"))]
        if not any(len(cells) > 1 for cells in rows) or any(_is_prose(cell) for cells in rows for cell in cells):
            for cells in rows:
                for cell in cells:
                    self.read(cell)
                    self.lines.gap()
            return
        self.lines.gap()
        for cells in rows:
            self.lines.row(
                [[piece for line in self._written(cell) for piece in (*line, (" ", True))] for cell in cells]
            )
        self.lines.gap()


def _blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a part in order, those within content controls and insertions too."""
    stack = list(reversed(parent))
    while stack:
        child = stack.pop()
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in _WRAPPERS or child.tag in (qn("w:footnote"), qn("w:endnote")):
            stack.extend(reversed(child))


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those within content controls too."""
    stack = list(reversed(parent))
    while stack:
        child = stack.pop()
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            stack.extend(reversed(child))


def _is_prose(cell: Element) -> bool:
    filled = [paragraph for paragraph in cell.iter(qn("w:p")) if _all_text(paragraph).strip()]
    return (
        next(cell.iter(qn("w:tbl")), None) is not None
        or len(filled) > 1
        or len(_all_text(cell)) > _LONG_CELL
        or next(cell.iter(qn("w:numPr")), None) is not None
    )


def _all_text(node: Element) -> str:
    return " ".join(text.text or "" for text in node.iter(qn("w:t")))


def _is_set(run: Element, name: str) -> bool:
    """Whether a run of text switches a property on by itself."""
    mark = run.find(f"{qn('w:rPr')}/{qn(name)}")
    return mark is not None and mark.get(qn("w:val"), "true") not in ("0", "false", "off")


def _page_parts(document: WordDocument, place: str) -> list[Element]:
    """The headers or footers of all sections whose text differs, in order."""
    found: dict[str, Element] = {}
    for section in document.sections:
        for name in (f"first_page_{place}", place):
            part = getattr(section, name)
            if not part.is_linked_to_previous:
                found.setdefault(tidy(_all_text(part._element)), part._element)
    return [element for text, element in found.items() if text]


def _notes(document: WordDocument) -> Iterator[Element]:
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rsplit("/", 1)[-1] in _NOTES:
            yield parse_xml(relation.target_part.blob)
