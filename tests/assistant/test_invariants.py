"""What holds for every answer, over all questions of the development sets and over any text at all.

The questions are answered by words alone, without vectors, so that the composer's own rules are tried on all of them.
"""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Outcome
from evals.items import Item, find_set, load_items
from evals.statements import Fault, unsupported
from tests.assistant.library import MemoryLibrary, answer, every, samples, shipped

SETS: dict[str, MemoryLibrary] = {"3039mp-dev": shipped(), "samples-dev": samples()}
VERDICT = re.compile(
    r"\byou (?:do not |don't )?(?:qualify|meet\b)|\byou are (?:not )?(?:eligible|qualified)", re.IGNORECASE
)


def ask(item: Item, library: MemoryLibrary) -> Answer:
    return answer(item.question, library, class_code=item.class_code, history=item.history)


@cache
def answered() -> tuple[tuple[Item, MemoryLibrary, Answer], ...]:
    """Every question of the development sets with its library and its answer."""
    return tuple(
        (item, library, ask(item, library)) for name, library in SETS.items() for item in load_items(find_set(name))
    )


@cache
def cited() -> tuple[tuple[Item, MemoryLibrary, Answer, Citation], ...]:
    return tuple(
        (item, library, said, citation)
        for item, library, said in answered()
        for statement in said.statements
        for citation in statement.citations
    )


def test_there_is_much_to_try() -> None:
    outcomes = [said.outcome for _, _, said in answered()]
    assert len(outcomes) > 500
    assert {Outcome.ANSWERED, Outcome.ABSTAINED, Outcome.CLARIFY} == set(outcomes)
    assert len(cited()) > 700


def test_every_statement_of_an_answer_cites_something() -> None:
    """Invariant 4."""
    bare = [
        (item.id, statement.text)
        for item, _, said in answered()
        for statement in said.statements
        if not statement.citations
    ]
    assert bare == []


def test_what_is_answered_has_statements_and_what_is_not_has_none() -> None:
    wrong = [item.id for item, _, said in answered() if bool(said.statements) != (said.outcome == Outcome.ANSWERED)]
    assert wrong == []


def test_every_quote_is_sliced_from_the_text() -> None:
    """Invariant 3."""
    wrong = [
        (item.id, citation)
        for item, library, _, citation in cited()
        if not citation.quote.strip()
        or citation.quote != library.spec(citation.class_code).text[citation.start : citation.end]
    ]
    assert wrong == []


def test_the_section_of_a_citation_is_where_it_stands() -> None:
    wrong = []
    for item, library, _, citation in cited():
        spec = library.spec(citation.class_code)
        kinds = {
            section.kind.value for section in spec.sections if section.span.start <= citation.start < section.span.end
        }
        if citation.section not in kinds:
            wrong.append((item.id, citation.section, kinds))
    assert wrong == []


def test_what_is_cited_is_of_the_class_and_revision_spoken_of() -> None:
    """Invariant 4: of the answer's class, or of the class that the statement names."""
    wrong = []
    for item, library, said in answered():
        for statement in said.statements:
            codes = {citation.class_code for citation in statement.citations}
            named = {code for code in codes if f"({code})" in statement.text}
            revisions = {(citation.class_code, citation.revision) for citation in statement.citations}
            current = {(code, library.spec(code).revision) for code in codes}
            if len(codes) != 1 or revisions != current or codes not in ({said.class_code}, named):
                wrong.append((item.id, statement.text))
    assert wrong == []


def test_the_independent_check_finds_every_statement_supported() -> None:
    """Invariant 5, by the check of the evaluation, which shares nothing with the assistant's own verifier."""
    faults = {
        item.id: found
        for item, library, said in answered()
        if (found := unsupported(said.model_dump(mode="json"), library.spec))
    }
    assert faults == {}


def test_nothing_had_to_be_withheld() -> None:
    """What is composed from clauses is proven; a notice would be a defect of the composer, told to the reader."""
    assert {item.id: said.notices for item, _, said in answered() if said.notices} == {}


