"""What is said within a phrase that the grammar has read: fields of study, roles, levels, capacities, names.

Each function returns nothing where the phrase is not plainly of its form; the phrase itself is kept as content.
"""

from __future__ import annotations

import re

from assistant.eligibility.lexicon import CAPACITIES, FIELDS_IN_NAMES, KINDS_OF_FIELD, LEVELS
from assistant.eligibility.patterns import compiled
from assistant.eligibility.rules import Capacity, Degree

_ARTICLE = re.compile(r"^(?:an?|the|any|some)\s+", re.IGNORECASE)
_BRACKET = re.compile(r"\([^()]*\)")
_OR_LIST = re.compile(r"\s*,\s*(?:or\s+)?|\s+or\s+", re.IGNORECASE)
_FIELD_OF = compiled(r"^(?:(?:the )?(?:fields?|areas?|disciplines?) of |(?:any )?combination of )+")
_ANY_FIELD = compiled(r"^any (?:fields?|disciplines?|subjects?|majors?|areas?)$")
_WIDER = compiled(
    r",?\s*\b(?:or (?:(?:its|the|an|any) )?(?:equivalent|comparable|similar|higher|above|"
    r"related|other|another)|and above)\b"
)
_OR_AT_LEVEL = compiled(r"\bor (?:in|at) (?:an?|the|any) (?:[\w-]+ ){0,3}(?:class|classes|position|level|capacity)\b")
_ROLE = compiled(r"^(?:(?:service|employment|work) )?as (?:an? |the )?(.+)$")
_LEVEL = compiled(r"^at (?:or above )?the (?:\w+ )?levels? of (?:an? |the )?(.+)$")
_ROLE_ENDS = compiled(
    r"\s(?:in|at|with|within|for|under|over|on|to|by|from|engaged|performing|responsible|assigned|working|providing|"
    r"involving|involved|supervising|who|which|that|whose|handling|doing|(?-i:and(?=\s+[a-z])))\b"
)
_DOING = re.compile(r"(?<=\w)\s+[a-z]+ing\b")
_IN_CAPACITY = compiled(r"\bin an? ([\w/ ,-]+?) (?:capacity|position|role)\b")
_OF_CAPACITY = compiled(
    r"^(?:professional |full[- ]time |paid |progressively responsible |increasingly "
    r"responsible )*([\w/ ,-]+?) experience\b"
)
_MODIFIERS = re.compile(
    r"^(?:(?:responsible|full[-\s]?time|high|level|senior|working|professional|administrative)\s+)+", re.I
)
_FULL_TIME = compiled(r"\bfull[- ]?time\b")
_NAME_START = compiled(
    r"^(?:(?:an?|the|any|some|proper|appropriate|current|currently|valid|active|required|"
    r"applicable|and|retain|maintain) )+"
)
_WHEN = compiled(r",? at (?:the )?time of (?:application|filing|examination)$")
_BRACKETED = re.compile(r"^(?P<name>.*?(?P<noun>\w+))\s*\((?P<alias>[A-Z][^()]*)\)$")
_AS_ONE_OF = re.compile(
    r"^(?P<lead>.+?\bas\s+)(?:an?\s+)?(?P<names>(?:[A-Z][\w'’/-]*(?:\s+(?:of\s+)?)?)+(?:,\s*(?:an?\s+)?[A-Z][\w'’/ "
    r"-]*)*,?\s+or\s+(?:an?\s+)?[A-Z][\w'’/ -]*)$"
)


def split_list(text: str) -> tuple[str, ...]:
    """The alternatives of "X, Y or Z"; the whole text where it is no such list."""
    masked = _BRACKET.sub(lambda bracket: "\0" * len(bracket.group()), text)
    edges = [0, *(edge for cut in _OR_LIST.finditer(masked) for edge in cut.span()), len(text)]
    parts = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    named = (_ARTICLE.sub("", part.strip(" ,.;")).strip() for part in parts)
    return tuple(part for part in named if part)


def fields(text: str) -> tuple[str, ...]:
    """Fields of study, any one of which will do. A list joined by "and" is one field, as it is written.

    "civil, electrical or mechanical engineering" names three kinds of engineering.
    """
    text = re.sub(r"\s*\([A-Z.]+\)$", "", _FIELD_OF.sub("", text.strip(" ,.;")))
    text = re.sub(r"\bor\s+in\s+", "or ", text, flags=re.IGNORECASE)
    text = re.sub(r"\s+or\s+(?:higher|above)$", "", text, flags=re.IGNORECASE)
    if _ANY_FIELD.match(text):
        return ()
    if not re.search(r"\bor\b", text, re.IGNORECASE):
        return (_ARTICLE.sub("", text),) if text else ()
    found = list(split_list(text))
    noun, run = "", False
    for place in range(len(found) - 1, -1, -1):
        if " " in found[place]:
            noun, run = found[place].split()[-1], False
        elif noun and (run or _kind_among(found, place)):
            found[place], run = f"{found[place]} {noun}", True
    return tuple(found)


def _kind_among(found: list[str], last: int) -> bool:
    """Whether the single words that end at `last` hold one that is no field by itself."""
    first = last
    while first >= 0 and " " not in found[first]:
        first -= 1
    return any(word.casefold() in KINDS_OF_FIELD for word in found[first + 1 : last + 1])


