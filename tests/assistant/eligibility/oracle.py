"""An independent judge of applicants: slow, plain, and sharing no code with the evaluator.

Every fact that is not known is tried at every value that could matter, every day is counted by itself, every division
of degrees is tried, and every reading. What only a person can judge is tried both ways. The verdict is what all of it
says. It knows applicants and rule sets only as data, and understands only the plain names that `people.py` makes up.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from imagined import (
    CAPACITIES,
    COMMON,
    DOUBTFUL,
    FULL_TIME,
    LADDER,
    VAGUE,
    Degree,
    Job,
    Person,
    _leaves,
    people,
    tenths_worked,
)

from assistant.eligibility.applicant import Applicant
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    CredentialRequirement,
    EducationRequirement,
    ExperienceRequirement,
    Interpretation,
    Opaque,
    Requirement,
    RuleSet,
    Substitution,
)
from corpus.model import MQ_KINDS, Spec


@dataclass(frozen=True)
class Judge:
    rules: RuleSet
    spec: Spec
    person: Person
    kindly: bool
    picks: tuple[int, ...]
    degree_twice: bool
    hours_reach_cap: bool
    replaces_degree: bool
    months: dict[tuple[int, bool, int], int]
    reserved: frozenset[int] = frozenset()

    def met(self) -> bool:
        assert self.rules.requirement is not None
        if not self.kindly and self.unread():
            return False
        if self.degree_twice:
            return self.holds(self.rules.requirement) is not False
        places = [i for i, degree in enumerate(self.person.degrees) if degree.level is not None]
        chosen = (frozenset(c) for size in range(len(places) + 1) for c in itertools.combinations(places, size))
        return any(replace(self, reserved=c).holds(self.rules.requirement) is not False for c in chosen)

    def unread(self) -> bool:
        """Whether there is text for this person that nobody has read: it may ask for anything."""
        return any(
            isinstance(leaf, Opaque)
            and leaf.reason.value == "unread"
            and leaf.only_for in {None, self.person.assignment}
            and leaf.modality.value == "must"
            and leaf.phase.value == "screening"
            for leaf in _leaves(self.rules.requirement)
        )

    def interpretations(self) -> list[Interpretation]:
        return interpretations(self.rules)

    def pick(self, node: Interpretation) -> Requirement:
        place = next(i for i, other in enumerate(self.interpretations()) if other is node)
        return node.readings[self.picks[place]]

    def holds(self, node: Requirement) -> bool | None:  # noqa: PLR0911
        """Whether a requirement holds; None where it is not for this person."""
        if isinstance(node, AllOf):
            return self._all(node)
        if isinstance(node, AnyOf):
            each = [held for child in node.children if (held := self.holds(child)) is not None]
            return any(each) if each else None
        if isinstance(node, Interpretation):
            return self.holds(self.pick(node))
        if node.only_for is not None and (self.person.assignment is None or node.only_for != self.person.assignment):
            return None
        if node.modality.value == "may_be_required" or node.phase.value == "appointment":
            return True
        if isinstance(node, Opaque):
            return self.kindly
        if isinstance(node, ExperienceRequirement):
            given, whole = self.given(node.kind.value)
            return whole or self.worked(node, strict=self._many(node)) + 10 * given >= 10 * node.months
        held = self.attained(node, self._for_requirement(node))
        return held or self._beside(node)

    def _all(self, node: AllOf) -> bool | None:
        held = [(child, self.holds(child)) for child in node.children]
        stated = [(child, value) for child, value in held if value is not None]
        if any(isinstance(child, Opaque) and child.relaxes for child, _ in stated):
            return self.kindly
        return all(value for _, value in stated) if stated else None

    def _beside(self, node: EducationRequirement | CredentialRequirement) -> bool:
        if not self.replaces_degree:
            return False
        for substitution in self.rules.substitutions:
            whole = substitution.yields_months is None and self.audience(substitution)
            if whole and node_beside(self.rules, self.spec, node, substitution) and self.condition(substitution, None):
                return True
        return False

    def _many(self, node: ExperienceRequirement) -> bool:
        asked = [
            x for x in _leaves(self.rules.requirement) if isinstance(x, ExperienceRequirement) and x.kind is node.kind
        ]
        return len({x.capacities for x in asked}) > 1

    # substitutions

    def given(self, kind: str) -> tuple[int, bool]:
        months, whole = 0, False
        for substitution in self.rules.substitutions:
            if kind not in substitution.targets or not self.audience(substitution):
                continue
            usable = None if self.degree_twice else self.reserved
            if substitution.yields_months is None:
                whole |= self.condition(substitution, None)
            elif substitution.per_hours:
                months += self.by_hours(substitution, usable)
            elif self.condition(substitution, usable):
                months += min(substitution.yields_months, substitution.cap_months or 10**6)
        return months, whole

    def audience(self, substitution: Substitution) -> bool:
        if substitution.audience is None:
            return True
        return self.person.state_employee if "state" in substitution.audience else self.kindly

    def by_hours(self, substitution: Substitution, usable: frozenset[int] | None) -> int:
        fields = substitution.condition.fields if isinstance(substitution.condition, EducationRequirement) else ()
        degrees = self.usable_degrees(usable)
        months = int(self.hours(fields, degrees) // (substitution.per_hours or 1)) * (substitution.yields_months or 0)
        if substitution.cap_months is None:
            return months
        cap = substitution.cap_months
        if substitution.cap_degree is not None and not self.hours_reach_cap:
            wanted = EducationRequirement(substitution.source, (substitution.cap_degree,), substitution.cap_fields)
            if not self.degree(wanted, degrees):
                cap -= substitution.yields_months or 0
        return min(months, cap)

    def hours(self, fields: tuple[str, ...], degrees: list[Degree]) -> float:
        fitting = [degree for degree in degrees if self.field(fields, degree)]
        college = {"bachelor", "master", "sixth_year", "law", "doctorate"}
        whole = [120.0 for degree in fitting if degree.completed and degree.level in college]
        return max([sum(degree.hours for degree in fitting), *whole], default=0.0)

    def usable_degrees(self, places: frozenset[int] | None) -> list[Degree]:
        """Hours alone are no degree, and can be used wherever they are asked for."""
        return [d for i, d in enumerate(self.person.degrees) if places is None or i in places or d.level is None]

    def condition(self, substitution: Substitution, usable: frozenset[int] | None) -> bool:
        return substitution.condition is None or self._condition(substitution.condition, usable)

    def _condition(self, node: Requirement, usable: frozenset[int] | None) -> bool:
        if isinstance(node, AllOf):
            return all(self._condition(child, usable) for child in node.children)
        if isinstance(node, AnyOf):
            return any(self._condition(child, usable) for child in node.children)
        if isinstance(node, Interpretation):
            return self._condition(self.pick(node), usable)
        if isinstance(node, Opaque):
            return self.kindly
        if isinstance(node, ExperienceRequirement):
            return self.worked(node, strict=True, condition=self._substitution(node)) >= 10 * node.months
        return self.attained(node, self.usable_degrees(usable))

    def _substitution(self, node: ExperienceRequirement) -> Substitution:
        return next(s for s in self.rules.substitutions if any(leaf is node for leaf in _leaves(s.condition)))

    # attainments

    def _for_requirement(self, node: EducationRequirement | CredentialRequirement) -> list[Degree]:
        free = isinstance(node, EducationRequirement) and (not node.degrees or node.degrees[0] == "high_school")
        free |= isinstance(node, CredentialRequirement)
        return [d for i, d in enumerate(self.person.degrees) if free or i not in self.reserved]

    def attained(self, node: EducationRequirement | CredentialRequirement, degrees: list[Degree]) -> bool:
        if isinstance(node, EducationRequirement):
            if not node.degrees:
                return self.hours(node.fields, degrees) >= (node.semester_hours or 0)
            return self.degree(node, degrees)
        for held in self.person.credentials:
            if held in node.names:
                return True
            if self.kindly and any(VAGUE.search(name) or alike(name, held) for name in node.names):
                return True
        general = any("GED" in name for name in node.names)
        return general and any(degree.completed and degree.level for degree in self.person.degrees)

    def degree(self, node: EducationRequirement, degrees: list[Degree]) -> bool:
        return any(
            degree.completed and self.level(asked, degree.level) and self.field(node.fields, degree)
            for degree in degrees
            for asked in node.degrees
            if degree.level is not None
        )

    def level(self, asked: str, held: str | None) -> bool:
        return held in LADDER[asked] or ((asked, held) in DOUBTFUL and self.kindly)

    def field(self, fields: tuple[str, ...], degree: Degree) -> bool:
        if not fields or degree.field in fields:
            return True
        return self.kindly and any("related" in field for field in fields)

    # work

    def worked(self, node: ExperienceRequirement, *, strict: bool, condition: Substitution | None = None) -> int:
        key = (id(node), self.kindly, id(self.person))
        if key not in self.months:
            self.months[key] = self._worked(node, strict, condition)
        return self.months[key]

    def _worked(self, node: ExperienceRequirement, strict: bool, condition: Substitution | None) -> int:
        if self.person.endless:
            return 10**6
        counted = (job for job in self.person.jobs if self.counts(node, job, strict, condition))
        return tenths_worked(tuple((job.first, job.last, job.hours) for job in counted))

    def counts(self, node: ExperienceRequirement, job: Job, strict: bool, condition: Substitution | None) -> bool:
        own = node.kind == "other"
        if own:
            if not self._described(node, job, condition):
                return False
        elif not self._attested(node, job):
            return False
        if node.full_time and job.hours < FULL_TIME and not self.kindly:
            return False
        if not node.capacities:
            return True
        least = min(CAPACITIES.index(capacity) for capacity in node.capacities)
        if strict:
            return CAPACITIES.index(job.hidden_capacity) >= least
        return job.capacity is None or CAPACITIES.index(job.capacity) >= least or self.kindly

    def _attested(self, node: ExperienceRequirement, job: Job) -> bool:
        kinds = set(job.kinds)
        stated = [leaf for leaf in _leaves(self.rules.requirement) if isinstance(leaf, ExperienceRequirement)]
        if "special" in kinds and any(x.kind == "special" and x.subset_of == "general" for x in stated):
            kinds.add("general")
        if node.kind.value not in kinds:
            return False
        here = any(leaf is node for leaf in stated)
        clauses = [
            e
            for e in self.rules.equivalences
            if e.applies_to is node.kind and (not here or not e.nodes or node.source.key in e.nodes)
        ]
        if not clauses or not self.person.state_employee or job.state_class == "":
            return True
        return self.kindly or any(job.state_class == level for e in clauses for level in e.levels)

    def _described(self, node: ExperienceRequirement, job: Job, condition: Substitution | None) -> bool:
        attested = dict(job.attested)
        if node.source.key in attested:
            return attested[node.source.key]
        names = (*node.roles, *node.levels)
        if names and job.state_class in names:
            return True
        if condition is not None and condition.audience is not None:
            return False
        return job.title in names or job.described


def alike(one: str, other: str) -> bool:
    """Whether half of the telling words of the one are in the other, or all the other's are, so that a person looks."""
    ones, others = (set(re.findall(r"[a-z]{4,}|\d+", name.lower())) - COMMON for name in (one, other))
    return bool(ones & others) and (2 * len(ones & others) >= len(ones) or others <= ones)


