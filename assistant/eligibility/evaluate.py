"""Evaluation: a program and an applicant's facts to a truth in four worlds, for every reading of the text.

Pure and without a clock. Months are tenths, as integers; a credit is four of them, one for each world.
"""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from assistant.eligibility.attain import Spent, attained
from assistant.eligibility.facts import Facts
from assistant.eligibility.kleene import REVIEW, WORLDS, YES, Truth, Verdict, agreed, as_stated, verdict, whichever
from assistant.eligibility.nodes import Leaf
from assistant.eligibility.program import Program, Reading, Work, asks_for_degree, never_gates
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    CredentialRequirement,
    EducationRequirement,
    ExperienceRequirement,
    Opaque,
    Requirement,
)
from assistant.eligibility.standing import NONE_GIVEN, Given, Standing, standing_of
from assistant.eligibility.work import Credit, credit, truths


@dataclass(frozen=True, slots=True)
class Outcome:
    """In which worlds the stated minimum qualifications are met, for each reading, and the verdicts drawn from it."""

    truths: tuple[Truth, ...]
    verdicts: tuple[Verdict, ...]


@dataclass
class Evaluation:
    """Evaluates one applicant: what stands apart from months worked is the `standing`, which others may share.

    A `spent` among the arguments is the degrees that substitutions use up; None: each degree serves everywhere.
    """

    program: Program
    facts: Facts
    as_filed: bool = False
    _credits: dict[Work, Credit] = field(default_factory=dict)
    _counted: dict[Work, list[Truth]] = field(default_factory=dict)

    @cached_property
    def standing(self) -> Standing:
        """All that follows from the facts apart from the months worked."""
        conditioned = self.program.conditioned
        worked = tuple(enough(self.credit(node), node.months, NONE_GIVEN) for node in conditioned)
        return standing_of(self.program, self.facts.held, worked)

    @cached_property
    def cases(self) -> tuple[Evaluation, ...]:
        """The evaluation itself; where it matters and is not known, those as a state employee and as none."""
        return self.as_state_employee or (self,)

    @cached_property
    def outcome(self) -> Outcome:
        """What comes out; the same for all of one standing whose work reaches the same marks."""
        reached = [(case.standing, case.reached) for case in self.cases]
        key = ("outcome", self.as_filed, *reached)
        found: Outcome | None = self.standing.memo.get(key)
        if found is None:
            truths = self._truths()
            found = self.standing.memo[key] = Outcome(truths, tuple(verdict(truth) for truth in truths))
        return found

    @property
    def reached(self) -> tuple[Truth, ...]:
        """In which worlds the work reaches each of the standing's marks."""
        return tuple([enough(self.work_credit(work), months, given) for work, months, given in self.standing.marks])

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdict of each reading, in the order of `program.readings`."""
        return self.outcome.verdicts

    @property
    def truths(self) -> tuple[Truth, ...]:
        """In which worlds the stated minimum qualifications are met, for each reading."""
        return self.outcome.truths

    def _truths(self) -> tuple[Truth, ...]:
        done: dict[Reading, Truth] = {}
        plain = None if self.standing.conflicts else self.program.plain
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
        return self.seen(truth & REVIEW if self.standing.unread else truth)

    def judged(self, node: Requirement, reading: Reading) -> Truth | None:
        """The truth of a requirement with the best division of degrees, None where it is for another assignment.

        Being a state employee opens some ways and narrows others, so where that is not known both cases are tried.
        """
        if self.as_state_employee is not None:
            cases = [case.judged(node, reading) for case in self.as_state_employee]
            return None if cases[0] is None or cases[1] is None else whichever(cases[0], cases[1])
        if reading.degree_for_both or not self.standing.conflicts:
            return self.gate(node, reading, None)
        gates = [self.gate(node, reading, spent) for spent in self.standing.assignments(reading)]
        held = [gate for gate in gates if gate is not None]
        return functools.reduce(operator.or_, held) if held else None

    @cached_property
    def as_state_employee(self) -> tuple[Evaluation, Evaluation] | None:
        """The evaluations of the applicant as a state employee and as none, where that is not known and matters."""
        if self.facts.held.state_employee is not None or not self.program.speaks_of_state:
            return None
        facts = self.facts
        return (
            Evaluation(self.program, facts.as_state_employee(True), self.as_filed),
            Evaluation(self.program, facts.as_state_employee(False), self.as_filed),
        )

    def seen(self, truth: Truth) -> Truth:
        """A truth as the mode sees it: as filed, what is not stated is not counted."""
        return as_stated(truth) if self.as_filed else truth

    # ── requirements ──

    def node(self, node: Requirement, reading: Reading, spent: Spent | None) -> Truth:
        """The truth of a requirement; one that is for another assignment holds."""
        found = self.gate(node, reading, spent)
        return YES if found is None else found

    def gate(self, node: Requirement, reading: Reading, spent: Spent | None) -> Truth | None:
        """The truth of a requirement, None where it is only for another assignment than the applicant's.

        A requirement that need not be met at screening holds. One without experience depends on the standing alone.
        """
        if id(node) in self.program.timed:
            return self._gate(node, reading, spent)
        memo, key = self.standing.memo, ("gate", id(node), reading, spent)
        if key not in memo:
            memo[key] = self._gate(node, reading, spent)
        return cast(Truth | None, memo[key])

    def _gate(self, node: Requirement, reading: Reading, spent: Spent | None) -> Truth | None:
        if isinstance(node, AllOf):
            return self._all(node, reading, spent)
        if isinstance(node, AnyOf):
            gates = [gate for child in node.children if (gate := self.gate(child, reading, spent)) is not None]
            return functools.reduce(operator.or_, gates) if gates else None
        if isinstance(node, ExperienceRequirement | EducationRequirement | CredentialRequirement | Opaque):
            if not self.standing.concerns(node):
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

    def leaf(self, node: Leaf, reading: Reading, spent: Spent | None) -> Truth:
        """Whether what a requirement asks for is there, whether it gates or not."""
        if isinstance(node, Opaque):
            return REVIEW
        if isinstance(node, ExperienceRequirement):
            return enough(self.credit(node), node.months, self.standing.given(node.kind, reading, spent))
        found = (
            attained(self.facts.held, node, without=spent)
            if spent and asks_for_degree(node)
            else self.standing.attained(node)
        )
        kind = self.program.beside.get(id(node))
        if kind is not None and reading.whole_replaces_degree:
            found |= self.standing.given(kind, reading, spent).whole
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


def enough(worked: Credit, months: int, given: Given) -> Truth:
    """In which worlds the months worked and what substitutes for them come to so many."""
    found = given.whole
    if worked[0] == worked[3] and given.months[0] == given.months[3]:
        return YES if worked[0] + given.months[0] >= 10 * months else found
    for world in WORLDS:
        if worked[world] + given.months[world] >= 10 * months:
            found |= 1 << world
    return found
