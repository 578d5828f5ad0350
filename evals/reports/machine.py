"""Reports for other programs: CSV with a row a metric or an item, and JUnit XML for a CI server."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree as Xml

from evals.comparing.compare import Comparison
from evals.comparing.gate import Gate, Status
from evals.metrics import METRICS
from evals.reports.wording import ENDED
from evals.runs.record import ItemScore, Run

_PLAIN = ("set", "id", "kind", "split", "class_code", "wanted", "outcome", "crash")


def run_csv(run: Run) -> str:
    """A row an item, with a column a metric that applies to any."""
    names = [name for name in METRICS if any(name in one.values for one in run.scores)]
    rows = [[*(_plain(one, name) for name in _PLAIN), *(_value(one, name) for name in names)] for one in run.scores]
    return _csv([*_PLAIN, *names], rows)


def comparison_csv(comparison: Comparison) -> str:
    """A row a metric: both values, the difference, its interval and p."""
    header = ["metric", "items", "a", "b", "difference", "low", "high", "p", "p_holm", "test"]
    rows = []
    for name, one in comparison.differences.items():
        figures = (one.a, one.b, one.change, one.interval.low, one.interval.high, one.p)
        corrected = "" if one.corrected is None else f"{one.corrected:.6g}"
        rows.append([name, str(one.items), *(f"{value:.6g}" for value in figures), corrected, one.test])
    return _csv(header, rows)


def run_junit(run: Run) -> str:
    """A test case an item: crashes are errors, wrong answers are failures."""
    from evals.comparing.compare import right

    suites = Xml.Element("testsuites", name=run.name)
    for name in run.manifest["sets"]:
        scores = [one for one in run.scores if one.set == name]
        suite = Xml.SubElement(suites, "testsuite", name=name, tests=str(len(scores)))
        wrong = 0
        for one in scores:
            case = Xml.SubElement(suite, "testcase", classname=name, name=one.id)
            if one.crash:
                Xml.SubElement(case, "error", message="; ".join(one.failures) or "crashed")
            elif right(one) is False:
                wrong += 1
                Xml.SubElement(case, "failure", message="; ".join(one.failures) or "wrong")
        suite.set("failures", str(wrong))
        suite.set("errors", str(sum(one.crash for one in scores)))
    return _xml(suites)


def gate_junit(gate: Gate) -> str:
    """A test case a check: regressions are failures, what cannot be measured is an error, the inconclusive skipped."""
    ended = {Status.REGRESSION: "failure", Status.UNMEASURABLE: "error", Status.INCONCLUSIVE: "skipped"}
    counts = {status: sum(one.status is status for one in gate.checks) for status in Status}
    suite = Xml.Element(
        "testsuite",
        name=f"gate: {ENDED[gate.status]}",
        tests=str(len(gate.checks)),
        failures=str(counts[Status.REGRESSION]),
        errors=str(counts[Status.UNMEASURABLE]),
        skipped=str(counts[Status.INCONCLUSIVE]),
    )
    for one in gate.checks:
        case = Xml.SubElement(suite, "testcase", classname="gate", name=one.name)
        if one.status in ended:
            Xml.SubElement(case, ended[one.status], message=one.said)
    return _xml(suite)


def _xml(root: Xml.Element) -> str:
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _csv(header: list[str], rows: list[list[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _plain(score: ItemScore, name: str) -> str:
    value = getattr(score, name)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _value(score: ItemScore, name: str) -> str:
    value = score.value(name)
    return "" if value is None else f"{value:.6g}"
