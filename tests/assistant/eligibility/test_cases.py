"""The YAML cases beside the rules hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from classes import CODES, rules_of

from assistant.eligibility.cases import Case, read_cases, run_case, shipped_cases
from corpus.errors import UserMistake

CASES = tuple(shipped_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.class_code}-{case.name}")
def test_case(case: Case) -> None:
    assert run_case(case, *rules_of(case.class_code)).faults == ()


def test_every_class_has_cases() -> None:
    assert {case.class_code for case in CASES} == set(CODES)
    assert max(Counter((case.class_code, case.name) for case in CASES).values()) == 1


def test_a_wrong_expectation_is_a_fault() -> None:
    case = CASES[0].model_copy(update={"expected": CASES[0].expected.model_copy(update={"verdict": "undetermined"})})
    assert run_case(case, *rules_of(case.class_code)).faults


@pytest.mark.parametrize("text", ["name: x", "- {name: x, class: 3039MP}", "- [", "- {nam: x}"])
def test_a_faulty_file_says_where(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserMistake, match=r"cases\.yaml"):
        read_cases(path)
