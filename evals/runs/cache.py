"""Outputs that were worked out before, by a key of all that they depend on. What crashed is never kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evals.items import AnyOne, CitationItem, EligibilityItem, Item
from evals.runs.config import digest


def asked_of(item: AnyOne) -> dict[str, Any]:
    """What of an item a system sees: not its gold, so that a mended gold costs no new answer."""
    if isinstance(item, Item):
        seen: dict[str, Any] = {"question": item.question, "history": list(item.history)}
    elif isinstance(item, CitationItem):
        seen = {"statement": item.statement, "cites": [one.quote for one in item.evidence]}
    elif isinstance(item, EligibilityItem):
        seen = {"applicant": item.applicant, "as_of": item.as_of}
    else:
        seen = {"query": item.query, "classes": bool(item.right_classes)}
    return {"kind": item.kind, "class_code": item.class_code, **seen}


class Cache:
    """A folder of outputs. `identity` is that of the system, the texts that it holds among it."""

    def __init__(self, folder: Path, identity: dict[str, Any]) -> None:
        self._folder = folder
        self._identity = digest(identity)

    def get(self, item: AnyOne) -> dict[str, Any] | None:
        """The output for an item; None if it is not known."""
        try:
            found: dict[str, Any] = json.loads(self._path(item).read_text(encoding="utf-8"))
        except (OSError, json.JSONDecodeError):
            return None
        return found

    def put(self, item: AnyOne, output: dict[str, Any]) -> None:
        """Keep the output for an item."""
        path = self._path(item)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{id(output)}.part")
        draft.write_text(json.dumps(output, ensure_ascii=False), encoding="utf-8")
        draft.replace(path)

    def _path(self, item: AnyOne) -> Path:
        key = digest({"system": self._identity, "item": asked_of(item)})
        return self._folder / key[:2] / f"{key}.json"
