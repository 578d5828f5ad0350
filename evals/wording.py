"""The words of a text as they are compared: plain, its figures in one spelling, the degrees that it names."""

from __future__ import annotations

import re

_TO_NINETEEN = """zero one two three four five six seven eight nine ten
eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"""
_TO_NINETY = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = _TO_NINETEEN.split()
_TENS = {word: 10 * tens for tens, word in enumerate(_TO_NINETY.split(), start=2)}
_WORDS = {word: n for n, word in enumerate(_UNITS)} | _TENS
_COUNTED = r"(?=\s*\(|[\s-]+(?:full |additional |more )*(?:year|month|week|day|hour|semester|degree|certificate))"
_NUMBER_WORD = re.compile(
    r"\b(?:(?P<tens>" + "|".join(_TENS) + r")[\s-](?P<unit>" + "|".join(_UNITS[1:10]) + r")|one[\s-](?P<half>half)"
    r"|(?P<one>one)" + _COUNTED + r"|(?P<word>" + "|".join(word for word in _WORDS if word != "one") + r"))\b"
)
"""Number words. "One" counts only before a unit or a figure: elsewhere it is mostly a pronoun."""
_FIGURE = re.compile(r"\d(?:[\d,./-]*\d)?")

_YEAR = "january february march april may june july august september october november december"
_MONTHS = _YEAR.split()
_MONTH = "(?P<month>" + "|".join(_MONTHS) + ")"
_DATES = (
    re.compile(r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})\b"),
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    re.compile(_MONTH + r"\s+(?P<d>\d{1,2})[.,]?\s+(?P<y>\d{4})\b"),
    re.compile(r"\b(?P<d>\d{1,2})\s+" + _MONTH + r"\s+(?P<y>\d{4})\b"),
)

_TERMS = {
    "advanced degree": r"advanced degree",
    "associate's degree": r"associate'?s?'? degree",
    "bachelor's degree": r"bachelor|baccalaureate",
    "master's degree": r"\bmaster'?s\b|\bmaster of\b",
    "doctorate": r"doctora|\bph\.?d|\bed\.d",
    "law degree": r"law degree|\bj\.d\b|juris doctor",
    "sixth year diploma": r"sixth[ -]year|6th[ -]year",
    "high school diploma": r"high school|\bg\.?e\.?d\b|general equivalency",
    "degree": r"degree|bachelor|\bmaster'?s\b|doctora",
    "diploma": r"diploma",
    "certificate": r"certificat|certified",
    "licence": r"licen[sc]e",
    "apprenticeship": r"apprentice",
}
"""What counts as naming a degree or credential, in a statement as in a passage."""

_MARKER = re.compile(r"\[\d+\]|[①-⑳]")


def plain(text: str) -> str:
    """The text in lower case, straight quotes and single blanks: the form in which words are compared."""
    straight = text.translate(str.maketrans("‘’‛`´“”„", "'''''\"\"\""))
    return " ".join(straight.casefold().split())


def spoken(text: str) -> str:
    """The plain text without its citation marks, which are no part of what it says."""
    return plain(_MARKER.sub(" ", text))


def figures(text: str) -> frozenset[str]:
    """The numbers and dates of a text in one spelling: `12` for "twelve (12)", `0.5` for "one-half", ISO dates."""
    rest = plain(text)
    found: set[str] = set()
    for pattern in _DATES:
        found.update(_iso(match) for match in pattern.finditer(rest))
        rest = pattern.sub(" ", rest)
    found.update(_number_word(match) for match in _NUMBER_WORD.finditer(rest))
    found.update(_figure(match.group()) for match in _FIGURE.finditer(rest))
    return frozenset(found)


def terms(text: str) -> frozenset[str]:
    """The degrees and credentials that a text names."""
    words = plain(text)
    return frozenset(name for name, pattern in _TERMS.items() if re.search(pattern, words))


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    month = int(parts["m"]) if parts.get("m") else _MONTHS.index(parts["month"]) + 1
    return f"{int(parts['y']):04}-{month:02}-{int(parts['d']):02}"


def _number_word(match: re.Match[str]) -> str:
    if match["half"]:
        return "0.5"
    if match["tens"]:
        return str(_WORDS[match["tens"]] + _WORDS[match["unit"]])
    return str(_WORDS[match["one"] or match["word"]])


def _figure(digits: str) -> str:
    if digits == "1/2":
        return "0.5"
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", digits)
