"""All evidence@10: whether the first ten passages cover every group of evidence."""

from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio, yes
from evals.metrics.ranking import DEPTH, first, is_query


def _value(judged: Judged) -> Ratio:
    return yes(first(judged.covered(judged.places("retrieved")), DEPTH) == len(judged.gold))


METRICS = (Metric("all_evidence@10", "queries whose first 10 passages cover all evidence", is_query, _value),)
