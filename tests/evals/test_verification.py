"""What the verifier catches and what it lets through, on every kind of false and of honest statement."""

from __future__ import annotations

import pytest

from evals.verification import GROUPS, HALVES, Tally, false_statements, honest_statements, total

MOST = 60
"""Statements of each kind here; `python -m evals.verification` takes up to 200."""


@pytest.fixture(scope="module")
def false() -> tuple[Tally, ...]:
    return false_statements(MOST)


@pytest.fixture(scope="module")
def honest() -> tuple[Tally, ...]:
    return honest_statements(MOST)


def test_there_are_enough_statements_of_enough_kinds(false: tuple[Tally, ...], honest: tuple[Tally, ...]) -> None:
    assert total(false)[0] >= 1500
    assert len({one.kind for one in false}) >= 20
    assert total(honest)[0] >= 500
    assert sum(one.count for one in honest if one.half == "held") >= 60


@pytest.mark.parametrize("group", sorted(GROUPS))
@pytest.mark.parametrize("half", HALVES)
def test_what_matters_most_is_caught(false: tuple[Tally, ...], group: str, half: str) -> None:
    count, missed = total(false, GROUPS[group], half)
    assert count
    assert missed <= 0.01 * count, [case.statement.text for one in false for case in one.wrong if one.half == "dev"]


@pytest.mark.parametrize("half", HALVES)
def test_nearly_all_that_is_false_is_caught(false: tuple[Tally, ...], half: str) -> None:
    count, missed = total(false, half=half)
    assert missed <= 0.03 * count


def test_little_that_is_honest_is_withheld(honest: tuple[Tally, ...]) -> None:
    count, withheld = total(honest)
    assert withheld <= 0.03 * count
    count, withheld = total(honest, half="dev")
    assert withheld <= 0.03 * count
