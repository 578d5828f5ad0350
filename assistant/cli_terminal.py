"""How the commands write: in colour and wrapped on a terminal; plain, one thing a line, into a pipe or a file."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from corpus.errors import SpecsError

MAX_WIDTH = 100
"""Columns of running text on a wide terminal; longer lines are hard to read."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """A text as it may be shown: blanks collapsed, and nothing in it that steers the terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


class Page:
    """One stream to write on: standard output, or standard error for progress, notices and errors."""

    def __init__(self, *, is_error: bool = False) -> None:
        self._console = Console(stderr=is_error, highlight=False, markup=False, emoji=False, soft_wrap=True)
        self.is_terminal = self._console.is_terminal
        self.width = min(self._console.width, MAX_WIDTH)

    @property
    def console(self) -> Console:
        """The console below, for a progress bar."""
        return self._console

    def line(self, *parts: str | tuple[str, str], indent: int = 0, marker: str = "", marked: str = "cyan") -> None:
        """Write a paragraph of parts, each a text or (text, style); on a terminal its lines hang below its start."""
        text = Text()
        for part in parts:
            content, style = part if isinstance(part, tuple) else (part, "")
            text.append(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", content), style)
        margin = " " * indent
        if not self.is_terminal:
            self._write(f"{margin}{marker}{text.plain}".rstrip())
            return
        room = max(self.width - indent - len(marker), 20)
        for at, row in enumerate(text.wrap(self._console, room)):
            row.rstrip()
            self._console.print(Text.assemble(margin, (marker if at == 0 else " " * len(marker), marked), row))

    def heading(self, title: str, remark: str, indent: int = 0) -> None:
        """Write a title with a remark behind it, or below it where the line is too short for both."""
        parts = ((shown(title), "bold"), (f"  {shown(remark)}", "dim"))
        if not self.is_terminal or indent + len(parts[0][0]) + len(parts[1][0]) <= self.width:
            self.line(*parts, indent=indent)
            return
        self.line(parts[0], indent=indent)
        self.line((shown(remark), "dim"), indent=indent)

    def _write(self, plain: str) -> None:
        """Past the console, which makes blanks of tabs."""
        self._console.file.write(plain + "\n")

    def gap(self) -> None:
        """Write an empty line."""
        self._console.print()

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write columns: aligned on a terminal, with a tab between them into a pipe."""
        cells = [[shown(cell) for cell in row] for row in rows]
        if not self.is_terminal:
            for row in ([*header], *cells):
                self._write("\t".join(row))
            return
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        for name in header:
            table.add_column(name, overflow="fold")
        for row in cells:
            table.add_row(*(Text(cell) for cell in row))
        self._console.print(table, soft_wrap=False)


def complain(error: SpecsError) -> None:
    """Write one line on standard error: what was wrong, and the command that mends it."""
    page = Page(is_error=True)
    mend = (("  ▸ " + error.mend, "bold"),) if error.mend else ()
    page.console.print(Text.assemble((shown(error.message), "red"), *mend))


def remark(text: str) -> None:
    """Write a notice on standard error."""
    Page(is_error=True).console.print(Text(shown(text), "yellow"))


def write_json(value: Any, *, is_line: bool = False) -> None:
    """Write a JSON value on standard output as UTF-8, on one line and at once if `is_line`."""
    indent = None if is_line else 2
    try:
        data = json.dumps(value, ensure_ascii=False, indent=indent).encode()
    except UnicodeEncodeError:  # half a surrogate pair, which JSON can say and UTF-8 cannot
        data = json.dumps(value, indent=indent).encode()
    sys.stdout.flush()
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.buffer.flush()


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 class, 2 classes."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
