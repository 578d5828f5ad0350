"""Applicants from files: YAML or JSON for one, CSV for many (a row is one fact, see docs/eligibility.md)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from assistant.eligibility.applicant import Applicant, parse_applicant
from corpus.errors import EmptyInput, NotFound, UnreadableInput, UserMistake

_LISTS = {"education": "education", "credential": "credentials", "employment": "employment"}
_NUMBERS = frozenset({"semester_hours", "hours_per_week", "months", "years"})
_TRUTHS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def read_applicant(path: Path) -> Applicant:
    """The applicant in a YAML or JSON file. Raises NotFound, UnreadableInput, EmptyInput or UserMistake."""
    data = parse_data(_text(path), str(path))
    return parse_applicant(data, str(path))


def parse_data(text: str, source: str) -> Any:
    """The data in a text of JSON or YAML (JSON is YAML, too)."""
    try:
        data = json.loads(text) if text.lstrip().startswith("{") else yaml.safe_load(text)
    except (json.JSONDecodeError, yaml.YAMLError) as error:
        raise UnreadableInput(source, f"neither JSON nor YAML: {error}") from error
    if data is None:
        raise EmptyInput(source, "no facts in it")
    return data


def read_applicants(path: Path) -> Iterator[tuple[str, Applicant]]:
    """The (id, applicant) pairs of a CSV file, in the order in which the ids first occur."""
    yield from parse_csv(_text(path), str(path))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(f"{path}: no such file") from error
    except (UnicodeDecodeError, OSError) as error:
        raise UnreadableInput(str(path), f"cannot be read as UTF-8 text: {error}") from error


def parse_csv(text: str, source: str = "applicants") -> Iterator[tuple[str, Applicant]]:
    """The applicants of a CSV text: columns `id` and `record` (person, education, credential or employment), and facts.

    An empty cell is unknown. A person row may say `none` (education;credentials;employment) for lists that are empty.
    Raises UserMistake naming the row.
    """
    people: dict[str, dict[str, Any]] = {}
    reader = csv.DictReader(io.StringIO(text))
    if reader.fieldnames is None or not {"id", "record"} <= set(reader.fieldnames):
        raise UserMistake(
            f"{source}: a CSV of applicants has the columns id and record", mend="see docs/eligibility.md"
        )
    for number, row in enumerate(reader, 2):
        cells = {name: cell.strip() for name, cell in row.items() if isinstance(name, str) and (cell or "").strip()}
        who, record = cells.pop("id", ""), cells.pop("record", "")
        if not who:
            raise UserMistake(f"{source}: row {number}: id: must be given")
        person = people.setdefault(who, {})
        if record == "person":
            _person(person, cells)
        elif record in _LISTS:
            person.setdefault(_LISTS[record], []).append({name: _value(name, cell) for name, cell in cells.items()})
        else:
            raise UserMistake(f"{source}: row {number}: record: {record!r} is none of person, {', '.join(_LISTS)}")
    for who, data in people.items():
        yield who, parse_applicant(data, f"{source}: {who}")


def _person(person: dict[str, Any], cells: dict[str, str]) -> None:
    for name in cells.pop("none", "").replace(",", ";").split(";"):
        if name.strip():
            person.setdefault(name.strip(), [])
    person.update({name: _value(name, cell) for name, cell in cells.items()})


def _value(name: str, cell: str) -> Any:
    if name in {"counts_as", "more_possible"}:
        return [part.strip() for part in cell.replace(",", ";").split(";") if part.strip()]
    if name in {"completed", "state_employee"}:
        return _TRUTHS.get(cell.lower(), cell)
    if name in _NUMBERS:
        try:
            return float(cell)
        except ValueError:
            return cell
    return "" if name == "state_class" and cell.lower() == "none" else cell
