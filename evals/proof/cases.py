"""The cases that verification is measured on: a statement, what it cites, and whether it ought to be withheld."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import orjson

import corpus
from assistant.answer import Draft, DraftStatement, Evidence, Outcome, cite
from assistant.verify import unproven
from corpus.errors import UnreadableInput
from corpus.model import Span, Spec
from corpus.parse import parse

SETS = Path(__file__).parents[1] / "sets"
_CORPUS = Path(corpus.__file__).parent


@dataclass(frozen=True)
class Case:
    """A statement of one class, or across classes where `spec` is None. `origin` is the true text a mutant is made of."""

    id: str
    kind: str
    spec: Spec | None
    statement: DraftStatement
    origin: str = ""
    determination: dict[str, Any] | None = field(default=None, compare=False)

    @property
    def half(self) -> str:
        """`dev` or `held`, by a hash of what the case is made of: a mutant stands in its original's half."""
        return half(self.origin or self.statement.text)

    def reasons(self) -> tuple[str, ...]:
        """Why the verifier withholds the statement; nothing if it lets it through."""
        outcome = Outcome.ANSWERED if self.determination is None else Outcome.DETERMINATION
        draft = Draft(outcome, (self.statement,), spec=self.spec, determination=self.determination)
        return tuple(unproven(draft, self.statement))


def half(text: str) -> str:
    """The half of a text: fixed before anything was tuned, and the same for ever."""
    return "dev" if hashlib.sha256(text.encode()).digest()[0] % 2 == 0 else "held"


@cache
def specs() -> dict[str, Spec]:
    """The shipped and the sample specifications by class code."""
    paths = [path for folder in ("specs", "samples") for path in sorted((_CORPUS / folder).glob("*.txt"))]
    return {path.stem: parse(path.read_text(encoding="utf-8"), path.stem) for path in paths}


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSONL file: id, kind, class_code, cites (openings of clauses or values of fields) and text.

    Raises UnreadableInput, naming `file:line`, where a line is no case or cites what its class does not say.
    """
    return tuple(
        _case(line, f"{path.name}:{n}")
        for n, line in enumerate(path.read_bytes().splitlines(), start=1)
        if line.strip()
    )


def _case(line: bytes, where: str) -> Case:
    try:
        row = orjson.loads(line)
        spec = specs()[row["class_code"]]
        evidence = tuple(one for quote in row["cites"] for one in evidence_of(spec, quote))
        return Case(row["id"], row["kind"], spec, DraftStatement(row["text"], tuple(dict.fromkeys(evidence))))
    except (KeyError, LookupError, orjson.JSONDecodeError) as error:
        raise UnreadableInput(where, f"is no case: {error}") from error


def evidence_of(spec: Spec, quote: str) -> tuple[Evidence, ...]:
    """The evidence of the first clause that begins with these words, else of the first that has them (blanks may differ).

    Raises LookupError where none does.
    """
    readings = [(" ".join(spec.quote(clause).split()), clause) for clause in spec.clauses]
    tests: tuple[Callable[[str], bool], ...] = (lambda text: text.startswith(quote), lambda text: quote in text)
    for test in tests:
        for text, clause in readings:
            if test(text):
                return cite(spec, clause)
    raise LookupError(f"{spec.class_code} does not say {quote!r}")


def exactly(spec: Spec, quotes: Iterable[str]) -> tuple[Evidence, ...]:
    """The evidence of these exact characters."""
    starts = [(spec.text.index(quote), len(quote)) for quote in quotes]
    return tuple(Evidence(spec, Span(start, start + length)) for start, length in starts)
