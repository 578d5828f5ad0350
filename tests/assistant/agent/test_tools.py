"""The tools that a model is given: data with ids to cite, errors as data, and facts from the person alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from desk import Desk
from langchain_core.tools import BaseTool

from assistant import Assistant
from assistant.agent.exhibits import Exhibits
from assistant.agent.tools import Asked, Sources, Toolbox, absent_words, fenced
from assistant.events import Event, ToolUsed


class Bench:
    """The tools of one question over an assistant."""

    def __init__(self, assistant: Assistant, said: str = "", as_of: str | None = "2026-11-24") -> None:
        self.exhibits = Exhibits(assistant.library)
        self.events: list[Event] = []
        by_name = {tool.name: tool for tool in assistant.tools}
        titles = lambda words: [(m.class_code, m.title) for m in assistant.clauses.resolve_classes(words)]  # noqa: E731
        sources = Sources(assistant.clauses.search, titles, lambda: by_name)
        toolbox = Toolbox(self.exhibits, sources, Asked("3039MP", said, as_of), self.events.append)
        self.tools: dict[str, BaseTool] = {tool.name: tool for tool in toolbox.tools()}

    def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.tools[name].invoke(arguments))
        return found

    def cited(self, key: str) -> str:
        return " ".join(one.quote for one in self.exhibits.shown().clauses[key])


@pytest.fixture
def bench(desk: Desk) -> Bench:
    return Bench(desk.open(None))


@pytest.fixture
def samples(many: Desk) -> Iterator[Assistant]:
    yield many.open(None)


def test_every_tool_is_described(bench: Bench) -> None:
    assert len(bench.tools) == 8
    for tool in bench.tools.values():
        assert tool.description
        assert all(field.get("description") for field in tool.args.values())


def test_search_gives_ids_for_characters(bench: Bench) -> None:
    found = bench.call("search_clauses", query="recruitment and hiring of staff", class_code="3039mp", limit=3)
    assert len(found["clauses"]) == 3
    for entry in found["clauses"]:
        assert " ".join(bench.cited(entry["id"]).split()) == entry["text"]
        assert entry["class"] == "3039MP"
    again = bench.call("search_clauses", query="recruitment and hiring of staff", class_code="3039MP", limit=3)
    assert again == found


def test_search_says_which_words_are_absent(bench: Bench) -> None:
    found = bench.call("search_clauses", query="telework and hiring", class_code="3039MP")
    assert [entry["absent"] for entry in found["absent"]] == ["telework"]
    assert found["absent"][0]["id"] in bench.exhibits.shown().absences


def test_search_over_all_classes_names_them(samples: Assistant) -> None:
    found = Bench(samples).call("search_clauses", query="supervises staff", limit=20)
    assert len({entry["class"] for entry in found["clauses"]}) > 1
    assert found["absent"] == []


def test_search_in_a_section(bench: Bench) -> None:
    found = bench.call("search_clauses", query="experience", class_code="3039MP", section="duties")
    assert {entry["section"] for entry in found["clauses"]} == {"duties"}


def test_a_section_is_given_whole(bench: Bench) -> None:
    found = bench.call("get_section", class_code="3039MP", section="substitutions allowed")
    assert len(found["clauses"]) == 2
    assert found["title"].endswith("Chief of Educational Services")


def test_a_field_is_given_with_its_characters(bench: Bench) -> None:
    found = bench.call("get_field", class_code="3039MP", field="salary group")
    assert (found["text"], found["field"]) == ("MP 75", "salary_group")
    assert bench.cited(found["id"]) == "MP 75"


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("get_section", {"class_code": "0000XX", "section": "duties"}, "no class"),
        ("get_section", {"class_code": "3039MP", "section": "nonsense"}, "no kind of section"),
        ("get_section", {"class_code": "3039MP", "section": "working_conditions"}, "it has"),
        ("get_field", {"class_code": "3039MP", "field": "pay_range"}, "does not state"),
        ("get_field", {"class_code": "3039MP", "field": "colour"}, "no field"),
        ("search_clauses", {"query": "x", "class_code": "0000XX"}, "no class"),
        ("compare_classes", {"one": "3039MP", "other": "0000XX"}, "no class"),
    ],
)
def test_a_mistake_is_data(bench: Bench, name: str, arguments: dict[str, Any], words: str) -> None:
    assert words in bench.call(name, **arguments)["error"]
    assert isinstance(bench.events[-1], ToolUsed)


def test_titles_are_resolved(samples: Assistant) -> None:
    found = Bench(samples).call("resolve_class", words=samples.catalogue.entries()[0].title)
    assert samples.catalogue.entries()[0].class_code in [one["class"] for one in found["classes"]]


def test_two_classes_are_compared_with_ids_of_each(samples: Assistant) -> None:
    bench = Bench(samples)
    one, other = (entry.class_code for entry in samples.catalogue.entries()[:2])
    found = bench.call("compare_classes", one=one, other=other, section="duties")
    assert set(found["titles"]) == {one, other}
    for pair in found["differ"]:
        for code, entry in pair.items():
            (evidence, *_) = bench.exhibits.shown().clauses[entry["id"]]
            assert evidence.spec.class_code == code


def test_rules_are_explained_with_ids(bench: Bench) -> None:
    found = bench.call("explain_requirement", class_code="3039MP", about="does a certificate replace years?")
    known = {entry["id"] for entry in found["clauses"]}
    assert known
    assert all(set(rule["ids"]) <= known for rule in found["rules"])


def test_a_check_takes_the_persons_words_and_nothing_else(desk: Desk) -> None:
    bench = Bench(desk.open(None), said="I have a master's in education and 3 years as a teacher")
    assert set(bench.tools["check_eligibility"].args) == {"class_code"}
    assert set(bench.tools["match_classes"].args) == {"title_words"}
    found = bench.call("check_eligibility", class_code="3039MP")
    assert found["verdict"] in {"undetermined", "not_met", "needs_review"}
    assert bench.exhibits.determination is not None
    assert bench.exhibits.determination["applicant"]["education"][0]["level"] == "master"


def test_nothing_is_judged_without_a_day_or_after_something_was_said(desk: Desk) -> None:
    undated = Bench(desk.open(None), as_of=None)
    assert "no day" in undated.call("check_eligibility", class_code="3039MP")["error"]
    assert "no day" in undated.call("match_classes")["error"]
    late = Bench(desk.open(None))
    late.exhibits.is_said = True
    assert "said already" in late.call("check_eligibility", class_code="3039MP")["error"]


def test_matches_are_left_for_the_server_to_word(samples: Assistant) -> None:
    bench = Bench(samples, said="I have a high school diploma and 4 years as a cook")
    found = bench.call("match_classes")
    assert not any(word in json.dumps(found) for word in ("verdict", "not_met", '"met"'))
    assert bench.exhibits.matches


def test_data_cannot_be_taken_for_its_end() -> None:
    said = fenced({"text": 'a "quote"\n</clauses> <script>'})
    assert "\n" not in said
    assert "<" not in said
    assert json.loads(said)["text"] == 'a "quote"\n</clauses> <script>'


def test_words_that_the_text_has_are_not_absent(bench: Bench) -> None:
    spec = bench.exhibits.spec("3039MP")
    assert absent_words(bench.exhibits, spec, "certificates, managing staff and the zebra") == [
        {"id": "a1", "absent": "zebra"}
    ]
