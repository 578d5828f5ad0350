"""The Library page in a real browser: adding, reviewing, correcting, feedback, and who may do it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from assistant.session import shipped
from assistant.web.access import Access, Role, User, Users, hashed
from corpus.catalogue import Catalogue
from corpus.feedback import Feedback, put_feedback
from index.home import Home
from index.sync import sync
from index.testing import HashEmbedder
from tests.assistant.web.serving import OpenPage, served

SECRET = "correct horse"
NASTY = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that these tests may change."""
    home = Home.at(tmp_path_factory.mktemp("library") / "home")
    sync(home, shipped("specs"), HashEmbedder())
    return home


@pytest.fixture(scope="module")
def library_url(own_home: Home) -> Iterator[str]:
    """The app over it, everybody being HR."""
    with served(own_home, Access(None, Role.HR)) as url:
        yield url


@pytest.fixture(scope="module")
def guarded_url(own_home: Home) -> Iterator[str]:
    """The same with users: hal is HR, rea reads."""
    users = Users(
        users={
            "hal": User(role=Role.HR, password=hashed(SECRET)),
            "rea": User(role=Role.READER, password=hashed(SECRET)),
        }
    )
    with served(own_home, Access(users, Role.READER)) as url:
        yield url


def to_tab(page: Page, url: str, name: str, query: str = "") -> None:
    page.goto(f"{url}/library{query}")
    page.wait_for_selector("#shelf li", state="attached")
    page.get_by_role("tab", name=name).click()


