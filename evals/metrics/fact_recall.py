"""Fact recall: the share of an item's facts that the text says, in any of their wordings."""

from evals.items import Item
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio
from evals.scoring import says_any


def _value(judged: Judged) -> Ratio | None:
    item, said = judged.item, judged.said
    if said is None or not isinstance(item, Item):
        return None
    return Ratio(sum(says_any(said, fact) for fact in item.facts), len(item.facts))


METRICS = (
    Metric(
        "fact_recall",
        "facts that the answer says; of a search, that the passages found say",
        lambda item: isinstance(item, Item) and bool(item.facts),
        _value,
        binary=False,
    ),
)