def interpretations(rules: RuleSet) -> list[Interpretation]:
    found: list[Interpretation] = []

    def look(node: Requirement | None) -> None:
        if isinstance(node, Interpretation):
            found.append(node)
            for reading in node.readings:
                look(reading)
        elif isinstance(node, AllOf | AnyOf):
            for child in node.children:
                look(child)

    look(rules.requirement)
    for substitution in rules.substitutions:
        look(substitution.condition)
    return found


def node_beside(rules: RuleSet, spec: Spec, node: Requirement, substitution: Substitution) -> bool:
    """Whether the node stands in one clause with experience that the substitution replaces without asking for it."""
    asks = [
        (leaf.degrees, leaf.fields)
        for leaf in _leaves(substitution.condition)
        if isinstance(leaf, EducationRequirement)
    ]
    if isinstance(node, EducationRequirement) and (node.degrees, node.fields) in asks:
        return False
    mine = spec.clause_at(node.source.span)
    return any(
        spec.clause_at(leaf.source.span) == mine
        for leaf in _leaves(rules.requirement)
        if isinstance(leaf, ExperienceRequirement) and leaf.kind in substitution.targets
    )


def verdict(rules: RuleSet, spec: Spec, applicant: Applicant, *, as_filed: bool) -> str:
    """The verdict on an applicant: what every reading says of everybody that the applicant could be."""
    unstated = rules.requirement is None or not (
        any(True for _ in spec.iter_kind(*MQ_KINDS))
        or any(isinstance(leaf, ExperienceRequirement) for leaf in _leaves(rules.requirement))
    )
    if rules.requirement is None:
        return "needs_review"
    everybody = list(dict.fromkeys(people(rules, applicant, as_filed)))
    months: dict[tuple[int, bool, int], int] = {}
    picks = list(itertools.product(*(range(len(node.readings)) for node in interpretations(rules))))
    flags = itertools.product(
        (True, False) if any(s.yields_months is not None for s in rules.substitutions) else (True,),
        (True, False) if any(s.cap_degree is not None for s in rules.substitutions) else (True,),
        (True, False) if any(s.yields_months is None for s in rules.substitutions) else (True,),
    )
    said = {_reading(rules, spec, everybody, months, (pick, *settings)) for settings in flags for pick in picks}
    found = said.pop() if len(said) == 1 else "needs_review"
    return "needs_review" if unstated and found != "not_met" else found


def _reading(
    rules: RuleSet,
    spec: Spec,
    everybody: list[Person],
    months: dict[tuple[int, bool, int], int],
    setting: tuple[tuple[int, ...], bool, bool, bool],
) -> str:
    outcomes = set()
    for person in everybody:
        harsh = Judge(rules, spec, person, False, *setting, months).met()
        kind = harsh or Judge(rules, spec, person, True, *setting, months).met()
        outcomes.add("met" if harsh else "judged" if kind else "not_met")
        if len(outcomes) > 1:
            return "undetermined"
    return "needs_review" if outcomes == {"judged"} else outcomes.pop()
