"""Whether what an applicant holds is what a text names: degrees by level and field, credentials by their name.

Words decide only where they are the same. Words that overlap, and texts that say "related", leave it to a person:
no name is ever refused because it was written differently, except where nothing in it is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]

from assistant.eligibility.kleene import NO, REVIEW, YES, Truth
from assistant.eligibility.rules import Degree

_WORD = re.compile(r"[a-z]+(?:'s)?|\d+")
_DOTTED = re.compile(r"\b(?:[A-Za-z]{1,3}\.){2,}|\b(?:Ph|Ed|Psy|Sc|Th)\.?\s?D\b\.?")
_ALIAS = re.compile(r"\(([^()]*)\)")

_STOP_WORDS = """
    a an and any as at by for from has have holder in is its of on or the their to with field fields area areas degree
    study studies major concentration
"""
_GENERIC_WORDS = """
    certificate certification certified certificated cert license licence licensed licensure licenses diploma valid
    current active appropriate proper possession permit registration program programme completion completed successful
    successfully issued state connecticut ct board endorsement possess hold holds
"""
_STOP = frozenset(_STOP_WORDS.split())
_GENERIC = frozenset(_GENERIC_WORDS.split())
_RELATED = re.compile(r"\b(?:related|similar|comparable|equivalent|allied|relevant|appropriate|other)\b", re.I)
_VAGUE = re.compile(r"\b(?:appropriate|proper|pursuant|required|applicable|acceptable|approved|section)\b", re.I)
_REFERRING = frozenset(
    """appropriate proper pursuant required applicable acceptable approved section sections subsection chapter general
    statute statutes law laws regulation regulations""".split()
)

_SAME: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words), one)
    for words, one in (
        (
            r"\b(?:driver'?s?|drivers'|driving|motor vehicle operator'?s?|operator'?s) licen[sc]e\b",
            "motor vehicle operator license",
        ),
        (r"\bmotor vehicle licen[sc]e\b", "motor vehicle operator license"),
        (r"\bcdl\b", "commercial motor vehicle operator license"),
        (r"\bcommercial driver'?s\b", "commercial motor vehicle operator"),
        (r"\brn\b", "registered nurse"),
        (r"\blpn\b", "licensed practical nurse"),
        (r"\baprn\b", "advanced practice registered nurse"),
        (r"\bcpa\b", "certified public accountant"),
        (r"\bcia\b", "certified internal auditor"),
        (r"\bcfe\b", "certified fraud examiner"),
        (r"\bpe\b", "professional engineer"),
        (r"\bcpr\b|\bcardio-?\s?pulmonary resuscitation\b", "cardiopulmonary resuscitation"),
        (r"\bacls\b", "advanced cardiac life support"),
        (r"\bemt\b", "emergency medical technician"),
        (r"\bged\b|\b(?:general|high school) equivalency(?: diploma)?\b", "general equivalency"),
        (
            r"\badmi(?:tted|ssion) to (?:practice law|the (?:practice of law|bar))\b"
            r"|\bbar (?:admission|membership|license)\b|\b(?:member of the|passed the) bar\b|\blaw license\b",
            "admission bar law",
        ),
    )
)
"""Well-known credentials that go by two names, in lower case."""

LEVEL_WORDS: tuple[tuple[str, Degree], ...] = (
    (r"high school|\bged\b|general equivalency|secondary school", Degree.HIGH_SCHOOL),
    (
        r"associate'?s?\b(?=.*\bdegree)|associate'?s\b|associate degree|associate of|^associate$|\baas\b",
        Degree.ASSOCIATE,
    ),
    (r"bachelor|baccalaureate|\bbs\b|\bba\b|\bbsn\b|\bbba\b|\bbsw\b|\bbfa\b|undergraduate degree", Degree.BACHELOR),
    (r"sixth[- ]year|6th[- ]year", Degree.SIXTH_YEAR),
    (r"juris doctor|law degree|\bjd\b|\bllb\b|\bllm\b|doctor of law", Degree.LAW),
    (r"(?<!post-)(?<!post )doctor|\bphd\b|\bedd\b|\bpsyd\b|\bdnp\b|\bscd\b|\bmd\b", Degree.DOCTORATE),
    (
        r"master'?s?\b(?=.*\b(?:degree|of|in)\b)|\bmasters\b|\bmaster's\b|^master$|\bma\b|\bms\b|\bmba\b|\bmpa\b|\bmph\b|\bmsw\b|\bmed\b|\bmat\b|\bmsn\b"
        r"|\bmfa\b|\bmls\b",
        Degree.MASTER,
    ),
)
"""How the levels are written, in lower case and without dots; the first that fits counts."""

_NAMED_FIELDS = (
    (r"\bmba\b|\bbba\b", "business administration"),
    (r"\bmpa\b", "public administration"),
    (r"\bmph\b", "public health"),
    (r"\bmsw\b|\bbsw\b", "social work"),
    (r"\bmed\b|\bmat\b|\bedd\b", "education"),
    (r"\bmsn\b|\bbsn\b|\bdnp\b", "nursing"),
    (r"\bmls\b", "library science"),
    (r"\bpsyd\b", "psychology"),
    (r"\bjd\b|law degree|juris doctor", "law"),
)

_SATISFIES: dict[Degree, tuple[frozenset[str], frozenset[str]]] = {
    Degree.HIGH_SCHOOL: (
        frozenset({"high_school", "associate", "bachelor", "master", "sixth_year", "law", "doctorate"}),
        frozenset(),
    ),
    Degree.ASSOCIATE: (frozenset({"associate", "bachelor", "master", "sixth_year", "law", "doctorate"}), frozenset()),
    Degree.BACHELOR: (frozenset({"bachelor", "master", "sixth_year", "law", "doctorate"}), frozenset()),
    Degree.ADVANCED: (frozenset({"master", "sixth_year", "law", "doctorate"}), frozenset()),
    Degree.MASTER: (frozenset({"master", "sixth_year", "doctorate"}), frozenset({"law"})),
    Degree.SIXTH_YEAR: (frozenset({"sixth_year"}), frozenset({"doctorate"})),
    Degree.LAW: (frozenset({"law"}), frozenset()),
    Degree.DOCTORATE: (frozenset({"doctorate"}), frozenset({"law"})),
}
"""Degree asked for: the levels held that satisfy it, and those of which a person must say whether they do."""


def level_truth(asked: Degree, held: str) -> Truth:
    """Whether a degree of level `held` is at least the degree asked for."""
    satisfied, judged = _SATISFIES[asked]
    return YES if held in satisfied else REVIEW if held in judged else NO


@lru_cache(maxsize=4096)
def stems(text: str, generic: frozenset[str] = frozenset()) -> frozenset[str]:
    """The stems of the words that carry meaning, numbers as they stand; dotted abbreviations are one word."""
    plain = undotted(text).lower().replace("’", "'")
    for same, one in _SAME:
        plain = same.sub(one, plain)
    words = (word.removesuffix("'s") for word in _WORD.findall(plain))
    return frozenset(
        word if word.isdigit() else _stem(word) for word in words if word not in _STOP and word not in generic
    )


def undotted(text: str) -> str:
    """The text with "Ed.D." written as "EdD"."""
    return _DOTTED.sub(lambda found: found[0].replace(".", "").replace(" ", "") + " ", text)


@lru_cache(maxsize=4096)
def parse_degree(text: str) -> tuple[Degree, str | None] | None:
    """The level and field of a degree named in words ("Sixth Year Diploma in Educational Leadership"), if it is one."""
    plain = undotted(text).lower().replace("’", "'")
    level = next((degree for words, degree in LEVEL_WORDS if re.search(words, plain)), None)
    if level is None:
        return None
    stated = re.search(r"\b(?:in|of)\s+(?!arts\b|science\b(?!s)|philosophy\b|the\b)([a-z][a-z ,&'-]+)", plain)
    if stated:
        return level, stated[1].strip()
    return level, next((field for words, field in _NAMED_FIELDS if re.search(words, plain)), None)


@lru_cache(maxsize=8192)
def field_truth(asked: tuple[str, ...], held: str) -> Truth:
    """Whether the field `held` is one of the fields asked for; a person's judgement where the words only overlap."""
    mine = stems(held)
    found: Truth = NO
    for field in asked:
        wanted = stems(field)
        if wanted and wanted <= mine:
            return YES
        if _RELATED.search(field) or wanted & mine:
            found = REVIEW
    return found


