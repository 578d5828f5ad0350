"""What happens while a question is answered, told as it happens: for streaming, for `--trace`, and for tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.answer import Statement


@dataclass(frozen=True, slots=True)
class Understood:
    """How the question was read: its kind, the class that it is about, and the topics of its parts."""

    kind: str
    class_code: str | None
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Clauses that were found for the question: each as class code, section, and the words quoted."""

    by: str
    clauses: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ModelAsked:
    """A call of the chat model: the how manieth, and the tokens that it took, in and out."""

    call: int
    tokens: int


@dataclass(frozen=True, slots=True)
class ToolUsed:
    """A tool that the model called: its name, and what came of it in a few words."""

    name: str
    came: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Words of the server's own that open the answer: a verdict, or what is said before the statements."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that was proven, with its numbered citations; it is never taken back."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class Withheld:
    """A statement that was not proven, and why."""

    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FellBack:
    """The model gave nothing to show, for this reason; the clauses answer by themselves."""

    reason: str


Event = Understood | Retrieved | ModelAsked | ToolUsed | Opened | Said | Withheld | FellBack
Tell = Callable[[Event], None]


def untold(_event: Event) -> None:
    """Tells nobody."""
