"""`specs ingest`, `specs sync` and `specs demo`: what brings specifications in."""

from __future__ import annotations

import shlex
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_ask import SOME_FAILED
from assistant.cli_open import opened
from assistant.cli_progress import SyncBar
from assistant.cli_terminal import Page, complain, counted, shown

if TYPE_CHECKING:
    from corpus.errors import InputError
    from corpus.intake import Outcome
    from index.sync import SyncReport

Sources = Annotated[
    list[str], typer.Argument(metavar="PATH|URL", help="Files, folders, zip archives or web addresses.")
]
Code = Annotated[
    str | None, typer.Option("--code", metavar="CODE", help="The class code of the one text given, over its own.")
]

OUTCOME_WORDS = {
    "added": ("added", "green"),
    "revised": ("revised", "green"),
    "history": ("kept as history", "yellow"),
    "moved": ("moved", "yellow"),
    "unchanged": ("unchanged", "dim"),
}
"""What became of a text, in words, and how they look on a terminal."""

SAMPLE_QUESTIONS = (
    "Which classes accept a law degree as a substitution?",
    "What are the minimum qualifications for a Secretary?",
    "Who may make arrests?",
)


def ingest(sources: Sources, code: Code = None) -> None:
    """Take specifications in.

    They are .txt .md .html .pdf .docx files, folders and zip archives of them, and web addresses. A newer text of a
    class becomes its current revision, an older one is kept as history. An input that cannot be read is named with
    the reason, and the others are taken in (exit code 3).
    """
    from corpus.loaders import load
    from index.embeddings import open_embedder
    from index.home import Home
    from index.sync import sync

    with opened():  # so that a first run has the shipped specifications, too
        pass
    with SyncBar() as bar:
        report = sync(Home.from_environment(), load(sources), open_embedder(), code=code, progress=bar)
    _write_report(Page(), report)
    for failure in report.failures:
        complain(failure)
    if report.failures:
        raise typer.Exit(SOME_FAILED)


def _write_report(page: Page, report: SyncReport) -> None:
    for outcome in report.outcomes:
        _write_outcome(page, outcome)
    for conflict in report.conflicts:
        complain(conflict)
    if page.is_terminal:
        page.gap()
    page.line((_summary(report.outcomes, report.failures), "bold"))


def _write_outcome(page: Page, outcome: Outcome) -> None:
    said, style = OUTCOME_WORDS[outcome.kind.value]
    name = shown(outcome.source).rpartition("/")[2]
    parts = ((f"{outcome.class_code}  ", "bold"), shown(outcome.title), (f"  {name}", "dim"))
    page.line(*parts, marker=f"{said:<16}", marked=style)
    for notice in outcome.notices:
        page.line((shown(notice), "yellow"), indent=16)


def _summary(outcomes: tuple[Outcome, ...], failures: tuple[InputError, ...]) -> str:
    parts = [
        f"{sum(outcome.kind.value == kind for outcome in outcomes):,} {said}"
        for kind, (said, _) in OUTCOME_WORDS.items()
        if any(outcome.kind.value == kind for outcome in outcomes)
    ]
    parts += [f"{len(failures):,} failed"] if failures else []
    return f"{counted(len(outcomes) + len(failures), 'text')}: {', '.join(parts)}" if parts else "Nothing was given."


def sync_home() -> None:
    """Mend what is missing, remove what is stale.

    An empty home gets the specifications that are shipped.
    """
    from assistant.session import shipped
    from index.embeddings import open_embedder
    from index.home import Home
    from index.store import open_store
    from index.sync import sync

    home, embedder = Home.from_environment(), open_embedder()
    with closing(open_store(home, embedder.key, embedder.dimension)) as store, SyncBar() as bar:
        report = sync(home, shipped("specs") if store.state().is_empty else (), embedder, progress=bar)
        classes = len(store.catalogue.entries())
    done = [f"{counted(report.embedded, 'vector')} made"] if report.embedded else []
    done += [f"{counted(report.removed, 'stale vector')} removed"] if report.removed else []
    Page().line(", ".join([f"{counted(classes, 'class', 'classes')} ready in {home.path}", *done]))


def demo() -> None:
    """Load 24 fictional classes into a home of their own."""
    from index.home import Home

    home = Home.from_environment().path / "demo"
    with opened(home, "samples") as assistant:
        classes = assistant.catalogue.entries()
    page = Page()
    page.line(
        f"{counted(len(classes), 'sample class', 'sample classes')}, all fictional, are in a home of their own: {home}"
    )
    page.line("Your own classes are not touched. To ask about the samples, name that home:")
    page.gap()
    place = shlex.quote(str(home))
    for question in SAMPLE_QUESTIONS:
        page.line(f'SPECS_HOME={place} specs ask "{question}"', indent=2)
    page.line(f"SPECS_HOME={place} specs list", indent=2)
