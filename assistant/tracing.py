"""OpenTelemetry spans of every answer, where the standard variables ask for them; off by default.

`OTEL_EXPORTER_OTLP_ENDPOINT` (or `..._TRACES_ENDPOINT`) turns them on, `OTEL_SDK_DISABLED=true` off again. What people
ask and what is answered is in them only where `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true`. LangSmith
needs nothing here: LangChain sends to it where `LANGSMITH_TRACING=true`.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

CONTENT = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
_LONGEST = 4000


def trace_handlers() -> list[BaseCallbackHandler]:
    """The callbacks that an answer is made with: the one that writes spans, or none."""
    is_off = os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true"
    return [] if is_off else [SpanHandler(_tracer())]


@cache
def _tracer() -> Tracer:
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    name = os.environ.get("OTEL_SERVICE_NAME") or "spec-assistant"
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider.get_tracer("spec-assistant")


class SpanHandler(BaseCallbackHandler):
    """A span for each run of LangChain's, within the span of the run that it is part of."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._spans: dict[UUID, Span] = {}

    def _begin(self, name: str, run_id: UUID, parent: UUID | None, told: Any) -> None:
        from opentelemetry.trace import set_span_in_context

        outer = self._spans.get(parent) if parent else None
        span = self._tracer.start_span(name, context=set_span_in_context(outer) if outer else None)
        if os.environ.get(CONTENT, "").lower() == "true":
            span.set_attribute("input", str(told)[:_LONGEST])
        self._spans[run_id] = span

    def _end(self, run_id: UUID, told: Any, error: BaseException | None = None) -> None:
        span = self._spans.pop(run_id, None)
        if span is None:
            return
        if error is not None:
            span.set_attribute("error.type", type(error).__name__)
        elif os.environ.get(CONTENT, "").lower() == "true":
            span.set_attribute("output", str(told)[:_LONGEST])
        span.end()

    def on_chain_start(
        self, serialized: Any, inputs: Any, *, run_id: UUID, parent_run_id: UUID | None = None, name: str = "", **_: Any
    ) -> None:
        """A step begins."""
        self._begin(name or "chain", run_id, parent_run_id, inputs)

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **_: Any) -> None:
        """A step has ended."""
        self._end(run_id, outputs)

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **_: Any) -> None:
        """A step has failed."""
        self._end(run_id, None, error)

    def on_chat_model_start(
        self, serialized: Any, messages: Any, *, run_id: UUID, parent_run_id: UUID | None = None, **_: Any
    ) -> None:
        """A call of the chat model begins."""
        self._begin("chat model", run_id, parent_run_id, messages)

    def on_llm_end(self, response: Any, *, run_id: UUID, **_: Any) -> None:
        """A call of the chat model has ended."""
        self._end(run_id, response)

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **_: Any) -> None:
        """A call of the chat model has failed."""
        self._end(run_id, None, error)

    def on_tool_start(
        self, serialized: Any, input_str: str, *, run_id: UUID, parent_run_id: UUID | None = None, **_: Any
    ) -> None:
        """A tool begins."""
        self._begin(f"tool {(serialized or {}).get('name', '')}".strip(), run_id, parent_run_id, input_str)

    def on_tool_end(self, output: Any, *, run_id: UUID, **_: Any) -> None:
        """A tool has ended."""
        self._end(run_id, output)

    def on_tool_error(self, error: BaseException, *, run_id: UUID, **_: Any) -> None:
        """A tool has failed."""
        self._end(run_id, None, error)
