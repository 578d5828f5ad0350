"""The Ask page in a real browser: citations, follow-ups, replies, going back, two people at once, phones, keyboards."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Download, Page, Route, expect

from assistant.web.access import Access, Role, User, Users, access_for, hashed
from assistant.web.streams import LINGER_SECONDS
from corpus.parse import parse
from index.home import Home, default_corpus
from tests.assistant.web.serving import OpenPage, served

SEED = parse((default_corpus() / "3039MP.txt").read_text(encoding="utf-8"), "3039MP.txt")


def _open(page: Page, url: str, path: str = "/?class=3039MP") -> None:
    page.goto(url + path)
    page.wait_for_selector("#log .empty, #log [data-answered]")


def _send(page: Page, said: str) -> None:
    """Ask without waiting for anything."""
    page.get_by_label("Your question").fill(said)
    page.get_by_label("Your question").press("Enter")


def _ask(page: Page, said: str) -> None:
    asked = page.locator("#log [data-answered]").count()
    _send(page, said)
    expect(page.locator("#log [data-answered]:not([data-working])")).to_have_count(asked + 1)


def _marked(page: Page) -> str:
    return "".join(page.locator("#source mark.active").all_text_contents())


def _cut(page: Page, button: str) -> str:
    """The characters that a citation's button names."""
    found = page.locator(button).first
    start, end = (int(found.get_attribute(f"data-{name}") or -1) for name in ("start", "end"))
    assert found.get_attribute("data-revision") == SEED.revision
    return SEED.text[start:end]


def test_a_citation_shows_exactly_the_characters_of_its_span(page: Page, app_url: str) -> None:
    _open(page, app_url)
    _ask(page, "How many years do I need, and does an 092 help?")
    buttons = page.locator("#log .cite")
    assert buttons.count() >= 2
    for at in range(buttons.count()):
        buttons.nth(at).click()
        expect(buttons.nth(at)).to_have_class(re.compile("active"))
        assert _marked(page) == _cut(page, f"#log .cite >> nth={at}")
    expect(page.locator("#source mark.active").first).to_be_in_viewport()


