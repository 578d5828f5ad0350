"""What makes the app quick for many at once: what is ready before anybody asks, and what a session costs."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest
from fastapi import FastAPI
from gradio.routes import App
from gradio.state_holder import SessionState

from assistant.eligibility.reader import grammar
from assistant.session import open_assistant
from assistant.testing import ScriptedChatModel
from assistant.web.desk import ASSISTANTS, Desk
from assistant.web.routes import OFTEN, gradio_app, serve_first
from assistant.web.sessions import Sessions, begun
from index.home import Home
from index.testing import HashEmbedder
from tests.assistant.web.serving import TODAY


def _desk(home: Home, model: ScriptedChatModel | None = None) -> Desk:
    embedder = HashEmbedder()
    return Desk(
        lambda: open_assistant(home.path, embedder=embedder, chat_model=model),
        home=home,
        embedder=embedder,
        today=lambda: TODAY,
    )


@pytest.fixture
def desk(web_home: Home) -> Iterator[Desk]:
    made = _desk(web_home)
    yield made
    made.close()


def test_all_assistants_and_the_grammar_are_ready_before_anybody_asks(desk: Desk) -> None:
    grammar.cache_clear()
    desk.warm()
    assert len(desk._opened) == ASSISTANTS
    assert grammar.cache_info().currsize == 1
    assert [desk._free.qsize(), desk.ask("Who hires staff?", class_code="3039MP").class_code] == [ASSISTANTS, "3039MP"]


def test_an_empty_library_is_made_ready_too(tmp_path: Path) -> None:
    made = _desk(Home.at(tmp_path / "home"))
    made.warm()
    made.close()


def test_no_chat_model_is_asked_beforehand(web_home: Home) -> None:
    model = ScriptedChatModel()
    made = _desk(web_home, model)
    made.warm()
    assert model.asked == []
    made.close()


async def _pages() -> tuple[gr.Blocks, gr.Textbox]:
    """A page; where no event loop runs, Gradio makes one and leaves it open."""
    with gr.Blocks() as pages:
        question = gr.Textbox(label="Your question")
    return pages, question


def test_a_new_session_works_nothing_out_and_is_otherwise_gradios_own() -> None:
    pages, question = asyncio.run(_pages())
    sessions = Sessions()  # type: ignore[no-untyped-call]
    sessions.set_blocks(pages)
    one, other = sessions["one"], sessions["other"]
    assert one is sessions["one"] is not other
    gradios = SessionState(pages)
    assert vars(one).keys() == vars(gradios).keys()
    assert one.config_values == {}
    one._update_value_in_config(question._id, "mine")
    one[question._id] = question
    assert one[question._id] is gradios[question._id] is question
    assert [list(kept.components) for kept in (one, other, begun(pages))] == [[], [], []]
    assert question._id in [kept["id"] for kept in gradios.components]


def test_the_requests_of_every_answer_are_found_first() -> None:
    async def mounted() -> App:
        pages, _ = await _pages()
        return gradio_app(gr.mount_gradio_app(FastAPI(), pages, path="/"))

    gradios = asyncio.run(mounted())
    assert not {getattr(route, "path", "") for route in gradios.router.routes[: len(OFTEN)]} & set(OFTEN)
    serve_first(gradios, lambda request: None)
    assert {getattr(route, "path", "") for route in gradios.router.routes[: len(OFTEN)]} == set(OFTEN)


def test_gradio_makes_no_statistics_after_every_event() -> None:
    importlib.import_module("assistant.web.app")  # which says so to Gradio
    queue = asyncio.run(_pages())[0]._queue
    queue.events_recorded = 100
    assert queue.compute_analytics_summary([{"function": "ask", "status": "success", "process_time": 1.0}]) == {
        "functions": {}
    }
    assert queue.ANALYTICS_MAX_EVENTS == 1
