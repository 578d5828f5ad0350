"""Time: months of a stretch, of several at once, and of what is only partly known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imagined import tenths_worked

from assistant.eligibility.applicant import parse_applicant
from assistant.eligibility.facts import gather
from assistant.eligibility.ledger import MONTH, Scale, parts_of, parts_worked
from assistant.eligibility.policy import DEFAULT
from corpus.errors import UserMistake

SCALE = Scale.of(DEFAULT)
DAYS = st.dates(date(1999, 1, 1), date(2012, 12, 31))


def tenths(*spells: tuple[str, str, float]) -> int:
    stretches = [
        (date.fromisoformat(a).toordinal(), date.fromisoformat(b).toordinal(), SCALE.share(hours))
        for a, b, hours in spells
    ]
    return SCALE.tenths(parts_worked(stretches, SCALE))


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2010-01-01", "2011-12-31", 24),
        ("2010-01-15", "2022-01-14", 144),
        ("2011-02-15", "2023-02-14", 144),
        ("2010-01-01", "2010-01-31", 1),
        ("2010-01-01", "2010-01-30", 1),
        ("2010-01-01", "2010-01-29", 0.9),
        ("2010-01-01", "2010-01-15", 0.5),
        ("2010-01-01", "2010-01-02", 0),
        ("2010-01-01", "2010-01-03", 0.1),
        ("2012-02-01", "2012-02-29", 1),
        ("2011-02-01", "2011-02-28", 1),
        ("2010-01-01", "2010-03-15", 2.5),
        ("2010-06-15", "2010-12-14", 6),
    ],
)
def test_months_of_a_stretch(first: str, last: str, months: float) -> None:
    assert tenths((first, last, 40)) == round(10 * months)


@pytest.mark.parametrize(
    ("spells", "months"),
    [
        ([("2010-01-01", "2010-12-31", 17.5)], 6),
        ([("2010-01-01", "2010-12-31", 35)], 12),
        ([("2010-01-01", "2010-12-31", 60)], 12),
        ([("2010-01-01", "2010-12-31", 40), ("2010-01-01", "2010-12-31", 40)], 12),
        ([("2010-01-01", "2010-12-31", 17.5), ("2010-01-01", "2010-12-31", 17.5)], 12),
        ([("2010-01-01", "2010-12-31", 30), ("2010-07-01", "2010-12-31", 30)], 11.1),
        ([("2010-01-01", "2010-06-30", 40), ("2010-08-01", "2010-12-31", 40)], 11),
        ([("2010-01-01", "2010-06-30", 40), ("2010-07-01", "2010-12-31", 40)], 12),
        ([], 0),
    ],
)
def test_part_time_and_jobs_at_once(spells: list[tuple[str, str, float]], months: float) -> None:
    assert tenths(*spells) == round(10 * months)


@given(st.lists(st.tuples(DAYS, DAYS, st.sampled_from([40.0, 35.0, 20.0, 17.5, 7.0])), max_size=5))
def test_the_ledger_counts_as_the_oracle_does_day_by_day(spells: list[tuple[date, date, float]]) -> None:
    ordered = [(min(a, b), max(a, b), hours) for a, b, hours in spells]
    expected = tenths_worked(tuple((a, b, min(3500, round(hours * 100))) for a, b, hours in ordered))
    assert tenths(*((a.isoformat(), b.isoformat(), hours) for a, b, hours in ordered)) == expected


@given(DAYS, st.integers(0, 3000), st.integers(1, 60))
def test_a_longer_stretch_is_never_less(first: date, length: int, more: int) -> None:
    start, end = first.toordinal(), first.toordinal() + length
    assert parts_of(start, end, 28) <= parts_of(start, end + more, 28)
    assert parts_of(start, end, 28) <= parts_of(start - more, end, 28)
    assert parts_of(start, start - 1, 28) == 0


@given(DAYS, st.integers(1, 240))
def test_whole_months_from_any_day_but_in_february_are_whole(first: date, months: int) -> None:
    """Only a stretch that begins within a February and ends in another month falls short of whole months."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if first.day > 28 or first.month == 2:
        return
    after = date(year, month + 1, first.day)
    assert parts_of(first.toordinal(), (after - timedelta(days=1)).toordinal(), 28) >= MONTH * months


def credit(jobs: list[dict[str, object]], **more: object) -> tuple[int, int]:
    facts = gather(parse_applicant({"as_of": "2026-11-24", "employment": jobs, **more}), DEFAULT)
    every = (1 << len(jobs)) - 1
    return facts.credit(every, False), facts.credit(every, True)


FULL = {"hours_per_week": 40}


@pytest.mark.parametrize(
    ("jobs", "least", "most"),
    [
        ([{"start": "2025-11-25", **FULL}], 120, 120),
        ([{"start": "2010", "end": "2012", **FULL}], 120, 360),
        ([{"start": "2010-06", "end": "2010-08", **FULL}], 10, 30),
        ([{"start": "2026", **FULL}], 0, 108),
        ([{"start": "2020-01-01", "end": "2020-12-31"}], 0, 120),
        ([{"start": "2025-01-01", "end": "2030-12-31", **FULL}], 228, 228),
        ([{"months": 18, **FULL}], 180, 180),
        ([{"years": 10, **FULL}, {"years": 2, **FULL}], 1200, 1440),
        ([{"years": 8, "stretch": "a", **FULL}, {"years": 3, "stretch": "a", **FULL}], 1320, 1320),
        ([{"years": 1, **FULL}, {"start": "2020-01-01", "end": "2020-06-30", **FULL}], 120, 180),
        ([{"months": [6, 12], "hours_per_week": 17.5}], 30, 60),
    ],
)
def test_what_is_partly_known_is_an_interval(jobs: list[dict[str, object]], least: int, most: int) -> None:
    assert credit(jobs) == (least, most)


def test_a_list_that_may_go_on_has_no_upper_limit() -> None:
    least, most = credit([{"years": 1, **FULL}], more_possible=["employment"])
    assert least == 120
    assert most > 10_000


def test_work_after_another_day_does_not_count() -> None:
    applicant = parse_applicant({"as_of": "2026-11-24", "employment": [{"start": "2020-01-01", **FULL}]})
    assert gather(applicant, DEFAULT, date(2020, 12, 31)).credit(1, False) == 120
    assert gather(applicant, DEFAULT, date(2019, 12, 31)).credit(1, False) == 0


def test_without_a_day_nothing_is_judged() -> None:
    with pytest.raises(UserMistake, match="as_of"):
        gather(parse_applicant({}), DEFAULT)
    with pytest.raises(UserMistake, match=r"employment\[0\]\.start"):
        gather(parse_applicant({"employment": [{"start": "2020"}]}), DEFAULT, date(2019, 1, 1))
