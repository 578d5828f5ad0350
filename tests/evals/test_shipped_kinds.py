"""The shipped sets of every kind: enough of each, gold that stands in the texts, twins that differ in one fact."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from corpus.model import Spec
from evals.checks import check_set
from evals.items import SETS, CitationItem, EligibilityItem, Item, RetrievalItem, load_set
from evals.schema import PATH, schema

NAMES = sorted(path.stem for path in SETS.glob("*.jsonl"))


@cache
def items(name: str) -> tuple[Any, ...]:
    return load_set(SETS / f"{name}.jsonl")


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_set_has_no_error(name: str, spec_of: Callable[[str], Spec]) -> None:
    found = check_set(SETS / f"{name}.jsonl", spec_of)
    assert [one for one in found if one.grade == "error"] == []


def test_ids_are_unique_over_all_kinds() -> None:
    counts = Counter(item.id for name in NAMES for item in items(name))
    assert [name for name, count in counts.items() if count > 1] == []


def test_there_are_enough_of_every_kind() -> None:
    everything = [item for name in NAMES for item in items(name) if item.status == "active"]
    kinds = Counter(item.kind for item in everything)
    assert kinds["answer"] >= 200
    assert kinds["conversation"] >= 30
    assert len([item for item in items("retrieval") if isinstance(item, RetrievalItem)]) >= 150
    assert len([item for item in items("citations") if isinstance(item, CitationItem)]) >= 150
    assert len([item for item in items("eligibility") if isinstance(item, EligibilityItem)]) >= 150
    assert len([item for item in items("pairs") if isinstance(item, Item) and item.twin]) >= 80


def test_labels_and_verdicts_are_balanced() -> None:
    labels = Counter(item.label.value for item in items("citations"))
    assert set(labels) == {"supported", "partial", "not"}
    assert max(labels.values()) < 0.5 * labels.total()
    verdicts = Counter(item.verdict for item in items("eligibility"))
    assert {"met", "not_met", "undetermined", "needs_review"} == set(verdicts)
    assert max(verdicts.values()) < 0.6 * verdicts.total()


def test_eligibility_twins_differ_in_one_place() -> None:
    """In the day, or in one of the lists of facts; never in both."""
    by_id = {item.id: item for item in items("eligibility")}
    for item in by_id.values():
        other = by_id[item.twin]
        keys = item.applicant.keys() | other.applicant.keys()
        parts = [key for key in keys if item.applicant.get(key) != other.applicant.get(key)]
        parts += ["as_of"] if item.as_of != other.as_of else []
        assert len(parts) == 1, (item.id, parts)
        assert item.class_code == other.class_code


def test_held_items_share_no_cluster_with_those_to_develop_with() -> None:
    for name in ("retrieval", "citations", "eligibility", "pairs"):
        splits: dict[str, set[str]] = {}
        for item in items(name):
            splits.setdefault(item.cluster, set()).add(item.split)
        assert all(len(found) == 1 for found in splits.values())
        assert {split for found in splits.values() for split in found} == {"dev", "held"}


def test_the_published_schema_is_that_of_the_items() -> None:
    assert PATH.read_text(encoding="utf-8") == schema(), "run: python -m evals.schema"


def test_every_line_meets_the_published_schema() -> None:
    import jsonschema

    check = jsonschema.Draft202012Validator(json.loads(PATH.read_text(encoding="utf-8")))
    for name in NAMES:
        for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[::7]:
            check.validate(json.loads(line))
    with pytest.raises(jsonschema.ValidationError):
        check.validate({"id": "a", "kind": "answer", "colour": "red"})
