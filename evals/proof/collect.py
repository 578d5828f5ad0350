"""Writes down what the extractive composer states on the development sets: true statements to make mutants of.

python -m evals.proof.collect
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

import assistant
from evals.answers import asker
from evals.items import find_set, load_items
from evals.proof.cases import SETS

ASKED = (("3039mp-dev", "specs"), ("samples-dev", "samples"))
"""The sets that are asked, with the shipped folder that they are about."""
FILE = SETS / "composed.jsonl"


def main() -> None:
    """Ask every question of the sets and write each statement once."""
    rows = {(row["class_code"], row["text"]): row for name, folder in ASKED for row in _stated(name, folder)}
    FILE.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows.values()))


def _stated(name: str, folder: str) -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="specs-evals-") as home:
        opened = assistant.open_assistant(Path(home), corpus=folder)
        try:
            ask = asker(opened)
            for item in load_items(find_set(name)):
                answer = ask(item)
                for statement in answer["statements"]:
                    yield _row(item.id, statement, bool(answer["class_code"]))
        finally:
            opened.close()


def _row(origin: str, statement: dict[str, Any], of_one: bool) -> dict[str, Any]:
    """The statement with the exact characters that it cites; `across` where it stands in an answer about several classes."""
    citations = statement["citations"]
    row = {
        "id": origin,
        "class_code": citations[0]["class_code"],
        "quotes": [citation["quote"] for citation in citations],
        "text": statement["text"],
    }
    return row if of_one else row | {"across": True}


if __name__ == "__main__":
    main()
