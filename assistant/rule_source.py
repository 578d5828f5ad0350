"""The rules in force for the classes of a catalogue, worked out once for each text, and what people said of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from assistant.eligibility.nodes import all_nodes
from assistant.eligibility.reviews import (
    Review,
    Reviewed,
    ReviewRow,
    ReviewStatus,
    node_digest,
    renewed,
    reviewed,
    reviews_of,
    with_review,
)
from assistant.eligibility.rules import RuleSet
from assistant.eligibility.rules_yaml import import_yaml, reviewed_rules
from corpus.catalogue import Catalogue
from corpus.errors import NotFound, UserMistake
from corpus.model import Spec
from corpus.reviewing import RuleDocument, StoredReview, forget_document, put_document, put_reviews, reviews

_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changed: the rules now in force, and the reviews that it signed."""

    rules: RuleSet
    signed: tuple[ReviewRow, ...]


class CatalogueRules:
    """A `RuleSource` over a catalogue: a class's own rules, and those of each class of a series page."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._kept: dict[tuple[str, str, str], RuleSet] = {}

    def rules(self, class_code: str) -> tuple[RuleSet, Spec]:
        """The rules in force for a class's current revision, and its specification under its own code and title.

        Raises NotFound, and UserMistake where the document that was imported for it cannot be meant any longer.
        """
        code, spec = self._spec(class_code)
        stored = self._catalogue.rule_document(code, spec.revision)
        digest = hashlib.sha256(stored.document.encode()).hexdigest() if stored else ""
        key = (code, spec.revision, digest)
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            try:
                self._kept[key] = reviewed_rules(spec, stored.document if stored else None, code)
            except UserMistake as error:
                raise UserMistake(
                    f"the rules imported for {code} cannot be used: {error.message}",
                    mend=f"specs rules {code} --forget",
                ) from error
        return self._kept[key], named(spec, code)

    def reviews(self, class_code: str) -> dict[str, Review]:
        """The review of every rule of a class by node key, as it stands for the text and the reading of today."""
        rules, _ = self.rules(class_code)
        return reviews_of(rules, self._rows(rules.class_code))

    def reviewed(self, class_code: str) -> Reviewed:
        """The same as a determination shows it."""
        return reviewed(self.reviews(class_code))

    def codes(self) -> Iterable[str]:
        """The codes of all classes, each once; of a series page, those of its classes."""
        yield from dict.fromkeys(
            code
            for entry in self._catalogue.entries()
            for code, _ in entry.classes or ((entry.class_code, entry.title),)
        )

    def document(self, class_code: str) -> RuleDocument | None:
        """The document that was imported for a class's current revision, if there is one."""
        code, spec = self._spec(class_code)
        return self._catalogue.rule_document(code, spec.revision)

    def keep(self, class_code: str, document: str, reviewer: str, date: str) -> Imported:
        """Let a document be the rules in force, signed by `reviewer` on `date` (ISO).

        A review that stood already and is not changed keeps its reviewer and date. Raises UserMistake where the
        document cannot be meant; the catalogue is as it was.
        """
        code, spec = self._spec(class_code)
        rules, signed = import_yaml(document, spec, reviewer, date)
        if rules.class_code != code:
            raise UserMistake(
                f"class_code: the rules are of {rules.class_code}, not of {code}",
                mend=f"specs rules {rules.class_code} --import FILE ...",
            )
        before = self._rows(code)
        rows = renewed(rules, before, signed)
        with self._catalogue.writing() as connection:
            put_document(connection, RuleDocument(code, spec.revision, document, reviewer.strip(), date))
            put_reviews(connection, code, [StoredReview(**asdict(row)) for row in rows])
        return Imported(rules, tuple(row for row in rows if row not in before))

    def review(self, class_code: str, given: ReviewRow) -> None:
        """Keep the review of one rule in force; `unreviewed` takes it back.

        Raises NotFound where the class has no rule of this key, UserMistake where it no longer says what was reviewed
        (`given.text_digest`) or nobody signs.
        """
        if not given.reviewer.strip():
            raise UserMistake("a review needs a reviewer", mend="give your name")
        rules, _ = self.rules(class_code)
        node = next((node for node in all_nodes(rules) if node.source.key == given.node_key), None)
        if node is None:
            raise NotFound(f"{rules.class_code} has no rule {given.node_key!r}", mend="look at its rules again")
        if node_digest(node) != given.text_digest:
            raise UserMistake("the rule has changed since you looked at it", mend="look at it again")
        signed = replace(given, class_code=rules.class_code, reviewer=given.reviewer.strip())
        with self._catalogue.writing() as connection:
            before = [_row(row) for row in reviews(connection, rules.class_code)]
            rows = with_review(rules, before, signed)
            put_reviews(connection, rules.class_code, [StoredReview(**asdict(row)) for row in rows])

    def forget(self, class_code: str) -> bool:
        """Let the rules be those that the program reads in the current text; whether a document was removed.

        Reviews are kept, and hold where they are of what the program reads.
        """
        code, spec = self._spec(class_code)
        found = self._catalogue.rule_document(code, spec.revision) is not None
        with self._catalogue.writing() as connection:
            forget_document(connection, code, spec.revision)
        return found

    def _rows(self, code: str) -> list[ReviewRow]:
        return [_row(row) for row in self._catalogue.rule_reviews(code)]

    def _spec(self, class_code: str) -> tuple[str, Spec]:
        """The code as the catalogue writes it, and the current text that specifies the class."""
        spec = self._catalogue.spec(class_code)
        wanted = class_code.strip().casefold()
        return next((code for code, _ in spec.classes if code.casefold() == wanted), spec.class_code), spec


def _row(stored: StoredReview) -> ReviewRow:
    return ReviewRow(**{**asdict(stored), "status": ReviewStatus(stored.status)})


def named(spec: Spec, class_code: str) -> Spec:
    """The specification under the code and title of one class of its page."""
    titles: Mapping[str, str] = dict(spec.classes)
    if class_code == spec.class_code:
        return spec
    return replace(spec, class_code=class_code, title=titles.get(class_code, spec.title))
