"""Whether what a rule turns on is bound as the cited clauses bind it: numbers, may and must, negations, and/or."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from assistant.proof.cited import Cited, Passage
from assistant.proof.lexicon import (
    BARE,
    GLUE,
    MAY_NOT,
    MUST,
    MUST_NOT,
    PARAPHRASE,
    REQUIRING,
    Kind,
)
from assistant.proof.reading import Quantity, Reading, Word
from assistant.proof.tokens import Token
from corpus.model import SectionKind


def numbers(said: Reading, cited: Cited, title: Reading) -> Iterator[str]:
    """Numbers that no cited clause has with that unit, mark and object."""
    there = list(cited.quantities())
    named = list(title.quantities)
    for place, quantity in enumerate(said.quantities):
        same = [(passage, one) for passage, one in there if one.value == quantity.value]
        fitting = [(passage, one) for passage, one in same if _same_unit(quantity, one)]
        fitting = [(passage, one) for passage, one in fitting if one.unit == quantity.unit] or fitting
        if not fitting and any(_titled(quantity, one) for one in named):
            continue
        if not fitting and _counts_cited(quantity, cited):
            continue
        if not fitting:
            yield f"the number {quantity.said()} is in no cited clause" + _instead(there)
            continue
        marked = [(passage, one) for passage, one in fitting if one.marks == quantity.marks]
        if not marked:
            yield f"the clause has {fitting[0][1].said()}, not {quantity.said()}"
            continue
        computed = any(passage not in cited.clauses for passage, _ in marked)
        if quantity.partitive or computed:
            continue
        yield from _object(place, quantity, said, cited, {id(one) for _, one in marked})


_COUNTED = frozenset({"altern", "option", "way", "rout"})


def _counts_cited(quantity: Quantity, cited: Cited) -> bool:
    """Whether a number counts the alternatives that are cited."""
    return bool(set(quantity.tight) & _COUNTED) and quantity.value == f"{len(cited.passages)}"


def marks(said: Reading, cited: Cited) -> Iterator[str]:
    """A minimum or maximum of which no cited clause speaks."""
    for key in dict.fromkeys(token.key for token in said.tokens if token.kind is Kind.MARK):
        if key not in cited.keys:
            yield f"{key!r} is in no cited clause"


def series(said: Reading, cited: Cited) -> Iterator[str]:
    """Of a page on several classes, a clause that is told of another one than the heading over it names."""
    for passage in cited.clauses:
        for over in passage.reading.quantities if passage.quote.rstrip().endswith(":") else ():
            named = [one for one in said.quantities if over.name and one.before == over.name]
            if named and named[0].value != over.value and not _told_of_other(named, over, passage, cited):
                yield f"{named[0].text} is not {' '.join(passage.quote.split())!r}, under which the clause stands"


def _told_of_other(named: list[Quantity], over: Quantity, heading: Passage, cited: Cited) -> bool:
    """Whether the clause itself names that other class in that place, and the statement leaves the first to be known."""
    if any(one.value == over.value for one in named):
        return False
    there = [one for passage, one in cited.quantities() if passage is not heading]
    return any(
        (one.value, one.before) == (named[0].value, over.name) and abs(one.at - named[0].at) <= 3 for one in there
    )


def brackets(said: Reading, cited: Cited) -> Iterator[str]:
    """A name in brackets behind another code than the clause puts it behind ("093 certificate (Superintendent)")."""
    there = {inside: code for passage in cited.clauses for code, inside in _bracketed(passage.reading)}
    for code, inside in _bracketed(said):
        if code and there.get(inside, code) not in ("", code):
            yield f"({' '.join(inside)}) stands behind {there[inside]} in the clause, not behind {code}"


def _bracketed(reading: Reading) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words in each pair of brackets, with the last code or figure before it."""
    code = ""
    inside: list[str] | None = None
    for token in reading.tokens:
        if token.text == "(":
            inside = []
        elif token.text == ")" and inside is not None:
            yield code, tuple(inside)
            inside = None
        elif inside is not None:
            inside.append(token.key)
        elif token.kind in (Kind.CODE, Kind.NUMBER):
            code = token.key


def _titled(said: Quantity, title: Quantity) -> bool:
    """Whether a number is the one in the class's title, with its unit ("40 Hour")."""
    return bool(said.unit) and not said.marks and (said.value, said.unit) == (title.value, title.unit)


def _same_unit(said: Quantity, clause: Quantity) -> bool:
    if said.name or clause.name:
        return (said.name or said.before) == (clause.name or clause.before)
    if said.unit is None and clause.unit is not None:
        return not said.tight
    if said.unit is None:
        return not said.tight or not clause.tight or bool(set(said.tight) & set(clause.tight))
    return said.unit == clause.unit


