"""Sentences that are known as a whole: definitions, permissions, judgements, references to another class.

They are told by their frame, what stands in the frame is kept as it is. The grammar reads everything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.eligibility.lexicon import BY_APPOINTMENT, QUANTITY
from assistant.eligibility.patterns import compiled
from assistant.eligibility.rules import Modality, OpaqueReason, Phase

_TERM = r"(?P<term>[\"“‘']?(?:(?!must|shall|may|will)[\w/&,'’()“”\"-]+ ){0,14}?(?!must|shall|may|will)[\w/&'’()“”\"-]+)"
_SOMEONE = r"(?:(?:(?!must|may|shall|will)[\w'’.,/()&§-]+ ){0,25}?)"
_IN_SERVICE = r"(?:(?:all )?(?:the )?(?:incumbents?|employees|appointees)\b[^.]{0,80}?)"

_DEFINITIONS = (
    compiled(
        rf"^{_TERM},? (?:is|are|shall be|can be|may be) (?:hereby )?(?:defined|described|"
        rf"understood|considered) (?:as|to be|to mean|to include):?(?P<meaning> [\s\S]+)$"
    ),
    compiled(rf"^{_TERM} means(?! of)(?P<meaning> [\s\S]+)$"),
    compiled(
        r"^(?P<term>(?:closely )?related (?:fields?|areas?)) (?:is|are|includes?|may "
        r"include)(?P<meaning> [\s\S]+)$"
    ),
)
_INCLUDES = compiled(
    rf"^(?!(?:applicants?|candidates?|incumbents?|employees|persons?|those|the (?:examination|"
    rf"list|interview|test))\b)(?!.*\b(?:who|that|which|if|when|please|to) (?:include|refer))"
    rf"{_TERM} (?:includes?|refers? to)(?P<meaning> [\s\S]+)$"
)
_IS_EXPERIENCE = compiled(
    r"^(?P<meaning>experience [\s\S]+?) (?:is|counts as|is considered|qualifies as) (?P<term>experience [\s\S]+)$"
)
_NO_MEANING = compiled(
    rf"\b(?:must|shall|may be (?:substituted|required|waived|counted)|required|requires|"
    rf"substitut\w*|waive\w*|unless|except\w*|at least|{QUANTITY})\b|\binterpreted (?:at|as)\b"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence left to a person: why, whether it binds, and from when. `shown`: physical and character
    requirements, knowledge and skill, which never decide, wherever they stand."""

    reason: OpaqueReason
    modality: Modality = Modality.MUST
    phase: Phase = Phase.SCREENING
    shown: bool = False


_MAY = Statement(OpaqueReason.JUDGEMENT, Modality.MAY_BE_REQUIRED)
_JUDGED = Statement(OpaqueReason.JUDGEMENT)
_LATER = Statement(OpaqueReason.JUDGEMENT, phase=Phase.APPOINTMENT)
_SHOWN = Statement(OpaqueReason.JUDGEMENT, shown=True)
_DEFERRED = Statement(OpaqueReason.DEFERRED)
_NO_SECOND_DEMAND = r"(?:(?!\b(?:must|shall|substitut\w*|unless|except|if)\b)[\s\S])*"

