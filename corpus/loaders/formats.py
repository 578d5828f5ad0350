"""Which format an input is in: its bytes decide, then what the server or the file name says.

A signature (the first bytes, or the first tag of a page) beats every name: a PDF named `.txt` is read as a PDF, a page
served as plain text as a page, a Word file named `.zip` as a Word file; a notice says so. A name that claims a format
with a signature must have it. An archive gives many documents, so it is opened only where the name or the server
calls it one. Between the formats without a signature (text, Markdown, pages that begin anywhere) the name decides.
"""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from io import BytesIO
from typing import NamedTuple

from corpus.errors import UnreadableInput


class Format(StrEnum):
    """What the loaders read."""

    TEXT = "text file"
    MARKDOWN = "Markdown file"
    HTML = "web page"
    PDF = "PDF file"
    DOCX = "Word file"
    ZIP = "zip archive"


SUFFIXES: dict[str, Format] = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".zip": Format.ZIP,
}
CONTENT_TYPES: dict[str, Format] = {
    "text/plain": Format.TEXT,
    "text/markdown": Format.MARKDOWN,
    "text/html": Format.HTML,
    "application/xhtml+xml": Format.HTML,
    "application/pdf": Format.PDF,
    "application/x-pdf": Format.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Format.DOCX,
    "application/zip": Format.ZIP,
    "application/x-zip-compressed": Format.ZIP,
}
SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/download"})
"""Content types of servers that do not know what they send; the URL's ending decides then."""

_SIGNED = frozenset({Format.PDF, Format.DOCX, Format.ZIP})
_HEAD = 1024
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PDF = b"%PDF-"
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(rb"<(?:[a-z][a-z0-9]*[\s>/]|!--)", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_WORD_PART = "word/document.xml"
_AS_DOCX = "save it as .docx or .pdf"


class _Foreign(NamedTuple):
    signature: bytes
    what: str
    mend: str | None


_FOREIGN = (
    _Foreign(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or a password-protected Office file", _AS_DOCX),
    _Foreign(b"{\\rtf", "a Rich Text file", _AS_DOCX),
    _Foreign(b"%!PS", "a PostScript file", "convert it with `ps2pdf`"),
    _Foreign(b"\x89PNG", "an image", "give its text"),
    _Foreign(b"\xff\xd8\xff", "an image", "give its text"),
    _Foreign(b"GIF8", "an image", "give its text"),
    _Foreign(b"II*\x00", "an image", "give its text"),
    _Foreign(b"MM\x00*", "an image", "give its text"),
    _Foreign(b"\x1f\x8b", "a gzip archive", "unpack it"),
    _Foreign(b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it"),
    _Foreign(b"Rar!\x1a\x07", "a RAR archive", "unpack it"),
)
_OTHER_OFFICE = (
    ("xl/", "a spreadsheet"),
    ("ppt/", "a presentation"),
    ("META-INF/manifest.xml", "an OpenDocument file"),
    ("META-INF/container.xml", "an e-book"),
)


class Decision(NamedTuple):
    """The format to read an input in, and what a reader should know about the choice, if anything."""

    format: Format
    notice: str | None = None


def decide(data: bytes, source: str, claimed: Format | None) -> Decision:
    """The format of `data`; `claimed` is what its name or server says, None if they say nothing.

    Raises UnreadableInput for formats that are not read here and for claims that the bytes belie.
    """
    signed = _signature(data, source, claimed)
    if signed is None:
        if claimed in _SIGNED:
            raise UnreadableInput(source, f"is called a {claimed.value} but its bytes are none")
        if claimed is Format.HTML and not _TAG.search(data.replace(b"\x00", b"")):
            return Decision(Format.TEXT, "called a web page but has no tags; read as text")
        return Decision(claimed or Format.TEXT)
    if signed is Format.ZIP and claimed not in (Format.ZIP, None):
        raise UnreadableInput(source, f"is called a {claimed.value} but holds a zip archive", mend="rename it to .zip")
    if claimed in (signed, None):
        return Decision(signed)
    return Decision(signed, f"called a {claimed.value} but holds a {signed.value}; read as that")


def _signature(data: bytes, source: str, claimed: Format | None) -> Format | None:
    head = data[:_HEAD]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    for foreign in _FOREIGN:
        if head.startswith(foreign.signature):
            raise UnreadableInput(source, f"is {foreign.what}, which is not read here", mend=foreign.mend)
    # The PDF standard's readers look for the header in the first 1024 bytes; text that only names it is none.
    if head.lstrip().startswith(_PDF) or (claimed is Format.PDF and _PDF in head):
        return Format.PDF
    if data.startswith(_ZIP):
        return _zipped(data, source, claimed)
    return Format.HTML if _PAGE.match(head.replace(b"\x00", b"")) else None


def _zipped(data: bytes, source: str, claimed: Format | None) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        what = claimed.value if claimed in (Format.DOCX, Format.ZIP) else Format.ZIP.value
        raise UnreadableInput(source, f"is a damaged {what}: {error}") from error
    if _WORD_PART in names:
        return Format.DOCX
    for beginning, what in _OTHER_OFFICE:
        if any(name.startswith(beginning) for name in names) and claimed is not Format.ZIP:
            raise UnreadableInput(source, f"is {what}, which is not read here", mend=_AS_DOCX)
    return Format.ZIP
