"""The shipped samples: 24 of them, marked as samples, with the hazards that they stand for, and parsed as expected.

What is expected was read off the texts by a person and stands in `samples/*.toml`. A hazard that is gone from its file
fails here, so that a well-meant correction of a "typing error" cannot quietly remove a case.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import corpus
from corpus.model import MQ_KINDS, Clause, ClauseRole, FieldName, SectionKind, Spec
from corpus.parse import parse

FOLDER = Path(corpus.__file__).parent / "samples"
EXPECTED = Path(__file__).parent / "samples"
CODES = tuple(f"99{number:02}SX" for number in range(1, 25))
MARK = "This is a sample specification, invented for demonstration"
ACKNOWLEDGEMENT = "As defined by Sec. 5-196 of the Connecticut General Statutes, a job class is a position"
NO_ACKNOWLEDGEMENT = {"9908SX", "9914SX"}
DATES = {FieldName.ESTABLISHED, FieldName.REVISED, FieldName.EFFECTIVE_DATE, FieldName.PREVIOUS_EFFECTIVE_DATE}

Case = dict[str, Any]
TEXTS = tomllib.loads((EXPECTED / "texts.toml").read_text(encoding="utf-8"))
PARSED = tomllib.loads((EXPECTED / "parsed.toml").read_text(encoding="utf-8"))


@cache
def text_of(code: str) -> str:
    return (FOLDER / f"{code}.txt").read_text(encoding="utf-8")


@cache
def spec_of(code: str) -> Spec:
    return parse(text_of(code), code)


def flat(text: str) -> str:
    return " ".join(text.split())


def each(cases: list[Case]) -> pytest.MarkDecorator:
    """The test once for every case, named by the case's code and its first words."""
    names = [" ".join(str(value) for value in list(case.values())[:2])[:60] for case in cases]
    return pytest.mark.parametrize("case", cases, ids=names)


each_code = pytest.mark.parametrize("code", CODES)


# the texts


def test_there_are_exactly_24_named_by_code() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == list(CODES)


@each_code
def test_the_code_in_the_text_is_the_file_name(code: str) -> None:
    assert re.findall(r"CLASS: (\w+);", text_of(code))[0] == code


def test_no_two_texts_claim_a_code() -> None:
    claimed = [claim for code in CODES for claim in re.findall(r"CLASS: (\w+);", text_of(code))]
    assert sorted(claimed) == sorted((*CODES, "9925SX"))


@each_code
def test_the_cancellation_clause_marks_a_sample(code: str) -> None:
    sections = spec_of(code).sections_of(SectionKind.CANCELLATION)
    assert [MARK in flat(section.span.of(text_of(code))) for section in sections] == [True]


def test_the_acknowledgement_is_the_same_everywhere() -> None:
    stated = [line for code in CODES for line in text_of(code).splitlines() if line.startswith(ACKNOWLEDGEMENT)]
    assert len(stated) == len(CODES) - len(NO_ACKNOWLEDGEMENT)
    assert len(set(stated)) == 1
    assert not [code for code in NO_ACKNOWLEDGEMENT if ACKNOWLEDGEMENT in flat(text_of(code))]


@each(TEXTS["hazards"])
def test_layout_hazard_is_in_its_file(case: Case) -> None:
    assert re.search(case["pattern"], text_of(case["code"]))


@each(TEXTS["headings"])
def test_heading_stands_on_its_own_line(case: Case) -> None:
    assert case["heading"] in text_of(case["code"]).splitlines()


@each(TEXTS["templates"])
def test_qualification_template_is_in_its_file(case: Case) -> None:
    pattern = ".*".join(re.escape(part) for part in case["wording"].split(" ... "))
    assert re.search(pattern, flat(text_of(case["code"])))


def test_the_cook_has_no_headings_and_no_header() -> None:
    cook = text_of("9920SX").split("CLASS:")[0]
    assert not re.search(r"^[A-Z][A-Z ,()-]{2,}:?$", cook, re.MULTILINE)
    assert "9920SX" not in cook


def test_the_secretary_of_the_board_has_no_minimum_qualifications() -> None:
    assert not re.search(r"minimum qualification|experience|degree", text_of("9911SX"), re.IGNORECASE)


# the parser's reading of them


