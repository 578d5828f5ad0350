"""A catalogue on PostgreSQL and vectors on a Chroma server, shared by machines that share no folder."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from syncing import (
    EMBEDDER,
    NEW,
    OLD,
    OTHER,
    document,
    hold_the_lock,
    kill_at_step,
    run_to_end,
    spec_text,
    start,
    sync_documents,
    sync_here,
)
from test_sync_processes import wait_for

from corpus.catalogue import Catalogue
from corpus.errors import StoreLocked
from corpus.loaders.document import Document
from index.chunks import chunks_of
from index.home import Home
from index.store import Store, open_store
from index.sync import Step


@pytest.fixture
def machines(new_on_postgres: Callable[[], str], chroma_server: str, tmp_path: Path) -> tuple[Home, Home]:
    """Two homes with the same catalogue and the same vectors."""
    url = new_on_postgres()
    return Home(tmp_path / "one", url, chroma_server), Home(tmp_path / "two", url, chroma_server)


def opened(home: Home) -> Store:
    return open_store(home, EMBEDDER.key, EMBEDDER.dimension)


def revision(number: int) -> Document:
    """One text of a class after the other; each has duties of its own and one that all have."""
    duties = ["Polishes the brass lantern.", *(f"Minds beacon {number} from tower {tower}." for tower in range(5))]
    return document(spec_text("7001LH", "Lighthouse Keeper", duties, f"1/5/{2000 + number}"))


def check_is_whole(store: Store) -> str:
    """The revision that the store shows, with all that belongs to it."""
    with store.reading() as vectors:
        spec = store.catalogue.spec("7001LH")
        wanted = [chunk.id for chunk in chunks_of(spec)]
        assert vectors.get(wanted)[0] == list(dict.fromkeys(wanted))
        assert set(store.catalogue.chunk_ids()) <= vectors.ids()
        hits = store.catalogue.search("beacon lantern")
        assert {hit.revision for hit in hits} == {spec.revision}
        passages = store.catalogue.passages([(spec.revision, clause.index) for clause in spec.clauses])
        assert [passage.quote for passage in passages] == [spec.quote(clause) for clause in spec.clauses]
        return spec.text


def test_what_one_machine_takes_in_the_other_sees(machines: tuple[Home, Home]) -> None:
    one, two = machines
    sync_here(one, OLD, OTHER)
    serving = opened(two)
    assert check_is_whole(serving) == OLD.text
    sync_here(one, NEW)
    assert check_is_whole(serving) == NEW.text
    assert sync_here(two, NEW).embedded == 0
    serving.close()


def test_a_machine_is_told_which_other_one_writes(machines: tuple[Home, Home], tmp_path: Path) -> None:
    one, two = machines
    taken, release = tmp_path / "taken", tmp_path / "release"
    holder = start(hold_the_lock, one, taken, release, OLD)
    wait_for(taken)
    with pytest.raises(StoreLocked, match=f"process {holder.pid} on") as caught:
        sync_here(two, OTHER, wait_seconds=0.2)
    assert "se:cr" not in str(caught.value)
    release.touch()
    sync_here(two, OTHER, wait_seconds=30)
    holder.join()
    assert holder.exitcode == 0
    store = opened(two)
    assert [entry.class_code for entry in store.catalogue.entries()] == ["7001LH", "7002LH"]
    store.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_machine_that_is_gone_holds_no_more(machines: tuple[Home, Home], tmp_path: Path) -> None:
    one, two = machines
    taken = tmp_path / "taken"
    holder = start(hold_the_lock, one, taken, tmp_path / "never", OLD)
    wait_for(taken)
    holder.kill()
    holder.join()
    assert sync_here(two, OTHER, wait_seconds=10).outcomes


def test_many_machines_at_once_lose_nothing(
    new_on_postgres: Callable[[], str], chroma_server: str, tmp_path: Path
) -> None:
    url = new_on_postgres()
    homes = [Home(tmp_path / str(number), url, chroma_server) for number in range(3)]
    texts = [document(spec_text(f"720{n}LH", f"Keeper {n}", [f"Minds lamp {n}."], "1/1/2001")) for n in range(3)]
    processes = [start(sync_documents, home, each) for home, each in zip(homes, texts, strict=True)]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    store = opened(homes[0])
    assert [entry.class_code for entry in store.catalogue.entries()] == [f"720{n}LH" for n in range(3)]
    assert store.state().generation == 3
    with store.reading() as vectors:
        assert vectors.ids() == set(store.catalogue.chunk_ids())
    store.close()


def test_who_reads_an_old_state_has_all_of_it_whatever_is_taken_in(machines: tuple[Home, Home]) -> None:
    one, two = machines
    sync_here(one, revision(1))
    reading, fresh = opened(two), opened(two)
    with reading.reading() as vectors:
        first = reading.catalogue.chunk_ids()
        for number in (2, 3, 4):
            sync_here(one, revision(number))
        assert reading.catalogue.spec("7001LH").text == revision(1).text
        assert vectors.get(first)[0] == first, "nothing was read before, so that no copy is here"
        assert check_is_whole(fresh) == revision(4).text
    assert check_is_whole(reading) == revision(4).text
    sync_here(one)
    with reading.reading() as vectors:
        assert vectors.ids() == set(reading.catalogue.chunk_ids()), "nobody reads the old states any more"
    reading.close()
    fresh.close()


def test_vectors_that_the_server_lost_are_made_again(machines: tuple[Home, Home]) -> None:
    one, two = machines
    sync_here(one, OLD)
    serving = opened(two)
    with serving.reading() as vectors:
        vectors._client.delete_collection(vectors._collection.name)
    report = sync_here(one)
    assert report.embedded > 0
    assert check_is_whole(serving) == OLD.text, "the collection that was made anew is opened anew"
    serving.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_at_any_step_every_machine_sees_one_state(machines: tuple[Home, Home]) -> None:
    one, two = machines
    sync_here(one, revision(1))
    seen: list[tuple[Step, int, int]] = []
    sync_here(one, revision(2), progress=lambda *step: seen.append(step))
    firsts = {step: at for at, (step, _, _) in reversed(list(enumerate(seen)))}
    points = sorted({*firsts.values(), firsts[Step.COMMITTING] + 1, len(seen) - 1})
    serving = opened(two)
    for number, point in enumerate(points, 3):
        assert run_to_end(kill_at_step, one, point, revision(number)) == -signal.SIGKILL
        is_new = seen[point] in {(Step.COMMITTING, 1, 1), (Step.CLEARING, 0, 1), (Step.CLEARING, 1, 1)}
        shown = revision(number if is_new else number - 1).text
        fresh = opened(two)
        assert check_is_whole(serving) == check_is_whole(fresh) == shown
        fresh.close()
        sync_here(two, revision(number), wait_seconds=30)
        assert check_is_whole(serving) == revision(number).text
    sync_here(one)
    with serving.reading() as vectors:
        assert vectors.ids() == set(serving.catalogue.chunk_ids())
    serving.close()


def test_who_was_cut_off_from_the_server_commits_nothing(machines: tuple[Home, Home]) -> None:
    one, two = machines
    sync_here(one, OLD)

    def cut_off(step: Step, done: int, _total: int) -> None:
        if step is Step.STORING and done == 0:
            end_the_sessions_that_write(one.catalogue_url)
            sync_here(two, OTHER)

    with pytest.raises(StoreLocked, match="meanwhile"):
        sync_here(one, NEW, progress=cut_off)
    store = opened(two)
    assert check_is_whole(store) == OLD.text
    assert len(store.catalogue.entries()) == 2
    sync_here(one, NEW)
    assert check_is_whole(store) == NEW.text
    store.close()


def end_the_sessions_that_write(url: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'process %'"
        assert connection.execute(text(ended)).all()
    engine.dispose()


def test_a_restart_of_the_server_costs_no_more_than_one_answer(machines: tuple[Home, Home]) -> None:
    one, _ = machines
    catalogue = Catalogue.open(one.catalogue_url)
    assert catalogue.entries() == ()
    engine = create_engine(one.catalogue_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        others = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = user"
        )
        connection.execute(text(others))
    engine.dispose()
    assert catalogue.entries() == (), "a connection that the server ended is made anew"
    catalogue.close()
