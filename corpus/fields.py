"""The short values a specification states: code, title, pay, groups, dates; the previous ones kept apart.

A pattern is searched in the sections of the kinds that it names; the first hit gives the value and its span.
The cancellation clause describes the revision that was REPLACED: its title, group and date are `previous_*` fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus import dates
from corpus.model import Field, FieldName, Section, Span
from corpus.model import FieldName as F
from corpus.model import SectionKind as K

CODE = r"(?:\d{2}-\d{4}\.\d{2}|\d{4}[A-Z][A-Z0-9]|\d{3,5})"
"""A class code as the formats seen print it; codes are opaque strings and nothing is read into them."""

_LONG_DATE = r"[A-Z][a-z]+\.?\s+\d{1,2}\s*[.,]?\s*\d{4}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}"
_NEXT_VALUE = r"\(\d{1,2}\)\s*-"
"""How a group, unit or category begins; where values are glued together, it ends the one before."""
_REST = rf"(?:(?!{_NEXT_VALUE})[^\n|])*"
_VALUE_KINDS = (K.DESIGNATION, K.OCCUPATIONAL_GROUP, K.BARGAINING_UNIT, K.EEO, K.SALARY)
_IN_BRACKETS = r"[^()]{0,300}(?:\([^()]{0,100}\)[^()]{0,300}){0,5}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Where a field is looked for and how: group `v` of the expression is the value; `read` normalises it."""

    name: FieldName
    kinds: tuple[K, ...]
    expression: re.Pattern[str]
    read: Callable[[str], str | None]


def _blank(value: str) -> str | None:
    return " ".join(value.split()).strip(" ;,") or None


def _date(value: str) -> str | None:
    match = dates.DATE.search(value)
    return dates.to_iso(match) if match else None


def _compile(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE | re.MULTILINE)


_ANY_LINE = _compile(rf"(?P<v>[^\s|]{_REST})")

