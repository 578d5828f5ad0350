"""The conversation of the Ask page without a browser: what is shown, going back, replies, failures."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from assistant.session import open_assistant
from assistant.testing import Reciter
from assistant.web.desk import Desk
from assistant.web.talk import Talk
from index.home import Home
from index.testing import HashEmbedder
from tests.assistant.web.serving import TODAY


@pytest.fixture(scope="module")
def desk(web_home: Home) -> Iterator[Desk]:
    """A desk over 3039MP and the samples."""
    embedder = HashEmbedder()
    made = Desk(
        lambda: open_assistant(web_home.path, embedder=embedder),
        home=web_home,
        embedder=embedder,
        today=lambda: TODAY,
    )
    yield made
    made.close()


def _ask(talk: Talk, said: str) -> BeautifulSoup:
    list(talk.ask(said))
    return BeautifulSoup(talk.html(), "html.parser")


def test_an_answer_has_its_badge_statements_and_numbered_sources(desk: Desk) -> None:
    shown = _ask(Talk(desk, "3039MP"), "Does an 092 certificate help?")
    assert shown.select_one(".badge").get_text(strip=True) == "✓From the specification"  # type: ignore[union-attr]
    button = shown.select_one(".cite")
    assert button is not None
    spec = desk.spec("3039MP")
    quoted = spec.text[int(str(button["data-start"])) : int(str(button["data-end"]))]
    assert "092 certificate" in quoted
    assert " ".join(quoted.split()) == button["title"]


def test_what_is_not_in_the_text_is_said_with_the_places_searched(desk: Desk) -> None:
    shown = _ask(Talk(desk, "3039MP"), "Can I telework?")
    assert "Not in the specification" in shown.get_text()
    assert "{" not in shown.get_text()
    assert shown.select_one(".searched") is not None


def test_which_class_is_asked_with_a_button_for_each(desk: Desk) -> None:
    talk = Talk(desk)
    shown = _ask(talk, "What are the minimum qualifications for a Secretary?")
    choices = shown.select("[data-act=choose]")
    assert len(choices) > 1
    chosen = _ask(talk, str(choices[1]["data-number"]))
    assert "From the specification" in chosen.select("[data-answered]")[-1].get_text()


def test_words_of_a_person_never_become_markup(desk: Desk) -> None:
    shown = _ask(Talk(desk, "3039MP"), "Who hires <img src=x onerror=alert(1)> staff <script>alert(1)</script>?")
    assert not shown.select("img, script")
    assert "<script>" in shown.select_one(".said").get_text()  # type: ignore[union-attr]


def test_going_back_forgets_a_turn_and_all_after_it(desk: Desk) -> None:
    talk = Talk(desk, "3039MP")
    for said in ("Who hires staff?", "What is the salary group?", "Does an 092 certificate help?"):
        _ask(talk, said)
    assert talk.take_back(1) == "What is the salary group?"
    assert [turn.said for turn in talk.conversation.turns] == ["Who hires staff?"]
    assert len(BeautifulSoup(talk.html(), "html.parser").select("[data-answered]")) == 1
    assert talk.take_back(7) == ""


def test_facts_told_after_a_turn_are_gone_with_it(desk: Desk) -> None:
    talk = Talk(desk, "3039MP")
    _ask(talk, "Do I qualify with a master's degree?")
    _ask(talk, "I also have 13 years as a teacher. Do I qualify?")
    assert len(talk.conversation.state.facts) > 1
    talk.take_back(1)
    assert len(talk.conversation.state.facts) == 1


def test_a_reply_to_the_next_question_is_judged_again(desk: Desk) -> None:
    talk = Talk(desk, "3039MP")
    shown = _ask(talk, "I have a master's degree and taught for 13 years full time. Do I qualify?")
    before = talk.conversation.turns[-1].answer.determination
    question = shown.select("[data-act=reply]")[0]
    assert before is not None
    talk.reply(str(question["data-question"]), str(question["data-answer"]))
    after = talk.conversation.turns[-1].answer.determination
    assert after is not None
    asked = [one["id"] for one in after["next_questions"]]
    assert str(question["data-question"]) not in asked
    assert len(talk.shown) == 2


def test_a_reply_that_cannot_be_read_changes_nothing(desk: Desk) -> None:
    talk = Talk(desk, "3039MP")
    _ask(talk, "I have a master's degree and taught for 13 years. Do I qualify?")
    found = talk.conversation.turns[-1].answer.determination
    assert found is not None
    question = next(one for one in found["next_questions"] if one["id"].endswith("hours_per_week"))
    talk.reply(question["id"], "quite a lot")
    assert len(talk.conversation.turns) == 1
    assert "is no number" in talk.html()


def test_a_failure_is_shown_and_the_conversation_goes_on(desk: Desk) -> None:
    talk = Talk(desk, "3039MP")
    assert "at most 4000 are read" in _ask(talk, "x" * 5000).get_text()
    assert "From the specification" in _ask(talk, "Who hires staff?").get_text()
    assert talk.turn_of(0) is None
    assert talk.turn_of(1) is talk.conversation.turns[0]
    talk.take_back(1)
    assert talk.conversation.turns == ()


@pytest.fixture(scope="module")
def modelled(web_home: Home) -> Iterator[Desk]:
    """A desk with a chat model that says what it is shown."""
    embedder = HashEmbedder()
    made = Desk(
        lambda: open_assistant(web_home.path, embedder=embedder, chat_model=Reciter()),
        home=web_home,
        embedder=embedder,
        today=lambda: TODAY,
    )
    yield made
    made.close()


def test_with_a_chat_model_statements_come_one_by_one_and_none_is_taken_back(modelled: Desk) -> None:
    talk = Talk(modelled, "3039MP")
    logs = [talk.html() for _ in talk.ask("How many years of experience do I need?")]
    assert "data-working" in logs[0]
    said = [{s.get_text() for s in BeautifulSoup(log, "html.parser").select(".statement")} for log in logs]
    assert all(earlier <= later for earlier, later in pairwise(said))
    assert "data-working" not in logs[-1]


def test_an_answer_that_comes_after_clear_is_not_in_the_new_conversation(modelled: Desk) -> None:
    talk = Talk(modelled, "3039MP")
    coming = talk.ask("How many years of experience do I need?")
    next(coming)
    assert "data-working" in talk.html()
    clearing = threading.Thread(target=talk.clear)
    clearing.start()
    list(coming)
    clearing.join(timeout=30)
    assert not clearing.is_alive()
    assert (talk.html(), talk.conversation.turns) == ("", ())
    assert "MP 75" in _ask(talk, "What is the salary group?").get_text()


def test_what_is_asked_meanwhile_is_answered_after_what_was_asked_before(modelled: Desk) -> None:
    talk = Talk(modelled, "3039MP")
    coming = talk.ask("Who hires staff?")
    next(coming)
    other = threading.Thread(target=lambda: list(talk.ask("What is the salary group?")))
    other.start()
    list(coming)
    other.join(timeout=30)
    assert [turn.said for turn in talk.conversation.turns] == ["Who hires staff?", "What is the salary group?"]


def test_going_back_while_an_answer_comes_ends_it_and_leaves_nothing_of_it(modelled: Desk) -> None:
    talk = Talk(modelled, "3039MP")
    list(talk.ask("Who hires staff?"))
    list(talk.ask("What is the salary group?"))
    coming = talk.retry(1)
    next(coming)
    assert "data-working" in talk.html()
    said: list[str] = []
    back = threading.Thread(target=lambda: said.append(talk.take_back(0)))
    back.start()
    list(coming)
    back.join(timeout=30)
    assert (said, talk.html(), talk.conversation.turns) == (["Who hires staff?"], "", ())


def test_the_question_of_an_answer_that_comes_can_be_edited(modelled: Desk) -> None:
    talk = Talk(modelled, "3039MP")
    coming = talk.ask("Who hires staff?")
    next(coming)
    said: list[str] = []
    back = threading.Thread(target=lambda: said.append(talk.take_back(0)))
    back.start()
    list(coming)
    back.join(timeout=30)
    assert (said, talk.html(), talk.conversation.turns) == (["Who hires staff?"], "", ())
