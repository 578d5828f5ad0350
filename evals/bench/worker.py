"""A process that answers one question after another, ours or the quickstart, and says how long each took.

    python -m evals.bench.worker assistant|search HOME
    python -m evals.bench.worker quickstart STORE

It reads a line of JSON for each question, {"question", "class_code"?, "history"?, "filters"?}, and writes {"ms",
"resident_mb"}: the wall-clock time of the answer alone, and the memory that the process holds after it. `filters` are
those of `corpus.filters.Filters`, for `search`.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from corpus.errors import StoreError

AS_OF = date(2026, 11, 24)
QUIET = {"HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False", "TOKENIZERS_PARALLELISM": "false"}
WORKER = (sys.executable, "-m", "evals.bench.worker")

Ask = Callable[[Mapping[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Asked:
    """How long an answer took, and what the process held after it (resident, in millions of bytes)."""

    milliseconds: float
    resident_mb: float


class Worker(AbstractContextManager["Worker"]):
    """Such a process, from without. It is ended at the end of the `with` block."""

    def __init__(self, kind: str, folder: Path, command: Sequence[str] = WORKER) -> None:
        self._command = [*command, kind, str(folder)]
        # What the libraries say of their progress is dropped; to see why a worker dies, run its command by hand.
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **QUIET},
        )

    def ask(self, question: str, **more: Any) -> Asked:
        """Have it answer; raises StoreError where it has died."""
        to_it, from_it = self._pipe(self._process.stdin), self._pipe(self._process.stdout)
        to_it.write(json.dumps({"question": question, **more}) + "\n")
        to_it.flush()
        said = from_it.readline()
        if not said:
            raise StoreError(f"the process that was measured ended with {self._process.wait()}", mend=self.by_hand)
        told = json.loads(said)
        return Asked(told["ms"], told["resident_mb"])

    @property
    def by_hand(self) -> str:
        """The command to run by hand, to see what it says."""
        return shlex.join(["echo", '{"question": "?"}']) + " | " + shlex.join(["python", *self._command[1:]])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe(self._process.stdin).close()
        self._process.wait(60)
        self._pipe(self._process.stdout).close()

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


def asker(kind: str, folder: Path) -> Ask:
    """What a process of this kind does with a question."""
    if kind == "quickstart":
        from evals.bench.quickstart import open_store, search

        store = open_store(folder)
        return lambda asked: search(store, asked["question"])
    from assistant import open_assistant

    opened = open_assistant(folder)
    if kind == "search":
        return lambda asked: opened.search(asked["question"], _filters(asked.get("filters") or {}))
    return lambda asked: opened.ask(
        asked["question"], class_code=asked.get("class_code"), history=asked.get("history") or (), as_of=AS_OF
    )


def _filters(given: Mapping[str, Any]) -> Any:
    from corpus.filters import Filters
    from corpus.model import SectionKind

    sections = frozenset(SectionKind(kind) for kind in given.get("sections", ()))
    codes = frozenset(given.get("class_codes", ()))
    rest = {name: value for name, value in given.items() if name not in ("sections", "class_codes")}
    return Filters(class_codes=codes, sections=sections, **rest)


def main(arguments: Sequence[str] | None = None) -> int:
    """The process."""
    import psutil  # type: ignore[import-untyped]

    kind, folder = arguments or sys.argv[1:]
    ask, process = asker(kind, Path(folder)), psutil.Process()
    for line in sys.stdin:
        asked = json.loads(line)
        started = time.perf_counter()
        ask(asked)
        took = 1000 * (time.perf_counter() - started)
        sys.stdout.write(json.dumps({"ms": took, "resident_mb": process.memory_info().rss / 1e6}) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
