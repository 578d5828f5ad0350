"""One input's bytes to one document: the format is decided, its converter called, the text made canonical.

Converters are imported when a file of their format comes: their libraries take longer to load than most texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.errors import EmptyInput, InputError, OversizedInput, UnreadableInput
from corpus.loaders.archive import plain_package
from corpus.loaders.canonical import canonical, storable
from corpus.loaders.document import Document, Input, Limits
from corpus.loaders.encoding import decode
from corpus.loaders.formats import Format, decide

_Converted = tuple[str, tuple[str, ...]]
_Converter = Callable[[Input, Limits], _Converted]

_CHARSET_HEAD = 4096
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)|^\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)


def convert(given: Input, limits: Limits) -> Document | None:
    """The document in an input; None where it is an archive, which may hold several.

    Raises UnreadableInput, EmptyInput or OversizedInput, and nothing else.
    """
    if not given.data:
        raise EmptyInput(given.source, "is empty")
    decision = decide(given.data, given.source, given.claimed)
    if decision.format is Format.ZIP:
        return None
    if len(given.data) > limits.max_bytes:
        raise OversizedInput(given.source, f"has {len(given.data)} bytes; the limit is {limits.max_bytes}")
    text, notices = _converted(decision.format, given, limits)
    if len(text) > limits.max_text:
        raise OversizedInput(given.source, f"has {len(text)} characters of text; the limit is {limits.max_text}")
    text = canonical(text)
    if not text.strip():
        raise EmptyInput(given.source, _NOTHING.get(decision.format, "has no text"))
    decided = (decision.notice,) if decision.notice else ()
    return Document(given.source, given.name, text, (*given.notices, *decided, *notices))


def _converted(format: Format, given: Input, limits: Limits) -> _Converted:
    try:
        return _CONVERTERS[format](given, limits)
    except InputError:
        raise
    # The one seam for other people's parsers. pypdf, python-docx and lxml document no common base: on damaged files
    # they let through KeyError, TypeError, AttributeError, RecursionError, zlib.error and more, and the set changes
    # with each release. Whatever it is, this input is unreadable and the others go on; the cause stays chained.
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise UnreadableInput(
            given.source, f"is a damaged {format.value} ({type(error).__name__}: {reason})"
        ) from error


def _plain(given: Input, limits: Limits) -> _Converted:
    decoded = decode(given.data, given.source, given.charset)
    return decoded.text, decoded.notices


def _page(given: Input, limits: Limits) -> _Converted:
    decoded = decode(given.data, given.source, given.charset or _declared(given.data))
    if len(decoded.text) > limits.max_text:
        raise OversizedInput(given.source, f"has {len(decoded.text)} characters; the limit is {limits.max_text}")
    from corpus.loaders.html_text import page_text

    text, notices = page_text(decoded.text)
    return storable(text), (*decoded.notices, *notices)


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:_CHARSET_HEAD])
    return (found.group(1) or found.group(2)).decode("ascii") if found else None


def _pdf(given: Input, limits: Limits) -> _Converted:
    from corpus.loaders.pdf_text import pdf_text

    return pdf_text(given.data, given.source, limits)


def _word(given: Input, limits: Limits) -> _Converted:
    from corpus.loaders.docx_text import docx_text

    text, notices = docx_text(plain_package(given.data, given.source, limits))
    return storable(text), notices


_CONVERTERS: dict[Format, _Converter] = {
    Format.TEXT: _plain,
    Format.MARKDOWN: _plain,
    Format.HTML: _page,
    Format.PDF: _pdf,
    Format.DOCX: _word,
}
_NOTHING = {Format.HTML: "is a page without text of its own; perhaps scripts fill it in: save it from a browser as PDF"}
