"""Whether a statement keeps whom and what a clause speaks of: its subject, its audience, and that it is one of several."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.proof.binding import telling
from assistant.proof.cited import Cited, Passage
from assistant.proof.lexicon import BARE, Kind
from assistant.proof.reading import Reading, Word

_ENOUGH = 2
"""Words that a statement has of one clause alone for it to say what that clause says."""
_AUDIENCE = re.compile(r"^\s*for (?P<who>(?:\w+ ){0,3}(?:employees|applicants|candidates|trainees))\b", re.IGNORECASE)
_EXPERIENCE = frozenset({"general experience", "special experience", "general and special experience"})


def subjects(said: Reading, cited: Cited) -> Iterator[str]:
    """Rules that are told without the ones that they are for ("the Superintendent must possess ...")."""
    for passage in cited.clauses:
        for names, rule in (_ruled(passage.reading), (_audience(passage), passage.reading.words)):
            if not names or {word.key for word in names} & said.keys:
                continue
            own = _only_of(passage, cited) & {word.key for word in rule}
            if len(own & said.keys) >= min(_ENOUGH, len(own) or 1):
                yield f"it leaves out {' '.join(word.text for word in names)!r}, of which the clause speaks"


def _only_of(passage: Passage, cited: Cited) -> frozenset[str]:
    """The telling words that no other passage has."""
    words = {word.key for word in passage.reading.words if telling(word.text)}
    return frozenset(key for key in words if all(one is passage for one, _ in cited.places[key]))


def _ruled(reading: Reading) -> tuple[list[Word], tuple[Word, ...]]:
    """The telling words before the first may or must, where these have a subject, and the words that it rules."""
    first = next((at for at, token in enumerate(reading.tokens) if token.kind is Kind.MODAL), None)
    if first is None:
        return [], ()
    before = [word for word in reading.words if word.at < first and word.modal != BARE and telling(word.text)]
    elsewhere = {word.key for word in reading.words if word.modal != reading.tokens[first].key}
    rule = tuple(word for word in reading.words if word.at > first and word.key not in elsewhere)
    return [word for word in before if word.key not in _EXPERIENCE], rule


def _audience(passage: Passage) -> list[Word]:
    match = _AUDIENCE.match(passage.quote)
    if match is None:
        return []
    names = match["who"].lower().split()
    return [word for word in passage.reading.words if word.text in names and telling(word.text)][: len(names)]


def alternatives(said: Reading, cited: Cited) -> Iterator[str]:
    """One of several alternatives told together with another, as if both were asked for."""
    for place, first in enumerate(cited.clauses):
        for second in cited.clauses[place + 1 :]:
            if _are_alternatives(first, second, cited):
                yield from _both(said, first, second, cited)


_ENDS_WITH_OR = re.compile(r"[;,]\s*or\s*$", re.IGNORECASE)
_BEGINS_WITH_OR = re.compile(r"^\s*or\b", re.IGNORECASE)
_ONE_OF = frozenset({"one"})


def _are_alternatives(first: Passage, second: Passage, cited: Cited) -> bool:
    announced = any(re.search(r"\bone\b.*\bfollowing\b", one.quote, re.IGNORECASE) for one in cited.clauses)
    listed = (
        announced
        and first.kind is second.kind
        and (_ENDS_WITH_OR.search(first.quote) or _ENDS_WITH_OR.search(second.quote))
    )
    return bool(listed or _BEGINS_WITH_OR.search(second.quote) or _BEGINS_WITH_OR.search(first.quote))


def _both(said: Reading, first: Passage, second: Passage, cited: Cited) -> Iterator[str]:
    one, other = _only_of(first, cited), _only_of(second, cited)
    ones = [at for at, token in enumerate(said.tokens) if token.key in one]
    others = [at for at, token in enumerate(said.tokens) if token.key in other]
    if not ones or not others:
        return
    start, end = min(((a, b) for a in ones for b in others), key=lambda pair: abs(pair[0] - pair[1]))
    between = said.tokens[min(start, end) : max(start, end)]
    if not any(token.key == "or" or token.kind is Kind.STOP or token.key == "altern" for token in between):
        yield f"{said.tokens[start].text!r} and {said.tokens[end].text!r} belong to alternatives, of which one is asked for"


def mixed(said: Reading, cited: Cited) -> Iterator[str]:
    """What one clause says, told of what another speaks of ("the Chief Talent Officer ensures ...")."""
    passages = [passage for passage in cited.clauses if not passage.is_stem]
    own = [_only_of(passage, cited) for passage in passages] if len(passages) > 1 else []
    last: tuple[int, int] | None = None
    for at, token in enumerate(said.tokens):
        of = next((place for place, keys in enumerate(own) if token.key in keys), None)
        if of is None:
            continue
        if last and last[1] != of and not _is_parted(said, last[0], at):
            yield f"{said.tokens[last[0]].text!r} and {token.text!r} stand in different clauses"
            return
        last = (at, of)


def _is_parted(said: Reading, start: int, end: int) -> bool:
    """Whether another part of the sentence begins between two words."""
    return said.parts[start] != said.parts[end] or any(token.kind is Kind.JOIN for token in said.tokens[start:end])


_AGENT_WORDS = 4


def agents(said: Reading, cited: Cited) -> Iterator[str]:
    """Somebody by whom something is done, where the clause names another ("appointed by the Governor")."""
    there: dict[str, set[str]] = {}
    for passage in cited.clauses:
        for verb, names in _agents(passage.reading):
            there.setdefault(verb, set()).update(names)
    for verb, names in _agents(said):
        if names and there.get(verb) and names[0] not in there[verb]:
            yield f"the clause has another behind '{verb} by'"


def _agents(reading: Reading) -> Iterator[tuple[str, list[str]]]:
    """Each verb before a "by", with the telling words behind it in its part of the sentence."""
    for at, token in enumerate(reading.tokens):
        if token.text == "by" and at:
            after = [
                one.key
                for place, one in enumerate(reading.tokens[at + 1 : at + 8], start=at + 1)
                if reading.parts[place] == reading.parts[at] and one.kind is Kind.WORD and telling(one.text)
            ]
            yield reading.tokens[at - 1].key, after[:_AGENT_WORDS]
