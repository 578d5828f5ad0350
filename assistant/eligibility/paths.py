"""Paths to `met`: the smallest changes from where an applicant stands, the nearest first, and when time gets there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.eligibility.determination import Change, Path
from assistant.eligibility.evaluate import Evaluation
from assistant.eligibility.explain import bounds
from assistant.eligibility.facts import Facts, Lane
from assistant.eligibility.kleene import NO, REVIEW, Truth, Verdict
from assistant.eligibility.ledger import layers, parts_of
from assistant.eligibility.outline import KIND_WORDS, attainment_words, duration_words, outline
from assistant.eligibility.program import Work
from assistant.eligibility.routes import Gain, Route, routes
from assistant.eligibility.rules import EducationRequirement, ExperienceKind, ExperienceRequirement, Opaque
from assistant.eligibility.timeline import tenths_to_months
from assistant.eligibility.work import Credit

_MOST_PATHS = 6
_CENTURY = 100 * 366
_FOREVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Gap:
    """Tenths of months of some work that are missing: at the least and at the most, given what is not known."""

    work: Work
    need: int
    least: int
    most: int
    judged: bool


def paths(evaluation: Evaluation) -> list[Path]:
    """The paths of an applicant who does not meet the requirements yet, those without anything to gain first."""
    if evaluation.verdict() is Verdict.MET:
        return []
    ways = _nearest([(route, _gaps(evaluation, route)) for route in routes(evaluation)])
    found = [_path(evaluation, route, gaps) for route, gaps in ways]
    return sorted((path for path in found if path["changes"]), key=_nearness)[:_MOST_PATHS]


def _nearest(ways: list[tuple[Route, list[Gap]]]) -> list[tuple[Route, list[Gap]]]:
    """Without the ways that ask for all that another asks for, from here, and more."""
    kept: list[tuple[Route, list[Gap]]] = []
    for route, gaps in sorted(ways, key=lambda way: (len(way[0].gains), sum(gap.most for gap in way[1]))):
        asked = {gap.work: gap.most for gap in gaps}
        if not any(
            other.gains <= route.gains and all(asked.get(gap.work, 0) >= gap.most for gap in others)
            for other, others in kept
        ):
            kept.append((route, gaps))
    return kept


def _nearness(path: Path) -> tuple[int, int, float]:
    """First what only has to be stated or judged, then the number of things to gain, then the months."""
    gained = [change for change in path["changes"] if change["kind"] in {"degree", "credential", "months"}]
    return len(gained), len(path["changes"]), path["months"] or 0


def _gaps(evaluation: Evaluation, route: Route) -> list[Gap]:
    found = []
    for work, need in route.work:
        have = _have(evaluation, work)
        if have[0] < need:
            found.append(Gap(work, need, max(0, need - have[3]), need - have[0], judged=have[1] >= need))
    return found


def _have(evaluation: Evaluation, work: Work) -> Credit:
    have = evaluation.work_credit(work)
    return (have[0], have[1], have[0], have[1]) if evaluation.as_filed else have


def _path(evaluation: Evaluation, route: Route, gaps: list[Gap]) -> Path:
    changes = [*_gain_changes(evaluation, route)]
    changes += [_open_change(evaluation, gap) for gap in gaps if not gap.least]
    work = [gap for gap in gaps if gap.least]
    if work:
        changes.append(_work_change(evaluation, work))
    months = max((gap.most for gap in work), default=0)
    return {
        "text": "; ".join(change["text"] for change in changes),
        "changes": changes,
        "months": tenths_to_months(months),
        "earliest_date": reached_on(evaluation, work) if work and len(work) == len(gaps) else None,
    }


def _gain_changes(evaluation: Evaluation, route: Route) -> list[Change]:
    """What a route asks to gain, in the order of the text; the same for all of a standing."""
    memo, key = evaluation.standing.memo, ("gains", evaluation.as_filed, id(route))
    found: tuple[Route, list[Change]] | None = memo.get(key)
    if found is None or found[0] is not route:
        gains = sorted(route.gains, key=lambda gain: gain.node.source.span)
        found = memo[key] = route, [_gain_change(evaluation, gain) for gain in gains]
    return found[1]


def _gain_change(evaluation: Evaluation, gain: Gain) -> Change:
    node = gain.node
    cite = outline(evaluation.program).numbers.get(id(node))
    if isinstance(node, Opaque):
        quote = " ".join(node.text.split())
        return {"kind": "review", "text": f"a person judges in your favour: {quote}", "cite": cite}
    assert not isinstance(node, ExperienceRequirement)
    words = attainment_words(node)
    truth: Truth = evaluation.seen(evaluation.standing.attained(node))
    if truth == NO or truth & 1 or gain.another:
        kind = "degree" if isinstance(node, EducationRequirement) else "credential"
        verb = "complete" if kind == "degree" else "obtain"
        more = "another degree, one for each of its uses: " if truth & 1 or gain.another else ""
        return {"kind": kind, "text": f"{verb} {more}{words}", "cite": cite}
    if truth & REVIEW == REVIEW and not truth & 0b0100:
        return {"kind": "review", "text": f"a person judges that what you hold is {words}", "cite": cite}
    return {"kind": "state", "text": f"state that you hold {words}", "cite": cite}


def _open_change(evaluation: Evaluation, gap: Gap) -> Change:
    """A gap that what is not known, or a person's judgement, could close."""
    words = _work_words(gap.work)
    if gap.judged:
        return {
            "kind": "review",
            "text": f"a person judges {_span(gap)} to be {words}",
            "cite": _cite(evaluation, gap.work),
        }
    return {"kind": "state", "text": f"show {_span(gap)} of {words}", "cite": _cite(evaluation, gap.work)}


