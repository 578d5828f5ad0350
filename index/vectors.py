"""One collection of vectors in Chroma: embedded in a folder, or on a server. Cosine space, ids and nothing else.

Two things of Chroma 1.5 that were measured and that the rest of `index/` is built around:
- A process killed while Chroma writes its graph to disk can leave files on which the next one dies by SIGSEGV. So an
  embedded collection is never changed where it lies; see index/editions.py.
- A client goes on searching the graph that it opened, whatever another process adds. Editions end that, too: a
  folder's content stays what it was when it was opened.

It takes most of a second to import and to open: to answer a question, `index.edition` does without.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection as ChromaCollection
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

from corpus.errors import StoreError
from index.copies import Copies
from index.rows import Matrix

WRITE_THROUGH = 2
"""Vectors after which Chroma writes its graph to disk; 2 is the least. What is not written must be replayed by each
reader that opens the folder, for seconds, so a finished collection has nothing left to replay.
"""

_READ_AT_ONCE = 5000
_ASK_AT_ONCE = 1000
"""Vectors in one answer of a server: it writes them out as JSON, 8 kB each."""

_SERVER_SECONDS = 300.0
_SERVER_WRITES_AFTER = 1000


@dataclass(frozen=True, slots=True)
class VectorHit:
    """A chunk that was found; `similarity` is the cosine, 1 for the same direction."""

    chunk_id: str
    similarity: float


class Vectors:
    """A collection, open. Made by `in_folder` or `on_server`; closed by `close` or at the end of a `with` block."""

    def __init__(self, client: Client, collection: ChromaCollection, copies: Copies | None, mend: str) -> None:
        self._client = client
        self._copies = copies
        self._mend = mend
        self._collection = collection
        self._batch = client.get_max_batch_size()

    @classmethod
    def in_folder(cls, folder: Path, name: str, *, expected: int | None = None) -> Vectors:
        """The collection in this folder; StoreError where it is not there.

        It is made where a number of `expected` vectors is given: its graph is written to disk once, when it has them.
        """
        if expected is None and not (folder / "chroma.sqlite3").is_file():
            raise StoreError(f"no vectors in {folder}", mend="specs sync")
        folder.mkdir(parents=True, exist_ok=True)
        try:
            client = chromadb.PersistentClient(str(folder), settings=_settings())
        except (ChromaError, ValueError) as error:
            raise StoreError(
                f"{folder} cannot be read: {error}", mend="remove the folder vectors, then: specs sync"
            ) from error
        return cls._open(client, name, expected, mend="remove the folder vectors, then: specs sync")

    @classmethod
    def on_server(cls, url: str, name: str, *, make: bool = False, copies: Copies | None = None) -> Vectors:
        """The collection on the Chroma server at `url`; StoreError where it, or the server, is not there.

        It is made where it is missing, if it may be. What is read is kept in `copies` and read from there again.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise StoreError("SPECS_CHROMA_URL is no address of a server", mend="give it as http://HOST:PORT")
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 8000)
        try:
            client = chromadb.HttpClient(host=parts.hostname, port=port, ssl=secure, settings=_settings(secure=secure))
        except (ChromaError, httpx.HTTPError, ValueError) as error:  # a ValueError where nothing answers
            raise StoreError(
                f"no Chroma server answers at {address(url)}", mend="start it, or unset SPECS_CHROMA_URL"
            ) from error
        mend = f"see that the Chroma server at {address(url)} runs, then: specs sync"
        return cls._open(client, name, _SERVER_WRITES_AFTER if make else None, copies=copies, mend=mend)

    @classmethod
    def _open(
        cls,
        opened: object,
        name: str,
        writes_after: int | None,
        *,
        mend: str,
        copies: Copies | None = None,
    ) -> Vectors:
        client = cast(Client, opened)  # Chroma declares an interface that leaves out `close`
        session = getattr(client._server, "_session", None)
        if session is not None:  # of an HTTP client, which would wait for ever
            session.timeout = _SERVER_SECONDS
        try:
            if writes_after is not None:
                collection = client.get_or_create_collection(
                    name, embedding_function=None, configuration=_configuration(writes_after)
                )
            else:
                collection = client.get_collection(name, embedding_function=None)
        except NotFoundError as error:
            client.close()
            raise StoreError(f"no vectors for {name}", mend="specs sync") from error
        except ChromaError as error:
            client.close()
            raise StoreError(f"the vectors of {name} cannot be opened: {error}", mend="specs sync") from error
        return cls(client, collection, copies, mend)

    def finish(self) -> None:
        """Have all later changes of the graph written to disk as they come."""
        changed: Any = {"hnsw": {"sync_threshold": WRITE_THROUGH}}
        with warnings.catch_warnings():
            # Chroma calls it "legacy" that the vectors come from us and not from a function of its own.
            warnings.filterwarnings("ignore", "legacy embedding function config", DeprecationWarning)
            self._collection.modify(configuration=changed)

    def close(self) -> None:
        """Let go of the files or the connection."""
        servers = (self._client._server, getattr(self._client._admin_client, "_server", None))
        self._client.close()
        for session in (getattr(server, "_session", None) for server in servers):
            if session is not None:  # of an HTTP client, which Chroma leaves open
                session.close()

    def __enter__(self) -> Vectors:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (ChromaError, httpx.HTTPError) as error:
            where = f"the vectors of {self._collection.name}"
            raise StoreError(f"{where} cannot be used: {error}", mend=self._mend) from error

    def ids(self) -> set[str]:
        """The ids of all vectors."""
        with self._explained():
            return set(self._collection.get(include=[])["ids"])

    def missing(self, ids: Collection[str]) -> list[str]:
        """Those of `ids` that have no vector, each once, in order."""
        held = self.ids()
        return [chunk_id for chunk_id in dict.fromkeys(ids) if chunk_id not in held]

    def add(self, ids: Sequence[str], matrix: Matrix) -> None:
        """Store the rows of `matrix` under `ids`; an id that is there already keeps its vector."""
        for at in range(0, len(ids), self._batch):
            part: Any = matrix[at : at + self._batch]
            with self._explained():
                self._collection.add(ids=list(ids[at : at + self._batch]), embeddings=part)

    def delete(self, ids: Collection[str]) -> None:
        """Remove these vectors."""
        for part in _batches(sorted(ids), self._batch):
            with self._explained():
                self._collection.delete(ids=part)

    def count(self) -> int:
        """How many vectors there are."""
        with self._explained():
            return int(self._collection.count())

    def get(self, ids: Sequence[str]) -> tuple[list[str], Matrix]:
        """The ids that have a vector, in the order of `ids`, and a matrix with their vectors as its rows."""
        wanted = list(dict.fromkeys(ids))
        rows: dict[str, Any] = {}
        if self._copies is not None:
            rows.update(zip(*self._copies.get(wanted), strict=True))
        missing = [chunk_id for chunk_id in wanted if chunk_id not in rows]
        for part in _batches(missing, _READ_AT_ONCE if self._copies is None else _ASK_AT_ONCE):
            rows.update(zip(*self._ask(part), strict=True))
        held = [chunk_id for chunk_id in wanted if chunk_id in rows]
        return held, np.array([rows[chunk_id] for chunk_id in held], dtype=np.float32)

    def _ask(self, ids: list[str]) -> tuple[list[str], Matrix]:
        with self._explained():
            found = self._collection.get(ids=ids, include=["embeddings"])
        matrix = np.array(found["embeddings"] if found["embeddings"] is not None else (), dtype=np.float32)
        if self._copies is not None:
            self._copies.keep(found["ids"], matrix)
        return found["ids"], matrix

    def query(self, vector: Matrix, k: int) -> list[VectorHit]:
        """The `k` nearest chunks, nearest first; equal ones in the order of their ids."""
        if k < 1:
            return []
        question: Any = np.asarray(vector, dtype=np.float32).reshape(1, -1)
        with self._explained():
            found = self._collection.query(query_embeddings=question, n_results=k, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        hits = [
            VectorHit(chunk_id, 1.0 - distance) for chunk_id, distance in zip(found["ids"][0], distances, strict=True)
        ]
        return sorted(hits, key=lambda hit: (-hit.similarity, hit.chunk_id))


def address(url: str) -> str:
    """The address of a server without what else its URL may hold, such as a password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")


def _configuration(writes_after: int) -> Any:
    return {"hnsw": {"space": "cosine", "sync_threshold": max(WRITE_THROUGH, writes_after)}}


def _settings(*, secure: bool = True) -> Settings:
    # Without TLS there is no certificate to verify, and to read those of all authorities takes a tenth of a second.
    return Settings(anonymized_telemetry=False, chroma_server_ssl_verify=None if secure else False)


def _batches(ids: Sequence[str], size: int) -> Iterator[list[str]]:
    for at in range(0, len(ids), size):
        yield list(ids[at : at + size])
