from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import Run

ANSWER_KEYS = {
    "question",
    "outcome",
    "text",
    "class_code",
    "statements",
    "follow_ups",
    "model",
    "timings_ms",
}
CITATION_KEYS = {"n", "class_code", "revision", "section", "start", "end", "quote"}
ANSI = re.compile(r"\x1b\[[0-9;]*m")
SHIPPED = Path(__file__).parents[3] / "corpus" / "specs" / "3039MP.txt"

pytestmark = pytest.mark.usefixtures("home")


def test_an_answer_has_its_badge_its_marks_and_its_clauses(specs: Run) -> None:
    ran = specs("ask", "Who hires staff?")
    assert ran.code == 0
    assert ran.out.startswith("✓ From the specification\n")
    assert "[1] Leads the recruitment and hiring of staff, including outreach, interview and selection;" in ran.out
    assert "EXAMPLES OF DUTIES" in ran.out
    assert "3039MP · revised 2023-05-15" in ran.out
    assert "\x1b" not in ran.out
    assert not ran.err


def test_the_words_of_a_question_need_no_quotation_marks(specs: Run) -> None:
    assert specs("ask", "Who", "hires", "staff?").out == specs("ask", "Who hires staff?").out


def test_nothing_found_has_a_badge_and_an_exit_code(specs: Run) -> None:
    ran = specs("ask", "Can I telework?")
    assert ran.code == 1
    assert ran.out.startswith("○ Not in the specification\n")
    assert "Searched: PURPOSE OF JOB CLASS" in ran.out


def test_json_is_the_contract_and_quotes_are_the_characters_they_name(specs: Run) -> None:
    ran = specs("ask", "--json", "What are the minimum qualifications?")
    answer = ran.json
    assert answer.keys() >= ANSWER_KEYS
    assert "determination" not in answer and "choices" not in answer
    text = SHIPPED.read_text(encoding="utf-8")
    citations = [citation for statement in answer["statements"] for citation in statement["citations"]]
    assert citations
    for citation in citations:
        assert citation.keys() == CITATION_KEYS
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_json_of_nothing_found_keeps_the_exit_code(specs: Run) -> None:
    ran = specs("ask", "--json", "Can I telework?")
    assert (ran.code, ran.json["outcome"]) == (1, "abstained")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask",), "there is no question  ▸ specs ask"),
        (("ask", "  "), "there is no question  ▸ specs ask"),
        (("ask", "--class", "9999ZZ", "Which duties?"), "no class '9999ZZ' in the catalogue  ▸ specs list"),
        (("ask", "--jsonl", "Which duties?"), "a question and --jsonl  ▸ give the questions on standard input"),
        (("ask", "why " * 2000), "has 7999 characters; at most 4000 are read"),
        (("ask", "--bogus", "Which duties?"), "No such option: --bogus  ▸ specs ask --help"),
        (("bogus",), "No such command 'bogus'"),
    ],
)
def test_a_mistake_is_one_line_with_what_mends_it(specs: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = specs(*arguments)
    assert ran.code == 2
    assert not ran.out
    assert ran.err.count("\n") == 1
    assert said in ran.err


def test_many_questions_go_through_one_process_in_order(specs: Run) -> None:
    lines = [
        {"id": "a", "question": "What is the salary group?"},
        {"id": "b", "question": "What are the duties?", "class_code": "9999ZZ"},
        "nonsense",
        {"id": "c", "question": "Can I telework?", "class_code": "3039mp"},
        {"id": "d", "question": "What about the managerial part?", "history": ["How many years do I need?"]},
    ]
    stdin = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    ran = specs("ask", "--jsonl", stdin=stdin)
    salary, unknown, malformed, telework, managerial = ran.lines
    assert ran.code == 3
    assert salary["id"] == "a" and "MP 75" in salary["answer"]["text"]
    assert unknown == {"id": "b", "error": "no class '9999ZZ' in the catalogue (specs list)"}
    assert malformed["id"] is None and "not JSON" in malformed["error"]
    assert telework["answer"]["outcome"] == "abstained"
    assert "managerial" in managerial["answer"]["text"]


def test_questions_that_are_all_heard_leave_exit_code_zero(specs: Run) -> None:
    ran = specs("ask", "--jsonl", "--class", "3039MP", stdin='{"id": 1, "question": "Can I telework?"}\n')
    assert ran.code == 0
    assert [line["id"] for line in ran.lines] == [1]


def test_no_questions_are_no_mistake(specs: Run) -> None:
    assert specs("ask", "--jsonl", stdin="").code == 0


@pytest.mark.usefixtures("on_terminal")
@pytest.mark.parametrize(
    "question", ["What are the minimum qualifications?", "What are the duties?", "Can I telework?", "Who hires staff?"]
)
def test_a_terminal_is_written_on_in_colour_within_its_width(specs: Run, question: str) -> None:
    ran = specs("ask", question)
    assert ANSI.search(ran.out)
    lines = ANSI.sub("", ran.out).splitlines()
    assert max(len(line) for line in lines) <= 80
    assert not any(line != line.rstrip() for line in lines)


@pytest.mark.usefixtures("on_terminal")
def test_a_terminal_without_colour_gets_none(specs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", specs("ask", "Who hires staff?").out)


def test_a_list_in_the_texts_own_words_is_not_written_twice(specs: Run) -> None:
    out = specs("ask", "What are all the duties?").out
    assert out.count("preparation of budget") == 1
    assert "• " in out
    assert "[1]-[10] EXAMPLES OF DUTIES, word for word above" in out


def test_what_a_text_says_cannot_steer_the_terminal(specs: Run, tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace("hiring of staff", "hiring of \x1b[31mstaff\x1b[0m\u202e")
    (tmp_path / "3039MP.txt").write_text(text.replace("REV: 5/15/2023", "REV: 5/15/2024"), encoding="utf-8")
    assert specs("ingest", str(tmp_path / "3039MP.txt")).code == 0
    for command in (
        ("ask", "Who leads recruitment?"),
        ("show", "3039MP"),
        ("diff", "3039MP"),
        ("search", "recruitment"),
    ):
        out = specs(*command).out
        assert "recruitment and hiring" in out
        assert "\x1b" not in out and "\u202e" not in out


@pytest.mark.usefixtures("home")
def test_the_trace_is_told_on_standard_error_alone(specs: Run) -> None:
    plain = specs("ask", "Who hires staff?")
    traced = specs("ask", "--trace", "Who hires staff?")
    assert (traced.code, traced.out) == (plain.code, plain.out)
    assert plain.err == ""
    steps = [line.split()[0] for line in traced.err.splitlines() if not line.startswith(" ")]
    assert steps[:2] == ["understood", "retrieved"]
    assert "said" in steps
    assert "recruitment and hiring" in traced.err
