"""A visit to the Check page without a browser: facts, questions, own words, files, all classes, and what is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html

from assistant.eligibility.applicant import parse_applicant
from assistant.eligibility.kleene import Verdict
from assistant.session import open_assistant
from assistant.web.check import REPORTS, _acted
from assistant.web.desk import Desk
from assistant.web.ledger_view import ledger_html
from assistant.web.matches import matched, matches_html
from assistant.web.visit import Visit
from index.home import Home
from index.testing import HashEmbedder
from tests.assistant.web.serving import TODAY

EXAMPLES = Path(__file__).parents[3] / "docs/examples"


@pytest.fixture(scope="module")
def desk(web_home: Home) -> Iterator[Desk]:
    """A desk over 3039MP and the samples."""
    embedder = HashEmbedder()
    made = Desk(
        lambda: open_assistant(web_home.path, embedder=embedder), home=web_home, embedder=embedder, today=lambda: TODAY
    )
    yield made
    made.close()


def tree_of(shown: str | bytes) -> Any:
    """A piece of HTML as a tree."""
    return html.fromstring(shown)


def visit(desk: Desk, code: str = "3039MP", example: str = "") -> Visit:
    """A visit, with the facts of an example."""
    one = Visit(desk, code)
    if example:
        one.load(example, (EXAMPLES / example).read_text(encoding="utf-8"))
    return one


def verdict(one: Visit) -> Verdict:
    """How the person stands."""
    found = one.determination(one.stated())
    assert found is not None
    return found.verdict


def send(one: Visit, name: str, **data: Any) -> list[Any]:
    """What the page is given after something was done; `None` where a part stays as it is."""
    given = _acted(one, {"name": name, "version": str(one.version), "at": data.pop("at", 0), **data})
    return [part if isinstance(part, str) else None for part in given]


FORM, FAULTS, DETERMINATION, LEDGER = 4, 5, 6, 7


@pytest.mark.parametrize("name", ["met", "not_met", "needs_review", "undetermined"])
def test_the_examples_stand_as_they_say(desk: Desk, name: str) -> None:
    assert verdict(visit(desk, example=f"{name}.yaml")) is Verdict(name)


def test_a_change_judges_anew_and_leaves_the_form_as_it_is(desk: Desk) -> None:
    one = visit(desk, example="met.yaml")
    shown = send(one, "facts", fields={"employment.1.end": "2022-06-30"})
    assert shown[FORM] is None
    assert "you do not meet" in (shown[DETERMINATION] or "")


def test_what_was_overtaken_or_belongs_to_an_older_drawing_is_not_taken(desk: Desk) -> None:
    one = visit(desk, example="met.yaml")
    send(one, "facts", fields={"employment.0.title": "Tutor"}, at=20)
    late = send(one, "facts", fields={"employment.0.title": "Teacher"}, at=10)
    older = send(one, "facts", fields={"employment.0.title": "Cook"}, at=30, version="0")
    assert late == older == [None] * 8, "what it showed could replace what is newer"
    assert one.draft.lists["employment"][0]["title"] == "Tutor"


def test_a_button_in_the_form_brings_what_was_typed_with_it(desk: Desk) -> None:
    one = visit(desk, example="met.yaml")
    shown = send(one, "remove", list="employment", index="0", fields={"employment.1.title": "Head"})
    assert [entry["title"] for entry in one.draft.lists["employment"]] == ["Head"]
    assert 'data-focus-on="add-employment"' in (shown[FORM] or "")


def test_questions_lead_to_a_verdict_and_their_answers_stand_in_the_form(desk: Desk) -> None:
    one = visit(desk)
    answers = {
        "education": "master's in education",
        "employment": "none",
        "credentials": "none",
        "education.more": "none",
        "state_employee": "no",
    }
    for _ in range(8):
        found = one.determination(one.stated())
        assert found is not None
        if not found.next_questions:
            break
        question = found.next_questions[0]["id"]
        shown = send(one, "reply", question=question, answer=answers.get(question, "I don't know"))
        assert shown[FORM] is not None
    assert verdict(one) is Verdict.NOT_MET
    assert one.draft.lists["education"][0]["level"] == "master"
    assert one.draft.person["employment.all"] == "all"


def test_an_answer_that_cannot_be_read_is_said_and_changes_nothing(desk: Desk) -> None:
    one = visit(desk)
    one.load("x", "employment: [{title: Cook, months: 200, counts_as: [general, special]}]\ncredentials: []")
    before = one.draft
    send(one, "reply", question="employment[0].hours_per_week", answer="quite a few")
    assert "no number" in one.problem
    assert one.draft == before
    send(one, "reply", question="employment[9].hours_per_week", answer="4")
    assert one.problem


def test_what_is_not_known_can_be_asked_again(desk: Desk) -> None:
    one = visit(desk)
    found = one.determination(one.stated())
    assert found is not None
    question = found.next_questions[0]["id"]
    shown = send(one, "reply", question=question, answer="I don't know")
    assert f'data-question="{question}"' not in (shown[DETERMINATION] or "")
    shown = send(one, "ask_again")
    assert f'data-question="{question}"' in (shown[DETERMINATION] or "")


def test_words_count_only_once_they_were_taken_in(desk: Desk) -> None:
    one = visit(desk)
    text = "master's in education, 092, 11 years teaching"
    send(one, "read", fields={"text": text})
    assert one.draft.is_empty
    send(one, "strike", fields={"kept": [f"0-{text.index(',')}"]})
    send(one, "take")
    applicant = one.stated().applicant
    assert [entry.level for entry in applicant.education or ()] == ["master"]
    assert (applicant.credentials, applicant.employment) == (None, None)
    assert applicant.more_possible == ("education",)


@pytest.mark.parametrize(
    "text", ["", "[1]", "{", "education: [{level: knight}]", "x: 1", "employment: [{start: 2099}]"]
)
def test_a_file_that_holds_no_facts_is_refused_and_the_form_keeps_its_own(desk: Desk, text: str) -> None:
    one = visit(desk, example="met.yaml")
    before = one.draft
    send(one, "load", file="<b>.yaml", text=text)
    if text.startswith("employment"):
        return
    assert one.problem
    assert one.draft == before


def test_saved_facts_are_loaded_again(desk: Desk) -> None:
    one = visit(desk, example="needs_review.yaml")
    text, left_out = one.facts_file()
    assert left_out == 0
    other = visit(desk)
    send(other, "load", file="my-facts.yaml", text=text)
    assert other.stated() == one.stated()
    assert parse_applicant(yaml.safe_load(text)) == one.stated().applicant


def test_reports_are_of_the_determination_that_is_shown(desk: Desk) -> None:
    one = visit(desk, example="not_met.yaml")
    page, data = REPORTS["HTML"](one), REPORTS["JSON"](one)
    assert page is not None
    assert data is not None
    assert "you do not meet" in tree_of(page.data).text_content()
    assert json.loads(data.data)["determination"]["verdict"] == "not_met"


def test_a_class_is_changed_and_what_was_said_of_work_stays_with_the_other(desk: Desk) -> None:
    one = visit(desk, example="met.yaml")
    one.turn_to("9920SX")
    assert one.stated().applicant.employment[0].counts_as is None  # type: ignore[index]
    one.turn_to("3039MP")
    assert verdict(one) is Verdict.MET


def test_without_a_class_the_page_says_what_to_do(desk: Desk) -> None:
    shown = send(Visit(desk), "facts", fields={"employment.all": "all"})
    assert "Choose a class" in (shown[DETERMINATION] or "")
    assert re.fullmatch(r"<!--\d+-->", shown[LEDGER])


def test_what_is_filed_is_counted_as_filed(desk: Desk) -> None:
    one = visit(desk)
    shown = send(one, "facts", fields={"as_filed": True})
    assert "On what was filed, you do not meet" in (shown[DETERMINATION] or "")


# ── all classes ──


def test_all_classes_are_ranked_by_what_was_said_of_each(desk: Desk) -> None:
    one = visit(desk, example="met.yaml")
    *_, (found, done, total) = matched(desk.rules, lambda code: one.applicant_for(code, as_here=False), "advisory")
    assert done == total == len(found)
    assert found[0].class_code == "3039MP"
    assert "9920SX" not in {match.class_code for match in found if match.verdict is Verdict.MET}
    *_, (found, _, _) = matched(desk.rules, lambda code: one.applicant_for(code, as_here=True), "advisory")
    assert "9920SX" in {match.class_code for match in found if match.verdict is Verdict.MET}


def test_the_list_of_classes_tells_how_far_it_is(desk: Desk) -> None:
    one = visit(desk, example="met.yaml")
    steps = list(matched(desk.rules, lambda code: one.applicant_for(code, as_here=False), "advisory"))
    assert [done for _, done, _ in steps] == [20, len(list(desk.rules.codes()))]
    shown = tree_of(matches_html(*steps[0], assumed="<i>"))
    assert "Judged 20 of" in shown.text_content()
    assert not shown.xpath("//i")
    assert shown.xpath("//a[@data-code='3039MP']/@href") == ["/check?class=3039MP"]


# ── the ledger ──


def test_the_ledger_tells_what_counts_from_what_may_and_what_does_not(desk: Desk) -> None:
    one = visit(desk)
    one.load(
        "x",
        """
