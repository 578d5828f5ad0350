"""Citation validity: the share of all citations emitted whose quote stands at the characters that they name."""

from collections.abc import Mapping
from typing import Any

from corpus.errors import NotFound
from evals.items import Item
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio


def _valid(citation: Mapping[str, Any], judged: Judged) -> bool:
    try:
        spec = judged.spec_of(citation["class_code"])
    except NotFound:
        return False
    quote = spec.text[citation["start"] : citation["end"]]
    return bool(quote.strip()) and citation["revision"] == spec.revision and citation["quote"] == quote


def _value(judged: Judged) -> Ratio | None:
    if judged.answer is None:
        return None
    emitted = [one for said in judged.answer["statements"] for one in said["citations"]]
    return Ratio(sum(_valid(one, judged) for one in emitted), len(emitted))


METRICS = (
    Metric(
        "citation_validity",
        "citations emitted that quote the current text where they say",
        lambda item: isinstance(item, Item),
        _value,
        binary=False,
    ),
)
