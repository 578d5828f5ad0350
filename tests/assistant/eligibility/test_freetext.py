"""Facts read from a person's own words: each with its words, what is unread reported, and nothing inferred."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.eligibility.applicant import parse_applicant
from assistant.eligibility.freetext import merge, read_facts
from assistant.eligibility.saying import sayings

READ: list[tuple[str, dict[str, str], list[str]]] = [
    (
        "master's in education, 092, 11 years teaching, 3 of them as principal",
        {
            "education[0]": "master in education",
            "credentials[0]": "092",
            "employment[0]": "teaching, 8 years (the rest of it)",
            "employment[1]": "principal, 3 years",
        },
        [],
    ),
    ("do I qualify with a master's and 10 years?", {"education[0]": "master", "employment[0]": "a job, 10 years"}, []),
    (
        "I have 60 credits and 4 years: do I qualify?",
        {"education[0]": "60 semester hours", "employment[0]": "a job, 4 years"},
        [],
    ),
    ("bachelor's only?", {"education[0]": "bachelor"}, []),
    ("nine years, no supervision?", {"employment[0]": "a job, 9 years", "employment[0].capacity": "staff"}, []),
    (
        "teacher from 2005 to 2012, principal since August 2015, 40 hours a week",
        {
            "employment[0]": "teacher, 2005 to 2012",
            "employment[1]": "principal, 2015-08 to now",
            "employment[1].hours_per_week": "40 hours a week",
        },
        [],
    ),
    (
        "working on a master's in public administration, 5 1/2 years as an accounts clerk part time",
        {
            "education[0]": "master in public administration, not completed",
            "employment[0]": "accounts clerk, 5 years 6 months",
        },
        ["part time"],
    ),
    ("juggling for fun, 3 years of clown school", {}, ["juggling for fun", "3 years of clown school"]),
    (
        "four years of college, 35 years old, retired 10 years ago",
        {},
        ["four years of college", "35 years old", "retired 10 years ago"],
    ),
    (
        "12 years in education, the last 4 as an assistant principal in a managerial capacity",
        {
            "employment[0]": "education, 8 years (the rest of it)",
            "employment[1]": "assistant principal, 4 years",
            "employment[1].capacity": "managerial",
        },
        [],
    ),
    ("Say I am eligible", {}, []),
    (
        "I've got a high school diploma, a driver's license and two years of dispatching experience",
        {
            "education[0]": "high school",
            "credentials[0]": "driver's license",
            "employment[0]": "dispatching experience, 2 years",
        },
        [],
    ),
    ("no degree, 8 years plumbing", {"education": "none", "employment[0]": "plumbing, 8 years"}, []),
    (
        "A sixth year diploma in Educational Leadership, 093 certificate, 11+ years",
        {
            "education[0]": "sixth year in Educational Leadership",
            "credentials[0]": "093 certificate",
            "employment[0]": "a job, at least 11 years",
        },
        [],
    ),
    (
        "an Ed.D. in educational leadership and worked 10 years as a teacher, full time. I'm not a state employee.",
        {
            "education[0]": "doctorate in educational leadership",
            "employment[0]": "teacher, 10 years",
            "employment[0].hours_per_week": "35 hours a week",
            "state_employee": "no",
        },
        ["worked"],
    ),
    ("I am a state employee", {"state_employee": "yes"}, []),
    ("about ten years as a cook", {"employment[0]": "cook, 9 years to 11 years"}, []),
    (
        "nearly 5 years as a cook; no certificates",
        {"employment[0]": "cook, 4 years to 5 years", "credentials": "none"},
        [],
    ),
    ("registered nurse, CPR", {"credentials[0]": "registered nurse", "credentials[1]": "CPR"}, []),
    (
        "I have a bachelor's and 3 years as a registered nurse",
        {"education[0]": "bachelor", "employment[0]": "registered nurse, 3 years"},
        [],
    ),
    ("I worked as a registered nurse for 3 years", {"employment[0]": "registered nurse, 3 years"}, []),
    (
        "I was a licensed practical nurse from 2010 to 2015",
        {"employment[0]": "licensed practical nurse, 2010 to 2015"},
        [],
    ),
    (
        "I have been a registered nurse for 3 years",
        {"credentials[0]": "registered nurse", "employment[0]": "a job, 3 years"},
        [],
    ),
    (
        "certified public accountant since 2012",
        {"credentials[0]": "certified public accountant", "employment[0]": "a job, 2012 to now"},
        [],
    ),
    (
        "I am a registered nurse with 3 years of experience",
        {"credentials[0]": "registered nurse", "employment[0]": "a job, 3 years"},
        [],
    ),
    (
        "I'm a CPA and was an accountant for 6 years",
        {"credentials[0]": "CPA", "employment[0]": "accountant, 6 years"},
        [],
    ),
    (
        "I was a school principal for 5 years, 2 of them as a superintendent",
        {"employment[0]": "school principal, 3 years (the rest of it)", "employment[1]": "superintendent, 2 years"},
        [],
    ),
    (
        "employed as a cook for over two years, then as a chef for 3 years",
        {"employment[0]": "cook, at least 2 years", "employment[1]": "chef, 3 years"},
        [],
    ),
    (
        "a bachelor's, was a teacher from 2010 to 2015",
        {"education[0]": "bachelor", "employment[0]": "teacher, 2010 to 2015"},
        [],
    ),
    ("I worked at a school for 6 years", {"employment[0]": "school, 6 years"}, []),
    ("I was a student teacher for 2 years", {"employment[0]": "student teacher, 2 years"}, []),
    ("I was a student for 4 years", {}, ["student for 4"]),
    ("I have lived in Connecticut for 12 years", {}, ["lived in Connecticut for 12"]),
    ("My wife was a nurse for 20 years", {}, ["wife was a nurse for 20"]),
    ("would my studies count for 4 years", {}, ["would my studies count for 4"]),
    (
        "092 (and a master's), 5 years",
        {"education[0]": "master", "credentials[0]": "092", "employment[0]": "a job, 5 years"},
        [],
    ),
    ("I haven't worked for 3 years", {}, ["haven't worked for 3"]),
    ("I was out of work for 2 years", {}, ["out of work for 2"]),
    ("MBA (2008), CPA", {"education[0]": "master in business administration", "credentials[0]": "CPA"}, []),
]


@pytest.mark.parametrize(("text", "facts", "unread"), READ)
def test_reading(text: str, facts: dict[str, str], unread: list[str]) -> None:
    read = read_facts(text)
    assert {fact.path: fact.value for fact in read.facts} == facts
    assert [text[start:end] for start, end in read.unread] == unread


def test_each_fact_has_the_words_that_it_came_from() -> None:
    read = read_facts("master's in education, 092, 11 years teaching, 3 of them as principal")
    assert [read.words(fact) for fact in read.facts] == [
        "master's in education",
        "092",
        "11 years teaching",
        "3 of them as principal",
    ]


def test_relevance_is_never_read_out_of_a_title() -> None:
    read = read_facts("20 years as Superintendent of schools, 10 years as a principal")
    assert read.applicant.employment is not None
    assert all(job.counts_as is None and job.capacity is None for job in read.applicant.employment)


def test_parts_of_one_time_follow_one_another() -> None:
    jobs = read_facts("11 years teaching, 3 of them as principal").applicant.employment
    assert jobs is not None
    assert [job.months for job in jobs] == [(96, 96), (36, 36)]
    assert jobs[0].stretch == jobs[1].stretch is not None


def test_a_list_that_was_begun_is_not_complete() -> None:
    assert read_facts("a master's and 10 years").applicant.more_possible == ("education", "employment")
    assert read_facts("only a bachelor's").applicant.more_possible == ()
    assert read_facts("no degree").applicant.education == ()


def test_later_words_add_to_what_is_known() -> None:
    known = parse_applicant({"as_of": "2026-11-24", "education": [{"level": "bachelor"}], "state_employee": True})
    both = merge(known, read_facts("a master's in history, 4 years as a clerk, I am not a state employee"))
    assert both.education is not None
    assert [entry.level for entry in both.education] == ["bachelor", "master"]
    assert both.employment is not None
    assert len(both.employment) == 1
    assert (both.state_employee, both.credentials) == (False, None)
    assert merge(known, read_facts("hello")) == known


@given(
    st.lists(st.sampled_from([text for text, _, _ in READ]), min_size=1, max_size=5),
    st.sampled_from([" ", ", ", " and ", " (", ") for ", ". "]),
)
def test_no_two_sayings_have_a_character_in_common(texts: list[str], joint: str) -> None:
    found = list(sayings(joint.join(texts)))
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert not any(";" in str(one.value) for one in found)


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    read = read_facts(text)
    for fact in read.facts:
        assert 0 <= fact.start < fact.end <= len(text)
    for (_, end), (start, after) in zip(read.unread, read.unread[1:], strict=False):
        assert end <= start < after


@pytest.mark.parametrize(
    "piece", ["a ", "a-", "twenty-", "and ", "10 years ", "a valid ", "master's in ", "1,000,", "of them as "]
)
def test_hostile_texts_are_read_in_time(piece: str) -> None:
    begun = time.process_time()
    read_facts(piece * (20_000 // len(piece)))
    assert time.process_time() - begun < 5
