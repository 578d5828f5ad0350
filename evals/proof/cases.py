"""The cases that verification is measured on: a statement, what it cites, and whether it ought to be withheld."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import orjson

import corpus
from assistant.answer import Draft, DraftStatement, Evidence, Outcome, cite
from assistant.verify import unproven
from corpus.errors import UnreadableInput
from corpus.model import Span, Spec
from corpus.parse import parse

SETS = Path(__file__).parent
_CORPUS = Path(corpus.__file__).parent


@dataclass(frozen=True)
class Case:
    """A statement of one class, or across classes where `spec` is None.

    `origin` is the true text that a mutant or rewording is made of. `half` is `dev`, or `held` for what nobody may look
    at while the verifier is worked on.
    """

    id: str
    kind: str
    spec: Spec | None
    statement: DraftStatement
    origin: str = ""
    half: str = "dev"
    determination: dict[str, Any] | None = field(default=None, compare=False)

    def reasons(self) -> tuple[str, ...]:
        """Why the verifier withholds the statement; nothing if it lets it through."""
        return tuple(self._unproven())

    def passes(self) -> bool:
        """Whether the verifier lets the statement through."""
        return next(iter(self._unproven()), None) is None

    def _unproven(self) -> Iterable[str]:
        outcome = Outcome.ANSWERED if self.determination is None else Outcome.DETERMINATION
        draft = Draft(outcome, (self.statement,), spec=self.spec, determination=self.determination)
        return unproven(draft, self.statement)


@lru_cache(maxsize=8192)
def sound(case: Case) -> bool:
    """Whether the verifier lets a true statement through: of one that it withholds anyway no mutant is made."""
    return case.passes()


@cache
def specs() -> dict[str, Spec]:
    """The shipped and the sample specifications by class code."""
    paths = [path for folder in ("specs", "samples") for path in sorted((_CORPUS / folder).glob("*.txt"))]
    return {path.stem: parse(path.read_text(encoding="utf-8"), path.stem) for path in paths}


def read_cases(name: str) -> tuple[Case, ...]:
    """The cases of a JSONL file in `SETS`: id, kind, class_code, cites (openings of clauses, values of fields) and text.

    They are held out where the name of the file says so.

    Raises UnreadableInput, naming `file:line`, where a line is no case or cites what its class does not say.
    """
    half = "held" if name.endswith("-held") else "dev"
    lines = (SETS / f"{name}.jsonl").read_bytes().splitlines()
    return tuple(_case(line, f"{name}.jsonl:{n}", half) for n, line in enumerate(lines, start=1) if line.strip())


def _case(line: bytes, where: str, half: str) -> Case:
    try:
        row = orjson.loads(line)
        spec = specs()[row["class_code"]]
        evidence = tuple(dict.fromkeys(one for quote in row["cites"] for one in evidence_of(spec, quote)))
        return Case(row["id"], row["kind"], spec, DraftStatement(row["text"], evidence), half=half)
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
