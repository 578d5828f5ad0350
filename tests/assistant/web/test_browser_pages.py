"""What holds for every page: no serious finding of axe, nothing wider than the screen, and the keyboard reaches all."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assistant.web.frame import PAGES
from tests.assistant.web.serving import OpenPage

SERIOUS = {"serious", "critical"}
READY = {"Ask": "#log .empty", "Check": "h1", "Search": "h1", "Compare": "h1", "Library": "h1", "Evaluations": "h1"}


def _open(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}{PAGES[name]}{'?class=3039MP' if name in {'Ask', 'Check'} else ''}")
    page.wait_for_selector(READY[name])
    page.wait_for_timeout(1200)


def _findings(page: Page) -> list[str]:
    """What axe finds in the light and in the dark."""
    found = []
    for theme in ("light", "dark"):
        assert ("dark" in (page.locator("body").get_attribute("class") or "").split()) == (theme == "dark")
        found += [
            f"{theme}: {one['id']}: {node['target']} {node['failureSummary'][:200]}"
            for one in Axe().run(page).response["violations"]
            if one["impact"] in SERIOUS
            for node in one["nodes"]
        ]
        page.get_by_label("Light or dark").click()
    return found


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(open_page: OpenPage, app_url: str, name: str, width: int) -> None:
    page = open_page(width, 800)
    _open(page, app_url, name)
    assert _findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_axe_finds_nothing_serious_in_answers(page: Page, app_url: str) -> None:
    _open(page, app_url, "Ask")
    asked = ["Who hires staff?", "Can I telework?", "I have a master's degree and taught for 13 years. Do I qualify?"]
    for number, said in enumerate(asked):
        page.get_by_label("Your question").fill(said)
        page.get_by_label("Your question").press("Enter")
        expect(page.locator(f"[data-answered='{number}']:not([data-working])")).to_be_visible()
    page.wait_for_timeout(800)
    assert _findings(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_leads_to_all_others(page: Page, app_url: str, name: str) -> None:
    page.goto(app_url + PAGES[name])
    page.wait_for_selector("nav[aria-label=Pages]")
    links = {link.text_content(): link.get_attribute("href") for link in page.locator("nav[aria-label=Pages] a").all()}
    assert links == dict(PAGES)
    assert page.locator("nav[aria-label=Pages] [aria-current]").text_content() == name


def test_the_keyboard_alone_asks_and_reads_a_source(page: Page, app_url: str) -> None:
    _open(page, app_url, "Ask")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#question textarea')"):
            break
    page.keyboard.type("What is the salary group?")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-answered='0']")
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.cite')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#source mark.active").first).to_be_focused()
    assert page.locator("#source mark.active").first.text_content() == "MP 75"