_STATEMENTS: tuple[tuple[re.Pattern[str], Statement], ...] = tuple(
    (compiled(rf"^{pattern}[.;]?$"), statement)
    for pattern, statement in (
        (rf"{_SOMEONE}may (?:also )?be required\b{_NO_SECOND_DEMAND}", _MAY),
        (
            rf"(?:some|certain|many|specific) positions (?:in this class )?may (?:also "
            rf")?require\b{_NO_SECOND_DEMAND}",
            _MAY,
        ),
        (
            r"any (?:combination of )?(?:experience and(?:/or)? training|training and(?:/or)? "
            r"experience|experience,? training and education|education and experience) (?:which|"
            r"that) (?:could|would) (?:(?:reasonably )?be expected to )?provide (?:the )?(?:required "
            r")?knowledges?,? ?(?:and )?(?:skills?)?,? ?(?:and|or)? ?abilit(?:y|ies)(?: (?:listed|"
            r"stated|specified|described) above| required)?",
            _JUDGED,
        ),
        (
            r"(?:the )?(?:applicants?|candidates?|incumbents?)? ?(?:must )?meets? (?:all )?(?:of "
            r")?the (?:minimum )?(?:requirements|qualifications|minimum qualification "
            r"requirements) (?:of|for) (?:the |a )?(?:target|appropriate|higher|next higher|next|"
            r"specific)[ \w-]* class\b[^.]*",
            _DEFERRED,
        ),
        (
            r"(?:the )?(?:minimum )?(?:requirements|qualifications) (?:are )?(?:those )?(?:of|"
            r"for) the (?:target|appropriate) class(?: apply)?",
            _DEFERRED,
        ),
        (r"see attached(?: \w+){0,4}", _DEFERRED),
        (
            rf"{_SOMEONE}(?:must|shall) (?:have|be|possess|pass|maintain|demonstrate|"
            rf"meet)\b[^.]{{0,60}}?\b(?:physical|physically|strength|stamina|agility|acuity|vision|"
            rf"hearing|eyesight|health|moral character|medical examination)\b{_NO_SECOND_DEMAND}",
            _SHOWN,
        ),
        (
            rf"{_SOMEONE}(?:must|shall) be able to (?:frequently |occasionally |repeatedly "
            rf")?(?:lift|carry|climb|run|walk|stand|sit|bend|swim|push|pull|hear|see|"
            rf"crawl)\b{_NO_SECOND_DEMAND}",
            _SHOWN,
        ),
        (
            rf"(?:(?:{_SOMEONE}must (?:have|possess)) )?(?:considerable|thorough|working|extensive|"
            rf"basic|good|some|general|strong|excellent|broad)(?: \w+)? (?:knowledge|skills?|"
            rf"ability|understanding)\b{_NO_SECOND_DEMAND}",
            _SHOWN,
        ),
        (rf"{_SOMEONE}must be (?:currently )?enrolled (?:as|in)\b{_NO_SECOND_DEMAND}", _JUDGED),
        (
            rf"{_SOMEONE}must (?:be (?:willing|able|fluent|bilingual|proficient|available|prepared|"
            rf"capable|physically|a (?:u\.s\. )?citizen|at least)|have (?:the ability|adequate|"
            rf"sufficient|good|normal|general good)|be in good|demonstrate|pass|meet the physical|"
            rf"maintain such|maintain physical)\b{_NO_SECOND_DEMAND}",
            _JUDGED,
        ),
        (rf"{_SOMEONE}must be (?:[\w()-]+ ){{1,4}}years of age\b{_NO_SECOND_DEMAND}", _JUDGED),
        (
            rf"{_IN_SERVICE}(?:must|are required to|will be required to|shall) (?:complete|"
            rf"participate in|attend|serve)\b[^.]{{0,120}}?\b(?:training|working test|"
            rf"probationary) (?:period|program)\b{_NO_SECOND_DEMAND}",
            _LATER,
        ),
        (rf"{_IN_SERVICE}(?:must|are required to|will be required to|shall) submit\b{_NO_SECOND_DEMAND}", _LATER),
        (rf"{_IN_SERVICE}may not\b{_NO_SECOND_DEMAND}", _LATER),
        (
            rf"(?!.*\b(?:experience|training|education|degree|count\w*)\b){_SOMEONE}may not "
            rf"(?!be\b){_NO_SECOND_DEMAND}",
            _JUDGED,
        ),
        (
            rf"(?:continued )?(?:employment|appointment)(?: (?:in|to) (?:this|these) "
            rf"(?:class(?:es)?|positions?))? is (?:conditional|contingent|conditioned) (?:up)?on "
            rf"(?!(?:the )?(?:possession|obtaining|holding)){_NO_SECOND_DEMAND}",
            _LATER,
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Defined:
    """The characters of a term and of its meaning within a sentence."""

    term: str
    meaning: tuple[int, int]


def definition(sentence: str, in_note: bool) -> Defined | None:
    """The definition that the sentence is. In a note, "X includes Y" is one too."""
    for pattern in (*_DEFINITIONS, *((_INCLUDES, _IS_EXPERIENCE) if in_note else ())):
        found = pattern.match(sentence)
        if found and not _NO_MEANING.search(found["meaning"]):
            term = found["term"].strip(" .;\"“”‘’'")
            return Defined(" ".join(term.split()), found.span("meaning"))
    return None


def continues_definition(sentence: str) -> bool:
    """Whether the sentence can do no more than explain a term just defined: it asks for nothing, and grants nothing."""
    return not _NO_MEANING.search(sentence) and not re.search(r"\b(?:may|can|only)\b", sentence, re.IGNORECASE)


def statement(sentence: str) -> Statement | None:
    """How a known statement is to be taken; None where the sentence is none of them."""
    known = next((kind for pattern, kind in _STATEMENTS if pattern.match(sentence)), None)
    if known and known.modality is Modality.MUST and not known.shown and BY_APPOINTMENT.search(sentence):
        return replace(known, phase=Phase.APPOINTMENT)
    return known
