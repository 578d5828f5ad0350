"""Questions to answers: understanding, the chain, tools, verification, eligibility; then the shells.

The public surface: `open_assistant(home)` gives an `Assistant`; `Assistant.ask(question)` an `Answer`.
"""

from __future__ import annotations

from assistant.answer import Answer, Citation, Outcome, Statement
from assistant.session import Assistant, Conversation, open_assistant

__all__ = ["Answer", "Assistant", "Citation", "Conversation", "Outcome", "Statement", "open_assistant"]
