"""The grammar itself: it has one parse for a sentence, and no terminal that nothing uses."""

from __future__ import annotations

import logging
import re
from importlib import resources

import pytest
from lark import Lark, logger
from lark.exceptions import LarkError

from assistant.eligibility.joins import Joins
from assistant.eligibility.lexicon import LEVELS
from assistant.eligibility.patterns import compiled, phrase
from assistant.eligibility.phrases import degrees
from assistant.eligibility.reader import grammar
from assistant.eligibility.rules import Degree
from assistant.eligibility.terminals import TERMINALS, terminals

RULES = resources.files("assistant.eligibility").joinpath("grammar.lark").read_text("utf-8")


def tokens(sentence: str) -> list[str]:
    """The types of the sentence's tokens, connectors decided."""
    return [token.type for token in grammar().lex(sentence)]


def reads(sentence: str) -> bool:
    """Whether the sentence has a parse."""
    try:
        grammar().parse(sentence)
    except LarkError:
        return False
    return True


def test_no_sentence_has_two_parses(caplog: pytest.LogCaptureFixture) -> None:
    """lark reports what an LALR(1) parser would have to guess; the grammar leaves nothing to guess."""
    with caplog.at_level(logging.DEBUG, logger="lark"):
        logger.propagate = True
        Lark(f"{RULES}\n{terminals()}\n", parser="lalr", lexer="basic", postlex=Joins(), debug=True)
    assert not [record.message for record in caplog.records if "onflict" in record.message]


def test_every_terminal_is_used() -> None:
    used = set(re.findall(r"\b[A-Z][A-Z_]+\b", RULES)) | set(Joins.always_accept)
    assert {name for name, _ in TERMINALS} - used == set()


@pytest.mark.parametrize("word", ["must", "unless", "not", "without", "substituted", "waived", "only", "each", "isn't"])
def test_a_word_that_changes_the_demand_is_never_swallowed(word: str) -> None:
    assert reads("Two (2) years of experience in the trade of welding.")
    assert not reads(f"Two (2) years of experience in the trade {word} welding.")
    assert "HAZARD" in tokens(f"in the trade {word} welding")


@pytest.mark.parametrize(
    ("sentence", "joins"),
    [
        ("Two years of experience in sales or service", ["OR"]),
        ("Two years of experience in sales or a Bachelor's degree", ["ELSE"]),
        ("A license as a nurse, and two years of experience", ["ALSO"]),
        ("A 092 certificate, or 093 certificate, or an Ed.D.", ["ELSE", "ELSE"]),
        ("A Master's degree in art, a Bachelor's degree in art or a diploma in art", ["NEXT", "ELSE"]),
        ("Two years of experience in sales and/or service", ["AND_OR"]),
        ("Two years of experience in sales and/or a Bachelor's degree", ["HAZARD"]),
        ("Two years of experience in issuing a grant or a permit", ["HAZARD"]),
        ("A high school diploma or GED", ["OR_GED"]),
        ("certification or licensure as a nurse", ["OR"]),
    ],
)
def test_connectors_are_told_by_what_they_join(sentence: str, joins: list[str]) -> None:
    kinds = {"OR", "AND", "AND_OR", "ELSE", "ALSO", "NEXT", "OR_GED", "HAZARD"}
    assert [token for token in tokens(sentence) if token in kinds] == joins


@pytest.mark.parametrize("wrap", ["\n", "  ", " \n\t "])
def test_blanks_and_wraps_are_one_blank(wrap: str) -> None:
    assert tokens(f"at{wrap}least two{wrap}(2){wrap}years of{wrap}general{wrap}experience") == [
        "AT_LEAST",
        "MONTHS",
        "OF",
        "GENERAL_EXPERIENCE",
    ]


@pytest.mark.parametrize("mark", ["'", "’", "‘", "´"])
def test_apostrophes_are_one(mark: str) -> None:
    assert tokens(f"A Bachelor{mark}s degree") == ["DEGREE"]
    assert tokens(f"three years{mark} experience") == ["MONTHS", "EXPERIENCE"]


def test_phrase_keeps_what_stands_in_brackets() -> None:
    assert phrase("a [x y'] b") == r"a\s+[x y']\s+b"
    assert compiled("six[- ]month").search("SIX\nmonth")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("An earned advanced degree", Degree.ADVANCED),
        ("a Bachelor of Science degree", Degree.BACHELOR),
        ("a graduate degree", Degree.ADVANCED),
        ("an Associate degree", Degree.ASSOCIATE),
        ("Sixth Year Certificate", Degree.SIXTH_YEAR),
        ("a J.D.", Degree.LAW),
        ("a Psy.D.", Degree.DOCTORATE),
        ("a four-year college degree", Degree.BACHELOR),
        ("a high school diploma", Degree.HIGH_SCHOOL),
    ],
)
def test_degree_words(text: str, level: Degree) -> None:
    assert tokens(text) == ["DEGREE"]
    assert degrees(text) == (level,)


def test_every_level_has_words() -> None:
    assert {level for _, level in LEVELS} == set(Degree)
