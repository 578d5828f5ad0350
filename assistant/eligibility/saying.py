"""What people say of themselves, as patterns: each saying is a kind, the values in it, and its characters.

`TABLE` is in the order of precedence; a later pattern reads only what an earlier one has left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from assistant.eligibility.names import parse_degree, undotted
from assistant.eligibility.numbers import NUMBER, read_number
from assistant.eligibility.patterns import phrase

MOST_MONTHS = 1200.0
"""What stands for "and more"."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Something that was said: its kind, its values, and its characters."""

    kind: str
    value: dict[str, Any]
    start: int
    end: int


Said = tuple[str, dict[str, Any]]
Reader = Callable[[re.Match[str]], Said | None]

# ── words ──

_NUM = phrase(NUMBER)
_MONTH_NAMES = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"(?:{_MONTH}\.?,? {_YEAR}|\d{{1,2}}/(?:\d{{1,2}}/)?{_YEAR}|{_YEAR}(?:-\d\d(?:-\d\d)?)?)"
_NOW = r"(?:now|today|the present|present|date|current(?:ly)?)"
_UNIT = r"(?:years?|yrs?\.?|months?|mos?\.?)(?!\w)"
_VERBS = "worked|taught|spent|served|managed|led|ran|supervised|did|also|then|have|hold|am|was|been|no"
_STOP = (
    r"(?=\s*(?:[,;.!?()\n]|$|\b(?:plus|but|with|since|from|which|including|full[- ]time|part[- ]time)\b|\bof which\b"
    rf"|\bfor (?:the )?(?:last|past|{_NUM})|\band (?:i\b|i'|a\b|an\b|my\b|the\b|\d|(?:{_VERBS})\b|{_NUM}\b)"
    r"|\b(?:do|can|could|would|will|am|is) (?:i|that|it)\b|\bin (?:a|the) (?:managerial|supervisory|lead)"
    rf"|\b\d+(?:\.\d+)? hours|\b{_DATE}))"
)
"""What ends a title or a field of study."""
_WORD = r"[A-Za-z][\w'/&-]{0,39}"
_AT_WORD = r"(?<![\w'/&-])"
"""Where a word may begin: not within "a-a-a-a", so that no pattern is tried again from every letter of a text."""
_TITLE = rf"{_WORD}(?:\s+{_WORD}){{0,7}}?{_STOP}"
_ARTICLE = r"(?:an?|the|my)\s+"

# ── degrees ──

_ABBREVIATED = "|".join(
    r"\.?\s?".join(letters) + r"\.?(?!\w)"
    for letters in (
        ["ph", "d"], ["ed", "d"], ["psy", "d"], ["j", "d"], ["m", "b", "a"], ["m", "p", "a"], ["m", "p", "h"],
        ["m", "s", "w"], ["m", "ed"], ["b", "s", "n"], ["m", "s", "n"], ["b", "a"], ["b", "s"], ["m", "s"],
    )
)  # fmt: skip
_LEVEL = (
    r"(?:high school diploma|general equivalency diploma|ged\b|(?:associate|bachelor|master)(?:'?s)?(?: degree)?\b"
    r"|doctorate\b|doctoral degree\b|law degree\b|juris doctor(?:ate)?\b|(?:undergraduate|college) degree\b"
    rf"|(?:sixth|6th)[- ]year(?: diploma| certificate| degree)?\b|{_ABBREVIATED})"
)
_SUBJECTS = "arts|science|education|business administration|public administration|social work|law|philosophy|fine arts"
_GOING = (
    r"(?:working (?:on|towards?)|pursuing|studying for|enrolled in|finishing|will (?:finish|complete|have)"
    r"|an? (?:incomplete|unfinished)|did(?: not|n't) (?:finish|complete))"
)
_UNDONE = r"(?:not (?:yet )?(?:finished|completed?|done)|in progress|incomplete|unfinished|expected\b[^,;.)]*)"
_DEGREE = (
    rf"(?P<only>\b(?:only|just)\s+)?(?P<going>\b{_GOING}\s+)?(?:\b{_ARTICLE})?\b(?P<level>{_LEVEL})"
    rf"(?: of (?:{_SUBJECTS})\b)?(?: degree)?(?P<after>\s+only\b)?"
    rf"(?:\s*,?\s*(?:in|with a (?:major|concentration) in)\s+(?P<field>{_TITLE}))?"
    rf"(?:\s*\(?(?:completed |finished )?(?:in )?(?P<year>{_YEAR})\)?(?!\s*(?:-|to\b)))?"
    rf"(?P<undone>\s*,?\s*\(?{_UNDONE}\)?)?"
)

