"""Two specifications side by side as HTML: fields, and sections clause by clause, with what differs marked in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import count

from assistant.compare import (
    QUOTES,
    STATED_IN_FIELDS,
    ChangeKind,
    ClauseChange,
    Comparison,
    FieldPair,
    SectionChange,
)
from assistant.edition import edition_of
from assistant.web.buttons import button
from corpus.model import Clause, FieldName, Spec

Names = tuple[str, str]
"""What the two texts are called above their columns."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a clause: an icon, and words."""

    icon: str
    words: str


REVISIONS: Mapping[ChangeKind, Mark] = {
    ChangeKind.ADDED: Mark("+", "added"),
    ChangeKind.REMOVED: Mark("−", "removed"),
    ChangeKind.CHANGED: Mark("~", "changed"),
    ChangeKind.SAME: Mark("=", "same"),
}


def class_marks(names: Names) -> Mapping[ChangeKind, Mark]:
    """The same where the two are different classes, of which neither is the older."""
    return {
        ChangeKind.ADDED: Mark("›", f"only {names[1]}"),
        ChangeKind.REMOVED: Mark("‹", f"only {names[0]}"),
        ChangeKind.CHANGED: Mark("~", "worded otherwise"),
        ChangeKind.SAME: Mark("=", "in both"),
    }


def names_of(found: Comparison) -> Names:
    """The codes of two classes, or what tells two revisions of one apart."""
    one, other = found.before, found.after
    if one.class_code != other.class_code:
        return one.class_code, other.class_code
    dated = edition_of(one).dated, edition_of(other).dated
    return dated if dated[0] != dated[1] else (f"text {one.revision[:8]}", f"text {other.revision[:8]}")


def head_html(found: Comparison) -> str:
    """Which two texts these are, and how much of them differs."""
    is_history = found.before.class_code == found.after.class_code
    heads = "".join(_head(spec) for spec in (found.before, found.after))
    return f'<div class="sides heads">{heads}</div><p class="count">{escape(count_words(found, is_history))}</p>'


def _head(spec: Spec) -> str:
    return (
        f'<div class="side"><h3>{escape(spec.title)}</h3><p class="dim">{escape(spec.class_code)} · '
        f'<span class="whole">{escape(edition_of(spec).dated)}</span></p></div>'
    )


def count_words(found: Comparison, is_history: bool) -> str:
    """How many clauses and fields differ, and how many are the same, in a sentence."""
    marks = REVISIONS if is_history else class_marks(names_of(found))
    kinds = [change.kind for section in _sections(found) for change in section.clauses]
    if all(kind is ChangeKind.SAME for kind in kinds) and all(pair.is_same for pair in _fields(found)):
        return "The two texts say the same."
    told = [
        f"{kinds.count(kind)} {marks[kind].words}"
        for kind in (ChangeKind.CHANGED, ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.SAME)
        if kinds.count(kind)
    ]
    fields = sum(not pair.is_same for pair in _fields(found))
    also = f"; {fields} field{'s' * (fields != 1)} differ{'s' * (fields == 1)}" if fields else ""
    return f"Clauses: {', '.join(told)}{also}."


# ── fields ──


