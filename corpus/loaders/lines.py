"""The lines that a page or a Word file becomes: headings set apart, list items marked, table rows joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

CELL_JOIN = " | "
BULLET = "-"
INDENT = "  "

Pieces = Sequence[tuple[str, bool]]
"""The characters of a line in stretches, each with whether it is set in bold."""

_DROPPED: dict[int, str] = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\x00"), "")
_SYMBOL_FONT: dict[int, str] = dict.fromkeys(map(ord, "\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8\uf06e"), "•")
"""Bullets that Word takes from the Symbol and Wingdings fonts; as characters they have no meaning."""
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
PRESENTATION: dict[int, str] = {**_DROPPED, **_SYMBOL_FONT, **_LIGATURES, 0xA0: " "}
"""What belongs to how a text was set, not to what it says: dropped or written plainly in every conversion."""

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_HEADING_END = re.compile(r"[A-Za-z)\]:0-9]$")
_SENTENCE_START = re.compile(r"[A-Z0-9(\"“$]")
_MAX_HEADING = 90


@dataclass(slots=True)
class Lines:
    """Lines of text as they are gathered, top to bottom. A gap is one blank line, however often it is asked for."""

    gathered: list[str] = field(default_factory=list)
    _gap: bool = False
    _after_heading: bool = False

    def gap(self) -> None:
        """Sets the next line apart from what stands before it."""
        self._gap = True

    def add(self, line: str) -> None:
        """Adds a line; one without a visible character is left out."""
        if not line.strip():
            return
        if self._gap and self.gathered:
            self.gathered.append("")
        self._gap = self._after_heading = False
        self.gathered.append(line)

    def heading(self, line: str) -> None:
        """Adds a heading: a line of its own, set apart from what stands before it, unless that is a heading too."""
        if line.strip():
            self._gap = not self._after_heading
            self.add(line)
            self._after_heading = True

    def paragraph(self, pieces: Pieces) -> None:
        """Adds a line; one that is all in bold and short counts as a heading, and a run-in heading is split off."""
        line, emphasised = joined(pieces), leading_bold(pieces)
        if tidy(emphasised) == line and _is_heading_like(line):
            self.heading(line)
            return
        split = _split_run_in(emphasised, "".join(text for text, _ in pieces)[len(emphasised) :])
        if split is not None:
            self.heading(split[0])
        self.add(split[1] if split else line)

    def row(self, cells: Sequence[Pieces], headed: bool = False) -> None:
        """Adds a table row as one line, its cells joined; empty cells at its end are left out.

        Where the table has no header of its own (`headed`), a first cell in bold capitals with one value beside it is
        a heading; so is, in any table, a lone cell in bold.
        """
        filled = [cell for cell in cells if joined(cell)]
        if len(filled) == 1:
            self.paragraph(filled[0])
        elif len(filled) == 2 and not headed and joined(filled[0]).isupper() and _is_bold(filled[0]):
            self.heading(joined(filled[0]))
            self.paragraph(filled[1])
        else:
            texts = [joined(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            self.add(tidy(CELL_JOIN.join(texts)))

    def text(self) -> str:
        """All lines, each ended by a newline."""
        return "".join(f"{line}\n" for line in self.gathered)


def tidy(text: str) -> str:
    """`text` on one line as a browser shows it: runs of blanks (no-break ones too) as one, invisible marks dropped."""
    return " ".join(text.translate(PRESENTATION).split())


def joined(pieces: Pieces) -> str:
    """The characters of a line, tidied."""
    return tidy("".join(text for text, _ in pieces))


def leading_bold(pieces: Pieces) -> str:
    """The characters before the first one that is neither bold nor blank."""
    taken = ""
    for text, bold in pieces:
        if not bold and text.strip():
            break
        taken += text
    return taken


def marker(style: str, number: int) -> str:
    """The marker of the item `number` of a list in an HTML list style: `1`, `a`, `A`, `i`, `I`, else a bullet."""
    if style not in ("1", "a", "A", "i", "I"):
        return BULLET
    if style == "1" or number < 1:
        return f"{number}."
    numeral = _roman(number) if style in "iI" else _letters(number)
    return f"{numeral.upper() if style.isupper() else numeral}."


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def _roman(number: int) -> str:
    numeral = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        numeral += sign * times
    return numeral


def _is_bold(pieces: Pieces) -> bool:
    return tidy(leading_bold(pieces)) == joined(pieces)


def _is_heading_like(line: str) -> bool:
    """Whether a line in bold is a heading by its look: short and not ended like a sentence."""
    return 3 <= len(line) <= _MAX_HEADING and bool(_HEADING_END.search(line))


def _split_run_in(emphasised: str, rest: str) -> tuple[str, str] | None:
    """A heading in bold capitals that opens a line, and what follows it; None where the capitals only stress a word.

    "PURPOSE OF CLASS: In a state agency ..." is one; "MUST possess a licence" is not.
    """
    head, tail = tidy(emphasised), tidy(rest)
    if tail.startswith(":"):
        head, tail = head + ":", tail[1:].lstrip()
    if not head.isupper() or not _is_heading_like(head) or not tail:
        return None
    if head.endswith(":") or (len(head.split()) > 1 and _SENTENCE_START.match(tail)):
        return head, tail
    return None
