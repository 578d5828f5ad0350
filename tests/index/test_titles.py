"""Which class is meant by a title, by a part of one, or by another word for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.current import Classes
from index.testing import HashEmbedder
from index.titles import MAX_CHOICES, Certainty, ClassMatch, choose, rank_titles

EMBEDDER = HashEmbedder(256)
TITLES = (
    "Accounts Examiner 1",
    "Accounts Examiner 2",
    "Fiscal/Administrative Manager 1",
    "Fiscal/Administrative Manager 1",
    "Head Nurse (35 Hour)",
    "Head Nurse (40 Hour)",
    "Secretary 1",
    "Secretary 2",
    "Executive Secretary",
    "Lawyers",
    "Police and Sheriff's Patrol Officers",
    "Plumber and Steamfitter",
)


def classes(titles: tuple[str, ...] = TITLES) -> Classes:
    rows = EMBEDDER.embed(titles)
    codes = tuple(f"70{at:02}LH" for at in range(len(titles)))
    return Classes(codes, titles, rows, rows, rows)


def ranked(query: str, titles: tuple[str, ...] = TITLES) -> tuple[ClassMatch, ...]:
    return rank_titles(query, EMBEDDER.embed([query])[0], classes(titles), np.zeros(len(titles), dtype=np.float32))


def chosen(query: str) -> list[str]:
    return [match.title for match in choose(ranked(query))]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("accounts examiner 2", "Accounts Examiner 2"),
        ("Accounts Examiner II", "Accounts Examiner 2"),
        ("Examiner, Accounts 1", "Accounts Examiner 1"),
        ("Lawyer", "Lawyers"),
        ("head nurse 40 hour", "Head Nurse (40 Hour)"),
        ("Head Nurse (35 Hour)", "Head Nurse (35 Hour)"),
        ("plumber & steamfitter", "Plumber and Steamfitter"),
    ],
)
def test_a_class_called_by_its_title_is_clear(query: str, title: str) -> None:
    best = ranked(query)[0]
    assert (best.title, best.certainty) == (title, Certainty.EXACT)
    assert chosen(query) == [title]


@pytest.mark.parametrize(
    ("query", "title"),
    [("plumber and steamfiter", "Plumber and Steamfitter"), ("acounts examiner 2", "Accounts Examiner 2")],
)
def test_a_typing_error_leaves_it_clear(query: str, title: str) -> None:
    assert ranked(query)[0].certainty is Certainty.NEAR
    assert chosen(query) == [title]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("Fiscal/Administrative Manager 1", ["Fiscal/Administrative Manager 1"] * 2),
        ("Head Nurse", ["Head Nurse (35 Hour)", "Head Nurse (40 Hour)"]),
        ("secretary", ["Executive Secretary", "Secretary 1", "Secretary 2"]),
        ("the examiner", ["Accounts Examiner 1", "Accounts Examiner 2"]),
    ],
)
def test_where_several_fit_the_asker_chooses(query: str, titles: list[str]) -> None:
    assert sorted(chosen(query)) == titles


@pytest.mark.parametrize("query", ["zebra keeper of the moon", "???", "the"])
def test_where_none_fits_none_is_offered(query: str) -> None:
    assert chosen(query) == []


def test_a_level_is_no_typing_error() -> None:
    assert [match.certainty for match in ranked("Accounts Examiner 3")[:2]] == [Certainty.MEANING] * 2


@given(st.sampled_from(TITLES), st.randoms())
def test_the_words_of_a_title_in_any_order_put_it_first(title: str, random: object) -> None:
    words = title.replace("(", "").replace(")", "").split()
    random.shuffle(words)  # type: ignore[attr-defined]
    assert ranked(" ".join(words))[0].title == title


@given(st.text(max_size=40))
def test_every_class_is_ranked_once_and_scores_fall_within_a_certainty(query: str) -> None:
    found = ranked(query or "?")
    assert sorted(match.class_code for match in found) == list(classes().codes)
    rest = [match.score for match in found if match.certainty < Certainty.NEAR]
    assert rest == sorted(rest, reverse=True)
    assert len(choose(found)) <= MAX_CHOICES


def match(score: float, certainty: Certainty = Certainty.MEANING) -> ClassMatch:
    return ClassMatch("7000LH", "Keeper", score, certainty)


@pytest.mark.parametrize(
    ("scores", "count"),
    [([0.7, 0.5], 1), ([0.7, 0.65, 0.3], 2), ([0.5, 0.2], 2), ([0.5, 0.4, 0.38, 0.2], 3), ([0.7], 1), ([0.3, 0.1], 0)],
)
def test_meaning_alone_is_clear_only_far_before_the_next(scores: list[float], count: int) -> None:
    assert len(choose([match(score) for score in scores])) == count


def test_of_no_classes_none_is_chosen() -> None:
    assert choose([]) == ()


def test_a_sure_match_leaves_no_choice_to_meaning() -> None:
    assert choose([match(0.3, Certainty.EXACT), match(0.9)]) == (match(0.3, Certainty.EXACT),)


def test_the_words_that_a_class_shares_decide_between_equals() -> None:
    titles = ("Warden", "Keeper")
    lexical = np.array([0.0, 1.0], dtype=np.float32)
    found = rank_titles("custodian", EMBEDDER.embed(["custodian"])[0], classes(titles), lexical)
    without = rank_titles("custodian", EMBEDDER.embed(["custodian"])[0], classes(titles), np.zeros(2, dtype=np.float32))
    gained = {one.title: one.score for one in found}["Keeper"] - {one.title: one.score for one in without}["Keeper"]
    assert gained == pytest.approx(0.2 / 2.2)
