"""`specs serve` as a person starts and ends it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from assistant.cli import run


def _serve(*arguments: str, home: Path, **settings: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "SPECS_HOME": str(home), **settings}
    command = [sys.executable, "-m", "assistant.cli", "serve", *arguments]
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _called(url: str, data: list[object]) -> str:
    begun = httpx.post(url, json={"data": data}, timeout=60).json()
    return httpx.get(f"{url}/{begun['event_id']}", timeout=60).text


def test_it_opens_and_ends_by_ctrl_c(synced_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = _serve("--port", str(port), home=synced_home)
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                page = httpx.get(f"http://127.0.0.1:{port}/", timeout=5)
                break
            except httpx.TransportError:
                assert process.poll() is None, process.communicate()
                time.sleep(0.3)
        assert "Job Spec Assistant" in page.text
        for sent in (["I hold a doctorate"], [["I hold a doctorate"], 7, {}, None]):
            assert "event: error" in _called(f"http://127.0.0.1:{port}/gradio_api/call/ask", sent)
    finally:
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=60)
    assert f"http://127.0.0.1:{port}" in said
    assert "Traceback" not in said
    assert "UserWarning" not in said
    assert "doctorate" not in out + said, "what a person says of themselves is not logged"


def test_a_public_address_needs_users(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--host", "0.0.0.0"]) == 2
    said = capsys.readouterr().err
    assert "nobody would have to sign in" in said
    assert "SPECS_AUTH_FILE" in said


def test_a_port_in_use_is_named_with_another(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["serve", "--port", str(port)]) == 2
    assert f"specs serve --port {port + 1}" in capsys.readouterr().err


@pytest.mark.parametrize("rate", ["many", "0", "-3"])
def test_a_rate_that_is_none_is_refused(
    rate: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPECS_RATE", rate)
    assert run(["serve", "--port", "0"]) == 2
    assert "SPECS_RATE=240" in capsys.readouterr().err


def test_a_broken_file_of_users_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    users = tmp_path / "users.yaml"
    users.write_text("users: {ann: {role: hr, password: plain}}")
    users.chmod(0o600)
    monkeypatch.setenv("SPECS_AUTH_FILE", str(users))
    assert run(["serve", "--port", "0"]) == 2
    assert "no argon2 or bcrypt hash" in capsys.readouterr().err


def test_the_hash_of_a_password_opens(tmp_path: Path) -> None:
    from assistant.web.access import Role, User, Users, access_for

    made = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "serve", "--hash"],
        input="pass word\n",
        text=True,
        capture_output=True,
        check=True,
    )
    users = Users(users={"ann": User(role=Role.HR, password=made.stdout.strip())})
    access = access_for(users, is_loopback=True, is_open=False)
    assert access.sign_in("ann", "pass word", now=0)
