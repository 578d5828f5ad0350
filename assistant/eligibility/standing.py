"""Where an applicant stands apart from months worked: what is held, what it gives, and whom the clauses concern.

This is the same for all who hold the same and whose work meets the same conditions of substitutions, so it is worked
out once for them: `standing_of` gives the same object for the same facts, and others keep on it what follows from it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from assistant.eligibility.attain import COLLEGE, Spent, attained, hours, serves, study_truth
from assistant.eligibility.facts import Held, Holding
from assistant.eligibility.kleene import NO, REVIEW, WORLDS, YES, Truth, from_bool
from assistant.eligibility.names import stems
from assistant.eligibility.nodes import Leaf
from assistant.eligibility.program import Attainment, Program, Reading, Work, for_state_employees, leaves
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    CredentialRequirement,
    EducationRequirement,
    ExperienceKind,
    ExperienceRequirement,
    Opaque,
    Requirement,
    Substitution,
)
from assistant.eligibility.work import Credit

_NOTHING: Credit = (0, 0, 0, 0)


class Given(NamedTuple):
    """What the substitutions give towards one kind: tenths of months in each world, and in which worlds all of it."""

    months: Credit
    whole: Truth


NONE_GIVEN = Given(_NOTHING, NO)


@dataclass(eq=False)
class Standing:
    """What follows from all facts but the months worked. `worked` says by the id of an experience node in a
    substitution's condition whether work meets it.

    A `spent` among the arguments is the degrees that substitutions use up; None: each degree serves everywhere.
    `memo` is for what others work out from a standing, under keys of their own.
    """

    program: Program
    held: Held
    worked: dict[int, Truth]
    memo: dict[tuple[object, ...], Any] = field(default_factory=dict)
    _attained: dict[int, Truth] = field(default_factory=dict)
    _given: dict[tuple[ExperienceKind, Reading, Spent | None], Given] = field(default_factory=dict)

    def concerns(self, node: Leaf) -> bool:
        """Whether a node is for the applicant: for everybody, or for the assignment that they apply for."""
        if node.only_for is None:
            return True
        sought = self.held.assignment
        if sought is None:
            return False
        mine, named = stems(sought), stems(node.only_for)
        return bool(mine) and (mine <= named or named <= mine)

    @cached_property
    def unread(self) -> bool:
        """Whether text that the rules could not read concerns the applicant: it may ask for more than they say."""
        return self.program.unheld_residue or any(self.concerns(node) for node in self.program.unread)

    @cached_property
    def marks(self) -> tuple[tuple[Work, int, Given], ...]:
        """All that the months worked are measured by: work, months needed, and what substitutions give towards them.

        Beside the standing itself, a truth of the requirement depends on no more than which of these are reached.
        """
        asked = [node for node in self.program.stated if self.concerns(node)]
        ways = [(reading, spent) for reading in self.program.readings for spent in self.assignments(reading)]
        found = (
            (self.program.work(node), node.months, self.given(node.kind, reading, spent))
            for node in asked
            for reading, spent in ways
        )
        return tuple(dict.fromkeys(found))

    # ── degrees that a requirement and a substitution both ask for ──

    def assignments(self, reading: Reading) -> Iterator[Spent | None]:
        """The ways to divide those degrees between the two; only None where the reading lets each serve both."""
        if reading.degree_for_both or not self.conflicts:
            yield None
            return
        for size in range(len(self.conflicts) + 1):
            yield from (frozenset(chosen) for chosen in itertools.combinations(sorted(self.conflicts), size))

    @cached_property
    def conflicts(self) -> Spent:
        """The degrees that serve both a degree requirement and a substitution of a number of months."""
        partial, asked = self.program.partial, self.program.asked
        if not partial or not asked or not self.held.degrees:
            return frozenset()
        return frozenset(
            place
            for place, holding in enumerate(self.held.degrees)
            if holding.level is not None
            and any(serves(leaf, holding) for leaf in asked)
            and any(_helps(substitution, holding) for substitution in partial)
        )

    def _usable(self, spent: Spent | None) -> Spent | None:
        """The degrees that a substitution may use, None for all."""
        if spent is None:
            return None
        return spent | (frozenset(range(len(self.held.degrees))) - self.conflicts)

    def attained(self, node: Attainment) -> Truth:
        """Whether what a node asks for is held, by any of the degrees."""
        found = self._attained.get(id(node))
        if found is None:
            found = self._attained[id(node)] = attained(self.held, node)
        return found

    # ── substitutions ──

    def given(self, kind: ExperienceKind, reading: Reading, spent: Spent | None) -> Given:
        """What the substitutions that name this kind give, each of them once."""
        key = (kind, reading, spent)
        found = self._given.get(key)
        if found is None:
            found = self._given[key] = self._give(kind, reading, spent)
        return found

    def _give(self, kind: ExperienceKind, reading: Reading, spent: Spent | None) -> Given:
        months = [0, 0, 0, 0]
        whole: Truth = NO
        for substitution in self.program.rules.substitutions:
            if kind not in substitution.targets or not (audience := self.audience(substitution)):
                continue
            if substitution.yields_months is None:
                whole |= audience & self.condition(substitution, reading, None)
                continue
            yielded = self.yielded(substitution, reading, spent)
            for world in WORLDS:
                if audience >> world & 1:
                    months[world] += yielded[world]
        first, second, third, fourth = months
        return Given((first, second, third, fourth), whole)

    def audience(self, substitution: Substitution) -> Truth:
        """Whether a substitution is open to the applicant; an audience that no fact speaks of is for a person."""
        if substitution.audience is None:
            return YES
        if for_state_employees(substitution.audience):
            return from_bool(self.held.state_employee)
        return REVIEW

    def yielded(self, substitution: Substitution, reading: Reading, spent: Spent | None) -> Credit:
        """Tenths of months that a substitution of a number of months, or at an hourly rate, gives in each world."""
        yields = substitution.yields_months or 0
        if substitution.per_hours:
            return self._by_hours(substitution, yields, reading, self._usable(spent))
        if substitution.cap_months is not None:
            yields = min(yields, substitution.cap_months)
        held = self.condition(substitution, reading, spent)
        first, second, third, fourth = (10 * yields if held >> world & 1 else 0 for world in WORLDS)
        return first, second, third, fourth

    def _by_hours(self, substitution: Substitution, yields: int, reading: Reading, usable: Spent | None) -> Credit:
        """Whole blocks of hours, up to the cap; where the cap is stated for a degree, a reading asks for the degree."""
        condition, cap = substitution.condition, substitution.cap_months
        fields = condition.fields if isinstance(condition, EducationRequirement) else ()
        held = hours(self.held, fields, only=usable)
        degree: Truth = YES
        if substitution.cap_degree is not None and not reading.hours_reach_cap:
            asked = EducationRequirement(substitution.source, (substitution.cap_degree,), substitution.cap_fields)
            degree = attained(self.held, asked, only=usable)
        months = [0, 0, 0, 0]
        for world in WORLDS:
            earned = int(held[world] // (substitution.per_hours or 1)) * yields
            if cap is not None:
                earned = min(earned, cap if degree >> world & 1 else cap - yields)
            months[world] = 10 * earned
        return months[0], months[1], months[2], months[3]

    def condition(self, substitution: Substitution, reading: Reading, spent: Spent | None) -> Truth:
        """Whether a substitution's condition holds. Months in it are of work alone."""
        node = substitution.condition
        return YES if node is None else self.condition_node(node, reading, spent)

    def condition_node(self, node: Requirement, reading: Reading, spent: Spent | None) -> Truth:  # noqa: PLR0911
        """The truth of a node within a substitution's condition."""
        if isinstance(node, AllOf):
            if any(isinstance(child, Opaque) and child.relaxes for child in node.children):
                return REVIEW
            found = YES
            for child in node.children:
                found &= self.condition_node(child, reading, spent)
            return found
        if isinstance(node, AnyOf):
            found = NO
            for child in node.children:
                found |= self.condition_node(child, reading, spent)
            return found
        if isinstance(node, ExperienceRequirement):
            return self.worked[id(node)]
        if isinstance(node, EducationRequirement | CredentialRequirement):
            usable = self._usable(spent) if self.conflicts else None
            return self.attained(node) if usable is None else attained(self.held, node, only=usable)
        if isinstance(node, Opaque):
            return REVIEW
        return self.condition_node(node.readings[reading.picks[self.program.places[id(node)]]], reading, spent)


@lru_cache(maxsize=4096)  # some 30 KB each with what is kept on them
def standing_of(program: Program, held: Held, worked: tuple[Truth, ...]) -> Standing:
    """The standing of whoever holds this, and whose work meets `program.conditioned` in these worlds."""
    return Standing(program, held, {id(n): truth for n, truth in zip(program.conditioned, worked, strict=True)})


def _helps(substitution: Substitution, holding: Holding) -> bool:
    """Whether a degree could be what a substitution rests on."""
    condition = substitution.condition
    if substitution.per_hours:
        fields = condition.fields if isinstance(condition, EducationRequirement) else ()
        return holding.level in COLLEGE and bool(study_truth(fields, holding) & holding.held)
    return any(
        serves(leaf, holding)
        for leaf in leaves(condition)
        if isinstance(leaf, EducationRequirement | CredentialRequirement)
    )
