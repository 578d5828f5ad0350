"""Tokens to full evidence: how much of a ranking must be read, from the top, until all evidence has been seen."""

import re

from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio
from evals.metrics.ranking import is_query

MOST = 4096
"""Stands for never as well, so that a mean is defined and a search that gives up early is no cheaper."""

_TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens(text: str) -> int:
    """The words and signs of a text: close to what a model counts, and the same with every model."""
    return sum(1 for _ in _TOKEN.finditer(text))


def _value(judged: Judged) -> Ratio:
    places = judged.places("retrieved")
    read, missing = 0, len(judged.gold)
    for place, groups in zip(places, judged.covered(places), strict=True):
        read += tokens(judged.text(place))
        missing -= len(groups)
        if not missing:
            return Ratio(min(read, MOST))
    return Ratio(MOST)


METRICS = (
    Metric(
        "tokens_to_evidence",
        f"words and signs read, best first, until all evidence is seen; at most {MOST}, which also stands for never",
        is_query,
        _value,
        higher_is_better=False,
        binary=False,
        unit="tokens",
        crashed=Ratio(MOST),
    ),
)
