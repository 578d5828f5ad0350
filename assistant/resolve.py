"""Which class a question speaks of: its code, its title (whole, or the part that tells classes apart), the
conversation's class, or the only one there is. Several that fit equally are a matter for the asker."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from rapidfuzz import fuzz

from assistant.words import DOMAIN_STOP, STOP, english_words, stem, tokens
from corpus.fields import CODE
from corpus.model import Spec


class ClassEntry(Protocol):
    """What resolution needs to know of a class."""

    @property
    def class_code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def classes(self) -> Sequence[tuple[str, str]]: ...


class Library(Protocol):
    """Where the classes and their specifications are looked up."""

    def entries(self) -> Sequence[ClassEntry]: ...
    def spec(self, class_code: str, revision: str | None = None) -> Spec: ...


@dataclass(frozen=True, slots=True)
class Resolution:
    """The classes that a question names, best first, and the words that named them.

    `codes` empty: it names none. One: that is the class. Several: all fit equally well (`several` is a comparison
    where the question names each of them by itself). `whole`: a code or a full title is named, not a part of one;
    `by_code`: a code.
    `unknown` is a class code that the catalogue does not hold.
    """

    codes: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    each_named: bool = False
    whole: bool = False
    unknown: str | None = None
    by_code: bool = False


_CODE = re.compile(rf"(?<![\w.$#-]){CODE}(?![\w-]|\.\d)")
_CT_CODE = re.compile(r"(?<!\w)\d{4}[A-Za-z][A-Za-z0-9](?!\w)")
_HOURS = re.compile(
    r"\b(\d{2})(?=[ -]?(?:hour|hr)s?\b|\s*(?:-|/|,|and|or|to|vs\.?|versus)\s*\d{2}[ -]?(?:hour|hr)s?\b)", re.IGNORECASE
)
_SMALL = frozenset({"of", "the", "and", "for", "to", "in", "a", "an", "department", "state", "division"})
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_PRONOUN = re.compile(
    rf"(?:^\W*|[.,;:?!–—-]\s*|\b(?:{'|'.join(map(re.escape, sorted(STOP)))})\s+)I\b(?!\s*$)|\bI(?=['’]|\s+(?:am|have|had|was|need|want|would|could|can|will|worked|hold|qualify|meet|also|only|just)\b)",
    re.IGNORECASE,
)
"""The word "I", which is no numeral in "do I qualify as a secretary"."""
_MIN_PART = 0.5
_LONG = 5
"""Letters that a word has at least to be taken for a misspelled one."""
_MAX_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Named:
    """A class's title: its words (stems), its level ("2"), the words of its remarks in brackets, and how it is spoken."""

    code: str
    words: tuple[str, ...]
    number: str
    remarks: frozenset[str]
    spoken: str


def resolve(question: str, entries: Sequence[ClassEntry]) -> Resolution:
    """The classes that the question names by code or title."""
    known = _known(_Same(entries))
    by_code = known.by_code
    named = [by_code[match.group().upper()] for match in _CODE.finditer(question) if match.group().upper() in by_code]
    named += [by_code[word.upper()] for word in re.findall(r"[\w.~-]+", question) if word.upper() in by_code]
    if named:
        codes = tuple(dict.fromkeys(named))
        return Resolution(
            codes, frozenset(code.lower() for code in codes), each_named=len(codes) > 1, whole=True, by_code=True
        )
    unknown = _CT_CODE.search(question)
    if unknown:
        return Resolution(unknown=unknown.group().upper())
    return _by_title(_without_pronoun(question), known)


def _without_pronoun(question: str) -> str:
    return _PRONOUN.sub(lambda found: found.group().rstrip("iI"), question)


@dataclass(frozen=True, slots=True)
class _Known:
    """How the classes of one library are called: by code, by title, which titles have a word, and which longer words
    of titles begin with a letter."""

    by_code: Mapping[str, str]
    titles: tuple[Named, ...]
    rarity: Mapping[str, float]
    having: Mapping[str, Sequence[int]]
    by_letter: Mapping[str, Sequence[str]]


class _Same:
    """Entries that are the same only if they are the same object: comparing a thousand would take longer than reading."""

    def __init__(self, entries: Sequence[ClassEntry]) -> None:
        self.entries = entries

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.entries is other.entries

    def __hash__(self) -> int:
        return id(self.entries)


