"""A PDF to lines of text, page by page."""

from __future__ import annotations

import io
import logging

from pypdf import PasswordType, PdfReader
from pypdf.errors import DependencyError

from corpus.errors import EmptyInput, OversizedInput, UnreadableInput
from corpus.loaders.canonical import storable
from corpus.loaders.document import Limits
from corpus.loaders.lines import PRESENTATION

# pypdf logs every oddity of a file. Without a handler Python would print them; what matters is said in notices.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_UNLOCK = "save an unprotected copy, e.g. with `qpdf --decrypt in.pdf out.pdf`"
_OCR = "make them searchable first, e.g. with `ocrmypdf in.pdf out.pdf`"


def pdf_text(data: bytes, source: str, limits: Limits) -> tuple[str, tuple[str, ...]]:
    """The text of all pages in order, and a notice naming the pages that have none.

    Page numbers and running heads stay, since nothing tells them from text. A file protected with an empty password
    opens. Raises UnreadableInput (protected), EmptyInput (images only), OversizedInput (too many pages), and whatever
    pypdf raises on damaged files.
    """
    reader = PdfReader(io.BytesIO(data))
    _unlock(reader, source)
    count = len(reader.pages)
    if count > limits.max_pages:
        raise OversizedInput(source, f"has {count} pages; the limit is {limits.max_pages}")
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(_plain(page.extract_text()))
        size += len(pages[-1])
        if size > limits.max_text:
            raise OversizedInput(source, f"has more than {limits.max_text} characters of text")
    without = [number for number, page in enumerate(pages, start=1) if not page.strip()]
    if len(without) == count:
        raise EmptyInput(source, f"its {count} pages are images without text" if count else "has no pages", mend=_OCR)
    return "\n".join(page for page in pages if page.strip()) + "\n", _notice(without)


def _unlock(reader: PdfReader, source: str) -> None:
    if not reader.is_encrypted:
        return
    try:
        opened = reader.decrypt("") is not PasswordType.NOT_DECRYPTED
    except DependencyError as error:
        raise UnreadableInput(source, "is encrypted with AES, which is not read here", mend=_UNLOCK) from error
    if not opened:
        raise UnreadableInput(source, "is protected with a password", mend=_UNLOCK)


def _plain(text: str) -> str:
    lines = storable(text).translate(PRESENTATION).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _notice(without: list[int]) -> tuple[str, ...]:
    if not without:
        return ()
    pages = ", ".join(map(str, without))
    return (f"{'page' if len(without) == 1 else 'pages'} {pages}: no text, perhaps images",)