# ── work ──

_ABOUT = r"(?:(?P<about>about|around|roughly|approximately|nearly|almost|close to|over|more than|at least|some)\s+)?"
_LENGTH = rf"{_ABOUT}(?P<low>{_NUM})(?P<plus>\s?\+)?(?:\s*(?:-|–|to|or)\s*(?P<high>{_NUM}))?(?P<more>\s+or more)?"
_NO_WORK = r"(?!\s*(?:old|ago|of age)\b)"
_HOW = r"(?P<how>(?:(?:full|part)[- ]time\s+)?(?:(?:professional|paid|relevant|progressive(?:ly)?|work)\s+)*)"
_ROLE = (
    rf"(?:\s*'?\s*(?P<of>of\s+)?{_HOW}(?:experience\s+)?(?:"
    rf"(?:as|being|working as|employed as|spent as|serving as)\s+(?:{_ARTICLE})?(?P<title>{_TITLE})"
    rf"|(?:working\s+)?(?:in|with)\s+(?!a\b|the (?:last|past)|total|all\b)(?P<domain>{_TITLE})"
    rf"|(?P<doing>[a-z]+ing\b(?:\s+{_WORD}){{0,5}}?{_STOP})|(?P<sort>[a-z]+(?:\s+[a-z]+)?)\s+experience\b"
    rf"|experience\b|(?<=of\s)(?P<plain>{_TITLE})))?"
)
_DURATION = rf"\b(?:for\s+)?(?:the\s+(?:last|past)\s+)?{_LENGTH}[\s-]*(?P<unit>{_UNIT}){_NO_WORK}{_ROLE}"
_STUDY = re.compile(r"\b(?:school|college|university|studies|study|studying|coursework|training)$", re.IGNORECASE)
_OF_WHICH = r"(?:including|of which|of them|(?:with )?the (?:last|first|past|most recent))\s+"
_OF_THEM = r"of (?:them|these|those|which|that|it)\b\s*"
_PART = (
    rf"(?:\band\s+)?(?:\b(?P<which>{_OF_WHICH}))?\b(?P<low>{_NUM})\s*(?P<unit>{_UNIT})?\s*(?P<them>{_OF_THEM})?"
    rf"(?:were\s+|was\s+|spent\s+)?(?:as|in|being)\s+(?:{_ARTICLE})?(?P<title>{_TITLE})"
)
_BEFORE = rf"{_AT_WORD}(?P<before>{_WORD}(?:\s+{_WORD}){{0,6}}?)"
_DATED = (
    rf"(?:{_BEFORE}\s*[,:(]?\s*)??\b(?:(?:from|between)\s+)?(?P<start>{_DATE})"
    rf"\s*(?:-|–|—|to|until|till|through|thru|and)\s*(?P<end>{_DATE}|{_NOW})\)?"
    rf"(?:\s*,?\s*as\s+(?:{_ARTICLE})?(?P<after>{_TITLE}))?"
)
_SINCE = rf"(?:{_BEFORE}\s*,?\s+)??\bsince\s+(?P<start>{_DATE})(?:\s*,?\s*as\s+(?:{_ARTICLE})?(?P<after>{_TITLE}))?"
_LEAD = re.compile(
    r"^(?:(?:i|i'm|i've|am|was|have|been|worked|working|and|then|as|an?|the|employed|served|job|work|my|from|also|it|is"
    r"|that|there|in|at|'ve|'m)\b\s*)+",
    re.IGNORECASE,
)
_NEXT = r"(?!(?:and|but|plus|then|with|for|i|i'm|i've|who|which)\b)"
_FOR = (
    rf"{_AT_WORD}(?P<before>{_NEXT}{_WORD}(?:\s+{_NEXT}{_WORD}){{0,7}}?)\s+for\s+(?:the\s+(?:last|past)\s+)?"
    rf"{_LENGTH}[\s-]*(?P<unit>{_UNIT}){_NO_WORK}(?!\s+(?:of\s|as\s|experience\b))"
)
_NO_JOB = re.compile(
    r"\b(?:not|never|\w+n't|no|out of|unemployed|jobless|laid off|retired|enrolled|studied|studying|attended"
    r"|counts?|counted|substituted?|credited|need|needed|requires?|required)\b"
    r"|\b(?:sick|ill|students?)$"
    r"|\b(?:in|to) (?:(?:high|law|medical|grad(?:uate)?) )?(?:school|college|university|prison|jail)$"
    r"|^(?:(?:i've|have|been) )*(?:lived|living|resid(?:ed|ing)|married|divorced)\b",
    re.IGNORECASE,
)
"""Time that was not spent at work."""
OF_OTHERS = re.compile(
    r"\b(?:my|our|a|the) (?:friend|wife|husband|spouse|partner|colleague|co-?worker|boss|brother|sister|son|daughter"
    r"|mother|father|cousin|neighbou?r|candidate|applicant|employee)\b[^.?!]*\b(?:has|have|had|is|was|worked|works|holds?|taught)\b"
    r"|\b(?:he|she|they) (?:has|have|had|holds?|worked|is|was|taught|are|were)\b",
    re.IGNORECASE,
)
"""What is told of somebody else."""
_LICENSED = r"(?:licensed|certified|registered)\s+(?!and\b|in\b)"
_STILL = re.compile(rf"\b(?:am|i'm|been|since)\b|\b{_NOW}\W*$", re.IGNORECASE)
"""What tells that somebody is still what they say."""
_EVERY = r"(?P<every>\b(?:all|always|both|each)\s+(?:of (?:it|them|that)\s+)?(?:was\s+|were\s+)?)?"
_WEEKLY = rf"{_EVERY}\b(?P<hours>\d+(?:\.\d+)?)\s*(?:hours?|hrs?)\s*(?:a|per|each|/|every)?\s*-?\s*(?:week|wk)\w*"
_NO_SUPERVISION = (
    r"\b(?:no|without|never(?: did)?(?: any)?|did(?: not|n't) (?:have|do) any) supervis(?:ion|ory|ed|ing)"
    r"(?: (?:experience|duties|anyone|anybody|staff|of others))?\b"
)
_CAPACITY = (
    r"\bin an? (?:managerial|supervisory|lead) (?:capacity|role|position)\b"
    r"|\b(?:managerial|supervisory|lead) capacity\b"
    r"|\bsupervis(?:ed|ing) (?:\w+ ){0,3}(?:staff|people|employees|teachers|workers|persons|others)\b"
)