@lru_cache(maxsize=8)
def _known(same: _Same) -> _Known:
    by_code = {code.upper(): entry.class_code for entry in same.entries for code, _ in entry.classes}
    by_code |= {entry.class_code.upper(): entry.class_code for entry in same.entries}
    titled = dict.fromkeys(pair for entry in same.entries for pair in _titled(entry))
    titles = tuple(_title(code, title) for code, title in titled)
    counts = Counter(word for title in titles for word in set(title.words))
    having: dict[str, list[int]] = {}
    for place, title in enumerate(titles):
        for word in title.words:
            having.setdefault(word, []).append(place)
    rarity = {word: math.log(1 + len(titles) / count) for word, count in counts.items()}
    by_letter: dict[str, list[str]] = {}
    for word in having:
        if len(word) >= _LONG:
            by_letter.setdefault(word[0], []).append(word)
    return _Known(by_code, titles, rarity, having, by_letter)


def _titled(entry: ClassEntry) -> list[tuple[str, str]]:
    """The class's title and those of the classes that its text specifies beside it, each with the class's code."""
    beside = [(entry.class_code, title) for _, title in entry.classes if title != entry.title]
    return [(entry.class_code, entry.title), *beside]


def _by_title(question: str, known: _Known) -> Resolution:
    asked, slips = _words_of(question), _slips(question)
    titles, rarity = known.titles, known.rarity
    phrase = _phrase(question)
    said_words = {word for word in _said(known, asked, slips) if word not in _SMALL}
    scored = []
    for place in sorted({place for word in said_words for place in known.having[word]}):
        title = titles[place]
        core = [word for word in title.words if word not in _SMALL]
        hit = [word for word in core if word in said_words]
        telling = [word for word in core if word not in EVERYDAY]
        share = sum(word in said_words for word in telling) / len(telling) if telling else len(hit) / len(core)
        whole = len(hit) == len(core) and (not title.number or title.spoken in phrase)
        if whole or (share >= _MIN_PART and _is_telling(hit, rarity, len(titles))):
            weight = sum(rarity[word] for word in hit) * (1.0 if whole else share)
            said = 2.0 if title.spoken in phrase else 0.0
            scored.append((whole, weight + said + _remarks_said(title, question), title, frozenset(hit)))
    if not scored:
        return Resolution()
    each = _each_named(scored, question)
    if len(each) > 1:
        return Resolution(each, frozenset(word for *_, hit in scored for word in hit), each_named=True, whole=True)
    whole, weight = max((whole, weight) for whole, weight, *_ in scored)
    best = [(title, hit) for full, value, title, hit in scored if full == whole and math.isclose(value, weight)]
    words = frozenset().union(*(hit | title.remarks for title, hit in best))
    codes = tuple(dict.fromkeys(title.code for title, _ in best))
    return Resolution(codes[:_MAX_CHOICES], words, whole=whole)


def _each_named(scored: list[tuple[bool, float, Named, frozenset[str]]], question: str) -> tuple[str, ...]:
    """Titles that are each named in full ("Accounts Examiner 1 vs 2 vs 3"): for questions that set classes side by side."""
    levels = {word for word in _words_of(question) if word.isdigit()}
    core = {title.code: {word for word in title.words if word not in _SMALL} for _, _, title, _ in scored}
    whole = [(title, hit) for _, _, title, hit in scored if core[title.code] <= hit | levels]
    if len(whole) < 2 or not COMPARES.search(question):
        return ()
    kept = [title for title, hit in whole if not any(hit < other for _, other in whole)]
    exact = [title for title in kept if not title.number or title.number in levels]
    hours = {match.group(1) for match in _HOURS.finditer(question)}
    told = [title for title in exact if not hours or not title.remarks & {"35", "40", *hours} or title.remarks & hours]
    return tuple(dict.fromkeys(title.code for title in told))


COMPARES = re.compile(
    r"\b(?:compare[ds]?|comparison|differ(?:s|ence|ences|ent)?|versus|vs\.?|better|higher|lower|between|than|both|same as|and)\b",
    re.IGNORECASE,
)
"""Words by which a question sets classes side by side."""