employment:
  - {title: Teacher, start: 2010-01-01, end: 2012-12-31, hours_per_week: 40, counts_as: [general]}
  - {title: <b>Coach, start: 2013-01-01, end: 2014-12-31, hours_per_week: 40, counts_as: [neither]}
  - {title: Dean, start: 2015-01-01, end: 2016-12-31, hours_per_week: 40}
  - {title: Principal, start: 2017-01-01, hours_per_week: 40, counts_as: [general, special],
     capacity: managerial, state_class: ""}
  - {title: Tutor, months: 20}
""",
    )
    found = one.determination(one.stated())
    assert found is not None
    shown = tree_of(ledger_html(found.as_json()))
    bars = shown.xpath("//rect[@data-told]")
    assert [bar.get("class") for bar in bars] == ["general", "none", "possible", "special"]
    told = [bar.get("aria-label") for bar in bars]
    assert told[0].startswith("Teacher, 2010-01-01 – 2012-12-31: counts as General Experience; not attested as Special")
    assert "not attested as General Experience" in told[1]
    assert "we don't know yet" in told[2]
    assert told[3].endswith("counts as General Experience and Special Experience")
    assert all(bar.get("tabindex") == "0" for bar in bars)
    assert "for want of dates: Tutor" in shown.text_content()
    assert len(shown.xpath("//table//tr")) == 6
    assert not shown.xpath("//b")
    for bar in bars:
        left, width = (float(bar.get(name).rstrip("%")) for name in ("x", "width"))
        assert 0 <= left < left + width <= 100.01
