"""Whether an installation is well: versions, home, model and its speed, catalogue, vectors and lock.

Each is told with what mends it.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from corpus.errors import SpecsError, StoreError, StoreLocked

if TYPE_CHECKING:
    from corpus.catalogue import Catalogue
    from index.home import Home
    from index.store import Store
    from index.sync import Embedder

PACKAGES = ("spec-assistant", "langchain", "chromadb", "onnxruntime", "sentence-transformers", "torch", "sqlalchemy")
NEW_HOME = "move {path} away, run specs sync, and specs ingest your own texts again"
NEW_DATABASE = "restore {place} from a backup, or make another, run specs sync, and specs ingest your own texts again"
ONE_MACHINE = "to let several machines answer, set SPECS_CHROMA_URL as well (docs/scaling.md)"


class Health(StrEnum):
    """How it stands with a part: `remark` needs no mending before it can be used."""

    WELL = "well"
    REMARK = "remark"
    ILL = "ill"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said about one part, and the command or step that mends it, if it needs one."""

    name: str
    health: Health
    said: str
    mend: str | None = None


def examine(home: Home) -> Iterator[Finding]:
    """The findings, one part after the other, as they are made. Nothing is changed, and no text is read that a running
    sync has not committed."""
    yield Finding("versions", Health.WELL, _versions())
    place = _home(home)
    yield place
    model, embedder = _model(home)
    yield model
    yield from _export(embedder)
    if place.health is Health.ILL:
        return
    yield from _stored(home, embedder)
    yield _lock(home)


def _versions() -> str:
    return ", ".join([f"Python {platform.python_version()}", *(f"{name} {_version(name)}" for name in PACKAGES)])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _home(home: Home) -> Finding:
    try:
        home.make()
    except StoreError as error:
        return Finding("home", Health.ILL, error.message, error.mend)
    if not os.access(home.path, os.W_OK):
        return Finding(
            "home", Health.ILL, f"{home.path} cannot be written", "set SPECS_HOME to a folder that can be written"
        )
    try:
        return _servers(home)
    except StoreError as error:
        return Finding("home", Health.ILL, error.message, error.mend)


def _servers(home: Home) -> Finding:
    from corpus.engines import is_on_server, where
    from index.vectors import address

    said = str(home.path)
    if is_on_server(home.catalogue_url):
        said += f", catalogue {where(home.catalogue_url)}"
    if home.chroma_url:
        return Finding("home", Health.WELL, f"{said}, vectors at {address(home.chroma_url)}")
    if is_on_server(home.catalogue_url):
        return Finding("home", Health.REMARK, f"{said}, vectors of this machine only", ONE_MACHINE)
    return Finding("home", Health.WELL, said)


def _model(home: Home) -> tuple[Finding, Embedder | None]:
    from index.embeddings import open_embedder
    from index.models import SETTING, find_model

    try:
        with TemporaryDirectory() as empty:  # without the noted digests, so that every file is read
            find_model(notes=Path(empty) / "models.json")
        embedder = open_embedder(home=home)
        rows, columns = embedder.embed(["minimum qualifications"]).shape
    except StoreError as error:
        return Finding("model", Health.ILL, error.message, error.mend), None
    if (rows, columns) != (1, embedder.dimension):
        said = f"{embedder.key} gives vectors of {columns} values instead of {embedder.dimension}"
        return Finding("model", Health.ILL, said, f"name another one in {SETTING}"), None
    said = f"{embedder.key}, {embedder.dimension} values a vector, its files as they should be"
    return Finding("model", Health.WELL, said), embedder


def _export(embedder: Embedder | None) -> Iterator[Finding]:
    """Whether questions are embedded on onnxruntime, and if not, why."""
    from index.embeddings import SentenceEmbeddings

    if not isinstance(embedder, SentenceEmbeddings):
        return
    export, instead = embedder.export, "sentence-transformers answers, which takes seconds to start"
    if (reason := export.refusal()) is not None:
        yield Finding("speed", Health.REMARK, f"{reason}. So {instead}; nothing need be mended")
    elif not export.is_made():
        yield Finding(
            "speed", Health.REMARK, f"the model is not made ready for onnxruntime yet: {instead}", "specs sync"
        )
    elif damage := export.damage():
        yield Finding("speed", Health.ILL, damage, f"remove {export.folder}, then: specs sync")
    else:
        yield Finding("speed", Health.WELL, f"onnxruntime embeds, by {export.folder}")


