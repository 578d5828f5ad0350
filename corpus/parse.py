"""`parse(text) -> Spec`: headings divide the text into sections, layout into blocks, blocks into clauses.

Nothing is altered and nothing is dropped: headings, list markers and clauses cover every non-blank character once.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from corpus import headings, infer, layout
from corpus.clauses import clauses_of
from corpus.fields import CODE, read_fields
from corpus.model import Clause, Field, FieldName, Section, SectionKind, Span, Spec
from corpus.titles import classes_named, header_title

VERSION = 1
"""Raised when the same text would parse otherwise, so that stored sections and clauses are made anew."""

_CLASS_LINE = re.compile(r"^\s*CLASS\s*:\s*\S+", re.IGNORECASE)
_SUBHEAD_END = re.compile(r"[.;,!?]$")
_SLUG = re.compile(r"[^A-Za-z0-9]+")
_MIN_INFERRED = 4


@dataclass(frozen=True, slots=True)
class _Draft:
    """A section before its clauses are read: the characters under its heading, line by line."""

    kind: SectionKind
    heading: Span | None
    lines: tuple[Span, ...]


def parse(text: str, name: str | None = None) -> Spec:
    """The specification in a canonical text.

    `name` is the source's file name without its ending; it gives the class code and title where the text states
    none, and `Spec.notices` says so. Any text parses; what is not understood stands in sections of kind `other`.
    """
    classes: tuple[tuple[str, str], ...] = ()
    drafts, notices = _drafts(text)
    sections, clauses, markers = _build(text, drafts)
    classes = classes_named(text, sections)
    if classes:
        sections, clauses, markers = _build(text, drafts, frozenset(_title_key(title) for _, title in classes))
    fields = read_fields(text, sections)
    title, fields, title_notice = _title(text, sections, fields, name)
    code, code_notice = _code(text, fields, classes, name)
    said = (*notices, *title_notice, *code_notice, *_series_notice(classes), *_attachment_notice(text))
    return Spec(text, code, title, sections, clauses, markers, fields, classes or ((code, title),), said)


def _drafts(text: str) -> tuple[list[_Draft], tuple[str, ...]]:
    spans = list(layout.lines(text, Span(0, len(text))))
    drafts = [_Draft(SectionKind.HEADER, None, ())]
    for place, line in enumerate(spans):
        _take_line(text, drafts, line, _is_set_apart(text, spans, place))
    headed = any(draft.heading for draft in drafts)
    if not headed and (inferred := _infer(text, spans)):
        return inferred, ("the text has no headings; its sections were told by how its sentences are written",)
    return drafts, ()


def _take_line(text: str, drafts: list[_Draft], line: Span, set_apart: bool) -> None:
    written = line.of(text)
    if _CLASS_LINE.match(written) and drafts[-1].kind is not SectionKind.HEADER:
        drafts.append(_Draft(SectionKind.CLASS_DATES, None, (line,)))
        return
    found = headings.find(written)
    if not found:
        if set_apart and len(drafts) > 1 and _is_shape_heading(written):
            drafts.append(_Draft(SectionKind.OTHER, _tight(text, line), ()))
            return
        drafts[-1] = replace(drafts[-1], lines=(*drafts[-1].lines, line))
        return
    for place, heading in enumerate(found):
        end = found[place + 1].start if place + 1 < len(found) else len(written)
        rest = Span(line.start + heading.end, line.start + end)
        span = Span(line.start + heading.start, line.start + heading.end)
        drafts.append(_Draft(heading.kind or SectionKind.OTHER, span, (rest,) if rest.of(text).strip() else ()))


def _is_set_apart(text: str, spans: list[Span], place: int) -> bool:
    """Whether a blank line stands on both sides: the sign of a heading in texts that set them so."""
    before = place == 0 or not spans[place - 1].of(text).strip()
    after = place + 1 < len(spans) and not spans[place + 1].of(text).strip()
    return before and after


def _is_shape_heading(written: str) -> bool:
    stripped = written.strip()
    return headings.is_capitals(stripped) and len(stripped) <= 70 and not stripped.endswith((":", ";", ","))


def _infer(text: str, spans: list[Span]) -> list[_Draft]:
    drafts = [_Draft(SectionKind.HEADER, None, ())]
    for line in spans:
        kind = infer.infer(line.of(text))
        if kind is None or kind is drafts[-1].kind:
            drafts[-1] = replace(drafts[-1], lines=(*drafts[-1].lines, line))
        else:
            drafts.append(_Draft(kind, None, (line,)))
    kinds = {draft.kind for draft in drafts} - {SectionKind.HEADER}
    return drafts if len(kinds) >= _MIN_INFERRED else []


def _build(
    text: str, drafts: list[_Draft], titles: frozenset[str] = frozenset()
) -> tuple[tuple[Section, ...], tuple[Clause, ...], tuple[Span, ...]]:
    sections: list[Section] = []
    clauses: list[Clause] = []
    markers: list[Span] = []
    topic = SectionKind.OTHER
    for place, draft in enumerate(drafts):
        if draft.kind is SectionKind.HEADER and not any(line.of(text).strip() for line in draft.lines):
            continue
        start = draft.heading.start if draft.heading else draft.lines[0].start
        end = _start_of(drafts[place + 1]) if place + 1 < len(drafts) else len(text)
        topic = topic if draft.kind is SectionKind.NOTE else draft.kind
        found = _read_blocks(text, draft, titles)
        subheads = frozenset(
            block.span for block in found.blocks if _is_subhead(text, block, draft.kind, titles)
        )
        first = len(clauses)
        clauses.extend(clauses_of(text, found.blocks, draft.kind, len(sections), first, subheads))
        markers.extend(found.markers)
        section = Section(len(sections), draft.kind, draft.heading, Span(start, end), (first, len(clauses)), topic)
        sections.append(section)
    return tuple(sections), tuple(clauses), tuple(markers)


def _read_blocks(text: str, draft: _Draft, titles: frozenset[str]) -> layout.Layout:
    """The draft's blocks; a sub-heading's line is read apart, so that no wrap joins it to its neighbours."""
    runs: list[list[Span]] = [[]]
    for line in draft.lines:
        if draft.kind in _LINEWISE or _is_subhead_line(line.of(text), draft.kind, titles):
            runs.extend(([line], []))
        else:
            runs[-1].append(line)
    read = [layout.read(text, run) for run in runs if run]
    return layout.Layout(
        tuple(block for part in read for block in part.blocks), tuple(mark for part in read for mark in part.markers)
    )


_NO_SUBHEADS = headings.FIELD_KINDS | {SectionKind.HEADER, SectionKind.CLASS_DATES, SectionKind.CANCELLATION}
_LINEWISE = _NO_SUBHEADS - {SectionKind.CANCELLATION, SectionKind.ACKNOWLEDGEMENT}
"""Sections of short values, one a line: nothing in them is wrapped."""
_ALTERNATIVE = re.compile(r"^(?:either|or)\s+(?:[IVX]{1,4}|\d)$", re.IGNORECASE)


def _is_subhead_line(written: str, kind: SectionKind, titles: frozenset[str]) -> bool:
    """Agency and function names in capitals ("AT A TROOP:"), LEAD LEVEL, the class titles of a series."""
    stripped = written.strip()
    if kind in _NO_SUBHEADS or not stripped or len(stripped) > 80:
        return False
    if _title_key(stripped) in titles or _ALTERNATIVE.match(stripped):
        return True
    words = re.findall(r"[A-Za-z]+", stripped)
    long_enough = sum(map(len, words)) >= 5 and not (len(words) == 1 and len(words[0]) < 4)
    return headings.is_capitals(stripped) and long_enough and not _SUBHEAD_END.search(stripped) and stripped[0].isalpha()


def _is_subhead(text: str, block: layout.Block, kind: SectionKind, titles: frozenset[str]) -> bool:
    return not block.style and "\n" not in block.span.of(text) and _is_subhead_line(block.span.of(text), kind, titles)


def _start_of(draft: _Draft) -> int:
    return draft.heading.start if draft.heading else draft.lines[0].start


def _title_key(title: str) -> str:
    """A title without its remarks in brackets, for finding it again as a sub-heading."""
    return " ".join(re.sub(r"\([^()]*\)", " ", title).upper().split()).rstrip(" :")


def _title(
    text: str, sections: tuple[Section, ...], fields: tuple[Field, ...], name: str | None
) -> tuple[str, tuple[Field, ...], tuple[str, ...]]:
    found = header_title(text, sections)
    if found is None:
        previous = next((field for field in fields if field.name is FieldName.PREVIOUS_TITLE), None)
        found = replace(previous, name=FieldName.CLASS_TITLE) if previous else None
    if found is None:
        title = name or "Untitled"
        return title, fields, (f"no class title in the text; {title!r} comes from the file name",)
    order = list(FieldName)
    return found.value, tuple(sorted((*fields, found), key=lambda field: order.index(field.name))), ()


def _code(
    text: str, fields: tuple[Field, ...], classes: tuple[tuple[str, str], ...], name: str | None
) -> tuple[str, tuple[str, ...]]:
    stated = next((field.value for field in fields if field.name is FieldName.CLASS_CODE), None)
    if stated:
        return stated, ()
    if classes:
        named = [code for code, _ in classes if name and code in name]
        return (named or [classes[0][0]])[0], ()
    if name:
        within = re.search(rf"(?<![\w.-]){CODE}(?![\w.-])", name)
        code = within.group() if within else _SLUG.sub("-", name).strip("-").lower() or "untitled"
    else:
        code = "text-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return code, (f"no class code in the text; {code!r} comes from the {'file name' if name else 'text itself'}",)


def _series_notice(classes: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    if len(classes) < 2:
        return ()
    return ("the text specifies several classes: " + ", ".join(f"{title} ({code})" for code, title in classes),)


def _attachment_notice(text: str) -> tuple[str, ...]:
    if re.search(r"\bsee attached\b|\battached (?:list|sheet|hereto)\b", text, re.IGNORECASE):
        return ("the text refers to an attachment that is not part of it",)
    return ()


def _tight(text: str, line: Span) -> Span:
    written = line.of(text)
    start = line.start + len(written) - len(written.lstrip())
    return Span(start, line.start + len(written.rstrip()))
