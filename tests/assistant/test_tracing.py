"""Spans of an answer reach an OpenTelemetry collector where the standard variables name one, and nothing else does."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent import futures
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import grpc
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

from assistant import open_assistant
from index.testing import HashEmbedder

ASK = """
import sys
from pathlib import Path
from assistant import open_assistant
from index.testing import HashEmbedder
with open_assistant(Path(sys.argv[1]), embedder=HashEmbedder()) as assistant:
    print(assistant.ask("What is the salary group, xylophone?").text)
if "langchain_core.tracers" in sys.modules:
    from langchain_core.tracers.langchain import wait_for_all_tracers

    wait_for_all_tracers()
"""


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """Keeps the spans that it is sent."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        self.lock = threading.Lock()

    def Export(self, request: Any, context: Any) -> Any:  # noqa: N802
        with self.lock:
            self.spans += [s for r in request.resource_spans for scope in r.scope_spans for s in scope.spans]
        return trace_service_pb2.ExportTraceServiceResponse()


@pytest.fixture
def collector() -> Iterator[tuple[Collector, str]]:
    found = Collector()
    server = grpc.server(futures.ThreadPoolExecutor(2))
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(found, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield found, f"http://127.0.0.1:{port}"
    server.stop(0).wait(10)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("traced")
    open_assistant(home, embedder=HashEmbedder()).close()
    return home


def asked(home: Path, **variables: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", ASK, str(home)],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
        timeout=110,
    )
    return ran.stdout


def test_spans_of_the_steps_without_what_was_said(collector: tuple[Collector, str], ready: Path) -> None:
    found, endpoint = collector
    assert "MP 75" in asked(ready, OTEL_EXPORTER_OTLP_ENDPOINT=endpoint)
    by_name = {span.name: span for span in found.spans}
    assert {"answer", "understand", "compose", "verify"} <= by_name.keys()
    parents = {by_name[step].parent_span_id for step in ("understand", "compose", "verify")}
    assert parents == {by_name["answer"].span_id}
    assert all(span.end_time_unix_nano >= span.start_time_unix_nano for span in found.spans)
    assert "xylophone" not in str(found.spans)


def test_what_was_said_only_where_it_is_asked_for(collector: tuple[Collector, str], ready: Path) -> None:
    found, endpoint = collector
    captured = {"OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "true"}
    asked(ready, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=endpoint, **captured)
    assert "xylophone" in str(found.spans)


@pytest.mark.parametrize("variables", [{}, {"OTEL_SDK_DISABLED": "true"}])
def test_off_by_default_and_where_it_is_switched_off(
    collector: tuple[Collector, str], ready: Path, variables: dict[str, str]
) -> None:
    found, endpoint = collector
    more = {"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint} if variables else {}
    asked(ready, **more, **variables)
    assert found.spans == []


class LangSmith(BaseHTTPRequestHandler):
    """Takes what LangChain sends to LangSmith, and keeps it."""

    taken: list[bytes]

    def do_GET(self) -> None:
        self._reply(b"{}")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.taken.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
        self._reply(b"{}", 202)

    do_PATCH = do_POST  # noqa: N815

    def _reply(self, body: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written."""


@pytest.mark.parametrize("is_on", [True, False])
def test_langsmith_is_sent_the_steps_where_its_variables_ask_for_it(ready: Path, is_on: bool) -> None:
    LangSmith.taken = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), LangSmith)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    variables = {
        "LANGSMITH_ENDPOINT": f"http://127.0.0.1:{server.server_address[1]}",
        "LANGSMITH_API_KEY": "loopback",
        "LANGSMITH_TRACING": str(is_on).lower(),
        "LANGSMITH_DISABLE_RUN_COMPRESSION": "true",
        "LANGCHAIN_TRACING_V2": str(is_on).lower(),
    }
    try:
        assert "MP 75" in asked(ready, **variables)
    finally:
        server.shutdown()
        server.server_close()
    sent = b"".join(LangSmith.taken)
    assert all((name in sent) == is_on for name in (b"understand", b"compose", b"verify", b"xylophone"))
