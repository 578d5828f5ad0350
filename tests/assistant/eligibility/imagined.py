"""Everybody whom an applicant's facts may describe: every unknown fact at every value that could matter.

The oracle judges each of them; nothing here is shared with the evaluator.
"""

from __future__ import annotations

import calendar
import itertools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from assistant.eligibility.applicant import Applicant, Employment
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    CredentialRequirement,
    EducationRequirement,
    ExperienceRequirement,
    Interpretation,
    Requirement,
    RuleSet,
)

FULL_TIME = 3500
CAPACITIES = ("staff", "lead", "supervisory", "managerial")
LADDER = {
    "high_school": {"high_school", "associate", "bachelor", "master", "sixth_year", "law", "doctorate"},
    "associate": {"associate", "bachelor", "master", "sixth_year", "law", "doctorate"},
    "bachelor": {"bachelor", "master", "sixth_year", "law", "doctorate"},
    "advanced": {"master", "sixth_year", "law", "doctorate"},
    "master": {"master", "sixth_year", "doctorate"},
    "sixth_year": {"sixth_year"},
    "law": {"law"},
    "doctorate": {"doctorate"},
}
DOUBTFUL = {("master", "law"), ("sixth_year", "doctorate"), ("doctorate", "law")}
COMMON = {"certificate", "certification", "license", "state", "connecticut", "program", "diploma", "completion"}
VAGUE = re.compile(r"pursuant to section", re.I)


@dataclass(frozen=True)
class Degree:
    level: str | None
    field: str | None
    hours: float
    completed: bool


@dataclass(frozen=True)
class Job:
    first: date
    last: date
    hours: int
    kinds: frozenset[str]
    capacity: str | None
    hidden_capacity: str
    state_class: str
    title: str
    attested: tuple[tuple[str, bool], ...]
    described: bool


@dataclass(frozen=True)
class Person:
    degrees: tuple[Degree, ...]
    credentials: tuple[str, ...]
    jobs: tuple[Job, ...]
    state_employee: bool
    endless: bool
    assignment: str | None


# ── what could be true of an applicant ──


def people(rules: RuleSet, applicant: Applicant, as_filed: bool) -> Iterator[Person]:
    """Every person that the applicant could be, as far as it could matter."""
    as_of = applicant.as_of
    assert as_of is not None
    state = [False] if as_filed else [False, True]
    if applicant.state_employee is not None:
        state = [applicant.state_employee]
    for degrees, credentials, jobs, employed in itertools.product(
        _degree_lists(rules, applicant, as_filed),
        _credential_lists(rules, applicant, as_filed, as_of),
        _job_lists(rules, applicant, as_filed, as_of),
        state,
    ):
        yield Person(degrees, credentials, jobs[0], employed, jobs[1], applicant.assignment)


_known: dict[int, tuple[Requirement | None, tuple[Requirement, ...]]] = {}


def _leaves(node: Requirement | None) -> tuple[Requirement, ...]:
    """The leaves below a node, looked up once."""
    found = _known.get(id(node))
    if found is None or found[0] is not node:
        found = _known[id(node)] = (node, tuple(_find_leaves(node)))
    return found[1]


def _find_leaves(node: Requirement | None) -> Iterator[Requirement]:
    if isinstance(node, AllOf | AnyOf):
        for child in node.children:
            yield from _find_leaves(child)
    elif isinstance(node, Interpretation):
        for reading in node.readings:
            yield from _find_leaves(reading)
    elif node is not None:
        yield node


def _all_leaves(rules: RuleSet) -> list[Requirement]:
    roots = [rules.requirement, *(substitution.condition for substitution in rules.substitutions)]
    return [leaf for root in roots for leaf in _leaves(root)]


def _degree_lists(rules: RuleSet, applicant: Applicant, as_filed: bool) -> list[tuple[Degree, ...]]:
    if applicant.education is None:
        everything = [Degree("bachelor", None, 10_000.0, True)]
        for leaf in _all_leaves(rules):
            if isinstance(leaf, EducationRequirement):
                level = "doctorate" if "doctorate" in leaf.degrees else leaf.degrees[0].value if leaf.degrees else None
                level = "master" if level == "advanced" else level
                field = leaf.fields[0] if leaf.fields else None
                everything += [Degree(level, field, 10_000.0, True)] * 2
            if isinstance(leaf, CredentialRequirement) and any("GED" in name for name in leaf.names):
                everything.append(Degree("high_school", None, 0.0, True))
        return [()] if as_filed else [(), tuple(everything)]
    each = []
    for entry in applicant.education:
        completed = [False] if as_filed else [False, True]
        if isinstance(entry.completed, bool):
            completed = [entry.completed]
        elif entry.completed is not None:
            completed = [True]
        hours = [entry.semester_hours]
        if entry.semester_hours is None:
            college = entry.level in {"bachelor", "master", "sixth_year", "law", "doctorate"}
            hours = (
                [0.0] if entry.level == "high_school" or (college and completed == [True]) or as_filed else [0.0, 119.0]
            )
        each.append([Degree(entry.level, entry.field, h or 0.0, c) for h in hours for c in completed])
    return list(itertools.product(*each))


