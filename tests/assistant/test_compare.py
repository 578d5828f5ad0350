from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.compare import ChangeKind, Comparison, compare
from corpus.model import FieldName, SectionKind, Spec
from corpus.parse import parse

CORPUS = Path(__file__).parents[2] / "corpus"
SAMPLES = sorted((CORPUS / "samples").glob("*.txt"))


@cache
def shipped() -> str:
    return (CORPUS / "specs" / "3039MP.txt").read_text(encoding="utf-8")


@cache
def sample(place: int) -> Spec:
    return parse(SAMPLES[place].read_text(encoding="utf-8"), SAMPLES[place].stem)


def revised(*changes: tuple[str, str]) -> Comparison:
    """The shipped text against one with these words replaced."""
    text = shipped()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return compare(parse(shipped()), parse(text))


def differing(found: Comparison) -> list[tuple[SectionKind, ChangeKind, str, str]]:
    return [
        (section.kind, change.kind, change.said_before, change.said_after)
        for section in found.sections
        for change in section.clauses
        if change.kind is not ChangeKind.SAME
    ]


def test_a_text_and_itself_are_the_same() -> None:
    found = compare(parse(shipped()), parse(shipped()))
    assert not differing(found)
    assert all(pair.is_same for pair in found.fields)


def test_a_reworded_clause_is_one_change() -> None:
    found = revised(("hiring of staff,", "hiring of staff and volunteers,"))
    assert differing(found) == [
        (
            SectionKind.DUTIES,
            ChangeKind.CHANGED,
            "Leads the recruitment and hiring of staff, including outreach, interview and selection;",
            "Leads the recruitment and hiring of staff and volunteers, including outreach, interview and selection;",
        )
    ]


def test_a_clause_that_came_and_one_that_went_are_told_from_a_reworded_one() -> None:
    found = revised(
        ("- make decisions;\n", ""), ("- Administrative ability.", "- Ability to juggle seven burning torches.")
    )
    kinds = [(kind, before, after) for _, kind, before, after in differing(found)]
    assert (ChangeKind.REMOVED, "Ability to make decisions;", "") in kinds
    assert (ChangeKind.ADDED, "", "Ability to juggle seven burning torches.") in kinds


def test_moved_clauses_new_line_breaks_and_list_marks_are_no_change() -> None:
    duty = "- Prepares or assists in preparation of budget;\n"
    first = "EXAMPLES OF DUTIES\n"
    found = revised(
        (duty, ""),
        (first, first + duty),
        ("Designs and develops educational service", "Designs and develops\neducational  service"),
    )
    assert not differing(found)


def test_a_changed_requirement_and_its_field_are_both_told() -> None:
    found = revised(("twelve (12) years", "ten (10) years"), ("REV: 5/15/2023", "REV: 6/1/2024"))
    assert SectionKind.GENERAL_EXPERIENCE in [kind for kind, *_ in differing(found)]
    fields = {pair.name: (pair.before, pair.after) for pair in found.fields if not pair.is_same}
    assert fields == {FieldName.REVISED: ("2023-05-15", "2024-06-01")}


def test_a_section_that_went_is_shown_after_the_one_that_it_followed() -> None:
    text = shipped()
    start, end = text.index("SUPERVISION EXERCISED"), text.index("EXAMPLES OF DUTIES")
    kinds = [section.kind for section in compare(parse(text), parse(text[:start] + text[end:])).sections]
    assert kinds.index(SectionKind.SUPERVISION_EXERCISED) == kinds.index(SectionKind.SUPERVISION_RECEIVED) + 1


@pytest.mark.parametrize("place", range(len(SAMPLES)))
@settings(max_examples=3)
@given(data=st.data())
def test_every_clause_of_both_texts_occurs_once(place: int, data: st.DataObject) -> None:
    other = data.draw(st.integers(0, len(SAMPLES) - 1))
    found = compare(sample(place), sample(other))
    for spec, side in ((found.before, "before"), (found.after, "after")):
        shown = [
            getattr(change, side).index
            for section in found.sections
            for change in section.clauses
            if getattr(change, side)
        ]
        stems = {clause.parent for clause in spec.clauses}
        silent = {SectionKind.HEADER, SectionKind.ACKNOWLEDGEMENT}
        said = [
            clause.index
            for clause in spec.clauses
            if clause.index not in stems and spec.section_of(clause).kind not in silent
        ]
        assert sorted(shown) == said


@settings(max_examples=40)
@given(st.integers(0, len(SAMPLES) - 1), st.integers(0, len(SAMPLES) - 1))
def test_the_other_way_round_what_came_is_what_went(one: int, other: int) -> None:
    there, back = compare(sample(one), sample(other)), compare(sample(other), sample(one))

    def told(found: Comparison, kind: ChangeKind, side: str) -> list[str]:
        return sorted(getattr(change, side) for section in found.sections for change in section.of(kind))

    assert told(there, ChangeKind.SAME, "said_before") == told(back, ChangeKind.SAME, "said_after")
    assert told(there, ChangeKind.ADDED, "said_after") == told(back, ChangeKind.REMOVED, "said_before")


def test_the_form_of_quotes_tells_nothing() -> None:
    assert not differing(revised(("'", "’")))
