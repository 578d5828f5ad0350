"""Lines to sections: where each begins, what heads it, and which lines it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from corpus import blocks, headings
from corpus.headings import BULLETS, Heading
from corpus.infer import infer_kinds
from corpus.lexicon import LEXICON, PURPOSE_BESIDE_DUTIES, WITHIN_QUALIFICATIONS
from corpus.model import MQ_KINDS, SectionKind, Span
from corpus.sentences import trim
from corpus.subheads import Level, Setting, is_level_name, is_statement_in_capitals, level_of, names_class

_MAX_SHAPED = 70
_MIN_INFERRED = 4
_MAX_INFERRED = 1000
"""A text of more lines is no specification whose headings were stripped; looking for its sections would take long."""
_SERIES_LEVELS = (Level.CLASS, Level.ALTERNATIVE)


@dataclass(slots=True)
class Draft:
    """A section before its clauses are read: the characters under its heading, line by line.

    `start` is where it begins, `markers` what stands about its heading and is no part of it.
    """

    kind: SectionKind
    start: int
    heading: Span | None = None
    key: str = ""
    lines: list[Span] = field(default_factory=list)
    markers: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """A line, the headings in it, whether it stands after and before a blank line, and whether bullets follow it."""

    span: Span
    written: str
    found: tuple[Heading, ...]
    after_blank: bool
    before_blank: bool
    leads_bullets: bool = False


def header_end(read: Sequence[Line]) -> int:
    """The offset at which the text's header ends: that of its first heading, or the end of the text."""
    headed = next((line for line in read if line.found), None)
    return headed.span.start + headed.found[0].start if headed else (read[-1].span.end if read else 0)


def divide(read: Sequence[Line], setting: Setting) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """The sections in order, and notices on how they were told."""
    if not any(heading.end > heading.start for line in read for heading in line.found):
        inferred = _inferred(read)
        if inferred:
            return inferred, ("the text has no headings; its sections were told by how its sentences are written",)
    drafts = [Draft(SectionKind.HEADER, 0)]
    for line in read:
        _take(drafts, line, setting)
    _settle_purpose(drafts)
    return tuple(drafts), ()


def read_lines(text: str) -> list[Line]:
    """The lines of the text with the headings found in them; a heading broken over two lines is one line."""
    spans = list(blocks.lines(text, Span(0, len(text))))
    written = [span.of(text) for span in spans]
    blank = [not line.strip() for line in written]
    read: list[Line] = []
    joined = False
    for place, span in enumerate(spans):
        before = place == 0 or blank[place - 1]
        after = place + 1 < len(spans) and blank[place + 1]
        if joined:
            joined = False
            continue
        found = () if blank[place] else headings.find(written[place], apart=before)
        whole = None if blank[place] else _wrapped_heading(written, place)
        if whole is not None:
            joined = True
            both = Span(span.start, spans[place + 1].end)
            read.append(Line(both, both.of(text), (whole,), before, after))
        else:
            following = next((line.lstrip() for line in written[place + 1 : place + 3] if line.strip()), "")
            read.append(Line(span, written[place], found, before, after, following[:1] in BULLETS and bool(following)))
    return read


def _wrapped_heading(written: Sequence[str], place: int) -> Heading | None:
    """A heading in capitals that was broken over two lines."""
    if place + 1 >= len(written) or len(written[place]) + len(written[place + 1]) > 100:
        return None
    both = f"{written[place]}\n{written[place + 1]}"
    if not written[place + 1].strip() or not headings.is_capitals(both):
        return None
    key = headings.key_of(both)
    if key not in LEXICON or headings.key_of(written[place]) == key:
        return None
    start = len(both) - len(both.lstrip())
    return Heading(LEXICON[key], key, start, len(both.rstrip()), len(both))


def _take(drafts: list[Draft], line: Line, setting: Setting) -> None:
    """Add the line to the section that is open, or open those that begin on it."""
    found = [heading for heading in line.found if not _is_label_within(heading, drafts)]
    if not found:
        if _is_shaped(line, drafts, setting):
            bare = trim(line.written, Span(0, len(line.written)))
            found = [Heading(SectionKind.OTHER, "", bare.start, bare.end, len(line.written))]
        else:
            _resume_after_note(drafts, line, setting)
            drafts[-1].lines.append(line.span)
            return
    if found[0].start and line.written[: found[0].start].strip():
        _take_before(drafts, line, found[0].start)
    base = line.span.start
    for place, heading in enumerate(found):
        end = found[place + 1].start if place + 1 < len(found) else len(line.written)
        if heading.start == heading.end and _goes_on(drafts[-1], line.written[heading.start :]):
            drafts[-1].lines.append(Span(base + heading.start, base + end))
            continue
        draft = Draft(heading.kind, base + heading.start)
        if heading.end > heading.start:
            draft.heading = Span(base + heading.start, base + heading.end)
            draft.key = heading.key
            draft.markers.extend(_marks(line, heading.end, heading.value))
        if line.written[heading.value : end].strip():
            draft.lines.append(Span(base + heading.value, base + end))
        drafts.append(draft)


