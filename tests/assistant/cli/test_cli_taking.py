from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from conftest import Run

from index.home import Home

CORPUS = Path(__file__).parents[3] / "corpus"
SHIPPED = (CORPUS / "specs" / "3039MP.txt").read_text(encoding="utf-8")


def older(folder: Path) -> Path:
    """The shipped text as it might have been three years before."""
    path = folder / "older.txt"
    text = SHIPPED.replace("REV: 5/15/2023", "REV: 5/15/2020").replace("05/12/2023", "05/12/2020")
    path.write_text(text.replace("twelve (12) years", "ten (10) years"), encoding="utf-8")
    return path


def test_the_first_run_makes_what_is_missing_and_says_so(specs: Run) -> None:
    ran = specs("ask", "Who hires staff?")
    assert ran.code == 0
    assert ran.out.startswith("✓")
    assert "once" in ran.err and ran.err.count("\n") == 1
    assert not specs("ask", "Who hires staff?").err


@pytest.mark.parametrize("command", [("list",), ("show", "3039MP"), ("search", "staff", "--json")])
def test_any_command_may_be_the_first(specs: Run, command: tuple[str, ...]) -> None:
    ran = specs(*command)
    assert ran.code == 0
    assert "once" in ran.err
    assert "3039MP" in ran.out


def test_sync_fills_an_empty_home_and_then_finds_nothing_to_do(specs: Run) -> None:
    place = Home.from_environment().path
    first = specs("sync").out
    assert first.startswith(f"1 class ready in {place}, ")
    assert first.endswith(" vectors made\n")
    assert specs("sync").out == f"1 class ready in {place}\n"


def test_the_first_texts_of_a_person_join_the_shipped_ones(specs: Run) -> None:
    assert specs("ingest", str(CORPUS / "samples" / "9920SX.txt")).code == 0
    assert [line.split("\t")[0] for line in specs("list").out.splitlines()] == ["code", "3039MP", "9920SX"]


@pytest.mark.usefixtures("home")
def test_files_folders_and_archives_are_taken_in_and_bad_ones_named(specs: Run, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_bytes((CORPUS / "samples" / "9920SX.txt").read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.write(CORPUS / "samples" / "9912SX.txt", "b.txt")
    ran = specs("ingest", str(folder), str(tmp_path / "more.zip"), str(tmp_path / "nowhere.txt"))
    assert ran.code == 3
    assert "added           9920SX  Cook  a.txt" in ran.out
    assert "added           9912SX  Plumber  more.zip!b.txt" in ran.out
    assert "4 texts: 2 added, 2 failed" in ran.out
    assert "empty.txt" in ran.err and "nowhere.txt: there is no such file" in ran.err
    assert {line.split("\t")[0] for line in specs("list").out.splitlines()[1:]} == {"3039MP", "9912SX", "9920SX"}


@pytest.mark.usefixtures("home")
def test_an_older_text_becomes_history_and_differs_by_clause(specs: Run, tmp_path: Path) -> None:
    ran = specs("ingest", str(older(tmp_path)))
    assert ran.code == 0
    assert "kept as history 3039MP" in ran.out
    assert "the current text of 3039MP is of 2023-05-15" in ran.out
    assert "twelve (12) years" in specs("ask", "How many years of experience are required?").out

    current, previous = (line.split("\t") for line in specs("history", "3039MP").out.splitlines()[1:])
    assert (current[1], current[-1], previous[1], previous[-1]) == ("2023-05-15", "current", "2020-05-15", "")

    told = specs("diff", "3039MP")
    assert told.code == 0
    assert "- An earned advanced degree and ten (10) years" in told.out
    assert "+ An earned advanced degree and twelve (12) years" in told.out
    assert "Administers staff and operations" not in told.out
    assert specs("diff", "3039MP", previous[0][:5], current[0][:5]).out == told.out
    assert specs("diff", "3039MP", previous[0]).out == told.out
    back = specs("diff", "3039MP", current[0], previous[0], "--json").json
    assert back["before"]["revision"].startswith(current[0])
    assert specs("diff", "3039MP", current[0], current[0]).code == 1
    assert "begins with 'zzz'" in specs("diff", "3039MP", "zzz").err
    assert specs("show", "3039MP", "--revision", previous[0], "-s", "general").out.count("ten (10) years") == 1


@pytest.mark.usefixtures("home")
def test_one_revision_alone_has_nothing_to_differ_from(specs: Run) -> None:
    ran = specs("diff", "3039MP")
    assert ran.code == 2
    assert "3039MP has one revision only" in ran.err


@pytest.mark.usefixtures("home")
def test_two_classes_of_one_code_are_told_loudly_and_not_merged(specs: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    text = (CORPUS / "samples" / "9920SX.txt").read_text(encoding="utf-8")
    other.write_text(text.replace("9920SX", "3039MP"), encoding="utf-8")
    ran = specs("ingest", str(other))
    assert ran.code == 0
    assert "is held by" in ran.err
    codes = {line.split("\t")[0] for line in specs("list").out.splitlines()[1:]}
    assert len(codes) == 2 and "3039MP" in codes
    assert specs("ingest", str(other), "--code", "77X").code == 0
    assert "moved" in specs("ingest", str(other), "--code", "78X").out


@pytest.mark.usefixtures("home")
def test_one_code_for_several_texts_is_a_mistake(specs: Run) -> None:
    ran = specs("ingest", "--code", "77X", str(CORPUS / "samples"))
    assert ran.code == 2
    assert "one class code, 77X, for several texts" in ran.err


@pytest.mark.usefixtures("sample_home")
def test_classes_are_compared_side_by_side(specs: Run) -> None:
    out = specs("compare", "9902SX", "9903SX").out
    assert "salary group\tAR 18\tAR 22" in out
    duties = out[out.index("EXAMPLES OF DUTIES") : out.index("KNOWLEDGE")]
    assert duties.index("only 9902SX") < duties.index("Drafts routine letters") < duties.index("only 9903SX")
    assert "both" in out[out.index("KNOWLEDGE") :]
    found = specs("compare", "9902SX", "9903SX", "--json").json
    assert {clause["change"] for section in found["sections"] for clause in section["clauses"]} >= {"same", "added"}
    assert "specs diff 9902SX" in specs("compare", "9902SX", "9902sx").err


def test_the_samples_get_a_home_of_their_own(specs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = specs("demo")
    place = Home.from_environment().path / "demo"
    assert ran.code == 0
    assert "fictional" in ran.out
    assert f'SPECS_HOME={place} specs ask "' in ran.out
    monkeypatch.setenv("SPECS_HOME", str(place))
    assert len(specs("list").out.splitlines()) == 25
    monkeypatch.setenv("SPECS_HOME", str(place.parent))
    assert [line.split("\t")[0] for line in specs("list").out.splitlines()] == ["code", "3039MP"]
