"""Questions over all classes: each class whose clauses answer, said by itself and cited by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answer import DraftStatement, cite
from assistant.compose import fields
from assistant.compose.parts import STRONG_COVERAGE
from assistant.compose.phrasing import sentence, titled
from assistant.evidence import SILENT, clause_stems
from assistant.resolve import Library
from assistant.scope import CONCEPTS
from assistant.topics import Shape, Topic
from assistant.understand import Part, Request
from assistant.words import content_stems
from corpus.model import Clause, ClauseRole, Spec

MAX_CLASSES = 12
_EACH = 2
_SEARCHED = 200
_NEAR = 0.5


def statements_across(
    request: Request,
    library: Library,
    find: Callable[[str, int], Sequence[tuple[str, int, float]]],
    demand: float = STRONG_COVERAGE,
) -> tuple[DraftStatement, ...]:
    """The best clauses (two at most) of each class that has one with what is asked, the best class first.

    `demand` is the share of the asked words that a clause has to have.
    """
    part = request.parts[0]
    if part.topic is not None and part.topic.shape is Shape.FIELDS:
        return _with_value(part, library)
    wanted = part.rest or content_stems(request.plain)
    concepts = [one.evidence for one in CONCEPTS if one.evidence is not None and one.ask.search(request.plain)]
    said: dict[str, list[DraftStatement]] = {}
    for code, index, _ in find(request.plain, _SEARCHED):
        spec = library.spec(code)
        clause = spec.clauses[index]
        if len(said.get(code, ())) >= _EACH or not _may_answer(spec, clause, part.topic):
            continue
        if any(evidence.search(spec.quote(clause)) for evidence in concepts) or _covers(spec, clause, wanted, demand):
            if code not in said and len(said) >= MAX_CLASSES:
                break
            said.setdefault(code, []).append(
                DraftStatement(f"{titled(spec)}: {sentence(spec, clause)}", cite(spec, clause))
            )
    return tuple(statement for statements in said.values() for statement in statements)


def _may_answer(spec: Spec, clause: Clause, topic: Topic | None) -> bool:
    section = spec.section_of(clause)
    if clause.role is ClauseRole.STEM or section.kind in SILENT:
        return False
    return topic is None or not topic.kinds or section.kind in topic.kinds


def _covers(spec: Spec, clause: Clause, wanted: Sequence[str], demand: float) -> bool:
    have = clause_stems(spec, clause.index)
    return bool(wanted) and sum(word in have for word in wanted) / len(wanted) >= demand


def _with_value(part: Part, library: Library) -> tuple[DraftStatement, ...]:
    """The classes whose field has the value that the question names ("which classes are unclassified?")."""
    assert part.topic is not None
    said = []
    for entry in library.entries():
        spec = library.spec(entry.class_code)
        for statement in fields.statements(spec, part.topic.fields, part.text, True):
            if statement.polarity == "Yes":
                text = statement.text.removeprefix("Yes. ")
                said.append(DraftStatement(f"{titled(spec)}: {text}", statement.evidence))
    return tuple(said)
