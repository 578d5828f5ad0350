"""Facts read from a person's own words: each with the words it came from, to be struck out or taken in."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from assistant.eligibility.freetext import MOST_CHARACTERS, Reading, read_facts

Span = tuple[int, int]

EXAMPLE = "for example: master's in education, 092 certificate, 11 years teaching, 3 of them as principal"


def without(text: str, struck: Iterable[Span]) -> str:
    """The text with blanks in place of what was struck out, so that all other characters stay where they are."""
    for start, end in struck:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def spans(written: object) -> frozenset[Span]:
    """Spans as the page's checkboxes name them, "10-24"; what is none is left out."""
    found = set()
    for part in written if isinstance(written, list) else []:
        start, _, end = str(part).partition("-")
        if start.isdecimal() and end.isdecimal() and int(start) < int(end) <= MOST_CHARACTERS:
            found.add((int(start), int(end)))
    return frozenset(found)


def shown_spans(text: str, struck: frozenset[Span]) -> frozenset[Span]:
    """The spans of all that is shown as read or struck out."""
    return struck | {(fact.start, fact.end) for fact in read_facts(without(text, struck)).facts}


def words_html(text: str, struck: frozenset[Span], *, version: int, problem: str = "") -> str:
    """The field for a person's own words and, once there are some, what was read of them."""
    read = _reading_html(text, struck) if text.strip() else ""
    fault = f'<p class="fault">{escape(problem)}</p>' if problem else ""
    return (
        f'<details class="own-words" id="own-words"{" open" if read else ""}>'
        "<summary>Say it in your own words</summary>"
        f'<form data-form="read" data-drawing="{version}"><label for="own-text">What you have learned and done</label>'
        f'<textarea id="own-text" name="text" rows="4" maxlength="{MOST_CHARACTERS}" aria-describedby="own-hint">'
        f'{escape(text)}</textarea><p class="hint" id="own-hint">{escape(EXAMPLE)}</p>{fault}'
        f'<button type="submit">Read it</button></form>{read}</details>'
    )


def _reading_html(text: str, struck: frozenset[Span]) -> str:
    reading = read_facts(without(text, struck))
    values: dict[Span, list[str]] = {}
    for fact in reading.facts:
        values.setdefault((fact.start, fact.end), []).append(fact.value)
    shown = [(span, _fact(text[slice(*span)], "; ".join(said), span, kept=True)) for span, said in values.items()]
    shown += [(span, _fact(text[slice(*span)], "left out", span, kept=False)) for span in struck]
    facts = "".join(row for _, row in sorted(shown))  # each stays where it is when its box is cleared
    nothing = "" if facts else "<p>There is no fact in these words.</p>"
    rows = f'<ul class="read-facts">{facts}</ul>' if facts else nothing
    take = '<button type="submit">Take these facts in</button>' if reading.facts else ""
    return (
        '<form class="reading" data-live="strike" data-form="take"><fieldset><legend>Read from your words</legend>'
        f'<p class="hint">Nothing counts before you take it in. Clear the box of what is wrong.</p>{rows}</fieldset>'
        f"{_unread(reading)}{take}</form>"
    )


def _fact(words: str, value: str, span: Span, *, kept: bool) -> str:
    checked = " checked" if kept else ""
    return (
        f'<li><label class="check"><input type="checkbox" name="kept" value="{span[0]}-{span[1]}"{checked}> '
        f'<span>{escape(value)} <span class="dim">from “{escape(words)}”</span></span></label></li>'
    )


def _unread(reading: Reading) -> str:
    items = "".join(f"<li>“{escape(reading.text[start:end])}”</li>" for start, end in reading.unread)
    return f'<div class="unread"><p>Not read, so not counted:</p><ul>{items}</ul></div>' if items else ""
