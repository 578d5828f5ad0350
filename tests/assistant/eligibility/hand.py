"""Rule sets written by hand, so that the evaluation is tested apart from the grammar that compiles texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    Capacity,
    CredentialRequirement,
    Degree,
    EducationRequirement,
    Equivalence,
    ExperienceKind,
    ExperienceRequirement,
    Modality,
    Requirement,
    RuleSet,
    Source,
    Stacking,
    Substitution,
)
from corpus.model import Span, Spec
from corpus.parse import parse

GENERAL, SPECIAL, OTHER = ExperienceKind.GENERAL, ExperienceKind.SPECIAL, ExperienceKind.OTHER

SHIPPED_TEXT = (Path(__file__).parents[3] / "corpus" / "specs" / "3039MP.txt").read_text(encoding="utf-8")


def source(text: str, phrase: str, key: str = "") -> Source:
    """Where the phrase stands in the text."""
    start = text.index(phrase)
    return Source(Span(start, start + len(phrase)), key or phrase[:30])


def ruleset(
    spec: Spec,
    requirement: Requirement | None,
    *,
    substitutions: tuple[Substitution, ...] = (),
    equivalences: tuple[Equivalence, ...] = (),
    shown: tuple[Requirement, ...] = (),
) -> RuleSet:
    """A rule set without residue."""
    return RuleSet(
        class_code=spec.class_code,
        revision=spec.revision,
        requirement=requirement,
        substitutions=substitutions,
        equivalences=equivalences,
        definitions=(),
        shown=shown,
        bound=(),
        residue=(),
        residue_share=0.0,
        findings=(),
    )


def shipped() -> tuple[RuleSet, Spec]:
    """The rules of 3039MP as a person reads them."""
    text = SHIPPED_TEXT
    spec = parse(text, "3039MP")
    degree = EducationRequirement(source(text, "An earned advanced degree", "ge.degree"), (Degree.ADVANCED,))
    general = ExperienceRequirement(
        source(text, "twelve (12) years of professional experience", "ge.years"),
        GENERAL,
        144,
        "professional experience in the field of education or in a related area",
    )
    special = ExperienceRequirement(
        source(text, "Two (2) years of the General Experience must have been in a managerial capacity", "se.years"),
        SPECIAL,
        24,
        "in a managerial capacity in the oversight of the development or administration of an educational bureau",
        capacities=(Capacity.MANAGERIAL,),
        subset_of=GENERAL,
    )
    superintendent = CredentialRequirement(
        source(text, "must possess proper certification pursuant to Section 10-157", "gate.10-157"),
        ("proper certification pursuant to Section 10-157",),
        only_for="The Superintendent of the Connecticut Technical High School System",
    )
    at = source(text, "A 092 certificate (Intermediate Administrator)", "sub.1")
    one_of = AnyOf(
        at,
        (
            CredentialRequirement(at, ("092 certificate (Intermediate Administrator)",)),
            CredentialRequirement(
                source(text, "093 certificate (Superintendent)"), ("093 certificate (Superintendent)",)
            ),
            EducationRequirement(
                source(text, "Sixth Year Diploma in Educational Leadership"),
                (Degree.SIXTH_YEAR,),
                ("Educational Leadership",),
            ),
            EducationRequirement(
                source(text, "an Ed.D. (Doctorate in Educational Leadership)"),
                (Degree.DOCTORATE,),
                ("Educational Leadership",),
            ),
        ),
    )
    whole = source(text, "An advanced degree and six (6) years of managerial experience", "sub.2")
    managerial = ExperienceRequirement(
        source(text, "six (6) years of managerial experience", "sub.2.years"),
        SPECIAL,
        72,
        "managerial experience in the oversight of the development or administration",
        capacities=(Capacity.MANAGERIAL,),
    )
    may = CredentialRequirement(
        source(text, "an appropriate certificate issued by the State Board of Education"),
        ("an appropriate certificate issued by the State Board of Education",),
        modality=Modality.MAY_BE_REQUIRED,
    )
    return (
        ruleset(
            spec,
            AllOf(degree.source, (degree, general, special, superintendent)),
            substitutions=(
                Substitution(at, (GENERAL,), one_of, 12, stacking=Stacking.ADDITIONAL),
                Substitution(
                    whole, (GENERAL, SPECIAL), AllOf(whole, (replace(degree, source=whole), managerial)), None
                ),
            ),
            equivalences=(
                Equivalence(
                    source(text, "For state employees this experience is interpreted", "eq.1"),
                    "state employees",
                    ("an Education Bureau Chief",),
                    SPECIAL,
                ),
            ),
            shown=(may,),
        ),
        spec,
    )
