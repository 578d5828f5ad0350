"""`compile_rules(spec) -> RuleSet`: the minimum qualifications of a specification as rules, with what was not read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from assistant.eligibility import phrases
from assistant.eligibility.combine import all_of
from assistant.eligibility.found import Found
from assistant.eligibility.lexicon import CAPACITIES
from assistant.eligibility.lint import findings_of
from assistant.eligibility.nodes import gates, keyed, leaves
from assistant.eligibility.patterns import compiled
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    Definition,
    Equivalence,
    ExperienceKind,
    ExperienceRequirement,
    Finding,
    Interpretation,
    Opaque,
    OpaqueReason,
    Requirement,
    RuleSet,
    Source,
    Substitution,
)
from assistant.eligibility.sections import SectionReader
from assistant.eligibility.setting import Setting, title_key
from corpus.errors import NotFound
from corpus.model import MQ_KINDS, Clause, Section, SectionKind, Span, Spec

_SHOWN_KINDS = frozenset({SectionKind.CHARACTER_REQUIREMENTS, SectionKind.PHYSICAL_REQUIREMENTS})
_KINDS = {
    SectionKind.MINIMUM_QUALIFICATIONS: ExperienceKind.GENERAL,
    SectionKind.GENERAL_EXPERIENCE: ExperienceKind.GENERAL,
    SectionKind.SPECIAL_EXPERIENCE: ExperienceKind.SPECIAL,
}


def compile_rules(spec: Spec, class_code: str | None = None) -> RuleSet:
    """The rules that the spec's minimum qualifications state for its class, or for one class of a series.

    No text makes it raise: what cannot be read with certainty is residue, an `Opaque` that only a person can judge.
    `class_code` names one of `spec.classes`, default is the spec's own; NotFound where the page has no such class.
    """
    code = class_code or spec.class_code
    if code != spec.class_code and code not in {listed for listed, _ in spec.classes}:
        raise NotFound(f"{code} is no class of the page of {spec.class_code}")
    own = frozenset(title_key(title) for listed, title in spec.classes if listed == code) or frozenset(
        {title_key(spec.title)}
    )
    others = frozenset(title_key(title) for _, title in spec.classes) - own
    sections = mq_sections(spec)
    has_special = any(section.kind is SectionKind.SPECIAL_EXPERIENCE and _stated(section) for section in sections)
    assignments = _assignments(spec, others)
    parts: list[Requirement] = []
    found = Found()
    for section in sections:
        setting = replace(_setting(section, has_special, own), assignments=assignments)
        reader = SectionReader(spec, setting, others)
        requirement = reader.requirement(spec.clauses_in(section))
        if requirement is not None:
            parts.extend(requirement.children if isinstance(requirement, AllOf) else (requirement,))
        found.take(reader.found)
    shown = [part for part in (*parts, *found.shown) if not gates(part) or part in found.shown]
    shown += [_shown(spec, clause) for clause in spec.iter_kind(*_SHOWN_KINDS)]
    gating = [part for part in parts if gates(part)]
    requirement = all_of(gating) if gating else None
    read = RuleSet(
        class_code=code,
        revision=spec.revision,
        requirement=requirement,
        substitutions=tuple(_with_special_work(rule, requirement) for rule in found.substitutions),
        equivalences=found.equivalences,
        definitions=found.definitions,
        shown=tuple(shown),
        bound=(),
        residue=(),
        residue_share=0.0,
        findings=(),
    )
    return measured(read, spec, found.residue, found.mismatches)


def measured(rules: RuleSet, spec: Spec, residue: Iterable[Span], mismatches: Iterable[Span] = ()) -> RuleSet:
    """The rule set with its keys, its share of unread text, its definitions tied to their uses, and its findings."""
    unread = _merged(residue)
    bound = difference(spec.text, [clause.span for clause in mq_clauses(spec)], unread)
    read_count, unread_count = _count(spec.text, bound), _count(spec.text, unread)
    share = unread_count / (read_count + unread_count) if read_count + unread_count else 0.0
    full = replace(rules, bound=tuple(bound), residue=tuple(unread), residue_share=share)
    full = _with_notes(keyed(full, spec), spec)
    disagreeing = tuple(
        Finding("word and figure disagree", span, f"{_quoted(spec.text, span)}: the word and the figure disagree")
        for span in dict.fromkeys(mismatches)
    )
    return replace(full, findings=(*disagreeing, *findings_of(full, spec)))


def _quoted(text: str, span: Span) -> str:
    return f'"{" ".join(span.of(text).split())}"'


def mq_sections(spec: Spec) -> tuple[Section, ...]:
    """The sections that state minimum qualifications: the MQ kinds, their notes, and the special requirements."""
    return tuple(
        section
        for section in spec.sections
        if section.kind in MQ_KINDS
        or section.kind is SectionKind.SPECIAL_REQUIREMENTS
        or (section.kind is SectionKind.NOTE and section.topic in MQ_KINDS | {SectionKind.SPECIAL_REQUIREMENTS})
    )


def mq_clauses(spec: Spec) -> tuple[Clause, ...]:
    """The clauses of those sections, in the order of the text."""
    return tuple(clause for section in mq_sections(spec) for clause in spec.clauses_in(section))


def _assignments(spec: Spec, other_titles: frozenset[str]) -> str:
    """What the text says of the assignments in the class, as `title_key` writes it."""
    told = spec.iter_kind(SectionKind.GUIDELINES, SectionKind.PURPOSE)
    return " | ".join((*(title_key(spec.quote(clause)) for clause in told), *other_titles))


def _stated(section: Section) -> bool:
    return section.clauses[0] < section.clauses[1]


def _setting(section: Section, has_special: bool, titles: frozenset[str]) -> Setting:
    kind = section.topic if section.kind is SectionKind.NOTE else section.kind
    return Setting(
        _KINDS.get(kind, ExperienceKind.OTHER),
        has_special,
        section.kind is SectionKind.NOTE,
        titles,
        kind is SectionKind.SUBSTITUTIONS,
    )


def _shown(spec: Spec, clause: Clause) -> Opaque:
    """A physical or character requirement: for a person to judge, never a gate."""
    words = " ".join(spec.quote(clause).split())
    return Opaque(Source(clause.span), words, OpaqueReason.JUDGEMENT)


def _with_special_work(rule: Substitution, requirement: Requirement | None) -> Substitution:
    """The substitution, where its condition describes the very work of the general or special experience."""
    if rule.condition is None or requirement is None:
        return rule
    known = {
        phrases.without_capacity(leaf.content): leaf.kind
        for leaf in leaves(requirement)
        if isinstance(leaf, ExperienceRequirement)
    }

    def named(node: Requirement) -> Requirement:
        if isinstance(node, AllOf | AnyOf):
            return replace(node, children=tuple(named(child) for child in node.children))
        if isinstance(node, Interpretation):
            return replace(node, readings=tuple(named(child) for child in node.readings))
        if isinstance(node, ExperienceRequirement) and node.kind is ExperienceKind.OTHER:
            return replace(node, kind=known.get(phrases.without_capacity(node.content), node.kind))
        return node

    return replace(rule, condition=named(rule.condition))


def _with_notes(rules: RuleSet, spec: Spec) -> RuleSet:
    """The rule set with each definition tied to the nodes that use its term, each equivalence to those it is of."""
    if rules.requirement is None:
        return rules
    described = [
        leaf
        for part in (rules.requirement, *(rule.condition for rule in rules.substitutions if rule.condition))
        for leaf in leaves(part)
    ]
    return replace(
        rules,
        equivalences=tuple(
            replace(known, nodes=tuple(leaf.source.key for leaf in described if _speaks_of(known, leaf, spec)))
            for known in rules.equivalences
        ),
        definitions=tuple(
            replace(known, nodes=tuple(leaf.source.key for leaf in described if _uses(leaf, known)))
            for known in rules.definitions
        ),
    )


def _speaks_of(known: Equivalence, leaf: Requirement, spec: Spec) -> bool:
    """Whether an equivalence is of this experience: "the lead experience" is not of the other alternatives."""
    if not isinstance(leaf, ExperienceRequirement) or leaf.kind is not known.applies_to:
        return False
    words = known.source.span.of(spec.text)
    named = [capacity for word, capacity in CAPACITIES if compiled(rf"\b{word} experience\b").search(words)]
    return not named or bool(set(named) & set(leaf.capacities))


def _uses(leaf: Requirement, definition: Definition) -> bool:
    words = {
        "content": getattr(leaf, "content", ""),
        "fields": " ".join(getattr(leaf, "fields", ())),
        "text": getattr(leaf, "text", ""),
    }
    term = phrases.singular(definition.term)
    return any(term in phrases.singular(text) for text in words.values() if text)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def difference(text: str, wholes: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """What of `wholes` is in none of `holes`, pieces of mere blanks left out."""
    merged = _merged(holes)
    ends = [hole.end for hole in merged]
    left: list[Span] = []
    for whole in wholes:
        start = whole.start
        for hole in merged[bisect_right(ends, start) :]:
            if hole.start >= whole.end:
                break
            left.append(Span(start, max(start, hole.start)))
            start = min(hole.end, whole.end)
        left.append(Span(start, whole.end))
    return [span for span in left if span.of(text).strip()]


def _count(text: str, spans: Iterable[Span]) -> int:
    return sum(not character.isspace() for span in spans for character in span.of(text))
