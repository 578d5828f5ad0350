"""A claim that the text does not speak of something: a checked fact, said as one, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.proof.binding import telling
from assistant.proof.lexicon import Kind
from assistant.proof.reading import read
from assistant.proof.tokens import spaced
from corpus.model import Spec

ALIKE: tuple[tuple[str, ...], ...] = (
    ("telework", "telecommuting", "remote work", "working remotely", "work from home", "working from home"),
    ("driver's license", "driving licence", "motor vehicle operator's license", "driver's permit"),
    ("background check", "background investigation", "background screening", "criminal record"),
    ("vacation", "paid leave", "annual leave", "holidays"),
    ("exam", "examination", "test"),
    ("GED", "General Equivalency Diploma", "high school equivalency"),
    ("bachelor's degree", "baccalaureate", "undergraduate degree"),
    ("doctorate", "doctoral degree", "Ph.D."),
    ("overtime", "extra hours"),
    ("union", "bargaining unit"),
    ("salary", "pay", "wage", "compensation"),
    ("drug test", "drug screening"),
    ("lifting", "lift"),
)
"""Wordings of the same thing: one of them is absent only where all are."""


@dataclass(frozen=True)
class Absence:
    """A checked fact: no clause or heading of this revision speaks of these words."""

    spec: Spec
    words: tuple[str, ...]


def check_absence(spec: Spec, *words: str) -> Absence | None:
    """The fact that no clause speaks of these words or of what is called alike; None where one does."""
    return None if any(present(spec, word) for word in words) else Absence(spec, words)


def present(spec: Spec, phrase: str) -> bool:
    """Whether a clause or heading has the phrase, all the stems of its telling words, or a wording like it."""
    return any(_stands(spec, one) for one in _alike(phrase))


def _alike(phrase: str) -> Iterator[str]:
    yield phrase
    keys = _keys(phrase)
    for line in ALIKE:
        if any(keys == _keys(one) for one in line):
            yield from line


def _keys(phrase: str) -> frozenset[str]:
    tokens = [token for token in read(phrase).tokens if token.kind not in (Kind.SOFT, Kind.STOP)]
    telling_ones = frozenset(token.key for token in tokens if token.kind is not Kind.WORD or telling(token.text))
    return telling_ones or frozenset(token.key for token in tokens)


def _stands(spec: Spec, phrase: str) -> bool:
    plain = " ".join(spaced(spec.text).lower().split())
    if re.search(rf"\b{re.escape(spaced(phrase).lower().strip())}", plain):
        return True
    keys = _keys(phrase)
    return bool(keys) and any(keys <= read(text).keys for text in _passages(spec))


def _passages(spec: Spec) -> Iterator[str]:
    yield from (spec.reading(clause) for clause in spec.clauses)
    yield from (section.label(spec.text) for section in spec.sections if section.heading)


_SAYS = r"(?:mentions?|says?|said|states?|lists?|contains?|address(?:es)?|specif(?:y|ies)|refers?|speaks?|describes?|includes?|covers?|discuss(?:es)?|names?|gives?|provides?|has|have|find|found|mentioned|stated|listed|addressed|specified|described|included|covered)"
_FORMS = re.compile(
    rf"\b(?:not|n't|never|no|nothing|nowhere|neither|without)\b(?: \w+){{0,4}}? ?{_SAYS}\b|\b{_SAYS} (?:\w+ )?(?:no|nothing|none|neither)\b"
    r"|\bthere (?:is|are) (?:no|nothing|n't any)\b(?: \w+){0,4}? (?:about|on|of|regarding|for|section|mention|information|statement|in)\b|\bsilent (?:on|about)\b",
    re.IGNORECASE,
)  # fmt: skip
_RULES = re.compile(
    r"\b(?:require\w*|need(?:s|ed)?|necessary|must|mandatory|allow\w*|permit\w*|offer\w*|eligible|qualif\w+|may|can|could|should|entitled|waived?)\b",
    re.IGNORECASE,
)
_SPOKEN_OF = frozenset(
    """specification spec text document class section sections whole entire clause clauses anything anywhere about regarding concerning
    mention mentions mentioned information silent statement statements such provision provisions word words current revision
    searched address addresses addressed discuss discusses refer refers reference references topic subject question""".split()
)


def absence(text: str, absent: tuple[str, ...], spec: Spec) -> Iterator[str]:
    """Why a claim of absence is not a checked fact said as one; nothing if it is."""
    for word in absent:
        if present(spec, word):
            yield f"{word!r} does stand in the specification"
    said = spaced(text)
    if not _FORMS.search(said):
        yield "it cites an absence, but does not say that the text says nothing of it"
    bare = said
    for word in sorted(absent, key=len, reverse=True):
        bare = re.sub(rf"\b{re.escape(spaced(word))}\w*", " ", bare, flags=re.IGNORECASE)
    if rule := _RULES.search(bare):
        yield f"{rule.group()!r} makes a rule of what the text leaves unsaid"
    known = frozenset(key for word in absent for key in _keys(word)) | read(f"{spec.title}; {spec.class_code}").keys
    more = [
        token.text
        for token in read(text).tokens
        if token.kind in (Kind.WORD, Kind.CODE, Kind.NUMBER, Kind.UNIT)
        and token.key not in known
        and (token.kind is not Kind.WORD or telling(token.text))
        and token.text not in _SPOKEN_OF
    ]
    if more:
        yield f"{', '.join(dict.fromkeys(more))!r} is not among the words that were looked for"
