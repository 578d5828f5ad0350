"""The connection to the catalogue's database, its version, and the numbered steps that bring an older one up."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, bindparam, delete, insert, inspect, select, text

from corpus.engines import explained
from corpus.errors import StoreError
from corpus.schema import meta, metadata

if TYPE_CHECKING:
    from corpus.lexical import FullText


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


def newest() -> int:
    """The version of the tables that this program works with."""
    return 1 + len(STEPS)


def full_text_of(engine: Engine) -> FullText:
    """The full text search that this database has; imported only now, as it takes numpy, which a field needs not."""
    if engine.dialect.name == "postgresql":
        from corpus.lexical_postgres import PostgresText

        return PostgresText()
    from corpus.lexical import FullText

    return FullText()


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
    prepare = _PREPARE[engine.dialect.name]
    with engine.connect() as connection:
        prepare(connection)
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        metadata.create_all(connection)
        if read_meta(connection, "schema") is None:  # another process may have been first
            full_text_of(engine).create(connection)
            write_meta(connection, "schema", str(newest()))
            write_meta(connection, "identity", uuid.uuid4().hex[:12])


def _prepare_sqlite(connection: Connection) -> None:
    # Readers go on reading the last state while a sync commits the next.
    connection.connection.dbapi_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]


def _prepare_postgres(connection: Connection) -> None:
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise StoreError(
            f"the database holds texts in {encoding}, which lacks most characters",
            mend="make another: createdb --encoding=UTF8 --template=template0 NAME",
        )


_PREPARE: Mapping[str, Callable[[Connection], None]] = {"sqlite": _prepare_sqlite, "postgresql": _prepare_postgres}


def _take_steps(engine: Engine) -> None:
    for version, step in enumerate(STEPS, 2):
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            if int(read_meta(connection, "schema") or 0) < version:
                step(connection)
                write_meta(connection, "schema", str(version))


_VALUE = select(meta.c.value).where(meta.c.key == bindparam("key"))


def read_meta(connection: Connection, key: str) -> str | None:
    """A value of the `meta` table."""
    return connection.execute(_VALUE, {"key": key}).scalar_one_or_none()


def write_meta(connection: Connection, key: str, value: str) -> None:
    """Set a value of the `meta` table."""
    connection.execute(delete(meta).where(meta.c.key == key))
    connection.execute(insert(meta).values(key=key, value=value))
