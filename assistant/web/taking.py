"""Taking specifications in from the web app: one at a time, told as it goes, stopped where somebody asks for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain
from pathlib import Path
from queue import Empty, SimpleQueue

from assistant.cli_progress import STEP_WORDS
from assistant.cli_taking import OUTCOME_WORDS
from assistant.web import frame
from assistant.web.shelf import short_source
from corpus.errors import InputError, SpecsError, StoreLocked, UserMistake
from corpus.intake import Outcome
from corpus.loaders import SUFFIXES, Loaded, load, load_bytes
from index.home import Home
from index.sync import Embedder, Step, SyncReport, sync

MOST_FILES = 200
WAIT_SECONDS = 2.0
EVERY_SECONDS = 0.2
ADDRESSES = ("https://", "http://")
"""How a web address begins; whatever else somebody writes could be read as a path of this machine."""

_BUSY = "the library is being changed just now, by somebody else or by a command"
_MARKS = {"added": "✓", "revised": "✓", "history": "○", "moved": "✓", "unchanged": "○"}


@dataclass(frozen=True, slots=True)
class Going:
    """What a sync is doing: `done` of `total` steps of a kind; a total of 0 is unknown."""

    step: Step
    done: int
    total: int


class StoppedError(SpecsError):
    """Somebody stopped what was going on; the library is as it was."""


class Taker:
    """Syncs of one home, one at a time."""

    def __init__(self, home: Home, embedder: Embedder) -> None:
        self._home, self._embedder = home, embedder
        self._busy = threading.Lock()
        self._stopping = threading.Event()

    def take(self, documents: Iterable[Loaded], code: str | None = None) -> Iterator[Going | SyncReport]:
        """What is going on, again and again, and the report at the end.

        Raises StoreLocked while another sync runs, StoppedError where it was stopped, and what `sync` raises.
        It goes on where nobody listens any longer.
        """
        if not self._busy.acquire(blocking=False):
            raise StoreLocked(_BUSY, mend="wait until that is done, then try again")
        self._stopping.clear()
        told: SimpleQueue[Going | SyncReport | Exception] = SimpleQueue()
        threading.Thread(target=self._work, args=(documents, code, told), daemon=True).start()
        while True:
            match _latest(told):
                case Exception() as error:
                    raise error
                case SyncReport() as report:
                    yield report
                    return
                case going:
                    yield going

    def stop(self) -> None:
        """Stop what is going on, unless it is done already; the library is as it was then."""
        self._stopping.set()

    def _work(
        self, documents: Iterable[Loaded], code: str | None, told: SimpleQueue[Going | SyncReport | Exception]
    ) -> None:
        try:
            found: SyncReport | Exception = sync(
                self._home,
                documents,
                self._embedder,
                code=code,
                progress=lambda *step: self._tell(told, Going(*step)),
                wait_seconds=WAIT_SECONDS,
            )
        except StoreLocked:  # its own words name a process of this machine
            found = StoreLocked(_BUSY, mend="wait until that is done, then try again")
        except Exception as error:  # noqa: BLE001  (raised where it is waited for)
            found = error
        self._busy.release()
        told.put(found)

    def _tell(self, told: SimpleQueue[Going | SyncReport | Exception], going: Going) -> None:
        is_committed = going.step is Step.CLEARING or (going.step is Step.COMMITTING and going.done > 0)
        if self._stopping.is_set() and not is_committed:
            raise StoppedError("stopped: the library is as it was")
        told.put(going)


def _latest(told: SimpleQueue[Going | SyncReport | Exception]) -> Going | SyncReport | Exception:
    """The newest that is told, a few times a second; a report or an error at once."""
    found = told.get()
    until = time.monotonic() + EVERY_SECONDS
    while isinstance(found, Going) and (left := until - time.monotonic()) > 0:
        try:
            found = told.get(timeout=left)
        except Empty:
            break
    return found


def documents_of(files: Sequence[str | Path], address: str) -> Iterator[Loaded]:
    """The documents in uploaded files, under their own names, and at a web address.

    Raises UserMistake where there is nothing, too much, or no web address.
    """
    address = address.strip()
    if not files and not address:
        raise UserMistake("there is nothing to add", mend="choose files, or give a web address")
    if len(files) > MOST_FILES:
        raise UserMistake(f"{len(files)} files at once", mend=f"add {MOST_FILES} at most, or a zip archive of them")
    if address and not address.casefold().startswith(ADDRESSES):
        raise UserMistake(f"{address!r} is no web address", mend="it begins with https:// or http://")
    uploaded = chain.from_iterable(_uploaded(Path(file)) for file in files)
    return chain(uploaded, load([address]) if address else ())


def _uploaded(file: Path) -> Iterator[Loaded]:
    yield from load_bytes(file.read_bytes(), file.name)


FILE_TYPES = list(SUFFIXES)
"""The endings of the files that can be added."""


# ── as HTML ──


def going_html(going: Going) -> str:
    """The step that is being done, with a bar."""
    known = f' max="{going.total}" value="{going.done}"' if going.total else ""
    counted = f"{going.done} of {going.total}" if going.total else (str(going.done) if going.done else "")
    words = escape(STEP_WORDS[going.step.value])
    return (
        f'<div class="going"><p role="status">{words} … <span class="dim">{counted}</span></p>'
        f'<progress aria-label="{words}"{known}></progress></div>'
    )


def report_html(report: SyncReport) -> str:
    """What became of each text."""
    rows = [_outcome_html(outcome) for outcome in report.outcomes]
    rows += [_failure_html(failure) for failure in report.failures]
    counts = [
        (words, sum(outcome.kind.value == kind for outcome in report.outcomes))
        for kind, (words, _) in OUTCOME_WORDS.items()
    ]
    said = [f"{count} {words}" for words, count in (*counts, ("not taken in", len(report.failures))) if count]
    return f'<p class="strong" role="status">{", ".join(said)}</p><ul class="taken">{"".join(rows)}</ul>'


def mended_html(report: SyncReport, classes: int) -> str:
    """What a sync without documents did."""
    done = [f"{report.embedded} vectors made"] if report.embedded else []
    done += [f"{report.removed} stale vectors removed"] if report.removed else []
    return f'<p class="strong" role="status">✓ {classes} classes ready: {", ".join(done) or "nothing was missing"}</p>'


def _outcome_html(outcome: Outcome) -> str:
    kind = outcome.kind.value
    notices = [*outcome.notices]
    if outcome.conflict is not None:
        notices.append("If it is a text of that class, add it once more by itself, with the class code")
    said = "".join(f'<p class="notice">{escape(notice)}</p>' for notice in dict.fromkeys(notices))
    return (
        f'<li><p><span aria-hidden="true">{_MARKS[kind]}</span> '
        f'<span class="strong">{escape(OUTCOME_WORDS[kind][0])}</span> {escape(outcome.title)} '
        f'<span class="dim">{escape(outcome.class_code)} · {escape(short_source(outcome.source))}</span></p>{said}</li>'
    )


def _failure_html(failure: InputError) -> str:
    mend = f'<p class="dim">What helps: {escape(failure.mend)}</p>' if failure.mend else ""
    return (
        '<li class="bad"><p><span aria-hidden="true">✗</span> <span class="strong">not taken in</span> '
        f"{escape(short_source(failure.source))}: {escape(failure.reason)}</p>{mend}</li>"
    )


def failed_html(error: SpecsError) -> str:
    """Why nothing was taken in."""
    if isinstance(error, StoppedError):
        return f'<p class="strong" role="status">○ {escape(error.message)}</p>'
    return frame.problem(error.message, error.mend)