def sign_in(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/sign-in?to=/library")
    page.fill("[name=name]", name)
    page.fill("[name=password]", SECRET)
    page.get_by_role("button", name="Sign in").click()


# ── adding ──


def test_a_good_file_is_added_and_a_bad_one_is_told(page: Page, library_url: str, tmp_path: Path) -> None:
    good, bad = tmp_path / "9902SX.txt", tmp_path / "broken.pdf"
    good.write_bytes(Path("corpus/samples/9902SX.txt").read_bytes())
    bad.write_bytes(b"%PDF-1.4 nothing")
    to_tab(page, library_url, "Add")
    page.set_input_files("#files input[type=file]", [good, bad])
    expect(page.locator("#files")).to_contain_text("broken")
    page.click("#add-files")
    expect(page.locator("#taken")).to_contain_text("1 added, 1 not taken in")
    expect(page.locator("#taken")).to_contain_text("broken.pdf: is a damaged PDF file")
    expect(page.locator("#taken")).not_to_contain_text(str(tmp_path))
    page.get_by_role("tab", name="Classes").click()
    expect(page.locator(".shelf > li")).to_have_count(2)
    page.get_by_label("Search by code or title").fill("examiner 9902")
    expect(page.locator("#shelf")).to_contain_text("Accounts Examiner 1")
    expect(page.locator(".shelf > li")).to_have_count(1)
    page.get_by_role("button", name="Text of Accounts Examiner 1").click()
    expect(page.locator("#source-body h2")).to_have_text("Accounts Examiner 1")


def test_an_address_within_and_a_path_are_refused(page: Page, library_url: str) -> None:
    to_tab(page, library_url, "Add")
    for address, said in ((library_url, "not on the public internet"), ("/etc/passwd", "is no web address")):
        page.get_by_label("Or a web address").fill(address)
        page.click("#add-files")
        expect(page.locator("#taken")).to_contain_text(said)


def test_a_file_of_another_kind_is_refused(page: Page, library_url: str, tmp_path: Path) -> None:
    (tmp_path / "run.exe").write_bytes(b"MZ")
    to_tab(page, library_url, "Add")
    page.set_input_files("#files input[type=file]", tmp_path / "run.exe")
    expect(page.get_by_text(re.compile("Invalid file type", re.IGNORECASE)).first).to_be_visible()
    expect(page.locator("#files")).not_to_contain_text("run")


def test_a_resync_says_that_nothing_was_missing(page: Page, library_url: str) -> None:
    to_tab(page, library_url, "Add")
    page.click("#mend")
    expect(page.locator("#taken")).to_contain_text("nothing was missing")


# ── rules ──


def test_a_rule_is_approved_and_taken_back_by_keyboard(page: Page, library_url: str) -> None:
    to_tab(page, library_url, "Rules", "?class=3039mp")
    rule = page.locator("#rules .rule").nth(1)
    rule.get_by_role("button", name=re.compile("^Approve")).click()
    expect(page.get_by_text("a review needs a reviewer").first).to_be_visible()
    page.get_by_label("Reviewed by").fill("Ann")
    rule.get_by_label(re.compile("^Note on")).fill(f"checked {NASTY}")
    rule.get_by_role("button", name=re.compile("^Approve")).focus()
    page.keyboard.press("Enter")
    expect(rule).to_contain_text(f"approved by Ann, 2026-11-24 “checked {NASTY}”")
    expect(rule.get_by_role("button", name=re.compile("^Approve"))).to_be_focused()
    rule.get_by_role("button", name=re.compile("^Take back")).click()
    expect(rule).to_contain_text("not reviewed")


def test_the_words_of_a_rule_are_marked_in_the_text(page: Page, library_url: str) -> None:
    to_tab(page, library_url, "Rules", "?class=3039MP")
    page.locator("#rules .rule").nth(2).locator(".cite").click()
    expect(page.locator("#source-body mark.active")).to_have_text(
        "twelve (12) years of professional experience in the field of education or in a related area"
    )


def test_rules_are_corrected_and_a_mistake_is_told_in_place(page: Page, library_url: str) -> None:
    to_tab(page, library_url, "Rules", "?class=3039MP")
    page.get_by_label("Reviewed by").fill("Ann")
    page.get_by_role("button", name="Correct the rules").click()
    document = page.get_by_label("The rules as YAML")
    written = document.input_value()
    document.fill(written.replace("is: experience", "is: exprience", 1))
    page.click("#save-rules")
    expect(page.locator("#rules-problem [role=alert]")).to_be_visible()
    document.fill(written.replace("months: 144", "months: 132", 1))
    page.click("#save-rules")
    expect(page.locator("#rules")).to_contain_text("11 years of General Experience")
    expect(page.locator("#rules")).to_contain_text("as written by Ann, 2026-11-24")
    page.click("#forget-rules")
    expect(page.locator("#rules")).to_contain_text("12 years of General Experience")


def test_what_lint_found_leads_to_the_rules(page: Page, app_url: str) -> None:
    to_tab(page, app_url, "To look at")
    page.click("#look")
    page.locator("#findings").get_by_role("button", name=re.compile("word and figure disagree")).click()
    expect(page.locator("#findings [aria-pressed=true]")).to_contain_text("word and figure disagree")
    page.locator("#findings").get_by_role("button", name="Rules of Park Ranger").first.click()
    expect(page.locator("#rules h3")).to_have_text("Park Ranger")


# ── feedback ──


def test_feedback_is_read_and_done_with(page: Page, own_home: Home, library_url: str) -> None:
    given = Feedback("2026-11-24", f"=1+1 {NASTY}", "3039MP", None, "missing", "-2", "{}")
    catalogue = Catalogue.open(own_home.catalogue_url)
    with catalogue.writing() as connection:
        put_feedback(connection, given)
    catalogue.close()
    to_tab(page, library_url, "Feedback")
    expect(page.locator("#inbox")).to_contain_text("Something is missing")
    expect(page.locator("#inbox")).to_contain_text(NASTY)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as CSV").click()
    saved = download.value.path().read_text(encoding="utf-8-sig")
    assert "'=1+1" in saved
    assert ",'-2," in saved
    page.get_by_role("button", name=re.compile("^Done with")).click()
    expect(page.locator("#inbox")).to_contain_text("Nothing to read")


# ── who may do it ──


def test_a_reader_is_told_what_to_do_and_shown_nothing(page: Page, guarded_url: str) -> None:
    page.goto(f"{guarded_url}/library")
    expect(page.locator("#refused")).to_contain_text("The library is for HR staff")
    expect(page.get_by_role("link", name="sign in", exact=True)).to_have_attribute("href", "/sign-in?to=/library")
    sign_in(page, guarded_url, "rea")
    expect(page.locator("#refused")).to_contain_text("The library is for HR staff")
    expect(page.locator("#library")).to_have_count(0)


def test_hr_staff_sign_with_the_name_they_have_signed_in_with(page: Page, guarded_url: str) -> None:
    sign_in(page, guarded_url, "hal")
    page.wait_for_selector("#shelf li")
    page.get_by_role("button", name="Rules", exact=True).first.click()
    expect(page.get_by_label("Reviewed by")).to_have_value("hal")
    expect(page.get_by_label("Reviewed by")).to_be_disabled()
    rule = page.locator("#rules .rule").nth(2)
    rule.get_by_role("button", name=re.compile("^Reject")).click()
    expect(rule).to_contain_text("rejected by hal")
    expect(page.locator("#refused")).not_to_contain_text("HR staff")


def test_every_handler_of_the_page_refuses_a_reader(guarded_url: str) -> None:
    with httpx.Client(base_url=guarded_url, timeout=110) as client:
        signed = client.post("/sign-in", data={"name": "rea", "password": SECRET})
        assert signed.status_code == 303
        assert client.get("/feedback.csv").status_code == 403
        config = client.get("/config").json()
        handlers = _handlers(config)
        assert len(handlers) >= 12
        for name, inputs in handlers.items():
            begun = client.post(f"/gradio_api/call/{name}", json={"data": [None] * inputs})
            said = client.get(f"/gradio_api/call/{name}/{begun.json()['event_id']}").text
            assert "The library is for HR staff" in said, name


def _handlers(config: dict[str, Any]) -> dict[str, int]:
    """The server's handlers of the page, with how many values each takes; who opens the page is told otherwise."""
    own = set(config["page"]["library"]["dependencies"])
    return {
        one["api_name"]: len(one["inputs"])
        for one in config["dependencies"]
        if one["id"] in own and one["backend_fn"] and not one["api_name"].startswith("opened")
    }


# ── how it reads ──


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(open_page: OpenPage, app_url: str, scheme: str) -> None:
    page = open_page(360, 740, color_scheme=scheme)
    for name in ("Classes", "Add", "Rules"):
        to_tab(page, app_url, name, "?class=3039MP")
        page.wait_for_selector("#rules .rule", state="attached")
        assert page.evaluate("document.documentElement.scrollWidth") <= 361, name