# ── the rest ──

_STATE = r"(?:an? )?(?:current )?(?:connecticut )?state (?:of connecticut )?(?:employee|worker)\b"
_NO_STATE = (
    rf"\b(?:i(?:'m| am) not|not|never been|never was) {_STATE}"
    r"|\b(?:never|don't|do not|haven't) work(?:ed)? for the state\b"
)
_IS_STATE = rf"\b(?:i(?:'m| am) )?{_STATE}|\b(?:i )?(?:work for|employed by) the state(?: of connecticut)?\b"
_HAVE_NO = r"\b(?:no|without|(?:do not|don't|dont) have|never (?:earned|got|had))\s+(?:an?y?\s+)?"
_PAPERS = r"(?:certificates?|certifications?|licen[sc]es?|credentials?)"
_PAPER = r"(?:licen[sc]e|certificate|certification|permit|endorsement)"
_HOURS_EARNED = (
    rf"\b(?P<number>{_NUM})\s*(?:(?:college|university|semester|credit|graduate|undergraduate)\s+)*"
    rf"(?:credits?(?: hours)?(?: of college)?|semester hours|hours of college|college hours)\b"
    rf"(?:\s+(?:in|of)\s+(?P<field>{_TITLE}))?"
)
_ASKING = (
    r"\b(?:do|would|could|can|will|am|may) i (?:still |already |ever )?"
    r"(?:qualify|eligible|apply|be (?:eligible|hired|considered)|get (?:the|this) job"
    r"|meet[^?.,;]*?(?:requirements|qualifications))"
    r"(?: (?:for|with|if)\b)?"
)
_CLAIMING = (
    r"\b(?:say|tell me) (?:that )?i(?:'m| am| do)? (?:eligible|qualified|qualify|meet[^?.,;]*)"
    r"|\bif i have\b|\bis (?:that|this) enough\b"
)


