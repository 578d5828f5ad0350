"""Units of requirements, a clause or a list each, and the connectors that tie them to one another.

Lists whose items end in "; or", bare OR lines between paragraphs and bullets without any connector all come down to
units and joints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.eligibility.combine import Joint, Strength, all_of, choice, combine
from assistant.eligibility.rules import Opaque, OpaqueReason, Requirement
from corpus.model import Span
from corpus.sentences import trim

_LEAD = re.compile(r"^(?:(OR|AND)\b[\s:,]*|(or|and|Or|And)\s*\n\s*|(?:Or|And):?\s+(?=[A-Z(\d]))(?:\(?\d{1,2}[.)]\s+)?")
_TAIL = re.compile(r"[;,.]?\s*\b(or|and)\s*[:;,.]?\s*$", re.IGNORECASE)
_TAIL_LENGTH = 40
_LONE = re.compile(r"^\W*(or|and)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause's requirement (None where it states none) and the words that tie it to its neighbours.

    `spans` are its clauses. `bulleted`: it stands in a list, so that its neighbours may be alternatives as well as
    further demands. `ends_open`: it ends in a comma or semicolon, and takes the connector that follows in the list.
    """

    requirement: Requirement | None
    lead: str | None
    tail: str | None
    bulleted: bool
    spans: tuple[Span, ...]
    ends_open: bool = False


def lone_connector(words: str) -> str | None:
    """The connector that a line consists of."""
    found = _LONE.match(words)
    return found.group(1).lower() if found else None


def without_connectors(text: str, span: Span) -> tuple[Span, str | None, str | None]:
    """The clause without the "OR" before it and the "; or" behind it, and these two."""
    lead = _LEAD.match(span.of(text))
    start = span.start + (lead.end() if lead else 0)
    # Only the last words are searched: a long run of blanks would be tried from each of them.
    last = max(start, span.end - _TAIL_LENGTH)
    tail = _TAIL.search(text, last, span.end)
    inner = trim(text, Span(start, tail.start() if tail else span.end))
    if inner.start >= inner.end:
        return span, None, None
    return inner, _word(lead.group()) if lead else None, _word(tail.group(1)) if tail else None


def joined(units: list[Unit], are_alternatives_possible: bool) -> Requirement | None:
    """The requirement of the units together: by their connectors, else all of them.

    A list without connectors may mean all of its points or any one, where `are_alternatives_possible`. None where
    they state nothing. Raises ValueError where the connectors tie what cannot be tied.
    """
    if any((unit.lead or unit.tail) and unit.requirement is None for unit in units):
        raise ValueError("a connector ties a sentence that states no requirement")
    stating = [unit for unit in units if unit.requirement is not None]
    aside = [unit for unit in stating if _is_unread(unit.requirement) and not _is_tied(unit, stating)]
    tied = [unit for unit in stating if unit not in aside]
    parts = [unit.requirement for unit in tied if unit.requirement is not None]
    beside = [unit.requirement for unit in aside if unit.requirement is not None]
    if len(parts) < 2:
        return all_of([*parts, *beside]) if parts or beside else None
    joints = [_between(first, second) for first, second in pairwise(tied)]
    if not any(joint and joint.word for joint in joints):
        in_doubt = are_alternatives_possible and all(unit.bulleted for unit in tied)
        question = "The list does not say whether all of its points are asked for, or any one of them."
        return all_of([choice(parts, question) if in_doubt else all_of(parts), *beside])
    # A paragraph of its own beside an alternative is a further demand, or its first half: both are read.
    made = combine(parts, [joint or Joint("and", Strength.LINE) for joint in joints])
    if made is None:
        raise ValueError("the connectors have too many readings")
    return all_of([made, *beside])


def _word(connector: str) -> str:
    return "or" if "or" in connector.lower() else "and"


def _between(first: Unit, second: Unit) -> Joint | None:
    """The joint between two neighbours; None where one ends and the other begins without a connector."""
    if first.tail and second.lead and first.tail != second.lead:
        return Joint(None, Strength.LINE)
    word = first.tail or second.lead
    return Joint(word, Strength.LINE) if word or first.ends_open else None


def _is_tied(unit: Unit, units: list[Unit]) -> bool:
    """Whether a connector ties the unit to one of its neighbours."""
    place = units.index(unit)
    return any(_between(first, second) for first, second in pairwise(units[max(0, place - 1) : place + 2]))


def _is_unread(requirement: Requirement | None) -> bool:
    return isinstance(requirement, Opaque) and requirement.reason is OpaqueReason.UNREAD
