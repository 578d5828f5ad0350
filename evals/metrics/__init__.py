"""The metrics, one small file each; `METRICS` has all of them by name, in the order of reports."""

from __future__ import annotations

from evals.metrics import (
    all_evidence,
    chat_tokens,
    citation_precision,
    citation_recall,
    citation_validity,
    correct,
    coverage,
    evidence_recall,
    fact_recall,
    false_answer,
    false_eligible,
    latency,
    leaves,
    ndcg,
    number_exactness,
    over_refusal,
    reciprocal_rank,
    right_class,
    shortfall,
    tokens_to_evidence,
    twins,
    unsupported,
    verdicts,
    verifier,
)
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio

_ORDER = (
    correct,
    fact_recall,
    number_exactness,
    right_class,
    evidence_recall,
    all_evidence,
    ndcg,
    reciprocal_rank,
    tokens_to_evidence,
    citation_validity,
    citation_precision,
    citation_recall,
    unsupported,
    false_answer,
    over_refusal,
    coverage,
    verdicts,
    false_eligible,
    leaves,
    shortfall,
    twins,
    verifier,
    latency,
    chat_tokens,
)

METRICS: dict[str, Metric] = {metric.name: metric for module in _ORDER for metric in module.METRICS}

__all__ = ["METRICS", "Judged", "Metric", "Ratio"]
