"""The transcripts in README.md: what each command in them writes on a terminal.

python -m tests.transcripts     writes them anew
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tempfile
from pathlib import Path
from unittest import mock

from assistant.cli import run

README = Path(__file__).parents[1] / "README.md"
WIDTH = 88

_BLOCK = re.compile(r"```console\n\$ specs (?P<arguments>.*)\n(?P<output>(?s:.*?))```\n")
_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def filled(text: str, home: Path) -> str:
    """The text with the output of every command in it as it is now, on a home that has the shipped specification."""
    return _BLOCK.sub(lambda block: _transcript(block["arguments"], home), text)


def _transcript(arguments: str, home: Path) -> str:
    output = "".join(f"{line.rstrip()}\n" for line in written(shlex.split(arguments), home).splitlines())
    return f"```console\n$ specs {arguments}\n{output}```\n"


def written(arguments: list[str], home: Path) -> str:
    """What a command writes on a terminal of WIDTH columns, without its colours."""
    terminal = {"SPECS_HOME": str(home), "FORCE_COLOR": "1", "COLUMNS": str(WIDTH), "TERM": "xterm"}
    said = io.StringIO()
    with mock.patch.dict(os.environ, terminal), contextlib.redirect_stdout(said):
        run(arguments)
    return _STYLE.sub("", said.getvalue())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(filled(README.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")
