"""A parse written out as a person would note it down, for tests that compare it whole."""

from __future__ import annotations

from textwrap import dedent

from corpus.model import Spec
from corpus.parse import parse


def outline(spec: Spec) -> str:
    """Sections as `[kind] HEADING`, clauses beneath with their role (`+` stem, `-` item, `.` text), nested by stem.

    Blanks within a clause are collapsed; a line break shows as `/`. A note shows its topic: `[note of duties]`.
    """
    lines: list[str] = []
    for section in spec.sections:
        kind = section.kind.value if section.topic is section.kind else f"{section.kind.value} of {section.topic.value}"
        heading = " " + section.label(spec.text) if section.heading else ""
        lines.append(f"[{kind}]{heading}")
        for clause in spec.clauses_in(section):
            sign = {"stem": "+", "item": "-", "text": "."}[clause.role.value]
            written = " / ".join(" ".join(line.split()) for line in spec.quote(clause).split("\n") if line.strip())
            lines.append(f"{'  ' * (1 + len(spec.stems(clause)))}{sign} {written}")
    return "\n".join(lines)


def parsed(text: str, name: str | None = "x") -> str:
    """The outline of an indented text."""
    return outline(parse(dedent(text).strip("\n"), name))


def written(expected: str) -> str:
    """An expected outline without the indentation of the test that holds it."""
    return dedent(expected).strip("\n")