def table(title: str, rows: Sequence[tuple[str, str, str]], names: Names) -> str:
    """A table of values in two columns, those that differ marked."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in ("", *names, ""))
    lines = "".join(
        f'<tr class="{"same" if one == other else "differs"}"><th scope="row">{escape(name)}</th>'
        f"<td>{escape(one)}</td><td>{escape(other)}</td><td>{_differs(one, other)}</td></tr>"
        for name, one, other in rows
    )
    return (
        f'<div class="table-scroll"><table class="values"><caption class="sr">{escape(title)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _differs(one: str, other: str) -> str:
    return "" if one == other else '<span class="only"><span aria-hidden="true">≠</span> differs</span>'


def _fields(found: Comparison) -> list[FieldPair]:
    """The fields but for those that stand above the columns."""
    return [pair for pair in found.fields if pair.name not in {FieldName.CLASS_CODE, FieldName.CLASS_TITLE}]


def fields_html(found: Comparison, *, only_differences: bool) -> str:
    """What the two texts state in fields."""
    stated = _fields(found)
    pairs = [pair for pair in stated if not (only_differences and pair.is_same)]
    same = len(stated) - len(pairs)
    rows = [
        (pair.name.value.replace("_", " "), pair.before or "not stated", pair.after or "not stated") for pair in pairs
    ]
    shown = table("Fields", rows, names_of(found)) if rows else ""
    return f'<section class="compared" aria-label="Fields"><h4>Fields</h4>{shown}{_same(same)}</section>'


def _same(number: int) -> str:
    return f'<p class="dim">= {number} the same, not shown</p>' if number else ""


# ── sections ──


def _sections(found: Comparison) -> Iterator[SectionChange]:
    yield from (section for section in found.sections if section.kind not in STATED_IN_FIELDS)


def sections_html(found: Comparison, *, only_differences: bool) -> str:
    """The sections clause by clause; with `only_differences` those that are the same are only counted."""
    names = names_of(found)
    marks = REVISIONS if found.before.class_code == found.after.class_code else class_marks(names)
    shown = [section for section in _sections(found) if not (only_differences and section.is_same)]
    same = [section.label for section in _sections(found) if only_differences and section.is_same]
    parts = [_section(found, section, marks, names, only_differences) for section in shown]
    if same:
        listed = ", ".join(same)
        parts.append(f'<p class="dim">= The same in both, not shown: {escape(listed)}</p>')
    return "".join(parts)


def _section(
    found: Comparison, section: SectionChange, marks: Mapping[ChangeKind, Mark], names: Names, only_differences: bool
) -> str:
    changes = [change for change in section.clauses if not (only_differences and change.kind is ChangeKind.SAME)]
    numbers = count(1)
    rows = "".join(_row(found, change, marks, names, numbers) for change in changes)
    return (
        f'<section class="compared" aria-label="{escape(section.label)}"><h4>{escape(section.label)}</h4>'
        f'<ul class="changes">{rows}</ul>{_same(len(section.clauses) - len(changes))}</section>'
    )


def _row(
    found: Comparison, change: ClauseChange, marks: Mapping[ChangeKind, Mark], names: Names, numbers: Iterator[int]
) -> str:
    mark = marks[change.kind]
    before, after = (
        word_changes(change.said_before, change.said_after)
        if change.kind is ChangeKind.CHANGED
        else (escape(change.said_before), escape(change.said_after))
    )
    sides = (
        _cell(found.before, change.before, before, names[0], numbers),
        _cell(found.after, change.after, after, names[1], numbers),
    )
    return (
        f'<li class="change {change.kind.value}"><span class="mark-words"><span aria-hidden="true">{mark.icon}</span> '
        f'{escape(mark.words)}</span><div class="sides">{"".join(sides)}</div></li>'
    )


def _cell(spec: Spec, clause: Clause | None, said: str, name: str, numbers: Iterator[int]) -> str:
    if clause is None:
        return f'<div class="side none"><span class="sr">Not in {escape(name)}</span></div>'
    cite = button(next(numbers), spec.revision, clause.span.start, clause.span.end, spec.quote(clause))
    return f'<div class="side"><span class="whose">{escape(name)}</span> {said} {cite}</div>'


def word_changes(before: str, after: str) -> tuple[str, str]:
    """Both wordings as HTML: in the first what went as <del>, in the second what came as <ins>."""
    old, new = before.split(), after.split()
    first, second = ([word.translate(QUOTES) for word in words] for words in (old, new))
    ones: list[str] = []
    others: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        gone, come = escape(" ".join(old[a:b])), escape(" ".join(new[c:d]))
        ones.append(gone if tag == "equal" else f"<del>{gone}</del>" if gone else "")
        others.append(come if tag == "equal" else f"<ins>{come}</ins>" if come else "")
    return " ".join(filter(None, ones)), " ".join(filter(None, others))
