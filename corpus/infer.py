"""Sections of a text whose headings were stripped: told by how its lines are written and by their usual order.

The cues are the standing phrases of the Connecticut format (SPEC-LANGUAGE.md §1 and §3). A line by itself often fits
several sections, so the best sequence as a whole is taken: sections seldom go back in their order, and a line without
a cue goes on with the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.headings import BULLETS, is_capitals
from corpus.model import SectionKind as K

_DATE = r"(?:\d{1,2}/\d{1,2}/\d{2,4}|[A-Z][a-z]{2,8}\.? \d{1,2}[.,]? \d{4})"
_GRADE = r"(?:considerable|some|thorough|working|general|basic|extensive|good)"
_SKILLED = r"(?:oral|written|interpersonal|supervisory|administrative)"
_PERSONS = r"(?:incumbents|candidates|applicants|positions|employees)"
_DEGREE = r"(?:bachelor|master|associate|doctor(?:al|ate)?|advanced|law)['’]?s? degree"

_BULLET = re.compile(rf"^[{BULLETS}*·]\s*(?=\S)")
_CHANGE, _BACK, _NO_TITLE = -1.0, -5.0, -3.0
_HEADED = 0.3
_MAX_TITLE, _MAX_READ = 120, 400

_CUES: tuple[tuple[K, float, str], ...] = (
    (K.HEADER, 3.0, r"^State of \w+ Executive Branch|\((?-i:\d{4}[A-Z][A-Z0-9])\)$|^\$[\d,.]+\s*-\s*\$"),
    (K.PURPOSE, 3.0, r"\b(?:class|classes|position) (?:is|are) (?:accountable|responsible) for"),
    (
        K.GUIDELINES,
        2.0,
        r"^(?:-\s*)?(?:positions|incumbents|this class)\b.*\b(?:class(?:es)?|used|serve|placed|capacit)",
    ),
    (K.GUIDELINES, 1.0, r"^(?:positions|incumbents|this class|these classes)\b|^- an? "),
    (K.SUPERVISION_RECEIVED, 4.0, r"^(?:works?|receives?|takes)\b.*\b(?:supervision|direction|guidance)\b"),
    (K.SUPERVISION_EXERCISED, 2.5, r"^(?:supervises|directs|guides|leads|oversees|administers)\b"),
    (K.SUPERVISION_EXERCISED, 2.5, r"^may (?:lead|supervise|guide|direct|train|oversee|be assigned)\b"),
    (K.DUTIES, 2.0, r"^-\s*(?-i:[A-Z])[a-z]+s[ ,]|^-\s*performs related|^performs related|\bof the following kinds:$"),
    (K.KNOWLEDGE, 3.0, rf"^(?:-\s*)?(?:{_GRADE}\s+)?(?:{_SKILLED}\b.*)?(?:knowledge|ability|abilities|skills?)\b"),
    (K.KNOWLEDGE, 3.0, rf"^-\s*(?:and )?{_GRADE}\s*$"),
    (K.KNOWLEDGE, 1.0, r"^-\s*(?-i:[a-z])"),
    (K.GENERAL_EXPERIENCE, 3.0, r"(?:years?|months?)['’]? (?:of )?.*\bexperience\b|^(?:-\s*)?any experience\b"),
    (K.GENERAL_EXPERIENCE, 3.0, rf"^(?:-\s*)?(?:\d\.\s*)?an? (?:earned )?.*{_DEGREE}"),
    (K.GENERAL_EXPERIENCE, 3.0, r"high school diploma|general equivalency"),
    (K.GENERAL_EXPERIENCE, 2.0, r"^must be (?:admitted|enrolled)|any one \(1\) of the following|^possession of"),
    (K.GENERAL_EXPERIENCE, 2.0, r"^OR$|^\d\.$"),
    (K.SPECIAL_EXPERIENCE, 6.0, r"of the general experience must have"),
    (K.NOTE, 5.0, r"for state employees.*\binterpreted\b|\b(?:is|are) (?:defined|interpreted) as\b|^“[^”]+” means\b"),
    (K.SUBSTITUTIONS, 6.0, r"\bmay (?:be )?substituted?\b"),
    (K.SPECIAL_REQUIREMENTS, 1.5, rf"^(?:-\s*)?{_PERSONS}\b.*\b(?:must|may be required)\b"),
    (K.SPECIAL_REQUIREMENTS, 2.5, r"^(?:-\s*)?(?:must|may be required to) (?:possess|hold|obtain|retain)"),
    (K.SPECIAL_REQUIREMENTS, 2.5, r"\bemployment\b.*\bcondition"),
    (K.CHARACTER_REQUIREMENTS, 4.0, r"background investigation|moral character|\bfelony\b"),
    (K.PHYSICAL_REQUIREMENTS, 4.0, r"physical(?:ly)? (?:strength|stamina|agility|condition|examination|fit|able)"),
    (K.PHYSICAL_REQUIREMENTS, 4.0, r"general good health"),
    (K.PHYSICAL_REQUIREMENTS, 3.0, r"\b(?:strength|stamina|agility|vision|hearing)\b|\blift(?:ing)? .*pounds"),
    (K.WORKING_CONDITIONS, 4.0, r"\bexpos(?:ed|ure) to\b|danger of injury"),
    (K.APPOINTMENT, 3.0, r"working test period|\bappointed (?:by|for|to)\b|serves? (?:for|at)\b|\bmay be filled\b"),
    (K.COMPENSATION, 3.0, r"\$[\d.,]+ (?:an|per) hour|\brate of pay\b|\bsalary (?:step|range|grade|rate)"),
    (K.COMPENSATION, 3.0, r"\bpays?\b.*\brent\b|\b(?:is|are) paid\b"),
    (K.DESIGNATION, 6.0, r"^(?:unclassified|classified)\b"),
    (K.OCCUPATIONAL_GROUP, 6.0, r"^\(\d{2}\)\s*-\s*(?-i:[A-Z][a-z])"),
    (K.BARGAINING_UNIT, 6.0, r"^\(\d{2}\)\s*-\s*(?-i:[A-Z]{3})"),
    (K.EEO, 6.0, r"^\(\d\)\s*-"),
    (K.SALARY, 6.0, r"(?:^|: )(?-i:[A-Z]{2}) ?\d{1,3}$"),
    (K.ACKNOWLEDGEMENT, 8.0, r"^as defined by sec"),
    (K.CANCELLATION, 8.0, r"existing specification|sample specification|specification for the class of|item no"),
    (K.EFFECTIVE_DATE, 6.0, rf"^{_DATE}$"),
    (K.CLASS_DATES, 8.0, r"^(?:class|est|rev)\s*:"),
)
CUES = tuple((kind, weight, re.compile(expression, re.IGNORECASE)) for kind, weight, expression in _CUES)
"""What a line of a section looks like, and how much that says."""

_RANKS: tuple[tuple[K, ...], ...] = (
    (K.HEADER,),
    (K.PURPOSE,),
    (K.GUIDELINES,),
    (K.SUPERVISION_RECEIVED,),
    (K.SUPERVISION_EXERCISED,),
    (K.DUTIES,),
    (K.KNOWLEDGE,),
    (K.GENERAL_EXPERIENCE,),
    (K.SPECIAL_EXPERIENCE, K.NOTE),
    (K.SUBSTITUTIONS,),
    (
        K.SPECIAL_REQUIREMENTS,
        K.CHARACTER_REQUIREMENTS,
        K.PHYSICAL_REQUIREMENTS,
        K.WORKING_CONDITIONS,
        K.APPOINTMENT,
        K.COMPENSATION,
    ),
    (K.DESIGNATION, K.OCCUPATIONAL_GROUP, K.BARGAINING_UNIT, K.EEO, K.SALARY),
    (K.ACKNOWLEDGEMENT,),
    (K.CANCELLATION,),
    (K.EFFECTIVE_DATE,),
    (K.CLASS_DATES,),
)
"""The sections in their usual order; those of one rank stand in any order."""
_KINDS = tuple(kind for rank in _RANKS for kind in rank)
_RANK = {kind: place for place, rank in enumerate(_RANKS) for kind in rank}
_STEPS = tuple(
    tuple(
        0.0 if origin is kind else _CHANGE if _RANK[origin] <= _RANK[kind] else _BACK
        for origin in _KINDS
    )
    for kind in _KINDS
)  # fmt: skip
"""What it costs a line to stand in the section of the row, after a line in the section of the column."""


def infer_kinds(lines: Sequence[str]) -> tuple[K, ...]:
    """The kind of section of each line, taken together. Blank lines go with the line before them."""
    scores = [0.0 if kind is K.HEADER else _CHANGE for kind in _KINDS]
    came_from: list[list[int]] = []
    for gains in _all_gains([_BULLET.sub("- ", line.strip()[:_MAX_READ]) for line in lines]):
        steps = [_best_origin(scores, costs) for costs in _STEPS]
        scores = [scores[origin] + _STEPS[to][origin] + gains[to] for to, origin in enumerate(steps)]
        came_from.append(steps)
    place = max(range(len(_KINDS)), key=scores.__getitem__)
    path: list[K] = []
    for origins in reversed(came_from):
        path.append(_KINDS[place])
        place = origins[place]
    return tuple(reversed(path))


def _best_origin(scores: Sequence[float], costs: Sequence[float]) -> int:
    reached = [score + cost for score, cost in zip(scores, costs, strict=True)]
    return reached.index(max(reached))


def _all_gains(lines: Sequence[str]) -> list[list[float]]:
    """What each line says for each section. A sub-heading ("AT A TROOP:") goes with the line that it heads."""
    gains = [_gains(line) for line in lines]
    for place in range(len(lines) - 2, -1, -1):
        if is_capitals(lines[place].rstrip(":")) and not any(gains[place]):
            gains[place] = [_HEADED * gain for gain in gains[place + 1]]
    return gains


def _gains(line: str) -> list[float]:
    best = dict.fromkeys(_KINDS, 0.0)
    if not line:
        return list(best.values())
    for kind, weight, cue in CUES:
        if weight > best[kind] and cue.search(line):
            best[kind] = weight
    if line.endswith((".", ";")) or len(line) > _MAX_TITLE:
        best[K.HEADER] += _NO_TITLE
    return list(best.values())