def degrees(text: str) -> tuple[Degree, ...]:
    """The levels that a degree phrase names, in rising order."""
    text = re.sub(r"\([^()]*\)", " ", text)
    found = [level for pattern, level in LEVELS if compiled(rf"(?<!\w){pattern}(?!\w)").search(text)]
    if Degree.SIXTH_YEAR in found:
        found = [Degree.SIXTH_YEAR]
    return tuple(sorted(found, key=list(Degree).index))


def fields_in_degree(text: str) -> tuple[str, ...]:
    """The field that a degree's own name states ("MSW", "Ed.D. (Doctorate in Educational Leadership)")."""
    bracket = compiled(
        r"\((?:doctorate|doctor|master's|masters|bachelor's|degree) (?:degree )?(?:in|of) ([^()]+)\)"
    ).search(text)
    if bracket:
        return fields(bracket.group(1))
    letters = re.sub(r"[^a-z]", "", re.sub(r"^(?:an?|the)\s|degree|\(.*\)", "", text.strip().lower()))
    return (FIELDS_IN_NAMES[letters],) if letters in FIELDS_IN_NAMES else ()


def roles(content: str) -> tuple[str, ...]:
    """The roles or classes of "as a X or Y in ...", empty where the content names none first."""
    found = _ROLE.match(after_experience(content))
    return _titles(found.group(1)) if found else ()


def levels(content: str) -> tuple[str, ...]:
    """The classes of "at the level of X or Y"."""
    found = _LEVEL.match(content)
    return _titles(found.group(1)) if found else ()


def after_experience(content: str) -> str:
    """What follows the word "experience", or the whole."""
    return re.sub(r"^.*?\bexperience\s+", "", content, count=1, flags=re.IGNORECASE | re.DOTALL)


def widens(content: str) -> bool:
    """Whether roles or levels are only examples: "or equivalent", "or above", "or in a class at that level"."""
    found = _ROLE.match(after_experience(content)) or _LEVEL.match(after_experience(content))
    if not found:
        return False
    end = _ROLE_ENDS.search(found.group(1))
    named = found.group(1)[: end.start()] if end else found.group(1)
    at_or_above = compiled(r"^at or above\b").match(after_experience(content))
    return bool(at_or_above or _WIDER.search(named) or _OR_AT_LEVEL.search(found.group(1)))


def class_names(text: str) -> tuple[tuple[str, ...], bool]:
    """The classes of "an X, Y or Z [or above]", and whether classes above them count."""
    above = compiled(r",?\s*(?:or|and) (?:above|higher)\b").search(text)
    named = text[: above.start()] if above else text
    return split_list(_and_before_last(named)), above is not None


def capacities(content: str) -> tuple[Capacity, ...]:
    """The capacities any one of which the work must have been done in; empty where another is named beside them."""
    found = _IN_CAPACITY.search(content) or _OF_CAPACITY.search(content)
    if not found or re.search(r"\band\b", found.group(1), re.IGNORECASE):
        return ()
    names = [
        _MODIFIERS.sub("", name + " ").strip().lower() for name in _OR_LIST.split(found.group(1).replace("/", " or "))
    ]
    known = dict(CAPACITIES)
    return tuple(dict.fromkeys(known[name] for name in names)) if all(name in known for name in names) else ()


def without_capacity(content: str) -> str:
    """The content with the words of its capacity left out, for comparing two descriptions of the same work."""
    plain = _IN_CAPACITY.sub("", content, count=1)
    plain = _OF_CAPACITY.sub("", plain, count=1)
    return " ".join(plain.split()).strip(" .,;").casefold()


def is_full_time(content: str) -> bool:
    """Whether the text itself asks for full-time work."""
    return bool(_FULL_TIME.search(content))


def credential_names(text: str) -> tuple[str, ...]:
    """The names by which the credential goes: "092 certificate (Intermediate Administrator)" has two."""
    name = _WHEN.sub("", _NAME_START.sub("", text.strip(" ,.;")))
    listed = _AS_ONE_OF.match(name)
    if listed:
        return tuple(f"{listed['lead']}{part}" for part in split_list(listed["names"]))
    bracketed = _BRACKETED.match(name)
    if bracketed and len(bracketed["name"].split()) <= 5 and not bracketed["alias"].isupper():
        return (bracketed["name"], f"{bracketed['alias']} {bracketed['noun']}")
    return (name,)


def _titles(text: str) -> tuple[str, ...]:
    """The titles at the beginning of a text; none where it is unclear where they end."""
    text = text.strip(" ,.;")
    wider = _WIDER.search(text)
    if wider:
        text = text[: wider.start()]
    # A title may hold "and" ("Parks and Recreation Supervisor"); what follows a preposition is no part of it.
    end = _ROLE_ENDS.search(text)
    named = text[: end.start()] if end else text
    doing = _DOING.search(named)
    if doing and not named[: doing.start()].split()[-1][:1].isupper():
        return ()
    named = named[: doing.start()] if doing else named
    return split_list(re.sub(r"[,\s]+(?:or|and)\s*$", "", named, flags=re.IGNORECASE))


def _and_before_last(text: str) -> str:
    """ "X, Y and Z" lists classes as "X, Y or Z" does; without commas "X and Y" may be one title."""
    return re.sub(r",\s*and\s+", ", ", text) if text.count(",") > 1 else text


def singular(text: str) -> str:
    """Words without case, quotes and plural endings, for finding a term where it is used."""
    return " ".join(word.rstrip("s") for word in re.findall(r"[\w-]+", text.casefold()))
