"""Which class somebody means who names it by a title, in part, or by another word for it.

A title that is a class's own, but for order, number, endings and typing errors, wins outright. All else is ranked by
evidence of four kinds, weighted as measured in docs/retrieval.md: the title with the purpose, the title alone, what the
class's clauses are about on the whole, and the words that title and clauses share with the query.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
import snowballstemmer  # type: ignore[import-untyped]
from rapidfuzz import fuzz, process

from corpus.lexical import STOP_WORDS
from corpus.revisions import MIN_AGREEMENT, slug, titles_agree
from index.current import Classes
from index.fusion import Scores
from index.matrix import Matrix

TITLE_WEIGHT = 0.5
CLAUSES_WEIGHT = 0.5
LEXICAL_WEIGHT = 0.2
"""What each kind of evidence counts beside the title with the purpose, which counts 1."""

CLEAR_SCORE, CLEAR_LEAD = 0.6, 0.1
"""By meaning alone, a class is taken for the one that is meant from this score on and this far before the next."""

POSSIBLE_SCORE = 0.35
"""By meaning alone, a class below this score is not offered."""

MAX_CHOICES = 8

_FULL = 1.0 + TITLE_WEIGHT + CLAUSES_WEIGHT + LEXICAL_WEIGHT


class Certainty(IntEnum):
    """How a title fits: by its meaning, by having all words of the query, but for typing errors, or word for word."""

    MEANING = 0
    PART = 1
    NEAR = 2
    EXACT = 3


@dataclass(frozen=True, slots=True)
class ClassMatch:
    """A class that may be meant. `score` is at most 1 and compares titles by meaning; see `Certainty` for the rest."""

    class_code: str
    title: str
    score: float
    certainty: Certainty


def rank_titles(query: str, vector: Matrix, classes: Classes, lexical: Scores) -> tuple[ClassMatch, ...]:
    """All classes, the likeliest first; equal ones in the order of their codes.

    `vector` is the query's, `lexical` says for each class, between 0 and 1, how well its words fit the query's.
    """
    scores = (
        classes.purpose_rows @ vector
        + TITLE_WEIGHT * (classes.title_rows @ vector)
        + CLAUSES_WEIGHT * (classes.clause_rows @ vector)
        + LEXICAL_WEIGHT * lexical
    ) / _FULL
    certainties = _certainties(query, classes.titles)
    # Having the query's words is no proof, "engineer" stands in fifty titles: it decides in `choose` only.
    outright = np.where(certainties >= Certainty.NEAR, certainties, 0)
    return tuple(
        ClassMatch(classes.codes[at], classes.titles[at], float(scores[at]), Certainty(int(certainties[at])))
        for at in np.lexsort((-scores, -outright))
    )


def choose(ranked: Sequence[ClassMatch]) -> tuple[ClassMatch, ...]:
    """Of ranked classes those that are meant: one where it is clear, several where an asker must choose, or none."""
    if not ranked:
        return ()
    surest = max(match.certainty for match in ranked)
    if surest > Certainty.MEANING:
        return tuple(match for match in ranked if match.certainty is surest)[:MAX_CHOICES]
    best, others = ranked[0], ranked[1:]
    if best.score < POSSIBLE_SCORE:
        return ()
    if best.score >= CLEAR_SCORE and all(best.score - match.score > CLEAR_LEAD for match in others[:1]):
        return (best,)
    possible = [match for match in others if match.score >= POSSIBLE_SCORE]
    # A doubtful class stands beside another one at least: alone it would look like the answer.
    return (best, *(possible or others[:1]))[:MAX_CHOICES]


def _certainties(query: str, titles: tuple[str, ...]) -> Scores:
    found = np.full(len(titles), Certainty.MEANING, dtype=np.float32)
    prepared = _prepared(titles)
    whole = _stems(_unbracketed(query))
    telling = whole - STOP_WORDS
    if not telling or not re.search(r"\w", query):
        return found
    for at, (bare, full) in enumerate(prepared.stems):
        if whole in (bare, full):
            found[at] = Certainty.EXACT
        elif telling <= full:
            found[at] = Certainty.PART
    alike = process.extract(
        prepared.sorted_words(query), prepared.spoken, scorer=fuzz.ratio, score_cutoff=MIN_AGREEMENT, limit=None
    )
    for _, _, at in alike:
        if found[at] < Certainty.EXACT and titles_agree(query, titles[at]):
            found[at] = Certainty.NEAR
    return found


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Titles as they are compared: the stems of their words without and with remarks in brackets; words in order."""

    stems: tuple[tuple[frozenset[str], frozenset[str]], ...]
    spoken: tuple[str, ...]

    @staticmethod
    def sorted_words(title: str) -> str:
        return " ".join(sorted(slug(title).split("-")))


@lru_cache(maxsize=4)
def _prepared(titles: tuple[str, ...]) -> _Prepared:
    return _Prepared(
        tuple((_stems(title), _stems(_unbracketed(title))) for title in titles),
        tuple(_Prepared.sorted_words(title) for title in titles),
    )


def _unbracketed(title: str) -> str:
    return title.translate({ord("("): " ", ord(")"): " "})


def _stems(title: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in slug(title).split("-"))


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    # A stemmer holds the word it is at, so each call has its own: searches run in several threads.
    return str(snowballstemmer.stemmer("english").stemWord(word))
