"""Blocks to clauses: stems that carry to the items after them, sentences of paragraphs, `;`-joined lists.

Nested bullets reach us flattened: "- Considerable knowledge of" / "- relevant laws" / "- Supervisory ability." The
stem is kept as structure (`Clause.parent`); no text is altered. A standalone sibling ends the group unmarked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.layout import Block
from corpus.model import MQ_KINDS, Clause, ClauseRole, SectionKind, Span
from corpus.sentences import sentences, trim

_GRADE = (
    r"(?:considerable|some|thorough|working|extensive|basic|good|general|broad|advanced|comprehensive|excellent|strong|"
    r"demonstrated|proven|specialized|limited|knowledge|skills?|skilled|ability|abilities|proficiency|understanding|"
    r"familiarity|aptitude|capacity|of|in|to|with|the|use|and|for|following)"
)
_BARE_STEM = re.compile(rf"^(?:and\s+)?{_GRADE}(?:[\s,/]+{_GRADE})*\s*:?$", re.IGNORECASE)
_KSA_LEAD = re.compile(
    r"^[^;:.]{0,40}\b(?:knowledge(?: of)?|ability(?: to)?|abilities(?: to)?|skills?(?: in)?)\s*:", re.IGNORECASE
)
_COMPLETE_KSA = re.compile(
    rf"^(?:{_GRADE}\b|[A-Z][a-z]+(?:[ ,/]+(?:and )?[a-z]+){{0,4}} (?:ability|abilities|skills?|knowledge)\W*$)",
    re.IGNORECASE,
)
_SEMICOLON = re.compile(r";(?=\s+\S)")
_LISTED = frozenset({SectionKind.DUTIES, SectionKind.KNOWLEDGE, SectionKind.WORKING_CONDITIONS})
_DATES = re.compile(r"(?<=;)\s*(?=(?:CLASS|EST|REV)\b)")
_UNORDERED = frozenset({"-", ""})


@dataclass
class _Group:
    """An open stem: its clause, the style of its marker, and how its first item begins."""

    clause: Clause
    style: str
    leads_all: bool
    item_style: str | None = None
    first_item: str = ""


def clauses_of(
    text: str, blocks: tuple[Block, ...], kind: SectionKind, section: int, first_index: int, subheads: frozenset[Span]
) -> tuple[Clause, ...]:
    """The clauses of one section's blocks, numbered from `first_index`; `subheads` are the blocks that head others."""
    built: list[Clause] = []
    stack: list[_Group] = []
    for place, block in enumerate(blocks):
        head = block.span in subheads
        if head:
            stack.clear()
        _close_groups(text, stack, block)
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        for span, is_stem, is_item in _pieces(text, block, kind, following, head):
            parent = built[-1].index if is_item else (stack[-1].clause.index if stack else None)
            role = ClauseRole.STEM if is_stem else ClauseRole.ITEM if parent is not None else ClauseRole.TEXT
            index = first_index + len(built)
            if is_item:
                parent = next(clause.index for clause in reversed(built) if clause.role is ClauseRole.STEM)
            built.append(Clause(index, section, span, role, parent))
            if is_stem and not _KSA_LEAD.match(block.span.of(text)):
                stack.append(_Group(built[-1], block.style, head))
        _note_item(text, stack, block, built[-1])
    return tuple(built)


def _pieces(
    text: str, block: Block, kind: SectionKind, following: Block | None, head: bool
) -> Iterator[tuple[Span, bool, bool]]:
    """The clause spans of a block as (span, is a stem, is an item of the stem just before it in the block)."""
    written = block.span.of(text)
    if head or _opens_group(written, following, kind, block.style):
        yield from _stem_pieces(text, block)
        return
    lead = _KSA_LEAD.match(written)
    if kind in _LISTED and lead and lead.end() < len(written):
        cut = block.span.start + lead.end()
        yield Span(block.span.start, cut), True, False
        for span in _split(text, trim(text, Span(cut, block.span.end)), _SEMICOLON):
            yield span, False, True
    elif kind is SectionKind.CLASS_DATES:
        for span in _split(text, block.span, _DATES):
            yield span, False, False
    elif block.style:
        for span in _split(text, block.span, _SEMICOLON) if _is_joined(written, kind) else (block.span,):
            yield span, False, False
    elif kind in _LISTED and _SEMICOLON.search(written):
        for span in _split(text, block.span, _SEMICOLON):
            yield span, False, False
    else:
        for span in sentences(text, block.span):
            yield span, False, False


def _is_joined(written: str, kind: SectionKind) -> bool:
    """A single bullet that holds a whole list of duties."""
    return kind in _LISTED and len(_SEMICOLON.findall(written)) >= 3


def _stem_pieces(text: str, block: Block) -> Iterator[tuple[Span, bool, bool]]:
    """A lead-in may be the last sentence of a paragraph: the sentences before it stand alone."""
    parts = (block.span,) if block.style else sentences(text, block.span, keep_qualifiers=False)
    for part in parts[:-1]:
        yield part, False, False
    yield parts[-1], True, False


def _opens_group(written: str, following: Block | None, kind: SectionKind, style: str) -> bool:
    if following is None:
        return False
    if _BARE_STEM.match(written):
        return True
    ends_open = bool(re.search(r"(?::|:-|\b(?:of|to|in|as|for|with|by|either))$", written.strip()))
    if not ends_open:
        return False
    return bool(following.style) or kind not in MQ_KINDS or written.rstrip().endswith(":")


def _close_groups(text: str, stack: list[_Group], block: Block) -> None:
    """End the groups that the block does not continue."""
    written = block.span.of(text)
    while stack:
        top = stack[-1]
        if top.leads_all:
            return
        if _continues_group(top, block, written):
            return
        stack.pop()


def _continues_group(group: _Group, block: Block, written: str) -> bool:
    if group.item_style is None:
        return not _is_sibling_number(group.style, block.style)
    if block.style != group.item_style:
        nested = block.style not in _UNORDERED and block.style != group.style
        return nested and group.item_style not in _UNORDERED
    if block.style not in _UNORDERED:
        return True
    if _BARE_STEM.match(written) and group.style == block.style:
        return written[:1].islower()
    if not written[:1].isupper() or _is_acronym(written):
        return True
    return not (_COMPLETE_KSA.match(written) and group.first_item[:1].islower())


def _is_sibling_number(stem_style: str, style: str) -> bool:
    return stem_style not in _UNORDERED and stem_style == style


def _is_acronym(written: str) -> bool:
    return bool(re.match(r"[A-Z0-9&./-]{2,}\b", written))


def _note_item(text: str, stack: list[_Group], block: Block, last: Clause) -> None:
    for group in stack:
        if group.item_style is None and group.clause is not last and not group.leads_all:
            group.item_style = block.style
            group.first_item = block.span.of(text)


def _split(text: str, span: Span, pattern: re.Pattern[str]) -> tuple[Span, ...]:
    """The parts between the pattern's hits; a hit's characters stay with the part before it."""
    depth_safe = [match.end() for match in pattern.finditer(text, span.start, span.end) if _is_open(text, span, match)]
    edges = [span.start, *depth_safe, span.end]
    parts = (trim(text, Span(start, end)) for start, end in zip(edges, edges[1:], strict=False))
    return tuple(part for part in parts if part.start < part.end)


def _is_open(text: str, span: Span, match: re.Match[str]) -> bool:
    before = text[span.start : match.start()]
    return before.count("(") <= before.count(")")
