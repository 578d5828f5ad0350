"""Chat tokens: what the chat model read and wrote for one item; 0 without a chat model."""

from evals.items import Item
from evals.metrics.judged import Judged
from evals.metrics.measure import Metric, Ratio


def _value(judged: Judged) -> Ratio | None:
    tokens = (judged.output or {}).get("chat_tokens")
    return None if tokens is None else Ratio(tokens)


METRICS = (
    Metric(
        "chat_tokens",
        "tokens that the chat model read and wrote for a question",
        lambda item: isinstance(item, Item),
        _value,
        higher_is_better=False,
        binary=False,
        unit="tokens",
        crashed=None,
    ),
)
