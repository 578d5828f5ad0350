"""A determination: a verdict, and everything that it rests on. The JSON is a contract, told in docs/eligibility.md."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NotRequired, Protocol, TypedDict

from assistant.eligibility.kleene import Verdict
from assistant.eligibility.outline import Citation
from assistant.eligibility.timeline import LedgerLane, Months

Mode = Literal["advisory", "as_filed"]
"""Advisory leaves open what is not known; as filed, what is not stated is not counted, as applications are screened."""


class Span(TypedDict):
    """Half-open character offsets into the canonical text."""

    start: int
    end: int


class Evidence(TypedDict):
    """A fact that a requirement was judged by: its place among the applicant's facts and what it gave."""

    fact: str
    name: str | None
    verdict: str
    months: NotRequired[list[Months]]


class Node(TypedDict):
    """A requirement, judged. Months are [least, most], with null where there is no upper limit.

    `credited_months` is what counts: work and substitution. `gates` is false for what is only shown. `review` says who
    has reviewed the rule, where reviews were given.
    """

    kind: str
    key: str
    text: str
    verdict: str
    gates: bool
    review: NotRequired[str]
    span: Span
    cite: int
    evidence: list[Evidence]
    reasons: list[str]
    need_months: NotRequired[int]
    experience: NotRequired[str]
    worked_months: NotRequired[list[Months]]
    credited_months: NotRequired[list[Months]]
    shortfall_months: NotRequired[list[Months]]
    children: NotRequired[list[Node]]
    question: NotRequired[str]
    labels: NotRequired[list[str]]
    only_for: NotRequired[str]


class SubstitutionUse(TypedDict):
    """What may replace experience, whether its condition holds, and the months that it gave, [least, most].

    `months` is null where the whole requirement is replaced.
    """

    text: str
    verdict: str
    targets: list[str]
    months: list[Months] | None
    review: NotRequired[str]
    span: Span
    cite: int


class ReadingVerdict(TypedDict):
    """One way to read the text, and the verdict that it leads to."""

    label: str
    verdict: str


class Deciding(TypedDict):
    """A point on which readings of the text differ and the verdict hangs, with the verdict of each."""

    question: str
    readings: list[ReadingVerdict]
    cite: int | None


class Question(TypedDict):
    """A fact that is not known: what to ask, why, and what its answers would make of the verdict."""

    id: str
    fact: str
    text: str
    why: str
    kind: str
    choices: list[str]
    outcomes: dict[str, str]
    cite: int | None


class Change(TypedDict):
    """One step of a path. `months` is [least, most] of further full-time work, `special` those that must be special."""

    kind: str
    text: str
    cite: int | None
    months: NotRequired[list[Months]]
    general: NotRequired[list[Months]]
    special: NotRequired[list[Months]]


class Path(TypedDict):
    """A smallest set of changes that leads to `met`, and when its months are reached if the current job goes on."""

    text: str
    changes: list[Change]
    months: Months
    earliest_date: str | None


class Parts(Protocol):
    """The parts of a determination that are worked out only where they are looked at."""

    def requirements(self) -> list[Node]: ...
    def shown(self) -> list[Node]: ...
    def substitutions(self) -> list[SubstitutionUse]: ...
    def ledger(self) -> list[LedgerLane]: ...
    def next_questions(self) -> list[Question]: ...
    def paths(self) -> list[Path]: ...
    def assumptions(self) -> list[str]: ...


@dataclass(frozen=True)
class Determination:
    """Whether an applicant meets the stated minimum qualifications of one revision, under a policy, on a day.

    `shortfall_months` counts against the main path; None where it is not known. `shortfall_range` is [least, most].
    `deciding` names the readings on which a `needs_review` hangs. `reviewed` says how much of the rules people have
    reviewed.
    """

    class_code: str
    title: str
    revision: str
    as_of: str
    mode: Mode
    policy: str
    reviewed: str
    verdict: Verdict
    shortfall_months: dict[str, Months]
    shortfall_range: dict[str, list[Months]]
    deciding: tuple[Deciding, ...]
    citations: tuple[Citation, ...]
    parts: Parts

    @cached_property
    def requirements(self) -> list[Node]:
        """The trees that must all hold, judged under the default reading."""
        return self.parts.requirements()

    @cached_property
    def shown(self) -> list[Node]:
        """Requirements that never decide at screening, and those of other assignments."""
        return self.parts.shown()

    @cached_property
    def substitutions(self) -> list[SubstitutionUse]:
        """What may replace experience, and what of it did."""
        return self.parts.substitutions()

    @cached_property
    def ledger(self) -> list[LedgerLane]:
        """Where each month counted, or why it did not."""
        return self.parts.ledger()

    @cached_property
    def next_questions(self) -> list[Question]:
        """What is not known and could matter, the most deciding first."""
        return self.parts.next_questions()

    @cached_property
    def paths(self) -> list[Path]:
        """The smallest changes that lead to `met`, the nearest first."""
        return self.parts.paths()

    @cached_property
    def assumptions(self) -> list[str]:
        """What the determination depends on that the text does not say."""
        return self.parts.assumptions()

    def brief_json(self) -> dict[str, Any]:
        """The verdict and what is missing, without the explanation: the same values under the same names."""
        return {
            "class_code": self.class_code,
            "title": self.title,
            "revision": self.revision,
            "as_of": self.as_of,
            "mode": self.mode,
            "policy": self.policy,
            "reviewed": self.reviewed,
            "verdict": self.verdict.value,
            "shortfall_months": self.shortfall_months,
            "shortfall_range": self.shortfall_range,
            "readings": list(self.deciding),
        }

    def as_json(self) -> dict[str, Any]:
        """The determination as the contract has it: plain data that any JSON writer takes."""
        return self.brief_json() | {
            "requirements": self.requirements,
            "shown": self.shown,
            "substitutions": self.substitutions,
            "ledger": self.ledger,
            "next_questions": self.next_questions,
            "paths": self.paths,
            "assumptions": self.assumptions,
            "citations": list(self.citations),
        }