def test_a_citation_opens_by_keyboard_and_escape_leads_back(page: Page, app_url: str) -> None:
    _open(page, app_url)
    _ask(page, "Who hires staff?")
    button = page.locator("#log .cite").first
    button.focus()
    button.press("Enter")
    expect(page.locator("#source mark.active").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_the_quote_is_told_on_hover_and_to_screen_readers(page: Page, app_url: str) -> None:
    _open(page, app_url)
    _ask(page, "Who hires staff?")
    button = page.locator("#log .cite").first
    assert button.get_attribute("title") == " ".join(_cut(page, "#log .cite").split())
    assert (button.get_attribute("aria-label") or "").startswith("Source 1: ")
    expect(page.locator("#news")).to_contain_text("From the specification")


def test_a_follow_up_speaks_of_the_same_class_and_another_question_marks_its_own(page: Page, app_url: str) -> None:
    _open(page, app_url)
    _ask(page, "What is the salary group?")
    _ask(page, "and the bargaining unit?")
    expect(page.locator("[data-answered='1']")).to_contain_text("From the specification")
    for answered in (0, 1, 0):
        button = page.locator(f"[data-answered='{answered}'] .cite").first
        button.click()
        expect(button).to_have_class(re.compile("active"))
        expect(page.locator("#source mark.active").first).to_be_focused()
        assert _marked(page) == _cut(page, f"[data-answered='{answered}'] .cite")


def test_the_citation_chosen_last_is_shown_though_another_text_comes_later(page: Page, app_url: str) -> None:
    _open(page, app_url)
    _ask(page, "What is the salary group?")
    waiting: list[Route] = []
    page.route("**/source/*", lambda route: waiting.append(route) if not waiting else route.continue_())
    with page.expect_request("**/source/*"):
        _ask(page, "and the bargaining unit?")
    button = page.locator("[data-answered='0'] .cite").first
    button.click()
    expect(button).to_have_class(re.compile("active"))
    with page.expect_response("**/source/*"):
        waiting[0].continue_()
    page.wait_for_timeout(300)
    expect(button).to_have_class(re.compile("active"))
    assert _marked(page) == "MP 75"


def test_the_class_is_picked_and_its_text_shown(page: Page, app_url: str) -> None:
    _open(page, app_url, "/")
    page.get_by_label("Answering about").fill("3039MP")
    page.get_by_role("option", name=re.compile("3039MP")).click()
    expect(page.locator("#state")).to_contain_text("3039MP · revised 2023-05-15 · current")
    expect(page.locator("#source")).to_contain_text("EXAMPLES OF DUTIES")
    _ask(page, "What is the salary group?")
    expect(page.locator("[data-answered='0']")).to_contain_text("MP 75")


def test_which_class_is_meant_is_asked_and_chosen_by_a_button(page: Page, app_url: str) -> None:
    _open(page, app_url, "/")
    _ask(page, "What are the minimum qualifications for a Secretary?")
    expect(page.locator("[data-answered='0']")).to_contain_text("Which class?")
    page.locator("[data-act=choose]").first.click()
    expect(page.locator("[data-answered='1']")).to_contain_text("From the specification")


def test_a_determination_is_a_card_and_a_reply_changes_it(page: Page, app_url: str) -> None:
    _open(page, app_url)
    _ask(page, "I have a master's degree and taught for 13 years. Do I qualify?")
    card = page.locator("[data-answered='0'] .verdict")
    expect(card).to_contain_text("We don't know yet")
    expect(page.locator("#state")).to_contain_text("Your facts so far")
    card.locator("[data-act=reply]").first.click()
    expect(page.locator("[data-answered='1'] .verdict")).to_be_visible()
    page.get_by_role("button", name="Forget them").click()
    expect(page.locator("#state")).not_to_contain_text("Your facts so far")


def test_edit_retry_and_clear(page: Page, app_url: str) -> None:
    _open(page, app_url)
    _ask(page, "Who hires staff?")
    _ask(page, "What is the salary group?")
    page.locator("[data-turn='1'] >> text=Retry").click()
    expect(page.locator("[data-answered='1']")).to_contain_text("MP 75")
    page.locator("[data-turn='0'] >> text=Edit").click()
    expect(page.get_by_label("Your question")).to_have_value("Who hires staff?")
    expect(page.locator("#log [data-answered]")).to_have_count(0)
    _ask(page, "Can I telework?")
    expect(page.locator("[data-answered='0']")).to_contain_text("Not in the specification")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#log .empty")).to_be_visible()


def test_the_conversation_is_saved_on_the_persons_side(page: Page, app_url: str) -> None:
    _open(page, app_url)
    _ask(page, "What is the salary group?")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as Markdown").click()
    saved: Download = waiting.value
    assert saved.suggested_filename == "conversation.md"
    assert "MP 75" in saved.path().read_text(encoding="utf-8")


def test_a_rating_with_its_reason_is_kept(page: Page, app_url: str, web_home: Home) -> None:
    from corpus.catalogue import Catalogue

    _open(page, app_url)
    _ask(page, "What is the salary group?")
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
    _open(page, app_url)
    _ask(page, "What is the salary group?")
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
    _open(page, app_url)
    _ask(page, said)
    assert page.locator("#log .said").text_content() == said
    assert page.locator("#log img, #log script").count() == 0


def test_two_people_do_not_see_each_other(open_page: OpenPage, app_url: str) -> None:
    ann, bob = open_page(locale="en-GB"), open_page(locale="en-US")
    _open(ann, app_url)
    _open(bob, app_url)
    _ask(ann, "I have a master's degree and taught for 13 years. Do I qualify?")
    _ask(bob, "What is the salary group?")
    assert "master" not in bob.locator("#log").inner_text().lower()
    assert bob.locator("#state >> text=Your facts so far").count() == 0
    _ask(ann, "And if I had an 092?")
    assert ann.locator("#log [data-answered]").count() == 2
    assert bob.locator("#log [data-answered]").count() == 1


def test_on_a_phone_the_source_is_a_sheet_over_the_chat(open_page: OpenPage, app_url: str) -> None:
    page = open_page(360, 740, has_touch=True, is_mobile=True)
    _open(page, app_url)
    _ask(page, "What is the salary group?")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(page.locator("#source")).to_be_hidden()
    page.locator("#log .cite").first.tap()
    expect(page.locator("#source")).to_be_visible()
    expect(page.locator("#source mark.active").first).to_be_in_viewport()
    assert _marked(page) == "MP 75"
    page.get_by_role("button", name="Back to the page").tap()
    expect(page.locator("#source")).to_be_hidden()


def test_dark_and_light_are_remembered(page: Page, app_url: str) -> None:
    _open(page, app_url)
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


@pytest.fixture(scope="module")
def slow(web_home: Home) -> Iterator[str]:
    """A server with a chat model that writes slowly."""
    with served(web_home, Access(None, Role.HR), is_slow=True) as url:
        yield url


def test_a_chat_models_answer_comes_bit_by_bit_and_can_be_stopped(page: Page, slow: str) -> None:
    _open(page, slow)
    page.get_by_label("Your question").fill("What are the minimum qualifications?")
    page.get_by_label("Your question").press("Enter")
    expect(page.locator("[data-working] .statement").first).to_be_visible()
    told = page.locator("[data-working] .statement").count()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("[data-answered='0']")).to_contain_text("Stopped.")
    page.wait_for_timeout(1500)
    assert page.locator("[data-answered] .statement").count() <= told + 1
    _ask(page, "What is the salary group?")
    expect(page.locator("[data-answered]:not([data-working])").last).to_contain_text("MP 75")


def test_what_is_asked_while_an_answer_comes_is_answered_after_it(page: Page, slow: str) -> None:
    _open(page, slow)
    asked = ["Who hires staff?", "What is the salary group?", "What is the bargaining unit?"]
    for said in asked:
        _send(page, said)
    expect(page.locator("#log .said")).to_have_text(asked)
    expect(page.locator("#log .turn").last).to_contain_text("Comes after the answer before it")
    expect(page.locator("[data-answered='1']:not([data-working])")).to_contain_text("MP 75")
    expect(page.locator("[data-answered='2']:not([data-working])")).to_be_visible()
    assert page.locator("#log .said").all_text_contents() == asked


