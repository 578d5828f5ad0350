"""Whether a statement bends the words that it repeats: within a run of a clause's own words, nothing critical may be
dropped or exchanged ("may be required to possess" is not "must possess", nor is "two (2) years" "two (2) months").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from assistant.numerals import numbers_in

_WORD = re.compile(r"\d[\d,./-]*\d|\w+(?:['’]\w+)*")
_AFTER = 2
"""Words in common after a gap from which on the statement is taken to go on with the clause; at its end one will do."""
_GAP = 6
"""Words of the clause that a gap may have; what skips more is a part of the clause, not its words bent."""
_OPENING = 2
"""Words of the clause that may be missing before the first run for the statement to be taken to begin there."""

_KINDS: dict[str, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        "negation": "not no never without none neither nor cannot except unless unclassified",
        "possibility": "may might can could",
        "obligation": "must shall required requires require",
        "and": "and",
        "or": "or",
        "additional": "additional",
        "only": "only",
        "a minimum": "minimum least",
        "a maximum": "maximum most exceed",
        "years": "year years",
        "months": "month months",
        "weeks": "week weeks",
        "days": "day days",
        "hours": "hour hours",
        "general": "general",
        "special": "special",
        "advanced": "advanced",
    }.items()
}
"""Words that change what a clause says, by what they say."""
_JOINING = frozenset({"and", "or"})
"""Kinds that may be dropped with a part of a list, but not exchanged for one another."""
_NAMING = frozenset({"general", "special"})
"""Kinds that may be dropped with the "experience" that they name, but not alone."""


def bent(text: str, quotes: Iterable[str]) -> Iterator[str]:
    """What the text drops or exchanges within its runs of each quote's words; nothing if it repeats them truly."""
    said = _words(text)
    told = " ".join(said)
    for quote in quotes:
        words = _words(quote)
        if " ".join(words) not in told:
            for clause_gap, said_gap in _gaps(words, said):
                yield from _exchanged(clause_gap, said_gap)


_NUMBERED = re.compile(r"\bno\.?(?=\s*\d)", re.IGNORECASE)
"""The "No." of "Item No. 23-095" denies nothing."""


def _words(text: str) -> list[str]:
    text = _NUMBERED.sub("number", text)
    return [match.group().lower() for match in _WORD.finditer(text)]


def _gaps(clause: list[str], said: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The words between two runs in common, in the clause and in the statement, where the gap is a small one."""
    blocks = SequenceMatcher(None, clause, said, autojunk=False).get_matching_blocks()[:-1]
    if blocks and blocks[0].a <= _OPENING and blocks[0].size >= _AFTER:
        yield clause[: blocks[0].a], said[max(0, blocks[0].b - _OPENING) : blocks[0].b]
    for before, after in pairwise(blocks):
        clause_gap = clause[before.a + before.size : after.a]
        said_gap = said[before.b + before.size : after.b]
        goes_on = after.size >= _AFTER or after.a + after.size == len(clause)
        if goes_on and len(clause_gap) <= _GAP and len(said_gap) <= _GAP:
            yield clause_gap, said_gap


def _exchanged(clause_gap: list[str], said_gap: list[str]) -> Iterator[str]:
    had, has = _kinds(clause_gap), _kinds(said_gap)
    for kind in sorted(had - has):
        whole = kind in _NAMING and "experience" in clause_gap
        if not whole and (kind not in _JOINING or has & _JOINING):
            yield f"{kind} is left out of the clause's words {' '.join(clause_gap)!r}"
    numbers = {value for value, _ in numbers_in(" ".join(clause_gap))}
    for value, written in numbers_in(" ".join(said_gap)):
        if value not in numbers and numbers:
            yield f"the number {written} stands where the clause has {' '.join(clause_gap)!r}"


def _kinds(words: list[str]) -> frozenset[str]:
    return frozenset(kind for kind, meant in _KINDS.items() if meant.intersection(words))
