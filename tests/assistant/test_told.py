"""What a person tells of themselves, turn by turn: added, set right, taken back, and what is no fact of theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.eligibility.freetext import read_facts
from assistant.told import Told, listen, only_tells, own_words, split_contrast, supposes
from tests.assistant.eligibility.test_freetext import READ

BASE = ("a master's in education", "11 years teaching, 3 of them as principal")


def told(*turns: str, corrects: bool = False, goes_on: bool = False) -> tuple[str, ...]:
    """The lines after these turns."""
    known = Told()
    for turn in turns:
        known = listen(known, turn, corrects=corrects, goes_on=goes_on)
    return known.lines


def test_a_fact_keeps_its_words_and_what_belongs_to_it() -> None:
    known = listen(Told(), "I have a master's in education and 11 years teaching, 3 of them as principal.")
    assert known.lines == BASE
    assert [(fact.value, fact.words) for fact in known.facts] == [
        ("master in education", "a master's in education"),
        ("teaching, 8 years (the rest of it)", "11 years teaching"),
        ("principal, 3 years", "3 of them as principal"),
    ]


@pytest.mark.parametrize("text", [text for text, _, _ in READ])
def test_facts_kept_by_their_words_are_read_as_in_the_sentence(text: str) -> None:
    known = listen(Told(), text, goes_on=True)
    whole = own_words(text, goes_on=True)
    assert read_facts(Told(known.lines).said).applicant == read_facts(whole).applicant


@pytest.mark.parametrize(
    ("turn", "lines"),
    [
        ("12 years, not 11", ("a master's in education", "12 years teaching, 3 of them as principal")),
        ("not 11 years but 12", ("a master's in education", "12 years teaching, 3 of them as principal")),
        ("13 years", ("a master's in education", "13 years teaching, 3 of them as principal")),
        ("4 of them as principal", ("a master's in education", "11 years teaching, 4 of them as principal")),
        ("a bachelor's, not a master's", ("a bachelor's", BASE[1])),
        ("a doctorate", ("a doctorate", BASE[1])),
        ("9 years as a cook", ("a master's in education", "9 years as a cook")),
        ("20 hours a week", ("a master's in education", f"{BASE[1]}, 20 hours a week")),
        ("I do have the 092", (*BASE, "the 092")),
        ("I also have a bachelor's", (*BASE, "a bachelor's")),
        ("I don't have a master's", (BASE[1],)),
        ("the salary", BASE),
    ],
)
def test_what_is_set_right_replaces_what_it_fits(turn: str, lines: tuple[str, ...]) -> None:
    assert listen(Told(BASE), turn, corrects=True).lines == lines


@pytest.mark.parametrize(
    ("turn", "lines"),
    [
        ("with 12 years of teaching?", (*BASE, "12 years of teaching")),
        ("and with an 092?", (*BASE, "an 092")),
        ("full time", (BASE[0], f"{BASE[1]}, full time")),
        ("I also taught for another 2 years as a tutor", (*BASE, "2 years as a tutor")),
        ("my master's in education", BASE),
        ("does an 092 help?", BASE),
        ("what are the duties?", BASE),
    ],
)
def test_a_turn_that_goes_on_adds_what_is_new(turn: str, lines: tuple[str, ...]) -> None:
    heard = listen(Told(BASE), turn, goes_on=True).lines
    assert heard == lines or (turn.startswith("with 12") and heard[1].startswith("12 years"))


@pytest.mark.parametrize(
    "turn",
    [
        "Does a master's count?",
        "Do I need 12 years?",
        "Are 12 years required?",
        "What does a master's in education count for?",
        "I was wondering whether 12 years are needed",
        "My wife has a doctorate and 12 years",
        "He has an 092",
        "The applicant has 12 years of experience",
        "Would my Sixth Year Diploma help with that?",
    ],
)
def test_what_is_asked_or_told_of_others_is_no_fact(turn: str) -> None:
    assert told(turn) == ()


def test_later_words_win_over_none_and_none_over_earlier() -> None:
    assert told("I have an 092.", "I have no certificates.") == ("no certificates",)
    assert told("I have no certificates.", "I have an 092.") == ("an 092",)
    assert told("I am a state employee.", "I am not a state employee.") == ("I am not a state employee",)
    assert told("I have 10 years.", "I have 12 years.") == ("12 years",)
    assert told("I have 10 years as a cook.", "I have 12 years as a baker.") == (
        "10 years as a cook",
        "12 years as a baker",
    )


def test_what_was_not_read_is_told_for_its_turn_only() -> None:
    first = listen(Told(), "I have 10 years and 3 years of clown school. Do I qualify?")
    assert "3 years of clown school" in " ".join(first.unread)
    assert listen(first, "I also have an 092").unread == ()


@pytest.mark.parametrize(
    ("turn", "pair"),
    [
        ("12 years, not 11", ("12 years", "11")),
        ("not 11 but 12", ("12", "11")),
        ("not the cook, the plumber", ("the plumber", "the cook")),
        ("I am not a state employee", None),
        ("a master's, not yet completed", None),
        ("is it 12, not 11?", None),
    ],
)
def test_a_contrast_has_its_new_and_its_old(turn: str, pair: tuple[str, str] | None) -> None:
    assert split_contrast(turn) == pair


def test_supposing_telling_and_asking() -> None:
    assert supposes("what if I had a doctorate?") and supposes("if I finished my master's")
    assert not supposes("if I have a master's, do I qualify?")
    assert only_tells("I have 12 years.") and not only_tells("I have 12 years. What are the duties")


@given(st.lists(st.text(max_size=80), max_size=4), st.booleans(), st.booleans())
def test_any_words_are_heard(turns: list[str], goes_on: bool, corrects: bool) -> None:
    known = Told()
    for turn in turns:
        known = listen(known, turn, goes_on=goes_on, corrects=corrects)
    assert all(line.strip() for line in known.lines)
    assert read_facts(known.said).applicant
