"""Truth in four worlds, so that "we don't know" and "a person must judge" stay apart and neither becomes false.

A truth value is a set of worlds in which the statement holds, as four bits. A world settles two things: whether the
facts that are not known turn out in the applicant's favour, and whether what only a person can judge does. All rules
are monotone (better facts never make them fail), so the four extreme worlds decide for every world between them.
AND and OR are the bitwise operators; on YES, NO and UNKNOWN alone this is Kleene's strong three-valued logic.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

Truth = int
"""The worlds in which a statement holds, as bits: see `WORLDS`."""

WORLDS = range(4)
"""Bit 0: facts worst, judgement worst. 1: facts worst, judgement best. 2: facts best, judgement worst. 3: both best."""

NO: Truth = 0b0000
YES: Truth = 0b1111
UNKNOWN: Truth = 0b1100
"""Holds where the facts turn out well."""
REVIEW: Truth = 0b1010
"""Holds where a person's judgement turns out well."""

_SURE, _JUDGED, _FACTS, _HOPED = 1, 2, 4, 8


class Verdict(StrEnum):
    """What is known of a requirement: `undetermined` can be settled by facts, `needs_review` only by a person."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"
    NEEDS_REVIEW = "needs_review"


def from_bool(value: bool | None) -> Truth:
    """YES, NO, or UNKNOWN for None."""
    return UNKNOWN if value is None else YES if value else NO


def not_known_to_be(value: bool | None) -> Truth:
    """The negation of a fact: YES for False, NO for True, UNKNOWN for None."""
    return UNKNOWN if value is None else NO if value else YES


def whichever(one: Truth, other: Truth) -> Truth:
    """The truth where a fact decides which of two cases it is: what holds in both surely, in one of them perhaps."""
    return (one & other & 0b0011) | ((one | other) & 0b1100)


def as_stated(truth: Truth) -> Truth:
    """The truth where whatever is not stated is not counted: the best-facts worlds become the worst-facts ones."""
    return (truth & 0b0011) * 0b0101


def verdict(truth: Truth) -> Verdict:
    """The verdict that holds in every world, if there is one.

    `needs_review` only where no fact could still decide: the outcome then hangs on the judgement alone.
    """
    return _VERDICTS[truth]


def verdict_word(truth: Truth) -> str:
    """The verdict as JSON has it."""
    return _WORDS[truth]


def _verdict(truth: Truth) -> Verdict:
    if truth & _SURE:
        return Verdict.MET
    if not truth & _HOPED:
        return Verdict.NOT_MET
    if truth & _JUDGED and not truth & _FACTS:
        return Verdict.NEEDS_REVIEW
    return Verdict.UNDETERMINED


_VERDICTS = tuple(_verdict(truth) for truth in range(16))
_WORDS = tuple(found.value for found in _VERDICTS)


def agreed(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that all readings give; `needs_review` where they differ. At least one must be given."""
    found = set(verdicts)
    return found.pop() if len(found) == 1 else Verdict.NEEDS_REVIEW
