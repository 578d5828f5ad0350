"""Commands with the catalogue on PostgreSQL and the vectors on a Chroma server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import Run
from sqlalchemy import make_url
from test_cli_doctor import PARTS, findings

from evals.bench import servers


@pytest.fixture
def on_servers(
    new_on_postgres: Callable[[], str], chroma_server: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The catalogue's URL; the environment names both servers."""
    url = new_on_postgres()
    monkeypatch.setenv("SPECS_CATALOGUE_URL", url)
    monkeypatch.setenv("SPECS_CHROMA_URL", chroma_server)
    yield url


def test_commands_do_on_servers_what_they_do_in_a_folder(specs: Run, on_servers: str) -> None:
    ran = specs("doctor")
    assert findings(ran.out)["catalogue"] == "!", "empty"
    assert specs("sync").code == 0
    ran = specs("doctor")
    assert ran.code == 0
    assert findings(ran.out) == dict.fromkeys(PARTS, "✓")
    assert "specs on 127.0.0.1" in " ".join(ran.out.split())
    asked = specs("ask", "--json", "How many years of experience do I need?")
    assert asked.code == 0
    assert asked.json["outcome"] == "answered"
    assert "3039MP" in specs("list").out
    assert specs("search", "hires staff").code == 0
    assert specs("rules", "3039MP").code == 0
    assert str(make_url(on_servers).password) not in ran.out + asked.out


@pytest.mark.usefixtures("on_servers")
def test_vectors_in_a_folder_are_said_to_serve_one_machine(specs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPECS_CHROMA_URL")
    assert specs("sync").code == 0
    ran = specs("doctor")
    assert ran.code == 0
    assert findings(ran.out)["home"] == "!"
    assert "▸ to let several machines answer, set SPECS_CHROMA_URL" in ran.out


def test_a_database_that_lets_nobody_in_is_told_without_the_password(
    specs: Run, on_servers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = make_url(on_servers).set(password="n0ne")
    monkeypatch.setenv("SPECS_CATALOGUE_URL", wrong.render_as_string(hide_password=False))
    ran = specs("doctor")
    assert ran.code == 4
    assert findings(ran.out)["catalogue"] == "✗"
    assert "password authentication failed" in " ".join(ran.out.split())
    asked = specs("ask", "Which duties?")
    assert (asked.code, asked.out, asked.err.count("\n")) == (4, "", 1)
    assert "n0ne" not in ran.out + asked.err
    monkeypatch.setenv("SPECS_CATALOGUE_URL", "postgresql://specs:n0ne@host:port/specs")
    ran = specs("doctor")
    assert findings(ran.out)["home"] == "✗"
    assert "n0ne" not in ran.out


@pytest.mark.usefixtures("on_servers")
def test_a_chroma_server_that_is_gone_is_named(specs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        with servers.chroma() as url:
            monkeypatch.setenv("SPECS_CHROMA_URL", url)
            assert specs("sync").code == 0
    except servers.ServerAbsentError as error:
        pytest.skip(str(error))
    asked = specs("ask", "Which duties?")
    assert (asked.code, asked.out) == (4, "")
    assert f"no Chroma server answers at {url}" in asked.err
    ran = specs("doctor")
    assert findings(ran.out)["vectors"] == "✗"
