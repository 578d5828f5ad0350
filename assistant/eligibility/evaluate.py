"""Evaluation: a program and an applicant's facts to a truth in four worlds, for every reading of the text.

Pure and without a clock. Months are tenths, as integers; a credit is four of them, one for each world.
"""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass, field
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
from assistant.eligibility.work import Credit, Said, credit, truths


@dataclass(frozen=True, slots=True)
class Outcome:
    """In which worlds the stated minimum qualifications are met, for each reading, and the verdicts drawn from it."""

    truths: tuple[Truth, ...]
    verdicts: tuple[Verdict, ...]
    verdict: Verdict


@dataclass
class Evaluation:
    """Evaluates one applicant: what stands apart from months worked is the `standing`, which others may share.

    A `spent` among the arguments is the degrees that substitutions use up; None: each degree serves everywhere.
    """

    program: Program
    facts: Facts
    as_filed: bool = False
    standing: Standing = field(init=False)
    cases: tuple[Evaluation, ...] = field(init=False)
    """As a state employee and as none, where that matters and is not known."""
    _said: list[Said] = field(init=False)
    _credits: dict[Work, Credit] = field(default_factory=dict)
    _counted: dict[Work, list[Truth]] = field(default_factory=dict)
    _outcome: Outcome | None = None

    def __post_init__(self) -> None:
        program, facts = self.program, self.facts
        state_employee = facts.held.state_employee
        self._said = [(state_employee, *lane.said) for lane in facts.lanes]
        worked = tuple([enough(self.credit(node), node.months, NONE_GIVEN) for node in program.conditioned])
        self.standing = standing_of(program, facts.held, worked)
        self.cases = (
            tuple(Evaluation(program, facts.as_state_employee(value), self.as_filed) for value in (True, False))
            if state_employee is None and program.speaks_of_state
            else ()
        )

    @property
    def outcome(self) -> Outcome:
        """What comes out; the same for all of one standing whose work reaches the same marks."""
        if self._outcome is None:
            memo = self.standing.memo
            key = "outcome", self.as_filed, self.reached, *[(case.standing, case.reached) for case in self.cases]
            found: Outcome | None = memo.get(key)
            if found is None:
                found = memo[key] = self._judge()
            self._outcome = found
        return self._outcome

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

    def verdict(self) -> Verdict:
        """The verdict on which all readings agree, else `needs_review`.

        A text without minimum qualifications needs a review, unless a gate that it does state definitely fails.
        """
        return self.outcome.verdict

    def _judge(self) -> Outcome:
        done: dict[Reading, Truth] = {}
        plain = None if self.standing.conflicts else self.program.plain
        for reading in self.program.readings:
            same = reading if plain is None else plain[reading]
            if same not in done:
                done[same] = self.truth(same)
        truths = tuple(done[reading if plain is None else plain[reading]] for reading in self.program.readings)
        verdicts = tuple(verdict(truth) for truth in truths)
        found = agreed(verdicts)
        if self.program.no_minimum and found is not Verdict.NOT_MET:
            found = Verdict.NEEDS_REVIEW
        return Outcome(truths, verdicts, found)

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
        if self.cases:
            one, other = (case.judged(node, reading) for case in self.cases)
            return None if one is None or other is None else whichever(one, other)
        if reading.degree_for_both or not self.standing.conflicts:
            return self.gate(node, reading, None)
        gates = [self.gate(node, reading, spent) for spent in self.standing.assignments(reading)]
        held = [gate for gate in gates if gate is not None]
        return functools.reduce(operator.or_, held) if held else None

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
            found = self._counted[work] = truths(self.program, self.facts, work, self._said)
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