# ── readers ──


def sayings(text: str) -> Iterator[Saying]:
    """What the text says, in its order. No two overlap."""
    found: list[Saying] = []
    left = text.replace("’", "'")
    for pattern, read in TABLE:
        plain = left
        for match in pattern.finditer(plain):
            start, end = _trimmed(plain, *match.span())
            if start < end and (said := read(match)) is not None:
                left = left[:start] + _READ * (end - start) + left[end:]
                found.append(Saying(said[0], said[1], start, end))
    yield from sorted(found, key=lambda said: said.start)


_READ = ";"
"""Stands for each character that has been read: it ends what is read next, and is part of no word."""


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\n,;":
        start += 1
    while start < end and text[end - 1] in " \t\n,;":
        end -= 1
    return start, end


def length_words(months: float) -> str:
    """Months in words: "11 years", "1 year 6 months"."""
    years, rest = divmod(months, 12)
    parts = [f"{years:g} year{'s' * (years != 1)}"] if years else []
    return " ".join([*parts, *([f"{rest:g} month{'s' * (rest != 1)}"] if rest or not parts else [])])


def _number(words: str) -> float:
    return float(read_number(words).values[0])


def _months(match: re.Match[str]) -> list[float]:
    """The least and the most months: "over 10 years" has no most, "about 10" is within a year of it."""
    groups = match.groupdict()
    per = 1 if (groups["unit"] or "").lower().startswith("mo") else 12
    low = _number(groups["low"]) * per
    high = _number(groups["high"]) * per if groups.get("high") else low
    about = (groups.get("about") or "").lower()
    if groups.get("plus") or groups.get("more") or about in {"over", "more than", "at least"}:
        return [low, MOST_MONTHS]
    if about in {"nearly", "almost", "close to"}:
        return [max(0.0, low - 12), low]
    return [max(0.0, low - 12), high + 12] if about else [low, high]


def _date(words: str) -> str:
    named = re.match(rf"({_MONTH})\.?,? ({_YEAR})", words, re.IGNORECASE)
    return f"{named[2]}-{_MONTH_NAMES.index(named[1][:3].lower()) + 1:02d}" if named else words


def _degree(match: re.Match[str]) -> Said | None:
    written = match["level"]
    level = "bachelor's degree" if "college" in written.lower() else written
    parsed = parse_degree(undotted(level))
    if parsed is None:
        return None
    named = parse_degree(re.sub(r"\bin\b.*", "", match.group(), flags=re.IGNORECASE)) or parsed
    abbreviated = re.fullmatch(_ABBREVIATED, written, re.IGNORECASE)
    undone = bool(match["going"] or match["undone"])
    return "degree", {
        "level": parsed[0].value,
        "field": match["field"].strip() if match["field"] else named[1],
        "name": (written.rstrip(".") if written.count(".") == 1 else written) if abbreviated else None,
        "completed": match["year"] or True if not undone else False,
        "only": bool(match["only"] or match["after"]),
    }


def _hours_earned(match: re.Match[str]) -> Said:
    return "hours_earned", {
        "semester_hours": _number(match["number"]),
        "field": match["field"] and match["field"].strip(),
    }


def _credential(match: re.Match[str]) -> Said:
    return "credential", {"name": " ".join(match["name"].split())}


def _job(match: re.Match[str]) -> Said | None:
    groups = match.groupdict()
    title = next((groups[name] for name in ("title", "domain", "doing", "sort", "plain") if groups[name]), "").strip()
    if _STUDY.search(title):
        return None
    value: dict[str, Any] = {"months": _months(match)} | ({"title": title} if title else {})
    if "full" in (groups["how"] or "").lower():
        value["hours_per_week"] = 35.0
    return "job", value


def _part(match: re.Match[str]) -> Said | None:
    if not (match["which"] or match["them"]):
        return None
    return "part", {"months": _months(match), "title": match["title"].strip()}


