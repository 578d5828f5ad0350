"""General questions about the rules of a class, answered from the rule tree with its clauses."""

from __future__ import annotations

from typing import Any

from assistant.eligibility.names import stems
from assistant.eligibility.nodes import leaves
from assistant.eligibility.outline import Outline, duration_words, outline
from assistant.eligibility.policy import DEFAULT, CountingPolicy
from assistant.eligibility.program import Program, asks_for_degree, never_gates, program_for
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    Interpretation,
    Requirement,
    RuleSet,
    Stacking,
    Substitution,
)
from corpus.model import Spec


def explain_rules(rules: RuleSet, spec: Spec, about: str = "", policy: CountingPolicy = DEFAULT) -> dict[str, Any]:
    """What the rules ask for, what may replace it and how it is read, each with its citations.

    `about` keeps the statements that share a word with it; all are returned where none does.
    """
    program = program_for(rules, spec, policy)
    told = outline(program)
    statements = [*_requirements(program, told), *_substitutions(program, told), *_notes(program, told)]
    wanted = _roots(about) - _ASKING
    kept = [statement for statement in statements if wanted & _roots(_searchable(statement, told))]
    chosen = kept or statements
    cited = {number for statement in chosen for number in statement["cites"]}
    return {
        "class_code": rules.class_code,
        "title": spec.title,
        "revision": rules.revision,
        "statements": chosen,
        "citations": [citation for citation in told.citations if citation["n"] in cited],
    }


_ASKING = frozenset(
    "do doe did i it you we what which how mani much count both need have meet may can must will there thi that if not "
    "or when who where requir qualif experi text".split()
)


def _roots(text: str) -> frozenset[str]:
    """The words by their first five letters, so that managing is found in managerial."""
    return frozenset(stem[:5] if stem not in _ASKING else stem for stem in stems(text))


def _searchable(statement: dict[str, Any], told: Outline) -> str:
    quotes = (citation["quote"] for citation in told.citations if citation["n"] in statement["cites"])
    return " ".join([statement["text"], *quotes])


def _requirements(program: Program, told: Outline) -> list[dict[str, Any]]:
    root = program.rules.requirement
    if root is None:
        return [{"kind": "requirement", "text": "The text states no minimum qualifications.", "cites": []}]
    tops = root.children if isinstance(root, AllOf) else (root,)
    return [_statement("requirement", _required(top, told), [top, *leaves(top)], told) for top in tops]


def _required(node: Requirement, told: Outline) -> str:
    words = told.words[id(node)]
    found = list(leaves(node))
    only_for = next((leaf.only_for for leaf in found if leaf.only_for), None)
    who = f" Asked only for: {only_for}." if only_for else ""
    if isinstance(node, Interpretation):
        readings = " or ".join(node.labels)
        return f"The text can be read in more than one way: {node.question} ({readings}).{who}"
    if isinstance(node, AnyOf):
        return f"One of these is required: {words}.{who}"
    if all(never_gates(leaf) for leaf in found):
        return f"May be required, or is due by appointment: {words}.{who}"
    return f"Required: {words}.{who}"


def _substitutions(program: Program, told: Outline) -> list[dict[str, Any]]:
    found = []
    for substitution in program.rules.substitutions:
        text = told.words[id(substitution)]
        notes = [f"{text[:1].upper()}{text[1:]}.", *_terms(substitution)]
        nodes = [substitution, *(leaves(substitution.condition) if substitution.condition is not None else ())]
        found.append(_statement("substitution", " ".join(notes), nodes, told))
    return found


def _terms(substitution: Substitution) -> list[str]:
    """What the grammar of a substitution means for its use."""
    notes = ["It is used once."] if substitution.yields_months is not None and not substitution.per_hours else []
    if substitution.stacking is Stacking.ADDITIONAL:
        notes.append("It comes on top of what other substitutions give, and outside their maximum.")
    if len(substitution.targets) == 1:
        other = "Special" if substitution.targets[0] == "general" else "General"
        notes.append(f"It does not reach the {other} Experience, which it does not name.")
    if substitution.cap_degree is not None and substitution.cap_months is not None:
        notes.append(f"The maximum of {duration_words(substitution.cap_months)} is stated for a degree.")
    return notes


def _notes(program: Program, told: Outline) -> list[dict[str, Any]]:
    rules = program.rules
    found = []
    for equivalence in rules.equivalences:
        levels = " or ".join(equivalence.levels)
        text = f"For {equivalence.audience} this experience is interpreted at the level of {levels}."
        found.append(_statement("equivalence", text, [equivalence], told))
    degrees = [
        leaf for root in (rules.requirement,) if root is not None for leaf in leaves(root) if asks_for_degree(leaf)
    ]
    partial = [s for s in program.partial if s.per_hours or any(asks_for_degree(x) for x in leaves(s))]
    if degrees and partial:
        said = {
            "both_readings": "The text does not say whether one degree may serve both; both readings are judged, and a "
            "person decides where they differ.",
            "allowed": "Under the counting policy one degree may serve both.",
            "forbidden": "Under the counting policy one degree may not serve both.",
        }[program.policy.one_degree_for_both]
        text = f"A degree can meet the degree requirement, and can be substituted for experience. {said}"
        found.append(_statement("reading", text, [*degrees, *partial], told))
    for node in rules.shown:
        found.append(_statement("shown", f"Shown, and not part of a check: {told.words[id(node)]}.", [node], told))
    return found


def _statement(kind: str, text: str, nodes: list[Any], told: Outline) -> dict[str, Any]:
    numbers = [told.numbers[id(node)] for node in nodes if id(node) in told.numbers]
    return {"kind": kind, "text": text, "cites": list(dict.fromkeys(numbers))}
