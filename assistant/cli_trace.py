"""What happens while an answer is made, on a terminal: statements as they are proven, and the steps for `--trace`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from assistant.cli_terminal import Page, shown
from assistant.events import (
    Event,
    FellBack,
    ModelAsked,
    Opened,
    Retrieved,
    Said,
    ToolUsed,
    Understood,
    Withheld,
)

_WIDTH = 11


class Telling:
    """Tells the events of an answer: live, each statement as it is proven; traced, every step on standard error."""

    def __init__(self, page: Page, *, is_live: bool, is_traced: bool) -> None:
        self._page = page
        self._is_live = is_live
        self._trace = Page(is_error=True) if is_traced else None
        self.has_said = False

    def __call__(self, event: Event) -> None:
        """Tell one event."""
        if self._trace is not None:
            word, words = _WORDS[type(event)]
            for at, line in enumerate(words(event)):
                self._trace.line((f"{word if not at else '':{_WIDTH}}", "cyan"), (shown(line), "dim"))
        if self._is_live and isinstance(event, Said | Opened):
            self.has_said = True
            self._page.line(next(iter(_WORDS[type(event)][1](event))))


def _understood(event: Understood) -> Iterable[str]:
    about = f" about {event.class_code}" if event.class_code else ""
    yield f"{event.kind.replace('_', ' ')}{about}: {', '.join(event.topics) or 'nothing that is asked for'}"


def _retrieved(event: Retrieved) -> Iterable[str]:
    yield f"{len(event.clauses)} clauses by the {event.by}"
    for code, section, quote in event.clauses:
        yield f"  {code} {section}: {' '.join(quote.split())}"


def _said(event: Said) -> Iterable[str]:
    marks = "".join(f"[{citation.n}]" for citation in event.statement.citations)
    yield f"{event.statement.text} {marks}"


def _withheld(event: Withheld) -> Iterable[str]:
    yield event.text
    yield from (f"  {reason}" for reason in event.reasons)


_WORDS: dict[type[Any], tuple[str, Callable[[Any], Iterable[str]]]] = {
    Understood: ("understood", _understood),
    Retrieved: ("retrieved", _retrieved),
    ModelAsked: ("model", lambda event: [f"call {event.call}, {event.tokens} tokens so far"]),
    ToolUsed: ("tool", lambda event: [f"{event.name}: {event.came}"]),
    Opened: ("said", lambda event: [event.text]),
    Said: ("said", _said),
    Withheld: ("withheld", _withheld),
    FellBack: ("fell back", lambda event: [event.reason]),
}
"""How each kind of event is told."""
