"""Substitutions and state-employee equivalences from their parse trees."""

from __future__ import annotations

from assistant.eligibility import phrases
from assistant.eligibility.items import fields_of, listing
from assistant.eligibility.patterns import compiled
from assistant.eligibility.rules import (
    Degree,
    EducationRequirement,
    Equivalence,
    ExperienceKind,
    Stacking,
    Substitution,
)
from assistant.eligibility.sentence import Sentence
from assistant.eligibility.trees import ParseTree, Unread, child, find, first_token, has, token

STATE_EMPLOYEES = "state employees"
EVERYONE = "everyone"

_TARGETS = {
    "SPECIAL_EXPERIENCE": (ExperienceKind.SPECIAL,),
    "BOTH_EXPERIENCES": (ExperienceKind.GENERAL, ExperienceKind.SPECIAL),
}
_OR_ABOVE = compiled(r"\bor above\b")


def substitution(sentence: Sentence, body: ParseTree) -> Substitution:
    """What gives credit towards which experience, and how much. It reaches only the experience that it names."""
    audience = STATE_EMPLOYEES if has(body, "AUDIENCE") else None
    targets = _targets(sentence, child(body, "target"))
    source = sentence.source(body)
    if find(body, "college"):
        return _college(sentence, body, targets, audience)
    condition = listing(sentence, child(body, "listing"))
    yields = find(body, "yields")
    if yields is None:
        return Substitution(source, targets, condition, None, audience=audience)
    amount = first_token(yields)
    stacking = Stacking.ADDITIONAL if amount.type == "MORE_MONTHS" else Stacking.BASE
    return Substitution(source, targets, condition, sentence.sure_months(amount), stacking=stacking, audience=audience)


def _targets(sentence: Sentence, body: ParseTree) -> tuple[ExperienceKind, ...]:
    named = first_token(body)
    if named.type == "NAMED_EXPERIENCE" and sentence.setting.has_special:
        # "the experience" where there are two of them.
        raise Unread(str(named))
    return _TARGETS.get(named.type, (ExperienceKind.GENERAL,))


def _college(
    sentence: Sentence, body: ParseTree, targets: tuple[ExperienceKind, ...], audience: str | None
) -> Substitution:
    """College training at a rate, up to a maximum that may be tied to a degree."""
    training, rate, limit = child(body, "college"), child(body, "rate"), find(body, "limit")
    hours = sentence.hours(token(rate, "SEMESTER_HOURS"))
    fields = fields_of(sentence, training)
    condition = EducationRequirement(sentence.source(training), (), fields, hours) if fields else None
    tied = find(limit, "fields") if limit else None
    return Substitution(
        sentence.source(body),
        targets,
        condition,
        sentence.sure_months(token(child(rate, "block"), "MONTHS")),
        per_hours=hours,
        cap_months=sentence.sure_months(token(child(limit, "top"), "MONTHS")) if limit else None,
        cap_degree=_cap_degree(limit) if limit else None,
        cap_fields=fields_of(sentence, tied) if tied else (),
        audience=audience,
    )


def _cap_degree(limit: ParseTree) -> Degree | None:
    if not has(limit, "DEGREE"):
        return None
    levels = phrases.degrees(str(token(limit, "DEGREE")))
    if len(levels) != 1:
        raise Unread("a maximum tied to several degrees")
    return levels[0]


def equivalence(sentence: Sentence, body: ParseTree) -> Equivalence:
    """At which classes' level the experience of an audience is interpreted."""
    subject = first_token(child(body, "subject"))
    kinds = {"GENERAL_EXPERIENCE": ExperienceKind.GENERAL, "SPECIAL_EXPERIENCE": ExperienceKind.SPECIAL}
    applies_to = kinds.get(subject.type, sentence.setting.kind)
    names, above = phrases.class_names(sentence.words(child(body, "class_names")))
    if not names or applies_to is ExperienceKind.OTHER:
        raise Unread(sentence.words(body))
    audience = STATE_EMPLOYEES if has(body, "AUDIENCE") else EVERYONE
    above = above or _OR_ABOVE.search(str(token(body, "INTERPRETED"))) is not None
    return Equivalence(sentence.source(body), audience, names, applies_to, above)
