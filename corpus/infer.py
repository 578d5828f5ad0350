"""Sections of a text whose headings were stripped: told by how its sentences are written.

The cues are the standing phrases of the Connecticut format (SPEC-LANGUAGE.md §1 and §3). A line without a cue goes
on with the section before it.
"""

from __future__ import annotations

import re

from corpus.model import SectionKind as K

CUES: tuple[tuple[K, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(expression, re.IGNORECASE))
    for kind, expression in (
        (K.CLASS_DATES, r"^CLASS:\s"),
        (K.ACKNOWLEDGEMENT, r"^As defined by Sec"),
        (K.CANCELLATION, r"replaces the existing specification|sample specification"),
        (K.SUBSTITUTIONS, r"may (?:be )?substitute[d]?\b"),
        (K.SPECIAL_EXPERIENCE, r"of the General Experience must have"),
        (
            K.GENERAL_EXPERIENCE,
            r"^(?:-\s*)?(?:an? )?[\w-]+ \(\d+\) years?['’]? (?:of )?.*experience|^(?:-\s*)?an earned .*degree",
        ),
        (K.NOTE, r"for state employees|is defined as"),
        (K.SPECIAL_REQUIREMENTS, r"incumbents in this class (?:may be required|must)|^must (?:possess|hold|obtain)"),
        (K.PHYSICAL_REQUIREMENTS, r"general good health|physical(?:ly)? (?:stamina|strength|agility)"),
        (K.WORKING_CONDITIONS, r"may be (?:exposed|required to work)|exposure to|exposed to"),
        (K.KNOWLEDGE, r"^(?:-\s*)?(?:considerable|some|thorough|working)?\s*(?:knowledge of|ability to|skills? in)\b"),
        (K.SUPERVISION_RECEIVED, r"^(?:works|receives) .*(?:supervision|direction|guidance)|^receives "),
        (K.SUPERVISION_EXERCISED, r"^(?:supervises|directs all|may (?:lead|supervise))|directs all staff"),
        (K.PURPOSE, r"this class is accountable for|is accountable for"),
        (K.BARGAINING_UNIT, r"^\(\d{2}\)\s*-\s*[A-Z]{3}"),
        (K.OCCUPATIONAL_GROUP, r"^\(\d{2}\)\s*-\s*[A-Z][a-z]"),
        (K.EEO, r"^\(\d\)\s*-"),
        (K.DESIGNATION, r"^(?:unclassified|classified\b)"),
        (K.SALARY, r"^[A-Z]{2} \d{2}$"),
        (K.DUTIES, r"performs related duties|^(?:-\s*)[A-Z][a-z]+s\b"),
    )
)


def infer(line: str) -> K | None:
    """The kind of section that a line by itself shows, or None."""
    stripped = line.strip()
    return next((kind for kind, cue in CUES if cue.search(stripped)), None)
