"""Every class against one applicant: ranked by verdict, then by how far it is from `met`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.eligibility.applicant import Applicant
from assistant.eligibility.determination import Determination, Mode, Path
from assistant.eligibility.determine import determine
from assistant.eligibility.kleene import Verdict
from assistant.eligibility.outline import duration_words, listed
from assistant.eligibility.policy import DEFAULT, CountingPolicy
from assistant.eligibility.reviews import Reviewed
from assistant.eligibility.rules import RuleSet
from assistant.eligibility.timeline import Months
from corpus.model import Spec

_ORDER = {verdict: rank for rank, verdict in enumerate(Verdict)} | {
    Verdict.MET: 0,
    Verdict.NEEDS_REVIEW: 1,
    Verdict.UNDETERMINED: 2,
    Verdict.NOT_MET: 3,
}
_STEPS = {
    "degree": "one degree",
    "credential": "one certificate",
    "state": "one answer",
    "review": "a person's judgement",
}
_MANY = {"degree": "degrees", "credential": "certificates", "state": "answers", "review": "judgements"}


@dataclass(frozen=True, slots=True)
class Match:
    """A class and how the applicant stands to it. `steps` are the changes of the nearest path, `months` its time."""

    class_code: str
    title: str
    verdict: Verdict
    distance: str
    steps: int
    months: Months
    path: str | None
    determination: Determination

    def as_json(self) -> dict[str, Any]:
        """The match without the determination itself."""
        return {
            "class_code": self.class_code,
            "title": self.title,
            "verdict": self.verdict.value,
            "reviewed": self.determination.reviewed,
            "distance": self.distance,
            "steps": self.steps,
            "months": self.months,
            "path": self.path,
            "shortfall_months": self.determination.shortfall_months,
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which matches to keep: verdicts (empty: all), words in the title, and how far away at most."""

    verdicts: frozenset[Verdict] = frozenset()
    title_words: str = ""
    most_steps: int | None = None
    most_months: float | None = None

    def keeps(self, match: Match) -> bool:
        """Whether a match is wanted."""
        return (
            (not self.verdicts or match.verdict in self.verdicts)
            and all(word in match.title.lower() for word in self.title_words.lower().split())
            and (self.most_steps is None or match.steps <= self.most_steps)
            and (self.most_months is None or (match.months or 0) <= self.most_months)
        )


def match_classes(
    applicant: Applicant,
    classes: Iterable[tuple[RuleSet, Spec, Reviewed]],
    wanted: Wanted | None = None,
    *,
    policy: CountingPolicy = DEFAULT,
    mode: Mode = "advisory",
    as_of: date | None = None,
) -> list[Match]:
    """The wanted classes of these rules, texts and reviews, the nearest first: met, for a person to judge, not known
    yet, not met; then by distance.
    """
    found = _matches(applicant, classes, policy, mode, as_of)
    return nearest_first(match for match in found if wanted is None or wanted.keeps(match))


def nearest_first(matches: Iterable[Match]) -> list[Match]:
    """Matches by verdict, then by distance."""
    return sorted(matches, key=lambda m: (_ORDER[m.verdict], m.steps, m.months or 0, m.title, m.class_code))


def _matches(
    applicant: Applicant,
    classes: Iterable[tuple[RuleSet, Spec, Reviewed]],
    policy: CountingPolicy,
    mode: Mode,
    as_of: date | None,
) -> Iterator[Match]:
    for rules, spec, reviewed in classes:
        found = determine(rules, spec, applicant, policy, mode, as_of=as_of, reviewed=reviewed)
        path = found.paths[0] if found.paths else None
        yield Match(
            class_code=found.class_code,
            title=found.title,
            verdict=found.verdict,
            distance=distance_words(found.verdict, path),
            steps=len(path["changes"]) if path else 0,
            months=path["months"] if path else 0,
            path=path["text"] if path else None,
            determination=found,
        )


def distance_words(verdict: Verdict, path: Path | None) -> str:
    """How far a class is: "one certificate away", "one degree and 1 year 2 months of work away"."""
    if verdict is Verdict.MET:
        return "met"
    if path is None:
        return "a person must judge" if verdict is Verdict.NEEDS_REVIEW else "no way known"
    counted: dict[str, int] = {}
    for change in path["changes"]:
        counted[change["kind"]] = counted.get(change["kind"], 0) + 1
    words = [_STEPS[kind] if n == 1 else f"{n} {_MANY[kind]}" for kind, n in counted.items() if kind in _STEPS]
    if "months" in counted and path["months"]:
        words.append(f"{duration_words(path['months'])} of work")
    return f"{listed(words, 'and')} away"
