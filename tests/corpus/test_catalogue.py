"""What the catalogue holds and how it is read."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, inspect, select, text, update

import corpus
from corpus import database
from corpus.catalogue import Catalogue
from corpus.database import read_meta
from corpus.engines import open_engine
from corpus.errors import NotFound, StoreError
from corpus.filters import Filters
from corpus.intake import Intake, OutcomeKind
from corpus.loaders.document import Document
from corpus.model import FieldName, SectionKind, Spec
from corpus.parse import parse
from corpus.schema import metadata, revisions, specs
from corpus.searchable import ChunkRow
from corpus.writing import next_generation, write
from tests.outside import outside_data

SHIPPED = sorted(
    path for folder in ("specs", "samples") for path in (Path(corpus.__file__).parent / folder).glob("*.txt")
)


def chunk_rows(spec: Spec) -> list[ChunkRow]:
    """A chunk for the class and one for each clause, with ids that a test can tell."""
    return [ChunkRow(f"class {spec.title}", "class", None)] + [
        ChunkRow(spec.reading(clause), "clause", clause.index) for clause in spec.clauses
    ]


def take(catalogue: Catalogue, *documents: Document) -> list[OutcomeKind]:
    """Take the documents in as a sync does, without vectors."""
    intake = Intake(catalogue.headings())
    kinds = [intake.take(document).kind for document in documents]
    change = intake.change()
    specs = {taken.spec.revision: taken.spec for taken in change.taken}
    current = {revision: specs[revision] for revision in change.current.values()}
    with catalogue.writing() as connection:
        rows = {revision: chunk_rows(spec) for revision, spec in current.items()}
        write(connection, change, current, rows, catalogue.full_text)
        next_generation(connection, "test")
    return kinds


@contextmanager
def connected(url: str, *, writing: bool = False) -> Iterator[Connection]:
    engine = open_engine(url)
    with engine.connect().execution_options(writing=writing) as connection:
        yield connection
    engine.dispose()


def read(path: Path) -> Document:
    return Document(str(path), path.stem, path.read_text(encoding="utf-8"), ("read from a file",))


@pytest.fixture
def url(new_catalogue_url: Callable[[], str]) -> str:
    return new_catalogue_url()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a catalogue in SQLite may be kept."""
    return tmp_path / "catalogue.db"


@pytest.fixture
def catalogue(url: str) -> Iterator[Catalogue]:
    opened = Catalogue.open(url)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shipped(new_catalogue_url: Callable[[], str]) -> Iterator[Catalogue]:
    opened = Catalogue.open(new_catalogue_url())
    take(opened, *map(read, SHIPPED))
    yield opened
    opened.close()


def test_the_shipped_specs_come_back_as_they_parse(shipped: Catalogue) -> None:
    assert len(shipped.entries()) == len(SHIPPED)
    for path in SHIPPED:
        parsed = parse(path.read_text(encoding="utf-8"), path.stem)
        spec = shipped.spec(parsed.class_code)
        assert spec.notices == ("read from a file", *parsed.notices)
        assert (spec.text, spec.sections, spec.clauses, spec.fields) == (
            parsed.text,
            parsed.sections,
            parsed.clauses,
            parsed.fields,
        )
        assert shipped.spec_of(spec.revision) is spec
        entry = shipped.entry(parsed.class_code.lower())
        assert (entry.title, entry.revision) == (parsed.title, parsed.revision)
        assert entry.values == {field.name: field.value for field in parsed.fields}


def test_passages_are_the_clauses_that_parsing_gives(shipped: Catalogue) -> None:
    for entry in shipped.entries():
        spec = shipped.spec(entry.class_code)
        passages = shipped.passages([(spec.revision, clause.index) for clause in reversed(spec.clauses)])
        for clause, passage in zip(reversed(spec.clauses), passages, strict=True):
            section = spec.section_of(clause)
            assert (passage.class_code, passage.title, passage.revision) == (spec.class_code, spec.title, spec.revision)
            assert (passage.clause_index, passage.start, passage.end) == (clause.index, *_ends(clause.span))
            assert (passage.section, passage.topic) == (section.kind, section.topic)
            assert (passage.heading, passage.quote) == (section.label(spec.text), spec.quote(clause))
            assert (passage.role, passage.parent) == (clause.role, clause.parent)


