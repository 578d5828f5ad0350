"""What a loader takes and gives, and what it will not go beyond."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.loaders.formats import Format

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """One input as canonical text.

    `source` says where it came from (a path, `archive.zip!member`, a URL); `name` is its short name: the file name
    without its ending, for a URL the last piece of its path or the query value that names a class. `notices` say in
    plain words what a reader should know about how the text was read.
    """

    source: str
    name: str
    text: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """One input as bytes, where they came from, and what a name or server says of them (None: nothing)."""

    source: str
    name: str
    data: bytes
    claimed: Format | None
    charset: str | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an input is taken in before it is refused with `OversizedInput`.

    `max_bytes` holds for one document, `max_text` for its text in characters, `max_pages` for a PDF. An archive (and
    a Word file, which is one) has at most `max_members` members and `max_unpacked` bytes in all; a member above one
    megabyte unpacks to at most `max_ratio` times its packed size. `timeout_seconds` is for one URL, from the first
    connection to the last byte with all its redirects, of which there are at most `max_redirects`.
    """

    max_bytes: int = 20 * MEGABYTE
    max_text: int = 5_000_000
    max_pages: int = 500
    max_members: int = 5_000
    max_unpacked: int = 200 * MEGABYTE
    max_ratio: int = 200
    timeout_seconds: float = 30.0
    max_redirects: int = 5
