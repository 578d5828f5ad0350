"""No event is joined to a stream whose end is on its way: the stream goes on, or the browser is told."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from assistant.web.streams import DATA, ENDED, JOIN, Streams

AGENT = [(b"user-agent", b"Mozilla/5.0 (X11; Linux x86_64)")]


async def _app(scope: Any, receive: Any, send: Any) -> None:
    """Reads what is sent in two pieces and answers."""
    if scope["path"] == JOIN:
        while (await receive())["more_body"]:
            pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


async def _ask(app: Streams, path: str, session: str) -> int | None:
    """The number of ended streams that the answer told of."""
    body = json.dumps({"data": ["words"], "session_hash": session}).encode()
    pieces = [{"type": "http.request", "body": body[:40], "more_body": True}]
    pieces.append({"type": "http.request", "body": body[40:], "more_body": False})
    told = list[Any]()

    async def receive() -> Any:
        return pieces.pop(0)

    async def send(message: Any) -> None:
        told.append(message)

    scope = {"type": "http", "path": path, "query_string": f"session_hash={session}".encode(), "headers": AGENT}
    await app(scope, receive, send)
    assert [one["type"] for one in told] == ["http.response.start", "http.response.body"]
    ended = dict(told[0]["headers"]).get(ENDED)
    return None if ended is None else int(ended)


def test_who_joins_is_told_how_many_of_their_own_streams_have_ended() -> None:
    async def told() -> list[int | None]:
        app, found = Streams(_app, linger=0.0), list[int | None]()
        for stream in ("mine", "other", "mine"):
            found += [await _ask(app, JOIN, "mine"), await _ask(app, DATA, stream)]
        return [*found, await _ask(app, JOIN, "mine")]

    assert asyncio.run(told()) == [0, None, 1, None, 1, None, 2]


def _data_scope(agent: Any) -> dict[str, Any]:
    return {"type": "http", "path": DATA, "query_string": b"session_hash=mine", "headers": agent}


async def _two_streams(linger: float, joins_after: float | None, agent: Any = AGENT) -> list[bytes]:
    """What one client reads where each of Gradio's streams says one thing and ends."""
    count = 0

    async def gradio(scope: Any, receive: Any, send: Any) -> None:
        nonlocal count
        if scope["path"] == JOIN:
            await _app(scope, receive, send)
            return
        count += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for said in (b"data: %d" % count, b'data: {"msg":"close_stream"}'):
            await send({"type": "http.response.body", "body": said, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    app, read = Streams(gradio, linger=linger), list[Any]()

    async def send(message: Any) -> None:
        read.append(message)

    stream = asyncio.create_task(app(_data_scope(agent), None, send))
    if joins_after is not None:
        await asyncio.sleep(joins_after)
        await _ask(app, JOIN, "mine")
    await stream
    assert [one["type"] for one in read].count("http.response.start") == 1
    return [one["body"] for one in read[1:]]


def test_a_stream_goes_on_where_another_event_is_joined_before_its_end_is_told() -> None:
    end = [b'data: {"msg":"close_stream"}', b""]
    assert asyncio.run(_two_streams(0.3, joins_after=0.05)) == [b"data: 1", b"data: 2", *end]
    assert asyncio.run(_two_streams(0.05, joins_after=None)) == [b"data: 1", *end]


def test_the_stream_of_another_program_ends_at_once() -> None:
    end = [b'data: {"msg":"close_stream"}', b""]
    program = [(b"user-agent", b"gradio_client/2.0")]
    assert asyncio.run(asyncio.wait_for(_two_streams(60.0, None, program), 5)) == [b"data: 1", *end]
