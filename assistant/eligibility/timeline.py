"""Where each month counted, or why it did not: the ledger of a determination, one lane a job."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from assistant.eligibility.evaluate import Evaluation
from assistant.eligibility.facts import Lane
from assistant.eligibility.kleene import NO, REVIEW, UNKNOWN, YES, Truth
from assistant.eligibility.ledger import MONTH, Stretch, parts_of
from assistant.eligibility.program import Work
from assistant.eligibility.rules import Capacity, ExperienceKind

Months = int | float | None
"""Months to a tenth, a whole number where it is one; None where there is no upper limit."""


class LedgerStretch(TypedDict):
    """Days of one job with what they give: parts of full time counted as general and special, `reason` if less."""

    start: str
    end: str
    share: float
    general: float
    special: float
    reason: str | None


class LedgerLane(TypedDict):
    """One job: its own months at its share of full time, and what of them counted, each [least, most]."""

    job: int
    title: str | None
    start: str | None
    end: str | None
    hours_per_week: float | None
    months: list[Months]
    general: list[Months]
    special: list[Months]
    reasons: list[str]
    stretches: list[LedgerStretch]


@dataclass(slots=True)
class Share:
    """What one job gave towards a kind, in parts of a month of full time times share: least and most."""

    truth: Truth
    least: int = 0
    most: int = 0


@dataclass(slots=True)
class Timeline:
    """The ledger, and by kind what each job gave. The two flags say what was needed to count."""

    lanes: list[LedgerLane]
    shares: dict[ExperienceKind, list[Share]] = field(default_factory=dict)
    overlapped: bool = False


def tenths_to_months(tenths: int) -> int | float:
    """Months as JSON has them."""
    return tenths // 10 if tenths % 10 == 0 else tenths / 10


_NO_WORDS = "does not count as {kind}: you said so"
_WHY: dict[Truth, str] = {
    UNKNOWN: "we don't know yet whether it counts as {kind}",
    REVIEW: "a person must judge whether it counts as {kind}",
    UNKNOWN | REVIEW: "we don't know yet whether it counts as {kind} for a state employee",
}
_KINDS = (ExperienceKind.GENERAL, ExperienceKind.SPECIAL)


def timeline(evaluation: Evaluation, works: dict[ExperienceKind, Work]) -> Timeline:
    """The ledger of the applicant's jobs for the work that the rules ask for.

    Where jobs are held at once, the one that began first fills full time first.
    """
    facts = evaluation.facts
    truths = {kind: evaluation.counted(work) for kind, work in works.items()}
    found = Timeline([], {kind: [Share(truth) for truth in truths[kind]] for kind in truths})
    order = sorted(facts.lanes, key=_seniority)
    stretches: dict[int, list[LedgerStretch]] = {lane.index: [] for lane in facts.lanes}
    for first, last in _segments(facts.lanes):
        active = [lane for lane in order if lane.most and lane.most.first <= first and last <= lane.most.last]
        if active:
            _fill(found, evaluation, active, Stretch(first, last, 0), stretches)
    for lane in facts.lanes:
        if lane.undated is not None:
            _undated(found, lane)
        found.lanes.append(_lane(found, evaluation, lane, stretches[lane.index]))
    return found


def _seniority(lane: Lane) -> tuple[int, int, str]:
    return (lane.most.first, -lane.most.last, lane.job.title or "") if lane.most else (0, 0, "")


def _segments(lanes: tuple[Lane, ...]) -> list[tuple[int, int]]:
    """The runs of days between any two days on which a job begins or ends."""
    days = sorted({day for lane in lanes if lane.most for day in (lane.most.first, lane.most.last + 1)})
    return [(first, after - 1) for first, after in itertools.pairwise(days)]


def _fill(
    found: Timeline,
    evaluation: Evaluation,
    active: list[Lane],
    days: Stretch,
    stretches: dict[int, list[LedgerStretch]],
) -> None:
    full = evaluation.facts.scale.full
    parts = parts_of(days.first, days.last, evaluation.facts.scale.february_days)
    room = dict.fromkeys(found.shares, full)
    for lane in active:
        share = lane.shares[1]
        given: dict[ExperienceKind, int] = {}
        for kind, shares in found.shares.items():
            mine = shares[lane.index]
            given[kind] = min(share, room[kind]) if mine.truth else 0
            room[kind] -= given[kind]
            mine.most += parts * given[kind]
            if mine.truth & 1 and lane.least:
                first, last = max(days.first, lane.least.first), min(days.last, lane.least.last)
                sure = min(given[kind], lane.least.share)
                mine.least += parts_of(first, last, evaluation.facts.scale.february_days) * sure
        short = any(found.shares[kind][lane.index].truth and given[kind] < share for kind in given)
        found.overlapped |= short
        stretch: LedgerStretch = {
            "start": date.fromordinal(days.first).isoformat(),
            "end": date.fromordinal(days.last).isoformat(),
            "share": round(share / full, 4),
            "general": round(given.get(ExperienceKind.GENERAL, 0) / full, 4),
            "special": round(given.get(ExperienceKind.SPECIAL, 0) / full, 4),
            "reason": "full time was reached by a job held at once" if short else None,
        }
        _append(stretches[lane.index], stretch)


def _append(stretches: list[LedgerStretch], more: LedgerStretch) -> None:
    """Adds a stretch, or lengthens the last one if nothing but the days differs."""
    if stretches:
        last = stretches[-1]
        if (last["general"], last["special"], last["reason"]) == (more["general"], more["special"], more["reason"]):
            last["end"] = more["end"]
            return
    stretches.append(more)


def _undated(found: Timeline, lane: Lane) -> None:
    assert lane.undated is not None
    least, most = lane.undated[0] * lane.shares[0], lane.undated[1] * lane.shares[1]
    for shares in found.shares.values():
        mine = shares[lane.index]
        mine.least, mine.most = least if mine.truth & 1 else 0, most if mine.truth else 0


def _lane(found: Timeline, evaluation: Evaluation, lane: Lane, stretches: list[LedgerStretch]) -> LedgerLane:
    facts, job = evaluation.facts, lane.job
    scale = facts.scale

    def interval(kind: ExperienceKind) -> list[Months]:
        if kind not in found.shares:
            return [0, 0]
        share = found.shares[kind][lane.index]
        return [tenths_to_months(scale.tenths(share.least)), tenths_to_months(scale.tenths(share.most))]

    return {
        "job": lane.index,
        "title": job.title,
        "start": job.start.written if job.start else None,
        "end": job.end.written if job.end else None,
        "hours_per_week": job.hours_per_week,
        "months": _own_months(evaluation, lane),
        "general": interval(ExperienceKind.GENERAL),
        "special": interval(ExperienceKind.SPECIAL),
        "reasons": _reasons(found, evaluation, lane),
        "stretches": stretches,
    }


def _own_months(evaluation: Evaluation, lane: Lane) -> list[Months]:
    scale = evaluation.facts.scale
    if lane.undated is not None:
        parts = [lane.undated[0] * lane.shares[0], lane.undated[1] * lane.shares[1]]
    else:
        parts = [
            parts_of(stretch.first, stretch.last, scale.february_days) * stretch.share if stretch else 0
            for stretch in (lane.least, lane.most)
        ]
    return [tenths_to_months(scale.tenths(count)) for count in parts]


_CAPACITIES = tuple(Capacity)


def _reasons(found: Timeline, evaluation: Evaluation, lane: Lane) -> list[str]:
    """Why less of the job than its time counted, in the order in which a person would ask."""
    facts, job = evaluation.facts, lane.job
    reasons = []
    if lane.undated is None and lane.most is None:
        reasons.append(f"it lies after {facts.as_of.isoformat()}, the day of the check")
    for kind, shares in found.shares.items():
        truth = shares[lane.index].truth
        words = f"{kind.value.capitalize()} Experience"
        if truth == NO:
            reasons.append(f"not attested as {words}")
        elif truth != YES:
            reasons.append(_WHY.get(truth, _WHY[UNKNOWN | REVIEW]).format(kind=words))
    if lane.undated is not None and job.months is None:
        reasons.append("its dates are not stated")
    if lane.shares[0] != lane.shares[1]:
        reasons.append("the hours a week are not stated")
    elif lane.shares[1] < facts.scale.full:
        reasons.append(
            f"part time: {lane.job.hours_per_week:g} of {facts.policy.full_time_hours_per_week:g} hours a week"
        )
    if lane.most and lane.least != lane.most and lane.shares[0] == lane.shares[1]:
        reasons.append("the exact days are not stated")
    return reasons


def months_of(parts: int) -> float:
    """Months in parts of a month of full time."""
    return parts / MONTH
