"""From the form's words to facts: what can be read, and a sentence at each field that cannot.

An entry with a fault is left out and its list is open, so that it is neither counted nor held against the person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.eligibility.applicant import Applicant, Credential, Education, Employment, future_fact
from assistant.eligibility.when import parse_when
from assistant.web.facts_draft import ALL, COUNTS, LISTS, Draft, Entry, Places, is_blank
from assistant.web.lengths import read_length


@dataclass(frozen=True, slots=True)
class Stated:
    """What could be read of a draft, and by field name what is wrong with the rest.

    `places` gives for each list the places in the draft of the applicant's entries.
    """

    applicant: Applicant
    faults: Mapping[str, str]
    places: Places


def stated(draft: Draft, code: str, today: date) -> Stated:
    """The facts of a draft as they are said for a class, judged on its own day or `today`."""
    faults: dict[str, str] = {}
    data: dict[str, Any] = {"not_known": draft.not_known, "as_of": _day(draft, faults)}
    data["state_employee"] = _TRUTHS.get(draft.person.get("state_employee", ""))
    data["assignment"] = draft.person.get(f"assignment.{code}") or None
    places: dict[str, tuple[int, ...]] = {}
    still_open = []
    for name in LISTS:
        found: dict[int, BaseModel] = {}
        wrong: dict[str, str] = {}
        for index, entry in enumerate(draft.lists[name]):
            if not is_blank(entry):
                model, problems = _entry(name, entry, code, data["as_of"] or today)
                found |= {} if model is None else {index: model}
                wrong |= {f"{name}.{index}.{key}": words for key, words in problems.items()}
        is_all = draft.person.get(f"{name}.{ALL}") == ALL
        if found or (is_all and not draft.lists[name]):
            data[name] = tuple(found.values())
        if found and (wrong or not is_all):
            still_open.append(name)
        places[name] = tuple(found)
        faults |= wrong
    data["more_possible"] = tuple(still_open)
    return Stated(Applicant(**data), faults, places)


_TRUTHS = {"yes": True, "no": False}


def _day(draft: Draft, faults: dict[str, str]) -> date | None:
    written = draft.person.get("as_of", "")
    if not written:
        return None
    try:
        when = parse_when(written)
    except ValueError as error:
        faults["as_of"] = str(error)
        return None
    if not when.exact:
        faults["as_of"] = "Write a whole day, such as 2026-11-24."
        return None
    return when.earliest


def _entry(name: str, entry: Entry, code: str, day: date) -> tuple[BaseModel | None, dict[str, str]]:
    """The fact that an entry states, or by field what is wrong with it."""
    convert, model, renamed = _KINDS[name]
    try:
        data = convert(entry, code)
        fact = model.model_validate(data)
    except _FaultError as fault:
        return None, {fault.field: fault.words}
    except ValidationError as error:
        return None, dict(_fault(name, one, renamed) for one in error.errors(include_url=False))
    late = future_fact(Applicant(**{name: (fact,)}), day)  # type: ignore[arg-type]
    if late:
        place, _, words = late.partition(": ")
        key = place.rpartition(".")[2]
        return None, {renamed.get(key, key): _sentence(words)}
    return fact, {}


class _FaultError(Exception):
    def __init__(self, field_name: str, words: str) -> None:
        super().__init__(words)
        self.field, self.words = field_name, words


def _fault(name: str, error: Any, renamed: Mapping[str, str]) -> tuple[str, str]:
    """The field and a sentence for an error of validation."""
    said = error["msg"].removeprefix("Value error, ")
    key = str(error["loc"][0]) if error["loc"] else ""
    if not key:
        before, colon, after = said.partition(": ")
        key, said = (before, after) if colon else (next(iter(_FIRST[name])), said)
    key = renamed.get(key, key)
    is_own = error["type"] == "value_error" and key not in _ALWAYS
    return key, _sentence(said if is_own else _PLAIN.get(f"{name}.{key}", said))


def _sentence(words: str) -> str:
    text = words[:1].upper() + words[1:]
    return text if text.endswith(".") else f"{text}."


_FIRST = {"education": ("level",), "credentials": ("name",), "employment": ("title",)}
_ALWAYS = frozenset({"level"})
_PLAIN = {
    "education.level": "Choose the level of the degree, or give semester hours",
    "education.semester_hours": "Write a number of semester hours, such as 60",
    "credentials.name": "Say which licence or certificate it is",
    "employment.hours_per_week": "Write hours a week as a number up to 168, such as 40",
}


def _education(entry: Entry, code: str) -> dict[str, Any]:
    on, done = entry.get("completed_on", ""), entry.get("completed", "")
    if on and done == "no":
        raise _FaultError("completed_on", "You say that it was not completed: then leave the date empty.")
    data = _given(entry, "level", "field", "name")
    data |= {"semester_hours": _number(entry["semester_hours"])} if entry.get("semester_hours") else {}
    return data | ({"completed": on} if on else {"completed": _TRUTHS[done]} if done in _TRUTHS else {})


def _credential(entry: Entry, code: str) -> dict[str, Any]:
    return _given(entry, "name", "expires")


def _job(entry: Entry, code: str) -> dict[str, Any]:
    data = _given(entry, "title", "start", "capacity", "stretch")
    if entry.get("end") and entry["end"].casefold() not in _GOES_ON:
        data["end"] = entry["end"]
    if entry.get("hours_per_week"):
        data["hours_per_week"] = _number(entry["hours_per_week"])
    if entry.get("length"):
        try:
            data["months"] = read_length(entry["length"])
        except ValueError as error:
            raise _FaultError("length", str(error)) from error
    if counts := COUNTS.get(entry.get(f"counts_as.{code}", "")):
        data["counts_as"] = counts
    data |= _state_class(entry)
    own = f"attested.{code}."
    data["attested"] = {
        key.removeprefix(own): _TRUTHS[value]
        for key, value in entry.items()
        if key.startswith(own) and value in _TRUTHS
    }
    return data


_GOES_ON = frozenset({"now", "today", "present", "current"})


def _state_class(entry: Entry) -> dict[str, Any]:
    is_state, name = entry.get("state_job", ""), entry.get("state_class", "")
    if is_state == "no" and name:
        raise _FaultError("state_class", "You say that it was no state job: then leave its class empty.")
    return {"state_class": ""} if is_state == "no" else {"state_class": name} if name else {}


def _given(entry: Entry, *names: str) -> dict[str, Any]:
    return {name: entry[name] for name in names if entry.get(name)}


def _number(written: str) -> float | str:
    """A number, or the words as they are where they are none."""
    if re.fullmatch(r"full[- ]?time", written, re.IGNORECASE):
        return 35.0
    found = re.fullmatch(
        r"(\d[\d,]*(?:\.\d+)?)\s*(?:hours?|hrs?|h|credits?)?(?: (?:a|per) week)?", written, re.IGNORECASE
    )
    return float(found[1].replace(",", "")) if found else written


_KINDS: Mapping[str, tuple[Callable[[Entry, str], dict[str, Any]], type[BaseModel], Mapping[str, str]]] = {
    "education": (_education, Education, {"completed": "completed_on"}),
    "credentials": (_credential, Credential, {}),
    "employment": (_job, Employment, {"months": "length"}),
}
"""By list: how an entry is read, what it becomes, and fields of it that the form calls otherwise."""
