"""The Ask page in a real browser: citations, follow-ups, replies, going back, two people at once, phones, keyboards."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Download, Page, Route, expect

from assistant.web.access import Role, User, Users, access_for, hashed
from corpus.parse import parse
from index.home import Home, default_corpus
from tests.assistant.web.asking import ask, open_ask
from tests.assistant.web.serving import OpenPage, served

SEED = parse((default_corpus() / "3039MP.txt").read_text(encoding="utf-8"), "3039MP.txt")


def _marked(page: Page) -> str:
    return "".join(page.locator("#source mark.active").all_text_contents())


def _cut(page: Page, button: str) -> str:
    """The characters that a citation's button names."""
    found = page.locator(button).first
    start, end = (int(found.get_attribute(f"data-{name}") or -1) for name in ("start", "end"))
    assert found.get_attribute("data-revision") == SEED.revision
    return SEED.text[start:end]


def test_a_citation_shows_exactly_the_characters_of_its_span(page: Page, app_url: str) -> None:
    open_ask(page, app_url)
    ask(page, "How many years do I need, and does an 092 help?")
    buttons = page.locator("#log .cite")
    assert buttons.count() >= 2
    for at in range(buttons.count()):
        buttons.nth(at).click()
        expect(buttons.nth(at)).to_have_class(re.compile("active"))
        assert _marked(page) == _cut(page, f"#log .cite >> nth={at}")
    expect(page.locator("#source mark.active").first).to_be_in_viewport()


