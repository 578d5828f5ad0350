"""The made-up corpus: the same always, in the format, and as large as it says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import FieldName, SectionKind
from corpus.parse import parse
from evals.bench.generate import made_questions, made_spec, made_specs, write
from index.chunks import ChunkRole, chunks_of


@settings(max_examples=40)
@given(st.integers(0, 3100))
def test_a_made_up_specification_parses_as_it_was_made(number: int) -> None:
    made = made_spec(number)
    spec = parse(made.text, made.code)
    assert (spec.class_code, spec.title, spec.notices) == (made.code, made.title, ())
    assert spec.value(FieldName.SALARY_GROUP) == made.salary_group
    assert spec.value(FieldName.AGENCY) == made.agency
    assert not spec.sections_of(SectionKind.OTHER)
    searched = [chunk for chunk in chunks_of(spec) if chunk.role is ChunkRole.CLAUSE]
    assert len(searched) == made.clauses, "as many clauses are searched as it says"
    assert made_spec(number) == made


def test_a_larger_corpus_goes_on_where_a_smaller_one_ends(tmp_path: Path) -> None:
    small, large = list(made_specs(300)), list(made_specs(1000))
    assert large[: len(small)] == small
    assert sum(spec.clauses for spec in large) >= 1000 > sum(spec.clauses for spec in large[:-1])
    assert write(tmp_path / "texts", 300) == (len(small), sum(spec.clauses for spec in small))
    assert len(list((tmp_path / "texts").glob("*.txt"))) == len(small)


def test_a_hundred_thousand_clauses_are_about_three_thousand_classes_of_their_own() -> None:
    specs = list(made_specs(100_000))
    assert 2_800 < len(specs) < 3_300
    assert len({spec.code for spec in specs}) == len({spec.title for spec in specs}) == len(specs)
    lines = Counter(line for spec in specs for line in spec.text.splitlines() if line.startswith("- "))
    assert len(lines) > 60_000, "most clauses say something of their own"


def test_questions_are_many_and_stay_the_same() -> None:
    assert made_questions(100) == made_questions(100)
    assert len(set(made_questions(100))) > 80
