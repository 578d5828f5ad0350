"""Number exactness: the share of the figures among the facts that the text says; "twelve" is 12, "one-half" is 1/2."""

from evals.items import AnyOne, Item
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio
from evals.wording import figures


def _wanted(item: AnyOne) -> list[list[frozenset[str]]]:
    """Of each fact that is a figure, the figures of its wordings."""
    facts = item.facts if isinstance(item, Item) else ()
    found = [[figures(f"{words} years") for words in fact] for fact in facts]
    return [wordings for wordings in found if all(wordings)]


def _value(judged: Judged) -> Ratio | None:
    if judged.said is None:
        return None
    wanted, said = _wanted(judged.item), figures(judged.said)
    return Ratio(sum(any(one <= said for one in wordings) for wordings in wanted), len(wanted))


METRICS = (
    Metric(
        "number_exactness",
        "figures among the facts that the text says exactly",
        lambda item: bool(_wanted(item)),
        _value,
        binary=False,
    ),
)
