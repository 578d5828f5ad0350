"""The layout hazards of class specifications, each with a small invented text.

Numbered as the survey of specifications counts them: 1 flattened bullets, 2 wraps and lone markers, 3 sub-headings,
4 closers and run-on sentences, 5 damage, 6 several classes and codes, 7 boilerplate, 8 missing qualifications.
The texts and their whole outlines (see `tests.corpus.outline`) stand in `hazards/*.txt`: `=== name`, the text, `--->`
and the outline.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.model import MQ_KINDS, FieldName, SectionKind
from corpus.parse import parse
from tests.corpus.outline import outline

K, F = SectionKind, FieldName
FOLDER = Path(__file__).parent / "hazards"
_CASE = re.compile(
    r"^=== (?P<name>[^\n]+)\n(?P<text>.*?)\n--->\n(?P<outline>.*?)\n(?=\n===|\Z)", re.MULTILINE | re.DOTALL
)
CASES = {
    f"{path.stem[0]} {match['name']}": (match["text"], match["outline"])
    for path in sorted(FOLDER.glob("*.txt"))
    for match in _CASE.finditer(path.read_text(encoding="utf-8"))
}


def test_every_case_of_the_files_is_read() -> None:
    marks = [
        line
        for path in FOLDER.glob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line == "--->"
    ]
    assert len(CASES) == len(marks) > 30


@pytest.mark.parametrize("name", CASES)
def test_outline(name: str) -> None:
    text, expected = CASES[name]
    assert outline(parse(text, "x")) == expected


def test_5_fields_of_a_text_whose_headings_were_stripped() -> None:
    spec = parse(CASES["5 headings stripped altogether"][0])
    assert any("no headings" in notice for notice in spec.notices)
    assert {field.name: field.value for field in spec.fields} == {
        F.CLASS_CODE: "4711TC",
        F.CLASS_TITLE: "Deck Hand",
        F.SALARY_GROUP: "TC 09",
        F.BARGAINING_UNIT: "(07)-MAINT & SERVICE (NP-2)",
        F.OCCUPATIONAL_GROUP: "(18)-Skilled Trades",
        F.EEO: "(7)-Skilled Craft",
        F.DESIGNATION: "Classified/Competitive",
        F.ESTABLISHED: "1980-01-02",
        F.EFFECTIVE_DATE: "2023-05-12",
        F.PREVIOUS_TITLE: "Deck Hand",
        F.PREVIOUS_SALARY_GROUP: "TC 08",
        F.PREVIOUS_EFFECTIVE_DATE: "2003-04-18",
    }


def test_5_any_few_lines_are_not_taken_for_a_text_whose_headings_were_stripped() -> None:
    spec = parse("Works under the supervision of a mate.\nAbility to steer.", "memo")
    assert [section.kind for section in spec.sections] == [K.HEADER]
    assert not any("no headings" in notice for notice in spec.notices)


GLUED = "Classified/Competitive(09)-Education(16)-ADMIN & RESID (P-5)(2)-Professional"
ONE_LINE = (
    "JOB CLASS DESIGNATION: Unclassified OCCUPATIONAL GROUP: (11)-Legal BARGAINING UNIT: (16)-ADMIN & RESID (P-5) "
    "EEO: (2)-Professional"
)
MOVED = (
    "JOB CLASS DESIGNATION\nOCCUPATIONAL GROUP\nBARGAINING UNIT\nEEO\nSALARY INFORMATION\n"
    "Unclassified\n(11)-Legal\n(16)-ADMIN & RESID (P-5)\n(2)-Professional\nAR 15"
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            f"JOB CLASS DESIGNATION\n{GLUED}",
            ("Classified/Competitive", "(09)-Education", "(16)-ADMIN & RESID (P-5)", "(2)-Professional"),
        ),
        (ONE_LINE, ("Unclassified", "(11)-Legal", "(16)-ADMIN & RESID (P-5)", "(2)-Professional")),
        (MOVED, ("Unclassified", "(11)-Legal", "(16)-ADMIN & RESID (P-5)", "(2)-Professional")),
        ("OCCUPATIONAL GROUP\nEEO\n(4)-Protective Services", (None, None, None, "(4)-Protective Services")),
    ],
    ids=["glued", "one line", "behind their headings", "blank"],
)
def test_5_fields_of_values_that_ran_together(text: str, values: tuple[str | None, ...]) -> None:
    spec = parse(text, "x")
    names = (F.DESIGNATION, F.OCCUPATIONAL_GROUP, F.BARGAINING_UNIT, F.EEO)
    assert tuple(spec.value(name) for name in names) == values
    assert all(field.span.of(text) == field.value for field in spec.fields)


@pytest.mark.parametrize(
    ("written_date", "iso"),
    [
        ("April 22, 2022", "2022-04-22"),
        ("April 18. 2023", "2023-04-18"),
        ("Sept. 3, 1999", "1999-09-03"),
        ("12/4/62", "1962-12-04"),
        ("02/30/2001", None),
    ],
)
def test_5_dates(written_date: str, iso: str | None) -> None:
    spec = parse(f"DUTIES\nSteers.\nEFFECTIVE DATE\n{written_date}\nCLASS: 4711TC;", "x")
    assert spec.value(F.EFFECTIVE_DATE) == iso


def test_6_several_classes_in_the_header() -> None:
    text = "Deck Hand 1 (4711TC)\nDeck Hand 2 (4712TC)\nDUTIES\nDECK HAND 1:\nSteers.\nDeck Hand 2:\nKeeps the log."
    spec = parse(text, "4711TC")
    assert spec.classes == (("4711TC", "Deck Hand 1"), ("4712TC", "Deck Hand 2"))
    assert any("several classes" in notice and "Deck Hand 2 (4712TC)" in notice for notice in spec.notices)
    assert outline(spec).splitlines()[3:] == [
        "[duties] DUTIES",
        "  + DECK HAND 1:",
        "    - Steers.",
        "  + Deck Hand 2:",
        "    - Keeps the log.",
    ]


def test_6_a_series_is_known_by_the_code_that_its_file_is_named_by() -> None:
    text = "Deck Hand Series\n\nClass Code | Class\n4711 | Deck Hand I\n4712 | Deck Hand II\n\nDefinition\n\nSteers."
    assert parse(text, "4712").class_code == "4712"
    assert parse(text, "deck hands").class_code == "4711"
    assert parse(text, "4712").classes == (("4711", "Deck Hand I"), ("4712", "Deck Hand II"))


def test_6_any_table_is_not_one_of_classes() -> None:
    rates = "Step | Rate\n1001 | Ten dollars\n1002 | Eleven dollars"
    text = f"Deck Hand (4711TC)\nDUTIES\nSteers.\nSALARY INFORMATION\n{rates}"
    assert parse(text).classes == (("4711TC", "Deck Hand"),)


def test_6_one_title_with_two_codes() -> None:
    text = "Deck Hand\nDUTIES\nSteers.\nCLASS: 4711TC;\nEST: 1/2/1980;\nCLASS: 4712TC;\nEST: 1/2/1990;"
    spec = parse(text)
    assert spec.classes == (("4711TC", "Deck Hand"), ("4712TC", "Deck Hand"))
    assert spec.value(F.ESTABLISHED) == "1980-01-02"
    assert [section.kind for section in spec.sections if section.kind is K.CLASS_DATES] == [K.CLASS_DATES] * 2


def test_6_a_renamed_code_is_no_part_of_the_title() -> None:
    text = (
        "DUTIES\nSteers.\nCANCELLATION CLAUSE\nThis replaces the existing specification for the class of Deck Hand "
        "(4700TC) in Salary Group TC 08 approved effective May 4, 1999. "
        "(Revised to change class code from 4700TC to 4711TC) Item No. 99-1\nCLASS: 4711TC;"
    )
    spec = parse(text)
    assert (spec.class_code, spec.title) == ("4711TC", "Deck Hand")
    assert spec.value(F.PREVIOUS_TITLE) == "Deck Hand"


@pytest.mark.parametrize("words", ["Languages: See attached.", "As in the attached list of harbors.", "see\nattached"])
def test_6_an_attachment_that_is_not_there_is_said_so(words: str) -> None:
    assert any("attachment" in notice for notice in parse(f"DUTIES\n{words}", "x").notices)
    assert not any("attachment" in notice for notice in parse("DUTIES\nKeeps chains attached.", "x").notices)


@pytest.mark.parametrize("heading", ["ACKNOWLEDGEMENT", "ACKNOWLEDGMENT:", "Acknowledgement", "ACKNOWLEGEMENT"])
def test_7_boilerplate_has_a_kind_of_its_own(heading: str) -> None:
    text = (
        f"DUTIES\nSteers.\n{heading}\nAs defined by Sec. 5-196, a job class is a position.\nEFFECTIVE DATE\n05/12/2023"
    )
    (section,) = parse(text, "x").sections_of(K.ACKNOWLEDGEMENT)
    assert section.span.of(text) == f"{heading}\nAs defined by Sec. 5-196, a job class is a position.\n"


def test_8_a_text_without_qualifications_has_no_section_of_them() -> None:
    spec = parse("DUTIES\nSteers.\nAPPOINTMENT\nServes for four (4) years.\nSPECIAL REQUIREMENTS\nMust swim.", "x")
    assert not spec.sections_of(*MQ_KINDS)
    assert [section.kind for section in spec.sections] == [K.DUTIES, K.APPOINTMENT, K.SPECIAL_REQUIREMENTS]


def test_8_qualifications_that_name_the_target_class_are_kept_whole() -> None:
    text = (
        "MINIMUM QUALIFICATIONS\nThe applicant meets the requirements of the target class, the training being "
        "accepted in place of the Special Experience."
    )
    spec = parse(text, "x")
    assert [spec.quote(clause) for clause in spec.iter_kind(K.MINIMUM_QUALIFICATIONS)] == [text.split("\n")[1]]
