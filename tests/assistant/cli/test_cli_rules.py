"""`specs rules`: shown, exported, corrected, signed, and looked over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Run

from corpus.catalogue import Catalogue
from corpus.loaders import load
from index.home import Home, default_corpus
from index.sync import sync
from index.testing import HashEmbedder

SIGNED = ("--reviewer", "Ada Example", "--date", "2026-11-20")
GENERAL = "general_experience.experience.1"
FACTS = {
    "as_of": "2026-11-24",
    "education": [{"level": "master", "completed": True}],
    "credentials": [],
    "employment": [
        {
            "title": "Principal",
            "start": "2016-11-25",
            "hours_per_week": 40,
            "counts_as": ["general", "special"],
            "capacity": "supervisory",
        }
    ],
    "state_employee": False,
}


def exported(specs: Run, code: str = "3039MP") -> Any:
    return yaml.safe_load(specs("rules", code, "--export", "-").out)


def nodes(data: Any) -> list[dict[str, Any]]:
    """Every rule in a document."""
    if isinstance(data, list):
        return [node for item in data for node in nodes(item)]
    if not isinstance(data, dict):
        return []
    return ([data] if "is" in data else []) + [node for value in data.values() for node in nodes(value)]


def rule(document: Any, key: str) -> dict[str, Any]:
    return next(node for node in nodes(document) if node["key"] == key)


def imported(specs: Run, folder: Path, document: Any, *options: str, code: str = "3039MP") -> Any:
    path = folder / "rules.yaml"
    path.write_text(document if isinstance(document, str) else yaml.safe_dump(document), encoding="utf-8")
    return specs("rules", code, "--import", str(path), *(options or SIGNED))


@pytest.mark.usefixtures("home")
def test_rules_are_shown_with_their_words_and_how_much_was_read(specs: Run) -> None:
    ran = specs("rules", "3039mp")
    assert ran.code == 0
    assert "unread 0.0% of the MQ text" in ran.out
    assert "rules not reviewed" in ran.out
    assert "general 144 months" in ran.out
    assert "“twelve (12) years of professional experience" in ran.out
    assert f"[{GENERAL}; not reviewed]" in ran.out


@pytest.mark.usefixtures("sample_home")
def test_what_was_not_read_is_a_finding_with_its_words(specs: Run) -> None:
    every = specs("rules", "--lint", "--json").json
    unread = [one for one in every if one["residue_share"]]
    assert unread
    for one in unread:
        shown = specs("rules", one["class_code"])
        assert "unread 0.0%" not in shown.out
        (finding, *_) = [finding for finding in one["findings"] if finding["check"] == "residue"]
        assert f"“{' '.join(finding['quote'].split())}”" in shown.out.rpartition("FINDINGS")[2]


@pytest.mark.usefixtures("sample_home")
def test_lint_lists_every_class_and_counts_the_findings(specs: Run) -> None:
    every = specs("rules", "--lint", "--json").json
    listed = specs("list", "--json").json
    assert {one["class_code"] for one in every} == {
        part["class_code"] for entry in listed for part in entry["classes"]
    }, "the classes of a series are classes of their own"
    ran = specs("rules", "--lint")
    rows = [line.split("\t") for line in ran.out.splitlines()]
    findings = [(one["class_code"], finding["check"]) for one in every for finding in one["findings"]]
    assert [(row[0], row[3]) for row in rows[1:]] == findings
    assert ("9914SX", "word and figure disagree") in findings
    assert f"{len(every)} classes" in ran.err
    assert specs("rules", "9914SX", "--lint", "--json").json == [one for one in every if one["class_code"] == "9914SX"]


@pytest.mark.usefixtures("home")
def test_the_rules_as_json_have_their_reviews(specs: Run) -> None:
    found = specs("rules", "3039MP", "--json").json
    assert found["residue_share"] == 0
    assert found["imported"] is None
    assert found["reviews"][GENERAL] == {"status": "unreviewed", "reviewer": None, "date": None, "note": ""}


@pytest.mark.usefixtures("home")
def test_an_export_that_is_not_changed_changes_nothing(specs: Run, tmp_path: Path) -> None:
    before = specs("rules", "3039MP", "--json").json
    ran = imported(specs, tmp_path, specs("rules", "3039MP", "--export", "-").out)
    assert ran.code == 0
    assert "0 rules signed" in ran.out
    after = specs("rules", "3039MP", "--json").json
    assert after.pop("imported") == {"reviewer": "Ada Example", "date": "2026-11-20"}
    assert after == {key: value for key, value in before.items() if key != "imported"}


@pytest.mark.usefixtures("home")
def test_an_export_does_not_overwrite_corrections(specs: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "rules.yaml")
    assert specs("rules", "3039MP", "--export", file).code == 0
    assert yaml.safe_load(Path(file).read_text(encoding="utf-8"))["class_code"] == "3039MP"
    again = specs("rules", "3039MP", "--export", file)
    assert again.code == 2 and "is there already" in again.err
    assert specs("rules", "3039MP", "--export", str(tmp_path / "no" / "rules.yaml")).code == 2


@pytest.mark.usefixtures("home")
def test_a_correction_decides_from_then_on_and_is_shown_with_the_verdict(specs: Run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(FACTS), encoding="utf-8")
    check = ("check", "3039MP", "--applicant", str(facts))
    assert specs(*check, "--json").json["verdict"] == "not_met"
    document = exported(specs)
    rule(document, GENERAL)["months"] = 120
    general = next(n for n in nodes(document["requirement"]) if n.get("kind") == "special")
    general["capacities"] = ["supervisory", "managerial"]
    general["review"] = "approved"
    ran = imported(specs, tmp_path, document)
    assert ran.code == 0
    assert f"corrected  {GENERAL}" in ran.out
    found = specs(*check, "--json").json
    assert found["verdict"] == "met"
    assert found["requirements"][1]["review"] == "corrected by Ada Example, 2026-11-20"
    told = specs(*check).out
    assert "rule corrected by Ada Example, 2026-11-20" in told
    assert "of the rules reviewed" in told
    line = json.dumps({"id": 1, "class_code": "3039MP", "applicant": FACTS})
    assert specs("check", "--jsonl", stdin=line + "\n").lines[0]["determination"] == found
    assert specs("match", "--applicant", str(facts), "--json").json[0]["verdict"] == "met"
    assert "120 months" in specs("rules", "3039MP").out
    assert specs("rules", "3039MP", "--forget").code == 0
    assert specs(*check, "--json").json["verdict"] == "not_met"
    assert "not imported" in specs("rules", "3039MP", "--forget").out


@pytest.mark.usefixtures("home")
def test_a_review_keeps_its_reviewer_until_it_is_withdrawn(specs: Run, tmp_path: Path) -> None:
    document = exported(specs)
    rule(document, GENERAL)["review"] = "approved"
    imported(specs, tmp_path, document)
    second = exported(specs)
    assert rule(second, GENERAL)["reviewed"] == "Ada Example, 2026-11-20"
    rule(second, "general_experience.education.1")["review"] = "rejected"
    ran = imported(specs, tmp_path, second, "--reviewer", "Bo", "--date", "2026-11-22")
    assert "1 rule signed by Bo" in ran.out
    reviews = specs("rules", "3039MP", "--json").json["reviews"]
    assert reviews[GENERAL]["reviewer"] == "Ada Example"
    assert reviews["general_experience.education.1"]["status"] == "rejected"
    third = exported(specs)
    rule(third, GENERAL)["review"] = "unreviewed"
    imported(specs, tmp_path, third, "--reviewer", "Bo", "--date", "2026-11-23")
    assert specs("rules", "3039MP", "--json").json["reviews"][GENERAL]["status"] == "unreviewed"


def test_a_new_text_voids_the_reviews_of_what_it_changed(specs: Run, home: Path, tmp_path: Path) -> None:
    document = exported(specs)
    rule(document, GENERAL)["review"] = "approved"
    rule(document, "general_experience.education.1")["review"] = "approved"
    imported(specs, tmp_path, document)
    text = (default_corpus() / "3039MP.txt").read_text(encoding="utf-8")
    changed = text.replace("twelve (12) years", "eleven (11) years").replace("5/15/2023", "5/15/2024")
    assert changed.count("eleven (11) years") == 1
    newer = tmp_path / "newer" / "3039MP.txt"
    newer.parent.mkdir()
    newer.write_text(changed, encoding="utf-8")
    sync(Home.at(home), load([newer]), HashEmbedder(), code="3039MP")
    shown = specs("rules", "3039MP")
    assert f"[{GENERAL}; approved by Ada Example, 2026-11-20: void, the text or its reading has changed]" in shown.out
    assert "[general_experience.education.1; approved by Ada Example, 2026-11-20]" in shown.out
    assert "1 void since the text changed" in shown.out
    assert specs("rules", "3039MP", "--json").json["imported"] is None, "the document was of the other text"
    late = imported(specs, tmp_path, document)
    assert late.code == 2 and "revision" in late.err


@pytest.mark.usefixtures("sample_home")
def test_a_class_of_a_series_has_rules_of_its_own(specs: Run, tmp_path: Path) -> None:
    entry = next(entry for entry in specs("list", "--json").json if len(entry["classes"]) > 1)
    code = entry["classes"][-1]["class_code"]
    assert code != entry["class_code"]
    assert specs("rules", code, "--json").json["class_code"] == code
    facts = tmp_path / "facts.json"
    facts.write_text('{"as_of": "2026-11-24"}', encoding="utf-8")
    found = specs("check", code.lower(), "--applicant", str(facts), "--json").json
    assert (found["class_code"], found["title"]) == (code, entry["classes"][-1]["title"])
    document = exported(specs, code)
    assert imported(specs, tmp_path, document, code=code).code == 0
    assert specs("rules", code, "--json").json["imported"]
    assert specs("rules", entry["class_code"], "--json").json["imported"] is None
    other = imported(specs, tmp_path, document, code=entry["class_code"])
    assert other.code == 2 and f"not of {entry['class_code']}" in other.err


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda document: rule(document, GENERAL).update(quote="forty years at sea"), "stands nowhere in the text"),
        (lambda document: rule(document, GENERAL).update(month=3), "unknown field 'month'"),
        (lambda document: rule(document, GENERAL).update(review="perhaps"), "review 'perhaps' is none of"),
        (lambda document: document.update(class_code="9999"), "the rules are of '9999'"),
    ],
)
def test_a_document_that_cannot_be_meant_changes_nothing(specs: Run, tmp_path: Path, change: Any, said: str) -> None:
    before = specs("rules", "3039MP", "--json").out
    document = exported(specs)
    change(document)
    ran = imported(specs, tmp_path, document)
    assert ran.code == 2
    assert said in ran.err
    assert specs("rules", "3039MP", "--json").out == before


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "there is no class"),
        (["nope"], "no class 'nope'"),
        (["3039MP", "--import", "x.yaml"], "--reviewer NAME --date"),
        (["3039MP", "--import", "x.yaml", *SIGNED], "no such file"),
        (["3039MP", "--reviewer", "Ada"], "without --import"),
        (["3039MP", "--export", "-", "--forget"], "--export and --forget"),
    ],
)
def test_mistakes_are_named(specs: Run, arguments: list[str], said: str) -> None:
    ran = specs("rules", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.usefixtures("home")
def test_a_date_that_is_none_is_named(specs: Run, tmp_path: Path) -> None:
    ran = imported(specs, tmp_path, exported(specs), "--reviewer", "Ada", "--date", "2026-02-30")
    assert ran.code == 2 and "'2026-02-30' is no date" in ran.err


def test_a_stored_document_that_is_damaged_is_named_and_can_be_forgotten(
    specs: Run, home: Path, tmp_path: Path
) -> None:
    imported(specs, tmp_path, exported(specs))
    catalogue = Catalogue.open(Home.at(home).catalogue_url)
    with catalogue.writing() as connection:
        connection.exec_driver_sql("UPDATE rule_documents SET document = replace(document, 'months', 'moons')")
    catalogue.close()
    ran = specs("rules", "3039MP")
    assert ran.code == 2
    assert "specs rules 3039MP --forget" in ran.err
    lint = specs("rules", "--lint", "--json")
    assert (lint.code, lint.json) == (3, [])
    assert specs("rules", "3039MP", "--forget").code == 0
    assert specs("rules", "3039MP").code == 0
