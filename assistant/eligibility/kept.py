"""Parts of an explanation that came out the same for several applicants: plain data, written to JSON once for all.

They are dicts and lists to whoever reads them, and are not to be changed.
"""

from __future__ import annotations

from typing import Any

import orjson


class KeptDict(dict[str, Any]):
    """A dict that remembers how it was written."""

    written: orjson.Fragment | None = None


class KeptList(list[Any]):
    """A list that remembers how it was written."""

    written: orjson.Fragment | None = None


def json_bytes(value: Any) -> bytes:
    """The value as JSON, the same bytes as for plain data; what is kept is written the first time only."""
    return orjson.dumps(value, default=_once, option=orjson.OPT_PASSTHROUGH_SUBCLASS)


def _once(value: Any) -> orjson.Fragment:
    if not isinstance(value, KeptDict | KeptList):
        raise TypeError(f"{type(value).__name__} has no place in JSON")
    if value.written is None:
        value.written = orjson.Fragment(json_bytes(dict(value) if isinstance(value, KeptDict) else list(value)))
    return value.written
