"""Which lines within a section head others, and how they nest: class title over label over alternative.

Sub-headings look like headings: agency and function names in capitals ("AT A TROOP:"), LEAD LEVEL, the class titles
of a series, "Education:", "Either I" and "Or II". Their text stays in the section; they become stems of what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from corpus.headings import is_capitals, is_title_case
from corpus.lexicon import FIELD_KINDS
from corpus.model import SectionKind
from corpus.wording import ends_sentence, is_closer, is_connector

LINEWISE = (FIELD_KINDS - {SectionKind.ACKNOWLEDGEMENT}) | {SectionKind.HEADER, SectionKind.CLASS_DATES}
"""Sections of short values, one a line: nothing in them is wrapped, and nothing heads anything."""
_NO_SUBHEADS = LINEWISE | {SectionKind.ACKNOWLEDGEMENT, SectionKind.CANCELLATION}


class Level(IntEnum):
    """How high a sub-heading stands; one of the same or a higher level ends it."""

    CLASS = 0
    LABEL = 1
    ALTERNATIVE = 2


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set, as far as lines cannot tell by themselves.

    `titles` are the keys (see `title_keys`) of the classes that the text names, `width` that at which its lines were
    broken, in characters (None: nowhere), and `shouts` says that it is in capitals throughout, so that they mark
    nothing.
    """

    titles: frozenset[str] = frozenset()
    width: int | None = None
    shouts: bool = False


_ALTERNATIVE = re.compile(
    r"(?:(?:either|or)[\s,]+(?:[IVX]{1,4}|\d|[A-H])|(?:option|pattern|alternative)\s+(?:[IVX]{1,4}|\d{1,2}|[A-H]))\s*[:.]?$",
    re.IGNORECASE,
)
_AUDIENCE = re.compile(
    r"(?:for\s+)?(?:all|both|either|each|these)\s+(?:levels?|class(?:es)?|positions?|ranges?)\s*:?$", re.I
)
_VERB = re.compile(r"\b(?:IS|ARE|WAS|WILL|MUST|MAY|SHALL|CAN|CANNOT|HAS|HAVE|BE)\b")
"""A line in capitals with a finite verb is a sentence, not a heading."""
_LEAD_IN = re.compile(
    r"\b(?:following|follows|below|includ\w+|such as|either|these|knowledge|abilit\w+|skills?)\b", re.I
)
_LABEL_NO = re.compile(r"\d{3}|\d:\d|[$@;.]|^(?:an?|the|from|at|for|by|on|with|possession|completion)\b", re.IGNORECASE)
_OF_LEVELS = re.compile(
    r"\b(?:LEVEL|CLASS|GRADE|RANGE|UNIT|OPTION|ASSIGNMENT|DEPARTMENT|DIVISION|BUREAU|OFFICE|AGENCY|FACILITY|TROOP|"
    r"HEADQUARTERS|[IVX]{1,4}|\d)\s*:?$|^(?:AT|IN|FOR|DEPARTMENT|DIVISION|OFFICE|BUREAU|BOARD)\b"
)
_BEGINNING = 3000
_MAX_LINE = 80
_MAX_LABEL = 50


def level_of(
    written: str, kind: SectionKind, setting: Setting, *, apart: tuple[bool, bool] = (False, False)
) -> Level | None:
    """The level of the sub-heading that the line is, None if it is none.

    `apart` says whether blank lines stand before and after the line.
    """
    bare = written.strip().strip("*_#").strip()
    if kind in _NO_SUBHEADS or not bare or len(bare) > _MAX_LINE:
        return None
    if _AUDIENCE.match(bare) or names_class(bare, setting.titles):
        return Level.CLASS
    if _ALTERNATIVE.match(bare):
        return Level.ALTERNATIVE
    if is_capitals(bare):
        named = _is_name_in_capitals(bare) and (not setting.shouts or bare.endswith(":"))
        return Level.CLASS if named else None
    return Level.LABEL if _is_label(bare, apart) else None


def shouts(text: str) -> bool:
    """Whether most letters of the text, by its beginning, are capitals."""
    beginning = text[:_BEGINNING]
    capitals, small = sum(map(str.isupper, beginning)), sum(map(str.islower, beginning))
    return capitals > 2 * small


def is_statement_in_capitals(written: str) -> bool:
    """Whether a line in capitals is (the beginning of) a sentence: what follows it in capitals goes on with it."""
    return is_capitals(written) and bool(_VERB.search(written))


def is_level_name(written: str) -> bool:
    """Whether a line in capitals names a level, unit or place, as sub-headings do and headings of sections do not."""
    return bool(_OF_LEVELS.search(written.strip()))


def title_keys(titles: tuple[str, ...]) -> frozenset[str]:
    """The titles as they may stand again as sub-headings: without remarks in brackets or after a comma."""
    keys = {title_key(title) for title in titles}
    return frozenset(keys | {key.split(",")[0].strip() for key in keys if "," in key} - {""})


def title_key(title: str) -> str:
    """The title in capitals, blanks collapsed, without brackets and a trailing colon."""
    return " ".join(re.sub(r"\([^()]*\)", " ", title).upper().split()).rstrip(" :")


def names_class(written: str, titles: frozenset[str]) -> bool:
    """Whether the line is the title of one of the classes, or of several ("Clerk I and Clerk II:")."""
    if not titles:
        return False
    key = title_key(written)
    return key in titles or (
        bool(re.search(r" AND | & |[,/;]", key))
        and all(part in titles for part in re.split(r",? AND | & |[,/;]\s*", key))
    )


def _is_name_in_capitals(bare: str) -> bool:
    words = re.findall(r"[A-Za-z]+", bare)
    long_enough = sum(map(len, words)) >= 5 and not (len(words) == 1 and len(words[0]) < 4)
    ended = bare.endswith((".", ";", ",", "!", "?"))
    return long_enough and not ended and bare[0].isalpha() and not _VERB.search(bare) and not is_connector(bare)


def _is_label(bare: str, apart: tuple[bool, bool]) -> bool:
    """ "Education:", or a short line in title case that stands alone ("Passing Score for the Written Test")."""
    if len(bare) > _MAX_LABEL or not is_title_case(bare) or not bare[0].isupper() or is_closer(bare):
        return False
    if _LABEL_NO.search(bare) or _LEAD_IN.search(bare):
        return False
    return bare.endswith(":") or (all(apart) and len(bare) > 4 and not ends_sentence(bare))
