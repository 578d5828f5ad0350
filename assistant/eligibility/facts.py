"""An applicant's facts made ready for evaluation: jobs as stretches of days, with what each could count towards.

Where a fact is an interval (a year without a day, hours that were not stated), the worst-facts worlds take the least
that it can mean and the best-facts worlds the most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from assistant.eligibility.applicant import Applicant, Credential, Education, Employment, future_fact
from assistant.eligibility.kleene import NO, UNKNOWN, YES, Truth, from_bool
from assistant.eligibility.ledger import MONTH, TENTHS_WITHOUT_END, Scale, Stretch, parts_worked
from assistant.eligibility.names import parse_degree
from assistant.eligibility.policy import CountingPolicy
from assistant.eligibility.rules import Degree
from assistant.eligibility.when import When
from corpus.errors import UserMistake

_SPELT_OUT = re.compile(
    r"sixth[- ]year|doctor|\bph\.?\s?d\b|\bed\.?\s?d\b|degree|master'?s? (?:of|in)|bachelor'?s? (?:of|in)", re.I
)
_LONGEST_PARTS = 1200 * MONTH


@dataclass(slots=True)
class Lane:
    """One job: the least and the most that it can be, as dated stretches or, without dates, as parts of a month.

    `said` is all by which attested work is judged: what it counts as, the capacity, the state class.
    """

    index: int
    job: Employment
    least: Stretch | None
    most: Stretch | None
    undated: tuple[int, int] | None
    shares: tuple[int, int]
    said: tuple[tuple[str, ...] | None, str | None, str | None]


class Holding(NamedTuple):
    """A degree, training or credential, its place in its list, and whether it is `held` on the day of the check."""

    place: int
    listed: str
    level: str | None
    study: str | None
    name: str | None
    semester_hours: float | None
    held: Truth


class Held(NamedTuple):
    """All facts but the jobs, as values, so that whatever follows from them alone can be kept under them.

    `*_open` says that there may be more than is listed, `bachelor_hours` what a Bachelor's degree equals.
    """

    degrees: tuple[Holding, ...]
    credentials: tuple[Holding, ...]
    education_open: bool
    credentials_open: bool
    state_employee: bool | None
    assignment: str | None
    bachelor_hours: int


@dataclass(slots=True)
class Facts:
    """An applicant's facts on a day, under a policy. `employment_open` says that there may be more jobs than are
    listed, `exact` that every job's length is known to the day.
    """

    applicant: Applicant
    as_of: date
    policy: CountingPolicy
    scale: Scale
    lanes: tuple[Lane, ...]
    held: Held
    employment_open: bool
    exact: bool
    _credits: dict[tuple[int, bool], int] = field(default_factory=dict)

    def as_state_employee(self, value: bool) -> Facts:
        """The same facts of somebody who is, or is not, a state employee."""
        return replace(self, held=self.held._replace(state_employee=value))

    def credit(self, jobs: int, best: bool) -> int:
        """Tenths of months in the jobs whose bit is set, taken at their most if `best`, else at their least."""
        key = (jobs, best and not self.exact)
        if key not in self._credits:
            self._credits[key] = self._measure(*key)
        return self._credits[key]

    def _measure(self, jobs: int, best: bool) -> int:
        chosen = [lane for lane in self.lanes if jobs >> lane.index & 1]
        stretches = [stretch for lane in chosen if (stretch := lane.most if best else lane.least)]
        tenths = self.scale.tenths(combined(chosen, parts_worked(stretches, self.scale), best))
        return tenths + TENTHS_WITHOUT_END if best and self.employment_open else tenths


def combined(chosen: list[Lane], dated: int, best: bool) -> int:
    """The parts of dated and undated jobs together: jobs without dates may have been held at the same time as others.

    So the most is their sum and the least the longest of them; those of one `stretch` followed one another.
    """
    groups: dict[str, int] = {}
    for lane in chosen:
        if lane.undated is not None:
            name = lane.job.stretch or f"\0{lane.index}"
            groups[name] = groups.get(name, 0) + lane.undated[best] * lane.shares[best]
    if not groups:
        return dated
    return dated + sum(groups.values()) if best else max(dated, *groups.values())


def gather(applicant: Applicant, policy: CountingPolicy, as_of: date | None = None, *, as_filed: bool = False) -> Facts:
    """The facts on `as_of` (the applicant's own day if None), which nothing after it is part of.

    Raises UserMistake where no day is given, or a fact begins after the applicant's own day.
    """
    day = as_of or applicant.as_of
    if day is None:
        raise UserMistake(
            "applicant: as_of: the day on which the facts are judged is not given",
            mend="add as_of: YYYY-MM-DD to the applicant, or give --as-of",
        )
    if applicant.as_of is None and (fault := future_fact(applicant, day)):
        raise UserMistake(f"applicant: {fault}")
    scale = _scale(policy)
    degrees = [_degree(index, entry, day, policy) for index, entry in enumerate(applicant.education or ())]
    credentials = [_credential(index, entry, day, policy) for index, entry in enumerate(applicant.credentials or ())]
    today = day.toordinal()
    lanes = tuple([_lane(i, job, today, scale, policy) for i, job in enumerate(applicant.employment or ())])
    employment_open = applicant.employment is None or "employment" in applicant.more_possible
    state_employee = applicant.state_employee
    if state_employee is None and (as_filed or policy.state_employee_not_stated == "no"):
        state_employee = False
    return Facts(
        applicant=applicant,
        as_of=day,
        policy=policy,
        scale=scale,
        lanes=lanes,
        held=Held(
            degrees=(*degrees, *[also for entry in credentials if (also := _as_degree(entry))]),
            credentials=tuple(credentials),
            education_open=applicant.education is None or "education" in applicant.more_possible,
            credentials_open=applicant.credentials is None or "credentials" in applicant.more_possible,
            state_employee=state_employee,
            assignment=applicant.assignment,
            bachelor_hours=policy.bachelor_semester_hours,
        ),
        employment_open=employment_open,
        exact=not employment_open and all(lane.least is lane.most and lane.undated is None for lane in lanes),
    )


@lru_cache(maxsize=64)
def _scale(policy: CountingPolicy) -> Scale:
    return Scale.of(policy)


def _lane(index: int, job: Employment, today: int, scale: Scale, policy: CountingPolicy) -> Lane:
    hours, start, end = job.hours_per_week, job.start, job.end
    if hours is None:
        shares = _unstated(scale, policy)
    else:
        share = scale.share(hours)
        shares = share, share
    said = job.counts_as, job.capacity, job.state_class
    if start is None or job.months is not None:
        least, most = job.months or (0, _LONGEST_PARTS / MONTH)
        return Lane(index, job, None, None, (round(least * MONTH), round(most * MONTH)), shares, said)
    sure_end, last = (end.first, end.last) if end else (today, today)
    longest = _real((start.first, last if last < today else today, shares[1]))
    if start.first == start.last and sure_end == last and shares[0] == shares[1]:
        return Lane(index, job, longest, longest, None, shares, said)
    return Lane(index, job, _real((start.last, min(sure_end, today), shares[0])), longest, None, shares, said)


def _real(stretch: Stretch) -> Stretch | None:
    return stretch if stretch[1] >= stretch[0] and stretch[2] else None


def _unstated(scale: Scale, policy: CountingPolicy) -> tuple[int, int]:
    return (scale.full if policy.hours_not_stated == "full_time" else 0), scale.full


def _degree(index: int, entry: Education, day: date, policy: CountingPolicy) -> Holding:
    named = parse_degree(entry.name) if entry.name else None
    study = entry.field or (named[1] if named else None)
    completed = _completed(entry.completed, day)
    if completed is None and policy.completed_not_stated == "completed":
        completed = True
    hours = None if entry.semester_hours is None else entry.semester_hours + 0.0  # never -0.0, which equals 0.0
    return Holding(index, "education", entry.level, study, entry.name, hours, from_bool(completed))


def _completed(completed: bool | When | None, day: date) -> bool | None:
    if completed is None or isinstance(completed, bool):
        return completed
    return True if completed.latest <= day else False if completed.earliest > day else None


def _credential(index: int, entry: Credential, day: date, policy: CountingPolicy) -> Holding:
    if entry.expires is None:
        held = YES if policy.expires_not_stated == "valid" else UNKNOWN
    elif entry.expires.latest < day:
        held = NO
    else:
        held = YES if entry.expires.earliest >= day else UNKNOWN
    return Holding(index, "credentials", None, None, entry.name, None, held)


def _as_degree(entry: Holding) -> Holding | None:
    """A credential whose name is that of a degree ("Sixth Year Diploma in ...") is one, wherever it was listed."""
    named = _degree_named(entry.name or "")
    if named is None:
        return None
    return Holding(entry.place, "credentials", named[0].value, named[1], entry.name, None, entry.held)


@lru_cache(maxsize=4096)
def _degree_named(credential: str) -> tuple[Degree, str | None] | None:
    """The degree above high school that a credential's name spells out, with its field."""
    named = parse_degree(credential) if _SPELT_OUT.search(credential) else None
    return None if named is None or named[0] is Degree.HIGH_SCHOOL else named
