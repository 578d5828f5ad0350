"""How a search grows with the corpus: its time without and with each kind of filter, disk and memory.

    python -m evals.bench.scale --folder DIR [--clauses 1000 10000 100000] [--json FILE] [--plot FILE]

DIR keeps the homes, so that a corpus is embedded once: 100,000 clauses take some ten minutes on two cores. Questions
are made up beside the specifications (evals/bench/generate.py); each is asked once, after others, with every filter in
turn, and the time includes the embedding of the question.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.errors import StoreError
from evals.bench.figures import Figure, p50, p95
from evals.bench.generate import made_questions, made_spec, made_specs, write
from evals.bench.worker import QUIET, WORKER, Worker

SIZES = (1_000, 10_000, 100_000)
QUESTIONS, WARMING = 100, 50

_SPEC = made_spec(5)
FILTERS: Mapping[str, Mapping[str, Any]] = {
    "none": {},
    "class": {"class_codes": [_SPEC.code]},
    "section, many": {"sections": ["duties"]},
    "section, few": {"sections": ["special_requirements"]},
    "group": {"salary_group": _SPEC.salary_group.split()[0]},
    "agency": {"agency": _SPEC.agency},
}
"""What is filtered by; `class` admits one class, `section, many` half of all clauses."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What was measured at one size. Milliseconds are (p50, p95) by the name of the filter."""

    clauses: int
    specs: int
    milliseconds: Mapping[str, tuple[float, float]]
    disk_mb: float
    resident_mb: float


def measure(folder: Path, clauses: int, asked: int = QUESTIONS) -> Scale:
    """Everything at one size; the home is made where it is missing, and kept."""
    home, texts = folder / f"home-{clauses}", folder / f"texts-{clauses}"
    if not texts.is_dir():
        write(texts, clauses)
    _take_in(home, texts)
    times: dict[str, list[float]] = {name: [] for name in FILTERS}
    with Worker("search", home, WORKER) as worker:
        for at, question in enumerate(made_questions(asked + WARMING)):
            for name in _turned(list(FILTERS), at):
                told = worker.ask(question, filters=FILTERS[name])
                times[name].append(told.milliseconds)
    counted = {name: taken[-asked:] for name, taken in times.items()}
    return Scale(
        clauses=sum(spec.clauses for spec in made_specs(clauses)),
        specs=sum(1 for _ in texts.glob("*.txt")),
        milliseconds={name: (round(p50(taken), 2), round(p95(taken), 2)) for name, taken in counted.items()},
        disk_mb=round(sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6, 1),
        resident_mb=round(told.resident_mb, 1),
    )


def figures(scales: Sequence[Scale]) -> list[Figure]:
    """The budgets: half of the searches in so many milliseconds, and none slower for its filter."""
    if not scales:
        return []
    largest = scales[-1]
    plain = largest.milliseconds["none"][0]
    slowest = max((name for name in FILTERS if name != "none"), key=lambda name: largest.milliseconds[name][0])
    size = f"{largest.clauses:,} clauses"
    return [
        Figure(
            f"search {largest.clauses // 1000}k",
            f"search among {size}, p50",
            *("ms", plain),
            budget=30.0,
            bound_on="ours",
            of=QUESTIONS,
        ),
        Figure(
            f"filtered {largest.clauses // 1000}k",
            f"slowest filter ({slowest}) to no filter, {size}",
            *("ms", largest.milliseconds[slowest][0], plain, 1.0),
            of=QUESTIONS,
        ),
    ]


def table(scales: Sequence[Scale]) -> str:
    """All sizes as a Markdown table."""
    head = ["clauses", "specifications", *FILTERS, "disk MB", "resident MB"]
    lines = [head, ["---"] * len(head)]
    for scale in scales:
        times = [f"{half:.1f} / {nearly_all:.1f}" for half, nearly_all in scale.milliseconds.values()]
        lines.append(
            [f"{scale.clauses:,}", f"{scale.specs:,}", *times, f"{scale.disk_mb:,.0f}", f"{scale.resident_mb:,.0f}"]
        )
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def plot(scales: Sequence[Scale], path: Path) -> None:
    """The medians by size, drawn; needs matplotlib, of the extra `bench`."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "specs"
    from matplotlib import pyplot

    drawn, axes = pyplot.subplots(figsize=(6.4, 3.6))
    for name in FILTERS:
        axes.plot(
            [scale.clauses for scale in scales], [scale.milliseconds[name][0] for scale in scales], "o-", label=name
        )
    axes.axhline(30, color="grey", linestyle=":", label="budget")
    axes.set(xscale="log", xlabel="clauses", ylabel="milliseconds, p50", ylim=(0, None))
    axes.legend(title="filter", fontsize="small", ncols=2)
    drawn.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    pyplot.close(drawn)


def _turned(items: list[str], by: int) -> list[str]:
    """The items, another one first each time, so that none always comes first."""
    by %= len(items)
    return [*islice(items, by, None), *items[:by]]


def _take_in(home: Path, texts: Path) -> None:
    command = [sys.executable, "-m", "assistant.cli", "ingest", str(texts)]
    environment = {**os.environ, **QUIET, "SPECS_HOME": str(home)}
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise StoreError(f"the texts in {texts} were not taken in: `specs ingest` ended with {done.returncode}")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.scale", description="Measure the search as it grows.")
    parser.add_argument("--folder", type=Path, default=Path(".bench"), help="where homes are kept")
    parser.add_argument("--clauses", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--plot", type=Path, help="draw them into this file (.svg or .png)")
    options = parser.parse_args(arguments)
    scales = [measure(options.folder, clauses, options.questions) for clauses in options.clauses]
    sys.stdout.write(table(scales) + "\n")
    if options.json:
        options.json.write_text(json.dumps([asdict(scale) for scale in scales], indent=2) + "\n", encoding="utf-8")
    if options.plot:
        plot(scales, options.plot)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
