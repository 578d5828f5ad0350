"""The minimum qualifications of two texts side by side, in plain words, each with the characters that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

from assistant.eligibility.least import Least, facts_of
from assistant.eligibility.nodes import Node, children, walk
from assistant.eligibility.outline import (
    DEGREE_WORDS,
    KIND_WORDS,
    duration_words,
    listed,
    requirement_words,
    substitution_words,
)
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
    OpaqueReason,
    Phase,
    RuleSet,
    Substitution,
)
from assistant.web.buttons import button
from assistant.web.compare_html import Names, table
from corpus.model import Spec

_OPEN = {
    OpaqueReason.UNREAD: "not read by the program: a person must judge",
    OpaqueReason.JUDGEMENT: "a person must judge",
    OpaqueReason.DEFERRED: "stated elsewhere",
}


@dataclass(frozen=True, slots=True)
class Ruled:
    """The rules in force of a class, and the text that they were read from."""

    rules: RuleSet
    spec: Spec


def rules_html(one: Ruled, other: Ruled, names: Names) -> str:
    """What both ask for at the least, and the rules of each; what only one of them says is marked."""
    numbers = count(1)
    said = [frozenset(node_words(node) for node in _all(ruled.rules)) for ruled in (one, other)]
    sides = "".join(
        f'<div class="side"><h5>{escape(name)}</h5>{_groups(ruled, numbers, here - there)}</div>'
        for name, ruled, here, there in zip(names, (one, other), said, reversed(said), strict=True)
    )
    return (
        '<section class="compared rules" aria-label="Rules"><h4>Minimum qualifications as rules</h4>'
        f'{_least(facts_of(one.rules), facts_of(other.rules), names)}<div class="sides">{sides}</div></section>'
    )


def _least(one: Least, other: Least, names: Names) -> str:
    def degrees(least: Least) -> str:
        return listed([DEGREE_WORDS[degree] for degree in least.degrees]) or "none"

    rows = [
        ("general experience, at the least", _months(one.general_months), _months(other.general_months)),
        ("special experience, at the least", _months(one.special_months), _months(other.special_months)),
        ("degree named", degrees(one), degrees(other)),
    ]
    return table("What is asked for at the least", rows, names)


def _months(months: int | None) -> str:
    return "we don't know" if months is None else duration_words(months) if months else "none"


def _groups(ruled: Ruled, numbers: Iterator[int], unlike: frozenset[str]) -> str:
    rules = ruled.rules
    groups: tuple[tuple[str, Sequence[Node]], ...] = (
        ("Required", (rules.requirement,) if rules.requirement is not None else ()),
        ("What may replace experience", rules.substitutions),
        ("How experience is read", rules.equivalences),
        ("What words mean", rules.definitions),
        ("Stated, and not asked of everybody at screening", rules.shown),
    )
    parts = [
        f"<h6>{title}</h6><ul>{''.join(_row(ruled, node, numbers, unlike) for node in nodes)}</ul>"
        for title, nodes in groups
        if nodes
    ]
    return "".join(parts) or "<p>The text states no minimum qualifications.</p>"


def _row(ruled: Ruled, node: Node, numbers: Iterator[int], unlike: frozenset[str]) -> str:
    words, span = node_words(node), node.source.span
    cite = button(next(numbers), ruled.rules.revision, span.start, span.end, span.of(ruled.spec.text))
    is_group = isinstance(node, AllOf | AnyOf | Interpretation)
    only = '<span class="only"><span aria-hidden="true">≠</span> only here</span>'
    mark = only if words in unlike and not is_group else ""
    limits = "".join(f' <span class="dim">({escape(limit)})</span>' for limit in _limits(node))
    below = "".join(_row(ruled, child, numbers, unlike) for child in children(node)) if is_group else ""
    return f"<li>{escape(words)}{limits} {'' if below else cite} {mark}{f'<ul>{below}</ul>' if below else ''}</li>"


def node_words(node: Node) -> str:
    """What a rule says, without the parts that stand under it."""
    match node:
        case AllOf():
            words = "all of these"
        case AnyOf():
            words = "one of these"
        case Interpretation():
            words = f"{node.question} ({'; or '.join(node.labels)})"
        case Substitution():
            words = substitution_words(node)
        case Definition():
            words = f"“{node.term}” is defined"
        case Equivalence():
            above = " or above" if node.or_above else ""
            words = (
                f"for {node.audience}: {KIND_WORDS[node.applies_to]} at the level of {listed(list(node.levels))}{above}"
            )
        case _:
            words = requirement_words(node)
    return words[:1].upper() + words[1:]


def _limits(node: Node) -> Iterator[str]:
    """What a rule is limited to, in plain words."""
    if isinstance(node, Opaque):
        yield _OPEN[node.reason]
    if isinstance(node, ExperienceRequirement | EducationRequirement | CredentialRequirement | Opaque):
        if node.only_for:
            yield f"only for {node.only_for}"
        if node.modality is Modality.MAY_BE_REQUIRED:
            yield "may be required"
        if node.phase is Phase.APPOINTMENT:
            yield "by appointment"


def _all(rules: RuleSet) -> Iterator[Node]:
    roots: list[Node] = [rules.requirement] if rules.requirement is not None else []
    for root in (*roots, *rules.substitutions, *rules.equivalences, *rules.definitions, *rules.shown):
        yield from (root,) if isinstance(root, Substitution) else walk(root)
