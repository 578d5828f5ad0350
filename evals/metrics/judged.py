"""One item beside what a system made of it: the gold located in the texts, what of it was found, shown and cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from corpus.errors import NotFound
from corpus.model import Span
from evals.items import AnyOne, Item
from evals.scoring import Place, Score, located, score
from evals.statements import SpecOf

Passage = Sequence[Any]
"""A passage in the output of a system: class code, start, end."""


@dataclass
class Judged:
    """An item and its output; `crash` says what went wrong where there is none.

    `milliseconds` is None where the output comes from the cache. `twin` is the item's twin, if it was asked as well.
    """

    item: AnyOne
    output: Mapping[str, Any] | None
    spec_of: SpecOf
    crash: str | None = None
    milliseconds: float | None = None
    twin: Judged | None = field(default=None, repr=False)

    @property
    def answer(self) -> Mapping[str, Any] | None:
        """The answer in the JSON contract; None of a system that only searches."""
        return (self.output or {}).get("answer")

    @cached_property
    def score(self) -> Score | None:
        """How the answer did; None where there is none."""
        if self.answer is None or not isinstance(self.item, Item):
            return None
        return score(self.item, self.answer, self.spec_of)

    @property
    def said(self) -> str | None:
        """The text that a reader sees: the answer, else all that was retrieved."""
        if self.answer is not None:
            return str(self.answer["text"])
        if not self.has("retrieved"):
            return None
        return "\n".join(self.text(place) for place in self.places("retrieved"))

    @cached_property
    def gold(self) -> tuple[tuple[Place, ...], ...]:
        """The places of the evidence, by group."""
        return tuple(
            tuple(place for one in group for place in located(one, self.spec_of)) for group in self.item.groups
        )

    def has(self, kind: str) -> bool:
        """Whether the output has passages of this kind: `retrieved`, `shown`."""
        return self.output is not None and self.output.get(kind) is not None

    def places(self, kind: str) -> list[Place]:
        """The passages of this kind, in strict order: the first is the best, no two are equal."""
        passages: Iterable[Passage] = (self.output or {}).get(kind) or ()
        return [(self._revision(code), Span(start, end)) for code, start, end in passages]

    def cited(self) -> list[Place]:
        """The distinct passages that the answer cites."""
        statements = (self.answer or {}).get("statements") or ()
        found = [one for statement in statements for one in statement.get("citations") or ()]
        found += ((self.answer or {}).get("determination") or {}).get("citations") or ()
        return list(dict.fromkeys((one["revision"], Span(one["start"], one["end"])) for one in found))

    def covered(self, places: Iterable[Place]) -> list[list[int]]:
        """For each passage, in order, the groups of evidence that it is the first to cover."""
        seen: set[int] = set()
        found = []
        for place in places:
            new = [
                number
                for number, group in enumerate(self.gold)
                if number not in seen and any(covers(place, gold) for gold in group)
            ]
            seen.update(new)
            found.append(new)
        return found

    def share(self, places: Iterable[Place]) -> float:
        """The share of the evidence groups that these passages cover."""
        return sum(map(len, self.covered(places))) / len(self.gold) if self.gold else 0.0

    def text(self, place: Place) -> str:
        """The characters of a passage."""
        codes = [code for code, *_ in (self.output or {}).get("retrieved") or ()]
        spec = next(spec for code in dict.fromkeys(codes) if (spec := self.spec_of(code)).revision == place[0])
        return spec.text[place[1].start : place[1].end]

    def _revision(self, class_code: str) -> str:
        try:
            return self.spec_of(class_code).revision
        except NotFound:
            return class_code


def covers(place: Place, gold: Place) -> bool:
    """Whether a passage has a quote: at least half of the shorter of both lies in the other."""
    if place[0] != gold[0]:
        return False
    common = min(place[1].end, gold[1].end) - max(place[1].start, gold[1].start)
    shorter = min(place[1].end - place[1].start, gold[1].end - gold[1].start)
    return common > 0 and 2 * common >= shorter
