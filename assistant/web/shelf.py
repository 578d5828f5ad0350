"""The classes of the library as a list: what each is, how much of its rules people have reviewed, and its revisions."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from assistant.eligibility.reviews import share_reviewed
from assistant.web import frame
from assistant.web.buttons import act
from assistant.web.desk import Desk
from corpus.catalogue import RevisionEntry
from corpus.entries import Entry
from corpus.errors import UserMistake
from corpus.model import FieldName

MOST_SHOWN = 50
"""Classes that are listed at once."""


def shelf_html(desk: Desk, wanted: str = "") -> str:
    """The classes whose code or title has the words that are wanted."""
    entries = desk.entries()
    if not entries:
        return frame.empty("No classes yet", "Add specifications under “Add”: files, an archive, or a web address.")
    words = wanted.casefold().split()
    found = [entry for entry in entries if all(word in _words(entry) for word in words)]
    if not found:
        return f'<p class="dim" role="status">No class has “{escape(wanted)}” in its code or title.</p>'
    more = f"; the first {MOST_SHOWN} are shown, search for the others" if len(found) > MOST_SHOWN else ""
    counted = f"{len(found)} of {len(entries)}" if words else str(len(entries))
    rows = "".join(_entry_html(desk, entry) for entry in found[:MOST_SHOWN])
    return f'<p class="dim" role="status">Classes: {counted}{more}</p><ul class="shelf">{rows}</ul>'


def source_button(revision: str, label: str, about: str) -> str:
    """A button that shows a text in the pane beside the page."""
    return (
        f'<button type="button" class="chip" data-source="{escape(revision)}" '
        f'aria-label="{escape(f"{label} of {about}")}">{escape(label)}</button>'
    )


def dated(revised: str | None, effective: str | None, revision: str) -> str:
    """Which text of a class it is."""
    if revised:
        return f"revised {revised}"
    return f"effective {effective}" if effective else f"text {revision[:8]}"


def short_source(source: str) -> str:
    """Where a text came from: a web address whole, of a file its name and not its folder."""
    if source.startswith(("http://", "https://")):
        return source
    return source.replace("\\", "/").rpartition("/")[2]


def _words(entry: Entry) -> str:
    return " ".join(part for pair in ((entry.class_code, entry.title), *entry.classes) for part in pair).casefold()


def _entry_html(desk: Desk, entry: Entry) -> str:
    revisions = desk.catalogue.history(entry.class_code)
    when = dated(entry.values.get(FieldName.REVISED), entry.values.get(FieldName.EFFECTIVE_DATE), entry.revision)
    codes = [code for code, _ in entry.classes] or [entry.class_code]
    is_one = len(codes) == 1
    rules = "".join(act("rules", "Rules" if is_one else f"Rules of {code}", code=code) for code in dict.fromkeys(codes))
    series = "" if is_one else f'<div class="acts">{rules}</div>'
    count = f"{len(revisions)} revision{'s' * (len(revisions) != 1)}"
    return (
        f'<li><div class="row-head"><p class="strong">{escape(entry.title)} '
        f'<span class="dim">{escape(entry.class_code)} · <span class="whole">{escape(when)}</span></span></p>'
        f'<div class="acts">{source_button(entry.revision, "Text", entry.title)}{rules if is_one else ""}</div></div>'
        f"<details><summary>{count} · {_reviewed(desk, codes)}</summary>"
        f"{series}{_history_html(revisions)}</details></li>"
    )


def _reviewed(desk: Desk, codes: Sequence[str]) -> str:
    """How much of the rules people have reviewed."""
    try:
        found = {f"{code} {key}": review for code in codes for key, review in desk.rules.reviews(code).items()}
    except UserMistake:
        return "the imported rules cannot be used"
    return f"{share_reviewed(found):.0%} of the rules reviewed" if found else "no rules"


def _history_html(revisions: Sequence[RevisionEntry]) -> str:
    now = next(one for one in revisions if one.is_current)
    return f'<ul class="history">{"".join(_revision_html(one, now) for one in revisions)}</ul>'


def _revision_html(one: RevisionEntry, now: RevisionEntry) -> str:
    when = dated(one.revised, one.effective, one.revision)
    asked = {"a": one.class_code, "a_rev": one.revision, "b": now.class_code, "b_rev": now.revision}
    compare = f'<a href="/compare?{escape(urlencode(asked))}">Compare with the current text</a>'
    state = '<span class="badge answered">✓ current</span>' if one.is_current else compare
    return (
        f'<li><span class="strong">{escape(when)}</span> {state} '
        f'<span class="dim">{escape(short_source(one.source))} · {one.revision[:8]}</span> '
        f"{source_button(one.revision, 'Text', when)}</li>"
    )
