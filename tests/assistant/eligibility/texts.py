"""Specifications around the minimum qualifications that a test is about."""

from __future__ import annotations

from corpus.model import Spec
from corpus.parse import parse

HEADINGS = {
    "plain": "MINIMUM QUALIFICATIONS",
    "general": "MINIMUM QUALIFICATIONS - GENERAL EXPERIENCE",
    "special": "MINIMUM QUALIFICATIONS - SPECIAL EXPERIENCE",
    "substitutions": "MINIMUM QUALIFICATIONS - SUBSTITUTIONS ALLOWED",
    "requirements": "SPECIAL REQUIREMENTS",
}
NOTED = "Two (2) years of the General Experience must have been in a managerial capacity."
"""The special experience that a note under test stands under."""


def spec_of(**sections: str) -> Spec:
    """A specification with these texts under the named headings, in the order of the arguments."""
    parts = ["PURPOSE OF JOB CLASS (NATURE OF WORK)\nIn a state agency this class is accountable for work."]
    for name, text in sections.items():
        if name == "note":
            parts.append(f"{HEADINGS['special']}\n{NOTED}\nNOTE:\n{text}")
        else:
            parts.append(f"{HEADINGS[name]}\n{text}")
    parts.append("JOB CLASS DESIGNATION\nUnclassified\n")
    return parse("\n".join(parts), "9999ZZ")
