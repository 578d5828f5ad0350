"""The gold verdicts beside those of a second reader, who saw neither them nor the program."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import evals
from evals.items import find_set

READING = Path(evals.__file__).parent / "readings" / "eligibility.jsonl"

OPEN_POINTS = {("3039MP", "met", "undetermined"): 13, ("9913SX", "undetermined", "not_met"): 4}
"""Class, gold, reading: where the two differ and why (docs/evaluation.md)."""


def _lines(path: Path) -> dict[str, dict[str, Any]]:
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {line["id"]: line for line in found}


def test_a_second_reader_decided_every_item_alike_but_for_two_points() -> None:
    gold, read = _lines(find_set("eligibility")), _lines(READING)
    assert gold.keys() == read.keys()
    differ = [name for name in gold if gold[name]["verdict"] != read[name]["verdict"]]
    points = Counter((gold[name]["class_code"], gold[name]["verdict"], read[name]["verdict"]) for name in differ)
    assert (len(gold) - len(differ), points) == (305, OPEN_POINTS)


def test_the_second_reader_found_every_shortfall_that_both_state() -> None:
    gold, read = _lines(find_set("eligibility")), _lines(READING)
    both = [
        (stated, other)
        for name, item in gold.items()
        for kind, stated in item.get("shortfall_months", {}).items()
        if (other := (read[name]["shortfall_months"] or {}).get(kind)) is not None and stated is not None
    ]
    assert len(both) > 300
    assert [pair for pair in both if abs(pair[0] - pair[1]) > 0.1] == []
