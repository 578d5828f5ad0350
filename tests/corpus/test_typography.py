"""A specification set in another way is read in the same way: the shipped and sample texts, re-set.

The reading is compared as sections with their kinds, and clauses with their stems, blanks collapsed.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

import corpus
from corpus.model import Spec
from corpus.parse import parse

FOLDER = Path(corpus.__file__).parent
PATHS = {path.stem: path for folder in ("specs", "samples") for path in sorted((FOLDER / folder).glob("*.txt"))}
SMALL = {"Of": "of", "And": "and", "For": "for", "Eeo": "EEO"}

HARD_WRAPPED = {"9908SX", "9913SX"}
"""Texts with wrapped lines of their own: a blank line between the lines of a sentence parts them."""
TOLD_BY_LINES = {"9920SX", "9910SX", "9924SX"}
"""A text without headings is told line by line; values or headings that run together may not be wrapped."""


@cache
def original(code: str) -> Spec:
    return parse(PATHS[code].read_text(encoding="utf-8"), code)


def reading(spec: Spec) -> list[str]:
    lines: list[str] = []
    for section in spec.sections:
        heading = section.label(spec.text).upper() if section.heading else ""
        lines.append(f"[{section.kind} {section.topic}] {heading}")
        for clause in spec.clauses_in(section):
            lines.append(f"{'  ' * len(spec.stems(clause))}{clause.role} {' '.join(spec.quote(clause).split())}")
    return lines


def lines_of(spec: Spec) -> Iterator[tuple[str, bool]]:
    """The lines, each with whether it is a heading and nothing else."""
    headings = {spec.text[section.heading.start : section.heading.end] for section in spec.sections if section.heading}
    for line in spec.text.split("\n"):
        yield line, line in headings


def double_spaced(spec: Spec) -> str:
    return "\n\n".join(line for line in spec.text.split("\n") if line.strip())


def with_round_bullets(spec: Spec) -> str:
    return re.sub(r"^- ", "• ", spec.text, flags=re.MULTILINE)


def with_bullets_glued_on(spec: Spec) -> str:
    return re.sub(r"^- (?=[A-Z][a-z])", "•", spec.text, flags=re.MULTILINE)


def indented(spec: Spec) -> str:
    return textwrap.indent(spec.text, "    ")


def with_colons(spec: Spec) -> str:
    return "\n".join(f"{line.rstrip(' :')}:" if heading else line for line, heading in lines_of(spec))


def as_markdown(spec: Spec) -> str:
    return "\n".join(f"## {line}" if heading else line for line, heading in lines_of(spec))


def in_title_case_set_apart(spec: Spec) -> str:
    return "\n".join(f"\n{_title_case(line)}\n" if heading else line for line, heading in lines_of(spec))


def _title_case(line: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda word: SMALL.get(word[0].capitalize(), word[0].capitalize()), line)


def wrapped(width: int, hanging: bool) -> Callable[[Spec], str]:
    def set_anew(spec: Spec) -> str:
        lines: list[str] = []
        for line, heading in lines_of(spec):
            indent = "  " if hanging and line.startswith("- ") else ""
            whole = heading or line.startswith("|") or "$" in line
            lines.extend([line] if whole else _wrap(line, width, indent))
        return "\n".join(lines)

    return set_anew


def _wrap(line: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


SETTINGS: dict[str, tuple[Callable[[Spec], str], set[str]]] = {
    "double spaced": (double_spaced, HARD_WRAPPED),
    "round bullets": (with_round_bullets, set()),
    "bullets glued on": (with_bullets_glued_on, set()),
    "indented": (indented, set()),
    "headings with colons": (with_colons, set()),
    "Markdown": (as_markdown, set()),
    "headings in title case": (in_title_case_set_apart, set()),
    "wrapped at 72": (wrapped(72, hanging=False), TOLD_BY_LINES),
    "wrapped at 72, hanging": (wrapped(72, hanging=True), TOLD_BY_LINES),
    "wrapped at 90": (wrapped(90, hanging=False), TOLD_BY_LINES),
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_another_setting_is_read_in_the_same_way(setting: str) -> None:
    set_anew, beyond = SETTINGS[setting]
    differ: dict[str, list[str]] = {}
    texts = {code: set_anew(original(code)) for code in PATHS}
    assert sum(text != original(code).text for code, text in texts.items()) > len(texts) / 2
    for code, text in texts.items():
        before, after = reading(original(code)), reading(parse(text, code))
        if code not in beyond and before != after:
            differ[code] = sorted(set(before) ^ set(after))
    assert differ == {}


_GENERAL = frozenset({"minimum_qualifications", "general_experience"})


@pytest.mark.parametrize("code", [code for code in PATHS if code not in ("9920SX", "9924SX")])
def test_a_text_whose_headings_are_stripped_keeps_nearly_all_clauses_in_their_sections(code: str) -> None:
    """Which section a line is of can mostly be told from its wording and from the usual order."""
    spec = original(code)
    text = spec.text
    for section in reversed(spec.sections):
        if section.heading:
            text = text[: section.heading.start] + text[section.heading.end :]
    stripped = parse("\n".join(line.strip() for line in text.split("\n") if line.strip()), code)
    truth = {spec.quote(clause): spec.section_of(clause).kind for clause in spec.clauses}
    told = {stripped.quote(clause): stripped.section_of(clause).kind for clause in stripped.clauses}
    shared = truth.keys() & told.keys()
    right = sum(truth[quote] == told[quote] or {truth[quote], told[quote]} <= _GENERAL for quote in shared)
    assert len(shared) >= 0.6 * len(truth)
    assert right >= 0.85 * len(shared)
