"""Which lines are headings, of what, and which parts of a line."""

from __future__ import annotations

import pytest

from corpus.headings import find, is_capitals, is_title_case, key_of
from corpus.lexicon import AMBIGUOUS, FIELD_KINDS, LEXICON, PURPOSE_BESIDE_DUTIES, WITHIN_QUALIFICATIONS
from corpus.model import SectionKind as K


@pytest.mark.parametrize("key", LEXICON)
@pytest.mark.parametrize("shape", ["{}", "{}:", "  {}  ", "## {}", "**{}**", "| {} |", "3. {}", "{} -"])
def test_every_key_is_found_in_capitals_whatever_stands_about_it(key: str, shape: str) -> None:
    line = shape.format(key)
    (heading,) = find(line)
    assert heading.kind is LEXICON[key]
    assert line[heading.start : heading.end].rstrip(" :-") == key


@pytest.mark.parametrize("key", LEXICON)
def test_every_key_is_spelled_as_a_line_is_read(key: str) -> None:
    assert key_of(key) == key
    assert key_of(key.replace(" AND ", " & ").replace(" - ", " – ").lower() + ":") == key


def test_the_tables_speak_of_keys_that_there_are() -> None:
    assert set(LEXICON) >= AMBIGUOUS | WITHIN_QUALIFICATIONS | PURPOSE_BESIDE_DUTIES
    assert set(LEXICON.values()) >= FIELD_KINDS


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Examples of Duties", K.DUTIES),
        ("Purpose of Job Class (Nature of Work)", K.PURPOSE),
        ("EXAMPLES OF DUTIES (ILLUSTRATIVE ONLY)", K.DUTIES),
        ("EXAMPLES OF DUTIES (no position includes all of them)", K.DUTIES),
        ("KNOWLEDGE, SKILL & ABILITY", K.KNOWLEDGE),
        ("Minimum Qualifications — Special Experience", K.SPECIAL_EXPERIENCE),
        ("REQUIREMENTS/ MINIMUM QUALIFICATIONS", K.MINIMUM_QUALIFICATIONS),
        ("REQUIREMENT/MIMINUMUM QUALIFICATION", K.MINIMUM_QUALIFICATIONS),
        ("SELELCTION PROCESS", K.SELECTION),
        ("EEO", K.EEO),
        ("IV. WORKING CONDITIONS", K.WORKING_CONDITIONS),
    ],
)
def test_headings_in_other_shapes(line: str, kind: K) -> None:
    assert [(heading.kind, heading.start > 0) for heading in find(line)] == [(kind, line.startswith("IV"))]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "General Experience must have been as a mate.",
        "the Special Experience",
        "Duties",
        "Summary",
        "Appointment",
        "- Supervision exercised",
        "- EXAMPLES OF DUTIES",
        "Special Experience.",
        "MINIMUM",
        "WORKS UNDER SUPERVISION RECEIVED FROM OTHERS",
        "SPECIALIST REQUIREMENTS ANALYST",
        "EEOC complaints are answered",
        "THE EXAMPLES OF DUTIES BELOW ARE NOT ALL",
    ],
)
def test_lines_that_are_no_headings(line: str) -> None:
    assert find(line) == ()


@pytest.mark.parametrize("line", ["Duties", "Definition", "Minimum qualifications", "Knowledges and Abilities"])
def test_a_line_set_apart_needs_no_capitals(line: str) -> None:
    assert find(line) == ()
    assert len(find(line, apart=True)) == 1


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("NOTE: A year is twelve months.", [(K.NOTE, "NOTE:", "A year is twelve months.")]),
        ("EFFECTIVE DATE: 10/12/2007", [(K.EFFECTIVE_DATE, "EFFECTIVE DATE:", "10/12/2007")]),
        ("EFFECTIVE DATE 10/12/2007", [(K.EFFECTIVE_DATE, "EFFECTIVE DATE", "10/12/2007")]),
        ("EEO(1)-Officials", [(K.EEO, "EEO", "(1)-Officials")]),
        ("| SALARY INFORMATION: | CD 17 |", [(K.SALARY, "SALARY INFORMATION:", "CD 17 |")]),
        ("**SUPERVISION RECEIVED:** Works alone.", [(K.SUPERVISION_RECEIVED, "SUPERVISION RECEIVED:", "Works alone.")]),
        ("SUPERVISION RECEIVEDWorks alone.", [(K.SUPERVISION_RECEIVED, "SUPERVISION RECEIVED", "Works alone.")]),
        (
            "QUALIFICATIONS: SPECIAL REQUIREMENTS: A license.",
            [
                (K.MINIMUM_QUALIFICATIONS, "QUALIFICATIONS:", ""),
                (K.SPECIAL_REQUIREMENTS, "SPECIAL REQUIREMENTS:", "A license."),
            ],
        ),
        (
            "JOB CLASS DESIGNATION: Unclassified OCCUPATIONAL GROUP: (11)-Legal EEO: (2)-Professional",
            [
                (K.DESIGNATION, "JOB CLASS DESIGNATION:", "Unclassified"),
                (K.OCCUPATIONAL_GROUP, "OCCUPATIONAL GROUP:", "(11)-Legal"),
                (K.EEO, "EEO:", "(2)-Professional"),
            ],
        ),
        (
            "BARGAINING UNIT(02)-MANAGERIALEEO(1)-OfficialsSALARY INFORMATIONMP 75",
            [
                (K.BARGAINING_UNIT, "BARGAINING UNIT", "(02)-MANAGERIAL"),
                (K.EEO, "EEO", "(1)-Officials"),
                (K.SALARY, "SALARY INFORMATION", "MP 75"),
            ],
        ),
        ("CLASS: 1234AB; EST: 1/2/1980;", [(K.CLASS_DATES, "", "CLASS: 1234AB; EST: 1/2/1980;")]),
    ],
)
def test_headings_and_their_values_on_one_line(line: str, parts: list[tuple[K, str, str]]) -> None:
    found = find(line)
    ends = [*(heading.start for heading in found[1:]), len(line)]
    assert [
        (heading.kind, line[heading.start : heading.end], line[heading.value : end].strip())
        for heading, end in zip(found, ends, strict=True)
    ] == parts


@pytest.mark.parametrize(
    ("line", "capitals", "title_case"),
    [
        ("AT A TROOP:", True, True),
        ("II", False, False),
        ("(35 HOUR)", True, True),
        ("Purpose of Job Class", False, True),
        ("Purpose of the work", False, False),
        ("Ends Like a Sentence.", False, False),
        ("職員", False, False),
    ],
)
def test_cases(line: str, capitals: bool, title_case: bool) -> None:
    assert (is_capitals(line), is_title_case(line)) == (capitals, title_case)
