"""A server on loopback that speaks the chat-completions protocol: well, badly, slowly, or not to the end."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Act = Callable[["Handler", dict[str, Any]], None]
"""What the server does with one request."""


@dataclass
class Served:
    """A server that runs: its address, what it was sent, and what it does next, one act a request."""

    url: str
    acts: list[Act]
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Takes a request and does the next act; the last one again and again."""

    served: Served

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.served.requests.append(body)
        self.served.headers.append(dict(self.headers))
        act = self.served.acts.pop(0) if len(self.served.acts) > 1 else self.served.acts[0]
        try:
            act(self, body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written."""

    def begin(self, status: int = 200, kind: str = "text/event-stream") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()

    def event(self, data: Any) -> None:
        self.wfile.write(b"data: " + (data if isinstance(data, bytes) else json.dumps(data).encode()) + b"\n\n")
        self.wfile.flush()


def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> dict[str, Any]:
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    return {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices, **more}


def says(words: str, piece: int = 9) -> Act:
    """Streams these words."""

    def act(handler: Handler, _: dict[str, Any]) -> None:
        handler.begin()
        for at in range(0, len(words), piece):
            handler.event(chunk({"role": "assistant", "content": words[at : at + piece]}))
        handler.event(chunk({}, "stop"))
        usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
        handler.event({**chunk({}), "choices": [], "usage": usage})
        handler.event(b"[DONE]")

    return act


def calls(name: str, arguments: str) -> Act:
    """Streams a tool call whose arguments come in two pieces."""

    def act(handler: Handler, _: dict[str, Any]) -> None:
        handler.begin()
        half = len(arguments) // 2
        first = {"index": 0, "id": "call_1", "type": "function", "function": {"name": name, "arguments": ""}}
        handler.event(chunk({"role": "assistant", "content": None, "tool_calls": [first]}))
        for part in (arguments[:half], arguments[half:]):
            handler.event(chunk({"tool_calls": [{"index": 0, "function": {"arguments": part}}]}))
        handler.event(chunk({}, "tool_calls"))
        handler.event(b"[DONE]")

    return act


def refuses(status: int, message: str = "no", code: str = "error") -> Act:
    """Answers with an error."""

    def act(handler: Handler, _: dict[str, Any]) -> None:
        handler.begin(status, "application/json")
        error = {"error": {"message": message, "type": code, "code": code}}
        handler.wfile.write(json.dumps(error).encode())

    return act


def breaks_off(words: str) -> Act:
    """Streams these words and closes the connection without an end."""

    def act(handler: Handler, _: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for at in range(0, len(words), 9):
            data = (
                b"data: " + json.dumps(chunk({"role": "assistant", "content": words[at : at + 9]})).encode() + b"\n\n"
            )
            handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            handler.wfile.flush()
        handler.close_connection = True

    return act


def drips(seconds: float) -> Act:
    """Keeps the connection alive with comments and says nothing."""

    def act(handler: Handler, _: dict[str, Any]) -> None:
        handler.begin()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            handler.wfile.write(b": wait\n\n")
            handler.wfile.flush()
            time.sleep(0.05)

    return act


def raw(data: bytes, kind: str = "text/event-stream") -> Act:
    """Answers with these bytes."""

    def act(handler: Handler, _: dict[str, Any]) -> None:
        handler.begin(200, kind)
        handler.wfile.write(data)

    return act


@contextmanager
def serving(*acts: Act) -> Iterator[Served]:
    """A server that does these acts; it ends with the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handling", (Handler,), {}))
    server.daemon_threads = True
    served = Served(f"http://127.0.0.1:{server.server_address[1]}/v1", list(acts))
    server.RequestHandlerClass.served = served  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
