"""The Check page in a real browser: facts, the determination, citations, the ledger, own words, files, all classes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from corpus.parse import parse
from index.home import default_corpus
from tests.assistant.web.serving import OpenPage

SEED = parse((default_corpus() / "3039MP.txt").read_text(encoding="utf-8"), "3039MP.txt")
MET = Path(__file__).parents[3] / "docs/examples/met.yaml"


def _open(page: Page, url: str, path: str = "/check?class=3039MP") -> None:
    page.goto(url + path)
    page.wait_for_selector("#determination .verdict-line, #determination .empty")


def _headline(page: Page, words: str) -> None:
    expect(page.locator("#determination .verdict-line")).to_contain_text(words)


def _load(page: Page) -> None:
    page.get_by_label("Load facts from a file").set_input_files(MET)
    _headline(page, "you meet")


def test_facts_change_the_determination_and_focus_stays(page: Page, app_url: str) -> None:
    _open(page, app_url)
    _headline(page, "We don't know yet")
    page.get_by_role("button", name="Add a job").click()
    title = page.get_by_label("Job title", exact=True)
    expect(title).to_be_focused()
    title.fill("Teacher")
    page.get_by_label("First day", exact=True).fill("2010-09-01")
    page.get_by_label("Hours a week", exact=True).fill("40")
    page.get_by_label("Hours a week", exact=True).press("Tab")
    expect(page.get_by_label("Or, without dates, how long")).to_be_focused()
    page.get_by_label("Yes, as General Experience").check()
    general = page.locator("#determination .need", has_text="General Experience").first
    expect(general).to_contain_text("at least 16 years")
    page.get_by_label("Those are all my jobs").check()
    _headline(page, "you do not meet")
    expect(title).to_have_value("Teacher")


def test_what_cannot_be_read_is_said_at_the_field_and_stays(page: Page, app_url: str) -> None:
    _open(page, app_url)
    page.get_by_role("button", name="Add a job").click()
    hours = page.get_by_label("Hours a week", exact=True)
    hours.fill("forty")
    hours.press("Tab")
    expect(page.locator("#fact-employment-0-hours_per_week-fault")).to_contain_text("such as 40")
    expect(hours).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#determination .notice")).to_contain_text("cannot be read")
    page.get_by_role("button", name="Add a licence or certificate").click()
    expect(hours).to_have_value("forty")
    expect(page.locator("#fact-employment-0-hours_per_week-fault")).to_contain_text("such as 40")
    hours.fill("40")
    hours.press("Tab")
    expect(page.locator("#fact-employment-0-hours_per_week-fault")).to_be_empty()
    expect(page.locator("#determination .notice")).to_have_count(0)


def test_what_a_removed_entry_was_is_not_left_on_the_next_one(page: Page, app_url: str) -> None:
    _open(page, app_url)
    for number, title in enumerate(("Teacher", "Cook"), 1):
        page.get_by_role("button", name="Add a job").click()
        expect(page.get_by_label("Job title", exact=True)).to_have_count(number)
        page.get_by_label("Job title", exact=True).last.fill(title)
    page.locator("#fact-employment-0").get_by_label("Yes, as both").check()
    page.get_by_role("button", name="Remove job 1").click()
    expect(page.get_by_label("Job title", exact=True)).to_have_count(1)
    expect(page.get_by_label("Job title", exact=True)).to_have_value("Cook")
    expect(page.get_by_label("Yes, as both")).not_to_be_checked()
    expect(page.get_by_role("button", name="Add a job")).to_be_focused()


def test_what_is_typed_while_the_page_is_at_work_is_not_lost(page: Page, app_url: str) -> None:
    _open(page, app_url)
    page.get_by_role("button", name="Add a job").click()
    expect(page.get_by_label("Job title", exact=True)).to_have_count(1)
    page.get_by_role("button", name="Add a job").click()
    page.locator("#fact-employment-0-title").fill("Teacher")
    expect(page.get_by_label("Job title", exact=True)).to_have_count(2)
    page.get_by_role("button", name="Add education").click()
    expect(page.get_by_label("Level", exact=True)).to_have_count(1)
    expect(page.locator("#fact-employment-0-title")).to_have_value("Teacher")


def test_what_is_done_at_once_is_kept_however_late_each_is_shown(page: Page, late_url: str) -> None:
    _open(page, late_url)
    add = [page.get_by_role("button", name=name) for name in ("Add a job", "Add education")]
    titles = page.get_by_label("Job title", exact=True)
    for number in range(3):
        add[0].click()
        add[1].click()
        expect(titles).to_have_count(number + 1)
        add[1].click()
        titles.last.fill(f"Teacher {number}")
    expect(page.get_by_label("Level", exact=True)).to_have_count(6)
    page.wait_for_timeout(1500)
    assert [one.input_value() for one in titles.all()] == [f"Teacher {number}" for number in range(3)]
    add[0].click()
    expect(titles).to_have_count(4)
    page.get_by_role("button", name="Remove job 1").click()
    expect(titles).to_have_count(3)
    assert [one.input_value() for one in titles.all()] == ["Teacher 1", "Teacher 2", ""]


def test_a_reply_stands_in_the_form(page: Page, app_url: str) -> None:
    _open(page, app_url)
    question = page.locator("#determination .question")
    expect(question).to_contain_text("degree")
    question.get_by_role("button", name="none").click()
    expect(page.get_by_label("I have no degree and no college training")).to_be_checked()
    _headline(page, "you do not meet")


def test_the_clauses_of_the_form_and_of_the_determination_are_shown_in_the_source(page: Page, app_url: str) -> None:
    _open(page, app_url)
    page.get_by_role("button", name="Add a job").click()
    for place in ("#facts .clauses .cite", "#determination .cite"):
        button = page.locator(place).last
        button.click()
        start, end = (int(button.get_attribute(f"data-{name}") or -1) for name in ("start", "end"))
        expect(page.locator("#source mark.active").first).to_be_visible()
        assert "".join(page.locator("#source mark.active").all_text_contents()) == SEED.text[start:end]


def test_the_ledger_can_be_read_by_keyboard_and_as_a_table(page: Page, app_url: str) -> None:
    _open(page, app_url)
    _load(page)
    bars = page.locator("#ledger rect[data-told]")
    expect(bars).to_have_count(2)
    bars.nth(0).focus()
    expect(page.locator("#ledger .told")).to_contain_text("Teacher, 2015-11-01 – 2021-06-30: counts as General")
    page.keyboard.press("Tab")
    expect(page.locator("#ledger .told")).to_contain_text("Principal")
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("row", name="Principal")).to_contain_text("5 years 4.8 months")


def test_own_words_count_once_they_are_taken_in(page: Page, app_url: str) -> None:
    _open(page, app_url)
    page.get_by_text("Say it in your own words").click()
    page.get_by_label("What you have learned and done").fill(
        "master's in education, 092, 11 years teaching, and zebras"
    )
    page.get_by_role("button", name="Read it").click()
    boxes = page.locator("#words .read-facts input")
    expect(boxes).to_have_count(3)
    expect(page.locator("#words .unread")).to_contain_text("zebras")
    expect(page.locator("#facts .card")).to_have_count(0)
    page.get_by_label("092 from").uncheck()
    expect(page.locator("#words .read-facts")).to_contain_text("left out")
    page.get_by_role("button", name="Take these facts in").click()
    expect(page.get_by_label("Or, without dates, how long")).to_have_value("11 years")
    expect(page.get_by_label("Field of study")).to_have_value("education")
    expect(page.get_by_label("What it is")).to_have_count(0)
    expect(page.locator("#files")).to_contain_text("2 facts taken in")


def test_facts_and_reports_are_saved_and_loaded(page: Page, app_url: str, tmp_path: Path) -> None:
    _open(page, app_url)
    _load(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save facts to a file").click()
    assert saved.value.suggested_filename == "my-facts.yaml"
    file = tmp_path / "my-facts.yaml"
    saved.value.save_as(file)
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["credentials"] == [{"name": "092 certificate"}]
    with page.expect_download() as report:
        page.get_by_role("button", name="Report (HTML)").click()
    assert report.value.suggested_filename == "report-3039MP.html"
    page.get_by_role("button", name="Forget all of it").click()
    _headline(page, "We don't know yet")
    expect(page.locator("#facts .card")).to_have_count(0)
    page.get_by_label("Load facts from a file").set_input_files(file)
    _headline(page, "you meet")
    expect(page.get_by_label("Job title", exact=True).first).to_have_value("Teacher")


def test_a_file_that_cannot_be_read_is_named(page: Page, app_url: str, tmp_path: Path) -> None:
    _open(page, app_url)
    file = tmp_path / "<img src=x onerror=alert(1)>.yaml"
    file.write_text("education: [{level: knight}]", encoding="utf-8")
    page.get_by_label("Load facts from a file").set_input_files(file)
    expect(page.locator("#files .problem")).to_contain_text("education[0].level")


def test_which_classes_do_i_meet(page: Page, app_url: str) -> None:
    _open(page, app_url)
    _load(page)
    page.get_by_role("button", name="Which classes do I meet?").click()
    expect(page.locator("#matches .match-verdict.met")).to_be_visible()
    expect(page.locator("#matches .working")).to_have_count(0)
    page.locator("#matches a[data-code='9920SX']").click()
    _headline(page, "Cook (9920SX)")
    expect(page.get_by_label("Job title", exact=True).first).to_have_value("Teacher")
    assert "class=9920SX" in page.url
    expect(page.locator("#source .spec-head")).to_contain_text("9920SX")


def test_without_a_class_one_is_chosen_first(page: Page, app_url: str) -> None:
    _open(page, app_url, "/check")
    expect(page.locator("#determination .empty")).to_contain_text("Choose a class")
    page.get_by_label("Class", exact=True).click()
    page.get_by_role("option", name="Cook · 9920SX").click()
    _headline(page, "Cook (9920SX)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1000, 1440])
def test_nothing_is_wider_than_the_screen(open_page: OpenPage, app_url: str, width: int, scheme: str) -> None:
    page = open_page(width, 800, color_scheme=scheme)
    _open(page, app_url)
    _load(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#determination .cite").first.click()
    expect(page.locator("#source mark.active").first).to_be_visible()
    if width < 1180:
        page.get_by_role("button", name="Back to the page").click()
        expect(page.locator("#source")).to_be_hidden()


def test_what_was_told_on_the_ask_page_is_read_here(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?class=3039MP")
    page.wait_for_selector("#log .empty")
    told = "I have a master's degree and taught for 13 years. Do I qualify?"
    page.get_by_label("Your question").fill(told)
    page.get_by_label("Your question").press("Enter")
    page.get_by_role("link", name="Check my qualifications").click()
    page.wait_for_url("**/check?class=3039MP")
    expect(page.get_by_label("What you have learned and done")).to_have_value(re.compile("a master's degree"))
    expect(page.locator(".read-facts")).to_contain_text("13 years")
    page.reload()
    page.wait_for_selector("#determination .verdict-line")
    expect(page.get_by_label("What you have learned and done")).to_have_value("")
