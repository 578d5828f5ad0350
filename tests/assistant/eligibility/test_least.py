from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.eligibility.least import Least, facts_of
from assistant.eligibility.nodes import leaves
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    Degree,
    EducationRequirement,
    ExperienceKind,
    ExperienceRequirement,
    Interpretation,
    Modality,
    Opaque,
    OpaqueReason,
    Requirement,
    RuleSet,
    Source,
)
from corpus.model import Span
from tests.assistant.eligibility.classes import CODES, SHIPPED, rules_of

SOURCE = Source(Span(0, 1))
DEGREE = EducationRequirement(SOURCE, (Degree.BACHELOR,))
UNREAD = Opaque(SOURCE, "as the Board sees fit")
DEFERRED = Opaque(SOURCE, "those of the target class", OpaqueReason.DEFERRED)
JUDGED = Opaque(SOURCE, "good character", OpaqueReason.JUDGEMENT)


def general(years: int, **more: object) -> ExperienceRequirement:
    return ExperienceRequirement(SOURCE, ExperienceKind.GENERAL, years * 12, "work", **more)  # type: ignore[arg-type]


def special(years: int) -> ExperienceRequirement:
    return ExperienceRequirement(SOURCE, ExperienceKind.SPECIAL, years * 12, "work", subset_of=ExperienceKind.GENERAL)


def all_of(*parts: Requirement) -> AllOf:
    return AllOf(SOURCE, parts)


def any_of(*parts: Requirement) -> AnyOf:
    return AnyOf(SOURCE, parts)


def ruled(requirement: Requirement | None, shown: Sequence[Requirement] = ()) -> RuleSet:
    return RuleSet("9999ZZ", "0" * 64, requirement, (), (), (), tuple(shown), (), (), 0.0, ())


@pytest.mark.parametrize(
    ("requirement", "least"),
    [
        (None, Least(0, 0, ())),
        (all_of(DEGREE, general(12), special(2)), Least(144, 24, (Degree.BACHELOR,))),
        (all_of(general(4), general(6)), Least(72, 0, ())),
        (any_of(general(9), all_of(DEGREE, general(4))), Least(48, 0, (Degree.BACHELOR,))),
        (any_of(DEGREE, general(4)), Least(0, 0, (Degree.BACHELOR,))),
        (Interpretation(SOURCE, "Which?", (general(3), general(5)), ("a", "b")), Least(36, 0, ())),
        (all_of(general(3), general(9, only_for="Superintendent")), Least(36, 0, ())),
        (all_of(general(3), general(9, modality=Modality.MAY_BE_REQUIRED)), Least(36, 0, ())),
        (UNREAD, Least(None, None, ())),
        (DEFERRED, Least(None, None, ())),
        (JUDGED, Least(0, 0, ())),
        (all_of(general(3), UNREAD), Least(36, None, ())),
        (any_of(general(3), UNREAD), Least(36, None, ())),
    ],
)
def test_the_least_of_a_tree(requirement: Requirement | None, least: Least) -> None:
    assert facts_of(ruled(requirement)) == least


def test_what_is_only_shown_is_not_asked_for() -> None:
    assert facts_of(ruled(general(2), [DEGREE])) == Least(24, 0, ())


def test_the_shipped_class() -> None:
    rules, _ = rules_of(SHIPPED)
    assert facts_of(rules) == Least(144, 24, (Degree.ADVANCED,))


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_asked_for_that_no_rule_says(code: str) -> None:
    rules, _ = rules_of(code)
    found = facts_of(rules)
    stated = list(leaves(rules.requirement)) if rules.requirement else []
    months = {leaf.months for leaf in stated if isinstance(leaf, ExperienceRequirement)}
    named = {degree for leaf in stated if isinstance(leaf, EducationRequirement) for degree in leaf.degrees}
    assert {found.general_months, found.special_months} <= months | {0, None}
    assert set(found.degrees) <= named
