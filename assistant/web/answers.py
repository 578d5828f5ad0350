"""An answer as HTML: a badge, the statements with numbered citations, what to choose or ask next.

Whatever a text, a person or a model wrote is escaped here; the page puts nothing else into the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from assistant.answer import Answer, Choice, Citation, Outcome, Statement
from assistant.pieces import LIST, pieces
from assistant.web.buttons import act, button
from assistant.web.verdict import verdict_html

BADGES = {
    Outcome.ANSWERED: ("answered", "✓", "From the specification"),
    Outcome.ABSTAINED: ("abstained", "○", "Not in the specification"),
    Outcome.CLARIFY: ("clarify", "?", "Which class?"),
    Outcome.DETERMINATION: ("determination", "⚖", "Stated minimum qualifications"),
}


def answer_html(answer: Answer) -> str:
    """The whole answer; a determination as its card."""
    parts = [badge(answer.outcome)]
    if answer.determination is not None:
        parts.append(verdict_html(answer.determination))
    else:
        parts.append(_said(answer))
    parts.append(_choices(answer.choices or ()))
    parts += [f'<p class="notice">Note: {escape(notice)}</p>' for notice in answer.notices]
    parts.append(follow_ups(answer.follow_ups))
    return "".join(parts)


def badge(outcome: Outcome) -> str:
    """The outcome as an icon and words."""
    name, icon, words = BADGES[outcome]
    return f'<p class="badge {name}"><span aria-hidden="true">{icon}</span> {words}</p>'


def statements_html(statements: Sequence[Statement]) -> str:
    """Statements one after the other, many as a list."""
    if len(statements) <= LIST:
        return "".join(f"<p>{_statement(statement)}</p>" for statement in statements)
    return f"<ul>{''.join(f'<li>{_statement(statement)}</li>' for statement in statements)}</ul>"


def cite_button(citation: Citation) -> str:
    """The number of a citation as a button that shows its characters in the source."""
    return button(citation.n, citation.revision, citation.start, citation.end, citation.quote)


def follow_ups(asked: Iterable[str]) -> str:
    """What to ask next, as buttons."""
    found = "".join(act("ask", one, question=one) for one in asked)
    return f'<div class="next"><span class="dim">Ask next</span>{found}</div>' if found else ""


def _said(answer: Answer) -> str:
    return "".join(_runs(answer))


def _runs(answer: Answer) -> Iterator[str]:
    """Prose and runs of statements, as they follow each other."""
    run: list[Statement] = []
    for piece in pieces(answer):
        if isinstance(piece, Statement):
            run.append(piece)
            continue
        if piece and run:
            yield statements_html(run)
            run = []
        if piece and not (answer.choices and all(choice.class_code in piece for choice in answer.choices)):
            yield _prose(piece)
    if run:
        yield statements_html(run)


def _prose(text: str) -> str:
    said, searched, places = text.partition("Searched: ")
    lines = "".join(f"<p>{escape(line)}</p>" for line in said.splitlines() if line.strip())
    return lines + (f'<p class="dim searched">{escape(searched + places)}</p>' if searched else "")


def _statement(statement: Statement) -> str:
    marks = "".join(map(cite_button, statement.citations))
    return f'<span class="statement">{escape(statement.text)}</span> <span class="cites">{marks}</span>'


def _choices(choices: Sequence[Choice]) -> str:
    if not choices:
        return ""
    rows = "".join(
        f"<li>{act('choose', choice.title, kind='choice', number=str(number))} "
        f'<span class="dim">{escape(choice.class_code)}</span></li>'
        for number, choice in enumerate(choices, 1)
    )
    return f'<p>Which class do you mean?</p><ol class="choices">{rows}</ol>'
