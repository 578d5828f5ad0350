"""Scores of hand-built answers: each thing that makes an answer wrong is found, and a right one passes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from corpus.errors import NotFound
from corpus.model import Spec
from evals.items import Item
from evals.reporting import Figures, Row, confusion, report, table, tag_figures
from evals.scoring import affirms, locate, says, score

AnswerOf = Callable[..., dict[str, Any]]

GE = "An earned advanced degree and twelve (12) years of professional experience"
SE = "Two (2) years of the General Experience must have been in a managerial capacity"
STATE = "For state employees this experience is interpreted at the level of an Education Bureau Chief."


def item(**changes: Any) -> Item:
    evidence = [
        {"class_code": "3039MP", "section": "general_experience", "quote": "twelve (12) years", "group": 1},
        {"class_code": "3039MP", "section": "special_experience", "quote": SE, "group": 2},
        {"class_code": "3039MP", "quote": "interpreted at the level of an Education Bureau Chief", "group": 2},
    ]
    base = {
        "id": "t.1",
        "kind": "answer",
        "question": "How many years?",
        "cluster": "t",
        "split": "dev",
        "origin": "test",
        "tags": ["mq"],
        "outcomes": ["answered"],
        "evidence": evidence,
        "facts": [["twelve", "12"]],
        "forbidden": ["you qualify"],
    }
    return Item.model_validate({**base, **changes})


def test_a_right_answer_is_right(answer_of: AnswerOf, spec_of: Callable[[str], Spec]) -> None:
    found = score(item(), answer_of(("12 years.", GE), ("Two of them managerial.", SE)), spec_of)
    assert found.correct
    assert (found.statements, found.unsupported_statements, found.cited, found.cited_gold) == (2, 0, 2, 2)
    assert score(item(), answer_of(("12 years.", GE), ("At that level.", STATE)), spec_of).correct


@pytest.mark.parametrize(
    ("statements", "outcome", "reason"),
    [
        ([("12 years.", GE)], "answered", "does not cite 3039MP"),
        ([("Years.", GE, SE)], "answered", "lacks 'twelve / 12'"),
        ([("112 years, in 2012.", GE, SE)], "answered", "lacks 'twelve / 12'"),
        ([("Twelve, so you qualify.", GE, SE)], "answered", "says 'you qualify'"),
        ([], "abstained", "outcome abstained, not answered"),
        ([("Twelve.", GE, SE)], "clarify", "outcome clarify, not answered"),
    ],
)
def test_what_makes_an_answer_wrong_is_named(
    statements: list[tuple[str, ...]],
    outcome: str,
    reason: str,
    answer_of: AnswerOf,
    spec_of: Callable[[str], Spec],
) -> None:
    found = score(item(), answer_of(*statements, outcome=outcome), spec_of)
    assert [failure for failure in found.failures if failure.startswith(reason)], found.failures


def test_an_accepted_abstention_owes_no_evidence(answer_of: AnswerOf, spec_of: Callable[[str], Spec]) -> None:
    accepting = item(outcomes=["answered", "abstained"])
    assert score(accepting, answer_of(outcome="abstained"), spec_of).correct
    assert not score(accepting, answer_of(outcome="abstained", text="But you qualify."), spec_of).correct
    assert not score(accepting, answer_of(("Years.", SE)), spec_of).correct


def test_a_determination_may_cite_by_itself(answer_of: AnswerOf, spec_of: Callable[[str], Spec]) -> None:
    cited = answer_of(("Twelve.", GE), ("Two.", SE))
    citations = [one for statement in cited["statements"] for one in statement["citations"]]
    bare = answer_of(outcome="determination", text="Twelve years.", determination={"citations": citations})
    assert score(item(outcomes=["determination"]), bare, spec_of).correct


def test_a_quote_counts_only_in_its_section(answer_of: AnswerOf, spec_of: Callable[[str], Spec]) -> None:
    gold = [{"class_code": "3039MP", "section": "salary_information", "quote": "MP 75", "group": 1}]
    wanted = item(evidence=gold, facts=[["mp  75"]], forbidden=[])
    previous = answer_of(("MP 75.", "Salary Group MP 75 approved effective April 22, 2022"))
    assert score(wanted, previous, spec_of).failures == ("does not cite 3039MP 'MP 75'",)
    assert score(wanted, answer_of(("MP 75.", "MP 75\n")), spec_of).correct


def test_gold_that_is_not_in_the_text_is_an_error(answer_of: AnswerOf, spec_of: Callable[[str], Spec]) -> None:
    gold = [{"class_code": "3039MP", "section": "duties", "quote": "twelve (12) years", "group": 1}]
    with pytest.raises(NotFound, match="does not occur in 3039MP, duties"):
        score(item(evidence=gold), answer_of(("12.", GE)), spec_of)


def test_locating_disregards_blanks(spec_of: Callable[[str], Spec]) -> None:
    evidence = item().evidence[0].model_copy(update={"quote": "MINIMUM   QUALIFICATIONS -\nSPECIAL", "section": None})
    spec = spec_of("3039MP")
    assert [span.of(spec.text) for span in locate(spec, evidence)] == ["MINIMUM QUALIFICATIONS - SPECIAL"]


def test_facts_are_whole_words_and_citation_marks_are_none() -> None:
    assert says("It is “MP  75”.", "mp 75")
    assert says("The Superintendent’s", "superintendent's")
    assert not says("Unclassified", "classified")
    assert not says("Something else [12] ②", "12")
    assert says("Costs $5.", "$")


@pytest.mark.parametrize(
    ("text", "affirmed"),
    [
        ("You meet the requirements.", True),
        ("It does not say; you meet them.", True),
        ("Check whether you meet the requirements.", False),
        ("I can't say that you meet them.", False),
        ("See if you meet them.", False),
        ("If the facts are right, you meet them.", True),
    ],
)
def test_denied_or_open_is_not_affirmed(text: str, affirmed: bool) -> None:
    assert affirms(text, "you meet") is affirmed


def test_a_report_counts_and_names_failures(answer_of: AnswerOf, spec_of: Callable[[str], Spec]) -> None:
    right = score(item(), answer_of(("12 years.", GE), ("Two.", SE)), spec_of)
    wrong = score(item(id="t.2", tags=["mq", "typo"]), answer_of(("Ten, for 12.", GE)), spec_of)
    silent = score(item(id="t.3"), answer_of(outcome="abstained"), spec_of)
    rows = [
        Row(right.item, 1.0, right),
        Row(wrong.item, 2.0, wrong, text="Ten, for 12."),
        Row(silent.item, 3.0, silent),
        Row(item(id="t.4"), 4.0, None, crash="KeyError: 'x'"),
    ]
    assert Figures.over(rows) == Figures(
        items=4, correct=1, crashed=1, statements=3, unsupported_statements=1, cited=3, gold_cited=3
    )
    assert list(tag_figures(rows)) == ["mq", "typo"]
    assert confusion(rows) == {"answered": {"answered": 2, "abstained": 1, "crash": 1}}
    shown = table("t", rows, failures=True, texts=True)
    assert "t.1:" not in shown
    for said in ("t.2: How many years?", "the number 10", "| Ten, for 12.", "outcome abstained", "crashed: KeyError"):
        assert said in shown
    hidden = table("t", rows, failures=False)
    assert "t.2" not in hidden
    assert "3 with a failure" in hidden
    as_json = report("t", rows)
    assert (as_json["correct"], as_json["p50_ms"], len(as_json["rows"])) == (1, 2.5, 4)
    assert as_json["tags"]["typo"]["correct"] == 0
