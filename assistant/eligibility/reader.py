"""One sentence of minimum qualifications to rule nodes, or to nothing: what the grammar does not know is not read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import resources

from lark import Lark, Tree
from lark.exceptions import LarkError

from assistant.eligibility.combine import any_of
from assistant.eligibility.credits import equivalence, substitution
from assistant.eligibility.demands import demand, demanded
from assistant.eligibility.experience import special_experience, special_within
from assistant.eligibility.items import listing
from assistant.eligibility.joins import Joins
from assistant.eligibility.passages import Passage
from assistant.eligibility.rules import Modality, OpaqueReason, Phase, Requirement
from assistant.eligibility.sentence import Sentence
from assistant.eligibility.setting import Reading, Setting
from assistant.eligibility.terminals import terminals
from assistant.eligibility.trees import ParseTree, Unread, child, find, has


@cache
def grammar() -> Lark:
    """The parser of sentences: the rules of grammar.lark with the terminals of the lexicon."""
    rules = resources.files("assistant.eligibility").joinpath("grammar.lark").read_text("utf-8")
    return Lark(
        f"{rules}\n{terminals()}\n",
        parser="lalr",
        lexer="basic",
        postlex=Joins(),
        propagate_positions=True,
        maybe_placeholders=False,
        keep_all_tokens=True,
    )


def read(passage: Passage, setting: Setting) -> Reading | None:
    """What the sentence in the passage says; None where it cannot be read with certainty."""
    sentence = Sentence(passage, setting)
    try:
        body = grammar().parse(passage.text).children[0]
        said = _said(sentence, body) if isinstance(body, Tree) else None
    except (LarkError, Unread):
        return None
    if said is None:
        return None
    return replace(said, residue=tuple(sentence.residue), mismatches=tuple(sentence.mismatches))


def _said(sentence: Sentence, body: ParseTree) -> Reading:
    form = str(body.data)
    if form == "substitution":
        return Reading(substitutions=(substitution(sentence, body),))
    if form == "equivalence":
        return Reading(equivalences=(equivalence(sentence, body),))
    forms = {"requirement": _requirement, "part": special_experience, "part_within": special_within}
    return Reading(requirements=(forms.get(form, demand)(sentence, body),))


def _requirement(sentence: Sentence, body: ParseTree) -> Requirement:
    found = listing(sentence, child(body, "listing"))
    if has(body, "BY_APPOINTMENT"):
        return demanded(found, Modality.MUST, Phase.APPOINTMENT, None)
    mix = find(body, "equivalent_mix")
    if mix:
        # "or an equivalent combination of ..." is another way that only a person can judge.
        return any_of([found, sentence.opaque(mix, OpaqueReason.JUDGEMENT)], sentence.source(body))
    return sentence.narrowed(found, body)
