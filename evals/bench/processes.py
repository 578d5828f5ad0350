"""Measures how many answers a second one and two app processes give over the same catalogue and vectors.

    python -m evals.bench.processes [--seconds S] [--rounds R] [--most N] [--json]

The shipped samples are taken in twice: into a folder, and into a PostgreSQL and a Chroma server that are started for
it on this machine. On each, N processes ask the questions of a shipped set in turn, for S seconds; 1, 2 ... processes
alternate, R times, and the medians are given. `CPU ms` is the processor time of the app processes for an answer, which
other work on the machine changes little. Where all runs on one machine, the servers take their part of it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

import assistant
from evals.bench.servers import ServerAbsentError, chroma, postgres
from evals.items import find_set, load_items

QUESTIONS = "samples-dev"
_SPAWN = multiprocessing.get_context("spawn")

Place = Mapping[str, str]
"""The settings that name a home."""


@contextmanager
def in_folder() -> Iterator[Place]:
    """A home of its own in a temporary folder, with the samples in it."""
    with tempfile.TemporaryDirectory(prefix="specs-bench-") as folder:
        assistant.open_assistant(Path(folder), corpus="samples").close()
        yield {"SPECS_HOME": folder}


@contextmanager
def on_servers() -> Iterator[Place]:
    """A home on a PostgreSQL and a Chroma server, with the samples in it."""
    with tempfile.TemporaryDirectory(prefix="specs-bench-") as folder, postgres(durable=True) as url, chroma() as at:
        place = {"SPECS_HOME": folder, "SPECS_CATALOGUE_URL": url, "SPECS_CHROMA_URL": at}
        os.environ.update(place)
        assistant.open_assistant(corpus="samples").close()
        for name in place:
            del os.environ[name]
        yield place


PLACES = {"in a folder": in_folder, "on servers": on_servers}


def serve(place: Place, questions: Sequence[str], asked: Connection) -> None:
    """Answer the questions in turn for as many seconds as one asks for; tell how many, and the CPU seconds of it."""
    os.environ.update(place)
    with assistant.open_assistant() as opened:
        for question in questions:
            opened.ask(question)
        asked.send(None)
        while seconds := asked.recv():
            asked.send(_answer(opened, questions, seconds))


def _answer(opened: Any, questions: Sequence[str], seconds: float) -> tuple[int, float]:
    count, cpu = 0, time.process_time()
    latest = time.monotonic() + seconds
    while time.monotonic() < latest:
        opened.ask(questions[count % len(questions)])
        count += 1
    return count, time.process_time() - cpu


def measure(place: Place, most: int, seconds: float, rounds: int) -> dict[str, Any]:
    """The medians for 1 to `most` processes, measured in turn."""
    questions = [item.question for item in load_items(find_set(QUESTIONS)) if item.status == "active"]
    lines, processes = [], []
    try:
        for _ in range(most):
            here, there = _SPAWN.Pipe()
            processes.append(_SPAWN.Process(target=serve, args=(place, questions, there)))
            processes[-1].start()
            lines.append(here)
        for line in lines:
            line.recv()
        measured = [_measure_once(lines[:count], seconds) for _ in range(rounds) for count in range(1, most + 1)]
        for line in lines:
            line.send(0)
    finally:
        for process in processes:
            process.join(30)
            process.kill()
    return {
        str(count): {name: round(median(row[name] for row in measured[count - 1 :: most]), 2) for name in measured[0]}
        for count in range(1, most + 1)
    }


def _measure_once(lines: Sequence[Connection], seconds: float) -> dict[str, float]:
    for line in lines:
        line.send(seconds)
    told = [line.recv() for line in lines]
    answers = sum(count for count, _ in told)
    return {"answers/s": answers / seconds, "CPU ms": 1000 * sum(cpu for _, cpu in told) / answers}


def table(report: Mapping[str, Any]) -> str:
    """The report as text."""
    lines = [f"load average before: {report['load']}"]
    for place, rows in report["places"].items():
        for count, row in rows.items():
            figures = "   ".join(f"{name} {value:8.2f}" for name, value in row.items())
            lines.append(f"{place:12} {count} process{'es' if count != '1' else '  '}   {figures}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit status: 2 where a server cannot be started."""
    options = _parser().parse_args(arguments)
    report: dict[str, Any] = {"load": os.getloadavg()[0], "places": {}}
    try:
        for name, made in PLACES.items():
            with made() as place:
                report["places"][name] = measure(place, options.most, options.seconds, options.rounds)
    except ServerAbsentError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write((json.dumps(report) if options.json else table(report)) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.bench.processes", description="Measure app processes.")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measurement (5)")
    parser.add_argument("--rounds", type=int, default=5, help="measurements of each number of processes (5)")
    parser.add_argument("--most", type=int, default=2, help="processes (2)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
