"""A sync that is killed shows the old state or the new one, whole; the next sync mends what it left."""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from syncing import EMBEDDER, NEW, OLD, OTHER, kill_at_call, kill_at_step, run_to_end, start, sync_documents, sync_here

from corpus.intake import revision_of
from corpus.model import Spec
from index.chunks import chunks_of
from index.home import Home
from index.store import Store, open_store
from index.sync import Step

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")

OLD_QUERY, NEW_QUERY = "trims the oily wick number 3 of the lamp", "programs the electric beacon number 3 of the coast"
ONLY = {"old": "wick", "new": "beacon"}
CALLS = 7


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has the old revision and another class."""
    path = tmp_path_factory.mktemp("synced") / "home"
    sync_here(Home.at(path), OLD, OTHER)
    return path


@pytest.fixture(scope="module")
def steps(synced: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Step, int, int]]:
    """The steps that a sync of the new revision reports."""
    path = tmp_path_factory.mktemp("counted") / "home"
    shutil.copytree(synced, path)
    seen: list[tuple[Step, int, int]] = []
    sync_here(Home.at(path), NEW, progress=lambda *step: seen.append(step))
    return seen


@pytest.fixture
def home(synced: Path, tmp_path: Path) -> Home:
    shutil.copytree(synced, tmp_path / "home")
    return Home.at(tmp_path / "home")


def test_killed_at_every_step(synced: Path, steps: list[tuple[Step, int, int]], tmp_path: Path) -> None:
    # The small embedder needs no preparing; tests/index/test_onnx.py kills that.
    assert {step for step, _, _ in steps} == set(Step) - {Step.PREPARING}
    shown = []
    for number, step in enumerate(steps):
        path = tmp_path / str(number)
        shutil.copytree(synced, path)
        assert run_to_end(kill_at_step, path, number, NEW) == -signal.SIGKILL
        shown.append(check_is_whole(Home.at(path)))
        assert (shown[-1] == "new") == (step in {(Step.COMMITTING, 1, 1), (Step.CLEARING, 0, 1), (Step.CLEARING, 1, 1)})
        check_next_sync_mends(Home.at(path))
    assert shown == sorted(shown, reverse=True), "once the new revision is shown, it stays"


def test_killed_at_calls_all_over(synced: Path, tmp_path: Path) -> None:
    counted = tmp_path / "count"
    shutil.copytree(synced, tmp_path / "counting")
    assert run_to_end(kill_at_call, tmp_path / "counting", 0, counted, NEW) == 0
    calls = int(counted.read_text())
    points = [*(calls * part // CALLS for part in range(1, CALLS)), calls - 3]
    shown = []
    for point in points:
        path = tmp_path / str(point)
        shutil.copytree(synced, path)
        assert run_to_end(kill_at_call, path, point, None, NEW) == -signal.SIGKILL
        shown.append(check_is_whole(Home.at(path)))
        check_next_sync_mends(Home.at(path))
    assert (shown[0], shown[-1]) == ("old", "new")


def test_killed_at_any_time(synced: Path, tmp_path: Path) -> None:
    for number in range(4):
        path = tmp_path / str(number)
        shutil.copytree(synced, path)
        process = start(sync_documents, path, NEW)
        time.sleep(random.uniform(0.0, 0.4))
        process.kill()
        process.join()
        check_is_whole(Home.at(path))
        check_next_sync_mends(Home.at(path))


def test_killed_first_sync_leaves_a_home_that_can_be_filled(tmp_path: Path) -> None:
    for number in range(4):
        path = tmp_path / str(number)
        assert run_to_end(kill_at_step, path, number, OLD, OTHER) == -signal.SIGKILL
        with opened(Home.at(path)) as store:
            assert store.state().is_empty
        assert len(sync_here(Home.at(path), OLD, OTHER).outcomes) == 2
        with opened(Home.at(path)) as store:
            assert store.state().is_ready


def test_what_was_embedded_before_the_kill_is_not_embedded_again(
    home: Home, steps: list[tuple[Step, int, int]]
) -> None:
    storing = next(number for number, (step, _, _) in enumerate(steps) if step is Step.STORING)
    assert run_to_end(kill_at_step, home.path, storing, NEW) == -signal.SIGKILL
    report = sync_here(home, NEW)
    assert report.embedded == 0
    assert report.removed > 0
    assert check_is_whole(home) == "new"


@contextmanager
def opened(home: Home) -> Iterator[Store]:
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    try:
        yield store
    finally:
        store.close()


def check_is_whole(home: Home) -> str:
    """Catalogue, full text and vectors all show one revision; which."""
    with opened(home) as store, store.reading() as vectors:
        spec = store.catalogue.spec("7001LH")
        shown = {revision_of(OLD.text): "old", revision_of(NEW.text): "new"}[spec.revision]
        assert len(store.catalogue.history("7001LH")) == (1 if shown == "old" else 2)
        check_clauses(store, spec)
        hidden = "new" if shown == "old" else "old"
        assert {hit.revision for hit in store.catalogue.search(ONLY[shown])} == {spec.revision}
        assert not store.catalogue.search(ONLY[hidden])
        check_nearest(store, OLD_QUERY if shown == "old" else NEW_QUERY, spec)
        held = vectors.ids()
        assert {chunk.id for chunk in chunks_of(spec)} <= held
        assert set(store.catalogue.chunk_ids()) <= held
    return shown


def check_clauses(store: Store, spec: Spec) -> None:
    keys = [(spec.revision, clause.index) for clause in spec.clauses]
    passages = store.catalogue.passages(keys)
    assert [passage.quote for passage in passages] == [spec.quote(clause) for clause in spec.clauses]


def check_next_sync_mends(home: Home) -> None:
    sync_here(home, NEW)
    assert check_is_whole(home) == "new"
    with opened(home) as store, store.reading() as vectors:
        assert vectors.ids() == set(store.catalogue.chunk_ids())
        assert store.state().is_ready
    left = {path.name for path in next(home.vectors.iterdir()).iterdir()}
    assert len(left) <= 2, f"nothing is left but this edition and the one before: {left}"
    assert all(name.isdecimal() for name in left)
    assert sync_here(home, NEW).embedded == 0


def check_nearest(store: Store, query: str, spec: Spec) -> None:
    """What the catalogue holds of the vectors nearest to the query begins with the clause that says it."""
    with store.reading() as vectors:
        places = store.catalogue.places([hit.chunk_id for hit in vectors.query(EMBEDDER.embed([query]), 40)])
    assert places[0].revision == spec.revision
    assert places[0].clause_index is not None
    assert spec.quote(spec.clauses[places[0].clause_index]).rstrip(".").casefold() == query
