"""A PostgreSQL and a Chroma server of one's own, on this machine only, for tests and measurements.

Both listen on 127.0.0.1 at a free port, keep what they have in a temporary folder, and stop at the end of the block.
They stop, too, and leave nothing, when the process that started them ends in whatever way.
"""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian keeps PostgreSQL's programs, by version; they are not on the path."""

UNPRIVILEGED = ("postgres", "nobody")
"""Users that PostgreSQL may run as where we are root, under which it refuses to."""

START_SECONDS = 60
_STOP_SECONDS = 120

_KEEPER = """
import json, shutil, signal, subprocess, sys
command, stop, options, folder = json.loads(sys.argv[1])
# What tells all of a group to end is for the one who writes our input: it ends, and with it the input.
for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(each, signal.SIG_IGN)
process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **options)
sys.stdin.buffer.read()
process.send_signal(stop)
try:
    process.wait(10)
except subprocess.TimeoutExpired:
    process.kill()
    process.wait()
shutil.rmtree(folder, ignore_errors=True)
"""


class ServerAbsentError(RuntimeError):
    """A server cannot be started here; says why."""


def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs, of the newest version there is; ServerAbsentError without one."""
    found = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise ServerAbsentError("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return found[-1].parent if found else Path(on_path or "").parent


def chroma_program() -> Path:
    """The `chroma` command beside this Python; ServerAbsentError without one."""
    program = Path(sys.executable).parent / "chroma"
    if not program.is_file():
        raise ServerAbsentError("the command `chroma` is not installed")
    return program


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """The URL of the database `postgres` of a new server, as its superuser, with password.

    Without `durable` it does not wait for the disk, which only a test may do. Its databases sort as English does, so
    that whoever relies on another order is found out. Raises ServerAbsentError.
    """
    programs, user = postgres_programs(), _unprivileged()
    folder, port, password = Path(tempfile.mkdtemp(prefix="specs-postgres-")), _free_port(), secrets.token_hex(8)
    try:
        (folder / "password").write_text(password, encoding="ascii")
        if user is not None:
            for path in (folder, folder / "password"):
                os.chown(path, pwd.getpwnam(user).pw_uid, -1)
        _initialise(programs, folder, user)
        settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder}
        if not durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [programs / "postgres", "-D", folder / "data"]
        command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with _kept(command, signal.SIGINT, folder, user):
            _wait(lambda: _postgres_answers(programs, port), folder / "output")
            yield f"postgresql+psycopg://postgres:{password}@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def chroma(folder: Path | None = None) -> Iterator[str]:
    """The URL of a new Chroma server that keeps its vectors in `folder`, or in a temporary one."""
    program = chroma_program()
    own = Path(tempfile.mkdtemp(prefix="specs-chroma-"))
    port = _free_port()
    command = [program, "run", "--path", folder or own / "data", "--host", "127.0.0.1", "--port", str(port)]
    try:
        with _kept(command, signal.SIGTERM, own, None):
            _wait(lambda: _listens(port), own / "output")
            yield f"http://127.0.0.1:{port}"
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _unprivileged() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return name
    raise ServerAbsentError(
        f"PostgreSQL does not run as root, and there is none of the users {', '.join(UNPRIVILEGED)}"
    )


def _initialise(programs: Path, folder: Path, user: str | None) -> None:
    command = [programs / "initdb", "-D", folder / "data", "--username=postgres", f"--pwfile={folder / 'password'}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8"]
    english = ["--locale-provider=icu", "--icu-locale=en"]
    for options in (english, []):  # a server may have been built without ICU
        done = _run([*command, *options], user, folder)
        if done.returncode == 0:
            return
        shutil.rmtree(folder / "data", ignore_errors=True)
    raise ServerAbsentError(f"initdb failed: {done.stderr.strip()[-500:]}")


def _run(command: Sequence[object], user: str | None, folder: Path) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, text=True, check=False, cwd=folder, **_as(user))


def _as(user: str | None) -> dict[str, Any]:
    return {} if user is None else {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


@contextmanager
def _kept(command: Sequence[object], stop: signal.Signals, folder: Path, user: str | None) -> Iterator[None]:
    """Run a server beside a keeper that stops it, and removes its folder, when we close its input or are no more."""
    told = json.dumps([[str(word) for word in command], stop.value, _as(user), str(folder)])
    environment = {**os.environ, "ANONYMIZED_TELEMETRY": "False", "CHROMA_TELEMETRY": "False"}
    with (folder / "output").open("wb") as output:
        keeper = subprocess.Popen(
            [sys.executable, "-c", _KEEPER, told],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            cwd=folder,
            env=environment,
        )
    try:
        yield
    finally:
        _close(keeper.stdin)
        keeper.wait(_STOP_SECONDS)


def _close(stream: IO[bytes] | None) -> None:
    if stream is not None:
        stream.close()


def _wait(answers: Any, output: Path) -> None:
    latest = time.monotonic() + START_SECONDS
    while not answers():
        if time.monotonic() > latest:
            raise ServerAbsentError(f"it does not answer: {output.read_text(errors='replace')[-500:]}")
        time.sleep(0.05)


def _postgres_answers(programs: Path, port: int) -> bool:
    command = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", port]
    return subprocess.run([str(word) for word in command], check=False).returncode == 0


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
