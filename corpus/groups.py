"""The stems that are open while blocks are read, and which of them the next block continues.

Nested bullets reach us flattened: "- Considerable knowledge of" / "- relevant laws;" / "- Supervisory ability." Only
wording, marker, column and spacing tell where a group ends; a standalone sibling ends it unmarked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.blocks import Block
from corpus.model import Clause
from corpus.subheads import Level
from corpus.wording import BARE_STEM, GRADE, ends_sentence, is_closer

_COMPLETE = re.compile(
    rf"^(?:{GRADE}\b|(?:[\w-]+[ ,/]+(?:and )?){{1,5}}"
    r"(?:ability|abilities|skills?|knowledge|aptitude|acuity|stamina|strength|agility|judge?ment)\b\W*$)",
    re.IGNORECASE,
)
"""A statement of knowledge, skill or ability that needs no stem."""
_OPENS_ANEW = re.compile(
    r"^(?:[A-Z][\w-]+,? (?:and )?){0,3}(?:[Kk]nowledge of|[Aa]bility to|[Ss]kills? in|[Ss]kill with)\b(?! and)"
)
_NAMES_FOLLOW = re.compile(r"(?:^|\b(?:knowledge|skills?|familiarity|understanding)\b.*)\b(?:of|in|with)\s*:?$", re.I)
"""After these a stem's items may be names, which begin in capitals ("knowledge of" / "Title IX")."""
_ACRONYM = re.compile(r"[A-Z0-9&./-]{2,}\b")
_FINITE = re.compile(r"\b(?:must|may|is|are|was|will|shall|can|cannot|has|have|be|should|does|do)\b", re.IGNORECASE)
_JOINED = re.compile(r"(?:[;:,]|\b(?:or|and|and/or))$", re.IGNORECASE)
_JOINS = re.compile(r"^(?:or|and|and/or)\b", re.IGNORECASE)
_TAIL, _LONG_TAIL = 24, 80
_ORDERED = frozenset({"1", "(1", "a", "(a", "A", "(A", "i", "(i"})


_MAX_OPEN = 8
"""Stems nest no deeper: class, label, alternative, and lists within lists; beyond that the text was misread."""


@dataclass(slots=True)
class Group:
    """An open stem: its clause and words, where it stands, and its first and latest items."""

    clause: Clause
    written: str
    block: Block
    level: Level | None
    first: tuple[Block, str] | None = None
    latest: str = ""

    @property
    def leads_marked(self) -> bool:
        """Whether its items are bullets or numbered."""
        return self.first is not None and bool(self.first[0].style)


@dataclass(slots=True)
class Groups:
    """The open stems, outermost first."""

    text: str
    open: list[Group] = field(default_factory=list)

    @property
    def parent(self) -> int | None:
        """The index of the innermost open stem's clause."""
        return self.open[-1].clause.index if self.open else None

    def admit(self, block: Block) -> None:
        """End the groups that `block` does not continue."""
        if block.level is not None:
            self._end_for_subhead(Level(block.level))
            del self.open[_MAX_OPEN - 1 :]
            return
        written = block.span.of(self.text)
        if not block.style and is_closer(written) and any(group.leads_marked for group in self.open):
            self.open.clear()
        while self.open and self.open[-1].level is None and not _continues(self.open[-1], block, written):
            self.open.pop()
        del self.open[_MAX_OPEN - 1 :]

    def add(self, clause: Clause, written: str, block: Block) -> None:
        """Open a group: the clauses that follow continue this one."""
        level = None if block.level is None else Level(block.level)
        self.open.append(Group(clause, written, block, level))

    def note(self, block: Block, last: Clause) -> None:
        """Remember the block, whose last clause is `last`, as the latest item of all groups that it stands in."""
        written = block.span.of(self.text)
        for group in self.open:
            if group.clause is not last:
                group.first = group.first or (block, written)
                group.latest = written

    def _end_for_subhead(self, level: Level) -> None:
        while self.open and self.open[-1].level is None:
            self.open.pop()
        top = self.open[-1] if self.open else None
        if top and top.first is None and top.level == level and level is not Level.ALTERNATIVE:
            return  # "Clerk II" / "Clerk III" with nothing between: both head what follows
        if level is Level.CLASS:
            self.open.clear()
            return
        same = [place for place, group in enumerate(self.open) if group.level == level]
        if same:
            del self.open[same[-1] :]


def _continues(group: Group, block: Block, written: str) -> bool:
    if group.first is None:
        return group.block.style not in _ORDERED or group.block.style != block.style
    first = group.first[0]
    if first.style and first.indent > group.block.indent + 1 and block.style:
        return block.indent > group.block.indent
    if block.style != first.style:
        return _is_nested(group, first, block)
    if block.style in _ORDERED:
        return True
    return _continues_bullets(group, block, written) if block.style else _continues_prose(group, block, written)


def _is_nested(group: Group, first: Block, block: Block) -> bool:
    """Whether a block whose marker differs from the items' stands under one of them."""
    if first.style in _ORDERED:
        return bool(block.style) and block.style != group.block.style
    return False


def _continues_bullets(group: Group, block: Block, written: str) -> bool:
    if BARE_STEM.match(written) and group.block.style == block.style:
        return written[:1].islower()
    if not written[:1].isupper() or _ACRONYM.match(written):
        return True
    if group.block.style != block.style:
        return True
    first = group.first[1] if group.first else ""
    if not first[:1].islower():
        return not (BARE_STEM.match(group.written) and _OPENS_ANEW.match(written))
    return bool(_NAMES_FOLLOW.search(group.written[-_LONG_TAIL:])) and not _COMPLETE.match(written)


def _continues_prose(group: Group, block: Block, written: str) -> bool:
    """Whether one more unmarked paragraph is an item: lists of fragments end where whole sentences begin."""
    first, opening = group.first or (block, "")
    if BARE_STEM.match(written) or (BARE_STEM.match(group.written) and _OPENS_ANEW.match(written)):
        return written[:1].islower()
    if _JOINED.search(group.latest[-_TAIL:]) or _JOINS.match(written):
        return True
    if not ends_sentence(group.latest) and written[:1].islower():
        return True
    if block.apart != first.apart or (is_closer(written) and not is_closer(opening)):
        return False
    if written[:1].islower() == opening[:1].islower() and _first_word(written) == _first_word(opening):
        return True
    return not _FINITE.search(written) and (written[:1].islower() or opening[:1].isupper())


def _first_word(written: str) -> str:
    return written.split(maxsplit=1)[0] if written else ""