def _span(gap: Gap) -> str:
    return duration_words(gap.most / 10)


def _work_change(evaluation: Evaluation, gaps: list[Gap]) -> Change:
    """Further work that closes all gaps at once: special months are general ones too, and are not counted twice."""
    longest = max(gaps, key=lambda gap: (gap.most, gap.work.kind is ExperienceKind.GENERAL))
    least = max(gap.least for gap in gaps)
    about = "at most " if longest.least != longest.most else ""
    text = f"{about}{_span(longest)} more of {_work_words(longest.work)}"
    rest = [f"{_span(gap)} of them {_work_words(gap.work)}" for gap in gaps if gap is not longest]
    change: Change = {
        "kind": "months",
        "text": ", ".join([text, *rest]),
        "cite": _cite(evaluation, longest.work),
        "months": bounds(least, longest.most),
    }
    for gap in gaps:
        if gap.work.kind is ExperienceKind.GENERAL:
            change["general"] = bounds(gap.least, gap.most)
        elif gap.work.kind is ExperienceKind.SPECIAL:
            change["special"] = bounds(gap.least, gap.most)
    return change


def _work_words(work: Work) -> str:
    kind = KIND_WORDS[work.kind]
    if work.attested and not work.strict:
        return kind
    names = f" as {' or '.join(work.names)}" if work.names else ""
    capacity = f"{work.capacity} " if work.capacity else ""
    return f"{capacity}{kind}{names}"


def _cite(evaluation: Evaluation, work: Work) -> int | None:
    numbers = outline(evaluation.program).numbers
    return next((numbers.get(place) for place, mine in evaluation.program.works.items() if mine == work), None)


# ── the earliest date ──


def reached_on(evaluation: Evaluation, gaps: list[Gap]) -> str | None:
    """The day on which the gaps are closed if the jobs that go on do, None where they do not lead there."""
    latest: date | None = None
    for gap in gaps:
        day = _reached(evaluation, gap)
        if day is None:
            return None
        latest = day if latest is None or day > latest else latest
    return latest.isoformat() if latest else None


def _reached(evaluation: Evaluation, gap: Gap) -> date | None:
    facts = evaluation.facts
    truths = evaluation.counted(gap.work)
    counted = [lane for lane in facts.lanes if truths[lane.index] & 1 and lane.least]
    today = facts.as_of.toordinal()
    share = min(facts.scale.full, sum(lane.shares[0] for lane in counted if _goes_on(lane)))
    if not share or any(lane.undated for lane in facts.lanes):
        return None
    guess = today + int(gap.most * 3.05 * facts.scale.full / share)
    return next((date.fromordinal(day) for day in _search(_credit_on(facts, counted), gap.need, today, guess)), None)


def _goes_on(lane: Lane) -> bool:
    return lane.job.start is not None and lane.job.end is None


def _search(credit_on: Callable[[int], int], need: int, today: int, guess: int) -> Iterator[int]:
    """The first day on which the credit is reached: bracketed from a guess, then halved."""
    low, high, step = today, guess, 8
    if credit_on(guess) >= need:
        low = max(today, guess - step)
        while low > today and credit_on(low) >= need:
            high, step = low, step * 2
            low = max(today, low - step)
    else:
        low, high = guess, guess + step
        while credit_on(high) < need:
            low, step = high, step * 2
            high += step
            if high - today > _CENTURY:
                return
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if credit_on(middle) >= need else (middle, high)
    yield high


def _credit_on(facts: Facts, counted: list[Lane]) -> Callable[[int], int]:
    """Tenths of months by a day from today on: each level of the share that goes on lasts until that day."""
    scale, days = facts.scale, facts.scale.february_days
    stretches = [
        (lane.least[0], _FOREVER if _goes_on(lane) else lane.least[1], lane.least[2]) for lane in counted if lane.least
    ]
    worked = layers(stretches, scale.full)
    done = sum([more * parts_of(first, last, days) for more, first, last in worked if last != _FOREVER])
    growing = [(more, first) for more, first, last in worked if last == _FOREVER]
    return lambda day: scale.tenths(done + sum([more * parts_of(first, day, days) for more, first in growing]))
