"""Numbers in words and figures."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.eligibility.numbers import read_months, read_number
from tests.assistant.eligibility.test_rules_properties import spelled


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Two (2) years", (24,)),
        ("one-half (1/2) year", (6,)),
        ("one-half (½) year", (6,)),
        ("one quarter year", (3,)),
        ("three-quarters (3/4) year", (9,)),
        ("two and one-half (2 1/2) years", (30,)),
        ("two and one-half (2½) years", (30,)),
        ("1-1/2 years", (18,)),
        ("1.5 years", (18,)),
        ("eighteen (18) months", (18,)),
        ("twenty-one (21) years", (252,)),
        ("one hundred twenty (120) months", (120,)),
        ("2 (two) years", (24,)),
        ("a year", (12,)),
        ("one (1) additional year", (12,)),
        ("an additional year", (12,)),
        ("two (2)\nyears", (24,)),
        ("three years’", (36,)),
        ("two (2) or more years", (24,)),
        ("three (4) years", (36, 48)),
        ("twelve (2) months", (12, 2)),
    ],
)
def test_months(text: str, months: tuple[int, ...]) -> None:
    assert read_months(text) == months


@pytest.mark.parametrize("text", ["two (2)", "years", "one-fifth year", "0.7 years", "two decades"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no number|no unit|whole"):
        read_months(text)


@given(st.integers(1, 40))
def test_word_and_figure_agree(number: int) -> None:
    assert read_number(f"{spelled(number)} ({number})").values == (Fraction(number),)
    assert read_number(spelled(number)).values == (Fraction(number),)


@given(st.integers(1, 40), st.integers(1, 40))
def test_disagreement_keeps_both(word: int, figure: int) -> None:
    assert read_number(f"{spelled(word)} ({figure})").disagrees == (word != figure)
