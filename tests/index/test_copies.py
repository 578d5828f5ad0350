"""Copies of a server's vectors in a file that several processes share."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syncing import EMBEDDER, NEW, OLD, OTHER, sync_here

from corpus.errors import StoreError
from index import copies as module
from index.copies import Copies
from index.home import Home
from index.rows import Matrix
from index.store import open_store
from index.vectors import Vectors

DIMENSION = 4


def ids(*numbers: int) -> list[str]:
    return [hashlib.sha256(str(number).encode()).hexdigest() for number in numbers]


def rows(*numbers: int) -> Matrix:
    return np.array([[number, 1, 2, 3] for number in numbers], dtype=np.float32).reshape(-1, DIMENSION)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "copies" / "copies.vectors"


WRITES = st.lists(st.tuples(st.booleans(), st.lists(st.integers(0, 40), max_size=8)), max_size=12)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(writes=WRITES, recent=st.sampled_from([0, 3, 20_000]))
def test_what_either_of_two_kept_both_have(path: Path, writes: list[tuple[bool, list[int]]], recent: int) -> None:
    path.unlink(missing_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_RECENT", recent)
        both, kept = (Copies(path, DIMENSION), Copies(path, DIMENSION)), set()
        for first, numbers in writes:
            both[first].keep(ids(*numbers), rows(*numbers))
            kept.update(numbers)
            for each in both:
                found, matrix = each.get(ids(*range(45)))
                assert found == ids(*sorted(kept))
                assert np.array_equal(matrix, rows(*sorted(kept)))


def test_half_a_record_is_not_read_and_what_follows_is(path: Path) -> None:
    copies = Copies(path, DIMENSION)
    copies.keep(ids(1, 2), rows(1, 2))
    with path.open("ab") as file:
        file.write(b"a killed process wrote this")
    assert Copies(path, DIMENSION).get(ids(1, 2))[0] == ids(1, 2)
    copies.keep(ids(3), rows(3))
    for each in (copies, Copies(path, DIMENSION)):
        assert each.get(ids(1, 2, 3))[0] == ids(1, 2, 3)


@pytest.mark.parametrize("filling", [b"\0", b"\xff"])
def test_a_record_that_the_disk_lost_is_not_read_but_replaced(path: Path, filling: bytes) -> None:
    Copies(path, DIMENSION).keep(ids(1, 2), rows(1, 2))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2 + 66] + filling * (len(whole) // 2 - 66))
    copies = Copies(path, DIMENSION)
    assert copies.get(ids(1, 2))[0] == ids(1)
    copies.keep(ids(2), rows(2))
    assert copies.get(ids(1, 2))[0] == ids(1, 2)


def test_copies_that_were_begun_anew_are_read_anew(path: Path) -> None:
    reading, other = Copies(path, DIMENSION), Copies(path, DIMENSION)
    reading.keep(ids(1, 2), rows(1, 2))
    assert len(reading) == 2
    other.clear()
    other.keep(ids(7, 8, 9), rows(7, 8, 9))
    assert reading.get(ids(7, 8, 9))[0] == ids(7, 8, 9)
    assert reading.get(ids(1))[0] == []


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match="SPECS_HOME"):
        Copies(tmp_path / "file" / "copies.vectors", DIMENSION).keep(ids(1), rows(1))


def test_a_vector_is_asked_of_the_server_once(
    chroma_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home", Home.at(tmp_path / "home").catalogue_url, chroma_server)
    sync_here(home, OLD, OTHER)
    asked: list[str] = []
    ask = Vectors._ask
    monkeypatch.setattr(Vectors, "_ask", lambda self, part: asked.extend(part) or ask(self, part))
    first, wanted = read_all(home)
    assert sorted(asked) == sorted(wanted)
    again, _ = read_all(home)
    assert len(asked) == len(wanted)
    assert np.array_equal(first, again)
    assert np.allclose(np.linalg.norm(first, axis=1), 1)
    sync_here(home, NEW)
    _, newer = read_all(home)
    assert set(asked[len(wanted) :]) == set(newer) - set(wanted), "only what is new is asked for"


def read_all(home: Home) -> tuple[Matrix, list[str]]:
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    with store.reading() as vectors:
        wanted = store.catalogue.chunk_ids()
        found, matrix = vectors.get(wanted)
    store.close()
    assert found == wanted
    return matrix, wanted


def test_too_many_copies_are_begun_anew(chroma_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.editions._READ_AT_ONCE", 0)
    home = Home(tmp_path / "home", Home.at(tmp_path / "home").catalogue_url, chroma_server)
    sync_here(home, OLD)
    read_all(home)
    (path,) = home.vectors.rglob("copies.vectors")
    Copies(path, EMBEDDER.dimension).keep(ids(*range(100)), np.ones((100, EMBEDDER.dimension), dtype=np.float32))
    big = path.stat().st_size
    read_all(home)
    assert path.stat().st_size < big
