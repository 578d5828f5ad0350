"""Whether a statement bends the words that it repeats: within a run of a clause's own words, nothing critical may be
dropped or exchanged ("may be required to possess" is not "must possess", nor is "two (2) years" "two (2) months").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from assistant.proof.lexicon import Kind
from assistant.proof.reading import Reading
from assistant.proof.tokens import Token

_AFTER = 2
"""Words in common after a gap from which on the statement is taken to go on with the clause; at its end one will do."""
_GAP = 6
"""Words of the clause that a gap may have; what skips more is a part of the clause, not its words bent."""
_OPENING = 2
"""Words of the clause that may be missing before the first run for the statement to be taken to begin there."""

_TURNING = frozenset({Kind.NOT, Kind.MODAL, Kind.MARK, Kind.UNIT})
"""Kinds of tokens that change what a clause says."""
_WORDS = frozenset({"onli", "alon", "general experience", "special experience", "general and special experience", "advanc", "unclassifi"})
"""Words that do."""
_NAMING = frozenset({"general experience", "special experience"})


def bent(said: Reading, clauses: Sequence[Reading]) -> Iterator[str]:
    """What a statement drops or exchanges within its runs of each clause's words; nothing if it repeats them truly."""
    told = _compared(said.tokens)
    keys = [token.key for token in told]
    for clause in clauses:
        words = _compared(clause.tokens)
        if not _stands_in([token.key for token in words], keys):
            for clause_gap, said_gap in _gaps(words, told):
                yield from _exchanged(clause_gap, said_gap)


def _compared(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.kind is not Kind.STOP and not (token.kind is Kind.SOFT and not token.text[0].isalpha())]


def _stands_in(clause: list[str], said: list[str]) -> bool:
    return any(said[at : at + len(clause)] == clause for at in range(len(said) - len(clause) + 1))


def _gaps(clause: list[Token], said: list[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """The words between two runs in common, in the clause and in the statement, where the gap is a small one."""
    matcher = SequenceMatcher(None, [one.key for one in clause], [one.key for one in said], autojunk=False)
    blocks = matcher.get_matching_blocks()[:-1]
    if blocks and blocks[0].a <= _OPENING and blocks[0].size >= _AFTER:
        yield clause[: blocks[0].a], said[max(0, blocks[0].b - _OPENING) : blocks[0].b]
    for before, after in pairwise(blocks):
        clause_gap = clause[before.a + before.size : after.a]
        said_gap = said[before.b + before.size : after.b]
        goes_on = after.size >= _AFTER or after.a + after.size == len(clause)
        if goes_on and len(clause_gap) <= _GAP and len(said_gap) <= _GAP:
            yield clause_gap, said_gap


def _exchanged(clause_gap: list[Token], said_gap: list[Token]) -> Iterator[str]:
    had, has = _turning(clause_gap), _turning(said_gap)
    words = " ".join(token.text for token in clause_gap)
    for key in sorted(had - has):
        if key not in _NAMING:
            yield f"{key!r} is left out of the clause's words {words!r}"
    joined = _joins(said_gap)
    if joined and _joins(clause_gap) and not joined & _joins(clause_gap):
        yield f"{'/'.join(joined)!r} stands where the clause has {words!r}"
    numbers = {token.key for token in clause_gap if token.kind is Kind.NUMBER}
    for token in said_gap:
        if token.kind is Kind.NUMBER and numbers and token.key not in numbers:
            yield f"the number {token.text} stands where the clause has {words!r}"


def _turning(tokens: list[Token]) -> frozenset[str]:
    return frozenset(token.key for token in tokens if token.kind in _TURNING or token.key in _WORDS)


def _joins(tokens: list[Token]) -> frozenset[str]:
    return frozenset(token.key for token in tokens if token.kind is Kind.JOIN)
