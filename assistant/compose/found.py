"""What became of a part of a question, and how clauses are put into statements, with their Yes, No or "may"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import DraftStatement, cite
from assistant.compose import qualifications
from assistant.compose.phrasing import sentence
from assistant.evidence import SILENT
from assistant.understand import Part
from corpus.model import Clause, SectionKind, Spec

_JUDGES = re.compile(
    r"\b(?:enough|meets?|satisf\w+|suffic\w+|counts?|qualif\w+|eligible|accept\w*|good enough|fulfil\w*)\b",
    re.IGNORECASE,
)
"""Words that ask whether somebody's facts are enough. No clause answers that with Yes; only a determination judges."""

MAX_SHOWN = 4
"""Clauses shown for one thing asked, where not a whole section is meant."""

_STATED = frozenset(
    {
        SectionKind.DUTIES,
        SectionKind.KNOWLEDGE,
        SectionKind.GUIDELINES,
        SectionKind.SUPERVISION_EXERCISED,
        SectionKind.SUPERVISION_RECEIVED,
        SectionKind.PURPOSE,
    }
)
"""Sections whose clauses say what is so, without a "must"."""


@dataclass(frozen=True)
class Found:
    """The statements about a part, or what is absent and the headings of the sections searched for it.

    Neither, where the part has no word to look for: then nothing can be said to be absent.
    """

    statements: tuple[DraftStatement, ...] = ()
    absent: str = ""
    searched: tuple[str, ...] = ()


def quoted(spec: Spec, clause: Clause) -> DraftStatement:
    """A clause as a statement."""
    return DraftStatement(sentence(spec, clause), cite(spec, clause))


def said_with(polarity: str | None, statements: Sequence[DraftStatement]) -> tuple[DraftStatement, ...]:
    """The statements, the first of them opened by Yes, No or "It may be"."""
    if not polarity or not statements:
        return tuple(statements)
    first = statements[0]
    opened = DraftStatement(f"{polarity}. {first.text}", first.evidence, first.absent, polarity, first.given)
    return (opened, *statements[1:])


def with_modality(spec: Spec, clauses: Sequence[Clause], part: Part) -> tuple[DraftStatement, ...]:
    """Clauses as statements; a yes-or-no question is answered by the modality of the first."""
    statements = [quoted(spec, clause) for clause in clauses]
    says_yes = part.yes_no and bool(clauses) and not _JUDGES.search(part.text)
    return said_with(_polarity(spec, clauses[0]) if says_yes else None, statements)


def _polarity(spec: Spec, clause: Clause) -> str | None:
    kind = qualifications.modality(spec, [clause])
    if kind == "may":
        return "It may be"
    return "Yes" if kind == "must" or spec.section_of(clause).kind in _STATED else None


def searched(spec: Spec, kinds: Sequence[SectionKind] = (), *, whole: bool = False) -> tuple[str, ...]:
    """The headings of the sections that were searched: those of these kinds, or all that are not silent; the silent
    ones too where `whole`."""
    chosen = [
        section
        for section in spec.sections
        if section.heading and (section.kind in kinds if kinds else whole or section.kind not in SILENT)
    ]
    return tuple(dict.fromkeys(section.label(spec.text) for section in chosen))
