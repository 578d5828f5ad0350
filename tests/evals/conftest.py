"""Hand-built answers on the shipped specification: what a scorer must tell apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import corpus
from corpus.errors import NotFound
from corpus.model import Spec
from corpus.parse import parse

FOLDER = Path(corpus.__file__).parent
ALL = {path.stem: path for folder in ("specs", "samples") for path in sorted((FOLDER / folder).glob("*.txt"))}

AnswerOf = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def spec_of() -> Callable[[str], Spec]:
    """The shipped and sample specs by class code, as a catalogue would give them."""
    specs = {code: parse(path.read_text(encoding="utf-8"), code) for code, path in ALL.items()}

    def look_up(class_code: str) -> Spec:
        if class_code not in specs:
            raise NotFound(f"no class {class_code}")
        return specs[class_code]

    return look_up


@pytest.fixture(scope="session")
def answer_of(spec_of: Callable[[str], Spec]) -> AnswerOf:
    """Builds an answer: each statement is its text and the quotes that it cites, looked up in the class's spec."""

    def build(
        *statements: tuple[str, ...], outcome: str = "answered", code: str = "3039MP", **more: Any
    ) -> dict[str, Any]:
        spec = spec_of(code)

        def cite(quote: str) -> dict[str, Any]:
            start = spec.text.index(quote)
            clause = next(one for one in spec.clauses if one.span.start <= start < one.span.end)
            section = spec.section_of(clause).kind.value
            found = {"start": start, "end": start + len(quote), "quote": quote, "section": section}
            return {"n": 1, "class_code": code, "revision": spec.revision, **found}

        stated = [{"text": one[0], "citations": [cite(quote) for quote in one[1:]]} for one in statements]
        text = " ".join(one[0] for one in statements)
        return {"question": "?", "outcome": outcome, "text": text, "class_code": code, "statements": stated, **more}

    return build
