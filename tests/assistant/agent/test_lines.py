"""What a model says, cut into statements with their ids."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.lines import LONGEST, Line, Lines, statements


def cut(text: str, sizes: list[int] | None = None) -> list[Line]:
    lines, found, at = Lines(), [], 0
    for size in [*(sizes or []), len(text)]:
        found += lines.feed(text[at : at + size])
        at += size
    return [*found, *lines.feed(text[at:]), *lines.end()]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Two years are needed. [c3]", [("Two years are needed.", "c3")]),
        ("Two years are needed [c3].", [("Two years are needed.", "c3")]),
        ("Two years are needed [c3]", [("Two years are needed.", "c3")]),
        ("- Two years are needed. [c3][c4]", [("Two years are needed.", "c3 c4")]),
        ("1. **Two years** are needed. [c3, c4]", [("Two years are needed.", "c3 c4")]),
        ("* Two years. [C3] [c3]", [("Two years.", "c3")]),
        ("One thing. [c1] Another thing. [c2]", [("One thing.", "c1"), ("Another thing.", "c2")]),
        ("Years [c1] and degrees [c2] count. [c3]", [("Years and degrees count.", "c1 c2 c3")]),
        ("Here is what it says:", []),
        ("Needed: [c1]", [("Needed:.", "c1")]),
        ("No ids at all.", [("No ids at all.", "")]),
        ("", []),
        ("—", []),
        ("[c1]", []),
        ("It does not mention telework. [a1]", [("It does not mention telework.", "a1")]),
        ("An [x] in brackets. [c1]", [("An [x] in brackets.", "c1")]),
        ("Bidi \u202eevil\u202c text. [c1]", [("Bidi evil text.", "c1")]),
        ("# A heading\nTwo years. [c1]\n\n", [("A heading.", ""), ("Two years.", "c1")]),
    ],
)
def test_a_line_is_a_statement_with_ids(said: str, expected: list[tuple[str, str]]) -> None:
    assert [(line.text, " ".join(line.ids)) for line in cut(said)] == expected


@given(st.text(alphabet="ab .[]c1,\n-:", max_size=120), st.lists(st.integers(1, 9), max_size=20))
def test_pieces_make_no_difference(text: str, sizes: list[int]) -> None:
    assert cut(text, sizes) == cut(text)


@given(st.text(max_size=300))
def test_anything_can_be_said(text: str) -> None:
    for line in cut(text):
        assert line.text.strip() == line.text
        assert "\n" not in line.text
        assert len(set(line.ids)) == len(line.ids)


def test_what_goes_on_without_an_end_is_cut() -> None:
    lines = Lines()
    found = [line for _ in range(10) for line in lines.feed("word " * (LONGEST // 5))]
    assert found
    assert all(not line.ids for line in found)


def test_statements_of_one_line() -> None:
    assert [line.ids for line in statements("A. [c1] B. [c2]")] == [("c1",), ("c2",)]
