"""Which class a text is of, and which of a class's texts is the current one.

A code alone does not name a class: agencies number their classes independently, so that `1219` may be printed on two
unrelated specifications. A text is taken as a revision of a class that holds its code where

1. the titles agree, but for typing errors, or the text states no title; or
2. the newer of the two texts names the older's title in its cancellation clause (the class was renamed); or
3. both state the same date of establishment.

Otherwise it becomes a class of its own under a code that tells the two apart, `1219~chief-clerk-police`, and a notice
says so. Nothing is merged by guess and nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

MARK = "~"
"""Stands between the code that a text states and the words that tell its class from another of that code."""

MIN_AGREEMENT = 90.0
"""Of 100: titles as similar as this are one title with typing errors, where their words of rank are the same."""

_RANKS = (
    "1 2 3 4 5 6 7 8 9 assistant associate apprentice chief deputy director head intern junior lead manager principal "
    "senior supervising supervisor trainee"
)
RANKS = frozenset(_RANKS.split())
"""Words that make two classes of one trade: titles that differ in them are different titles, however alike."""

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_WORD = re.compile(r"[^\W_]+")
_REMARK = re.compile(r"\(\s*(?:\d+\s*-?\s*(?:hour|month)s?|[\d-]{3,}(?:\.\d\d)?[A-Z]{0,2})\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """What tells one text of a class from another. Dates are ISO; `number` grows with every text taken in.

    `title` is None where the text states none.
    """

    revision: str
    number: int
    title: str | None = None
    previous_title: str | None = None
    established: str | None = None
    revised: str | None = None
    effective: str | None = None

    @property
    def dated(self) -> str:
        """The date that orders revisions: revised, else effective, else established; empty where there is none."""
        return self.revised or self.effective or self.established or ""

    @property
    def rank(self) -> tuple[str, int]:
        """Greater is newer. A text without a date is the oldest; of one date, the later arrival is the newer."""
        return self.dated, self.number


@dataclass(frozen=True, slots=True)
class Placement:
    """The class code that a text is stored under; `why` is None where that is the code it states."""

    class_code: str
    why: str | None = None


def current(texts: Sequence[Heading]) -> Heading:
    """The newest of a class's texts."""
    return max(texts, key=lambda text: text.rank)


def place(text: Heading, stated_code: str, classes: Mapping[str, Sequence[Heading]]) -> Placement:
    """Where a text goes that states (or is named) `stated_code`; `classes` are the texts of each code that is held."""
    if stated_code not in classes:
        return Placement(stated_code)
    holders = sorted(code for code in classes if code == stated_code or code.startswith(stated_code + MARK))
    fitting = next((code for code in holders if any(one_class(text, other) for other in classes[code])), None)
    if fitting == stated_code:
        return Placement(stated_code)
    own = fitting or f"{stated_code}{MARK}{slug(text.title or text.revision[:8])}"
    holder = current(classes[stated_code]).title
    return Placement(
        own, f"class code {stated_code} is held by {holder!r} already; {text.title!r} is stored as {own} and not merged"
    )


def one_class(one: Heading, other: Heading) -> bool:
    """Whether two texts of one code are revisions of one class; the same whichever is named first."""
    if one.title is None or other.title is None or titles_agree(one.title, other.title):
        return True
    older, newer = sorted((one, other), key=lambda text: text.rank)
    renamed = newer.previous_title is not None and titles_agree(newer.previous_title, older.title or "")
    return renamed or (one.established is not None and one.established == other.established)


def titles_agree(one: str, other: str) -> bool:
    """Whether two titles are one title: the same words, or nearly, with the same words of rank ("2", "Senior")."""
    first, second = _words(one), _words(other)
    if first == second:
        return True
    ranks_agree = RANKS.intersection(first) == RANKS.intersection(second)
    return ranks_agree and fuzz.ratio(" ".join(sorted(first)), " ".join(sorted(second))) >= MIN_AGREEMENT


def slug(title: str) -> str:
    """A title as part of a class code: its words in small letters with hyphens between."""
    return "-".join(_words(title)) or "untitled"


def _words(title: str) -> list[str]:
    plain = _REMARK.sub(" ", title).casefold().replace("&", " and ")
    return [_ROMAN.get(word, word) for word in _WORD.findall(plain)]
