"""The search against a plain one that looks at every clause, with every filter: the same hits with the same scores."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.filters import Filters, says
from corpus.lexical import CLAUSE_WEIGHT, CONTEXT_WEIGHT, TITLE_WEIGHT, telling_words
from corpus.model import ClauseRole, FieldName, SectionKind, Spec
from evals.bench.generate import made_questions, made_spec
from index.chunks import UNSEARCHED, ChunkRole, chunks_of
from index.fusion import LEXICAL_HITS, MIN_SIMILARITY, fused, relative
from index.home import Home
from index.matrix import CompactMatrix, Matrix
from index.retriever import ClauseSearch
from index.store import Store, open_store
from index.sync import sync
from index.testing import HashEmbedder
from tests.index.syncing import document

EMBEDDER = HashEmbedder(96)
NUMBERS = (0, 1, 5, 64, 65, 130, 200, 330, 500, 640, 700, 704, 900)

Clause = tuple[str, int]


class PlainSearch:
    """All there is to know of every clause, and a search that goes through it."""

    def __init__(self, store: Store, database: Path) -> None:
        self._database = database
        self.specs = {entry.class_code: store.catalogue.spec(entry.class_code) for entry in store.catalogue.entries()}
        self._vectors = {code: self._of(spec) for code, spec in self.specs.items()}

    def _of(self, spec: Spec) -> dict[int, Matrix]:
        chunks = [chunk for chunk in chunks_of(spec) if chunk.role is ChunkRole.CLAUSE]
        return {
            chunk.clause_index: EMBEDDER.embed([chunk.text])[0] for chunk in chunks if chunk.clause_index is not None
        }

    def search(self, query: str, filters: Filters) -> dict[Clause, float]:
        """The score of every clause that may be shown."""
        vector = EMBEDDER.embed([query])[0]
        parts = self._by_words(query, filters)
        found: dict[Clause, float] = {}
        for code, spec in self.specs.items():
            total = np.sum(list(self._vectors[code].values()), axis=0)
            about = float(total @ vector / np.linalg.norm(total))
            for clause in spec.clauses:
                key = (code, clause.index)
                near = self._near(code, clause.index, vector)
                is_meant = near >= MIN_SIMILARITY or parts.get(key, 0) > 0
                if clause.role is not ClauseRole.STEM and is_meant and self._admits(filters, *key):
                    found[key] = fused(*(np.float32(each) for each in (near, parts.get(key, 0), about)))  # type: ignore[arg-type,assignment]
        return found

    def _near(self, code: str, index: int, vector: Matrix) -> float:
        if index not in self._vectors[code]:
            return 0.0
        row = CompactMatrix(1, EMBEDDER.dimension)
        row.put(0, self._vectors[code][index][None, :])
        return float(row.cosines(vector)[0])

    def _by_words(self, query: str, filters: Filters) -> dict[Clause, float]:
        expression = " OR ".join(f'"{word}"' for word in telling_words(query))
        rank = f"-bm25(clause_search, {CLAUSE_WEIGHT}, {CONTEXT_WEIGHT}, {TITLE_WEIGHT})"
        connection = sqlite3.connect(self._database)
        rows = connection.execute(
            f"SELECT class_code, position, {rank} FROM clause_search JOIN clauses ON clauses.id = clause_search.rowid "
            "JOIN revisions ON revisions.id = clauses.revision_id WHERE clause_search MATCH ?",
            (expression,),
        ).fetchall()
        connection.close()
        admitted = sorted((-score, code, at) for code, at, score in rows if self._admits(filters, code, at))
        best = admitted[:LEXICAL_HITS]
        parts = relative(np.array([-score for score, _, _ in best], dtype=np.float32))
        return {(code, at): float(part) for (_, code, at), part in zip(best, parts, strict=True)}

    def _admits(self, filters: Filters, code: str, index: int) -> bool:
        spec = self.specs[code]
        section = spec.section_of(spec.clauses[index])
        without = filters.without | (UNSEARCHED - filters.sections)
        stated = {name: spec.value(name) for name in FieldName}
        return (
            (not filters.class_codes or code in filters.class_codes)
            and (not filters.sections or bool({section.kind, section.topic} & filters.sections))
            and section.kind not in without
            and all(says(stated[name] or "", value) for name, value in filters.field_values())
        )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home.at(tmp_path_factory.mktemp("plain"))
    sync(made, [document(spec.text, spec.code) for spec in map(made_spec, NUMBERS)], EMBEDDER)
    return made


@pytest.fixture(scope="module")
def store(home: Home) -> Iterator[Store]:
    opened = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def plain(store: Store, home: Home) -> PlainSearch:
    return PlainSearch(store, home.path / "catalogue.db")


@pytest.fixture(scope="module")
def retriever(store: Store) -> ClauseSearch:
    return ClauseSearch(store, EMBEDDER)


CODES = [made_spec(number).code for number in NUMBERS]
KINDS = [SectionKind.DUTIES, SectionKind.KNOWLEDGE, SectionKind.SPECIAL_EXPERIENCE, SectionKind.SALARY]
FILTERS = st.builds(
    Filters,
    class_codes=st.frozensets(st.sampled_from(CODES), max_size=3),
    sections=st.frozensets(st.sampled_from(KINDS), max_size=2),
    without=st.frozensets(st.sampled_from([SectionKind.DUTIES, SectionKind.PURPOSE]), max_size=1),
    salary_group=st.sampled_from([None, None, "AR", "SH 9", "99"]),
    agency=st.sampled_from([None, None, "Labor", "Roads and Bridges"]),
)
QUERIES = [*made_questions(12), "experience in this class of work", "P-5", "zebra", "incumbents", "salary SH 9"]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.sampled_from(QUERIES), filters=FILTERS, limit=st.sampled_from([1, 10, 400]))
def test_the_hits_are_those_of_a_plain_search(
    plain: PlainSearch, retriever: ClauseSearch, query: str, filters: Filters, limit: int
) -> None:
    expected = plain.search(query, filters)
    hits = retriever.search(query, filters, limit)
    assert len(hits) == min(limit, len(expected))
    scores = [expected[hit.class_code, hit.clause_index] for hit in hits]
    assert [hit.score for hit in hits] == pytest.approx(scores, abs=2e-6), "each hit has its own score"
    best = sorted(expected.values(), reverse=True)[:limit]
    assert [hit.score for hit in hits] == pytest.approx(best, abs=2e-6), "and no other clause has a better one"


@pytest.mark.parametrize(
    "filters",
    [
        Filters(class_codes=frozenset(CODES[:2])),
        Filters(sections=frozenset({SectionKind.SPECIAL_EXPERIENCE})),
        Filters(without=frozenset({SectionKind.DUTIES})),
        Filters(salary_group="AR"),
        Filters(agency="Labor"),
    ],
)
def test_each_filter_lets_some_through_and_keeps_some_out(plain: PlainSearch, filters: Filters) -> None:
    """Were the filters above too narrow or too wide, little would be compared."""
    assert 0 < len(plain.search("experience", filters)) < len(plain.search("experience", Filters()))


def test_threads_that_filter_in_different_ways_find_what_one_finds(store: Store, retriever: ClauseSearch) -> None:
    asked = [
        (query, filters)
        for query in QUERIES
        for filters in (Filters(), Filters(salary_group="AR"), Filters(sections=frozenset({SectionKind.DUTIES})))
    ]
    fresh = ClauseSearch(store, EMBEDDER)
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda each: fresh.search(*each), asked))
    assert together == [retriever.search(*each) for each in asked]
