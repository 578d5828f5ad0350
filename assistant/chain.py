"""How a question becomes an answer: understand, compose, verify, render; also as one LangChain `Runnable`, to be
traced, batched and built upon as any other.

answer_chain(steps).invoke({"question": "how many years?", "class_code": "3039MP", "history": []}) -> Answer

With a chat model a step stands before the verification, in which the model words the composed draft.
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
from assistant.events import Event, Opened, Retrieved, Said, Tell, Understood, Withheld, untold
from assistant.evidence import Similarity
from assistant.resolve import Library
from assistant.understand import Request, understand
from assistant.verify import Failure, verify

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.agent.writer import Writer


class Question(TypedDict, total=False):
    """The chain's input: only `question` is needed. `history` are the earlier questions, oldest first, `as_of`
    the day on which a person's own case is judged: without one the requirements are told and nothing is judged.
    `said` are the facts of that case in the person's words, where they are not to be read from question and history;
    `tell` is told what happens, as it happens."""

    question: str
    class_code: str | None
    history: Sequence[str]
    as_of: date | None
    said: str | None
    tell: Tell


class Teller:
    """Tells what happens, and notes after how many milliseconds the first words of the answer were told."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._started = time.perf_counter()
        self.first_ms: float | None = None

    def __call__(self, event: Event) -> None:
        """Tell one event."""
        if self.first_ms is None and isinstance(event, Said | Opened):
            self.first_ms = _since(self._started)
        self._tell(event)


@dataclass(frozen=True)
class State:
    """An answer in the making. `timings_ms` are wall-clock milliseconds by step, `model` the chat model that wrote."""

    request: Request
    timings_ms: dict[str, float]
    teller: Teller
    as_of: date | None = None
    draft: Draft | None = None
    model: str | None = None


@dataclass(frozen=True)
class AnswerSteps:
    """The steps from a question to its answer, over a library of specifications and its index.

    `writer` is the chat model, where there is one.
    """

    library: Library
    similarity: Similarity
    find: Finder
    route: Route | None = None
    check: Check | None = None
    writer: Writer | None = None

    def answer(self, asked: Question) -> Answer:
        """The answer, by all steps."""
        return self.verify(self.write(self.compose(self.understand(asked))))

    def understand(self, asked: Question) -> State:
        """What is asked, and of which class."""
        started = time.perf_counter()
        teller = Teller(asked.get("tell") or untold)
        request = understand(
            asked["question"],
            self.library,
            class_code=asked.get("class_code"),
            history=asked.get("history") or (),
            said=asked.get("said"),
        )
        topics = tuple(one.topic.name if one.topic else one.text for one in request.parts)
        teller(Understood(request.kind.value, request.class_code, topics))
        return State(request, {"understand": _since(started)}, teller, asked.get("as_of"))

    def compose(self, state: State) -> State:
        """A draft from the clauses that speak of it."""
        started = time.perf_counter()
        draft = compose(
            *(state.request, self.library, self.similarity, self.find),
            route=self.route,
            check=self.check,
            as_of=state.as_of,
        )
        state.teller(Retrieved("composer", _cited(draft)))
        return replace(state, draft=draft, timings_ms=state.timings_ms | {"compose": _since(started)})

    def write(self, state: State) -> State:
        """The draft as the chat model words it."""
        if self.writer is None or state.draft is None:
            return state
        started = time.perf_counter()
        day = state.as_of.isoformat() if state.as_of else None
        draft = self.writer.write(state.request, state.draft, day, state.teller)
        timings = state.timings_ms | {"write": _since(started)}
        return replace(state, draft=draft, model=self.writer.name, timings_ms=timings)

    def verify(self, state: State) -> Answer:
        """What of the draft is proven, rendered."""
        started = time.perf_counter()
        assert state.draft is not None
        draft, failures = verify(state.draft)
        timings = state.timings_ms | {"verify": _since(started)}
        timings["total"] = round(sum(timings.values()), 3)
        answer = render(draft, state.request.question, model=state.model, timings_ms=timings)
        if state.teller.first_ms is None:
            _tell(state.teller, draft, failures, answer)
        first = state.teller.first_ms if state.teller.first_ms is not None else timings["total"]
        return answer.model_copy(update={"timings_ms": timings | {"first_statement": first}})


def _tell(tell: Tell, draft: Draft, failures: Sequence[Failure], answer: Answer) -> None:
    """Tell an answer of which nothing was told while it was made."""
    for failure in failures:
        tell(Withheld(failure.statement.text, failure.reasons))
    if draft.text:
        tell(Opened(draft.text))
    for statement in answer.statements:
        tell(Said(statement))


def answer_chain(steps: AnswerSteps) -> Runnable[Question, Answer]:
    """The steps as a LangChain `Runnable`; importing that takes longer than an answer."""
    from langchain_core.runnables import RunnableLambda

    chain: Any = (
        RunnableLambda(steps.understand, name="understand")
        | RunnableLambda(steps.compose, name="compose")
        | RunnableLambda(steps.write, name="write")
        | RunnableLambda(steps.verify, name="verify")
    )
    return chain.with_config(run_name="answer")  # type: ignore[no-any-return]


def _cited(draft: Draft) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (one.spec.class_code, one.section, one.quote) for statement in draft.statements for one in statement.evidence
    )


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
