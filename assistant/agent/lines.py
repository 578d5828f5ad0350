"""What a model says, cut into statements with the ids that they cite, as it comes in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MARK = r"\[\s*[A-Za-z]\d{1,4}(?:\s*[,;]\s*[A-Za-z]\d{1,4})*\s*\]"
_MARKS = re.compile(rf"(?:\s*{_MARK})+")
_END = re.compile(rf"(?P<marks>(?:\s*{_MARK})+)(?P<stop>[.!?]?)(?=\s+[A-Z0-9\"'“•*-]|\s*$)")
_ID = re.compile(r"[A-Za-z]\d{1,4}")
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|`|^#+\s*", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

LONGEST = 2000
"""Characters of a line; what goes on longer is no statement, and is cut where it is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement as a model said it, and the ids at its end, in order, each once."""

    text: str
    ids: tuple[str, ...]


@dataclass(slots=True)
class Lines:
    """Takes a model's words piece by piece and gives each statement when it is complete."""

    _held: str = field(default="")

    def feed(self, piece: str) -> Iterator[Line]:
        """The statements that this piece completes: those before a line's end."""
        self._held += piece
        *complete, self._held = self._held.split("\n")
        if len(self._held) > LONGEST:
            complete.append(self._held)
            self._held = ""
        for line in complete:
            yield from statements(line)

    def end(self) -> Iterator[Line]:
        """What is left when the model has finished."""
        rest, self._held = self._held, ""
        yield from statements(rest)


def statements(line: str) -> Iterator[Line]:
    """The statements on one line: each ends with its ids; a heading, which ends with a colon, is none."""
    line = _EMPHASIS.sub("", _CONTROL.sub(" ", line))
    line = _BULLET.sub("", line).strip()
    at = 0
    for match in _END.finditer(line):
        yield from _statement(line[at : match.start()] + match["stop"], match["marks"])
        at = match.end()
    yield from _statement(line[at:], "")


def _statement(text: str, marks: str) -> Iterator[Line]:
    """A statement, with ids that stand within it moved to its end."""
    inner = [*_MARKS.findall(text), marks]
    words = " ".join(_MARKS.sub("", text).split())
    if not re.search(r"\w", words) or (not "".join(inner).strip() and words.endswith(":")):
        return
    if words[-1] not in ".!?":
        words += "."
    ids = (found.lower() for part in inner for found in _ID.findall(part))
    yield Line(words, tuple(dict.fromkeys(ids)))
