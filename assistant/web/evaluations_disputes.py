"""Disputes of gold: what somebody thinks an item of a set should be, kept as a patch; the set itself stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.web.evaluations_files import Folder, kept_in, line_of
from corpus.errors import NotFound, UserMistake

if TYPE_CHECKING:
    from evals.items import AnyOne

MOST_LINE = 100_000
"""Characters of an item that is written."""
MOST_WHY = 1000
_CONTEXT = 1


@dataclass(frozen=True, slots=True)
class Dispute:
    """Who disputes the gold of an item, why, and what it should be: one JSON object. `at` is in UTC."""

    item: AnyOne
    written: str
    who: str
    why: str
    at: datetime


def editable(path: Path, item: AnyOne) -> str:
    """An item of a set as JSON that a person can change."""
    _, line = line_of(path, item)
    return json.dumps(json.loads(line), indent=2, ensure_ascii=False)


def dispute(folder: Folder, path: Path, given: Dispute) -> Path:
    """Write the patch that makes of the set at `path` what is disputed; the file.

    Raises UserMistake, naming the field, where what is written is no item, another item, or the same as before.
    """
    number, line = line_of(path, given.item)
    lines = re.findall(r"[^\n]*\n|[^\n]+", path.read_text(encoding="utf-8"))
    new = _line(given)
    if json.loads(line) == json.loads(new):
        raise UserMistake("nothing is changed", mend="change what is wrong in the gold, then write the dispute")
    changed = [*lines[:number], lines[number].replace(line, new), *lines[number + 1 :]]
    patch = "".join([*_remarks(given), *_diff(path, lines, changed)])
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", f"{path.stem}-{given.item.id}")[:120]
    with kept_in(folder.disputes):
        file = folder.disputes / f"{stem}-{given.at:%Y%m%dT%H%M%S%f}Z.patch"
        with file.open("x", encoding="utf-8", newline="\n") as written:
            written.write(patch)
    return file


def disputes(folder: Folder) -> dict[str, Path]:
    """The disputes by the name of their file, the oldest first."""
    found = sorted(folder.disputes.glob("*.patch"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return {path.name: path for path in found}


def opened_dispute(folder: Folder, name: object) -> Path:
    """The dispute of this name. Raises NotFound."""
    found = disputes(folder).get(str(name or ""))
    if found is None:
        raise NotFound("there is no such dispute", mend="choose one of the list")
    return found


def _line(given: Dispute) -> str:
    """What is written as a line of a set."""
    from evals.items import ITEM, faults

    try:
        found = json.loads(given.written)
    except json.JSONDecodeError as error:
        raise UserMistake(f"is no JSON: {error.msg}, line {error.lineno}", mend="mind quotes and commas") from error
    line = json.dumps(found, ensure_ascii=False)
    if wrong := faults(line):
        raise UserMistake(wrong, mend="docs/evaluation.md says what an item has")
    if ITEM.validate_json(line).id != given.item.id:
        raise UserMistake(f"id: is to stay {given.item.id}", mend="a dispute is about one item")
    return line


def _remarks(given: Dispute) -> Iterator[str]:
    """Who and why, above the patch; each line begins with #, so that none can be taken for a part of it."""
    yield f"# disputed by {' '.join(given.who.split()) or 'somebody'}, {given.at:%Y-%m-%d %H:%M} UTC\n"
    yield from (f"# {line.strip()}\n" for line in given.why.splitlines() if line.strip())


def _diff(path: Path, lines: list[str], changed: list[str]) -> Iterator[str]:
    """As `git apply` reads it, in a checkout where the set is shipped."""
    from evals.items import SETS

    name = f"evals/sets/{path.name}" if path.parent == SETS else path.name
    for row in unified_diff(lines, changed, f"a/{name}", f"b/{name}", n=_CONTEXT):
        yield row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n"
