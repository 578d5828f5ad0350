"""What is done while an answer's stream is being closed is not lost.

Gradio's client in the browser reads all that it waits for from one stream. The server ends it where nothing is waited
for, and the client takes it for open until it has read so: an event that is joined in between opens no other, and its
answer is never read. So an end is held back for a while, and a stream goes on where another event is joined meanwhile;
and who joins an event is told how many streams of theirs had ended by then, so that the browser, in static/streams.js,
reads their ends before it goes on.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

Message = MutableMapping[str, Any]
App = Callable[[Message, Any, Any], Awaitable[None]]

LINGER_SECONDS = 2.0
"""How long the end of a stream is held back: people who go on at once are in this time."""
ENDED = b"x-streams-ended"
"""The header, of the answer to a joining, with the number of the session's streams that have ended."""

JOIN, DATA = "/gradio_api/queue/join", "/gradio_api/queue/data"
_END = b'"msg":"close_stream"'
_MOST = 10_000
_SESSION = re.compile(rb'"session_hash":\s*"(\w+)"')


def _is_browser(scope: Message) -> bool:
    """Whether a browser asks; Gradio's client in Python ends a stream by itself, and takes a longer one for broken."""
    return any(name == b"user-agent" and value.startswith(b"Mozilla/") for name, value in scope["headers"])


class Streams:
    """The middleware."""

    def __init__(self, app: App, linger: float = LINGER_SECONDS) -> None:
        self._app, self._linger = app, linger
        self._held: dict[str, asyncio.Event] = {}
        self._ended: OrderedDict[str, int] = OrderedDict()

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Let one request through."""
        path = scope["path"] if scope["type"] == "http" else ""
        if path == DATA and _is_browser(scope):
            session = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [""])[0]
            await self._stream(session, scope, receive, send)
        elif path == JOIN:
            await self._join(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _stream(self, session: str, scope: Message, receive: Any, send: Any) -> None:
        """One stream to the client, of as many of Gradio's as there are before it ends for good."""
        is_begun, end = False, list[Message]()

        async def passed(message: Message) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                if not is_begun:
                    await send(message)
                is_begun = True
            elif _END in message.get("body", b"") or not message.get("more_body"):
                end.append(message)
            else:
                await send(message)

        joined = self._held[session] = asyncio.Event()
        try:
            goes_on = True
            while goes_on:
                end.clear()
                joined.clear()
                await self._app(scope, receive, passed)
                goes_on = any(_END in message.get("body", b"") for message in end) and await self._waited(joined)
        finally:
            if self._held.get(session) is joined:
                del self._held[session]
            self._note(session)
        for message in end:
            await send(message)

    async def _waited(self, joined: asyncio.Event) -> bool:
        """Whether another event is joined before the time is up, or in the moment in which it is."""
        with suppress(TimeoutError):
            await asyncio.wait_for(joined.wait(), self._linger)
        return joined.is_set()

    def _note(self, session: str) -> None:
        self._ended[session] = self._ended.get(session, 0) + 1
        self._ended.move_to_end(session)
        while len(self._ended) > _MOST:
            self._ended.popitem(last=False)

    async def _join(self, scope: Message, receive: Any, send: Any) -> None:
        sent = bytearray()

        async def overheard() -> Any:
            message = await receive()
            sent.extend(message.get("body", b""))
            return message

        async def confirmed(message: Message) -> None:
            if message["type"] == "http.response.start" and (named := _SESSION.findall(sent)):
                ended = self._confirm(named[-1].decode())
                message = {**message, "headers": [*message.get("headers", ()), (ENDED, b"%d" % ended)]}
            await send(message)

        await self._app(scope, overheard, confirmed)

    def _confirm(self, session: str) -> int:
        """Let the session's stream go on where there is one; how many of the session's streams have ended."""
        held = self._held.get(session)
        if held is not None:
            held.set()
        return self._ended.get(session, 0)
