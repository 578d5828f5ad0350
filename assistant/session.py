"""Opening the assistant on a home, making what is missing on the first run, and conversations with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer
from assistant.events import Tell, untold
from corpus.errors import UserMistake
from corpus.model import Spec

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable
    from langchain_core.tools import BaseTool

    from assistant.agent.writer import Writer
    from assistant.chain import AnswerSteps, Question
    from assistant.retrieval import Retrieval
    from assistant.router import Router
    from corpus.catalogue import Catalogue
    from corpus.entries import Entry
    from corpus.filters import Filters
    from index.langchain import SpecRetriever
    from index.retriever import ClauseSearch, Hit
    from index.store import Store
    from index.sync import Embedder, Progress

_OTEL = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_LANGSMITH = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
"""The standard variables that ask for traces."""

MAX_QUESTION = 4000
"""Characters of a question; a longer one is refused rather than cut."""


class CatalogueLibrary:
    """The catalogue as the chain reads it: the list of classes is read again only when the catalogue has changed."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._generation = -1
        self._entries: tuple[Entry, ...] = ()

    def entries(self) -> Sequence[Entry]:
        """The classes that the catalogue holds now."""
        generation = self._catalogue.generation()
        if generation != self._generation:
            self._entries = self._catalogue.entries()
            self._generation = generation
        return self._entries

    def spec(self, class_code: str, revision: str | None = None) -> Spec:
        """A class's current revision, or the one named; raises NotFound."""
        return self._catalogue.spec(class_code, revision)


