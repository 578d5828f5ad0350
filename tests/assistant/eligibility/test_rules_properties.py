"""Invariants of compiled rules, on sentences put together at random from the words of real ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.eligibility.compile import compile_rules, mq_clauses, mq_sections
from assistant.eligibility.nodes import all_nodes, leaves
from assistant.eligibility.reviews import node_digest
from assistant.eligibility.rules import ExperienceRequirement, Modality, Opaque, OpaqueReason, RuleSet
from assistant.eligibility.rules_json import rules_from_json, rules_to_json
from assistant.eligibility.rules_yaml import export_yaml, import_yaml
from corpus.model import SectionKind, Spec
from corpus.parse import parse
from tests.assistant.eligibility.texts import HEADINGS, spec_of

WORDS = st.sampled_from(
    [
        *("two (2) years", "one (1) additional year", "six months", "three (4) years", "fifteen (15) semester hours"),
        *("of", "in", "as", "a", "the", "with", "for", "and", "or", "and/or", ",", ";", ".", "(", ")", ":", "OR", "\n"),
        *("experience", "professional", "managerial", "General Experience", "Special Experience", "this experience"),
        *("A Bachelor's degree", "an advanced degree", "Ed.D.", "high school diploma", "GED", "college training"),
        *("certificate", "license", "possession of", "completion of", "accounting", "education", "Clerk 2", "nursing"),
        *("must", "must have been", "must possess", "may be required to possess", "may be substituted for", "unless"),
        *(
            "excluding",
            "of which",
            "to a maximum of",
            "on the basis of",
            "equalling",
            "is defined as",
            "at the level of",
        ),
        *(
            "For state employees",
            "is interpreted at the level of",
            "within one year of appointment",
            "§",
            "½",
            "\t",
            "“",
        ),
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=16).map(" ".join)
TEXTS = st.lists(SENTENCES, min_size=1, max_size=4).map("\n- ".join)
SPECS = st.dictionaries(st.sampled_from(sorted(HEADINGS)), TEXTS, min_size=1, max_size=4).map(lambda s: spec_of(**s))


def check_spans(spec: Spec, rules: RuleSet) -> None:
    """Every span lies within the sections that state, or show, requirements, and is more than their markers."""
    shown = spec.sections_of(SectionKind.CHARACTER_REQUIREMENTS, SectionKind.PHYSICAL_REQUIREMENTS)
    sections = (*mq_sections(spec), *shown)
    clauses = [clause.span for section in sections for clause in spec.clauses_in(section)]
    for node in all_nodes(rules):
        for span in (node.source.span, *node.source.more):
            assert span.of(spec.text).strip() == span.of(spec.text)
            assert any(section.span.covers(span) for section in sections), (node, span.of(spec.text))
            starts = [clause for clause in clauses if clause.start <= span.start < clause.end]
            ends = [clause for clause in clauses if clause.start < span.end <= clause.end]
            assert starts and ends, (node, span.of(spec.text))


def check_partition(spec: Spec, rules: RuleSet) -> None:
    """Bound and unread text together are the non-blank characters of the MQ clauses, each once."""
    places = [place for span in (*rules.bound, *rules.residue) for place in range(span.start, span.end)]
    said = [place for place in places if not spec.text[place].isspace()]
    wanted = [
        place
        for clause in mq_clauses(spec)
        for place in range(clause.span.start, clause.span.end)
        if not spec.text[place].isspace()
    ]
    assert sorted(said) == wanted


def check_residue_is_held(spec: Spec, rules: RuleSet) -> None:
    """What was not read is an Opaque in the requirement, so that it can never be passed over."""
    if not rules.residue:
        return
    assert rules.requirement is not None
    unread = [
        span
        for leaf in leaves(rules.requirement)
        if isinstance(leaf, Opaque) and leaf.reason is OpaqueReason.UNREAD
        for span in (leaf.source.span, *leaf.source.more)
    ]
    for residue in rules.residue:
        assert any(span.overlaps(residue) for span in unread), residue.of(spec.text)


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(SPECS)
def test_anything_compiles_and_nothing_is_lost(spec: Spec) -> None:
    rules = compile_rules(spec)
    check_spans(spec, rules)
    check_partition(spec, rules)
    check_residue_is_held(spec, rules)
    keys = [node.source.key for node in all_nodes(rules)]
    assert len(set(keys)) == len(keys)
    assert 0.0 <= rules.residue_share <= 1.0


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_characters_compile(text: str) -> None:
    clean = text.replace("\r", "\n")
    spec = parse(f"MINIMUM QUALIFICATIONS\n{clean}\nSPECIAL REQUIREMENTS\n{clean}\n", "9999ZZ")
    rules = compile_rules(spec)
    check_spans(spec, rules)
    check_partition(spec, rules)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(SPECS)
@example(spec_of(general="must possess fifteen (15) semester hours excluding"))
def test_json_and_yaml_give_the_same_rules_back(spec: Spec) -> None:
    rules = compile_rules(spec)
    assert rules_from_json(rules_to_json(rules)) == rules
    again, signed = import_yaml(export_yaml(rules, spec.text), spec, "A. Reader", "2026-11-24")
    assert again.requirement == rules.requirement
    assert again.substitutions == rules.substitutions
    assert again.residue == rules.residue
    assert signed == ()


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(SPECS)
def test_what_may_be_required_never_gates(spec: Spec) -> None:
    rules = compile_rules(spec)
    if rules.requirement is not None:
        for leaf in leaves(rules.requirement):
            words = " ".join(leaf.source.span.of(spec.text).split())
            if "may be required" in words and not isinstance(leaf, Opaque):
                assert leaf.modality is Modality.MAY_BE_REQUIRED


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 40), st.integers(1, 40))
def test_a_number_is_read_as_it_stands_or_in_both_ways(word: int, figure: int) -> None:
    """ "five (5)" is one requirement, "five (6)" is two readings; no reading is dropped."""
    spec = spec_of(general=f"{spelled(word)} ({figure}) years of experience in accounting.")
    rules = compile_rules(spec)
    assert rules.requirement is not None
    months = [leaf.months for leaf in leaves(rules.requirement) if isinstance(leaf, ExperienceRequirement)]
    assert months == list(dict.fromkeys([word * 12, figure * 12]))
    assert bool(rules.findings) == (word != figure)


@settings(max_examples=40)
@given(SPECS)
def test_same_text_gives_the_same_rules_and_digests(spec: Spec) -> None:
    first, second = compile_rules(spec), compile_rules(parse(spec.text, "9999ZZ"))
    assert first == second
    assert [node_digest(node) for node in all_nodes(first)] == [node_digest(node) for node in all_nodes(second)]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    ["a" + " " * 20_000 + "b", "Clerk\n" * 800, "(a " * 4_000, ", or " * 2_000, "one hundred " * 2_000, "1" * 20_000],
    ids=["blanks", "lines", "brackets", "connectors", "numbers", "digits"],
)
def test_hostile_texts_are_read_in_time(text: str) -> None:
    """Each of these takes minutes where a pattern is tried again from every place."""
    spec = spec_of(general=text)
    check_partition(spec, compile_rules(spec))


def spelled(number: int) -> str:
    """A number up to 40 in words, with a capital."""
    ones = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ]
    tens = {2: "twenty", 3: "thirty", 4: "forty"}
    text = ones[number] if number < 20 else tens[number // 10] + (f"-{ones[number % 10]}" if number % 10 else "")
    return text.capitalize()
