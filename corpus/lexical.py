"""Full text search over the current clauses: SQLite's FTS5, ranked by BM25.

Everything here that is SQLite's own stands in this module, so that PostgreSQL's `tsvector` can take its place behind
the same class. Rows change only in the transaction that changes the catalogue.

BM25 is a sum over the words of a query, and what a word adds to each clause is the same in every query. So each word is
looked up by itself, and what it adds is kept: a word that was asked before costs no query.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from corpus.columns import Columns, ColumnsOfState, Places
from corpus.filters import Filters
from corpus.ranking import best_first

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

KEPT_POSTINGS = 4_000_000
"""Pairs of a word and a clause that are kept, at 8 bytes each."""

_WORD = re.compile(r"[^\W_]+(?:['’./&-][^\W_]+)*")
_LOOK_UP = text(
    f"SELECT rowid, -bm25(clause_search, {CLAUSE_WEIGHT}, {CONTEXT_WEIGHT}, {TITLE_WEIGHT}) FROM clause_search "
    "WHERE clause_search MATCH :word"
)
_POSTING = np.dtype([("id", np.int64), ("score", np.float32)])


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


@dataclass(frozen=True, slots=True)
class _Found:
    """What one word adds to the score of each clause that has it."""

    places: Places
    scores: NDArray[np.float32]


@dataclass(slots=True)
class _Kept:
    """What words were found to add, in the state that `columns` are of; the latest asked last."""

    columns: Columns
    words: OrderedDict[str, _Found] = field(default_factory=OrderedDict)
    postings: int = 0


class FullText:
    """The full text of one catalogue. Every method works in the connection that it is given; it serves several threads.

    `columns` are those of the state that was asked for last, for others to use as well.
    """

    def __init__(self) -> None:
        self.columns = ColumnsOfState()
        self._kept: _Kept | None = None
        self._lock = threading.Lock()

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
        self.columns.forget()
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
        self.columns.forget()
        rows = [{"revision_id": revision_id} for revision_id in revision_ids]
        if rows:
            of_revision = "SELECT id FROM clauses WHERE revision_id = :revision_id"
            connection.execute(text(f"DELETE FROM clause_search WHERE rowid IN ({of_revision})"), rows)

    def clear(self, connection: Connection) -> None:
        """Take everything out of the full text."""
        self.columns.forget()
        connection.execute(text("DELETE FROM clause_search"))

    def search(self, connection: Connection, query: str, filters: Filters, limit: int) -> list[LexicalHit]:
        """The best `limit` current clauses that the filters admit, best first; equal scores in the order of class code
        and clause.
        """
        words = telling_words(query)
        if not words or limit < 1:
            return []
        columns = self.columns.read(connection)
        total = self._scores(connection, columns, words)
        total[~columns.admitted(filters)] = 0
        having = np.flatnonzero(total)
        best = having[best_first(total[having], limit)]
        classes = columns.class_number[best].tolist()
        found = zip(classes, columns.clause_index[best].tolist(), total[best].tolist(), strict=True)
        return [LexicalHit(columns.codes[of], columns.revisions[of], at, score) for of, at, score in found]

    def _scores(self, connection: Connection, columns: Columns, words: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of each clause, 0 where it has none of the words."""
        total = np.zeros(len(columns), dtype=np.float32)
        for word in words:
            found = self._look_up(connection, columns, word)
            total[found.places] += found.scores
        return total

    def _look_up(self, connection: Connection, columns: Columns, word: str) -> _Found:
        with self._lock:
            kept = self._kept
            if kept is None or kept.columns is not columns:
                kept = self._kept = _Kept(columns)
            if word in kept.words:
                kept.words.move_to_end(word)
                return kept.words[word]
        rows = connection.execute(_LOOK_UP, {"word": f'"{word}"'})
        listed = np.fromiter((tuple(row) for row in rows), dtype=_POSTING)
        found = _Found(columns.at_ids(listed["id"]), listed["score"].copy())
        with self._lock:
            if kept.words.setdefault(word, found) is found:
                kept.postings += len(listed)
            while kept.postings > KEPT_POSTINGS:
                _, oldest = kept.words.popitem(last=False)
                kept.postings -= len(oldest.places)
        return found


def _storable(words: str) -> str:
    """The words without halves of characters, which SQLite cannot hold; the text itself is kept as it is."""
    return words.encode("utf-8", "replace").decode("utf-8")


def telling_words(query: str) -> list[str]:
    """The words of a query that are looked for, each once, in order; none where it has no word.

    Words with no meaning of their own are left out, unless there are no others. A word is looked up in quotes, so that
    nothing a person types is read as an operator; "P-5" is looked for as "p" followed by "5".
    """
    words = list(dict.fromkeys(word.casefold() for word in _WORD.findall(query)))
    return ([word for word in words if word not in STOP_WORDS] or words)[:MAX_TERMS]
