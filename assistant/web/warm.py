"""What is made at first use is made beforehand, so that nobody waits for it."""

from __future__ import annotations

from datetime import date

from assistant.eligibility.reader import grammar
from assistant.rule_source import CatalogueRules
from assistant.session import Assistant

_FIRST = ("What are the minimum qualifications?", "Do I qualify with a master's degree and ten years of teaching?")
"""Questions whose answers need all that answers need: retrieval, topics, rules and tools."""


def warm(assistant: Assistant, today: date) -> None:
    """Make an assistant ready. No chat model is asked."""
    grammar()
    code = next(iter(CatalogueRules(assistant.catalogue).codes()), None)
    assistant.search("minimum qualifications")
    for question in () if assistant.has_chat_model else _FIRST:
        assistant.ask(question, class_code=code, as_of=today)
