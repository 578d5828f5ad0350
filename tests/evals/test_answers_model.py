"""Questions of the development sets through the agent, with a scripted model: as right as without, and all proven."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant, open_assistant
from assistant.testing import Reciter
from evals.answers import asker, run
from evals.items import find_set, load_items
from index.testing import HashEmbedder

EVERY = {"3039mp-dev": 9, "samples-dev": 5}
"""One in so many questions is asked here; `python -m evals.answers SET --model reciter` asks all."""


@pytest.fixture(scope="module", params=[("3039mp-dev", "specs"), ("samples-dev", "samples")], ids=lambda one: one[0])
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Assistant, Assistant]]:
    name, corpus = request.param
    home: Path = tmp_path_factory.mktemp(corpus)
    with (
        open_assistant(home, corpus=corpus, embedder=HashEmbedder()) as plain,
        open_assistant(home, corpus=corpus, embedder=HashEmbedder(), chat_model=Reciter()) as written,
    ):
        yield name, plain, written


def test_a_model_makes_no_answer_worse_and_says_nothing_unproven(asked: tuple[str, Assistant, Assistant]) -> None:
    name, plain, written = asked
    items = load_items(find_set(name))[:: EVERY[name]]
    spec_of = plain.catalogue.spec
    before, after = run(items, asker(plain), spec_of), run(items, asker(written), spec_of)
    for one, other in zip(before, after, strict=True):
        assert other.crash == one.crash
        assert other.score is not None
        assert one.score is not None
        assert other.score.unsupported_statements == 0, (other.item.id, other.text)
        assert other.score.correct >= one.score.correct, (other.item.id, one.text, other.text)
