"""The answer as one LangChain `Runnable`: understand, compose, verify, render; traced and batched as any other.

chain.invoke({"question": "how many years?", "class_code": "3039MP", "history": []}) -> Answer
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypedDict

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import Answer, Draft, render
from assistant.compose.draft import Finder, Route, compose
from assistant.compose.own_case import Check
from assistant.evidence import Similarity
from assistant.resolve import Library
from assistant.understand import Request, understand
from assistant.verify import verify


class Question(TypedDict, total=False):
    """The chain's input: only `question` is needed. `history` are the earlier questions, oldest first, `as_of`
    the day on which a person's own case is judged: without one the requirements are told and nothing is judged.
    `said` are the facts of that case in the person's words, where they are not to be read from question and history."""

    question: str
    class_code: str | None
    history: Sequence[str]
    as_of: date | None
    said: str | None


@dataclass(frozen=True)
class State:
    """An answer in the making. `timings_ms` are wall-clock milliseconds by step."""

    request: Request
    timings_ms: dict[str, float]
    as_of: date | None = None
    draft: Draft | None = None


def answer_chain(
    library: Library,
    similarity: Similarity,
    find: Finder,
    route: Route | None = None,
    check: Check | None = None,
) -> Runnable[Question, Answer]:
    """The chain over a library of specifications and its index."""

    def understand_step(asked: Question) -> State:
        started = time.perf_counter()
        request = understand(
            asked["question"],
            library,
            class_code=asked.get("class_code"),
            history=asked.get("history") or (),
            said=asked.get("said"),
        )
        return State(request, {"understand": _since(started)}, asked.get("as_of"))

    def compose_step(state: State) -> State:
        started = time.perf_counter()
        draft = compose(state.request, library, similarity, find, route=route, check=check, as_of=state.as_of)
        return replace(state, draft=draft, timings_ms=state.timings_ms | {"compose": _since(started)})

    def verify_step(state: State) -> Answer:
        started = time.perf_counter()
        assert state.draft is not None
        draft, _ = verify(state.draft)
        timings = state.timings_ms | {"verify": _since(started)}
        timings["total"] = round(sum(timings.values()), 3)
        return render(draft, state.request.question, timings_ms=timings)

    steps: Any = (
        RunnableLambda(understand_step, name="understand")
        | RunnableLambda(compose_step, name="compose")
        | RunnableLambda(verify_step, name="verify")
    )
    return steps.with_config(run_name="answer")  # type: ignore[no-any-return]


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
