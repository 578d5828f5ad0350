"""Experience from its parse trees: months of work, a part of them, and the special experience."""

from __future__ import annotations

from dataclasses import replace

from lark import Token

from assistant.eligibility import phrases
from assistant.eligibility.combine import all_of, any_of
from assistant.eligibility.lexicon import QUANTITY, STRICTER_WORK
from assistant.eligibility.nodes import leaves
from assistant.eligibility.patterns import compiled
from assistant.eligibility.rules import (
    ExperienceKind,
    ExperienceRequirement,
    Interpretation,
    Requirement,
    Source,
)
from assistant.eligibility.sentence import Sentence
from assistant.eligibility.trees import ParseTree, Unread, child, find, first_token, subtrees, token

_QUANTITY = compiled(QUANTITY)


def experience(sentence: Sentence, body: ParseTree) -> Requirement:
    """ "N years of experience in X", with the part of it that must have been of another kind, if any is named."""
    work = child(body, "work")
    content = sentence.words(work)
    if STRICTER_WORK.search(content.partition("experience")[0]):
        raise Unread(content)
    base = described(sentence.source(body.children[0], work), sentence.setting.kind, content)
    found = _each_value(sentence, base, token(body, "MONTHS"))
    share = find(body, "share")
    if share is None:
        return found
    if sentence.setting.has_special or sentence.setting.kind is not ExperienceKind.GENERAL:
        # Beside a special experience of its own, what is attested as special would count for either: a person judges.
        return sentence.left(found, share, body)
    part = _share(sentence, share)
    if _most(part) > _most(found):
        # "two years as a Chief, with at least 25 years of service": not a part of the two years.
        raise Unread(sentence.words(share))
    return all_of([found, part], sentence.source(body))


def special_experience(sentence: Sentence, body: ParseTree) -> Requirement:
    """ "N years of the General Experience must have been ...", with its alternatives."""
    parts = [
        _special(sentence, sentence.words(child(one, "content")), token(one, "MONTHS"), sentence.source(one))
        for one in subtrees(body)
        if one.data == "one_part"
    ]
    return sentence.narrowed(any_of(parts, sentence.source(body) if len(parts) > 1 else None), body)


def special_within(sentence: Sentence, body: ParseTree) -> Requirement:
    """ "The General Experience must have included N years of ...": the same, said of the whole first."""
    work = child(body, "work")
    source = sentence.source(body.children[0], work)
    return sentence.narrowed(_special(sentence, sentence.words(work), token(body, "MONTHS"), source), body)


def described(source: Source, kind: ExperienceKind, content: str) -> ExperienceRequirement:
    """Experience of this content, of no months yet, with what its words name."""
    roles = phrases.roles(content)
    levels = phrases.levels(phrases.after_experience(content))
    return ExperienceRequirement(
        source=source,
        kind=kind,
        months=0,
        content=content,
        roles=roles,
        levels=levels,
        capacities=phrases.capacities(content),
        or_equivalent=bool(roles or levels) and phrases.widens(content),
        full_time=phrases.is_full_time(content),
    )


def _share(sentence: Sentence, body: ParseTree) -> Requirement:
    """ "two years of which must have been ...": a part of the months, as a special experience is."""
    head = first_token(body)
    quantity = _QUANTITY.search(str(head))
    if quantity is None:
        raise Unread(str(head))
    months = Token.new_borrow_pos("MONTHS", quantity.group(), head)
    content = sentence.words(child(body, "content")).removeprefix("of ")
    return _special(sentence, content, months, sentence.source(body))


def _most(requirement: Requirement) -> int:
    """The most months that a requirement asks for, in any of its readings."""
    return max(leaf.months for leaf in leaves(requirement) if isinstance(leaf, ExperienceRequirement))


def _special(sentence: Sentence, content: str, months: Token, source: Source) -> Requirement:
    base = replace(described(source, ExperienceKind.SPECIAL, content), subset_of=ExperienceKind.GENERAL)
    return _each_value(sentence, base, months)


def _each_value(sentence: Sentence, base: ExperienceRequirement, months: Token) -> Requirement:
    """The requirement with its months; one reading for each where the word and the figure disagree."""
    values = sentence.months(months)
    readings = tuple(replace(base, months=value) for value in values)
    if len(readings) == 1:
        return readings[0]
    question = f'"{sentence.words(months)}": the word and the figure disagree. Which holds?'
    return Interpretation(base.source, question, readings, tuple(f"{value} months" for value in values))
