"""An answer as a person reads it: a badge, the statements with their marks, the clauses quoted, what to ask next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from assistant.answer import Answer, Choice, Citation, Outcome, Statement
from assistant.cli_terminal import Page, shown
from assistant.edition import edition_of
from assistant.pieces import LIST, marks, pieces
from corpus.model import Spec

SpecOf = Callable[[str], Spec]
"""The specification of a revision."""

BADGES = {
    Outcome.ANSWERED: ("✓ From the specification", "bold green"),
    Outcome.ABSTAINED: ("○ Not in the specification", "bold yellow"),
    Outcome.CLARIFY: ("? Which class?", "bold magenta"),
    Outcome.DETERMINATION: ("⚖ Stated minimum qualifications", "bold blue"),
}

_OF_CLASS = re.compile(r"(?P<title>[^:]{3,150}?) \((?P<code>[\w.~-]{2,40})\): ")
"""How a statement begins that is one of several about classes."""

_WORD = re.compile(r"[^\W_]+")


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer as the JSON contract has it: `determination` and `choices` only where there are any."""
    optional = {name for name in ("determination", "choices") if getattr(answer, name) is None}
    return answer.model_dump(mode="json", exclude=optional)


def write_answer(page: Page, answer: Answer, spec_of: SpecOf, *, choosing: str, is_said: bool = False) -> None:
    """Write an answer on a page; `choosing` says how to choose one of several classes.

    `is_said`: its statements stand on the page already, as they were proven one by one.
    """
    if is_said:
        page.gap()
    page.line(BADGES[answer.outcome])
    if not is_said:
        page.gap()
        _write_said(page, answer)
    for number, choice in enumerate(answer.choices or (), 1):
        _write_choice(page, number, choice)
    if answer.choices:
        page.gap()
        page.line((choosing, "dim"))
    _write_sources(page, answer.statements, spec_of)
    for notice in answer.notices:
        page.gap()
        page.line((f"Note: {shown(notice)}", "yellow"))
    if answer.follow_ups:
        page.gap()
        page.line(("Ask next", "dim"))
        for follow_up in answer.follow_ups:
            page.line((follow_up, "dim"), indent=2)


def _write_said(page: Page, answer: Answer) -> None:
    """The answer's text, the statements in their places, each with the numbers of its citations."""
    is_announced = True
    for is_prose, group in groupby(filter(None, pieces(answer)), lambda piece: isinstance(piece, str)):
        if not is_announced:
            page.gap()
        found = list(group)
        if is_prose:
            _write_prose(page, answer, "\n".join(piece for piece in found if isinstance(piece, str)))
        else:
            _write_statements(page, [piece for piece in found if isinstance(piece, Statement)])
        is_announced = isinstance(found[-1], str) and found[-1].endswith(":")


def _write_prose(page: Page, answer: Answer, text: str) -> None:
    said, searched, places = text.partition("Searched: ")
    is_choice = bool(answer.choices) and all(choice.class_code in said for choice in answer.choices or ())
    for line in [] if is_choice else said.splitlines():
        page.line(line)
    if searched:
        page.gap()
        page.line((searched + places, "dim"))


def _write_statements(page: Page, statements: Sequence[Statement]) -> None:
    """Each statement with its marks, many as a list; where all begin with the class they speak of, class by class."""
    named = [_OF_CLASS.match(shown(statement.text)) for statement in statements]
    is_by_class = len({match["title"] for match in named if match}) > 1 and all(named)
    bullet = "• " if is_by_class or len(statements) > LIST else ""
    heading = None
    for statement, match in zip(statements, named, strict=True):
        text = shown(statement.text)
        if is_by_class and match:
            if heading not in (None, match["code"]):
                page.gap()
            if heading != match["code"]:
                page.heading(match["title"], match["code"])
            heading, text = match["code"], text[match.end() :]
        page.line(text, (marks(statement), "cyan"), marker=bullet)


def _write_choice(page: Page, number: int, choice: Choice) -> None:
    page.line(shown(choice.title), (f"  {choice.class_code}", "dim"), indent=2, marker=f"{number}. ")


@dataclass(frozen=True, slots=True)
class _Source:
    """A citation, where it stands, and whether the answer has said all its words already."""

    citation: Citation
    title: str
    dated: str
    heading: str
    is_said: bool


def _write_sources(page: Page, statements: Sequence[Statement], spec_of: SpecOf) -> None:
    sources = _sources(statements, spec_of)
    for (title, dated), of_class in groupby(sources, lambda source: (source.title, source.dated)):
        page.gap()
        page.heading(title, dated)
        for heading, group in groupby(of_class, lambda source: source.heading):
            _write_section(page, heading, list(group))


def _write_section(page: Page, heading: str, sources: Sequence[_Source]) -> None:
    said = [source.citation.n for source in sources if source.is_said]
    if said:
        page.line((f"{heading}, word for word above", "dim"), indent=2, marker=f"{_ranges(said)} ")
    if len(said) < len(sources):
        page.line((heading, "dim"), indent=2)
    for source in sources:
        if not source.is_said:
            page.line(shown(source.citation.quote), indent=2, marker=f"[{source.citation.n}] ")


def _sources(statements: Sequence[Statement], spec_of: SpecOf) -> list[_Source]:
    """The citations by number, each once."""
    cited = {citation.n: citation for statement in statements for citation in statement.citations}
    said = [_words(statement.text) for statement in statements] if len(statements) > LIST else []
    return [_source(cited[n], spec_of(cited[n].revision), said) for n in sorted(cited)]


def _source(citation: Citation, spec: Spec, said: Iterable[str]) -> _Source:
    inside = (section for section in spec.sections if section.span.start <= citation.start < section.span.end)
    heading = next((section.label(spec.text) for section in inside), citation.section)
    quoted = _words(citation.quote)
    return _Source(
        citation, shown(spec.title), edition(spec), shown(heading), any(quoted in statement for statement in said)
    )


def edition(spec: Spec) -> str:
    """Which text a citation is from: the class code, and the date of its revision or else the revision itself."""
    return f"{spec.class_code} · {edition_of(spec).dated}"


def _words(text: str) -> str:
    """The words alone, with a blank on each side of every one, so that `in` finds whole words."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in brackets, those in a row as a range: [1]-[4] [7]."""
    rows: list[list[int]] = []
    for number in numbers:
        if rows and rows[-1][-1] == number - 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    return " ".join(f"[{row[0]}]" if len(row) == 1 else f"[{row[0]}]-[{row[-1]}]" for row in rows)