def _is_telling(hit: list[str], rarity: Mapping[str, float], count: int) -> bool:
    """Whether the words found could only be meant as a title: not all of them are everyday words."""
    telling = [word for word in hit if word not in STOP and word not in DOMAIN_STOP and word not in EVERYDAY]
    return bool(telling) and (count < 2 or max(rarity[word] for word in telling) > 0.3)


EVERYDAY = frozenset(
    stem(word)
    for word in """administrative services service manager management general special public training education
    educational supervisor supervisory managerial program assistant technical professional operations office data
    health safety support field staff system career research planning information human school state 1 2 3 4""".split()
)
"""Words of many titles, which also stand in questions that name no class."""


def _remarks_said(title: Named, question: str) -> float:
    """How much of a title's remarks ("35 Hour", "Housing Appeals") the question says: they tell equal titles apart."""
    hours = {match.group(1) for match in _HOURS.finditer(question)}
    words = _words_of(question)
    told = [
        word for word in title.remarks if word in hours or (word in words and not word.isdigit() and word != "hour")
    ]
    return 0.5 * len(told)


def _said(known: _Known, asked: frozenset[str], slips: frozenset[str]) -> set[str]:
    """The titles' words that are said, or are near a word that is no English one ("training" is no slip for
    "trainee")."""
    near = {
        word
        for slip in slips
        for word in known.by_letter.get(slip[0], ())
        if abs(len(slip) - len(word)) <= 2 and fuzz.ratio(slip, word) >= 86
    }
    return near | (asked & known.having.keys())


@lru_cache(maxsize=256)
def _slips(question: str) -> frozenset[str]:
    """The longer words that are not rightly spelled English, with their stems."""
    words = {part for word in tokens(question) for part in re.split(r"[/-]", word)} - english_words()
    return frozenset(word for word in words | {stem(word) for word in words} if len(word) >= _LONG)


@lru_cache(maxsize=256)
def _words_of(question: str) -> frozenset[str]:
    words = {part for word in tokens(question) for part in re.split(r"[/-]", word)}
    return frozenset(word for word in words | set(stems_of(question)) if word)


def _title(code: str, title: str) -> Named:
    """The words that name the class: remarks like "(35 Hour)" tell equal titles apart and need not be said."""
    bare = re.sub(r"\([^)]*\)", " ", title) if re.search(r"\w\s*\(", title) else title
    remarks = " ".join(re.findall(r"\(([^)]*)\)", title))
    bare = re.sub(r"^department of .*? (?=chief|director|manager|supervisor)", "", bare, flags=re.IGNORECASE)
    words = stems_of(bare)
    number = words[-1] if words and words[-1].isdigit() else ""
    return Named(code, tuple(dict.fromkeys(words)), number, frozenset(stems_of(remarks)), f" {' '.join(words)} ")


def stems_of(text: str) -> list[str]:
    """The stems of a title or question, words with a dash or a stroke taken apart, Roman numerals as digits."""
    words: list[str] = []
    for word in tokens(text):
        words.extend(_ROMAN.get(part, stem(part)) for part in re.split(r"[/-]", word) if part)
    return words


def _phrase(question: str) -> str:
    """The question's stems in order, to find a title spoken as one phrase."""
    return f" {' '.join(stems_of(question))} "


def names_of(entries: Sequence[ClassEntry]) -> tuple[Named, ...]:
    """The titles of all classes, with those that a text specifies beside its own."""
    return _known(_Same(entries)).titles


def sibling_named(question: str, class_code: str, entries: Sequence[ClassEntry]) -> str | None:
    """The one class that shares its title with the given one but for the level or remark that the question says
    ("and the 40 hour one?"); None where it says none, or several fit."""
    titles = names_of(entries)
    own = next((title for title in titles if title.code == class_code), None)
    if own is None:
        return None
    family = [word for word in own.words if not word.isdigit()]
    question = _without_pronoun(question)
    said = _words_of(question) | {match.group(1) for match in _HOURS.finditer(question)}
    fit = {
        title.code
        for title in titles
        if title.code != class_code
        and [word for word in title.words if not word.isdigit()] == family
        and ((title.number and title.number in said) or (title.remarks - own.remarks) & said)
    }
    return fit.pop() if len(fit) == 1 else None
