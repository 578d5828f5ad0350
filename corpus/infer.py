"""Sections of a text whose headings were stripped: told by how its lines are written and by their usual order.

The cues are the standing phrases of the Connecticut format (SPEC-LANGUAGE.md §1 and §3). A line by itself often fits
several sections, so the best sequence as a whole is taken: sections seldom go back in their order, and a line without
a cue goes on with the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import SectionKind as K

_DATE = r"(?:\d{1,2}/\d{1,2}/\d{2,4}|[A-Z][a-z]{2,8}\.? \d{1,2}[.,]? \d{4})"
_GRADE = r"(?:considerable|some|thorough|working|general|basic|extensive|good)"
_KSA = r"(?:knowledge|ability|abilities|skills?)"
_DEGREE = r"(?:bachelor|master|associate|doctor(?:al|ate)?|advanced|law)['’]?s? degree"

CUES: tuple[tuple[K, float, re.Pattern[str]], ...] = tuple(
    (kind, weight, re.compile(expression, re.IGNORECASE))
    for kind, weight, expression in (
        (K.HEADER, 3.0, r"^State of \w+ Executive Branch|\((?-i:\d{4}[A-Z][A-Z0-9])\)$|^\$[\d,.]+\s*-\s*\$"),
        (K.PURPOSE, 3.0, r"\b(?:class|classes|position) (?:is|are) (?:accountable|responsible) for"),
        (K.GUIDELINES, 2.0, r"^(?:positions|incumbents|this class)\b.*\b(?:class(?:es)?|used|serve|placed|capacit)"),
        (K.GUIDELINES, 1.0, r"^(?:positions|incumbents|this class|these classes)\b|^- an? "),
        (K.SUPERVISION_RECEIVED, 4.0, r"^(?:works?|receives?|takes)\b.*\b(?:supervision|direction|guidance)\b"),
        (K.SUPERVISION_EXERCISED, 2.5, r"^(?:supervises|directs|guides|leads|oversees|administers|may (?:lead|supervise|guide|direct|train|oversee|be assigned))\b"),  # noqa: E501
        (K.DUTIES, 2.0, r"^-\s*(?-i:[A-Z])[a-z]+(?:s|sses|ies) "),
        (K.DUTIES, 2.0, r"^-\s*performs related|^performs related|\bof the following kinds:$"),
        (K.KNOWLEDGE, 3.0, rf"^(?:-\s*)?(?:{_GRADE}\s+)?(?:(?:oral|written|interpersonal|supervisory|administrative)\b.*)?{_KSA}\b(?: (?:of|to|in))?"),  # noqa: E501
        (K.KNOWLEDGE, 3.0, rf"^-\s*(?:and )?{_GRADE}\s*$"),
        (K.KNOWLEDGE, 1.0, r"^-\s*(?-i:[a-z])"),
        (K.GENERAL_EXPERIENCE, 3.0, r"(?:years?|months?)['’]? (?:of )?.*\bexperience\b|^(?:-\s*)?any experience\b"),
        (K.GENERAL_EXPERIENCE, 3.0, rf"^(?:-\s*)?(?:\d\.\s*)?an? (?:earned )?.*{_DEGREE}|high school diploma|general equivalency"),
        (K.GENERAL_EXPERIENCE, 2.0, r"^must be (?:admitted|enrolled)|any one \(1\) of the following|^possession of|^OR$|^\d\.$"),
        (K.SPECIAL_EXPERIENCE, 6.0, r"of the general experience must have"),
        (K.NOTE, 5.0, r"for state employees.*\binterpreted\b|\b(?:is|are) (?:defined|interpreted) as\b|^“[^”]+” means\b"),
        (K.SUBSTITUTIONS, 6.0, r"\bmay (?:be )?substituted?\b"),
        (K.SPECIAL_REQUIREMENTS, 2.5, r"^(?:-\s*)?(?:incumbents|candidates|applicants|positions|employees)\b.*\b(?:must|may be required)\b"),  # noqa: E501
        (K.SPECIAL_REQUIREMENTS, 2.5, r"^(?:-\s*)?(?:must|may be required to) (?:possess|hold|obtain|retain)|\bemployment\b.*\bcondition"),  # noqa: E501
        (K.CHARACTER_REQUIREMENTS, 4.0, r"background investigation|moral character|\bfelony\b|criminal record"),
        (K.PHYSICAL_REQUIREMENTS, 4.0, r"physical(?:ly)? (?:strength|stamina|agility|condition|examination|fit|able)|general good health"),  # noqa: E501
        (K.PHYSICAL_REQUIREMENTS, 3.0, r"\bstrength\b|\bstamina\b|\blift(?:ing)? .*pounds|\b(?:vision|hearing)\b|\bagility\b"),
        (K.WORKING_CONDITIONS, 4.0, r"\bexpos(?:ed|ure) to\b|danger of injury"),
        (K.APPOINTMENT, 3.0, r"working test period|\bappointed (?:by|for|to)\b|serves? (?:for|at)\b|\bmay be filled\b"),
        (K.COMPENSATION, 3.0, r"\b(?:pay|paid|rate|salary|stipend|wage)s?\b"),
        (K.DESIGNATION, 6.0, r"^(?:unclassified|classified)\b"),
        (K.OCCUPATIONAL_GROUP, 6.0, r"^\(\d{2}\)\s*-\s*(?-i:[A-Z][a-z])"),
        (K.BARGAINING_UNIT, 6.0, r"^\(\d{2}\)\s*-\s*(?-i:[A-Z]{3})"),
        (K.EEO, 6.0, r"^\(\d\)\s*-"),
        (K.SALARY, 6.0, r"^(?-i:[A-Z]{2}) ?\d{1,3}$"),
        (K.ACKNOWLEDGEMENT, 8.0, r"^as defined by sec"),
        (K.CANCELLATION, 8.0, r"existing specification|sample specification|specification for the class of|item no"),
        (K.EFFECTIVE_DATE, 6.0, rf"^{_DATE}$"),
        (K.CLASS_DATES, 8.0, r"^(?:class|est|rev)\s*:"),
    )
)  # fmt: skip

ORDER: tuple[K, ...] = tuple(dict.fromkeys(kind for kind, _, _ in CUES))
"""The sections in their usual order. A note stands behind the experience that it explains."""

_CHANGE, _BACK, _NO_TITLE = -1.0, -5.0, -3.0
_MAX_TITLE = 120


def infer_kinds(lines: Sequence[str]) -> tuple[K, ...]:
    """The kind of section of each line, taken together. Blank lines go with the line before them."""
    scores = [0.0 if kind is K.HEADER else _CHANGE for kind in ORDER]
    came_from: list[list[int]] = []
    for line in lines:
        steps = [_best_before(scores, place) for place in range(len(ORDER))]
        gains = _gains(line.strip())
        came_from.append([origin for origin, _ in steps])
        scores = [score + gains[place] for place, (_, score) in enumerate(steps)]
    place = max(range(len(ORDER)), key=scores.__getitem__)
    path: list[K] = []
    for origins in reversed(came_from):
        path.append(ORDER[place])
        place = origins[place]
    return tuple(reversed(path))


def _best_before(scores: list[float], place: int) -> tuple[int, float]:
    """The section that best stands before `place` in the order, and the score on arrival."""
    return max(
        ((origin, score + (0.0 if origin == place else _CHANGE if origin < place else _BACK))
         for origin, score in enumerate(scores)),
        key=lambda step: step[1],
    )  # fmt: skip


def _gains(line: str) -> list[float]:
    best = dict.fromkeys(ORDER, 0.0)
    if not line:
        return list(best.values())
    for kind, weight, cue in CUES:
        if weight > best[kind] and cue.search(line):
            best[kind] = weight
    if line.endswith((".", ";")) or len(line) > _MAX_TITLE:
        best[K.HEADER] += _NO_TITLE
    return list(best.values())
