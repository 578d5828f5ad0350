"""What a statement cites, read for proof: each clause with its section, and all of them together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.answer import Evidence
from assistant.proof.lexicon import BARE, Kind
from assistant.proof.reading import Quantity, Reading, Word, read
from corpus.model import ClauseRole, FieldName, Section, SectionKind, Span, Spec


@dataclass(frozen=True, slots=True)
class Passage:
    """Cited characters, read, with the section that they stand in and the fields whose values they hold.

    `before` are the words of the clause before, where "it" or "they" may speak of them.
    """

    quote: str
    reading: Reading
    kind: SectionKind
    topic: SectionKind
    heading: frozenset[str]
    fields: tuple[FieldName, ...]
    is_stem: bool = False
    before: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cited:
    """All passages of a statement. `places` are the words by what is compared, with their passages.

    `clauses` are the passages that are cited; the others are what was computed, and the asker's own words.
    """

    passages: tuple[Passage, ...]
    clauses: tuple[Passage, ...]
    keys: frozenset[str]
    places: dict[str, list[tuple[Passage, Word]]] = field(compare=False)

    def kinds(self) -> frozenset[SectionKind]:
        """The sections that are cited, and those that notes belong to."""
        return frozenset(kind for passage in self.passages for kind in (passage.kind, passage.topic))

    def quantities(self) -> Iterable[tuple[Passage, Quantity]]:
        """The numbers of all passages."""
        return ((passage, one) for passage in self.passages for one in passage.reading.quantities)

    def has(self, kind: Kind, key: str = "") -> bool:
        """Whether a token of this kind (and key, if given) stands in a passage."""
        return any(
            token.kind is kind and (not key or token.key == key)
            for passage in self.passages
            for token in passage.reading.tokens
        )


@lru_cache(maxsize=8192)
def passage(evidence: Evidence) -> Passage:
    """The passage of cited characters."""
    spec, span = evidence.spec, evidence.span
    section = next((one for one in spec.sections if one.span.overlaps(span)), None)
    fields = tuple(one.name for one in spec.fields if one.span.overlaps(span))
    return Passage(
        evidence.quote,
        read(evidence.quote),
        section.kind if section else SectionKind.OTHER,
        section.topic if section else SectionKind.OTHER,
        _heading(spec, section) | _stems(spec, span),
        fields,
        _is_stem(spec, span),
        _before(spec, span),
    )


def cited(evidence: tuple[Evidence, ...], more: tuple[Passage, ...] = ()) -> Cited:
    """The passages of a statement's evidence, and more that it may rest on."""
    clauses = tuple(passage(one) for one in evidence)
    passages = (*clauses, *more)
    places: dict[str, list[tuple[Passage, Word]]] = {}
    for one in passages:
        for word in one.reading.words:
            places.setdefault(word.key, []).append((one, word))
    keys = frozenset(key for one in passages for key in one.reading.keys)
    return Cited(passages, clauses, keys, places)


@lru_cache(maxsize=2048)
def _heading(spec: Spec, section: Section | None) -> frozenset[str]:
    if section is None:
        return frozenset()
    name = section.kind.value.replace("_", " ")
    return read(f"{section.label(spec.text).title()}; {name}; {section.topic.value.replace('_', ' ')}").keys


def _is_stem(spec: Spec, span: Span) -> bool:
    clause = spec.clause_at(span)
    return clause is not None and clause.role is ClauseRole.STEM


_PRONOUNS = re.compile(r"\b(?:it|its|they|them|their|this|these|those|such|same)\b", re.IGNORECASE)


def _before(spec: Spec, span: Span) -> frozenset[str]:
    """The words of the last clause before this one, in its section, that has no such word itself."""
    clause = spec.clause_at(span)
    if clause is None or not _PRONOUNS.search(span.of(spec.text)):
        return frozenset()
    for index in range(clause.index - 1, spec.sections[clause.section].clauses[0] - 1, -1):
        quote = spec.quote(spec.clauses[index])
        if not _PRONOUNS.search(quote):
            return frozenset(token.key for token in read(quote).tokens if token.kind is Kind.WORD)
    return frozenset()


def _stems(spec: Spec, span: Span) -> frozenset[str]:
    """The words of the stems that a clause continues, also of those that only announce a list."""
    clause = spec.clause_at(span)
    return (
        frozenset(key for stem in spec.stems(clause) for key in read(spec.quote(stem)).keys) if clause else frozenset()
    )


__all__ = ["BARE", "Cited", "Passage", "cited", "passage"]
