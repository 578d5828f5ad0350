"""What a class asks for at the least, for lists and filters: months of experience and the degrees that it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.eligibility.nodes import Leaf, children, leaves
from assistant.eligibility.rules import (
    AllOf,
    Degree,
    EducationRequirement,
    ExperienceKind,
    ExperienceRequirement,
    Modality,
    Opaque,
    OpaqueReason,
    Phase,
    Requirement,
    RuleSet,
)


@dataclass(frozen=True, slots=True)
class Least:
    """What no way to meet the requirements goes below.

    Months are 0 where some way needs no number of them, and None where none were read and part of the text could not be
    read or refers to another class.
    `degrees` are the levels that the requirements name, in rising order; another way may need none of them.
    """

    general_months: int | None
    special_months: int | None
    degrees: tuple[Degree, ...]


UNREAD = Least(None, None, ())
"""Of a class whose rules cannot be used."""


def facts_of(rules: RuleSet) -> Least:
    """The least that the requirements ask of everybody at screening; what may replace it is not looked at."""
    if rules.requirement is None:
        return Least(0, 0, ())
    gating = [leaf for leaf in leaves(rules.requirement) if _gates(leaf)]
    is_open = any(isinstance(leaf, Opaque) and leaf.reason is not OpaqueReason.JUDGEMENT for leaf in gating)
    named = {degree for leaf in gating if isinstance(leaf, EducationRequirement) for degree in leaf.degrees}

    def months(kind: ExperienceKind) -> int | None:
        found = _months(rules.requirement, kind) if rules.requirement else 0
        return found or (None if is_open else 0)

    return Least(
        months(ExperienceKind.GENERAL),
        months(ExperienceKind.SPECIAL),
        tuple(degree for degree in Degree if degree in named),
    )


def _months(node: Requirement, kind: ExperienceKind) -> int:
    """Months of this kind; where several texts of it must hold, months may serve them all, so the most counts."""
    if isinstance(node, ExperienceRequirement):
        return node.months if node.kind is kind and _gates(node) else 0
    parts = [_months(child, kind) for child in _deciding(node)]
    return (max if isinstance(node, AllOf) else min)(parts, default=0)


def _deciding(node: Requirement) -> Iterator[Requirement]:
    """The parts that say what is asked for: what nobody can read from the text makes no other way shorter."""
    for child in children(node):
        if any(_gates(leaf) and not isinstance(leaf, Opaque) for leaf in leaves(child)):
            yield child


def _gates(leaf: Leaf) -> bool:
    return leaf.modality is Modality.MUST and leaf.phase is Phase.SCREENING and leaf.only_for is None
