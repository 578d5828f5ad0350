"""The shipped specification, section by section, as a person reads it; and what texts that say little are called."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import corpus
from corpus.model import Clause, ClauseRole, FieldName, SectionKind, Spec
from corpus.parse import parse

K, F = SectionKind, FieldName


@cache
def shipped() -> Spec:
    path = Path(corpus.__file__).parent / "specs" / "3039MP.txt"
    return parse(path.read_text(encoding="utf-8"), "3039MP")


SECTIONS = [
    (K.PURPOSE, K.PURPOSE, "PURPOSE OF JOB CLASS (NATURE OF WORK)", 1),
    (K.GUIDELINES, K.GUIDELINES, "GUIDELINES FOR JOB CLASS USE", 8),
    (K.SUPERVISION_RECEIVED, K.SUPERVISION_RECEIVED, "SUPERVISION RECEIVED", 1),
    (K.SUPERVISION_EXERCISED, K.SUPERVISION_EXERCISED, "SUPERVISION EXERCISED", 1),
    (K.DUTIES, K.DUTIES, "EXAMPLES OF DUTIES", 10),
    (K.KNOWLEDGE, K.KNOWLEDGE, "KNOWLEDGE, SKILL AND ABILITY", 14),
    (K.GENERAL_EXPERIENCE, K.GENERAL_EXPERIENCE, "MINIMUM QUALIFICATIONS - GENERAL EXPERIENCE", 1),
    (K.SPECIAL_EXPERIENCE, K.SPECIAL_EXPERIENCE, "MINIMUM QUALIFICATIONS - SPECIAL EXPERIENCE", 1),
    (K.NOTE, K.SPECIAL_EXPERIENCE, "NOTE", 2),
    (K.SUBSTITUTIONS, K.SUBSTITUTIONS, "MINIMUM QUALIFICATIONS - SUBSTITUTIONS ALLOWED", 2),
    (K.SPECIAL_REQUIREMENTS, K.SPECIAL_REQUIREMENTS, "SPECIAL REQUIREMENTS", 2),
    (K.DESIGNATION, K.DESIGNATION, "JOB CLASS DESIGNATION", 1),
    (K.OCCUPATIONAL_GROUP, K.OCCUPATIONAL_GROUP, "OCCUPATIONAL GROUP", 1),
    (K.BARGAINING_UNIT, K.BARGAINING_UNIT, "BARGAINING UNIT", 1),
    (K.EEO, K.EEO, "EEO", 1),
    (K.SALARY, K.SALARY, "SALARY INFORMATION", 1),
    (K.ACKNOWLEDGEMENT, K.ACKNOWLEDGEMENT, "ACKNOWLEDGEMENT", 2),
    (K.CANCELLATION, K.CANCELLATION, "CANCELLATION CLAUSE", 2),
    (K.EFFECTIVE_DATE, K.EFFECTIVE_DATE, "EFFECTIVE DATE", 1),
    (K.CLASS_DATES, K.CLASS_DATES, None, 3),
]
"""Kind, topic, heading as written without its colon, number of clauses."""

CAPACITIES = "Incumbents in this class serve in one of the following capacities:"
STEMS = {
    CAPACITIES: (
        "Chief Academic Officer: oversees",
        "Chief Operating Officer: ensures",
        "Chief Performance Officer: collects",
        "Chief Strategic Planning Officer: oversees",
        "Chief Talent Officer: designs",
        "Chief Turnaround Officer: manages",
        "Superintendent of the Connecticut Technical High School System.",
    ),
    "Considerable knowledge of": (
        "and ability to apply management principles and practices;",
        "relevant state and federal laws, statutes and regulations;",
        "philosophy and methods of education with emphasis on educational administration and management;",
        "objectives and purposes of educational services and programs;",
        "public school administration;",
    ),
    "Considerable": ("interpersonal skills;", "oral and written communication skills;"),
    "Ability to": (
        "plan, organize and direct work of large scale educational services;",
        "establish and maintain cooperative relationships with",
        "make decisions;",
    ),
}
"""The stems and how their items begin; all other clauses stand alone."""

SPLIT = {
    K.ACKNOWLEDGEMENT: (
        "As defined by Sec. 5-196 of the Connecticut General Statutes, a job class is a position or group of positions "
        "that share general characteristics and are categorized under a single title for administrative purposes.",
        "As such, a job class is not meant to be all-inclusive of every task and/or responsibility.",
    ),
    K.CANCELLATION: (
        "This replaces the existing specification for the class of Department of Education Chief of Educational "
        "Services in Salary Group MP 75 approved effective April 22, 2022.",
        "(Revised to expand class use) Item No. 23-095",
    ),
}
"""The only lines of the text that hold two clauses."""

TITLE = "Department of Education Chief of Educational Services"
FIELDS = {
    F.CLASS_CODE: ("3039MP", "3039MP"),
    F.CLASS_TITLE: (TITLE, TITLE),
    F.SALARY_GROUP: ("MP 75", "MP 75"),
    F.BARGAINING_UNIT: ("(02)-MANAGERIAL", "(02)-MANAGERIAL"),
    F.OCCUPATIONAL_GROUP: ("(09)-Education", "(09)-Education"),
    F.EEO: ("(1)-Officials And Administrators", "(1)-Officials And Administrators"),
    F.DESIGNATION: ("Unclassified", "Unclassified"),
    F.ESTABLISHED: ("2012-08-10", "8/10/2012"),
    F.REVISED: ("2023-05-15", "5/15/2023"),
    F.EFFECTIVE_DATE: ("2023-05-12", "05/12/2023"),
    F.AGENCY: (
        "Department of Education and the Connecticut Technical Education and Career System",
        "Department of Education and the Connecticut Technical Education and Career System",
    ),
    F.PREVIOUS_TITLE: (TITLE, TITLE),
    F.PREVIOUS_SALARY_GROUP: ("MP 75", "MP 75"),
    F.PREVIOUS_EFFECTIVE_DATE: ("2022-04-22", "April 22, 2022"),
    F.REVISION_REASON: ("Revised to expand class use", "Revised to expand class use"),
    F.ITEM_NUMBER: ("23-095", "23-095"),
}
"""The value, and the characters that it was read from."""


def quotes(clauses: tuple[Clause, ...]) -> list[str]:
    return [shipped().quote(clause) for clause in clauses]


def test_sections() -> None:
    spec = shipped()
    found = [
        (
            section.kind,
            section.topic,
            section.label(spec.text) if section.heading else None,
            len(spec.clauses_in(section)),
        )
        for section in spec.sections
    ]
    assert found == SECTIONS


def test_a_clause_is_a_line_without_its_bullet() -> None:
    """But for the two lines that hold two sentences each, and the headings, which are no clauses."""
    spec = shipped()
    headings = {section.label(spec.text) for section in spec.sections if section.heading}
    written = [line.removeprefix("- ") for line in spec.text.splitlines() if line.rstrip(":") not in headings]
    expected: list[str] = []
    for line in written:
        parts = next((parts for parts in SPLIT.values() if line == " ".join(parts)), (line,))
        expected.extend(parts)
    assert quotes(spec.clauses) == expected
    assert len(expected) == 56


@pytest.mark.parametrize("kind", SPLIT)
def test_two_sentences_on_a_line_are_two_clauses(kind: SectionKind) -> None:
    assert tuple(quotes(tuple(shipped().iter_kind(kind)))) == SPLIT[kind]


def test_stems_and_their_items() -> None:
    spec = shipped()
    stems = [clause for clause in spec.clauses if clause.role is ClauseRole.STEM]
    assert quotes(tuple(stems)) == list(STEMS)
    for stem, begins in zip(stems, STEMS.values(), strict=True):
        items = [clause for clause in spec.clauses if clause.parent == stem.index]
        assert {item.role for item in items} == {ClauseRole.ITEM}
        assert len(items) == len(begins)
        assert all(spec.quote(item).startswith(words) for item, words in zip(items, begins, strict=True))
    assert sum(clause.role is ClauseRole.ITEM for clause in spec.clauses) == sum(map(len, STEMS.values()))


def test_a_standalone_sibling_ends_the_last_group() -> None:
    last = tuple(shipped().iter_kind(K.KNOWLEDGE))[-1]
    assert (shipped().quote(last), last.role, last.parent) == ("Administrative ability.", ClauseRole.TEXT, None)


def test_reading_puts_the_stem_before_its_item() -> None:
    spec = shipped()
    item = next(clause for clause in spec.clauses if spec.quote(clause).startswith("and ability to apply"))
    assert spec.reading(item) == "Considerable knowledge of and ability to apply management principles and practices;"


def test_fields_and_the_characters_they_were_read_from() -> None:
    found = {field.name: (field.value, field.span.of(shipped().text)) for field in shipped().fields}
    assert found == FIELDS
    assert list(found) == [name for name in FieldName if name in FIELDS]


def test_previous_values_stand_in_the_cancellation_clause_and_the_present_ones_do_not() -> None:
    spec = shipped()
    (cancellation,) = spec.sections_of(K.CANCELLATION)
    within = {field.name for field in spec.fields if cancellation.span.covers(field.span)}
    assert within == {
        F.CLASS_TITLE,  # the text has no header: its title stands nowhere else
        F.PREVIOUS_TITLE,
        F.PREVIOUS_SALARY_GROUP,
        F.PREVIOUS_EFFECTIVE_DATE,
        F.REVISION_REASON,
        F.ITEM_NUMBER,
    }


def test_identity_and_notices() -> None:
    spec = shipped()
    assert (spec.class_code, spec.title) == ("3039MP", TITLE)
    assert spec.classes == (("3039MP", TITLE),)
    assert spec.notices == ()


def test_markers_are_the_bullets() -> None:
    spec = shipped()
    assert {marker.of(spec.text) for marker in spec.markers} == {"-"}
    assert len(spec.markers) == spec.text.count("\n- ")


# texts that say little of themselves


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("DUTIES\nKeeps bees.", "Bee Keeper 4711", "4711"),
        ("DUTIES\nKeeps bees.", "Bee Keeper", "bee-keeper"),
        ("DUTIES\nKeeps bees.", "bees_2047XY.final", "bees-2047xy-final"),
        ("DUTIES\nKeeps bees.", "???", "untitled"),
        ("Bee Keeper (2047XY)\nDUTIES\nKeeps bees.", "other", "2047XY"),
        ("Bee Keeper\nClass Code:   4711\nDUTIES\nKeeps bees.", "other", "4711"),
        ("Bee Keepers (11-9013.02)\n\nDUTIES\nKeeps bees.", "x", "11-9013.02"),
        ("DUTIES\nKeeps bees.\nCLASS: 2047XY;\nEST: 1/1/1980;", None, "2047XY"),
    ],
)
def test_code(text: str, name: str | None, code: str) -> None:
    assert parse(text, name).class_code == code


def test_a_code_that_the_text_does_not_state_is_said_to_come_from_elsewhere() -> None:
    named, bare = parse("DUTIES\nKeeps bees.", "Bee Keeper"), parse("DUTIES\nKeeps bees.")
    assert "no class code in the text; 'bee-keeper' comes from the file name" in named.notices
    assert bare.class_code.startswith("text-")
    assert any("comes from the text itself" in notice for notice in bare.notices)
    assert parse("DUTIES\nKeeps bees.").class_code == bare.class_code != parse("DUTIES\nKeeps wasps.").class_code


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("Bee Keeper (2047XY)", "Bee Keeper"),
        (
            "State of Connecticut Executive Branch\nBee Keeper (35 Hour) (2047XY)\n$20.00-$30.00 Hourly",
            "Bee Keeper (35 Hour)",
        ),
        ("# Bee Keeper\n", "Bee Keeper"),
        (
            "BEE KEEPER AND HONEY PROCESSING\nSUPERVISOR\n\n   Class Code:   4711",
            "BEE KEEPER AND HONEY PROCESSING SUPERVISOR",
        ),
        ("BEE KEEPER   Class Code:   4711", "BEE KEEPER"),
        ("| BEE KEEPER | |\n| --- | --- |", "BEE KEEPER"),
    ],
)
def test_title_in_the_header(header: str, title: str) -> None:
    spec = parse(f"{header}\n\nDUTIES\nKeeps bees.", "x")
    assert spec.title == title
    field = spec.field(F.CLASS_TITLE)
    assert field is not None
    assert " ".join(field.span.of(spec.text).split()) == title


@pytest.mark.parametrize(
    ("reason", "title", "notices"),
    [
        ("Revised to change salary group", "Bee Keeper", 0),
        ("Revised to change title to Apiarist and to modify duties", "Apiarist", 0),
        ("Revised to change title from Bee Keeper to Apiarist (35 Hour)", "Apiarist (35 Hour)", 0),
        ("Revised to change title and to modify duties", "Bee Keeper", 1),
        ("Revised to change the title of a lower class", "Bee Keeper", 0),
    ],
)
def test_title_in_the_cancellation_clause(reason: str, title: str, notices: int) -> None:
    """It names the title of the revision that was replaced; the reason may say what the class is called now."""
    spec = parse(
        "DUTIES\nKeeps bees.\nCANCELLATION CLAUSE\nThis replaces the existing specification for the class of "
        f"Bee Keeper in Salary Group TC 09 approved effective May 4, 1999. ({reason}) Item No. 99-001\nCLASS: 2047XY;"
    )
    assert spec.title == title
    assert spec.value(F.PREVIOUS_TITLE) == "Bee Keeper"
    assert spec.value(F.REVISION_REASON) == reason
    assert len([notice for notice in spec.notices if "another title" in notice]) == notices


def test_a_text_without_a_title_is_called_by_its_file_name() -> None:
    spec = parse("DUTIES\nKeeps bees.", "bees")
    assert (spec.title, spec.field(F.CLASS_TITLE)) == ("bees", None)
    assert "no class title in the text; 'bees' comes from the file name" in spec.notices
    assert parse("").title == "Untitled"
