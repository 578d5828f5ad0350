"""What the Evaluations page keeps in the home: sets that were added, runs, and disputes of gold.

HOME/evaluations/
├── sets/NAME.jsonl         sets that people added, each sound when it was added; a shipped set is never among them
├── runs/UTC-HASH           runs, as `specs eval run` keeps them
└── disputes/SET-ITEM-UTC.patch    what somebody thinks the gold of an item should be; the set itself stays as it is

Names that a browser sends are looked up among those that there are; no path is ever made of one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from assistant.web.shelf import short_source
from corpus.errors import InputError, NotFound, OversizedInput, StoreError, UserMistake

if TYPE_CHECKING:
    from corpus.model import Spec
    from evals.checks import Finding
    from evals.items import AnyOne
    from evals.runs.config import Config
    from evals.runs.record import Run

MOST_BYTES = 5_000_000
"""Bytes of a set that is added."""
MOST_NAME = 60
SET_TYPES = (".jsonl", ".csv")

SpecOf = Callable[[str], "Spec"]


@dataclass(frozen=True, slots=True)
class Folder:
    """Where all of it lies."""

    path: Path

    @property
    def sets(self) -> Path:
        """The folder of the sets that were added."""
        return self.path / "sets"

    @property
    def runs(self) -> Path:
        """The folder of the runs."""
        return self.path / "runs"

    @property
    def disputes(self) -> Path:
        """The folder of the disputes."""
        return self.path / "disputes"


@contextmanager
def kept_in(folder: Path) -> Iterator[Path]:
    """The folder, made where it is missing; StoreError where something in it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
    except OSError as error:
        said = f"the evaluations cannot be kept: {error.strerror or type(error).__name__}"
        raise StoreError(said, mend="whoever runs the server looks at specs doctor") from error


# ── sets ──


@dataclass(frozen=True, slots=True)
class Offered:
    """A set that can be run: `kinds` counts its active items, the most frequent kind first."""

    name: str
    path: Path
    kinds: tuple[tuple[str, int], ...]
    is_shipped: bool

    @property
    def items(self) -> int:
        """How many items are asked."""
        return sum(count for _, count in self.kinds)

    @property
    def label(self) -> str:
        """The set in words."""
        kinds = ", ".join(f"{kind} {count}" for kind, count in self.kinds)
        return f"{self.name} · {self.items} items: {kinds}" if len(self.kinds) > 1 else f"{self.name} · {kinds}"


def offered_sets(folder: Folder) -> dict[str, Offered]:
    """The sets by name: those that were added, then the shipped ones."""
    from evals.items import SETS

    own = [(path, False) for path in sorted(folder.sets.glob("*.jsonl"))]
    shipped = [(path, True) for path in sorted(SETS.glob("*.jsonl"))]
    return {path.stem: Offered(path.stem, path, _kinds(path, _stamp(path)), is_ours) for path, is_ours in own + shipped}


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns


