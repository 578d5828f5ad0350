"""Each lint check fires on a text that has its fault, and keeps silent on one that has not."""

from __future__ import annotations

import pytest

from assistant.eligibility.compile import compile_rules
from assistant.eligibility.lint import CHECKS
from tests.assistant.eligibility.texts import spec_of

COLLEGE = (
    "College training may be substituted for the General Experience on the basis of fifteen (15) semester hours "
    "equalling one-half (1/2) year of experience to a maximum of four {unit}for a Bachelor's degree."
)
GENERAL = "Six (6) years of experience in accounting."
CASES: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("residue", {"general": f"{GENERAL} Preference is given to veterans."}, {"general": GENERAL}),
    ("word and figure disagree", {"general": "Six (7) years of experience in accounting."}, {"general": GENERAL}),
    (
        "mixed and/or",
        {"general": "A law degree and two (2) years of experience in law or six (6) years of experience in art."},
        {"general": "A law degree and two (2) years of experience in law; or six (6) years of experience in art."},
    ),
    (
        "more than one reading",
        {"requirements": "Incumbents in this class must obtain and retain a Notary certificate."},
        {"requirements": "Incumbents in this class must possess and retain a Notary certificate."},
    ),
    (
        "substitution without target",
        {"general": GENERAL, "substitutions": "A law degree may be substituted for the Special Experience."},
        {"general": GENERAL, "substitutions": "A law degree may be substituted for the General Experience."},
    ),
    (
        "cap without unit",
        {"general": GENERAL, "substitutions": COLLEGE.format(unit="")},
        {"general": GENERAL, "substitutions": COLLEGE.format(unit="(4) years ")},
    ),
    (
        "subset exceeds its parent",
        {"general": GENERAL, "special": "Seven (7) years of the General Experience must have been in a lead role."},
        {"general": GENERAL, "special": "Two (2) years of the General Experience must have been in a lead role."},
    ),
    (
        "unreachable branch",
        {"general": "A Master's degree in law; or a Bachelor's degree in law."},
        {"general": "A Master's degree in law; or a Bachelor's degree in art."},
    ),
]


@pytest.mark.parametrize(("check", "faulty", "sound"), CASES, ids=[case[0] for case in CASES])
def test_check_fires_on_its_fault_and_on_nothing_else(
    check: str, faulty: dict[str, str], sound: dict[str, str]
) -> None:
    spec = spec_of(**faulty)
    found = [finding for finding in compile_rules(spec).findings if finding.check == check]
    assert found
    assert all(finding.span.of(spec.text).strip() and finding.message for finding in found)
    assert check not in {finding.check for finding in compile_rules(spec_of(**sound)).findings}


def test_every_check_has_a_case() -> None:
    # The disagreement of word and figure is found while reading, by no check of its own.
    assert len(CASES) == len(CHECKS) + 1


def test_the_superfluous_one_of_two_branches_is_named() -> None:
    spec = spec_of(general="A Bachelor's degree in law; or a Master's degree in law.")
    (finding,) = compile_rules(spec).findings
    assert finding.span.of(spec.text) == "a Master's degree in law"
