"""`parse(text) -> Spec`: headings divide the text into sections, layout into blocks, blocks into clauses.

Nothing is altered and nothing is dropped: headings, list markers and clauses cover every non-blank character once.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus import layout
from corpus.blocks import Block
from corpus.clauses import clauses_of
from corpus.division import Draft, divide, header_end, read_lines
from corpus.fields import CODE, read_fields
from corpus.headings import is_capitals
from corpus.identity import Classes, all_classes, code_of, title_of
from corpus.model import Clause, FieldName, Section, SectionKind, Span, Spec
from corpus.subheads import LINEWISE, Setting, is_statement_in_capitals, level_of, shouts, title_keys
from corpus.titles import classes_named
from corpus.wraps import wrap_width

VERSION = 2
"""Raised when the same text would parse otherwise, so that stored sections and clauses are made anew."""

_ATTACHED = re.compile(r"\bsee\s+attached\b|\battached\s+(?:list|sheet|hereto)\b", re.IGNORECASE)
_CLASS_LINE = re.compile(rf"^[ \t]*CLASS[ \t]*:[ \t]*({CODE})\b", re.MULTILINE)


def parse(text: str, name: str | None = None) -> Spec:
    """The specification in a canonical text.

    `name` is the source's file name without its ending; it gives the class code and title where the text states
    none, and `Spec.notices` says so. Any text parses; what is not understood stands in sections of kind `other`.
    """
    name = (name or "").strip() or None
    read = read_lines(text)
    classes = classes_named(text, header_end(read))
    setting = Setting(
        titles=title_keys(tuple(title for _, title in classes)),
        width=wrap_width(text, [line.span for line in read]),
        shouts=shouts(text),
    )
    drafts, notices = divide(read, setting)
    sections, clauses, markers = _build(text, drafts, setting)
    fields = read_fields(text, sections)
    title, title_field, title_notices = title_of(text, sections, fields, name)
    code, code_notices = code_of(text, fields, classes, name)
    if title_field is not None:
        order = list(FieldName)
        fields = tuple(sorted((*fields, title_field), key=lambda field: order.index(field.name)))
    named = all_classes(code, title, classes, tuple(_CLASS_LINE.findall(text)))
    said = (*notices, *title_notices, *code_notices, *_series_notice(named), *_attachment_notice(text))
    return Spec(text, code, title, sections, clauses, markers, fields, named, said)


def _build(
    text: str, drafts: tuple[Draft, ...], setting: Setting
) -> tuple[tuple[Section, ...], tuple[Clause, ...], tuple[Span, ...]]:
    sections: list[Section] = []
    clauses: list[Clause] = []
    markers: list[Span] = []
    topic = SectionKind.OTHER
    starts = [draft.start for draft in drafts if _is_kept(text, draft)]
    for draft in drafts:
        markers.extend(draft.markers)
        if not _is_kept(text, draft):
            continue
        topic = topic if draft.kind is SectionKind.NOTE else draft.kind
        found = _read_blocks(text, draft, setting)
        first = len(clauses)
        clauses.extend(clauses_of(text, found.blocks, draft.kind, len(sections), first))
        markers.extend(found.markers)
        end = starts[len(sections) + 1] if len(sections) + 1 < len(starts) else len(text)
        span = Span(draft.start, end)
        sections.append(Section(len(sections), draft.kind, draft.heading, span, (first, len(clauses)), topic))
    return tuple(sections), tuple(clauses), tuple(sorted(markers))


def _is_kept(text: str, draft: Draft) -> bool:
    """Whether the draft has a heading or any text; the header of a text that begins with a heading has neither."""
    return draft.heading is not None or any(line.of(text).strip() for line in draft.lines)


def _read_blocks(text: str, draft: Draft, setting: Setting) -> layout.Layout:
    """The draft's blocks; a sub-heading's line is read apart, so that no wrap joins it to its neighbours."""
    blocks: list[Block] = []
    markers: list[Span] = []
    run: list[Span] = []
    blank = False

    def end_run() -> None:
        part = layout.read(text, run, setting.width)
        blocks.extend(part.blocks)
        markers.extend(part.markers)
        run.clear()

    before = ""
    for place, line in enumerate(draft.lines):
        written = line.of(text)
        if not written.strip():
            blank = True
            run.append(line)
            continue
        after = place + 1 < len(draft.lines) and not draft.lines[place + 1].of(text).strip()
        level = level_of(written, draft.kind, setting, apart=(blank or not place, after))
        if not blank and is_statement_in_capitals(before) and is_capitals(written):
            level, written = None, before
        if level is not None or draft.kind in LINEWISE:
            end_run()
            part = layout.read(text, [line], apart=blank)
            blocks.extend(replace(block, level=level) for block in part.blocks)
            markers.extend(part.markers)
        else:
            run.append(line)
        blank = False
        before = written
    end_run()
    return layout.Layout(tuple(blocks), tuple(markers))


def _series_notice(classes: Classes) -> tuple[str, ...]:
    if len(classes) < 2:
        return ()
    return ("the text specifies several classes: " + ", ".join(f"{title} ({code})" for code, title in classes),)


def _attachment_notice(text: str) -> tuple[str, ...]:
    if _ATTACHED.search(text):
        return ("the text refers to an attachment that is not part of it",)
    return ()
