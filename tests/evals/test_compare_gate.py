"""Two runs compared, and the gate: each way that it can end, for the right reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UnreadableInput
from evals.comparing.compare import Comparison, verdict
from evals.comparing.gate import DEFAULT_POLICY, Gate, Policy, Status, gate, load_policy
from evals.runs.record import ItemScore
from tests.evals.recorded import CORRECT, ELIGIBLE, UNSUPPORTED, item, recorded

POLICY = Policy(no_new=(UNSUPPORTED, ELIGIBLE), margins={CORRECT: 0.01})
ALL_RIGHT = [item(f"q{n}") for n in range(400)]


def compared(tmp_path: Path, a: list[ItemScore], b: list[ItemScore], **more: str) -> Comparison:
    return Comparison(recorded(tmp_path / "a", a), recorded(tmp_path / "b", b, **more))


def wrong(first: int, count: int) -> list[ItemScore]:
    return [item(f"q{n}", right=not first <= n < first + count) for n in range(400)]


def ended(found: Gate, name: str) -> Status:
    return next(check.status for check in found.checks if check.name == name)


def test_equal_runs_pass(tmp_path: Path) -> None:
    comparison = compared(tmp_path, ALL_RIGHT, ALL_RIGHT)
    assert gate(comparison, POLICY).status is Status.PASS
    assert verdict(comparison).startswith("Equal")


def test_many_losses_are_a_regression_and_named(tmp_path: Path) -> None:
    comparison = compared(tmp_path, ALL_RIGHT, wrong(0, 40))
    found = gate(comparison, POLICY)
    assert found.status is Status.REGRESSION
    assert ended(found, CORRECT) is Status.REGRESSION
    assert ended(found, UNSUPPORTED) is Status.PASS
    assert [one.id for one in comparison.flips.lost] == [f"q{n}" for n in range(40)]
    assert verdict(comparison).startswith("Worse")


def test_gains_pass(tmp_path: Path) -> None:
    comparison = compared(tmp_path, wrong(0, 40), wrong(0, 10))
    assert gate(comparison, POLICY).status is Status.PASS
    assert (len(comparison.flips.gained), len(comparison.flips.both_wrong)) == (30, 10)
    assert verdict(comparison).startswith("Better")


def test_a_few_flips_both_ways_are_inconclusive_with_a_number(tmp_path: Path) -> None:
    comparison = compared(tmp_path, wrong(0, 6), wrong(6, 8))
    found = gate(comparison, POLICY)
    assert found.status is Status.INCONCLUSIVE
    said = next(check.said for check in found.checks if check.name == CORRECT)
    count = int(said.split("about ")[1].split()[0])
    assert count > 400
    assert verdict(comparison).startswith("No clear difference")


def test_more_of_the_same_settle_what_was_inconclusive(tmp_path: Path) -> None:
    """The number that the gate names is enough: so many items like these give an answer."""
    small = gate(compared(tmp_path / "small", wrong(0, 6), wrong(6, 8)), POLICY)
    said = next(check.said for check in small.checks if check.name == CORRECT)
    times = -(-int(said.split("about ")[1].split()[0]) // 400)

    def repeated(rows: list[ItemScore]) -> list[ItemScore]:
        return [replace(one, id=f"{one.id}.{n}", cluster=f"{one.id}.{n}") for n in range(times) for one in rows]

    large = gate(compared(tmp_path / "large", repeated(wrong(0, 6)), repeated(wrong(6, 8))), POLICY)
    assert large.status is Status.PASS


def test_one_new_unsupported_statement_fails_however_much_was_gained(tmp_path: Path) -> None:
    after = [item("q0", unsupported=1), *ALL_RIGHT[1:]]
    comparison = compared(tmp_path, wrong(100, 50), after)
    found = gate(comparison, POLICY)
    assert found.status is Status.REGRESSION
    assert ended(found, CORRECT) is Status.PASS
    assert "s/q0" in next(check.said for check in found.checks if check.name == UNSUPPORTED)
    assert verdict(comparison).startswith("Unsafe")


def test_an_unsupported_statement_that_was_there_before_is_not_new(tmp_path: Path) -> None:
    same = [item("q0", unsupported=1), *ALL_RIGHT[1:]]
    assert gate(compared(tmp_path, same, same), POLICY).status is Status.PASS


def test_one_new_false_eligible_fails(tmp_path: Path) -> None:
    def case(was_met: float) -> ItemScore:
        values = {"verdict_accuracy": (1 - was_met, 1.0), ELIGIBLE: (was_met, 1.0)}
        return ItemScore("s", "case", "eligibility", "dev", "case", "3039MP", values)

    found = gate(compared(tmp_path, [*ALL_RIGHT, case(0)], [*ALL_RIGHT, case(1)]), POLICY)
    assert found.status is Status.REGRESSION
    assert ended(found, ELIGIBLE) is Status.REGRESSION


def test_crashes_above_two_in_a_hundred_cannot_be_measured(tmp_path: Path) -> None:
    crashed = [item(f"q{n}", right=n >= 9, crash=n < 9) for n in range(400)]
    found = gate(compared(tmp_path, ALL_RIGHT, crashed), POLICY)
    assert found.status is Status.UNMEASURABLE
    assert "9 of 400 items crashed" in found.checks[0].said


def test_items_that_are_missing_cannot_be_measured(tmp_path: Path) -> None:
    found = gate(compared(tmp_path, ALL_RIGHT, ALL_RIGHT[:-3]), POLICY)
    assert found.status is Status.UNMEASURABLE
    assert "B lacks 3 items" in found.checks[0].said


def test_another_gold_cannot_be_measured(tmp_path: Path) -> None:
    found = gate(compared(tmp_path, ALL_RIGHT, ALL_RIGHT, gold="mended"), POLICY)
    assert found.status is Status.UNMEASURABLE
    assert [check.name for check in found.checks] == ["gold"]


def test_nothing_in_common(tmp_path: Path) -> None:
    comparison = compared(tmp_path, ALL_RIGHT[:5], ALL_RIGHT[5:10])
    assert gate(comparison, POLICY).status is Status.UNMEASURABLE
    assert verdict(comparison).startswith("Nothing to compare")


def test_a_worse_metric_within_its_margin_passes(tmp_path: Path) -> None:
    assert gate(compared(tmp_path, ALL_RIGHT, wrong(0, 40)), Policy(margins={CORRECT: 0.5})).status is Status.PASS


def test_less_is_better_is_turned_round(tmp_path: Path) -> None:
    def slow(risk: float) -> list[ItemScore]:
        return [item(f"q{n}", values={"risk": (risk, 1.0)}) for n in range(50)]

    comparison = compared(tmp_path, slow(0.2), slow(0.6))
    difference = comparison.differences["risk"]
    assert difference.change == pytest.approx(0.4)
    assert difference.better == pytest.approx(-0.4)
    assert difference.better_interval.high < 0
    assert gate(comparison, Policy(margins={"risk": 0.0})).status is Status.REGRESSION


def test_the_loss_funnel_of_both_runs(tmp_path: Path) -> None:
    stages = ("right class", "evidence retrieved", "shown", "cited", "correct")

    def lost_at(stage: int) -> ItemScore:
        return item("q0", stages={name: at < stage for at, name in enumerate(stages)})

    funnels = compared(tmp_path, [lost_at(5)], [lost_at(2)]).funnels
    assert funnels == {
        "asked": (1, 1),
        "right class": (1, 1),
        "evidence retrieved": (1, 1),
        **dict.fromkeys(stages[2:], (1, 0)),
    }


def test_the_default_policy_lets_no_safety_failure_through() -> None:
    assert set(load_policy(DEFAULT_POLICY).no_new) == {UNSUPPORTED, ELIGIBLE}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("margins: {corect: 0.1}", "no metric corect"),
        ("no_new: [nothing]", "no metric nothing"),
        ("margins: {correct: -1}", "not negative"),
        ("colour: red", "colour"),
        ("{", "cannot be read"),
    ],
)
def test_a_policy_that_cannot_be_meant(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInput, match=reason):
        load_policy(path)
