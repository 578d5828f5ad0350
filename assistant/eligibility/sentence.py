"""A passage while it is read: its words and spans, its numbers, and what of it stays unread."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lark import Token

from assistant.eligibility.combine import all_of
from assistant.eligibility.lexicon import NARROW_LOOSENS, VERBS
from assistant.eligibility.numbers import read_months, read_number
from assistant.eligibility.passages import Passage
from assistant.eligibility.rules import Opaque, OpaqueReason, Requirement, Source
from assistant.eligibility.setting import Setting
from assistant.eligibility.trees import ParseTree, Unread, extent, find
from corpus.model import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """The passage, its setting, and the spans found while reading: numbers that disagree, and residue."""

    passage: Passage
    setting: Setting
    mismatches: list[Span] = field(default_factory=list)
    residue: list[Span] = field(default_factory=list)

    def source(self, *nodes: ParseTree | Token) -> Source:
        """The source of a rule read from these parts of the tree, first to last."""
        return self.passage.source(extent(nodes[0])[0], extent(nodes[-1])[1])

    def words(self, *nodes: ParseTree | Token) -> str:
        """Their words, blanks collapsed."""
        return self.passage.words(extent(nodes[0])[0], extent(nodes[-1])[1])

    def plain(self, *nodes: ParseTree | Token) -> str:
        """The words of a name or a field of study. Raises Unread where they hold a further demand."""
        words = self.words(*nodes)
        if VERBS.search(words):
            raise Unread(words)
        return words

    def months(self, quantity: Token) -> tuple[int, ...]:
        """The months of a quantity, two values where its word and figure disagree. Raises Unread where it has none."""
        try:
            found = read_months(str(quantity))
        except ValueError as error:
            raise Unread(str(quantity)) from error
        if len(found) > 1:
            self.mismatches.extend(self.passage.spans(*extent(quantity)))
        return found

    def sure_months(self, quantity: Token) -> int:
        """The months of a quantity. Raises Unread where its word and figure disagree."""
        found = self.months(quantity)
        if len(found) > 1:
            raise Unread(str(quantity))
        return found[0]

    def hours(self, quantity: Token) -> int:
        """The semester hours of a quantity. Raises Unread where they are no whole number, or disagree."""
        try:
            number = read_number(re.split(r"\s+(?:college\s+)?semester", str(quantity), flags=re.IGNORECASE)[0])
        except ValueError as error:
            raise Unread(str(quantity)) from error
        if number.disagrees:
            self.mismatches.extend(self.passage.spans(*extent(quantity)))
        if number.disagrees or number.values[0].denominator != 1:
            raise Unread(str(quantity))
        return int(number.values[0])

    def opaque(self, node: ParseTree, reason: OpaqueReason) -> Opaque:
        """The words of a part of the tree as text for a person."""
        start, end = self._inner(node)
        return Opaque(self.passage.source(start, end), self.passage.words(start, end), reason)

    def narrowed(self, found: Requirement, body: ParseTree) -> Requirement:
        """The requirement with the words that narrow it, which only a person can apply, beside it as residue.

        Raises Unread where those words may loosen it instead.
        """
        rest = find(body, "narrowing")
        if not rest:
            return found
        if NARROW_LOOSENS.search(self.words(rest)):
            raise Unread(self.words(rest))
        return self.left(found, rest, body)

    def left(self, found: Requirement, rest: ParseTree, body: ParseTree) -> Requirement:
        """The requirement with a part of its words, which narrows it, left unread beside it."""
        self.residue.extend(self.passage.spans(*self._inner(rest)))
        return all_of([found, self.opaque(rest, OpaqueReason.UNREAD)], self.source(body))

    def _inner(self, node: ParseTree) -> tuple[int, int]:
        """The extent of a node without the punctuation at its ends."""
        start, end = extent(node)
        while start < end and self.passage.text[start] in ",; \n\t":
            start += 1
        while start < end and self.passage.text[end - 1] in ".; \n\t":
            end -= 1
        return start, end