@dataclass(frozen=True, slots=True)
class Named:
    """One way in which a text names a credential: the stems that must occur, and the degree if it is one."""

    stems: frozenset[str]
    degree: tuple[Degree, str | None] | None


@lru_cache(maxsize=4096)
def ways(name: str) -> tuple[Named, ...]:
    """The ways in which a credential is named: "092 certificate (Intermediate Administrator)" has two."""
    parts = [_ALIAS.sub(" ", name), *_ALIAS.findall(name)]
    found = (Named(stems(part, _GENERIC), parse_degree(part)) for part in parts)
    return tuple(way for way in found if way.stems or way.degree)


@lru_cache(maxsize=8192)
def credential_truth(asked: tuple[str, ...], held: str) -> Truth:
    """Whether the credential `held` is one of those asked for, by name; for a person where words only overlap."""
    mine = stems(held, _GENERIC)
    found: Truth = NO
    for name in asked:
        for way in ways(name):
            if way.stems and way.stems <= mine:
                return YES
            if _half_alike(way.stems, mine) or _initials(name) & mine or _initials(held) & way.stems:
                found = REVIEW
        if mine and _says_nothing(name):
            found = REVIEW
    return found


def _half_alike(asked: frozenset[str], held: frozenset[str]) -> bool:
    """Whether at least half of the words asked for are held, or all words held are asked for."""
    return bool(asked & held) and (2 * len(asked & held) >= len(asked) or held <= asked)


@lru_cache(maxsize=4096)
def _says_nothing(name: str) -> bool:
    """Whether a name only refers elsewhere ("proper certification pursuant to Section 10-157")."""
    return bool(_VAGUE.search(name)) and not any(
        stems(word, _GENERIC) for word in _WORD.findall(name.lower()) if not word.isdigit() and word not in _REFERRING
    )


@lru_cache(maxsize=4096)
def _initials(name: str) -> frozenset[str]:
    """The abbreviation that the words of the name would have, of three letters or more."""
    letters = "".join(word[0] for word in _WORD.findall(name.lower()) if word not in _STOP)
    return frozenset({letters}) if len(letters) > 2 else frozenset()


def same_class(asked: Iterable[str], held: str) -> bool:
    """Whether `held` names one of the job classes asked for, apart from articles, case and punctuation."""
    mine = _class_words(held)
    return any(_class_words(name) == mine for name in asked)


@lru_cache(maxsize=4096)
def _class_words(name: str) -> tuple[str, ...]:
    words = (word.removesuffix("'s") for word in _WORD.findall(name.lower()))
    return tuple(_stem(word) for word in words if word not in {"a", "an", "the"})


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    # A stemmer holds the word it is at, so each call has its own: several people are judged at once.
    return str(snowballstemmer.stemmer("english").stemWord(word))
