"""What people say of the rules of a class: a corrected document for a text, and a review for each rule of it.

The catalogue keeps both as they were given; what they mean is known to assistant/eligibility alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from corpus.schema import rule_documents, rule_reviews


@dataclass(frozen=True, slots=True)
class RuleDocument:
    """Rules as a person imported them for one text of a class. `date` is ISO."""

    class_code: str
    revision: str
    document: str
    reviewer: str
    date: str


@dataclass(frozen=True, slots=True)
class StoredReview:
    """A review of one rule. `date` is ISO; `text_digest` is of the words and the reading that were reviewed."""

    class_code: str
    node_key: str
    text_digest: str
    status: str
    reviewer: str
    date: str
    note: str


def document(connection: Connection, class_code: str, revision: str) -> RuleDocument | None:
    """The document for this text of the class, if there is one."""
    wanted = (rule_documents.c.class_code == class_code) & (rule_documents.c.revision == revision)
    row = connection.execute(select(rule_documents).where(wanted)).one_or_none()
    return RuleDocument(**row._mapping) if row else None


def documents(connection: Connection) -> list[RuleDocument]:
    """All documents, in the order of class code and revision."""
    listed = select(rule_documents).order_by(rule_documents.c.class_code, rule_documents.c.revision)
    return [RuleDocument(**row._mapping) for row in connection.execute(listed)]


def reviews(connection: Connection, class_code: str) -> list[StoredReview]:
    """The reviews of a class, in the order of the node keys."""
    wanted = select(rule_reviews).where(rule_reviews.c.class_code == class_code).order_by(rule_reviews.c.node_key)
    return [StoredReview(**row._mapping) for row in connection.execute(wanted)]


def put_document(connection: Connection, given: RuleDocument) -> None:
    """Keep a document, in the place of an earlier one for the same text."""
    forget_document(connection, given.class_code, given.revision)
    connection.execute(insert(rule_documents).values(asdict(given)))


def forget_document(connection: Connection, class_code: str, revision: str) -> None:
    """Remove the document for this text, if there is one."""
    wanted = (rule_documents.c.class_code == class_code) & (rule_documents.c.revision == revision)
    connection.execute(delete(rule_documents).where(wanted))


def put_reviews(connection: Connection, class_code: str, given: Collection[StoredReview]) -> None:
    """Let these be the reviews of a class, in the place of all that there were."""
    connection.execute(delete(rule_reviews).where(rule_reviews.c.class_code == class_code))
    if given:
        connection.execute(insert(rule_reviews), [asdict(review) for review in given])
