"""The servers that tests and measurements start: on this machine only, and gone when whoever started them is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from evals.bench import servers

ROOT = Path(__file__).parents[2]
STARTED = """
import sys
from evals.bench import servers
with servers.postgres() as url:
    print(url, flush=True)
    sys.stdin.read()
"""


def test_a_server_listens_on_this_machine_only(postgres_superuser: str) -> None:
    engine = create_engine(postgres_superuser)
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW listen_addresses")) == "127.0.0.1"
        assert connection.scalar(text("SELECT 'a' < 'B'")), (
            "it sorts as English does, so that tests find what relies on it"
        )
    engine.dispose()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("end", ["SIGKILL", "SIGTERM"])
@pytest.mark.usefixtures("postgres_superuser")  # skips where there is no server
def test_a_server_ends_with_the_process_that_started_it(end: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    port = make_url(process.stdout.readline().strip()).port
    os.killpg(process.pid, getattr(signal, end)) if end == "SIGTERM" else process.kill()
    process.communicate()
    latest = time.monotonic() + 60
    while servers._listens(port or 0):
        assert time.monotonic() < latest, "it runs on"
        time.sleep(0.1)


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(servers.shutil, "which", lambda name: None)
    monkeypatch.setattr(servers, "INSTALLED", tmp_path)
    with pytest.raises(servers.ServerAbsentError, match="apt-get install postgresql"), servers.postgres():
        pass
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(servers.ServerAbsentError, match="chroma"), servers.chroma():
        pass
