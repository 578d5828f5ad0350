"""Latency: the wall-clock time of one item. Outputs from the cache have none, nor have crashes."""

from typing import Literal

from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio


def _value(judged: Judged) -> Ratio | None:
    return None if judged.milliseconds is None else Ratio(judged.milliseconds)


def _at(mark: Literal["p50", "p95"]) -> Metric:
    return Metric(
        f"latency_{mark}",
        f"{mark} of the milliseconds that an item took",
        lambda _: True,
        _value,
        higher_is_better=False,
        binary=False,
        unit="ms",
        over=mark,
        crashed=None,
    )


METRICS = (_at("p50"), _at("p95"))
