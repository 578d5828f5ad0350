"""A sync as it goes on, on standard error: a bar on a terminal, nothing into a file."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from assistant.cli_terminal import Page

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from index.sync import Step

_SAID = {
    "reading": "Reading texts",
    "embedding": "Embedding clauses",
    "storing": "Storing vectors",
    "committing": "Committing",
    "clearing": "Clearing away",
}


class SyncBar:
    """An `index.sync.Progress` that shows a bar from its first call to the end of its block."""

    def __init__(self) -> None:
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, step: Step, done: int, total: int) -> None:
        bars = self._bars = self._bars or _started()
        if step.value not in self._tasks:
            for task in bars.tasks:  # what came before is done
                bars.update(task.id, total=task.completed)
            self._tasks[step.value] = bars.add_task(_SAID[step.value], total=None)
        bars.update(self._tasks[step.value], completed=done, total=total or None)

    def __enter__(self) -> SyncBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()


def _started() -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    page = Page(is_error=True)
    columns = (TextColumn("{task.description}"), BarColumn(30), MofNCompleteColumn(), TimeElapsedColumn())
    bars = Progress(*columns, console=page.console, transient=True, disable=not page.is_terminal)
    bars.start()
    return bars
