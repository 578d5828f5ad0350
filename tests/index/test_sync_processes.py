"""Several processes with one home: one writes at a time, the others wait or are told who does."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from syncing import EMBEDDER, NEW, OLD, OTHER, document, hold_the_lock, spec_text, start, sync_documents, sync_here

from corpus.errors import StoreError, StoreLocked
from index.home import Home
from index.store import open_store


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "home")


def wait_for(path: Path) -> None:
    for _ in range(3000):
        if path.exists():
            return
        time.sleep(0.01)
    pytest.fail(f"{path} never came")


def test_a_second_sync_is_told_who_holds_the_lock_then_waits_its_turn(home: Home, tmp_path: Path) -> None:
    taken, release = tmp_path / "taken", tmp_path / "release"
    holder = start(hold_the_lock, home.path, taken, release, OLD)
    wait_for(taken)
    with pytest.raises(StoreLocked, match=f"process {holder.pid} on") as caught:
        sync_here(home, OTHER, wait_seconds=0.1)
    assert caught.value.mend
    release.touch()
    sync_here(home, OTHER, wait_seconds=30)
    holder.join()
    assert holder.exitcode == 0
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    assert [entry.class_code for entry in store.catalogue.entries()] == ["7001LH", "7002LH"]
    with store.reading() as vectors:
        assert vectors.ids() == set(store.catalogue.chunk_ids())
    store.close()


def test_reading_goes_on_while_another_process_is_about_to_commit(home: Home, tmp_path: Path) -> None:
    sync_here(home, OLD)
    taken, release = tmp_path / "taken", tmp_path / "release"
    holder = start(hold_the_lock, home.path, taken, release, NEW)
    wait_for(taken)
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    with store.reading() as vectors:
        assert store.catalogue.spec("7001LH").text == OLD.text
        assert vectors.ids() == set(store.catalogue.chunk_ids())
    release.touch()
    holder.join()
    assert store.catalogue.spec("7001LH").text == NEW.text
    store.close()


def test_many_syncs_at_once_lose_nothing(home: Home) -> None:
    texts = [document(spec_text(f"720{n}LH", f"Keeper {n}", [f"Minds lamp {n}."], "1/1/2001")) for n in range(4)]
    processes = [start(sync_documents, home.path, text) for text in texts]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    assert [entry.class_code for entry in store.catalogue.entries()] == [f"720{n}LH" for n in range(4)]
    assert store.state().generation == 4
    with store.reading() as vectors:
        assert vectors.ids() == set(store.catalogue.chunk_ids())
    store.close()


def test_a_holder_that_is_killed_holds_no_more(home: Home, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    holder = start(hold_the_lock, home.path, taken, tmp_path / "never", OLD)
    wait_for(taken)
    holder.kill()
    holder.join()
    assert sync_here(home, OTHER, wait_seconds=5).outcomes


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="SPECS_HOME"):
        sync_here(Home.at(tmp_path / "home"), OLD)
    tmp_path.chmod(0o700)


def test_a_home_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    with pytest.raises(StoreError, match="SPECS_HOME"):
        sync_here(Home.at(tmp_path / "home"), OLD)


def test_the_home_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SPECS_HOME", "SPECS_CATALOGUE_URL", "SPECS_CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)
    assert Home.from_environment().path.name == "spec-assistant"
    monkeypatch.setenv("SPECS_HOME", str(tmp_path))
    assert Home.from_environment() == Home.at(tmp_path)
    monkeypatch.setenv("SPECS_CATALOGUE_URL", "sqlite:////elsewhere.db")
    monkeypatch.setenv("SPECS_CHROMA_URL", "http://chroma:8000")
    assert Home.from_environment() == Home(tmp_path, "sqlite:////elsewhere.db", "http://chroma:8000")


def test_a_catalogue_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="mysql"):
        sync_here(Home(tmp_path, "mysql://host/specs"), OLD)
    with pytest.raises(StoreError, match="database URL"):
        sync_here(Home(tmp_path, "not a url"), OLD)
