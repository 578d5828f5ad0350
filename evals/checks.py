"""Looks a set over before it is run: `specs eval check`.

Errors make a set unusable or its gold wrong; notes are for its author to judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz, process

from corpus.errors import NotFound
from evals.items import (
    SPEAKS,
    AnyOne,
    BadLine,
    CitationItem,
    EligibilityItem,
    Evidence,
    Item,
    read_lines,
)
from evals.scoring import locate
from evals.statements import SpecOf
from evals.wording import plain

NEAR = 80
"""From this similarity of their wording on (0 to 100), two questions count as near-identical."""

LOPSIDED = 0.8
"""A gold that so many items of a kind share tells little of what is got wrong."""


@dataclass(frozen=True)
class Finding:
    """What is to be said of a set: where (a line's number, or 0 for the whole) and what."""

    grade: Literal["error", "note"]
    line: int
    said: str


def check_set(path: Path, spec_of: SpecOf) -> tuple[Finding, ...]:
    """What is wrong with a set, by line, and what its author should know; `spec_of` holds the texts that it is about.

    Raises UnreadableInput where there is no such text.
    """
    lines = list(read_lines(path))
    items = [(number, item) for number, item in lines if not isinstance(item, BadLine)]
    found = [Finding("error", number, line.reason) for number, line in lines if isinstance(line, BadLine)]
    if not lines:
        found.append(Finding("error", 0, "holds no items"))
    found += _twice(items)
    found += _stale(items, spec_of)
    found += _twins(items)
    found += _without_twin([(number, item) for number, item in items if isinstance(item, Item)])
    found += _balance([item for _, item in items if item.status == "active"])
    return tuple(sorted(found, key=lambda one: (one.grade != "error", one.line)))


def _twice(items: Iterable[tuple[int, AnyOne]]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for number, item in items:
        if item.id in first:
            yield Finding("error", number, f"the id {item.id!r} stands already in line {first[item.id]}")
        first.setdefault(item.id, number)


def _quotes(item: AnyOne) -> Iterator[Evidence]:
    yield from item.evidence
    if isinstance(item, EligibilityItem):
        for leaf in item.leaves:
            yield Evidence(class_code=item.class_code, quote=leaf.quote, group=1)


def _stale(items: Iterable[tuple[int, AnyOne]], spec_of: SpecOf) -> Iterator[Finding]:
    for number, item in items:
        if item.status != "active":
            continue
        for evidence in _quotes(item):
            where = f"{evidence.class_code}, {evidence.section}" if evidence.section else evidence.class_code
            try:
                if not locate(spec_of(evidence.class_code), evidence):
                    yield Finding("error", number, f"stale: {evidence.quote!r} does not stand in {where}")
            except NotFound:
                yield Finding("error", number, f"stale: there is no class {evidence.class_code}")


def _gold(item: AnyOne) -> object:
    if isinstance(item, EligibilityItem):
        return item.verdict
    if isinstance(item, CitationItem):
        return item.label
    return bool(SPEAKS.intersection(item.outcomes)) if isinstance(item, Item) else None


def _twins(items: Sequence[tuple[int, AnyOne]]) -> Iterator[Finding]:
    by_id = {item.id: item for _, item in items}
    for number, item in items:
        if item.twin is None:
            continue
        other = by_id.get(item.twin)
        if other is None:
            yield Finding("error", number, f"the twin {item.twin!r} is not in the set")
        elif other.twin != item.id:
            yield Finding("error", number, f"the twin {item.twin!r} does not name {item.id!r} as its own")
        elif isinstance(item, Item | EligibilityItem) and _gold(item) == _gold(other):
            yield Finding("error", number, f"the twin {item.twin!r} has the same gold, so the two tell nothing apart")


def _without_twin(items: Sequence[tuple[int, Item]]) -> Iterator[Finding]:
    """Answerable questions of a set with abstentions in it that have no near-identical unanswerable twin."""
    unanswerable = [plain(item.question) for _, item in items if not SPEAKS.intersection(item.outcomes)]
    alone = [
        (number, item.id)
        for number, item in items
        if SPEAKS.intersection(item.outcomes)
        and item.twin is None
        and process.extractOne(plain(item.question), unanswerable, scorer=fuzz.ratio, score_cutoff=NEAR) is None
    ]
    if alone:
        some = ", ".join(name for _, name in alone[:5])
        said = f"answerable questions without a near-identical unanswerable twin: {len(alone)} ({some}, ...)"
        yield Finding("note", alone[0][0], said)


def _balance(items: Sequence[AnyOne]) -> Iterator[Finding]:
    """How the items stand by kind, class and gold; a gold that nearly all share is named."""
    if not items:
        return
    kinds = Counter(item.kind for item in items)
    yield Finding("note", 0, "kinds: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    classes = Counter(code for item in items for code in item.classes)
    yield Finding("note", 0, "classes: " + ", ".join(f"{code} {count}" for code, count in classes.most_common()))
    for kind in kinds:
        gold = Counter(str(_gold(item)) for item in items if item.kind == kind)
        if kind in {"eligibility", "citation"}:
            yield Finding("note", 0, f"{kind}: " + ", ".join(f"{name} {count}" for name, count in gold.most_common()))
            name, most = gold.most_common(1)[0]
            if most > LOPSIDED * kinds[kind]:
                yield Finding("note", 0, f"{kind}: {most} of {kinds[kind]} are {name}, which is lopsided")