def _dated(match: re.Match[str]) -> Said:
    groups = match.groupdict()
    title = _LEAD.sub("", groups["before"] or groups["after"] or "").strip()
    value = {"start": _date(groups["start"])} | ({"title": title} if title else {})
    end = groups.get("end")
    return "job", value | ({"end": _date(end)} if end and not re.fullmatch(_NOW, end, re.IGNORECASE) else {})


def _for(match: re.Match[str]) -> Said:
    """Time told after what it was spent as: "I was a teacher for 9 years"."""
    if _NO_JOB.search(match["before"]) or OF_OTHERS.search(match["before"]):
        return "other", {}
    title = _LEAD.sub("", match["before"]).strip()
    return "job", {"months": _months(match)} | ({"title": title} if title else {})


def _licensed(read: Reader) -> Reader:
    """Reads only work that is named by a licence and over ("3 years as a registered nurse"): it does not say that the
    licence is still held. Who "has been a registered nurse since 2012" says so, and the licence is read by itself."""

    def reading(match: re.Match[str]) -> Said | None:
        said = None if _STILL.search(match.group()) else read(match)
        return said if said and re.match(_LICENSED, said[1].get("title", ""), re.IGNORECASE) else None

    return reading


def _weekly(match: re.Match[str]) -> Said:
    hours = match.groupdict().get("hours")
    return "weekly_hours", {"hours_per_week": _number(hours) if hours else 35.0, "all": bool(match["every"])}


def _capacity(match: re.Match[str]) -> Said:
    words = match.group().lower()
    stated = {"managerial": "managerial", "supervis": "supervisory", "lead": "lead"}
    return "capacity", {"capacity": next(capacity for word, capacity in stated.items() if word in words)}


def _always(kind: str, **value: Any) -> Reader:
    return lambda match: (kind, dict(value))


_HAVING = rf"{_AT_WORD}(?:{_ARTICLE}|valid |current |have |hold |with |and |or ){{1,4}}"
_PROGRAM = r"[\w' ]{1,80}? (?:trainee|apprenticeship|training) program(?:me)?"

_WORK: tuple[tuple[str, Reader], ...] = (
    (_PART, _part),
    (_DATED, _dated),
    (_SINCE, _dated),
    (_FOR, _for),
    (_DURATION, _job),
)

TABLE: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (_ASKING, _always("filler")),
        (_CLAIMING, _always("filler")),
        (_NO_STATE, _always("state", state_employee=False)),
        (_IS_STATE, _always("state", state_employee=True)),
        (rf"{_HAVE_NO}(?:college\s+)?(?:degrees?|college|education)\b", _always("none_of", list="education")),
        (rf"{_HAVE_NO}{_PAPERS}(?:\s*(?:or|and)\s+{_PAPERS})*\b", _always("none_of", list="credentials")),
        (
            rf"{_HAVE_NO}(?:work|job|professional)?\s*(?:experience|jobs?|employment)\b(?!\s+(?:in|as|with))",
            _always("none_of", list="employment"),
        ),
        (_NO_SUPERVISION, _always("capacity", capacity="staff")),
        (_CAPACITY, _capacity),
        (_WEEKLY, _weekly),
        (_HOURS_EARNED, _hours_earned),
        (_DEGREE, _degree),
        (rf"\b(?:{_ARTICLE})?(?P<name>0\d\d(?:\s+{_PAPER}\b)?(?:\s*\([^);]*\))?)", _credential),
        *((pattern, _licensed(read)) for pattern, read in _WORK),
        (rf"\b(?P<name>{_LICENSED}{_TITLE})", _credential),
        (
            rf"{_HAVING}(?P<name>(?:{_WORD}\s+){{1,5}}?{_PAPER})\b",
            _credential,
        ),
        (rf"{_AT_WORD}(?P<name>{_WORD}\s+{_PAPER}|RN|LPN|CPA|EMT|CDL|CPR)\b", _credential),
        (r"\b(?P<name>(?:admitted to|passed) the (?:connecticut )?bar)\b", _credential),
        (
            rf"\b(?:completed|graduated from) (?:the |an? )?(?P<name>{_PROGRAM})\b",
            _credential,
        ),
        *_WORK,
        (rf"{_EVERY}\bfull[- ]time\b", _weekly),
    )
)
"""The patterns and what reads each."""
