"""Facts read from a person's own words, each with the words that it came from, to be confirmed before it is used.

"master's in education, 092, 11 years teaching, 3 of them as principal" becomes a degree, a certificate and two jobs
that followed one another. What is not said stays unknown: whether work counts is never read out of a title, and a list
that was begun is not taken to be complete. Words that are not read are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from assistant.eligibility import saying
from assistant.eligibility.applicant import Applicant, parse_applicant
from assistant.eligibility.saying import Saying

MOST_CHARACTERS = 5000
"""How much of a text is read; what a person says of themselves is shorter."""


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact: where it stands among the applicant's facts, its value in words, and the characters that it came from."""

    path: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a text: the facts for confirmation, and the spans of words that were not read."""

    text: str
    applicant: Applicant
    facts: tuple[ReadFact, ...]
    unread: tuple[tuple[int, int], ...]

    def words(self, fact: ReadFact) -> str:
        """The person's own words for a fact."""
        return self.text[fact.start : fact.end]


def read_facts(text: str) -> Reading:
    """The facts that a text states. It never fails: what it cannot read, and what is too long, is in `unread`."""
    sayings = tuple(saying.sayings(text[:MOST_CHARACTERS]))
    draft = _Draft()
    for said in sayings:
        draft.add(said)
    applicant = parse_applicant(draft.data())
    return Reading(text, applicant, tuple(draft.facts), tuple(_unread(text, sayings)))


def merge(known: Applicant, more: Reading) -> Applicant:
    """The known facts with those of a further text: lists grow, single facts are replaced."""
    added = more.applicant
    update: dict[str, Any] = {}
    for name in ("education", "credentials", "employment"):
        mine, theirs = getattr(known, name), getattr(added, name)
        if theirs is not None:
            update[name] = (*(mine or ()), *theirs)
    named = set(added.more_possible) | {name for name in known.more_possible if getattr(added, name) is None}
    update["more_possible"] = tuple(sorted(named))
    if added.state_employee is not None:
        update["state_employee"] = added.state_employee
    return known.model_copy(update=update)


