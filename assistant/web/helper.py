"""An assistant in a process of its own, for when many ask at once.

Within one process Python works on one thing at a time, so that what answers cost is taken from the thread that serves
everybody. The helper is begun when it is first wanted (see `Desk`), and ends with the app.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable
from datetime import date
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

from assistant.answer import Answer
from assistant.session import Assistant
from assistant.web.warm import warm

PATIENCE_SECONDS = 5
"""How long a helper may take to end by itself."""


class Helper:
    """The process, and the way to it. `opener` opens its assistant there; it must be one that can be pickled.

    Making it waits until it is ready. This and `ask` raise EOFError or OSError where the process has ended.
    """

    def __init__(self, opener: Callable[[], Assistant]) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_help, args=(opener, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._lock = Lock()
        self._ours.recv()

    def ask(self, question: str, **given: Any) -> Answer:
        """The answer, as `Assistant.ask` gives it or raises; one after the other."""
        with self._lock:
            self._ours.send((question, given))
            answer, error = self._ours.recv()
        if error is not None:
            raise error
        return answer  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the process, which ends by itself when nobody is there to ask."""
        self._ours.close()
        self._process.join(PATIENCE_SECONDS)
        self._process.terminate()
        self._process.join()


def _help(opener: Callable[[], Assistant], theirs: Connection) -> None:
    """In the process: answer until nobody is there to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches it too; whoever began it ends it
    with opener() as assistant:
        warm(assistant, date.today())
        gc.collect()
        gc.freeze()
        try:
            theirs.send(None)
            while True:
                question, given = theirs.recv()
                theirs.send(_answered(assistant, question, given))
        except (EOFError, BrokenPipeError):
            return


def _answered(assistant: Assistant, question: str, given: dict[str, Any]) -> tuple[Answer | None, Exception | None]:
    try:
        return assistant.ask(question, **given), None
    except Exception as error:  # noqa: BLE001  (raised again where the answer is waited for)
        return None, error
