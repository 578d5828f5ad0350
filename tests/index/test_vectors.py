"""Vectors in a real Chroma: embedded, on a server, and seen from a second process."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from syncing import EMBEDDER, NEW, OLD, OTHER, run_to_end, sync_documents, sync_here

from corpus.errors import StoreError
from index.edition import IDS, VECTORS, collection_name, has_rows
from index.home import Home
from index.journal import Journal
from index.store import open_store
from index.testing import HashEmbedder
from index.vectors import Vectors


def ids(count: int) -> list[str]:
    return [f"{number:064x}" for number in range(count)]


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    with Vectors.in_folder(tmp_path / "1", "made-up-8", expected=6) as opened:
        opened.add(ids(6), np.eye(6, 8, dtype=np.float32))
        yield opened


def test_what_is_added_is_found_by_itself(vectors: Vectors) -> None:
    hits = vectors.query(np.eye(6, 8, dtype=np.float32)[2], 6)
    assert hits[0].chunk_id == ids(6)[2]
    assert hits[0].similarity == pytest.approx(1.0)
    assert [hit.chunk_id for hit in hits[1:]] == sorted(set(ids(6)) - {ids(6)[2]}), "equal ones in the order of ids"
    assert hits[1].similarity == pytest.approx(0.0)


def test_missing_get_and_delete(vectors: Vectors) -> None:
    assert vectors.missing([ids(9)[8], ids(9)[1], ids(9)[8]]) == [ids(9)[8]]
    found, matrix = vectors.get([ids(9)[4], ids(9)[7], ids(9)[1]])
    assert found == [ids(9)[4], ids(9)[1]]
    assert np.array_equal(matrix, np.eye(6, 8, dtype=np.float32)[[4, 1]])
    vectors.delete({ids(6)[4], ids(9)[8]})
    assert vectors.ids() == set(ids(6)) - {ids(6)[4]}
    assert ids(6)[4] not in {hit.chunk_id for hit in vectors.query(np.ones(8, dtype=np.float32), 6)}


def test_nothing_is_asked_of_an_empty_collection(tmp_path: Path) -> None:
    with Vectors.in_folder(tmp_path / "1", "made-up-8", expected=0) as empty:
        assert empty.ids() == set()
        assert empty.query(np.ones(8, dtype=np.float32), 5) == []
        assert empty.get(ids(2))[0] == []
        empty.delete(set())


def test_a_folder_without_vectors_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="specs sync"):
        Vectors.in_folder(tmp_path / "7", "made-up-8")
    assert not (tmp_path / "7").exists()


def test_another_collection_of_the_folder_is_not_taken_for_it(vectors: Vectors, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="other-8"):
        Vectors.in_folder(tmp_path / "1", "other-8")


@given(st.text(max_size=80), st.text(max_size=80), st.integers(1, 4096))
def test_models_never_share_a_collection(one: str, other: str, dimension: int) -> None:
    name = collection_name(one, dimension)
    assert 3 <= len(name) <= 63
    assert name[0].isalnum() and all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in name)
    assert (name == collection_name(other, dimension)) == (one == other)
    assert name != collection_name(one, dimension + 1)


def test_vectors_of_another_dimension_are_refused(vectors: Vectors) -> None:
    with pytest.raises(StoreError, match="made-up-8"):
        vectors.query(np.ones(5, dtype=np.float32), 3)
    with pytest.raises(StoreError, match="made-up-8"):
        vectors.add(["a" * 64], np.ones((1, 5), dtype=np.float32))


def test_a_damaged_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"no database at all" * 500)
    with pytest.raises(StoreError, match=re.escape(str(tmp_path))):
        Vectors.in_folder(tmp_path, "made-up-8")


def test_what_another_process_syncs_is_seen_at_the_next_reading(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    sync_here(home, OLD, OTHER)
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    question = EMBEDDER.embed(["programs the electric beacon number 3 of the coast"])
    with store.reading() as vectors:
        assert vectors.query(question, 1)[0].similarity < 0.9
        assert run_to_end(sync_documents, home.path, NEW) == 0
        assert vectors.query(question, 1)[0].similarity < 0.9, "a reading goes on in the state that it began with"
        assert store.catalogue.generation() == 1
        assert store.catalogue.search("beacon") == []
    with store.reading() as vectors:
        assert vectors.query(question, 1)[0].similarity == pytest.approx(1.0)
        assert store.catalogue.generation() == 2
        assert store.catalogue.search("beacon") != []
    store.close()


def test_a_process_that_serves_sees_each_of_many_syncs(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    for documents in ([OLD], [OTHER], [NEW]):
        sync_here(home, *documents)
        with store.reading() as vectors:
            assert vectors.ids() == set(store.catalogue.chunk_ids())
    store.close()


def test_the_journal_keeps_whole_records_only(tmp_path: Path) -> None:
    path = tmp_path / "pending"
    matrix = np.arange(12, dtype=np.float32).reshape(3, 4)
    Journal(path, 4).append(ids(3), matrix)
    whole = path.read_bytes()
    record = len(whole) // 3
    for damaged in (whole[:-1], whole[: 2 * record + 5], whole[:-4] + b"\0\0\0\1"):
        path.write_bytes(damaged)
        journal = Journal(path, 4)
        assert [chunk_id in journal for chunk_id in ids(3)] == [True, True, False]
        journal.append(ids(3)[2:], matrix[2:])
        ((found, rows),) = Journal(path, 4).batches(ids(3), 5)
        assert found == ids(3)
        assert np.array_equal(rows, matrix)


def test_the_small_embedder_is_the_same_in_every_process() -> None:
    code = "from index.testing import HashEmbedder; print(HashEmbedder(4).embed(['steers the ferry']).tobytes().hex())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == HashEmbedder(4).embed(["steers the ferry"]).tobytes().hex()


def test_a_server_is_used_by_the_same_code(chroma_server: str, tmp_path: Path) -> None:
    home = Home(tmp_path / "home", Home.at(tmp_path / "home").catalogue_url, chroma_server)
    other = Home(tmp_path / "other", Home.at(tmp_path / "other").catalogue_url, chroma_server)
    sync_here(other, OTHER)
    sync_here(home, OLD)
    before = ids_on(home)
    report = sync_here(home, NEW)
    assert report.embedded > 0
    assert report.removed > 0
    assert ids_on(home) > before, "what is stale stays for those who are reading the state before"
    sync_here(home)
    for each in (home, other):
        store = open_store(each, EMBEDDER.key, EMBEDDER.dimension)
        with store.reading() as vectors:
            assert vectors.ids() == set(store.catalogue.chunk_ids()), "neither catalogue touches the other's vectors"
        assert store.state().is_ready
        store.close()
    assert not home.vectors.exists() or not list(home.vectors.rglob("chroma.sqlite3"))


def ids_on(home: Home) -> set[str]:
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    with store.reading() as vectors:
        found = vectors.ids()
    store.close()
    return found


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", Home.at(tmp_path / "home").catalogue_url, "http://127.0.0.1:9")
    with pytest.raises(StoreError, match=re.escape("http://127.0.0.1:9")):
        sync_here(home, OLD)
    private = Home(tmp_path / "home", home.catalogue_url, "http://somebody:secret@127.0.0.1:9")
    with pytest.raises(StoreError, match=re.escape("http://127.0.0.1:9")) as caught:
        sync_here(private, OLD)
    assert "secret" not in f"{caught.value}{private}"
    odd = Home(tmp_path / "home", home.catalogue_url, "somewhere")
    with pytest.raises(StoreError, match="http://HOST:PORT"):
        sync_here(odd, OLD)


def newest_edition(home: Home) -> Path:
    (folder,) = home.vectors.iterdir()
    return max((path for path in folder.iterdir() if path.name.isdecimal()), key=lambda path: int(path.name))


def test_vectors_are_read_from_the_arrays_as_from_chroma(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    sync_here(home, OLD, OTHER)
    sync_here(home, NEW)
    newest = newest_edition(home)
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    known = store.catalogue.chunk_ids()
    wanted = [*reversed(known), "f" * 64, *known[:2]]
    with store.reading() as vectors:
        found, matrix = vectors.get(known[::-1])
        assert vectors.get(wanted)[0] == known[::-1], "those that are not there are left out"
        assert vectors.get([])[0] == []
    store.close()
    assert found == known[::-1]
    with Vectors.in_folder(newest, newest.parent.name) as plain:
        found, from_chroma = plain.get(wanted)
    assert found == known[::-1]
    assert np.allclose(matrix, from_chroma, atol=1e-6), "Chroma makes them of unit length once more"


def test_an_edition_without_arrays_is_read_and_a_sync_gives_it_some(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    sync_here(home, OLD, OTHER)
    before = newest_edition(home)
    for name in (IDS, VECTORS):
        (before / name).unlink()
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    known = store.catalogue.chunk_ids()
    with store.reading() as vectors:
        found, from_chroma = vectors.get(known)
    assert found == known
    assert sync_here(home).embedded == 0
    assert has_rows(newest_edition(home))
    with store.reading() as vectors:
        assert np.allclose(vectors.get(known)[1], from_chroma, atol=1e-6)
    again = newest_edition(home)
    sync_here(home)
    assert newest_edition(home) == again, "once it has them, nothing is made anew"
    store.close()
