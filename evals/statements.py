"""An independent check of what an answer states: nothing here is shared with the assistant's own verifier.

A statement is supported if it cites something, if what it cites is there, character by character, and if every number,
date, degree or credential word, "may", "must" and negation in it is in the passages that it cites.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.errors import NotFound
from corpus.model import SectionKind, Spec
from evals.wording import figures, plain, spoken, terms

SpecOf = Callable[[str], Spec]
"""Gives the current revision of a class, by its code; raises NotFound."""

_MEASURE = re.compile(
    r"[\w/-]+(?: \([\w/]+\))?(?: (?:full|additional|more|semester))?[ -](?:year|month|week|day|hour|word|percent)"
)
_MUST = re.compile(r"\b(?:must|shall|required|requires?|mandatory|conditional|needs?|needed|has to|have to)\b")
_MAY_BE_REQUIRED = re.compile(r"\bmay (?:also )?be required\b")
_MAY = re.compile(r"\b(?:may|might|can|could|optional|permitted|allowed)\b")
_NEGATION = re.compile(r"\b(?:not|no|never|without|none|neither|nor|cannot|except)\b|n't\b")
_NEGATIVE = re.compile(_NEGATION.pattern + r"|\bunclassified\b|\bnon-|\bunlicensed\b")
_POLARITY = re.compile(r"^\W*(?:yes|no)\b\s*(?=[,.:;–—-]|$)")
"""The Yes or No that opens an answer says how it answers the question; the item's facts judge it."""

_ALL_OF_IT = r"(?:the |all )*(?:stated |minimum )*(?:qualifications|requirements)"
_MET = re.compile(
    rf"\byou (?:qualify\b|are (?:eligible|qualified)\b|meet {_ALL_OF_IT})|\bmeets the (?:stated|minimum)\b"
)
_NOT_MET = re.compile(rf"(?:\bnot|n't) (?:qualify\b|(?:eligible|qualified)\b|meet {_ALL_OF_IT})")
_OPEN = re.compile(r"\bwhether\b|\bif you\b")

_STATED_AS_REQUIRED = frozenset(
    {
        SectionKind.MINIMUM_QUALIFICATIONS,
        SectionKind.GENERAL_EXPERIENCE,
        SectionKind.SPECIAL_EXPERIENCE,
        SectionKind.KNOWLEDGE,
    }
)
"""Sections whose heading makes what stands in them a requirement, so that "required" needs no word in the passage."""


@dataclass(frozen=True)
class Fault:
    """A statement that is not supported, by its place in the answer, and why not."""

    statement: int
    reason: str


def unsupported(answer: Mapping[str, Any], spec_of: SpecOf) -> tuple[Fault, ...]:
    """What is wrong with the statements of an answer (its JSON form), in their order; nothing if all are supported.

    An answered or determined question without any statement is a fault of statement 0; what the text says outside all
    statements is judged by all citations together and counts as one more statement. A determination's statement may
    rest on the determination instead of a citation; its verdict must be the determination's.
    """
    statements = answer.get("statements") or ()
    speaks = answer["outcome"] in {"answered", "determination"}
    if speaks and not statements:
        return (Fault(0, "no statement"),)
    faults: list[Fault] = []
    for index, statement in enumerate(statements):
        citations = statement.get("citations") or ()
        reasons = [reason for citation in citations for reason in _misquoted(citation, answer, statement, spec_of)]
        if not citations and answer["outcome"] == "answered":
            reasons.append("no citation")
        if not reasons and (citations or speaks):
            reasons.extend(_beyond(statement["text"], citations, answer, spec_of))
        faults.extend(Fault(index, reason) for reason in dict.fromkeys(reasons))
    if answer["outcome"] == "determination":
        faults.extend(Fault(index, reason) for index, reason in _verdicts(answer))
    if speaks:
        faults.extend(Fault(len(statements), f"outside all statements, {reason}") for reason in _loose(answer, spec_of))
    return tuple(faults)


def _loose(answer: Mapping[str, Any], spec_of: SpecOf) -> Iterable[str]:
    rest = spoken(answer["text"])
    for statement in answer["statements"]:
        rest = rest.replace(spoken(statement["text"]), " ")
    citations = [citation for statement in answer["statements"] for citation in statement.get("citations") or ()]
    if all(_is_held(citation["class_code"], spec_of) for citation in citations):
        yield from _beyond(rest, citations, answer, spec_of)


def _is_held(class_code: str, spec_of: SpecOf) -> bool:
    try:
        spec_of(class_code)
    except NotFound:
        return False
    return True


