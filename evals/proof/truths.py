"""True statements: what the composer stated on the development sets, what clauses say word for word, and paraphrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import orjson

from assistant.answer import DraftStatement, cite
from corpus.model import Clause, ClauseRole, FieldName, SectionKind, Spec
from evals.proof.cases import SETS, Case, exactly, read_cases, specs

SILENT = frozenset({SectionKind.ACKNOWLEDGEMENT, SectionKind.CANCELLATION, SectionKind.HEADER, SectionKind.CLASS_DATES})


@cache
def composed() -> tuple[Case, ...]:
    """The statements of the extractive composer on the development sets."""
    lines = (SETS / "composed.jsonl").read_bytes().splitlines()
    return tuple(_composed(orjson.loads(line), n) for n, line in enumerate(lines))


def _composed(row: dict, n: int) -> Case:  # type: ignore[type-arg]
    spec = specs()[row["class_code"]]
    statement = DraftStatement(row["text"], exactly(spec, row["quotes"]))
    return Case(f"{row['id']}.{n}", "composed", None if row.get("across") else spec, statement)


@cache
def verbatim() -> tuple[Case, ...]:
    """Every clause of every specification as a sentence, its stems before it."""
    return tuple(case for spec in specs().values() for case in _verbatim(spec))


def _verbatim(spec: Spec) -> Iterator[Case]:
    for clause in spec.clauses:
        text = sentence(spec, clause)
        if spec.section_of(clause).kind not in SILENT and clause.role is not ClauseRole.STEM and len(text.split()) > 3:
            yield Case(f"{spec.class_code}.{clause.index}", "verbatim", spec, DraftStatement(text, cite(spec, clause)))


def sentence(spec: Spec, clause: Clause) -> str:
    """The clause as a sentence: the stems that belong to it, its words, a full stop."""
    stems = [spec.quote(stem) for stem in spec.stems(clause) if not spec.quote(stem).rstrip().endswith(":")]
    words = " ".join(" ".join([*stems, spec.quote(clause)]).split())
    words = re.sub(
        r"^(?:and|or)\s+", "", re.sub(r"[\s;,]*(?:;\s*(?:and|or))?[\s;,.]*$", "", words), flags=re.IGNORECASE
    )
    return f"{words[:1].upper()}{words[1:]}."


FIELD_LEADS: dict[FieldName, str] = {
    FieldName.SALARY_GROUP: "The salary group is {}.",
    FieldName.BARGAINING_UNIT: "The bargaining unit is {}.",
    FieldName.OCCUPATIONAL_GROUP: "The occupational group is {}.",
    FieldName.EEO: "The EEO category is {}.",
    FieldName.DESIGNATION: "The job class designation is {}.",
    FieldName.ESTABLISHED: "The class was established on {}.",
    FieldName.REVISED: "The specification was last revised on {}.",
    FieldName.EFFECTIVE_DATE: "The specification took effect on {}.",
    FieldName.CLASS_CODE: "The class code is {}.",
}
"""How a field is said."""


@cache
def fields() -> tuple[Case, ...]:
    """Every field of `FIELD_LEADS` that a specification states, said by its name."""
    return tuple(
        Case(
            f"{spec.class_code}.{name.value}",
            "field value",
            spec,
            DraftStatement(lead.format(value), cite(spec, field)),
        )
        for spec in specs().values()
        for name, lead in FIELD_LEADS.items()
        if (field := spec.field(name)) and (value := " ".join(field.span.of(spec.text).split()).rstrip("."))
    )


@cache
def paraphrases() -> tuple[Case, ...]:
    """The paraphrases that were written by hand."""
    return (*read_cases("paraphrases"), *read_cases("paraphrases-held"))


@cache
def falsehoods() -> tuple[Case, ...]:
    """False statements that were written by hand, as a model might get things wrong."""
    return read_cases("falsehoods")


@cache
def truths() -> tuple[Case, ...]:
    """All true statements, each text of a class once."""
    found = {
        (case.statement.text, case.statement.evidence): case
        for case in (*composed(), *verbatim(), *fields(), *paraphrases())
    }
    return tuple(found.values())