PATTERNS: tuple[Pattern, ...] = (
    Pattern(F.CLASS_CODE, (K.CLASS_DATES,), _compile(r"CLASS(?:\s+CODE)?\s*:\s*(?P<v>[^;\s]+)"), _blank),
    Pattern(F.CLASS_CODE, (K.HEADER,), re.compile(rf"\((?P<v>{CODE})\)[\s*|]*$", re.MULTILINE), _blank),
    Pattern(F.CLASS_CODE, (K.HEADER,), _compile(rf"Class(?:\s+Code)?\s*[:#]?[\s|]*(?P<v>{CODE})\b"), _blank),
    Pattern(F.ESTABLISHED, (K.CLASS_DATES,), _compile(r"EST\s*:\s*(?P<v>[^;\n]+)"), _date),
    Pattern(F.REVISED, (K.CLASS_DATES,), _compile(r"REV\s*:\s*(?P<v>[^;\n]+)"), _date),
    Pattern(F.EFFECTIVE_DATE, (K.EFFECTIVE_DATE,), _compile(rf"(?P<v>{_LONG_DATE})"), _date),
    Pattern(F.ESTABLISHED, (K.HEADER,), _compile(rf"established\s*:?\s*(?P<v>{_LONG_DATE})"), _date),
    Pattern(F.REVISED, (K.HEADER,), _compile(rf"revised\s*:?\s*(?P<v>{_LONG_DATE})"), _date),
    Pattern(F.EFFECTIVE_DATE, (K.HEADER,), _compile(rf"Open\s+Date\s*:?\s*(?P<v>{_LONG_DATE})"), _date),
    Pattern(F.SALARY_GROUP, (K.SALARY,), re.compile(r"\b(?P<v>[A-Z]{2}\s?\d{1,3})\b"), _blank),
    Pattern(F.PAY_RANGE, (K.HEADER,), _compile(r"(?P<v>\$[\d,.]+\s*-\s*\$[\d,.]+\s+Hourly[^\n]*)"), _blank),
    Pattern(F.PAY_RANGE, (K.SALARY,), _compile(r"(?P<v>\$\d[^\n|]*)"), _blank),
    Pattern(F.DESIGNATION, (K.DESIGNATION,), _ANY_LINE, _blank),
    Pattern(F.OCCUPATIONAL_GROUP, (K.OCCUPATIONAL_GROUP,), _ANY_LINE, _blank),
    Pattern(F.BARGAINING_UNIT, (K.BARGAINING_UNIT,), _ANY_LINE, _blank),
    Pattern(F.EEO, (K.EEO,), _ANY_LINE, _blank),
    # Values that stand under another field's heading are told by their shape.
    Pattern(F.DESIGNATION, _VALUE_KINDS, _compile(rf"(?P<v>\b(?:un)?classified\b{_REST})"), _blank),
    Pattern(F.OCCUPATIONAL_GROUP, _VALUE_KINDS, re.compile(rf"(?P<v>\(\d{{2}}\)\s*-\s*[A-Z][a-z]{_REST})"), _blank),
    Pattern(F.BARGAINING_UNIT, _VALUE_KINDS, re.compile(rf"(?P<v>\(\d{{2}}\)\s*-\s*[A-Z]{{3}}{_REST})"), _blank),
    Pattern(F.EEO, _VALUE_KINDS, re.compile(rf"(?P<v>\(\d\)\s*-\s*[A-Z]{_REST})"), _blank),
    Pattern(
        F.AGENCY,
        (K.PURPOSE, K.GUIDELINES),
        re.compile(r"\b[Ii]n the (?P<v>[A-Z][^.;]{0,200}?),?\s+(?:this class|incumbents?|positions?)\b"),
        _blank,
    ),
    Pattern(
        F.PREVIOUS_TITLE,
        (K.CANCELLATION,),
        _compile(
            r"specifications?\s+for\s+the\s+(?:class(?:es)?|titles?)\s+of\s+(?P<v>(?:(?!\.\s)[\s\S]){1,200}?)"
            rf"\s*(?:\(\s*{CODE}\s*\)\s*)?,?\s+(?:in\s+(?:the\s+)?Salary\s+Group|approved\b|effective\b|dated\b)"
        ),
        _blank,
    ),
    Pattern(
        F.PREVIOUS_SALARY_GROUP, (K.CANCELLATION,), _compile(r"in\s+Salary\s+Group\s+(?P<v>[A-Z]{2}\s?\d{1,3})"), _blank
    ),
    Pattern(
        F.PREVIOUS_EFFECTIVE_DATE,
        (K.CANCELLATION,),
        _compile(rf"approved\s+(?:effective\s+)?(?P<v>{_LONG_DATE})"),
        _date,
    ),
    # The reason stands in brackets after the date; brackets before it belong to the title.
    Pattern(
        F.REVISION_REASON, (K.CANCELLATION,), _compile(rf"(?:{_LONG_DATE})[\s.,;]*\((?P<v>{_IN_BRACKETS})\)"), _blank
    ),
    Pattern(
        F.REVISION_REASON,
        (K.CANCELLATION,),
        _compile(rf"\((?P<v>(?:(?:re)?(?:vised|established|titled|instated|issued)|new class)\b{_IN_BRACKETS})\)"),
        _blank,
    ),
    Pattern(F.ITEM_NUMBER, (K.CANCELLATION,), _compile(r"\bItem\s+(?:No\.?|Number|#)?\s*(?P<v>\d[\w-]*)"), _blank),
)


def read_fields(text: str, sections: tuple[Section, ...]) -> tuple[Field, ...]:
    """The fields that the sections state, each once, in the order of `FieldName`; the title is not among them."""
    found: dict[FieldName, Field] = {}
    for pattern in PATTERNS:
        if pattern.name not in found:
            hit = next(_hits(text, sections, pattern), None)
            if hit is not None:
                found[pattern.name] = hit
    return tuple(found[name] for name in FieldName if name in found)


def _hits(text: str, sections: tuple[Section, ...], pattern: Pattern) -> Iterator[Field]:
    for section in sections:
        if section.kind not in pattern.kinds:
            continue
        start = section.heading.end if section.heading else section.span.start
        for match in pattern.expression.finditer(text, start, section.span.end):
            value = pattern.read(match["v"])
            if value:
                yield Field(pattern.name, value, _tight(text, Span(*match.span("v"))))
                break


def _tight(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, span.start + len(piece.rstrip(" \t\n;,|")))
