"""RR@10 by ir-measures: one divided by the rank of the first passage that has evidence."""

from ir_measures import RR

from evals.metrics.measure import Metric, Ratio
from evals.metrics.ranking import is_query, measured

METRICS = (
    Metric(
        "RR@10",
        "reciprocal rank of the first passage with evidence, of 10",
        is_query,
        lambda judged: Ratio(measured(judged, RR @ 10)),
        binary=False,
    ),
)
