"""`specs match` and `specs report`."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

from assistant.eligibility.wording import DISCLAIMER

FACTS: dict[str, Any] = {
    "as_of": "2026-11-24",
    "education": [{"level": "bachelor", "field": "accounting", "completed": True}],
    "credentials": [],
    "employment": [
        {"title": "Clerk", "start": "2010-01-01", "hours_per_week": 40, "counts_as": ["general"], "capacity": "staff"}
    ],
    "state_employee": False,
}
ORDER = ["met", "needs_review", "undetermined", "not_met"]


@pytest.fixture
def facts(tmp_path: Path) -> str:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(FACTS), encoding="utf-8")
    return str(path)


@pytest.mark.usefixtures("sample_home")
def test_every_class_is_ranked_by_verdict_then_distance(specs: Run, facts: str) -> None:
    found = specs("match", "--applicant", facts, "--json", "--limit", "500").json
    listed = {part["class_code"] for entry in specs("list", "--json").json for part in entry["classes"]}
    assert {one["class_code"] for one in found} == listed and len(found) == len(listed)
    ranks = [(ORDER.index(one["verdict"]), one["steps"]) for one in found]
    assert ranks == sorted(ranks)
    assert len({one["verdict"] for one in found}) >= 3
    for one in found[:: len(found) // 4]:
        alone = specs("check", one["class_code"], "--applicant", facts, "--json").json
        assert alone["verdict"] == one["verdict"]


@pytest.mark.usefixtures("sample_home")
def test_filters_keep_what_they_say(specs: Run, facts: str) -> None:
    every = specs("match", "--applicant", facts, "--json", "--limit", "500").json

    def kept(*options: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = specs("match", "--applicant", facts, "--json", "--limit", "500", *options).json
        return found

    assert kept("--verdict", "not_met") == [one for one in every if one["verdict"] == "not_met"] != []
    assert kept("--steps", "1") == [one for one in every if one["steps"] <= 1]
    assert kept("--title", "secretary") == [one for one in every if "secretary" in one["title"].lower()] != []
    assert kept("--months", "12") == [one for one in every if (one["months"] or 0) <= 12]
    assert specs("match", "--applicant", facts, "--json", "--limit", "2").json == every[:2]


@pytest.mark.usefixtures("sample_home")
def test_no_class_that_fits_is_nothing_found(specs: Run, facts: str) -> None:
    ran = specs("match", "--applicant", facts, "--title", "astronaut")
    assert (ran.code, ran.out) == (1, "No class fits.\n")


@pytest.mark.usefixtures("sample_home", "on_terminal")
def test_on_a_terminal_classes_stand_under_their_verdict(specs: Run, facts: str) -> None:
    out = re.sub(r"\x1b\[[0-9;]*m", "", specs("match", "--applicant", facts, "--limit", "500").out)
    heads = [line for line in out.splitlines() if re.match(r"[✓✗?⚖] ", line)]
    assert len(heads) == len(set(heads)) >= 3
    assert DISCLAIMER in " ".join(out.split())


@pytest.mark.usefixtures("sample_home")
def test_a_file_of_many_has_matches_each(specs: Run, tmp_path: Path) -> None:
    file = tmp_path / "many.csv"
    file.write_text("id,record,none,as_of\nann,person,education;employment,2026-11-24\nbob,person,,2026-11-24\n")
    found = specs("match", "--applicant", str(file), "--json", "-n", "1").json
    assert [(one["id"], len(one["matches"])) for one in found] == [("ann", 1), ("bob", 1)]
    ran = specs("report", "9912SX", "--applicant", str(file), "--out", str(tmp_path / "r.html"))
    assert ran.code == 2 and "has 2 applicants" in ran.err


@pytest.mark.usefixtures("sample_home")
def test_mistakes_are_named(specs: Run, facts: str, tmp_path: Path) -> None:
    assert "there are no facts" in specs("match").err
    wrong = specs("match", "--applicant", facts, "--verdict", "maybe")
    assert wrong.code == 2 and "'maybe' is no verdict" in wrong.err
    nowhere = specs("report", "9912SX", "--applicant", facts, "--out", str(tmp_path / "no" / "r.html"))
    assert nowhere.code == 2 and "cannot be written" in nowhere.err
    unknown = specs("report", "nope", "--applicant", facts, "--out", str(tmp_path / "r.html"))
    assert unknown.code == 2 and not (tmp_path / "r.html").exists()


@pytest.mark.usefixtures("sample_home")
def test_a_report_stands_alone_and_holds_what_the_determination_rests_on(
    specs: Run, facts: str, tmp_path: Path
) -> None:
    html, data = tmp_path / "report.html", tmp_path / "report.json"
    ran = specs("report", "9912SX", "--applicant", facts, "--out", str(html), "--json", str(data))
    assert ran.code == 0
    page = html.read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=|@import|url\((?!#)", page)
    kept = json.loads(data.read_text(encoding="utf-8"))
    assert kept["determination"] == specs("check", "9912SX", "--applicant", facts, "--json").json
    assert kept["applicant"]["education"][0]["field"] == "accounting"
    assert (kept["made_on"], kept["reviewer_status"]) == (date.today().isoformat(), "rules not reviewed")
    for said in (DISCLAIMER, "rules not reviewed", kept["determination"]["revision"][:12], "counting policy default"):
        assert said in page
    assert ran.out.startswith("On the facts given, you do not meet the stated minimum qualifications of Plumber")
