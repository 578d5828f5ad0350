"""Quantities as specifications write them: "Two (2) years", "one-half (1/2) year", "eighteen months", "2½ years".

A word and its figure may disagree ("three (4) years"); both values are then kept, and nothing here picks one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from assistant.eligibility.patterns import phrase

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: value * 10 for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
FRACTIONS = {
    "half": Fraction(1, 2),
    "third": Fraction(1, 3),
    "quarter": Fraction(1, 4),
    "fourth": Fraction(1, 4),
    "quarters": Fraction(1, 4),
    "fourths": Fraction(1, 4),
    "thirds": Fraction(1, 3),
}
GLYPHS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}
MONTHS_PER_UNIT = {"year": 12, "yr": 12, "month": 1, "mo": 1}

_ONES = "|".join(sorted(ONES, key=len, reverse=True))
_TENS = "|".join(TENS)
_SMALL = rf"(?:(?:{_TENS})(?:[- ](?:{_ONES}))?|(?:{_ONES}))"
_FRACTION = rf"(?:one|two|three)[- ](?:{'|'.join(sorted(FRACTIONS, key=len, reverse=True))})"
_FRACTION_WORDS = re.compile(rf"(one|two|three)[-\s]+({'|'.join(FRACTIONS)})\b", re.IGNORECASE)
_GLYPH = f"[{''.join(GLYPHS)}]"
WORDS = rf"(?:{_FRACTION}|{_SMALL}(?: hundred(?:(?: and)? {_SMALL})?)?(?: and {_FRACTION}|[- ]{_FRACTION})?)"
FIGURE = rf"(?:\d/\d(?!\d)|\d+(?:,\d{{3}})*(?:\.\d+|(?: | and |-)\d/\d|\s?{_GLYPH})?|{_GLYPH})"
NUMBER = rf"(?:{WORDS} ?(?:\( ?{FIGURE} ?\))?|{FIGURE} ?(?:\( ?{WORDS} ?\))?)"
"""A number as a phrase (see patterns.py): in words, in figures, or one with the other in brackets behind it."""
UNIT = r"(?:years?|months?|yrs?\.?|mos?\.?)(?:'s?)?(?!\w)"


@dataclass(frozen=True, slots=True)
class Number:
    """The values that a written number has: one, or two where the word and the figure disagree (the word's first)."""

    values: tuple[Fraction, ...]

    @property
    def disagrees(self) -> bool:
        """Whether the word and the figure say different things."""
        return len(self.values) > 1


def read_number(text: str) -> Number:
    """The value of a text that matches `NUMBER`. Raises ValueError where it does not."""
    if not re.fullmatch(phrase(NUMBER), text.strip(), re.IGNORECASE):
        raise ValueError(f"no number in {text!r}")
    words = re.search(phrase(WORDS), text, re.IGNORECASE)
    figure = re.search(phrase(FIGURE), text)
    found = [_of_words(words.group())] if words else []
    found += [_of_figure(figure.group())] if figure else []
    return Number(tuple(dict.fromkeys(found)))


def read_months(text: str) -> tuple[int, ...]:
    """Months in a quantity ("two (2) years" is 24): one value, or two where word and figure disagree.

    "a year" counts as one. Raises ValueError where the text has no unit or the months are not whole.
    """
    unit = re.search(r"(year|yr|month|mo)[a-z.]*(?:['’‘´`]s?)?\W*$", text, re.IGNORECASE)
    if not unit:
        raise ValueError(f"no unit of time in {text!r}")
    per = MONTHS_PER_UNIT[unit.group(1).lower()]
    before = re.sub(r"[\s-]+(?:or\s+more|additional)?[\s-]*$", "", text[: unit.start()], flags=re.IGNORECASE).strip()
    before = re.sub(r"^an\s+additional\s+", "", before, flags=re.IGNORECASE)
    number = Number((Fraction(1),)) if before.lower() in ("a", "an") else read_number(before)
    months = [value * per for value in number.values]
    if any(value.denominator != 1 for value in months):
        raise ValueError(f"not a whole number of months in {text!r}")
    return tuple(int(value) for value in months)


def _of_words(text: str) -> Fraction:
    total = Fraction(0)
    fraction = _FRACTION_WORDS.search(text)
    if fraction:
        total = ONES[fraction.group(1).lower()] * FRACTIONS[fraction.group(2).lower()]
        text = text[: fraction.start()]
    hundreds, found, rest = text.lower().rpartition("hundred")
    return total + (100 * _sum(hundreds) if found else 0) + _sum(rest)


def _sum(words: str) -> int:
    return sum(ONES.get(word, 0) or TENS.get(word, 0) for word in re.split(r"[-\s]+", words))


def _of_figure(text: str) -> Fraction:
    total = Fraction(0)
    for glyph, value in GLYPHS.items():
        if glyph in text:
            total += value
            text = text.replace(glyph, " ")
    for part in re.split(r"\s+and\s+|[-\s]+", text.replace(",", "").strip()):
        if part:
            total += Fraction(part)
    return total
