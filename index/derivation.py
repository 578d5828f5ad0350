"""By what the stored sections, clauses and chunks were made from the texts.

The rows of the catalogue are read beside `Spec`s that are parsed anew, so they must come from the same parser. Its
source is compared, not a number that somebody has to remember to raise.
"""

from __future__ import annotations

import hashlib
import importlib.resources
from functools import cache

from corpus import parse

SOURCES: tuple[tuple[str, str], ...] = (
    *(("corpus", name) for name in ("clauses", "dates", "fields", "headings", "infer", "layout", "model", "parse")),
    *(("corpus", name) for name in ("sentences", "titles")),
    ("index", "chunks"),
)
"""The modules whose code decides what is stored: `corpus.parse` and all that it imports, and `index.chunks`."""


@cache
def derivation() -> str:
    """A digest of the code that derives rows from texts; equal digests give equal rows."""
    digest = hashlib.sha256(str(parse.VERSION).encode())
    for package, module in SOURCES:
        file = importlib.resources.files(package) / f"{module}.py"
        if file.is_file():  # an installation may have compiled files only; then the parser's number must do
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
