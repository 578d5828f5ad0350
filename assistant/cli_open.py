"""Opening the home for a command; what is missing is made first, which is said on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli_progress import SyncBar
from assistant.cli_terminal import remark
from assistant.session import Assistant, open_assistant

if TYPE_CHECKING:
    from corpus.catalogue import Catalogue


@contextmanager
def opened(home: Path | None = None, corpus: str = "specs") -> Iterator[Assistant]:
    """The assistant on a home, by default the one of the environment; an empty one is filled with a shipped corpus."""
    with SyncBar() as bar:
        assistant = open_assistant(home, corpus=corpus, progress=bar, on_first_run=_say_first_run)
    with assistant:
        yield assistant


@contextmanager
def opened_catalogue() -> Iterator[Catalogue]:
    """The catalogue of the home, without a model: for what needs no search."""
    from corpus.catalogue import Catalogue
    from index.derivation import derivation
    from index.home import Home

    place = Home.from_environment()
    place.make()
    catalogue = Catalogue.open(place.catalogue_url)
    try:
        if catalogue.derived_by() != derivation() or not catalogue.entries():
            with opened():
                pass
        yield catalogue
    finally:
        catalogue.close()


def _say_first_run() -> None:
    remark("Getting the specifications ready for questions (once) ...")
