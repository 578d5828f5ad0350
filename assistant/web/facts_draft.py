"""A person's facts as they stand in the form: raw words, some of which may not be readable yet.

A draft never loses what was typed. What can be read of it becomes an `Applicant`; an entry that cannot is left out, and
its list is then open, so that nothing is ruled out because of it. What a person says of their work is said of one class
and kept under its code (`counts_as.3039MP`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.eligibility.applicant import Applicant, Credential, Education, Employment
from assistant.web.lengths import length_text

LISTS = ("education", "credentials", "employment")
MOST_ENTRIES = 60
MOST_CHARACTERS = 300
ALL = "all"
"""The field of a list that says it is complete; of an empty one, that there are none."""

_PERSON = frozenset({"state_employee", "as_of", "as_filed", *(f"{name}.{ALL}" for name in LISTS)})
"""The fields beside those of entries and assignments."""

Entry = Mapping[str, str]

Places = Mapping[str, tuple[int, ...]]
"""By list, the places in a draft of the entries that could be read."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The form's fields: those of the person by name, and those of each list entry. `not_known` are questions that the
    person cannot answer.
    """

    person: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[Entry, ...]] = field(default_factory=lambda: dict.fromkeys(LISTS, ()))
    not_known: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said yet."""
        return not any(self.lists.values()) and not any(self.person.values())


COUNTS: Mapping[str, tuple[str, ...]] = {
    "general": ("general",),
    "special": ("special",),
    "both": ("general", "special"),
    "neither": ("neither",),
}
"""What a person can say of a job, and what it counts as then."""


# ── what the form sends ──


def taken(draft: Draft, fields: Mapping[str, Any]) -> Draft:
    """The draft with the fields as the form sends them, `employment.0.title` and the like."""
    person = dict(draft.person)
    lists = {name: [dict(entry) for entry in draft.lists[name]] for name in LISTS}
    for name, value in fields.items():
        words = _words(value)
        listed, _, rest = name.partition(".")
        index, _, own = rest.partition(".")
        if listed in lists and index.isdecimal():
            if int(index) < len(lists[listed]) and own:
                lists[listed][int(index)][own] = words
        elif name in _PERSON or name.startswith("assignment."):
            person[name] = words
    return replace(draft, person=person, lists={name: tuple(entries) for name, entries in lists.items()})


def _words(value: object) -> str:
    if isinstance(value, list):
        value = bool(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value).strip()[:MOST_CHARACTERS]


def added(draft: Draft, name: str) -> Draft:
    """The draft with one more entry, still blank, in a list; the list is then not said to be complete."""
    entries = draft.lists[name]
    if len(entries) >= MOST_ENTRIES:
        return draft
    person = {**draft.person, f"{name}.{ALL}": ""}
    return replace(draft, person=person, lists={**draft.lists, name: (*entries, {})})


def removed(draft: Draft, name: str, index: int) -> Draft:
    """The draft without an entry. That the last one was removed does not say that there are none."""
    entries = tuple(entry for place, entry in enumerate(draft.lists[name]) if place != index)
    person = draft.person if entries else {**draft.person, f"{name}.{ALL}": ""}
    asked = tuple(question for question in draft.not_known if not question.startswith(f"{name}["))
    return replace(draft, person=person, lists={**draft.lists, name: entries}, not_known=asked)


def is_blank(entry: Entry) -> bool:
    """Whether nothing was said of an entry."""
    return not any(value for key, value in entry.items() if "." not in key)


# ── from facts ──


def drafted(applicant: Applicant, code: str, before: Draft | None = None, places: Places | None = None) -> Draft:
    """The form for an applicant's facts.

    With the draft `before`, of which the entries at `places` became the applicant's first ones: entries that could
    not be read are kept behind the others,
    and what was said of other classes stays.
    """
    before = before or Draft()
    person = dict(before.person)
    lists: dict[str, tuple[Entry, ...]] = {}
    for name in LISTS:
        facts = getattr(applicant, name)
        read = places[name] if places else ()
        old = [before.lists[name][place] for place in read]
        entries = [_WRITE[name](fact, code) for fact in facts or ()]
        entries = [{**_of_others(old[at], code), **new} if at < len(old) else new for at, new in enumerate(entries)]
        left = [
            entry for at, entry in enumerate(before.lists[name]) if places and at not in read and not is_blank(entry)
        ]
        lists[name] = (*entries, *left)
        if not left:
            is_all = facts is not None and name not in applicant.more_possible
            person[f"{name}.{ALL}"] = ALL if is_all else ""
    person["state_employee"] = _yes_no(applicant.state_employee)
    person[f"assignment.{code}"] = applicant.assignment or ""
    return Draft(person, lists, applicant.not_known)


def adopted(draft: Draft, code: str) -> Draft:
    """What was said of work before any class was chosen is said of this one."""
    jobs = tuple(
        {_adopted_name(key, code): value for key, value in entry.items()} for entry in draft.lists["employment"]
    )
    return replace(draft, lists={**draft.lists, "employment": jobs})


def _adopted_name(key: str, code: str) -> str:
    of_none = next((name for name in ("counts_as.", "attested.") if key == name or key.startswith(f"{name}.")), None)
    return f"{of_none}{code}{key.removeprefix(of_none)}" if of_none else key


def _of_others(entry: Entry, code: str) -> dict[str, str]:
    """What an entry says of other classes."""
    own = (f"counts_as.{code}", f"attested.{code}.")
    return {key: value for key, value in entry.items() if "." in key and not key.startswith(own)}


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _write_education(fact: Education, code: str) -> Entry:
    on = "" if fact.completed is None or isinstance(fact.completed, bool) else fact.completed.written
    return {
        "level": fact.level or "",
        "field": fact.field or "",
        "name": fact.name or "",
        "completed": "yes" if on else _yes_no(fact.completed if isinstance(fact.completed, bool) else None),
        "completed_on": on,
        "semester_hours": "" if fact.semester_hours is None else f"{fact.semester_hours:.10g}",
    }


def _write_credential(fact: Credential, code: str) -> Entry:
    return {"name": fact.name, "expires": fact.expires.written if fact.expires else ""}


def _write_job(fact: Employment, code: str) -> Entry:
    counts = set(fact.counts_as or ())
    return {
        "title": fact.title or "",
        "start": fact.start.written if fact.start else "",
        "end": fact.end.written if fact.end else "",
        "length": length_text(*fact.months) if fact.months else "",
        "hours_per_week": "" if fact.hours_per_week is None else f"{fact.hours_per_week:.10g}",
        f"counts_as.{code}": next((name for name, kinds in COUNTS.items() if counts == set(kinds)), ""),
        "capacity": fact.capacity.value if fact.capacity else "",
        "state_job": "" if fact.state_class is None else "yes" if fact.state_class else "no",
        "state_class": fact.state_class or "",
        "stretch": fact.stretch or "",
        **{f"attested.{code}.{key}": _yes_no(value) for key, value in fact.attested.items()},
    }


_WRITE: Mapping[str, Callable[[Any, str], Entry]] = {
    "education": _write_education,
    "credentials": _write_credential,
    "employment": _write_job,
}
