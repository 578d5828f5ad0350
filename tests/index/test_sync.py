"""What a sync takes in, reports, leaves alone and mends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from syncing import EMBEDDER, NEW, OLD, OTHER, document, spec_text, sync_here

import index.sync
from corpus.catalogue import Catalogue
from corpus.errors import EmptyInput, ModelError, NotFound, StoreError, UserMistake
from corpus.intake import OutcomeKind, revision_of
from corpus.loaders import load
from corpus.loaders.document import Document
from index.derivation import derivation, deriving_sources
from index.home import Home, default_corpus
from index.rows import Matrix
from index.store import Store, open_store
from index.sync import heal, sync
from index.testing import HashEmbedder
from index.vectors import Vectors


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.at(tmp_path / "home")


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    opened = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    yield opened
    opened.close()


def vector_ids(store: Store) -> set[str]:
    with store.reading() as vectors:
        return vectors.ids()


def test_a_new_home_says_that_it_is_empty_and_the_shipped_specs_fill_it(home: Home, store: Store) -> None:
    assert store.state().is_empty
    assert not store.state().is_ready
    with pytest.raises(StoreError, match="specs sync"), store.reading():
        pass
    report = sync(home, load([default_corpus()]), EMBEDDER)
    assert store.state().is_ready
    assert [outcome.class_code for outcome in report.of(OutcomeKind.ADDED)] == ["3039MP"]
    assert report.failures == ()
    assert report.embedded == len(vector_ids(store)) > 0


def test_the_same_text_again_changes_nothing(home: Home, store: Store) -> None:
    first = sync_here(home, OLD, OTHER)
    again = sync_here(home, OLD, Document("elsewhere.txt", "elsewhere", OTHER.text))
    assert [outcome.kind for outcome in again.outcomes] == [OutcomeKind.UNCHANGED] * 2
    assert (again.embedded, again.removed, again.generation) == (0, 0, first.generation)
    assert store.state().generation == first.generation == 1


def test_a_new_revision_embeds_only_what_changed(home: Home, store: Store) -> None:
    sync_here(home, OLD, OTHER)
    before = vector_ids(store)
    report = sync_here(home, NEW)
    after = vector_ids(store)
    assert [outcome.kind for outcome in report.outcomes] == [OutcomeKind.REVISED]
    assert after == set(store.catalogue.chunk_ids())
    assert report.embedded == len(after - before) == 8
    assert report.removed == len(before - after) == 6


def test_an_older_text_is_kept_as_history(home: Home, store: Store) -> None:
    sync_here(home, NEW)
    report = sync_here(home, OLD)
    assert [outcome.kind for outcome in report.outcomes] == [OutcomeKind.HISTORY]
    assert "2002-02-06" in " ".join(report.outcomes[0].notices)
    assert report.embedded == 0
    assert store.catalogue.spec("7001LH").revision == revision_of(NEW.text)
    assert [entry.revision for entry in store.catalogue.history("7001LH")] == [
        revision_of(NEW.text),
        revision_of(OLD.text),
    ]
    assert store.catalogue.search("wick") == []
    assert store.catalogue.spec("7001LH", revision_of(OLD.text)[:10]).text == OLD.text


def test_an_input_that_failed_is_reported_and_stops_nothing(home: Home, store: Store) -> None:
    bad = EmptyInput("scan.pdf", "has no text")
    report = sync(home, [OLD, bad, OTHER], EMBEDDER)
    assert report.failures == (bad,)
    assert [entry.class_code for entry in store.catalogue.entries()] == ["7001LH", "7002LH"]


def test_an_unrelated_text_of_the_same_code_is_stored_apart_and_told(home: Home, store: Store) -> None:
    unrelated = document(spec_text("7001LH", "Tax Auditor", ["Audits ledgers."], "1/1/2010", previous="Tax Auditor"))
    unrelated = document(unrelated.text.replace("EST: 1/2/1950", "EST: 5/5/1970"), "auditor")
    report = sync_here(home, OLD, unrelated)
    (conflict,) = report.conflicts
    assert conflict.source == "auditor.txt"
    assert "7001LH~tax-auditor" in str(conflict)
    assert [entry.class_code for entry in store.catalogue.entries()] == ["7001LH", "7001LH~tax-auditor"]
    spec = store.catalogue.spec("7001LH~tax-auditor")
    assert (spec.class_code, spec.title, spec.classes) == (
        "7001LH~tax-auditor",
        "Tax Auditor",
        (("7001LH~tax-auditor", "Tax Auditor"),),
    )
    assert any("not merged" in notice for notice in spec.notices)
    again = sync_here(
        home, document(unrelated.text.replace("Audits", "Checks").replace("REV: 1/1/2010", "REV: 1/1/2011"))
    )
    assert again.outcomes[0].class_code == "7001LH~tax-auditor"
    assert again.outcomes[0].kind is OutcomeKind.REVISED


def test_a_code_that_is_given_wins_and_may_be_given_later(home: Home, store: Store) -> None:
    sync_here(home, OTHER)
    report = sync_here(
        home, document(spec_text("7002LH", "Cook", ["Cooks."], "1/1/2001", previous="Cook")), code="9000CK"
    )
    assert report.conflicts == ()
    assert store.catalogue.spec("9000CK").title == "Cook"
    moved = sync_here(home, OTHER, code="9001FP")
    assert [outcome.kind for outcome in moved.outcomes] == [OutcomeKind.MOVED]
    assert moved.embedded == moved.removed == 0
    assert [entry.class_code for entry in store.catalogue.entries()] == ["9000CK", "9001FP"]
    assert store.catalogue.entry("9001FP").classes == (("9001FP", "Ferry Pilot"),)
    assert {hit.class_code for hit in store.catalogue.search("ferry steers")} == {"9001FP"}
    with pytest.raises(NotFound):
        store.catalogue.spec("7002LH")
    assert sync_here(home, OTHER, code="9001FP").of(OutcomeKind.UNCHANGED)


def test_a_text_that_moves_away_leaves_the_one_before_it_current(home: Home, store: Store) -> None:
    sync_here(home, OLD, NEW)
    sync_here(home, NEW, code="7003LH")
    assert store.catalogue.spec("7001LH").text == OLD.text
    assert store.catalogue.spec("7003LH").text == NEW.text
    assert {hit.class_code for hit in store.catalogue.search("wick")} == {"7001LH"}
    assert {hit.class_code for hit in store.catalogue.search("beacon")} == {"7003LH"}
    assert vector_ids(store) == set(store.catalogue.chunk_ids())


@pytest.mark.parametrize("code", ["", "  ", " 7001LH"])
def test_a_code_that_is_none_is_refused(home: Home, code: str) -> None:
    with pytest.raises(UserMistake):
        sync_here(home, OLD, code=code)


def test_one_code_for_several_texts_is_refused_and_nothing_is_written(home: Home, store: Store) -> None:
    with pytest.raises(UserMistake, match="several"):
        sync_here(home, OLD, OTHER, code="7777XX")
    assert store.state().is_empty


def test_an_error_of_the_model_changes_nothing(home: Home, store: Store) -> None:
    class Broken(HashEmbedder):
        def embed(self, texts: Sequence[str]) -> Matrix:
            raise ModelError("the model is gone")

    sync_here(home, OLD)
    with pytest.raises(ModelError):
        sync(home, [NEW], Broken(EMBEDDER.dimension))
    assert store.catalogue.spec("7001LH").text == OLD.text
    assert sync_here(home, NEW).embedded == 8


def test_vectors_that_were_lost_are_made_again(home: Home, store: Store) -> None:
    sync_here(home, OLD, OTHER)
    wanted = vector_ids(store)
    (folder,) = home.vectors.iterdir()
    with Vectors.in_folder(folder / "1", folder.name) as vectors:
        vectors.delete(sorted(wanted)[:4])
        vectors.add(["f" * 64], EMBEDDER.embed(["an orphan"]))
    report = heal(home, EMBEDDER)
    assert (report.embedded, report.removed) == (4, 1)
    assert vector_ids(store) == wanted
    store.close()
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert heal(home, EMBEDDER).embedded == len(wanted)
    assert vector_ids(open_store(home, EMBEDDER.key, EMBEDDER.dimension)) == wanted
    assert heal(home, EMBEDDER).embedded == 0


def test_another_model_has_vectors_of_its_own(home: Home, store: Store) -> None:
    sync_here(home, OLD)
    other = HashEmbedder(16)
    second = open_store(home, other.key, other.dimension)
    assert not second.state().has_all_vectors
    assert heal(home, other).embedded == len(vector_ids(store))
    assert second.state().is_ready
    assert store.state().is_ready, "that catalogue and vectors of the first model are as they were"
    sync(home, [NEW], other)
    assert not store.state().has_all_vectors
    with store.reading() as vectors:
        assert store.catalogue.search("beacon"), "the catalogue is the truth for both"
        assert set(store.catalogue.chunk_ids()) - vectors.ids()
    heal(home, EMBEDDER)
    assert vector_ids(store) == vector_ids(second) == set(store.catalogue.chunk_ids())
    second.close()


def test_rows_of_another_parser_are_made_anew(home: Home, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    unrelated = document(spec_text("7001LH", "Tax Auditor", ["Audits ledgers."], "1/1/2010", previous="Tax Auditor"))
    unrelated = document(unrelated.text.replace("EST: 1/2/1950", "EST: 5/5/1970"))
    sync_here(home, OLD, NEW, unrelated)
    sync_here(home, OTHER, code="9001FP")
    state = whole(store)
    with store.catalogue.writing() as connection:
        connection.execute(text("UPDATE clauses SET start = start + 1"))
        connection.execute(text("DELETE FROM fields"))
    monkeypatch.setattr(index.sync, "derivation", lambda: "another")
    report = heal(home, EMBEDDER)
    assert report.generation == 3
    assert (report.embedded, report.removed) == (0, 0)
    assert not store.state().is_derived_by_this_program
    monkeypatch.undo()
    heal(home, EMBEDDER)
    assert store.state().is_ready
    assert whole(store) == state


def whole(store: Store) -> object:
    catalogue = store.catalogue
    specs = [catalogue.spec(entry.class_code) for entry in catalogue.entries()]
    keys = [(spec.revision, clause.index) for spec in specs for clause in spec.clauses]
    histories = [catalogue.history(entry.class_code) for entry in catalogue.entries()]
    found = [catalogue.search(words) for words in ("beacon", "ferry", "audits ledgers", "wick")]
    return catalogue.entries(), specs, catalogue.passages(keys), histories, found, vector_ids(store)


def test_the_digest_of_the_parser_covers_what_parsing_loads() -> None:
    code = "import sys, corpus.parse, index.chunks; print(*(m for m in sys.modules if m[:7] in ('corpus.', 'index.c')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) <= deriving_sources().keys()
    assert len(derivation()) == 16


Batch = list[tuple[int, int]]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=3), min_size=1, max_size=4))
def test_in_whatever_order_texts_come_the_newest_is_current(
    batches: list[Batch], tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = Home.at(tmp_path_factory.mktemp("any") / "home")
    for batch in batches:
        sync_here(home, *(text_of(class_number, year) for class_number, year in batch))
    newest: dict[int, int] = {}
    taken = {pair for batch in batches for pair in batch}
    for class_number, year in taken:
        newest[class_number] = max(year, newest.get(class_number, 0))
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    assert {entry.class_code for entry in store.catalogue.entries()} == {f"710{number}LH" for number in newest}
    for class_number, year in newest.items():
        assert store.catalogue.spec(f"710{class_number}LH").text == text_of(class_number, year).text
        years = {year for number, year in taken if number == class_number}
        assert len(store.catalogue.history(f"710{class_number}LH")) == len(years)
        hits = store.catalogue.search(f"duty{class_number}")
        assert {hit.revision for hit in hits} == {revision_of(text_of(class_number, year).text)}
    if newest:
        assert vector_ids(store) == set(store.catalogue.chunk_ids())
    store.close()


def text_of(class_number: int, year: int) -> Document:
    duties = [f"Does the duty{class_number} of the year {2000 + year}."]
    return document(spec_text(f"710{class_number}LH", f"Keeper {class_number}", duties, f"1/1/{2000 + year}"))


def test_progress_may_stop_a_sync(home: Home, store: Store) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    refuse: Callable[..., None] = stop
    with pytest.raises(KeyboardInterrupt):
        sync_here(home, OLD, progress=refuse)
    assert store.state().is_empty
    assert sync_here(home, OLD).of(OutcomeKind.ADDED)
    assert isinstance(store.catalogue, Catalogue)
