"""What a person should look at in a rule set: one check a function, each with the characters and a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.eligibility.nodes import Node, all_nodes, children, leaves
from assistant.eligibility.numbers import NUMBER, UNIT
from assistant.eligibility.patterns import compiled
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    Degree,
    EducationRequirement,
    ExperienceRequirement,
    Finding,
    Interpretation,
    Requirement,
    RuleSet,
)
from corpus.model import Spec

_CAP = compiled(
    rf"\b(?:maximum|up to)(?: credit)?(?: of)? (?:{NUMBER})\b(?! ?\()"
    rf"(?! ?\)? ?(?:additional )?(?:{UNIT}|semester|college|credit|quarter|hours|percent|%))"
)
_LADDER = (Degree.ASSOCIATE, Degree.BACHELOR, Degree.MASTER, Degree.DOCTORATE)


def findings_of(rules: RuleSet, spec: Spec) -> tuple[Finding, ...]:
    """The findings of all checks, in the order of the checks, then of the text."""
    return tuple(finding for check in CHECKS for finding in check(rules, spec))


def residue(rules: RuleSet, spec: Spec) -> Iterator[Finding]:
    """Text that no rule is bound to."""
    for span in rules.residue:
        yield Finding("residue", span, "no rule was read from this text; a person has to judge it")


def mixed_and_or(rules: RuleSet, spec: Spec) -> Iterator[Finding]:
    """Texts with more than one reading; numbers that disagree have their own finding."""
    for node in all_nodes(rules):
        if isinstance(node, Interpretation) and '"and" with "or"' in node.question:
            yield Finding("mixed and/or", node.source.span, f"{node.question} Readings: {'; '.join(node.labels)}")


def open_reading(rules: RuleSet, spec: Spec) -> Iterator[Finding]:
    """Other texts that can be read in more than one way."""
    for node in all_nodes(rules):
        if (
            isinstance(node, Interpretation)
            and '"and" with "or"' not in node.question
            and "disagree" not in node.question
        ):
            yield Finding("more than one reading", node.source.span, node.question)


def substitution_without_target(rules: RuleSet, spec: Spec) -> Iterator[Finding]:
    """Substitutions for an experience that the text does not ask for."""
    asked = {leaf.kind for leaf in _experiences(rules.requirement)}
    for rule in rules.substitutions:
        for target in rule.targets:
            if target not in asked:
                message = f"it substitutes for the {target} experience, and no rule asks for that"
                yield Finding("substitution without target", rule.source.span, message)


def cap_without_unit(rules: RuleSet, spec: Spec) -> Iterator[Finding]:
    """A maximum that does not say years or months."""
    for span in (*(rule.source.span for rule in rules.substitutions), *rules.residue):
        found = _CAP.search(span.of(spec.text))
        if found:
            yield Finding("cap without unit", span, f'"{" ".join(found.group().split())}" has no unit of time')


def subset_exceeds_parent(rules: RuleSet, spec: Spec) -> Iterator[Finding]:
    """A special experience longer than the general experience of which it is a part."""
    experiences = list(_experiences(rules.requirement))
    for part in experiences:
        wholes = [whole.months for whole in experiences if whole.kind is part.subset_of]
        if part.subset_of and wholes and part.months > max(wholes):
            message = f"{part.months} months are asked for within {max(wholes)} months"
            yield Finding("subset exceeds its parent", part.source.span, message)


def unreachable_branch(rules: RuleSet, spec: Spec) -> Iterator[Finding]:
    """Alternatives that nobody needs, since whoever meets them meets another one; of two equal ones, the later."""
    for node in _settled(rules):
        if isinstance(node, AnyOf):
            for place, branch in enumerate(node.children):
                if any(
                    _implies(branch, other) and (at < place or not _implies(other, branch))
                    for at, other in enumerate(node.children)
                    if at != place
                ):
                    message = "whoever meets it meets another alternative too"
                    yield Finding("unreachable branch", branch.source.span, message)


CHECKS: tuple[Callable[[RuleSet, Spec], Iterator[Finding]], ...] = (
    residue,
    mixed_and_or,
    open_reading,
    substitution_without_target,
    cap_without_unit,
    subset_exceeds_parent,
    unreachable_branch,
)


def _settled(rules: RuleSet) -> Iterator[Node]:
    """The nodes outside the readings of a text that is open: of those one is wrong anyway."""
    pending: list[Node] = [rules.requirement] if rules.requirement is not None else []
    pending.extend(rules.substitutions)
    while pending:
        node = pending.pop(0)
        yield node
        if not isinstance(node, Interpretation):
            pending.extend(children(node))


def _experiences(requirement: Requirement | None) -> Iterator[ExperienceRequirement]:
    if requirement is not None:
        yield from (leaf for leaf in leaves(requirement) if isinstance(leaf, ExperienceRequirement))


def _implies(branch: Requirement, other: Requirement) -> bool:
    """Whether meeting `branch` is meeting `other`, by their own words alone."""
    if isinstance(branch, AllOf):
        wanted = other.children if isinstance(other, AllOf) else (other,)
        return all(any(_implies(part, want) for part in branch.children) for want in wanted)
    if isinstance(branch, ExperienceRequirement) and isinstance(other, ExperienceRequirement):
        return replace(branch, source=other.source, months=other.months) == other and branch.months >= other.months
    if isinstance(branch, EducationRequirement) and isinstance(other, EducationRequirement):
        return replace(branch, source=other.source, degrees=other.degrees) == other and _at_least(branch, other)
    return False


def _at_least(branch: EducationRequirement, other: EducationRequirement) -> bool:
    """Whether every degree of `branch` stands above one of `other`, on the ladder of academic degrees."""
    if branch.degrees == other.degrees:
        return True
    return all(
        any(low in _LADDER and high in _LADDER and _LADDER.index(low) <= _LADDER.index(high) for low in other.degrees)
        for high in branch.degrees
    )
