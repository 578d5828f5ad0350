"""Time grows with the length of a text and not with its square, whatever the text is."""

from __future__ import annotations

import time

import pytest

from corpus.parse import parse

LONG = 20_000
TEXTS = {
    "blank lines": "\n" * 4 * LONG,
    "one long word": "a" * 5 * LONG,
    "blanks within a line": "x" + " " * 4 * LONG + "y\nDUTIES\nSteers.",
    "brackets that never close": "(" * 2 * LONG,
    "a bracket after each semicolon": "DUTIES\n" + "(; " * LONG,
    "sentences in brackets": "PURPOSE OF CLASS\n" + "A. [B. " * LONG,
    "dotted leaders": ". " * 2 * LONG,
    "semicolons": "EXAMPLES OF DUTIES\n" + "Steers; " * LONG,
    "colons": "PURPOSE OF CLASS\n" + "a: b; " * LONG,
    "bullets": "EXAMPLES OF DUTIES\n" + "- Steers;\n" * (LONG // 2),
    "stems within stems": "DUTIES\n" + "Any of:\n" * (LONG // 2),
    "sub-headings": "EXAMPLES OF DUTIES\n" + "AT A TROOP\n" * (LONG // 2),
    "headings": "NOTE:\n" * (LONG // 2),
    "headings on one line": "EXAMPLES OF DUTIES " * (LONG // 4),
    "capitals": "ABC DEF " * LONG,
    "connectors": "OR\n" * LONG,
    "markers": "1. a. " * LONG,
    "a table": "Class Code | Class\n" + "1234 | A\n" * (LONG // 2),
    "agencies": "PURPOSE OF CLASS\n" + "in the A " * LONG,
    "titles": "CANCELLATION CLAUSE\n" + "specification for the class of x " * (LONG // 2),
    "lines that many sections might claim": "Works under supervision, years of experience.\n" * (LONG // 4),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_long_text_is_parsed_in_seconds(name: str) -> None:
    """Processor time, so that a busy machine fails nothing; what grows with the square takes minutes here."""
    before = time.process_time()
    parse(TEXTS[name], "x")
    assert time.process_time() - before < 8


def test_stems_nest_no_deeper_than_a_person_could_read() -> None:
    for name in ("stems within stems", "sub-headings"):
        spec = parse(TEXTS[name][:4000], "x")
        assert max(len(spec.stems(clause)) for clause in spec.clauses) <= 8
