"""Evaluation: a program and an applicant's facts to a truth in four worlds, for every reading of the text.

Pure and without a clock. Months are tenths, as integers; a credit is four of them, one for each world.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from assistant.eligibility.attain import COLLEGE, Spent, attained, hours, serves, study_truth
from assistant.eligibility.facts import Facts, Holding
from assistant.eligibility.kleene import (
    NO,
    REVIEW,
    WORLDS,
    YES,
    Truth,
    Verdict,
    agreed,
    as_stated,
    from_bool,
    verdict,
    whichever,
)
from assistant.eligibility.names import stems
from assistant.eligibility.nodes import Leaf
from assistant.eligibility.program import (
    Attainment,
    Program,
    Reading,
    Work,
    asks_for_degree,
    for_state_employees,
    leaves,
    never_gates,
)
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
from assistant.eligibility.work import Credit, credit, truths

_NOTHING: Credit = (0, 0, 0, 0)


@dataclass(slots=True)
class Given:
    """What the substitutions give towards one kind: tenths of months in each world, and in which worlds all of it."""

    months: Credit
    whole: Truth


_NONE_GIVEN = Given(_NOTHING, NO)


@dataclass
class Evaluation:
    """Evaluates one applicant. What does not depend on the reading is worked out once.

    A `spent` among the arguments is the degrees that substitutions use up; None: each degree serves everywhere.
    """

    program: Program
    facts: Facts
    as_filed: bool = False
    _credits: dict[Work, Credit] = field(default_factory=dict)
    _counted: dict[Work, list[Truth]] = field(default_factory=dict)
    _truths: dict[int, Truth] = field(default_factory=dict)
    _given: dict[tuple[ExperienceKind, Reading, Spent | None], Given] = field(default_factory=dict)

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdict of each reading, in the order of `program.readings`."""
        return tuple(verdict(truth) for truth in self.truths)

    @cached_property
    def truths(self) -> tuple[Truth, ...]:
        """In which worlds the stated minimum qualifications are met, for each reading."""
        done: dict[Reading, Truth] = {}
        plain = None if self.conflicts else self.program.plain
        for reading in self.program.readings:
            same = reading if plain is None else plain[reading]
            if same not in done:
                done[same] = self.truth(same)
        return tuple(done[reading if plain is None else plain[reading]] for reading in self.program.readings)

    def verdict(self) -> Verdict:
        """The verdict on which all readings agree, else `needs_review`.

        A text without minimum qualifications needs a review, unless a gate that it does state definitely fails.
        """
        found = agreed(self.verdicts)
        if self.program.no_minimum and found is not Verdict.NOT_MET:
            return Verdict.NEEDS_REVIEW
        return found

    def truth(self, reading: Reading) -> Truth:
        """In which worlds the stated minimum qualifications are met, under one reading."""
        root = self.program.rules.requirement
        if root is None:
            return REVIEW
        found = self.judged(root, reading)
        truth = REVIEW if found is None else found
        return self.seen(truth & REVIEW if self.unread else truth)

    @cached_property
    def unread(self) -> bool:
        """Whether text that the rules could not read concerns the applicant: it may ask for more than they say."""
        return self.program.unheld_residue or any(self.concerns(node) for node in self.program.unread)

    def judged(self, node: Requirement, reading: Reading) -> Truth | None:
        """The truth of a requirement with the best division of degrees, None where it is for another assignment.

        Being a state employee opens some ways and narrows others, so where that is not known both cases are tried.
        """
        if self.as_state_employee is not None:
            cases = [case.judged(node, reading) for case in self.as_state_employee]
            return None if cases[0] is None or cases[1] is None else whichever(cases[0], cases[1])
        if reading.degree_for_both or not self.conflicts:
            return self.gate(node, reading, None)
        gates = [self.gate(node, reading, spent) for spent in self.assignments(reading)]
        held = [gate for gate in gates if gate is not None]
        return functools.reduce(operator.or_, held) if held else None

    @cached_property
    def as_state_employee(self) -> tuple[Evaluation, Evaluation] | None:
        """The evaluations of the applicant as a state employee and as none, where that is not known and matters."""
        if self.facts.state_employee is not None or not self.program.speaks_of_state:
            return None
        facts = self.facts
        return (
            Evaluation(self.program, facts.as_state_employee(True), self.as_filed),
            Evaluation(self.program, facts.as_state_employee(False), self.as_filed),
        )

    def seen(self, truth: Truth) -> Truth:
        """A truth as the mode sees it: as filed, what is not stated is not counted."""
        return as_stated(truth) if self.as_filed else truth

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
        if not partial or not asked or not self.facts.degrees:
            return frozenset()
        return frozenset(
            place
            for place, holding in enumerate(self.facts.degrees)
            if holding.level is not None
            and any(serves(leaf, holding) for leaf in asked)
            and any(_helps(substitution, holding) for substitution in partial)
        )

    def _usable(self, spent: Spent | None) -> Spent | None:
        """The degrees that a substitution may use, None for all."""
        if spent is None:
            return None
        return spent | (frozenset(range(len(self.facts.degrees))) - self.conflicts)

    # ── requirements ──

    def node(self, node: Requirement, reading: Reading, spent: Spent | None) -> Truth:
        """The truth of a requirement; one that is for another assignment holds."""
        found = self.gate(node, reading, spent)
        return YES if found is None else found

    def gate(self, node: Requirement, reading: Reading, spent: Spent | None) -> Truth | None:
        """The truth of a requirement, None where it is only for another assignment than the applicant's.

        A requirement that need not be met at screening holds.
        """
        if isinstance(node, AllOf):
            return self._all(node, reading, spent)
        if isinstance(node, AnyOf):
            gates = [gate for child in node.children if (gate := self.gate(child, reading, spent)) is not None]
            return functools.reduce(operator.or_, gates) if gates else None
        if isinstance(node, ExperienceRequirement | EducationRequirement | CredentialRequirement | Opaque):
            if not self.concerns(node):
                return None
            return YES if never_gates(node) else self.leaf(node, reading, spent)
        return self.gate(node.readings[reading.picks[self.program.places[id(node)]]], reading, spent)

    def _all(self, node: AllOf, reading: Reading, spent: Spent | None) -> Truth | None:
        """All children; text that may be another way to meet its siblings leaves them all to a person."""
        held: Truth | None = None
        for child in node.children:
            gate = self.gate(child, reading, spent)
            if gate is None:
                continue
            if isinstance(child, Opaque) and child.relaxes:
                return REVIEW
            held = gate if held is None else held & gate
        return held

    def concerns(self, node: Leaf) -> bool:
        """Whether a node is for the applicant: for everybody, or for the assignment that they apply for."""
        if node.only_for is None:
            return True
        sought = self.facts.applicant.assignment
        if sought is None:
            return False
        mine, named = stems(sought), stems(node.only_for)
        return bool(mine) and (mine <= named or named <= mine)

    def leaf(self, node: Leaf, reading: Reading, spent: Spent | None) -> Truth:
        """Whether what a requirement asks for is there, whether it gates or not."""
        if isinstance(node, Opaque):
            return REVIEW
        if isinstance(node, ExperienceRequirement):
            return enough(self.credit(node), node.months, self.given(node.kind, reading, spent))
        found = attained(self.facts, node, without=spent) if spent and asks_for_degree(node) else self.attained(node)
        kind = self.program.beside.get(id(node))
        if kind is not None and reading.whole_replaces_degree:
            found |= self.given(kind, reading, spent).whole
        return found

    def attained(self, node: Attainment) -> Truth:
        """Whether what a node asks for is held, by any of the degrees."""
        found = self._truths.get(id(node))
        if found is None:
            found = self._truths[id(node)] = attained(self.facts, node)
        return found

    def credit(self, node: ExperienceRequirement) -> Credit:
        """Tenths of months of work that count towards an experience node, without substitutions."""
        return self.work_credit(self.program.work(node))

    def work_credit(self, work: Work) -> Credit:
        """Tenths of months of work that count as `work`, in each world."""
        found = self._credits.get(work)
        if found is None:
            found = self._credits[work] = credit(self.facts, self.counted(work))
        return found

    def counted(self, work: Work) -> list[Truth]:
        """Whether each job counts as `work`, in the order of the jobs."""
        found = self._counted.get(work)
        if found is None:
            found = self._counted[work] = truths(self.program, self.facts, work)
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
            return from_bool(self.facts.state_employee)
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
        held = hours(self.facts, fields, only=usable)
        degree: Truth = YES
        if substitution.cap_degree is not None and not reading.hours_reach_cap:
            asked = EducationRequirement(substitution.source, (substitution.cap_degree,), substitution.cap_fields)
            degree = attained(self.facts, asked, only=usable)
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
            return enough(self.credit(node), node.months, _NONE_GIVEN)
        if isinstance(node, EducationRequirement | CredentialRequirement):
            usable = self._usable(spent) if self.conflicts else None
            return self.attained(node) if usable is None else attained(self.facts, node, only=usable)
        if isinstance(node, Opaque):
            return REVIEW
        return self.condition_node(node.readings[reading.picks[self.program.places[id(node)]]], reading, spent)


def enough(worked: Credit, months: int, given: Given) -> Truth:
    """In which worlds the months worked and what substitutes for them come to so many."""
    found = given.whole
    if worked[0] == worked[3] and given.months[0] == given.months[3]:
        return YES if worked[0] + given.months[0] >= 10 * months else found
    for world in WORLDS:
        if worked[world] + given.months[world] >= 10 * months:
            found |= 1 << world
    return found


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
