"""Whether a job counts towards an experience node, in four worlds. Relevance is attested, never inferred."""

from __future__ import annotations

from assistant.eligibility.applicant import Employment
from assistant.eligibility.facts import Facts, Lane
from assistant.eligibility.kleene import NO, REVIEW, UNKNOWN, WORLDS, YES, Truth, from_bool, not_known_to_be
from assistant.eligibility.names import same_class
from assistant.eligibility.program import RANK, Program, Work
from assistant.eligibility.rules import ExperienceKind

_MOST_KNOWN = 4096

Credit = tuple[int, int, int, int]
"""Tenths of months in each world."""


def truths(program: Program, facts: Facts, work: Work) -> list[Truth]:
    """Whether each job counts towards a node's work, in the order of the jobs."""
    if not work.attested or work.full_time:
        return [counts(program, facts, work, lane) for lane in facts.lanes]
    known, state_employee = work.known, facts.held.state_employee
    if len(known) > _MOST_KNOWN:
        known.clear()
    found = []
    for lane in facts.lanes:
        key = (state_employee, *lane.said)
        truth = known.get(key)
        if truth is None:
            truth = known[key] = counts(program, facts, work, lane)
        found.append(truth)
    return found


def credit(facts: Facts, counted: list[Truth]) -> Credit:
    """Tenths of months in each world of the jobs, given in which worlds each counts."""
    sure = maybe = 0
    bit = 1
    for truth in counted:
        if truth == YES:
            sure |= bit
        elif truth:
            maybe |= bit
        bit <<= 1
    if not maybe:
        least = facts.credit(sure, False)
        most = facts.credit(sure, True)
        return least, least, most, most
    jobs = [0, 0, 0, 0]
    for lane, truth in zip(facts.lanes, counted, strict=True):
        if truth == YES:
            bit = 1 << lane.index
            jobs = [jobs[0] | bit, jobs[1] | bit, jobs[2] | bit, jobs[3] | bit]
        elif truth:
            for world in WORLDS:
                if truth >> world & 1:
                    jobs[world] |= 1 << lane.index
    first, second, third, fourth = jobs
    measure = facts.credit
    return measure(first, False), measure(second, False), measure(third, True), measure(fourth, True)


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
