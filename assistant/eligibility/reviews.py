"""Reviews of rules by people: which hold, and which are void because the text or its reading has changed.

A review is one row for a node of a class. It holds while the node's digest is the same; the digest is taken of the
words that the node was read from and of what was read, so that a new text voids it and so does a new grammar.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from assistant.eligibility.nodes import Node, all_nodes
from assistant.eligibility.rules import RuleSet
from assistant.eligibility.rules_json import node_to_dict

_PLACE = frozenset({"at", "more", "key", "digest", "nodes", "meaning"})
"""What of a node may change (its place in the text) without a change of what it says."""


class ReviewStatus(StrEnum):
    """What a person said of a node, or that nobody did. `void`: said of another text or another reading."""

    UNREVIEWED = "unreviewed"
    APPROVED = "approved"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    VOID = "void"


UNREVIEWED = "not reviewed"
"""What is said of a rule that nobody has reviewed."""

_ACCEPTED = frozenset({ReviewStatus.APPROVED, ReviewStatus.CORRECTED})


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review. `date` is ISO (2026-11-24); `text_digest` is the digest of the node that was reviewed."""

    class_code: str
    node_key: str
    text_digest: str
    status: ReviewStatus
    reviewer: str
    date: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """The review of a node as it stands now; `row` is None where there is none."""

    status: ReviewStatus
    row: ReviewRow | None = None

    def __str__(self) -> str:
        """The status in words, with who and when."""
        if self.row is None:
            return UNREVIEWED
        signed = f"{self.row.reviewer}, {self.row.date}"
        if self.status is ReviewStatus.VOID:
            return f"{self.row.status} by {signed}: void, the text or its reading has changed"
        return f"{self.status} by {signed}"


class ReviewStore(Protocol):
    """Where reviews are kept: one row for a class and node key, the newest taking the place of the older."""

    def review_rows(self, class_code: str) -> Iterable[ReviewRow]:
        """The rows of a class."""

    def put_reviews(self, rows: Iterable[ReviewRow]) -> None:
        """Keep these rows."""


def node_digest(node: Node) -> str:
    """The sha256 (hex) of the words that the node and its parts were read from, and of what was read."""
    said = json.dumps(_said(node_to_dict(node)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def reviews_of(rules: RuleSet, rows: Iterable[ReviewRow]) -> dict[str, Review]:
    """The review of every node, by node key.

    A row counts for the node of its key; where a change of the text has moved keys, a node of the same place and
    digest keeps its review.
    """
    of_class = [row for row in rows if row.class_code == rules.class_code]
    by_key = {row.node_key: row for row in of_class}
    by_digest = {(_kind(row.node_key), row.text_digest): row for row in of_class}
    found: dict[str, Review] = {}
    for node in all_nodes(rules):
        key, digest = node.source.key, node_digest(node)
        row = by_digest.get((_kind(key), digest))
        if row is not None:
            found[key] = Review(row.status, row)
        elif key in by_key:
            found[key] = Review(ReviewStatus.VOID, by_key[key])
        else:
            found[key] = Review(ReviewStatus.UNREVIEWED)
    return found


def renewed(rules: RuleSet, before: Iterable[ReviewRow], signed: Iterable[ReviewRow]) -> tuple[ReviewRow, ...]:
    """The rows to keep after an import of `rules` that signs `signed`, where `before` were kept.

    What was said already stays as it was said, by whom and when. A review that is void stays, to be seen as void; one
    that the import no longer states is withdrawn.
    """
    of_class = [row for row in before if row.class_code == rules.class_code]
    stood = {(_kind(row.node_key), row.text_digest, row.status): row for row in of_class}
    kept: dict[str, ReviewRow] = {}
    for key, review in reviews_of(rules, of_class).items():
        if review.status is ReviewStatus.VOID and review.row is not None:
            kept[key] = review.row
    for row in signed:
        earlier = stood.get((_kind(row.node_key), row.text_digest, row.status))
        stands = earlier is not None and row.note in ("", earlier.note)
        kept[row.node_key] = replace(earlier, node_key=row.node_key) if earlier is not None and stands else row
    return tuple(kept.values())


def with_review(rules: RuleSet, before: Iterable[ReviewRow], given: ReviewRow) -> tuple[ReviewRow, ...]:
    """The rows to keep after one rule of `rules` is reviewed, where `before` were kept.

    The reviews of all other rules stay as they stand; one that says `unreviewed` takes the review of its rule back.
    """
    same = (_kind(given.node_key), given.text_digest)
    kept = {
        key: replace(review.row, node_key=key)
        for key, review in reviews_of(rules, before).items()
        if review.row is not None and (_kind(key), review.row.text_digest) != same
    }
    kept.pop(given.node_key, None)
    if given.status is not ReviewStatus.UNREVIEWED:
        kept[given.node_key] = given
    return tuple(kept.values())


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a determination says of the reviews of its rules: of each by node key, and of all of them in `words`."""

    notes: Mapping[str, str]
    words: str


NOT_REVIEWED = Reviewed({}, "rules not reviewed")


def review_words(reviews: Mapping[str, Review]) -> str:
    """How much of the rules people have reviewed, and whether a review is void or refuses a rule."""
    statuses = [review.status for review in reviews.values()]
    is_accepted = any(status in _ACCEPTED for status in statuses)
    parts = [f"{share_reviewed(reviews):.0%} of the rules reviewed" if is_accepted else "rules not reviewed"]
    for status, words in ((ReviewStatus.REJECTED, "rejected"), (ReviewStatus.VOID, "void since the text changed")):
        if count := statuses.count(status):
            parts.append(f"{count} {words}")
    return ", ".join(parts)


def reviewed(reviews: Mapping[str, Review]) -> Reviewed:
    """The reviews as a determination shows them; none where nobody has said anything of a rule."""
    notes = {key: str(review) for key, review in reviews.items()}
    is_said = any(review.status is not ReviewStatus.UNREVIEWED for review in reviews.values())
    return Reviewed(notes if is_said else {}, review_words(reviews))


def share_reviewed(reviews: Mapping[str, Review]) -> float:
    """The share of nodes whose review holds and accepts them, 0 to 1; 1 where there are no nodes."""
    return sum(review.status in _ACCEPTED for review in reviews.values()) / len(reviews) if reviews else 1.0


def _kind(key: str) -> str:
    """A node key without its number."""
    return key.rpartition(".")[0]


def _said(data: Any) -> Any:
    if isinstance(data, dict):
        kept = {name: _said(value) for name, value in data.items() if name not in _PLACE}
        return {**kept, "words": data["digest"]} if "digest" in data else kept
    return [_said(item) for item in data] if isinstance(data, list) else data
