"""The independent check of statements, on true and false ones about the shipped specification."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Spec
from evals.statements import unsupported
from evals.wording import figures, terms

AnswerOf = Callable[..., dict[str, Any]]

GE = "An earned advanced degree and twelve (12) years of professional experience in the field of education"
SE = "Two (2) years of the General Experience must have been in a managerial capacity"
SUB = "A 092 certificate (Intermediate Administrator), or 093 certificate (Superintendent)"
MAY = "may be required to possess an appropriate certificate"
CANCEL = "approved effective April 22, 2022"

TRUE = [
    ("The general experience is twelve years with an advanced degree.", GE),
    ("12 years of professional experience are required.", GE),
    ("Two of the years must be managerial.", SE),
    ("A 092 certificate is named.", SUB),
    ("Yes: incumbents may be required to possess a certificate.", MAY),
    ("No, the specification asks for 12 years.", GE),
    ("The replaced text was effective 4/22/2022.", CANCEL),
    ("3039MP asks for twelve years [1].", GE),
    ("Two clauses speak of it.", GE, SE),
]
FALSE = [
    ("Ten years are asked for.", "10", GE),
    ("13 years of experience.", "13", GE),
    ("A 094 certificate is named.", "094", SUB),
    ("A bachelor's degree and twelve years.", "bachelor", GE),
    ("A licence and twelve years.", "licence", GE),
    ("Incumbents are required to possess a certificate.", "required", MAY),
    ("Twelve years may be enough.", "may", GE),
    ("A certificate is not necessary.", "negation", MAY),
    ("It took effect on April 23, 2022.", "2022-04-23", CANCEL),
    ("One (1) year must be managerial.", "the number 1 ", SE, GE),
]


@pytest.mark.parametrize("statement", TRUE)
def test_what_the_passages_say_is_supported(
    statement: tuple[str, ...], answer_of: AnswerOf, spec_of: Callable[[str], Spec]
) -> None:
    assert unsupported(answer_of(statement), spec_of) == ()


@pytest.mark.parametrize(("text", "reason", "quotes"), [(text, reason, quotes) for text, reason, *quotes in FALSE])
def test_what_they_do_not_say_is_found(
    text: str, reason: str, quotes: list[str], answer_of: AnswerOf, spec_of: Callable[[str], Spec]
) -> None:
    faults = unsupported(answer_of((text, *quotes)), spec_of)
    assert any(reason in fault.reason for fault in faults), faults


def test_statements_must_cite_and_quote_exactly(answer_of: AnswerOf, spec_of: Callable[[str], Spec]) -> None:
    good = answer_of(("Twelve years.", GE), ("Two managerial years.", SE))
    assert unsupported(good, spec_of) == ()

    def spoil(**changes: object) -> str:
        answer = copy.deepcopy(good)
        answer["statements"][1]["citations"][0].update(changes)
        faults = unsupported(answer, spec_of)
        assert {fault.statement for fault in faults} == {1}
        return faults[0].reason

    assert "quote is not at" in spoil(start=good["statements"][1]["citations"][0]["start"] + 1)
    assert "quote is not at" in spoil(quote="Three (3) years of the General Experience")
    assert "quote is not at" in spoil(quote="", start=5, end=5)
    assert "not the current one" in spoil(revision="0" * 64)
    assert "does not hold" in spoil(class_code="0000ZZ")
    answer = copy.deepcopy(good)
    answer["statements"][1]["citations"] = []
    assert [fault.reason for fault in unsupported(answer, spec_of)] == ["no citation"]
    answer["statements"] = []
    assert [fault.reason for fault in unsupported(answer, spec_of)] == ["no statement"]


def test_another_class_may_be_cited_only_where_it_is_named(answer_of: AnswerOf, spec_of: Callable[[str], Spec]) -> None:
    answer = {**answer_of(("Twelve years.", GE)), "class_code": "9901SX"}
    assert "in an answer about 9901SX" in unsupported(answer, spec_of)[0].reason
    answer["statements"][0]["text"] = "3039MP: twelve years."
    assert unsupported(answer, spec_of) == ()
    assert unsupported({**answer_of(("Twelve years.", GE)), "class_code": None}, spec_of) == ()


def test_an_abstention_needs_no_statement(answer_of: AnswerOf, spec_of: Callable[[str], Spec]) -> None:
    assert unsupported(answer_of(outcome="abstained"), spec_of) == ()


def test_text_outside_the_statements_is_judged_too(answer_of: AnswerOf, spec_of: Callable[[str], Spec]) -> None:
    good = answer_of(("Twelve years.", GE))
    for text, faults in (("Here is what it says: Twelve years. [1]", 0), ("Nine years suffice. Twelve years. [1]", 1)):
        assert len(unsupported({**good, "text": text}, spec_of)) == faults
    assert unsupported({**good, "outcome": "abstained", "text": "Nine."}, spec_of) == ()


def test_a_determination_may_repeat_the_askers_facts(answer_of: AnswerOf, spec_of: Callable[[str], Spec]) -> None:
    statement = ("Not met: 10 of twelve years, with a master's degree.", GE)
    more = {"determination": {"verdict": "not_met", "shortfall_months": {"general": 24}}}
    own = {"question": "I have a master's and 10 years. Do I qualify?"}
    determined = {**answer_of(statement, outcome="determination"), **more, **own}
    assert unsupported(determined, spec_of) == ()
    assert len(unsupported({**determined, "outcome": "answered"}, spec_of)) == 3


VERDICTS = {
    "met": "On the facts given, you meet the stated minimum qualifications.",
    "not_met": "On the facts given, you do not meet the stated minimum qualifications.",
    "undetermined": "We don't know yet whether you meet the minimum qualifications; if you meet all requirements, ask.",
}


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("said", VERDICTS)
def test_a_verdict_in_words_is_the_determinations(
    verdict: str, said: str, answer_of: AnswerOf, spec_of: Callable[[str], Spec]
) -> None:
    determined = answer_of((VERDICTS[said],), outcome="determination", determination={"verdict": verdict})
    faults = unsupported(determined, spec_of)
    assert bool(faults) is (said not in {verdict, "undetermined"})


def test_months_of_a_determination_may_be_told_in_years(answer_of: AnswerOf, spec_of: Callable[[str], Spec]) -> None:
    determination = {"verdict": "met", "requirements": [{"credited_months": [184.4, 184.4]}]}
    for text, supported in (("15 years 4.4 months credited.", True), ("16 years credited.", False)):
        determined = answer_of((text, GE), outcome="determination", determination=determination)
        assert (unsupported(determined, spec_of) == ()) is supported


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twelve (12) years", {"12"}),
        ("fifteen (15) semester hours equaling one-half (1/2) year", {"15", "0.5"}),
        ("twenty-five words", {"25"}),
        ("one of the following", set()),
        ("one year, one (1) additional year", {"1"}),
        ("EST: 8/10/2012; 2012-08-10; August 10, 2012; April 18. 2023", {"2012-08-10", "2023-04-18"}),
        ("Section 10-157, Item No. 23-095, a 092 certificate", {"10-157", "23-095", "092"}),
        ("$2,668.40 or $69,646", {"2668.40", "69646"}),
    ],
)
def test_figures_have_one_spelling(text: str, expected: set[str]) -> None:
    assert figures(text) == expected


@given(st.integers(min_value=10, max_value=999))
def test_a_figure_is_found_in_any_sentence(number: int) -> None:
    assert str(number) in figures(f"The class asks for ({number}) years, {number}.")


def test_degrees_and_credentials_are_told_apart() -> None:
    assert terms("a Bachelor’s degree or Ed.D.") == {"bachelor's degree", "doctorate", "degree"}
    assert terms("mastery of the trade") == frozenset()
    assert terms("GED or a Motor Vehicle Operator's license") == {"high school diploma", "licence"}
