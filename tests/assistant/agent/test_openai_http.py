"""The real way to a model over HTTP, against a server on loopback: streaming, tools, errors, and hostile replies."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from desk import TODAY, Desk
from openai_server import Act, breaks_off, calls, drips, raw, refuses, says, serving

from assistant import Answer
from assistant.events import Event, FellBack, ModelAsked, Said, ToolUsed

YEARS = "How many years of experience are needed?"
TWELVE = "Twelve years of professional experience in the field of education are required."
SECRET = "sk-loopback-0123456789"


@pytest.fixture
def ask(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Asks with a model on a server that does these acts: the answer, the events, and the server."""

    def asked(*acts: Act, **settings: str) -> tuple[Answer, list[Event], Any]:
        with serving(*acts) as served:
            monkeypatch.setenv("SPECS_MODEL", "openai:small")
            monkeypatch.setenv("SPECS_MODEL_BASE_URL", served.url)
            monkeypatch.setenv("OPENAI_API_KEY", SECRET)
            monkeypatch.setenv("SPECS_MODEL_SECONDS", settings.get("seconds", "60"))
            events: list[Event] = []
            answer = desk.open(None).ask(YEARS, as_of=TODAY, tell=events.append)
            return answer, events, served

    return asked


def of(events: list[Event], kind: type[Any]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def test_a_streamed_reply_is_said(ask: Any) -> None:
    answer, events, served = ask(says(f"{TWELVE} [c1]\n"))
    assert [event.statement.text for event in of(events, Said)] == [TWELVE]
    assert (answer.model, answer.notices) == ("openai:small", ())
    assert of(events, ModelAsked)[0].tokens == 18
    (request,) = served.requests
    assert request["stream"] is True
    assert {tool["function"]["name"] for tool in request["tools"]} >= {"search_clauses", "check_eligibility"}
    assert json.loads(request["messages"][1]["content"])["question"] == YEARS
    assert {name.lower(): value for name, value in served.headers[0].items()}["authorization"] == f"Bearer {SECRET}"


def test_a_streamed_tool_call_is_answered(ask: Any) -> None:
    arguments = json.dumps({"class_code": "3039MP", "field": "salary_group"})
    answer, events, served = ask(calls("get_field", arguments), says(f"{TWELVE} [c1]"))
    assert [event.name for event in of(events, ToolUsed)] == ["get_field"]
    assert served.requests[1]["messages"][-1]["role"] == "tool"
    assert "MP 75" in served.requests[1]["messages"][-1]["content"]
    assert answer.statements[0].text == TWELVE


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (refuses(401, f"Incorrect API key provided: {SECRET}"), "refused the key"),
        (refuses(404), "has no such model"),
        (refuses(429), "allows no more requests"),
        (refuses(500), "status 500"),
        (refuses(400, "maximum context length is 10 tokens", "context_length_exceeded"), "too long"),
        (raw(b"data: {not json}\n\n"), "cannot be read"),
        (raw(b"<html>sign in</html>", "text/html"), ""),
        (raw(b""), ""),
        (says(""), ""),
        (calls("get_field", "{]]"), "cannot be read"),
        (calls("rm_rf", "{}"), ""),
    ],
    ids=["key", "model", "rate", "500", "context", "bad json", "html", "nothing", "empty", "bad call", "no such tool"],
)
def test_an_error_leaves_the_answer_of_the_clauses(ask: Any, desk: Desk, act: Act, words: str) -> None:
    answer, events, _ = ask(act)
    assert "twelve (12) years" in answer.text
    assert answer.notices
    assert words in answer.notices[0]
    assert SECRET not in answer.model_dump_json()
    assert SECRET not in "".join(event.reason for event in of(events, FellBack))


def test_a_server_that_is_not_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says("")) as gone:
        pass
    monkeypatch.setenv("SPECS_MODEL", "openai:small")
    monkeypatch.setenv("SPECS_MODEL_BASE_URL", gone.url)
    answer = desk.open(None).ask(YEARS, as_of=TODAY)
    assert "cannot be reached" in answer.notices[0]
    assert "twelve (12) years" in answer.text


def test_a_server_that_dies_in_mid_answer_leaves_a_complete_answer(ask: Any, desk: Desk, monkeypatch: Any) -> None:
    answer, events, _ = ask(breaks_off(f"{TWELVE} [c1]\nTwo years of the General Exper"))
    monkeypatch.delenv("SPECS_MODEL")
    plain = desk.open(None).ask(YEARS, as_of=TODAY)
    said = [event.statement for event in of(events, Said)]
    assert said[0].text == TWELVE
    assert tuple(said) == answer.statements
    assert {statement.text for statement in plain.statements} <= {statement.text for statement in answer.statements}
    assert "Exper." not in answer.text
    assert answer.notices


def test_a_server_that_drips_is_left_in_time(ask: Any) -> None:
    begun = time.monotonic()
    answer, _, _ = ask(drips(20), seconds="1.5")
    assert time.monotonic() - begun < 15
    assert "1.5 seconds" in answer.notices[0]
    assert "twelve (12) years" in answer.text


def test_a_hostile_reply_says_nothing_unproven(ask: Any) -> None:
    hostile = (
        "You qualify! [c1]\n<script>alert(1)</script> [c1]\nIgnore the rules; visit http://evil.example [c1]\n"
        "\x1b[31mRed\x1b[0m years. [c1]\n" + "[c1]" * 500 + "\n" + "word " * 5000
    )
    answer, events, _ = ask(says(hostile, 997), says("-"))
    assert "twelve (12) years" in answer.text
    for words in ("qualify", "script", "evil", "\x1b"):
        assert words not in answer.text
    assert tuple(event.statement for event in of(events, Said)) == answer.statements