def _ends(span: object) -> tuple[int, int]:
    return span.start, span.end  # type: ignore[attr-defined]


def test_places_are_found_by_chunk_and_filter(shipped: Catalogue) -> None:
    spec = shipped.spec("3039MP")
    wanted = [spec.reading(clause) for clause in spec.clauses if "Performs related duties" in spec.quote(clause)]
    assert len(shipped.places(wanted)) > 5, "a text that stands in many specs is found in all of them"
    (place,) = shipped.places(wanted, Filters(class_codes=frozenset({"3039MP"})))
    assert place.revision == spec.revision
    assert place.clause_index is not None
    assert spec.quote(spec.clauses[place.clause_index]).startswith("Performs related duties")
    assert shipped.places([*wanted, "no such chunk"], Filters(sections=frozenset({SectionKind.SALARY}))) == []


def test_chunk_ids_are_those_that_the_filters_admit(shipped: Catalogue) -> None:
    spec = shipped.spec("3039MP")
    only = Filters(class_codes=frozenset({"3039MP"}))
    assert set(shipped.chunk_ids(only)) == {row.chunk_id for row in chunk_rows(spec)}
    assert shipped.chunk_ids(only, roles={"class"}) == [f"class {spec.title}"]
    duties = Filters(class_codes=frozenset({"3039MP"}), sections=frozenset({SectionKind.DUTIES}))
    assert set(shipped.chunk_ids(duties)) == {spec.reading(clause) for clause in spec.iter_kind(SectionKind.DUTIES)}
    rest = Filters(class_codes=frozenset({"3039MP"}), without=frozenset({SectionKind.DUTIES}))
    kept = {spec.reading(clause) for clause in spec.clauses if spec.section_of(clause).kind is not SectionKind.DUTIES}
    assert set(shipped.chunk_ids(rest)) == kept | {f"class {spec.title}"}
    everything = shipped.chunk_ids()
    assert everything == sorted(set(everything))
    assert set(everything) == set(shipped.chunk_ids(only)) | shipped.chunk_ids_besides({"3039MP"})


def test_a_note_is_found_under_the_section_that_it_belongs_to(shipped: Catalogue) -> None:
    special = Filters(class_codes=frozenset({"3039MP"}), sections=frozenset({SectionKind.SPECIAL_EXPERIENCE}))
    assert any("Managerial capacity is defined" in chunk_id for chunk_id in shipped.chunk_ids(special))


def test_what_is_not_there_is_said_with_the_way_to_find_out(shipped: Catalogue) -> None:
    with pytest.raises(NotFound, match="specs list"):
        shipped.spec("0000ZZ")
    with pytest.raises(NotFound, match="specs history 3039MP"):
        shipped.spec("3039MP", "ffff")
    with pytest.raises(NotFound):
        shipped.spec_of("0" * 64)
    with pytest.raises(NotFound):
        shipped.history("0000ZZ")
    assert shipped.passages([("0" * 64, 1), (shipped.entry("3039MP").revision, 10_000)]) == []


def test_a_series_is_found_by_each_of_its_codes(catalogue: Catalogue) -> None:
    page = "Clerk 1 (7301LH)\nClerk 2 (7302LH)\n\nEXAMPLES OF DUTIES\n- Files papers.\n"
    take(catalogue, Document("series", "series", page))
    assert catalogue.spec("7301LH") is catalogue.spec("7302lh")
    assert len(catalogue.entries()) == 1


