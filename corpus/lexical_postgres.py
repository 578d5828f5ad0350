"""Full text search over the current clauses in PostgreSQL: `tsvector` with a GIN index, ranked by BM25.

Words are told apart and reduced to stems here and not by the server, so that a search finds the same whatever the
server's dictionaries, locale and extensions are, and the same as with SQLite's FTS5.

BM25 needs to know how many clauses have a word, which PostgreSQL does not keep; `clause_words` does, changed in the
transaction that changes the clauses. How often a word stands in a clause, and where, is what `ts_rank` gives.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import snowballstemmer  # type: ignore[import-untyped]
from sqlalchemy import (
    Column,
    Connection,
    Double,
    Index,
    Integer,
    Label,
    MetaData,
    Select,
    String,
    Table,
    cast,
    delete,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from corpus.filters import Filters, conditions
from corpus.lexical import CLAUSE_WEIGHT, CONTEXT_WEIGHT, TITLE_WEIGHT, FullText, LexicalHit, SearchRow, telling_words
from corpus.schema import clauses, metadata, revisions

K1, B = 1.2, 0.75
"""BM25's two parameters: how soon more of a word counts no more, and how much a clause's length does. FTS5's values."""

FIRST_CLAUSES = 4000
"""Clauses with the rarest words of a query that are ranked first; mostly no other can be among the best."""

_MANY = 0.2
"""Clauses that come at once, as a part of all, after which the server is told to look at its tables."""

_LEAST_WEIGHT = 1e-6
"""Of a word that more than half of the clauses have, as in FTS5."""

_STEMMED_LENGTHS = range(3, 65)
_MAX_WORD = 255
_MAX_BYTES = 500_000
"""Of the words of a clause, each once; PostgreSQL takes a megabyte, and what comes after this much is not searched."""

_MAX_RANK = math.pi**2 / 6
"""What `ts_rank` divides by: no word can count more than this many times its weight."""

_WORD = re.compile(r"[^\W_]+")
_WEIGHTS = f"'{{0, {CONTEXT_WEIGHT / CLAUSE_WEIGHT}, {TITLE_WEIGHT / CLAUSE_WEIGHT}, 1}}'::real[]"  # of D, C, B, A

_metadata = MetaData()

