"""Search over the clauses of all current revisions, by meaning and by words at once."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corpus.columns import Places
from corpus.filters import Filters
from corpus.model import SectionKind
from corpus.passages import Passage
from corpus.ranking import best_first
from index.chunks import UNSEARCHED
from index.current import Current, read_current
from index.edition import ReadVectors
from index.fusion import LEXICAL_HITS, MIN_SIMILARITY, Scores, fused, relative
from index.matrix import Matrix
from index.titles import ClassMatch, choose, rank_titles

if TYPE_CHECKING:
    from index.store import Store
    from index.sync import Embedder

EVERYTHING = Filters()
LIMIT = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found. `start` and `end` are character offsets into the canonical text of `revision`.

    `score` is at most 1 and compares within one search; a clause that means the query in its very words, in a class
    that is about it, comes near it.
    """

    class_code: str
    title: str
    section: SectionKind
    start: int
    end: int
    quote: str
    score: float
    clause_index: int
    revision: str


class ClauseSearch:
    """The clauses that fit a query best. One may serve several threads.

    `filters` and `limit` are those of its calls, where these give none. `index.langchain` has it as a LangChain
    retriever.
    """

    def __init__(self, store: Store, embedder: Embedder, filters: Filters = EVERYTHING, limit: int = LIMIT) -> None:
        self.store = store
        self.embedder = embedder
        self.filters = filters
        self.limit = limit
        self._current: Current | None = None
        self._lock = threading.Lock()

    def search(self, query: str, filters: Filters | None = None, limit: int | None = None) -> tuple[Hit, ...]:
        """The best clauses of current revisions that the filters admit, best first.

        Equal scores stand in the order of class code and clause. Sections that hold values of fields or the same text
        in every specification are searched only where `filters.sections` names them. Raises StoreError where clauses
        have no vectors yet.
        """
        if not query.strip():
            return ()
        vector = self.embedder.embed([query])[0]
        with self.store.reading() as vectors:
            current = self._read(vectors)
            places, scores = self._best(current, query, vector, filters or self.filters, limit or self.limit)
            return self._hits(current, places, scores)

    def find(
        self, query: str, filters: Filters | None = None, limit: int | None = None
    ) -> list[tuple[str, int, float]]:
        """The same clauses as (class code, clause index, score), for who has the texts at hand."""
        if not query.strip():
            return []
        vector = self.embedder.embed([query])[0]
        with self.store.reading() as vectors:
            current = self._read(vectors)
            places, scores = self._best(current, query, vector, filters or self.filters, limit or self.limit)
            numbers, indexes = current.columns.class_number[places], current.columns.clause_index[places]
            codes = [current.columns.codes[number] for number in numbers]
            return list(zip(codes, indexes.tolist(), scores.tolist(), strict=True))

    def rank_classes(self, query: str, limit: int | None = None) -> tuple[ClassMatch, ...]:
        """The classes that a title, or words for one, may stand for, best first; see `index.titles`."""
        if not query.strip():
            return ()
        vector = self.embedder.embed([query])[0]
        with self.store.reading() as vectors:
            current = self._read(vectors)
            places, parts = self._by_words(current, query, _searched(EVERYTHING))
            lexical = np.zeros(len(current.classes.codes), dtype=np.float32)
            np.maximum.at(lexical, current.columns.class_number[places], parts)
            return rank_titles(query, vector, current.classes, lexical)[: limit or self.limit]

    def resolve_classes(self, query: str) -> tuple[ClassMatch, ...]:
        """The classes that a title, or words for one, stand for: one if it is clear, else several, or none."""
        return choose(self.rank_classes(query, len(self.store.catalogue.entries())))

    def _read(self, vectors: ReadVectors) -> Current:
        """The arrays for the state that is being read, made anew when the catalogue has changed."""
        catalogue = self.store.catalogue
        with self._lock:
            if self._current is None or self._current.columns.generation != catalogue.generation():
                self._current = read_current(catalogue, vectors, self.embedder.dimension)
            return self._current

    def _best(
        self, current: Current, query: str, vector: Matrix, filters: Filters, limit: int
    ) -> tuple[Places, Scores]:
        """The places of the best clauses that the filters admit, best first, and their scores.

        A stem is not among them: it says nothing without its items.
        """
        searched = _searched(filters)
        among = np.flatnonzero(current.columns.admitted(searched) & ~current.columns.is_stem)
        similarity = current.rows.cosines(vector, current.row[among])
        lexical = np.zeros(len(current.columns), dtype=np.float32)
        places, parts = self._by_words(current, query, searched)
        lexical[places] = parts
        about = current.classes.clause_rows @ vector
        scores = fused(similarity, lexical[among], about[current.columns.class_number[among]])
        scores[(lexical[among] == 0) & (similarity < MIN_SIMILARITY)] = -np.inf
        best = best_first(scores, limit)
        best = best[np.isfinite(scores[best])]
        return among[best].astype(np.int32), scores[best]

    def _by_words(self, current: Current, query: str, filters: Filters) -> tuple[Places, Scores]:
        """The places of the clauses that share words with the query, and the lexical part of their scores."""
        hits = self.store.catalogue.search(query, filters, LEXICAL_HITS)
        places = current.columns.at(
            [current.number_of[hit.class_code] for hit in hits], [hit.clause_index for hit in hits]
        )
        return places, relative(np.array([hit.score for hit in hits], dtype=np.float32))

    def _hits(self, current: Current, places: Places, scores: Scores) -> tuple[Hit, ...]:
        """What stands at these places, as the catalogue holds it."""
        numbers, indexes = current.columns.class_number[places].tolist(), current.columns.clause_index[places].tolist()
        keys = [(current.columns.revisions[number], at) for number, at in zip(numbers, indexes, strict=True)]
        score_of = dict(zip(keys, scores.tolist(), strict=True))
        passages = self.store.catalogue.passages(keys)
        return tuple(_hit(passage, score_of[passage.revision, passage.clause_index]) for passage in passages)


def _hit(passage: Passage, score: float) -> Hit:
    return Hit(
        class_code=passage.class_code,
        title=passage.title,
        section=passage.section,
        start=passage.start,
        end=passage.end,
        quote=passage.quote,
        score=score,
        clause_index=passage.clause_index,
        revision=passage.revision,
    )


def _searched(filters: Filters) -> Filters:
    return replace(filters, without=filters.without | (UNSEARCHED - filters.sections))
