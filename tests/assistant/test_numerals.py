from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.numerals import NUMBER, in_words, numbers_in, value_of


def values(text: str) -> list[float]:
    return [value for value, _ in numbers_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eight (8) years", [8, 8]),
        ("eight years", [8]),
        ("8 years", [8]),
        ("one-half (1/2) year", [0.5, 0.5]),
        ("One half of a year", [0.5]),
        ("twenty-five (25)", [25, 25]),
        ("Twenty five years", [25]),
        ("thirty (30) words per minute", [30, 30]),
        ("zero", [0]),
        ("a twelve-month period", [12]),
        ("37.5 hours", [37.5]),
        ("$2,668.40-$3,588.90 BiWeekly", [2668.4, 3588.9]),
        ("12,345,678", [12345678]),
        ("Section 10-157", [10, 157]),
        ("5/15/2023", [5, 15, 2023]),
        ("a 092 certificate", [92]),
        ("Salary Group MP 75", [75]),
        ("class 9901SX", []),
        ("2nd floor", []),
        ("someone, anyone, tone, often, weight, fourteenth", []),
        ("", []),
    ],
)
def test_the_numbers_of_a_text(text: str, expected: list[float]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text", ["one (1)", "one year", "One additional year", "one month", "one full week", "one-day"]
)
def test_one_counts_before_a_unit_or_a_figure(text: str) -> None:
    assert values(text)[0] == 1


@pytest.mark.parametrize(
    "text", ["one of the following", "at least one of which", "One may ask", "in one place", "the one who leads"]
)
def test_one_is_mostly_a_pronoun(text: str) -> None:
    assert values(text) == []


def test_numbers_are_given_as_they_are_written() -> None:
    assert numbers_in("Twelve (12) years or 1/2 of 2,000 hours") == (
        (12.0, "Twelve"),
        (12.0, "12"),
        (0.5, "1/2"),
        (2000.0, "2,000"),
    )


@given(st.integers(0, 99))
def test_a_whole_number_reads_back_from_its_words(number: int) -> None:
    assert values(f"{in_words(number)} years") == [number]
    assert values(f"{in_words(number).capitalize()} ({number}) years") == [number, number]


@given(st.integers(100, 10**9))
def test_a_large_number_reads_back_from_its_digits(number: int) -> None:
    assert values(f"for {number} people") == [number]
    assert values(f"for {number:,} people") == [number]


@given(st.integers(0, 9999), st.integers(1, 9))
def test_a_decimal_reads_back_from_its_digits(whole: int, tenths: int) -> None:
    number = whole + tenths / 10
    assert in_words(number) == f"{number:g}"
    assert values(f"{number:g} hours") == [pytest.approx(number)]


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "zero"), (7, "seven"), (12, "twelve"), (20, "twenty"), (42, "forty-two"), (90, "ninety"), (99, "ninety-nine")],
)
def test_numbers_in_words(number: float, words: str) -> None:
    assert in_words(number) == words


@pytest.mark.parametrize(("number", "digits"), [(100, "100"), (0.5, "0.5"), (7.5, "7.5"), (-3, "-3")])
def test_other_numbers_stay_in_digits(number: float, digits: str) -> None:
    assert in_words(number) == digits


@given(st.text(max_size=60))
def test_any_text_has_numbers_that_are_finite_and_stand_in_it(text: str) -> None:
    for value, written in numbers_in(text):
        assert written in text
        assert value >= 0
    for match in NUMBER.finditer(text):
        assert value_of(match) >= 0
