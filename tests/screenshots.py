"""The pictures of the documentation, made by the app itself in a real browser.

python -m tests.screenshots [NAME ...]          into docs/img; without a name, all of them
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from assistant.session import open_assistant, shipped
from assistant.web.access import Access, Role
from assistant.web.desk import Desk
from assistant.web.evaluations_files import SHIPPED, Folder, configurations, offered_sets
from assistant.web.evaluations_running import Wanted, run_wanted
from index.embeddings import open_embedder
from index.home import Home
from index.sync import sync
from tests.assistant.web.serving import ARGUMENTS, CHROMIUM, served

FOLDER = Path(__file__).parents[1] / "docs" / "img"
SIZES = {"desktop": (1440, 900), "phone": (360, 740)}
SCHEMES = ("light", "dark")
ITEM = "samples-dev.second.9924SX.judge.1"
"""The item that is shown opened."""


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


def _evaluations(page: Page) -> None:
    page.wait_for_selector("#items-run input")
    for label, run in (("Run", "· Assistant ·"), ("Beside it", "· BM25 alone ·")):
        page.get_by_label(label, exact=True).click()
        page.get_by_role("option", name=run).first.click()
    page.get_by_label("Find items by id, kind or what was wrong").fill(ITEM)
    page.locator("#items").get_by_role("button", name=ITEM).first.click()
    page.wait_for_url(f"**item=*{ITEM}*")
    page.reload()
    page.wait_for_selector("#items mark.gold")
    page.locator("#items h2").evaluate("(head) => head.scrollIntoView()")


PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "ask": ("/?class=3039MP", _ask),
    "check": ("/check?class=3039MP", _check),
    "search": ("/search?q=recruitment+and+hiring", _search),
    "compare": ("/compare?a=9917SX&b=9918SX", _compare),
    "library": ("/library", _library),
    "evaluations": ("/evaluations?tab=items", _evaluations),
}


def _evaluated(home: Home) -> None:
    """Run a set twice in the home: by the assistant, and by BM25 alone."""
    embedder, folder = open_embedder(home=home), Folder(home.path / "evaluations")
    desk = Desk(lambda: open_assistant(home.path, embedder=embedder), home=home, embedder=embedder)
    for key in (SHIPPED, "bm25"):
        wanted = Wanted([offered_sets(folder)["samples-dev"]], configurations(home.path, None)[key])
        run_wanted(desk, folder, wanted, lambda *_: None)
    desk.close()


def main(names: Collection[str]) -> int:
    """Make the pictures of these names, or all.

    Each page at both sizes, light on a desktop and dark on a phone, and the other way round.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Home.at(Path(folder) / "home")
        for corpus in ("specs", "samples"):
            sync(home, shipped(corpus), open_embedder(home=home))
        _evaluated(home)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with served(home, Access(None, Role.HR)) as url:
            for size, (width, height) in SIZES.items():
                for scheme in SCHEMES:
                    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
                    for name, (path, ready) in PICTURES.items():
                        if names and name not in names:
                            continue
                        page.goto(url + path)
                        ready(page)
                        page.wait_for_timeout(1500)
                        page.screenshot(path=FOLDER / f"{name}-{size}-{scheme}.png")
                        sys.stdout.write(f"{name}-{size}-{scheme}.png\n")
                    page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
