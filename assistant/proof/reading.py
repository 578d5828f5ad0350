"""A text read for proof: its words with the may, must and negation over them, its numbers with unit, marks and object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.proof.lexicon import BARE, GLUE, MAY_NOT, MUST_NOT, PARAPHRASE, Kind
from assistant.proof.tokens import Token, tokens_of

_NEGATION_REACH = 12
"""Tokens after a negation that it covers at most."""
_MARK_REACH = 4
_MARK_AHEAD = 9
"""Tokens that a mark may stand before its number ("the maximum that training can be substituted for is four years")."""
_UNIT_REACH = 3
_OBJECT_WORDS = 4
_PREPOSITIONS = frozenset("in at as with for to under by from on within during while when where that if".split())
_PRONOUN = frozenset({"one"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word (or code) of a text: the may or must over it, the negation over it, and which numbers stand by it.

    `ruler` and `denier` are where may or must and negation stand, -1 for none; numbers are told by their place.

    `own` are the numbers in its part of the sentence, else the last before it; `near` these or, failing them, the next.
    """

    key: str
    text: str
    at: int
    modal: str
    ruler: int
    denier: int
    own: frozenset[int]
    near: frozenset[int]

    @property
    def negated(self) -> bool:
        """Whether a negation is over it."""
        return self.denier >= 0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, its marks (minimum, maximum, additional) and the words that it counts.

    `name` is the word that a number belongs to as a name ("Examiner 2"), `before` the word in front of a figure that may
    be one. `tight` are the words right behind the unit. `partitive` ("of the six years") it only counts what is there.
    `at` and `end` are the places of the number and of its unit.
    """

    value: str
    text: str
    unit: str | None
    marks: frozenset[str]
    tight: tuple[str, ...]
    name: str | None
    before: str | None
    partitive: bool
    at: int
    end: int

    def said(self) -> str:
        """As a reader would write it."""
        unit = f" {self.unit}{'' if self.value in {'1', '0.5'} else 's'}" if self.unit else ""
        return f"{' '.join([*sorted(self.marks), self.text])}{unit}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read. `parts` gives for each token its part of a sentence; `keys` are those of all tokens."""

    tokens: tuple[Token, ...]
    parts: tuple[int, ...]
    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    keys: frozenset[str]

    def sentences(self) -> Iterator[tuple[Token, ...]]:
        """The tokens between full stops."""
        start = 0
        for at, token in enumerate(self.tokens):
            if token.kind is Kind.STOP:
                yield self.tokens[start:at]
                start = at + 1
        yield self.tokens[start:]


@lru_cache(maxsize=16384)
def read(text: str) -> Reading:
    """The text, read."""
    tokens = tokens_of(text)
    sentences, parts = _bounds(tokens)
    quantities = _quantities(tokens, sentences)
    rulers = _rulers(tokens, sentences)
    modals = [tokens[ruler].key if ruler >= 0 else BARE for ruler in rulers]
    deniers = _deniers(tokens, sentences, rulers)
    words = tuple(
        Word(
            token.key,
            token.text,
            at,
            modals[at],
            rulers[at],
            deniers[at],
            *_numbers_by(at, quantities, sentences, parts),
        )
        for at, token in enumerate(tokens)
        if token.kind in (Kind.WORD, Kind.CODE)
    )
    return Reading(tokens, tuple(parts), words, quantities, frozenset(token.key for token in tokens))


def _bounds(tokens: tuple[Token, ...]) -> tuple[list[int], list[int]]:
    """For each token the number of its sentence and of its part of the sentence."""
    sentences, parts = [], []
    sentence = part = 0
    for at, token in enumerate(tokens):
        if token.kind is Kind.STOP:
            sentence += 1
            part += 1
        elif token.kind is Kind.SOFT or _opens_part(tokens, at):
            part += 1
        sentences.append(sentence)
        parts.append(part)
    return sentences, parts


