"""Search over clauses: what is found, what never is, and in what order. On a real catalogue and a real Chroma."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syncing import document, spec_text

from corpus.errors import StoreError
from corpus.filters import Filters
from corpus.loaders.document import Document
from corpus.model import ClauseRole, SectionKind
from index.chunks import UNSEARCHED
from index.home import Home
from index.langchain import SpecRetriever
from index.retriever import ClauseSearch, Hit
from index.rows import Matrix
from index.store import Store, open_store
from index.sync import sync
from index.testing import HashEmbedder

EMBEDDER = HashEmbedder(256)
CONTRACT = {"class_code", "title", "section", "start", "end", "quote", "score"}

KEEPER_DUTIES = ["Trims the wick of the lamp.", "Logs passing ships.", "Paints the tower."]
KEEPER = spec_text("7001LH", "Lighthouse Keeper", KEEPER_DUTIES, "1/5/2001")
PILOT = spec_text("7002LH", "Ferry Pilot", ["Steers the ferry between islands.", "Logs passing ships."], "3/7/2003")
COOK = """Galley Cook (7003LH)

PURPOSE OF JOB CLASS (NATURE OF WORK)
This class is accountable for the meals of a crew.
EXAMPLES OF DUTIES
- Bakes bread for the crew.
KNOWLEDGE, SKILL AND ABILITY
- Considerable knowledge of
- storing of provisions
- seafood hygiene
- Ability to cook in heavy weather.
JOB CLASS DESIGNATION
Classified/Competitive
ACKNOWLEDGEMENT
As defined by the statute, the crew and the ships and the bread are mentioned here.
CLASS: 7003LH;
EST: 1/2/1950;
"""
TEXTS = {"keeper": KEEPER, "pilot": PILOT, "cook": COOK}


def take_in(home: Home, *documents: Document) -> None:
    sync(home, documents, EMBEDDER)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home.at(tmp_path_factory.mktemp("retriever"))
    take_in(home, *(document(text, name) for name, text in TEXTS.items()))
    return home


@pytest.fixture(scope="module")
def store(home: Home) -> Iterator[Store]:
    opened = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def retriever(store: Store) -> ClauseSearch:
    return ClauseSearch(store=store, embedder=EMBEDDER)


def quotes(hits: Sequence[Hit]) -> list[str]:
    return [hit.quote for hit in hits]


def only(*sections: SectionKind) -> Filters:
    return Filters(sections=frozenset(sections))


words = st.lists(
    st.sampled_from("logs ships bread crew lamp ferry knowledge years experience classified the zebra".split()),
    max_size=5,
).map(" ".join)
filters = st.builds(
    Filters,
    class_codes=st.frozensets(st.sampled_from(["7001LH", "7002LH", "7003LH"]), max_size=2),
    sections=st.frozensets(
        st.sampled_from([SectionKind.DUTIES, SectionKind.PURPOSE, SectionKind.DESIGNATION]), max_size=2
    ),
    salary_group=st.sampled_from([None, "LH", "MP"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words, filters, st.integers(1, 30))
def test_every_hit_is_a_current_clause_that_the_filters_admit(
    store: Store, retriever: ClauseSearch, query: str, wanted: Filters, limit: int
) -> None:
    hits = retriever.search(query, wanted, limit)
    assert len(hits) <= limit
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({(hit.revision, hit.clause_index) for hit in hits}) == len(hits)
    for hit in hits:
        spec = store.catalogue.spec(hit.class_code)
        clause = spec.clauses[hit.clause_index]
        section = spec.section_of(clause)
        assert (hit.revision, hit.title, hit.section) == (spec.revision, spec.title, section.kind)
        assert (clause.span.start, clause.span.end) == (hit.start, hit.end)
        assert spec.text[hit.start : hit.end] == hit.quote
        assert hit.score <= 1 + 1e-6
        assert clause.role is not ClauseRole.STEM
        assert not wanted.class_codes or hit.class_code in wanted.class_codes
        assert {section.kind, section.topic} & wanted.sections or (
            not wanted.sections and section.kind not in UNSEARCHED
        )
        assert wanted.salary_group is None or (wanted.salary_group == "LH" and hit.class_code != "7003LH")


def test_the_clause_that_says_it_comes_first(retriever: ClauseSearch) -> None:
    assert retriever.search("steers a ferry")[0].quote == "Steers the ferry between islands."
    assert retriever.search("bread baking for a crew")[0].quote == "Bakes bread for the crew."


def test_equal_clauses_stand_in_the_order_of_their_classes(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    codes = ["7013LH", "7011LH", "7012LH"]
    take_in(home, *(document(KEEPER.replace("7001LH", code), code) for code in codes))
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    hits = ClauseSearch(store=store, embedder=EMBEDDER).search("trims the wick of a lamp", limit=3)
    assert [(hit.class_code, hit.quote) for hit in hits] == [(code, KEEPER_DUTIES[0]) for code in sorted(codes)]
    assert len({hit.score for hit in hits}) == 1
    store.close()


def test_the_same_search_gives_the_same_hits(retriever: ClauseSearch, store: Store) -> None:
    again = ClauseSearch(store=store, embedder=EMBEDDER)
    assert retriever.search("passing ships") == retriever.search("passing ships") == again.search("passing ships")


def test_an_item_is_found_by_its_stem_and_the_stem_itself_is_not(retriever: ClauseSearch) -> None:
    found = quotes(retriever.search("considerable knowledge of provisions", limit=30))
    assert found[0] == "storing of provisions"
    assert not any(quote.endswith("knowledge of") for quote in found)


def test_boilerplate_is_not_found_unless_it_is_asked_for_by_name(retriever: ClauseSearch) -> None:
    query = "as defined by the statute the crew and the ships are mentioned here"
    assert all(hit.section is not SectionKind.ACKNOWLEDGEMENT for hit in retriever.search(query, limit=50))
    named = retriever.search(query, only(SectionKind.ACKNOWLEDGEMENT))
    assert [hit.section for hit in named] == [SectionKind.ACKNOWLEDGEMENT]
    assert quotes(retriever.search("competitive", only(SectionKind.DESIGNATION))) == ["Classified/Competitive"]


def test_a_filter_by_class_finds_what_it_finds_among_all(retriever: ClauseSearch) -> None:
    every = {hit.quote for hit in retriever.search("logs passing ships", limit=100) if hit.class_code == "7002LH"}
    some = retriever.search("logs passing ships", Filters(class_codes=frozenset({"7002LH"})), 100)
    assert some[0].quote == "Logs passing ships."
    assert {hit.class_code for hit in some} == {"7002LH"}
    assert every <= set(quotes(some))


def test_nothing_is_found_by_nothing_and_by_what_nobody_says(retriever: ClauseSearch) -> None:
    assert retriever.search("") == retriever.search("  \n") == ()
    assert retriever.search("xylophone quasar", limit=5) == ()
    assert retriever.search("lamp", Filters(class_codes=frozenset({"7003LH"}), salary_group="MP")) == ()


def test_the_old_revision_is_not_found_when_a_new_one_is_current(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    take_in(home, document(KEEPER, "keeper"))
    store = open_store(home, EMBEDDER.key, EMBEDDER.dimension)
    found = ClauseSearch(store=store, embedder=EMBEDDER)
    assert "Trims the wick of the lamp." in quotes(found.search("trims the wick"))
    newer = KEEPER.replace("Trims the wick of the lamp.", "Programs the beacon.").replace("1/5/2001", "2/6/2002")
    take_in(home, document(newer, "keeper"), document(PILOT, "pilot"))
    assert found.search("programs the beacon")[0].quote == "Programs the beacon."
    assert "Trims the wick of the lamp." not in quotes(found.search("trims the wick of the lamp", limit=50))
    assert found.search("steers the ferry")[0].class_code == "7002LH"
    store.close()


def test_a_model_without_vectors_says_what_to_do(home: Home) -> None:
    other = HashEmbedder(32)
    store = open_store(home, "other", other.dimension)
    with pytest.raises(StoreError, match="specs sync"):
        ClauseSearch(store=store, embedder=other).search("ships")
    store.close()


def test_where_nothing_was_taken_in_it_says_so(tmp_path: Path) -> None:
    store = open_store(Home.at(tmp_path / "home"), EMBEDDER.key, EMBEDDER.dimension)
    with pytest.raises(StoreError, match="specs sync"):
        ClauseSearch(store=store, embedder=EMBEDDER).rank_classes("pilot")
    store.close()


def test_several_threads_find_what_one_finds(store: Store, retriever: ClauseSearch) -> None:
    queries = ["passing ships", "bakes bread", "heavy weather", "steers"] * 6
    fresh = ClauseSearch(store=store, embedder=EMBEDDER)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(fresh.search, queries))
    assert together == [retriever.search(query) for query in queries]


def test_langchain_gets_documents_with_the_contract(store: Store) -> None:
    search = ClauseSearch(store=store, embedder=EMBEDDER, filters=only(SectionKind.DUTIES), limit=2)
    found = SpecRetriever(clauses=search)
    documents = found.invoke("logs passing ships")
    assert [one.page_content for one in documents] == quotes(search.search("logs passing ships"))
    assert len(documents) == 2
    assert documents[0].metadata.keys() == CONTRACT | {"clause_index", "revision"}
    assert documents[0].metadata["section"] == "duties"
    assert found.batch(["logs passing ships"]) == [documents]


def test_classes_are_ranked_by_title(retriever: ClauseSearch) -> None:
    ranked = retriever.rank_classes("pilot of a ferry")
    assert ranked[0].class_code == "7002LH"
    assert len(ranked) == 3
    assert retriever.rank_classes(" ") == ()
    assert [match.title for match in retriever.resolve_classes("pilot, ferry")] == ["Ferry Pilot"]
    assert retriever.resolve_classes("zebra xylophone") == retriever.resolve_classes("") == ()


class OneWay(HashEmbedder):
    """Every text has the same vector: only words tell clauses apart."""

    key = "one way"

    def embed(self, texts: Sequence[str]) -> Matrix:
        return super().embed(["same"] * len(texts))


def test_words_alone_find_a_clause_where_meaning_does_not_tell(tmp_path: Path) -> None:
    home, embedder = Home.at(tmp_path / "home"), OneWay(16)
    sync(home, [document(text, name) for name, text in TEXTS.items()], embedder)
    store = open_store(home, embedder.key, embedder.dimension)
    found = ClauseSearch(store=store, embedder=embedder)
    assert found.search("heavy weather")[0].quote == "Ability to cook in heavy weather."
    store.close()
