"""Sets from a spreadsheet: a CSV file with a row an item becomes the items of a JSONL file.

Columns are the fields of an item, in any order; an empty cell is a field left out. In a cell that holds several,
`|` parts them: tags, history (earlier questions, oldest first), outcomes, forbidden, right_classes. `facts` are parted
by `|`, and the alternatives of one fact by `/`. Evidence stands in `quote`, quotes parted by `|`, alternatives of one
by `||`; `section` holds for all of them. `applicant` is JSON, or YAML in one line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from corpus.errors import EmptyInput, UnreadableInput
from evals.items import ITEM, AnyOne, CitationItem, EligibilityItem, Item, RetrievalItem

LISTS = frozenset({"tags", "history", "outcomes", "forbidden", "right_classes"})
OWN = frozenset({"quote", "section", "facts", "applicant", "grade"})
_FIELDS = frozenset().union(*(kind.model_fields for kind in (Item, RetrievalItem, CitationItem, EligibilityItem)))
COLUMNS = (_FIELDS | OWN) - {"evidence", "leaves", "shortfall_months"}
_USUAL_OUTCOMES = {"answer": "answered", "conversation": "answered", "abstention": "abstained"}


def read_csv(path: Path) -> tuple[AnyOne, ...]:
    """The items of a CSV file, in its order.

    Left out, `id` becomes the file's name with the row's number, `cluster` the id, `split` dev, `origin` the file's
    name, `kind` answer, and `outcomes` what is usual for the kind. Raises UnreadableInput, naming the row (as a
    spreadsheet counts) and the column, for what is no item, and EmptyInput where there are no rows.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, dialect=_dialect(file.read(4096), file))
            unknown = sorted(set(reader.fieldnames or ()) - COLUMNS)
            if unknown:
                known = ", ".join(sorted(COLUMNS))
                raise UnreadableInput(f"{path}:1", f"unknown columns: {', '.join(unknown)}", mend=f"known: {known}")
            items = tuple(_item(path, number, row) for number, row in enumerate(reader, start=2) if any(row.values()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableInput(str(path), f"cannot be read: {error}", mend="save it as CSV in UTF-8") from error
    if not items:
        raise EmptyInput(str(path), "holds no rows")
    return items


def _dialect(sample: str, file: Any) -> type[csv.Dialect]:
    """Comma, semicolon or tab, as spreadsheets of different languages write; quotes are doubled."""
    file.seek(0)
    header = sample.splitlines()[0] if sample else ""

    class Dialect(csv.excel):
        delimiter = max(",;\t", key=header.count)

    return Dialect


def _item(path: Path, number: int, row: Mapping[str, Any]) -> AnyOne:
    where = f"{path}:{number}"
    if None in row:
        raise UnreadableInput(where, "has more cells than the header", mend="put cells with commas in quotes")
    cells = {name: cell.strip() for name, cell in row.items() if cell and cell.strip()}
    try:
        return ITEM.validate_python(_fields(cells, f"{path.stem}.{number}", path.name, where), strict=False)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"][1:])
        raise UnreadableInput(where, f"{field + ': ' if field else ''}{first['msg']}") from error


def _fields(cells: Mapping[str, str], name: str, origin: str, where: str) -> dict[str, Any]:
    kind = cells.get("kind", "answer")
    item: dict[str, Any] = {"id": name, "kind": kind, "split": "dev", "origin": origin}
    if kind in _USUAL_OUTCOMES:
        item["outcomes"] = [_USUAL_OUTCOMES[kind]]
    item |= {key: cell for key, cell in cells.items() if key not in LISTS | OWN}
    item |= {key: _parted(cells[key]) for key in LISTS & cells.keys()}
    if "facts" in cells:
        item["facts"] = [[words.strip() for words in fact.split("/")] for fact in _parted(cells["facts"])]
    if "quote" in cells:
        item["evidence"] = list(_evidence(cells, where))
    if "applicant" in cells:
        item["applicant"] = _applicant(cells["applicant"], where)
    return {"cluster": item["id"], **item}


def _evidence(cells: Mapping[str, str], where: str) -> Iterator[dict[str, Any]]:
    code = cells.get("class_code")
    if code is None:
        raise UnreadableInput(where, "a quote needs its class", mend="fill in the column class_code")
    more = {key: cells[key] for key in ("section", "grade") if key in cells}
    for group, member in enumerate(re.split(r"(?<!\|)\|(?!\|)", cells["quote"]), start=1):
        for quote in member.split("||"):
            yield {"class_code": code, "quote": quote.strip(), "group": group, **more}


def _applicant(cell: str, where: str) -> Any:
    try:
        return yaml.safe_load(cell)
    except yaml.YAMLError as error:
        raise UnreadableInput(where, f"applicant: neither JSON nor YAML: {error}") from error


def _parted(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]
