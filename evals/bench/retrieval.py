"""Measures the search for clauses and for classes, by what a person would call: taking texts in, then searching.

    python -m evals.bench.retrieval [--data DIR [--home DIR | --environment]] [--json]

Always measured are the shipped questions on the shipped samples: whether a clause that the answer rests on is found,
in the class and among all. DIR holds `specs/*.txt`, and either or both of `duty-queries.jsonl`, lines of {"id",
"question", "relevant": [{"class_code", "quote"}]}, and `title-queries.jsonl`, lines of {"title", "class_codes"}. The
first run takes the texts into the home, by default a temporary one, and embeds them: minutes for 900 specifications.

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
from corpus.filters import Filters
from corpus.model import SectionKind
from evals.items import Item, find_set, load_items

DEPTH = 100
NDCG_AT = 10
SAMPLE_SETS = ("samples-dev", "samples-held")
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


def duty_queries(opened: Any, path: Path, filters: Filters) -> list[Measured]:
    """How well clauses are found by what they are about; a clause is relevant where code and words are those given."""

    def measured(query: Mapping[str, Any]) -> Measured:
        hits, milliseconds = _timed(lambda: opened.search(query["question"], filters, DEPTH))
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
    """How well classes are found by titles that people use for them; any of the codes given is right.

    `clear` is how often one class is taken as meant, `clear, right` how often that one is right.
    """

    def measured(query: Mapping[str, Any]) -> Measured:
        matches, milliseconds = _timed(lambda: opened.clauses.rank_classes(query["title"], 5))
        right = [match.class_code in query["class_codes"] for match in matches]
        meant = [match.class_code for match in opened.clauses.resolve_classes(query["title"])]
        values = {
            "hit@1": float(any(right[:1])),
            "hit@5": float(any(right)),
            "clear": float(len(meant) == 1),
            "clear, right": float(len(meant) == 1 and meant[0] in query["class_codes"]),
        }
        return Measured(half_of(query["title"]), values, milliseconds)

    return [measured(query) for query in _lines(path)]


def questions(opened: Any, in_class: bool) -> list[Measured]:
    """How well the clauses that answers rest on are found by the questions of the shipped sets on the samples.

    Of each question with evidence in one class the first clause that has evidence counts, among ten.
    """

    def measured(item: Item) -> Measured:
        (code,) = {evidence.class_code for evidence in item.evidence}
        filters = Filters(class_codes=frozenset({code})) if in_class else Filters()
        hits, milliseconds = _timed(lambda: opened.search(item.question, filters, 10))
        spec = opened.catalogue.spec(code)
        wanted = [_plain(evidence.quote) for evidence in item.evidence]
        ranks = [
            rank
            for rank, hit in enumerate(hits, 1)
            if hit.class_code == code
            and any(
                quote in spec.reading(spec.clauses[hit.clause_index]) or _plain(hit.quote) in quote for quote in wanted
            )
        ]
        values = {"MRR@10": 1 / min(ranks) if ranks else 0.0, "hit@5": float(any(rank <= 5 for rank in ranks))}
        return Measured(half_of(item.id), values, milliseconds)

    items = [item for name in SAMPLE_SETS for item in load_items(find_set(name)) if item.status == "active"]
    return [measured(item) for item in items if len({evidence.class_code for evidence in item.evidence}) == 1]


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
    report: dict[str, Any] = {}
    try:
        if options.data and not (options.data / "specs").is_dir():
            raise UnreadableInput(str(options.data), "has no folder `specs`", mend="name another folder by --data")
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="specs-bench-")))
            with assistant.open_assistant(folder / "samples", corpus="samples") as samples:
                report |= measure_samples(samples)
            if options.data:
                home = None if options.environment else options.home or folder / "data"
                _take_in(options.data / "specs", home)
                with assistant.open_assistant(home) as opened:
                    report |= measure(opened, options.data)
    except SpecsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write((json.dumps(report) if options.json else table(report)) + "\n")
    return 0


def measure_samples(opened: Any) -> dict[str, Any]:
    """The figures of the shipped questions."""
    return {
        "questions, in their class": figures(questions(opened, in_class=True)),
        "questions, among all samples": figures(questions(opened, in_class=False)),
    }


def measure(opened: Any, data: Path) -> dict[str, Any]:
    """The figures of all query files in `data`; EmptyInput where there is none."""
    duties, titles = data / "duty-queries.jsonl", data / "title-queries.jsonl"
    report: dict[str, Any] = {}
    if duties.is_file():
        report["duties, among all clauses"] = figures(duty_queries(opened, duties, Filters()))
        of_duties = Filters(sections=frozenset({SectionKind.DUTIES}))
        report["duties, among duties"] = figures(duty_queries(opened, duties, of_duties))
        report["search for ten clauses"] = {"ms": times(search_times(opened, duties))}
    if titles.is_file():
        report["titles"] = figures(title_queries(opened, titles))
    if not report:
        raise EmptyInput(str(data), "has neither duty-queries.jsonl nor title-queries.jsonl")
    return report


def table(report: Mapping[str, Any]) -> str:
    """The report as text."""
    lines: list[str] = []
    for name, part in report.items():
        lines.append(name + (f" ({part['queries']} queries)" if "queries" in part else ""))
        for row in ("half 0", "half 1", "whole"):
            if row in part:
                lines.append(f"  {row:8}" + "".join(f"   {key} {value:.3f}" for key, value in part[row].items()))
        lines.append(f"  ms         p50 {part['ms']['p50']}   p95 {part['ms']['p95']}\n")
    return "\n".join(lines).rstrip()


def _take_in(folder: Path, home: Path | None) -> None:
    """Take the texts in as a person would, by the command line; unchanged ones cost nothing."""
    place = {} if home is None else {"SPECS_HOME": str(home)}
    command = [sys.executable, "-m", "assistant.cli", "ingest", str(folder)]
    done = subprocess.run(command, env={**os.environ, **place}, stdout=subprocess.DEVNULL, check=False)
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
    parser.add_argument("--data", type=Path, help="a folder of specifications and queries")
    parser.add_argument("--home", type=Path, help="a specs home to use, and to keep, instead of a temporary one")
    parser.add_argument("--environment", action="store_true", help="use the home that SPECS_HOME and others name")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
