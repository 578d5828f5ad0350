"""Specifications and bulletins of others, which no test was written from: nothing is lost, and the frame is found."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest

from corpus.loaders import Document, load
from corpus.model import MQ_KINDS, ClauseRole, SectionKind, Spec
from corpus.parse import parse
from tests.outside import outside_data

K = SectionKind
COUNTS = {"la": 338, "onet/specs": 923, "calhr": 40}
ONE_CLASS = {"CHIEF CLERK POLICE 1219 061215", "CHIEF CLERK POLICE 1249 083118"}
"""Two bulletins that state one class code, whatever their files are called."""


@cache
def read(folder: str) -> tuple[tuple[str, Spec], ...]:
    """The texts of a folder, parsed, each with the name of its file."""
    found = load([str(outside_data(folder))])
    documents = [loaded for loaded in found if isinstance(loaded, Document)]
    assert len(documents) == COUNTS[folder]
    return tuple((document.name, parse(document.text, document.name)) for document in documents)


@pytest.fixture(params=COUNTS)
def texts(request: pytest.FixtureRequest) -> tuple[tuple[str, Spec], ...]:
    return read(request.param)


def untiled(spec: Spec) -> str:
    """The first characters that are in no heading, marker or clause, or in two of them; empty where there are none."""
    headings = [section.heading for section in spec.sections if section.heading]
    spans = sorted([*headings, *spec.markers, *(clause.span for clause in spec.clauses)])
    twice = [after.of(spec.text) for before, after in pairwise(spans) if before.end > after.start]
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(spec.text)]
    lost = [spec.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return next((piece.strip() for piece in (*twice, *lost) if piece.strip()), "")


def test_every_visible_character_is_in_exactly_one_heading_marker_or_clause(
    texts: tuple[tuple[str, Spec], ...],
) -> None:
    assert {name: piece for name, spec in texts if (piece := untiled(spec))} == {}


def test_markers_hold_no_words(texts: tuple[tuple[str, Spec], ...]) -> None:
    marks = {marker.of(spec.text) for _, spec in texts for marker in spec.markers}
    assert [mark for mark in marks if re.search(r"[^\W\d_]{4}", mark)] == []


def test_every_text_has_a_title_and_no_two_texts_a_code(texts: tuple[tuple[str, Spec], ...]) -> None:
    notices = {notice for _, spec in texts for notice in spec.notices}
    assert not [notice for notice in notices if "no class title" in notice or "no class code" in notice]
    codes = [spec.class_code for name, spec in texts if name not in ONE_CLASS]
    assert len(set(codes)) == len(codes)


def test_no_clause_is_a_heading_that_was_missed(texts: tuple[tuple[str, Spec], ...]) -> None:
    known = re.compile(
        r"(?:duties|requirements?|minimum qualifications?|typical tasks|definition|scope|knowledge and abilities|"
        r"special personal characteristics|selection process|where to apply|annual salary):?",
        re.IGNORECASE,
    )
    assert [name for name, spec in texts for clause in spec.clauses if known.fullmatch(spec.quote(clause))] == []


def test_bulletins_of_los_angeles() -> None:
    for name, spec in read("la"):
        stated = re.search(r"Class\s+Code\s*:?\s*(\d{4})\b", spec.text)
        assert stated is None or spec.class_code == stated.group(1), name
        letters = re.sub(r"[\W\d_]", "", name).upper()
        assert re.sub(r"\W", "", spec.title).upper()[:9] in letters or name.startswith("SR CRIME"), name
        assert any(spec.clauses_in(section) for section in spec.sections_of(*MQ_KINDS)), name
        assert [section.kind for section in spec.sections[:2]] == [K.HEADER, K.SALARY], name
        assert {K.MINIMUM_QUALIFICATIONS, K.APPLICATION} <= {section.kind for section in spec.sections}, name


def test_notes_of_los_angeles_speak_of_the_section_before_them() -> None:
    topics = {
        section.topic
        for _, spec in read("la")
        for section in spec.sections
        if section.kind is K.NOTE and section.label(spec.text).upper().startswith("PROCESS")
    }
    assert K.MINIMUM_QUALIFICATIONS in topics
    assert topics <= {*MQ_KINDS, K.SELECTION, K.APPLICATION, K.DUTIES, K.OTHER, K.APPOINTMENT}


def test_occupations_of_onet() -> None:
    for name, spec in read("onet/specs"):
        assert spec.class_code == name
        assert spec.classes == ((name, spec.title),)
        assert spec.text.startswith(f"{spec.title} ({name})\n")
        bullets = [line.removeprefix("- ") for line in spec.text.splitlines() if line.startswith("- ")]
        assert [spec.quote(clause) for clause in spec.iter_kind(K.DUTIES)] == bullets
        assert not spec.notices


def test_classes_of_california() -> None:
    for name, spec in read("calhr"):
        assert spec.class_code == name
        kinds = {section.kind for section in spec.sections}
        assert {K.PURPOSE, K.MINIMUM_QUALIFICATIONS} <= kinds, name
        assert "(" + name + ")" not in spec.title


def test_class_titles_and_alternatives_of_california_head_what_follows_them() -> None:
    for name, spec in read("calhr"):
        series = {title.split(" (")[0].split(",")[0].upper() for _, title in spec.classes}
        alternative = re.compile(r"(?:Either|Or) [IV]+")
        for section in spec.sections:
            if section.topic not in (K.MINIMUM_QUALIFICATIONS, K.KNOWLEDGE):
                continue
            for clause in spec.clauses_in(section):
                written = spec.quote(clause)
                is_class = len(spec.classes) > 1 and written.split(" (")[0].split(",")[0].upper() in series
                if alternative.fullmatch(written) or (is_class and len(written) < 80):
                    assert clause.role is ClauseRole.STEM, (name, written)


def test_alternatives_stand_under_the_class_that_they_belong_to() -> None:
    (spec,) = [spec for name, spec in read("calhr") if name == "6526"]
    nested = {
        tuple(spec.quote(stem) for stem in spec.stems(clause))
        for clause in spec.iter_kind(K.MINIMUM_QUALIFICATIONS)
        if clause.role is ClauseRole.ITEM
    }
    titles = ("Painter I", "Painter II", "Painter Supervisor")
    assert nested == {(title, choice) for title in titles for choice in ("Either I", "Or II")}
