"""Imports the queries made from the O*NET database as retrieval sets.

A folder holds `specs/` (the occupations as texts, to be taken in by `specs ingest`), `duty-queries.jsonl`, lines of
{"id", "question", "relevant": [{"class_code", "quote"}]}, and `title-queries.jsonl`, lines of {"title",
"class_codes"}. O*NET is by the U.S. Department of Labor, Employment and Training Administration, CC BY 4.0.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from corpus.errors import EmptyInput
from evals.items import Evidence, RetrievalItem, dump_items
from evals.runs.record import read_jsonl

ORIGIN = "O*NET database, U.S. Department of Labor/ETA, CC BY 4.0"
DUTIES, TITLES = "duty-queries.jsonl", "title-queries.jsonl"


def duty_items(path: Path) -> tuple[RetrievalItem, ...]:
    """The queries for duties. Each relevant task is a group of its own: a search should find them all."""
    return tuple(
        RetrievalItem(
            id=f"onet.duty.{line['id']}",
            kind="retrieval",
            query=line["question"],
            cluster=line["id"].rsplit(".", 1)[0],
            split=_split(number),
            tags=("onet", "duty"),
            origin=ORIGIN,
            evidence=tuple(Evidence(**one, group=group) for group, one in enumerate(line["relevant"], 1)),
        )
        for number, line in enumerate(read_jsonl(path))
    )


def title_items(path: Path) -> tuple[RetrievalItem, ...]:
    """The everyday titles; any of the classes given is right."""
    return tuple(
        RetrievalItem(
            id=f"onet.title.{number}",
            kind="retrieval",
            query=line["title"],
            cluster=line["class_codes"][0],
            split=_split(number),
            tags=("onet", "title"),
            origin=ORIGIN,
            right_classes=tuple(line["class_codes"]),
        )
        for number, line in enumerate(read_jsonl(path), 1)
    )


def import_onet(folder: Path, into: Path) -> dict[Path, int]:
    """Write `onet-duties.jsonl` and `onet-titles.jsonl`, as far as the folder has queries; the items of each.

    Raises EmptyInput where the folder has none.
    """
    written: dict[Path, int] = {}
    for name, read, target in ((DUTIES, duty_items, "onet-duties.jsonl"), (TITLES, title_items, "onet-titles.jsonl")):
        if (folder / name).is_file():
            items = read(folder / name)
            into.mkdir(parents=True, exist_ok=True)
            (into / target).write_text(dump_items(items), encoding="utf-8")
            written[into / target] = len(items)
    if not written:
        raise EmptyInput(str(folder), f"has neither {DUTIES} nor {TITLES}")
    return written


def _split(number: int) -> Literal["dev", "held"]:  # every other query is held out
    return "held" if number % 2 else "dev"