def _stored(home: Home, embedder: Embedder | None) -> Iterator[Finding]:
    from index.store import open_store

    anew = _anew(home)
    damaged = _damage(home)
    if damaged:
        yield Finding("catalogue", Health.ILL, damaged, anew)
        return
    if embedder is None:
        yield Finding("catalogue", Health.REMARK, "not examined without a model")
        return
    try:
        with closing(open_store(home, embedder.key, embedder.dimension)) as store:
            yield _catalogue(store.catalogue, anew)
            yield _vectors(store, keeps_stale=home.chroma_url is not None)
    except StoreError as error:
        yield Finding("catalogue", Health.ILL, error.message, error.mend or anew)


def _anew(home: Home) -> str:
    from corpus.engines import is_on_server, where

    if is_on_server(home.catalogue_url):
        return NEW_DATABASE.format(place=where(home.catalogue_url))
    return NEW_HOME.format(path=home.path)


def _damage(home: Home) -> str | None:
    """What SQLite finds wrong with the catalogue's file, if there is one."""
    path = home.path / "catalogue.db"
    if not path.exists() or not home.catalogue_url.endswith(path.as_posix()):
        return None
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return f"{path} is damaged: {error}"
    return None if found == "ok" else f"{path} is damaged: {found}"


def _catalogue(catalogue: Catalogue, anew: str) -> Finding:
    from index.derivation import derivation

    try:
        texts = catalogue.texts()
    except UnicodeDecodeError as error:
        return Finding("catalogue", Health.ILL, f"a text is not as it was taken in: {error}", anew)
    classes = len(catalogue.entries())
    if not texts:
        return Finding("catalogue", Health.REMARK, "empty", "specs sync")
    known = {heading.revision for headings in catalogue.headings().values() for heading in headings}
    changed = [text for text in texts if _digest(text.text) not in known]
    if changed:
        said = f"{len(changed)} of {len(texts)} texts are not as they were taken in: {changed[0].source}"
        return Finding("catalogue", Health.ILL, said, anew)
    said = f"classes: {classes:,}, texts: {len(texts):,}, all as they were taken in"
    if catalogue.derived_by() != derivation():
        return Finding("catalogue", Health.REMARK, f"{said}; divided by another version of the program", "specs sync")
    return Finding("catalogue", Health.WELL, said)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _vectors(store: Store, *, keeps_stale: bool) -> Finding:
    wanted = store.catalogue.chunk_ids()
    if not wanted:
        return Finding("vectors", Health.REMARK, "none", "specs sync")
    try:
        with store.reading() as vectors:
            held = set(vectors.ids())
    except SpecsError as error:
        return Finding("vectors", Health.ILL, error.message, error.mend or "specs sync")
    missing = len(set(wanted) - held)
    if missing:
        return Finding("vectors", Health.ILL, f"{missing:,} of {len(wanted):,} are missing", "specs sync")
    stale = len(held - set(wanted))
    said = f"all {len(wanted):,} there"
    if stale and keeps_stale:
        return Finding("vectors", Health.WELL, f"{said}, {stale:,} of the state before besides")
    if stale:
        return Finding("vectors", Health.REMARK, f"{said}, {stale:,} stale ones besides", "specs sync")
    return Finding("vectors", Health.WELL, said)


def _lock(home: Home) -> Finding:
    try:
        with home.writing(wait_seconds=0):
            return Finding("lock", Health.WELL, "free")
    except StoreLocked as error:
        return Finding("lock", Health.REMARK, error.message, error.mend)
    except StoreError as error:
        return Finding("lock", Health.ILL, error.message, error.mend)
