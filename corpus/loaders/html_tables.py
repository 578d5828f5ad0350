"""Which tables hold data and which only place things on the page."""

from __future__ import annotations

from bs4 import Tag

from corpus.loaders.html_tree import attribute
from corpus.loaders.lines import tidy

_HEADED = ("th", "caption", "thead")
_NEVER_IN_A_CELL = ("table", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote")
_LONG_CELL = 120
"""Characters. In a table without a header, a longer cell is prose that was put into a column."""


def is_data(table: Tag) -> bool:
    """Whether the table's rows are to be read as rows, their cells joined.

    Old pages lay out whole documents as tables; there each cell is a stretch of text of its own. A table is data if
    it has no table, list or heading within its cells, at most one paragraph in each, rows of two cells or more, and
    either a header or only short cells.
    """
    if attribute(table, "role") in ("presentation", "none") or table.find(_NEVER_IN_A_CELL):
        return False
    rows = [_cells(row) for row in table.find_all("tr")]
    if not any(sum(map(bool, map(_text, row))) > 1 for row in rows):
        return False
    cells = [cell for row in rows for cell in row]
    if any(len(cell.find_all("p")) > 1 for cell in cells):
        return False
    return table.find(_HEADED) is not None or all(len(_text(cell)) <= _LONG_CELL for cell in cells)


def has_header(table: Tag) -> bool:
    """Whether the table says itself which of its cells are headers."""
    return table.find(_HEADED) is not None


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _text(cell: Tag) -> str:
    return tidy(cell.get_text(" "))
