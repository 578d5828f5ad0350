"""The items of an evaluation set, one a line of JSON: a question, query, statement or applicant, and its gold.

A gold answer is described by what it rests on (`evidence`, exact quotes), by the figures and words without which it
would be wrong (`facts`), and by what it may never say (`forbidden`); never by a wording, and never by a chunk's id.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError, model_validator

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


class Common(_Frozen):
    """What every item has.

    `class_code` is the class that is asked about, where it is chosen beforehand. Items of one `cluster` are worded
    alike or share their gold, so they count as one draw in statistics; `twin` names the item that differs from this
    one in a single fact and has another gold. `origin` says who wrote the item and from what. A quarantined item is
    not asked, and says why in `reason`.
    """

    id: Text
    class_code: Text | None = None
    cluster: Text
    split: Literal["dev", "held"]
    tags: tuple[Text, ...] = ()
    origin: Text
    status: Literal["active", "quarantined"] = "active"
    reason: Text | None = None
    twin: Text | None = None
    evidence: tuple[Evidence, ...] = ()

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.status == "quarantined" and self.reason is None:
            raise ValueError("a quarantined item says why, in `reason`")
        if self.twin == self.id:
            raise ValueError("an item is no twin of itself")
        return self

    @property
    def groups(self) -> tuple[tuple[Evidence, ...], ...]:
        """The evidence by group, in the order of first mention."""
        by_group: dict[int, list[Evidence]] = {}
        for evidence in self.evidence:
            by_group.setdefault(evidence.group, []).append(evidence)
        return tuple(tuple(members) for members in by_group.values())

    @property
    def classes(self) -> frozenset[str]:
        """The classes that the item is about: chosen, or those of its evidence."""
        return frozenset([self.class_code] if self.class_code else [one.class_code for one in self.evidence])


class Item(Common):
    """One question and its gold.

    `history` holds the earlier questions of the conversation, oldest first. `facts` are lists of alternatives: one
    alternative of each must occur in the answer's text. `evidence` and `facts` bind an answer that speaks (answered,
    determination), `forbidden` binds every answer.
    """

    kind: Literal["answer", "abstention", "conversation"]
    question: Text
    history: tuple[Text, ...] = ()
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    facts: tuple[Annotated[tuple[Text, ...], Field(min_length=1)], ...] = ()
    forbidden: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
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
    def text(self) -> str:
        """What is asked, as it is shown."""
        return " > ".join([*self.history, self.question])


class RetrievalItem(Common):
    """A query, and the passages or classes that a search for it should find first.

    Where `class_code` is given the search is within that class. `right_classes` are the classes, any of which is
    right, of a query that has no evidence of its own.
    """

    kind: Literal["retrieval"]
    query: Text
    right_classes: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if not self.evidence and not self.right_classes:
            raise ValueError("a query names its evidence or `right_classes`")
        return self

    @property
    def text(self) -> str:
        """What is asked, as it is shown."""
        return self.query


class Label(StrEnum):
    """How far passages bear a statement out: in full, in part only, or not at all."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    NOT = "not"


class CitationItem(Common):
    """A statement of one class with the passages that it cites (`evidence`), and how far they bear it out, by hand."""

    kind: Literal["citation"]
    class_code: Text
    statement: Text
    label: Label

    @model_validator(mode="after")
    def _cites(self) -> Self:
        if not self.evidence:
            raise ValueError("a statement cites its `evidence`")
        return self

    @property
    def text(self) -> str:
        """What is asked, as it is shown."""
        return self.statement


Verdict = Literal["met", "not_met", "undetermined", "needs_review"]


class Leaf(_Frozen):
    """The gold verdict of the requirement that rests on this quote."""

    quote: Text
    verdict: Verdict


