"""What a class's rules ask the form to ask: which kinds of work count, by which clause, and the names that it knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.eligibility.nodes import all_nodes
from assistant.eligibility.outline import Citation, outline, requirement_words
from assistant.eligibility.policy import DEFAULT
from assistant.eligibility.program import Program, program_for
from assistant.eligibility.rules import (
    CredentialRequirement,
    EducationRequirement,
    ExperienceKind,
    ExperienceRequirement,
    RuleSet,
)
from corpus.model import Spec


@dataclass(frozen=True, slots=True)
class WorkClause:
    """A clause that describes work: what it says, and its citation. `key` is that of its rule."""

    key: str
    words: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class FormTerms:
    """What the form asks for a class.

    `kinds` are the clauses by which work counts as general and as special; `own_work` describe work that is asked for
    by itself, job by job. `capacities` and `speaks_of_state`: whether those of a job can matter. The others are names
    to suggest.
    """

    class_code: str = ""
    revision: str = ""
    kinds: tuple[tuple[ExperienceKind, tuple[WorkClause, ...]], ...] = ()
    own_work: tuple[WorkClause, ...] = ()
    speaks_of_state: bool = False
    credentials: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    state_classes: tuple[str, ...] = ()
    assignments: tuple[str, ...] = ()


def form_terms(rules: RuleSet, spec: Spec) -> FormTerms:
    """What a rule set asks the form to ask."""
    program = program_for(rules, spec, DEFAULT)
    nodes = list(all_nodes(program.rules))
    return FormTerms(
        class_code=rules.class_code,
        revision=rules.revision,
        kinds=tuple(
            (kind, clauses)
            for kind in (ExperienceKind.GENERAL, ExperienceKind.SPECIAL)
            if (clauses := _clauses(program, (node for node in program.stated if node.kind is kind)))
        ),
        own_work=_clauses(program, (node for node in program.experience if not program.work(node).attested)),
        speaks_of_state=program.speaks_of_state,
        credentials=_names(name for node in nodes if isinstance(node, CredentialRequirement) for name in node.names),
        fields=_names(name for node in nodes if isinstance(node, EducationRequirement) for name in node.fields),
        state_classes=_names(
            level for node in program.experience for level in (program.work(node).levels or program.work(node).names)
        ),
        assignments=_names(leaf.only_for for leaf in program.assigned if leaf.only_for),
    )


def _clauses(program: Program, nodes: Iterable[ExperienceRequirement]) -> tuple[WorkClause, ...]:
    """The clauses of these nodes; work that is asked for by itself once."""
    said = outline(program)
    found: dict[object, WorkClause] = {}
    for node in nodes:
        work = program.work(node)
        words = node.content if work.attested and node.content else requirement_words(node)
        citation = said.citations[said.numbers[id(node)] - 1]
        found.setdefault(node.source.span if work.attested else work.key, WorkClause(work.key, words, citation))
    return tuple(found.values())


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
