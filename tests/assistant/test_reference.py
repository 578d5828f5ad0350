"""What points at a class, and what only looks like it."""

from __future__ import annotations

import pytest

from assistant.reference import Around, referred, without_class
from corpus.errors import NotFound
from tests.assistant.library import every

REAL = every().entries()
SECRETARIES = Around(("9909SX", "9910SX"), awaits=True)
NURSE = Around(current="9905SX")


@pytest.mark.parametrize(
    ("phrase", "around", "codes"),
    [
        ("2", SECRETARIES, ("9910SX",)),
        ("the second one", SECRETARIES, ("9910SX",)),
        ("the last of them", SECRETARIES, ("9910SX",)),
        ("the latter", SECRETARIES, ("9910SX",)),
        ("Secretary 1", SECRETARIES, ("9909SX",)),
        ("secretary", SECRETARIES, ("9909SX", "9910SX")),
        ("the second one", Around(("9914SX", "9923SX")), ("9923SX",)),
        ("2", Around(("9914SX", "9923SX")), ()),
        ("the other", Around(("9905SX", "9906SX"), "9905SX"), ("9906SX",)),
        ("the other", Around(current="9905SX", before=("9920SX",)), ("9920SX",)),
        ("the other", NURSE, ()),
        ("the 40-hour one", NURSE, ("9906SX",)),
        ("forty hours", NURSE, ("9906SX",)),
        ("level 2", Around(current="9902SX"), ("9903SX",)),
        ("level 2", NURSE, ()),
        ("examiner 3", Around(current="9902SX"), ("9904SX",)),
        ("a cook", NURSE, ("9920SX",)),
        ("the plumer", NURSE, ("9912SX",)),
        ("9903sx", NURSE, ("9903SX",)),
        ("8888SX", NURSE, ()),
        ("the duties", NURSE, ()),
        ("the education", Around(current="3039MP"), ()),
        ("the management", Around(current="9907SX"), ()),
        ("supervision experience", NURSE, ()),
        ("degree needed", NURSE, ()),
        ("it", NURSE, ()),
        ("years", NURSE, ()),
        ("the veterinarian", NURSE, ()),
    ],
)
def test_what_a_phrase_points_at(phrase: str, around: Around, codes: tuple[str, ...]) -> None:
    assert referred(phrase, REAL, around) == codes


def test_a_number_that_was_not_offered_is_told() -> None:
    with pytest.raises(NotFound, match="there is no choice 3"):
        referred("3", REAL, SECRETARIES)


def test_a_phrase_that_surely_names_a_class_may_be_of_everyday_words() -> None:
    assert referred("the manager", REAL, NURSE) == ()
    assert referred("the manager", REAL, NURSE, surely=True) == ("9907SX", "9908SX")


@pytest.mark.parametrize(
    ("question", "without"),
    [
        ("How many years does a plumber need?", "How many years does this class need?"),
        ("What does a Head Nurse (40 Hour) earn?", "What does this class earn?"),
        ("What is the salary of Fiscal/Administrative Manager 1?", "What is the salary of this class?"),
        ("duties of class 9903SX?", "duties of this class?"),
        ("How many years does 8888SX need?", "How many years does this class need?"),
        ("What does a veterinarian do?", "What does this class do?"),
        ("Is a cook's licence needed?", "Is this class's licence needed?"),
        ("compare 9902SX with 9903SX", "compare 9902SX with 9903SX"),
        ("does it supervise the cook?", "does it supervise the cook?"),
        ("What are the duties?", "What are the duties?"),
    ],
)
def test_a_question_with_its_class_left_out(question: str, without: str) -> None:
    assert without_class(question, REAL) == without