_search = Table(
    "clause_search",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # of the clause
    # As in `clauses`, so that a filtered search reads one row a clause.
    Column("revision_id", Integer, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("length", Integer, nullable=False),  # in words
    Column("words", TSVECTOR, nullable=False),
    # Without a list of what is still to be indexed, which every search would have to go through.
    Index("clause_search_words", "words", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
)

_words = Table(
    "clause_words",
    _metadata,
    Column("word", String(collation="C"), primary_key=True),
    Column("clauses", Integer, nullable=False),  # that have the word
)

_totals = Table(
    "clause_totals",  # one row
    _metadata,
    Column("only", Integer, primary_key=True, autoincrement=False),
    Column("clauses", Integer, nullable=False),
    Column("words", Integer, nullable=False),
)

_ADD_ROWS = text(
    "INSERT INTO clause_search (id, revision_id, kind, topic, length, words) "
    "SELECT clauses.id, clauses.revision_id, clauses.kind, clauses.topic, given.length, given.words::tsvector "
    "FROM unnest(CAST(:ids AS int[]), CAST(:lengths AS int[]), CAST(:words AS text[])) AS given (id, length, words) "
    "JOIN clauses USING (id)"
)
_ADD_WORDS = text(
    "INSERT INTO clause_words (word, clauses) SELECT * FROM unnest(CAST(:words AS text[]), CAST(:counts AS int[])) "
    "ON CONFLICT (word) DO UPDATE SET clauses = clause_words.clauses + excluded.clauses"
)
_REMOVE_WORDS = text(
    "UPDATE clause_words SET clauses = clause_words.clauses - gone.clauses FROM (SELECT lexeme, count(*) AS clauses "
    "FROM clause_search, unnest(words) WHERE revision_id = ANY(:revision_ids) GROUP BY lexeme) AS gone "
    "WHERE clause_words.word = gone.lexeme"
)
_ADD_TOTALS = text("UPDATE clause_totals SET clauses = clauses + :clauses, words = words + :words")
_TOTAL_OF = text(
    "SELECT count(*) AS clauses, coalesce(sum(length), 0) AS words FROM clause_search "
    "WHERE revision_id = ANY(:revision_ids)"
)


Given = dict[str, float | str]


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of a query, or several that must follow each other; `clauses` have it, or at most so many have them."""

    words: tuple[str, ...]
    clauses: int
    weight: float

    @property
    def expression(self) -> str:
        return " <-> ".join(_quoted(word) for word in self.words)


class PostgresText(FullText):
    """The full text of one catalogue on PostgreSQL; its scores are worked out by the server, word counts and all."""

    def create(self, connection: Connection) -> None:
        """Make the full text of a new catalogue."""
        _metadata.create_all(connection)
        connection.execute(_totals.insert().values(only=1, clauses=0, words=0))

    def add(self, connection: Connection, rows: Sequence[SearchRow]) -> None:
        """Take clauses into the full text."""
        self.columns.forget()
        if not rows:
            return
        listed = [_tokens(row) for row in rows]
        written = [_vector(tokens) for tokens in listed]
        lengths = [len(tokens) for tokens in listed]
        connection.execute(
            _ADD_ROWS,
            {"ids": [row.clause_id for row in rows], "lengths": lengths, "words": [each for each, _ in written]},
        )
        counted = sorted(Counter(word for _, words in written for word in words).items())
        connection.execute(
            _ADD_WORDS, {"words": [word for word, _ in counted], "counts": [count for _, count in counted]}
        )
        connection.execute(_ADD_TOTALS, {"clauses": len(rows), "words": sum(lengths)})
        total = connection.execute(select(_totals.c.clauses)).scalar_one()
        if len(rows) > _MANY * total:
            # The server learns by itself what its tables have become, but up to a minute late.
            connection.execute(text(f"ANALYZE {', '.join([*metadata.tables, *_metadata.tables])}"))

    def remove(self, connection: Connection, revision_ids: Iterable[int]) -> None:
        """Take the clauses of these revisions out of the full text."""
        self.columns.forget()
        numbers = {"revision_ids": list(revision_ids)}
        if numbers["revision_ids"]:
            gone = connection.execute(_TOTAL_OF, numbers).one()
            connection.execute(_REMOVE_WORDS, numbers)
            connection.execute(delete(_words).where(_words.c.clauses <= 0))
            connection.execute(_ADD_TOTALS, {"clauses": -gone.clauses, "words": -gone.words})
            connection.execute(delete(_search).where(_search.c.revision_id.in_(numbers["revision_ids"])))

    def clear(self, connection: Connection) -> None:
        """Take everything out of the full text."""
        self.columns.forget()
        connection.execute(delete(_search))
        connection.execute(delete(_words))
        connection.execute(_totals.update().values(clauses=0, words=0))

    def search(self, connection: Connection, query: str, filters: Filters, limit: int) -> list[LexicalHit]:
        """The best `limit` current clauses that the filters admit, best first; equal scores in the order of class code
        and clause.
        """
        totals = connection.execute(select(_totals.c.clauses, _totals.c.words)).one()
        terms = _terms(connection, query, totals.clauses)
        if not terms or limit < 1:
            return []
        admitted = conditions(connection, filters, _search)
        given = _given(terms, totals.words / totals.clauses)
        hits: list[LexicalHit] = []
        for sought in _portions(terms) if not filters.class_codes else [len(terms)]:
            ranked = select(_search.c.id, _score(terms)).where(_MATCHES, *admitted)
            hits = _hits(connection, ranked, {**given, "sought": _any_of(terms[:sought])}, limit)
            if len(hits) == limit and hits[-1].score > _most(terms[sought:]):
                break
        return hits


def _hits(connection: Connection, ranked: Select[Any], given: Given, limit: int) -> list[LexicalHit]:
    best = ranked.order_by(literal_column("score").desc(), _search.c.id).limit(limit).subquery()
    found = (
        select(revisions.c.class_code, revisions.c.revision, clauses.c.position, best.c.score)
        .join(clauses, clauses.c.id == best.c.id)
        .join(revisions, revisions.c.id == clauses.c.revision_id)
    )
    hits = [LexicalHit(*row) for row in connection.execute(found, given)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.class_code, hit.clause_index))


def _terms(connection: Connection, query: str, total: int) -> list[_Term]:
    """What to look for, the rarest first; words that no clause has are left out."""
    wanted = dict.fromkeys(tuple(_stems(word)) for word in telling_words(query))
    known = select(_words.c.word, _words.c.clauses).where(
        _words.c.word.in_({word for words in wanted for word in words})
    )
    having = {row.word: row.clauses for row in connection.execute(known)}
    terms = []
    for words in wanted:
        most = min((having.get(word, 0) for word in words), default=0)
        if most:
            terms.append(_Term(words, most, max(math.log((total - most + 0.5) / (most + 0.5)), _LEAST_WEIGHT)))
    return sorted(terms, key=lambda term: term.clauses)


def _portions(terms: Sequence[_Term]) -> Iterator[int]:
    """How many of the terms to look for, each time with several times as many clauses, and at last all of them."""
    most, clauses_so_far = FIRST_CLAUSES, 0
    for count, term in enumerate(terms):
        if count and clauses_so_far + term.clauses > most:
            yield count
            most *= 8
        clauses_so_far += term.clauses
    yield len(terms)


def _most(terms: Sequence[_Term]) -> float:
    """More than what any clause can score that has only these."""
    return sum(term.weight * (K1 + 1) for term in terms)


_MATCHES = text("clause_search.words @@ CAST(:sought AS tsquery)")


def _score(terms: Sequence[_Term]) -> Label[float]:
    """BM25: for each term its weight times f (K1 + 1) / (f + K), with K by the length of the clause.

    f is how often the term stands in the clause, each time by the weight of the place. `ts_rank` makes less of what
    comes after the first few, which BM25 does in any case.
    """
    norm = f"{K1} * ({1 - B} + {B} * clause_search.length / CAST(:average AS float))"
    parts = [
        f"CAST(:weight_{at} AS float) * (1 - {norm} / ({_frequency(term, at)} + {norm}))"
        for at, term in enumerate(terms)
    ]
    return cast(text(" + ".join(parts)), Double).label("score")


def _frequency(term: _Term, at: int) -> str:
    query = f"CAST(:term_{at} AS tsquery)"
    if len(term.words) == 1:
        return f"{CLAUSE_WEIGHT * _MAX_RANK} * ts_rank({_WEIGHTS}, clause_search.words, {query})"
    # The rank of words that follow each other is made in another way, which tells nothing of how often they do.
    return f"CASE WHEN clause_search.words @@ {query} THEN {CLAUSE_WEIGHT} ELSE 0 END"


def _given(terms: Sequence[_Term], average: float) -> Given:
    """What stands in the query for the names in it."""
    weights = {f"weight_{at}": term.weight * (K1 + 1) for at, term in enumerate(terms)}
    return {"average": average, **weights, **{f"term_{at}": term.expression for at, term in enumerate(terms)}}


def _any_of(terms: Sequence[_Term]) -> str:
    return " | ".join(f"({term.expression})" for term in terms)


def _tokens(row: SearchRow) -> list[tuple[str, str]]:
    """The stems of a clause, each with the letter of its place; the clause itself comes last.

    `ts_rank` divides what it finds second, third ... by 4, 9 ..., save for the greatest weight; so the greatest must
    not come first, where it would leave little to the others.
    """
    places = (("B", row.title), ("C", row.context), ("A", row.clause))
    return [(stem, letter) for letter, words in places for stem in _stems(words)]


def _vector(tokens: Sequence[tuple[str, str]]) -> tuple[str, list[str]]:
    """The stems as PostgreSQL reads a `tsvector`, and which they are, each once."""
    places: dict[str, list[str]] = {}
    size = 0
    letter_before = ""
    at = 0
    for stem, letter in tokens:
        at += 1 if letter == letter_before else 2  # words of two places do not follow each other
        letter_before = letter
        if stem not in places:
            size += len(stem.encode())
            if size > _MAX_BYTES:
                break
        places.setdefault(stem, []).append(f"{at}{letter}")
    return " ".join(f"{_quoted(stem)}:{','.join(where)}" for stem, where in places.items()), list(places)


def _quoted(word: str) -> str:
    return f"'{word}'"  # there is nothing in a word that could end it: see _WORD


def _stems(words: str) -> list[str]:
    """The words without accents and endings, in order."""
    plain = words.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return [_stem(word[:_MAX_WORD]) for word in _WORD.findall(plain)]


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    # Porter's first algorithm, as in FTS5; a stemmer holds a state, so that threads must not share one.
    return str(snowballstemmer.stemmer("porter").stemWord(word)) if len(word) in _STEMMED_LENGTHS else word
