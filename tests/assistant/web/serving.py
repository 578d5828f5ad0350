"""The app on loopback, in a process of its own, for tests that ask it."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import cycle
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Page

from assistant.session import Assistant, open_assistant
from assistant.testing import Reciter
from assistant.web import app
from assistant.web.access import Access
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
SLOW_SECONDS = 0.3
OpenPage = Callable[..., Page]


class SlowReciter(Reciter):
    """A chat model that takes its time over every piece."""

    def _pieces(self, words: str) -> Iterator[Any]:
        for piece in super()._pieces(words):
            time.sleep(0.25)
            yield piece


class LatePages(app.Pages):
    """Pages whose outcomes overtake each other: what is done quickly is shown late, some of it later than the next."""

    _delays = cycle((0.8, 0.4))

    async def process_api(self, *given: Any, **named: Any) -> Any:
        began = time.monotonic()
        done = await super().process_api(*given, **named)
        if time.monotonic() - began < SLOW_SECONDS / 2:
            await asyncio.sleep(next(self._delays))
        return done


class SlowDesk(Desk):
    """A desk that takes its time over every question."""

    def ask(self, *given: Any, **named: Any) -> Any:
        time.sleep(SLOW_SECONDS)
        return super().ask(*given, **named)

    def another(self) -> Assistant:
        found = super().another()
        quick = found.ask

        def slow(*given: Any, **named: Any) -> Any:
            time.sleep(SLOW_SECONDS)
            return quick(*given, **named)

        found.ask = slow  # type: ignore[method-assign]
        return found


def _serve(
    home: Home,
    access: Access,
    opened: Connection,
    *,
    desk: type[Desk],
    asks_per_minute: int,
    is_slow: bool,
    is_late: bool,
) -> None:
    """In a process of its own: serve until told to end.

    `is_slow`: with a chat model that writes slowly; `is_late`: with outcomes that overtake each other.
    """
    if is_late:
        app.Pages = LatePages  # type: ignore[misc]
    embedder = HashEmbedder()

    def one_more() -> Assistant:
        return open_assistant(home.path, embedder=embedder, chat_model=SlowReciter() if is_slow else None)

    made = desk(one_more, home=home, embedder=embedder, today=lambda: TODAY)
    served = app.build_app(made, access, local_only=True, asks_per_minute=asks_per_minute)
    listening = socket.create_server(("127.0.0.1", 0))
    opened.send(listening.getsockname()[1])
    uvicorn.Server(uvicorn.Config(served, log_level="warning", timeout_graceful_shutdown=1)).run([listening])


@contextmanager
def served(
    home: Home,
    access: Access,
    *,
    desk: type[Desk] = Desk,
    asks_per_minute: int = 10_000,
    is_slow: bool = False,
    is_late: bool = False,
) -> Iterator[str]:
    """The app over a home, on a free port of loopback; its address."""
    ours, theirs = FORKS.Pipe()
    options = {"desk": desk, "asks_per_minute": asks_per_minute, "is_slow": is_slow, "is_late": is_late}
    process = FORKS.Process(target=_serve, args=(home, access, theirs), kwargs=options, daemon=True)
    process.start()
    theirs.close()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join(timeout=20)
        ours.close()
