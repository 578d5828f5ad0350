"""Sets, runs and disputes of the Evaluations page as they lie in the home: what is taken in, refused and written."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.web.evaluations_disputes import Dispute, dispute, disputes, editable, opened_dispute
from assistant.web.evaluations_files import (
    MOST_BYTES,
    Folder,
    add_set,
    finished_runs,
    is_as_it_was,
    listed_runs,
    offered_sets,
    opened_run,
    remove_set,
    set_name,
)
from assistant.web.evaluations_running import shipped_text
from corpus.errors import InputError, NotFound, OversizedInput, SpecsError, UserMistake
from evals.items import SETS, AnyOne, load_set
from evals.runs.record import ROWS, SUMMARY, Run
from evals.statistics import summary
from tests.evals.recorded import item as scored
from tests.evals.recorded import recorded

FIRST = Path("docs/examples/first-set.jsonl")
AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "evaluations")


def uploaded(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


# ── sets ──


def test_a_sound_set_is_added_and_offered_before_the_shipped_ones(folder: Folder, tmp_path: Path) -> None:
    added = add_set(
        folder, uploaded(tmp_path, "My first set!.jsonl", FIRST.read_text("utf-8").rstrip("\n")), [shipped_text]
    )
    assert added.name == "My-first-set"
    assert added.offered is not None
    assert added.offered.items == 10
    assert {one.grade for _, one in added.findings} == {"note"}
    assert next(iter(offered_sets(folder))) == "My-first-set"
    assert len(offered_sets(folder)) == 1 + len(list(SETS.glob("*.jsonl")))
    assert (folder.sets / "My-first-set.jsonl").read_text("utf-8") == FIRST.read_text("utf-8")


def test_a_set_with_errors_is_not_added_and_each_is_told_with_its_line(folder: Folder, tmp_path: Path) -> None:
    lines = FIRST.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace("MP 75", "MP 99")
    lines[4] = '{"kind": "answer"}'
    added = add_set(folder, uploaded(tmp_path, "bad.jsonl", "\n".join(lines)), [shipped_text])
    assert added.offered is None
    errors = {where: one.said for where, one in added.findings if one.grade == "error"}
    assert set(errors) == {"line 2", "line 5"}
    assert "'MP 99' does not stand in 3039MP" in errors["line 2"]
    assert "question: Field required" in errors["line 5"]
    assert not folder.sets.exists()


def test_a_spreadsheet_becomes_a_set(folder: Folder, tmp_path: Path) -> None:
    rows = "question,class_code,quote,facts\nHow many years?,3039MP,twelve (12) years,twelve / 12\n"
    assert add_set(folder, uploaded(tmp_path, "sheet.csv", rows), [shipped_text]).offered is not None
    (only,) = load_set(folder.sets / "sheet.jsonl")
    assert only.text == "How many years?"
    with pytest.raises(InputError, match=r"unknown columns: colour") as error:
        add_set(folder, uploaded(tmp_path, "other.csv", "question,colour\nWhat?,red\n"), [shipped_text])
    assert error.value.source.endswith("other.csv:1")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("retrieval.jsonl", "", "ships with the program"),
        ("RETRIEVAL.csv", "", "ships with the program"),
        ("set.txt", "", "is no set"),
        ("!!.jsonl", "", "cannot name a set"),
        ("big.jsonl", "x" * (MOST_BYTES + 1), "is larger than 5 MB"),
    ],
)
def test_what_cannot_be_a_set_is_refused(folder: Folder, tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises((UserMistake, OversizedInput), match=said):
        add_set(folder, uploaded(tmp_path, name, text), [shipped_text])


def test_no_name_of_a_file_leads_out_of_the_folder() -> None:
    for name in ("../../etc/passwd.jsonl", "..\\..\\x.jsonl", "a/../b.jsonl", ".hidden.jsonl", "x\x00y.jsonl"):
        assert not set(set_name(name)) & set("/\\\0"), name
        assert not set_name(name).startswith("."), name


def test_a_set_is_neither_written_over_nor_removed_where_it_ships(folder: Folder, tmp_path: Path) -> None:
    file = uploaded(tmp_path, "mine.jsonl", FIRST.read_text("utf-8"))
    add_set(folder, file, [shipped_text])
    with pytest.raises(UserMistake, match="is here already"):
        add_set(folder, file, [shipped_text])
    for name in ("retrieval", "../mine", "nothing"):
        with pytest.raises(NotFound):
            remove_set(folder, name)
    remove_set(folder, "mine")
    assert not list(folder.sets.iterdir())


# ── runs ──


def test_finished_runs_are_found_by_name_and_others_are_counted(folder: Folder) -> None:
    run = recorded(folder.runs / "20261124T100000Z-a", [scored(f"q{n}", right=n > 0) for n in range(4)], name="x")
    run.write("manifest.json", {**run.manifest, "items": 4})
    assert listed_runs(folder)[0].summary is None
    with pytest.raises(NotFound, match="no such run"):
        opened_run(folder, run.name)
    run.write(SUMMARY, summary(run.scores, 0))
    found = opened_run(folder, run.name)
    figure = found.figure("correct", "s")
    assert figure is not None
    assert figure["value"] == 0.75
    assert found.figure("correct", "another") is None
    assert found.label == "2026-11-24 10:00:00 · x · s"
    for name in ("", None, "..", "../runs/20261124T100000Z-a", "20261124T100000Z-b"):
        with pytest.raises(NotFound):
            opened_run(folder, name)


def test_a_run_that_was_cut_off_says_how_far_it_came(folder: Folder) -> None:
    run = recorded(folder.runs / "20261124T100000Z-a", [])
    run.write("manifest.json", {**run.manifest, "items": 4})
    row = {"set": "s", "id": "q0", "output": {}, "milliseconds": 1.0}
    (run.folder / ROWS).write_text(json.dumps(row) + '\n{"set": "s", "id"', encoding="utf-8")
    (found,) = listed_runs(folder)
    assert (found.done, found.count, finished_runs(folder)) == (1, 4, {})


# ── disputes ──


def first_item(path: Path, name: str = "first.hires") -> AnyOne:
    return next(one for one in load_set(path) if one.id == name)


def disputed(path: Path, folder: Folder, old: str, new: str, why: str = "") -> Path:
    item = first_item(path)
    return dispute(folder, path, Dispute(item, editable(path, item).replace(old, new), "Ann", why, AT))


@pytest.mark.parametrize("ends", ["\n", ""])
def test_a_dispute_is_a_patch_that_makes_the_set_what_it_says(folder: Folder, tmp_path: Path, ends: str) -> None:
    path = uploaded(tmp_path, "mine.jsonl", FIRST.read_text("utf-8").rstrip("\n") + ends)
    before = path.read_bytes()
    patch = disputed(path, folder, "Who hires staff?", "Who hires peöple?", "it is odd\n--- a/etc/passwd\n+++ b/x")
    assert path.read_bytes() == before
    assert patch.name == "mine-first.hires-20261124T100000000000Z.patch"
    written = patch.read_text("utf-8")
    assert written.startswith("# disputed by Ann, 2026-11-24 10:00 UTC\n# it is odd\n# --- a/etc/passwd\n")
    subprocess.run(["git", "apply", str(patch)], cwd=tmp_path, check=True, capture_output=True)
    assert path.read_bytes() == before.replace(b"Who hires staff?", "Who hires peöple?".encode())


def test_a_dispute_of_the_last_line_without_an_end_applies(folder: Folder, tmp_path: Path) -> None:
    path = uploaded(tmp_path, "mine.jsonl", FIRST.read_text("utf-8").rstrip("\n"))
    item = load_set(path)[-1]
    new = editable(path, item).replace('"not_met"', '"undetermined"', 1)
    patch = dispute(folder, path, Dispute(item, new, "", "", AT))
    subprocess.run(["git", "apply", str(patch)], cwd=tmp_path, check=True, capture_output=True)
    assert load_set(path)[-1] != item


def test_a_dispute_of_a_shipped_set_is_a_patch_of_the_checkout(folder: Folder, tmp_path: Path) -> None:
    path = SETS / "retrieval.jsonl"
    item = load_set(path)[3]
    patch = dispute(folder, path, Dispute(item, editable(path, item).replace('"dev"', '"held"'), "", "", AT))
    (tmp_path / "evals" / "sets").mkdir(parents=True)
    shutil.copy(path, tmp_path / "evals" / "sets")
    subprocess.run(["git", "apply", str(patch)], cwd=tmp_path, check=True, capture_output=True)
    assert load_set(tmp_path / "evals" / "sets" / path.name)[3].split == "held"
    assert load_set(path)[3] == item


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"kind"', '"kynd"', "kind: has to be one of"),
        ('"group": 1', '"group": 0', r"evidence\.0\.group"),
        ('"first.hires"', '"first.fires"', "id: is to stay first.hires"),
        ("{", "", "is no JSON"),
        ("", "", "nothing is changed"),
    ],
)
def test_a_dispute_that_is_no_item_names_the_field(
    folder: Folder, tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = uploaded(tmp_path, "mine.jsonl", FIRST.read_text("utf-8"))
    item = first_item(path)
    with pytest.raises(SpecsError, match=said):
        dispute(folder, path, Dispute(item, editable(path, item).replace(old, new, 1), "", "", AT))
    assert disputes(folder) == {}


def test_only_disputes_that_there_are_can_be_saved(folder: Folder, tmp_path: Path) -> None:
    path = uploaded(tmp_path, "mine.jsonl", FIRST.read_text("utf-8"))
    patch = disputed(path, folder, "Who hires staff?", "Who hires?")
    assert opened_dispute(folder, patch.name) == patch
    for name in ("../../mine.jsonl", "", None, "x.patch"):
        with pytest.raises(NotFound):
            opened_dispute(folder, name)


def test_a_set_that_was_changed_after_a_run_is_known(tmp_path: Path) -> None:
    path = uploaded(tmp_path, "mine.jsonl", FIRST.read_text("utf-8"))
    run = recorded(tmp_path / "runs" / "a-b", [])
    from evals.runs.config import digest

    run.write(
        "manifest.json", {**run.manifest, "sets": {"s": {"path": str(path), "sha256": digest(path.read_bytes())}}}
    )
    assert is_as_it_was(Run(run.folder), "s")
    path.write_text("\n", encoding="utf-8")
    assert not is_as_it_was(Run(run.folder), "s")
