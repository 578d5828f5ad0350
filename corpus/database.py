"""The connection to the catalogue's database, its version, and the numbered steps that bring an older one up."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, event, insert, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from corpus.errors import StoreError
from corpus.lexical import FullText
from corpus.schema import meta, metadata


def _add_rule_documents(connection: Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TABLE rule_documents (class_code VARCHAR NOT NULL, revision VARCHAR(64) NOT NULL, "
        "document TEXT NOT NULL, reviewer VARCHAR NOT NULL, date VARCHAR(10) NOT NULL, "
        "PRIMARY KEY (class_code, revision))"
    )


STEPS: tuple[Callable[[Connection], None], ...] = (_add_rule_documents,)
"""Step n (from 0) brings a catalogue of version n + 1 to version n + 2; a step that has been released is never altered.

A new catalogue takes none of them: it is made whole from `schema.metadata`, at the newest version.
"""

BUSY_SECONDS = 30


def newest() -> int:
    """The version of the tables that this program works with."""
    return 1 + len(STEPS)


def open_engine(url: str) -> Engine:
    """An engine for the catalogue at `url`, an SQLite URL for now; StoreError for any other."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(f"{url!r} is no database URL", mend="use one like sqlite:////path/catalogue.db") from error
    if parsed.get_backend_name() != "sqlite":
        raise StoreError(
            f"the catalogue cannot be kept in {parsed.get_backend_name()} yet",
            mend="unset SPECS_CATALOGUE_URL, or give it an sqlite:/// URL",
        )
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: object) -> None:
    # The driver must not open and close transactions of its own: DDL and SELECT would fall outside ours.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _on_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Say what is wrong with the file, as a StoreError, where the database fails within the block.

    A statement that breaks a rule of the tables is a defect of the program, and is raised as it is.
    """
    try:
        yield
    except DatabaseError as error:
        if type(error) not in (DatabaseError, OperationalError):
            raise
        raise StoreError(
            f"the catalogue {engine.url.database} cannot be used: {error.orig}",
            mend="see that the disk has room and the file can be written; else restore it, or move it away and sync",
        ) from error


def migrate(engine: Engine) -> bool:
    """Make the tables of a new catalogue, or bring an older one up to date; whether anything was done.

    Raises StoreError where the file is no catalogue, or one that a newer program made.
    """
    with explained(engine):
        found = _version(engine)
        if found == newest():
            return False
        if found == 0:
            _make(engine)
        else:
            _take_steps(engine)
    return True


def _version(engine: Engine) -> int:
    with engine.connect() as connection:
        found = int(read_meta(connection, "schema") or 0) if inspect(connection).has_table(meta.name) else 0
    if found > newest():
        raise StoreError(
            f"the catalogue has tables of version {found}; this program knows versions up to {newest()}",
            mend="pip install --upgrade spec-assistant",
        )
    return found


def _make(engine: Engine) -> None:
    with engine.connect() as connection:
        # Readers go on reading the last state while a sync commits the next.
        connection.connection.dbapi_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        metadata.create_all(connection)
        if read_meta(connection, "schema") is None:  # another process may have been first
            FullText().create(connection)
            write_meta(connection, "schema", str(newest()))
            write_meta(connection, "identity", uuid.uuid4().hex[:12])


def _take_steps(engine: Engine) -> None:
    for version, step in enumerate(STEPS, 2):
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            if int(read_meta(connection, "schema") or 0) < version:
                step(connection)
                write_meta(connection, "schema", str(version))


def read_meta(connection: Connection, key: str) -> str | None:
    """A value of the `meta` table."""
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()


def write_meta(connection: Connection, key: str, value: str) -> None:
    """Set a value of the `meta` table."""
    connection.execute(delete(meta).where(meta.c.key == key))
    connection.execute(insert(meta).values(key=key, value=value))