def _instead(there: Iterable[tuple[Passage, Quantity]]) -> str:
    found = list(dict.fromkeys(one.said() for _, one in there))
    return f" (there: {', '.join(found[:6])})" if found else ""


def _object(place: int, quantity: Quantity, said: Reading, cited: Cited, fitting: set[int]) -> Iterator[str]:
    """The words by the number that stand by other numbers in the clauses: one right behind its unit, or most of them."""
    against, for_it = [], 0
    for word in said.words:
        if place not in word.own or not telling(word.text):
            continue
        by = _standing_by(word.key, cited)
        if not by:
            continue
        rivals = {id(one) for one in by if _kind_of_unit(one.unit) == _kind_of_unit(quantity.unit)}
        if len(word.own) == 1 and rivals and not {id(one) for one in by} & fitting:
            against.append(word)
        elif rivals <= fitting:
            for_it += 1
    tight = [word for word in against if word.key in quantity.tight]
    if tight or len(against) > for_it:
        words = ", ".join(dict.fromkeys(word.text for word in tight or against))
        yield f"{quantity.said()} does not go with {words!r} in the cited clauses"


_TIMES = frozenset({"year", "month", "week", "day"})


def _kind_of_unit(unit: str | None) -> str | None:
    """Times of any unit vie for the same words; semester hours and the years that they equal do not."""
    return "time" if unit in _TIMES else unit


def _standing_by(key: str, cited: Cited) -> list[Quantity]:
    return [passage.reading.quantities[one] for passage, word in cited.places.get(key, ()) for one in word.near]


def telling(text: str) -> bool:
    """Whether a word says something of its own: no word of grammar, none by which any specification is spoken of."""
    return text not in GLUE and text not in PARAPHRASE


def modality(said: Reading, cited: Cited) -> Iterator[str]:
    """Parts of the statement that stand under another may or must than their words do in the clauses."""
    groups: dict[int, list[Word]] = {at: [] for at, token in enumerate(said.tokens) if token.kind is Kind.MODAL}
    for word in said.words:
        groups.setdefault(word.ruler, []).append(word)
    for ruler, words in groups.items():
        modal = said.tokens[ruler].key if ruler >= 0 else BARE
        votes = _votes(modal, words, cited, names_requirement(said))
        if len(votes) == 1 and modal == BARE and len(groups) > 1:
            continue
        if not votes and modal != BARE and not _modal_there(modal, cited):
            yield f"{modal!r} is in no cited clause"
        against = [word for word, fits in votes if not fits]
        if against and 2 * len(against) >= len(votes):
            there = sorted({one.modal for word in against for _, one in cited.places[word.key]})
            yield f"{' '.join(word.text for word in against)!r} is said with {modal!r}, where the clause has {there[0]!r}"


def _votes(modal: str, words: list[Word], cited: Cited, named: bool) -> list[tuple[Word, bool]]:
    found = [word for word in words if word.key in cited.places]
    told = [word for word in found if telling(word.text)] or [w for w in found if w.text not in GLUE]
    return [
        (word, any(_compatible(modal, one.modal, passage, named) for passage, one in cited.places[word.key]))
        for word in told
    ]


def _compatible(said: str, clause: str, passage: Passage, named: bool) -> bool:
    if said == clause:
        return True
    requiring = passage.kind in REQUIRING or (passage.kind is SectionKind.NOTE and passage.topic in REQUIRING)
    if said == MUST:
        return clause == BARE and requiring
    if said == BARE:
        return clause == MUST and named and requiring
    return False


def _modal_there(modal: str, cited: Cited) -> bool:
    if cited.has(Kind.MODAL, modal):
        return True
    return modal == MUST and any(passage.kind in REQUIRING for passage in cited.passages) and not cited.has(Kind.MODAL)


_REQUIREMENT_NAMES = frozenset(
    {"requir", "minimum qualification", "qualif", "special experience", "special requirement"}
)


def names_requirement(said: Reading) -> bool:
    """Whether the statement calls what it says a requirement, so that it needs no must."""
    return bool(said.keys & _REQUIREMENT_NAMES)


