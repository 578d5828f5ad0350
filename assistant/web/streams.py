"""What is done while an answer's stream is being closed is not lost.

Gradio's client in the browser reads all that it waits for from one stream. The server ends it where nothing is waited
for, and the client takes it for open until it has read so: an event that is joined in between opens no other, and its
answer is never read. So the joining of an event is confirmed only when the end of a stream has surely been read.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]

SECONDS = 0.15
"""How long the end of a stream may be on its way; an event that comes after that is confirmed at once."""

JOIN, DATA = "/gradio_api/queue/join", "/gradio_api/queue/data"
_MOST = 10_000
_SESSION = re.compile(rb'"session_hash":\s*"(\w+)"')


class Streams:
    """The middleware."""

    def __init__(self, app: App, seconds: float = SECONDS) -> None:
        self._app, self._seconds = app, seconds
        self._ended: OrderedDict[str, float] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Let one request through; the answer to a join waits where a stream of the same session has just ended."""
        if scope["type"] == "http" and scope["path"] == DATA:
            session = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [""])[0]
            try:
                await self._app(scope, receive, send)
            finally:
                self._note(session)
        elif scope["type"] == "http" and scope["path"] == JOIN:
            await self._join(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _note(self, session: str) -> None:
        self._ended[session] = time.monotonic()
        self._ended.move_to_end(session)
        while len(self._ended) > _MOST:
            self._ended.popitem(last=False)

    async def _join(self, scope: Scope, receive: Any, send: Any) -> None:
        sent = bytearray()

        async def overheard() -> Any:
            message = await receive()
            sent.extend(message.get("body", b""))
            return message

        async def confirmed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start" and (named := _SESSION.findall(sent)):
                await asyncio.sleep(self._left(named[-1].decode()))
            await send(message)

        await self._app(scope, overheard, confirmed)

    def _left(self, session: str) -> float:
        """The seconds for which the end of the session's last stream may still be on its way."""
        return max(0.0, self._ended.get(session, float("-inf")) + self._seconds - time.monotonic())
