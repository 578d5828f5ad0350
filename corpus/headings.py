"""Which lines are headings, and of what: a lexicon of the headings that were seen, and the shape of the others.

Add a heading by adding a line to `LEXICON`. Keys are compared in capitals with blanks collapsed, "&" as "AND", and
trailing colons, full stops and dashes dropped; a near-miss (a typing error) is accepted for longer ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from corpus.model import SectionKind as K

LEXICON: dict[str, K] = {
    # Connecticut, current pages
    "PURPOSE OF JOB CLASS (NATURE OF WORK)": K.PURPOSE,
    "PURPOSE OF JOB CLASS": K.PURPOSE,
    "PURPOSE OF CLASS": K.PURPOSE,
    "NATURE OF WORK": K.PURPOSE,
    "GUIDELINES FOR JOB CLASS USE": K.GUIDELINES,
    "GUIDELINES FOR CLASS USE": K.GUIDELINES,
    "SUPERVISION RECEIVED": K.SUPERVISION_RECEIVED,
    "SUPERVISION EXERCISED": K.SUPERVISION_EXERCISED,
    "EXAMPLES OF DUTIES": K.DUTIES,
    "KNOWLEDGE, SKILL AND ABILITY": K.KNOWLEDGE,
    "KNOWLEDGE, SKILLS AND ABILITIES": K.KNOWLEDGE,
    "KNOWLEDGE, SKILL, ABILITY": K.KNOWLEDGE,
    "MINIMUM QUALIFICATIONS REQUIRED KNOWLEDGE, SKILL AND ABILITY": K.KNOWLEDGE,
    "MINIMUM QUALIFICATIONS": K.MINIMUM_QUALIFICATIONS,
    "MINIMUM QUALIFICATION": K.MINIMUM_QUALIFICATIONS,
    "MINIMUM QUALIFICATIONS REQUIRED": K.MINIMUM_QUALIFICATIONS,
    "MINIMUM QUALIFICATIONS - GENERAL EXPERIENCE": K.GENERAL_EXPERIENCE,
    "MINIMUM QUALIFICATIONS - SPECIAL EXPERIENCE": K.SPECIAL_EXPERIENCE,
    "MINIMUM QUALIFICATIONS - SUBSTITUTIONS ALLOWED": K.SUBSTITUTIONS,
    "MINIMUM QUALIFICATIONS - SUBSTITUTION ALLOWED": K.SUBSTITUTIONS,
    "GENERAL EXPERIENCE": K.GENERAL_EXPERIENCE,
    "SPECIAL EXPERIENCE": K.SPECIAL_EXPERIENCE,
    "SUBSTITUTIONS ALLOWED": K.SUBSTITUTIONS,
    "SUBSTITUTION ALLOWED": K.SUBSTITUTIONS,
    "SUBSTITUTIONS": K.SUBSTITUTIONS,
    "NOTE": K.NOTE,
    "NOTES": K.NOTE,
    "SPECIAL REQUIREMENTS": K.SPECIAL_REQUIREMENTS,
    "SPECIAL REQUIREMENT": K.SPECIAL_REQUIREMENTS,
    "CHARACTER REQUIREMENTS": K.CHARACTER_REQUIREMENTS,
    "CHARACTER REQUIREMENT": K.CHARACTER_REQUIREMENTS,
    "PHYSICAL REQUIREMENTS": K.PHYSICAL_REQUIREMENTS,
    "PHYSICAL REQUIREMENT": K.PHYSICAL_REQUIREMENTS,
    "WORKING CONDITIONS": K.WORKING_CONDITIONS,
    "APPOINTMENT": K.APPOINTMENT,
    "TERM OF APPOINTMENT": K.APPOINTMENT,
    "COMPENSATION GUIDELINES": K.COMPENSATION,
    "RATE OF COMPENSATION": K.COMPENSATION,
    "JOB CLASS DESIGNATION": K.DESIGNATION,
    "OCCUPATIONAL GROUP": K.OCCUPATIONAL_GROUP,
    "BARGAINING UNIT": K.BARGAINING_UNIT,
    "EEO": K.EEO,
    "EEO CATEGORY": K.EEO,
    "SALARY INFORMATION": K.SALARY,
    "SALARY GROUP": K.SALARY,
    "ACKNOWLEDGEMENT": K.ACKNOWLEDGEMENT,
    "ACKNOWLEDGMENT": K.ACKNOWLEDGEMENT,
    "CANCELLATION CLAUSE": K.CANCELLATION,
    "EFFECTIVE DATE": K.EFFECTIVE_DATE,
    # Connecticut, older pages
    "GENERAL STATEMENT OF DUTIES": K.PURPOSE,
    "EXPERIENCE AND TRAINING": K.MINIMUM_QUALIFICATIONS,
    "TRAINING AND EXPERIENCE": K.MINIMUM_QUALIFICATIONS,
    "EDUCATION AND EXPERIENCE": K.MINIMUM_QUALIFICATIONS,
    # Los Angeles bulletins
    "ANNUAL SALARY": K.SALARY,
    "DUTIES": K.DUTIES,
    "REQUIREMENT": K.MINIMUM_QUALIFICATIONS,
    "REQUIREMENTS": K.MINIMUM_QUALIFICATIONS,
    "REQUIREMENT/MINIMUM QUALIFICATION": K.MINIMUM_QUALIFICATIONS,
    "REQUIREMENTS/MINIMUM QUALIFICATIONS": K.MINIMUM_QUALIFICATIONS,
    "REQUIREMENT(S)/MINIMUM QUALIFICATION(S)": K.MINIMUM_QUALIFICATIONS,
    "REQUIREMENTS/MINIMUM REQUIREMENTS": K.MINIMUM_QUALIFICATIONS,
    "PROCESS NOTE": K.NOTE,
    "PROCESS NOTES": K.NOTE,
    "WHERE TO APPLY": K.APPLICATION,
    "HOW TO APPLY": K.APPLICATION,
    "APPLICATION DEADLINE": K.APPLICATION,
    "FILING PERIOD": K.APPLICATION,
    "SELECTION PROCESS": K.SELECTION,
    "SELECTIVE CERTIFICATION": K.SELECTION,
    "QUALIFICATIONS REVIEW": K.SELECTION,
    "EXPERT REVIEW COMMITTEE": K.SELECTION,
    "NOTICE": K.OTHER,
    "AN EQUAL EMPLOYMENT OPPORTUNITY EMPLOYER": K.OTHER,
    "CONDITIONS OF EMPLOYMENT": K.APPOINTMENT,
    # California and general
    "DEFINITION": K.PURPOSE,
    "DEFINITION OF LEVELS": K.PURPOSE,
    "DEFINITION OF SERIES": K.PURPOSE,
    "SCOPE": K.PURPOSE,
    "JOB SUMMARY": K.PURPOSE,
    "JOB PURPOSE": K.PURPOSE,
    "SUMMARY": K.PURPOSE,
    "ENTRY LEVEL": K.GUIDELINES,
    "ENTRY INTO THE SERIES": K.GUIDELINES,
    "FACTORS AFFECTING POSITION ALLOCATION": K.GUIDELINES,
    "DISTINGUISHING CHARACTERISTICS": K.GUIDELINES,
    "SUPERVISION": K.SUPERVISION_RECEIVED,
    "TYPICAL TASKS": K.DUTIES,
    "TYPICAL DUTIES": K.DUTIES,
    "ESSENTIAL DUTIES": K.DUTIES,
    "ESSENTIAL FUNCTIONS": K.DUTIES,
    "DUTIES AND RESPONSIBILITIES": K.DUTIES,
    "RESPONSIBILITIES": K.DUTIES,
    "KNOWLEDGE AND ABILITIES": K.KNOWLEDGE,
    "KNOWLEDGE AND ABILITY": K.KNOWLEDGE,
    "QUALIFICATIONS": K.MINIMUM_QUALIFICATIONS,
    "REQUIRED QUALIFICATIONS": K.MINIMUM_QUALIFICATIONS,
    "MINIMUM REQUIREMENTS": K.MINIMUM_QUALIFICATIONS,
    "SPECIAL PERSONAL CHARACTERISTICS": K.CHARACTER_REQUIREMENTS,
    "SPECIAL CHARACTERISTICS": K.CHARACTER_REQUIREMENTS,
    "SPECIAL PHYSICAL CHARACTERISTICS": K.PHYSICAL_REQUIREMENTS,
    "SPECIAL QUALIFICATIONS": K.SPECIAL_REQUIREMENTS,
    "ADDITIONAL DESIRABLE QUALIFICATIONS": K.OTHER,
    "DESIRABLE QUALIFICATIONS": K.OTHER,
    "PREFERRED QUALIFICATIONS": K.OTHER,
    "CLASS HISTORY": K.OTHER,
    "CLASS TITLES AND CODES": K.OTHER,
}

FIELD_KINDS = frozenset(
    {K.DESIGNATION, K.OCCUPATIONAL_GROUP, K.BARGAINING_UNIT, K.EEO, K.SALARY, K.EFFECTIVE_DATE, K.ACKNOWLEDGEMENT}
)
"""Sections whose value may stand on the heading's own line, even glued to it ("EEO(1)-Officials")."""

