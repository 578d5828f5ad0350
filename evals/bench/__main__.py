"""All measurements in one run, each beside LangChain's quickstart: `make bench`, or `make bench-check` to compare.

    python -m evals.bench [--only NAME ...] [--json FILE] [--docs FILE]
    python -m evals.bench --check             ends with 1, naming what has become worse than evals/bench/baseline.json
    python -m evals.bench --write-baseline    keeps the ratios of this run

Needs the extra `bench`, an otherwise idle machine, and about half an hour; the first run embeds 100,000 clauses more.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpus.errors import SpecsError, UserMistake
from evals.bench import baseline, figures, measures, scale
from evals.bench.figures import Figure
from evals.bench.measures import Bench

MEASURES: Mapping[str, Callable[[Bench], list[Figure]]] = {
    "cold": measures.cold,
    "warm": measures.warm,
    "indexing": measures.indexing,
    "resync": measures.resync,
    "determinations": measures.determinations,
}
SCALE = "scale"
BEGIN, END = "<!-- a run of make bench -->", "<!-- end of the run -->"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; its exit status: 1 where something regressed, 2 where it could not measure."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except SpecsError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _run(options: argparse.Namespace) -> int:
    kept = baseline.read_baseline(options.baseline) if options.check else {}
    bench = Bench(options.folder, options.rounds, options.questions, options.specs, options.data, _tell)
    chosen = options.only or [*MEASURES, SCALE]
    machine = describe_machine()
    found = [figure for name in MEASURES if name in chosen for figure in MEASURES[name](bench)]
    scales = []
    if SCALE in chosen:
        _tell(f"search among {', '.join(f'{clauses:,}' for clauses in options.clauses)} clauses")
        scales = [scale.measure(options.folder, clauses, options.questions) for clauses in options.clauses]
        found += scale.figures(scales)
    report = "\n\n".join([told(machine), figures.table(found), *([scale.table(scales)] if scales else [])])
    sys.stdout.write(report + "\n")
    if options.json:
        options.json.write_text(json.dumps(figures.as_json(found, machine), indent=2) + "\n", encoding="utf-8")
    if options.docs:
        write_between(options.docs, report)
        if scales:
            scale.plot(scales, options.docs.parent / "img" / "scale.svg")
    if options.write_baseline:
        baseline.write_baseline(found, options.baseline)
    return _checked(found, kept) if options.check else 0


def _checked(found: Sequence[Figure], kept: Mapping[str, float]) -> int:
    compared = baseline.compare(found, kept)
    sys.stdout.write("\n" + "\n".join(str(each) for each in compared) + "\n")
    worse = [each.key for each in compared if each.has_regressed]
    if worse:
        sys.stderr.write(f"worse than the baseline: {', '.join(worse)}\n")
    return int(bool(worse))


def write_between(path: Path, report: str) -> None:
    """Put a report between the two marks in a document; UserMistake where it has none."""
    text = path.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise UserMistake(f"{path} has no place for a report", mend=f"write the lines {BEGIN} and {END} into it")
    pattern = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    path.write_text(pattern.sub(lambda _: f"{BEGIN}\n\n{report}\n\n{END}", text), encoding="utf-8")


def describe_machine() -> dict[str, Any]:
    """What the figures were measured on, and how busy it was before."""
    load = os.getloadavg() if hasattr(os, "getloadavg") else (float("nan"),)
    packages = ("chromadb", "langchain-core", "sentence-transformers", "torch", "onnxruntime")
    return {
        "cores": os.cpu_count(),
        "processor": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load before": round(load[0], 1),
        "packages": {name: version(name) for name in packages},
    }


def told(machine: Mapping[str, Any]) -> str:
    """The machine in a sentence."""
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    return (
        f"{machine['cores']} cores ({machine['processor']}), {machine['system']}, Python {machine['python']}, load "
        f"{machine['load before']} before; {packages}."
    )


def _tell(said: str) -> None:
    sys.stderr.write(f"measuring {said} ...\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description="Measure beside LangChain's quickstart.")
    parser.add_argument(
        "--only", nargs="+", choices=[*MEASURES, SCALE], metavar="NAME", help=f"of: {', '.join([*MEASURES, SCALE])}"
    )
    parser.add_argument(
        "--folder", type=Path, default=Path(".bench"), help="where to work; homes of the scale are kept"
    )
    parser.add_argument("--data", type=Path, help="a folder of specification texts to take in, instead of made-up ones")
    parser.add_argument("--rounds", type=int, default=10, help="how often each process is started")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--specs", type=int, default=400, help="specifications that are taken in")
    parser.add_argument("--clauses", type=int, nargs="+", default=list(scale.SIZES), help="sizes of the scale")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--docs", type=Path, help="write the report into this document, between its marks")
    parser.add_argument("--check", action="store_true", help="compare with the baseline")
    parser.add_argument("--write-baseline", action="store_true")
    parser.add_argument("--baseline", type=Path, default=baseline.BASELINE, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