def test_every_sample_has_its_fields_and_qualifications_written_down() -> None:
    assert tuple(PARSED["fields"]) == tuple(PARSED["qualifications"]) == CODES


@each_code
def test_code_title_and_fields(code: str) -> None:
    spec = spec_of(code)
    expected = PARSED["fields"][code]
    assert {field.name.value: field.value for field in spec.fields} == expected
    assert (spec.class_code, spec.title) == (code, expected["class_title"])


@each_code
def test_a_field_is_read_from_the_characters_that_it_cites(code: str) -> None:
    """A value is its characters with blanks collapsed; a date is its day, month and year."""
    for field in spec_of(code).fields:
        written = flat(field.span.of(text_of(code)))
        if field.name in DATES:
            year, _, day = field.value.split("-")
            assert year in written and str(int(day)) in written
        else:
            assert written == field.value


def test_classes_of_a_series() -> None:
    assert spec_of("9922SX").classes == (("9922SX", "Forensic Examiner 1"), ("9925SX", "Forensic Examiner 2"))
    assert all(len(spec_of(code).classes) == 1 for code in CODES if code != "9922SX")


@each_code
def test_minimum_qualifications_are_found(code: str) -> None:
    spec, expected = spec_of(code), PARSED["qualifications"][code]
    found = [section for section in spec.sections if section.topic in MQ_KINDS]
    assert [section.topic for section in found] == [topic for topic, _ in expected]
    for section, (_, begins) in zip(found, expected, strict=True):
        clauses = [flat(spec.quote(clause)) for clause in spec.clauses_in(section)]
        assert clauses[0].startswith(begins) if begins else not clauses


def clause_that_begins(code: str, words: str) -> Clause:
    """The only clause that begins so."""
    spec = spec_of(code)
    found = [clause for clause in spec.clauses if flat(spec.quote(clause)).startswith(words)]
    assert len(found) == 1, f"{len(found)} clauses of {code} begin {words!r}"
    return found[0]


@each(PARSED["placed"])
def test_clause_stands_in_its_section(case: Case) -> None:
    clause = clause_that_begins(case["code"], case["begins"])
    assert spec_of(case["code"]).section_of(clause).kind is SectionKind(case["kind"])


@each(PARSED["groups"])
def test_stem_keeps_its_items(case: Case) -> None:
    spec, items = spec_of(case["code"]), case["items"]
    stem = next(clause for clause in spec.clauses if flat(spec.quote(clause)) == case["stem"])
    held = [flat(spec.quote(clause)) for clause in spec.clauses if clause.parent == stem.index]
    assert stem.role is (ClauseRole.STEM if items else ClauseRole.TEXT)
    assert len(held) == len(items)
    assert all(item.startswith(begins) for item, begins in zip(held, items, strict=True))


@each(PARSED["siblings"])
def test_sibling_ends_the_group(case: Case) -> None:
    clause = clause_that_begins(case["code"], case["begins"])
    assert (clause.role, clause.parent) == (ClauseRole.TEXT, None)


@each(PARSED["whole"])
def test_clause_is_neither_cut_nor_joined(case: Case) -> None:
    spec = spec_of(case["code"])
    assert case["clause"] in [flat(spec.quote(clause)) for clause in spec.clauses]


def test_pipes_are_in_no_heading_and_no_clause() -> None:
    spec = spec_of("9924SX")
    written = [section.heading.of(spec.text) for section in spec.sections if section.heading]
    assert not [text for text in (*written, *map(spec.quote, spec.clauses)) if "|" in text]


@each_code
def test_headings_markers_and_clauses_tile_the_text(code: str) -> None:
    spec = spec_of(code)
    headings = [section.heading for section in spec.sections if section.heading]
    spans = sorted([*headings, *spec.markers, *(clause.span for clause in spec.clauses)])
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert flat("".join(span.of(spec.text) for span in spans)).replace(" ", "") == flat(spec.text).replace(" ", "")


@each(PARSED["notices"])
def test_notice_says_what_is_odd(case: Case) -> None:
    assert any(case["says"] in notice for notice in spec_of(case["code"]).notices)


def test_no_other_sample_has_a_notice() -> None:
    assert [code for code in CODES if spec_of(code).notices] == [case["code"] for case in PARSED["notices"]]
