"""Requirements joined by "and" and "or": one tree where the text leaves no doubt, all its trees where it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from assistant.eligibility.rules import AllOf, AnyOf, Interpretation, Requirement, Source

MAX_MIXED = 4
"""More requirements than this, joined by a mix of "and" and "or", are not read: they have too many readings."""


class Strength(IntEnum):
    """How strongly a connector divides. Only a semicolon or a line of its own settles what an "and" or "or" holds."""

    BARE = 0
    COMMA = 1
    SEMICOLON = 2
    LINE = 3


@dataclass(frozen=True, slots=True)
class Joint:
    """A connector: "and", "or", or None for a mere comma or semicolon, which takes the word that follows it."""

    word: str | None
    strength: Strength


def source_of(parts: Sequence[Requirement]) -> Source:
    """The source of a node made of these: the first part's phrase, and the others beside it."""
    first, *others = parts
    more = [*first.source.more, *(span for part in others for span in (part.source.span, *part.source.more))]
    return Source(first.source.span, more=tuple(dict.fromkeys(more)))


def all_of(parts: Sequence[Requirement], source: Source | None = None) -> Requirement:
    """Every part must hold; parts that are conjunctions themselves are taken up. One part stays itself."""
    flat = [child for part in parts for child in (part.children if isinstance(part, AllOf) else (part,))]
    return flat[0] if len(flat) == 1 else AllOf(source or source_of(parts), tuple(flat))


def any_of(parts: Sequence[Requirement], source: Source | None = None) -> Requirement:
    """One part must hold; parts that are alternatives themselves are taken up. One part stays itself."""
    flat = [child for part in parts for child in (part.children if isinstance(part, AnyOf) else (part,))]
    return flat[0] if len(flat) == 1 else AnyOf(source or source_of(parts), tuple(flat))


def combine(parts: Sequence[Requirement], joints: Sequence[Joint], source: Source | None = None) -> Requirement | None:
    """The requirement that parts joined so make; None where the connectors cannot be understood.

    A mix of "and" and "or" that no punctuation settles becomes an Interpretation of all its readings.
    """
    settled = _settled(joints)
    if settled is None:
        return None
    words = {joint.word for joint in settled}
    if len(words) <= 1:
        return any_of(parts, source) if words == {"or"} else all_of(parts, source)
    for outer, inner in (("or", "and"), ("and", "or")):
        weakest_outer = min(joint.strength for joint in settled if joint.word == outer)
        strongest_inner = max(joint.strength for joint in settled if joint.word == inner)
        if weakest_outer >= Strength.SEMICOLON and weakest_outer > strongest_inner:
            return _split_at(parts, settled, outer, source)
    return _readings(parts, settled, source)


def choice(parts: Sequence[Requirement], question: str, source: Source | None = None) -> Requirement:
    """All of the parts, or any one of them: the text does not say."""
    where = source or source_of(parts)
    readings = (all_of(parts, where), any_of(parts, where))
    return Interpretation(where, question, readings, ("all of them", "any one of them"))


def _settled(joints: Sequence[Joint]) -> list[Joint] | None:
    """The joints with every comma given the word that follows it in the list."""
    word: str | None = None
    found: list[Joint] = []
    for joint in reversed(joints):
        word = joint.word or word
        if word is None:
            return None
        found.append(Joint(word, joint.strength))
    return list(reversed(found))


def _split_at(parts: Sequence[Requirement], joints: list[Joint], outer: str, source: Source | None) -> Requirement:
    groups: list[list[Requirement]] = [[parts[0]]]
    for part, joint in zip(parts[1:], joints, strict=True):
        if joint.word == outer:
            groups.append([part])
        else:
            groups[-1].append(part)
    inner = [(all_of if outer == "or" else any_of)(group) for group in groups]
    return (any_of if outer == "or" else all_of)(inner, source)


def _readings(parts: Sequence[Requirement], joints: list[Joint], source: Source | None) -> Requirement | None:
    if len(parts) > MAX_MIXED:
        return None
    where = source or source_of(parts)
    trees: dict[str, Requirement] = {}
    for label, tree in _bracketings(list(parts), joints, 1):
        trees.setdefault(label, tree)
    labels = tuple(trees)
    default = labels.index(_by_punctuation(parts, joints)) if _by_punctuation(parts, joints) in labels else 0
    question = 'The text mixes "and" with "or" and does not say which binds first: which reading is meant?'
    return Interpretation(where, question, tuple(trees.values()), labels, default)


def _by_punctuation(parts: Sequence[Requirement], joints: list[Joint]) -> str:
    """The label of the reading that divides at "or" first, or at the connector with the stronger comma."""
    strongest = {word: max(joint.strength for joint in joints if joint.word == word) for word in ("and", "or")}
    outer = "and" if strongest["and"] > strongest["or"] else "or"
    inner = "or" if outer == "and" else "and"
    groups: list[list[int]] = [[1]]
    for place, joint in enumerate(joints, 2):
        if joint.word == outer:
            groups.append([place])
        else:
            groups[-1].append(place)
    return f" {outer} ".join(_joined([str(place) for place in group], inner, False) for group in groups)


def _bracketings(parts: list[Requirement], joints: list[Joint], first: int) -> list[tuple[str, Requirement]]:
    """Every way to bracket the parts, with a label that numbers them; equal trees have equal labels."""
    if len(parts) == 1:
        return [(str(first), parts[0])]
    found: list[tuple[str, Requirement]] = []
    for cut, joint in enumerate(joints, 1):
        join = any_of if joint.word == "or" else all_of
        for left_label, left in _bracketings(parts[:cut], joints[: cut - 1], first):
            for right_label, right in _bracketings(parts[cut:], joints[cut:], first + cut):
                word = joint.word or "and"
                labels = [_within(left_label, word), _within(right_label, word)]
                found.append((f" {word} ".join(labels), join([left, right])))
    return found


def _within(label: str, word: str) -> str:
    """A label in brackets where it is joined by the other word at its outermost level."""
    depth, words = 0, label.split()
    for piece in words:
        if depth == 0 and piece in ("and", "or") and piece != word:
            return f"({label})"
        depth += piece.count("(") - piece.count(")")
    return label


def _joined(labels: list[str], word: str, bare: bool) -> str:
    text = f" {word} ".join(labels)
    return text if bare or len(labels) == 1 else f"({text})"
