"""Full text search over the current clauses: SQLite's FTS5, ranked by BM25.

Everything here that is SQLite's own stands in this module, so that PostgreSQL's `tsvector` can take its place behind
the same class. Rows change only in the transaction that changes the catalogue.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Label,
    Select,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from corpus.filters import Filters, conditions
from corpus.schema import clauses, revisions

CLAUSE_WEIGHT, CONTEXT_WEIGHT, TITLE_WEIGHT = 4.0, 1.0, 2.0
"""How much a word counts in the clause itself, in its stems and heading, and in the class title."""

MAX_TERMS = 64
"""Words of a query that are looked for; a pasted page would cost more than it finds."""

_STOP_WORDS = (
    "a about an and any are as at be been but by can could did do does for from had has have how i if in into is it "
    "its me my of on or our shall should so such than that the their them then there these they this those to was we "
    "were what when where which who whom whose why will with would you your"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that say nothing of what is looked for. "may", "must", "no" and "not" are none of them in a specification."""

_MANY, _SAMPLE = 0.25, 64
"""A filter that admits this part of the clauses, as told from so many of them, is applied after ranking."""

_WORD = re.compile(r"[^\W_]+(?:['’./&-][^\W_]+)*")
_search = table("clause_search", column("rowid"))
_RANK: Label[float] = literal_column(
    f"bm25(clause_search, {CLAUSE_WEIGHT}, {CONTEXT_WEIGHT}, {TITLE_WEIGHT})", Float
).label("rank")


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A clause as the full text holds it; `context` is its stems and its heading."""

    clause_id: int
    clause: str
    context: str
    title: str


@dataclass(frozen=True, slots=True)
class LexicalHit:
    """A clause that was found. `score` is BM25 with the greater the better; it compares within one search only."""

    class_code: str
    revision: str
    clause_index: int
    score: float


class FullText:
    """The full text of one catalogue; holds nothing itself, every method works in the connection that it is given."""

    def create(self, connection: Connection) -> None:
        """Make the full text of a new catalogue."""
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE clause_search USING fts5(clause, context, title, "
                "tokenize = 'porter unicode61 remove_diacritics 2')"
            )
        )

    def add(self, connection: Connection, rows: Sequence[SearchRow]) -> None:
        """Take clauses into the full text."""
        if rows:
            connection.execute(
                text(
                    "INSERT INTO clause_search (rowid, clause, context, title) VALUES (:id, :clause, :context, :title)"
                ),
                [
                    {
                        "id": row.clause_id,
                        "clause": _storable(row.clause),
                        "context": _storable(row.context),
                        "title": _storable(row.title),
                    }
                    for row in rows
                ],
            )

    def remove(self, connection: Connection, revision_ids: Iterable[int]) -> None:
        """Take the clauses of these revisions out of the full text."""
        rows = [{"revision_id": revision_id} for revision_id in revision_ids]
        if rows:
            of_revision = "SELECT id FROM clauses WHERE revision_id = :revision_id"
            connection.execute(text(f"DELETE FROM clause_search WHERE rowid IN ({of_revision})"), rows)

    def clear(self, connection: Connection) -> None:
        """Take everything out of the full text."""
        connection.execute(text("DELETE FROM clause_search"))

    def search(self, connection: Connection, query: str, filters: Filters, limit: int) -> list[LexicalHit]:
        """The best `limit` current clauses that the filters admit, best first; equal scores in the order of class code
        and clause.
        """
        expression = match_expression(query)
        if expression is None or limit < 1:
            return []
        admitted = conditions(connection, filters, clauses)
        share = _share(connection, admitted) if admitted and not filters.class_codes else 0.0
        if share >= _MANY:
            # To rank all and look among the best is cheaper than to look at all and rank nearly as many.
            best = _best(connection, expression, math.ceil(2 * limit / share))
            found = _hits(connection, best, admitted, limit)
            if len(found) == limit:
                return found
        best = _best(connection, expression, limit, admitted, few_classes=bool(filters.class_codes))
        return _hits(connection, best, (), limit)


def _hits(
    connection: Connection, best: Select[Any], admitted: Sequence[ColumnElement[bool]], limit: int
) -> list[LexicalHit]:
    ranked = best.subquery()
    found = (
        select(revisions.c.class_code, revisions.c.revision, clauses.c.position, ranked.c.rank)
        .join(clauses, clauses.c.id == ranked.c.rowid)
        .join(revisions, revisions.c.id == clauses.c.revision_id)
        .where(*admitted)
        .order_by(ranked.c.rank, ranked.c.rowid)
        .limit(limit)
    )
    hits = [LexicalHit(code, revision, at, -rank) for code, revision, at, rank in connection.execute(found)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.class_code, hit.clause_index))


def _best(
    connection: Connection,
    expression: str,
    limit: int,
    admitted: Sequence[ColumnElement[bool]] = (),
    *,
    few_classes: bool = False,
) -> Select[Any]:
    """The rows and ranks of the best clauses; other tables are joined only where a filter needs them."""
    found = (
        select(_search.c.rowid, _RANK)
        .where(text("clause_search MATCH :expression").bindparams(bindparam("expression", expression)))
        .order_by(_RANK, _search.c.rowid)
        .limit(limit)
    )
    if admitted:
        found = found.join(clauses, clauses.c.id == _search.c.rowid).where(*admitted)
    if not few_classes:
        return found
    # The clauses of a revision are neighbours: for one class, the full text is read between the first and the last.
    ends = select(func.min(clauses.c.id), func.max(clauses.c.id)).where(*admitted)
    first, last = connection.execute(ends).one()
    return found.where(_search.c.rowid.between(first, last))


def _share(connection: Connection, admitted: Sequence[ColumnElement[bool]]) -> float:
    """About how large a part of all clauses is admitted, from a few that lie evenly among them."""
    last = connection.scalar(select(func.max(clauses.c.id))) or 0
    sample = sorted({1 + last * at // _SAMPLE for at in range(_SAMPLE)})
    looked_at = select(func.count()).select_from(clauses).where(clauses.c.id.in_(sample))
    passing = connection.scalar(looked_at.where(*admitted)) or 0
    return passing / len(sample)


def _storable(words: str) -> str:
    """The words without halves of characters, which SQLite cannot hold; the text itself is kept as it is."""
    return words.encode("utf-8", "replace").decode("utf-8")


def match_expression(query: str) -> str | None:
    """The FTS5 expression that finds any of the words of a query; None where it has no word.

    Words with no meaning of their own are left out, unless there are no others. Each word is quoted, so that nothing
    a person types is read as an operator; "P-5" is looked for as "p" followed by "5".
    """
    return " OR ".join(f'"{word}"' for word in telling_words(query)) or None


def telling_words(query: str) -> list[str]:
    """The words of a query that are looked for, each once, in order; "P-5" is one of them."""
    words = list(dict.fromkeys(word.casefold() for word in _WORD.findall(query)))
    return ([word for word in words if word not in STOP_WORDS] or words)[:MAX_TERMS]
