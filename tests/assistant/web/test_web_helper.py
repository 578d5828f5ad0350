"""The process that answers where many ask at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.session import open_assistant
from assistant.testing import ScriptedChatModel
from assistant.web.desk import ASSISTANTS, Desk
from assistant.web.helper import Helper
from corpus.errors import NotFound
from corpus.loaders import load
from index.home import Home, default_corpus
from index.sync import sync
from index.testing import HashEmbedder
from tests.assistant.web.serving import TODAY

ASKED = [
    ("What are the minimum qualifications?", "3039MP"),
    ("Do I qualify with a master's degree and 10 years of teaching?", "3039MP"),
    ("What is the airspeed of a swallow?", "3039MP"),
    ("Which classes hire staff?", None),
]
SECONDS = 60


def helper_of(home: Home) -> Helper:
    """A helper over a home, with the embedder of the tests."""
    return Helper(partial(open_assistant, home.path, embedder=HashEmbedder()))


def desk_of(home: Home, **given: Any) -> Desk:
    """A desk over a home, which a helper may help."""
    embedder = HashEmbedder()
    model = given.pop("chat_model", None)
    return Desk(
        lambda: open_assistant(home.path, embedder=embedder, chat_model=model),
        home=home,
        embedder=embedder,
        today=lambda: TODAY,
        **given,
    )


def crowd(desk: Desk, people: int) -> list[Answer]:
    """What so many who ask at the same time are answered."""
    found: list[Answer] = []
    ready = threading.Barrier(people)

    def ask() -> None:
        ready.wait()
        for question, code in ASKED:
            found.append(desk.ask(question, class_code=code, as_of=TODAY))

    asking = [threading.Thread(target=ask) for _ in range(people)]
    for one in asking:
        one.start()
    for one in asking:
        one.join(SECONDS)
    return found


def helped(desk: Desk) -> Helper:
    """The helper of a desk, once it is there."""
    until = time.monotonic() + SECONDS
    while desk._helper is None and time.monotonic() < until:
        time.sleep(0.05)
    assert desk._helper is not None
    return desk._helper


def said(answer: Answer) -> dict[str, Any]:
    """An answer without how long it took."""
    return answer.model_dump(exclude={"timings_ms"})


@pytest.fixture(scope="module")
def desk(web_home: Home) -> Iterator[Desk]:
    """A desk that a helper helps already."""
    made = desk_of(web_home, helped_by=lambda: helper_of(web_home))
    crowd(made, 3 * ASSISTANTS)
    helped(made)
    yield made
    made.close()


def test_the_helper_answers_as_the_desk_does_by_itself(desk: Desk, web_home: Home) -> None:
    alone = desk_of(web_home)
    for question, code in ASKED:
        assert said(helped(desk).ask(question, class_code=code, as_of=TODAY)) == said(
            alone.ask(question, class_code=code, as_of=TODAY)
        )
    with pytest.raises(NotFound) as own:
        alone.ask("Who hires staff?", class_code="0000ZZ")
    with pytest.raises(NotFound) as other:
        desk.ask("Who hires staff?", class_code="0000ZZ")
    assert (other.value.message, other.value.mend) == (own.value.message, own.value.mend)
    alone.close()


def test_a_desk_asks_for_help_only_where_questions_wait_for_each_other(web_home: Home) -> None:
    begun: list[bool] = []

    def begin() -> Helper:
        begun.append(True)
        return helper_of(web_home)

    made = desk_of(web_home, helped_by=begin)
    for question, code in ASKED:
        made.ask(question, class_code=code)
    assert begun == []
    answers = crowd(made, 4 * ASSISTANTS)
    assert len(answers) == 4 * ASSISTANTS * len(ASKED)
    process = helped(made)._process
    crowd(made, 4 * ASSISTANTS)
    assert begun == [True]
    made.close()
    assert not process.is_alive()


def test_who_waits_for_a_chat_model_needs_no_help(web_home: Home) -> None:
    made = desk_of(web_home, chat_model=ScriptedChatModel(), helped_by=lambda: helper_of(web_home))
    assert made._helped_by is None
    made.close()


def test_answers_go_on_where_the_helper_has_ended(web_home: Home, caplog: pytest.LogCaptureFixture) -> None:
    made = desk_of(web_home, helped_by=lambda: helper_of(web_home))
    crowd(made, 3 * ASSISTANTS)
    helped(made)._process.kill()
    helped(made)._process.join(SECONDS)
    answers = crowd(made, 3)
    assert {answer.class_code for answer in answers} >= {"3039MP"}
    assert len(answers) == 3 * len(ASKED)
    assert "has ended" in caplog.text
    made.close()


def test_help_that_cannot_be_had_is_told_and_done_without(web_home: Home, caplog: pytest.LogCaptureFixture) -> None:
    def begin() -> Helper:
        raise OSError("no more processes")

    made = desk_of(web_home, helped_by=begin)
    assert len(crowd(made, 4 * ASSISTANTS)) == 4 * ASSISTANTS * len(ASKED)
    assert "no more processes" in caplog.text
    made.close()


def test_what_is_taken_in_later_is_known_to_the_helper(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    samples = default_corpus().parent / "samples"
    sync(home, load([samples / "9905SX.txt"]), HashEmbedder())
    helper = helper_of(home)
    with pytest.raises(NotFound):
        helper.ask("Who hires staff?", class_code="3039MP")
    sync(home, load([default_corpus() / "3039MP.txt"]), HashEmbedder())
    assert helper.ask("Who hires staff?", class_code="3039MP").class_code == "3039MP"
    helper.close()
