"""Facts as they are stated: what is taken in, what is refused and how the refusal names the field."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.eligibility.applicant import parse_applicant
from assistant.eligibility.files import parse_csv, read_applicant
from assistant.eligibility.when import parse_when
from corpus.errors import EmptyInput, NotFound, UnreadableInput, UserMistake

JOB: dict[str, Any] = {"title": "Teacher", "start": "2010-01-01", "end": "2012-06-30", "hours_per_week": 40}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": "2026"}, "as_of"),
        ({"educaton": []}, "educaton"),
        ({"education": [{"field": "history"}]}, r"education\[0\]"),
        ({"education": [{"level": "phd"}]}, r"education\[0\]\.level"),
        ({"education": [{"level": "master", "completed": "maybe"}]}, r"education\[0\]\.completed"),
        (
            {"as_of": "2026-01-01", "education": [{"level": "master", "completed": "2027"}]},
            r"education\[0\]\.completed",
        ),
        ({"credentials": [{"expires": "2030-01-01"}]}, r"credentials\[0\]\.name"),
        ({"credentials": "092"}, "credentials"),
        ({"employment": [{"start": "2010-13"}]}, r"employment\[0\]\.start"),
        ({"employment": [{"start": "2010-02-30"}]}, r"employment\[0\]\.start"),
        ({"employment": [JOB, {**JOB, "end": "2009-12-31"}]}, r"employment\[1\].*end"),
        ({"employment": [{**JOB, "hours_per_week": 0}]}, r"employment\[0\]\.hours_per_week"),
        ({"employment": [{**JOB, "hours_per_week": 200}]}, r"employment\[0\]\.hours_per_week"),
        ({"employment": [{**JOB, "counts_as": ["generel"]}]}, r"employment\[0\]\.counts_as\[0\]"),
        ({"employment": [{**JOB, "counts_as": ["neither", "general"]}]}, r"employment\[0\].*counts_as"),
        ({"employment": [{**JOB, "capacity": "boss"}]}, r"employment\[0\]\.capacity"),
        ({"employment": [{**JOB, "months": 12}]}, r"employment\[0\].*months"),
        ({"employment": [{"months": [24, 12]}]}, r"employment\[0\].*months"),
        ({"employment": [{"years": "many"}]}, r"employment\[0\].*years"),
        ({"employment": [{"years": 2, "months": 24}]}, r"employment\[0\].*years"),
        (
            {"as_of": "2026-11-24", "employment": [{"start": "2031-01-01"}]},
            r"employment\[0\]\.start: 2031-01-01 lies after",
        ),
        (
            {"as_of": "2026-11-24", "employment": [{"end": "2031-01-01"}]},
            r"employment\[0\]\.end: 2031-01-01 lies after",
        ),
        ([], "applicant"),
        ("x", "applicant"),
    ],
)
def test_a_fault_names_its_field(data: Any, field: str) -> None:
    with pytest.raises(UserMistake, match=field):
        parse_applicant(data)


def test_absent_is_unknown_and_empty_is_none() -> None:
    nothing, none = parse_applicant({}), parse_applicant({"education": [], "credentials": [], "employment": []})
    assert (nothing.education, nothing.credentials, nothing.employment) == (None, None, None)
    assert (none.education, none.credentials, none.employment) == ((), (), ())


def test_facts_survive_json() -> None:
    data = {
        "as_of": "2026-11-24",
        "education": [{"level": "master", "field": "Education", "completed": "2008"}, {"semester_hours": 60}],
        "credentials": [{"name": "092", "expires": "2030-06"}],
        "employment": [{**JOB, "counts_as": ["general"]}, {"years": [2, 3], "stretch": "a"}],
        "state_employee": False,
    }
    applicant = parse_applicant(data)
    assert parse_applicant(applicant.model_dump(mode="json")) == applicant
    assert applicant.employment is not None
    assert applicant.employment[1].months == (24, 36)


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2012-03-15", date(2012, 3, 15), date(2012, 3, 15)),
        ("2012-2", date(2012, 2, 1), date(2012, 2, 29)),
        ("2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("3/15/2012", date(2012, 3, 15), date(2012, 3, 15)),
        ("6/2015", date(2015, 6, 1), date(2015, 6, 30)),
    ],
)
def test_less_than_a_day_is_an_interval(written: str, earliest: date, latest: date) -> None:
    when = parse_when(written)
    assert (when.earliest, when.latest, when.exact) == (earliest, latest, earliest == latest)


@pytest.mark.parametrize("written", ["", "spring 2012", "12-03-2012", "1800", "2012-00-10", "2012-03-00"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"date|year|month|day"):
        parse_when(written)


def test_yaml_takes_years_and_dates_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("as_of: 2026-11-24\nemployment:\n- {title: Cook, start: 2010, end: 2012-06-30}\n", encoding="utf-8")
    applicant = read_applicant(path)
    assert applicant.as_of == date(2026, 11, 24)
    assert applicant.employment is not None
    assert applicant.employment[0].start == parse_when("2010")


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    empty, broken, binary = tmp_path / "e.yaml", tmp_path / "b.json", tmp_path / "x.yaml"
    empty.write_text("", encoding="utf-8")
    broken.write_text("{", encoding="utf-8")
    binary.write_bytes(b"\xff\xfe\x00")
    for path, error in ((empty, EmptyInput), (broken, UnreadableInput), (binary, UnreadableInput)):
        with pytest.raises(error, match=path.name):
            read_applicant(path)
    with pytest.raises(NotFound, match=r"none\.yaml"):
        read_applicant(tmp_path / "none.yaml")


CSV = """id,record,as_of,state_employee,none,level,field,completed,name,title,start,end,hours_per_week,counts_as,"""
CSV += """state_class
a,person,2026-11-24,no,credentials,,,,,,,,,,
a,education,,,,master,Education,yes,,,,,,,
a,employment,,,,,,,,Teacher,2010-01-01,2019-12-31,40,general;special,none
b,person,2026-11-24,,,,,,,,,,,,
b,credential,,,,,,,092 certificate,,,,,,
"""


def test_csv_holds_many() -> None:
    people = dict(parse_csv(CSV))
    assert list(people) == ["a", "b"]
    first, second = people["a"], people["b"]
    assert (first.credentials, first.state_employee, second.state_employee, second.education) == ((), False, None, None)
    assert first.employment is not None
    assert first.employment[0].counts_as == ("general", "special")
    assert first.employment[0].state_class == ""


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("name\nx\n", "columns id and record"),
        ("id,record\n,person\n", "row 2: id"),
        ("id,record\na,job\n", "row 2: record"),
        ("id,record,hours_per_week\na,employment,many\n", r"a: employment\[0\]\.hours_per_week"),
    ],
)
def test_a_faulty_csv_names_the_row(text: str, where: str) -> None:
    with pytest.raises(UserMistake, match=where):
        list(parse_csv(text))
