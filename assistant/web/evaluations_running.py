"""Evaluations that run on the server: one at a time, in a thread, followed by whoever looks, stopped on demand.

A run goes on where nobody looks any longer. It ends with the server; what it had worked out by then is in the cache of
the runs, so that the same run started again goes on from there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.web.desk import Desk
from assistant.web.evaluations_files import Choice, Folder, Offered, SpecOf, kept_in, looked_over
from corpus.errors import NotFound, SpecsError, UserMistake

if TYPE_CHECKING:
    from corpus.model import Spec
    from evals.runs.config import Config
    from evals.runs.systems import System

EVERY_SECONDS = 0.3

PREPARING, ASKING, SCORING = "Getting the texts ready", "Running items", "Scoring"


@dataclass(frozen=True, slots=True)
class Going:
    """What is being done: `done` of `total` items, 0 where that is not known yet, `seconds` after it was begun."""

    what: str
    step: str = PREPARING
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    is_stopping: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: the name of the finished one, or why there is none."""

    run: str | None = None
    error: SpecsError | None = None


class StoppedError(SpecsError):
    """Somebody stopped the run; what it had worked out is kept in the cache."""


Tell = Callable[[str, int, int], None]
"""Told the step, and how many items of how many are done; raises StoppedError where somebody asked for that."""


class Runner:
    """Runs one evaluation at a time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._going: Going | None = None
        self._ended: Ended | None = None
        self._begun = 0.0

    def start(self, what: str, work: Callable[[Tell], str]) -> None:
        """Begin `work`, which gives the name of a run, in a thread; UserMistake while another one is going on."""
        with self._changed:
            if self._going is not None:
                raise UserMistake(
                    f"an evaluation is running already: {self._going.what}", mend="wait until it is done, or stop it"
                )
            self._going, self._ended, self._begun = Going(what), None, time.monotonic()
        threading.Thread(target=self._work, args=(work,), daemon=True, name="evaluation").start()

    def stop(self) -> None:
        """Stop what is going on, after the item that is being worked on."""
        with self._changed:
            if self._going is not None:
                self._going = replace(self._going, is_stopping=True)
                self._changed.notify_all()

    @property
    def is_busy(self) -> bool:
        """Whether something is going on."""
        return self._going is not None

    def follow(self) -> Iterator[Going | Ended]:
        """What is going on, a few times a second, then how it ended; where nothing is, how the last one ended."""
        while True:
            with self._changed:
                going, ended = self._going, self._ended
                if going is None:
                    break
            yield replace(going, seconds=time.monotonic() - self._begun)
            with self._changed:
                self._changed.wait_for(lambda: self._going is None, EVERY_SECONDS)
        if ended is not None:
            yield ended

    def _work(self, work: Callable[[Tell], str]) -> None:
        try:
            ended = Ended(run=work(self._tell))
        except SpecsError as error:
            ended = Ended(error=error)
        except Exception as error:  # noqa: BLE001  (a defect ends the run, and is told to who waits for it)
            said = f"the evaluation ended with {type(error).__name__}: {error}"
            ended = Ended(error=SpecsError(said, mend="run it again; what was worked out is kept"))
        with self._changed:
            self._going, self._ended = None, ended
            self._changed.notify_all()

    def _tell(self, step: str, done: int, total: int) -> None:
        with self._changed:
            going = self._going
            if going is None:
                return
            if going.is_stopping and step != SCORING:
                raise StoppedError(
                    f"stopped after {done} of {total} items" if total else "stopped before the first item"
                )
            self._going = replace(going, step=step, done=done, total=total)


# ── what is run ──


@dataclass(frozen=True)
class Wanted:
    """What is to be run: sets, and a configuration."""

    sets: Sequence[Offered]
    choice: Choice

    @property
    def label(self) -> str:
        """In words."""
        return f"{', '.join(one.name for one in self.sets)} · {self.choice.label}"


def shipped_text(class_code: str) -> Spec:
    """The shipped text of a class; raises NotFound."""
    from evals.proof.cases import specs

    found = specs().get(class_code)
    if found is None:
        raise NotFound(f"there is no class {class_code}")
    return found


def texts_for(desk: Desk, config: Config) -> SpecOf:
    """The texts that a configuration is asked about."""
    return desk.catalogue.spec if config.home is not None else shipped_text


def check_fits(desk: Desk, wanted: Wanted) -> None:
    """Raises UserMistake where the gold of a set does not stand in the texts that it is to be run on."""
    if not wanted.sets:
        raise UserMistake("no set is chosen", mend="choose one or more above")
    for one in wanted.sets:
        errors = [
            finding
            for finding in looked_over(one.path, [texts_for(desk, wanted.choice.config)])
            if finding.grade == "error"
        ]
        if errors:
            first = errors[0]
            where = f"line {first.line}: " if first.line else ""
            raise UserMistake(
                f"{one.name} does not fit the texts of “{wanted.choice.label}”: {where}{first.said}"
                + (f" ({len(errors) - 1} more)" if len(errors) > 1 else ""),
                mend="choose another configuration, or leave that set out",
            )


def run_wanted(desk: Desk, folder: Folder, wanted: Wanted, tell: Tell) -> str:
    """Run and score it; the name of the run. Raises SpecsError, StoppedError where `tell` does."""
    from evals.runs.execute import execute
    from evals.runs.scored import score_run

    config = wanted.choice.config
    with kept_in(folder.runs):
        run = execute(
            [str(one.path) for one in wanted.sets],
            config,
            folder.runs,
            progress=lambda done, total: tell(ASKING, done, total),
            opens=lambda of, corpus, homes: _opened(desk, of, corpus, homes, tell),
        )
        tell(SCORING, 0, 0)
        score_run(run, texts_for(desk, config))
    return run.name


def _opened(desk: Desk, config: Config, corpus: str, homes: Path, tell: Tell) -> System:
    """The system of a configuration, with the models of the server where it names none of its own."""
    from assistant.session import open_assistant
    from evals.runs.systems import AssistantSystem, open_system

    tell(PREPARING, 0, 0)
    if config.home is not None:
        return AssistantSystem(desk.another(), config)

    def opens(home: Path, **more: Any) -> Any:
        embedder = desk.embedder if config.embedding is None else None
        return open_assistant(home, embedder=embedder, progress=lambda *_: tell(PREPARING, 0, 0), **more)

    return open_system(config, corpus, homes, opens)
