"""Definitions put to use: "closely related fields are ..." adds its fields to the requirements that use the term."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    Definition,
    EducationRequirement,
    Interpretation,
    Requirement,
    RuleSet,
)
from corpus.model import Spec

_BETWEEN = re.compile(r"\s*(?:[,;.]|\band\b|\bor\b)\s*", re.IGNORECASE)


def with_definitions(rules: RuleSet, spec: Spec) -> RuleSet:
    """The rules with each definition of related fields written out; the same object where there is none."""
    fields: dict[str, tuple[str, ...]] = {}
    for definition in rules.definitions:
        for key in definition.nodes if "field" in definition.term.lower() else ():
            fields[key] = (*fields.get(key, ()), *_fields(definition, spec))
    if not fields or rules.requirement is None:
        return rules
    substitutions = tuple(
        replace(s, condition=_written_out(s.condition, fields)) if s.condition is not None else s
        for s in rules.substitutions
    )
    return replace(rules, requirement=_written_out(rules.requirement, fields), substitutions=substitutions)


def _fields(definition: Definition, spec: Spec) -> list[str]:
    words = _BETWEEN.split(definition.meaning.of(spec.text))
    return [" ".join(word.split()) for word in words if word.strip()]


def _written_out(node: Requirement, fields: dict[str, tuple[str, ...]]) -> Requirement:
    if isinstance(node, AllOf | AnyOf):
        return replace(node, children=tuple(_written_out(child, fields) for child in node.children))
    if isinstance(node, Interpretation):
        return replace(node, readings=tuple(_written_out(reading, fields) for reading in node.readings))
    if isinstance(node, EducationRequirement) and node.source.key in fields:
        return replace(node, fields=(*node.fields, *fields[node.source.key]))
    return node
