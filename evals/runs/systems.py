"""The systems that sets are put to: each takes an item and gives its output as plain data.

An output has, as far as the system does it: `answer` (the JSON contract), `retrieved` and `shown` (passages, best
first: class code, start, end), `classes`, `chat_tokens`, `passes` and `reasons` (of the verifier), `determination`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import assistant
from assistant.answer import Draft, DraftStatement, Outcome
from assistant.eligibility.applicant import parse_applicant
from assistant.eligibility.determine import determine
from assistant.eligibility.policy import load_policy
from assistant.events import Event, ModelAsked, Retrieved
from assistant.rule_source import CatalogueRules
from assistant.verify import unproven
from corpus.filters import Filters
from corpus.model import Spec
from evals.items import AnyOne, CitationItem, EligibilityItem, Item, RetrievalItem
from evals.proof.cases import evidence_of
from evals.runs.config import Config

QUESTION_DEPTH = 20
"""Passages that are kept of the search beside a question: enough to tell what was not found from what was not used."""

_LEFT_OUT = ("ledger", "next_questions", "paths", "assumptions", "citations")

Output = dict[str, Any]
Opens = Callable[..., assistant.Assistant]
"""`assistant.open_assistant`, or what takes and gives the same."""


class System(Protocol):
    """Something that gives outputs for items."""

    kinds: frozenset[str]
    """The kinds of items that it does anything with."""

    def output(self, item: AnyOne) -> Output:
        """What it makes of an item."""

    def spec(self, class_code: str) -> Spec:
        """The text that it holds of a class; raises NotFound."""

    def revisions(self) -> dict[str, str]:
        """The revision that it holds of each class."""

    def close(self) -> None:
        """Let go of what it holds."""


class AssistantSystem:
    """The assistant on one home."""

    kinds = frozenset({"answer", "abstention", "conversation", "retrieval", "citation", "eligibility"})

    def __init__(self, opened: assistant.Assistant, config: Config) -> None:
        self._opened = opened
        self._config = config
        self._do: dict[type, Callable[[Any], Output]] = {
            Item: self._asked,
            RetrievalItem: self._searched,
            CitationItem: self._verified,
            EligibilityItem: self._judged,
        }

    def output(self, item: AnyOne) -> Output:
        """The answer, hits, verification or determination, as the item asks for."""
        return self._do[type(item)](item)

    def spec(self, class_code: str) -> Spec:
        """The current text of a class."""
        return self._opened.catalogue.spec(class_code)

    def revisions(self) -> dict[str, str]:
        """The current revision of each class."""
        return {one.class_code: self.spec(one.class_code).revision for one in self._opened.catalogue.entries()}

    def close(self) -> None:
        """Let go of the home."""
        self._opened.close()

    def _asked(self, item: Item) -> Output:
        told: list[Event] = []
        answer = self._opened.ask(item.question, class_code=item.class_code, history=item.history, tell=told.append)
        about = item.class_code or answer.class_code
        hits = self._opened.search(item.question, _within(about), min(self._config.depth, QUESTION_DEPTH))
        shown = [clause for event in told if isinstance(event, Retrieved) for clause in event.clauses]
        return {
            "answer": answer.model_dump(mode="json"),
            "retrieved": [[hit.class_code, hit.start, hit.end] for hit in hits],
            "shown": [place for clause in dict.fromkeys(shown) if (place := self._place(*clause)) is not None],
            "chat_tokens": sum(event.tokens for event in told if isinstance(event, ModelAsked)),
        }

    def _place(self, class_code: str, _section: str, quote: str) -> list[Any] | None:
        start = self.spec(class_code).text.find(quote)
        return None if start < 0 else [class_code, start, start + len(quote)]

    def _searched(self, item: RetrievalItem) -> Output:
        hits = self._opened.search(item.query, _within(item.class_code), self._config.depth)
        output: Output = {"retrieved": [[hit.class_code, hit.start, hit.end] for hit in hits]}
        if item.right_classes:
            ranked = self._opened.clauses.rank_classes(item.query, 5)
            output["classes"] = [match.class_code for match in ranked]
        return output

    def _verified(self, item: CitationItem) -> Output:
        spec = self.spec(item.class_code)
        evidence = tuple(dict.fromkeys(one for cited in item.evidence for one in evidence_of(spec, cited.quote)))
        statement = DraftStatement(item.statement, evidence)
        reasons = list(unproven(Draft(Outcome.ANSWERED, (statement,), spec=spec), statement))
        return {"passes": not reasons, "reasons": reasons}

    def _judged(self, item: EligibilityItem) -> Output:
        rules, spec = self._rules.rules(item.class_code)
        applicant = parse_applicant({**item.applicant, "as_of": item.as_of}, item.id)
        found = determine(rules, spec, applicant, load_policy(self._config.policy)).as_json()
        return {"determination": {key: value for key, value in found.items() if key not in _LEFT_OUT}}

    @cached_property
    def _rules(self) -> CatalogueRules:
        return CatalogueRules(self._opened.catalogue)


def open_system(config: Config, corpus: str, homes: Path, opens: Opens = assistant.open_assistant) -> System:
    """The system of a configuration on the shipped texts `specs` or `samples`, or on the configuration's own home.

    What is made of the texts is kept under `homes`, which is named after all that it depends on, and made once.
    `opens` opens the assistant on a home.
    """
    from evals.runs import peers

    if config.system == "langchain-quickstart":
        return peers.Quickstart(corpus, homes / f"quickstart-{corpus}")
    with _embedding(config.embedding):
        opened = opens(_home(config, corpus, homes, opens), corpus=corpus, chat_model=_chat(config))
    for code, path in config.rules.items():
        if any(entry.class_code == code for entry in opened.catalogue.entries()):
            document = path.read_text(encoding="utf-8")
            CatalogueRules(opened.catalogue).keep(code, document, reviewer="evaluation", date="2000-01-01")
    return peers.WordsAlone(opened, config) if config.system == "bm25" else AssistantSystem(opened, config)


def _home(config: Config, corpus: str, homes: Path, opens: Opens) -> Path:
    """The home to open: rules are imported into a copy, so that no other run sees them."""
    if config.home is not None and not config.rules:
        return config.home
    source = config.home or homes / corpus
    if not config.rules:
        return source
    if config.home is None:
        opens(source, corpus=corpus).close()
    copy = homes / f"{corpus}-with-rules"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source, copy)
    return copy


@contextmanager
def _embedding(name: str | None) -> Iterator[None]:
    """The embedding model of this name, where there is one, while a home is opened."""
    variable, before = "SPECS_EMBEDDING_MODEL", os.environ.get("SPECS_EMBEDDING_MODEL")
    if name is not None:
        os.environ[variable] = name
    try:
        yield
    finally:
        if name is not None and before is None:
            del os.environ[variable]
        elif before is not None:
            os.environ[variable] = before


def _chat(config: Config) -> Any:
    """The chat model of the configuration; without one, that of `SPECS_MODEL`, which may be none."""
    if config.chat_model is None:
        return None
    if config.chat_model == "reciter":
        from assistant.testing import Reciter

        return Reciter()
    from assistant.agent.models import load_model, model_settings

    return load_model(model_settings().model_copy(update={"name": config.chat_model}))


def _within(class_code: str | None) -> Filters:
    return Filters(class_codes=frozenset({class_code})) if class_code else Filters()


def library(systems: Mapping[str, System]) -> Callable[[str], Spec]:
    """Looks a class up in the first of several systems that holds it; raises the last one's NotFound."""
    from corpus.errors import NotFound

    def look_up(class_code: str) -> Spec:
        error: NotFound | None = None
        for system in systems.values():
            try:
                return system.spec(class_code)
            except NotFound as missing:
                error = missing
        raise error or NotFound(f"no class {class_code}")

    return look_up
