"""Search results as ir-measures reads them: a document for each group of evidence, and strict ranks without ties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ir_measures

from evals.items import AnyOne, RetrievalItem
from evals.metrics.judged import Judged

DEPTH = 10


def is_query(item: AnyOne) -> bool:
    """Whether the item is a query with evidence to be found."""
    return isinstance(item, RetrievalItem) and bool(item.evidence)


def ranked(judged: Judged) -> list[str]:
    """The documents found, best first: `g0`, `g1` ... for the groups of evidence, other names for what is none.

    A passage that covers several groups stands for as many documents that follow one another.
    """
    names: list[str] = []
    for rank, groups in enumerate(judged.covered(judged.places("retrieved"))):
        names += [f"g{number}" for number in groups] or [f"other{rank}"]
    return names


def measured(judged: Judged, measure: Any) -> float:
    """What ir-measures makes of the ranking. Scores fall strictly with the rank, so that nothing ties."""
    grades = [max(one.grade for one in group) for group in judged.item.groups]
    qrels = [ir_measures.Qrel("q", f"g{number}", grade) for number, grade in enumerate(grades)]
    run = [ir_measures.ScoredDoc("q", name, -float(rank)) for rank, name in enumerate(ranked(judged), 1)]
    return float(ir_measures.calc_aggregate([measure], qrels, run)[measure]) if run else 0.0


def first(places: Iterable[list[int]], depth: int) -> int:
    """How many groups the first `depth` passages cover."""
    return sum(len(groups) for groups in list(places)[:depth])
