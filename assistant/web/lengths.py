"""How long a job was, as people write it: "3 years 6 months", "18 months", "10 to 12 years", "at least 10 years"."""

from __future__ import annotations

import re

from assistant.eligibility.saying import MOST_MONTHS, length_words

_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(years?|yrs?|y|months?|mos?|m)?\b[,\s]*(?:and\s+)?", re.IGNORECASE)
_AT_LEAST = re.compile(r"(?:at least|over|more than|min(?:imum)?\.?)\s+", re.IGNORECASE)
_TO = re.compile(r"\s*(?:-|–|\bto\b|\band\b(?=\s*\d+(?:\.\d+)?\s*$))\s*", re.IGNORECASE)

EXAMPLE = "Write a length such as 3 years 6 months, 18 months, or 2 to 3 years."


def read_length(written: str) -> tuple[float, float]:
    """The least and the most months. Raises ValueError with a sentence that shows how to write it."""
    text = written.strip()
    open_ended = _AT_LEAST.match(text)
    if open_ended:
        return _months(text[open_ended.end() :])[0], MOST_MONTHS
    parts = _TO.split(text, maxsplit=1)
    if len(parts) == 1:
        months, _ = _months(text)
        return months, months
    most, unit = _months(parts[1])
    return _months(parts[0], unit)[0], most


def length_text(least: float, most: float) -> str:
    """The same as it is written into the form."""
    if most >= MOST_MONTHS > least:
        return f"at least {_text(least)}"
    return _text(least) if least == most else f"{_text(least)} to {_text(most)}"


def _text(months: float) -> str:
    words = length_words(months)
    return words if _months(words)[0] == months else f"{months!r} months"


def _months(text: str, unit: str = "") -> tuple[float, str]:
    """The months, and the unit of the last number; `unit` is that of a number without one."""
    total, at, last = 0.0, 0, ""
    text = text.strip()
    while at < len(text):
        found = _PART.match(text, at)
        last = (found[2] or unit)[:1].casefold() if found else ""
        if found is None or not last or found.end() == at:
            raise ValueError(EXAMPLE)
        total += float(found[1]) * (12 if last == "y" else 1)
        at = found.end()
    if not last:
        raise ValueError(EXAMPLE)
    return total, last
