"""What `specs eval check` finds, each in a set made for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.model import Spec
from evals.checks import Finding, check_set

QUOTE = "Prepares or assists in preparation of budget"
SpecOf = Callable[[str], Spec]


def question(name: str, **more: Any) -> dict[str, Any]:
    evidence = [{"class_code": "3039MP", "quote": QUOTE, "group": 1}]
    base = {"id": name, "kind": "answer", "question": f"Who does {name}?", "cluster": name, "split": "dev"}
    return {**base, "origin": "test", "outcomes": ["answered"], "evidence": evidence, **more}


def abstention(name: str, **more: Any) -> dict[str, Any]:
    return question(name, kind="abstention", outcomes=["abstained"], evidence=[], **more)


def found(tmp_path: Path, spec_of: SpecOf, *lines: dict[str, Any] | str) -> tuple[Finding, ...]:
    path = tmp_path / "set.jsonl"
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return check_set(path, spec_of)


def errors(findings: tuple[Finding, ...]) -> list[tuple[int, str]]:
    return [(one.line, one.said) for one in findings if one.grade == "error"]


def test_a_sound_set_has_no_error(tmp_path: Path, spec_of: SpecOf) -> None:
    assert errors(found(tmp_path, spec_of, question("a"), question("b"))) == []


def test_lines_that_are_no_item_are_named_all_of_them(tmp_path: Path, spec_of: SpecOf) -> None:
    bad = errors(found(tmp_path, spec_of, "{", question("a"), question("b", colour="red", split="x")))
    assert [line for line, _ in bad] == [1, 3]
    assert "colour" in bad[1][1]
    assert "split" in bad[1][1]


def test_ids_that_stand_twice(tmp_path: Path, spec_of: SpecOf) -> None:
    assert errors(found(tmp_path, spec_of, question("a"), question("a"))) == [
        (2, "the id 'a' stands already in line 1")
    ]


def test_stale_quotes_and_classes(tmp_path: Path, spec_of: SpecOf) -> None:
    stale = question("a", evidence=[{"class_code": "3039MP", "quote": "eleven (11) years", "group": 1}])
    moved = question("b", evidence=[{"class_code": "3039MP", "section": "purpose", "quote": QUOTE, "group": 1}])
    gone = question("c", evidence=[{"class_code": "0000ZZ", "quote": QUOTE, "group": 1}])
    aside = question("d", status="quarantined", reason="stale", evidence=stale["evidence"])
    bad = errors(found(tmp_path, spec_of, stale, moved, gone, aside))
    assert [line for line, _ in bad] == [1, 2, 3]
    assert all(said.startswith("stale") for _, said in bad)


def test_leaves_of_applicants_are_quotes_too(tmp_path: Path, spec_of: SpecOf) -> None:
    case = {"id": "e", "kind": "eligibility", "class_code": "3039MP", "cluster": "e", "split": "dev", "origin": "test"}
    case |= {"as_of": "2026-11-24", "applicant": {}, "verdict": "undetermined"}
    wrong = {**case, "leaves": [{"quote": "eleven (11) years", "verdict": "met"}]}
    assert [line for line, _ in errors(found(tmp_path, spec_of, wrong))] == [1]


def test_twins_name_each_other_and_differ_in_gold(tmp_path: Path, spec_of: SpecOf) -> None:
    alone = errors(found(tmp_path, spec_of, question("a", twin="b")))
    assert "not in the set" in alone[0][1]
    one_way = errors(found(tmp_path, spec_of, question("a", twin="b"), abstention("b")))
    assert "does not name" in one_way[0][1]
    same = errors(found(tmp_path, spec_of, question("a", twin="b"), question("b", twin="a")))
    assert len(same) == 2
    assert "same gold" in same[0][1]
    assert errors(found(tmp_path, spec_of, question("a", twin="b"), abstention("b", twin="a"))) == []


def test_answerable_questions_without_an_unanswerable_twin_are_noted(tmp_path: Path, spec_of: SpecOf) -> None:
    near = abstention("a2", question="Who does not do the budget?")
    notes = [
        one.said
        for one in found(tmp_path, spec_of, question("a1", question="Who does do the budget?"), near, question("zz"))
        if "twin" in one.said
    ]
    assert len(notes) == 1
    assert "zz" in notes[0]
    assert "a1" not in notes[0]


def test_a_lopsided_set_is_noted(tmp_path: Path, spec_of: SpecOf) -> None:
    base = {"kind": "citation", "class_code": "3039MP", "split": "dev", "origin": "test", "statement": "A budget."}
    base |= {"evidence": [{"class_code": "3039MP", "quote": QUOTE, "group": 1}]}
    lines = [{**base, "id": f"c{n}", "cluster": f"c{n}", "label": "not" if n else "supported"} for n in range(9)]
    said = [one.said for one in found(tmp_path, spec_of, *lines)]
    assert "citation: 8 of 9 are not, which is lopsided" in said
    assert "classes: 3039MP 9" in said


def test_an_empty_set_is_an_error(tmp_path: Path, spec_of: SpecOf) -> None:
    assert errors(found(tmp_path, spec_of, "")) == [(0, "holds no items")]