AMBIGUOUS = frozenset({"DUTIES", "SUMMARY", "SCOPE", "SUPERVISION", "DEFINITION", "APPOINTMENT", "REQUIREMENT", "NOTICE"})
"""Plain words: headings only in capitals or with a colon, so that a wrapped line of prose is not taken for one."""

_KEYS = tuple(LEXICON)
_LONG_KEYS = tuple(key for key in _KEYS if len(key) >= 12)
_MARKUP = re.compile(r"^[#*_\s]+|[*_\s]+$")
_TRAIL = re.compile(r"[\s:.\-–—;]+$")
_GLUED = re.compile(
    r"(?<![A-Z])("
    + "|".join(re.escape(key) for key in sorted(_KEYS, key=len, reverse=True) if LEXICON[key] in FIELD_KINDS)
    + r")(?=\s*:|\s|\(|[A-Z][a-z]|$)"
)
_INLINE = re.compile(r"^([^:\n]{3,70}):[ \t]*(?=\S)")
_MIN_FUZZY = 91.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found in a line: its kind (None: known by shape only) and the offsets of it within the line."""

    kind: K | None
    start: int
    end: int


def key_of(line: str) -> str:
    """The line as the lexicon spells it."""
    bare = _TRAIL.sub("", _MARKUP.sub("", line))
    return " ".join(bare.upper().replace("&", " AND ").replace("–", "-").replace("—", "-").split())


def is_capitals(line: str) -> bool:
    """Whether the line has at least three letters, all of them capitals."""
    letters = [char for char in line if char.isalpha()]
    return len(letters) >= 3 and all(char.isupper() for char in letters)


def lookup(line: str) -> K | None:
    """The kind of the heading that the whole line is, or None. Capitals, a colon, or title case must mark it."""
    key = key_of(line)
    marked = is_capitals(line) or line.rstrip().endswith(":") or line.lstrip().startswith(("#", "**"))
    if not 3 <= len(key) <= 80 or not (marked or _is_title_case(line)):
        return None
    if key in LEXICON:
        return LEXICON[key] if marked or key not in AMBIGUOUS else None
    if not marked or len(key) < 12:
        return None
    near = process.extractOne(key, _LONG_KEYS, scorer=fuzz.ratio, score_cutoff=_MIN_FUZZY)
    return LEXICON[near[0]] if near else None


def find(line: str) -> tuple[Heading, ...]:
    """The headings in one line (usually none or one), in order.

    A heading fills its line, or is followed by a colon and its value, or, for the short field sections, by a value
    glued to it; several glued fields on one line are found as several headings.
    """
    stripped = line.strip()
    if not stripped:
        return ()
    offset = len(line) - len(line.lstrip())
    kind = lookup(stripped)
    if kind is not None:
        return (Heading(kind, offset, offset + len(stripped)),)
    glued = tuple(_glued(line, offset))
    if glued:
        return glued
    inline = _INLINE.match(stripped)
    if inline and (kind := lookup(inline.group(1) + ":")) is not None and _is_heading_case(inline.group(1)):
        return (Heading(kind, offset, offset + inline.end(1) + 1),)
    return ()


def _glued(line: str, offset: int) -> list[Heading]:
    """Field headings that stand before their values on one line; only where the line begins with one of them."""
    found = list(_GLUED.finditer(line))
    if not found or found[0].start() != offset:
        return []
    return [Heading(LEXICON[match.group(1)], match.start(), _past_colon(line, match.end())) for match in found]


def _past_colon(line: str, end: int) -> int:
    colon = re.compile(r"\s*:").match(line, end)
    return colon.end() if colon else end


def _is_title_case(line: str) -> bool:
    words = [word for word in re.findall(r"[A-Za-z]+", line) if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words) and not line.rstrip().endswith((".", ";", ","))


def _is_heading_case(words: str) -> bool:
    return is_capitals(words) or _is_title_case(words)
