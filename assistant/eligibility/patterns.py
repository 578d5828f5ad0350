"""How the tables of phrases are written: a blank stands for any run of white space, `'` for any apostrophe."""

from __future__ import annotations

import re

_PART = re.compile(r"(?P<kept>\\.|\[(?!- \])(?:\\.|[^\]\\])+\])|\[- \]| [*?]| |'")
_MEANS = {"[- ]": r"[-\s]", " *": r"\s*", " ?": r"\s*", " ": r"\s+", "'": "['’‘´`]"}


def phrase(pattern: str) -> str:
    """The regular expression of a phrase: hard wraps, double blanks and curly apostrophes match as plain ones do.

    What stands in square brackets keeps its meaning, but for `[- ]`: a hyphen or a blank.
    """
    return _PART.sub(lambda part: part["kept"] or _MEANS[part.group()], pattern)


def compiled(pattern: str) -> re.Pattern[str]:
    """A phrase, compiled, in any letter case."""
    return re.compile(phrase(pattern), re.IGNORECASE)
