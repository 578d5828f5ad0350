from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.cli_jsonl import MAX_LINE, Line, lines_of, replies
from corpus.errors import NotFound


def echo(line: Line) -> dict[str, Any]:
    if line.class_code == "NONE":
        raise NotFound("no class 'NONE'", mend="specs list")
    return {"answer": line.text}


def answered(*lines: str | bytes) -> list[dict[str, Any]]:
    given = [line.encode() if isinstance(line, str) else line for line in lines]
    return [one.value for one in replies(given, echo)]


def test_each_line_has_its_reply_in_order() -> None:
    assert answered('{"id": "a", "question": "one?"}', '{"id": 2, "query": "two"}\n') == [
        {"id": "a", "answer": "one?"},
        {"id": 2, "answer": "two"},
    ]


def test_blank_lines_are_passed_over() -> None:
    assert answered("\n", "  \r\n", '{"id": 1, "question": "one?"}') == [{"id": 1, "answer": "one?"}]


@pytest.mark.parametrize(
    ("line", "id_", "reason"),
    [
        ("nonsense", None, "not JSON"),
        ("[1]", None, "not a JSON object"),
        ('{"id": 7}', 7, "needs a question or a query"),
        ('{"id": 7, "question": "a", "query": "b"}', 7, "needs a question or a query"),
        ('{"id": 7, "question": 3}', 7, "question"),
        ('{"id": 7, "question": "a", "history": "b"}', 7, "history"),
        ('{"id": 7, "question": "a", "history": [1]}', 7, "history.0"),
        ('{"id": 7, "query": "a", "limit": 0}', 7, "limit"),
        ('{"id": 7, "query": "a", "limit": 100000000000}', 7, "limit"),
        ('{"id": 7, "question": "a", "class_code": "NONE"}', 7, "specs list"),
        ('{"id": {"a": 1}, "question": "a"}', None, "id"),
        ('{"id": NaN, "question": "a"}', None, "NaN"),
        ('{"id": 7, "question": "\\ud800"}', 7, "half a character"),
        (b'{"id": 7, "question": "\xff"}', None, "not JSON"),
        ("[" * 200_000, None, "nested too deep"),
    ],
)
def test_a_line_that_cannot_be_meant_says_why_and_stops_none_of_the_others(
    line: str | bytes, id_: object, reason: str
) -> None:
    wrong, right = answered(line, '{"id": 8, "question": "next?"}')
    assert wrong["id"] == id_
    assert reason in wrong["error"]
    assert right == {"id": 8, "answer": "next?"}


def test_keys_that_are_not_known_are_passed_over() -> None:
    assert answered('{"id": 1, "question": "a", "expected": 3}') == [{"id": 1, "answer": "a"}]


def test_a_line_without_end_is_refused_and_the_next_one_read() -> None:
    long = b'{"id": 1, "question": "' + b"x" * (3 * MAX_LINE) + b'"}\n'
    lines = list(lines_of(io.BytesIO(long + b'{"id": 2, "question": "b"}\n')))
    wrong, right = (one.value for one in replies(lines, echo))
    assert "more than" in wrong["error"]
    assert right == {"id": 2, "answer": "b"}


@given(st.lists(st.binary(max_size=60)))
@example([b"1" * 5000])
@example([b'{"id": 1e400, "question": "a"}'])
def test_any_bytes_have_one_reply_a_line_that_is_json(lines: list[bytes]) -> None:
    stream = io.BytesIO(b"\n".join(lines))
    said = list(replies(lines_of(stream), echo))
    assert len(said) == sum(1 for line in stream.getvalue().split(b"\n") if line.strip())
    for one in said:
        assert json.loads(json.dumps(one.value, allow_nan=False))
        assert one.is_error == ("error" in one.value)