def _credential_lists(rules: RuleSet, applicant: Applicant, as_filed: bool, as_of: date) -> list[tuple[str, ...]]:
    if applicant.credentials is None:
        names = [name for leaf in _all_leaves(rules) if isinstance(leaf, CredentialRequirement) for name in leaf.names]
        return [()] if as_filed else [(), tuple(names)]
    held = [entry.name for entry in applicant.credentials if entry.expires is None or entry.expires.earliest >= as_of]
    return [tuple(held)]


def _job_lists(
    rules: RuleSet, applicant: Applicant, as_filed: bool, as_of: date
) -> Iterator[tuple[tuple[Job, ...], bool]]:
    if applicant.employment is None:
        yield (), False
        if not as_filed:
            yield (), True
        return
    for jobs in itertools.product(*(_jobs(rules, job, as_filed, as_of) for job in applicant.employment)):
        yield jobs, False


def _jobs(rules: RuleSet, job: Employment, as_filed: bool, as_of: date) -> list[Job]:
    assert job.start is not None
    starts = {job.start.earliest, job.start.latest}
    ends = {job.end.earliest, job.end.latest} if job.end else {as_of}
    hours = {0, FULL_TIME}
    if job.hours_per_week is not None:
        hours = {min(FULL_TIME, round(job.hours_per_week * 100))}
    kinds = {frozenset[str](), frozenset({"general", "special"})}
    if job.counts_as is not None:
        kinds = {frozenset(job.counts_as) - {"neither"}}
    hidden = {"staff", "managerial"} if job.capacity is None else {job.capacity.value}
    levels = {level for equivalence in rules.equivalences for level in equivalence.levels}
    levels |= {name for leaf in _all_leaves(rules) if isinstance(leaf, ExperienceRequirement) for name in leaf.roles}
    classes = {"", "some other class", *levels} if job.state_class is None else {job.state_class}
    work = [leaf for leaf in _all_leaves(rules) if isinstance(leaf, ExperienceRequirement)]
    open_to_all = [s.condition for s in rules.substitutions if s.audience is None]
    own = [leaf for root in open_to_all for leaf in _leaves(root) if isinstance(leaf, ExperienceRequirement)]
    described = {False, *(leaf.kind == "other" and leaf.source.key not in job.attested for leaf in own)}
    if not any(leaf.capacities for leaf in work):
        hidden = {min(hidden, key=CAPACITIES.index)}
    if as_filed:
        starts, ends = {max(starts)}, {min(ends)}
        hours, kinds, hidden = {min(hours)}, {min(kinds, key=len)}, {min(hidden, key=CAPACITIES.index)}
        classes = {"some other class"} if job.state_class is None else classes
        described = {False}
    return [
        Job(
            s,
            min(e, as_of),
            h,
            k,
            job.capacity and job.capacity.value,
            c,
            cls,
            job.title or "",
            tuple(job.attested.items()),
            d,
        )
        for s, e, h, k, c, cls, d in itertools.product(starts, ends, hours, kinds, hidden, classes, described)
    ]


# ── time, a day at a time ──


Spell = tuple[date, date, int]
"""The first day, the last day, and hundredths of an hour a week."""


@lru_cache(maxsize=100_000)
def tenths_worked(spells: tuple[Spell, ...]) -> int:
    """Tenths of months of full time in the spells: each calendar month by counting its days at each level."""
    spells = tuple(spell for spell in spells if spell[1] >= spell[0] and spell[2])
    if not spells:
        return 0
    first, last = min(spell[0] for spell in spells), max(spell[1] for spell in spells)
    whole, parts = 0, Fraction(0)
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, month = index // 12, index % 12 + 1
        length = calendar.monthrange(year, month)[1]
        begin, finish = date(year, month, 1), date(year, month, length)
        here = [spell for spell in spells if spell[0] <= finish and spell[1] >= begin]
        if all(spell[0] <= begin and spell[1] >= finish for spell in here):
            whole += min(FULL_TIME, sum(hours for _, _, hours in here))
        else:
            parts += _day_by_day(year, month, length, here)
    return math.floor((whole + parts) * 10 / FULL_TIME)


def _day_by_day(year: int, month: int, length: int, spells: list[Spell]) -> Fraction:
    days = [
        min(FULL_TIME, sum(hours for a, b, hours in spells if a <= date(year, month, day) <= b))
        for day in range(1, length + 1)
    ]
    total, below = Fraction(0), 0
    for level in sorted(set(days) - {0}):
        count = sum(hours >= level for hours in days)
        part = Fraction(1) if count == length else min(Fraction(1), Fraction(count, 28 if month == 2 else 30))
        total += (level - below) * part
        below = level
    return total


# ── one person, one reading, one judge ──
