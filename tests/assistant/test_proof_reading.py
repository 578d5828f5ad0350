"""How a text is read for proof: its tokens, its numbers with what they are bound to, and what rules its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.proof.lexicon import Kind
from assistant.proof.reading import read
from assistant.proof.tokens import tokens_of


def keys(text: str) -> list[str]:
    return [token.key for token in tokens_of(text)]


@pytest.mark.parametrize(
    "texts",
    [
        ("Eight (8) years", "eight years", "8 years", "eight-year"),
        ("one-half (1/2) year", "half a year", "one half year", "1/2 year"),
        ("one hundred twenty (120) hours", "120 hours"),
        ("5/15/2023", "May 15, 2023", "2023-05-15"),
        ("Sixth", "6th"),
        ("MP 75", "MP75"),
        ("must", "is required to", "has to", "have to", "needs to", "shall"),
        ("may be required to", "might be asked to", "may have to", "could be required to"),
        ("may", "can", "might", "is allowed to"),
        ("cannot", "may not", "can't", "is not permitted to"),
        ("not more than", "no more than", "at most", "up to", "a maximum of"),
        ("not less than", "no fewer than", "at least", "a minimum of"),
        ("oversight", "overseeing", "oversees"),
        ("license", "licence"),
    ],
)
def test_what_means_the_same_is_compared_as_the_same(texts: tuple[str, ...]) -> None:
    assert {tuple(keys(f"{text} x")) for text in texts} == {tuple(keys(f"{texts[0]} x"))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("must", "may"),
        ("must not", "may not"),
        ("may be required to", "must"),
        ("at least", "at most"),
        ("years", "months"),
        ("semester hours", "hours"),
        ("general experience", "special experience"),
        ("unclassified", "classified"),
        ("non-competitive", "competitive"),
        ("092", "92"),
        ("MP 75", "MP 76"),
    ],
)
def test_what_does_not_mean_the_same_is_not(one: str, other: str) -> None:
    assert keys(f"{one} x") != keys(f"{other} x")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("twelve (12) years of professional experience", [("12", "year", set(), ("profession",))]),
        ("to a maximum of four (4) years", [("4", "year", {"maximum"}, ())]),
        ("a maximum that it may reach is four years", [("4", "year", {"maximum"}, ())]),
        ("one (1) additional year of it", [("1", "year", {"additional"}, ())]),
        ("an additional year", [("1", "year", {"additional"}, ())]),
        ("two (2) or more functional units", [("2", None, {"minimum"}, ("function",))]),
        ("at least one of which", [("1", None, {"minimum"}, ())]),
        ("not more than twenty (20) hours a week", [("20", "hour", {"maximum"}, ())]),
        ("thirty (30) words per minute", [("30", "minute", set(), ())]),
        ("one of them", []),
        ("the first of them", []),
    ],
)
def test_numbers_with_unit_marks_and_object(
    text: str, said: list[tuple[str, str | None, set[str], tuple[str, ...]]]
) -> None:
    found = [(one.value, one.unit, set(one.marks), one.tight[:1]) for one in read(text).quantities]
    assert found == [(value, unit, marks, tight) for value, unit, marks, tight in said]


def test_a_number_may_be_a_name() -> None:
    (number,) = read("at the level of an Accounts Examiner 2 or its equivalent").quantities
    assert (number.value, number.name, number.unit) == ("2", "exam", None)
    (counted,) = read("supervises 2 examiners").quantities
    assert counted.name is None


def test_a_may_or_must_rules_its_subject_and_what_follows() -> None:
    text = "The Secretary is appointed by the Board, serves for four years and may be removed; members must vote."
    over = {word.text: word.modal for word in read(text).words}
    assert over["serves"] == "no may or must"
    assert over["removed"] == "may"
    assert over["members"] == over["vote"] == "must"


def test_a_negation_reaches_to_the_next_comma() -> None:
    denied = {word.text for word in read("It does not count as experience, but work does.").words if word.negated}
    assert "experience" in denied
    assert "work" not in denied


def test_each_part_of_a_sentence_keeps_its_number() -> None:
    reading = read("Eight years of accounting, of which two years must have been supervisory.")
    own = {word.text: [reading.quantities[one].value for one in word.own] for word in reading.words}
    assert own["accounting"] == ["8"]
    assert own["supervisory"] == ["2"]


@given(st.text(max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    reading = read(text)
    assert len(reading.parts) == len(reading.tokens)
    assert all(0 <= word.at < len(reading.tokens) for word in reading.words)
    assert all(reading.tokens[word.at].kind in (Kind.WORD, Kind.CODE) for word in reading.words)
