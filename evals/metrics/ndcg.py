"""nDCG@10 (Järvelin and Kekäläinen 2002) by ir-measures, over graded groups of evidence."""

from ir_measures import nDCG

from evals.metrics.measure import Metric, Ratio
from evals.metrics.ranking import is_query, measured

METRICS = (
    Metric(
        "nDCG@10",
        "normalised discounted cumulative gain of the first 10 passages",
        is_query,
        lambda judged: Ratio(measured(judged, nDCG @ 10)),
        binary=False,
    ),
)
