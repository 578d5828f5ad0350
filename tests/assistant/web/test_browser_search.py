"""The Search page in a real browser: searching, facets, sources, addresses, files, phones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.assistant.web.serving import OpenPage
from tests.assistant.web.test_search_page import read_csv, read_xlsx


def _open(page: Page, url: str, path: str = "/search") -> None:
    page.goto(url + path)
    page.wait_for_selector("#found .empty, #found .count")
    page.wait_for_selector("#facets")


def _search(page: Page, words: str) -> None:
    page.get_by_label("Search duties and requirements").fill(words)
    page.get_by_label("Search duties and requirements").press("Enter")


def test_a_search_shows_hits_in_their_section_with_their_source(page: Page, app_url: str) -> None:
    _open(page, app_url)
    _search(page, "calibrates probes and flow meters")
    hit = page.locator("#found .passage .hit").first
    expect(hit).to_contain_text("Calibrates multi-parameter probes")
    expect(hit.locator("b").first).to_have_text("Calibrates")
    expect(page.locator("#found .passage .near").first).to_be_visible()
    hit.locator(".cite").click()
    expect(page.locator("#source mark.active").first).to_be_in_viewport()
    marked = "".join(page.locator("#source mark.active").all_text_contents())
    assert marked.startswith("Calibrates multi-parameter probes")
    expect(page).to_have_url(re.compile(r"/search\?q=calibrates\+probes"))


def test_a_facet_narrows_and_its_chip_widens_again(page: Page, app_url: str) -> None:
    _open(page, app_url, "/search?q=staff")
    before = page.locator("#found .count").inner_text()
    page.locator("#facets button").first.click()
    page.get_by_label("Salary group").click()
    page.get_by_role("option", name="MP 75 (1)").click()
    expect(page.locator("#found .count")).to_contain_text("in 1 class.")
    expect(page.locator("#found .class-head")).to_contain_text("3039MP")
    expect(page).to_have_url(re.compile("salary_group=MP\\+75"))
    page.locator("#found [data-act=drop]").click()
    expect(page.locator("#found .count")).to_have_text(before)


def test_a_search_can_be_sent_to_somebody(page: Page, app_url: str) -> None:
    _open(page, app_url, "/search?q=knowledge+of+laws&section=ksa&section=duties&layout=list&sort=code")
    expect(page.get_by_label("Search duties and requirements")).to_have_value("knowledge of laws")
    expect(page.locator("#found .chosen .chip")).to_have_count(2)
    expect(page.get_by_label("As a list")).to_be_checked()
    assert page.locator("#found ol.hits > li").count() > 1


def test_without_words_the_classes_that_fit_are_listed(page: Page, app_url: str) -> None:
    _open(page, app_url, "/search?years=144")
    expect(page.locator("#found .count")).to_have_text("1 class fit.")
    expect(page.locator("#found .classes tbody")).to_contain_text("12 years, 2 years special")


@pytest.mark.parametrize(("name", "ending"), [("CSV", "csv"), ("Excel", "xlsx")])
def test_what_was_found_is_saved(page: Page, app_url: str, tmp_path: Path, name: str, ending: str) -> None:
    _open(page, app_url, "/search?q=supervises+staff&section=duties")
    with page.expect_download() as saved:
        page.get_by_role("button", name=f"Save as {name}").click()
    assert saved.value.suggested_filename == f"search.{ending}"
    path = tmp_path / "found"
    saved.value.save_as(path)
    rows = (read_csv if ending == "csv" else read_xlsx)(path.read_bytes())
    said = page.locator("#found .count").inner_text()
    assert said.startswith(f"{len(rows) - 1} clauses in")
    assert {row[2] for row in rows[1:]} == {"duties"}


def test_more_hits_and_an_example(page: Page, app_url: str) -> None:
    _open(page, app_url)
    page.locator("#found [data-act=try]").first.click()
    expect(page.locator("#found .passage .hit").first).to_be_visible()
    _search(page, "staff")
    expect(page.locator("#found .hit")).to_have_count(25)
    page.locator("#found [data-act=more]").click()
    expect(page.locator("#found .hit")).to_have_count(50)


def test_it_fits_a_phone(open_page: OpenPage, app_url: str) -> None:
    page = open_page(360, 800)
    _open(page, app_url, "/search?q=supervises+staff")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("#found .cite").first.click()
    expect(page.locator("#source.open")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#source.open")).to_have_count(0)
