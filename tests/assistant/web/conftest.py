"""The app on loopback, and a real browser on it; without Chromium the tests that need it are skipped."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from assistant.session import shipped
from assistant.web.access import Access, Role
from corpus.loaders import load
from index.home import Home, default_corpus
from index.sync import sync
from index.testing import HashEmbedder
from tests.assistant.web.serving import ARGUMENTS, CHROMIUM, OpenPage, SlowDesk, served

expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def web_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with 3039MP and the 24 samples, embedded by a model that needs no weights."""
    home = Home.at(tmp_path_factory.mktemp("web") / "home")
    embedder = HashEmbedder()
    for corpus in ("specs", "samples"):
        sync(home, shipped(corpus), embedder)
    return home


@pytest.fixture(scope="session")
def revised_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two samples, and 3039MP in two revisions that differ in one clause."""
    folder = tmp_path_factory.mktemp("revised")
    text = (default_corpus() / "3039MP.txt").read_text(encoding="utf-8")
    newer = text.replace("hiring of staff,", "hiring of staff and volunteers,").replace(
        "REV: 5/15/2023", "REV: 6/1/2024"
    )
    paths = [default_corpus().parent / "samples" / f"{code}.txt" for code in ("9905SX", "9906SX")]
    for name, said in (("older", text), ("newer", newer)):
        paths.append(folder / f"{name}.txt")
        paths[-1].write_text(said, encoding="utf-8")
    home = Home.at(folder / "home")
    sync(home, load(paths), HashEmbedder())
    return home


@pytest.fixture(scope="session")
def app_url(web_home: Home) -> Iterator[str]:
    """The app as it is on a person's own machine: everybody may do everything."""
    with served(web_home, Access(None, Role.HR)) as url:
        yield url


@pytest.fixture(scope="session")
def late_url(web_home: Home) -> Iterator[str]:
    """The same app where what is done first may be shown last."""
    with served(web_home, Access(None, Role.HR), desk=SlowDesk, is_late=True) as url:
        yield url


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright; for one module, because it keeps an event loop in this thread as long as it runs."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium, or set CHROMIUM")
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the browser's profile, where it keeps the scripts of the app, compiled."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="module")
def context(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """Debian's Chromium, with one profile for all pages. Each test leaves it empty."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=ARGUMENTS, reduced_motion="reduce"
    )
    yield context
    context.close()


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The same browser for profiles with options of their own."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def open_page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens pages of any size; at the end no script has failed and no other host was asked.

    Any option for a profile, as `has_touch`, gives the page one of its own. Where a test fails, what its pages sent and
    were sent of their events is printed with it.
    """
    problems: list[str] = []
    own = []
    began = time.monotonic()

    def told(page: Page, *what: Any) -> None:
        print(f"{time.monotonic() - began:.3f} page {id(page) % 10_000}:", *what)

    def tell_of(page: Page) -> None:
        page.on("console", lambda message: told(page, message.type, message.text))
        page.on("request", lambda sent: "/queue/" in sent.url and told(page, sent.method, sent.url, sent.post_data))
        page.on("requestfailed", lambda sent: "/queue/" in sent.url and told(page, "failed", sent.url, sent.failure))
        page.on("requestfinished", lambda sent: "/queue/" in sent.url and told(page, "read", sent.url))

    def opened(width: int = 1440, height: int = 900, **options: Any) -> Page:
        if options:
            browser: Browser = request.getfixturevalue("browser")
            own.append(browser.new_context(reduced_motion="reduce", **options))
        page = (own[-1] if options else context).new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(30_000)
        tell_of(page)
        page.on("pageerror", lambda error: problems.append(f"script: {error}"))
        page.on("dialog", lambda dialog: (problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: _is_local(request.url) or problems.append(f"request: {request.url}"))
        return page

    yield opened
    for one in own:
        one.close()
    context.clear_cookies()
    for page in context.pages:
        if _is_local(page.url) and not page.url.startswith("about:"):
            page.evaluate("localStorage.clear()")
        page.close()
    assert problems == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page at desktop size."""
    return open_page()


def _is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname == "127.0.0.1"
