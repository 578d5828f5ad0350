"""Reports as Markdown, which is what the terminal shows as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evals.comparing.compare import Comparison, verdict
from evals.comparing.gate import Gate
from evals.judge import judged_lines, kept
from evals.metrics import METRICS
from evals.reports.wording import ENDED, arrow, counted, interval, number, p_of
from evals.runs.record import ItemScore, Run

SHOWN = 20
"""Items of a kind that are listed."""


def run_report(run: Run, failures: int = SHOWN) -> str:
    """The figures of one run, over all and by set, and what failed of the items to develop with."""
    found = run.summary
    lines = [f"# Run {run.label}", ""]
    lines += [f"{found['items']} items, {found['crashed']} crashed" + ("" if found["measurable"] else ": UNMEASURABLE")]
    if left := run.manifest.get("left_out"):
        lines.append(f"{left['count']} items left out: {left['why']}")
    lines += ["", *_figures(found["metrics"])]
    if len(found["sets"]) > 1:
        lines += ["", "## By set", "", *_by_set(found["sets"])]
    for kind, matrix in found["confusion"].items():
        lines += ["", f"## {kind}: wanted and got", "", *_confusion(matrix)]
    if found["funnel"]:
        lines += [
            "",
            "## Loss funnel",
            "",
            *_rows(["stage", "questions"], [[k, str(v)] for k, v in found["funnel"].items()]),
        ]
    if judged := kept(run):
        lines += ["", "## A chat model as judge", "", *judged_lines(judged)]
    lines += _failed(run.scores, failures)
    return "\n".join(lines) + "\n"


def comparison_report(comparison: Comparison, gate: Gate | None = None) -> str:
    """Two runs: one sentence, the gate if there is one, differences, flips, and the loss funnel."""
    lines = [verdict(comparison), ""]
    lines += [f"A: {comparison.a.label}", f"B: {comparison.b.label}"]
    lines += [f"{len(comparison.pairs)} items in both, clustered by {comparison.clustered_by}"]
    for name, only in (("A", comparison.only_in_a), ("B", comparison.only_in_b)):
        if only:
            lines.append(f"{len(only)} items in {name} alone are left out")
    if comparison.other_gold:
        lines.append(f"not the same file in both: {', '.join(comparison.other_gold)}")
    if gate is not None:
        lines += ["", "## Gate: " + ENDED[gate.status], "", *gate_rows(gate)]
    lines += ["", "## Differences", "", *_differences(comparison), "", "## Flips", "", *_flips(comparison)]
    if comparison.funnels:
        lines += ["", "## Loss funnel", "", *_funnel(comparison)]
    return "\n".join(lines) + "\n"


def gate_rows(gate: Gate) -> list[str]:
    """The checks of a gate as a table."""
    return _rows(["check", "ended", "why"], [[one.name, ENDED[one.status], one.said] for one in gate.checks])


def _figures(metrics: Mapping[str, Mapping[str, Any]]) -> list[str]:
    rows = [
        [
            name + ("" if METRICS[name].higher_is_better else " ↓"),
            number(found["value"], found["unit"]),
            interval(found),
            counted(found),
            METRICS[name].description,
        ]
        for name, found in metrics.items()
    ]
    return _rows(["metric", "value", "95 %", "of", "what"], rows)


def _by_set(sets: Mapping[str, Mapping[str, Any]]) -> list[str]:
    names = [name for name in METRICS if any(name in one["metrics"] for one in sets.values())]
    rows = []
    for name in names:
        cells = [one["metrics"].get(name) for one in sets.values()]
        rows.append([name, *(number(one["value"], one["unit"]) if one else "" for one in cells)])
    return _rows(["metric", *sets], rows)


def _confusion(matrix: Mapping[str, Mapping[str, int]]) -> list[str]:
    came = sorted({name for row in matrix.values() for name in row})
    return _rows(
        ["wanted \\ got", *came], [[name, *(str(row.get(one, 0)) for one in came)] for name, row in matrix.items()]
    )


def _differences(comparison: Comparison) -> list[str]:
    rows = []
    for one in comparison.differences.values():
        unit = one.metric.unit
        change = f"{one.change:+.3f}" if unit == "share" else f"{one.change:+.1f}"
        bounds = f"{one.interval.low:+.3f} to {one.interval.high:+.3f}" if one.test != "none" else ""
        rows.append(
            [arrow(one), number(one.a, unit), number(one.b, unit), change, bounds, p_of(one), one.test, str(one.items)]
        )
    return _rows(["metric", "A", "B", "B - A", "95 %", "p", "test", "items"], rows)


def _flips(comparison: Comparison) -> list[str]:
    flips = comparison.flips
    lines = []
    for name, scores in (("gained", flips.gained), ("lost", flips.lost), ("both wrong", flips.both_wrong)):
        lines.append(f"{name}: {len(scores)}")
        if name != "both wrong":
            lines += [f"- {_line(one)}" for one in scores[:SHOWN]]
            lines += [f"- and {len(scores) - SHOWN} more"] if len(scores) > SHOWN else []
    return lines


def _line(score: ItemScore) -> str:
    why = "; ".join(score.failures) or ("held out" if score.split == "held" else "")
    return f"{score.set}/{score.id}" + (f": {why}" if why else "")


def _funnel(comparison: Comparison) -> list[str]:
    rows = [
        [stage, *("" if count is None else str(count) for count in pair)] for stage, pair in comparison.funnels.items()
    ]
    return _rows(["stage", "A", "B"], rows)


def _failed(scores: Sequence[ItemScore], most: int) -> list[str]:
    failed = [one for one in scores if one.failures]
    held = sum(one.split == "held" and one.value("correct") == 0 for one in scores)
    if not failed and not held:
        return []
    lines = [
        "",
        f"## Failures: {len(failed)} to develop with" + (f", {held} held out and not shown" if held else ""),
        "",
    ]
    lines += [f"- {_line(one)}" for one in failed[:most]]
    return lines + ([f"- and {len(failed) - most} more"] if len(failed) > most else [])


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table with columns of one width."""
    cells = [list(header), *([_cell(one) for one in row] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(header))]
    lines = [
        "| " + " | ".join(one.ljust(width) for one, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
