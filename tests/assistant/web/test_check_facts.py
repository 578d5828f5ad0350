"""The form of facts: what is typed is never lost, what cannot be read is said at its field, all else becomes facts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from assistant.eligibility.applicant import Applicant, parse_applicant
from assistant.eligibility.compile import compile_rules
from assistant.eligibility.saying import MOST_MONTHS
from assistant.web.facts_draft import Draft, added, adopted, drafted, removed, taken
from assistant.web.facts_form import faults_html, form_html
from assistant.web.facts_stated import stated
from assistant.web.facts_terms import FormTerms, form_terms
from assistant.web.lengths import length_text, read_length
from assistant.web.read_words import shown_spans, spans, without, words_html
from corpus.parse import parse

TODAY = date(2026, 11, 24)
CODE = "3039MP"
SPEC = parse((Path(__file__).parents[3] / "corpus/specs/3039MP.txt").read_text(encoding="utf-8"), CODE)
TERMS = form_terms(compile_rules(SPEC), SPEC)


def tree_of(shown: str | bytes) -> Any:
    """A piece of HTML as a tree."""
    return html.fromstring(shown)


def form(**fields: str) -> Draft:
    """A draft with one entry in each list, and these fields: `employment_0_title` is `employment.0.title`."""
    draft = added(added(added(Draft(), "education"), "credentials"), "employment")
    return taken(draft, {name.replace("_0_", ".0."): value for name, value in fields.items()})


# ── facts and back ──

_words = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12)
_years = st.integers(1960, 2020).map(str)
_education = st.fixed_dictionaries(
    {"level": st.sampled_from(["high_school", "bachelor", "master", "law"])},
    optional={
        "field": _words,
        "name": _words,
        "completed": st.booleans() | st.sampled_from(["2004", "2004-05", "2004-05-20", "5/2004"]),
        "semester_hours": st.integers(0, 900) | st.just(7.5),
    },
)
_job_facts: dict[str, st.SearchStrategy[Any]] = {
    "title": _words,
    "hours_per_week": st.sampled_from([1, 7.5, 40, 168]),
    "counts_as": st.sampled_from([["general"], ["special"], ["general", "special"], ["neither"]]),
    "capacity": st.sampled_from(["staff", "lead", "supervisory", "managerial"]),
    "state_class": st.just("") | _words,
    "attested": st.dictionaries(st.sampled_from(["special_experience.experience.1", "x.2"]), st.booleans()),
}
_dated = st.fixed_dictionaries({"start": _years}, optional={"end": st.sampled_from(["2021-06", "2022"]), **_job_facts})
_lengths = st.tuples(st.integers(1, 4000), st.integers(0, 400)).map(lambda n: [n[0] / 10, (n[0] + n[1]) / 10])
_undated = st.fixed_dictionaries({"months": _lengths}, optional={"stretch": _words, **_job_facts})
_people = st.fixed_dictionaries(
    {},
    optional={
        "education": st.lists(_education, max_size=3),
        "credentials": st.lists(st.fixed_dictionaries({"name": _words}, optional={"expires": _years}), max_size=3),
        "employment": st.lists(_dated | _undated, max_size=3),
        "state_employee": st.booleans(),
        "assignment": _words,
        "not_known": st.lists(_words, max_size=2),
    },
)


@given(_people, st.booleans())
def test_facts_are_the_same_after_they_stood_in_the_form(data: dict[str, Any], is_open: bool) -> None:
    listed = [name for name in ("education", "credentials", "employment") if data.get(name)]
    applicant = parse_applicant({**data, "more_possible": listed if is_open else []})
    found = stated(drafted(applicant, CODE), CODE, TODAY)
    assert found.faults == {}
    assert found.applicant == applicant


@given(_people)
def test_what_a_browser_sends_of_a_form_is_what_it_shows(data: dict[str, Any]) -> None:
    draft = drafted(parse_applicant(data), CODE)
    again = taken(draft, fields_of(form_html(draft, {}, TERMS)))
    assert stated(again, CODE, TODAY) == stated(draft, CODE, TODAY)


def fields_of(shown: str) -> dict[str, Any]:
    """What `app.js` reads of a form."""
    tree = tree_of(shown)
    found: dict[str, Any] = {}
    for field in tree.xpath("//input|//select"):
        name = field.get("name")
        if field.tag == "select":
            found[name] = next(iter(field.xpath("option[@selected]/@value")), "")
        elif field.get("type") == "checkbox":
            found[name] = field.get("checked") is not None
        elif field.get("type") != "radio" or field.get("checked") is not None:
            found[name] = field.get("value")
    return found


# ── unknown is never no ──


def test_an_empty_form_says_nothing() -> None:
    assert stated(Draft(), CODE, TODAY).applicant == Applicant()
    assert stated(form(), CODE, TODAY).applicant == Applicant()


def test_a_list_is_open_until_it_is_said_to_be_all() -> None:
    draft = form(employment_0_title="Cook")
    assert stated(draft, CODE, TODAY).applicant.more_possible == ("employment",)
    closed = taken(draft, {"employment.all": "all"})
    assert stated(closed, CODE, TODAY).applicant.more_possible == ()
    assert stated(added(closed, "employment"), CODE, TODAY).applicant.more_possible == ("employment",)


def test_none_is_said_and_never_inferred_from_an_empty_list() -> None:
    assert stated(taken(Draft(), {"credentials.all": "all"}), CODE, TODAY).applicant.credentials == ()
    emptied = removed(taken(form(credentials_0_name="CPA"), {"credentials.all": "all"}), "credentials", 0)
    assert stated(emptied, CODE, TODAY).applicant.credentials is None


def test_work_counts_for_the_class_for_which_it_was_said_to() -> None:
    draft = form(employment_0_title="Cook", **{"employment_0_counts_as.9920SX": "general"})
    assert stated(draft, "9920SX", TODAY).applicant.employment[0].counts_as == ("general",)  # type: ignore[index]
    assert stated(draft, CODE, TODAY).applicant.employment[0].counts_as is None  # type: ignore[index]


def test_what_was_said_without_a_class_is_said_of_the_first_one() -> None:
    facts = {"employment": [{"title": "Cook", "counts_as": ["general"], "attested": {"a.b": True}}]}
    draft = adopted(drafted(parse_applicant(facts), ""), CODE)
    job = stated(draft, CODE, TODAY).applicant.employment[0]  # type: ignore[index]
    assert (job.counts_as, job.attested) == (("general",), {"a.b": True})


# ── what cannot be read ──


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("employment.0.start", "last year", "write a day"),
        ("employment.0.start", "2031-01", "lies after"),
        ("employment.0.end", "2001", "lies before the start"),
        ("employment.0.length", "3 years", "dates or its months"),
        ("employment.0.hours_per_week", "forty", "such as 40"),
        ("employment.0.hours_per_week", "400", "up to 168"),
        ("employment.0.state_class", "Clerk", "no state job"),
        ("education.0.semester_hours", "many", "such as 60"),
        ("education.0.completed_on", "2031", "lies after"),
        ("education.0.level", "", "Choose the level"),
        ("credentials.0.expires", "soon", "write a day"),
        ("credentials.0.name", "", "which licence"),
        ("as_of", "2026", "whole day"),
    ],
)
def test_a_fault_is_said_at_its_field_and_loses_nothing(field: str, value: str, words: str) -> None:
    good = form(
        education_0_level="master",
        education_0_field="Law",
        credentials_0_name="CPA",
        credentials_0_expires="2030",
        employment_0_title="Cook",
        employment_0_start="2010",
        employment_0_state_job="no",
    )
    assert stated(good, CODE, TODAY).faults == {}
    draft = taken(good, {field: value, "employment.all": "all"})
    found = stated(draft, CODE, TODAY)
    assert list(found.faults) == [field]
    assert words in found.faults[field]
    listed = field.partition(".")[0]
    if listed in draft.lists:
        assert not getattr(found.applicant, listed)
        kept = drafted(found.applicant, CODE, draft, found.places)
        assert kept.lists[listed] == draft.lists[listed]
    assert tree_of(faults_html(found.faults)).get("data-for") == f"fact-{field.replace('.', '-')}-fault"


def test_a_faulty_job_rules_nothing_out() -> None:
    draft = added(form(employment_0_title="Cook", employment_0_start="2010"), "employment")
    draft = taken(draft, {"employment.1.title": "Chef", "employment.1.start": "x", "employment.all": "all"})
    found = stated(draft, CODE, TODAY)
    assert [job.title for job in found.applicant.employment or ()] == ["Cook"]
    assert found.applicant.more_possible == ("employment",)


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("3 years 6 months", (42, 42)),
        ("18 months", (18, 18)),
        ("1.5 yrs", (18, 18)),
        ("2 to 3 years", (24, 36)),
        ("2-3 years", (24, 36)),
        ("3 years and 2 months", (38, 38)),
        ("at least 10 years", (120, MOST_MONTHS)),
    ],
)
def test_lengths_as_people_write_them(written: str, months: tuple[float, float]) -> None:
    assert read_length(written) == months
    assert read_length(length_text(*months)) == months


@pytest.mark.parametrize("written", ["", "3", "long", "3 years foo", "to", "at least"])
def test_no_length(written: str) -> None:
    with pytest.raises(ValueError, match="such as"):
        read_length(written)


# ── what is shown ──


def test_the_clause_stands_beside_what_only_the_person_can_say() -> None:
    tree = tree_of(form_html(form(employment_0_title="Cook"), {}, TERMS))
    asked = tree.xpath("//input[@name='employment.0.counts_as.3039MP']/@value")
    assert asked == ["general", "special", "both", "neither", ""]
    for cite in tree.xpath("//div[@class='clauses']//button"):
        quote = SPEC.text[int(cite.get("data-start")) : int(cite.get("data-end"))]
        assert " ".join(quote.split()) == cite.get("title")
    assert len(tree.xpath("//div[@class='clauses']//button")) == 2
    assert "092" in " ".join(tree.xpath("//datalist[@id='suggest-credentials']/option/@value"))


def test_every_control_has_a_label_and_nothing_said_becomes_markup() -> None:
    nasty = "<img src=x onerror=alert(1)>\"'"
    draft = form(
        education_0_level=nasty,
        education_0_field=nasty,
        credentials_0_name=nasty,
        employment_0_title=nasty,
        as_of=nasty,
    )
    found = stated(draft, CODE, TODAY)
    tree = tree_of(form_html(draft, found.faults, TERMS))
    assert not tree.xpath("//img | //@onerror | //script")
    for field in tree.xpath("//input | //select"):
        own = tree.xpath(f"//label[@for='{field.get('id')}']") if field.get("id") else []
        assert own or field.getparent().tag == "label"
    assert "<img" not in faults_html(found.faults) + words_html(nasty, frozenset(), version=1)


def test_without_a_class_the_form_asks_what_all_classes_share() -> None:
    tree = tree_of(form_html(form(), {}, FormTerms()))
    assert tree.xpath("//input[@name='employment.0.title']")
    assert not tree.xpath("//input[contains(@name, 'counts_as')]")


# ── a person's own words ──

SAID = "master's in education, 092, 11 years teaching"


def test_each_fact_is_shown_with_the_words_that_it_came_from() -> None:
    tree = tree_of(words_html(SAID + ", purple zebras", frozenset(), version=1))
    facts = [item.text_content() for item in tree.xpath("//ul[@class='read-facts']/li")]
    assert len(facts) == 3
    assert "from “092”" in facts[1]
    assert "purple zebras" in tree.xpath("//div[@class='unread']")[0].text_content()


def test_a_struck_fact_is_left_out_and_can_be_taken_back() -> None:
    shown = shown_spans(SAID, frozenset())
    struck = shown - spans([f"{a}-{b}" for a, b in shown if SAID[a:b] != "092"])
    assert "092" not in without(SAID, struck)
    assert len(without(SAID, struck)) == len(SAID)
    tree = tree_of(words_html(SAID, struck, version=1))
    boxes = tree.xpath("//input[@name='kept']")
    assert [box.get("checked") is not None for box in boxes].count(False) == 1
    assert shown_spans(SAID, struck) == shown


@pytest.mark.parametrize("written", [None, "x", ["a-b", "5-2", "-1-4", "1-99999999"]])
def test_spans_that_are_none(written: object) -> None:
    assert spans(written) == frozenset()


def test_a_fact_that_is_left_out_stays_in_its_place() -> None:
    text = "master's in education, 092, 11 years teaching"
    at = text.index("092")
    for struck in (frozenset[tuple[int, int]](), frozenset({(at, at + 3)})):
        found = re.findall(r'value="(\d+)-', words_html(text, struck, version=0))
        assert len(found) == 3
        assert found == sorted(found, key=int)
