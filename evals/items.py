"""The items of an evaluation set: one question a line of JSON, with what a right answer to it must cite and say.

A gold answer is described by what it rests on (`evidence`, exact quotes), by the figures and words without which it
would be wrong (`facts`), and by what it may never say (`forbidden`); never by a wording.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from corpus.errors import EmptyInput, InputError, UnreadableInput
from corpus.model import SectionKind

SETS = Path(__file__).parent / "sets"
"""The folder of the sets that ship with the project."""

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]


class Outcome(StrEnum):
    """How an answer may end."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"
    CLARIFY = "clarify"
    DETERMINATION = "determination"


SPEAKS = frozenset({Outcome.ANSWERED, Outcome.DETERMINATION})
"""The outcomes that say something about a class, and so must cite evidence and carry the facts."""


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Evidence(_Frozen):
    """A passage that a right answer cites: `quote` as the spec has it (blanks may differ), within `section` if given.

    Members of one `group` are alternatives; every group must be cited. `grade` is the relevance of the passage for
    ranked retrieval (1 is relevant, higher is more so).
    """

    class_code: Text
    section: SectionKind | None = None
    quote: Text
    grade: int = Field(default=1, ge=1)
    group: int = Field(ge=1)


class Item(_Frozen):
    """One question and its gold.

    `history` holds the earlier questions of the conversation, oldest first; `class_code` is the class that the asker
    has chosen, if any. `facts` are lists of alternatives: one alternative of each must occur in the answer's text.
    `evidence` and `facts` bind an answer that speaks (answered, determination), `forbidden` binds every answer.
    """

    id: Text
    kind: Literal["answer", "abstention", "conversation"]
    question: Text
    history: tuple[Text, ...] = ()
    class_code: Text | None = None
    cluster: Text
    split: Literal["dev", "held"]
    tags: tuple[Text, ...] = ()
    origin: Text
    status: Literal["active", "quarantined"] = "active"
    reason: Text | None = None
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Annotated[tuple[Text, ...], Field(min_length=1)], ...] = ()
    forbidden: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.status == "quarantined" and self.reason is None:
            raise ValueError("a quarantined item says why, in `reason`")
        if (self.kind == "conversation") != bool(self.history):
            raise ValueError("a conversation has a `history`, and nothing else has")
        if self.kind == "abstention" and Outcome.ABSTAINED not in self.outcomes:
            raise ValueError("an abstention accepts the outcome abstained")
        if self.kind == "answer" and SPEAKS.intersection(self.outcomes) and not (self.evidence or self.facts):
            raise ValueError("an answer names its evidence or facts")
        if self.facts and not SPEAKS.intersection(self.outcomes):
            raise ValueError("facts bind an answer only where it may speak")
        return self

    @property
    def groups(self) -> tuple[tuple[Evidence, ...], ...]:
        """The evidence by group, in the order of first mention."""
        by_group: dict[int, list[Evidence]] = {}
        for evidence in self.evidence:
            by_group.setdefault(evidence.group, []).append(evidence)
        return tuple(tuple(members) for members in by_group.values())


def load_items(path: Path) -> tuple[Item, ...]:
    """The items of one JSONL file, in its order, quarantined ones included.

    Raises UnreadableInput, naming `file:line`, for a line that is no item or repeats an id, and EmptyInput for a
    file without items.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(str(path), f"cannot be read: {error}") from error
    items: dict[str, Item] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        item = _item(line, f"{path}:{number}")
        if item.id in items:
            raise UnreadableInput(
                f"{path}:{number}", f"the id {item.id!r} stands twice", mend="give each item its own id"
            )
        items[item.id] = item
    if not items:
        raise EmptyInput(str(path), "holds no items")
    return tuple(items.values())


def find_set(name: str) -> Path:
    """The path of a set given as a file or by the name of a shipped one (`3039mp-dev`).

    Raises InputError, listing the shipped sets, if there is neither.
    """
    for candidate in (Path(name), SETS / f"{name}.jsonl"):
        if candidate.is_file():
            return candidate
    shipped = ", ".join(sorted(path.stem for path in SETS.glob("*.jsonl")))
    raise InputError(name, "is no evaluation set", mend=f"give a .jsonl file or one of: {shipped}")


def dump_items(items: Iterable[Item]) -> str:
    """The items as JSONL, defaults left out: the form in which sets are kept."""
    lines = (item.model_dump(mode="json", exclude_defaults=True) for item in items)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _item(line: str, where: str) -> Item:
    try:
        return Item.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise UnreadableInput(where, f"{field + ': ' if field else ''}{first['msg']}") from error
