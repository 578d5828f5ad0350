"""Whether a statement bends the words that it repeats: within a run of a clause's own words, nothing critical may be
dropped or exchanged ("may be required to possess" is not "must possess", nor is "two (2) years" "two (2) months").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from assistant.proof.binding import names_requirement
from assistant.proof.lexicon import MUST, Kind
from assistant.proof.reading import Reading
from assistant.proof.tokens import Token

_AFTER = 2
"""Words in common after a gap from which on the statement is taken to go on with the clause; at its end one will do."""
_GAP = 6
"""Words of the clause that a gap may have; what skips more is a part of the clause, not its words bent."""
_OPENING = 2
"""Words of the clause that may be missing before the first run for the statement to be taken to begin there."""

_TURNING = frozenset({"onli", "alon", "general and special experience", "advanc", "unclassifi"})
"""Words that change what a clause says, beside those that `assistant.proof.binding` looks after."""


def bent(said: Reading, clauses: Sequence[Reading]) -> Iterator[str]:
    """What a statement drops or exchanges within its runs of each clause's words; nothing if it repeats them truly.

    What is called a requirement needs no "must".
    """
    told = _compared(said.tokens)
    keys = [token.key for token in told]
    fewer = _fewer(told, [token for clause in clauses for token in clause.tokens])
    fewer -= frozenset({MUST}) if names_requirement(said) else frozenset()
    for clause in clauses:
        words = _compared(clause.tokens)
        if not _stands_in([token.key for token in words], keys):
            others = {one.value for other in clauses if other is not clause for one in other.quantities}
            for clause_gap, said_gap in _gaps(words, told):
                yield from _left_out(clause_gap, said_gap, fewer)
                yield from _exchanged(clause_gap, said_gap, others)


def _compared(tokens: Sequence[Token]) -> list[Token]:
    return [
        token
        for token in tokens
        if token.kind is not Kind.STOP and not (token.kind is Kind.SOFT and not token.text[0].isalpha())
    ]


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


def _fewer(said: list[Token], clauses: list[Token]) -> frozenset[str]:
    """What rules more often in the clauses than in the statement."""
    counts = Counter(token.key for token in clauses if token.kind in (Kind.MODAL, Kind.NOT))
    counts.subtract(token.key for token in said if token.kind in (Kind.MODAL, Kind.NOT))
    return frozenset(key for key, count in counts.items() if count > 0)


def _left_out(clause_gap: list[Token], said_gap: list[Token], fewer: frozenset[str]) -> Iterator[str]:
    """What the gap drops. A may, must or not may stand elsewhere in the statement: then its binding is looked at."""
    had, has = _turning(clause_gap), _turning(said_gap)
    ruling = {token.key for token in clause_gap if token.kind in (Kind.MODAL, Kind.NOT)} & fewer
    words = " ".join(token.text for token in clause_gap)
    for key in sorted((had - has) | ruling):
        yield f"{key!r} is left out of the clause's words {words!r}"


def _exchanged(clause_gap: list[Token], said_gap: list[Token], others: set[str]) -> Iterator[str]:
    words = " ".join(token.text for token in clause_gap)
    joined, there = _joins(said_gap), _joins(clause_gap)
    if joined and there and not set(joined) & set(there) and not (there == ["and/or"] and len(joined) == 1):
        yield f"{'/'.join(joined)!r} stands where the clause has {words!r}"
    numbers = {token.key for token in clause_gap if token.kind is Kind.NUMBER} - others
    for token in said_gap:
        if token.kind is Kind.NUMBER and numbers and token.key not in numbers | others:
            yield f"the number {token.text} stands where the clause has {words!r}"


def _turning(tokens: list[Token]) -> frozenset[str]:
    return frozenset(token.key for token in tokens if token.key in _TURNING)


def _joins(tokens: list[Token]) -> list[str]:
    return [token.key for token in tokens if token.kind is Kind.JOIN]
