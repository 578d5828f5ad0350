"""The app on loopback, and a real browser on it; without Chromium the tests that need it are skipped."""

from __future__ import annotations

import multiprocessing
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.session import open_assistant, shipped
from assistant.web.access import Access, Role
from assistant.web.app import build_app
from assistant.web.desk import Desk
from index.home import Home
from index.sync import sync
from index.testing import HashEmbedder

expect.set_options(timeout=30_000)
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def web_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with 3039MP and the 24 samples, embedded by a model that needs no weights."""
    home = Home.at(tmp_path_factory.mktemp("web") / "home")
    embedder = HashEmbedder()
    for corpus in ("specs", "samples"):
        sync(home, shipped(corpus), embedder)
    return home


def _serve(home: Path, access: Access, asks_per_minute: int, opened: Connection) -> None:
    """In a process of its own: serve until told to end."""
    embedder = HashEmbedder()
    desk = Desk(lambda: open_assistant(home, embedder=embedder), today=lambda: TODAY)
    app = build_app(desk, access, local_only=True, asks_per_minute=asks_per_minute)
    listening = socket.create_server(("127.0.0.1", 0))
    opened.send(listening.getsockname()[1])
    uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)).run([listening])


@contextmanager
def served(home: Home, access: Access, *, asks_per_minute: int = 10_000) -> Iterator[str]:
    """The app over a home, on a free port of loopback; its address."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(home.path, access, asks_per_minute, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join(timeout=20)
        ours.close()


@pytest.fixture(scope="session")
def app_url(web_home: Home) -> Iterator[str]:
    """The app as it is on a person's own machine: everybody may do everything."""
    with served(web_home, Access(None, Role.HR)) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium, or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages of any size, each by itself; at the end no script has failed and no other host was asked."""
    problems: list[str] = []
    contexts = []

    def opened(width: int = 1440, height: int = 900, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: problems.append(f"script: {error}"))
        page.on("dialog", lambda dialog: (problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: _is_local(request.url) or problems.append(f"request: {request.url}"))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page at desktop size."""
    return open_page()


def _is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname == "127.0.0.1"
