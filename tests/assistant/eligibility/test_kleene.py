"""The four worlds: Kleene's tables on YES, NO and UNKNOWN, and judgement kept apart from facts."""

from __future__ import annotations

import itertools

import pytest

from assistant.eligibility.kleene import (
    NO,
    REVIEW,
    UNKNOWN,
    YES,
    Verdict,
    agreed,
    as_stated,
    from_bool,
    not_known_to_be,
    verdict,
    whichever,
)

VALUE = {NO: 0.0, UNKNOWN: 0.5, YES: 1.0}


@pytest.mark.parametrize(("one", "other"), itertools.product(VALUE, repeat=2))
def test_and_and_or_are_kleenes(one: int, other: int) -> None:
    assert VALUE[one & other] == min(VALUE[one], VALUE[other])
    assert VALUE[one | other] == max(VALUE[one], VALUE[other])


def test_verdicts() -> None:
    assert verdict(YES) is Verdict.MET
    assert verdict(NO) is Verdict.NOT_MET
    assert verdict(UNKNOWN) is Verdict.UNDETERMINED
    assert verdict(REVIEW) is Verdict.NEEDS_REVIEW
    assert verdict(UNKNOWN & REVIEW) is Verdict.UNDETERMINED
    assert verdict(UNKNOWN | REVIEW) is Verdict.UNDETERMINED
    assert verdict(REVIEW & NO) is Verdict.NOT_MET
    assert verdict(REVIEW | YES) is Verdict.MET


MONOTONE = [NO, UNKNOWN & REVIEW, UNKNOWN, REVIEW, UNKNOWN | REVIEW, YES]


@pytest.mark.parametrize("truth", MONOTONE)
def test_as_stated_decides_whatever_facts_leave_open(truth: int) -> None:
    assert verdict(as_stated(truth)) is not Verdict.UNDETERMINED
    if verdict(truth) in {Verdict.MET, Verdict.NOT_MET}:
        assert verdict(as_stated(truth)) is verdict(truth)


def test_facts_and_their_negation() -> None:
    for value in (True, False, None):
        assert {from_bool(value), not_known_to_be(value)} in ({YES, NO}, {UNKNOWN})
    assert whichever(YES, NO) == UNKNOWN
    assert whichever(YES, REVIEW) == REVIEW | UNKNOWN
    assert whichever(REVIEW, NO) == REVIEW & UNKNOWN


def test_readings_must_agree() -> None:
    assert agreed([Verdict.MET, Verdict.MET]) is Verdict.MET
    assert agreed([Verdict.MET, Verdict.NOT_MET]) is Verdict.NEEDS_REVIEW
    assert agreed([Verdict.MET, Verdict.UNDETERMINED]) is Verdict.NEEDS_REVIEW
