"""Requirements from their parse trees: listings of degrees, schooling, hours, credentials and experience."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from lark import Token

from assistant.eligibility import phrases
from assistant.eligibility.combine import Joint, Strength, any_of, combine
from assistant.eligibility.experience import experience
from assistant.eligibility.lexicon import COURSES
from assistant.eligibility.rules import (
    CredentialRequirement,
    Degree,
    EducationRequirement,
    Interpretation,
    OpaqueReason,
    Requirement,
)
from assistant.eligibility.sentence import Sentence
from assistant.eligibility.trees import ParseTree, Unread, child, find, has, subtrees, token

_ARTICLE = re.compile(r"an?|the", re.IGNORECASE)


def listing(sentence: Sentence, body: ParseTree) -> Requirement:
    """The requirements of a listing, joined as its connectors say. Raises Unread where they say nothing sure."""
    items = subtrees(body)
    tokens = [part for part in body.children if isinstance(part, Token) and part.type not in ("EITHER", "AGAIN")]
    joints = [_joint(part) for part in tokens]
    if has(body, "EITHER") and "or" not in {joint.word for joint in joints}:
        raise Unread("either")
    parts = _share_fields(sentence, items, joints, [_ITEMS[str(item.data)](sentence, item) for item in items])
    found = combine(parts, joints, sentence.source(items[0], items[-1]) if len(items) > 1 else None)
    if found is None:
        raise Unread("connectors")
    return found


def fields_of(sentence: Sentence, body: ParseTree) -> tuple[str, ...]:
    """The fields of study that a part of the tree names."""
    words = find(body, "field_words")
    return phrases.fields(sentence.plain(words)) if words else ()


def _joint(part: Token) -> Joint:
    strength = Strength.SEMICOLON if ";" in part else Strength.COMMA if "," in part else Strength.BARE
    return Joint({"ALSO": "and", "ELSE": "or"}.get(part.type), strength)


def _share_fields(
    sentence: Sentence, items: list[ParseTree], joints: list[Joint], parts: list[Requirement]
) -> list[Requirement]:
    """ "A Bachelor's degree or a Master's degree in F": F may be asked of the first as well, or not."""
    shared = list(parts)
    for place in range(len(parts) - 2, -1, -1):
        first, second = parts[place], parts[place + 1]
        if not (isinstance(first, EducationRequirement) and isinstance(second, EducationRequirement)):
            continue
        bare, other = sentence.words(items[place]), sentence.words(items[place + 1])
        open_field = not first.fields and re.search(r"degree\W*$", bare, re.IGNORECASE)
        if joints[place].word != "and" and open_field and second.fields and Degree.LAW not in first.degrees:
            question = f'Is the field of "{other}" asked of "{bare}" too?'
            readings = (replace(first, fields=second.fields), first)
            shared[place] = Interpretation(first.source, question, readings, ("in the same field", "in any field"))
    return shared


# ---- education


def _education(sentence: Sentence, body: ParseTree) -> Requirement:
    degree = str(token(body, "DEGREE"))
    levels = phrases.degrees(degree)
    if not levels:
        raise Unread(degree)
    stated = fields_of(sentence, body) or phrases.fields_in_degree(degree)
    return _or_equivalent(sentence, EducationRequirement(sentence.source(body), levels, stated), body)


def _graduation(sentence: Sentence, body: ParseTree) -> Requirement:
    return EducationRequirement(sentence.source(body), (Degree.BACHELOR,), fields_of(sentence, body))


def _high_school(sentence: Sentence, body: ParseTree) -> Requirement:
    diploma = EducationRequirement(sentence.source(body), (Degree.HIGH_SCHOOL,))
    return _or_equivalent(sentence, diploma, body)


def _schooling(sentence: Sentence, body: ParseTree) -> Requirement:
    """ "a high school diploma or GED": either, as one requirement."""
    first = token(body, "DEGREE" if has(body, "DEGREE") else "HIGH_SCHOOL_GRADUATION")
    test = child(body, "equivalency")
    diploma: Requirement = EducationRequirement(sentence.source(first), (Degree.HIGH_SCHOOL,))
    either = any_of([diploma, _equivalency(sentence, test)], sentence.source(body.children[0], test))
    return _or_equivalent(sentence, either, body)


def _equivalency(sentence: Sentence, body: ParseTree) -> Requirement:
    name = re.sub(r"^(?:an?|its equivalent)\s+", "", sentence.words(body), flags=re.IGNORECASE).removesuffix(".")
    return CredentialRequirement(sentence.source(body), tuple(dict.fromkeys((name, "GED"))))


def _hours(sentence: Sentence, body: ParseTree) -> Requirement:
    hours = sentence.hours(token(body, "SEMESTER_HOURS"))
    return EducationRequirement(sentence.source(body), (), fields_of(sentence, body), hours)


def _or_equivalent(sentence: Sentence, found: Requirement, body: ParseTree) -> Requirement:
    """ "or equivalent" is another way that only a person can judge."""
    other = find(body, "or_equivalent")
    if other is None:
        return found
    named = replace(found, source=sentence.source(body.children[0], body.children[-2]))
    return any_of([named, sentence.opaque(other, OpaqueReason.JUDGEMENT)], sentence.source(body))


# ---- credentials


def _credential(sentence: Sentence, body: ParseTree) -> Requirement:
    named = find(body, "credential_name")
    name = _named(sentence, named) if named else _completed(sentence, body)
    return _or_equivalent(sentence, CredentialRequirement(sentence.source(body), phrases.credential_names(name)), body)


def _named(sentence: Sentence, body: ParseTree) -> str:
    """The credential's name; an article in its middle is the sign of a sentence, not of a name."""
    kinds = [part.type if isinstance(part, Token) else "" for part in body.children]
    noun = next(place for place, kind in enumerate(kinds) if kind in ("CREDENTIAL", "CREDENTIALS"))
    if any(_ARTICLE.fullmatch(str(part)) for part in body.children[1:noun]):
        raise Unread(sentence.words(body))
    return sentence.plain(body)


def _completed(sentence: Sentence, body: ParseTree) -> str:
    """What was completed; a graduation is told from a mere attendance by its own word."""
    words = sentence.words(child(body, "completed"))
    if not COURSES.search(words):
        raise Unread(words)
    return sentence.words(body) if token(body, "COMPLETION").lower().startswith("graduation") else words


_ITEMS: dict[str, Callable[[Sentence, ParseTree], Requirement]] = {
    "experience": experience,
    "any_experience": lambda sentence, body: sentence.opaque(body, OpaqueReason.JUDGEMENT),
    "education": _education,
    "graduation": _graduation,
    "high_school": _high_school,
    "schooling": _schooling,
    "equivalency": _equivalency,
    "hours": _hours,
    "credential": _credential,
}
"""The reading of each kind of item of a listing, by the name of its rule in the grammar."""
