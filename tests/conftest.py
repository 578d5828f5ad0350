"""What holds for every test: no network but this machine's, no model hub, no telemetry, a home of its own."""

from __future__ import annotations

import ipaddress
import itertools
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

import tests.forks  # noqa: F401  (before a test starts a process)
from evals.bench import servers

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",
}
os.environ.update(OFFLINE)  # before anything of ours is imported, and for the processes that tests start

settings.register_profile("tests", deadline=None)  # a busy machine is no fault; time is measured by evals.bench
settings.load_profile("tests")

SETTINGS_OF_A_PERSON = ("SPECS_HOME", "SPECS_CATALOGUE_URL", "SPECS_CHROMA_URL", "SPECS_EMBEDDING_MODEL", "SPECS_MODEL")


class NetworkRefusedError(RuntimeError):
    """A test tried to reach another machine."""


def _is_here(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _this_machine_only() -> Any:
    """Refuse every connection and every name look-up that leaves this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _checked(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _resolved(socket.getaddrinfo))
        yield


def _checked(original: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise NetworkRefusedError(f"a test tried to reach {address}")
        return original(self, address)

    return connect


def _resolved(original: Any) -> Any:
    def getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
        if not _is_here(host):
            raise NetworkRefusedError(f"a test tried to look up {host!r}")
        return original(host, *rest, **options)

    return getaddrinfo


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in SETTINGS_OF_A_PERSON:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SPECS_HOME", str(tmp_path / "specs-home"))


@pytest.fixture(scope="module")
def synced_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A home for one module that `specs sync` has made of the shipped text with the bundled model.

    It is a copy of one that all test processes share, for loading and exporting the model takes long.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "synced"
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            making = shared.with_name("synced-part")
            environment = {**os.environ, "SPECS_HOME": str(making)}
            subprocess.run([sys.executable, "-m", "assistant.cli", "sync"], env=environment, check=True)
            making.rename(shared)
    home = tmp_path_factory.mktemp("synced") / "home"
    return Path(shutil.copytree(shared, home))


@pytest.fixture(scope="session")
def postgres_superuser() -> Iterator[str]:
    """The URL of a PostgreSQL server of its own, as a user who may do everything."""
    try:
        with servers.postgres() as url:
            yield url
    except servers.ServerAbsentError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def postgres_server(postgres_superuser: str) -> str:
    """The URL of a database on that server, as a user who owns the database and no more."""
    password = "se:cr/et@1"
    engine = create_engine(postgres_superuser, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE ROLE specs LOGIN PASSWORD '{password}'".replace(":", "\\:")))
        connection.execute(text("CREATE DATABASE specs OWNER specs"))
    engine.dispose()
    url = make_url(postgres_superuser).set(username="specs", password=password, database="specs")
    return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def chroma_server() -> Iterator[str]:
    """The URL of a Chroma server of its own."""
    try:
        with servers.chroma() as url:
            yield url
    except servers.ServerAbsentError as error:
        pytest.skip(str(error))


_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def new_on_postgres(postgres_server: str) -> Callable[[], str]:
    """Makes the URL of a new, empty catalogue on PostgreSQL: a schema of its own."""

    def made() -> str:
        name = f"catalogue_{next(_numbers)}"
        engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
        engine.dispose()
        return (
            make_url(postgres_server)
            .update_query_dict({"options": f"-csearch_path={name}"})
            .render_as_string(hide_password=False)
        )

    return made


@pytest.fixture(scope="session")
def new_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Makes the URL of a new, empty catalogue in a file of its own."""
    return lambda: f"sqlite:///{tmp_path_factory.mktemp('catalogue') / 'catalogue.db'}"


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def new_catalogue_url(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes the URL of a new, empty catalogue: the tests that use it run on both kinds of database."""
    found: Callable[[], str] = request.getfixturevalue(f"new_on_{request.param}")
    return found
