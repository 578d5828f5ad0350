"""Text to be read, and the way back from its characters to the canonical text.

A passage is one piece of a clause, or a stem with the item that continues it; every character that was taken over
keeps its place, so that whatever is read in the passage has its spans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.eligibility.rules import Source
from corpus.model import Span

_GLUE = " "


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is the pieces of the canonical text, in order, with `glue` between them."""

    text: str
    pieces: tuple[Span, ...]
    glue: str = _GLUE

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The canonical spans of the passage's characters `start` to `end`, without blanks at their ends."""
        found: list[Span] = []
        offset = 0
        for piece in self.pieces:
            length = piece.end - piece.start
            first, last = max(start, offset), min(end, offset + length)
            part = self.text[first:last] if first < last else ""
            if part.strip():
                lead = len(part) - len(part.lstrip())
                trail = len(part) - len(part.rstrip())
                found.append(Span(piece.start + first - offset + lead, piece.start + last - offset - trail))
            offset += length + len(self.glue)
        return tuple(found)

    def source(self, start: int, end: int) -> Source:
        """The source of a node read from these characters; of a stem and its item, the item's part is quoted."""
        spans = self.spans(start, end)
        if not spans:
            raise ValueError("no characters were read")
        return Source(spans[-1], more=spans[:-1])

    def words(self, start: int, end: int) -> str:
        """The characters with their blanks collapsed, and the glue of a list as its commas."""
        return re.sub(r"(:?) ,", lambda glue: glue[1] or ",", " ".join(self.text[start:end].split()))


def passage(text: str, *pieces: Span, glue: str = _GLUE) -> Passage:
    """The passage made of these pieces of the canonical text."""
    return Passage(glue.join(piece.of(text) for piece in pieces), pieces, glue)
