"""Mutants that leave the words and change what they rest on: class, revision, id, field, determination, or the text itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

from assistant.answer import DraftStatement, Evidence, cite
from assistant.verify import Shown, statement
from corpus.model import Clause, ClauseRole, FieldName, Spec
from corpus.parse import parse
from evals.proof.cases import Case, sound, specs
from evals.proof.mutate import pick
from evals.proof.truths import FIELD_LEADS, SILENT
from evals.proof.wordings import AFFIRMING, DENYING, ORDERS
from evals.wording import figures, plain


def _ordered(cases: Iterable[Case]) -> Iterator[Case]:
    ordered = sorted(cases, key=lambda case: hashlib.sha256(f"astray {case.id}".encode()).digest())
    return (case for case in ordered if sound(case))


def _changed(case: Case, kind: str, statement: DraftStatement, spec: Spec | None) -> Case:
    return replace(case, id=f"{case.id}:{kind}", kind=kind, statement=statement, spec=spec, origin=case.statement.text)


def _unsaid(text: str, clause: str) -> bool:
    """Whether a clause lacks three words or a number of the text, so that it cannot prove it."""
    words, there = set(re.findall(r"[a-z]{5,}", plain(text))), plain(clause)
    return sum(word[:5] not in there for word in words) >= 3 or bool(figures(text) - figures(clause))


def _clauses(spec: Spec, kind: str | None = None) -> list[Clause]:
    return [
        clause
        for clause in spec.clauses
        if clause.role is not ClauseRole.STEM
        and spec.section_of(clause).kind not in SILENT
        and (kind is None or spec.section_of(clause).kind.value == kind)
        and len(spec.quote(clause).split()) > 3
    ]


def other_class(cases: Iterable[Case]) -> Iterator[Case]:
    """What is true of one class, said of another that does not say it, with that other's clause of the same section;
    and the same said of its own class with the other's clause."""
    for case in _ordered(cases):
        if case.spec is None or not case.statement.evidence:
            continue
        kind = case.statement.evidence[-1].section
        others = [
            (spec, clause)
            for spec in specs().values()
            if spec.class_code != case.spec.class_code
            for clause in _clauses(spec, kind)
            if _unsaid(case.statement.text, spec.reading(clause))
        ]
        if others:
            spec, clause = others[int(hashlib.sha256(case.id.encode()).hexdigest(), 16) % len(others)]
            cites = replace(case.statement, evidence=cite(spec, clause))
            yield _changed(case, "another class's clause", cites, case.spec)
            yield _changed(case, "another class", cites, spec)
            named = replace(cites, text=f"{case.spec.title} ({case.spec.class_code}): {case.statement.text}")
            yield _changed(case, "another class's clause", named, None)


@cache
def _older(spec: Spec) -> Spec:
    """The text with every number of years or months changed: an earlier revision."""
    text = re.sub(
        r"\b[A-Za-z]+ \((\d+)\)(?= (?:\w+ )?(?:years?|months?|semester))",
        lambda match: f"forty ({int(match[1]) + 40})" if int(match[1]) != 40 else match.group(),
        spec.text,
    )
    return parse(f"{text}\n", spec.class_code)


def other_revision(cases: Iterable[Case]) -> Iterator[Case]:
    """What the current revision says, resting on the same clause of an earlier one; and said of that earlier one."""
    for case in _ordered(cases):
        if case.spec is None or not re.search(r"\b(?:years?|months?)\b", case.statement.text):
            continue
        older = _older(case.spec)
        indexes = [clause.index for one in case.statement.evidence if (clause := case.spec.clause_at(one.span))]
        if older.text == case.spec.text or not indexes or max(indexes) >= len(older.clauses):
            continue
        evidence = tuple(Evidence(older, older.clauses[index].span) for index in indexes)
        cites = replace(case.statement, evidence=evidence)
        yield _changed(case, "another revision", cites, case.spec)
        if figures(case.statement.text) - figures("\n".join(one.quote for one in evidence)):
            yield _changed(case, "another revision", cites, older)


@cache
def shown(spec: Spec) -> Shown:
    """A class as a model is shown it: every clause under a short id."""
    return Shown({f"c{n}": cite(spec, clause) for n, clause in enumerate(_clauses(spec), start=1)})