@dataclass
class _Draft:
    """The facts so far. Jobs are kept apart from their places, because a later word may split or complete one."""

    def __post_init__(self) -> None:
        self.education: list[dict[str, Any]] = []
        self.credentials: list[dict[str, Any]] = []
        self.employment: list[dict[str, Any]] = []
        self.closed: set[str] = set()
        self.none: set[str] = set()
        self.state_employee: bool | None = None
        self.facts: list[ReadFact] = []
        self.stretches = 0

    def add(self, said: Saying) -> None:
        getattr(self, f"_{said.kind}")(said)

    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in ("education", "credentials", "employment"):
            listed = getattr(self, name)
            if listed or name in self.none:
                found[name] = listed
        found["more_possible"] = [name for name in found if name not in self.closed | self.none]
        if self.state_employee is not None:
            found["state_employee"] = self.state_employee
        return found

    def _fact(self, path: str, value: object, said: Saying) -> None:
        self.facts.append(ReadFact(path, str(value), said.start, said.end))

    def _degree(self, said: Saying) -> None:
        entry = {
            key: said.value[key] for key in ("level", "field", "name", "completed") if said.value.get(key) is not None
        }
        if said.value.get("only"):
            self.closed.add("education")
        self.education.append(entry)
        field = f" in {entry['field']}" if "field" in entry else ""
        done = "" if entry.get("completed", True) else ", not completed"
        self._fact(f"education[{len(self.education) - 1}]", f"{entry['level'].replace('_', ' ')}{field}{done}", said)

    def _hours_earned(self, said: Saying) -> None:
        self.education.append({key: value for key, value in said.value.items() if value is not None})
        field = f" in {said.value['field']}" if said.value.get("field") else ""
        words = f"{said.value['semester_hours']:g} semester hours{field}"
        self._fact(f"education[{len(self.education) - 1}]", words, said)

    def _credential(self, said: Saying) -> None:
        self.credentials.append({"name": said.value["name"]})
        self._fact(f"credentials[{len(self.credentials) - 1}]", said.value["name"], said)

    def _none_of(self, said: Saying) -> None:
        name = said.value["list"]
        if not getattr(self, name):
            self.none.add(name)
            self._fact(name, "none", said)

    def _state(self, said: Saying) -> None:
        self.state_employee = said.value["state_employee"]
        self._fact("state_employee", "yes" if self.state_employee else "no", said)

    def _job(self, said: Saying) -> None:
        self.employment.append(dict(said.value))
        self._fact(f"employment[{len(self.employment) - 1}]", job_words(said.value), said)

    def _part(self, said: Saying) -> None:
        """Part of the job before: "3 of them as principal". The rest of it was at another time."""
        whole = self.employment[-1] if self.employment else None
        months = said.value["months"]
        if whole is None or "months" not in whole or whole["months"][0] < months[1]:
            self._job(said)
            return
        if "stretch" not in whole:
            self.stretches += 1
            whole["stretch"] = f"stretch {self.stretches}"
        whole["months"] = [whole["months"][0] - months[1], whole["months"][1] - months[0]]
        place = len(self.employment) - 1
        self.facts = [
            replace(fact, value=f"{job_words(whole)} (the rest of it)") if fact.path == f"employment[{place}]" else fact
            for fact in self.facts
        ]
        self._job(replace(said, value={**said.value, "stretch": whole["stretch"]}))

    def _weekly_hours(self, said: Saying) -> None:
        jobs = self.employment if said.value.get("all") else self.employment[-1:]
        for job in jobs:
            job["hours_per_week"] = said.value["hours_per_week"]
            path = f"employment[{self.employment.index(job)}].hours_per_week"
            self._fact(path, f"{said.value['hours_per_week']:g} hours a week", said)

    def _capacity(self, said: Saying) -> None:
        if self.employment:
            self.employment[-1]["capacity"] = said.value["capacity"]
            self._fact(f"employment[{len(self.employment) - 1}].capacity", said.value["capacity"], said)

    def _filler(self, said: Saying) -> None:
        """Words that ask or connect and state nothing."""

    def _other(self, said: Saying) -> None:
        """What is told of something else than the person's work: left unread, that no part of it is taken for work."""


def job_words(job: dict[str, Any]) -> str:
    """A job in words: its title, and its dates or its length."""
    title = job.get("title") or "a job"
    if "months" in job:
        least, most = job["months"]
        length = (
            saying.length_words(least)
            if least == most
            else f"{saying.length_words(least)} to {saying.length_words(most)}"
        )
        if most >= saying.MOST_MONTHS:
            length = f"at least {saying.length_words(least)}"
        return f"{title}, {length}"
    return f"{title}, {job.get('start')} to {job.get('end') or 'now'}"


_IGNORED = re.compile(
    r"\b(?:i|i'm|i've|am|was|were|is|are|have|has|had|my|me|and|with|a|an|the|of|in|as|for|at|by|also|plus|then|but|so|"
    r"been|do|did|be|to|or|that|this|it|there|which|who|currently|now|before|after|about|on|from|hold|holds|held|got|"
    r"earned|completed|finished|received|possess|total|altogether|years?|experience|well|hi|hello|please|thanks)\b",
    re.IGNORECASE,
)


def _unread(text: str, sayings: tuple[Saying, ...]) -> Iterator[tuple[int, int]]:
    """The spans of words that carry meaning and belong to nothing that was read."""
    at = 0
    for said in sorted((one for one in sayings if one.kind != "other"), key=lambda said: said.start):
        yield from _telling(text, at, said.start)
        at = max(at, said.end)
    yield from _telling(text, at, len(text))


def _telling(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for piece in re.finditer(r"[^,;.!?\n()]+", text[start:end]):
        rest = _IGNORED.sub(lambda found: " " * len(found[0]), piece[0].replace("’", "'"))
        words = list(re.finditer(r"(?<!')\b[\w][\w'-]*", rest))
        if words:
            yield start + piece.start() + words[0].start(), start + piece.start() + words[-1].end()
