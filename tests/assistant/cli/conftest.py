"""Running commands in this process, on a home that is ready: what they write, where, and their exit code."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import run
from assistant.session import open_assistant
from index.testing import HashEmbedder

EMBEDDER = HashEmbedder()


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as a JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands embed with a model that needs no weights."""
    monkeypatch.setattr("index.embeddings.open_embedder", lambda **_: EMBEDDER)


@pytest.fixture(scope="session")
def built_homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home of each shipped corpus."""
    folder = tmp_path_factory.mktemp("homes")
    for corpus in ("specs", "samples"):
        open_assistant(folder / corpus, corpus=corpus, embedder=EMBEDDER).close()
    return folder


@pytest.fixture
def specs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `specs` with these arguments and this standard input."""

    def specs(*arguments: str, stdin: str | bytes = b"") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        capsys.readouterr()
        code = run(arguments)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return specs


@pytest.fixture
def home(built_homes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of the test's own with the shipped specification in it; the commands' home."""
    yield _copied(built_homes / "specs", tmp_path, monkeypatch)


@pytest.fixture
def sample_home(built_homes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of the test's own with the 24 samples in it; the commands' home."""
    yield _copied(built_homes / "samples", tmp_path, monkeypatch)


def _copied(built: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = folder / "home"
    shutil.copytree(built, place)
    monkeypatch.setenv("SPECS_HOME", str(place))
    return place


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands take standard output for a terminal of 80 columns."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
