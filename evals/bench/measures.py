"""What is measured beside the quickstart, in turn with it: cold start, warm answers, memory, taking texts in.

Each function makes what it needs in a folder of its own and gives figures. Ours are run as a person runs them, by the
command line or in a process of their own, so that neither side's imports, threads or memory touch the other's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import perf_counter as clock
from typing import Any

import corpus
from corpus.errors import StoreError
from corpus.parse import parse
from evals.bench.figures import Figure, p50, p95
from evals.bench.generate import write
from evals.bench.worker import QUIET, WORKER, Asked, Worker
from evals.items import Item, find_set, load_items

SHIPPED = Path(corpus.__file__).parent
ASKED = {"specs": "3039mp-dev", "samples": "samples-dev"}
"""The shipped folders of specifications, and the set of questions about each."""

FEW_SPECS = 2
"""Specifications of the small corpus whose time is taken off that of the large one, so that start-up does not count."""

MOST_INDEXED = 100
"""Specifications that are indexed anew in each round: more take minutes and say the same."""

WARMING = 20
"""Questions that are asked first and not counted."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where to work and how often. `data` is a folder of specification texts to take in, else some are made up.

    `ours`, `theirs` and `worker` are the commands that are measured, for tests to put others in their place.
    """

    folder: Path
    rounds: int = 10
    questions: int = 100
    specs: int = 400
    data: Path | None = None
    tell: Callable[[str], None] = print
    ours: Sequence[str] = (sys.executable, "-m", "assistant.cli")
    theirs: Sequence[str] = (sys.executable, "-m", "evals.bench.quickstart")
    worker: Sequence[str] = WORKER

    def place(self, name: str) -> Path:
        """An empty folder of this name."""
        found = self.folder / name
        shutil.rmtree(found, ignore_errors=True)
        found.mkdir(parents=True)
        return found

    def texts(self) -> list[Path]:
        """The texts that are taken in: all of `data`, else made-up ones, in the order of their names."""
        if self.data is not None:
            return sorted(self.data.glob("*.txt"))
        made = self.folder / f"made-{self.specs}"
        if not made.is_dir():
            write(made, self.specs * MADE_CLAUSES)
        return sorted(made.glob("*.txt"))

    def run_ours(self, home: Path, *arguments: object) -> str:
        """What our command says, with this home."""
        return _run([*self.ours, *map(str, arguments)], SPECS_HOME=str(home))

    def run_theirs(self, *arguments: object) -> str:
        """What the quickstart says."""
        return _run([*self.theirs, *map(str, arguments)])


MADE_CLAUSES = 33
"""What a made-up specification has of them, about."""


def cold(bench: Bench) -> list[Figure]:
    """From the start of a process to its end, with one answer in between, about the shipped specification."""
    bench.tell("cold start")
    home, store = bench.place("cold-home"), bench.place("cold-store")
    shipped = sorted((SHIPPED / "specs").glob("*.txt"))
    bench.run_ours(home, "ingest", *shipped)
    bench.run_theirs("build", store, *shipped)
    asked = [item.question for item in questions(4 * (bench.rounds + 1), ASKED["specs"]) if not item.history]
    ours, theirs = _in_turn(
        bench.rounds,
        lambda at: bench.run_ours(home, "ask", "--class", "3039MP", asked[at]),
        lambda at: bench.run_theirs("ask", store, asked[at]),
    )
    name = "cold `specs ask`, start to exit"
    return [Figure("cold", name, "s", p50(ours), p50(theirs), 0.25, of=bench.rounds)]


def warm(bench: Bench) -> list[Figure]:
    """Whole answers against searches, question by question over the shipped sets, and the memory held after them."""
    return [figure for folder, name in ASKED.items() for figure in _warm(bench, folder, name)]


def _warm(bench: Bench, folder: str, name: str) -> list[Figure]:
    texts = sorted((SHIPPED / folder).glob("*.txt"))
    bench.tell(f"warm answers from {folder}")
    home, store = bench.place(f"warm-home-{folder}"), bench.place(f"warm-store-{folder}")
    bench.run_ours(home, "ingest", *texts)
    bench.run_theirs("build", store, *texts)
    pairs: list[tuple[Asked, Asked]] = []
    with Worker("assistant", home, bench.worker) as us, Worker("quickstart", store, bench.worker) as them:
        for item in questions(bench.questions + WARMING, name):
            answered = us.ask(item.question, class_code=item.class_code, history=item.history)
            pairs.append((answered, them.ask(item.question)))
    counted = pairs[WARMING:]
    ours, theirs = ([pair[side].milliseconds for pair in counted] for side in (0, 1))
    answered, searched = counted[-1]
    of, among = len(counted), f"{len(texts)} specification{'s' if len(texts) > 1 else ''}"
    held = answered.resident_mb, searched.resident_mb
    return [
        Figure(f"warm {folder}", f"warm whole answer, {among}, p50", "ms", p50(ours), p50(theirs), 1.0, of=of),
        Figure(f"warm {folder} p95", f"warm whole answer, {among}, p95", "ms", p95(ours), p95(theirs), of=of),
        Figure(f"memory {folder}", f"resident memory after them, {among}", "MB", *held, budget=0.6),
    ]


def indexing(bench: Bench) -> list[Figure]:
    """Clauses a second from texts to an index that answers. The clauses are ours for both: those that the parser finds
    in the texts that both take in.
    """
    bench.tell("indexing")
    texts, wanted = bench.texts(), min(bench.specs, MOST_INDEXED)
    many, few = texts[:: max(1, len(texts) // wanted)][:wanted], texts[:FEW_SPECS]
    counted = _clauses(many) - _clauses(few)
    folder, number = bench.place("indexed"), count()
    took = _in_turn(
        bench.rounds,
        lambda _: bench.run_ours(folder / str(next(number)), "ingest", *many),
        lambda _: bench.run_ours(folder / str(next(number)), "ingest", *few),
        lambda _: bench.run_theirs("build", folder / str(next(number)), *many),
        lambda _: bench.run_theirs("build", folder / str(next(number)), *few),
    )
    ours, theirs = (_rates(counted, *took[at : at + 2]) for at in (0, 2))
    name = f"indexing {len(many)} specifications"
    return [Figure(*("indexing", name, "clauses/s", p50(ours), p50(theirs), 2.0), more_is_better=True, of=bench.rounds)]


def _rates(counted: int, many: Sequence[float], few: Sequence[float]) -> list[float]:
    return [counted / max(large - small, 1e-3) for large, small in zip(many, few, strict=True)]


def resync(bench: Bench) -> list[Figure]:
    """Taking in once more what is unchanged, without start-up: the seconds for a thousand specifications."""
    bench.tell("unchanged texts once more")
    texts = bench.texts()
    few = texts[:FEW_SPECS]
    all_home, few_home = bench.place("all-home"), bench.place("few-home")
    bench.run_ours(all_home, "ingest", *texts)
    bench.run_ours(few_home, "ingest", *few)
    took = _in_turn(
        bench.rounds,
        lambda _: bench.run_ours(all_home, "ingest", *texts),
        lambda _: bench.run_ours(few_home, "ingest", *few),
    )
    extra = [large - small for large, small in zip(*took, strict=True)]
    each = [1000 * seconds / (len(texts) - len(few)) for seconds in extra]
    name = f"unchanged corpus once more, for 1,000 specifications (from {len(texts)})"
    return [Figure("resync", name, "s", p50(each), budget=1.0, bound_on="ours", of=bench.rounds)]


_RATE = re.compile(r"^(\w+) +([\d,]+) / s", re.MULTILINE)


def determinations(bench: Bench) -> list[Figure]:
    """Determinations a second on two cores, as evals/bench/determinations.py measures them."""
    bench.tell("determinations")
    said = _run([sys.executable, "-m", "evals.bench.determinations"])
    rates = {name: float(rate.replace(",", "")) for name, rate in _RATE.findall(said)}
    return [
        Figure(
            f"determinations {name}",
            f"determinations, {name}",
            "/s",
            rate,
            budget=_BUDGETS.get(name),
            bound_on="ours",
            more_is_better=True,
        )
        for name, rate in rates.items()
    ]


_BUDGETS = {"brief": 10_000.0}
"""The budget is of lines in, lines with the verdict and its reasons out; the other rates are told beside it."""


def questions(wanted: int, name: str) -> list[Item]:
    """So many questions of a shipped set, evenly from all of it, each once."""
    items = [item for item in load_items(find_set(name)) if item.status == "active"]
    wanted = min(wanted, len(items))
    return [items[at * len(items) // wanted] for at in range(wanted)]


def _clauses(texts: Sequence[Path]) -> int:
    return sum(len(parse(path.read_text(encoding="utf-8"), path.stem).clauses) for path in texts)


def _in_turn(rounds: int, *calls: Callable[[int], Any]) -> list[list[float]]:
    """The seconds that each call took in each round, the calls in turn; a round before them is not counted."""
    took: list[list[float]] = [[] for _ in calls]
    for at in range(rounds + 1):
        for call, times in zip(calls, took, strict=True):
            started = clock()
            call(at)
            times.append(clock() - started)
    return [times[1:] for times in took]


def _run(command: Sequence[str], **more: str) -> str:
    done = subprocess.run(command, env={**os.environ, **QUIET, **more}, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):  # 1: it looked and found nothing
        raise StoreError(f"{' '.join(command[1:5])} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout
