"""Evidence recall@k: the share of the groups of evidence that the first k passages cover."""

from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio
from evals.metrics.ranking import first, is_query


def _at(depth: int) -> Metric:
    def value(judged: Judged) -> Ratio:
        return Ratio(first(judged.covered(judged.places("retrieved")), depth) / len(judged.gold))

    said = f"share of the groups of evidence that the first {depth} passages cover"
    return Metric(f"evidence_recall@{depth}", said, is_query, value, binary=False)


METRICS = (_at(5), _at(10))
