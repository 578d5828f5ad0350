"""Buttons of our own: one that shows cited characters in the source, one that asks the page to do something."""

from __future__ import annotations

from html import escape


def button(n: int, revision: str, start: int, end: int, quote: str) -> str:
    """The number of a citation as a button that shows its characters in the source."""
    said = " ".join(quote.split())
    shown = said if len(said) <= 400 else said[:399] + "…"
    return (
        f'<button type="button" class="cite" data-n="{n}" data-revision="{escape(revision)}" data-start="{start}" '
        f'data-end="{end}" title="{escape(shown)}" aria-label="Source {n}: {escape(shown[:160])}">{n}</button>'
    )


def act(name: str, label: str, *, kind: str = "chip", **data: str) -> str:
    """A button that asks the page to do something: `name` is what, `data` with what."""
    given = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    return f'<button type="button" class="{kind}" data-act="{name}"{given}>{escape(label)}</button>'
