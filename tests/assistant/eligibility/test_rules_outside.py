"""Another drafting style (Los Angeles bulletins, CalHR pages): nothing raises, nothing is lost, little is read wrongly.

The share that is bound is printed by `python -m tests.assistant.eligibility.test_rules_outside` (docs/rules.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from assistant.eligibility.compile import compile_rules, difference
from assistant.eligibility.nodes import leaves
from assistant.eligibility.rules import ExperienceRequirement, RuleSet
from corpus.model import SectionKind, Span, Spec
from corpus.parse import parse
from tests.assistant.eligibility.test_rules_properties import check_partition, check_residue_is_held, check_spans
from tests.outside import outside_data


def specs_in(folder: Path) -> Iterator[Spec]:
    """The specifications of a folder of plain texts, by name."""
    for path in sorted(folder.glob("*.txt")):
        yield parse(path.read_text("utf-8", errors="replace"), path.stem)


def read_in_requirements(spec: Spec, rules: RuleSet) -> tuple[int, int]:
    """Non-blank characters of the section of requirements: those read, and all. Process notes are left out."""
    clauses = [clause.span for clause in spec.iter_kind(SectionKind.MINIMUM_QUALIFICATIONS)]
    return _count(spec, difference(spec.text, clauses, rules.residue)), _count(spec, clauses)


def _count(spec: Spec, spans: list[Span]) -> int:
    return sum(not character.isspace() for span in spans for character in span.of(spec.text))


def test_bulletins_keep_the_invariants() -> None:
    read, whole = 0, 0
    for spec in islice(specs_in(outside_data("la")), 0, None, 6):
        rules = compile_rules(spec)
        check_spans(spec, rules)
        check_partition(spec, rules)
        check_residue_is_held(spec, rules)
        bound, characters = read_in_requirements(spec, rules)
        read, whole = read + bound, whole + characters
    assert read / whole > 0.4


def test_months_that_are_read_stand_in_the_words_that_they_are_read_from() -> None:
    """Bulletins write numbers in words alone; a requirement of N years quotes a phrase that begins with N."""
    words = {12: "one", 24: "two", 36: "three", 48: "four", 60: "five", 72: "six", 6: "six", 18: "18", 120: "ten"}
    seen = 0
    for spec in islice(specs_in(outside_data("la")), 1, None, 5):
        rules = compile_rules(spec)
        for leaf in leaves(rules.requirement) if rules.requirement else ():
            if isinstance(leaf, ExperienceRequirement) and leaf.months in words:
                quote = leaf.source.span.of(spec.text).lower()
                assert words[leaf.months] in quote, quote
                seen += 1
    assert seen > 20


def main() -> None:
    """Print the share of the bulletins' requirements that is bound."""
    read, whole, complete, count = 0, 0, 0, 0
    for spec in specs_in(outside_data("la")):
        bound, characters = read_in_requirements(spec, compile_rules(spec))
        read, whole, count = read + bound, whole + characters, count + 1
        complete += 0 < characters == bound
    print(f"{count} bulletins: {read / whole:.1%} of the characters of their requirements are bound;")
    print(f"the requirements of {complete} are read whole")


if __name__ == "__main__":
    main()
