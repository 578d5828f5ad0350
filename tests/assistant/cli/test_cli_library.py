from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

from assistant.cli_arguments import section_kinds
from corpus.model import MQ_KINDS, SectionKind

SHIPPED = (Path(__file__).parents[3] / "corpus" / "specs" / "3039MP.txt").read_text(encoding="utf-8")


@pytest.mark.usefixtures("sample_home")
def test_all_classes_are_listed_with_what_their_texts_state(specs: Run) -> None:
    header, *rows = [line.split("\t") for line in specs("list").out.splitlines()]
    assert header == ["code", "title", "group", "revised"]
    assert len(rows) == 24
    assert ["9903SX", "Accounts Examiner 2", "AR 22", "2024-09-23"] in rows
    first = specs("list", "--json").json[0]
    assert (first["class_code"], first["fields"]["salary_group"]) == ("9901SX", "FD 21")


@pytest.mark.usefixtures("home")
def test_a_specification_is_shown_with_all_its_clauses(specs: Run) -> None:
    out = " ".join(specs("show", "3039mp").out.split())
    for line in SHIPPED.splitlines():
        assert line.lstrip("- ").rstrip(":") in out


@pytest.mark.usefixtures("home")
def test_some_sections_are_shown_alone(specs: Run) -> None:
    out = specs("show", "3039MP", "--section", "duties").out
    assert "Performs related duties as required." in out
    assert "twelve (12) years" not in out
    assert specs("show", "3039MP", "--section", "physical").code == 1


@pytest.mark.usefixtures("home")
def test_the_json_of_a_specification_names_its_characters(specs: Run) -> None:
    shown = specs("show", "3039MP", "--json").json
    clauses = [clause for section in shown["sections"] for clause in section["clauses"]]
    assert [clause["index"] for clause in clauses] == list(range(len(clauses)))
    for clause in clauses:
        assert SHIPPED[clause["start"] : clause["end"]] == clause["quote"]
    assert {field["name"]: field["value"] for field in shown["fields"]}["salary_group"] == "MP 75"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("command", ["show", "history", "diff"])
def test_a_class_that_is_not_there_is_a_mistake(specs: Run, command: str) -> None:
    ran = specs(command, "9999ZZ")
    assert (ran.code, ran.out) == (2, "")
    assert "no class '9999ZZ' in the catalogue  ▸ specs list" in ran.err


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("duties", {SectionKind.DUTIES}),
        ("Special Experience", {SectionKind.SPECIAL_EXPERIENCE}),
        ("substitutions", {SectionKind.SUBSTITUTIONS}),
        ("knowledge", {SectionKind.KNOWLEDGE}),
        ("mq", set(MQ_KINDS)),
        ("minimum-qualifications", set(MQ_KINDS)),
    ],
)
def test_sections_are_named_as_people_name_them(said: str, kinds: set[SectionKind]) -> None:
    assert section_kinds([said]) == kinds


@pytest.mark.parametrize("kind", SectionKind)
def test_every_section_has_a_name(kind: SectionKind) -> None:
    assert kind in section_kinds([kind.value])
