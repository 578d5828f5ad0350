"""How a turn of a conversation points at a class: by its place among those shown ("the second one"), by what tells it
from its like ("the 40-hour one"), by its title or a part of it, by its code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.foreign import foreign_title, title_named
from assistant.resolve import EVERYDAY, ClassEntry, Named, Resolution, names_of, resolve, stems_of
from assistant.understand import says_topic, speaks_of_itself
from assistant.words import mend_spelling, vocabulary
from corpus.errors import NotFound


@dataclass(frozen=True, slots=True)
class Around:
    """What a conversation has shown: the classes `offered` last, in their order, the `current` one, and those that
    were spoken of before it, the latest first. `awaits`: it has just been asked which of the offered is meant."""

    offered: tuple[str, ...] = ()
    current: str | None = None
    before: tuple[str, ...] = ()
    awaits: bool = False


def referred(phrase: str, entries: Sequence[ClassEntry], around: Around, *, surely: bool = False) -> tuple[str, ...]:
    """The classes that a phrase points at and says nothing else; several where they fit equally, none where it is
    something else. `surely`: it can hardly be a topic ("for the supervisor").

    Raises NotFound for a number that is none of the choices offered.
    """
    placed = _by_place(phrase, around)
    if placed:
        return placed
    phrase = mend_spelling(phrase, vocabulary(tuple(entry.title for entry in entries)))
    left = tuple(word for word in stems_of(_plain(phrase)) if word not in _FILLER)
    named = resolve(phrase, entries)
    if not 0 < len(left) <= _MOST_WORDS or named.unknown:
        return ()
    if named.by_code and all(word in named.words or word.upper() in named.codes for word in left):
        return named.codes
    if not surely and not around.awaits and not named.whole and _is_topic(phrase, left):
        return ()
    return _by_title(phrase, left, named, entries, around, surely=surely)


def _by_title(
    phrase: str,
    left: tuple[str, ...],
    named: Resolution,
    entries: Sequence[ClassEntry],
    around: Around,
    *,
    surely: bool,
) -> tuple[str, ...]:
    """The classes whose titles have all the words that are left: those that stand near first."""
    is_number = all(word.isdigit() or word == "hour" for word in left)
    names = names_of(entries)
    near = next((fit for codes in _near(around, names) if (fit := _fitting(left, names, codes))), ())
    if is_number and not around.awaits:
        return near if len(near) == 1 else ()
    if not near and around.awaits and phrase.strip(" .)#").isdecimal():
        raise NotFound(f"there is no choice {phrase}", mend=f"give a number from 1 to {len(around.offered)}")
    if near or is_number:
        return near
    if named.codes:
        return named.codes if named.words.issuperset(left) else ()
    return _literally(phrase, entries)


_MOST_WORDS = 9
_FILLER = frozenset(
    stem
    for word in """a an the one ones this that these those it its is was mean meant for of about with to on in by as class classes job
    jobs position positions title role spec specification please choice option number no code version instead then rather just
    and or so ok yes yeah level grade kind called named take pick choose want go say let us""".split()
    for stem in stems_of(word)
)
"""Words around a reference. "Hour" is none: it stands in remarks."""
_NUMBERS = {"forty": "40", "thirty-five": "35", "thirty five": "35", "hrs": "hour", "hr": "hour"}
_ORDINALS = {
    name: place
    for place, names in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th", "eighth 8th")
    )
    for name in names.split()
}
_PLACE = re.compile(
    rf"\W*(?:(?:the|that|option|choice|number|no\.?|class|take|pick|i mean|please|it's|its)\W+)*"
    rf"(?:(?P<ordinal>{'|'.join(_ORDINALS)}|last|final|former|latter|other)|(?P<digits>\d{{1,2}}))"
    r"(?:\W+(?:one|class|option|choice|job|position|title|of (?:them|these|those|the two)|please|then|there|on the list|in the list|listed))*\W*",
    re.IGNORECASE,
)


def _by_place(phrase: str, around: Around) -> tuple[str, ...]:
    """The class at a place among those offered; "the other one" is the one that is not spoken of."""
    found = _PLACE.fullmatch(phrase)
    if not found:
        return ()
    if found["digits"]:
        return around.offered[int(found["digits"]) - 1 :][:1] if around.awaits and int(found["digits"]) else ()
    word = found["ordinal"].lower()
    if word == "other":
        return _other(around)
    place = {"last": len(around.offered) - 1, "final": len(around.offered) - 1, "former": 0, "latter": 1}.get(
        word, _ORDINALS.get(word, -1)
    )
    if word in ("former", "latter") and len(around.offered) != 2:
        return ()
    return around.offered[place : place + 1] if 0 <= place < len(around.offered) else ()


def _other(around: Around) -> tuple[str, ...]:
    others = tuple(code for code in around.offered if code != around.current)
    if len(around.offered) == 2 and len(others) == 1:
        return others
    return around.before[:1]


def _plain(phrase: str) -> str:
    text = phrase.lower()
    for word, plain in _NUMBERS.items():
        text = re.sub(rf"\b{word}\b", plain, text)
    return re.sub(r"(?<=\d)\s*-?\s*(?:h|hours)\b", " hour", text)


def _is_topic(phrase: str, left: tuple[str, ...]) -> bool:
    """Whether the words rather ask for something than name a class: they are a topic's, or words of many titles."""
    bare = re.sub(r"^\W*(?:the|a|an|its|their)\s+", "", phrase, flags=re.IGNORECASE)
    if not any(word.isdigit() for word in left) and EVERYDAY.issuperset(left):
        return True
    return says_topic(phrase) or says_topic(bare)


