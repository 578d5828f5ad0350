"""What all pages and the API work on: one home, served to many people at once."""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from threading import Lock, Thread
from typing import Any

from assistant.answer import Answer
from assistant.edition import Edition, edition_of
from assistant.eligibility.applicant import Applicant, dated
from assistant.eligibility.determination import Determination, Mode
from assistant.eligibility.determine import determine
from assistant.eligibility.policy import DEFAULT
from assistant.events import Tell, untold
from assistant.rule_source import CatalogueRules
from assistant.session import Assistant, CatalogueLibrary
from assistant.web.helper import Helper
from assistant.web.warm import warm
from corpus.catalogue import Catalogue
from corpus.entries import Entry
from corpus.errors import NotFound
from corpus.feedback import Feedback, put_feedback
from corpus.filters import Filters
from corpus.model import Spec
from index.home import Home
from index.retriever import Hit
from index.sync import Embedder

_log = logging.getLogger(__name__)

ASSISTANTS = 2
ASSISTANTS_WITH_MODEL = 8
"""Assistants that answer at once; with a chat model most of an answer is spent waiting for it."""


class Desk:
    """One home for many people at once: an `Assistant` answers one question at a time, so there are several.

    `opener` opens one more assistant on the home; `embedder` is their model, for what is taken in. `today` says which
    day it is. `helped_by` begins a process that answers too, which is done the first time that questions have to wait
    for each other; then it answers all of them, unless a chat model does. What is the person's own is never kept here.
    Close it when done.
    """

    def __init__(
        self,
        opener: Callable[[], Assistant],
        *,
        home: Home,
        embedder: Embedder,
        today: Callable[[], date] = date.today,
        helped_by: Callable[[], Helper] | None = None,
    ) -> None:
        self._opener = opener
        self.home = home
        self.embedder = embedder
        self.today = today
        first = opener()
        self.has_chat_model = first.has_chat_model
        self.catalogue: Catalogue = first.catalogue
        self.library: CatalogueLibrary = first.library
        self.rules = CatalogueRules(first.catalogue)
        self._free: queue.SimpleQueue[Assistant] = queue.SimpleQueue()
        self._free.put(first)
        self._opened = [first]
        self._most = ASSISTANTS_WITH_MODEL if first.has_chat_model else ASSISTANTS
        self._lock = Lock()
        self._helped_by = None if self.has_chat_model else helped_by
        self._helper: Helper | None = None
        self._is_open = True

    @contextmanager
    def assistant(self) -> Iterator[Assistant]:
        """An assistant for one question; waits until one is free."""
        taken = self._take()
        try:
            yield taken
        finally:
            self._free.put(taken)

    def _take(self) -> Assistant:
        try:
            return self._free.get_nowait()
        except queue.Empty:
            with self._lock:
                if len(self._opened) < self._most:
                    another = self._opener()
                    self._opened.append(another)
                    return another
            self._want_help()
            return self._free.get()

    def _want_help(self) -> None:
        with self._lock:
            begin, self._helped_by = self._helped_by, None
        if begin is not None:
            Thread(target=self._get_help, args=(begin,), daemon=True).start()

    def _get_help(self, begin: Callable[[], Helper]) -> None:
        try:
            helper = begin()
        except (OSError, EOFError) as error:
            _log.warning("no process could be begun to help with answers: %s", error)
            return
        with self._lock:
            self._helper = helper if self._is_open else None
        if self._helper is None:
            helper.close()

    def _lose(self, helper: Helper) -> None:
        with self._lock:
            is_first, self._helper = self._helper is helper, None
        if is_first:
            _log.warning("the process that helped with answers has ended; answers go on without it")
            helper.close()

    def another(self) -> Assistant:
        """One more assistant on the home, for an evaluation, which people must not wait for; it is to be closed."""
        return self._opener()

    def warm(self) -> None:
        """Make the assistants ready before anybody asks. No chat model is asked."""
        with ExitStack() as held:
            for assistant in [held.enter_context(self.assistant()) for _ in range(ASSISTANTS)]:
                warm(assistant, self.today())

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
        """The answer, as `Assistant.ask` gives it."""
        helper = self._helper
        if helper is not None and tell is untold:
            try:
                return helper.ask(question, class_code=class_code, history=history, as_of=as_of, said=said)
            except (OSError, EOFError):
                self._lose(helper)
        with self.assistant() as assistant:
            return assistant.ask(question, class_code=class_code, history=history, as_of=as_of, said=said, tell=tell)

    def search(self, query: str, filters: Filters | None = None, limit: int = 10) -> tuple[Hit, ...]:
        """The clauses that fit best, as `Assistant.search` finds them."""
        with self.assistant() as assistant:
            return assistant.search(query, filters, limit)

    def check(
        self, class_code: str, applicant: Applicant, *, mode: Mode = "advisory", as_of: date | None = None
    ) -> Determination:
        """The determination of an applicant for a class, judged today where neither says a day.

        Raises NotFound for an unknown class, UserMistake for a fact that lies in the future.
        """
        ruled, spec = self.rules.rules(class_code)
        facts = dated(applicant if as_of is None else applicant.model_copy(update={"as_of": as_of}), self.today())
        return determine(
            ruled,
            spec,
            facts,
            DEFAULT,
            mode,
            reviewed=self.rules.reviewed(class_code),
        )

    def tool(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """What the tool of this name gives, as a chat model gets it."""
        with self.assistant() as assistant:
            tool = next(tool for tool in assistant.tools if tool.name == name)
            found: dict[str, Any] = tool.invoke(arguments)
            return found

    def keep_feedback(self, given: Feedback) -> None:
        """Keep what somebody said of an answer."""
        with self.catalogue.writing() as connection:
            put_feedback(connection, given)

    def entries(self) -> Sequence[Entry]:
        """All classes, in the order of their codes."""
        return self.library.entries()

    def choices(self) -> list[tuple[str, str]]:
        """The classes to choose from, each as shown and its code; each class of a series page by itself."""
        found: dict[str, str] = {}
        for entry in self.entries():
            for code, title in entry.classes or ((entry.class_code, entry.title),):
                found.setdefault(code, title)
        return [(f"{title} · {code}", code) for code, title in found.items()]

    def spec(self, class_code: str, revision: str | None = None) -> Spec:
        """A class's current text, or the one whose sha256 begins with `revision`; NotFound where there is none."""
        return self.library.spec(class_code, revision)

    def edition(self, class_code: str) -> Edition:
        """Which text of a class is the current one."""
        return edition_of(self.spec(class_code))

    def only_class(self) -> str | None:
        """The class where there is only one."""
        codes = [code for _, code in self.choices()]
        return codes[0] if len(codes) == 1 else None

    def known(self, class_code: str | None) -> str | None:
        """The code as the catalogue writes it, None where it holds no such class."""
        wanted = (class_code or "").strip().casefold()
        try:
            entry = self.catalogue.entry(wanted)
        except NotFound:
            return None
        codes = [code for code, _ in entry.classes] or [entry.class_code]
        return next((code for code in codes if code.casefold() == wanted), None)

    def is_current(self, spec: Spec) -> bool:
        """Whether a text is the one in force for its class."""
        try:
            return self.catalogue.entry(spec.class_code).revision == spec.revision
        except NotFound:
            return False

    def close(self) -> None:
        """Let go of the home."""
        with self._lock:
            self._is_open, helper = False, self._helper
        if helper is not None:
            helper.close()
        for assistant in self._opened:
            assistant.close()
