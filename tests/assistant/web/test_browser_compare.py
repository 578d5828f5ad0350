"""The Compare page in a real browser: two classes, two revisions, the toggle, addresses, phones."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from assistant.web.access import Access, Role
from index.home import Home
from tests.assistant.web.serving import OpenPage, served


@pytest.fixture(scope="module")
def compared_url(revised_home: Home) -> Iterator[str]:
    """The app over a class in two revisions, and two samples."""
    with served(revised_home, Access(None, Role.HR)) as url:
        yield url


def _pick(page: Page, side: str, words: str, option: str) -> None:
    field = page.locator(f"#class-{side} input")
    field.click()
    field.fill(words)
    page.get_by_role("option", name=option).click()
    expect(page.get_by_role("option")).to_have_count(0)


def _open(page: Page, url: str, path: str = "/compare") -> None:
    page.goto(url + path)
    page.wait_for_selector("#comparison .empty, #comparison .count, #comparison .problem")


def test_two_classes_are_picked_and_compared(page: Page, compared_url: str) -> None:
    _open(page, compared_url)
    _pick(page, "a", "Head Nurse", "Head Nurse (35 Hour) · 9905SX")
    _pick(page, "b", "Head Nurse", "Head Nurse (40 Hour) · 9906SX")
    expect(page.locator("#comparison .count")).to_contain_text("worded otherwise")
    expect(page).to_have_url(re.compile(r"/compare\?a=9905SX&b=9906SX"))
    for side, code in ((0, "9905SX"), (1, "9906SX")):
        cell = page.locator("#comparison .change.changed").first.locator(".side").nth(side)
        cell.locator(".cite").click()
        expect(page.locator("#source .spec-head")).to_contain_text(code)
        expect(page.locator("#source mark.active").first).to_be_in_viewport()


def test_what_is_the_same_shows_when_it_is_asked_for(page: Page, compared_url: str) -> None:
    _open(page, compared_url, "/compare?a=9905SX&b=9906SX")
    expect(page.locator("#comparison .change.changed").first).to_be_visible()
    expect(page.locator("#comparison .change.same")).to_have_count(0)
    page.get_by_label("Only differences").uncheck()
    expect(page.locator("#comparison .change.same").first).to_be_visible()


def test_two_revisions_of_one_class(page: Page, compared_url: str) -> None:
    _open(page, compared_url, "/compare?a=3039MP&b=3039MP")
    expect(page.locator("#comparison .changes del")).to_have_text("staff,")
    expect(page.locator("#comparison .changes ins")).to_have_text("staff and volunteers,")
    expect(page.locator("#revision-a")).to_be_visible()
    page.get_by_role("button", name="Swap sides").click()
    expect(page.locator("#comparison .changes ins")).to_have_text("staff,")


def test_an_unknown_class_is_said(page: Page, compared_url: str) -> None:
    _open(page, compared_url, "/compare?a=9905SX&b=nothing")
    expect(page.locator("#comparison .problem")).to_contain_text("no class 'nothing'")


def test_sides_stand_under_each_other_on_a_phone(open_page: OpenPage, compared_url: str) -> None:
    page = open_page(360, 800)
    _open(page, compared_url, "/compare?a=9905SX&b=9906SX")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    left, right = (page.locator("#comparison .change.changed").first.locator(".side").nth(at) for at in (0, 1))
    one, other = left.bounding_box(), right.bounding_box()
    assert one and other and other["y"] >= one["y"] + one["height"]
    expect(right.locator(".whose")).to_be_visible()
