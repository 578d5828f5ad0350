"""Rules exported to YAML, corrected, signed and taken back; and what becomes of a review when the text changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from assistant.eligibility.compile import compile_rules
from assistant.eligibility.nodes import all_nodes, leaves
from assistant.eligibility.reviews import ReviewRow, ReviewStatus, node_digest, reviews_of, share_reviewed
from assistant.eligibility.rules import ExperienceRequirement, Opaque, OpaqueReason, RuleSet
from assistant.eligibility.rules_json import rules_from_dict, rules_from_json, rules_to_dict
from assistant.eligibility.rules_view import tree_lines
from assistant.eligibility.rules_yaml import export_yaml, import_yaml, reviewed_rules
from corpus.errors import UserMistake
from corpus.model import Spec
from tests.assistant.eligibility.test_rules_samples import read_spec
from tests.assistant.eligibility.texts import spec_of

WHO, WHEN = "A. Reader", "2026-11-24"
UNREAD = "Six (6) years of experience in accounting. Preference is given to veterans."


def exported(spec: Spec) -> dict[str, Any]:
    """The exported document of a spec, as data."""
    data = yaml.safe_load(export_yaml(compile_rules(spec), spec.text))
    assert isinstance(data, dict)
    return data


def taken(data: dict[str, Any], spec: Spec) -> tuple[RuleSet, tuple[ReviewRow, ...]]:
    """The rules and reviews of a document."""
    return import_yaml(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), spec, WHO, WHEN)


def months(rules: RuleSet) -> list[int]:
    """The months of the experience that is required."""
    assert rules.requirement is not None
    return [leaf.months for leaf in leaves(rules.requirement) if isinstance(leaf, ExperienceRequirement)]


def test_export_shows_every_rule_with_its_words() -> None:
    spec = read_spec("3039MP")
    document = export_yaml(compile_rules(spec), spec.text)
    assert "quote: twelve (12) years of professional experience in the field of education" in document
    assert "months: 144" in document and "at: [4721, 4812]" in document
    assert document.count("review: unreviewed") == len(list(all_nodes(compile_rules(spec))))


def test_unchanged_document_gives_the_same_rules_and_signs_nothing() -> None:
    spec = read_spec("3039MP")
    rules = compile_rules(spec)
    assert taken(exported(spec), spec) == (rules, ())


def test_correction_is_taken_and_signed_as_corrected() -> None:
    spec = spec_of(general="Six (6) years of experience in accounting.")
    data = exported(spec)
    data["requirement"]["months"] = 60
    rules, rows = taken(data, spec)
    assert months(rules) == [60]
    (row,) = rows
    assert (row.status, row.reviewer, row.date) == (ReviewStatus.CORRECTED, WHO, WHEN)
    assert str(reviews_of(rules, rows)[row.node_key]) == "corrected by A. Reader, 2026-11-24"


def test_approval_and_rejection_are_signed() -> None:
    spec = read_spec("3039MP")
    data = exported(spec)
    data["requirement"]["children"][0]["review"] = "approved"
    data["substitutions"][0].update(review="rejected", note="only for teachers")
    rules, rows = taken(data, spec)
    assert {row.status for row in rows} == {ReviewStatus.APPROVED, ReviewStatus.REJECTED}
    assert [row.note for row in rows if row.status is ReviewStatus.REJECTED] == ["only for teachers"]
    assert 0 < share_reviewed(reviews_of(rules, rows)) < 1


def test_residue_can_be_read_by_a_person() -> None:
    spec = spec_of(general=UNREAD)
    data = exported(spec)
    assert compile_rules(spec).residue
    unread = next(child for child in data["requirement"]["children"] if child["is"] == "opaque")
    unread.update(reason="judgement", modality="may_be_required")
    rules, rows = taken(data, spec)
    assert rules.residue == () and rules.residue_share == 0.0
    assert any(row.status is ReviewStatus.CORRECTED for row in rows)


def test_residue_that_is_struck_out_comes_back() -> None:
    """Deleting the rule that holds unread text does not make the text read."""
    spec = spec_of(general=UNREAD)
    data = exported(spec)
    data["requirement"] = data["requirement"]["children"][0]
    rules, _ = taken(data, spec)
    assert rules.requirement is not None
    unread = [leaf for leaf in leaves(rules.requirement) if isinstance(leaf, Opaque)]
    assert [leaf.reason for leaf in unread] == [OpaqueReason.UNREAD]
    assert rules.residue == compile_rules(spec).residue


def test_rule_can_be_added_by_its_words_alone() -> None:
    spec = spec_of(general=UNREAD)
    data = exported(spec)
    data["shown"] = [
        {"is": "opaque", "quote": "Preference is given to veterans", "text": "preference", "reason": "judgement"}
    ]
    rules, _ = taken(data, spec)
    assert [node.source.span.of(spec.text) for node in rules.shown] == ["Preference is given to veterans"]


def _set(data: dict[str, Any], path: str, value: Any) -> None:
    *parts, last = path.split(".")
    for part in parts:
        data = data[part]
    data[last] = value


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("class_code", "1234XX", "class_code"),
        ("revision", "0" * 64, "revision"),
        ("requirement.quote", "Seven (7) years of experience in law", "nowhere"),
        ("requirement.quote", "", "no quote"),
        ("requirement.months", "sixty", r"rules\.requirement\.months"),
        ("requirement.months", True, r"expected int"),
        ("requirement.kind", "wide", "none of general, special, other"),
        ("requirement.salary", 5, "unknown field 'salary'"),
        ("requirement.is", "wish", "needs `is`"),
        ("requirement.at", [1], "start, end"),
        ("requirement.review", "fine", "none of unreviewed"),
        ("substitutions", "none", "expected a list"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(path: str, value: Any, message: str) -> None:
    spec = spec_of(general="Six (6) years of experience in accounting.")
    data = exported(spec)
    _set(data, path, value)
    with pytest.raises(UserMistake, match=message):
        taken(data, spec)


def test_quote_that_stands_twice_needs_its_place() -> None:
    spec = spec_of(general="A license in art.", requirements="Incumbents must possess a license in art.")
    data = exported(spec)
    data["shown"] = [{"is": "opaque", "quote": "license in art", "text": "x"}]
    with pytest.raises(UserMistake, match="2 times"):
        taken(data, spec)


@pytest.mark.parametrize(
    ("document", "message"), [("[", "not YAML"), ("- a", "a mapping"), ("class_code: 5", "class_code")]
)
def test_other_documents_are_refused(document: str, message: str) -> None:
    with pytest.raises(UserMistake, match=message):
        import_yaml(document, spec_of(general="A law degree."), WHO, WHEN)


@pytest.mark.parametrize(("reviewer", "date"), [(" ", WHEN), (WHO, "24.11.2026"), (WHO, "")])
def test_review_needs_a_person_and_a_day(reviewer: str, date: str) -> None:
    spec = spec_of(general="A law degree.")
    with pytest.raises(UserMistake, match=r"reviewer|date"):
        import_yaml(export_yaml(compile_rules(spec), spec.text), spec, reviewer, date)


def test_review_is_void_when_the_words_change_and_holds_when_only_their_place_does() -> None:
    old = spec_of(general="Six (6) years of experience in accounting.")
    node = next(all_nodes(compile_rules(old)))
    row = ReviewRow("9999ZZ", node.source.key, node_digest(node), ReviewStatus.APPROVED, WHO, WHEN)
    moved = spec_of(plain="A law degree.", general="Six (6) years of\nexperience in accounting.")
    changed = spec_of(general="Seven (7) years of experience in accounting.")
    assert reviews_of(compile_rules(moved), [row])["general_experience.experience.1"].status is ReviewStatus.APPROVED
    void = reviews_of(compile_rules(changed), [row])["general_experience.experience.1"]
    assert void.status is ReviewStatus.VOID and "void" in str(void)


def test_review_is_void_when_the_reading_changes_though_the_words_do_not() -> None:
    rules = compile_rules(spec_of(general="Six (6) years of experience in accounting."))
    node = rules.requirement
    assert isinstance(node, ExperienceRequirement)
    row = ReviewRow("9999ZZ", node.source.key, node_digest(node), ReviewStatus.APPROVED, WHO, WHEN)
    otherwise = replace(rules, requirement=replace(node, months=60))
    assert reviews_of(otherwise, [row])[node.source.key].status is ReviewStatus.VOID


def test_review_of_another_class_says_nothing() -> None:
    rules = compile_rules(spec_of(general="A law degree."))
    node = next(all_nodes(rules))
    row = ReviewRow("1111AA", node.source.key, node_digest(node), ReviewStatus.APPROVED, WHO, WHEN)
    assert reviews_of(rules, [row])[node.source.key].status is ReviewStatus.UNREVIEWED
    assert str(reviews_of(rules, [])[node.source.key]) == "not reviewed"


def test_imported_rules_are_in_force_for_their_revision_only() -> None:
    spec = spec_of(general="Six (6) years of experience in accounting.")
    data = exported(spec)
    data["requirement"]["months"] = 60
    document = yaml.safe_dump(data)
    assert months(reviewed_rules(spec, document)) == [60]
    assert months(reviewed_rules(spec, None)) == [72]
    revised = spec_of(general="Eight (8) years of experience in accounting.")
    assert months(reviewed_rules(revised, document)) == [96]


def test_json_that_is_no_rule_set_is_refused() -> None:
    with pytest.raises(UserMistake, match="not JSON"):
        rules_from_json("{")
    data = rules_to_dict(compile_rules(spec_of(general="A law degree.")))
    del data["requirement"]["degrees"]
    with pytest.raises(UserMistake, match="'degrees' is missing"):
        rules_from_dict(data)


def test_tree_shows_words_keys_reviews_and_findings() -> None:
    spec = spec_of(general="Three (4) years of experience in tax or a law degree.", requirements="Ask the agency.")
    rules = compile_rules(spec)
    lines = list(tree_lines(rules, spec.text, {"general_experience.education.1": "approved by A. Reader, 2026-11-24"}))
    text = "\n".join(lines)
    assert "REQUIRED" in text and "FINDINGS" in text
    assert "degree law  [general_experience.education.1; approved by A. Reader, 2026-11-24]" in text
    assert "reading 1: 36 months, shown first" in text and "reading 2: 48 months" in text
    for node in all_nodes(rules):
        assert node.source.key in text
    for leaf in leaves(rules.requirement) if rules.requirement else ():
        assert " ".join(leaf.source.span.of(spec.text).split()) in text


def test_tree_of_a_class_without_minimum_qualifications_says_so() -> None:
    spec = spec_of(requirements="Incumbents in this class may be required to travel.")
    assert "no minimum qualifications are stated" in list(tree_lines(compile_rules(spec), spec.text))