def _goes_on(draft: Draft, written: str) -> bool:
    """Whether a line of class dates belongs to the section that is open; the line CLASS begins those of each class."""
    if draft.kind is SectionKind.HEADER:
        return True
    return draft.kind is SectionKind.CLASS_DATES and not written.upper().startswith("CLASS")


def _take_before(drafts: list[Draft], line: Line, end: int) -> None:
    """What stands before a heading on its line: markup, a number, or the end of the section before it."""
    before = line.written[:end]
    if re.search(r"[^\W\d_]{2}", before):
        drafts[-1].lines.append(Span(line.span.start, line.span.start + end))
    else:
        drafts[-1].markers.extend(_marks(line, 0, end))


def _marks(line: Line, start: int, end: int) -> list[Span]:
    """The runs of characters that are not blank."""
    base = line.span.start
    return [Span(base + run.start(), base + run.end()) for run in re.compile(r"\S+").finditer(line.written, start, end)]


def _is_label_within(heading: Heading, drafts: list[Draft]) -> bool:
    """ "Education:" under qualifications labels a part of them, and opens no section."""
    if heading.key not in WITHIN_QUALIFICATIONS:
        return False
    kinds = [draft.kind for draft in drafts if draft.kind is not SectionKind.NOTE]
    return kinds[-1] in MQ_KINDS and drafts[-1].kind in (*MQ_KINDS, SectionKind.NOTE)


def _is_shaped(line: Line, drafts: list[Draft], setting: Setting) -> bool:
    """Whether a line that the lexicon does not know is a heading by its look: capitals, set apart, and no sentence.

    Among bullets and among qualifications it heads a part of the section: what follows it must not be lost to them.
    """
    if not (line.after_blank and line.before_blank) or len(drafts) < 2 or setting.shouts or line.leads_bullets:
        return False
    if next((draft.kind for draft in reversed(drafts) if draft.kind is not SectionKind.NOTE), None) in MQ_KINDS:
        return False
    bare = line.written.strip()
    return (
        headings.is_capitals(bare)
        and len(bare) <= _MAX_SHAPED
        and bare[0].isalpha()
        and bare[-1] not in ":;,."
        and not is_statement_in_capitals(bare)
        and not is_level_name(bare)
        and level_of(bare, SectionKind.OTHER, setting) is not None
        and not names_class(bare, setting.titles)
    )


def _resume_after_note(drafts: list[Draft], line: Line, setting: Setting) -> None:
    """A note within a series ends where the next class or alternative begins; the section before it goes on."""
    if drafts[-1].kind is not SectionKind.NOTE or len(drafts) < 3:
        return
    before = next((draft for draft in reversed(drafts) if draft.kind is not SectionKind.NOTE), drafts[0])
    if before.kind is SectionKind.HEADER or headings.is_capitals(line.written):
        return
    if level_of(line.written, before.kind, setting) in _SERIES_LEVELS:
        drafts.append(Draft(before.kind, line.span.start))


def _settle_purpose(drafts: list[Draft]) -> None:
    kinds = {draft.kind for draft in drafts}
    others = [draft for draft in drafts if draft.kind is SectionKind.DUTIES and draft.key not in PURPOSE_BESIDE_DUTIES]
    if SectionKind.PURPOSE in kinds or not others:
        return
    for draft in drafts:
        if draft.key in PURPOSE_BESIDE_DUTIES:
            draft.kind = SectionKind.PURPOSE


def _inferred(read: Sequence[Line]) -> tuple[Draft, ...]:
    if len(read) > _MAX_INFERRED:
        return ()
    kinds = infer_kinds([line.written for line in read])
    drafts = [
        Draft(kind, run[0][1].span.start, lines=[line.span for _, line in run])
        for kind, run in ((kind, list(run)) for kind, run in groupby(zip(kinds, read, strict=True), key=lambda p: p[0]))
    ]
    return tuple(drafts) if len({draft.kind for draft in drafts} - {SectionKind.HEADER}) >= _MIN_INFERRED else ()