def _near(around: Around, names: Sequence[Named]) -> Iterator[tuple[str, ...]]:
    """The classes that a short word can mean, in the order in which they come to mind: those just offered; else those of
    the current one's series, those shown last, those with a title like it, those spoken of before."""
    if around.awaits:
        yield around.offered
        return
    own = [name for name in names if name.code == around.current]
    for share in (1.0, 0.5):
        yield tuple(name.code for name in names if any(_shared(name, mine) >= share for mine in own))
        yield around.offered
    yield around.before


def _shared(one: Named, other: Named) -> float:
    """How much of two titles is the same but for their levels ("Accounts Examiner 2", "Supervising Accounts Examiner")."""
    mine, theirs = set(one.words) - _DIGITS, set(other.words) - _DIGITS
    return len(mine & theirs) / max(len(mine), len(theirs), 1)


_DIGITS = frozenset("123456789")


def _fitting(left: tuple[str, ...], names: Sequence[Named], codes: Sequence[str]) -> tuple[str, ...]:
    """Of these classes those whose titles have all the words, the ones that say no more where there are such."""
    fit = {name.code: name for name in names if name.code in codes and set(left) <= {*name.words, *name.remarks}}
    whole = [code for code, name in fit.items() if set(name.words) <= set(left)]
    return tuple(dict.fromkeys(code for code in codes if code in (whole or fit)))


def _literally(phrase: str, entries: Sequence[ClassEntry]) -> tuple[str, ...]:
    """The classes whose titles have the very words, whatever everyday words they are; none where many do."""
    said = {word for word in _words(phrase) if not _FILLER.issuperset(stems_of(word))}
    fit = [entry.class_code for entry in entries if said and said <= _words(entry.title)]
    return tuple(fit) if len(fit) <= _FEW else ()


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+|\d+", text.lower()))


_FEW = 6

THIS_CLASS = "this class"
_ARTICLE = re.compile(
    r"(?:\b(?:a|an|the|that|another)\s+|\bclass\s+(?:code\s+)?|\bjob\s+class\s+|\bdepartment\s+of\s+)+$", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s,/()&'’-]*(?:(?:of|the|and|for|in)[\s,/()]+)*", re.IGNORECASE)


def without_class(question: str, entries: Sequence[ClassEntry]) -> str:
    """The question with the class that it names, be it here or not, replaced by "this class"; as it is where it names
    none, or several each by itself."""
    named = resolve(question, entries)
    if named.unknown:
        return re.sub(rf"(?:\b(?:the )?class )?\b{named.unknown}\b", THIS_CLASS, question, flags=re.IGNORECASE)
    if not named.codes:
        return _without_title(question)
    if named.each_named or speaks_of_itself(question):
        return question
    words = {word.lower() for word in named.words}
    tokens = [match for match in re.finditer(r"[\w.~-]*\w", question) if _belongs(match.group(), words)]
    run = _longest_run(question, tokens)
    if not run:
        return question
    start, end = run[0].start(), run[-1].end()
    before = _ARTICLE.sub("", question[:start].rstrip("("))
    after = re.sub(r"^\s*(?:hours?|hrs?)?\)", "", question[end:])
    after = re.sub(r"^['’]s\b", "'s", after)
    joined = f"{before.rstrip()} {THIS_CLASS}" if before.strip() else THIS_CLASS.capitalize()
    return joined + after


def _without_title(question: str) -> str:
    found = title_named(question, goes_on=False)
    if not found or not foreign_title(question, None, (), goes_on=False):
        return question
    before = _ARTICLE.sub("", question[: found.start("title")])
    return f"{before.rstrip()} {THIS_CLASS}{question[found.end('title') :]}"


def _belongs(token: str, words: set[str]) -> bool:
    parts = stems_of(token)
    return token.lower() in words or (bool(parts) and all(part in words or part == "hour" for part in parts))


def _longest_run(question: str, tokens: list[re.Match[str]]) -> list[re.Match[str]]:
    """The longest row of words that stand together, small words between them left aside."""
    runs: list[list[re.Match[str]]] = []
    for token in tokens:
        if runs and _BETWEEN.fullmatch(question[runs[-1][-1].end() : token.start()]):
            runs[-1].append(token)
        else:
            runs.append([token])
    return max(runs, key=len, default=[])
