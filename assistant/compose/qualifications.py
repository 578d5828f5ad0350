"""Leads about minimum qualifications, read off the clauses: years, degrees, credentials, definitions.

Nothing here decides who qualifies (assistant.eligibility does); it says what the text asks for, in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import DraftStatement, cite
from assistant.compose.phrasing import finish, lower_first, sentence, words_of
from corpus.model import MQ_KINDS, Clause, SectionKind, Spec

_YEARS = re.compile(
    r"\b(?P<n>(?:[A-Za-z]+(?:[ -][A-Za-z]+)?\s*\(\d+(?:[./]\d+)?\)|\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty)(?:\s+\w+){0,2}?\s+(?:years?|months?|hours)['’]?)(?P<rest>(?:\s+(?:of|in|as|with|at)\b)?[^;]*)",
    re.IGNORECASE,
)
_MAY = re.compile(r"\bmay be (?:required|asked)\b|\bsome positions may require\b|\bmay require\b", re.IGNORECASE)
_MUST = re.compile(
    r"\bmust\b|\bshall\b|\b(?:is|are) required\b|\brequired to\b|\bconditional upon\b|\bpossession of\b", re.IGNORECASE
)


def years(spec: Spec, kinds: Sequence[SectionKind]) -> tuple[DraftStatement, ...]:
    """The years that the main requirement asks for, with the years among them that the special experience asks for."""
    general = _clauses(spec, [kind for kind in kinds if kind is not SectionKind.SPECIAL_EXPERIENCE])
    special = _clauses(spec, [SectionKind.SPECIAL_EXPERIENCE] if SectionKind.SPECIAL_EXPERIENCE in kinds else [])
    counted = [(clause, found) for clause in general if (found := _YEARS.search(words_of(spec, clause)))]
    among = [(clause, found) for clause in special if (found := _YEARS.search(words_of(spec, clause)))]
    if not counted:
        return tuple(DraftStatement(sentence(spec, clause), cite(spec, clause)) for clause, _ in among)
    if len(counted) == 1 and len(among) == 1:
        return (_joined(spec, counted[0], among[0]),)
    rest = [clause for clause, _ in (*counted, *among)]
    return tuple(DraftStatement(sentence(spec, clause), cite(spec, clause)) for clause in rest)


_OF_GENERAL = re.compile(r"\s+of (?:the|this|such|that) (?:required )?(?:general )?experience\b", re.IGNORECASE)


def _joined(spec: Spec, main: tuple[Clause, re.Match[str]], among: tuple[Clause, re.Match[str]]) -> DraftStatement:
    """ "Twelve (12) years of professional experience ..., of which two (2) years must have been ..." """
    clause, found = main
    written = words_of(spec, clause)
    special = words_of(spec, among[0])
    if "\n" in spec.quote(among[0]) and re.match(r"\s*or\b", special, re.IGNORECASE):
        return DraftStatement(finish(written), cite(spec, clause))
    lead = written[found.start() :].rstrip(".") if not written[: found.start()].strip() else written.rstrip(".")
    if _OF_GENERAL.search(special):
        text = f"{lead}, of which {lower_first(_OF_GENERAL.sub('', special, count=1))}"
    else:
        text = f"{lead}; {lower_first(special)}"
    return DraftStatement(finish(text), cite(spec, clause, among[0]))


def naming(spec: Spec, pattern: re.Pattern[str], kinds: Sequence[SectionKind]) -> tuple[Clause, ...]:
    """The clauses of these kinds (and of notes on them) that the expression fits."""
    return tuple(clause for clause in _clauses(spec, kinds) if pattern.search(spec.quote(clause)))


def modality(spec: Spec, clauses: Sequence[Clause]) -> str | None:
    """`may` where every clause leaves it open, `must` where one demands it; None where neither word is there."""
    quotes = [spec.quote(clause) for clause in clauses]
    if quotes and all(_MAY.search(quote) for quote in quotes):
        return "may"
    if any(_MUST.search(_MAY.sub(" ", quote)) for quote in quotes):
        return "must"
    return "may" if any(_MAY.search(quote) for quote in quotes) else None


def qualification_clauses(spec: Spec) -> tuple[Clause, ...]:
    """All clauses that state minimum qualifications, with the notes that belong to them."""
    return tuple(
        clause
        for section in spec.sections
        if section.kind in MQ_KINDS or (section.kind is SectionKind.NOTE and section.topic in MQ_KINDS)
        for clause in spec.clauses_in(section)
    )


def _clauses(spec: Spec, kinds: Sequence[SectionKind]) -> list[Clause]:
    return [
        clause
        for section in spec.sections
        if section.kind in kinds
        for clause in spec.clauses_in(section)
        if clause.role.value != "stem"
    ]
