"""Answers from parsed fields: the value as the text writes it, cited by its own characters."""

from __future__ import annotations

import re

from assistant.answer import DraftStatement, Evidence, cite
from assistant.compose.phrasing import titled
from assistant.words import stems, tokens
from corpus.model import Field, FieldName, SectionKind, Span, Spec

LEADS: dict[FieldName, str] = {
    FieldName.CLASS_CODE: "The class code is {}.",
    FieldName.CLASS_TITLE: "The class title is {}.",
    FieldName.SALARY_GROUP: "The salary group is {}.",
    FieldName.PAY_RANGE: "The pay stated is {}.",
    FieldName.BARGAINING_UNIT: "The bargaining unit is {}.",
    FieldName.OCCUPATIONAL_GROUP: "The occupational group is {}.",
    FieldName.EEO: "The EEO category is {}.",
    FieldName.DESIGNATION: "The job class designation is {}.",
    FieldName.ESTABLISHED: "The class was established on {}.",
    FieldName.REVISED: "The specification was last revised on {}.",
    FieldName.EFFECTIVE_DATE: "The specification is effective {}.",
    FieldName.AGENCY: "The class is used in the {}.",
    FieldName.PREVIOUS_TITLE: "The specification that this one replaced was for the class of {}.",
    FieldName.PREVIOUS_SALARY_GROUP: "The specification that this one replaced was in Salary Group {}.",
    FieldName.PREVIOUS_EFFECTIVE_DATE: "The specification that this one replaced was approved effective {}.",
    FieldName.REVISION_REASON: "The reason given for the revision: {}.",
    FieldName.ITEM_NUMBER: "The item number of the revision is {}.",
}
"""How each field is said. `{}` takes the characters of the text, so dates stay as they are written."""

NAMES: dict[FieldName, str] = {name: name.value.replace("_", " ") for name in FieldName} | {
    FieldName.EEO: "EEO category",
    FieldName.PAY_RANGE: "pay in dollars",
    FieldName.ESTABLISHED: "date of establishment",
    FieldName.REVISED: "revision date",
    FieldName.DESIGNATION: "job class designation",
}
"""What each field is called in a sentence of absence."""


def statements(spec: Spec, names: tuple[FieldName, ...], question: str, yes_no: bool) -> tuple[DraftStatement, ...]:
    """One statement for each of the fields that the specification states."""
    found = [field for name in names if (field := spec.field(name)) is not None]
    listed = _code_listed(spec) if FieldName.CLASS_CODE in names and spec.field(FieldName.CLASS_CODE) is None else ()
    return (*(_statement(spec, field, question, yes_no) for field in found), *listed)


def _code_listed(spec: Spec) -> tuple[DraftStatement, ...]:
    """The codes of a series page, which stand in its table of classes and not in a field."""
    said = []
    for code, title in spec.classes:
        clause = next((one for one in spec.clauses if code in spec.quote(one) and title in spec.quote(one)), None)
        if clause is not None:
            said.append(DraftStatement(f"{title}: the class code is {code}.", cite(spec, clause)))
    return tuple(said)


def _statement(spec: Spec, field: Field, question: str, yes_no: bool) -> DraftStatement:
    written = " ".join(field.span.of(spec.text).split()).rstrip(".")
    polarity = _polarity(field, question) if yes_no else None
    lead = LEADS[field.name].format(written)
    return DraftStatement(f"{polarity}. {lead}" if polarity else lead, _evidence(spec, field), polarity=polarity)


def _evidence(spec: Spec, field: Field) -> tuple[Evidence, ...]:
    """The field's characters with what names them on their line ("REV: 5/15/2023"), where that is short."""
    start = spec.text.rfind("\n", 0, field.span.start) + 1
    label = spec.text[start : field.span.start]
    section = next((one for one in spec.sections if one.span.covers(field.span)), None)
    if section and section.kind in {SectionKind.CLASS_DATES, SectionKind.CANCELLATION}:
        clause = next((one for one in spec.clauses_in(section) if one.span.covers(field.span)), None)
        if clause is not None:
            return cite(spec, clause)
    if re.fullmatch(r"\s*[A-Za-z ]{2,20}:\s*", label):
        return cite(spec, Span(start + len(label) - len(label.lstrip()), field.span.end))
    return cite(spec, field)


_ASKED_VALUES = re.compile(
    r"\b(?:un-?classified|classified|non-?competitive|competitive|non-?examined|examined|managerial|[A-Z]{2} ?\d{1,3}|\(?\d{1,2}\)|professional|technical|education|clerical)\b",
    re.IGNORECASE,
)


def _polarity(field: Field, question: str) -> str | None:
    """Yes or No where the question names a value: whether it is the field's."""
    asked = [match.group() for match in _ASKED_VALUES.finditer(question)]
    if not asked:
        return None
    value = field.value.lower()
    parts = set(re.split(r"[^\w-]+", value)) | {value}
    held = [_is_value(word.lower(), parts, value) for word in asked]
    return "Yes" if all(held) else "No" if not any(held) else None


def _is_value(word: str, parts: set[str], value: str) -> bool:
    plain = word.strip("() ")
    if " " in plain or any(char.isdigit() for char in plain):
        return plain.replace(" ", "") in value.replace(" ", "")
    return plain in parts or plain.replace("-", "") in {part.replace("-", "") for part in parts}


def named_fields(question: str) -> tuple[FieldName, ...]:
    """The fields that a question lists by their names ("EST, REV, effective"), in the order of the table."""
    words = set(tokens(question)) | set(stems(question))
    return tuple(name for name, marks in _MARKS.items() if words & marks)


_MARKS: dict[FieldName, frozenset[str]] = {
    FieldName.ESTABLISHED: frozenset({"est", "establish", "established"}),
    FieldName.REVISED: frozenset({"rev", "revis", "revised"}),
    FieldName.EFFECTIVE_DATE: frozenset({"effect", "effective"}),
}


def title_line(spec: Spec) -> str:
    """The class as an answer names it."""
    return titled(spec)
