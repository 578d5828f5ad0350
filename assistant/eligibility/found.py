"""What was read in a section of a specification, in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.eligibility.rules import Definition, Equivalence, Requirement, Substitution
from corpus.model import Span

Rule = Substitution | Equivalence | Definition


@dataclass(slots=True)
class Found:
    """The rules beside the requirement, what is only shown, the residue, and the numbers that disagree."""

    rules: list[Rule] = field(default_factory=list)
    shown: list[Requirement] = field(default_factory=list)
    residue: list[Span] = field(default_factory=list)
    mismatches: list[Span] = field(default_factory=list)

    @property
    def substitutions(self) -> tuple[Substitution, ...]:
        """The substitutions, in order."""
        return tuple(rule for rule in self.rules if isinstance(rule, Substitution))

    @property
    def equivalences(self) -> tuple[Equivalence, ...]:
        """The equivalences, in order."""
        return tuple(rule for rule in self.rules if isinstance(rule, Equivalence))

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The definitions, in order."""
        return tuple(rule for rule in self.rules if isinstance(rule, Definition))

    def take(self, other: Found) -> None:
        """Add what another reader found, behind what was found so far."""
        self.rules.extend(other.rules)
        self.shown.extend(other.shown)
        self.residue.extend(other.residue)
        self.mismatches.extend(other.mismatches)

    def leave(self, spans: tuple[Span, ...]) -> None:
        """Make these spans residue; rules that were read in them are forgotten."""
        self.rules = [rule for rule in self.rules if not _overlaps(rule.source.span, spans)]
        self.shown = [part for part in self.shown if not _overlaps(part.source.span, spans)]
        self.residue.extend(spans)

    def lengthen(self, place: int, end: int) -> None:
        """Let the definition at this place of `rules` reach to `end`: a further sentence explains its term."""
        rule = self.rules[place]
        if isinstance(rule, Definition):
            source = replace(rule.source, span=Span(rule.source.span.start, end))
            self.rules[place] = replace(rule, source=source, meaning=Span(rule.meaning.start, end))


def _overlaps(span: Span, others: tuple[Span, ...]) -> bool:
    return any(span.overlaps(other) for other in others)
