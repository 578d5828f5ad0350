"""The command that runs sets: a crash is one finding, a faulty set stops it, held-out failures stay unseen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import assistant
from corpus.model import Spec
from evals.answers import asker, main, run
from evals.items import Item

AnswerOf = Callable[..., dict[str, Any]]
GE = "An earned advanced degree and twelve (12) years of professional experience"


class Scripted:
    """An assistant that knows one answer, and crashes on a question that says so."""

    def __init__(self, answer: dict[str, Any], spec_of: Callable[[str], Spec]) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str | None, tuple[str, ...]]] = []
        self.catalogue = SimpleNamespace(spec=spec_of)
        self.closed = False

    def close(self) -> None:
        self.closed = True

    def ask(self, question: str, *, class_code: str | None = None, history: tuple[str, ...] = ()) -> Any:
        self.asked.append((question, class_code, history))
        if question == "crash":
            raise KeyError("crash")
        return SimpleNamespace(model_dump=lambda mode: self.answer)


def line(question: str, **more: Any) -> str:
    evidence = [{"class_code": "3039MP", "quote": "twelve (12) years", "group": 1}]
    base = {"id": question, "kind": "answer", "question": question, "cluster": "c", "split": "dev", "origin": "test"}
    return json.dumps({**base, "outcomes": ["answered"], "evidence": evidence, **more})


@pytest.fixture
def scripted(answer_of: AnswerOf, spec_of: Callable[[str], Spec], monkeypatch: pytest.MonkeyPatch) -> Scripted:
    found = Scripted(answer_of(("Twelve years.", GE)), spec_of)
    monkeypatch.setattr(assistant, "open_assistant", lambda home, corpus, chat_model: found, raising=False)
    return found


def written(folder: Path, *lines: str) -> str:
    path = folder / "set.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_history_and_class_are_passed_on(scripted: Scripted) -> None:
    item = Item.model_validate_json(line("b", kind="conversation", history=["a"], class_code="3039MP"))
    rows = run([item], asker(scripted), scripted.catalogue.spec)
    assert scripted.asked == [("b", "3039MP", ("a",))]
    assert rows[0].correct


def test_all_right_is_status_0(scripted: Scripted, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    aside = line("b", status="quarantined", reason="gold in doubt")
    assert main([written(tmp_path, line("a"), aside), "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert (report["items"], report["correct"], report["statements"]) == (1, 1, 1)
    assert scripted.closed


def test_a_crash_is_a_row_and_status_1(scripted: Scripted, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([written(tmp_path, line("a"), line("crash"), line("z"))]) == 1
    out = capsys.readouterr().out
    assert "1 crashed" in out
    assert "crashed: KeyError" in out
    assert [question for question, *_ in scripted.asked] == ["a", "crash", "z"]


def test_gold_that_is_not_in_the_text_is_a_crash(scripted: Scripted, tmp_path: Path) -> None:
    lost = [{"class_code": "3039MP", "quote": "eleven (11) years", "group": 1}]
    assert main([written(tmp_path, line("a", evidence=lost))]) == 1


def test_failures_in_a_held_out_set_are_shown_on_demand_only(
    scripted: Scripted, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = written(tmp_path, line("secret", split="held", facts=[["thirteen"]]))
    assert main([held]) == 0
    assert "secret" not in capsys.readouterr().out
    assert main([held, "--failures", "--texts"]) == 0
    out = capsys.readouterr().out
    assert "lacks 'thirteen'" in out
    assert "| Twelve years." in out


def test_items_can_be_chosen_by_tag_or_id(scripted: Scripted, tmp_path: Path) -> None:
    main([written(tmp_path, line("a.1", tags=["x"]), line("b.1"), line("b.2")), "--only", "x"])
    main([written(tmp_path, line("a.1", tags=["x"]), line("b.1"), line("b.2")), "--only", "b."])
    assert [question for question, *_ in scripted.asked] == ["a.1", "b.1", "b.2"]


@pytest.mark.parametrize("lines", [(), ("{",), (line("a"), line("a"))])
def test_a_faulty_set_is_status_2(
    scripted: Scripted, lines: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([written(tmp_path, *lines)]) == 2
    assert "set.jsonl" in capsys.readouterr().err
    assert scripted.asked == []


def test_a_set_on_classes_that_are_not_held_is_status_2(
    scripted: Scripted, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = [{"class_code": "0000ZZ", "quote": "twelve (12) years", "group": 1}]
    assert main([written(tmp_path, line("a", evidence=elsewhere))]) == 2
    assert "--corpus samples" in capsys.readouterr().err
    assert scripted.asked == []


def test_a_set_that_is_not_there_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such-set"]) == 2
    assert "samples-dev" in capsys.readouterr().err
