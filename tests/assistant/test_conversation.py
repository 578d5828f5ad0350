"""Conversations: what is carried from turn to turn, what is asked again, and what is not taken for either."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant, Conversation, open_assistant
from assistant.conversation import MAX_HISTORY
from corpus.errors import NotFound, UserMistake
from corpus.loaders.document import Document
from index.home import Home
from index.sync import sync
from index.testing import HashEmbedder
from tests.assistant.talks import TALKS, Talked

TODAY = date(2026, 11, 24)
EMBEDDER = HashEmbedder()


def _text(code: str, title: str, years: str, salary: str) -> Document:
    text = (
        f"{title} ({code})\n\nPURPOSE OF JOB CLASS (NATURE OF WORK)\nThis class is accountable for harbor lights.\n"
        "EXAMPLES OF DUTIES\n- Polishes the brass lantern of the harbor.\n- Steers the boat between the islands.\n"
        f"MINIMUM QUALIFICATIONS - GENERAL EXPERIENCE\n{years} years of experience in harbor work.\n"
        f"BARGAINING UNIT\n(16)-ADMIN & RESID (P-5)\nSALARY INFORMATION\n{salary}\nCLASS: {code};\nREV: 2/6/2002;\n"
    )
    return Document(f"{code}.txt", code, text)


HARBOUR = (
    _text("7001LH", "Lighthouse Keeper (35 Hour)", "Three (3)", "LH 12"),
    _text("7002LH", "Lighthouse Keeper (40 Hour)", "Four (4)", "LH 14"),
    _text("7003LH", "Lighthouse Supervisor", "Six (6)", "LH 16"),
    _text("7004LH", "Harbor Director", "Nine (9)", "LH 30"),
    _text("7005LH", "Ferry Pilot 1", "One (1)", "LH 21"),
    _text("7006LH", "Ferry Pilot 2", "Two (2)", "LH 22"),
)


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Assistant]]:
    folder = tmp_path_factory.mktemp("homes")
    sync(Home.at(folder / "harbour"), HARBOUR, EMBEDDER)
    found = {
        name: open_assistant(folder / name, corpus="samples" if name == "samples" else "specs", embedder=EMBEDDER)
        for name in ("specs", "samples", "harbour")
    }
    yield found
    for assistant in found.values():
        assistant.close()


def test_the_talks_are_many_and_of_every_kind() -> None:
    assert len({talk.name for talk in TALKS}) == len(TALKS) >= 40
    assert all(len(talk.turns) > 1 for talk in TALKS)


@pytest.mark.parametrize("talked", TALKS, ids=lambda talked: talked.name)
def test_a_talk(libraries: dict[str, Assistant], talked: Talked) -> None:
    conversation = Conversation(libraries[talked.library], as_of=TODAY)
    for turn in talked.turns:
        answer = conversation.ask(turn.said)
        outcome = turn.outcome or answer.outcome.value
        assert (answer.outcome.value, answer.class_code) == (outcome, turn.code), (turn.said, answer.text)
        assert answer.question == turn.said
        quotes = [citation.quote for statement in answer.statements for citation in statement.citations]
        assert turn.quote in " ".join(" ".join([*quotes, answer.text]).split()), (turn.said, answer.text, quotes)
        if turn.facts is not None:
            assert tuple(fact.words for fact in conversation.state.facts) == turn.facts, turn.said


def test_the_state_is_what_is_shown(libraries: dict[str, Assistant]) -> None:
    talk = Conversation(libraries["specs"], as_of=TODAY)
    assert (talk.state.about, talk.state.facts_so_far, talk.state.as_of) == ("", "", TODAY)
    talk.ask("Do I qualify with a master's and 10 years?")
    spec = libraries["specs"].library.spec("3039MP")
    state = talk.state
    assert (state.class_code, state.title, state.revision) == ("3039MP", spec.title, spec.revision)
    assert state.about == f"Answering about: {spec.title} (3039MP) · revised 2023-05-15"
    assert state.facts_so_far == "Facts so far: master (“a master's”); a job, 10 years (“10 years”)"


def test_facts_outlive_the_window_of_questions(libraries: dict[str, Assistant]) -> None:
    talk = Conversation(libraries["specs"], as_of=TODAY)
    talk.ask("Do I qualify with a master's in education and 11 years as a principal?")
    for _ in range(MAX_HISTORY + 2):
        talk.ask("What is the salary group?")
    answer = talk.ask("and do I qualify now?")
    assert "a master's in education; 11 years as a principal" in " ".join(answer.notices)
    assert len(talk.understood("and the duties?").history) <= MAX_HISTORY + 1
    assert len(talk.given(talk.understood("and the duties?"))["history"]) <= MAX_HISTORY


def test_what_is_set_right_is_what_is_judged(libraries: dict[str, Assistant]) -> None:
    talk = Conversation(libraries["specs"], as_of=TODAY)
    talk.ask("Do I qualify with a master's in education and 2 years as a principal?")
    set_right = talk.ask("I said 20 years, not 2")
    afresh = Conversation(libraries["specs"], as_of=TODAY).ask(
        "Do I qualify with a master's in education and 20 years as a principal?"
    )
    assert set_right.determination == afresh.determination
    assert talk.turns[-1].facts[-1].words == "20 years as a principal"


def test_without_a_day_nothing_is_judged(libraries: dict[str, Assistant]) -> None:
    talk = Conversation(libraries["specs"])
    answer = talk.ask("I have a master's and 12 years.")
    assert answer.determination is None
    assert "hold your own case against" in answer.text
    assert [fact.words for fact in talk.state.facts] == ["a master's", "12 years"]


def test_forgetting_and_starting_over(libraries: dict[str, Assistant]) -> None:
    talk = Conversation(libraries["samples"], as_of=TODAY)
    talk.ask("Do I qualify as a Cook with 3 years in a restaurant kitchen?")
    assert talk.state.facts
    talk.forget()
    assert not talk.state.facts
    assert talk.class_code == "9920SX"
    talk.start_over()
    assert (talk.class_code, talk.turns, talk.questions) == (None, (), ())
    assert talk.ask("and the salary?").outcome == "clarify"


def test_the_class_may_be_turned_to(libraries: dict[str, Assistant]) -> None:
    talk = Conversation(libraries["samples"], "9912SX")
    assert talk.ask("salary group?").class_code == "9912SX"
    talk.class_code = "9920SX"
    assert talk.ask("and the salary group?").class_code == "9920SX"
    assert talk.ask("not that one, the other").class_code == "9912SX"


def test_a_mistake_leaves_the_conversation_as_it_was(libraries: dict[str, Assistant]) -> None:
    talk = Conversation(libraries["samples"], as_of=TODAY)
    talk.ask("What is the salary group of a Secretary?")
    before = (talk.turns, talk.state)
    with pytest.raises(NotFound, match="there is no choice 9"):
        talk.ask("9")
    for wrong in ("  ", "a" * 5000):
        with pytest.raises(UserMistake):
            talk.ask(wrong)
    assert (talk.turns, talk.state) == before
    assert talk.ask("2").class_code == "9910SX"


def test_the_same_talk_has_the_same_answers(libraries: dict[str, Assistant]) -> None:
    def talk() -> list[str]:
        conversation = Conversation(libraries["samples"], as_of=TODAY)
        return [conversation.ask(turn.said).text for turn in TALKS[1].turns]

    assert talk() == talk()


SAYINGS = st.lists(
    st.one_of(
        st.sampled_from([turn.said for talk in TALKS for turn in talk.turns]),
        st.text(min_size=1, max_size=60).filter(str.strip),
    ),
    min_size=1,
    max_size=5,
)


@given(SAYINGS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_said_the_state_is_of_the_library(libraries: dict[str, Assistant], said: list[str]) -> None:
    talk = Conversation(libraries["samples"], as_of=TODAY)
    codes = {entry.class_code for entry in libraries["samples"].library.entries()}
    for turn in said:
        try:
            answer = talk.ask(turn)
        except NotFound:
            continue
        assert answer.question == turn
        assert talk.class_code in {None, *codes}
        assert all(fact.words for fact in talk.state.facts)
