"""What holds for every test: no network but this machine's, no model hub, no telemetry, a home of its own."""

from __future__ import annotations

import ipaddress
import os
import socket
from pathlib import Path
from typing import Any

import pytest

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",
}
os.environ.update(OFFLINE)  # before anything of ours is imported, and for the processes that tests start

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
