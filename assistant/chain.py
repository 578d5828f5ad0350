"""How a question becomes an answer: understand, compose, verify, render; also as one LangChain `Runnable`, to be
traced, batched and built upon as any other.

answer_chain(steps).invoke({"question": "how many years?", "class_code": "3039MP", "history": []}) -> Answer
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
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


@dataclass(frozen=True)
class AnswerSteps:
    """The steps from a question to its answer, over a library of specifications and its index."""

    library: Library
    similarity: Similarity
    find: Finder
    route: Route | None = None
    check: Check | None = None

    def answer(self, asked: Question) -> Answer:
        """The answer, by all steps."""
        return self.verify(self.compose(self.understand(asked)))

    def understand(self, asked: Question) -> State:
        """What is asked, and of which class."""
        started = time.perf_counter()
        request = understand(
            asked["question"], self.library, class_code=asked.get("class_code"), history=asked.get("history") or ()
        )
        return State(request, {"understand": _since(started)}, asked.get("as_of"))

    def compose(self, state: State) -> State:
        """A draft from the clauses that speak of it."""
        started = time.perf_counter()
        draft = compose(
            *(state.request, self.library, self.similarity, self.find),
            route=self.route,
            check=self.check,
            as_of=state.as_of,
        )
        return replace(state, draft=draft, timings_ms=state.timings_ms | {"compose": _since(started)})

    def verify(self, state: State) -> Answer:
        """What of the draft is proven, rendered."""
        started = time.perf_counter()
        assert state.draft is not None
        draft, _ = verify(state.draft)
        timings = state.timings_ms | {"verify": _since(started)}
        timings["total"] = round(sum(timings.values()), 3)
        return render(draft, state.request.question, timings_ms=timings)


def answer_chain(steps: AnswerSteps) -> Runnable[Question, Answer]:
    """The steps as a LangChain `Runnable`; importing that takes longer than an answer."""
    from langchain_core.runnables import RunnableLambda

    chain: Any = (
        RunnableLambda(steps.understand, name="understand")
        | RunnableLambda(steps.compose, name="compose")
        | RunnableLambda(steps.verify, name="verify")
    )
    return chain.with_config(run_name="answer")  # type: ignore[no-any-return]


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
