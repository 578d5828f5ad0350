"""Job titles that a question names and that no class here has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.words import DOMAIN_STOP, STOP, tokens
from corpus.model import Spec

_TITLED = re.compile(
    r"\b(?:what (?:does|do|would|will|is) (?:an? )|(?:duties|responsibilities|tasks|requirements?|qualifications?|mqs?|salary|salary group|"
    r"pay|purpose|supervision|knowledge|job) (?:of|for|as) (?:an? |the )?(?:class of |job of |position of )?|become (?:an? )|qualify as (?:an? ))"
    r"(?P<title>[A-Za-z][A-Za-z/-]*(?: [A-Za-z/-]+){0,4}?)(?: [1-5IV]{1,3})?(?= (?:do|does|need|needs|make|earn|get|have|be|require|requires|supervise)\b|\W*$)",
    re.IGNORECASE,
)
_TITLED_NEXT = re.compile(
    r"^\W*(?:(?:and|but|so|also|then|ok)\b\W*)*(?:(?:(?:what|how) about|(?:the )?same)\s+)?(?:(?:for|about|as)\s+(?:an?|the)|an?)\s+(?P<title>[A-Za-z][A-Za-z/-]*(?: [A-Za-z/-]+){0,3}?)(?: [1-5IV]{1,3})?\W*$",
    re.IGNORECASE,
)
"""A follow-up that asks the same about another class ("and for a veterinarian?")."""
_OCCUPATION = re.compile(
    r"(?:[a-z]{2,}(?:er|or|ist|ant|ian|yst|eer|ician)|clerk|nurse|cook|chef|aide|guard|agent|attorney|trainee|apprentice|pilot|"
    r"mechanic|analyst|assistant|deputy|scientist|judge|warden|sergeant|lieutenant|captain|surgeon)s?$",
    re.IGNORECASE,
)
_NO_TITLE = frozenset(
    """supervisor manager officer superior owner number matter letter order paper career master doctor folder chapter computer
    weather summer winter power water calculator elevator motor error color floor door tower offer answer other semester center
    december september october november timer printer bachelor minor major senior junior quarter member newcomer beginner
    partner ever never after under over per former factor sector labor prior superior""".split()
)


def title_named(plain: str, *, goes_on: bool) -> re.Match[str] | None:
    """Where the question names a job by its title (the group `title`); `goes_on`: it follows others, which it may continue."""
    return _TITLED.search(plain) or (_TITLED_NEXT.search(plain) if goes_on else None)


def foreign_title(plain: str, spec: Spec | None, entries: Sequence[object], *, goes_on: bool) -> str:
    """A job title that the question names and that neither a class here nor the class's own text knows."""
    found = title_named(plain, goes_on=goes_on)
    if not found:
        return ""
    head = found["title"].split()[-1].lower()
    if head in _NO_TITLE or head in STOP or head in DOMAIN_STOP or not _OCCUPATION.search(head):
        return ""
    known = set(tokens(spec.text)) if spec else set()
    known |= {word for entry in entries for word in tokens(str(getattr(entry, "title", "")))}
    forms = {head, f"{head}s", head.removesuffix("s")}
    return "" if forms & known else found["title"].title()
