"""Puts sets to a system and writes down what comes of it: resumable, parallel, with a cache.

A crash is one row and a finding, never the end of a run.
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.errors import SpecsError, UserMistake
from evals.items import SETS, AnyOne, find_set, load_set
from evals.runs.cache import Cache
from evals.runs.config import Config, digest, identity
from evals.runs.record import MANIFEST, ROWS, Row, Run, write_json
from evals.runs.systems import Output, System, open_system

CRASHES = (
    SpecsError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a defect in a system may raise. It is a finding about one item; the others are still asked."""

SPECS = frozenset({"3039MP"})
"""The classes of the shipped texts `specs`; sets on other classes are asked of the samples."""

Progress = Callable[[int, int], None]
OpensSystem = Callable[[Config, str, Path], System]
"""`open_system`, or what takes and gives the same."""


@dataclass(frozen=True)
class Task:
    """An item of a set, and the shipped texts that it is asked of."""

    set: str
    item: AnyOne
    corpus: str


def tasks_of(sets: Sequence[Path]) -> tuple[Task, ...]:
    """The active items of the sets, in order. An item without a class is asked of the texts that its set is about."""
    found = []
    for path in sets:
        items = [item for item in load_set(path) if item.status == "active"]
        usual = corpus_of(frozenset().union(*(item.classes for item in items)))
        found += [Task(path.stem, item, corpus_of(item.classes) if item.classes else usual) for item in items]
    names = [path.stem for path in sets]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UserMistake(f"two sets are named {', '.join(twice)}", mend="give each set a file name of its own")
    return tuple(found)


def corpus_of(classes: frozenset[str]) -> str:
    """The shipped texts that hold these classes."""
    return "specs" if classes <= SPECS else "samples"


def execute(
    sets: Sequence[str],
    config: Config,
    runs: Path,
    *,
    workers: int = 1,
    resume: Run | None = None,
    use_cache: bool = True,
    progress: Progress | None = None,
    only: str | None = None,
    opens: OpensSystem | None = None,
) -> Run:
    """Run the sets and give the run, not scored yet. A run that was cut off is gone on with by `resume`.

    `progress` is told of each item; what it raises ends the run, which can be gone on with. `opens` opens each system.
    Raises SpecsError where a set, the configuration or the home is at fault, or `resume` was another run.
    """
    paths = [find_set(name) for name in sets]
    tasks = [task for task in tasks_of(paths) if only is None or only in task.item.id or only in task.item.tags]
    if not tasks:
        raise UserMistake("there is nothing to run", mend="specs eval run SET, without --only")
    what = identity(config)
    with ExitStack() as stack:
        corpora = sorted({task.corpus for task in tasks}) if config.home is None else ["home"]
        systems: dict[str, System] = {}
        for corpus in corpora:
            homes = runs / ".cache" / "homes" / digest({"code": what["code"], "embedding": config.embedding})[:16]
            homes.mkdir(parents=True, exist_ok=True)
            systems[corpus] = (opens or open_system)(config, corpus if corpus != "home" else "specs", homes)
            stack.callback(systems[corpus].close)
        manifest = _manifest(config, paths, tasks, systems, only)
        run = _started(manifest, runs, resume)
        cached = runs / ".cache" / "outputs" if use_cache else None
        caches = {name: Cache(cached, _depends(manifest, name)) for name in systems if cached is not None}
        todo, count = _todo(run, tasks, systems)

        def do(task: Task) -> Row:
            name = _name_of(task, systems)
            return row_of(task, systems[name], caches.get(name))

        _write_rows(run, _rows(todo, do, workers), count - len(todo), count, progress)
    return run


