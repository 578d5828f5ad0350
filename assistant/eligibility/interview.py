"""The interview: ask the fact that is most likely to decide next, take its answer into the facts, and go on.

Pure: the state is the applicant. "I don't know" is an answer too; the question is not asked again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from assistant.eligibility.applicant import Applicant, parse_applicant
from assistant.eligibility.determination import Determination, Question
from assistant.eligibility.freetext import read_facts
from corpus.errors import UserMistake

Answer = str | Mapping[str, Any] | list[Any] | bool | float | None

_DONT_KNOW = re.compile(
    r"\s*(?:\?|i )?(?:do not|don'?t|dunno|not sure|no idea|unknown|skip|unsure)\b.*|\s*\?\s*|\s*", re.I | re.S
)
_YES = re.compile(r"\s*(?:y|yes|yeah|yep|true|correct|i (?:am|do|did|have))\b.*", re.I | re.S)
_NO = re.compile(r"\s*(?:n|no|nope|false|never|none|i(?:'m| am) not)\b.*", re.I | re.S)
_NONE = re.compile(r"\s*(?:none|no|nothing(?: else)?|no other|nil|that'?s all|no more)\.?\s*", re.I)


def next_question(determination: Determination, applicant: Applicant) -> Question | None:
    """The question to ask next, None where no answer could matter any more or the person knows none of them."""
    asked = set(applicant.not_known)
    return next((question for question in determination.next_questions if question["id"] not in asked), None)


def apply_answer(applicant: Applicant, question: Question, answer: Answer) -> Applicant:
    """The applicant with the answer taken in: in words, or as data as the applicant's own fields have it.

    Raises UserMistake naming the fact where the answer cannot be read; the applicant is as it was.
    """
    if answer is None or (isinstance(answer, str) and _DONT_KNOW.fullmatch(answer)):
        return applicant.model_copy(update={"not_known": (*applicant.not_known, question["id"])})
    place = question["id"]
    name = place.partition(".")[0]
    if name in _LISTS and "[" not in place and place != "employment.stretch":
        return _LISTS[name](applicant, question, answer)
    data = applicant.model_dump(mode="python", exclude_none=True)
    if place == "employment.stretch":
        return _stretched(applicant, data, _yes_or_no(answer, place))
    if place == "state_employee":
        data["state_employee"] = _yes_or_no(answer, place)
    else:
        _set(data, question, answer)
    return parse_applicant(data)


def _set(data: dict[str, Any], question: Question, answer: Answer) -> None:
    """Sets one fact of a listed degree, credential or job: `employment[2].hours_per_week`."""
    found = re.fullmatch(r"(\w+)\[(\d+)\]\.(\w+)(?:\.(.+))?", question["id"])
    if found is None:
        raise UserMistake(f"{question['id']}: no such question", mend="ask next_question for the one to answer")
    listed, index, fact, key = found.groups()
    entries = data[listed] = list(data[listed])
    entry = entries[int(index)] = dict(entries[int(index)])
    if fact == "attested":
        entry["attested"] = {**entry.get("attested", {}), str(key): _yes_or_no(answer, question["id"])}
    else:
        entry[fact] = _VALUES.get(fact, _words)(answer, question["id"])


# ── single facts ──


def _yes_or_no(answer: Answer, place: str) -> bool:
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, str) and _YES.fullmatch(answer):
        return True
    if isinstance(answer, str) and _NO.fullmatch(answer):
        return False
    raise UserMistake(f"{place}: {answer!r} is neither yes nor no", mend="answer yes, no or don't know")


def _number(answer: Answer, place: str) -> float:
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return float(answer)
    words = str(answer)
    if re.search(r"full[- ]time", words, re.I):
        return 35.0
    found = re.search(r"\d+(?:\.\d+)?", words)
    if found is None:
        raise UserMistake(f"{place}: {answer!r} is no number", mend="answer with a number, or don't know")
    return float(found[0])


def _words(answer: Answer, place: str) -> Any:
    if not isinstance(answer, str):
        return answer
    return answer.strip()


def _state_class(answer: Answer, place: str) -> str:
    words = str(answer).strip()
    return "" if _NO.fullmatch(words) or re.search(r"no state job|not a state", words, re.I) else words


def _kinds(answer: Answer, place: str) -> list[str]:
    if isinstance(answer, list):
        return answer
    words = str(answer).lower()
    if "both" in words or ("general" in words and "special" in words):
        return ["general", "special"]
    if "neither" in words or _NO.fullmatch(words):
        return ["neither"]
    found = [kind for kind in ("general", "special") if kind in words]
    if not found:
        raise UserMistake(f"{place}: {answer!r} is none of general, special, both, neither")
    return found


def _capacity(answer: Answer, place: str) -> str:
    words = str(answer).lower()
    found = next((c for c in ("managerial", "supervisory", "lead", "staff") if c[:6] in words), None)
    if found is None:
        raise UserMistake(f"{place}: {answer!r} is none of staff, lead, supervisory, managerial")
    return found


_VALUES: dict[str, Callable[[Answer, str], Any]] = {
    "completed": _yes_or_no,
    "hours_per_week": _number,
    "semester_hours": _number,
    "state_class": _state_class,
    "counts_as": _kinds,
    "capacity": _capacity,
}


def _stretched(applicant: Applicant, data: dict[str, Any], apart: bool) -> Applicant:
    """Jobs given by their length followed one another, or nobody will ask again."""
    if not apart:
        return applicant.model_copy(update={"not_known": (*applicant.not_known, "employment.stretch")})
    jobs = [dict(job, stretch=job.get("stretch", "one")) if "months" in job else job for job in data["employment"]]
    return parse_applicant({**data, "employment": jobs})


# ── lists ──


def _more(applicant: Applicant, question: Question, answer: Answer) -> Applicant:
    """Adds a degree or a job to its list, which stays open until the answer is "none"."""
    name = question["id"].partition(".")[0]
    data = applicant.model_dump(mode="python", exclude_none=True)
    listed = list(data.get(name, ()))
    still_open = [other for other in data.get("more_possible", ()) if other != name]
    if isinstance(answer, str) and _NONE.fullmatch(answer):
        return parse_applicant({**data, name: listed, "more_possible": still_open})
    added = _entries(name, answer)
    if not added:
        raise UserMistake(f"{name}: nothing could be read in {answer!r}", mend=_EXAMPLES[name])
    return parse_applicant({**data, name: [*listed, *added], "more_possible": [*still_open, name]})


def _entries(name: str, answer: Answer) -> list[Any]:
    if isinstance(answer, Mapping):
        return [dict(answer)]
    if isinstance(answer, list):
        return list(answer)
    words = str(answer)
    read = read_facts(words).applicant.model_dump(mode="python", exclude_none=True).get(name)
    if read:
        return list(read)
    return [{"title": words.strip()}] if name == "employment" and re.search(r"[A-Za-z]{3}", words) else []


_EXAMPLES = {
    "education": "for example: master's in education, or 60 credits in accounting, or none",
    "employment": "for example: teacher, 2010-08 to 2018-06, 40 hours a week, or none",
}


def _held(applicant: Applicant, question: Question, answer: Answer) -> Applicant:
    """The credentials that are held; the question names those asked for, so the list is complete afterwards."""
    data = applicant.model_dump(mode="python", exclude_none=True)
    listed = list(data.get("credentials", ()))
    if isinstance(answer, str):
        parts = [] if _NONE.fullmatch(answer) else re.split(r"\s*(?:;|\n|,(?![^(]*\))|\band\b)\s*", answer.strip())
        listed += [{"name": part.removeprefix("a ").removeprefix("an ")} for part in parts if part]
    elif isinstance(answer, Mapping):
        listed.append(dict(answer))
    elif isinstance(answer, list):
        listed += [entry if isinstance(entry, Mapping) else {"name": str(entry)} for entry in answer]
    still_open = [name for name in data.get("more_possible", ()) if name != "credentials"]
    return parse_applicant({**data, "credentials": listed, "more_possible": still_open})


_LISTS: dict[str, Callable[[Applicant, Question, Answer], Applicant]] = {
    "education": _more,
    "employment": _more,
    "credentials": _held,
}
