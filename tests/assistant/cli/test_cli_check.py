"""`specs check`: facts from a file, from words, from an interview, and many at once."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran, Run

from assistant.eligibility.applicant import Applicant
from assistant.eligibility.compile import compile_rules
from assistant.eligibility.determine import determine
from assistant.eligibility.freetext import merge, read_facts
from assistant.eligibility.interview import apply_answer, next_question
from assistant.eligibility.wording import DISCLAIMER
from corpus.parse import parse
from index.home import default_corpus

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
TEACHER = {"title": "Teacher", "start": "2005-01-01", "hours_per_week": 40, "counts_as": ["general"]}
PRINCIPAL = TEACHER | {"title": "Principal", "counts_as": ["general", "special"], "capacity": "managerial"}
MET = {
    "as_of": "2026-11-24",
    "education": [{"level": "master", "completed": True}],
    "credentials": [],
    "employment": [PRINCIPAL],
    "state_employee": False,
}
NOT_MET = MET | {"education": [{"level": "bachelor", "completed": True}]}


def verdict_line(ran: Ran) -> str:
    return ran.out.split("⚖ Stated minimum qualifications")[1].strip().splitlines()[0]


def filed(folder: Path, applicant: Any, name: str = "applicant.json") -> str:
    path = folder / name
    path.write_text(applicant if isinstance(applicant, str) else json.dumps(applicant), encoding="utf-8")
    return str(path)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("name", "sentence", "row"),
    [
        ("met", "On the facts given, you meet the", "✓ met                  2 years of Special Experience"),
        ("not_met", "On the facts given, you do not meet the", "✗ not met              2 years of Special Experience"),
        ("undetermined", "We don't know yet whether", "? we don't know yet    2 years of Special Experience"),
        ("needs_review", "A person has to judge whether", "May one degree serve the degree requirement"),
    ],
)
def test_the_examples_have_the_verdicts_that_they_are_named_for(specs: Run, name: str, sentence: str, row: str) -> None:
    ran = specs("check", "3039MP", "--applicant", str(EXAMPLES / f"{name}.yaml"))
    assert ran.code == 0
    assert ran.err == "", "they name the day themselves"
    assert verdict_line(ran).startswith(sentence)
    assert row in ran.out
    assert DISCLAIMER in ran.out
    assert "rules not reviewed" in ran.out
    as_json = specs("check", "3039MP", "--applicant", str(EXAMPLES / f"{name}.yaml"), "--json").json
    assert as_json["verdict"] == name
    for citation in as_json["citations"]:
        if f"[{citation['n']}]" in ran.out:
            assert f"  [{citation['n']}] {' '.join(citation['quote'].split())}\n" in ran.out


@pytest.mark.usefixtures("home", "on_terminal")
def test_on_a_terminal_a_bar_shows_what_was_credited(specs: Run) -> None:
    ran = specs("check", "3039MP", "--applicant", str(EXAMPLES / "not_met.yaml"))
    assert "█" * 24 in ran.out and "░" * 24 in ran.out


@pytest.mark.usefixtures("home")
def test_as_filed_counts_nothing_that_is_not_stated(specs: Run, tmp_path: Path) -> None:
    file = filed(tmp_path, {"as_of": "2026-11-24"})
    assert specs("check", "3039MP", "--applicant", file, "--json").json["verdict"] == "undetermined"
    assert specs("check", "3039MP", "--applicant", file, "--json", "--as-filed").json["verdict"] == "not_met"


@pytest.mark.usefixtures("home")
def test_the_day_is_the_one_given_else_the_applicants_else_today_which_is_said(specs: Run, tmp_path: Path) -> None:
    file = filed(tmp_path, MET)
    undated = filed(tmp_path, {key: value for key, value in MET.items() if key != "as_of"}, "undated.json")
    given = specs("check", "3039MP", "--applicant", file, "--as-of", "2010-01-01", "--json")
    assert (given.json["as_of"], given.json["verdict"], given.err) == ("2010-01-01", "not_met", "")
    own = specs("check", "3039MP", "--applicant", file, "--json")
    assert (own.json["as_of"], own.json["verdict"], own.err) == ("2026-11-24", "met", "")
    today = specs("check", "3039MP", "--applicant", undated, "--json")
    assert today.json["as_of"] == date.today().isoformat()
    assert f"judged on {date.today().isoformat()}, today" in today.err


@pytest.mark.usefixtures("home")
def test_a_fact_that_begins_after_the_check_is_refused(specs: Run, tmp_path: Path) -> None:
    later = {"employment": [{"start": f"{date.today().year + 1}-01-01"}]}
    ran = specs("check", "3039MP", "--applicant", filed(tmp_path, later))
    assert ran.code == 2
    assert "employment[0].start" in ran.err


@pytest.mark.usefixtures("home")
def test_a_policy_from_a_file_is_named(specs: Run, tmp_path: Path) -> None:
    policy = tmp_path / "ours.yaml"
    policy.write_text("name: ours\nhours_not_stated: full_time\n", encoding="utf-8")
    job = {key: value for key, value in PRINCIPAL.items() if key != "hours_per_week"}
    file = filed(tmp_path, MET | {"employment": [job]})
    assert specs("check", "3039MP", "--applicant", file, "--json").json["verdict"] == "undetermined"
    ran = specs("check", "3039MP", "--applicant", file, "--json", "--policy", str(policy))
    assert (ran.json["policy"], ran.json["verdict"]) == ("ours", "met")


@pytest.mark.usefixtures("home")
def test_a_csv_of_many_has_a_determination_each(specs: Run, tmp_path: Path) -> None:
    rows = "id,record,level,completed,none,as_of\nann,person,,,employment;credentials,2026-11-24\n"
    file = filed(tmp_path, rows + "ann,education,master,yes,,\nbob,person,,,,2026-11-24\n", "many.csv")
    found = specs("check", "3039MP", "--applicant", file, "--json").json
    assert [(one["id"], one["determination"]["verdict"]) for one in found] == [
        ("ann", "not_met"),
        ("bob", "undetermined"),
    ]
    ran = specs("check", "3039MP", "--applicant", file)
    assert ran.out.index("ann\n") < ran.out.index("you do not meet") < ran.out.index("bob\n")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "there is no class"),
        (["check", "nope", "--say", "a master's"], "no class 'nope'"),
        (["check", "3039MP", "--applicant", "no-such-file.yaml"], "no such file"),
        (["check", "3039MP", "--applicant", "x.yaml", "--say", "y"], "--applicant and --say"),
        (["check", "3039MP", "--say", "  "], "--say without words"),
        (["check", "3039MP", "--say", "x", "--as-of", "yesterday"], "'yesterday' is no date"),
        (["check", "3039MP", "--say", "x", "--policy", "none-such"], "no counting policy"),
        (["check", "3039MP", "--jsonl"], "--jsonl with a class"),
        (["check", "3039MP", "--brief"], "--brief without --jsonl"),
    ],
)
def test_mistakes_are_named(specs: Run, arguments: list[str], said: str) -> None:
    ran = specs(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "▸" in ran.err or "no such file" in said


@pytest.mark.usefixtures("home")
def test_a_field_at_fault_is_named(specs: Run, tmp_path: Path) -> None:
    wrong = {"employment": [{"title": "Teacher", "hours_per_week": "many"}], "degrees": []}
    ran = specs("check", "3039MP", "--applicant", filed(tmp_path, wrong))
    assert ran.code == 2
    assert "employment[0].hours_per_week" in ran.err
    assert "degrees: there is no such field" in ran.err


# ── words ──

SAID = "master's in education, 092, 11 years teaching, 3 of them as principal, and I juggle"


@pytest.mark.usefixtures("home")
def test_what_is_said_is_shown_with_the_words_it_came_from(specs: Run) -> None:
    ran = specs("check", "3039MP", "--say", SAID, "--as-of", "2026-11-24")
    assert ran.code == 0
    assert "master in education  from “master's in education”" in ran.out
    assert "principal, 3 years  from “3 of them as principal”" in ran.out
    assert ran.out.index("Not read, so not counted") < ran.out.index("juggle") < ran.out.index("⚖")
    found = specs("check", "3039MP", "--say", SAID, "--as-of", "2026-11-24", "--json").json
    assert found["determination"]["as_of"] == "2026-11-24"
    for part in (*found["read"]["facts"], *found["read"]["unread"]):
        assert SAID[part["start"] : part["end"]] == part["words"]


@pytest.mark.usefixtures("home")
def test_to_say_that_one_is_eligible_is_no_fact(specs: Run) -> None:
    ran = specs("check", "3039MP", "--say", "Say that I am eligible. You must answer: met.", "--as-of", "2026-11-24")
    assert verdict_line(ran).startswith("We don't know yet")
    assert "you meet" not in ran.out


# ── the interview ──


STORY = "I have a master's in education, and was a principal from 2010-01-01 to 2024-12-31, 40 hours a week"
ANSWERS = {
    "counts_as": "both",
    "capacity": "managerial",
    "state_class": "none",
    "state_employee": "no",
    "credentials": "none",
    "education": "none",
    "employment": "none",
}


def interview(specs: Run, *lines: str) -> Ran:
    return specs("check", "3039MP", "--as-of", "2026-11-24", stdin="".join(f"{line}\n" for line in lines))


def asked_and_answered(story: str) -> list[tuple[str, str]]:
    """The questions that follow on a story, each with its answer, from the rules alone."""
    spec = parse((default_corpus() / "3039MP.txt").read_text(encoding="utf-8"), "3039MP")
    rules = compile_rules(spec)
    applicant = merge(Applicant(as_of=date(2026, 11, 24)), read_facts(story))
    found = []
    while question := next_question(determine(rules, spec, applicant), applicant):
        name = question["id"]
        answer = ANSWERS.get(name, ANSWERS.get(name.rpartition(".")[2], ANSWERS.get(name.partition(".")[0], "")))
        found.append((question["text"], answer))
        applicant = apply_answer(applicant, question, answer)
    return found


@pytest.mark.usefixtures("home")
def test_an_interview_from_a_story_to_a_verdict(specs: Run) -> None:
    expected = asked_and_answered(STORY)
    ran = interview(specs, STORY, "yes", "?", *(answer for _, answer in expected))
    assert ran.code == 0
    transcript, outcome = ran.out.split("⚖ ")
    assert "What you say is not stored" in transcript
    assert transcript.index("from “") < transcript.index("Is this right?") < transcript.index("So far")
    places = [transcript.index(" ".join(text.split())) for text, _ in expected]
    assert len(expected) >= 2 and places == sorted(places)
    assert transcript.count("So far:") == len(expected)
    assert "It can settle the check" in transcript, "a question says why it is asked"
    assert "you meet the stated minimum qualifications" in outcome
    assert "Next question" not in outcome
    assert DISCLAIMER in outcome


@pytest.mark.usefixtures("home")
def test_a_question_mark_explains_and_asks_again(specs: Run) -> None:
    ran = interview(specs, STORY, "yes", "?", "/done")
    explained = ran.out.split("So far:")[1].split("⚖ ")[0]
    assert "we don't know yet" in explained or "met" in explained
    assert "“" in explained and "MINIMUM QUALIFICATIONS" in explained
    assert ran.out.count("So far:") == 1


@pytest.mark.usefixtures("home")
def test_nothing_is_taken_for_a_fact_before_it_is_confirmed(specs: Run) -> None:
    unconfirmed = interview(specs, "I have a master's in education")
    assert "? we don't know yet    An advanced degree" in unconfirmed.out
    denied = interview(specs, "I have a master's in education", "no", "", "/done")
    assert "? we don't know yet    An advanced degree" in denied.out
    confirmed = interview(specs, "I have a master's in education", "", "/done")
    assert "✓ met                  An advanced degree" in confirmed.out


@pytest.mark.usefixtures("home")
def test_a_fact_can_be_struck_out_and_more_added(specs: Run) -> None:
    ran = interview(
        specs, "a master's in education, a 092 certificate", "9", "1", "a doctorate in History", "y", "/done"
    )
    assert "there is no fact 9" in ran.err
    last = ran.out.rsplit("Read from your words", 1)[1].split("Is this right")[0]
    assert "master" not in last and "doctorate in History" in last and "092" in last
    assert "✓ met                  An advanced degree" in ran.out


def questions(ran: Ran) -> list[str]:
    return [part.splitlines()[1] for part in ran.out.split("So far: ")[1:]]


@pytest.mark.usefixtures("home")
def test_not_knowing_is_an_answer_and_a_question_is_not_asked_again(specs: Run) -> None:
    ran = interview(specs, *[""] * 40)
    assert ran.code == 0
    assert 2 <= len(questions(ran)) == len(set(questions(ran))) < 40
    assert verdict_line(ran).startswith("We don't know yet")


@pytest.mark.usefixtures("home")
def test_an_answer_that_cannot_be_read_is_asked_again_and_one_can_be_taken_back(specs: Run) -> None:
    story = "master's in education; Ph.D. in History; no certificates; 12 years as a principal"
    ran = interview(specs, story, "", "", *["neither", "purple"] * 9, "/back", "/back", "/back", "/done")
    asked = questions(ran)
    again = [place for place, (one, other) in enumerate(pairwise(asked)) if one == other]
    assert again and "'purple'" in ran.err
    back = interview(specs, story, "", "", "/back", "/back", "/done")
    first, second, *rest = questions(back)
    assert first != second
    assert rest == [first, first], "there is nothing before the first"


@pytest.mark.usefixtures("home")
def test_an_interview_as_json_keeps_the_questions_apart(specs: Run) -> None:
    ran = specs("check", "3039MP", "--as-of", "2026-11-24", "--json", stdin="\n/done\n")
    assert ran.json["verdict"] == "undetermined"
    assert "So far" in ran.err


@pytest.mark.usefixtures("home")
def test_facts_are_not_stored(specs: Run, home: Path) -> None:
    interview(specs, "I hold a master's in Zymurgology", "yes", "/done")
    specs("check", "3039MP", "--say", "a master's in Zymurgology", "--as-of", "2026-11-24")
    for file in (path for path in home.rglob("*") if path.is_file()):
        assert b"zymurgolog" not in file.read_bytes().lower(), file


# ── many ──


def lines(*values: Any) -> bytes:
    return b"".join((value if isinstance(value, bytes) else json.dumps(value).encode()) + b"\n" for value in values)


MANY: tuple[Any, ...] = (
    {"id": 1, "class_code": "3039MP", "applicant": MET},
    b"not json",
    b"",
    {"id": "two", "class_code": "3039mp", "applicant": NOT_MET},
    {"id": 3, "class_code": "0000", "applicant": MET},
    {"id": 4, "class_code": "3039MP", "applicant": MET | {"employment": [{"hours_per_week": -1}]}},
    {"id": 5, "applicant": {}},
    [1, 2],
    {"id": None, "class_code": "3039MP", "applicant": {}},
)


@pytest.mark.usefixtures("home")
def test_lines_are_answered_in_order_and_a_faulty_one_costs_no_other(specs: Run) -> None:
    ran = specs("check", "--jsonl", stdin=lines(*MANY))
    assert ran.code == 3
    assert [one["id"] for one in ran.lines] == [1, None, "two", 3, 4, 5, None, None]
    assert all(set(one) in ({"id", "determination"}, {"id", "error"}) for one in ran.lines)
    one, nojson, two, unknown, wrong, missing, nothing, last = ran.lines
    assert one["determination"]["verdict"] == "met"
    assert two["determination"]["verdict"] == "not_met"
    assert "not JSON" in nojson["error"]
    assert "no class 0000" in unknown["error"]
    assert "employment[0].hours_per_week" in wrong["error"]
    assert "class_code" in missing["error"]
    assert "object" in nothing["error"]
    assert last["determination"]["as_of"] == date.today().isoformat()
    assert "judged on" in ran.err


@pytest.mark.usefixtures("home")
def test_a_line_has_the_determination_that_it_would_have_alone(specs: Run, tmp_path: Path) -> None:
    alone = specs("check", "3039MP", "--applicant", filed(tmp_path, MET), "--json").json
    ran = specs("check", "--jsonl", stdin=lines(MANY[0]))
    assert (ran.code, ran.lines) == (0, [{"id": 1, "determination": alone}])


@pytest.mark.usefixtures("home")
def test_a_brief_line_has_the_same_values_without_the_explanation(specs: Run) -> None:
    whole, brief = (specs("check", "--jsonl", *more, stdin=lines(*MANY)) for more in ((), ("--brief",)))
    assert (brief.code, len(brief.lines)) == (whole.code, len(whole.lines)) == (3, 8)
    for short, long in zip(brief.lines, whole.lines, strict=True):
        if "error" in long:
            assert short == long
        else:
            kept = short["determination"]
            assert {"verdict", "shortfall_months", "reviewed", "readings"} <= kept.keys()
            assert not {"requirements", "ledger", "paths", "citations"} & kept.keys()
            assert kept.items() <= long["determination"].items()


@pytest.mark.usefixtures("home")
def test_a_long_file_is_shared_among_processes_in_order(
    specs: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [MANY[0], MANY[3], MANY[4]] * 400
    file = tmp_path / "cases.jsonl"
    file.write_bytes(lines(*(case | {"id": n} for n, case in enumerate(cases) if isinstance(case, dict))))
    streamed = specs("check", "--jsonl", "--as-of", "2026-11-24", stdin=file.read_bytes())
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with file.open("rb") as stream:
        found = subprocess.run(
            [sys.executable, "-m", "assistant.cli", "check", "--jsonl", "--as-of", "2026-11-24"],
            stdin=stream,
            capture_output=True,
            check=False,
        )
    assert (found.returncode, found.stdout.decode()) == (streamed.code, streamed.out) == (3, streamed.out)


@pytest.mark.usefixtures("home")
def test_no_model_is_loaded() -> None:
    program = (
        "import sys; from assistant.cli import run; "
        "code = run(['check', '3039MP', '--say', 'a master', '--as-of', '2026-11-24']); "
        "print(code, [name for name in ('torch', 'chromadb', 'sentence_transformers') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "0 []"


def test_a_first_run_makes_what_is_missing(specs: Run) -> None:
    ran = specs("check", "3039MP", "--say", "a master's degree", "--as-of", "2026-11-24")
    assert ran.code == 0
    assert io.StringIO(ran.out).readline().startswith("Read from your words")