def test_clear_leaves_nothing_of_what_waits(page: Page, slow: str) -> None:
    _open(page, slow)
    for said in ("Who hires staff?", "What is the salary group?"):
        _send(page, said)
    expect(page.locator("#log .turn").last).to_contain_text("Comes after the answer before it")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#log .empty")).to_be_visible()
    page.wait_for_timeout(1500)
    assert page.locator("#log .said").all_text_contents() == []


def test_a_question_that_arrives_late_is_still_answered_before_those_asked_after_it(page: Page, app_url: str) -> None:
    _open(page, app_url)
    joins: list[str] = []

    def first_late(route: Route) -> None:
        joins.append(route.request.url)
        if len(joins) == 1:
            page.wait_for_timeout(400)
        route.continue_()

    page.route("**/queue/join*", first_late)
    asked = ["Who hires staff?", "What is the salary group?", "What is the bargaining unit?"]
    for said in asked:
        _send(page, said)
    expect(page.locator("#log [data-answered]")).to_have_count(3)
    assert page.locator("#log .said").all_text_contents() == asked
    assert len(joins) == 3


def test_what_is_typed_right_after_enter_belongs_to_the_next_question(page: Page, app_url: str) -> None:
    _open(page, app_url)
    field = page.get_by_label("Your question")
    field.fill("What is the salary group?")
    field.press("Enter")
    page.keyboard.type("Who hires")
    expect(page.locator("[data-answered='0']")).to_contain_text("MP 75")
    page.keyboard.type(" staff?")
    expect(field).to_have_value("Who hires staff?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(field).to_have_value("")
    expect(page.locator("#log [data-answered]")).to_have_count(2)
    assert page.locator("#log .said").all_text_contents() == ["What is the salary group?", "Who hires staff?"]


def test_edit_counts_while_another_button_is_still_at_work(page: Page, slow: str) -> None:
    _open(page, slow)
    _ask(page, "Who hires staff?")
    page.locator("[data-turn='0'] >> text=Retry").click()
    expect(page.locator("[data-working]")).to_be_visible()
    page.locator("[data-turn='0'] >> text=Edit").click()
    expect(page.get_by_label("Your question")).to_have_value("Who hires staff?")
    expect(page.locator("#log [data-answered]")).to_have_count(0)


LATE_STREAMS = """
const real = window.fetch;
window.fetch = async (...given) => {
  const answer = await real(...given);
  if (!String(given[0]?.url ?? given[0]).includes('/queue/data')) return answer;
  const wait = (piece, out) => new Promise((done) => setTimeout(() => { out.enqueue(piece); done(); }, 80));
  const late = answer.body.pipeThrough(new TransformStream({ transform: wait }));
  return new Response(late, { status: answer.status, headers: answer.headers });
};
"""
"""In the browser: all that a stream says is read 80 ms later than it could be, as on a slow machine."""


def test_no_question_is_lost_while_the_stream_of_another_answer_ends(page: Page, app_url: str) -> None:
    page.add_init_script(LATE_STREAMS)
    _open(page, app_url)
    for count, wait in enumerate((0, 20, 40, 60), 1):
        for said in ("What is the salary group?", "Who hires staff?"):
            _send(page, said)
            page.wait_for_timeout(wait)
        expect(page.locator("#log [data-answered]:not([data-working])")).to_have_count(2 * count)


def test_no_question_is_lost_while_the_end_of_a_stream_is_on_its_way(page: Page, app_url: str) -> None:
    late_ends = LATE_STREAMS.replace("80)", "new TextDecoder().decode(piece).includes('close_stream') ? 1000 : 0)")
    page.add_init_script(late_ends)
    _open(page, app_url)
    _ask(page, "What is the salary group?")
    page.wait_for_timeout(1000 * LINGER_SECONDS + 500)
    _ask(page, "Who hires staff?")


@pytest.mark.parametrize("served", ["app_url", "late_url"])
def test_the_second_click_of_a_double_click_does_nothing(
    page: Page, served: str, request: pytest.FixtureRequest
) -> None:
    _open(page, request.getfixturevalue(served))
    _ask(page, "Who hires staff?")
    page.locator("[data-turn='0'] >> text=Retry").dblclick()
    expect(page.locator("[data-answered='0']:not([data-working])")).to_be_visible()
    page.wait_for_timeout(1000)
    assert page.locator("#log .said").all_text_contents() == ["Who hires staff?"]


def test_a_drawing_that_comes_late_does_not_take_the_place_of_a_later_one(page: Page, late_url: str) -> None:
    _open(page, late_url)
    said = ["Who hires staff?", "What is the salary group?", "How many years of experience do I need?"]
    for one in said:
        _send(page, one)
    page.wait_for_timeout(2500)
    assert page.locator("#log .said").all_text_contents() == said