def wrong_id(cases: Iterable[Case]) -> Iterator[Case]:
    """The id of another clause that was shown, which does not say it."""
    for case in _ordered(cases):
        if case.spec is None:
            continue
        others = [
            key
            for key, evidence in shown(case.spec).clauses.items()
            if _unsaid(case.statement.text, " ".join(one.quote for one in evidence))
            and not set(evidence) & set(case.statement.evidence)
        ]
        if others:
            yield _changed(
                case, "wrong id", statement(case.statement.text, [pick(others, case.id)], shown(case.spec)), case.spec
            )


def invented_id(cases: Iterable[Case]) -> Iterator[Case]:
    """An id that was never shown, alone or beside the evidence that proves the statement."""
    for n, case in enumerate(_ordered(cases)):
        if case.spec is not None:
            known = Shown({"c1": case.statement.evidence})
            ids = [pick(["c999", "x1", "c0", "3039MP-4", "clause 12", "c1a"], case.id), *(["c1"] if n % 2 else [])]
            yield _changed(case, "invented id", statement(case.statement.text, ids, known), case.spec)


def wrong_field(cases: Iterable[Case]) -> Iterator[Case]:
    """A field's value said by the name of another field, with the clause that has it."""
    for case in _ordered(cases):
        for name, lead in FIELD_LEADS.items():
            if case.kind == "field value" and not case.id.endswith(f".{name.value}") and case.spec is not None:
                own = FieldName(case.id.rsplit(".", 1)[1])
                value = re.search(r"(?: is | on )(.+)\.$", case.statement.text)
                held = case.spec.field(name)
                if (
                    value
                    and not (held and plain(value[1]) == plain(held.span.of(case.spec.text)))
                    and _apart(own, name)
                ):
                    yield _changed(case, "wrong field", replace(case.statement, text=lead.format(value[1])), case.spec)


def _apart(one: FieldName, other: FieldName) -> bool:
    """Whether two fields are of one nature, so that a reader would believe the mistake: dates, or values."""
    dates = {FieldName.ESTABLISHED, FieldName.REVISED, FieldName.EFFECTIVE_DATE}
    return (one in dates) == (other in dates)


def verdicts(cases: Iterable[Case]) -> Iterator[Case]:
    """A verdict where nothing was determined, and one other than what was."""
    for case in _ordered(cases):
        if case.spec is None:
            continue
        affirms, denies = pick(AFFIRMING[case.half], case.id), pick(DENYING[case.half], case.id)
        for text, verdict in ((affirms, None), (denies, None), (affirms, "not_met"), (denies, "met"), (affirms, "undetermined"), (denies, "needs_review")):  # fmt: skip
            determination = None if verdict is None else {"verdict": verdict, "requirements": []}
            said = replace(case.statement, text=text)
            yield replace(_changed(case, "verdict", said, case.spec), origin=text, determination=determination)


def injected(cases: Iterable[Case]) -> Iterator[Case]:
    """Orders that stand in a specification, told as facts, with the very clause; and the order itself repeated."""
    halves = dict.fromkeys((case.half, case.spec) for case in cases if case.spec is not None)
    for half, spec in sorted(halves, key=lambda pair: (pair[0], pair[1].class_code)):
        for order, said in ORDERS[half]:
            text = re.sub(r"(EXAMPLES OF DUTIES:?\n)", rf"\1- {order}\n", spec.text, count=1)
            if text == spec.text:
                continue
            poisoned = parse(text, spec.class_code)
            start = poisoned.text.index(order)
            clauses = [one for one in poisoned.clauses if one.span.start < start + len(order) and start < one.span.end]
            evidence = tuple(dict.fromkeys(item for clause in clauses for item in cite(poisoned, clause)))
            for one in (said, order):
                statement = DraftStatement(one, evidence)
                yield Case(f"{spec.class_code}:{one}", "injected text", poisoned, statement, one, half)


ASTRAY: dict[str, Callable[[Iterable[Case]], Iterator[Case]]] = {
    "another class": other_class,
    "another revision": other_revision,
    "wrong id": wrong_id,
    "invented id": invented_id,
    "wrong field": wrong_field,
    "verdict": verdicts,
    "injected text": injected,
}
"""The kinds of mutants that leave a statement's words and change what they rest on."""


__all__ = ["ASTRAY"]
