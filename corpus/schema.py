"""The tables of the catalogue.

    specs ─1:n─ revisions ─1:n─ fields, named_classes, sections, clauses, chunks
    (current_id)   (text)                                       └─ clause_search (corpus/lexical.py)
    rule_reviews, rule_documents    what people say of rules (corpus/reviewing.py), and
    feedback                        of answers; never derived from a text, never rebuilt
    vector_editions, meta           which vectors belong to this state; versions and the generation

`revisions.text` is the UTF-8 of a canonical text and `revisions.revision` the sha256 of those bytes: rows are added and
never altered. All other columns and tables of a text are derived from it and can be made anew.
A change of a table needs a step in corpus/database.py.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData()


class Words(TypeDecorator[str]):
    """A short text without halves of characters, which no database can hold, and without NUL where it is PostgreSQL,
    which cannot hold that either; the canonical text is kept as bytes. Its order is that of the characters' numbers.
    """

    impl = String
    kind: type[String] = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type in this database; SQLite orders as we do unless it is told otherwise."""
        return dialect.type_descriptor(self.kind(collation="C" if dialect.name == "postgresql" else None))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The value as it can be stored."""
        if value is None:
            return None
        storable = value.encode("utf-8", "replace").decode("utf-8")
        return storable.replace("\0", "\ufffd") if dialect.name == "postgresql" else storable


class Prose(Words):
    """A longer text, the same way."""

    impl = Text
    kind = Text
    cache_ok = True


meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", Words, nullable=False))

specs = Table(
    "specs",
    metadata,
    Column("class_code", Words, primary_key=True),
    Column("title", Words, nullable=False),
    # Set in the transaction that adds the class; revisions name their class, so one of the two keys must come later.
    Column("current_id", Integer, ForeignKey("revisions.id"), index=True),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),  # grows with every text taken in: the order of arrival, without a clock
    Column("revision", String(64), nullable=False, unique=True),
    Column("class_code", Words, ForeignKey("specs.class_code"), nullable=False, index=True),
    Column("title", Words, nullable=False),
    Column("title_stated", Integer, nullable=False),  # 0 where the title is only the name of the file
    Column("previous_title", Words),
    Column("established", String(10)),
    Column("revised", String(10)),
    Column("effective", String(10)),
    Column("source", Words, nullable=False),
    Column("name", Words, nullable=False),  # what `parse` was given as name
    Column("given_code", Words),  # the class code that a person gave, over the one in the text
    Column("source_notices", Prose, nullable=False),  # JSON list of what the loader said
    Column("placement", Prose),  # why the text stands under another code than its own
    Column("text", LargeBinary, nullable=False),
)

fields = Table(
    "fields",
    metadata,
    Column("revision_id", Integer, ForeignKey("revisions.id"), primary_key=True),
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Index("fields_by_value", "name", "value"),
)

named_classes = Table(
    "named_classes",
    metadata,
    Column("revision_id", Integer, ForeignKey("revisions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("class_code", Words, nullable=False, index=True),
    Column("title", Words, nullable=False),
)

sections = Table(
    "sections",
    metadata,
    Column("revision_id", Integer, ForeignKey("revisions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("label", Words, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

clauses = Table(
    "clauses",
    metadata,
    Column("id", Integer, primary_key=True),  # also the row of the clause in the full text
    Column("revision_id", Integer, ForeignKey("revisions.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("section", Integer, nullable=False),
    # Kind and topic of the section once more, here and in chunks: a filtered search then reads one row a clause.
    Column("kind", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("role", String, nullable=False),
    Column("parent", Integer),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    UniqueConstraint("revision_id", "position"),
)

chunks = Table(
    "chunks",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),  # each sync uses up some
    Column("chunk_id", Words, nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("revision_id", Integer, ForeignKey("revisions.id"), nullable=False),
    # Of the clause; none where the chunk speaks of the whole class.
    Column("position", Integer),
    Column("kind", String),
    Column("topic", String),
    Index("chunks_by_clause", "revision_id", "position"),
)

vector_editions = Table(
    "vector_editions",
    metadata,
    Column("collection", String, primary_key=True),
    Column("edition", Integer, nullable=False),
    Column("generation", Integer, nullable=False),  # of the catalogue that these vectors are complete for
)

rule_reviews = Table(
    "rule_reviews",
    metadata,
    Column("class_code", Words, primary_key=True),
    Column("node_key", Words, primary_key=True),
    Column("text_digest", String(64), nullable=False),
    Column("status", String, nullable=False),
    Column("reviewer", Words, nullable=False),
    Column("date", String(10), nullable=False),
    Column("note", Prose, nullable=False, default=""),
)

rule_documents = Table(
    "rule_documents",
    metadata,
    Column("class_code", Words, primary_key=True),
    Column("revision", String(64), primary_key=True),  # of the text that the rules were corrected against
    Column("document", Prose, nullable=False),  # YAML, as assistant/eligibility/rules_yaml.py reads it
    Column("reviewer", Words, nullable=False),
    Column("date", String(10), nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("date", String(10), nullable=False),
    Column("question", Prose, nullable=False),
    Column("class_code", Words),
    Column("revision", String(64)),
    Column("rating", String, nullable=False),
    Column("comment", Prose, nullable=False, default=""),
    Column("answer", Prose, nullable=False),  # JSON, as in the contract
)
