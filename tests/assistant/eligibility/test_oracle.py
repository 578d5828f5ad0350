"""The evaluator and the independent oracle agree on applicants made up for every class."""

from __future__ import annotations

import json

import pytest
from classes import CODES, SHIPPED, rules_of
from oracle import verdict
from people import applicants

from assistant.eligibility.determine import determine

SHIPPED_COUNT, SAMPLE_COUNT = 5_000, 630


@pytest.mark.timeout(600)
@pytest.mark.parametrize("code", CODES)
def test_evaluator_agrees_with_the_oracle(code: str) -> None:
    rules, spec = rules_of(code)
    count = SHIPPED_COUNT if code == SHIPPED else SAMPLE_COUNT
    for number, applicant in enumerate(applicants(rules, count, seed=20261124)):
        mode = "as_filed" if number % 4 == 3 else "advisory"
        found = determine(rules, spec, applicant, mode=mode).verdict.value
        expected = verdict(rules, spec, applicant, as_filed=mode == "as_filed")
        assert found == expected, (
            f"{code} #{number} {mode}: {json.dumps(applicant.model_dump(mode='json'), default=str)}"
        )


def test_enough_applicants() -> None:
    assert SHIPPED_COUNT + SAMPLE_COUNT * (len(CODES) - 1) >= 20_000
