"""The shipped specification and the samples, as whole rule sets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.eligibility.compile import compile_rules
from assistant.eligibility.nodes import all_nodes, walk
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    Capacity,
    CredentialRequirement,
    Degree,
    EducationRequirement,
    ExperienceKind,
    ExperienceRequirement,
    Modality,
    Stacking,
)
from assistant.eligibility.rules_view import outline
from corpus.model import Spec
from corpus.parse import parse

CORPUS = Path(__file__).parents[3] / "corpus"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("rules_samples.yaml").read_text("utf-8"))
SERIES = {"9925SX": "9922SX"}
"""Classes that stand on another class's page."""


def read_spec(code: str) -> Spec:
    """The shipped specification or sample of this class."""
    stem = SERIES.get(code, code)
    folder = CORPUS / ("specs" if stem == "3039MP" else "samples")
    return parse((folder / f"{stem}.txt").read_text("utf-8"), stem)


@pytest.mark.parametrize("code", EXPECTED)
def test_class_is_read_as_the_table_says(code: str) -> None:
    spec = read_spec(code)
    rules = compile_rules(spec, code)
    root = rules.requirement
    parts = root.children if isinstance(root, AllOf) else (root,) if root is not None else ()
    read = {
        "requires": [outline(part) for part in parts],
        **{
            name: [outline(node) for node in getattr(rules, name)]
            for name in ("substitutions", "equivalences", "definitions", "shown")
        },
        "residue": [" ".join(span.of(spec.text).split()) for span in rules.residue],
        "findings": [finding.check for finding in rules.findings],
    }
    assert {name: value for name, value in read.items() if value} == EXPECTED[code]


def test_every_sample_is_in_the_table() -> None:
    stems = {path.stem for path in (CORPUS / "samples").glob("*.txt")} | {"3039MP"}
    assert stems <= set(EXPECTED)


def test_shipped_specification_has_no_residue_and_the_agreed_tree() -> None:
    spec = read_spec("3039MP")
    rules = compile_rules(spec)
    assert rules.residue == () and rules.residue_share == 0.0 and rules.findings == ()
    assert isinstance(rules.requirement, AllOf)
    degree, general, special, certification = rules.requirement.children
    assert isinstance(degree, EducationRequirement) and degree.degrees == (Degree.ADVANCED,)
    assert isinstance(general, ExperienceRequirement) and (general.kind, general.months) == ("general", 144)
    assert isinstance(special, ExperienceRequirement) and (special.months, special.subset_of) == (24, "general")
    assert special.capacities == (Capacity.MANAGERIAL,)
    assert special.content.startswith("in a managerial capacity in the oversight of the development")
    assert isinstance(certification, CredentialRequirement)
    assert certification.only_for == "Superintendent of the Connecticut Technical High School System"
    assert "10-157" in certification.names[0]

    extra, instead = rules.substitutions
    assert (extra.targets, extra.yields_months, extra.stacking) == ((ExperienceKind.GENERAL,), 12, Stacking.ADDITIONAL)
    assert isinstance(extra.condition, AnyOf) and len(extra.condition.children) == 4
    assert instead.targets == (ExperienceKind.GENERAL, ExperienceKind.SPECIAL) and instead.yields_months is None
    assert isinstance(instead.condition, AllOf)
    work = instead.condition.children[1]
    assert isinstance(work, ExperienceRequirement) and (work.kind, work.months) == (ExperienceKind.SPECIAL, 72)

    (equivalence,) = rules.equivalences
    assert (equivalence.levels, equivalence.applies_to) == (("Education Bureau Chief",), ExperienceKind.SPECIAL)
    (definition,) = rules.definitions
    assert definition.term == "Managerial capacity" and definition.nodes == (special.source.key,)
    assert definition.meaning.of(spec.text).endswith("developing and/or monitoring a budget.")
    (shown,) = rules.shown
    assert isinstance(shown, CredentialRequirement) and shown.modality is Modality.MAY_BE_REQUIRED


def test_span_of_each_number_is_the_phrase_and_not_the_clause() -> None:
    spec = read_spec("3039MP")
    quotes = {node.source.key: node.source.span.of(spec.text) for node in all_nodes(compile_rules(spec))}
    assert quotes["general_experience.education.1"] == "An earned advanced degree"
    assert quotes["general_experience.experience.1"].startswith("twelve (12) years of professional experience in")
    assert quotes["substitutions_allowed.credential.2"] == "093 certificate (Superintendent)"


def test_classes_of_one_page_do_not_take_each_others_rules() -> None:
    spec = read_spec("9922SX")
    first, second = compile_rules(spec, "9922SX"), compile_rules(spec, "9925SX")
    assert not first.substitutions and second.substitutions
    assert first.requirement is not None and second.requirement is not None
    assert not any(isinstance(node, ExperienceRequirement) for node in walk(first.requirement))
    assert any(isinstance(node, ExperienceRequirement) for node in walk(second.requirement))
