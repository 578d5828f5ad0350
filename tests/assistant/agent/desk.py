"""Asking an assistant whose prose a scripted chat model writes, and what was told on the way."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from langchain_core.language_models import BaseChatModel

from assistant import Answer, Assistant, open_assistant
from assistant.events import Event
from assistant.testing import ScriptedChatModel
from index.testing import HashEmbedder

TODAY = date(2026, 11, 24)
Kind = TypeVar("Kind")


@dataclass
class Told:
    """An answer and the events that were told on the way to it."""

    answer: Answer
    events: list[Event]
    model: Any = None

    def of(self, kind: type[Kind]) -> list[Kind]:
        """The events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]


@dataclass
class Desk:
    """Asks with a chat model, by default one that gives the replies."""

    home: Path
    stack: ExitStack = field(default_factory=ExitStack)

    def open(self, model: BaseChatModel | None) -> Assistant:
        """An assistant on the home."""
        return self.stack.enter_context(open_assistant(self.home, embedder=HashEmbedder(), chat_model=model))

    def ask(self, question: str, replies: Sequence[Any] | BaseChatModel, **more: Any) -> Told:
        """The answer, with all that was told."""
        model = replies if isinstance(replies, BaseChatModel) else ScriptedChatModel(replies=list(replies))
        events: list[Event] = []
        more.setdefault("as_of", TODAY)
        return Told(self.open(model).ask(question, tell=events.append, **more), events, model)
