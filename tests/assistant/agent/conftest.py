"""Homes that are ready, and assistants on them; no real model is reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk

from assistant import open_assistant
from assistant.testing import no_model_requests
from index.testing import HashEmbedder


@pytest.fixture(autouse=True)
def _no_real_model() -> Iterator[None]:
    """No test reaches a real model."""
    with no_model_requests():
        yield


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home of each shipped corpus."""
    folder = tmp_path_factory.mktemp("agent-homes")
    for corpus in ("specs", "samples"):
        open_assistant(folder / corpus, corpus=corpus, embedder=HashEmbedder()).close()
    return folder


def _desk(home: Path) -> Iterator[Desk]:
    desk = Desk(home)
    with desk.stack:
        yield desk


@pytest.fixture
def desk(homes: Path) -> Iterator[Desk]:
    """The shipped specification."""
    yield from _desk(homes / "specs")


@pytest.fixture
def many(homes: Path) -> Iterator[Desk]:
    """The sample specifications."""
    yield from _desk(homes / "samples")
