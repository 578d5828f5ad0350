"""Parts of the tests of `index.sync`: invented specifications, and processes that sync, wait, or are killed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from corpus.loaders.document import Document
from index.home import Home
from index.sync import Progress, Step, SyncReport, sync
from index.testing import HashEmbedder
from tests.forks import FORKS

EMBEDDER = HashEmbedder(32)


def spec_text(code: str, title: str, duties: list[str], revised: str, *, previous: str | None = None) -> str:
    """A small specification in the usual layout."""
    listed = "\n".join(f"- {duty}" for duty in duties)
    return (
        f"{title} ({code})\n\nPURPOSE OF JOB CLASS (NATURE OF WORK)\nThis class is accountable for the work of a "
        f"{title}.\nEXAMPLES OF DUTIES\n{listed}\n- Performs related duties as required.\n"
        "MINIMUM QUALIFICATIONS - GENERAL EXPERIENCE\nThree (3) years of experience in lighthouse work.\n"
        f"BARGAINING UNIT\n(16)-ADMIN & RESID (P-5)\nSALARY INFORMATION\nLH 12\nCANCELLATION CLAUSE\n"
        f"This replaces the existing specification for the class of {previous or title} in Salary Group LH 11 approved "
        f"effective March 1, 1999.\nCLASS: {code};\nEST: 1/2/1950;\nREV: {revised};\n"
    )


def document(text: str, name: str = "spec") -> Document:
    """The text as a loader would give it."""
    return Document(f"{name}.txt", name, text)


_KEPT = [f"Polishes the brass lantern number {number} of the harbour." for number in range(6)]
OLD_DUTIES = [*_KEPT, *(f"Trims the oily wick number {number} of the lamp." for number in range(6))]
NEW_DUTIES = [*_KEPT, *(f"Programs the electric beacon number {number} of the coast." for number in range(8))]
OLD = document(spec_text("7001LH", "Lighthouse Keeper", OLD_DUTIES, "1/5/2001"))
NEW = document(spec_text("7001LH", "Lighthouse Keeper", NEW_DUTIES, "2/6/2002"))
OTHER = document(spec_text("7002LH", "Ferry Pilot", ["Steers the ferry between the islands."], "3/7/2003"))


def sync_here(home: Home, *documents: Document, progress: Progress | None = None, **options: Any) -> SyncReport:
    """A sync in this process with the small embedder."""
    if progress is not None:
        options["progress"] = progress
    return sync(home, documents, EMBEDDER, **options)


def start(target: Callable[..., None], *args: object) -> Any:
    """A process that runs `target`; forked from a server that has the modules loaded and nothing open."""
    process = FORKS.Process(target=target, args=args)
    process.start()
    return process


def run_to_end(target: Callable[..., None], *args: object) -> int:
    """Run `target` in a process; its exit code, which is minus the signal that killed it."""
    process = start(target, *args)
    process.join(60)
    assert process.exitcode is not None, "the process did not end"
    code: int = process.exitcode
    return code


def home_of(place: Path | Home) -> Home:
    """The home at a folder, with a catalogue and vectors of its own, or the one that is given."""
    return place if isinstance(place, Home) else Home.at(place)


def sync_documents(place: Path | Home, *documents: Document) -> None:
    """Sync in a process of its own."""
    sync_here(home_of(place), *documents)


def kill_at_step(place: Path | Home, number: int, *documents: Document) -> None:
    """Sync, and be killed when the sync reports its step `number` (from 0)."""
    seen = 0

    def progress(_step: Step, _done: int, _total: int) -> None:
        nonlocal seen
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1

    sync_here(home_of(place), *documents, progress=progress)


OURS = ("corpus", "index", "chromadb", "sqlalchemy")


def kill_at_call(path: Path, number: int, count_in: Path | None, *documents: Document) -> None:
    """Sync, and be killed at call `number` of a function of ours, of Chroma's or of SQLAlchemy's.

    With `count_in` nothing is killed: the number of such calls is written there.
    """
    calls = 0

    def profile(frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        if event in ("call", "c_call") and frame.f_globals.get("__name__", "").split(".")[0] in OURS:
            if calls == number and count_in is None:
                os.kill(os.getpid(), signal.SIGKILL)
            calls += 1

    sys.setprofile(profile)
    try:
        sync_here(Home.at(path), *documents)
    finally:
        sys.setprofile(None)
    if count_in is not None:
        count_in.write_text(str(calls))


def hold_the_lock(place: Path | Home, taken: Path, release: Path, *documents: Document) -> None:
    """Sync, and wait while holding the lock until the file `release` is there; `taken` tells that it is held."""

    def progress(step: Step, done: int, _total: int) -> None:
        if step is Step.COMMITTING and done == 0:
            taken.touch()
            while not release.exists():
                os.sched_yield()

    sync_here(home_of(place), *documents, progress=progress)
