"""Deciding, before anything is written, what a batch of texts changes in the catalogue.

Intake(classes).take(document) ... ─▶ Outcome each ─▶ .change() ─▶ Change ─▶ corpus/writing.py
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.catalogue import restored
from corpus.errors import CodeConflict, UserMistake
from corpus.loaders.document import Document
from corpus.model import FieldName, Spec
from corpus.parse import parse
from corpus.passages import encoded
from corpus.revisions import Heading, current, place


class OutcomeKind(StrEnum):
    """What became of one text."""

    ADDED = "added"  # the first text of its class
    REVISED = "revised"  # now the current text of a class that had others
    HISTORY = "history"  # older than the current text of its class
    MOVED = "moved"  # stored before, now under the class code that was given
    UNCHANGED = "unchanged"  # stored before


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text, and what a person should know of it.

    `conflict` is set where the text claims a code that another class holds: it is stored under a code of its own.
    """

    kind: OutcomeKind
    source: str
    class_code: str
    title: str
    revision: str
    notices: tuple[str, ...] = ()
    conflict: CodeConflict | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A text to store, parsed. `spec` has the class code it is stored under and all its notices."""

    spec: Spec
    heading: Heading
    source: str
    name: str
    source_notices: tuple[str, ...]
    placement: str | None = None
    given_code: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written. `current` gives the newest revision of every class whose newest one changes."""

    taken: tuple[Taken, ...]
    moved: Mapping[str, str]
    current: Mapping[str, str]
    gone: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.taken or self.moved)


class Intake:
    """The classes of a catalogue with the texts of a batch among them; nothing is written."""

    def __init__(self, classes: Mapping[str, Sequence[Heading]]) -> None:
        self._classes = {code: list(texts) for code, texts in classes.items()}
        self._class_of = {text.revision: code for code, texts in classes.items() for text in texts}
        self._before = {code: current(texts).revision for code, texts in classes.items()}
        self._number = max((text.number for texts in classes.values() for text in texts), default=0)
        self._taken: dict[str, Taken] = {}
        self._moved: dict[str, str] = {}

    def take(self, document: Document, code: str | None = None) -> Outcome:
        """Decide where the document goes. `code` is the class code that a person gives, over the one in the text."""
        if code is not None and (not code.strip() or code != code.strip()):
            raise UserMistake(f"{code!r} is no class code", mend="give it without blanks, such as --code 3039MP")
        revision = revision_of(document.text)
        if revision in self._class_of:
            return self._again(document, revision, code)
        self._number += 1
        spec = parse(document.text, document.name)
        heading = heading_of(spec, self._number)
        where = place(heading, spec.class_code, self._classes)
        own, why = (code, None) if code else (where.class_code, where.why)
        stored = restored(spec, own, (*document.notices, *((why,) if why else ())))
        kind, remark = self._standing(own, heading)
        self._add(own, heading)
        self._taken[revision] = Taken(stored, heading, document.source, document.name, document.notices, why, code)
        conflict = CodeConflict(document.source, why, mend=f"specs ingest FILE --code {own}") if why else None
        said = (*stored.notices, *((remark,) if remark else ()))
        return Outcome(kind, document.source, own, spec.title, revision, said, conflict)

    def _again(self, document: Document, revision: str, code: str | None) -> Outcome:
        held = self._class_of[revision]
        texts = self._classes[held]
        heading = next(text for text in texts if text.revision == revision)
        title = heading.title or document.name or held
        if code is None or code == held:
            return Outcome(OutcomeKind.UNCHANGED, document.source, held, title, revision)
        texts.remove(heading)
        if not texts:
            del self._classes[held]
        self._add(code, heading)
        if revision in self._taken:
            taken = self._taken[revision]
            spec = replace(taken.spec, class_code=code)
            self._taken[revision] = replace(taken, spec=spec, placement=None, given_code=code)
        else:
            self._moved[revision] = code
        said = f"was stored as {held}"
        return Outcome(OutcomeKind.MOVED, document.source, code, title, revision, (said,))

    def _add(self, code: str, heading: Heading) -> None:
        self._classes.setdefault(code, []).append(heading)
        self._class_of[heading.revision] = code

    def _standing(self, code: str, heading: Heading) -> tuple[OutcomeKind, str | None]:
        """Whether the text is its class's first, newest or an older one; a remark where that is not plain."""
        if code not in self._classes:
            return OutcomeKind.ADDED, None
        before = current(self._classes[code])
        if heading.rank < before.rank:
            dated = heading.dated or "without a date"
            return OutcomeKind.HISTORY, f"{dated}: kept as history, the current text of {code} is of {before.dated}"
        if heading.dated == before.dated:
            dated = f"of one date ({heading.dated})" if heading.dated else "without a date"
            return OutcomeKind.REVISED, f"two texts of {code} are {dated}: the one taken in last is current"
        return OutcomeKind.REVISED, None

    def change(self) -> Change:
        """What the documents taken so far change."""
        after = {code: current(texts).revision for code, texts in self._classes.items()}
        return Change(
            taken=tuple(self._taken.values()),
            moved=dict(self._moved),
            current={code: new for code, new in after.items() if self._before.get(code) != new},
            gone=frozenset(self._before.keys() - after.keys()),
        )


def take_all(documents: Iterable[tuple[Document, str | None]]) -> Change:
    """The change that makes an empty catalogue hold these documents, each with the class code given for it, if any."""
    intake = Intake({})
    for document, code in documents:
        intake.take(document, code)
    return intake.change()


def revision_of(text: str) -> str:
    """The sha256 (hex) that a canonical text is addressed by, as in `Spec.revision`."""
    return hashlib.sha256(encoded(text)).hexdigest()


def heading_of(spec: Spec, number: int) -> Heading:
    """What tells this text from others of its class."""
    stated = spec.field(FieldName.CLASS_TITLE)
    return Heading(
        revision=spec.revision,
        number=number,
        title=stated.value if stated else None,
        previous_title=spec.value(FieldName.PREVIOUS_TITLE),
        established=spec.value(FieldName.ESTABLISHED),
        revised=spec.value(FieldName.REVISED),
        effective=spec.value(FieldName.EFFECTIVE_DATE),
    )
