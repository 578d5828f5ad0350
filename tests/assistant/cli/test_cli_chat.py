from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

from assistant.export import ConversationRecord


@pytest.mark.usefixtures("home")
def test_a_conversation_carries_its_class_and_topic(specs: Run) -> None:
    ran = specs("chat", stdin="How many years of experience do I need?\nWhat about the managerial part?\n")
    assert ran.code == 0
    assert ran.out.count("✓ From the specification") == 2
    assert "managerial capacity" in ran.out.rpartition("✓")[2]
    assert ran.out.count("Answering about") == 1


@pytest.mark.usefixtures("sample_home")
def test_a_number_chooses_one_of_the_classes_that_fit(specs: Run) -> None:
    ran = specs("chat", stdin="What are the duties of a Secretary?\n2\nWhat is the salary group?\n")
    assert "? Which class?" in ran.out
    assert "2. Secretary 2  9910SX" in ran.out
    assert "CL 19" in ran.out.rpartition("✓")[2]


@pytest.mark.usefixtures("sample_home")
def test_a_number_that_is_no_choice_is_told(specs: Run) -> None:
    ran = specs("chat", stdin="What are the duties of a Secretary?\n99\n/quit\nWhat is the salary group?\n")
    assert "there is no choice 99" in ran.err
    assert "salary group" not in ran.out


@pytest.mark.usefixtures("sample_home")
def test_a_person_turns_to_another_class_and_starts_over(specs: Run) -> None:
    stdin = "/class 9920sx\nWhat is the salary group?\n/class nope\n/new\n/bogus\n\n/exit\n"
    ran = specs("chat", "--class", "9912SX", stdin=stdin)
    assert ran.code == 0
    assert ran.out.index("Plumber") < ran.out.index("Cook") < ran.out.index("TC 13") < ran.out.index("Starting over")
    assert "no class 'nope'" in ran.err and "there is no /bogus here" in ran.err


def test_the_class_and_the_facts_are_shown_when_they_change(specs: Run, home: object) -> None:
    ran = specs(
        "chat",
        "--as-of",
        "2026-11-24",
        stdin="Do I qualify with a master's?\nand the duties?\n/facts\n/forget\n/facts\n",
    )
    title = "Department of Education Chief of Educational Services"
    assert ran.out.count(f"Answering about: {title} (3039MP) · revised 2023-05-15") == 1
    assert ran.out.count("Facts so far: master (“a master's”)") == 1
    assert "1. master  from “a master's”" in ran.out
    assert ran.out.index("Your facts are forgotten.") < ran.out.index("No facts so far.")


@pytest.mark.usefixtures("sample_home")
def test_a_question_asked_again_is_said_to_be(specs: Run) -> None:
    ran = specs("chat", stdin="What is the salary group of the Cook?\nno, the plumber\n")
    assert "Taken as: What is the salary group of Plumber (9912SX)?" in ran.out
    assert "TC 18" in ran.out.rpartition("✓")[2]


def _files(*folders: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_nothing_is_kept_unless_it_is_saved(
    specs: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    specs("chat", stdin="hello\n")  # whatever the first question makes of the index is there from now on
    before = set(_files(tmp_path))
    said = "Do I qualify with a master's in underwater basketry and 11 years?\n/facts\n/quit\n"
    assert "underwater basketry" in specs("chat", stdin=said).out
    after = _files(tmp_path)
    assert set(after) == before
    assert not [path for path, data in after.items() if b"basketry" in data]
    specs("chat", stdin=said.replace("/quit", "/save talk.md"))
    assert set(_files(tmp_path)) - before == {place / "talk.md"}


def test_saving_never_writes_over_a_file_unasked(
    specs: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.md").write_text("mine", encoding="utf-8")
    talk = "What is the salary group?\n/save {0}\n"
    ran = specs("chat", stdin=talk.format("mine.md"))
    assert "mine.md is there already  ▸ /replace mine.md writes over it" in ran.err
    assert (tmp_path / "mine.md").read_text(encoding="utf-8") == "mine"
    assert "Saved: mine.md" in specs("chat", stdin=talk.format("mine.md").replace("/save", "/replace")).out
    assert "MP 75" in (tmp_path / "mine.md").read_text(encoding="utf-8")
    assert "Saved: our talk.json" in specs("chat", stdin=talk.format("our talk.json")).out
    kept = ConversationRecord.model_validate_json((tmp_path / "our talk.json").read_text(encoding="utf-8"))
    assert [turn.question for turn in kept.turns] == ["What is the salary group?"]


@pytest.mark.usefixtures("home")
def test_mistakes_in_saving_are_told(specs: Run) -> None:
    ran = specs(
        "chat", stdin="/save talk.md\nsalary group?\n/save talk.txt\n/save\n/save no/such/folder/talk.md\n/class\n"
    )
    for said in (
        "nothing has been said yet",
        "'talk.txt' names no file to save in  ▸ /save FILE.md or /save FILE.json",
        "no/such/folder/talk.md: cannot be written",
        "no class is named",
    ):
        assert said in ran.err
