"""The verifier against hand labels: statements that their passages bear out in full pass, others are withheld."""

from evals.items import AnyOne, CitationItem, Label
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio, yes


def _passes(judged: Judged) -> bool | None:
    return (judged.output or {}).get("passes")


def _supported(item: AnyOne) -> bool:
    return isinstance(item, CitationItem) and item.label is Label.SUPPORTED


def _other(item: AnyOne) -> bool:
    return isinstance(item, CitationItem) and item.label is not Label.SUPPORTED


def _agreement(judged: Judged) -> Ratio | None:
    passes = _passes(judged)
    return None if passes is None else yes(passes == _supported(judged.item))


def _passed(judged: Judged) -> Ratio | None:
    passes = _passes(judged)
    return None if passes is None else yes(passes)


def _withheld(judged: Judged) -> Ratio | None:
    passes = _passes(judged)
    return None if passes is None else yes(not passes)


METRICS = (
    Metric(
        "verifier_agreement",
        "labelled statements on which the verifier agrees with the label",
        lambda item: isinstance(item, CitationItem),
        _agreement,
    ),
    Metric(
        "verifier_false_pass",
        "statements that are supported in part or not at all, and passed",
        _other,
        _passed,
        higher_is_better=False,
        crashed=Ratio(1.0),
    ),
    Metric(
        "verifier_false_withhold",
        "supported statements that were withheld",
        _supported,
        _withheld,
        higher_is_better=False,
        crashed=Ratio(1.0),
    ),
)
