"""Paths to met: the smallest changes, nothing counted twice, and the day on which time alone gets there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from classes import rules_of

from assistant.eligibility.applicant import parse_applicant
from assistant.eligibility.determination import Determination
from assistant.eligibility.determine import determine

MASTER = {"level": "master", "field": "Education", "completed": True}


def judged(code: str = "3039MP", **facts: Any) -> Determination:
    rules, spec = rules_of(code)
    known: dict[str, Any] = {"as_of": "2026-11-24", "education": [MASTER], "credentials": [], "state_employee": False}
    return determine(rules, spec, parse_applicant(known | facts))


def job(start: str, end: str | None, *kinds: str, **more: Any) -> dict[str, Any]:
    dates = {"start": start} | ({"end": end} if end else {})
    return {
        **dates,
        "hours_per_week": 40,
        "counts_as": list(kinds),
        "capacity": "managerial",
        "state_class": "",
        **more,
    }


def test_a_special_month_closes_both_gaps_and_is_counted_once() -> None:
    found = judged(
        employment=[job("2012-01-01", "2022-12-31", "general"), job("2023-01-01", "2023-06-30", "general", "special")]
    )
    assert found.shortfall_months == {"general": 6, "special": 18}
    months = [change for path in found.paths for change in path["changes"] if change["kind"] == "months"]
    assert (months[0]["general"], months[0]["special"], months[0]["months"]) == ([6, 6], [18, 18], [18, 18])


def test_a_certificate_is_one_step_away() -> None:
    found = judged(
        employment=[job("2010-01-01", "2018-12-31", "general"), job("2019-01-01", "2020-12-31", "general", "special")]
    )
    kinds = [[change["kind"] for change in path["changes"]] for path in found.paths]
    assert ["credential"] in kinds
    assert any("092 certificate" in path["text"] and path["months"] == 0 for path in found.paths)


def test_nothing_superfluous_is_asked_for() -> None:
    found = judged(
        employment=[job("2010-01-01", "2018-12-31", "general"), job("2019-01-01", "2020-12-31", "general", "special")]
    )
    steps = [frozenset(change["text"] for change in path["changes"]) for path in found.paths]
    assert not any(one < other for one in steps for other in steps)


def test_the_day_on_which_the_current_job_gets_there() -> None:
    """Thirty days of a December are a month, by the policy."""
    work = [job("2014-01-01", "2019-12-31", "general"), job("2020-01-01", None, "general", "special", capacity="staff")]
    full = judged("9902SX", employment=[job("2023-01-01", None, "general")])
    path = next(path for path in full.paths if path["earliest_date"])
    assert path["earliest_date"] == "2027-12-30"
    assert path["months"] == 13.2
    half = judged("9902SX", employment=[job("2023-01-01", None, "general", hours_per_week=17.5)])
    assert next(p for p in half.paths if p["earliest_date"])["earliest_date"] == "2032-12-30"
    assert judged(employment=work).verdict == "needs_review"


def test_a_day_reached_is_the_first_day_of_met() -> None:
    rules, spec = rules_of("9902SX")
    facts: dict[str, Any] = {
        "education": [],
        "credentials": [],
        "state_employee": False,
        "employment": [
            job("2024-03-07", None, "general", hours_per_week=21),
            job("2019-05-20", "2021-02-11", "general"),
        ],
    }
    found = determine(rules, spec, parse_applicant({**facts, "as_of": "2026-11-24"}))
    reached = next(path["earliest_date"] for path in found.paths if path["earliest_date"])
    assert reached is not None
    day = date.fromisoformat(reached)
    before = date.fromordinal(day.toordinal() - 1)
    verdicts = [
        determine(rules, spec, parse_applicant({**facts, "as_of": d.isoformat()})).verdict for d in (before, day)
    ]
    assert verdicts == ["not_met", "met"]


@pytest.mark.parametrize(
    "employment", [[], [job("2010-01-01", "2012-12-31", "general")], [job("2010-01-01", None, "neither")]]
)
def test_without_a_job_that_goes_on_and_counts_there_is_no_day(employment: list[dict[str, Any]]) -> None:
    found = judged("9902SX", employment=employment)
    assert found.paths
    assert all(path["earliest_date"] is None for path in found.paths)


def test_another_degree_settles_a_degree_that_serves_twice() -> None:
    doctor = {"level": "doctorate", "field": "Educational Leadership", "completed": True}
    found = judged(
        education=[doctor],
        employment=[job("2010-01-01", "2018-12-31", "general"), job("2019-01-01", "2020-12-31", "general", "special")],
    )
    assert found.verdict == "needs_review"
    assert found.paths[0]["changes"][0]["kind"] in {"degree", "credential"}
    assert any("another degree" in path["text"] for path in found.paths)


def test_what_is_not_known_has_to_be_stated_and_what_is_doubtful_judged() -> None:
    unknown = judged(education=None, employment=[job("2010-01-01", "2023-12-31", "general", "special")])
    assert [change["kind"] for change in unknown.paths[0]["changes"]] == ["state"]
    doubtful = judged(
        state_employee=True,
        employment=[job("2010-01-01", "2023-12-31", "general", "special", state_class="Education Consultant")],
    )
    assert [change["kind"] for change in doubtful.paths[0]["changes"]] == ["review"]


def test_who_meets_them_needs_no_path() -> None:
    assert judged(employment=[job("2010-01-01", "2023-12-31", "general", "special")]).paths == []
