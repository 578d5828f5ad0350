"""The shipped specification and the samples with their compiled rules, each once a session."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.eligibility.compile import compile_rules
from assistant.eligibility.rules import RuleSet
from corpus.model import Spec
from corpus.parse import parse

_CORPUS = Path(__file__).parents[3] / "corpus"
PATHS = {path.stem: path for folder in ("specs", "samples") for path in sorted((_CORPUS / folder).glob("*.txt"))}
CODES = tuple(PATHS)
SHIPPED = "3039MP"


@cache
def rules_of(code: str) -> tuple[RuleSet, Spec]:
    """The rules of a class and the specification that they were compiled from."""
    spec = parse(PATHS[code].read_text(encoding="utf-8"), code)
    return compile_rules(spec), spec
