"""Numbers as texts write them, in one spelling: "Eight (8)" = "eight" = "8"; "one-half (1/2)" = 0.5."""

from __future__ import annotations

import re
from functools import lru_cache

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = {
    word: 10 * (place + 2) for place, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
VALUES: dict[str, float] = {word: float(value) for value, word in enumerate(_UNITS)} | {
    word: float(value) for word, value in _TENS.items()
}
"""Number words and their values."""

_WORD = "|".join(sorted(VALUES, key=len, reverse=True))
_UP_TO_99 = rf"(?:(?:{'|'.join(_TENS)})[\s-](?:{'|'.join(_UNITS[1:10])})|{_WORD})"
NUMBER = re.compile(
    rf"\b(?P<hundreds>{'|'.join(_UNITS[1:10])}) hundred(?:(?: and)? (?P<rest>{_UP_TO_99}))?\b"
    rf"|\b(?P<half>one[\s-]half)\b|\b(?P<tens>{'|'.join(_TENS)})[\s-](?P<unit>{'|'.join(_UNITS[1:10])})\b"
    rf"|\b(?P<word>{_WORD})\b|(?<![\w.])(?P<frac>1/2)(?![\w/])|(?<![\w.,])(?P<digits>\d+(?:,\d{{3}})*(?:\.\d+)?)(?!\w)",
    re.IGNORECASE,
)


def value_of(match: re.Match[str]) -> float:
    """The value of a hit of `NUMBER`."""
    if match["hundreds"]:
        return 100 * VALUES[match["hundreds"].lower()] + (_sum(match["rest"]) if match["rest"] else 0)
    if match["half"] or match["frac"]:
        return 0.5
    if match["tens"]:
        return VALUES[match["tens"].lower()] + VALUES[match["unit"].lower()]
    if match["word"]:
        return VALUES[match["word"].lower()]
    return float(match["digits"].replace(",", ""))


def _sum(words: str) -> float:
    return sum(VALUES[word] for word in re.split(r"[\s-]+", words.lower()))


@lru_cache(maxsize=1024)
def numbers_in(text: str) -> tuple[tuple[float, str], ...]:
    """The numbers of a text as (value, as written). A lone "one" is left out: mostly it is a pronoun."""
    found = []
    for match in NUMBER.finditer(text):
        if (match["word"] or "").lower() == "one" and not re.match(
            r"\s*\(|[\s-]+(?:\w+\s)?(?:year|month|week|day|hour|semester)", text[match.end() : match.end() + 30]
        ):
            continue
        found.append((value_of(match), match.group()))
    return tuple(found)


def in_words(value: float) -> str:
    """A whole number under a hundred in words ("twelve"), others in digits."""
    if value != int(value) or not 0 <= value < 100:
        return f"{value:g}"
    whole = int(value)
    if whole < 20:
        return _UNITS[whole]
    tens = next(word for word, amount in _TENS.items() if amount == whole // 10 * 10)
    return tens if whole % 10 == 0 else f"{tens}-{_UNITS[whole % 10]}"
