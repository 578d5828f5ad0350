"""Lines that stand over others: what they say of the items under them."""

from __future__ import annotations

import re
from enum import Enum, auto

from assistant.eligibility.patterns import compiled

_OF_THEM = (
    r"(?: of the following)?(?: (?:minimum )?(?:qualifications|requirements|combinations|options|"
    r"alternatives|criteria))?"
)
_HAVING = r"(?:(?:must )?(?:have|possess|meet)s? )?"
_ANY = compiled(rf"^{_HAVING}(?:(?:any|either|at least)? ?one(?: ?\(1\))?(?: or more)?|any|either){_OF_THEM}\W*$")
_ALL = compiled(
    rf"^{_HAVING}(?:(?:all|both)(?: of)?(?: the following)?|the following)(?: requirements| qualifications)?\W*$"
)
_LABEL = compiled(
    r"^(?:(?:general|special) experience|education(?: and experience)?|experience(?: and (?:training|education))?|"
    r"licen[sc](?:es?|ure)(?: (?:and|or) certifi(?:cations|cates))?|certifications?|training|required|requirements?|"
    r"(?:minimum )?qualifications|substitutions?(?: allowed)?)\W*$"
)
_INLINE_LABEL = compiled(
    r"^(?:(?:general|special) experience|education|experience|licen[sc]e|licensure|certification|training|"
    r"minimum qualifications|substitutions? allowed|notes?) ?[:–—] (?=\S)"
)
_ALTERNATIVE = re.compile(r"^(either|or)\s+(?:[IVX]{1,4}|\d)\W*$", re.IGNORECASE)
_ASSIGNMENT = re.compile(
    r"^(?!IN (?:LIEU|ADDITION|ORDER|ALL|EITHER|THIS|THESE|ANY)\b|FOR (?:ALL|STATE|EXAMPLE|"
    r"THIS|THESE|EACH|EVERY|ANY|THE CLASS)\b|"
    r"AT (?:LEAST|THE TIME|HIRE|APPOINTMENT)\b)"
    r"(?:AT|FOR|IN|WITHIN|For positions? (?:in|at|with)|Positions? (?:in|at))\s+[^.;]{2,70}:?$"
)


class Stem(Enum):
    """What a line says of the items under it.

    `label` nothing ("EDUCATION:"), `any_of` and `all_of` how they go together, `either` and `further` that they are
    the first or another alternative ("Either I", "Or II"), `assignment` that they are for one assignment ("AT A
    TROOP:"), `heading` something unknown ("TYPING:"), `carried` that each of them goes on in its sentence.
    """

    LABEL = auto()
    ANY_OF = auto()
    ALL_OF = auto()
    EITHER = auto()
    FURTHER = auto()
    ASSIGNMENT = auto()
    HEADING = auto()
    CARRIED = auto()


def stem_of(words: str) -> Stem:
    """What a line says of the items under it."""
    if _LABEL.match(words):
        return Stem.LABEL
    alternative = _ALTERNATIVE.match(words)
    if alternative:
        return Stem.FURTHER if alternative.group(1).lower() == "or" else Stem.EITHER
    if _ANY.match(words):
        return Stem.ANY_OF
    if _ALL.match(words):
        return Stem.ALL_OF
    if _ASSIGNMENT.match(words):
        return Stem.ASSIGNMENT
    return Stem.HEADING if words.isupper() else Stem.CARRIED


def label_length(words: str) -> int:
    """The length of the label that a line begins with ("Special Experience: Two years ..."), 0 without one."""
    label = _INLINE_LABEL.match(words)
    return label.end() if label else 0
