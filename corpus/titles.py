"""The title of a class: from the page's header, else from the cancellation clause; and all classes of a series."""

from __future__ import annotations

import re

from corpus.fields import CODE
from corpus.model import Field, FieldName, Section, SectionKind, Span
from corpus.sentences import trim

_CODED = re.compile(rf"^(?:#+ *|\*\*)?(?P<title>[^\n|()][^\n|]*?)\s*\((?P<code>{CODE})\)[ \t*]*$", re.MULTILINE)
_ROW = re.compile(
    r"^[ \t|]*(?:[A-Z]{2}\d{2,3}\s*\|\s*)?(?P<code>\d{4}(?:[A-Z][A-Z0-9])?)\s*\|\s*(?P<title>[A-Z][^\n|]+?)[ \t|]*$",
    re.MULTILINE,
)
_BOILERPLATE = re.compile(
    r"^(?:state of \w+|.*executive branch|california state personnel board specification|city of .*|"
    r"class\s+(?:code|specification)\b.*|job\s+class.*|open date.*|\(.*\)|page \d+.*|series established.*|"
    r"\$.*|rev(?:ised|ision)?\b.*|[^A-Za-z]*)$",
    re.IGNORECASE,
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
        bare = line.strip().strip("#*| ").strip()
        if bare and len(bare) <= _MAX_TITLE and not _BOILERPLATE.match(bare) and not bare.endswith((".", ";")):
            at = text.index(bare, start)
            return _field(text, Span(at, at + len(bare)))
        if bare and not _BOILERPLATE.match(bare):
            return None
        start += len(line) + 1
    return None


def classes_named(text: str, sections: tuple[Section, ...]) -> tuple[tuple[str, str], ...]:
    """The (code, title) pairs of the classes that the text specifies, in its order: header lines and code tables."""
    end = next((section.span.end for section in sections if section.kind is SectionKind.HEADER), 0)
    found: dict[str, str] = {}
    for match in _CODED.finditer(text, 0, end):
        found.setdefault(match["code"], " ".join(match["title"].split()))
    for match in _ROW.finditer(text):
        found.setdefault(match["code"], " ".join(match["title"].split()))
    return tuple(found.items())


def _field(text: str, span: Span) -> Field:
    tight = trim(text, span)
    return Field(FieldName.CLASS_TITLE, " ".join(tight.of(text).split()), tight)
