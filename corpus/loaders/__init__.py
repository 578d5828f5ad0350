"""Bytes to canonical text: files, folders, zip archives, web addresses and uploads.

    for loaded in load(["specs/", "https://example.org/specs/0002AR.html"]):
        if isinstance(loaded, Document):
            ...loaded.text
        else:
            ...loaded is an InputError that names the source, the reason and what mends it

The canonical text of a text file is its decoded characters with every line end as `\\n`, and nothing else. Web pages,
PDF and Word files are converted: see `html_text`, `pdf_text` and `docx_text` for what becomes of their layout.
"""

from __future__ import annotations

from corpus.loaders.canonical import canonical
from corpus.loaders.document import Document, Limits
from corpus.loaders.formats import SUFFIXES, Format
from corpus.loaders.load import Loaded, load, load_bytes

__all__ = ["SUFFIXES", "Document", "Format", "Limits", "Loaded", "canonical", "load", "load_bytes"]
