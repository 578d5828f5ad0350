"""The one entry: rules, text and facts to a determination. Pure: no clock, no store, no randomness."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from assistant.eligibility.applicant import Applicant
from assistant.eligibility.assumptions import assumptions
from assistant.eligibility.determination import (
    Deciding,
    Determination,
    Mode,
    Node,
    Path,
    Question,
    ReadingVerdict,
    SubstitutionUse,
)
from assistant.eligibility.evaluate import Evaluation
from assistant.eligibility.explain import Explainer, bounds
from assistant.eligibility.facts import gather
from assistant.eligibility.kleene import Verdict, agreed
from assistant.eligibility.outline import outline
from assistant.eligibility.paths import paths
from assistant.eligibility.policy import DEFAULT, CountingPolicy
from assistant.eligibility.program import Program, Reading, Work, program_for
from assistant.eligibility.questions import next_questions
from assistant.eligibility.reviews import NOT_REVIEWED, Reviewed
from assistant.eligibility.rules import ExperienceKind, RuleSet
from assistant.eligibility.shortfall import Missing, missing, stated
from assistant.eligibility.timeline import LedgerLane, Months, Timeline, tenths_to_months, timeline
from corpus.model import Spec


def determine(
    rules: RuleSet,
    spec: Spec,
    applicant: Applicant,
    policy: CountingPolicy = DEFAULT,
    mode: Mode = "advisory",
    *,
    as_of: date | None = None,
    reviewed: Reviewed = NOT_REVIEWED,
) -> Determination:
    """Whether the applicant meets the stated minimum qualifications of `spec`, whose rules are `rules`.

    Judged on `as_of`, else on the applicant's own day; raises UserMistake where there is neither, or a fact begins
    only after the applicant's own day. What people said of the rules, `reviewed`, is shown with them. The verdict is
    worked out at once, explanations where they are looked at.
    """
    program = program_for(rules, spec, policy)
    facts = gather(applicant, policy, as_of, as_filed=mode == "as_filed")
    evaluation = Evaluation(program, facts, as_filed=mode == "as_filed")
    verdict = evaluation.verdict()
    lack = missing(evaluation, program.readings[0])
    return Determination(
        class_code=rules.class_code,
        title=spec.title,
        revision=rules.revision,
        as_of=facts.as_of.isoformat(),
        mode=mode,
        policy=policy.name,
        verdict=verdict,
        shortfall_months={_NAMES[kind]: _stated(short, verdict) for kind, short in lack.items()},
        shortfall_range={_NAMES[kind]: bounds(short[3], short[0]) for kind, short in lack.items()},
        deciding=_deciding(program, evaluation.verdicts) if verdict is Verdict.NEEDS_REVIEW else (),
        citations=outline(program).citations,
        reviewed=reviewed.words,
        parts=Explained(evaluation, reviewed.notes),
    )


_NAMES = {kind: kind.value for kind in ExperienceKind}
"""The kinds as JSON has them."""


def _stated(short: Missing, verdict: Verdict) -> Months:
    tenths = stated(short, decided_not=verdict is Verdict.NOT_MET)
    return None if tenths is None else tenths_to_months(tenths)


class Explained:
    """The parts of one determination. The ledger is worked out once for all of them."""

    def __init__(self, evaluation: Evaluation, reviews: Mapping[str, str]) -> None:
        self._evaluation = evaluation
        self._reviews = reviews
        self._timeline: Timeline | None = None
        self._explainer: Explainer | None = None

    def _ledger(self) -> Timeline:
        if self._timeline is None:
            self._timeline = timeline(self._evaluation, _works(self._evaluation.program))
        return self._timeline

    def _explain(self) -> Explainer:
        if self._explainer is None:
            self._explainer = Explainer(self._evaluation, self._ledger(), self._reviews)
        return self._explainer

    def requirements(self) -> list[Node]:
        """The judged trees."""
        return self._explain().requirements()

    def shown(self) -> list[Node]:
        """What never decides."""
        return self._explain().shown()

    def substitutions(self) -> list[SubstitutionUse]:
        """What may replace experience."""
        return self._explain().substitutions()

    def ledger(self) -> list[LedgerLane]:
        """Where each month counted."""
        return self._ledger().lanes

    def next_questions(self) -> list[Question]:
        """What could matter and is not known."""
        return next_questions(self._evaluation)

    def paths(self) -> list[Path]:
        """The nearest ways to `met`."""
        return paths(self._evaluation)

    def assumptions(self) -> list[str]:
        """What was assumed."""
        return assumptions(self._evaluation, self._ledger())


@lru_cache(maxsize=512)
def _works(program: Program) -> dict[ExperienceKind, Work]:
    """The work of each kind that the ledger counts: of the first node that asks for it."""
    found: dict[ExperienceKind, Work] = {}
    for node in program.experience:
        if node.kind is not ExperienceKind.OTHER:
            found.setdefault(node.kind, program.work(node))
    return dict(sorted(found.items()))


@lru_cache(maxsize=4096)
def _deciding(program: Program, each: tuple[Verdict, ...]) -> tuple[Deciding, ...]:
    """The points of the text on whose reading the verdict hangs, given that of each reading; none where all agree."""
    verdicts = dict(zip(program.readings, each, strict=True))
    if len(set(each)) == 1:
        return ()
    numbers = outline(program).numbers
    found: list[Deciding] = []
    for place, node in enumerate(program.interpretations):
        split = _split(verdicts, lambda reading, place=place: reading.picks[place])  # type: ignore[misc]
        readings = [_reading(label, split, pick) for pick, label in enumerate(node.labels)]
        found.append({"question": node.question, "readings": readings, "cite": numbers.get(id(node))})
    for name, question, labels in _OPEN_POINTS:
        split = _split(verdicts, operator.attrgetter(name))
        readings = [_reading(label, split, setting) for label, setting in zip(labels, (True, False), strict=True)]
        found.append({"question": question, "readings": readings, "cite": None})
    return tuple(point for point in found if len({reading["verdict"] for reading in point["readings"]} - {""}) > 1)


def _split(verdicts: dict[Reading, Verdict], setting: Callable[[Reading], int]) -> dict[int, Verdict]:
    """The verdict for each way to settle one point, agreed over the other points."""
    found: dict[int, list[Verdict]] = {}
    for reading, verdict in verdicts.items():
        found.setdefault(setting(reading), []).append(verdict)
    return {value: agreed(group) for value, group in found.items()}


def _reading(label: str, split: dict[int, Verdict], setting: int) -> ReadingVerdict:
    return {"label": label, "verdict": split[setting].value if setting in split else ""}


_OPEN_POINTS = (
    (
        "degree_for_both",
        "May one degree serve the degree requirement and a substitution?",
        ("one degree may serve both", "each needs a degree of its own"),
    ),
    (
        "hours_reach_cap",
        "Can semester hours alone reach the maximum that is stated for a degree?",
        ("hours alone reach the maximum", "only the degree reaches the maximum"),
    ),
    (
        "whole_replaces_degree",
        "Does what may be substituted for the experience also replace the degree asked for with it?",
        ("it replaces the degree, too", "the degree is still required"),
    ),
)
