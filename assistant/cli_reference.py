"""docs/cli.md, made from the commands' own help: python -m assistant.cli_reference > docs/cli.md"""

from __future__ import annotations

import contextlib
import io
import sys

from assistant.cli import COMMANDS, GROUPS, run

INTRODUCTION = """\
# The command `specs`

Made by `make docs` from the commands' own help; do not edit.

On a terminal, output is wrapped and in colour; into a pipe it is plain, one thing a line, tables with tabs. `--json`
and `--jsonl` write JSON on standard output and nothing else. Progress, notices and errors go to standard error.

| exit code | means |
|---|---|
| 0 | done |
| 1 | nothing found: the question is not answered by the specification, no clause fits, nothing differs |
| 2 | a mistake in what was asked for: an unknown class, option or section |
| 3 | some inputs failed; each is named on standard error (or in its line, with `--jsonl`), the others are done |
| 4 | the home or the model needs mending; `specs doctor` says how |
| 130 | stopped with Ctrl-C |

| environment | means | without it |
|---|---|---|
| `SPECS_HOME` | the folder of the catalogue and the vectors | the user's data folder |
| `SPECS_EMBEDDING_MODEL` | a sentence-transformers model, by name or folder | the bundled all-MiniLM-L6-v2 |
| `SPECS_CHROMA_URL` | a Chroma server that keeps the vectors, `http://HOST:PORT` | in `SPECS_HOME` |
| `SPECS_CATALOGUE_URL` | the database of the catalogue, as an SQLAlchemy URL | in `SPECS_HOME` |
| `SPECS_AUTH_FILE` | the users of `specs serve`, see web.md | none: only this machine is served |
| `SPECS_RATE` | requests a minute that `specs serve` takes from one client | 240 |
| `NO_COLOR` | no colour, whatever its value | colour on a terminal |
"""


def reference() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for name in COMMANDS:
        parts.append(f"\n## specs {name}\n\n```\n{_help(name)}\n```\n")
    for group, names in GROUPS.items():
        parts.append(f"\n## specs {group}\n\n```\n{_help(group)}\n```\n")
        for name in names:
            parts.append(f"\n### specs {group} {name}\n\n```\n{_help(group, name)}\n```\n")
    return "".join(parts)


def _help(*name: str) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        run([*name, "--help"])
    return said.getvalue().strip()


if __name__ == "__main__":
    sys.stdout.write(reference())