def _opens_part(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a number of its own begins here: "... and six years", "... a maximum of four"."""
    token = tokens[at]
    if token.kind is Kind.MARK and token.key in {"maximum", "minimum"}:
        return True
    ahead = tokens[at + 1 : at + 3]
    return token.kind is Kind.JOIN and any(one.kind is Kind.NUMBER for one in ahead)


def _rulers(tokens: tuple[Token, ...], sentences: list[int]) -> list[int]:
    """Where the may or must over each token stands: the last before it in the sentence; before the first, the first,
    whose subject it is, unless a joining word says that the subject stands further off ("serves ... and may be removed").
    """
    modals = [at for at, token in enumerate(tokens) if token.kind is Kind.MODAL]
    over: list[int] = []
    for at, _ in enumerate(tokens):
        here = [one for one in modals if sentences[one] == sentences[at]]
        before = [one for one in here if one <= at]
        if before:
            over.append(before[-1])
        else:
            over.append(here[0] if here and not _is_joined(tokens, here[0]) else -1)
    return over


def _is_joined(tokens: tuple[Token, ...], at: int) -> bool:
    before = tokens[at - 1] if at else None
    return before is not None and (before.kind in (Kind.JOIN, Kind.STOP) or before.text in {"which", "that", "who"})


def _deniers(tokens: tuple[Token, ...], sentences: list[int], rulers: list[int]) -> list[int]:
    """Where the negation over each token stands, -1 for none."""
    denying = [ruler if ruler >= 0 and tokens[ruler].key in (MAY_NOT, MUST_NOT) else -1 for ruler in rulers]
    for at, token in enumerate(tokens):
        if token.kind is Kind.NOT:
            for one in range(at + 1, min(at + 1 + _NEGATION_REACH, len(tokens))):
                if sentences[one] != sentences[at] or tokens[one].text in {",", "("}:
                    break
                denying[one] = at
    return denying


def _quantities(tokens: tuple[Token, ...], sentences: list[int]) -> tuple[Quantity, ...]:
    found = []
    for at, token in enumerate(tokens):
        article = token.key == "additional" and at > 0 and tokens[at - 1].text in {"a", "an"}
        if token.kind is not Kind.NUMBER and not (article and _unit(tokens, at)[0] is not None):
            continue
        unit, end = _unit(tokens, at)
        marks = _marks(tokens, at, end, sentences)
        value = token.key if token.kind is Kind.NUMBER else "1"
        if token.text in _PRONOUN and unit is None and not marks - {"additional"}:
            continue
        before = _before(tokens, at) if unit is None and token.text.isdigit() else None
        name = None if _counts(tokens, at) else before
        tight = () if name else _tight(tokens, end + 1)
        found.append(Quantity(value, token.text, unit, marks, tight, name, before, _is_partitive(tokens, at), at, end))
    return tuple(found)


def _unit(tokens: tuple[Token, ...], at: int) -> tuple[str | None, int]:
    """The unit of the number at this place and where it stands; the number's own place where it has none."""
    for one in range(at + 1, min(at + 2 + _UNIT_REACH, len(tokens))):
        token = tokens[one]
        if token.kind is Kind.UNIT:
            return token.key, one
        if token.text in {"(", ")"} or (token.kind is Kind.NUMBER and tokens[one - 1].text == "("):
            continue
        if token.kind not in (Kind.WORD, Kind.MARK) or token.text in {"of", *_PREPOSITIONS}:
            break
    return None, at


def _is_partitive(tokens: tuple[Token, ...], at: int) -> bool:
    return at > 1 and tokens[at - 2].text == "of" and tokens[at - 1].text in {"the", "these", "those"}


def _counts(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether something that is counted follows ("2 or more examiners", "3 functions"), so that the number is no name."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or after.kind not in (Kind.WORD, Kind.MARK):
        return False
    return after.kind is Kind.MARK or (after.text not in GLUE and after.text not in PARAPHRASE)


def _before(tokens: tuple[Token, ...], at: int) -> str | None:
    before = tokens[at - 1] if at else None
    if before is None or before.kind is not Kind.WORD or before.text in GLUE:
        return None
    return before.key


def _tight(tokens: tuple[Token, ...], start: int) -> tuple[str, ...]:
    found: list[str] = []
    for token in tokens[start:]:
        if token.kind is Kind.MARK:
            continue
        if token.kind is not Kind.WORD or token.text in _PREPOSITIONS or len(found) == _OBJECT_WORDS:
            break
        if token.text not in GLUE and token.text not in PARAPHRASE:
            found.append(token.key)
    return tuple(found)


def _marks(tokens: tuple[Token, ...], at: int, end: int, sentences: list[int]) -> frozenset[str]:
    """The marks of the number: before it, between it and its unit, or behind it where no number follows the mark."""
    found = {token.key for token in tokens[at : end + 1] if token.kind is Kind.MARK}
    for one in range(max(0, at - _MARK_AHEAD), at):
        between = tokens[one + 1 : at]
        if tokens[one].kind is Kind.MARK and not any(
            token.kind in (Kind.NUMBER, Kind.STOP, Kind.JOIN, Kind.MARK) or token.text == "," for token in between
        ):
            found.add(tokens[one].key)
    for one in range(end + 1, min(end + 2 + _MARK_REACH, len(tokens))):
        if tokens[one].kind in (Kind.NUMBER, Kind.STOP) or tokens[one].text == "," or sentences[one] != sentences[at]:
            break
        if tokens[one].kind is Kind.MARK and not _leads_number(tokens, one):
            found.add(tokens[one].key)
    return frozenset(found)


def _leads_number(tokens: tuple[Token, ...], at: int) -> bool:
    ahead = tokens[at + 1 : at + 2 + _MARK_REACH]
    for token in ahead:
        if token.kind is Kind.NUMBER:
            return True
        if token.kind in (Kind.STOP, Kind.JOIN) or token.text == ",":
            return False
    return False


def _numbers_by(
    at: int, quantities: tuple[Quantity, ...], sentences: list[int], parts: list[int]
) -> tuple[frozenset[int], frozenset[int]]:
    here = [place for place, one in enumerate(quantities) if parts[one.at] == parts[at] and not one.name]
    if here:
        own = _next_to(at, here, quantities)
        return own, own
    there = [place for place, one in enumerate(quantities) if sentences[one.at] == sentences[at] and not one.name]
    near = _next_to(at, there, quantities)
    left = frozenset(place for place in near if quantities[place].at < at)
    return left, left or near


def _next_to(at: int, places: list[int], quantities: tuple[Quantity, ...]) -> frozenset[int]:
    left = [place for place in places if quantities[place].at < at][-1:]
    right = [place for place in places if quantities[place].at > at][:1]
    return frozenset(left + right)
