"""Search over the clauses of all current revisions, by meaning and by words at once."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corpus.filters import Filters
from corpus.model import ClauseRole, SectionKind
from corpus.passages import Passage
from index.chunks import UNSEARCHED
from index.current import Current, Numbers, read_current
from index.edition import ReadVectors
from index.fusion import LEXICAL_HITS, MIN_SIMILARITY, Scores, best_first, fused, relative
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A clause (class number, clause index) with its score; the better first, then in the order of the texts."""

    score: float
    class_number: int
    clause_index: int

    @property
    def rank(self) -> tuple[float, int, int]:
        return -self.score, self.class_number, self.clause_index


@dataclass(frozen=True, slots=True)
class _Words:
    """The clauses that share words with a query: number (-1 where it has no vector), class, place, and lexical part."""

    numbers: Numbers
    class_number: Numbers
    clause_index: Numbers
    parts: Scores


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
        wanted, most = filters or self.filters, limit or self.limit
        if not query.strip():
            return ()
        vector = self.embedder.embed([query])[0]
        with self.store.reading() as vectors:
            current = self._read(vectors)
            found = self._candidates(current, query, vector, wanted, most)
            return self._hits(current, found, most)

    def rank_classes(self, query: str, limit: int | None = None) -> tuple[ClassMatch, ...]:
        """The classes that a title, or words for one, may stand for, best first; see `index.titles`."""
        if not query.strip():
            return ()
        vector = self.embedder.embed([query])[0]
        with self.store.reading() as vectors:
            current = self._read(vectors)
            words = self._by_words(current, query, EVERYTHING)
            lexical = np.zeros(len(current.classes.codes), dtype=np.float32)
            np.maximum.at(lexical, words.class_number, words.parts)
            return rank_titles(query, vector, current.classes, lexical)[: limit or self.limit]

    def resolve_classes(self, query: str) -> tuple[ClassMatch, ...]:
        """The classes that a title, or words for one, stand for: one if it is clear, else several, or none."""
        return choose(self.rank_classes(query, len(self.store.catalogue.entries())))

    def _read(self, vectors: ReadVectors) -> Current:
        """The arrays for the state that is being read, made anew when the catalogue has changed."""
        catalogue = self.store.catalogue
        with self._lock:
            if self._current is None or self._current.generation != catalogue.generation():
                self._current = read_current(catalogue, vectors, self.embedder.dimension)
            return self._current

    def _candidates(
        self, current: Current, query: str, vector: Matrix, filters: Filters, limit: int
    ) -> list[_Candidate]:
        about = current.classes.clause_rows @ vector
        words = self._by_words(current, query, filters)
        among = None if filters == EVERYTHING else current.admitted(self.store.catalogue, filters)
        numbers = np.arange(len(current)) if among is None else among
        similarity = _similarity(current, vector, among)
        lexical = _spread(words.numbers, words.parts, numbers)
        scores = fused(similarity, lexical, about[current.class_number[numbers]])
        scores[(lexical == 0) & (similarity < MIN_SIMILARITY)] = -np.inf
        best = best_first(scores, limit)
        best = best[np.isfinite(scores[best])]
        # Stems, and the sections that are searched only where they are named, have no vectors.
        alone = words.numbers < 0
        only_words = fused(np.zeros(alone.sum(), np.float32), words.parts[alone], about[words.class_number[alone]])
        return [
            *_listed(scores[best], current.class_number[numbers[best]], current.clause_index[numbers[best]]),
            *_listed(only_words, words.class_number[alone], words.clause_index[alone]),
        ]

    def _by_words(self, current: Current, query: str, filters: Filters) -> _Words:
        hits = self.store.catalogue.search(query, _searched(filters), LEXICAL_HITS)
        return _Words(
            current.find([(hit.class_code, hit.clause_index) for hit in hits]),
            np.array([current.number(hit.class_code) for hit in hits], dtype=np.intp),
            np.array([hit.clause_index for hit in hits], dtype=np.intp),
            relative(np.array([hit.score for hit in hits], dtype=np.float32)),
        )

    def _hits(self, current: Current, candidates: Sequence[_Candidate], limit: int) -> tuple[Hit, ...]:
        """The best candidates that the catalogue holds, without stems, which say nothing without their items."""
        found: list[Hit] = []
        ordered = sorted(candidates, key=lambda candidate: candidate.rank)
        for first in range(0, len(ordered), limit):
            part = ordered[first : first + limit]
            keys = [(current.classes.revisions[one.class_number], one.clause_index) for one in part]
            score = {key: one.score for key, one in zip(keys, part, strict=True)}
            for passage in self.store.catalogue.passages(keys):
                if passage.role is not ClauseRole.STEM:
                    found.append(_hit(passage, score[passage.revision, passage.clause_index]))
            if len(found) >= limit:
                break
        return tuple(found[:limit])


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


def _similarity(current: Current, vector: Matrix, among: Numbers | None) -> Scores:
    if among is None:
        return current.rows.cosines(vector)[current.row]
    return current.rows.cosines(vector, current.row[among])


def _listed(scores: Scores, class_numbers: Numbers, clause_indexes: Numbers) -> list[_Candidate]:
    triples = zip(scores.tolist(), class_numbers.tolist(), clause_indexes.tolist(), strict=True)
    return [_Candidate(*triple) for triple in triples]


def _spread(places: Numbers, parts: Scores, numbers: Numbers) -> Scores:
    """The lexical parts at the clauses `numbers` (in order), 0 where the words were not found."""
    found = np.zeros(len(numbers), dtype=np.float32)
    if len(numbers):
        at = np.minimum(np.searchsorted(numbers, places), len(numbers) - 1)
        is_there = numbers[at] == places
        found[at[is_there]] = parts[is_there]
    return found
