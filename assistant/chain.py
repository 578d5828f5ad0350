"""How a question becomes an answer: understand, compose, verify, render.

`answer_chain` has these steps as one LangChain `Runnable`, to be traced, batched and built upon as any other; `taken`
takes them without importing LangChain, which takes longer than an answer.

chain.invoke({"question": "how many years?", "class_code": "3039MP", "history": []}) -> Answer
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any, TypedDict

from assistant.answer import Answer, Draft, render
from assistant.compose.draft import Finder, Route, compose
from assistant.compose.own_case import Check
from assistant.evidence import Similarity
from assistant.resolve import Library
from assistant.understand import Request, understand
from assistant.verify import verify

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

Steps = tuple[tuple[str, Callable[[Any], Any]], ...]
"""The steps by name; each takes what the one before gives, from a `Question` to an `Answer`."""


class Question(TypedDict, total=False):
    """The chain's input: only `question` is needed. `history` are the earlier questions, oldest first, `as_of`
    the day on which a person's own case is judged: without one the requirements are told and nothing is judged."""

    question: str
    class_code: str | None
    history: Sequence[str]
    as_of: date | None


@dataclass(frozen=True)
class State:
    """An answer in the making. `timings_ms` are wall-clock milliseconds by step."""

    request: Request
    timings_ms: dict[str, float]
    as_of: date | None = None
    draft: Draft | None = None


def answer_steps(
    library: Library,
    similarity: Similarity,
    find: Finder,
    route: Route | None = None,
    check: Check | None = None,
) -> Steps:
    """The steps over a library of specifications and its index."""

    def understand_step(asked: Question) -> State:
        started = time.perf_counter()
        request = understand(
            asked["question"], library, class_code=asked.get("class_code"), history=asked.get("history") or ()
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

    return ("understand", understand_step), ("compose", compose_step), ("verify", verify_step)


def taken(steps: Steps, asked: Question) -> Answer:
    """The answer, by all steps."""
    answer: Answer = reduce(lambda given, step: step[1](given), steps, asked)  # type: ignore[assignment]
    return answer


def answer_chain(steps: Steps) -> Runnable[Question, Answer]:
    """The steps as one LangChain `Runnable`."""
    from langchain_core.runnables import RunnableLambda, RunnableSequence

    chain: Any = RunnableSequence(*(RunnableLambda(step, name=name) for name, step in steps))
    return chain.with_config(run_name="answer")  # type: ignore[no-any-return]


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
