"""An event's joining is confirmed only when the end of its session's last stream has surely been read."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from assistant.web.streams import DATA, JOIN, Streams

SECONDS = 0.2


async def _app(scope: Any, receive: Any, send: Any) -> None:
    """Reads what is sent in two pieces and answers."""
    if scope["path"] == JOIN:
        while (await receive())["more_body"]:
            pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


async def _ask(app: Streams, path: str, session: str) -> float:
    """The seconds until the answer began."""
    body = json.dumps({"data": ["words"], "session_hash": session}).encode()
    pieces = [{"type": "http.request", "body": body[:40], "more_body": True}]
    pieces.append({"type": "http.request", "body": body[40:], "more_body": False})
    begun, told = time.monotonic(), []

    async def receive() -> Any:
        return pieces.pop(0)

    async def send(message: Any) -> None:
        told.append((message["type"], time.monotonic() - begun))

    scope = {"type": "http", "path": path, "query_string": f"session_hash={session}".encode()}
    await app(scope, receive, send)
    assert [kind for kind, _ in told] == ["http.response.start", "http.response.body"]
    return told[0][1]


@pytest.mark.parametrize(("ended", "pause", "least", "most"), [
    ("mine", 0.0, SECONDS - 0.02, None),
    ("other", 0.0, 0.0, SECONDS / 2),
    ("mine", SECONDS + 0.05, 0.0, SECONDS / 2),
    (None, 0.0, 0.0, SECONDS / 2),
])  # fmt: skip
def test_a_join_waits_after_the_end_of_its_own_stream_alone(
    ended: str | None, pause: float, least: float, most: float | None
) -> None:
    async def took() -> float:
        app = Streams(_app, SECONDS)
        if ended is not None:
            await _ask(app, DATA, ended)
        await asyncio.sleep(pause)
        return await _ask(app, JOIN, "mine")

    seconds = asyncio.run(took())
    assert seconds >= least
    assert most is None or seconds < most
