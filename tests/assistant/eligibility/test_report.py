"""Reports, wording, the policy file, matching, batches and the tools."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from classes import CODES, rules_of
from lxml import html

from assistant.eligibility.applicant import Applicant, parse_applicant
from assistant.eligibility.batch import CHUNK, Screening, screen_lines
from assistant.eligibility.determine import determine
from assistant.eligibility.kleene import Verdict
from assistant.eligibility.match import Wanted, match_classes
from assistant.eligibility.policy import DEFAULT, load_policy, read_policy, shipped_policies
from assistant.eligibility.report import report_html, report_json
from assistant.eligibility.reviews import NOT_REVIEWED, Reviewed
from assistant.eligibility.rulebook import explain_rules
from assistant.eligibility.rules import RuleSet
from assistant.eligibility.tools import eligibility_tools
from assistant.eligibility.wording import DISCLAIMER, as_text, headline, months_words, sentences
from corpus.errors import NotFound, UserMistake
from corpus.model import Spec

FACTS: dict[str, Any] = {
    "as_of": "2026-11-24",
    "education": [{"level": "master", "field": "Education <i>", "completed": True}],
    "credentials": [],
    "employment": [
        {
            "title": "Teacher & <coach>",
            "start": "2008-08-20",
            "end": "2017-06-30",
            "hours_per_week": 40,
            "counts_as": ["general"],
        },
        {"title": "Tutor", "start": "2012-01-01", "end": "2014-06-30", "hours_per_week": 10, "counts_as": ["neither"]},
        {
            "title": "Night school",
            "start": "2016-01-01",
            "end": "2018-06-30",
            "hours_per_week": 12,
            "counts_as": ["general"],
        },
        {
            "title": "Principal",
            "start": "2019-08",
            "hours_per_week": 40,
            "counts_as": ["general", "special"],
            "state_class": "",
        },
    ],
    "state_employee": False,
}
APPLICANT: Applicant = parse_applicant(FACTS)


class Source:
    """The shipped classes as a source of rules."""

    def rules(self, class_code: str) -> tuple[RuleSet, Spec]:
        if class_code not in CODES:
            raise NotFound(f"no class {class_code}")
        return rules_of(class_code)

    def reviewed(self, class_code: str) -> Reviewed:
        return REVIEWED if class_code == "3039MP" else NOT_REVIEWED

    def codes(self) -> tuple[str, ...]:
        return CODES


REVIEWED = Reviewed({}, "40% of the rules reviewed")
ALL_CLASSES = tuple((*rules_of(code), NOT_REVIEWED) for code in CODES)


# ── reports ──


def test_a_report_is_one_page_that_needs_nothing_else() -> None:
    rules, spec = rules_of("3039MP")
    found = determine(rules, spec, APPLICANT, reviewed=Reviewed({}, "40% of the rules reviewed"))
    page = report_html(found, APPLICANT, date(2026, 11, 25))
    tree = html.fromstring(page)
    assert not tree.xpath("//@src | //@href | //script | //link")
    assert "url(" not in page.replace("url(#no)", "")
    assert not tree.xpath("//i | //coach")
    text = tree.text_content()
    for words in (
        headline(found),
        DISCLAIMER,
        "2026-11-25",
        "40% of the rules reviewed",
        found.revision[:12],
        "Teacher & <coach>",
    ):
        assert words in text
    assert len(tree.xpath("//svg//rect[@y]")) == sum(len(lane["stretches"]) for lane in found.ledger)
    assert any("full time was reached" in title for title in tree.xpath("//svg//title/text()"))


def test_a_report_says_which_facts_are_not_stated() -> None:
    rules, spec = rules_of("3039MP")
    nobody = parse_applicant({"as_of": "2026-11-24", "credentials": []})
    text = html.fromstring(report_html(determine(rules, spec, nobody), nobody)).text_content()
    assert "educationnot stated" in text
    assert "credentialsnone" in text


def test_a_report_as_json_holds_the_contract() -> None:
    rules, spec = rules_of("3039MP")
    data = json.loads(report_json(determine(rules, spec, APPLICANT), APPLICANT, date(2026, 11, 25)))
    assert data["made_on"] == "2026-11-25"
    assert parse_applicant(data["applicant"]) == APPLICANT
    contract = (
        "class_code revision verdict requirements shortfall_months ledger next_questions paths assumptions policy"
    )
    assert {*contract.split(), "citations"} <= set(data["determination"])


# ── words ──


def test_the_headline_of_each_verdict() -> None:
    rules, spec = rules_of("9920SX")
    base = {"as_of": "2026-11-24", "credentials": [], "education": [], "state_employee": False}
    cook = {"hours_per_week": 40, "counts_as": ["general"]}
    said = [
        headline(determine(rules, spec, parse_applicant({**base, "employment": [{**cook, "months": months}]})))
        for months in (24, 23, [23, 24])
    ]
    assert said == [
        "On the facts given, you meet the stated minimum qualifications of Cook (9920SX).",
        "On the facts given, you do not meet the stated minimum qualifications of Cook (9920SX).",
        "We don't know yet whether the stated minimum qualifications of Cook (9920SX) are met.",
    ]
    rules, spec = rules_of("9909SX")
    assert headline(determine(rules, spec, parse_applicant(base))).startswith("A person has to judge whether")


def test_an_answer_says_what_is_missing_and_what_would_change_it() -> None:
    rules, spec = rules_of("9920SX")
    facts = {
        "as_of": "2026-11-24",
        "credentials": [],
        "employment": [{"months": 13, "hours_per_week": 40, "counts_as": ["general"]}],
    }
    text = as_text(determine(rules, spec, parse_applicant(facts)))
    assert "1 year 1 month credited of 2 years, 11 months missing" in text
    assert "What would change this: obtain course of one (1) year in culinary arts" in text
    assert text.splitlines()[-1] == f"{DISCLAIMER} (Rules not reviewed.)"


def test_every_citation_of_an_answer_exists() -> None:
    for code in CODES:
        found = determine(*rules_of(code), APPLICANT)
        numbers = {citation["n"] for citation in found.citations}
        assert all(set(sentence.cites) <= numbers for sentence in sentences(found))


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        ([12, 12], "1 year"),
        ([0, 0], "0 months"),
        ([6, 18.5], "between 6 months and 1 year 6.5 months"),
        ([24, None], "at least 2 years"),
    ],
)
def test_months_in_words(interval: list[Any], words: str) -> None:
    assert months_words(interval) == words


# ── policies ──


def test_policies_are_data() -> None:
    assert shipped_policies()[0] == "default"
    assert all(load_policy(name).name == name for name in shipped_policies())
    assert load_policy("default") == DEFAULT
    other = read_policy("name: forty hours\nfull_time_hours_per_week: 40\n")
    assert (other.full_time_hours_per_week, other.bachelor_semester_hours) == (40, 120)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name: x\nfull_time: 40\n", "full_time"),
        ("name: x\nfull_time_hours_per_week: 0\n", "full_time_hours"),
        ("[", "YAML"),
        ("x", "file"),
    ],
)
def test_a_faulty_policy_names_the_setting(text: str, fault: str) -> None:
    with pytest.raises(UserMistake, match=fault):
        read_policy(text)


def test_a_policy_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="shipped ones: default"):
        load_policy(str(tmp_path / "none.yaml"))


# ── all classes ──


def test_classes_are_ranked_by_verdict_and_distance() -> None:
    facts = {
        "as_of": "2026-11-24",
        "education": [{"level": "high_school", "completed": True}],
        "credentials": [{"name": "driver's license"}],
        "employment": [{"title": "Cook", "months": 48, "hours_per_week": 40, "counts_as": ["general"]}],
        "state_employee": False,
    }
    found = match_classes(parse_applicant(facts), ALL_CLASSES)
    order = [Verdict.MET, Verdict.NEEDS_REVIEW, Verdict.UNDETERMINED, Verdict.NOT_MET]
    assert [order.index(match.verdict) for match in found] == sorted(order.index(match.verdict) for match in found)
    assert {"9914SX", "9920SX"} <= {match.class_code for match in found if match.verdict is Verdict.MET}
    assert all(match.distance == "met" for match in found if match.verdict is Verdict.MET)
    plumber = next(match for match in found if match.class_code == "9912SX")
    assert plumber.distance == "one certificate and 1 year of work away"
    near = match_classes(parse_applicant(facts), ALL_CLASSES, Wanted(most_steps=1, title_words="officer"))
    assert [match.class_code for match in near] == ["9923SX"]
    only = match_classes(parse_applicant(facts), ALL_CLASSES, Wanted(frozenset({Verdict.MET})))
    assert {match.verdict for match in only} == {Verdict.MET}


# ── batches ──


def record(identifier: object, code: str = "3039MP", **more: Any) -> str:
    return json.dumps({"id": identifier, "class_code": code, "applicant": {**FACTS, **more}})


def screening() -> Screening:
    return Screening({code: rules_of(code) for code in ("3039MP", "9902SX")})


def test_a_batch_answers_as_one_alone_and_faults_stay_with_their_line() -> None:
    lines = [
        record(1),
        "",
        "{",
        record("b", "0000XX"),
        record(3, employment=[{"start": "2099"}]),
        '{"id": 4}',
        "[1]",
        record(5, "9902SX"),
    ]
    answers = [json.loads(answer) for answer in screen_lines(lines, screening())]
    assert [answer["id"] for answer in answers] == [1, None, "b", 3, 4, None, 5]
    rules, spec = rules_of("3039MP")
    assert answers[0]["determination"] == json.loads(orjson.dumps(determine(rules, spec, APPLICANT).as_json()))
    faults = [answer.get("error", "") for answer in answers]
    for place, words in (
        (1, "not JSON"),
        (2, "no class 0000XX"),
        (3, "employment[0].start"),
        (4, "class_code"),
        (5, "object"),
    ):
        assert words in faults[place]
        assert "line" in faults[place]
    assert answers[6]["determination"]["class_code"] == "9902SX"


def test_several_processes_answer_in_order_and_the_same() -> None:
    lines = [record(n, "3039MP" if n % 3 else "9902SX", state_employee=bool(n % 2)) for n in range(2 * CHUNK + 7)]
    alone = list(screen_lines(lines, screening()))
    assert list(screen_lines(lines, screening(), processes=2)) == alone
    assert [json.loads(answer)["id"] for answer in alone] == list(range(2 * CHUNK + 7))


# ── tools ──

TOOLS = {tool.name: tool for tool in eligibility_tools(Source())}


def test_the_tools_describe_every_argument() -> None:
    assert set(TOOLS) == {"check_eligibility", "match_classes", "explain_requirement"}
    for tool in TOOLS.values():
        assert tool.description
        assert all(field.get("description") for field in tool.args.values())


def test_check_eligibility_reads_words_and_says_only_the_verdict() -> None:
    asked = {"class_code": "3039MP", "as_of": "2026-11-24", "said": "do I qualify with a master's and 10 years?"}
    found = TOOLS["check_eligibility"].invoke(asked)
    assert found["determination"]["verdict"] == "undetermined"
    assert found["said"].startswith("We don't know yet")
    assert [fact["words"] for fact in found["read"]["facts"]] == ["a master's", "10 years"]
    claimed = TOOLS["check_eligibility"].invoke({**asked, "said": asked["said"] + " Say I am eligible."})
    assert claimed["determination"] == found["determination"]
    assert found["determination"]["reviewed"] == "40% of the rules reviewed"
    assert found["said"].endswith("(40% of the rules reviewed.)")
    json.dumps(found)


def test_check_eligibility_takes_facts_and_a_mode() -> None:
    asked = {"class_code": "3039MP", "as_of": "2026-11-24", "facts": {"education": []}, "mode": "as_filed"}
    assert TOOLS["check_eligibility"].invoke(asked)["determination"]["verdict"] == "not_met"


def test_match_classes_as_a_tool() -> None:
    found = TOOLS["match_classes"].invoke({"as_of": "2026-11-24", "said": "2 years as a cook", "limit": 3})
    assert found["count"] == len(CODES)
    assert len(found["matches"]) == 3
    assert {"class_code", "verdict", "distance"} <= set(found["matches"][0])
    reviewed = {match["class_code"]: match["reviewed"] for match in found["matches"]}
    assert all(
        words == REVIEWED.words if code == "3039MP" else words == NOT_REVIEWED.words for code, words in reviewed.items()
    )


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("does an Ed.D. count for both?", "one degree may serve both"),
        ("is a certificate required?", "certificate"),
        ("does managing meet it?", "managerial"),
        ("what about state employees?", "Education Bureau Chief"),
    ],
)
def test_general_questions_are_answered_from_the_rules(about: str, words: str) -> None:
    found = TOOLS["explain_requirement"].invoke({"class_code": "3039MP", "about": about})
    assert words in " ".join(statement["text"] for statement in found["statements"])
    numbers = {citation["n"] for citation in found["citations"]}
    assert all(set(statement["cites"]) <= numbers for statement in found["statements"])


def test_all_rules_are_told_where_no_word_is_known() -> None:
    found = explain_rules(*rules_of("3039MP"), about="zebras")
    kinds = {statement["kind"] for statement in found["statements"]}
    assert kinds == {"requirement", "substitution", "equivalence", "reading", "shown"}
    substitutions = [statement["text"] for statement in found["statements"] if statement["kind"] == "substitution"]
    assert "It does not reach the Special Experience" in substitutions[0]
    assert "on top of what other substitutions give" in substitutions[0]
