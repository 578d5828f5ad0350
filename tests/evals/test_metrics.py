"""Each metric on outputs made by hand, right and wrong; a crash is the worst there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from corpus.model import Spec
from evals.items import ITEM
from evals.metrics import METRICS, Judged

SpecOf = Callable[[str], Spec]
AnswerOf = Callable[..., dict[str, Any]]
GE = "An earned advanced degree and twelve (12) years of professional experience"
BUDGET, HIRING = "Prepares or assists in preparation of budget", "Leads the recruitment and hiring of staff"
DUTIES = "Administers staff and operations of an educational services function;"
BASE = {"id": "a", "cluster": "c", "split": "dev", "origin": "test"}


def gold(*quotes: str, grades: tuple[int, ...] = ()) -> list[dict[str, Any]]:
    return [
        {"class_code": "3039MP", "quote": quote, "group": group, "grade": (grades or (1,) * 9)[group - 1]}
        for group, quote in enumerate(quotes, 1)
    ]


def place(spec_of: SpecOf, quote: str) -> list[Any]:
    start = spec_of("3039MP").text.index(quote)
    return ["3039MP", start, start + len(quote)]


@pytest.fixture
def searched(spec_of: SpecOf) -> Callable[..., Judged]:
    def build(*quotes: str, **more: Any) -> Judged:
        item = ITEM.validate_python(
            {**BASE, "kind": "retrieval", "query": "q", "evidence": gold(BUDGET, HIRING), **more}
        )
        return Judged(item, {"retrieved": [place(spec_of, quote) for quote in quotes]}, spec_of)

    return build


@pytest.fixture
def answered(spec_of: SpecOf, answer_of: AnswerOf) -> Callable[..., Judged]:
    def build(*statements: tuple[str, ...], outcome: str = "answered", **more: Any) -> Judged:
        wanted = {"outcomes": ["answered"], "evidence": gold("twelve (12) years"), "facts": [["twelve", "12"]]}
        item = ITEM.validate_python({**BASE, "kind": "answer", "question": "q", **wanted, **more})
        return Judged(item, {"answer": answer_of(*statements, outcome=outcome)}, spec_of)

    return build


def value(name: str, judged: Judged) -> float | None:
    found = METRICS[name].of(judged)
    return None if found is None else found.value


def test_every_metric_is_described_and_named_once() -> None:
    assert all(metric.description and metric.name == name for name, metric in METRICS.items())
    assert {name for name, metric in METRICS.items() if metric.safety} == {
        "unsupported_statement_rate",
        "false_eligible_rate",
    }


def test_ranks_are_strict_and_gains_graded(searched: Callable[..., Judged]) -> None:
    late = searched(DUTIES, BUDGET, DUTIES, HIRING)
    assert value("RR@10", late) == 0.5
    assert value("nDCG@10", late) == pytest.approx((0.63093 + 0.43068) / 1.63093, abs=1e-4)
    assert value("evidence_recall@5", late) == 1
    assert value("all_evidence@10", searched(BUDGET)) == 0
    assert value("evidence_recall@10", searched(BUDGET)) == 0.5
    graded = searched(HIRING, BUDGET, evidence=gold(BUDGET, HIRING, grades=(2, 1)))
    assert value("nDCG@10", graded) == pytest.approx((1 + 2 * 0.63093) / (2 + 0.63093), abs=1e-4)
    assert value("nDCG@10", searched()) == 0


def test_the_same_passage_twice_gains_once(searched: Callable[..., Judged]) -> None:
    assert value("nDCG@10", searched(BUDGET, BUDGET, BUDGET)) == value("nDCG@10", searched(BUDGET))


def test_alternatives_of_a_group_are_one(searched: Callable[..., Judged]) -> None:
    either = [{**one, "group": 1} for one in gold(BUDGET, HIRING)]
    assert value("all_evidence@10", searched(HIRING, evidence=either)) == 1


def test_tokens_are_read_until_all_is_seen(searched: Callable[..., Judged]) -> None:
    assert value("tokens_to_evidence", searched(BUDGET, HIRING)) == len(f"{BUDGET} {HIRING}".split())
    assert value("tokens_to_evidence", searched(BUDGET)) == 4096


def test_the_right_class_is_told_from_answer_or_first_passage(
    searched: Callable[..., Judged], answered: Callable[..., Judged]
) -> None:
    assert value("right_class@1", searched(DUTIES)) == 1
    assert value("right_class@1", searched()) == 0
    assert value("right_class@1", searched(DUTIES, class_code="3039MP")) is None
    assert value("right_class@1", searched(DUTIES, evidence=[], right_classes=["9901SX"])) == 0
    assert value("right_class@1", answered(("Twelve years.", GE))) == 1


def test_an_answer_that_is_right(answered: Callable[..., Judged]) -> None:
    judged = answered(("Twelve years.", GE))
    right = ("correct", "fact_recall", "number_exactness", "citation_validity", "citation_precision", "citation_recall")
    assert {name: value(name, judged) for name in right} == dict.fromkeys(right, 1.0)
    assert value("unsupported_statement_rate", judged) == value("risk", judged) == 0
    assert value("coverage", judged) == 1


def test_an_answer_that_says_and_cites_another_thing(answered: Callable[..., Judged]) -> None:
    judged = answered(("Nine years.", BUDGET))
    for name in ("correct", "fact_recall", "number_exactness", "citation_precision", "citation_recall"):
        assert value(name, judged) == 0, name
    assert value("unsupported_statement_rate", judged) == value("risk", judged) == 1


def test_a_quote_that_is_not_there_is_no_valid_citation(answered: Callable[..., Judged]) -> None:
    judged = answered(("Twelve years.", GE, BUDGET))
    assert judged.answer is not None
    judged.answer["statements"][0]["citations"][1]["start"] -= 1
    assert value("citation_validity", judged) == 0.5


def test_refusals_and_false_answers(answered: Callable[..., Judged]) -> None:
    unanswerable = {"kind": "abstention", "outcomes": ["abstained"], "evidence": [], "facts": []}
    assert value("false_answer_rate", answered(("Twelve years.", GE), **unanswerable)) == 1
    assert value("false_answer_rate", answered(outcome="abstained", **unanswerable)) == 0
    assert value("over_refusal_rate", answered(outcome="abstained")) == 1
    assert value("over_refusal_rate", answered(("Twelve years.", GE))) == 0
    assert value("over_refusal_rate", answered(outcome="abstained", **unanswerable)) is None


def case(spec_of: SpecOf, gold_verdict: str, got: str, **more: Any) -> Judged:
    item = {**BASE, "kind": "eligibility", "class_code": "3039MP", "as_of": "2026-11-24", "applicant": {}}
    determination = {"verdict": got, "shortfall_months": {"general": 12, "special": 0}, "requirements": []}
    start = spec_of("3039MP").text.index(GE)
    node = {"verdict": "not_met", "span": {"start": start, "end": start + len(GE)}}
    narrow = {"verdict": "met", "span": {"start": start, "end": start + 10}}
    determination["requirements"] = [{**node, "children": [narrow]}]
    return Judged(
        ITEM.validate_python({**item, "verdict": gold_verdict, **more}), {"determination": determination}, spec_of
    )


@pytest.mark.parametrize(
    ("wanted", "got", "accuracy", "exact", "false_eligible"),
    [
        ("met", "met", 1, 1, None),
        ("met", "not_met", 0, 0, None),
        ("not_met", "met", 0, 0, 1),
        ("undetermined", "met", 0, 0, 1),
        ("undetermined", "needs_review", 1, 0, 0),
        ("not_met", "not_met", 1, 1, 0),
    ],
)
def test_verdicts(  # noqa: PLR0917
    spec_of: SpecOf, wanted: str, got: str, accuracy: float, exact: float, false_eligible: float | None
) -> None:
    judged = case(spec_of, wanted, got)
    assert value("verdict_accuracy", judged) == accuracy
    assert value("verdict_exact", judged) == exact
    assert value("false_eligible_rate", judged) == false_eligible


def test_leaves_are_those_of_the_narrowest_rule(spec_of: SpecOf) -> None:
    leaves = [{"quote": "An earned", "verdict": "met"}, {"quote": "twelve (12) years", "verdict": "met"}]
    assert value("leaf_accuracy", case(spec_of, "met", "met", leaves=leaves)) == 0.5


def test_a_shortfall_is_exact_or_wrong(spec_of: SpecOf) -> None:
    assert value("shortfall_exact", case(spec_of, "not_met", "not_met", shortfall_months={"general": 12})) == 1
    assert value("shortfall_exact", case(spec_of, "not_met", "not_met", shortfall_months={"general": 11})) == 0


def test_twins_are_right_together(spec_of: SpecOf) -> None:
    one, other = case(spec_of, "met", "met", twin="b"), case(spec_of, "not_met", "met", twin="a", id="b")
    one.twin, other.twin = other, one
    assert value("twin_accuracy", one) == value("twin_accuracy", other) == 0
    other.output = case(spec_of, "not_met", "not_met").output
    assert value("twin_accuracy", one) == value("twin_accuracy", other) == 1


@pytest.mark.parametrize(
    ("label", "passes", "agreement", "false_pass", "false_withhold"),
    [
        ("supported", True, 1, None, 0),
        ("supported", False, 0, None, 1),
        ("partial", True, 0, 1, None),
        ("not", False, 1, 0, None),
    ],
)
def test_the_verifier(  # noqa: PLR0917
    spec_of: SpecOf, label: str, passes: bool, agreement: float, false_pass: float | None, false_withhold: float | None
) -> None:
    item = {**BASE, "kind": "citation", "class_code": "3039MP", "statement": "s", "label": label}
    judged = Judged(ITEM.validate_python({**item, "evidence": gold(BUDGET)}), {"passes": passes}, spec_of)
    assert value("verifier_agreement", judged) == agreement
    assert value("verifier_false_pass", judged) == false_pass
    assert value("verifier_false_withhold", judged) == false_withhold


def test_a_crash_is_the_worst_there_is_and_stays_in_the_denominator(
    searched: Callable[..., Judged], answered: Callable[..., Judged], spec_of: SpecOf
) -> None:
    for judged in (searched(BUDGET), answered(("Twelve years.", GE)), case(spec_of, "not_met", "not_met")):
        applying = {name for name, metric in METRICS.items() if metric.applies(judged.item)}
        crashed = Judged(judged.item, None, spec_of, crash="KeyError")
        for name in applying - {"latency_p50", "latency_p95", "chat_tokens"}:
            found = METRICS[name].of(crashed)
            assert found is not None, name
            best = METRICS[name].of(judged)
            if best is not None and best.whole:
                worse = found.value <= best.value if METRICS[name].higher_is_better else found.value >= best.value
                assert worse, name


def test_a_search_is_scored_on_what_it_found_and_states_nothing(
    spec_of: SpecOf, answered: Callable[..., Judged]
) -> None:
    judged = Judged(answered().item, {"retrieved": [place(spec_of, GE)]}, spec_of)
    assert value("fact_recall", judged) == 1
    assert value("correct", judged) is None
    assert value("unsupported_statement_rate", judged) is None
