"""What a determination depends on that the text does not say: the rules of the counting policy that were used."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.eligibility.evaluate import Evaluation
from assistant.eligibility.kleene import YES, Verdict
from assistant.eligibility.outline import listed
from assistant.eligibility.program import leaves
from assistant.eligibility.timeline import Timeline


def assumptions(evaluation: Evaluation, ledger: Timeline) -> list[str]:
    """The assumptions used, in plain sentences."""
    return [*_of_time(evaluation, ledger), *_of_facts(evaluation, ledger), *_of_text(evaluation)]


def _of_time(evaluation: Evaluation, ledger: Timeline) -> Iterator[str]:
    facts, policy = evaluation.facts, evaluation.facts.policy
    counted = [lane for lane in facts.lanes if any(shares[lane.index].truth for shares in ledger.shares.values())]
    if not counted:
        return
    yield "A year is 12 calendar months, and the first and the last day both count."
    full = f"{policy.full_time_hours_per_week:g}"
    if any(_part_month(lane["months"]) for lane in ledger.lanes if lane["stretches"]):
        yield (
            f"A part month counts as its days / {policy.part_month_days} (February: / {policy.february_days}); "
            "the sum is rounded down to a tenth of a month."
        )
    if any(lane.job.start and lane.job.end is None for lane in counted):
        yield f"A job without an end goes on until {facts.as_of.isoformat()}."
    if any(lane.job.end and lane.job.end.latest > facts.as_of for lane in counted):
        yield f"Work after {facts.as_of.isoformat()} does not count."
    if any(0 < lane.shares[1] < facts.scale.full for lane in counted):
        yield f"Fewer than {full} hours a week count in proportion to {full}."
    if ledger.overlapped:
        yield f"Jobs held at once never add up to more than full time ({full} hours a week)."
    dates = [when for lane in counted for when in (lane.job.start, lane.job.end) if when is not None]
    if not all(when.exact for when in dates):
        yield "A date without a day counts from the least to the most that it can mean."
    if sum(lane.undated is not None for lane in counted) and len(counted) > 1:
        yield "Jobs given by their length alone may have been held at once, unless said to have followed one another."
    if policy.hours_not_stated == "full_time" and any(lane.job.hours_per_week is None for lane in counted):
        yield "A job whose hours are not stated was full time."


def _part_month(months: list[int | float | None]) -> bool:
    return any(isinstance(value, float) for value in months)


def _of_facts(evaluation: Evaluation, ledger: Timeline) -> Iterator[str]:
    facts, policy, program = evaluation.facts, evaluation.facts.policy, evaluation.program
    if any(share.truth == YES for shares in ledger.shares.values() for share in shares):
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
    if facts.applicant.state_employee is None and facts.state_employee is False and _speaks_of_state(evaluation):
        yield "Who does not say so is no state employee."
    if evaluation.as_filed:
        yield "As filed: what is not stated is not counted."
    elif not (facts.education_open and facts.credentials_open and facts.employment_open):
        yield "A list that is given is complete."


def _speaks_of_state(evaluation: Evaluation) -> bool:
    rules = evaluation.program.rules
    return bool(rules.equivalences) or any(substitution.audience for substitution in rules.substitutions)


def _of_text(evaluation: Evaluation) -> Iterator[str]:
    program, policy = evaluation.program, evaluation.facts.policy
    used = [s for s in program.partial if s.per_hours and any(evaluation.yielded(s, program.readings[0], None))]
    if used:
        yield (
            f"College hours count in whole blocks of {used[0].per_hours}, and a Bachelor's degree equals "
            f"{policy.bachelor_semester_hours} hours."
        )
    if evaluation.conflicts:
        yield {
            "both_readings": "Whether one degree may serve a requirement and a substitution is read both ways.",
            "allowed": "One degree may serve a requirement and a substitution.",
            "forbidden": "One degree may not serve a requirement and a substitution.",
        }[policy.one_degree_for_both]
    root = program.rules.requirement
    others = sorted({leaf.only_for for leaf in leaves(root) if leaf.only_for and not evaluation.concerns(leaf)})
    if others:
        yield f"Judged for assignments other than: {listed(others)}. For those the text asks for more."
    if program.no_minimum and evaluation.verdict() is not Verdict.NOT_MET:
        yield "The text states no minimum qualifications."
