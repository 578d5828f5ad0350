"""The pictures of the documentation, made by the app itself in a real browser.

python -m tests.screenshots          into docs/img
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from assistant.session import shipped
from assistant.web.access import Access, Role
from index.embeddings import open_embedder
from index.home import Home
from index.sync import sync
from tests.assistant.web.serving import ARGUMENTS, CHROMIUM, served

FOLDER = Path(__file__).parents[1] / "docs" / "img"
SIZES = {"desktop": (1440, 900), "phone": (360, 740)}
SCHEMES = ("light", "dark")


def _ask(page: Page) -> None:
    page.wait_for_selector("#state [data-about]")
    page.get_by_label("Your question").fill("How many years do I need, and does an 092 help?")
    page.get_by_label("Your question").press("Enter")
    page.wait_for_selector(".answer .cite")


def _check(page: Page) -> None:
    page.wait_for_selector(".verdict")


def _search(page: Page) -> None:
    page.wait_for_selector("#found .cite")


def _compare(page: Page) -> None:
    page.wait_for_selector(".cite")


def _library(page: Page) -> None:
    page.wait_for_selector("text=3039MP")


PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "ask": ("/?class=3039MP", _ask),
    "check": ("/check?class=3039MP", _check),
    "search": ("/search?q=recruitment+and+hiring", _search),
    "compare": ("/compare?a=9917SX&b=9918SX", _compare),
    "library": ("/library", _library),
}


def main() -> int:
    """Make all pictures; each page at both sizes, light on a desktop and dark on a phone, and the other way round."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Home.at(Path(folder) / "home")
        for corpus in ("specs", "samples"):
            sync(home, shipped(corpus), open_embedder(home=home))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with served(home, Access(None, Role.HR)) as url:
            for size, (width, height) in SIZES.items():
                for scheme in SCHEMES:
                    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
                    for name, (path, ready) in PICTURES.items():
                        page.goto(url + path)
                        ready(page)
                        page.wait_for_timeout(1500)
                        page.screenshot(path=FOLDER / f"{name}-{size}-{scheme}.png")
                        sys.stdout.write(f"{name}-{size}-{scheme}.png\n")
                    page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
