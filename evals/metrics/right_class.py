"""Right class@1: whether the class answered about, or of the first passage found, is one that the gold names."""

from evals.items import AnyOne, Item, RetrievalItem
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio, yes


def gold_classes(item: AnyOne) -> frozenset[str]:
    """The classes that are right; none where the class was chosen beforehand or the item names none."""
    if item.class_code is not None:
        return frozenset()
    if isinstance(item, RetrievalItem) and item.right_classes:
        return frozenset(item.right_classes)
    return frozenset(one.class_code for one in item.evidence)


def found_class(judged: Judged) -> str | None:
    """The class that the answer speaks of, else that of the first passage."""
    if judged.answer is not None:
        cited = [one["class_code"] for said in judged.answer["statements"] for one in said["citations"]]
        return judged.answer.get("class_code") or next(iter(cited), None)
    passages = (judged.output or {}).get("classes") or (judged.output or {}).get("retrieved") or ()
    first = next(iter(passages), None)
    return first if first is None or isinstance(first, str) else str(first[0])


def _value(judged: Judged) -> Ratio:
    return yes(found_class(judged) in gold_classes(judged.item))


METRICS = (
    Metric(
        "right_class@1",
        "questions and queries without a chosen class that lead to a right one",
        lambda item: isinstance(item, Item | RetrievalItem) and bool(gold_classes(item)),
        _value,
    ),
)
