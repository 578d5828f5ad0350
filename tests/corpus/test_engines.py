"""What is told of a database that cannot be used, and that no password is ever told."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, make_url, text

from corpus import engines
from corpus.catalogue import Catalogue
from corpus.engines import open_engine, where
from corpus.errors import StoreError, StoreLocked
from corpus.writing import next_generation

SECRET = "s3cret"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"postgresql//user:{SECRET}@host/specs", "is no database URL"),
        (f"postgresql://user:{SECRET}@host:port/specs", "is no database URL"),
        (f"{SECRET}", "is no database URL"),
        (f"postgresql://user:a@{SECRET}@host/specs", "holds an @"),
        (f"mysql://user:{SECRET}@host/specs", "cannot be kept in mysql"),
        (f"postgresql+psycopg2://user:{SECRET}@host/specs", r"cannot be kept in postgresql\+psycopg2"),
    ],
)
def test_an_address_that_cannot_be_meant_is_told_without_its_password(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as caught:
        open_engine(url)
    assert SECRET not in str(caught.value)
    assert caught.value.mend


def test_the_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'spec-assistant\[postgres\]'"):
        open_engine(f"postgresql://user:{SECRET}@127.0.0.1/specs")


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    with pytest.raises(StoreError, match=r"specs on 127\.0\.0\.1:9 cannot be used") as caught:
        Catalogue.open(f"postgresql://user:{SECRET}@127.0.0.1:9/specs")
    assert SECRET not in str(caught.value)
    assert "server runs" in str(caught.value.mend)


@pytest.mark.parametrize(
    "changed",
    [{"password": SECRET}, {"username": "nobody"}, {"database": "nothing"}],
    ids=lambda changed: next(iter(changed)),
)
def test_who_is_not_let_in_is_told_so_without_the_password(postgres_server: str, changed: dict[str, str]) -> None:
    url = make_url(postgres_server).set(**changed)
    with pytest.raises(StoreError, match="cannot be used") as caught:
        Catalogue.open(url.render_as_string(hide_password=False))
    assert str(url.password) not in f"{caught.value}"
    assert "SPECS_CATALOGUE_URL names" in str(caught.value.mend)


def test_both_ways_to_write_the_address_are_read(new_on_postgres: Callable[[], str]) -> None:
    plain = new_on_postgres().replace("postgresql+psycopg://", "postgresql://")
    for url in (plain, plain.replace("postgresql://", "postgres://")):
        catalogue = Catalogue.open(url)
        assert catalogue.entries() == ()
        catalogue.close()


def test_a_schema_that_may_not_be_written_is_told(postgres_server: str) -> None:
    for path, mend in (("nowhere", "CREATE SCHEMA"), ("information_schema", "OWNER TO")):
        url = make_url(postgres_server).update_query_dict({"options": f"-csearch_path={path}"})
        with pytest.raises(StoreError, match="cannot be used") as caught:
            Catalogue.open(url.render_as_string(hide_password=False))
        assert mend in str(caught.value.mend)


def test_a_database_that_lacks_characters_is_refused(postgres_superuser: str) -> None:
    engine = create_engine(postgres_superuser, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        made = "CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
        connection.execute(text(made))
    engine.dispose()
    url = make_url(postgres_superuser).set(database="narrow").render_as_string(hide_password=False)
    with pytest.raises(StoreError, match="LATIN1") as caught:
        Catalogue.open(url)
    assert "createdb --encoding=UTF8" in str(caught.value.mend)


def test_a_reader_may_not_write(new_catalogue_url: Callable[[], str]) -> None:
    catalogue = Catalogue.open(new_catalogue_url())
    if catalogue._engine.dialect.name == "postgresql":
        with pytest.raises(StoreError, match="read-only"), catalogue._reading() as connection:
            next_generation(connection, "test")
    catalogue.close()


def test_writers_take_turns_and_who_waits_too_long_is_told(
    new_on_postgres: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.3)
    url = new_on_postgres()
    one, two = Catalogue.open(url), Catalogue.open(url)
    with one.writing() as connection:
        next_generation(connection, "test")
        with pytest.raises(StoreLocked, match="another process is writing"), two.writing():
            pass
        assert two.generation() == 0, "reading goes on"
    monkeypatch.setattr(engines, "BUSY_SECONDS", 30)
    waiting = [threading.Thread(target=_count_up, args=(each,)) for each in (one, two) for _ in range(4)]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join()
    assert one.generation() == two.generation() == 9, "none wrote over what another wrote"
    one.close()
    two.close()


def _count_up(catalogue: Catalogue) -> None:
    with catalogue.writing() as connection:
        next_generation(connection, "test")


def test_two_programs_that_begin_at_once_make_one_catalogue(new_catalogue_url: Callable[[], str]) -> None:
    url = new_catalogue_url()
    opened: list[Catalogue] = []
    threads = [threading.Thread(target=lambda: opened.append(Catalogue.open(url))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({catalogue.identity() for catalogue in opened}) == 1
    assert len(opened) == 4
    for catalogue in opened:
        catalogue.close()


def test_more_readers_than_there_are_connections_are_told(
    new_on_postgres: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.2)
    catalogue = Catalogue.open(new_on_postgres())
    held = [catalogue._engine.connect() for _ in range(15)]
    with pytest.raises(StoreError, match="as many at once as it may be"):
        catalogue.entries()
    for connection in held:
        connection.close()
    assert catalogue.entries() == ()
    catalogue.close()


def test_a_database_is_named_by_where_it_is() -> None:
    names = {
        "sqlite:////a/catalogue.db": "/a/catalogue.db",
        f"postgresql://user:{SECRET}@db.example:5433/specs?sslmode=require": "specs on db.example:5433",
        f"postgresql:///specs?host=/run/postgresql&password={SECRET}": "specs on /run/postgresql",
        "postgresql:///specs": "specs on this machine",
    }
    for url, name in names.items():
        engine = open_engine(url)
        assert where(engine) == name
        engine.dispose()
