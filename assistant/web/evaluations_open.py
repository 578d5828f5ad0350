"""An item of a run that somebody wants to see, perhaps beside another run, found among what there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.web.desk import Desk
from assistant.web.evaluations_files import Folder, Listed, is_as_it_was, opened_run, set_path
from assistant.web.evaluations_item import Side, TextOf
from assistant.web.evaluations_running import shipped_text
from corpus.errors import NotFound, UserMistake
from corpus.model import Spec

if TYPE_CHECKING:
    from evals.items import AnyOne
    from evals.runs.record import Run


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to see: a run, another beside it or "", and an item as set/id, "" for all of them."""

    run: str
    beside: str = ""
    item: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Wish:
        """What an event or an address asks for."""
        return cls(*(str(asked.get(name) or "") for name in ("run", "beside", "item")))

    def told(self) -> dict[str, str]:
        """As an address says it."""
        return {"run": self.run, "beside": self.beside, "item": self.item}


@dataclass(frozen=True)
class Opened:
    """An item with the file of its set, what each run made of it, and what its reader should know first."""

    item: AnyOne
    path: Path
    sides: tuple[Side, ...]
    notes: tuple[str, ...]


def opened_item(desk: Desk, folder: Folder, wish: Wish) -> Opened:
    """The item of a run, and what the run beside it made of the same.

    Raises NotFound for what is not there, UserMistake for an item that is held out.
    """
    from evals.reports.item import find_item

    first = opened_run(folder, wish.run)
    _refuse_held(first, wish.item)
    name = wish.item.partition("/")[0]
    path = set_path(first.run, name)
    item, *_ = find_item(first.run, wish.item)
    runs = [first]
    notes = [] if is_as_it_was(first.run, name) else ["The set was changed after this run: the gold is that of today."]
    if wish.beside and wish.beside != wish.run:
        other = opened_run(folder, wish.beside)
        if any(f"{one.set}/{one.id}" == wish.item for one in other.run.scores):
            runs.append(other)
        else:
            notes.append(f"{other.label} does not have this item.")
    letters = ("A: ", "B: ") if len(runs) > 1 else ("",)
    sides = (_side(desk, run, wish.item, letter) for run, letter in zip(runs, letters, strict=True))
    return Opened(item, path, tuple(sides), tuple(notes))


def _side(desk: Desk, listed: Listed, item: str, letter: str) -> Side:
    from evals.reports.item import find_item

    _, row, score = find_item(listed.run, item)
    return Side(f"{letter}{listed.label}", row, score, texts_of(desk, listed.run))


def _refuse_held(run: Listed, item: str) -> None:
    found = next((one for one in run.run.scores if f"{one.set}/{one.id}" == item), None)
    if found is None:
        raise NotFound(f"the run has no item {item!r}", mend="choose one of the list")
    if found.split == "held":
        raise UserMistake(
            "this item is held out: it is counted, and not shown", mend="nobody develops against what is held out"
        )


def texts_of(desk: Desk, run: Run) -> TextOf:
    """The texts that a run was on: those that ship, or those of the library, by the revision that the run names."""
    held = {code: revision for of in run.manifest["revisions"].values() for code, revision in of.items()}
    revisions = frozenset(held.values())

    def look_up(class_code: str) -> Spec | None:
        for find in (shipped_text, desk.catalogue.spec):
            try:
                spec = find(class_code)
            except NotFound:
                continue
            if spec.revision in revisions:
                return spec
        try:
            return desk.catalogue.spec_of(held.get(class_code, ""))
        except NotFound:
            return None

    return look_up
