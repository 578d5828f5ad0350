"""What holds of the parse of any text, however it is written."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.lexicon import LEXICON
from corpus.model import ClauseRole, SectionKind, Span, Spec
from corpus.parse import parse

HEADINGS = st.sampled_from(sorted(LEXICON)).flatmap(
    lambda key: st.sampled_from([key, key + ":", key.title(), f"## {key}", f"| {key}: |", f"**{key}:**", f"3. {key}"])
)
PROSE = st.sampled_from(
    [
        "In a state agency this class is accountable for keeping records.",
        "Works under the general supervision of a manager. Receives direction from Dr. Lee on Sec. 5-196 matters.",
        "Two (2) years of experience in the care of boats; or",
        "A Bachelor's degree (or its equivalent. Applicants may file early.) and one (1) year of",
        "experience at the level of Clerk 2.",
        "However, this does not apply to the first year.",
        "Considerable knowledge of",
        "Ability to: Plan; direct (at times; alone); and report.",
        "Any one of the following:",
        "Performs related duties as required.",
        "Interview . . . . . . . . . 100%",
        "This replaces the existing specification for the class of Clerk (1234AB) in Salary Group CL 10 approved "
        "effective May 4, 1999. (Revised to change title to Clerk 2) Item No. 99-1",
    ]
)
ODD = st.sampled_from(
    [
        "",
        "   ",
        "-",
        "- ",
        "1.",
        "A.",
        "(i)",
        "•",
        "| | |",
        "| --- | --- |",
        "----------",
        "OR",
        "and",
        "AT A TROOP:",
        "LEAD LEVEL",
        "Either I",
        "Or II",
        "All Levels:",
        "Clerk 2",
        "Clerk 2 (1234AB)",
        "Class Code | Class Title",
        "1234AB | Clerk 2",
        "THIS EXAMINATION IS TO BE GIVEN ON AN",
        "CLASS: 1234AB;",
        "EST: 1/2/1980;",
        "REV: 13/45/2001;",
        "05/12/2023",
        "(09)-Education(02)-MANAGERIAL(1)-Officials And Administrators",
        "EEO(1)-Officials And AdministratorsSALARY INFORMATIONMP 75",
        "JOB CLASS DESIGNATION: Unclassified OCCUPATIONAL GROUP: (09)-Education",
        "See attached.",
        "\u2028\x0b\x0c\x1c\x85",
        "\r",
        "\ufeff",
    ]
)
MARKERS = st.sampled_from(["", "", "- ", "• ", "1. ", "a) ", "(2) ", "  - ", "\t", "-"])
LINES = st.one_of(HEADINGS, ODD, st.builds(str.__add__, MARKERS, PROSE), st.text(max_size=30))
JOINTS = st.sampled_from(["\n", "\n", "\n", "\n\n", " ", ""])
FRAGMENTS = st.lists(st.builds(str.__add__, LINES, JOINTS), max_size=25).map("".join)
TEXTS = st.one_of(st.text(max_size=300), st.text(st.sampled_from("AaBb 1.;:()-|\n\t•"), max_size=200), FRAGMENTS)


def tiles(spec: Spec) -> list[Span]:
    """All spans that the text is divided into, in order."""
    headings = [section.heading for section in spec.sections if section.heading]
    return sorted([*headings, *spec.markers, *(clause.span for clause in spec.clauses)])


@settings(max_examples=400)
@given(TEXTS)
@example("NOTE")
@example("- \nNOTE:\n1.")
@example("| a | b |\n| --- | --- |")
def test_every_visible_character_is_in_exactly_one_heading_marker_or_clause(text: str) -> None:
    spans = tiles(parse(text))
    assert all(before.end <= after.start for before, after in pairwise(spans))
    covered = "".join(span.of(text) for span in spans)
    assert "".join(covered.split()) == "".join(text.split())


@settings(max_examples=200)
@given(TEXTS)
def test_spans_are_tight_and_never_empty(text: str) -> None:
    for span in tiles(parse(text)):
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()


@settings(max_examples=200)
@given(TEXTS)
def test_sections_cover_the_text_in_order_and_hold_their_clauses(text: str) -> None:
    spec = parse(text)
    assert [section.index for section in spec.sections] == list(range(len(spec.sections)))
    for before, after in pairwise(spec.sections):
        assert before.span.end == after.span.start
        assert before.clauses[1] == after.clauses[0]
    if spec.sections:
        assert not text[: spec.sections[0].span.start].strip() or spec.markers
        assert spec.sections[-1].span.end == len(text)
        assert (spec.sections[0].clauses[0], spec.sections[-1].clauses[1]) == (0, len(spec.clauses))
    for section in spec.sections:
        assert section.heading is None or section.heading.start == section.span.start
        for clause in spec.clauses_in(section):
            assert clause.section == section.index
            assert section.span.covers(clause.span)


@settings(max_examples=200)
@given(TEXTS)
def test_stems_stand_before_their_items_in_the_same_section(text: str) -> None:
    spec = parse(text)
    parents = {clause.parent for clause in spec.clauses}
    for place, clause in enumerate(spec.clauses):
        assert clause.index == place
        assert (clause.role is ClauseRole.STEM) == (clause.index in parents)
        assert clause.role is not ClauseRole.ITEM or clause.parent is not None
        if clause.parent is not None:
            assert clause.parent < clause.index
            assert spec.clauses[clause.parent].section == clause.section


@settings(max_examples=200)
@given(TEXTS)
def test_markers_hold_no_words(text: str) -> None:
    for marker in parse(text).markers:
        assert not re.search(r"[^\W\d_]{5}", marker.of(text))


@settings(max_examples=200)
@given(TEXTS, st.one_of(st.none(), st.text(max_size=20)))
def test_the_same_text_parses_the_same(text: str, name: str | None) -> None:
    first, second = parse(text, name), parse(text, name)
    assert first == second
    assert (first.sections, first.clauses, first.markers) == (second.sections, second.clauses, second.markers)
    assert (first.fields, first.classes, first.notices) == (second.fields, second.classes, second.notices)


@settings(max_examples=200)
@given(TEXTS, st.one_of(st.none(), st.text(max_size=20)))
def test_code_and_title_are_never_empty_and_the_class_is_among_the_classes(text: str, name: str | None) -> None:
    spec = parse(text, name)
    assert spec.class_code.strip() == spec.class_code != ""
    assert spec.title.strip()
    assert spec.class_code in dict(spec.classes)
    assert len(dict(spec.classes)) == len(spec.classes)


@settings(max_examples=200)
@given(TEXTS)
def test_fields_are_read_once_each_from_characters_of_the_text(text: str) -> None:
    fields = parse(text).fields
    assert len({field.name for field in fields}) == len(fields)
    assert all(field.value and field.span.of(text).strip() for field in fields)


@settings(max_examples=200)
@given(FRAGMENTS)
def test_a_note_speaks_of_the_section_before_it(text: str) -> None:
    topic = SectionKind.OTHER
    for section in parse(text).sections:
        if section.kind is not SectionKind.NOTE:
            topic = section.kind
        assert section.topic is topic


@settings(max_examples=100)
@given(FRAGMENTS, st.text(" \n\t", max_size=5))
def test_blanks_at_the_end_change_nothing_but_the_last_span(text: str, blanks: str) -> None:
    bare, padded = parse(text.rstrip(), "x"), parse(text.rstrip() + blanks, "x")
    assert [bare.quote(clause) for clause in bare.clauses] == [padded.quote(clause) for clause in padded.clauses]
    assert [section.kind for section in bare.sections] == [section.kind for section in padded.sections]