@lru_cache(maxsize=256)
def _kinds(path: Path, _changed: int) -> tuple[tuple[str, int], ...]:
    from evals.items import load_set

    return tuple(Counter(item.kind for item in load_set(path) if item.status == "active").most_common())


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a set that was to be added: `findings` by line, an error among them where it was not."""

    name: str
    offered: Offered | None
    findings: tuple[tuple[str, Finding], ...]


def add_set(folder: Folder, file: Path, texts: Sequence[SpecOf]) -> Added:
    """Look a file over as `specs eval check` does, and keep it as a set where nothing is wrong with it.

    Its quotes have to stand in one of `texts`. Raises InputError for what is no set at all, or too large, and
    UserMistake where its name is taken.
    """
    name = set_name(file.name)
    _refuse_taken(folder, name)
    if file.stat().st_size > MOST_BYTES:
        raise OversizedInput(short_source(file.name), f"is larger than {MOST_BYTES // 1_000_000} MB")
    with TemporaryDirectory() as draft:
        path = Path(draft) / f"{name}.jsonl"
        path.write_text(_as_jsonl(file), encoding="utf-8")
        found = looked_over(path, texts)
        by_line = tuple((_where(file, one.line), one) for one in found)
        if any(one.grade == "error" for one in found):
            return Added(name, None, by_line)
        with kept_in(folder.sets):
            kept = folder.sets / path.name
            with kept.open("x", encoding="utf-8") as file_of_set:
                file_of_set.write(path.read_text(encoding="utf-8"))
    return Added(name, offered_sets(folder)[name], by_line)


def looked_over(path: Path, texts: Sequence[SpecOf]) -> tuple[Finding, ...]:
    """What is to be said of a set, on those of the texts that fit it best."""
    from evals.checks import check_set

    return min((check_set(path, one) for one in texts), key=lambda found: sum(one.grade == "error" for one in found))


def set_name(file: str) -> str:
    """The name of a set by that of its file: letters, digits, dots, dashes and underscores. Raises UserMistake."""
    path = Path(short_source(file))
    if path.suffix.casefold() not in SET_TYPES:
        raise UserMistake(f"{path.name} is no set", mend=f"choose a file that ends in {' or '.join(SET_TYPES)}")
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("-._")[:MOST_NAME].rstrip("-._")
    if not name:
        raise UserMistake(f"{path.name} cannot name a set", mend="give the file a name with letters or digits")
    return name


def _refuse_taken(folder: Folder, name: str) -> None:
    for one in offered_sets(folder).values():
        if one.name.casefold() == name.casefold():
            other = "" if one.is_shipped else ", or remove that set first"
            what = "ships with the program" if one.is_shipped else "is here already"
            raise UserMistake(f"a set named {one.name} {what}", mend=f"give the file another name{other}")


def _as_jsonl(file: Path) -> str:
    """The text of a set, one item a line, ended by a line break."""
    if file.suffix.casefold() == ".csv":
        from evals.csv_import import read_csv
        from evals.items import dump_items

        return dump_items(read_csv(file))
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(file.name, "is no text in UTF-8", mend="save it as UTF-8") from error
    return text if text.endswith("\n") or not text else f"{text}\n"


def _where(file: Path, line: int) -> str:
    """Where a finding is, as the author of the file counts; of a spreadsheet only the items are known by then."""
    if not line:
        return ""
    return f"item {line}" if file.suffix.casefold() == ".csv" else f"line {line}"


def remove_set(folder: Folder, name: str) -> None:
    """Remove a set that was added. Raises NotFound where there is none of that name; shipped ones stay."""
    one = offered_sets(folder).get(name)
    if one is None or one.is_shipped:
        raise NotFound(f"no set named {name!r} was added")
    with kept_in(folder.sets):
        one.path.unlink(missing_ok=True)


# ── configurations ──

SHIPPED, OWN = "shipped", "own"


@dataclass(frozen=True, slots=True)
class Choice:
    """A configuration that can be run: its key, what it is in words, and its settings."""

    key: str
    label: str
    config: Config


def configurations(home: Path, chat_model: str | None) -> dict[str, Choice]:
    """The configurations by key; `chat_model` words the answers of the assistant, where there is one."""
    who = f"This assistant with {chat_model}" if chat_model else "This assistant"
    from evals.runs.config import CONFIGS, Config, load_config

    found = [Choice(SHIPPED, f"{who}, on the shipped texts", Config(name="Assistant", chat_model=chat_model))]
    found.append(
        Choice(
            OWN,
            f"{who}, on this library’s texts",
            Config(name="Assistant on the library", home=home, chat_model=chat_model),
        )
    )
    for path in sorted(CONFIGS.glob("*.yaml")):
        config = load_config(path)
        found.append(Choice(path.stem, f"{config.name}, on the shipped texts", config))
    return {one.key: one for one in found}


# ── runs ──


@dataclass(frozen=True, slots=True)
class Listed:
    """A run as the history shows it; `done` of `count` items where it is not finished, then without a summary."""

    run: Run
    started: datetime
    config: str
    system: str
    sets: tuple[str, ...]
    count: int
    summary: Mapping[str, Any] | None
    done: int = 0

    @property
    def label(self) -> str:
        """The run in a line."""
        return f"{self.started:%Y-%m-%d %H:%M:%S} · {self.config} · {', '.join(self.sets)}"

    def figure(self, metric: str, set_name: str = "") -> Mapping[str, Any] | None:
        """The value of a metric with its interval, over all items or those of a set; None where it has none."""
        of = self.summary if not set_name else (self.summary or {}).get("sets", {}).get(set_name)
        found: Mapping[str, Any] | None = (of or {}).get("metrics", {}).get(metric)
        return found


def listed_runs(folder: Folder) -> list[Listed]:
    """All runs, the oldest first, unfinished ones among them."""
    from evals.runs.record import MANIFEST

    paths = sorted(path for path in folder.runs.glob("*-*") if (path / MANIFEST).is_file())
    return [_listed(path, _finished(path)) for path in paths]


def finished_runs(folder: Folder) -> dict[str, Listed]:
    """The runs that have figures, by name, the oldest first."""
    return {one.run.name: one for one in listed_runs(folder) if one.summary is not None}


def _finished(path: Path) -> int:
    """When the figures of a run were written; 0 where there are none yet."""
    from evals.runs.record import SUMMARY

    summary = path / SUMMARY
    return _stamp(summary) if summary.is_file() else 0


def _listed(path: Path, finished: int) -> Listed:
    from evals.runs.record import Run

    run = Run(path)  # anew each time: an opened run holds its scores
    manifest, summary = _facts(path, finished) if finished else (run.manifest, None)
    return Listed(
        run=run,
        started=datetime.fromisoformat(manifest["started"]),
        config=manifest["config"]["name"],
        system=manifest["config"]["system"],
        sets=tuple(manifest["sets"]),
        count=int(manifest["items"]),
        summary=summary,
        done=0 if finished else len(run.rows()),
    )


@lru_cache(maxsize=512)
def _facts(path: Path, _finished: int) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The manifest and the summary of a finished run."""
    from evals.runs.record import Run

    run = Run(path)
    return run.manifest, run.summary


# ── items ──


def opened_run(folder: Folder, name: object) -> Listed:
    """The finished run of this name. Raises NotFound."""
    found = finished_runs(folder).get(str(name or ""))
    if found is None:
        raise NotFound("there is no such run", mend="choose one of the list")
    return found


def line_of(path: Path, item: AnyOne) -> tuple[int, str]:
    """The line of an item in its set, counted from 0, and its text. Raises NotFound where it is there no more."""
    from evals.items import BadLine, read_lines

    for number, found in read_lines(path):
        if not isinstance(found, BadLine) and found.id == item.id:
            return number - 1, path.read_text(encoding="utf-8").split("\n")[number - 1]
    raise NotFound(f"the set holds no item {item.id!r} any more")


def set_path(run: Run, name: str) -> Path:
    """The file of a set of a run. Raises InputError where it is there no more."""
    from evals.items import find_set

    path = Path(run.manifest["sets"][name]["path"])
    if path.is_file():
        return path
    try:
        return find_set(name)
    except InputError as error:
        raise NotFound(f"the set {name} was removed, so its items cannot be opened", mend="add it again") from error


def is_as_it_was(run: Run, name: str) -> bool:
    """Whether a set is the same file as when it was run."""
    from evals.runs.config import digest

    return bool(digest(set_path(run, name).read_bytes()) == run.manifest["sets"][name]["sha256"])
