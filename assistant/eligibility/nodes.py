"""Walks over rule trees: leaves, what gates at screening, and the keys by which a node is known."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    CredentialRequirement,
    Definition,
    EducationRequirement,
    Equivalence,
    ExperienceRequirement,
    Interpretation,
    Modality,
    Opaque,
    Phase,
    Requirement,
    RuleSet,
    Source,
    Substitution,
)
from corpus.model import SectionKind, Span, Spec

Node = Requirement | Substitution | Equivalence | Definition
Leaf = ExperienceRequirement | EducationRequirement | CredentialRequirement | Opaque

NAMES: dict[type[Node], str] = {
    AllOf: "all_of",
    AnyOf: "any_of",
    ExperienceRequirement: "experience",
    EducationRequirement: "education",
    CredentialRequirement: "credential",
    Opaque: "opaque",
    Interpretation: "interpretation",
    Substitution: "substitution",
    Equivalence: "equivalence",
    Definition: "definition",
}
"""The name of each kind of node, in keys and in YAML."""


def children(node: Node) -> tuple[Requirement, ...]:
    """The requirements directly under a node."""
    if isinstance(node, AllOf | AnyOf):
        return node.children
    if isinstance(node, Interpretation):
        return node.readings
    if isinstance(node, Substitution) and node.condition is not None:
        return (node.condition,)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything under it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def leaves(node: Node) -> Iterator[Leaf]:
    """The requirements under a node that have no parts."""
    for found in walk(node):
        if isinstance(found, ExperienceRequirement | EducationRequirement | CredentialRequirement | Opaque):
            yield found


def all_nodes(rules: RuleSet) -> Iterator[Node]:
    """Every node of a rule set, in the order in which they are listed."""
    roots: list[Node] = [rules.requirement] if rules.requirement is not None else []
    for root in (*roots, *rules.substitutions, *rules.equivalences, *rules.definitions, *rules.shown):
        yield from walk(root)


def gates(node: Requirement) -> bool:
    """Whether anything in it has to be met at screening."""
    return any(leaf.modality is Modality.MUST and leaf.phase is Phase.SCREENING for leaf in leaves(node))


def text_digest(text: str, source: Source) -> str:
    """The sha256 (hex) of what the source quotes, blanks collapsed, so that a new line break voids no review."""
    words = "\n".join(" ".join(span.of(text).split()) for span in (source.span, *source.more))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def keyed(rules: RuleSet, spec: Spec) -> RuleSet:
    """The rule set with a key and a text digest at every node."""
    counts: Counter[str] = Counter()

    def sourced(node: Node) -> Source:
        name = f"{_place(spec, node.source.span)}.{NAMES[type(node)]}"
        counts[name] += 1
        return replace(node.source, key=f"{name}.{counts[name]}", digest=text_digest(spec.text, node.source))

    def requirement(node: Requirement) -> Requirement:
        source = sourced(node)
        if isinstance(node, AllOf | AnyOf):
            return replace(node, source=source, children=tuple(requirement(child) for child in node.children))
        if isinstance(node, Interpretation):
            return replace(node, source=source, readings=tuple(requirement(child) for child in node.readings))
        return replace(node, source=source)

    def substitution(node: Substitution) -> Substitution:
        source = sourced(node)
        condition = requirement(node.condition) if node.condition is not None else None
        return replace(node, source=source, condition=condition)

    return replace(
        rules,
        requirement=requirement(rules.requirement) if rules.requirement is not None else None,
        substitutions=tuple(substitution(node) for node in rules.substitutions),
        equivalences=tuple(replace(node, source=sourced(node)) for node in rules.equivalences),
        definitions=tuple(replace(node, source=sourced(node)) for node in rules.definitions),
        shown=tuple(requirement(node) for node in rules.shown),
    )


def _place(spec: Spec, span: Span) -> str:
    """The section in which a span stands; for a note, the section that it belongs to."""
    for section in spec.sections:
        if section.span.covers(span):
            return f"{section.topic.value}.note" if section.kind is SectionKind.NOTE else section.kind.value
    return SectionKind.OTHER.value
