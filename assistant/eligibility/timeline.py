"""Where each month counted, or why it did not: the ledger of a determination, one lane a job."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypedDict

from assistant.eligibility.evaluate import Evaluation
from assistant.eligibility.facts import Facts, Lane
from assistant.eligibility.kleene import NO, REVIEW, UNKNOWN, YES, Truth
from assistant.eligibility.ledger import Scale, Stretch, parts_of
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
class Timeline:
    """The ledger; by kind whether each job counts; why not more of it whatever it counts as. `overlapped`: some was
    cut off at full time.
    """

    lanes: list[LedgerLane]
    truths: dict[ExperienceKind, list[Truth]]
    always: list[tuple[str, ...]]
    overlapped: bool

    def reasons(self, kind: ExperienceKind) -> list[tuple[str, ...]]:
        """Why no more of each job counted towards a kind."""
        why = _WHY[kind]
        return [why[truth] + always for truth, always in zip(self.truths[kind], self.always, strict=True)]


@dataclass(slots=True)
class Run:
    """Days of a job with what they give: the share counted as general and as special, `cut` at full time."""

    first: int
    last: int
    general: int
    special: int
    cut: bool


@dataclass(slots=True)
class Row:
    """A job on the time line: whether it counts as general and as special, its days, and its runs of them."""

    lane: Lane
    general: Truth
    special: Truth
    first: int
    last: int
    share: int
    runs: list[Run]


def tenths_to_months(tenths: int) -> int | float:
    """Months as JSON has them."""
    return tenths // 10 if tenths % 10 == 0 else tenths / 10


_WHY_WORDS: dict[Truth, str] = {
    NO: "not attested as {kind}",
    UNKNOWN: "we don't know yet whether it counts as {kind}",
    REVIEW: "a person must judge whether it counts as {kind}",
}
_STATE_WORDS = "we don't know yet whether it counts as {kind} for a state employee"
_GENERAL, _SPECIAL = ExperienceKind.GENERAL, ExperienceKind.SPECIAL
_WHY: dict[ExperienceKind, tuple[tuple[str, ...], ...]] = {
    kind: tuple(
        () if truth == YES else (_WHY_WORDS.get(truth, _STATE_WORDS).format(kind=KIND_WORDS[kind]),)
        for truth in range(16)
    )
    for kind in (_GENERAL, _SPECIAL)
}
"""By kind and truth, why a job does not simply count."""
_WHY_GENERAL, _WHY_SPECIAL = _WHY[_GENERAL], _WHY[_SPECIAL]


def timeline(evaluation: Evaluation, works: Mapping[ExperienceKind, Work]) -> Timeline:
    """The ledger of the applicant's jobs for the work that the rules ask for.

    Where jobs are held at once, the one that began first fills full time first.
    """
    facts = evaluation.facts
    none = [NO] * len(facts.lanes)
    truths = {kind: evaluation.counted(works[kind]) if kind in works else none for kind in (_GENERAL, _SPECIAL)}
    rows = [
        Row(lane, general, special, *(lane.most or (0, -1, lane.shares[1])), [])
        for lane, general, special in zip(facts.lanes, truths[_GENERAL], truths[_SPECIAL], strict=True)
    ]
    overlapped = _fill(rows, facts.scale.full)
    always = [_always(facts, lane) for lane in facts.lanes]
    asked = _GENERAL in works, _SPECIAL in works
    lanes = [_lane(row, facts.scale, _said(row, asked, why)) for row, why in zip(rows, always, strict=True)]
    return Timeline(lanes, truths, always, overlapped)


def _said(row: Row, asked: tuple[bool, bool], always: tuple[str, ...]) -> list[str]:
    """Why less of a job than its time counted, as far as general and special work are asked for."""
    general = _WHY_GENERAL[row.general] if asked[0] else ()
    special = _WHY_SPECIAL[row.special] if asked[1] else ()
    return [*general, *special, *always]


def _seniority(row: Row) -> tuple[int, int, str]:
    return row.first, -row.last, row.lane.job.title or ""


def _fill(rows: list[Row], full: int) -> bool:
    """Gives each row its runs of days; returns whether any was cut off because full time was reached."""
    overlapped = False
    for together in _at_once(rows):
        if len(together) == 1:
            row = together[0]
            row.runs.append(
                Run(row.first, row.last, row.share if row.general else 0, row.share if row.special else 0, False)
            )
        else:
            overlapped |= _fill_together(together, full)
    return overlapped


def _at_once(rows: list[Row]) -> Iterator[list[Row]]:
    """The rows that have days, in groups of which none was held while another was; what counts nowhere is alone."""
    counted = []
    for row in rows:
        if row.last >= row.first:
            if row.general or row.special:
                counted.append(row)
            else:
                yield [row]
    counted.sort(key=_seniority)
    together: list[Row] = []
    until = 0
    for row in counted:
        if together and row.first > until:
            yield together
            together = []
        together.append(row)
        until = max(until, row.last) if len(together) > 1 else row.last
    if together:
        yield together


def _fill_together(rows: list[Row], full: int) -> bool:
    """Shares full time out among jobs, the most senior first; one sweep over the days on which anything changes."""
    days = sorted({row.first for row in rows} | {row.last + 1 for row in rows})
    held: list[Row] = []
    begun = 0
    overlapped = False
    for first, after in itertools.pairwise(days):
        held = [row for row in held if row.last >= first]
        while begun < len(rows) and rows[begun].first == first:
            held.append(rows[begun])
            begun += 1
        overlapped |= _fill_days(held, first, after - 1, full)
    return overlapped


def _fill_days(held: list[Row], first: int, last: int, full: int) -> bool:
    """Shares full time out on days on which the same jobs are held; returns whether any was cut off."""
    room = special_room = full
    any_cut = False
    for row in held:
        share = row.share
        general = min(share, room) if row.general else 0
        special = min(share, special_room) if row.special else 0
        room -= general
        special_room -= special
        cut = bool((row.general and general < share) or (row.special and special < share))
        any_cut |= cut
        run = row.runs[-1] if row.runs else None
        if run is not None and run.general == general and run.special == special and run.cut == cut:
            run.last = last
        else:
            row.runs.append(Run(first, last, general, special, cut))
    return any_cut


Parts = tuple[int, int]
"""Parts of a month times share, the least and the most."""


def _given(row: Row, own: Parts, days: int) -> tuple[Parts, Parts]:
    """What a row gave as general and as special work, all its `own` where nothing was cut off."""
    if not row.runs or (len(row.runs) == 1 and not row.runs[0].cut):
        return _counted(row.general, own), _counted(row.special, own)
    lane = row.lane
    most = _clipped(row.runs, (row.first, row.last, row.share), days)
    least = most if lane.least is lane.most else _clipped(row.runs, lane.least, days)
    return _counted(row.general, (least[0], most[0])), _counted(row.special, (least[1], most[1]))


def _counted(truth: Truth, parts: Parts) -> Parts:
    least, most = parts
    return (least if truth & 1 else 0), (most if truth else 0)


def _clipped(runs: list[Run], stretch: Stretch | None, days: int) -> Parts:
    """What the runs gave as general and as special work within a stretch."""
    general = special = 0
    if stretch is not None:
        first, last, share = stretch
        for run in runs:
            if run.general or run.special:
                parts = parts_of(max(run.first, first), min(run.last, last), days)
                general += parts * min(run.general, share)
                special += parts * min(run.special, share)
    return general, special


@lru_cache(maxsize=1 << 15)
def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


@lru_cache(maxsize=1 << 12)
def _part(share: int, full: int) -> float:
    return round(share / full, 4)


def _stretches(row: Row, full: int) -> list[LedgerStretch]:
    share, part = row.share, _part(row.share, full)
    return [
        {
            "start": _iso(run.first),
            "end": _iso(run.last),
            "share": part,
            "general": part if run.general == share else _part(run.general, full),
            "special": part if run.special == share else _part(run.special, full),
            "reason": _CUT if run.cut else None,
        }
        for run in row.runs
    ]


_CUT = "full time was reached by a job held at once"


def _lane(row: Row, scale: Scale, reasons: list[str]) -> LedgerLane:
    lane, job = row.lane, row.lane.job
    start, end = job.start, job.end
    own = _own(lane, scale.february_days)
    general, special = _given(row, own, scale.february_days)
    months = _interval(scale, own)
    return {
        "job": lane.index,
        "title": job.title,
        "start": start.written if start else None,
        "end": end.written if end else None,
        "hours_per_week": job.hours_per_week,
        "months": months,
        "general": [*months] if general == own else _interval(scale, general),
        "special": [*months] if special == own else _interval(scale, special),
        "reasons": reasons,
        "stretches": _stretches(row, scale.full),
    }


def _interval(scale: Scale, parts: Parts) -> list[Months]:
    least, most = parts
    if not most:
        return [0, 0]
    months = tenths_to_months(scale.tenths(most))
    return [months if least == most else tenths_to_months(scale.tenths(least)), months]


def _own(lane: Lane, days: int) -> Parts:
    """All that a job could give."""
    if lane.undated is not None:
        return lane.undated[0] * lane.shares[0], lane.undated[1] * lane.shares[1]
    most = _of_stretch(lane.most, days)
    return (most if lane.least is lane.most else _of_stretch(lane.least, days)), most


def _of_stretch(stretch: Stretch | None, days: int) -> int:
    return parts_of(stretch[0], stretch[1], days) * stretch[2] if stretch else 0


def _always(facts: Facts, lane: Lane) -> tuple[str, ...]:
    """Why less of the job than its time counted, whatever it counts towards."""
    if lane.most is not None and lane.least is lane.most and lane.shares[0] >= facts.scale.full:
        return ()
    job = lane.job
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
    return tuple(reasons)


@lru_cache(maxsize=1024)
def _part_time(hours: float, full: float) -> str:
    return f"part time: {hours:g} of {full:g} hours a week"
