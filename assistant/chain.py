"""The answer as one LangChain `Runnable`: understand, compose, verify, render; traced and batched as any other.

chain.invoke({"question": "how many years?", "class_code": "3039MP", "history": []}) -> Answer

With a chat model a step stands before the verification, in which the model words the composed draft.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import Answer, Draft, render
from assistant.compose.draft import Finder, Route, compose
from assistant.compose.own_case import Check
from assistant.events import Event, Opened, Retrieved, Said, Tell, Understood, Withheld, untold
from assistant.evidence import Similarity
from assistant.resolve import Library
from assistant.understand import Request, understand
from assistant.verify import verify

if TYPE_CHECKING:
    from assistant.agent.writer import Writer


class Question(TypedDict, total=False):
    """The chain's input: only `question` is needed. `history` are the earlier questions, oldest first, `as_of`
    the day on which a person's own case is judged: without one the requirements are told and nothing is judged.
    `tell` is told what happens, as it happens."""

    question: str
    class_code: str | None
    history: Sequence[str]
    as_of: date | None
    tell: Tell


@dataclass(frozen=True)
class State:
    """An answer in the making. `timings_ms` are wall-clock milliseconds by step."""

    request: Request
    timings_ms: dict[str, float]
    teller: Teller
    as_of: date | None = None
    draft: Draft | None = None
    model: str | None = None


class Teller:
    """Tells what happens, and notes when the first statement was told."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._started = time.perf_counter()
        self.first_ms: float | None = None

    def __call__(self, event: Event) -> None:
        """Tell one event."""
        if self.first_ms is None and isinstance(event, Said | Opened):
            self.first_ms = _since(self._started)
        self._tell(event)

    @property
    def has_said(self) -> bool:
        """Whether a statement, or words of the server's own, were told."""
        return self.first_ms is not None


def answer_chain(  # noqa: PLR0917
    library: Library,
    similarity: Similarity,
    find: Finder,
    route: Route | None = None,
    check: Check | None = None,
    writer: Writer | None = None,
) -> Runnable[Question, Answer]:
    """The chain over a library of specifications and its index; `writer` is the chat model, where there is one."""

    def understand_step(asked: Question) -> State:
        started = time.perf_counter()
        teller = Teller(asked.get("tell") or untold)
        request = understand(
            asked["question"], library, class_code=asked.get("class_code"), history=asked.get("history") or ()
        )
        topics = tuple(one.topic.name if one.topic else one.text for one in request.parts)
        teller(Understood(request.kind.value, request.class_code, topics))
        return State(request, {"understand": _since(started)}, teller, asked.get("as_of"))

    def compose_step(state: State) -> State:
        started = time.perf_counter()
        draft = compose(state.request, library, similarity, find, route=route, check=check, as_of=state.as_of)
        state.teller(Retrieved("composer", _cited(draft)))
        return replace(state, draft=draft, timings_ms=state.timings_ms | {"compose": _since(started)})

    def write_step(state: State) -> State:
        if writer is None or state.draft is None:
            return state
        started = time.perf_counter()
        day = state.as_of.isoformat() if state.as_of else None
        draft = writer.write(state.request, state.draft, day, state.teller)
        model = writer.settings.name or "given"
        return replace(state, draft=draft, model=model, timings_ms=state.timings_ms | {"write": _since(started)})

    def verify_step(state: State) -> Answer:
        started = time.perf_counter()
        assert state.draft is not None
        draft, failures = verify(state.draft)
        timings = state.timings_ms | {"verify": _since(started)}
        timings["total"] = round(sum(timings.values()), 3)
        answer = render(draft, state.request.question, model=state.model, timings_ms=timings)
        if not state.teller.has_said:
            for failure in failures:
                state.teller(Withheld(failure.statement.text, failure.reasons))
            for event in ([Opened(draft.text)] if draft.text else []) + [Said(one) for one in answer.statements]:
                state.teller(event)
        return answer.model_copy(
            update={"timings_ms": timings | {"first_statement": state.teller.first_ms or timings["total"]}}
        )

    steps: Any = (
        RunnableLambda(understand_step, name="understand")
        | RunnableLambda(compose_step, name="compose")
        | RunnableLambda(write_step, name="write")
        | RunnableLambda(verify_step, name="verify")
    )
    return steps.with_config(run_name="answer")  # type: ignore[no-any-return]


def _cited(draft: Draft) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (one.spec.class_code, one.section, one.quote) for statement in draft.statements for one in statement.evidence
    )


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
