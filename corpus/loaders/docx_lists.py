"""Which paragraphs of a Word file are headings, which are list items, and what marker Word shows before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from corpus.loaders.lines import BULLET, INDENT, marker

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element as Element

_FORMATS = {
    "decimal": "1",
    "decimalZero": "1",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
"""Word's number formats as HTML list styles; every other one is shown as a bullet."""
_NONE = "none"
_BODY_LEVEL = 9
"""Word's outline levels are 0 to 8; 9 is body text."""
_LIST_OFF = "0"
_MAX_STYLE_CHAIN = 20
"""Styles build on styles; a damaged file may have them build on each other in a circle."""


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered."""

    style: str
    start: int


class ListMarkers:
    """The markers of a document's list items, counted as Word counts them: to be asked once a paragraph, in order."""

    def __init__(self, document: WordDocument) -> None:
        self._styles = {_value(style, "w:styleId"): style for style in document.styles.element.iter(qn("w:style"))}
        self._levels: dict[tuple[str, int], _Level] = {}
        self._lists: dict[str, str] = {}
        self._restarts: set[tuple[str, int]] = set()
        self._counts: dict[tuple[str, int], int] = {}
        for relation in document.part.rels.values():
            if not relation.is_external and relation.reltype.endswith("/numbering"):
                self._read_numbering(parse_xml(relation.target_part.blob))

    def is_heading(self, paragraph: Element) -> bool:
        """Whether the paragraph has a place in Word's outline, or the style of a title."""
        for settings in self._settings(paragraph):
            level = settings.find(qn("w:outlineLvl"))
            if level is not None:
                return _number(level, "w:val", _BODY_LEVEL) < _BODY_LEVEL
        return any(name.startswith(("heading", "title", "subtitle")) for name in self._style_names(paragraph))

    def of(self, paragraph: Element) -> str:
        """The indented marker of a list item ("-", "  2."), empty for a paragraph that is none."""
        number, level = self._place(paragraph)
        if number == _LIST_OFF:
            return ""
        base = self._lists.get(number, number)
        shape = self._levels.get((base, level), _Level("", 1))
        if shape.style == _NONE:
            return ""
        if (number, level) in self._restarts:
            self._restarts.discard((number, level))
            self._counts.pop((base, level), None)
        count = self._counts.get((base, level), shape.start - 1) + 1
        self._counts[base, level] = count
        for key in [key for key in self._counts if key[0] == base and key[1] > level]:
            del self._counts[key]
        return INDENT * level + (marker(shape.style, count) if shape.style else BULLET)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """The list and level that the paragraph, or else its style, names."""
        number, level = None, None
        for settings in self._settings(paragraph):
            place = settings.find(qn("w:numPr"))
            if place is None:
                continue
            listed, deep = place.find(qn("w:numId")), place.find(qn("w:ilvl"))
            number = number if number is not None or listed is None else _value(listed, "w:val")
            level = level if level is not None or deep is None else _number(deep, "w:val", 0)
        return number or _LIST_OFF, min(max(level or 0, 0), _BODY_LEVEL)

    def _settings(self, paragraph: Element) -> list[Element]:
        """The settings of the paragraph and of the styles it builds on, nearest first."""
        chain = [paragraph, *self._style_chain(paragraph)]
        return [settings for node in chain if (settings := node.find(qn("w:pPr"))) is not None]

    def _style_chain(self, paragraph: Element) -> list[Element]:
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        chain: list[Element] = []
        while own is not None and len(chain) < _MAX_STYLE_CHAIN:
            style = self._styles.get(_value(own, "w:val"))
            if style is None:
                break
            chain.append(style)
            own = style.find(qn("w:basedOn"))
        return chain

    def _style_names(self, paragraph: Element) -> list[str]:
        names = [style.find(qn("w:name")) for style in self._style_chain(paragraph)]
        return [_value(name, "w:val").lower() for name in names if name is not None]

    def _read_numbering(self, numbering: Element) -> None:
        for shape in numbering.iter(qn("w:abstractNum")):
            for level in shape.iter(qn("w:lvl")):
                written, start = level.find(qn("w:numFmt")), level.find(qn("w:start"))
                shown = "decimal" if written is None else _value(written, "w:val")
                style = _NONE if shown == _NONE else _FORMATS.get(shown, "")
                key = (_value(shape, "w:abstractNumId"), _number(level, "w:ilvl", 0))
                self._levels[key] = _Level(style, 1 if start is None else _number(start, "w:val", 1))
        for listed in numbering.iter(qn("w:num")):
            base, number = listed.find(qn("w:abstractNumId")), _value(listed, "w:numId")
            self._lists[number] = "" if base is None else _value(base, "w:val")
            for override in listed.iter(qn("w:lvlOverride")):
                if override.find(qn("w:startOverride")) is not None:
                    self._restarts.add((number, _number(override, "w:ilvl", 0)))


def _value(node: Element, name: str) -> str:
    return node.get(qn(name)) or ""


def _number(node: Element, name: str, otherwise: int) -> int:
    written = _value(node, name)
    return int(written) if written.isdecimal() and len(written) < 7 else otherwise
