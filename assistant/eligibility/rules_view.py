"""Rules as a person reads them: a one-line outline of a node, and the tree of a class with its quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.eligibility.nodes import Node, children
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
    Stacking,
    Substitution,
)

INDENT = "  "


def outline(node: Node) -> str:
    """The node and its parts in one line: `all(degree advanced; general 144 months "experience in ...")`."""
    if isinstance(node, AllOf | AnyOf):
        word = "all" if isinstance(node, AllOf) else "any"
        return f"{word}({'; '.join(outline(child) for child in node.children)})"
    if isinstance(node, Interpretation):
        return f"either({' | '.join(outline(reading) for reading in node.readings)})"
    if isinstance(node, Substitution) and node.condition is not None:
        return f"{outline(node.condition)} => {_credit(node)}"
    return headline(node)


def headline(node: Node) -> str:
    """What the node itself says, without its parts."""
    if isinstance(node, AllOf | AnyOf):
        return "all of these" if isinstance(node, AllOf) else "any one of these"
    if isinstance(node, Interpretation):
        return f"open: {node.question}"
    if isinstance(node, Substitution | Equivalence | Definition):
        return _beside(node)
    return " ".join((_said(node), *_marks(node)))


def tree_lines(rules: RuleSet, text: str, reviews: Mapping[str, str] | None = None) -> Iterator[str]:
    """The rule set as lines for a terminal: every node with its key and its words in the text.

    `reviews` gives the review status by node key; a node without one is shown as not reviewed.
    """
    yield f"{rules.class_code}  revision {rules.revision[:12]}  unread {rules.residue_share:.1%} of the MQ text"
    roots: list[tuple[str, tuple[Node, ...]]] = [
        ("REQUIRED", (rules.requirement,) if rules.requirement is not None else ()),
        ("SUBSTITUTIONS", rules.substitutions),
        ("EQUIVALENCES", rules.equivalences),
        ("DEFINITIONS", rules.definitions),
        ("SHOWN, NOT A GATE AT SCREENING", rules.shown),
    ]
    if rules.requirement is None:
        yield "no minimum qualifications are stated"
    for title, nodes in roots:
        if nodes:
            yield ""
            yield title
            for node in nodes:
                yield from _lines(node, text, reviews or {}, 1)
    if rules.findings:
        yield ""
        yield "FINDINGS"
        yield from finding_lines(rules, text)


def finding_lines(rules: RuleSet, text: str) -> Iterator[str]:
    """What lint says of the rule set, with the characters that each finding is about."""
    for finding in rules.findings:
        yield f"{INDENT}{finding.check}: {finding.message}"
        yield f"{INDENT * 2}{_quoted(finding.span.of(text))}"


def _lines(node: Node, text: str, reviews: Mapping[str, str], depth: int) -> Iterator[str]:
    status = reviews.get(node.source.key, "not reviewed")
    yield f"{INDENT * depth}{headline(node)}  [{node.source.key}; {status}]"
    parts = children(node)
    if not isinstance(node, AllOf | AnyOf) or len(node.source.more) < len(parts) - 1:
        for span in (*node.source.more, node.source.span):
            yield f"{INDENT * (depth + 1)}{_quoted(span.of(text))}"
    for place, part in enumerate(parts):
        if isinstance(node, Interpretation):
            default = ", shown first" if place == node.default else ""
            yield f"{INDENT * (depth + 1)}reading {place + 1}: {node.labels[place]}{default}"
        yield from _lines(part, text, reviews, depth + 1 + isinstance(node, Interpretation))


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”"


def _said(node: Requirement) -> str:
    if isinstance(node, ExperienceRequirement):
        return f'{node.kind} {node.months} months "{node.content}"'
    if isinstance(node, EducationRequirement):
        what = f"{node.semester_hours} hours" if node.semester_hours else f"degree {' | '.join(node.degrees)}"
        return f"{what} in {' | '.join(node.fields)}" if node.fields else what
    if isinstance(node, CredentialRequirement):
        return f"credential {' | '.join(node.names)}"
    if isinstance(node, Opaque):
        return f'{node.reason} "{node.text}"'
    return headline(node)


def _marks(node: Requirement) -> Iterator[str]:
    """What limits the node, in brackets."""
    if isinstance(node, ExperienceRequirement):
        named = (("as", node.roles), ("level", node.levels), ("capacity", node.capacities))
        yield from (f"[{word} {' | '.join(values)}]" for word, values in named if values)
        if node.or_equivalent:
            yield "[or equivalent]"
        if node.subset_of:
            yield f"[part of {node.subset_of}]"
        if node.full_time:
            yield "[full time]"
    if isinstance(node, Opaque) and node.relaxes:
        yield "[may relax]"
    if isinstance(node, ExperienceRequirement | EducationRequirement | CredentialRequirement | Opaque):
        if node.only_for:
            yield f"[only {node.only_for}]"
        if node.modality is Modality.MAY_BE_REQUIRED:
            yield "[may be required]"
        if node.phase is Phase.APPOINTMENT:
            yield "[by appointment]"


def _beside(node: Substitution | Equivalence | Definition) -> str:
    if isinstance(node, Substitution):
        return _credit(node)
    if isinstance(node, Definition):
        return f'"{node.term}" is defined'
    above = " or above" if node.or_above else ""
    return f"{node.audience}: {node.applies_to} at the level of {' | '.join(node.levels)}{above}"


def _credit(node: Substitution) -> str:
    if node.per_hours:
        amount = f"{node.yields_months} months for {node.per_hours} hours"
    else:
        amount = "all" if node.yields_months is None else f"{node.yields_months} months"
    limit = f", at most {node.cap_months} months" if node.cap_months is not None else ""
    degree = f" with {node.cap_degree}" if node.cap_degree else ""
    fields = f" in {' | '.join(node.cap_fields)}" if node.cap_fields else ""
    additional = " additional" if node.stacking is Stacking.ADDITIONAL else ""
    audience = f" [{node.audience}]" if node.audience else ""
    return f"{amount}{additional} of {' and '.join(node.targets)}{limit}{degree}{fields}{audience}"