class EligibilityItem(Common):
    """An applicant (as `specs check` reads one), judged on a day, and the gold verdict by the text of the class.

    `leaves` are the gold verdicts of single requirements, `shortfall_months` what is missing on the main path.
    """

    kind: Literal["eligibility"]
    class_code: Text
    as_of: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    applicant: dict[str, Any]
    verdict: Verdict
    leaves: tuple[Leaf, ...] = ()
    shortfall_months: dict[Literal["general", "special"], float | None] | None = None
    difference: Text | None = None
    """What the item differs in from its twin."""

    @property
    def text(self) -> str:
        """What is asked, as it is shown."""
        return f"{self.class_code}: {self.difference or json.dumps(self.applicant, ensure_ascii=False)}"


AnyOne = Item | RetrievalItem | CitationItem | EligibilityItem
KINDS = ("answer", "abstention", "conversation", "retrieval", "citation", "eligibility")
_NO_KIND = frozenset({"union_tag_not_found", "union_tag_invalid"})
"""What is wrong with an item, as pydantic calls it, where its kind is missing or is none."""
ITEM: TypeAdapter[AnyOne] = TypeAdapter(Annotated[AnyOne, Field(discriminator="kind")])


@dataclass(frozen=True)
class BadLine:
    """A line of a set that is no item: its number, from 1, and what is wrong with it."""

    number: int
    reason: str


def read_lines(path: Path) -> Iterator[tuple[int, AnyOne | BadLine]]:
    """Each line that is not blank with its number: an item, or what is wrong with it.

    Raises UnreadableInput where there is no such text.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(str(path), f"cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _item(line, number)


def load_set(path: Path) -> tuple[AnyOne, ...]:
    """The items of one JSONL file, in its order, of whatever kind, quarantined ones included.

    Raises UnreadableInput, naming `file:line`, for a line that is no item or repeats an id, and EmptyInput for a
    file without items.
    """
    items: dict[str, AnyOne] = {}
    for number, item in read_lines(path):
        if isinstance(item, BadLine):
            raise UnreadableInput(f"{path}:{number}", item.reason, mend=f"specs eval check {path}")
        if item.id in items:
            raise UnreadableInput(
                f"{path}:{number}", f"the id {item.id!r} stands twice", mend="give each item its own id"
            )
        items[item.id] = item
    if not items:
        raise EmptyInput(str(path), "holds no items")
    return tuple(items.values())


def load_items(path: Path) -> tuple[Item, ...]:
    """The questions of one JSONL file, as `load_set`; the items of other kinds in it are left out."""
    return tuple(item for item in load_set(path) if isinstance(item, Item))


def find_set(name: str) -> Path:
    """The path of a set given as a file or by the name of a shipped one (`3039mp-dev`).

    Raises InputError, listing the shipped sets, if there is neither.
    """
    for candidate in (Path(name), SETS / f"{name}.jsonl"):
        if candidate.is_file():
            return candidate
    shipped = ", ".join(shipped_sets())
    raise InputError(name, "is no evaluation set", mend=f"give a .jsonl file or one of: {shipped}")


def shipped_sets() -> tuple[str, ...]:
    """The names of the shipped sets."""
    return tuple(sorted(path.stem for path in SETS.glob("*.jsonl")))


def dump_items(items: Iterable[Common]) -> str:
    """The items as JSONL, defaults left out: the form in which sets are kept."""
    lines = (item.model_dump(mode="json", exclude_defaults=True) for item in items)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def faults(line: str) -> str:
    """Why a line is no item, naming the fields at fault; "" where it is one."""
    found = _item(line, 1)
    return found.reason if isinstance(found, BadLine) else ""


def _item(line: str, number: int) -> AnyOne | BadLine:
    try:
        return ITEM.validate_json(line)
    except ValidationError as error:
        wrong = [
            ("kind", f"has to be one of {', '.join(KINDS)}")
            if fault["type"] in _NO_KIND
            else (".".join(str(part) for part in fault["loc"] if part not in KINDS), fault["msg"])
            for fault in error.errors()
        ]
        return BadLine(number, "; ".join(f"{field}: {said}" if field else said for field, said in wrong))
