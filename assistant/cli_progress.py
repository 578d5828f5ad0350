"""A sync as it goes on, on standard error: one line with a bar on a terminal, nothing into a file."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from assistant.cli_terminal import Page

if TYPE_CHECKING:
    from rich.progress import Progress

    from index.sync import Step

STEP_WORDS = {
    "preparing": "Preparing model",
    "reading": "Reading texts",
    "embedding": "Embedding clauses",
    "storing": "Storing vectors",
    "committing": "Committing",
    "clearing": "Clearing away",
}
"""The steps of a sync in words."""


class SyncBar:
    """An `index.sync.Progress` that shows the step that is being done, from its first call to the end of its block."""

    def __init__(self) -> None:
        self._bar: Progress | None = None

    def __call__(self, step: Step, done: int, total: int) -> None:
        self._bar = self._bar or _started()
        (task,) = self._bar.tasks
        self._bar.update(task.id, description=STEP_WORDS[step.value], completed=done, total=total or None)

    def __enter__(self) -> SyncBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def _started() -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<17}"), BarColumn(30), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(
        *columns,
        console=Page(is_error=True).console,
        transient=True,
        refresh_per_second=4,
        disable=not sys.stderr.isatty(),
    )
    bar.add_task("", total=None)
    bar.start()
    return bar