def _manifest(
    config: Config, paths: Sequence[Path], tasks: Sequence[Task], systems: Mapping[str, System], only: str | None
) -> dict[str, Any]:
    what = identity(config)
    revisions = {name: system.revisions() for name, system in systems.items()}
    able = frozenset().union(*(system.kinds for system in systems.values()))
    left = sum(task.item.kind not in able for task in tasks)
    return {
        "config": config.model_dump(mode="json"),
        "identity": what,
        "index": digest({"revisions": revisions, "embedding": config.embedding, "code": what["code"]}),
        "prompt": _prompt_digest(),
        "revisions": revisions,
        "sets": {path.stem: {"path": _told(path), "sha256": digest(path.read_bytes())} for path in paths},
        "only": only,
        "items": len(tasks) - left,
        "left_out": {"count": left, "why": f"{config.system} does nothing with items of their kind"} if left else None,
        "seed": config.seed,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }


def _told(path: Path) -> str:
    """The name of a shipped set, else the path: a run of shipped sets is the same on every machine."""
    return path.stem if path.parent == SETS else str(path.resolve())


def _prompt_digest() -> str:
    from assistant.agent import prompt

    return digest(Path(str(prompt.__file__)).read_bytes())


def _started(manifest: dict[str, Any], runs: Path, resume: Run | None) -> Run:
    key = digest({name: manifest[name] for name in ("identity", "index", "sets", "only")})
    if resume is not None:
        if resume.manifest["key"] != key:
            raise UserMistake(
                f"{resume.name} was of other sets, texts, settings or code, and cannot be gone on with",
                mend="specs eval run SET ... starts a new one",
            )
        return resume
    started = datetime.now(UTC)
    folder = runs / f"{started:%Y%m%dT%H%M%S}Z-{key[:8]}"
    number = 1
    while folder.exists():
        number += 1
        folder = runs / f"{started:%Y%m%dT%H%M%S}Z-{key[:8]}-{number}"
    folder.mkdir(parents=True)
    write_json(folder / MANIFEST, {"key": key, "started": started.isoformat(timespec="seconds"), **manifest})
    return Run(folder)


def _depends(manifest: Mapping[str, Any], system: str) -> dict[str, Any]:
    return {"system": manifest["identity"], "revisions": manifest["revisions"][system]}


def _name_of(task: Task, systems: Mapping[str, System]) -> str:
    return task.corpus if task.corpus in systems else "home"


def _todo(run: Run, tasks: Sequence[Task], systems: Mapping[str, System]) -> tuple[list[Task], int]:
    """What is still to be done, and how many items the run has in all. What crashed is tried again."""
    kept = [row for row in run.rows().values() if row.crash is None]
    done = {(row.set, row.id) for row in kept}
    able = [task for task in tasks if task.item.kind in systems[_name_of(task, systems)].kinds]
    lines = [json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in kept]
    (run.folder / ROWS).write_text("".join(lines), encoding="utf-8")
    return [task for task in able if (task.set, task.item.id) not in done], len(able)


def _write_rows(run: Run, rows: Iterator[Row], done: int, count: int, progress: Progress | None) -> None:
    with (run.folder / ROWS).open("a", encoding="utf-8") as file:
        for number, row in enumerate(rows, done + 1):
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
            file.flush()
            if progress is not None:
                progress(number, count)


def _rows(todo: Sequence[Task], do: Callable[[Task], Row], workers: int) -> Iterator[Row]:
    if workers == 1:
        yield from map(do, todo)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting = iter(todo)
        running: set[Future[Row]] = {pool.submit(do, task) for task in islice(waiting, 2 * workers)}
        while running:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield future.result()
            running |= {pool.submit(do, task) for task in islice(waiting, len(finished))}


def row_of(task: Task, system: System, cache: Cache | None = None) -> Row:
    """What becomes of one item."""
    known = cache.get(task.item) if cache is not None else None
    if known is not None:
        return Row(task.set, task.item.id, known, 0.0, cached=True)
    start = time.perf_counter()
    try:
        output: Output = system.output(task.item)
    except CRASHES as error:
        return Row(task.set, task.item.id, None, _since(start), crash=f"{type(error).__name__}: {error}")
    milliseconds = _since(start)
    if cache is not None:
        cache.put(task.item, output)
    return Row(task.set, task.item.id, output, milliseconds)


def _since(start: float) -> float:
    return round(1000 * (time.perf_counter() - start), 2)
