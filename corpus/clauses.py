"""Blocks to clauses: stems that carry to the items after them, sentences of paragraphs, `;`-joined lists.

The stem is kept as structure (`Clause.parent`); no text is altered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from corpus.blocks import Block
from corpus.groups import Groups
from corpus.lexicon import FIELD_KINDS
from corpus.model import MQ_KINDS, Clause, ClauseRole, SectionKind, Span
from corpus.sentences import sentences, trim
from corpus.wording import BARE_STEM, ends_sentence

_KSA_LEAD = re.compile(
    r"^[^;:.]{0,40}\b(?:knowledges?(?: of)?|ability(?: to)?|abilities(?: to)?|skills?(?: in)?)\s*(?:\([^()]*\)\s*)?:",
    re.IGNORECASE,
)
_SEMICOLON = re.compile(r";(?=\s+\S)")
_LISTED = frozenset({SectionKind.DUTIES, SectionKind.KNOWLEDGE, SectionKind.WORKING_CONDITIONS})
_DATES = re.compile(r"(?<=;)\s*(?=(?:CLASS|EST|REV)\b)")
_GLUED_VALUE = re.compile(r"(?<=[^\s(])\s*(?=\(\d{1,2}\)-)")
_COLON = re.compile(r":(?=\s+\S)")
_WHOLE = (
    MQ_KINDS | FIELD_KINDS | {SectionKind.NOTE, SectionKind.HEADER, SectionKind.CANCELLATION, SectionKind.CLASS_DATES}
)
"""Sections whose sentences are kept whole, however many things they list: a part alone would mislead."""
_MIN_JOINED, _MIN_ENUMERATED = 3, 5
_JOINS = re.compile(r"(?:and|or)\b", re.IGNORECASE)
_TAIL = 24
_LEADS_ON = re.compile(
    r"(?::|:-|\b(?:of|to|in|as|for|with|by|either|including|from|on|are|is|be|that|which|the))$", re.I
)


class _Part(Enum):
    """What a piece of a block is: a clause by itself, a stem of blocks, a stem within the block, an item of that."""

    PLAIN = "plain"
    STEM = "stem"
    LEAD = "lead"
    LED = "led"


@dataclass(frozen=True, slots=True)
class _Piece:
    span: Span
    part: _Part = _Part.PLAIN


def clauses_of(
    text: str, blocks: tuple[Block, ...], kind: SectionKind, section: int, first_index: int
) -> tuple[Clause, ...]:
    """The clauses of one section's blocks, numbered from `first_index`."""
    built: list[Clause] = []
    groups = Groups(text)
    lead: int | None = None
    for place, block in enumerate(blocks):
        groups.admit(block)
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        for piece in _pieces(text, block, kind, following):
            parent = lead if piece.part is _Part.LED else groups.parent
            clause = Clause(first_index + len(built), section, piece.span, ClauseRole.TEXT, parent)
            built.append(clause)
            if piece.part is _Part.LEAD:
                lead = clause.index
            elif piece.part is _Part.STEM:
                groups.add(clause, piece.span.of(text), block)
        groups.note(block, built[-1])
    return _with_roles(built)


def _with_roles(built: list[Clause]) -> tuple[Clause, ...]:
    """A clause that has items is a stem, one that has a parent only an item; what merely looked like a stem is text."""
    parents = {clause.parent for clause in built}
    return tuple(replace(clause, role=_role(clause, parents)) for clause in built)


def _role(clause: Clause, parents: set[int | None]) -> ClauseRole:
    if clause.index in parents:
        return ClauseRole.STEM
    return ClauseRole.TEXT if clause.parent is None else ClauseRole.ITEM


def _pieces(text: str, block: Block, kind: SectionKind, following: Block | None) -> Iterator[_Piece]:
    written = block.span.of(text)
    lead = _KSA_LEAD.match(written) if kind in _LISTED else None
    if block.level is not None:
        yield _Piece(block.span, _Part.STEM)
    elif _opens_group(text, written, block, following):
        yield from _stem_pieces(text, block)
    elif lead and lead.end() < len(written):
        cut = block.span.start + lead.end()
        yield _Piece(Span(block.span.start, cut), _Part.LEAD)
        yield from (_Piece(span, _Part.LED) for span in _listed(text, trim(text, Span(cut, block.span.end))))
    elif block.style or kind in _WHOLE:
        yield from map(_Piece, _spans(text, block, kind))
    else:
        for span in _spans(text, block, kind):
            yield from _enumerated(text, span)