def test_a_citation_opens_by_keyboard_and_escape_leads_back(page: Page, app_url: str) -> None:
    open_ask(page, app_url)
    ask(page, "Who hires staff?")
    button = page.locator("#log .cite").first
    button.focus()
    button.press("Enter")
    expect(page.locator("#source mark.active").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_the_quote_is_told_on_hover_and_to_screen_readers(page: Page, app_url: str) -> None:
    open_ask(page, app_url)
    ask(page, "Who hires staff?")
    button = page.locator("#log .cite").first
    assert button.get_attribute("title") == " ".join(_cut(page, "#log .cite").split())
    assert (button.get_attribute("aria-label") or "").startswith("Source 1: ")
    expect(page.locator("#news")).to_contain_text("From the specification")


def test_a_follow_up_speaks_of_the_same_class_and_another_question_marks_its_own(page: Page, app_url: str) -> None:
    open_ask(page, app_url)
    ask(page, "What is the salary group?")
    ask(page, "and the bargaining unit?")
    expect(page.locator("[data-answered='1']")).to_contain_text("From the specification")
    for answered in (0, 1, 0):
        button = page.locator(f"[data-answered='{answered}'] .cite").first
        button.click()
        expect(button).to_have_class(re.compile("active"))
        expect(page.locator("#source mark.active").first).to_be_focused()
        assert _marked(page) == _cut(page, f"[data-answered='{answered}'] .cite")


def test_the_citation_chosen_last_is_shown_though_another_text_comes_later(page: Page, app_url: str) -> None:
    open_ask(page, app_url)
    ask(page, "What is the salary group?")
    waiting: list[Route] = []
    page.route("**/source/*", lambda route: waiting.append(route) if not waiting else route.continue_())
    with page.expect_request("**/source/*"):
        ask(page, "and the bargaining unit?")
    button = page.locator("[data-answered='0'] .cite").first
    button.click()
    expect(button).to_have_class(re.compile("active"))
    with page.expect_response("**/source/*"):
        waiting[0].continue_()
    page.wait_for_timeout(300)
    expect(button).to_have_class(re.compile("active"))
    assert _marked(page) == "MP 75"


def test_the_class_is_picked_and_its_text_shown(page: Page, app_url: str) -> None:
    open_ask(page, app_url, "/")
    page.get_by_label("Answering about").fill("3039MP")
    page.get_by_role("option", name=re.compile("3039MP")).click()
    expect(page.locator("#state")).to_contain_text("3039MP · revised 2023-05-15 · current")
    expect(page.locator("#source")).to_contain_text("EXAMPLES OF DUTIES")
    ask(page, "What is the salary group?")
    expect(page.locator("[data-answered='0']")).to_contain_text("MP 75")


def test_which_class_is_meant_is_asked_and_chosen_by_a_button(page: Page, app_url: str) -> None:
    open_ask(page, app_url, "/")
    ask(page, "What are the minimum qualifications for a Secretary?")
    expect(page.locator("[data-answered='0']")).to_contain_text("Which class?")
    page.locator("[data-act=choose]").first.click()
    expect(page.locator("[data-answered='1']")).to_contain_text("From the specification")


def test_a_determination_is_a_card_and_a_reply_changes_it(page: Page, app_url: str) -> None:
    open_ask(page, app_url)
    ask(page, "I have a master's degree and taught for 13 years. Do I qualify?")
    card = page.locator("[data-answered='0'] .verdict")
    expect(card).to_contain_text("We don't know yet")
    expect(page.locator("#state")).to_contain_text("Your facts so far")
    card.locator("[data-act=reply]").first.click()
    expect(page.locator("[data-answered='1'] .verdict")).to_be_visible()
    page.get_by_role("button", name="Forget them").click()
    expect(page.locator("#state")).not_to_contain_text("Your facts so far")


def test_edit_retry_and_clear(page: Page, app_url: str) -> None:
    open_ask(page, app_url)
    ask(page, "Who hires staff?")
    ask(page, "What is the salary group?")
    page.locator("[data-turn='1'] >> text=Retry").click()
    expect(page.locator("[data-answered='1']")).to_contain_text("MP 75")
    page.locator("[data-turn='0'] >> text=Edit").click()
    expect(page.get_by_label("Your question")).to_have_value("Who hires staff?")
    expect(page.locator("#log [data-answered]")).to_have_count(0)
    ask(page, "Can I telework?")
    expect(page.locator("[data-answered='0']")).to_contain_text("Not in the specification")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#log .empty")).to_be_visible()


def test_the_conversation_is_saved_on_the_persons_side(page: Page, app_url: str) -> None:
    open_ask(page, app_url)
    ask(page, "What is the salary group?")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as Markdown").click()
    saved: Download = waiting.value
    assert saved.suggested_filename == "conversation.md"
    assert "MP 75" in saved.path().read_text(encoding="utf-8")


def test_a_rating_with_its_reason_is_kept(page: Page, app_url: str, web_home: Home) -> None:
    from corpus.catalogue import Catalogue

    open_ask(page, app_url)
    ask(page, "What is the salary group?")
    page.get_by_label("This was not right").click()
    page.get_by_label("Wrong evidence").check()
    page.get_by_label("More, if you like").fill("an older group")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you: the question and the answer are kept")).to_be_visible()
    catalogue = Catalogue.open(web_home.catalogue_url)
    kept = catalogue.feedback()[0]
    catalogue.close()
    assert (kept.rating, kept.comment, kept.question) == (
        "wrong_evidence",
        "an older group",
        "What is the salary group?",
    )
    assert kept.revision == SEED.revision


def test_a_link_carries_a_question(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?class=3039MP&q=What+is+the+salary+group%3F")
    expect(page.locator("[data-answered='0']")).to_contain_text("MP 75")


def test_a_question_asked_before_the_page_has_loaded_is_about_the_class_of_its_address(
    page: Page, app_url: str
) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route) if not waiting else route.continue_()

    page.route("**/queue/join*", hold)
    open_ask(page, app_url)
    ask(page, "What is the salary group?")
    expect(page.locator("[data-answered='0']")).to_contain_text("MP 75")
    waiting[0].continue_()
    expect(page.locator("#state")).to_contain_text("3039MP")
    expect(page.locator("[data-answered='0']")).to_contain_text("MP 75")


@pytest.mark.parametrize(
    "said",
    [
        "<img src=x onerror=alert(1)> who hires staff?",
        "who hires </div><script>alert(1)</script> staff?",
        "{{constructor.constructor('alert(1)')()}} ${alert(1)} who hires staff?",
        "<svg/onload=alert(1)> is an 092 accepted?",
    ],
)
def test_no_script_of_a_question_runs(page: Page, app_url: str, said: str) -> None:
    open_ask(page, app_url)
    ask(page, said)
    assert page.locator("#log .said").text_content() == said
    assert page.locator("#log img, #log script").count() == 0


def test_two_people_do_not_see_each_other(open_page: OpenPage, app_url: str) -> None:
    ann, bob = open_page(locale="en-GB"), open_page(locale="en-US")
    open_ask(ann, app_url)
    open_ask(bob, app_url)
    ask(ann, "I have a master's degree and taught for 13 years. Do I qualify?")
    ask(bob, "What is the salary group?")
    assert "master" not in bob.locator("#log").inner_text().lower()
    assert bob.locator("#state >> text=Your facts so far").count() == 0
    ask(ann, "And if I had an 092?")
    assert ann.locator("#log [data-answered]").count() == 2
    assert bob.locator("#log [data-answered]").count() == 1


def test_on_a_phone_the_source_is_a_sheet_over_the_chat(open_page: OpenPage, app_url: str) -> None:
    page = open_page(360, 740, has_touch=True, is_mobile=True)
    open_ask(page, app_url)
    ask(page, "What is the salary group?")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(page.locator("#source")).to_be_hidden()
    page.locator("#log .cite").first.tap()
    expect(page.locator("#source")).to_be_visible()
    expect(page.locator("#source mark.active").first).to_be_in_viewport()
    assert _marked(page) == "MP 75"
    page.get_by_role("button", name="Back to the page").tap()
    expect(page.locator("#source")).to_be_hidden()


def test_dark_and_light_are_remembered(page: Page, app_url: str) -> None:
    open_ask(page, app_url)
    page.get_by_label("Light or dark").click()
    assert page.evaluate("document.body.classList.contains('dark')")
    page.reload()
    page.wait_for_selector("#log .empty")
    assert page.evaluate("document.body.classList.contains('dark')")


@pytest.fixture(scope="module")
def signed(web_home: Home) -> Iterator[str]:
    """A server that asks everybody to sign in."""
    users = Users(protect="everything", users={"ann": User(role=Role.READER, password=hashed("pass word"))})
    with served(web_home, access_for(users, is_loopback=True, is_open=False)) as url:
        yield url


def test_signing_in_and_out(page: Page, signed: str) -> None:
    page.goto(f"{signed}/?class=3039MP")
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not right")
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill("pass word")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("#log .empty")
    expect(page.locator(".account")).to_contain_text("ann")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Password")).to_be_visible()