def test_a_snapshot_stays_while_others_write(catalogue: Catalogue, url: str) -> None:
    take(catalogue, read(SHIPPED[0]))
    other = Catalogue.open(url)
    with catalogue.snapshot():
        before = catalogue.entries()
        thread = threading.Thread(target=take, args=(other, read(SHIPPED[1])))
        thread.start()
        thread.join()
        assert catalogue.generation() == 1
        assert catalogue.entries() == before
        assert len(other.entries()) == 2
    assert catalogue.generation() == 2
    assert len(catalogue.entries()) == 2
    other.close()


def test_an_error_while_writing_changes_nothing(catalogue: Catalogue) -> None:
    with pytest.raises(RuntimeError), catalogue.writing() as connection:
        next_generation(connection, "test")
        raise RuntimeError
    assert catalogue.generation() == 0


def test_a_text_that_was_tampered_with_is_not_shown(catalogue: Catalogue, url: str) -> None:
    take(catalogue, read(SHIPPED[0]))
    code = catalogue.entries()[0].class_code
    with catalogue.writing() as connection:
        stored = connection.execute(select(revisions.c.text)).scalar_one()
        connection.execute(update(revisions).values(text=stored.replace(b"year", b"yeer")))
    fresh = Catalogue.open(url)
    with pytest.raises(StoreError, match="not the one that was stored"):
        fresh.spec(code)
    fresh.close()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.text(st.characters(exclude_characters="\r"), max_size=300))
def test_any_text_comes_back_character_by_character(catalogue: Catalogue, written: str) -> None:
    take(catalogue, Document("any", "any", written))
    spec = parse(written, "any")
    stored = catalogue.spec_of(spec.revision)
    assert stored.text == written
    assert stored.clauses == spec.clauses
    if spec.revision in {entry.revision for entry in catalogue.entries()}:
        passages = catalogue.passages([(spec.revision, clause.index) for clause in spec.clauses])
        assert [passage.quote for passage in passages] == [spec.quote(clause) for clause in spec.clauses]


def test_what_no_database_can_hold_comes_back_all_the_same(catalogue: Catalogue) -> None:
    written = (
        "Lamp\0 \ud800 Keeper (7001LH)\n\nEXAMPLES OF DUTIES\n- Minds\0 the \udfff lamp.\nSALARY INFORMATION\nLH 12\n"
    )
    odd = Document("from\0 \ud800", "name\0 \ud800", written, ("said\0 \ud800",))
    assert take(catalogue, odd) == [OutcomeKind.ADDED]
    assert take(catalogue, odd) == [OutcomeKind.UNCHANGED]
    spec = catalogue.spec("7001LH")
    assert spec.text == written
    (hit,) = catalogue.search("minds the lamp", Filters(sections=frozenset({SectionKind.DUTIES})))
    (passage,) = catalogue.passages([(hit.revision, hit.clause_index)])
    assert passage.quote == spec.quote(spec.clauses[hit.clause_index])
    assert "\0" in passage.quote
    (stored,) = catalogue.texts()
    assert stored.text == written
    assert [entry.class_code for entry in catalogue.entries()] == ["7001LH"]
    assert catalogue.search("lamp", Filters(salary_group="12"))


def test_lists_stand_in_the_order_of_the_characters_numbers(catalogue: Catalogue) -> None:
    codes = ["7001LH", "7001lh", "7001-LH", "70011LH", "É001LH", "a", "B", "_"]
    with catalogue.writing() as connection:
        connection.execute(insert(specs), [{"class_code": code, "title": ""} for code in codes])
        ordered = list(connection.scalars(select(specs.c.class_code).order_by(specs.c.class_code)))
    assert ordered == sorted(codes)


def test_a_catalogue_of_a_newer_program_is_refused(catalogue: Catalogue, url: str) -> None:
    with catalogue.writing() as connection:
        database.write_meta(connection, "schema", "99")
    with pytest.raises(StoreError, match="pip install --upgrade"):
        Catalogue.open(url)


