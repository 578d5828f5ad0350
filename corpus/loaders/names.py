"""What inputs are called: short names, endings, and names fit to be stored and shown."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from corpus.loaders.formats import SUFFIXES

if TYPE_CHECKING:
    import httpx

_CLASS_CODE = re.compile(r"\d{4}[A-Z][A-Z0-9]", re.IGNORECASE)


def printable(name: str) -> str:
    """`name` fit to be stored and shown: characters that are not printable, and undecodable bytes, as U+FFFD."""
    return "".join(char if char.isprintable() else "\ufffd" for char in name)


def short_name(path: str) -> str:
    """The last piece of a path without its ending, whichever system the path comes from."""
    return printable(_last(path).stem) or "untitled"


def ending(path: str) -> str:
    """The ending of a path's last piece in small letters, with its full stop; empty where it has none."""
    return _last(path).suffix.lower()


def url_name(url: httpx.URL) -> str:
    """The short name of an address: the class code in its query or path, else what names its page.

    That is the last piece of the path without its ending; for a script with a query, the query's first value.
    """
    values = [value for _, value in parse_qsl(url.query.decode("ascii", "replace"))]
    pieces = [unquote(piece) for piece in url.path.split("/") if piece]
    stems = [PurePosixPath(piece).stem for piece in reversed(pieces)]
    for piece in (*values, *stems):
        if _CLASS_CODE.fullmatch(piece):
            return piece
    is_page = bool(pieces) and (not values or ending(pieces[-1]) in SUFFIXES)
    named = stems[:1] if is_page else values[:1]
    return printable(next(filter(None, (*named, *stems[:1])), url.host))


def _last(path: str) -> PurePosixPath:
    return PurePosixPath(PurePosixPath(path.replace("\\", "/")).name)
