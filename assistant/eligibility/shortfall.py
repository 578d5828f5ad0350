"""How many months are missing on the main path: the requirement, with what adds months but not what replaces it."""

from __future__ import annotations

from assistant.eligibility.evaluate import Evaluation
from assistant.eligibility.kleene import NO, Truth
from assistant.eligibility.program import Reading
from assistant.eligibility.rules import AllOf, AnyOf, ExperienceKind, ExperienceRequirement, Interpretation, Requirement

Missing = tuple[int, int, int, int]
"""Tenths of months missing in each world."""

_NOTHING: Missing = (0, 0, 0, 0)


def missing(evaluation: Evaluation, reading: Reading) -> dict[ExperienceKind, Missing]:
    """What is missing of the general and of the special experience, in each world."""
    root = evaluation.program.rules.requirement
    found = _missing(evaluation, root, reading) if root is not None else {}
    return {kind: found.get(kind, _NOTHING) for kind in (ExperienceKind.GENERAL, ExperienceKind.SPECIAL)}


def _missing(evaluation: Evaluation, node: Requirement, reading: Reading) -> dict[ExperienceKind, Missing]:
    if id(node) not in evaluation.program.timed:
        return {}
    if isinstance(node, ExperienceRequirement):
        return {node.kind: leaf_missing(evaluation, node, reading)} if evaluation.standing.concerns(node) else {}
    if isinstance(node, AllOf):
        found: dict[ExperienceKind, Missing] = {}
        for child in node.children:
            for kind, more in _missing(evaluation, child, reading).items():
                found[kind] = _most(found.get(kind, _NOTHING), more)
        return found
    if isinstance(node, AnyOf):
        branches = [(_missing(evaluation, child, reading), child) for child in node.children]
        return min(branches, key=lambda branch: _distance(evaluation, branch[1], reading, branch[0]))[0]
    if isinstance(node, Interpretation):
        return _missing(evaluation, node.readings[reading.picks[evaluation.program.places[id(node)]]], reading)
    return {}


def _most(one: Missing, other: Missing) -> Missing:
    if one == _NOTHING:
        return other
    first, second, third, fourth = (max(pair) for pair in zip(one, other, strict=True))
    return first, second, third, fourth


def _distance(
    evaluation: Evaluation, node: Requirement, reading: Reading, months: dict[ExperienceKind, Missing]
) -> tuple[int, int, int]:
    """How far a branch is: things other than months that are definitely lacking, those not settled, then months."""
    lacking, open_ = _lacking(evaluation, node, reading)
    return lacking, open_, sum([tenths[0] for tenths in months.values()])


def _lacking(evaluation: Evaluation, node: Requirement, reading: Reading) -> tuple[int, int]:
    """How many things other than months are definitely lacking, and how many are not settled: by the standing alone."""
    memo, key = evaluation.standing.memo, ("lacking", id(node), reading)
    found: tuple[int, int] | None = memo.get(key)
    if found is None:
        found = memo[key] = _counted_lacking(evaluation, node, reading)
    return found


def _counted_lacking(evaluation: Evaluation, node: Requirement, reading: Reading) -> tuple[int, int]:
    if isinstance(node, AllOf | AnyOf):
        each = [_lacking(evaluation, child, reading) for child in node.children]
        if isinstance(node, AnyOf):
            return min(each)
        return sum(lacking for lacking, _ in each), sum(open_ for _, open_ in each)
    if isinstance(node, Interpretation):
        return _lacking(evaluation, node.readings[reading.picks[evaluation.program.places[id(node)]]], reading)
    if isinstance(node, ExperienceRequirement):
        return 0, 0
    truth: Truth = evaluation.node(node, reading, None)
    return int(truth == NO), int(not truth & 1)


def leaf_missing(evaluation: Evaluation, node: ExperienceRequirement, reading: Reading) -> Missing:
    """What one experience node lacks; nothing in a world where a substitution replaces all of it."""
    worked = evaluation.credit(node)
    given = evaluation.standing.given(node.kind, reading, None)
    if not given.whole and worked[0] == worked[3] and given.months[0] == given.months[3]:
        lack = max(0, 10 * node.months - worked[0] - given.months[0])
        return lack, lack, lack, lack
    first, second, third, fourth = (
        0 if given.whole >> world & 1 else max(0, 10 * node.months - worked[world] - given.months[world])
        for world in range(4)
    )
    return (first, second, first, second) if evaluation.as_filed else (first, second, third, fourth)


def stated(lack: Missing, *, decided_not: bool) -> int | None:
    """The one number for a shortfall: tenths that are missing with what a person must judge counted as attested.

    Where the facts leave it open, what is missing at the least if that is already too little, else None.
    """
    if lack[1] == lack[3]:
        return lack[1]
    return lack[3] if decided_not and lack[3] else None
