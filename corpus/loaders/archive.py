"""The members of a zip archive, read in memory one by one; nothing is written to disk.

`zipfile` never gives more of a member than the size that the archive declares for it, so the declared sizes, checked
before anything is unpacked, bound what is unpacked. That holds for stored and deflated members, read with a bound;
the other methods unpack whole blocks whatever is asked for, and are refused.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import PurePosixPath

from corpus.errors import InputError, OversizedInput, UnreadableInput
from corpus.loaders.document import MEGABYTE, Limits
from corpus.loaders.names import printable

ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    OverflowError,
    RuntimeError,
)
"""What `zipfile` raises on damaged archives: its own error, what its decompressors raise, RuntimeError for locks."""

_ENCRYPTED = 0x1
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_METADATA_FOLDERS = frozenset({"__MACOSX"})


def members(
    data: bytes, source: str, limits: Limits, wanted: Callable[[str], bool]
) -> Iterator[tuple[str, str, bytes] | InputError]:
    """Each wanted member as its source (`source!member`), its name and its bytes, in the archive's order.

    `wanted` is asked with the member's name; hidden members are passed over. A member that cannot be taken in gives
    its error instead. Where the archive as a whole is over a limit, its error is the last thing given.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except ZIP_FAULTS as error:
        yield UnreadableInput(source, f"is a damaged zip archive: {error}")
        return
    with archive:
        entries = archive.infolist()
        if len(entries) > limits.max_members:
            yield OversizedInput(source, f"has {len(entries)} members; the limit is {limits.max_members}")
            return
        left = limits.max_unpacked
        for entry in entries:
            if entry.is_dir() or _is_hidden(entry.filename) or not wanted(entry.filename):
                continue
            left -= entry.file_size
            if left < 0:
                yield OversizedInput(
                    source,
                    f"unpacks to more than {limits.max_unpacked} bytes; "
                    f"{printable(entry.filename)} and what follows is not read",
                )
                return
            place = f"{source}!{printable(entry.filename)}"
            try:
                yield place, entry.filename, _read(archive, entry, place, limits, limits.max_bytes)
            except InputError as error:
                yield error


def plain_package(data: bytes, source: str, limits: Limits) -> bytes:
    """A Word file with its parts stored unpacked, so that its reader unpacks nothing beyond the limits.

    Raises OversizedInput or UnreadableInput.
    """
    packed = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(packed, "w") as plain:
            entries = archive.infolist()
            if len(entries) > limits.max_members:
                raise OversizedInput(source, f"has {len(entries)} parts; the limit is {limits.max_members}")
            if sum(entry.file_size for entry in entries) > limits.max_unpacked:
                raise OversizedInput(source, f"unpacks to more than {limits.max_unpacked} bytes")
            for name, entry in {entry.filename: entry for entry in entries}.items():
                plain.writestr(name, _read(archive, entry, source, limits, limits.max_unpacked))
    except ZIP_FAULTS as error:
        raise UnreadableInput(source, f"is a damaged Word file: {error}") from error
    return packed.getvalue()


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: str, limits: Limits, allowed: int) -> bytes:
    if _leaves(entry.filename):
        raise UnreadableInput(place, "its name leads out of the archive")
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableInput(place, "is protected with a password", mend="unpack it first")
    if entry.compress_type not in _BOUNDED:
        raise UnreadableInput(place, "is packed with a method that is not read here", mend="pack it as a plain zip")
    if entry.file_size > allowed:
        raise OversizedInput(place, f"unpacks to {entry.file_size} bytes; the limit is {allowed}")
    if entry.file_size > MEGABYTE and entry.file_size > limits.max_ratio * max(1, entry.compress_size):
        raise OversizedInput(place, f"unpacks to more than {limits.max_ratio} times its packed size")
    try:
        with archive.open(entry) as stream:
            return stream.read(entry.file_size + 1)
    except ZIP_FAULTS as error:
        raise UnreadableInput(place, f"is damaged: {error}") from error


def _leaves(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":"


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part in _METADATA_FOLDERS or (part.startswith(".") and part != "..") for part in parts)
