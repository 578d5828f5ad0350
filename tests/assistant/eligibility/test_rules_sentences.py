"""A table of sentences with what must be read in them, and what must be left to a person."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.eligibility.compile import compile_rules
from assistant.eligibility.nodes import all_nodes, leaves
from assistant.eligibility.rules import AllOf, Requirement, RuleSet
from assistant.eligibility.rules_view import outline
from tests.assistant.eligibility.texts import spec_of

TABLE: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("rules_sentences.yaml").read_text("utf-8"))


def required(rules: RuleSet, under: str) -> list[Requirement]:
    """What the sentence under test requires; under a note, without the special experience that the note is of."""
    if rules.requirement is None:
        return []
    if under != "note":
        return [rules.requirement]
    return list(rules.requirement.children[1:]) if isinstance(rules.requirement, AllOf) else []


def listed(value: Any) -> list[str]:
    """A value of the table as a list."""
    return [value] if isinstance(value, str) else list(value or ())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['under']}: {' '.join(row['text'].split())[:60]}")
def test_sentence_is_read_as_the_table_says(row: dict[str, Any]) -> None:
    spec = spec_of(**{row["under"]: row["text"]})
    rules = compile_rules(spec)
    parts = required(rules, row["under"])
    assert [outline(part) for part in parts] == listed(row.get("requires"))
    for name in ("substitutions", "equivalences", "definitions", "shown"):
        assert [outline(node) for node in getattr(rules, name)] == listed(row.get(name)), name
    assert [" ".join(span.of(spec.text).split()) for span in rules.residue] == listed(row.get("residue"))
    if "quotes" in row:
        found = chain.from_iterable(leaves(node) for node in (*parts, *rules.substitutions, *rules.shown))
        quotes = dict.fromkeys(" ".join(leaf.source.span.of(spec.text).split()) for leaf in found)
        assert list(quotes) == row["quotes"]


def test_table_is_long_enough_and_has_no_sentence_twice() -> None:
    keys = [(row["under"], row["text"]) for row in TABLE]
    assert len(keys) >= 120
    assert len(set(keys)) == len(keys)


def test_sentence_wrapped_anywhere_is_read_the_same_or_not_at_all() -> None:
    """A hard wrap changes nothing that is read; where the parser takes it for two clauses, there is residue."""
    same = 0
    rows = [row for row in TABLE if "\n" not in row["text"] and row["text"].count(" ") >= 5 and row["under"] != "note"]
    for row in rows:
        words = row["text"].split(" ")
        middle = len(words) // 2
        text = " ".join(words[:middle]) + "\n" + " ".join(words[middle:])
        straight, wrapped = (compile_rules(spec_of(**{row["under"]: said})) for said in (row["text"], text))
        if [outline(node) for node in all_nodes(wrapped)] == [outline(node) for node in all_nodes(straight)]:
            same += 1
        else:
            assert wrapped.residue, text
    assert same >= 0.97 * len(rows)
