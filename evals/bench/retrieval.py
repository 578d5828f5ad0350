"""Measures the search for clauses and for classes, by what a person would call: taking texts in, then searching.

    python -m evals.bench.retrieval --data DIR [--home DIR] [--json]

DIR holds `specs/*.txt`, and either or both of `duty-queries.jsonl`, lines of {"id", "question", "relevant":
[{"class_code", "quote"}]}, and `title-queries.jsonl`, lines of {"title", "class_codes"}. The first run takes the
texts into the home, by default a temporary one, and embeds them: minutes for 900 specifications.

Figures are given for two halves of the queries, divided by a hash of what identifies them, and for all: what was
chosen by looking at the first half must hold on the second.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any, TypeVar

import assistant
from corpus.errors import EmptyInput, SpecsError, UnreadableInput

DEPTH = 100
NDCG_AT = 10
TIMED = 200
"""Queries that are asked once more for the time that each takes."""

Ranks = Sequence[int]
"""The places, from 1, of what is relevant among what was found."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Measured:
    """One query: its half, the measures of its result by name, and how long the search took."""

    half: int
    values: Mapping[str, float]
    milliseconds: float


def ndcg(ranks: Ranks, relevant: int, at: int) -> float:
    """Normalised discounted cumulative gain of a result's first `at` places, of binary relevance (Järvelin 2002)."""
    gained = sum(1 / math.log2(rank + 1) for rank in ranks if rank <= at)
    return gained / sum(1 / math.log2(rank + 1) for rank in range(1, min(relevant, at) + 1))


def recall(ranks: Ranks, relevant: int, at: int) -> float:
    """The part of what is relevant that stands in the first `at` places."""
    return sum(rank <= at for rank in ranks) / relevant


def half_of(name: str) -> int:
    """0 or 1, the same for a name always, and each for about half of all names."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2


def duty_queries(opened: Any, path: Path) -> list[Measured]:
    """How well clauses are found by what they are about; a clause is relevant where code and words are those given."""

    def measured(query: Mapping[str, Any]) -> Measured:
        hits, milliseconds = _timed(lambda: opened.search(query["question"], limit=DEPTH))
        rank_of: dict[tuple[str, str], int] = {}
        for rank, hit in enumerate(hits, 1):
            rank_of.setdefault((hit.class_code, _plain(hit.quote)), rank)
        wanted = {(one["class_code"], _plain(one["quote"])) for one in query["relevant"]}
        ranks = [rank_of[one] for one in wanted if one in rank_of]
        values = {
            f"nDCG@{NDCG_AT}": ndcg(ranks, len(wanted), NDCG_AT),
            f"R@{DEPTH}": recall(ranks, len(wanted), DEPTH),
        }
        return Measured(half_of(query["id"]), values, milliseconds)

    return [measured(query) for query in _lines(path)]


def title_queries(opened: Any, path: Path) -> list[Measured]:
    """How well classes are found by titles that people use for them; any of the codes given is right."""

    def measured(query: Mapping[str, Any]) -> Measured:
        matches, milliseconds = _timed(lambda: opened.retriever.rank_classes(query["title"], 5))
        right = [match.class_code in query["class_codes"] for match in matches]
        values = {"hit@1": float(any(right[:1])), "hit@5": float(any(right))}
        return Measured(half_of(query["title"]), values, milliseconds)

    return [measured(query) for query in _lines(path)]


def search_times(opened: Any, path: Path) -> list[float]:
    """Milliseconds of a search for ten clauses, for each of the first queries."""
    questions = [query["question"] for query in _lines(path)[:TIMED]]
    return [_timed(partial(opened.search, question))[1] for question in questions]


def figures(rows: Sequence[Measured]) -> dict[str, Any]:
    """The means over all rows and over each half, and the times that half and nearly all of the searches keep to."""
    parts = {"half 0": [row for row in rows if row.half == 0], "half 1": [row for row in rows if row.half == 1]}
    return {
        "queries": len(rows),
        **{name: _means(part) for name, part in {**parts, "whole": rows}.items()},
        "ms": times([row.milliseconds for row in rows]),
    }


def times(milliseconds: Sequence[float]) -> dict[str, float]:
    """The median and the 95th percentile."""
    marks = quantiles(milliseconds, n=20, method="inclusive")
    return {"p50": round(marks[9], 1), "p95": round(marks[18], 1)}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit status: 2 where the data or the arguments are at fault."""
    options = _parser().parse_args(arguments)
    try:
        with ExitStack() as stack:
            home = options.home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="specs-bench-")))
            _take_in(options.data / "specs", home)
            opened = stack.enter_context(assistant.open_assistant(home))
            report = measure(opened, options.data)
    except SpecsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write((json.dumps(report) if options.json else table(report)) + "\n")
    return 0


def measure(opened: Any, data: Path) -> dict[str, Any]:
    """The figures of all query files in `data`; EmptyInput where there is none."""
    duties, titles = data / "duty-queries.jsonl", data / "title-queries.jsonl"
    report: dict[str, Any] = {"classes": len(opened.catalogue.entries())}
    if duties.is_file():
        report["duties"] = figures(duty_queries(opened, duties))
        report["search for ten clauses"] = {"ms": times(search_times(opened, duties))}
    if titles.is_file():
        report["titles"] = figures(title_queries(opened, titles))
    if len(report) == 1:
        raise EmptyInput(str(data), "has neither duty-queries.jsonl nor title-queries.jsonl")
    return report


def table(report: Mapping[str, Any]) -> str:
    """The report as text."""
    lines = [f"{report['classes']} classes"]
    for name, part in report.items():
        if not isinstance(part, Mapping):
            continue
        lines.append(f"\n{name}" + (f" ({part['queries']} queries)" if "queries" in part else ""))
        for row in ("half 0", "half 1", "whole"):
            if row in part:
                lines.append(f"  {row:8}" + "".join(f"{key:>9} {value:.3f}" for key, value in part[row].items()))
        lines.append(f"  ms        p50 {part['ms']['p50']}   p95 {part['ms']['p95']}")
    return "\n".join(lines)


def _take_in(folder: Path, home: Path) -> None:
    """Take the texts in as a person would, by the command line; unchanged ones cost nothing."""
    if not folder.is_dir():
        raise UnreadableInput(str(folder), "is no folder of specifications", mend="--data DIR, with DIR/specs")
    command = [sys.executable, "-m", "assistant.cli", "ingest", str(folder)]
    done = subprocess.run(command, env={**os.environ, "SPECS_HOME": str(home)}, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise UnreadableInput(str(folder), f"was not taken in: `specs ingest` ended with {done.returncode}")


def _timed(call: Callable[[], Found]) -> tuple[Found, float]:
    start = time.perf_counter()
    found = call()
    return found, 1000 * (time.perf_counter() - start)


def _means(rows: Sequence[Measured]) -> dict[str, float]:
    return {name: round(fmean(row.values[name] for row in rows), 4) for name in (rows[0].values if rows else ())}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _not_blank(path.read_text(encoding="utf-8").splitlines())]


def _not_blank(lines: Iterable[str]) -> Iterable[str]:
    return (line for line in lines if line.strip())


def _plain(text: str) -> str:
    return " ".join(text.split())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.bench.retrieval", description="Measure the search.")
    parser.add_argument("--data", type=Path, required=True, help="a folder of specifications and queries")
    parser.add_argument("--home", type=Path, help="a specs home to use, and to keep, instead of a temporary one")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
