"""Sources to documents: files, folders, archives, web addresses and uploads, one after the other."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import EmptyInput, InputError, OversizedInput, UnreadableInput
from corpus.loaders.archive import members
from corpus.loaders.convert import convert
from corpus.loaders.document import Document, Input, Limits
from corpus.loaders.formats import SUFFIXES, Format
from corpus.loaders.names import ending, printable, short_name

if TYPE_CHECKING:
    import httpx

Loaded = Document | InputError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_ENDINGS = ", ".join(SUFFIXES)


def load(
    sources: Iterable[str | Path],
    limits: Limits | None = None,
    *,
    client: httpx.Client | None = None,
    allow_private: bool = False,
) -> Iterator[Loaded]:
    """The documents in `sources`, in order, and an error in the place of each input that could not be taken in.

    A source is a file, a folder (all files in it and below, by name; hidden ones and those with other endings are
    passed over), a zip archive (its members likewise; an archive within it is an error) or an http(s) address. Bad
    input is given as an UnreadableInput, EmptyInput or OversizedInput, never raised, and stops nothing.

    Addresses are fetched directly, past any proxy of the environment, and never from private, loopback or link-local
    machines unless `allow_private`. A `client` of your own is used as it is, with its proxies and headers; the
    addresses are checked before each request then, but the connection is the client's own.
    """
    limits = limits or Limits()
    for source in (sources,) if isinstance(sources, str | Path) else sources:
        if isinstance(source, str) and _SCHEME.match(source):
            yield from _from_url(source, limits, client, allow_private)
        else:
            yield from _from_path(Path(source), limits)


def load_bytes(data: bytes, name: str, limits: Limits | None = None) -> Iterator[Loaded]:
    """The documents in an uploaded file called `name`: one, or those of an archive; bad input as `load` gives it."""
    source = printable(name) or "untitled"
    claimed = SUFFIXES.get(ending(name))
    if claimed is None:
        yield _unknown_ending(source, name)
        return
    yield from _from_input(Input(source, short_name(name), data, claimed), limits or Limits())


def _from_url(url: str, limits: Limits, client: httpx.Client | None, allow_private: bool) -> Iterator[Loaded]:
    from corpus.loaders.fetch import fetch  # late, as the converters: most runs fetch nothing

    try:
        fetched = fetch(url, limits, client=client, allow_private=allow_private)
    except InputError as error:
        yield error
        return
    yield from _from_input(fetched, limits)


def _from_path(path: Path, limits: Limits) -> Iterator[Loaded]:
    source = printable(str(path))
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        yield UnreadableInput(source, _reason(error))
        return
    if stat.S_ISDIR(mode):
        yield from _from_folder(path, limits)
    elif ending(path.name) not in SUFFIXES:
        yield _unknown_ending(source, path.name)
    else:
        yield from _from_file(path, limits)


def _from_folder(folder: Path, limits: Limits) -> Iterator[Loaded]:
    found = False
    for entry in _files(folder):
        found = True
        if isinstance(entry, InputError):
            yield entry
        else:
            yield from _from_file(entry, limits)
    if not found:
        yield EmptyInput(printable(str(folder)), f"has no files that are read here ({_ENDINGS})")


def _files(folder: Path) -> Iterator[Path | InputError]:
    """The files to read below `folder`, by name; links to folders are not followed, they may lead in circles."""
    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and ending(name) in SUFFIXES:
                yield Path(place, name)
    for error in closed:
        yield UnreadableInput(printable(str(error.filename)), _reason(error))


def _from_file(path: Path, limits: Limits) -> Iterator[Loaded]:
    source, claimed = printable(str(path)), SUFFIXES[ending(path.name)]
    most = limits.max_unpacked if claimed is Format.ZIP else limits.max_bytes
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield UnreadableInput(source, "is no regular file")
            return
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        yield UnreadableInput(source, _reason(error))
        return
    if len(data) > most:
        yield OversizedInput(source, f"has more than {most} bytes")
        return
    yield from _from_input(Input(source, short_name(path.name), data, claimed), limits)


def _from_input(given: Input, limits: Limits, within_archive: bool = False) -> Iterator[Loaded]:
    loaded: Loaded | None
    try:
        loaded = convert(given, limits)
    except InputError as error:
        loaded = error
    if loaded is not None:
        yield loaded
    elif within_archive:
        yield UnreadableInput(given.source, "is an archive within an archive", mend="unpack the outer one")
    else:
        yield from _from_archive(given, limits)


def _from_archive(given: Input, limits: Limits) -> Iterator[Loaded]:
    found = False
    for entry in members(given.data, given.source, limits, lambda name: ending(name) in SUFFIXES):
        found = True
        if isinstance(entry, InputError):
            yield entry
            continue
        place, name, content = entry
        member = Input(place, short_name(name), content, SUFFIXES[ending(name)], notices=given.notices)
        yield from _from_input(member, limits, within_archive=True)
    if not found:
        yield EmptyInput(given.source, f"has no members that are read here ({_ENDINGS})")


def _unknown_ending(source: str, name: str) -> UnreadableInput:
    written = ending(name)
    said = f"has the ending {printable(written)}" if written else "has no ending"
    return UnreadableInput(source, f"{said}, which is not read here", mend=f"give a file ending in {_ENDINGS}")


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"
