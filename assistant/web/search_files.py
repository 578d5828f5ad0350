"""What was found as a file for a spreadsheet: CSV and XLSX, every cell a text and none a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.web.search_found import MOST, Found
from index.retriever import Hit

COLUMNS = ("class_code", "title", "section", "quote", "start", "end", "revision", "score")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for the beginning of a formula."""
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")
_CELL = 32_767
"""Characters that a cell of XLSX holds."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its name for a person, the ending of its name, its media type, and what writes it."""

    name: str
    ending: str
    media_type: str
    write: Callable[[Found], bytes]


def rows(found: Found) -> Iterator[tuple[str, ...]]:
    """The hits, at most `MOST`; where no words were searched for, the classes, with nothing of a clause."""
    if found.wanted.query:
        yield from (tuple(_plain(_cell(hit, column)) for column in COLUMNS) for hit in found.hits[:MOST])
        return
    for entry in found.classes[:MOST]:
        told = {"class_code": entry.class_code, "title": entry.title, "revision": entry.revision}
        yield tuple(_plain(told.get(column, "")) for column in COLUMNS)


def as_csv(found: Found) -> bytes:
    """UTF-8 with the mark by which Excel knows it; a cell that could be a formula begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([_safe(cell) for cell in row] for row in rows(found))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(found: Found) -> bytes:
    """A workbook of one sheet."""
    import xlsxwriter  # type: ignore[import-untyped]

    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Search")
        bold = book.add_format({"bold": True})
        for place, column in enumerate(COLUMNS):
            sheet.write_string(0, place, column, bold)
        for line, row in enumerate(rows(found), 1):
            for at, cell in enumerate(row):
                sheet.write_string(line, at, cell[:_CELL])
        sheet.freeze_panes(1, 0)
        for number, width in ((1, 40), (2, 24), (3, 90)):
            sheet.set_column(number, number, width)
    return data.getvalue()


KINDS = (
    FileKind("CSV", "csv", "text/csv; charset=utf-8", as_csv),
    FileKind("Excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
)
"""The files that can be saved."""


def _cell(hit: Hit, column: str) -> str:
    return f"{hit.score:.4f}" if column == "score" else str(getattr(hit, column))


def _plain(cell: str) -> str:
    """The text without halves of characters, which no file can hold."""
    return cell.encode("utf-8", "replace").decode("utf-8")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) and not _FIGURE.fullmatch(cell) else cell
