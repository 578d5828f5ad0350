"""Where each month counted, or why it did not: the ledger of a determination, one lane a job."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypedDict

from assistant.eligibility.evaluate import Evaluation
from assistant.eligibility.facts import Lane
from assistant.eligibility.kleene import NO, REVIEW, UNKNOWN, YES, Truth
from assistant.eligibility.ledger import MONTH, Scale, Stretch, parts_of
from assistant.eligibility.outline import KIND_WORDS
from assistant.eligibility.program import Work
from assistant.eligibility.rules import ExperienceKind

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
    """What one job gave towards a kind: in which worlds it counts, and parts of a month times share, least and most."""

    truth: Truth
    least: int
    most: int


@dataclass(slots=True)
class Timeline:
    """The ledger; by kind what each job gave, and why not more. `overlapped`: some was cut off at full time."""

    lanes: list[LedgerLane]
    shares: dict[ExperienceKind, list[Share]]
    reasons: dict[ExperienceKind, list[list[str]]]
    overlapped: bool


@dataclass(slots=True)
class Row:
    """A job on the time line: where it may count, and its runs: first, last, general, special, cut at full time."""

    lane: Lane
    first: int
    last: int
    share: int
    general: Truth
    special: Truth
    runs: list[tuple[int, int, int, int, bool]]


def tenths_to_months(tenths: int) -> int | float:
    """Months as JSON has them."""
    return tenths // 10 if tenths % 10 == 0 else tenths / 10


_WHY_WORDS: dict[Truth, str] = {
    NO: "not attested as {kind}",
    UNKNOWN: "we don't know yet whether it counts as {kind}",
    REVIEW: "a person must judge whether it counts as {kind}",
}
_STATE_WORDS = "we don't know yet whether it counts as {kind} for a state employee"
_WHY: tuple[dict[ExperienceKind, tuple[str, ...]], ...] = tuple(
    {
        kind: () if truth == YES else (_WHY_WORDS.get(truth, _STATE_WORDS).format(kind=KIND_WORDS[kind]),)
        for kind in ExperienceKind
    }
    for truth in range(16)
)
"""By truth and kind, why a job does not simply count."""

_GENERAL, _SPECIAL = ExperienceKind.GENERAL, ExperienceKind.SPECIAL


def timeline(evaluation: Evaluation, works: dict[ExperienceKind, Work]) -> Timeline:
    """The ledger of the applicant's jobs for the work that the rules ask for.

    Where jobs are held at once, the one that began first fills full time first.
    """
    facts = evaluation.facts
    none = [NO] * len(facts.lanes)
    truths = {kind: evaluation.counted(works[kind]) if kind in works else none for kind in (_GENERAL, _SPECIAL)}
    rows = [
        Row(lane, *(lane.most or (0, -1, lane.shares[1])), truths[_GENERAL][n], truths[_SPECIAL][n], [])
        for n, lane in enumerate(facts.lanes)
    ]
    overlapped = _fill([row for row in rows if row.last >= row.first], facts.scale.full)
    found = Timeline([], {_GENERAL: [], _SPECIAL: []}, {_GENERAL: [], _SPECIAL: []}, overlapped)
    for row in rows:
        general, special = _shares(row, facts.scale)
        always = _always(evaluation, row)
        why = [_WHY[truth][kind] for kind, truth in ((_GENERAL, row.general), (_SPECIAL, row.special)) if kind in works]
        found.shares[_GENERAL].append(general)
        found.shares[_SPECIAL].append(special)
        found.reasons[_GENERAL].append([*_WHY[row.general][_GENERAL], *always])
        found.reasons[_SPECIAL].append([*_WHY[row.special][_SPECIAL], *always])
        found.lanes.append(
            _lane(evaluation, row, (general, special), [*(said for each in why for said in each), *always])
        )
    return found


def _seniority(row: Row) -> tuple[int, int, str]:
    return row.first, -row.last, row.lane.job.title or ""


def _fill(rows: list[Row], full: int) -> bool:
    """Gives each row its runs of days; returns whether any was cut off because full time was reached."""
    order = sorted(rows, key=_seniority)
    days = sorted({day for row in rows for day in (row.first, row.last + 1)})
    overlapped = False
    for first, after in itertools.pairwise(days):
        room = special_room = full
        for row in order:
            if row.first > first or row.last < first:
                continue
            share = row.share
            general = min(share, room) if row.general else 0
            special = min(share, special_room) if row.special else 0
            room -= general
            special_room -= special
            cut = (row.general and general < share) or (row.special and special < share)
            overlapped = overlapped or bool(cut)
            runs = row.runs
            if runs and runs[-1][1] == first - 1 and runs[-1][2:] == (general, special, bool(cut)):
                runs[-1] = (runs[-1][0], after - 1, *runs[-1][2:])
            else:
                runs.append((first, after - 1, general, special, bool(cut)))
    return overlapped


def _shares(row: Row, scale: Scale) -> tuple[Share, Share]:
    """What a row gave as general and as special work."""
    lane, general, special = row.lane, row.general, row.special
    if lane.undated is not None:
        least, most = lane.undated[0] * lane.shares[0], lane.undated[1] * lane.shares[1]
        return _undated(general, least, most), _undated(special, least, most)
    days = scale.february_days
    given = special_given = 0
    for first, last, share, special_share, _ in row.runs:
        parts = parts_of(first, last, days)
        given += parts * share
        special_given += parts * special_share
    if lane.least is lane.most:
        return Share(general, given if general & 1 else 0, given), Share(
            special, special_given if special & 1 else 0, special_given
        )
    return Share(general, _surely(row, general, 2, days), given), Share(
        special, _surely(row, special, 3, days), special_given
    )


def _undated(truth: Truth, least: int, most: int) -> Share:
    return Share(truth, least if truth & 1 else 0, most if truth else 0)


def _surely(row: Row, truth: Truth, place: int, days: int) -> int:
    """What a row whose days are not all known gave at the least towards the kind at `place` of its runs."""
    sure = row.lane.least
    if not truth & 1 or sure is None:
        return 0
    clipped = ((max(run[0], sure[0]), min(run[1], sure[1]), min(run[place], sure[2])) for run in row.runs)
    return sum(parts_of(first, last, days) * share for first, last, share in clipped)


@lru_cache(maxsize=1 << 15)
def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


@lru_cache(maxsize=1 << 12)
def _part(share: int, full: int) -> float:
    return round(share / full, 4)


def _stretches(row: Row, full: int) -> list[LedgerStretch]:
    share = _part(row.share, full)
    return [
        {
            "start": _iso(first),
            "end": _iso(last),
            "share": share,
            "general": _part(general, full),
            "special": _part(special, full),
            "reason": _CUT if cut else None,
        }
        for first, last, general, special, cut in row.runs
    ]


_CUT = "full time was reached by a job held at once"


def _lane(evaluation: Evaluation, row: Row, given: tuple[Share, Share], reasons: list[str]) -> LedgerLane:
    lane, job, scale = row.lane, row.lane.job, evaluation.facts.scale
    general, special = _interval(scale, given[0]), _interval(scale, given[1])
    return {
        "job": lane.index,
        "title": job.title,
        "start": job.start.written if job.start else None,
        "end": job.end.written if job.end else None,
        "hours_per_week": job.hours_per_week,
        "months": _own_months(lane, scale),
        "general": general,
        "special": special,
        "reasons": reasons,
        "stretches": _stretches(row, scale.full),
    }


def _months(scale: Scale, parts: int) -> Months:
    tenths = parts * 10 // (MONTH * scale.full)
    return tenths / 10 if tenths % 10 else tenths // 10


def _interval(scale: Scale, share: Share) -> list[Months]:
    most = _months(scale, share.most)
    return [most if share.least == share.most else _months(scale, share.least), most]


def _own_months(lane: Lane, scale: Scale) -> list[Months]:
    if lane.undated is not None:
        return [_months(scale, lane.undated[0] * lane.shares[0]), _months(scale, lane.undated[1] * lane.shares[1])]
    most = _of_stretch(scale, lane.most)
    return [most if lane.least is lane.most else _of_stretch(scale, lane.least), most]


def _of_stretch(scale: Scale, stretch: Stretch | None) -> Months:
    return _months(scale, parts_of(stretch[0], stretch[1], scale.february_days) * stretch[2]) if stretch else 0


def _always(evaluation: Evaluation, row: Row) -> list[str]:
    """Why less of the job than its time counted, whatever it counts towards."""
    facts, lane, job = evaluation.facts, row.lane, row.lane.job
    reasons = []
    if lane.undated is not None:
        if job.months is None:
            reasons.append("its dates are not stated")
    elif lane.most is None:
        reasons.append(f"it lies after {facts.as_of.isoformat()}, the day of the check")
    if lane.shares[0] != lane.shares[1]:
        reasons.append("the hours a week are not stated")
    elif lane.shares[1] < facts.scale.full:
        reasons.append(_part_time(job.hours_per_week or 0, facts.policy.full_time_hours_per_week))
    elif lane.most and lane.least is not lane.most:
        reasons.append("the exact days are not stated")
    return reasons


@lru_cache(maxsize=1024)
def _part_time(hours: float, full: float) -> str:
    return f"part time: {hours:g} of {full:g} hours a week"
