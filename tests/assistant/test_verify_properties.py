"""What is composed for many questions about every class is proven; any critical change to it is withheld."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Draft, DraftStatement, render
from assistant.compose.draft import compose
from assistant.numerals import NUMBER, in_words, numbers_in, value_of
from assistant.understand import understand
from assistant.verify import unproven, verify
from tests.assistant.library import every

ASKED = (
    "What are the minimum qualifications?",
    "How many years of experience?",
    "What can be substituted?",
    "What are the duties?",
    "What are the special requirements?",
    "salary group, bargaining unit and EEO?",
    "job class designation?",
    "When was it established and revised?",
    "What was replaced?",
    "working conditions",
    "appointment",
    "compensation guidelines",
    "and for state employees?",
    "guidelines?",
    "supervision exercised",
    "character requirements",
    "physical requirements",
    "How is a job class defined?",
    "item number?",
)


@cache
def composed() -> tuple[tuple[Draft, DraftStatement], ...]:
    """What is composed for the questions of `ASKED` about each shipped and sample class, each statement once."""
    found: dict[DraftStatement, Draft] = {}
    for entry in every().entries():
        for question in ASKED:
            draft = compose(understand(question, every(), class_code=entry.class_code), every(), None, None)
            found |= dict.fromkeys(draft.statements, draft)
    return tuple((draft, statement) for statement, draft in found.items())


def test_what_is_composed_is_proven() -> None:
    withheld = {statement.text: list(unproven(draft, statement)) for draft, statement in composed()}
    assert len(withheld) > 500
    assert {text: why for text, why in withheld.items() if why} == {}


@cache
def with_numbers() -> tuple[tuple[Draft, DraftStatement, tuple[tuple[int, int], ...]], ...]:
    return tuple(
        (draft, statement, spans) for draft, statement in composed() if (spans := number_spans(statement.text))
    )


def number_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the numbers of a text stand: those that `numbers_in` reads, so without the pronoun "one"."""
    written = [written for _, written in numbers_in(text)]
    spans = []
    for match in NUMBER.finditer(text):
        if written and match.group() == written[0]:
            spans.append(match.span())
            written.pop(0)
    return tuple(spans)


@given(st.data())
@settings(max_examples=300)
def test_any_number_that_its_evidence_does_not_have_is_caught(data: st.DataObject) -> None:
    draft, statement, spans = data.draw(st.sampled_from(with_numbers()))
    start, end = data.draw(st.sampled_from(spans))
    stated = {value for one in statement.evidence for value, _ in numbers_in(one.quote)}
    value = data.draw(st.integers(0, 9999).filter(lambda value: value not in stated))
    written = data.draw(st.sampled_from([str(value), f"{value:,}", *([in_words(value)] if 1 < value < 100 else [])]))
    mutated = replace(statement, text=f"{statement.text[:start]}{written}{statement.text[end:]}")
    verified, failures = verify(replace(draft, statements=(mutated,)))
    assert failures
    assert verified.statements == ()
    assert render(verified, "?", timings_ms={}).statements == ()


SWAPS = (
    ("must", "may"),
    ("may", "must"),
    ("must", "must not"),
    (" not ", " "),
    (" may ", " "),
    (" must ", " "),
    ("may be required", "are required"),
    ("General Experience", "Special Experience"),
    ("Special Experience", "General Experience"),
    ("additional ", ""),
    ("only ", ""),
    ("or", "and"),
    ("and", "or"),
    ("years", "months"),
    ("year", "month"),
    ("months", "years"),
    ("hours", "days"),
    ("maximum", "minimum"),
    ("at least", "at most"),
    ("without ", "with "),
    ("Bachelor", "Master"),
    ("Master's", "Bachelor's"),
    ("licen[sc]e", "certificate"),
    ("certificate", "license"),
    ("certification", "license"),
    ("degree", "diploma"),
    ("Unclassified", "Classified"),
    ("Classified", "Unclassified"),
)


@pytest.mark.parametrize(("old", "new"), SWAPS)
def test_a_critical_word_changed_anywhere_in_what_is_composed_is_caught(old: str, new: str) -> None:
    pattern = re.compile(old if old.startswith(" ") else rf"(?<!\w){old}" + ("" if old.endswith(" ") else r"(?!\w)"))
    changed = [
        (draft, replace(statement, text=f"{statement.text[: match.start()]}{new}{statement.text[match.end() :]}"))
        for draft, statement in composed()
        for match in pattern.finditer(statement.text)
    ]
    assert changed, "the words do not occur: the test would prove nothing"
    assert [statement.text for draft, statement in changed if not list(unproven(draft, statement))] == []


def test_the_values_of_replaced_numbers_are_read_as_written() -> None:
    """The property above would prove nothing if the spans were empty or the numbers were not read."""
    assert len(with_numbers()) > 100
    for _, statement, spans in with_numbers():
        values = [value_of(match) for match in NUMBER.finditer(statement.text) if match.span() in spans]
        assert values == [value for value, _ in numbers_in(statement.text)]