def _enumerated(text: str, span: Span) -> Iterator[_Piece]:
    """A sentence; where it lists many things behind a colon, a stem and its items."""
    colon = _COLON.search(text, span.start, span.end)
    parts = _split(text, trim(text, Span(colon.end(), span.end)), _SEMICOLON) if colon else ()
    if colon is None or len(parts) < _MIN_ENUMERATED or _SEMICOLON.search(text, span.start, colon.start()):
        yield _Piece(span)
        return
    yield _Piece(Span(span.start, colon.end()), _Part.LEAD)
    yield from (_Piece(part, _Part.LED) for part in parts)


def _spans(text: str, block: Block, kind: SectionKind) -> tuple[Span, ...]:
    """The clauses of a block that heads nothing."""
    written = block.span.of(text)
    if kind is SectionKind.HEADER:
        return (block.span,)
    if kind is SectionKind.CLASS_DATES:
        return _split(text, block.span, _DATES)
    if kind in FIELD_KINDS and _GLUED_VALUE.search(written):
        return _split(text, block.span, _GLUED_VALUE)
    if block.style:
        joined = kind in _LISTED and len(_SEMICOLON.findall(written)) >= _MIN_JOINED
        return _split(text, block.span, _SEMICOLON) if joined else (block.span,)
    if kind in _LISTED:
        return _listed(text, block.span)
    return sentences(text, block.span, keep_bracketed=kind is not SectionKind.CANCELLATION)


def _listed(text: str, span: Span) -> tuple[Span, ...]:
    """The parts of a paragraph that joins its duties or abilities by semicolons, and its sentences."""
    if not _SEMICOLON.search(text, span.start, span.end):
        return sentences(text, span)
    return tuple(part for whole in sentences(text, span) for part in _split(text, whole, _SEMICOLON))


def _stem_pieces(text: str, block: Block) -> Iterator[_Piece]:
    """A lead-in may be the last sentence of a paragraph: the sentences before it stand alone."""
    parts = (block.span,) if block.style else sentences(text, block.span, keep_qualifiers=False, keep_bracketed=False)
    for part in parts[:-1]:
        yield _Piece(part)
    yield _Piece(parts[-1], _Part.STEM)


def _opens_group(text: str, written: str, block: Block, following: Block | None) -> bool:
    if following is None or following.level is not None:
        return False
    if BARE_STEM.match(written):
        return True
    if block.style and following.style and following.indent > block.indent + 1:
        return True
    if written.endswith((":", ":-")):
        return True
    if _LEADS_ON.search(written[-_TAIL:]):
        return bool(following.style)
    return _heads_flattened(written, block, following.span.of(text), following)


def _heads_flattened(written: str, block: Block, next_written: str, following: Block) -> bool:
    """A bullet that does not end, before one that goes on in lower case: "Cleans data by" / "- rule;"."""
    return (
        block.style == following.style == "-"
        and written[:1].isupper()
        and not ends_sentence(written)
        and next_written[:1].islower()
        and ends_sentence(next_written)
        and not _JOINS.match(next_written)
    )


def _split(text: str, span: Span, pattern: re.Pattern[str]) -> tuple[Span, ...]:
    """The parts between the pattern's hits; a hit's characters stay with the part before it."""
    edges = [span.start, *_at_depth_zero(text, span, pattern), span.end]
    parts = (trim(text, Span(start, end)) for start, end in pairwise(edges))
    return tuple(part for part in parts if part.start < part.end)


def _at_depth_zero(text: str, span: Span, pattern: re.Pattern[str]) -> Iterator[int]:
    """The ends of the pattern's hits that stand in no brackets."""
    depth, counted = 0, span.start
    for match in pattern.finditer(text, span.start, span.end):
        depth += text.count("(", counted, match.start()) - text.count(")", counted, match.start())
        counted = match.start()
        if depth <= 0:
            yield match.end()
