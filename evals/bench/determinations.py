"""How many determinations a second: applicants with eight jobs each, over every shipped class, on two cores.

    python -m evals.bench.determinations [--count N] [--rounds R] [--processes P] [--class CODE] [--jobs J]
                                         [--gaps] [--least ROUNDS]

Four rates, each from what a caller has in hand to what it gets:
  verdict   parsed Applicant -> verdict, shortfalls, deciding readings (`determine`)
  full      parsed Applicant -> the whole determination of the contract as JSON bytes
  brief     a JSON line -> a JSON line with verdict, shortfalls and deciding readings (`Screening(brief=True)`)
  lines     a JSON line -> a JSON line with the whole determination (`screen_lines`, as `specs check --jsonl` does)
Applicants are made up from a fixed seed; by default all facts are known, `--gaps` leaves out some (then questions are
worked out, too). The first two are judged in chunks, as a batch takes them, and the reading of each chunk is not timed.
Of each rate the median of the rounds is told, with the least and the most. Before and after the rates every process
times a plain loop of ten million rounds, all at once: its seconds say how fast the machine was just then, so that
figures of different or busy machines compare.

`--least` is for a busy machine: instead of rates it prints the microseconds of one determination of each kind in one
process, of each applicant the least of so many rounds, and the least seconds of the loop.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from assistant.eligibility.applicant import Applicant, parse_applicant
from assistant.eligibility.batch import CHUNK, Screening, rarely_collect, screen_line, screen_lines
from assistant.eligibility.compile import compile_rules
from assistant.eligibility.determination import Determination
from assistant.eligibility.determine import determine
from assistant.eligibility.kept import json_bytes
from assistant.eligibility.rules import RuleSet
from corpus.model import Spec
from corpus.parse import parse

AS_OF = date(2026, 11, 24)
CORPUS = Path(__file__).parents[2] / "corpus"


def shipped_classes() -> dict[str, tuple[RuleSet, Spec]]:
    """The rules and the text of every shipped class."""
    found = {}
    for path in sorted([*(CORPUS / "specs").glob("*.txt"), *(CORPUS / "samples").glob("*.txt")]):
        spec = parse(path.read_text(encoding="utf-8"), path.stem)
        found[path.stem] = (compile_rules(spec), spec)
    return found


def made_up(rng: random.Random, jobs: int, gaps: bool) -> dict[str, Any]:
    """An applicant with so many jobs, some at once, some part time."""
    return {
        "as_of": AS_OF.isoformat(),
        "education": [
            {
                "level": rng.choice(["bachelor", "master", "doctorate"]),
                "field": rng.choice(["education", "accounting"]),
                "completed": True,
            }
            for _ in range(rng.randint(1, 2))
        ],
        "credentials": [{"name": rng.choice(["092 certificate", "CPA", "driver's license"]), "expires": "2029-06-30"}],
        "employment": [_job(rng, gaps) for _ in range(jobs)],
        "state_employee": rng.random() < 0.2,
    }


def _job(rng: random.Random, gaps: bool) -> dict[str, Any]:
    start = date(1995, 1, 1) + timedelta(days=rng.randrange(10_500))
    job: dict[str, Any] = {
        "title": rng.choice(["Teacher", "Principal", "Accountant", "Clerk", "Analyst"]),
        "start": start.isoformat(),
        "hours_per_week": rng.choice([40, 40, 40, 37.5, 20]),
        "counts_as": rng.choice([["general"], ["general", "special"], ["neither"]]),
        "capacity": rng.choice(["staff", "lead", "supervisory", "managerial"]),
        "state_class": "",
    }
    end = start + timedelta(days=rng.randrange(200, 2500))
    if end < AS_OF:
        job["end"] = end.isoformat()
    if gaps and rng.random() < 0.15:
        del job[rng.choice(["hours_per_week", "counts_as", "capacity"])]
    return job


def lines(codes: Iterable[str], count: int, jobs: int, gaps: bool, seed: int = 20261124) -> Iterator[str]:
    """So many lines for `screen_lines`, over the classes in turn."""
    rng, every = random.Random(seed), list(codes)
    for number in range(count):
        record = {"id": number, "class_code": every[number % len(every)], "applicant": made_up(rng, jobs, gaps)}
        yield json.dumps(record)


# ── the rates ──

_state: dict[str, Any] = {}


def _begin(classes: dict[str, tuple[RuleSet, Spec]], part: list[str]) -> None:
    _state["classes"], _state["lines"] = classes, part
    rarely_collect()  # as a batch does


def _people(part: Iterable[str]) -> list[tuple[str, Applicant]]:
    return [(record["class_code"], parse_applicant(record["applicant"])) for record in map(orjson.loads, part)]


def _verdicts(_: int) -> tuple[float, Counter[str]]:
    return _timed(lambda found: found.verdict.value)


def _full(_: int) -> tuple[float, Counter[str]]:
    return _timed(lambda found: str(len(json_bytes(found.as_json())) > 0))


def _timed(use: Callable[[Any], str]) -> tuple[float, Counter[str]]:
    said: Counter[str] = Counter()
    seconds = 0.0
    part: list[str] = _state["lines"]
    for start in range(0, len(part), CHUNK):
        people = _people(part[start : start + CHUNK])
        begun = time.perf_counter()
        for code, applicant in people:
            rules, spec = _state["classes"][code]
            said[use(determine(rules, spec, applicant))] += 1
        seconds += time.perf_counter() - begun
    return seconds, said


_ROUNDS = 10_000_000


def _loop(_: int, rounds: int = _ROUNDS) -> float:
    """Seconds of a loop that does nothing but count and add."""
    begun = time.perf_counter()
    total = 0
    for number in range(rounds):
        total += number
    return time.perf_counter() - begun


def calibration(processes: int) -> float:
    """Seconds of the loop, in so many processes at once; the slowest."""
    with ProcessPoolExecutor(processes, multiprocessing.get_context("forkserver")) as pool:
        return max(pool.map(_loop, range(processes)))


def rate(
    work: Callable[[int], tuple[float, Counter[str]]],
    classes: dict[str, tuple[RuleSet, Spec]],
    records: list[str],
    processes: int,
    rounds: int,
) -> tuple[list[float], Counter[str]]:
    """Determinations a second of all processes in each round, the slowest process counting; and what they said.

    Every process judges its own share of applicants, and once more for each round, so that caches are warm.
    """
    context = multiprocessing.get_context("forkserver")
    pools = [
        ProcessPoolExecutor(1, context, initializer=_begin, initargs=(classes, records[place::processes]))
        for place in range(processes)
    ]
    try:
        done = [[future.result() for future in [pool.submit(work, 0) for pool in pools]] for _ in range(1 + rounds)]
    finally:
        for pool in pools:
            pool.shutdown()
    rates = [len(records) / max(seconds for seconds, _ in each) for each in done[1:]]
    return rates, sum((said for _, said in done[-1]), Counter())


def line_rates(
    classes: dict[str, tuple[RuleSet, Spec]], records: list[str], processes: int, rounds: int, *, brief: bool = False
) -> list[float]:
    """Lines a second through `screen_lines` in each round, after a first one, so that caches are warm."""
    answers = screen_lines(
        itertools.chain.from_iterable([records] * (1 + rounds)), Screening(classes, brief=brief), processes
    )
    found = []
    for _ in range(1 + rounds):
        begun = time.perf_counter()
        count = sum(1 for _ in itertools.islice(answers, len(records)))
        found.append(count / (time.perf_counter() - begun))
    return found[1:]


def least_costs(classes: dict[str, tuple[RuleSet, Spec]], records: list[str], rounds: int) -> dict[str, float]:
    """Microseconds of one determination of each kind: of each applicant the least of so many rounds, then the mean."""
    people = _people(records)
    whole, brief = Screening(classes), Screening(classes, brief=True)

    def determined(place: int) -> Determination:
        code, applicant = people[place]
        rules, spec = classes[code]
        return determine(rules, spec, applicant)

    kinds: dict[str, Callable[[int], object]] = {
        "verdict": determined,
        "full": lambda n: json_bytes(determined(n).as_json()),
        "brief": lambda n: screen_line(records[n], brief),
        "lines": lambda n: screen_line(records[n], whole),
    }
    least = {kind: [float("inf")] * len(records) for kind in kinds}
    gc.freeze()
    gc.disable()
    for number in range(rounds * len(records)):
        place = number % len(records)
        for kind, work in kinds.items():
            begun = time.perf_counter()
            work(place)
            least[kind][place] = min(least[kind][place], time.perf_counter() - begun)
    return {kind: 1e6 * sum(each) / len(each) for kind, each in least.items()}


def _print_least(classes: dict[str, tuple[RuleSet, Spec]], records: list[str], rounds: int) -> None:
    costs = least_costs(classes, records, rounds)
    print(f"loop     {min(_loop(0, _ROUNDS // 100) for _ in range(100)) * 100:10.2f} s")  # noqa: T201
    for kind, microseconds in costs.items():
        print(f"{kind:8} {microseconds:10.1f} microseconds")  # noqa: T201


def main() -> None:
    """Measures and prints the rates."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--count", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--jobs", type=int, default=8)
    options.add_argument("--class", dest="code")
    options.add_argument("--gaps", action="store_true")
    options.add_argument("--least", type=int, metavar="ROUNDS")
    chosen = options.parse_args()
    classes = shipped_classes()
    codes = [chosen.code] if chosen.code else list(classes)
    records = list(lines(codes, chosen.count, chosen.jobs, chosen.gaps))
    if chosen.least:
        _print_least(classes, records, chosen.least)
        return
    before = calibration(chosen.processes)
    verdicts, said = rate(_verdicts, classes, records, chosen.processes, chosen.rounds)
    rates = {
        "verdict": verdicts,
        "full": rate(_full, classes, records, chosen.processes, chosen.rounds)[0],
        "brief": line_rates(classes, records, chosen.processes, chosen.rounds, brief=True),
        "lines": line_rates(classes, records, chosen.processes, chosen.rounds),
    }
    print(f"{chosen.count} applicants, {chosen.jobs} jobs each, {len(codes)} classes, {chosen.processes} processes")  # noqa: T201
    print(f"calibration: {before:.2f} s before, {calibration(chosen.processes):.2f} s after")  # noqa: T201
    print(f"verdicts: {dict(said)}")  # noqa: T201
    for name, each in rates.items():
        print(f"{name:8} {median(each):10,.0f} / s   ({min(each):,.0f} to {max(each):,.0f})")  # noqa: T201


if __name__ == "__main__":
    main()
