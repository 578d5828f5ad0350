"""The app on loopback, in a process of its own, for tests that ask it."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Page

from assistant.session import Assistant, open_assistant
from assistant.testing import Reciter
from assistant.web.access import Access
from assistant.web.app import build_app
from assistant.web.desk import Desk
from index.home import Home
from index.testing import HashEmbedder
from tests.forks import FORKS

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TODAY = date(2026, 11, 24)
OpenPage = Callable[..., Page]


class SlowReciter(Reciter):
    """A chat model that takes its time over every piece."""

    def _pieces(self, words: str) -> Iterator[Any]:
        for piece in super()._pieces(words):
            time.sleep(0.25)
            yield piece


def _serve(home: Home, access: Access, asks_per_minute: int, is_slow: bool, opened: Connection) -> None:
    """In a process of its own: serve until told to end; `is_slow`: with a chat model that writes slowly."""
    embedder = HashEmbedder()

    def one_more() -> Assistant:
        return open_assistant(home.path, embedder=embedder, chat_model=SlowReciter() if is_slow else None)

    desk = Desk(one_more, home=home, embedder=embedder, today=lambda: TODAY)
    app = build_app(desk, access, local_only=True, asks_per_minute=asks_per_minute)
    listening = socket.create_server(("127.0.0.1", 0))
    opened.send(listening.getsockname()[1])
    uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)).run([listening])


@contextmanager
def served(home: Home, access: Access, *, asks_per_minute: int = 10_000, is_slow: bool = False) -> Iterator[str]:
    """The app over a home, on a free port of loopback; its address."""
    ours, theirs = FORKS.Pipe()
    process = FORKS.Process(target=_serve, args=(home, access, asks_per_minute, is_slow, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join(timeout=20)
        ours.close()
