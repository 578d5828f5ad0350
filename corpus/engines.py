"""How the catalogue's database is reached: SQLite in a file, or PostgreSQL on a server.

What the two do not share stands here and in the two modules of the full text (corpus/lexical.py and
corpus/lexical_postgres.py); everything else is the same SQL for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from corpus.errors import StoreError, StoreLocked

SETTING = "SPECS_CATALOGUE_URL"
BUSY_SECONDS = 30
CONNECT_SECONDS = 10

_LOCK_SPACE = 0x53504543  # "SPEC": keeps our advisory locks apart from those of others in the same database
WRITE_LOCK, SYNC_LOCK = 1, 2
"""Which advisory lock: the one of a transaction that writes, and the one of a whole sync (corpus/locking.py)."""

_POSTGRES_NAMES = ("postgresql", "postgres", "postgresql+psycopg")
_POSTGRES_DEFAULTS = {
    "connect_timeout": CONNECT_SECONDS,
    "client_encoding": "utf8",
    "application_name": "specs",
    # Each side notices within a minute that the other's machine is gone, and the server then lets go of its locks.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
_POSTGRES_SESSION = (
    "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; "
    # Our queries take milliseconds; compiling one takes more than it saves.
    "SET jit = off"
)

_MENDS = (
    ("25006", f"{SETTING} leads to a copy that cannot be written; give it the address of the primary server"),
    ("28", f"see that user and password in {SETTING} are right"),
    ("3D", "make the database: createdb --encoding=UTF8 --template=template0 NAME"),
    ("3F", "make the schema that search_path names: CREATE SCHEMA NAME"),
    ("42501", "let the user own the database: ALTER DATABASE NAME OWNER TO USER"),
    ("53", "see that the server has connections, memory and disk left"),
)
"""What mends an error of PostgreSQL, by the beginning of its SQLSTATE."""

_LOCK_TIMEOUT = "55P03"
_MEND_FILE = "see that the disk has room and the file can be written; else restore it, or move it away and sync"
_MEND_SERVER = f"see that the server runs, and that {SETTING} names its host, user, password and database"


def open_engine(url: str) -> Engine:
    """An engine for the catalogue at this SQLite or PostgreSQL URL; StoreError, which shows no password, for any other.

    A transaction with the execution option `writing` may write, one at a time; any other sees one state and changes
    nothing.
    """
    parsed = _parsed(url)
    if parsed.drivername.startswith("sqlite"):
        return _open_sqlite(parsed)
    if parsed.drivername in _POSTGRES_NAMES:
        return _open_postgres(parsed)
    raise StoreError(
        f"the catalogue cannot be kept in {parsed.drivername}",
        mend=f"unset {SETTING}, or give it an sqlite:/// or a postgresql+psycopg:// URL",
    )


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        # Without the text of either: a password may stand anywhere in what could not be read.
        raise StoreError(
            f"{SETTING} is no database URL", mend="give it as postgresql+psycopg://USER:PASSWORD@HOST:PORT/DATABASE"
        ) from error
    if "@" in (parsed.host or ""):
        raise StoreError(
            f"the password in {SETTING} holds an @", mend="write the special characters of a password as %40 and so on"
        )
    return parsed


def _open_sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _on_sqlite_connect)
    event.listen(engine, "begin", _on_sqlite_begin)
    return engine


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    # The driver must not open and close transactions of its own: DDL and SELECT would fall outside ours.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")


def _on_sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _is_writing(connection) else "BEGIN")


def _open_postgres(url: URL) -> Engine:
    given = {name: value for name, value in _POSTGRES_DEFAULTS.items() if name not in url.query}
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args=given,
            pool_pre_ping=True,  # a connection from before a restart of the server is made anew
            pool_timeout=BUSY_SECONDS,
            use_native_hstore=False,
        )
    except ImportError as error:
        raise StoreError(
            "the driver for PostgreSQL is not installed", mend="pip install 'spec-assistant[postgres]'"
        ) from error
    event.listen(engine, "connect", _on_postgres_connect)
    event.listen(engine, "begin", _on_postgres_begin)
    return engine


def _on_postgres_connect(connection: Any, _record: object) -> None:
    connection.autocommit = True
    connection.execute(_POSTGRES_SESSION)
    connection.autocommit = False


def _on_postgres_begin(connection: Connection) -> None:
    from psycopg import IsolationLevel

    writing = _is_writing(connection)
    driver: Any = connection.connection.dbapi_connection
    # What is written rests on what the last writer committed: its own state must begin after the wait for the lock.
    driver.isolation_level = IsolationLevel.READ_COMMITTED if writing else IsolationLevel.REPEATABLE_READ
    driver.read_only = not writing
    if writing:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.execute(text(f"SELECT pg_advisory_xact_lock({lock_key(WRITE_LOCK)})"))


def lock_key(which: int) -> str:
    """The two numbers, as SQL, of one of our advisory locks; catalogues in schemas of one database have their own."""
    return f"{_LOCK_SPACE + which}, hashtext(coalesce(current_schema(), ''))"


def _is_writing(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("writing", False))


def is_on_server(url: str) -> bool:
    """Whether the catalogue at this URL is on a server, which other machines reach; StoreError for no such URL."""
    return not _parsed(url).drivername.startswith("sqlite")


def where(engine: Engine | str) -> str:
    """The database of an engine, or at a URL, as a person is told of it: a file, or a database and its server, never a
    password.
    """
    url = _parsed(engine) if isinstance(engine, str) else engine.url
    if url.drivername.startswith("sqlite"):
        return str(url.database)
    host = url.host or url.query.get("host") or "this machine"
    return f"{url.database} on {host}" + (f":{url.port}" if url.port else "")


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Say what is wrong with the file or the server, as a StoreError, where the database fails within the block.

    A statement that breaks a rule of the tables is a defect of the program, and is raised as it is.
    """
    try:
        yield
    except (DatabaseError, PoolTimeoutError) as error:
        explain = _explain_sqlite if engine.dialect.name == "sqlite" else _explain_postgres
        told = explain(engine, error)
        if told is None:
            raise
        raise told from error


Explain = Callable[[Engine, SQLAlchemyError], StoreError | None]


def _explain_sqlite(engine: Engine, error: SQLAlchemyError) -> StoreError | None:
    if type(error) not in (DatabaseError, OperationalError):
        return None
    return StoreError(f"the catalogue {where(engine)} cannot be used: {_original(error)}", mend=_MEND_FILE)


def _explain_postgres(engine: Engine, error: SQLAlchemyError) -> StoreError | None:
    if isinstance(error, PoolTimeoutError):
        said = f"the catalogue {where(engine)} is being read by as many at once as it may be"
        return StoreError(said, mend="ask fewer questions at once, or run more app processes")
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    mend = next((mend for start, mend in _MENDS if state.startswith(start)), None)
    if state == _LOCK_TIMEOUT:
        return StoreLocked(
            f"another process is writing to the catalogue {where(engine)}", mend="wait until it has finished"
        )
    if mend is None and not isinstance(error, OperationalError):
        return None
    return StoreError(f"the catalogue {where(engine)} cannot be used: {_original(error)}", mend=mend or _MEND_SERVER)


def _original(error: SQLAlchemyError) -> str:
    return " ".join(str(getattr(error, "orig", error)).split())
