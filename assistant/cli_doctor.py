"""`specs doctor`."""

from __future__ import annotations

import typer

from assistant.cli_terminal import Page, shown

NEEDS_MENDING = 4

MARKS = {"well": ("✓", "green"), "remark": ("!", "yellow"), "ill": ("✗", "red")}


def doctor() -> None:
    """Say what is not well, and how to mend it.

    Examined are the versions, the home, the embedding model with its digest, the catalogue with every text in it, the
    vectors and the lock. Exit code 4 where something needs mending.
    """
    from assistant.doctor import examine
    from index.home import Home

    page = Page()
    home = Home.from_environment()
    ill = 0
    for finding in examine(home):
        mark, style = MARKS[finding.health.value]
        page.line(shown(finding.said), marker=f"{mark} {finding.name:<10}", marked=style)
        if finding.mend:
            page.line(("▸ " + finding.mend, "bold"), indent=12)
        ill += finding.health.value == "ill"
    if ill:
        raise typer.Exit(NEEDS_MENDING)