def test_an_older_catalogue_is_brought_up_step_by_step(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Catalogue.open(url).close()
    before = database.newest()
    taken: list[int] = []

    def second(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE feedback ADD COLUMN channel VARCHAR"))
        taken.append(2)

    def third(connection: Connection) -> None:
        taken.append(3)
        if len(taken) == 2:
            connection.execute(text("ALTER TABLE feedback ADD COLUMN never VARCHAR"))
            raise RuntimeError("killed")

    monkeypatch.setattr(database, "STEPS", (*database.STEPS, second, third))
    with pytest.raises(RuntimeError):
        Catalogue.open(url)
    with connected(url) as connection:
        assert read_meta(connection, "schema") == str(before + 1), (
            "the step that failed is undone, the one before is kept"
        )
        columns = {column["name"] for column in inspect(connection).get_columns("feedback")}
    assert "channel" in columns
    assert "never" not in columns
    Catalogue.open(url).close()
    Catalogue.open(url).close()
    assert taken == [2, 3, 3]


def test_the_first_catalogues_get_what_was_added_since(file: Path) -> None:
    url = f"sqlite:///{file}"  # no other kind is that old
    Catalogue.open(url).close()
    with connected(url) as connection:
        made = {name: _columns(connection, name) for name in inspect(connection).get_table_names()}
    with connected(url, writing=True) as connection, connection.begin():
        connection.execute(text("DROP TABLE rule_documents"))
        connection.execute(text("UPDATE meta SET value = '1' WHERE key = 'schema'"))
    Catalogue.open(url).close()
    with connected(url) as connection:
        assert {name: _columns(connection, name) for name in inspect(connection).get_table_names()} == made


def _columns(connection: Connection, table: str) -> list[tuple[object, ...]]:
    return [
        (column["name"], str(column["type"]), column["nullable"], column["primary_key"])
        for column in inspect(connection).get_columns(table)
    ]


def test_a_new_catalogue_has_the_tables_of_the_schema(catalogue: Catalogue, url: str) -> None:
    with connected(url) as connection:
        assert set(metadata.tables) <= set(inspect(connection).get_table_names())


def test_a_file_that_is_no_database_is_named(file: Path) -> None:
    file.write_text("something else entirely, and long enough to be looked at " * 20)
    with pytest.raises(StoreError, match="cannot be used: file is not a database"):
        Catalogue.open(f"sqlite:///{file}")


def test_a_damaged_file_is_named_while_reading(file: Path) -> None:
    catalogue = Catalogue.open(f"sqlite:///{file}")
    take(catalogue, *map(read, SHIPPED[:4]))
    catalogue.close()
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match=r"catalogue\.db cannot be used"):
        Catalogue.open(f"sqlite:///{file}").entries()


def test_rows_hold_together(file: Path) -> None:
    with closing(Catalogue.open(f"sqlite:///{file}")) as catalogue:
        take(catalogue, *map(read, SHIPPED[:3]))
    with closing(sqlite3.connect(file)) as plain:
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_values_are_listed_by_field(shipped: Catalogue) -> None:
    assert shipped.entry("3039MP").values[FieldName.SALARY_GROUP] == "MP 75"
    hits = shipped.search("experience", Filters(salary_group="MP", bargaining_unit="02"))
    assert "3039MP" in {hit.class_code for hit in hits}


def test_three_agencies_in_one_catalogue_lose_nothing(catalogue: Catalogue) -> None:
    documents = [
        *(read(path) for path in sorted(outside_data("onet").glob("specs/*.txt"))[:60]),
        *(read(path) for path in sorted(outside_data("la").glob("*.txt"))[:60]),
    ]
    kinds = take(catalogue, *documents)
    assert set(kinds) <= {OutcomeKind.ADDED, OutcomeKind.REVISED, OutcomeKind.HISTORY}
    stored = {stored.text for stored in catalogue.texts()}
    assert stored == {document.text for document in documents}
    assert take(catalogue, *documents) == [OutcomeKind.UNCHANGED] * len(documents)
