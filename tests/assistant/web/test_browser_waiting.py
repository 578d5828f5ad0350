"""The Ask page in a real browser where answers take their time: what waits, what is stopped, and what comes late."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from assistant.web.access import Access, Role
from assistant.web.streams import LINGER_SECONDS
from index.home import Home
from tests.assistant.web.asking import ask, open_ask, send
from tests.assistant.web.serving import served


@pytest.fixture(scope="module")
def slow(web_home: Home) -> Iterator[str]:
    """A server with a chat model that writes slowly."""
    with served(web_home, Access(None, Role.HR), is_slow=True) as url:
        yield url


def test_a_chat_models_answer_comes_bit_by_bit_and_can_be_stopped(page: Page, slow: str) -> None:
    open_ask(page, slow)
    page.get_by_label("Your question").fill("What are the minimum qualifications?")
    page.get_by_label("Your question").press("Enter")
    expect(page.locator("[data-working] .statement").first).to_be_visible()
    told = page.locator("[data-working] .statement").count()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("[data-answered='0']")).to_contain_text("Stopped.")
    page.wait_for_timeout(1500)
    assert page.locator("[data-answered] .statement").count() <= told + 1
    ask(page, "What is the salary group?")
    expect(page.locator("[data-answered]:not([data-working])").last).to_contain_text("MP 75")


def test_what_is_asked_while_an_answer_comes_is_answered_after_it(page: Page, slow: str) -> None:
    open_ask(page, slow)
    asked = ["Who hires staff?", "What is the salary group?", "What is the bargaining unit?"]
    for said in asked:
        send(page, said)
    expect(page.locator("#log .said")).to_have_text(asked)
    expect(page.locator("#log .turn").last).to_contain_text("Comes after the answer before it")
    expect(page.locator("[data-answered='1']:not([data-working])")).to_contain_text("MP 75")
    expect(page.locator("[data-answered='2']:not([data-working])")).to_be_visible()
    assert page.locator("#log .said").all_text_contents() == asked


def test_clear_leaves_nothing_of_what_waits(page: Page, slow: str) -> None:
    open_ask(page, slow)
    for said in ("Who hires staff?", "What is the salary group?"):
        send(page, said)
    expect(page.locator("#log .turn").last).to_contain_text("Comes after the answer before it")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#log .empty")).to_be_visible()
    page.wait_for_timeout(1500)
    assert page.locator("#log .said").all_text_contents() == []


def test_a_question_that_arrives_late_is_still_answered_before_those_asked_after_it(page: Page, app_url: str) -> None:
    open_ask(page, app_url)
    joins: list[str] = []

    def first_late(route: Route) -> None:
        joins.append(route.request.url)
        if len(joins) == 1:
            page.wait_for_timeout(400)
        route.continue_()

    page.route("**/queue/join*", first_late)
    asked = ["Who hires staff?", "What is the salary group?", "What is the bargaining unit?"]
    for said in asked:
        send(page, said)
    expect(page.locator("#log [data-answered]")).to_have_count(3)
    assert page.locator("#log .said").all_text_contents() == asked
    assert len(joins) == 3


def test_what_is_typed_right_after_enter_belongs_to_the_next_question(page: Page, app_url: str) -> None:
    open_ask(page, app_url)
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
    open_ask(page, slow)
    ask(page, "Who hires staff?")
    page.locator("[data-turn='0'] >> text=Retry").click()
    expect(page.locator("[data-working]")).to_be_visible()
    page.locator("[data-turn='0'] >> text=Edit").click()
    expect(page.get_by_label("Your question")).to_have_value("Who hires staff?")
    expect(page.locator("#log [data-answered]")).to_have_count(0)


_LATE_STREAMS = """
const real = window.fetch;
window.fetch = async (...given) => {
  const answer = await real(...given);
  if (!String(given[0]?.url ?? given[0]).includes('/queue/data')) return answer;
  const wait = (piece, out) => new Promise((done) => setTimeout(() => { out.enqueue(piece); done(); }, LATE_MS));
  const late = answer.body.pipeThrough(new TransformStream({ transform: wait }));
  return new Response(late, { status: answer.status, headers: answer.headers });
};
"""


def _late_streams(milliseconds: str) -> str:
    """In the browser: each piece of a stream is read later than it could be, as on a slow machine."""
    return _LATE_STREAMS.replace("LATE_MS", milliseconds)


def test_no_question_is_lost_while_the_stream_of_another_answer_ends(page: Page, app_url: str) -> None:
    page.add_init_script(_late_streams("80"))
    open_ask(page, app_url)
    for count, wait in enumerate((0, 20, 40, 60), 1):
        for said in ("What is the salary group?", "Who hires staff?"):
            send(page, said)
            page.wait_for_timeout(wait)
        expect(page.locator("#log [data-answered]:not([data-working])")).to_have_count(2 * count)


def test_no_question_is_lost_while_the_end_of_a_stream_is_on_its_way(page: Page, app_url: str) -> None:
    is_end = "new TextDecoder().decode(piece).includes('close_stream')"
    page.add_init_script(_late_streams(f"{is_end} ? 1000 : 0"))
    open_ask(page, app_url)
    ask(page, "What is the salary group?")
    page.wait_for_timeout(1000 * LINGER_SECONDS + 500)
    ask(page, "Who hires staff?")


@pytest.mark.parametrize("served", ["app_url", "late_url"])
def test_the_second_click_of_a_double_click_does_nothing(
    page: Page, served: str, request: pytest.FixtureRequest
) -> None:
    open_ask(page, request.getfixturevalue(served))
    ask(page, "Who hires staff?")
    page.locator("[data-turn='0'] >> text=Retry").dblclick()
    expect(page.locator("[data-answered='0']:not([data-working])")).to_be_visible()
    page.wait_for_timeout(1000)
    assert page.locator("#log .said").all_text_contents() == ["Who hires staff?"]


def test_a_drawing_that_comes_late_does_not_take_the_place_of_a_later_one(page: Page, late_url: str) -> None:
    open_ask(page, late_url)
    said = ["Who hires staff?", "What is the salary group?", "How many years of experience do I need?"]
    for one in said:
        send(page, one)
    page.wait_for_timeout(2500)
    assert page.locator("#log .said").all_text_contents() == said
