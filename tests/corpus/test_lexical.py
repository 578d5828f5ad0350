"""The full text search, in a real SQLite and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.catalogue import Catalogue
from corpus.filters import Filters, says
from corpus.intake import take_all
from corpus.lexical import MAX_TERMS, telling_words
from corpus.loaders.document import Document
from corpus.model import FieldName, SectionKind
from corpus.passages import Passage
from corpus.writing import write

DUTIES = {
    "7001LH": ("Lighthouse Keeper", "LH 12", ["Polishes the brass lantern.", "Reports wrecks.", "Ability to whistle"]),
    "7002LH": ("Ferry Pilot", "LH 14", ["Steers the ferry; reports wrecks.", "Supervises café staff."]),
    "7003LH": ("Harbour Clerk", "CL 12", ["Keeps records of ferries and lanterns.", "Files P-5 forms."]),
}


def text_of(code: str) -> str:
    title, group, duties = DUTIES[code]
    listed = "\n".join(f"- {duty}" for duty in duties)
    return (
        f"{title} ({code})\n\nEXAMPLES OF DUTIES\n{listed}\nMINIMUM QUALIFICATIONS - GENERAL EXPERIENCE\n"
        f"Two (2) years of experience with lanterns.\nSALARY INFORMATION\n{group}\n"
    )


@pytest.fixture(scope="module")
def catalogue(new_catalogue_url: Callable[[], str]) -> Iterator[Catalogue]:
    opened = Catalogue.open(new_catalogue_url())
    change = take_all((Document(code, code, text_of(code)), None) for code in DUTIES)
    specs = {taken.spec.revision: taken.spec for taken in change.taken}
    with opened.writing() as connection:
        write(connection, change, specs, dict.fromkeys(specs, ()), opened.full_text)
    yield opened
    opened.close()


def quotes(catalogue: Catalogue, query: str, filters: Filters | None = None, limit: int = 50) -> list[str]:
    hits = catalogue.search(query, filters or Filters(), limit)
    return [passage.quote for passage in catalogue.passages([(hit.revision, hit.clause_index) for hit in hits])]


def test_forms_of_a_word_and_its_accents_are_one_word(catalogue: Catalogue) -> None:
    assert quotes(catalogue, "steering")[0].startswith("Steers the ferry")
    assert "Supervises café staff." in quotes(catalogue, "CAFE")
    assert "Keeps records of ferries and lanterns." in quotes(catalogue, "recording")


def test_the_clause_itself_counts_more_than_title_and_heading(catalogue: Catalogue) -> None:
    no_header = Filters(without=frozenset({SectionKind.HEADER}))
    assert quotes(catalogue, "ferry", no_header)[0].startswith("Steers the ferry")
    assert set(quotes(catalogue, "pilot")) >= {"Supervises café staff."}, "found by the title of its class"
    assert len(quotes(catalogue, "duties")) >= 6, "found by the heading"


def test_scores_fall_and_the_limit_holds(catalogue: Catalogue) -> None:
    hits = catalogue.search("ferry lantern wrecks", limit=4)
    assert len(hits) == 4
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits == catalogue.search("ferry lantern wrecks", limit=50)[:4]
    assert catalogue.search("ferry", limit=0) == []


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        (Filters(class_codes=frozenset({"7002LH", "7003LH"})), {"7002LH", "7003LH"}),
        (Filters(class_codes=frozenset({"nothing"})), set()),
        (Filters(salary_group="LH"), {"7001LH", "7002LH"}),
        (Filters(salary_group="LH 14"), {"7002LH"}),
        (Filters(salary_group="12"), {"7001LH", "7003LH"}),
        (Filters(salary_group="L"), set()),
        (Filters(agency="Education"), set()),
        (Filters(salary_group="12", class_codes=frozenset({"7003LH"})), {"7003LH"}),
    ],
)
def test_filters_on_the_class(catalogue: Catalogue, filters: Filters, codes: set[str]) -> None:
    assert {hit.class_code for hit in catalogue.search("ferry lantern wrecks", filters)} == codes


def test_filters_on_the_section(catalogue: Catalogue) -> None:
    general = Filters(sections=frozenset({SectionKind.GENERAL_EXPERIENCE}))
    assert set(quotes(catalogue, "lanterns experience", general)) == {"Two (2) years of experience with lanterns."}
    without = Filters(without=frozenset({SectionKind.GENERAL_EXPERIENCE}))
    assert "Two (2) years of experience with lanterns." not in quotes(catalogue, "lanterns experience", without)
    assert quotes(catalogue, "lanterns experience", without)


def test_a_filter_takes_out_and_does_not_reorder(catalogue: Catalogue) -> None:
    everything = catalogue.search("ferry lantern wrecks records")
    duties = catalogue.search("ferry lantern wrecks records", Filters(sections=frozenset({SectionKind.DUTIES})))
    assert [hit for hit in everything if hit in duties] == duties


def test_words_that_say_nothing_are_left_out_unless_there_is_nothing_else() -> None:
    assert telling_words("What does a Ferry Pilot do?") == ["ferry", "pilot"]
    assert telling_words("who is it") == ["who", "is", "it"]
    assert telling_words("may must not") == ["may", "must", "not"]
    assert telling_words("  ?! _ ") == []
    assert telling_words("P-5 p-5") == ["p-5"]
    assert len(telling_words(" ".join(f"word{number}" for number in range(200)))) == MAX_TERMS


@pytest.mark.parametrize(
    "query", ['"', "ferry AND", "NEAR(", "title:ferry", "ferry*", "^ferry", "a OR", "'; DROP", "\0", "{clause}:x"]
)
def test_operators_are_read_as_words(catalogue: Catalogue, query: str) -> None:
    catalogue.search(query)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_text_may_be_asked(catalogue: Catalogue, query: str) -> None:
    hits = catalogue.search(query)
    assert {hit.class_code for hit in hits} <= DUTIES.keys()
    assert bool(hits) <= bool(telling_words(query))
    assert hits == catalogue.search(query), "the same question has the same answer"


@pytest.mark.parametrize(
    ("stored", "wanted", "expected"),
    [
        ("MP 75", "mp", True),
        ("MP 75", "MP 75", True),
        ("MP 75", "MP 7", False),
        ("(16)-ADMIN & RESID (P-5)", "P-5", True),
        ("(16)-ADMIN & RESID (P-5)", "16", True),
        ("(16)-ADMIN & RESID (P-5)", "admin resid", True),
        ("(16)-ADMIN & RESID (P-5)", "resid admin", False),
        ("Unclassified", "Classified", False),
        ("Classified/Competitive", "classified", True),
        ("MP 75", "", False),
        ("MP 75", "?", False),
    ],
)
def test_a_value_says_what_its_words_say(stored: str, wanted: str, expected: bool) -> None:
    assert says(stored, wanted) is expected


@pytest.fixture(scope="module")
def many(new_catalogue_url: Callable[[], str]) -> Iterator[Catalogue]:
    """A hundred and twenty classes whose duties and knowledge share their words in ever other ways."""
    opened = Catalogue.open(new_catalogue_url())
    words = ["lantern", "ferry", "wreck", "record", "harbour", "signal", "tide"]
    texts = []
    for number in range(120):
        chosen = [word for at, word in enumerate(words) if (number * 7 + at * at) % (at + 2) == 0]
        duties = "\n".join(f"- Minds the {word} and the {chosen[0]} number {number}." for word in chosen)
        text = f"Keeper {number} (7{number:03}LH)\n\nEXAMPLES OF DUTIES\n{duties}\nKNOWLEDGE, SKILL AND ABILITY\n"
        texts.append(
            f"{text}- Knowledge of {' and '.join(reversed(chosen))}.\nSALARY INFORMATION\nLH {number % 5:02}\n"
        )
    change = take_all((Document(f"{at}", f"{at}", text), None) for at, text in enumerate(texts))
    specs = {taken.spec.revision: taken.spec for taken in change.taken}
    with opened.writing() as connection:
        write(connection, change, specs, dict.fromkeys(specs, ()), opened.full_text)
    yield opened
    opened.close()


FILTERS = st.builds(
    Filters,
    sections=st.frozensets(
        st.sampled_from([SectionKind.DUTIES, SectionKind.KNOWLEDGE, SectionKind.HEADER]), max_size=2
    ),
    without=st.frozensets(st.sampled_from([SectionKind.HEADER, SectionKind.DUTIES]), max_size=1),
    salary_group=st.sampled_from([None, "LH", "LH 03", "04"]),
    class_codes=st.sampled_from([frozenset(), frozenset({"7003LH"}), frozenset({"7003LH", "7150LH"})]),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters=FILTERS, query=st.sampled_from(["lantern tide", "minds number 7", "ferry", "harbour records"]))
def test_a_filtered_search_is_the_search_with_the_others_taken_out(
    many: Catalogue, filters: Filters, query: str
) -> None:
    everything = many.search(query, limit=10_000)
    passages = many.passages([(hit.revision, hit.clause_index) for hit in everything])
    groups = {entry.class_code: entry.values[FieldName.SALARY_GROUP] for entry in many.entries()}
    pairs = zip(everything, passages, strict=True)
    wanted = [hit for hit, passage in pairs if admits(filters, passage, groups[hit.class_code])]
    assert many.search(query, filters, limit=10_000) == wanted
    few = many.search(query, filters, limit=20)
    assert [hit.score for hit in few] == [hit.score for hit in wanted[:20]]


def admits(filters: Filters, passage: Passage, salary_group: str) -> bool:
    return (
        (not filters.sections or bool({passage.section, passage.topic} & filters.sections))
        and passage.section not in filters.without
        and (filters.salary_group is None or says(salary_group, filters.salary_group))
        and (not filters.class_codes or passage.class_code in filters.class_codes)
    )
