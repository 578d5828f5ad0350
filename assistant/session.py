"""Opening the assistant on a home, making what is missing on the first run, and conversations with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer
from corpus.errors import UserMistake
from corpus.model import Spec

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable
    from langchain_core.tools import BaseTool

    from corpus.catalogue import Catalogue, Entry
    from corpus.filters import Filters
    from index.retriever import Hit, SpecRetriever
    from index.store import Store
    from index.sync import Embedder, Progress

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

    def __init__(self, store: Store, embedder: Embedder, kept_in: Path | None = None) -> None:
        from assistant.chain import answer_chain
        from assistant.retrieval import Retrieval
        from assistant.router import Router
        from index.retriever import SpecRetriever

        self._store = store
        self.retriever: SpecRetriever = SpecRetriever(store=store, embedder=embedder)
        self.library = CatalogueLibrary(store.catalogue)
        retrieval = Retrieval(store, self.retriever, lambda text: embedder.embed([text])[0])
        router = Router(embedder.embed, kept_in, embedder.key)
        self.chain: Runnable[Any, Answer] = answer_chain(
            self.library, retrieval.similarity, retrieval.find, router.topic, self._check
        )

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
    ) -> Answer:
        """The answer to a question; `history` are the earlier questions of the conversation, oldest first.

        A person's own case is judged as of the day `as_of`; without one the requirements are told and nothing judged.
        `said` are the facts in the person's own words, a line each; without it they are read from question and history.

        Raises UserMistake for an empty or overlong question, NotFound where `class_code` is not in the catalogue.
        """
        _check_question(question)
        if class_code is not None:
            class_code = self.catalogue.entry(class_code).class_code
        with self._store.reading():
            return self.chain.invoke(
                {"question": question, "class_code": class_code, "history": list(history), "as_of": as_of, "said": said}
            )

    def search(self, query: str, filters: Filters | None = None, limit: int = 10) -> tuple[Hit, ...]:
        """The clauses that fit the query best, of current revisions only."""
        return self.retriever.search(query, filters, limit)

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
) -> Assistant:
    """The assistant on a home (by default the one of the environment), synced with what is shipped if it is empty.

    `corpus` names the shipped folder that an empty home is filled with: `specs` or `samples`. Raises StoreError
    where the home or the model cannot be used.
    """
    from index.embeddings import open_embedder
    from index.home import Home
    from index.store import open_store
    from index.sync import heal, quiet, sync

    place = Home.at(home) if home is not None else Home.from_environment()
    model = embedder or open_embedder()
    store = open_store(place, model.key, model.dimension)
    state = store.state()
    if not state.is_ready:
        if on_first_run:
            on_first_run()
        if state.is_empty:
            sync(place, shipped(corpus), model, progress=progress or quiet)
        else:
            heal(place, model, progress=progress or quiet)
    return Assistant(store, model, place.path)


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
