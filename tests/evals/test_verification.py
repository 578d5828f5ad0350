"""The strength of the verifier, measured: false statements caught, honest ones let through, each kind many enough."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from assistant.answer import DraftStatement
from evals import verification
from evals.proof import cases, mutate
from evals.proof.cases import Case, read_cases
from evals.proof.truths import composed, falsehoods, paraphrases
from evals.verification import GROUPS, Tally, false_statements, honest_statements, total

MOST = 80


@pytest.fixture(scope="module")
def false() -> tuple[Tally, ...]:
    return false_statements(MOST)


@pytest.fixture(scope="module")
def honest() -> tuple[Tally, ...]:
    return honest_statements(MOST)


def test_false_statements_are_many_and_of_every_kind(false: tuple[Tally, ...]) -> None:
    assert total(false)[0] >= 1500
    few = {"negation dropped", "minimum and maximum", "one experience of two", "condition dropped", "falsehood"}
    counts = {one.kind: 0 for one in false} | {one.kind: one.count for one in false if one.half == "dev"}
    short = {kind for kind, count in counts.items() if count < 80}
    assert short <= few | {"another class", "another class's clause"}
    assert total(false, ("another class", "another class's clause"), "dev")[0] >= 80
    assert total(false, ("falsehood",))[0] >= 60


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_critical_is_caught(false: tuple[Tally, ...], group: str) -> None:
    count, wrong = total(false, GROUPS[group], "dev")
    assert wrong <= 0.01 * count, [case.statement.text for one in false for case in one.wrong if one.half == "dev"]


def test_false_statements_are_caught_also_where_nobody_looked(false: tuple[Tally, ...]) -> None:
    count, wrong = total(false)
    assert wrong <= 0.03 * count


def test_honest_statements_pass(honest: tuple[Tally, ...]) -> None:
    count, wrong = total(
        honest, [one.kind for one in honest if one.kind not in {"composed", "field value", "verbatim"}]
    )
    assert count >= 500
    assert wrong <= 0.03 * count
    assert total(honest, ("composed", "field value", "verbatim"))[1] == 0


def test_paraphrases_by_hand_pass() -> None:
    withheld = [case for case in paraphrases() if case.reasons()]
    assert len(paraphrases()) >= 500
    assert len(withheld) <= 0.03 * len(paraphrases())


def test_no_mutant_is_its_original_and_each_keeps_its_half() -> None:
    made = [case for kind in mutate.MUTATORS for case in list(mutate.mutated(composed(), kind))[:20]]
    assert len(made) > 150
    assert all(case.statement.text != case.origin and case.half == "dev" for case in made)


@pytest.mark.parametrize(
    ("kind", "text", "mutant"),
    [
        ("number", "Eight (8) years of it.", r"\w+ \(\d+\) years of it\."),
        ("numbers exchanged", "Eight years, two years of it.", r"Two years, eight years of it\."),
        ("may and must", "They must hold it.", r"They may hold it\."),
        ("negation added", "They must hold it.", r"They must not hold it\."),
        ("negation dropped", "They may not hold it.", r"They may hold it\."),
        ("minimum and maximum", "A maximum of two years.", r"A minimum of two years\."),
        ("general and special", "One year of the General Experience.", r"One year of the Special Experience\."),
        ("condition dropped", "For state employees two years count.", r"Two years count\."),
    ],
)
def test_what_a_mutator_does(kind: str, text: str, mutant: str) -> None:
    case = Case("x", "x", None, DraftStatement(text, ()))
    (made, *_) = list(mutate.MUTATORS[kind](case))
    assert re.fullmatch(mutant, made), made


def test_numbers_that_may_be_turned_round_are_left() -> None:
    case = Case("x", "x", None, DraftStatement("Examiners 1 and 2 and 3 years.", ()))
    assert "Examiners 2 and 1 and 3 years." not in list(mutate.number_exchanged(case))


def test_every_case_cites_what_its_class_says() -> None:
    found = [*paraphrases(), *falsehoods()]
    assert len({case.id + case.kind for case in found}) == len(found)
    assert all(case.statement.evidence for case in found)
    with pytest.raises(LookupError):
        cases.evidence_of(cases.specs()["3039MP"], "There is no such clause")


def test_a_case_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.jsonl").write_text(
        '{"id": "a", "class_code": "3039MP", "cites": ["no such words"], "text": "x"}\n'
    )
    monkeypatch.setattr(cases, "SETS", tmp_path)
    with pytest.raises(cases.UnreadableInput, match=r"bad\.jsonl:1"):
        read_cases("bad")


def test_the_command_prints_a_table_and_json(
    false: tuple[Tally, ...], honest: tuple[Tally, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "false_statements", lambda most: false)
    monkeypatch.setattr(verification, "honest_statements", lambda most: honest)
    table, rows = told([]), json.loads(told(["--json"]))
    assert "| false statements | dev | let through | held | let through |" in table
    assert {row["kind"] for row in rows["false"]} >= set(mutate.MUTATORS)
    wrong = [case for one in honest for case in one.wrong]
    shown = told(["--misses"])
    assert all((case.statement.text in shown) == (case.half == "dev") for case in wrong)


def told(arguments: list[str]) -> str:
    said = io.StringIO()
    with redirect_stdout(said):
        assert verification.main(arguments) == 0
    return said.getvalue()
