"""Where everything is kept: the folder `SPECS_HOME`, what lies in it, and the lock that lets one process write.

SPECS_HOME/
├── catalogue.db            the truth (corpus/catalogue.py)
├── vectors/COLLECTION/N    edition N of the vectors of one embedding model (index/editions.py)
├── models/NAME-DIGEST      that model, exported to onnxruntime (index/exports.py)
├── vectors/COLLECTION/copies.vectors    of a server's, where they are on one (index/copies.py)
├── evaluations/            sets, runs and disputes of the web app's page (assistant/web/evaluations_files.py)
├── writer.lock             held while a process syncs
└── writer.json             which process that is
"""

from __future__ import annotations

import importlib.resources
import json
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import StoreError, StoreLocked
from corpus.locking import catalogue_lock

APPLICATION = "spec-assistant"
WAIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one installation. `chroma_url` is a Chroma server's address where vectors are kept in one."""

    path: Path
    catalogue_url: str = field(repr=False)  # may hold a password
    chroma_url: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, path: Path) -> Home:
        """The home in this folder, with a catalogue and vectors of its own."""
        return cls(path, f"sqlite:///{(path / 'catalogue.db').as_posix()}")

    @classmethod
    def from_environment(cls) -> Home:
        """The home that `SPECS_HOME`, `SPECS_CATALOGUE_URL` and `SPECS_CHROMA_URL` name, or the user's."""
        named = os.environ.get("SPECS_HOME")
        own = cls.at((Path(named).expanduser() if named else _of_the_user()).absolute())
        return cls(
            own.path,
            os.environ.get("SPECS_CATALOGUE_URL") or own.catalogue_url,
            os.environ.get("SPECS_CHROMA_URL") or None,
        )

    @property
    def vectors(self) -> Path:
        """The folder of the embedded vectors."""
        return self.path / "vectors"

    @property
    def models(self) -> Path:
        """The folder of the exported embedding models."""
        return self.path / "models"

    def make(self) -> None:
        """Make the folder where it is missing; StoreError where that cannot be done."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{self.path} cannot be made: {error.strerror}", mend="set SPECS_HOME to a folder that can be written"
            ) from error

    @contextmanager
    def writing(self, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
        """Hold the lock for writing within the block; StoreLocked, naming the holder, after waiting in vain.

        It is that of the folder and, where the catalogue is on a server, that of the catalogue, which other machines
        see. The system, or the server, lets go of it when its holder ends, however it ends.
        """
        with (
            self._writing_here(wait_seconds),
            catalogue_lock(self.catalogue_url, _described(_this_process()), wait_seconds),
        ):
            yield

    @contextmanager
    def _writing_here(self, wait_seconds: float) -> Iterator[None]:
        from filelock import FileLock, Timeout

        self.make()
        lock = FileLock(self.path / "writer.lock", timeout=wait_seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreLocked(
                f"{self._holder()} is writing to {self.path}", mend="wait until it has finished, then try again"
            ) from error
        except OSError as error:
            raise StoreError(
                f"{self.path} cannot be locked: {error.strerror}", mend="set SPECS_HOME to a folder that can be written"
            ) from error
        try:
            self._note().write_text(json.dumps(_this_process()), encoding="utf-8")
            yield
            self._note().unlink(missing_ok=True)
        finally:
            lock.release()

    def _note(self) -> Path:
        return self.path / "writer.json"

    def _holder(self) -> str:
        try:
            return _described(json.loads(self._note().read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):  # it is between taking the lock and writing the note
            return "another process"


def _of_the_user() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))


def _this_process() -> dict[str, object]:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])
    return {"pid": os.getpid(), "host": socket.gethostname(), "command": command}


def _described(process: Mapping[str, object]) -> str:
    return f"process {process['pid']} on {process['host']} ({process['command']})"


def default_corpus() -> Path:
    """The folder of the specifications that are shipped."""
    return Path(str(importlib.resources.files("corpus"))) / "specs"
