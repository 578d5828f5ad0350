"""The form of evaluation items, and what the loader says about lines that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from corpus.errors import EmptyInput, InputError, SpecsError, UnreadableInput
from evals.items import Item, dump_items, find_set, load_items

EVIDENCE = {"class_code": "3039MP", "section": "duties", "quote": "Prepares or assists", "group": 1}
GOOD: dict[str, Any] = {
    "id": "a.1",
    "kind": "answer",
    "question": "Does this job do budgets?",
    "cluster": "a",
    "split": "dev",
    "origin": "test",
    "outcomes": ["answered"],
    "evidence": [EVIDENCE],
}


def test_an_item_round_trips() -> None:
    item = Item.model_validate({**GOOD, "facts": [["budget", "budgets"]], "tags": ["x"]})
    assert Item.model_validate_json(dump_items([item])) == item
    assert item.evidence[0].grade == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"colour": "red"}, "Extra inputs"),
        ({"split": "test"}, "dev"),
        ({"outcomes": []}, "at least 1"),
        ({"outcomes": ["maybe"]}, "answered"),
        ({"question": "  "}, "pattern"),
        ({"status": "quarantined"}, "says why"),
        ({"kind": "conversation"}, "history"),
        ({"history": ["before"]}, "history"),
        ({"evidence": []}, "evidence"),
        ({"kind": "abstention"}, "abstained"),
        ({"outcomes": ["abstained"], "facts": [["a"]]}, "facts"),
        ({"facts": [[]]}, "at least 1"),
        ({"evidence": [{**EVIDENCE, "section": "duty"}]}, "duties"),
        ({"evidence": [{**EVIDENCE, "grade": 0}]}, "greater"),
    ],
)
def test_what_is_no_item_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Item.model_validate({**GOOD, **change})


def test_groups_hold_alternatives_in_the_order_of_mention() -> None:
    evidence = [{**EVIDENCE, "quote": quote, "group": group} for quote, group in [("a", 2), ("b", 1), ("c", 2)]]
    item = Item.model_validate({**GOOD, "evidence": evidence})
    assert [[one.quote for one in group] for group in item.groups] == [["a", "c"], ["b"]]


@pytest.mark.parametrize("bad", ["{", '{"id": "b"}', json.dumps(GOOD), json.dumps({**GOOD, "id": "b", "split": "x"})])
def test_the_loader_names_file_and_line(tmp_path: Path, bad: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n" + bad + "\n", encoding="utf-8")
    with pytest.raises(UnreadableInput) as caught:
        load_items(path)
    assert caught.value.source == f"{path}:3"
    assert isinstance(caught.value, SpecsError)


def test_a_line_separator_inside_a_question_breaks_no_line(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({**GOOD, "question": "one\u2028two"}, ensure_ascii=False) + "\n", encoding="utf-8")
    assert load_items(path)[0].question == "one\u2028two"


def test_files_without_items_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    with pytest.raises(UnreadableInput):
        load_items(path)
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(EmptyInput):
        load_items(path)


def test_sets_are_found_by_name_or_path(tmp_path: Path) -> None:
    shipped = find_set("3039mp-dev")
    assert find_set(str(shipped)) == shipped
    with pytest.raises(InputError, match="3039mp-dev"):
        find_set("no-such-set")
