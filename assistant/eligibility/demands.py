"""Demands from their parse trees: "must possess", "must obtain within ...", "may be required to hold"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lark import Token

from assistant.eligibility import phrases
from assistant.eligibility.items import listing
from assistant.eligibility.lexicon import LEADING_TIME
from assistant.eligibility.nodes import Leaf
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    CredentialRequirement,
    Interpretation,
    Modality,
    Phase,
    Requirement,
    Source,
)
from assistant.eligibility.sentence import Sentence
from assistant.eligibility.setting import assignment_of
from assistant.eligibility.trees import ParseTree, Unread, child, first_token, has

_BECOMING = {
    "licensed": "license",
    "certified": "certification",
    "registered": "registration",
    "admitted": "admission",
}


def demand(sentence: Sentence, body: ParseTree) -> Requirement:
    """What a sentence demands: of whom, whether it binds, and by when; where that is open, with all readings."""
    form, head = str(body.data), first_token(body)
    found = _becoming(sentence, body, head) if form == "must_be" else listing(sentence, child(body, "listing"))
    try:
        only_for, is_sure = assignment_of(str(head), sentence.setting)
    except ValueError as error:
        raise Unread(str(head)) from error
    timed = bool(LEADING_TIME.match(str(head))) or has(body, "BY_APPOINTMENT")
    phase = Phase.APPOINTMENT if timed or form == "must_keep" else Phase.SCREENING
    modality = Modality.MAY_BE_REQUIRED if form == "may_be_required" else Modality.MUST
    everybody = demanded(_framed(found, sentence.source(body)), modality, phase, None)
    found = demanded(everybody, modality, phase, only_for)
    if form in ("must_obtain", "conditional") and not timed:
        later = demanded(found, modality, Phase.APPOINTMENT, only_for)
        question = "The text does not say when this is to be had: before the screening, or by appointment?"
        found = Interpretation(found.source, question, (found, later), ("at screening", "by appointment"))
    elif not is_sure and modality is Modality.MUST and phase is Phase.SCREENING:
        question = f'Is this asked of everybody in the class, or only of "{only_for}"?'
        labels = ("of everybody", f"only of {only_for}")
        found = Interpretation(found.source, question, (everybody, found), labels)
    return sentence.narrowed(found, body)


def demanded(found: Requirement, modality: Modality, phase: Phase, only_for: str | None) -> Requirement:
    """The requirement with this modality, phase and audience at every leaf."""
    return _at_leaves(found, lambda leaf: replace(leaf, modality=modality, phase=phase, only_for=only_for))


def assigned_to(found: Requirement, assignment: str) -> Requirement:
    """The requirement, asked only in this assignment; a leaf that names one of its own keeps it."""
    return _at_leaves(found, lambda leaf: replace(leaf, only_for=leaf.only_for or assignment))


def _at_leaves(found: Requirement, change: Callable[[Leaf], Leaf]) -> Requirement:
    if isinstance(found, AllOf | AnyOf):
        return replace(found, children=tuple(_at_leaves(part, change) for part in found.children))
    if isinstance(found, Interpretation):
        return replace(found, readings=tuple(_at_leaves(part, change) for part in found.readings))
    return change(found)


def _framed(found: Requirement, source: Source) -> Requirement:
    """A demand for one thing is quoted with its frame; a demand that can be read in two ways keeps its phrases."""
    return found if isinstance(found, Interpretation) else replace(found, source=source)


def _becoming(sentence: Sentence, body: ParseTree, head: Token) -> Requirement:
    """ "must be licensed as X": the licence as X."""
    verb, _, rest = sentence.words(child(body, "becoming")).removeprefix("currently ").partition(" ")
    noun = _BECOMING.get(verb.lower())
    if noun is None or not rest:
        raise Unread(verb)
    return CredentialRequirement(sentence.source(head, body), phrases.credential_names(f"{noun} {rest}"))
