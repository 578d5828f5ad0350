"""A run as it lies in its folder: manifest.json, rows.jsonl, scores.jsonl, summary.json.

Rows hold what the system made of each item, scores what the metrics make of that; comparing and gating needs the
manifest and the scores alone, so that a baseline can be kept without its rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from corpus.errors import NotFound, UnreadableInput

MANIFEST, ROWS, SCORES, SUMMARY = "manifest.json", "rows.jsonl", "scores.jsonl", "summary.json"


@dataclass(frozen=True)
class Row:
    """What became of one item. `output` is None where it crashed; `crash` then says how."""

    set: str
    id: str
    output: dict[str, Any] | None
    milliseconds: float
    crash: str | None = None
    cached: bool = False


@dataclass(frozen=True)
class ItemScore:
    """The scores of one item: by metric, [part, whole]. `stages` are those of the loss funnel that it passed, in order.

    `split` and `class_code` are the item's, `cluster` what it is drawn with. `failures` say in words what was wrong;
    they are kept for items to develop with alone.
    """

    set: str
    id: str
    kind: str
    split: str
    cluster: str
    class_code: str | None
    values: dict[str, tuple[float, float]]
    outcome: str | None = None
    wanted: str | None = None
    crash: bool = False
    stages: dict[str, bool] = field(default_factory=dict)
    failures: tuple[str, ...] = ()

    def value(self, metric: str) -> float | None:
        """The share of a metric; None where it does not apply, or there is nothing of it."""
        part, whole = self.values.get(metric, (0.0, 0.0))
        return part / whole if whole else None


class Run:
    """A run that was written down."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.folder.name

    @property
    def label(self) -> str:
        """The configuration's name with the run's."""
        return f"{self.manifest['config']['name']} ({self.name})"

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What was run, and on what."""
        found: dict[str, Any] = _json(self.folder / MANIFEST)
        return found

    @cached_property
    def scores(self) -> tuple[ItemScore, ...]:
        """The scores, in the order of the sets."""
        return tuple(
            ItemScore(
                **{
                    **line,
                    "values": {name: tuple(pair) for name, pair in line["values"].items()},
                    "failures": tuple(line.get("failures", ())),
                }
            )
            for line in read_jsonl(self.folder / SCORES)
        )

    @property
    def summary(self) -> dict[str, Any]:
        """The figures."""
        found: dict[str, Any] = _json(self.folder / SUMMARY)
        return found

    def rows(self) -> dict[tuple[str, str], Row]:
        """The rows by set and id. A line that was cut off, as the run was, is left out."""
        path = self.folder / ROWS
        if not path.is_file():
            return {}
        return {(row.set, row.id): row for row in (Row(**line) for line in read_jsonl(path, may_be_cut=True))}

    def write(self, name: str, value: Any) -> None:
        """Write a JSON file of the run."""
        write_json(self.folder / name, value)

    def write_scores(self, scores: Iterable[ItemScore]) -> None:
        """Write the scores."""
        lines = (json.dumps(_slim(asdict(one)), ensure_ascii=False) for one in scores)
        (self.folder / SCORES).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        self.__dict__.pop("scores", None)


def _slim(score: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty; whole numbers as such."""
    score["values"] = {name: [round(number, 4) for number in pair] for name, pair in score["values"].items()}
    return {key: value for key, value in score.items() if value not in (None, False, {}, (), [])} | {
        "class_code": score["class_code"]
    }


def open_run(name: str, runs: Path) -> Run:
    """A run given as a folder, by its name under `runs`, as `latest` of those, or as `DIR/latest`.

    Raises NotFound, naming the latest ones, where there is none.
    """
    if Path(name).name == "latest":
        runs = Path(name).parent if Path(name).parent != Path() else runs
    known = sorted(path for path in runs.glob("*-*") if (path / MANIFEST).is_file())
    if Path(name).name == "latest" and known:
        return Run(known[-1])
    for folder in (Path(name), runs / name):
        if (folder / MANIFEST).is_file():
            return Run(folder)
    latest = ", ".join(path.name for path in known[-3:])
    raise NotFound(f"there is no run {name!r}", mend=f"one of: {latest}" if latest else "specs eval run SET")


def write_json(path: Path, value: Any) -> None:
    """Write JSON that people read, whole or not at all."""
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(path)


def read_jsonl(path: Path, *, may_be_cut: bool = False) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file; the last may be cut off where `may_be_cut`."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise UnreadableInput(str(path), f"cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                yield json.loads(line)
        except json.JSONDecodeError as error:
            if may_be_cut and number == len(lines):
                return
            raise UnreadableInput(f"{path}:{number}", f"is no JSON: {error}") from error


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise UnreadableInput(str(path), f"cannot be read: {error}") from error
