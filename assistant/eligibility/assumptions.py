"""What a determination depends on that the text does not say: the rules of the counting policy that were used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from assistant.eligibility.evaluate import Evaluation
from assistant.eligibility.facts import Lane
from assistant.eligibility.kleene import YES, Verdict
from assistant.eligibility.outline import listed
from assistant.eligibility.timeline import Timeline


def assumptions(evaluation: Evaluation, ledger: Timeline) -> list[str]:
    """The assumptions used, in plain sentences."""
    return [*_of_time(evaluation, ledger), *_of_facts(evaluation, ledger), *_of_text(evaluation)]


_DATED, _OPEN, _AFTER, _PART_TIME, _OVERLAP, _PARTIAL, _UNDATED, _HOURS = (1 << bit for bit in range(8))
_TIME = {
    _DATED: "A year is 12 calendar months, and the first and the last day both count; a part month counts as its days "
    "/ {part} (February: / {february}), the sum rounded down to a tenth of a month.",
    _OPEN: "A job without an end goes on until {as_of}.",
    _AFTER: "Work after {as_of} does not count.",
    _PART_TIME: "Fewer than {full} hours a week count in proportion to {full}.",
    _OVERLAP: "Jobs held at once never add up to more than full time ({full} hours a week).",
    _PARTIAL: "A date without a day counts from the least to the most that it can mean.",
    _UNDATED: "Jobs given by their length alone may have been held at once, unless said to have followed one another.",
    _HOURS: "A job whose hours are not stated was full time.",
}
"""The rules of time, each known by a bit."""


def _of_time(evaluation: Evaluation, ledger: Timeline) -> tuple[str, ...]:
    """The rules of time that were used by the jobs that could count."""
    facts, policy = evaluation.facts, evaluation.facts.policy
    full, today = facts.scale.full, facts.as_of.toordinal()
    used = _OVERLAP if ledger.overlapped else 0
    counted = 0
    for lane, general, special in zip(facts.lanes, *ledger.truths.values(), strict=True):
        if general or special:
            counted += 1
            used |= _of_job(lane, full, today)
    if counted < 2:
        used &= ~_UNDATED
    if policy.hours_not_stated != "full_time":
        used &= ~_HOURS
    measures = policy.full_time_hours_per_week, policy.part_month_days, policy.february_days
    return _time_words(used, facts.as_of, *measures)


def _of_job(lane: Lane, full: int, today: int) -> int:
    """The rules that one job could use."""
    job = lane.job
    used = _PART_TIME if 0 < lane.shares[1] < full else 0
    if job.hours_per_week is None:
        used |= _HOURS
    if lane.undated is not None:
        return used | _UNDATED
    start, end = job.start, job.end
    used |= _DATED
    if end is None:
        used |= _OPEN
    elif end.last > today:
        used |= _AFTER
    if (start and start.first != start.last) or (end and end.first != end.last):
        used |= _PARTIAL
    return used


@lru_cache(maxsize=4096)
def _time_words(used: int, as_of: date, full: float, part: int, february: int) -> tuple[str, ...]:
    words = {"as_of": as_of, "full": f"{full:g}", "part": part, "february": february}
    return tuple(text.format(**words) for rule, text in _TIME.items() if used & rule)


def _of_facts(evaluation: Evaluation, ledger: Timeline) -> Iterator[str]:
    facts, policy, program = evaluation.facts, evaluation.facts.policy, evaluation.program
    if any(YES in truths for truths in ledger.truths.values()):
        yield "What counts as General and as Special Experience is as the applicant attests it."
    if program.special_is_general and any(
        lane.job.counts_as and "special" in lane.job.counts_as and "general" not in lane.job.counts_as
        for lane in facts.lanes
    ):
        yield "Special Experience is part of the General Experience, so work attested as special counts as both."
    if policy.completed_not_stated == "completed" and any(
        entry.level and entry.completed is None for entry in facts.applicant.education or ()
    ):
        yield "A degree was completed where nothing else is stated."
    if policy.expires_not_stated == "valid" and any(
        entry.expires is None for entry in facts.applicant.credentials or ()
    ):
        yield "A credential without an expiry date is valid."
    if facts.applicant.state_employee is None and facts.held.state_employee is False and program.speaks_of_state:
        yield "Who does not say so is no state employee."
    if evaluation.as_filed:
        yield "As filed: what is not stated is not counted."
    elif not (facts.held.education_open and facts.held.credentials_open and facts.employment_open):
        yield "A list that is given is complete."


def _of_text(evaluation: Evaluation) -> tuple[str, ...]:
    """What depends on the text, the standing and whether it is decided; kept for all who have them in common."""
    memo, key = evaluation.standing.memo, ("of text", evaluation.verdict() is Verdict.NOT_MET)
    found: tuple[str, ...] | None = memo.get(key)
    if found is None:
        found = memo[key] = tuple(_text_words(evaluation))
    return found


def _text_words(evaluation: Evaluation) -> Iterator[str]:
    program, policy = evaluation.program, evaluation.facts.policy
    rates = (substitution for substitution in program.partial if substitution.per_hours)
    used = [rate for rate in rates if any(evaluation.standing.yielded(rate, program.readings[0], None))]
    if used:
        yield (
            f"College hours count in whole blocks of {used[0].per_hours}, and a Bachelor's degree equals "
            f"{policy.bachelor_semester_hours} hours."
        )
    if evaluation.standing.conflicts:
        yield {
            "both_readings": "Whether one degree may serve a requirement and a substitution is read both ways.",
            "allowed": "One degree may serve a requirement and a substitution.",
            "forbidden": "One degree may not serve a requirement and a substitution.",
        }[policy.one_degree_for_both]
    others = sorted(
        {leaf.only_for for leaf in program.assigned if leaf.only_for and not evaluation.standing.concerns(leaf)}
    )
    if others:
        yield f"Judged for assignments other than: {listed(others)}. For those the text asks for more."
    if program.no_minimum and evaluation.verdict() is not Verdict.NOT_MET:
        yield "The text states no minimum qualifications."
