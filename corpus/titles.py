"""The title of a class: from the page's header, else from the cancellation clause; and all classes of a series."""

from __future__ import annotations

import re

from corpus.fields import CODE
from corpus.headings import is_capitals
from corpus.model import Field, FieldName, Section, SectionKind, Span
from corpus.sentences import trim

_CODED = re.compile(
    rf"^[ \t#*|]*(?P<title>[^\s|()][^\n|]{{0,150}}?)\s{{0,10}}\((?:Class Code:?\s*)?(?P<code>{CODE})\)[ \t*|]*$",
    re.MULTILINE,
)
_ROW = re.compile(r"^[^\n]*\|[^\n]*$", re.MULTILINE)
_CODE_CELL = re.compile(r"^(?:class\s+|job\s+)?code$", re.IGNORECASE)
_TITLE_CELL = re.compile(r"^(?:(?:class|job)(?:\s+title)?|title|classification)$", re.IGNORECASE)
_ABOLISHED = re.compile(r"\s*\(abolished\b[^()]*\)", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"^(?:state of \w+|.*executive branch|california state personnel board specification|city of .*|"
    r"class\s+(?:code|specification)\b.*|job\s+class.*|open date.*|\(.*\)|page \d+.*|series established.*|"
    r"\$.*|rev(?:ised|ision)?\b.*|[^A-Za-z]*)$",
    re.IGNORECASE,
)
_AFTER_TITLE = re.compile(r"\s+(?:Class\s+Code\b.*|Open\s+Date\b.*|REV(?:ISED)?\b.*)$", re.IGNORECASE)
_CHANGED = re.compile(
    r"\bchanged?\s+(?:the\s+)?(?:class\s+)?title\s+(?:from\s+[^()]+?\s+)?to\s+(?P<v>[A-Z][^()]*?(?:\([^()]*\))?)"
    r"\s*(?=,?\s+and\s+(?:to\s+)?[a-z]|[.;,)]|$)"
)
_MAX_TITLE = 120


def header_title(text: str, sections: tuple[Section, ...]) -> Field | None:
    """The title that a header states: `Title (CODE)`, else its first line that is no boilerplate."""
    header = next((section for section in sections if section.kind is SectionKind.HEADER), None)
    if header is None:
        return None
    coded = _CODED.search(text, header.span.start, header.span.end)
    if coded:
        return _field(text, Span(*coded.span("title")))
    start = header.span.start
    for line in text[header.span.start : header.span.end].split("\n"):
        bare = _AFTER_TITLE.sub("", line.strip().strip("#*| ").strip()[: 3 * _MAX_TITLE])
        if bare and not _BOILERPLATE.match(bare):
            if len(bare) > _MAX_TITLE or bare.endswith((".", ";", ":")):
                return None
            at = text.index(bare, start)
            return _field(text, Span(at, _end_of_title(text, at + len(bare), header.span.end)))
        start += len(line) + 1
    return None


def changed_title(text: str, fields: tuple[Field, ...]) -> Field | None:
    """The title that the reason of the revision says the class was given ("Revised to change title to Plumber")."""
    reason = next((field for field in fields if field.name is FieldName.REVISION_REASON), None)
    match = _CHANGED.search(text, reason.span.start, reason.span.end) if reason else None
    return _field(text, Span(*match.span("v"))) if match else None


def classes_named(text: str, end: int) -> tuple[tuple[str, str], ...]:
    """The (code, title) pairs of the classes that the text specifies, in its order.

    They stand in the lines of the header, which ends at `end`, and in tables with a column of codes and one of titles.
    """
    found: dict[str, str] = {}
    for match in _CODED.finditer(text, 0, end):
        found.setdefault(match["code"], " ".join(match["title"].split()))
    columns: tuple[int, int] | None = None
    last = -1
    for row in _ROW.finditer(text):
        cells = [cell.strip() for cell in row.group().strip().strip("|").split("|")]
        if row.start() != last + 1:
            columns = None
        last = row.end()
        header = _columns(cells)
        columns = header or columns
        if header is None and columns and max(columns) < len(cells):
            code, title = cells[columns[0]], cells[columns[1]]
            if re.fullmatch(CODE, code) and title:
                found.setdefault(code, " ".join(_ABOLISHED.sub("", title).split()))
    return tuple(found.items())


def _columns(cells: list[str]) -> tuple[int, int] | None:
    """The places of the code and of the title in the header row of a table of classes."""
    code = next((place for place, cell in enumerate(cells) if _CODE_CELL.match(cell)), None)
    title = next((place for place, cell in enumerate(cells) if _TITLE_CELL.match(cell)), None)
    return None if code is None or title is None else (code, title)


def _end_of_title(text: str, end: int, limit: int) -> int:
    """A title in capitals may be broken over two lines."""
    first = text[text.rfind("\n", 0, end) + 1 : end]
    stop = text.find("\n", end, limit)
    second_stop = text.find("\n", stop + 1, limit) if stop >= 0 else -1
    second = text[stop + 1 : second_stop] if second_stop >= 0 else ""
    goes_on = is_capitals(first) and is_capitals(second) and re.fullmatch(r"[A-Z ,'&/()-]+", second.strip())
    if goes_on and not text[end:stop].strip() and not _BOILERPLATE.match(second.strip()):
        return stop + 1 + len(second.rstrip())
    return end


def _field(text: str, span: Span) -> Field:
    tight = trim(text, span)
    return Field(FieldName.CLASS_TITLE, " ".join(tight.of(text).split()), tight)
