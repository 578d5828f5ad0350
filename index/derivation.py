"""By what the stored sections, clauses and chunks were made from the texts.

The rows of the catalogue are read beside `Spec`s that are parsed anew, so they must come from the same parser. Its
source is compared, not a number that somebody has to remember to raise.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import re
from collections.abc import Iterator
from functools import cache

from corpus import parse

ROOTS = ("corpus.parse", "index.chunks")
"""The modules whose code, with that of all modules of ours which they import, decides what is stored."""

_IMPORT = re.compile(r"^from (corpus|index)(?:\.(\w+))? import (\([^)]*\)|.*)$", re.MULTILINE)


@cache
def derivation() -> str:
    """A digest of the code that derives rows from texts; equal digests give equal rows."""
    sources = deriving_sources()
    digest = hashlib.sha256(str(parse.VERSION).encode())
    for name in sorted(sources):
        digest.update(sources[name])
    return digest.hexdigest()[:16]


def deriving_sources() -> dict[str, bytes]:
    """The source of each module that decides what is stored, by its name.

    An installation may have no sources, only compiled files: then there is none, and the parser's version must do.
    """
    found: dict[str, bytes] = {}
    waiting = list(ROOTS)
    while waiting:
        name = waiting.pop()
        package, module = name.split(".")
        file = importlib.resources.files(package) / f"{module}.py"
        if name not in found and file.is_file():
            found[name] = file.read_bytes()
            waiting.extend(_imported(found[name].decode("utf-8")))
    return found


def _imported(source: str) -> Iterator[str]:
    for package, module, names in _IMPORT.findall(source):
        for name in [module] if module else re.findall(r"\w+", names):
            yield f"{package}.{name}"