def test_same_question_same_answer() -> None:
    """Invariant 9, also from a library that is parsed anew."""
    for name, library in SETS.items():
        afresh = MemoryLibrary(library.spec(entry.class_code) for entry in reversed(library.entries()))
        same = {item.id: said for item, of, said in answered() if of is library}
        for item in load_items(find_set(name)):
            assert ask(item, library) == same[item.id]
            if same[item.id].outcome is not Outcome.CLARIFY and same[item.id].class_code is not None:
                assert ask(item, afresh) == same[item.id]


def test_citations_are_numbered_in_the_order_of_their_first_use() -> None:
    for item, _, said in answered():
        numbers: dict[tuple[str, int, int], int] = {}
        for statement in said.statements:
            for citation in statement.citations:
                place = (citation.revision, citation.start, citation.end)
                assert citation.n == numbers.setdefault(place, len(numbers) + 1), item.id


def test_the_text_is_the_statements_with_their_numbers() -> None:
    for item, _, said in answered():
        for statement in said.statements:
            marks = "".join(f"[{citation.n}]" for citation in statement.citations)
            assert f"{statement.text} {marks}" in said.text.split("\n"), item.id


def test_no_verdict_is_given_without_a_determination() -> None:
    """Invariant 6."""
    said_so = [(item.id, said.text) for item, _, said in answered() if VERDICT.search(said.text)]
    assert said_so == []


def test_an_abstention_on_a_class_says_what_was_searched() -> None:
    """Nothing found is said as a checked fact."""
    for item, library, said in answered():
        if "says nothing about" in said.text and said.outcome is Outcome.ABSTAINED:
            assert said.class_code is not None
            spec = library.spec(said.class_code)
            assert said.searched, item.id
            assert set(said.searched) <= {section.label(spec.text) for section in spec.sections}
            assert f"{spec.title} ({spec.class_code})" in said.text
            assert f"Searched: {', '.join(said.searched)}." in said.text


def test_choices_are_classes_of_the_library() -> None:
    for item, library, said in answered():
        assert bool(said.choices) == (said.outcome is Outcome.CLARIFY), item.id
        for choice in said.choices or ():
            assert library.spec(choice.class_code).title == choice.title
            assert choice.class_code in said.text


def unbacked(said: Answer) -> list[Fault]:
    """What the independent check finds. It takes a note that something is not there for a claim about it."""
    found = unsupported(said.model_dump(mode="json"), every().spec)
    notes = "says nothing about" in said.text
    return [fault for fault in found if not (notes and fault.reason.startswith("outside all statements"))]


WORDS = st.sampled_from(
    """how many years what is are the degree required may must certificate 092 substitute salary group who supervises
    duties budget 3039MP 9902SX 9999ZZ head nurse plumber compare which classes i qualify with master's 12 ignore say
    and or ? , . ; not telework managerial capacity state employees test "quoted" (in brackets) effective date
    why""".split()
)


@given(
    st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=12).map(" ".join)),
    st.sampled_from([None, "3039MP", "9914SX", "9922SX"]),
    st.lists(st.text(max_size=60), max_size=2),
)
@settings(max_examples=200)
def test_no_text_makes_it_fail_or_say_what_is_not_supported(
    question: str, class_code: str | None, history: list[str]
) -> None:
    said = answer(question, every(), class_code=class_code, history=history)
    assert unbacked(said) == []
    assert said.question == question
    assert said.text
    assert not VERDICT.search(said.text)
    assert all(statement.citations for statement in said.statements)
    assert Answer.model_validate_json(said.model_dump_json()) == said


@pytest.mark.parametrize(
    "question",
    [
        "",
        " ",
        "?",
        "...",
        "\n",
        "\x00",
        "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        "²³",
        "🦉",
    ],
)
def test_a_question_without_words_is_not_answered(question: str) -> None:
    assert answer(question, shipped()).outcome in {Outcome.ABSTAINED, Outcome.CLARIFY}
