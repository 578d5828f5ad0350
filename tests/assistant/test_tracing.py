"""Spans of an answer reach an OpenTelemetry collector where the standard variables name one, and nothing else does."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent import futures
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
