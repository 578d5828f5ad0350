"""Whether a job counts towards an experience node, in four worlds. Relevance is attested, never inferred."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.eligibility.applicant import Employment
from assistant.eligibility.facts import Facts, Lane
from assistant.eligibility.kleene import NO, REVIEW, UNKNOWN, WORLDS, YES, Truth, from_bool, not_known_to_be
from assistant.eligibility.names import same_class
from assistant.eligibility.program import RANK, Program, Work
from assistant.eligibility.rules import ExperienceKind

_MOST_KNOWN = 4096

Credit = tuple[int, int, int, int]
"""Tenths of months in each world."""


Said = tuple[bool | None, tuple[str, ...] | None, str | None, str | None]
"""All by which attested work is judged: whether of a state employee, what it counts as, the capacity, the class."""


def truths(program: Program, facts: Facts, work: Work, said: Sequence[Said]) -> list[Truth]:
    """Whether each job counts towards a node's work, in the order of the jobs, of which `said` is stated."""
    if not work.attested or work.full_time:
        return [counts(program, facts, work, lane) for lane in facts.lanes]
    known = work.known
    if len(known) > _MOST_KNOWN:
        known.clear()
    found = [known.get(key) for key in said]
    if None in found:
        for key, lane in zip(said, facts.lanes, strict=True):
            known[key] = counts(program, facts, work, lane)
    return [known[key] for key in said]


def credit(facts: Facts, counted: Sequence[Truth]) -> Credit:
    """Tenths of months in each world of the jobs, given in which worlds each counts."""
    first, second, third, fourth = _chosen(tuple(counted))
    measure = facts.credit
    least, most = measure(first, False), measure(fourth, True)
    if first == fourth:
        return least, least, most, most
    return least, measure(second, False), measure(third, True), most


@lru_cache(maxsize=1 << 14)
def _chosen(counted: tuple[Truth, ...]) -> tuple[int, int, int, int]:
    """For each world the jobs that count in it, as bits."""
    first, second, third, fourth = (
        sum(1 << place for place, truth in enumerate(counted) if truth >> world & 1) for world in WORLDS
    )
    return first, second, third, fourth


def counts(program: Program, facts: Facts, work: Work, lane: Lane) -> Truth:
    """Whether a job counts towards a node's work."""
    job = lane.job
    found = attested(program, facts, work, job) if work.attested else _described(work, job)
    if found and work.floor is not None:
        found &= capacity_truth(work, job)
    if found and work.full_time:
        full = facts.scale.full
        found &= YES if lane.shares[0] >= full else UNKNOWN | REVIEW if lane.shares[1] >= full else REVIEW
    return found


def attested(program: Program, facts: Facts, work: Work, job: Employment) -> Truth:
    """Whether the person attests the work; who attests special work attests the general work that it is part of."""
    if job.counts_as is None:
        found = UNKNOWN
    elif work.kind in job.counts_as or (
        work.kind is ExperienceKind.GENERAL and "special" in job.counts_as and program.special_is_general
    ):
        found = YES
    else:
        return NO
    return found if work.levels is None else found & level_truth(work.levels, facts, job)


def level_truth(levels: tuple[str, ...], facts: Facts, job: Employment) -> Truth:
    """For a state employee: whether the job's class is the one named; in another class, a person must judge."""
    if job.state_class == "":
        return YES
    named = UNKNOWN if job.state_class is None else from_bool(same_class(levels, job.state_class))
    return not_known_to_be(facts.held.state_employee) | named | REVIEW


def capacity_truth(work: Work, job: Employment) -> Truth:
    """Where the attestation does not speak of the capacity it must be stated; one that contradicts it is judged."""
    if job.capacity is None:
        return UNKNOWN if work.strict else YES
    enough = work.floor is None or RANK[job.capacity] >= work.floor
    return YES if enough else NO if work.strict else REVIEW


def _described(work: Work, job: Employment) -> Truth:
    if work.key in job.attested:
        return from_bool(job.attested[work.key])
    if work.names and job.state_class and same_class(work.names, job.state_class):
        return YES
    if work.state_only and job.state_class is not None:
        return REVIEW if work.examples else NO
    if work.names and not work.state_only and job.title and same_class(work.names, job.title):
        return YES
    return UNKNOWN
