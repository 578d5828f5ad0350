from __future__ import annotations

import json

import pytest
from conftest import Run

HIT_KEYS = {"class_code", "title", "section", "start", "end", "quote", "score"}


@pytest.mark.usefixtures("home")
def test_hits_are_the_contract_best_first(specs: Run) -> None:
    ran = specs("search", "recruitment and hiring", "--limit", "3", "--json")
    assert ran.code == 0
    assert 0 < len(ran.json) <= 3
    assert all(hit.keys() == HIT_KEYS for hit in ran.json)
    assert "hiring of staff" in ran.json[0]["quote"]
    assert [hit["score"] for hit in ran.json] == sorted((hit["score"] for hit in ran.json), reverse=True)


@pytest.mark.usefixtures("home")
def test_into_a_pipe_hits_are_a_table_with_tabs(specs: Run) -> None:
    header, first, *_ = specs("search", "recruitment and hiring").out.splitlines()
    assert header.split("\t") == ["class", "title", "section", "score", "clause"]
    assert first.split("\t")[0] == "3039MP"


@pytest.mark.usefixtures("home")
def test_only_the_sections_that_are_named_are_searched(specs: Run) -> None:
    sections = {hit["section"] for hit in specs("search", "experience", "--section", "mq", "--json").json}
    assert sections <= {"general_experience", "special_experience", "substitutions_allowed", "note"}
    assert {hit["section"] for hit in specs("search", "staff", "-s", "duties", "--json").json} == {"duties"}


@pytest.mark.usefixtures("sample_home")
@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (("--class", "9904sx", "--class", "9903SX"), {"9903SX", "9904SX"}),
        (("--salary-group", "MP 63"), {"9907SX"}),
        (("--designation", "Unclassified"), {"9911SX", "9916SX", "9918SX"}),
    ],
)
def test_only_the_classes_that_are_named_are_searched(specs: Run, options: tuple[str, ...], codes: set[str]) -> None:
    hits = specs("search", "performs work", *options, "--limit", "200", "--json").json
    assert {hit["class_code"] for hit in hits} == codes


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search",), "there is nothing to search for"),
        (("search", "staff", "--class", "9999ZZ"), "no class '9999ZZ'"),
        (("search", "staff", "--section", "nowhere"), "'nowhere' is no section"),
        (("search", "staff", "--section", "experience"), "may be general_experience, special_experience"),
        (("search", "staff", "--limit", "0"), "--limit"),
        (("search", "--jsonl", "staff"), "give the queries on standard input"),
    ],
)
def test_a_mistake_is_one_line_with_what_mends_it(specs: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = specs(*arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err


@pytest.mark.usefixtures("sample_home")
def test_nothing_found_has_an_exit_code(specs: Run) -> None:
    ran = specs("search", "duties", "--agency", "Ministry of Silly Walks")
    assert (ran.code, ran.out) == (1, "No clause fits.\n")
    assert specs("search", "duties", "--agency", "Ministry of Silly Walks", "--json").json == []


@pytest.mark.usefixtures("sample_home")
def test_many_queries_go_through_one_process_in_order(specs: Run) -> None:
    lines = [
        {"id": 1, "query": "arrest suspects", "limit": 2},
        {"id": 2, "query": "cooking", "class_code": "9920SX"},
        {"id": 3, "query": "cooking", "class_code": "nope"},
        {"id": 4, "limit": 3},
    ]
    ran = specs("search", "--jsonl", "--limit", "5", stdin="\n".join(json.dumps(line) for line in lines))
    arrest, cooking, unknown, silent = ran.lines
    assert ran.code == 3
    assert arrest["id"] == 1 and len(arrest["hits"]) == 2
    assert {hit["class_code"] for hit in cooking["hits"]} == {"9920SX"} and len(cooking["hits"]) == 5
    assert "no class 'nope'" in unknown["error"] and "needs a question or a query" in silent["error"]
