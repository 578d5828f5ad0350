"""Leaf accuracy: the share of the labelled single requirements whose verdict is right, found by their quotes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from corpus.model import Span
from evals.items import EligibilityItem, Evidence, Leaf
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio
from evals.scoring import locate

_PARTS = ("requirements", "shown", "substitutions")


def _nodes(nodes: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for node in nodes:
        yield node
        yield from _nodes(node.get("children") or ())


def verdict_of(leaf: Leaf, judged: Judged) -> str | None:
    """The verdict of the narrowest requirement or substitution whose text has the quote; None where none has."""
    assert judged.item.class_code is not None
    spec = judged.spec_of(judged.item.class_code)
    places = locate(spec, Evidence(class_code=spec.class_code, quote=leaf.quote, group=1))
    found = (judged.output or {}).get("determination") or {}
    nodes = [
        (span.end - span.start, node["verdict"])
        for part in _PARTS
        for node in _nodes(found.get(part) or ())
        if (span := Span(node["span"]["start"], node["span"]["end"])) and any(span.overlaps(one) for one in places)
    ]
    return str(min(nodes, key=lambda node: node[0])[1]) if nodes else None


def _value(judged: Judged) -> Ratio | None:
    item = judged.item
    if not isinstance(item, EligibilityItem) or not (judged.output or {}).get("determination"):
        return None
    right = sum(verdict_of(leaf, judged) == leaf.verdict for leaf in item.leaves)
    return Ratio(right, len(item.leaves))


METRICS = (
    Metric(
        "leaf_accuracy",
        "single requirements whose verdict is right",
        lambda item: isinstance(item, EligibilityItem) and bool(item.leaves),
        _value,
        binary=False,
    ),
)
