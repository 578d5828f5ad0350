"""The shipped sets: sound items, gold that stands in the specs, enough of every kind, nothing shared between splits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest
from rapidfuzz import fuzz

from corpus.model import Spec
from evals.items import SETS, Item, load_items
from evals.scoring import locate
from evals.wording import plain

NAMES = sorted(path.stem for path in SETS.glob("*.jsonl") if path.stem.endswith(("-dev", "-held")))

KINDS = ("answer", "absent", "outofscope", "falsepremise", "injection", "owncase", "followup")
SAMPLE_KINDS = ("answer", "absent", "field", "ambiguous", "across", "compare", "owncase", "followup", "chosen")
MINIMUM = {
    "3039mp-dev": dict(zip(KINDS, (230, 55, 17, 17, 14, 12, 21), strict=True)),
    "3039mp-held": dict(zip(KINDS, (50, 10, 5, 3, 3, 2, 6), strict=True)),
    "samples-dev": dict(zip(SAMPLE_KINDS, (120, 8, 14, 6, 12, 6, 4, 6, 40), strict=True)),
    "samples-held": dict(zip(SAMPLE_KINDS, (70, 8, 8, 5, 6, 1, 1, 2, 30), strict=True)),
}
"""The least number of items of each kind or tag in a set."""


@cache
def items(name: str) -> tuple[Item, ...]:
    return load_items(SETS / f"{name}.jsonl")


@pytest.mark.parametrize("name", NAMES)
def test_the_split_is_the_one_in_the_name(name: str) -> None:
    assert {item.split for item in items(name)} == {name.rsplit("-", 1)[1]}
    assert all(item.id.startswith(f"{name}.") for item in items(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_gold_quote_stands_where_the_item_says(name: str, spec_of: Callable[[str], Spec]) -> None:
    lost = [
        (item.id, evidence.class_code, evidence.section, evidence.quote)
        for item in items(name)
        for evidence in item.evidence
        if not locate(spec_of(evidence.class_code), evidence)
    ]
    assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_a_chosen_class_exists(name: str, spec_of: Callable[[str], Spec]) -> None:
    for code in {item.class_code for item in items(name)} - {None}:
        assert spec_of(str(code)).class_code == code


@pytest.mark.parametrize("name", NAMES)
def test_no_fact_is_forbidden_too(name: str) -> None:
    for item in items(name):
        assert not {plain(word) for fact in item.facts for word in fact} & {plain(text) for text in item.forbidden}, (
            item.id
        )


@pytest.mark.parametrize("name", sorted(MINIMUM))
def test_every_kind_of_question_is_asked_often_enough(name: str) -> None:
    active = [item for item in items(name) if item.status == "active"]
    counts = Counter(item.kind for item in active) + Counter(tag for item in active for tag in item.tags)
    assert {key: counts[key] for key, least in MINIMUM[name].items() if counts[key] < least} == {}


def test_ids_are_unique_over_all_sets() -> None:
    counts = Counter(item.id for name in NAMES for item in items(name))
    assert [item_id for item_id, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("held", [name for name in NAMES if name.endswith("-held")])
def test_no_held_question_is_a_question_to_develop_with(held: str) -> None:
    dev = [plain(item.question) for item in items(held.replace("-held", "-dev")) if not item.history]
    same = [
        item.id
        for item in items(held)
        if not item.history and any(fuzz.ratio(plain(item.question), question) > 92 for question in dev)
    ]
    assert same == []