def _misquoted(
    citation: Mapping[str, Any], answer: Mapping[str, Any], statement: Mapping[str, Any], spec_of: SpecOf
) -> Iterable[str]:
    code = citation["class_code"]
    try:
        spec = spec_of(code)
    except NotFound:
        return [f"cites {code}, which the catalogue does not hold"]
    reasons = []
    if citation["revision"] != spec.revision:
        reasons.append(f"cites a revision of {code} that is not the current one")
    elif not citation["quote"].strip() or spec.text[citation["start"] : citation["end"]] != citation["quote"]:
        reasons.append(f"the quote is not at {code}:{citation['start']}-{citation['end']}")
    named = plain(statement["text"])
    about = answer.get("class_code")
    if about and not _same_text(about, spec) and code.casefold() not in named and plain(spec.title) not in named:
        reasons.append(f"cites {code} in an answer about {about}")
    return reasons


def _same_text(class_code: str, spec: Spec) -> bool:
    """Whether the spec is that of the class: by its code, or because one text specifies both classes."""
    return class_code in dict(_classes(spec))


def _classes(spec: Spec) -> tuple[tuple[str, str], ...]:
    return ((spec.class_code, spec.title), *spec.classes)


def _beyond(
    text: str, citations: Iterable[Mapping[str, Any]], answer: Mapping[str, Any], spec_of: SpecOf
) -> Iterable[str]:
    """What the statement says that its passages do not. A determination may also repeat the asker's own facts."""
    citations = list(citations)
    quotes = [plain(citation["quote"]) for citation in citations]
    own = _own_words(answer)
    ground = "\n".join([*quotes, own])
    words = _POLARITY.sub("", spoken(text))
    named = {citation["class_code"] for citation in citations}
    names = " ".join(f"{code} {title}" for spec in map(spec_of, named) for code, title in _classes(spec))
    known = figures(ground) | figures(names) | _counts(words, len(citations), len(named))
    yield from (f"the number {number} is in no cited passage" for number in sorted(figures(words) - known))
    yield from (f"{term} is in no cited passage" for term in sorted(terms(words) - terms(ground)))
    if not own:
        yield from _negation(words, quotes)
        yield from _modality(words, quotes, {citation["section"] for citation in citations})


def _counts(words: str, cited: int, classes: int) -> frozenset[str]:
    """Numbers that count what is cited (with or without the stem of a list), unless the statement measures by them."""
    measured = figures(" ".join(match.group() for match in _MEASURE.finditer(words)))
    return frozenset({str(cited), str(cited - 1), str(classes)}) - measured


def _negation(words: str, quotes: list[str]) -> Iterable[str]:
    if _NEGATION.search(words) and not any(_NEGATIVE.search(quote) for quote in quotes):
        yield "a negation that is in no cited passage"


def _modality(words: str, quotes: list[str], sections: set[str]) -> Iterable[str]:
    may = _MAY.search(words)
    if may and not any(_MAY.search(quote) for quote in quotes) and SectionKind.SUBSTITUTIONS not in sections:
        yield f"{may.group()!r} where no cited passage leaves it open"
    must = _MUST.search(words)
    if not must or (may and any(_MAY_BE_REQUIRED.search(quote) for quote in quotes)):
        return
    firm = any(_MUST.search(_MAY_BE_REQUIRED.sub(" ", quote)) for quote in quotes)
    if not firm and not sections & _STATED_AS_REQUIRED:
        yield f"{must.group()!r} where no cited passage demands it"


def _verdicts(answer: Mapping[str, Any]) -> Iterable[tuple[int, str]]:
    """Statements that give a verdict on the person other than the determination's. What is left open is none."""
    verdict = (answer.get("determination") or {}).get("verdict")
    for index, statement in enumerate(answer.get("statements") or ()):
        words = spoken(statement["text"])
        if _OPEN.search(words):
            continue
        if _MET.search(words) and verdict != "met":
            yield index, f"says that the qualifications are met where the verdict is {verdict}"
        if _NOT_MET.search(words) and verdict != "not_met":
            yield index, f"says that the qualifications are not met where the verdict is {verdict}"


def _own_words(answer: Mapping[str, Any]) -> str:
    if answer["outcome"] != "determination":
        return ""
    determination = json.dumps(answer.get("determination"), default=str, ensure_ascii=False).replace("_", " ")
    months = {float(number) for number in re.findall(r"\b\d+(?:\.\d)?\b", determination)}
    in_years = " ".join(f"{number // 12:g} {number % 12:.3g}" for number in sorted(months))
    return plain(f"{answer.get('question', '')} {determination} {in_years}")
