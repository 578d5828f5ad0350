"""Lines to blocks: what is a marker, and which lines were one before they were wrapped."""

from __future__ import annotations

import pytest

from corpus.blocks import lines
from corpus.layout import Layout, read
from corpus.model import Span
from corpus.wording import BARE_STEM, ends_open, ends_sentence, is_closer, is_connector
from corpus.wraps import wrap_width

LONG = "Inspects moorings, buoys, chains, floats, piles and the lamps"
"""As long as the lines of a text that was wrapped at 66 characters."""


def layout_of(text: str, width: int | None = None) -> Layout:
    return read(text, lines(text, Span(0, len(text))), width)


def blocks(text: str, width: int | None = None) -> list[str]:
    return [block.span.of(text) for block in layout_of(text, width).blocks]


@pytest.mark.parametrize(
    ("line", "style", "number", "body"),
    [
        ("- Steers", "-", "-", "Steers"),
        ("-Steers", "-", "-", "Steers"),
        ("• Steers", "-", "•", "Steers"),
        ("•Steers", "-", "•", "Steers"),
        ("— Steers", "-", "—", "Steers"),
        ("► Steers", "-", "►", "Steers"),
        ("o  Steers", "-", "o", "Steers"),
        ("1. Steers", "1", "1", "Steers"),
        ("12) Steers", "1", "12", "Steers"),
        ("1.Steers", "1", "1", "Steers"),
        ("(2) Steers", "(1", "2", "Steers"),
        ("a. Steers", "a", "a", "Steers"),
        ("B) Steers", "A", "B", "Steers"),
        ("(c) Steers", "(a", "c", "Steers"),
        ("ii. Steers", "i", "ii", "Steers"),
        ("IV. Steers", "i", "IV", "Steers"),
        ("| - Steers |", "-", "-", "Steers"),
    ],
)
def test_markers(line: str, style: str, number: str, body: str) -> None:
    (block,) = layout_of(line).blocks
    assert (block.style, block.number, block.span.of(line)) == (style, number, body)


@pytest.mark.parametrize(
    "line",
    [
        "-5 degrees",
        "2.5 years at sea",
        "1999 was a year",
        "A Mate steers",
        "a mate steers",
        "office work",
        "(35 Hour)",
        "U.S. citizens",
        "§ 15-140 applies",
    ],
)
def test_what_only_looks_like_a_marker(line: str) -> None:
    found = layout_of(line)
    assert [block.span.of(line) for block in found.blocks] == [line]
    assert found.markers == ()


def test_a_roman_numeral_and_a_letter_are_told_apart_by_what_stands_before_them() -> None:
    letters = layout_of("g. Steers\nh. Paints\ni. Splices\nj. Docks").blocks
    numerals = layout_of("i. Steers\nii. Paints\niii. Splices\niv. Docks\nv. Sails").blocks
    assert [block.style for block in letters] == ["a"] * 4
    assert [block.style for block in numerals] == ["i"] * 5


@pytest.mark.parametrize("rule", ["----", "* * *", "| --- | --- |", "______", "| | |", "====", ". . . ."])
def test_rules_are_markers(rule: str) -> None:
    found = layout_of(f"Steers.\n{rule}\nPaints.")
    assert [marker.of(f"Steers.\n{rule}\nPaints.") for marker in found.markers] == [rule]
    assert len(found.blocks) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Inspects the\nmoorings;\n- Paints;", ["Inspects the\nmoorings;", "Paints;"]),
        ("- Inspects the moorings of\nBoston Harbor;", ["Inspects the moorings of\nBoston Harbor;"]),
        ("- Steers;\nPerforms related duties as required.", ["Steers;", "Performs related duties as required."]),
        ("- Steers;\n  Keeps the log.", ["Steers;", "Keeps the log."]),
        ("- Steers.\n  The log is kept.", ["Steers.\n  The log is kept."]),
        ("- Steers.\nThe log is kept.", ["Steers.", "The log is kept."]),
        ("-\nSteers\n-\n\nPaints", ["Steers", "Paints"]),
        ("1.\n2.\nSteers", ["Steers"]),
        ("One year.\nOR\nTwo years.", ["One year.", "OR\nTwo years."]),
        ("One year.\n- or -\nTwo years.", ["One year.", "or -\nTwo years."]),
        ("One year.\nOR", ["One year.", "OR"]),
        ("Keeps the log of\n\nthe vessel.", ["Keeps the log of\n\nthe vessel."]),
        ("Keeps the log\n\nStands watch", ["Keeps the log", "Stands watch"]),
        ("A TEST IS GIVEN\nON TWO DAYS", ["A TEST IS GIVEN\nON TWO DAYS"]),
        ("• Steers • Paints", ["Steers", "Paints"]),
        ("- Steers; - Paints; - Splices.", ["Steers;", "Paints;", "Splices."]),
        ("Steers; - at times - Paints", ["Steers; - at times - Paints"]),
    ],
)
def test_wraps(text: str, expected: list[str]) -> None:
    assert blocks(text) == expected


@pytest.mark.parametrize(
    ("second", "width", "wrapped"),
    [
        ("Steers", 66, True),
        ("Steers", 90, False),
        ("Steers", None, False),
        ("steers", None, True),
        ("Performs related duties", 66, False),
    ],
)
def test_a_break_before_a_capital_is_a_wrap_only_where_the_word_did_not_fit(
    second: str, width: int | None, wrapped: bool
) -> None:
    assert len(blocks(f"{LONG}\n{second}", width)) == (1 if wrapped else 2)


def test_wrap_width() -> None:
    wrapped, long = "a" * 70 + "\n" + "b" * 66, "a" * 300 + "\n" + "b" * 60
    assert wrap_width(wrapped, list(lines(wrapped, Span(0, len(wrapped))))) == 70
    assert wrap_width(long, list(lines(long, Span(0, len(long))))) is None
    assert wrap_width("", []) is None


def test_blocks_know_what_stands_before_them() -> None:
    found = layout_of("Keeps:\n\n  - logs.\n\t1. charts.").blocks
    assert [(block.apart, block.indent) for block in found] == [(False, 0), (True, 2), (False, 4)]


def test_lines_are_cut_at_newlines_alone() -> None:
    text = "a\r\nb\u2028c\n\nd"
    assert [span.of(text) for span in lines(text, Span(0, len(text)))] == ["a\r", "b\u2028c", "", "d"]


@pytest.mark.parametrize("line", ["Performs related duties as required.", "Does related work.", "other related tasks"])
def test_closers(line: str) -> None:
    assert is_closer(line)


@pytest.mark.parametrize("line", ["Relates duties to goals.", "Performs duties.", "The related duties are these:"])
def test_no_closers(line: str) -> None:
    assert not is_closer(line)


def test_ends() -> None:
    assert [is_connector(word) for word in ("OR", "and", "AND/OR", "- or -", "or:", "Oregon", "or a")] == [True] * 5 + [
        False
    ] * 2
    assert [ends_sentence(line) for line in ("a.", "a;", "a:", "(a.)", "“a!”", "a", "a,")] == [True] * 5 + [False] * 2
    assert [ends_open(line) for line in ("of", "such as", "a,", "(", "a", "often", "a.")] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("Considerable knowledge of", True),
        ("Considerable", True),
        ("and skill in:", True),
        ("Knowledge of and ability to", True),
        ("Knowledge of tides", False),
        ("Ability to apply", False),
    ],
)
def test_bare_stems(written: str, bare: bool) -> None:
    assert bool(BARE_STEM.match(written)) is bare
