"""Reports: pages that need nothing else, tables that hold the figures, XML that a CI server reads."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.comparing.compare import Comparison
from evals.comparing.gate import Policy, gate
from evals.reports.machine import comparison_csv, gate_junit, run_csv, run_junit
from evals.reports.markdown import comparison_report, run_report
from evals.reports.page import comparison_page, run_page
from evals.reports.plots import Point, whiskers
from evals.runs.record import SUMMARY, Run
from evals.statistics import summary
from tests.evals.recorded import CORRECT, UNSUPPORTED, item, recorded

ODD = "lacks '<script>alert(1)</script>'"


@pytest.fixture
def before(tmp_path: Path) -> Run:
    return recorded(tmp_path / "a", [item(f"q{n}") for n in range(30)])


@pytest.fixture
def after(tmp_path: Path) -> Run:
    scores = [item("q0", right=False, failures=(ODD,)), item("q1", right=False, crash=True)]
    scores += [item("q2", right=False, split="held", failures=()), *(item(f"q{n}") for n in range(3, 30))]
    run = recorded(tmp_path / "b", scores, name="b & co")
    run.write(SUMMARY, summary(run.scores, 0))
    return run


def test_a_page_needs_nothing_else_and_runs_nothing(before: Run, after: Run) -> None:
    comparison = Comparison(before, after)
    for page in (run_page(after), comparison_page(comparison, gate(comparison, Policy(no_new=(UNSUPPORTED,))))):
        assert page.startswith("<!doctype html>")
        assert not re.search(r"(?:src|href)=|https?://|<script|@import|url\(", page)
        assert "&lt;script&gt;" in page
        for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
            ElementTree.fromstring(drawing)
    assert "<svg" in comparison_page(comparison)


def test_a_plot_keeps_inside_its_edges() -> None:
    drawn = ElementTree.fromstring(whiskers([Point("a", 5, -3, 9, "a & b")], 0, 1))
    for line in drawn.iter("line"):
        assert 0 <= float(line.attrib["x1"]) <= float(line.attrib["x2"]) <= 720


def test_markdown_opens_a_comparison_with_one_sentence(before: Run, after: Run) -> None:
    text = comparison_report(Comparison(before, after))
    assert text.splitlines()[0].startswith("No clear difference: b & co against default, 0 items gained and 3 lost.")
    assert "lost: 3" in text
    assert "- s/q2: held out" in text
    rows = [line for line in text.splitlines() if line.startswith("| correct ")]
    assert len(rows) == 1
    assert "McNemar" in rows[0]


def test_a_run_report_shows_failures_to_develop_with_alone(after: Run) -> None:
    text = run_report(after)
    assert "30 items, 1 crashed: UNMEASURABLE" in text
    assert ODD in text
    assert "1 held out and not shown" in text
    assert "s/q2" not in text


def test_csv_has_a_row_an_item_and_a_row_a_metric(before: Run, after: Run) -> None:
    items = list(csv.DictReader(io.StringIO(run_csv(after))))
    assert len(items) == 30
    assert [row[CORRECT] for row in items[:4]] == ["0", "0", "0", "1"]
    metrics = {row["metric"]: row for row in csv.DictReader(io.StringIO(comparison_csv(Comparison(before, after))))}
    assert float(metrics[CORRECT]["difference"]) == pytest.approx(-0.1)


def test_junit_counts_errors_and_failures_apart(after: Run) -> None:
    suites = ElementTree.fromstring(run_junit(after))
    (suite,) = suites
    assert (suite.attrib["tests"], suite.attrib["failures"], suite.attrib["errors"]) == ("30", "2", "1")


def test_junit_of_a_gate_tells_its_ends_apart(tmp_path: Path, before: Run) -> None:
    worse = recorded(tmp_path / "c", [item(f"q{n}", right=n > 20, unsupported=n == 29) for n in range(30)])
    policy = Policy(no_new=(UNSUPPORTED, "false_eligible_rate"), margins={CORRECT: 0.01})
    suite = ElementTree.fromstring(gate_junit(gate(Comparison(before, worse), policy)))
    assert suite.attrib["failures"] == "2"
    found = {case.attrib["name"]: [child.tag for child in case] for case in suite}
    assert found == {"measurable": [], UNSUPPORTED: ["failure"], "false_eligible_rate": [], CORRECT: ["failure"]}
