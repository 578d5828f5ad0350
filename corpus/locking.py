"""Who writes to a catalogue on a server, and who reads from it, for machines that share no folder.

A session of PostgreSQL holds the lock for writing, so the server lets go of it when its holder ends or its machine is
gone. The name of the session tells the others who holds it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, text

from corpus.engines import SYNC_LOCK, explained, lock_key, open_engine, where
from corpus.errors import StoreLocked

_ASK_EVERY_SECONDS = 0.1
_NAME_BYTES = 63
"""What PostgreSQL keeps of a session's name."""

_HOLDER = text(
    "SELECT activity.application_name, activity.client_addr FROM pg_locks AS held JOIN pg_stat_activity AS activity "
    "USING (pid) WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 2 AND (held.classid::bigint, "
    f"held.objid::bigint::bit(32)::int) = ({lock_key(SYNC_LOCK)}) "
    "AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


_READERS = text(
    "SELECT pid, CAST(xact_start AS text) AS since FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Reader:
    """A transaction of a session of the server."""

    session: int
    since: str


def readers_of(connection: Connection) -> frozenset[Reader]:
    """The other transactions that are open in the database; those of other users only where ours may see them.

    A file has none: nobody can tell who reads it.
    """
    if connection.dialect.name == "sqlite":
        return frozenset()
    return frozenset(Reader(row.pid, row.since) for row in connection.execute(_READERS))


@contextmanager
def catalogue_lock(url: str, holder: str, wait_seconds: float) -> Iterator[None]:
    """Hold the catalogue's lock for writing within the block, where it is on a server; StoreLocked after waiting in
    vain, naming the `holder` that is in the way. A catalogue in a file has none: its folder's lock serves.
    """
    engine = open_engine(url)
    try:
        if engine.dialect.name == "sqlite":
            yield
            return
        with explained(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": _name(holder)})
            _take(connection, where(engine), wait_seconds)
            yield
    finally:
        engine.dispose()


def _take(connection: Connection, place: str, wait_seconds: float) -> None:
    latest = time.monotonic() + wait_seconds
    while not connection.scalar(text(f"SELECT pg_try_advisory_lock({lock_key(SYNC_LOCK)})")):
        if time.monotonic() >= latest:
            raise StoreLocked(
                f"{_holder(connection)} is writing to {place}", mend="wait until it has finished, then try again"
            )
        time.sleep(_ASK_EVERY_SECONDS)


def _holder(connection: Connection) -> str:
    row = connection.execute(_HOLDER).first()
    if row is None or not row.application_name:  # it has just let go, or belongs to a user whose sessions are hidden
        return "another process"
    return str(row.application_name)


def _name(holder: str) -> str:
    return holder.encode("ascii", "replace")[:_NAME_BYTES].decode("ascii")
