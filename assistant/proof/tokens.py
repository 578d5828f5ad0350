"""A text as the tokens that proof compares: numbers with their value, dates, codes, what a rule turns on, and words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.numerals import NUMBER, value_of
from assistant.proof.lexicon import IDLE, PHRASES, SAME, UNITS, Kind
from assistant.words import stem
from corpus.dates import DATE, to_iso


@dataclass(frozen=True, slots=True)
class Token:
    """`key` is what is compared: a stem, a value, a code without blanks; `text` is as written, in lower case."""

    kind: Kind
    key: str
    text: str


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_CODES = "|".join(
    (
        rf"\b(?:{_MONTHS})\.?\s+\d{{1,2}}\s*[.,]?\s*\d{{4}}\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b|\b\d{{4}}-\d\d-\d\d\b",
        rf"\b(?-i:{_MONTHS}) \d{{1,2}}\b",
        r"\$\s?\d[\d,]*(?:\.\d+)?",
        r"(?-i:\b(?!OR|AT|TO|IN|OF|NO|BY|AS|ON|IF)[A-Z]{2} ?\d{1,3}\b(?![-/]))|\b\d{2}-\d{4}\.\d{2}\b|\b\d{4}[A-Z][A-Z0-9]\b|(?-i:\b[A-Z]{1,3}-\d{1,3}\b)",
        r"\b\d+-\d+[a-z]?\b|\(0\d\)|\b0\d+\b|\b\d{1,3}(?:st|nd|rd|th)\b",
        r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b",
    )
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_STOP = r"(?<!\.\w)(?<!\bSec)(?<!\bNo)\.(?=[\s\"')\]]|$)|[?!](?=[\s\"')\]]|$)|[;\n]"
_SOFT = r"[,:()–—|]| - "
_PLAIN = r"[^\W\d_]+(?:'[^\W\d_]+)*(?:\.[^\W\d_]+)*|\d+\w*"
_TOKEN = re.compile(
    "|".join(
        [
            rf"(?P<idle>\b(?:{IDLE}))",
            f"(?P<code>{_CODES})",
            r"(?P<halves>\b(?:a )?half(?:[ -]an?\b)?)",
            *(rf"(?P<p{place}>(?<!\w)(?:{regex})(?!\w))" for place, (_, _, regex) in enumerate(PHRASES)),
            *(rf"(?P<u{place}>\b(?:{regex})(?!\w))" for place, regex in enumerate(UNITS.values())),
            f"(?:{NUMBER.pattern})",
            f"(?P<stop>{_STOP})",
            f"(?P<soft>{_SOFT})",
            f"(?P<plain>{_PLAIN})",
        ]
    ),
    re.IGNORECASE,
)
_RULING: dict[str, tuple[Kind, str]] = {f"p{place}": (kind, key) for place, (kind, key, _) in enumerate(PHRASES)} | {
    f"u{place}": (Kind.UNIT, key) for place, key in enumerate(UNITS)
}
"""What the hit of a phrase or unit is, by the name of its group."""


@lru_cache(maxsize=16384)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a text, in order. A number and its figure in brackets ("Eight (8)") are one."""
    found: list[Token] = []
    for match in _TOKEN.finditer(spaced(text)):
        if match.lastgroup == "idle":
            continue
        token = _token(match)
        if not _repeats(found, token):
            found.append(token)
    return tuple(found)


_STRAIGHT = str.maketrans("’‘“”", "''\"\"")
_CONTRACTED = re.compile(r"(?<=\w)n't\b", re.IGNORECASE)
_TIED = re.compile(r"(?<=[^\W_])[-/](?=[^\W\d_]{2})|(?<=[^\W\d_]{2})[-/](?=[^\W\d_])|(?<=[^\W\d_]{2})[-/](?=\d)")
_PREFIXED = re.compile(r"\b(non|un|mis|pre|post|anti)[- ]?-(?=\w)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def spaced(text: str) -> str:
    """The text with straight quotes and single blanks; contractions and words tied by a hyphen or stroke taken apart."""
    text = " ".join(text.translate(_STRAIGHT).split())
    text = _CONTRACTED.sub(" n't", text).replace("ca n't", "cannot").replace("wo n't", "will not")
    text = _PREFIXED.sub(r"\1", text)
    return _TIED.sub(lambda match: match.group() if _is_and_or(text, match) else " ", text)


def _is_and_or(text: str, match: re.Match[str]) -> bool:
    return text[max(0, match.start() - 3) : match.end() + 2].lower() == "and/or"


def _token(match: re.Match[str]) -> Token:
    group = match.lastgroup or ""
    text = match.group().lower().strip()
    if group == "plain":
        return Token(Kind.WORD, _word(text), text)
    if group in _RULING:
        kind, key = _RULING[group]
        return Token(kind, key or text, text)
    if group in ("stop", "soft"):
        return Token(Kind.STOP if group == "stop" else Kind.SOFT, text, text)
    if group == "code":
        return Token(Kind.CODE, _code(text), text)
    return Token(Kind.NUMBER, "0.5" if group == "halves" else f"{value_of(match):g}", text)


@lru_cache(maxsize=65536)
def _word(text: str) -> str:
    found = stem(text.removesuffix("'s").strip("'"))
    return SAME.get(found, found)


def _code(text: str) -> str:
    """Dates in ISO, ordinals in figures, others without blanks and brackets."""
    dated = DATE.fullmatch(text)
    if dated and (iso := to_iso(dated)):
        return iso
    if text in _ORDINALS:
        return f"#{_ORDINALS.index(text) + 1}"
    if re.fullmatch(r"\d+(?:st|nd|rd|th)", text):
        return f"#{int(text[:-2])}"
    return re.sub(r"[\s()$,]", "", text)


def _repeats(found: list[Token], token: Token) -> bool:
    """Whether a figure in brackets only repeats the number before it; the bracket is then no stop."""
    if len(found) > 1 and token.kind is Kind.NUMBER and found[-1].text == "(" and found[-2].key == token.key:
        found.pop()
        return True
    return token.text == ")" and bool(found) and found[-1].kind is Kind.NUMBER and not _opened(found)


def _opened(found: list[Token]) -> bool:
    texts = [token.text for token in found]
    return texts.count("(") > texts.count(")")