def negation(said: Reading, cited: Cited) -> Iterator[str]:
    """Negations put in, and negations left out."""
    put_in = [word for word in said.words if word.negated and telling(word.text)]
    has, had = _denials(said), sum(_denials(passage.reading) for passage in cited.passages)
    opposite = any({f"un{word.key}", f"non{word.key}"} & cited.keys for word in put_in)
    if has > had and not opposite:
        yield "negation is in no cited clause" if not had else "the clauses have fewer negations"
    for denier in dict.fromkeys(word.denier for word in put_in):
        known = [word for word in put_in if word.denier == denier and word.key in cited.places]
        against = [word for word in known if not any(one.negated for _, one in cited.places[word.key])]
        if against and 2 * len(against) > len(known) and not opposite:
            yield f"{' '.join(word.text for word in against)!r} is denied, where the clause affirms it"
    if _spares(said) and not any(_spares(passage.reading) for passage in cited.passages):
        yield "it says that something is not required, which no clause says"
    for passage in cited.clauses:
        yield from _left_out(passage, said, cited)


_DENYING = frozenset({MAY_NOT, MUST_NOT})


def _denials(reading: Reading) -> int:
    return sum(token.kind is Kind.NOT or token.key in _DENYING for token in reading.tokens)


def _spares(reading: Reading) -> bool:
    """Whether a requirement is denied ("not required", "do not have to")."""
    pairs = pairwise(reading.tokens)
    return any(one.kind is Kind.NOT and two.kind is Kind.MODAL and two.key == MUST for one, two in pairs)


def _left_out(passage: Passage, said: Reading, cited: Cited) -> Iterator[str]:
    denied = {word.key for word in passage.reading.words if word.negated and telling(word.text)}
    denied = {key for key in denied if all(one.negated for _, one in cited.places[key])}
    present = [word for word in said.words if word.key in denied]
    bare = [word for word in present if not word.negated]
    if bare and 2 * len(bare) > len(present) and 2 * len({word.key for word in present}) >= len(denied):
        yield f"{' '.join(word.text for word in bare)!r} is affirmed, where the clause denies it"
    for sentence in passage.reading.sentences():
        keys = {token.key for token in sentence if token.kind is Kind.WORD and telling(token.text)}
        told = len(keys & said.keys)
        denies = any(token.kind is Kind.NOT or token.key in _DENYING for token in sentence)
        if denies and len(keys) >= 2 and told >= _MOST * len(keys) and not _denials(said):
            yield "the clause's negation is left out"
        for key in _RESTRICTING & keys - said.keys:
            if told >= _MUCH * (len(keys) - 1):
                yield f"{key!r} is left out, with which the clause restricts what it says"


_MOST, _MUCH = 0.75, 0.6
"""Shares of the words of a clause's sentence from which on a statement says what that sentence says."""
_RESTRICTING = frozenset({"alon", "onli"})


def joins(said: Reading, cited: Cited) -> Iterator[str]:
    """An "and" between two words that the clause joins by "or", or the other way round."""
    for at, token in enumerate(said.tokens):
        if token.kind is Kind.JOIN and token.text not in {"both", "either"}:
            left, right = _beside(said.tokens, at, -1), _beside(said.tokens, at, 1)
            if left and right and left.key != right.key:
                there = _joined_in(left.key, right.key, cited)
                if there and token.key != "and/or" and not there & {token.key, "and/or"}:
                    yield f"{left.text!r} and {right.text!r} are joined by {token.key!r}, in the clause by {sorted(there)[0]!r}"


_JOINED_REACH = 8


def _beside(tokens: tuple[Token, ...], at: int, step: int) -> Token | None:
    one = at + step
    while 0 <= one < len(tokens) and tokens[one].kind is not Kind.STOP:
        token = tokens[one]
        if token.kind in (Kind.CODE, Kind.NUMBER, Kind.UNIT) or (token.kind is Kind.WORD and token.text not in GLUE):
            return token
        one += step
    return None


def _joined_in(left: str, right: str, cited: Cited) -> set[str]:
    """How the passages join the two: by what stands between them where they are nearest; in a list, by its last."""
    found: set[str] = set()
    for passage in cited.clauses:
        tokens = passage.reading.tokens
        lefts = [at for at, token in enumerate(tokens) if token.key == left]
        rights = [at for at, token in enumerate(tokens) if token.key == right]
        pairs = sorted((abs(one - other), min(one, other), max(one, other)) for one in lefts for other in rights)
        for distance, start, end in pairs:
            if distance == pairs[0][0] and distance <= _JOINED_REACH:
                found |= _joiner(tokens, start, end)
    return found


def _joiner(tokens: tuple[Token, ...], start: int, end: int) -> set[str]:
    between = tokens[start + 1 : end]
    if any(token.kind is Kind.STOP for token in between):
        return set()
    joined = {token.key for token in between if token.kind is Kind.JOIN}
    if joined or not any(token.text == "," for token in between):
        return joined
    for token in tokens[end + 1 :]:
        if token.kind is Kind.STOP:
            break
        if token.kind is Kind.JOIN:
            return {token.key}
    return set()
