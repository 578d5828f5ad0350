"""Questions to answers: understanding, the chain, tools, verification, eligibility; then the shells.

The public surface: `open_assistant(home)` gives an `Assistant`; `Assistant.ask(question)` an `Answer`;
`Conversation(assistant)` asks questions that build on one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Citation, Outcome, Statement
from assistant.session import Assistant, open_assistant

if TYPE_CHECKING:
    from assistant.conversation import Conversation

__all__ = ["Answer", "Assistant", "Citation", "Conversation", "Outcome", "Statement", "open_assistant"]


def __getattr__(name: str) -> Any:
    """`Conversation`, loaded when it is first used: a single question needs nothing of it."""
    if name != "Conversation":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from assistant.conversation import Conversation

    return Conversation
