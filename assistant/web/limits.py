"""What every request has to pass: the host it names, how often its client asks, and what a page may load.

Pure ASGI, so that streams pass through untouched.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]
Gate = Callable[[Request], Response | None]

WINDOW_SECONDS = 60.0
ASKS_PER_MINUTE = 240
"""Questions, checks and uploads that one client may send in a minute; `SPECS_RATE` sets another number."""
_MOST_CLIENTS = 10_000
_COUNTED = (
    "/gradio_api/queue/join",
    "/gradio_api/call/",
    "/gradio_api/run/",
    "/gradio_api/upload",
    "/gradio_api/mcp",
    "/sign-in",
)
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})

HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}
"""What a page may load and do: nothing from elsewhere. Gradio's own scripts are inline and evaluate templates."""


class Rate:
    """How many requests of a client lie within the last minute; `allows` counts one more."""

    def __init__(self, most: int, seconds: float = WINDOW_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, client: str) -> bool:
        """Whether the client may go on; what is refused does not count."""
        now = self._clock()
        seen = self._seen.setdefault(client, deque())
        self._seen.move_to_end(client)
        while len(self._seen) > _MOST_CLIENTS:
            self._seen.popitem(last=False)
        while seen and seen[0] <= now - self._seconds:
            seen.popleft()
        if len(seen) >= self._most:
            return False
        seen.append(now)
        return True


class Limits:
    """The middleware. With `local_only`, a request that names another host is refused: a page elsewhere could otherwise
    let a browser of this machine speak to it. `gate` answers in the place of the app, or gives None."""

    def __init__(self, app: App, rate: Rate, *, local_only: bool, gate: Gate) -> None:
        self._app, self._rate, self._local_only, self._gate = app, rate, local_only, gate

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Let one request through, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        if self._local_only and _name(host) not in _LOCAL:
            await PlainTextResponse("this server answers to localhost alone", 421)(scope, receive, send)
            return
        origin = headers.get("origin")
        if scope["method"] not in {"GET", "HEAD", "OPTIONS"} and origin and origin.partition("://")[2] != host:
            await PlainTextResponse("sent from a page of another server", 403)(scope, receive, send)
            return
        client = scope["client"][0] if scope.get("client") else ""
        if scope["method"] == "POST" and scope["path"].startswith(_COUNTED) and not self._rate.allows(client):
            said = {"detail": "too many requests; wait a minute", "error": "too many requests; wait a minute"}
            await JSONResponse(said, 429, {"retry-after": "60"})(scope, receive, send)
            return
        answer = self._gate(Request(scope))
        if answer is not None:
            await answer(scope, receive, send)
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *given]}
            await send(message)

        await self._app(scope, receive, with_headers)


def _name(host: str) -> str:
    return host.partition("]")[0].removeprefix("[") if host.startswith("[") else host.partition(":")[0]