class Assistant:
    """Questions answered from one home. Use it from one place at a time; `close` it when done."""

    def __init__(
        self, store: Store, embedder: Embedder, kept_in: Path | None = None, model: BaseChatModel | None = None
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._kept_in = kept_in
        self.library = CatalogueLibrary(store.catalogue)
        self._model = model

    @cached_property
    def clauses(self) -> ClauseSearch:
        """The search over the clauses of all classes."""
        from index.retriever import ClauseSearch

        return ClauseSearch(self._store, self._embedder)

    @cached_property
    def retriever(self) -> SpecRetriever:
        """That search as a LangChain retriever."""
        from index.langchain import SpecRetriever

        return SpecRetriever(clauses=self.clauses)

    @cached_property
    def chain(self) -> Runnable[Question, Answer]:
        """The steps of an answer as a LangChain `Runnable`."""
        from assistant.chain import answer_chain

        return answer_chain(self._steps)

    @cached_property
    def _steps(self) -> AnswerSteps:
        from assistant.chain import AnswerSteps

        return AnswerSteps(self.library, self._similarity, self._find, self._topic, self._check, self._writer)

    # What needs vectors is made when a question needs it: a field is told without.
    @cached_property
    def _retrieval(self) -> Retrieval:
        from assistant.retrieval import Retrieval

        return Retrieval(self._store, self._embedder)

    @cached_property
    def _router(self) -> Router:
        from assistant.router import Router

        return Router(self._embedder.embed, self._kept_in, self._embedder.key)

    def _similarity(self, spec: Spec, text: str) -> Mapping[int, float]:
        return self._retrieval.similarity(spec, text)

    def _find(self, query: str, limit: int) -> Sequence[tuple[str, int, float]]:
        return self.clauses.find(query, limit=limit)

    def _topic(self, question: str) -> str | None:
        return self._router.topic(question)

    @cached_property
    def _writer(self) -> Writer | None:
        """The chat model that is given or that `SPECS_MODEL` names, over this home; None where there is none."""
        if not self.has_chat_model:
            return None
        from assistant.agent.models import model_settings
        from assistant.agent.tools import Sources
        from assistant.agent.writer import open_writer

        def titles(words: str) -> list[tuple[str, str]]:
            return [(match.class_code, match.title) for match in self.clauses.resolve_classes(words)]

        sources = Sources(self.clauses.search, titles, lambda: {tool.name: tool for tool in self.tools})
        return open_writer(model_settings(), self._model, self.library, sources)

    @cached_property
    def tools(self) -> tuple[BaseTool, ...]:
        """check_eligibility, match_classes and explain_requirement over the home's rules."""
        from assistant.eligibility.tools import eligibility_tools
        from assistant.rule_source import CatalogueRules

        return tuple(eligibility_tools(CatalogueRules(self.catalogue)))

    def _check(self, class_code: str, said: str, as_of: date) -> dict[str, Any]:
        tool = next(tool for tool in self.tools if tool.name == "check_eligibility")
        found: dict[str, Any] = tool.invoke({"class_code": class_code, "said": said, "as_of": as_of.isoformat()})
        return found

    @property
    def has_chat_model(self) -> bool:
        """Whether a chat model writes the prose."""
        return self._model is not None or bool(os.environ.get("SPECS_MODEL"))

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of the home."""
        return self._store.catalogue

    def ask(
        self,
        question: str,
        *,
        class_code: str | None = None,
        history: Sequence[str] = (),
        as_of: date | None = None,
        said: str | None = None,
        tell: Tell = untold,
    ) -> Answer:
        """The answer to a question; `history` are the earlier questions of the conversation, oldest first.

        A person's own case is judged as of the day `as_of`; without one the requirements are told and nothing judged.
        `said` are the facts in the person's own words, a line each; without it they are read from question and history.
        `tell` is told what happens as it happens: each statement when it is proven, what is withheld, the model's
        calls.

        Raises UserMistake for an empty or overlong question, NotFound where `class_code` is not in the catalogue.
        """
        _check_question(question)
        if class_code is not None:
            class_code = self.catalogue.entry(class_code).class_code
        with self._store.reading():
            return self._answer(
                {
                    "question": question,
                    "class_code": class_code,
                    "history": list(history),
                    "as_of": as_of,
                    "said": said,
                    "tell": tell,
                }
            )

    def _answer(self, asked: Question) -> Answer:
        """By the steps themselves; where LangChain or OpenTelemetry is to trace them, as LangChain runs them."""
        handlers: list[BaseCallbackHandler] = []
        if any(os.environ.get(name) for name in _OTEL):
            from assistant.tracing import trace_handlers

            handlers = trace_handlers()
        if handlers or any(os.environ.get(name, "").lower() in {"true", "1"} for name in _LANGSMITH):
            return self.chain.invoke(asked, {"callbacks": handlers})
        return self._steps.answer(asked)

    def search(self, query: str, filters: Filters | None = None, limit: int = 10) -> tuple[Hit, ...]:
        """The clauses that fit the query best, of current revisions only."""
        return self.clauses.search(query, filters, limit)

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def __enter__(self) -> Assistant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_assistant(
    home: Path | None = None,
    *,
    corpus: str = "specs",
    progress: Progress | None = None,
    embedder: Embedder | None = None,
    on_first_run: Callable[[], None] | None = None,
    chat_model: BaseChatModel | None = None,
) -> Assistant:
    """The assistant on a home (by default the one of the environment), synced with what is shipped if it is empty.

    `chat_model` writes the prose, else the one that `SPECS_MODEL` names; without either the clauses answer by
    themselves.
    `corpus` names the shipped folder that an empty home is filled with: `specs` or `samples`. Raises StoreError
    where the home or the model cannot be used.
    """
    from index.embeddings import open_embedder
    from index.home import Home
    from index.store import open_store

    place = Home.at(home) if home is not None else Home.from_environment()
    model = embedder or open_embedder(home=place)
    store = open_store(place, model.key, model.dimension)
    state = store.state()
    if not state.is_ready:
        from index.sync import heal, quiet, sync

        if on_first_run:
            on_first_run()
        if state.is_empty:
            sync(place, shipped(corpus), model, progress=progress or quiet)
        else:
            heal(place, model, progress=progress or quiet)
    return Assistant(store, model, place.path, chat_model)


def shipped(corpus: str) -> Any:
    """The documents of a shipped folder, `specs` or `samples`."""
    from corpus.loaders import load
    from index.home import default_corpus

    folder = default_corpus().parent / corpus
    if not folder.is_dir() or corpus not in {"specs", "samples"}:
        raise UserMistake(f"there is no shipped corpus {corpus!r}", mend="use specs or samples")
    return load(sorted(folder.glob("*.txt")))


def _check_question(question: str) -> None:
    if not question.strip():
        raise UserMistake(
            "the question is empty", mend='ask for example: specs ask "What are the minimum qualifications?"'
        )
    if len(question) > MAX_QUESTION:
        raise UserMistake(f"the question has {len(question)} characters; at most {MAX_QUESTION} are read")


__all__ = ["Assistant", "CatalogueLibrary", "open_assistant", "shipped"]
