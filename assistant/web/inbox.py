"""What people said of answers, as HR staff read it: each with the answer and its sources, and all of it as a CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from html import escape

from pydantic import ValidationError

from assistant.answer import Answer
from assistant.web import frame
from assistant.web.answers import badge, statements_html
from assistant.web.talk import REASONS
from corpus.feedback import Feedback

MOST_FEEDBACK = 500
"""Ratings that are shown and written at most, the newest."""

RATINGS = {"right": ("👍", "Right"), **{name: ("👎", words) for name, words in REASONS.items()}}
_COLUMNS = ("date", "rating", "question", "answer", "comment", "class_code", "revision")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def inbox_html(given: Sequence[Feedback]) -> str:
    """The ratings, newest first, each with a button that removes it."""
    if not given:
        return frame.empty(
            "Nothing to read", "What people say with 👍 and 👎 under an answer arrives here, with question and answer."
        )
    more = f" The newest {MOST_FEEDBACK} are shown." if len(given) >= MOST_FEEDBACK else ""
    rows = "".join(map(_rating_html, given))
    return (
        f'<p class="dim">{len(given)} {"rating" if len(given) == 1 else "ratings"}.{more} '
        '<a class="more" href="/feedback.csv" download>Save as CSV</a></p>'
        f'<ul class="inbox">{rows}</ul>'
    )


def feedback_csv(given: Sequence[Feedback]) -> bytes:
    """The ratings as a CSV that a spreadsheet opens as text: no cell can be taken for a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for one in given:
        answer = _answer(one)
        said = (answer.text if answer else one.answer, one.comment, one.class_code or "", one.revision or "")
        writer.writerow([plain_cell(cell) for cell in (one.date, one.rating, one.question, *said)])
    return file.getvalue().encode("utf-8-sig")


def plain_cell(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _rating_html(one: Feedback) -> str:
    icon, words = RATINGS.get(one.rating, ("•", one.rating))
    about = " · ".join(escape(part) for part in (one.class_code, one.date) if part)
    comment = f'<p class="said">“{escape(one.comment)}”</p>' if one.comment else ""
    return (
        f'<li><div class="row-head"><p class="strong"><span aria-hidden="true">{icon}</span> {escape(words)} '
        f'<span class="dim">{about}</span></p>'
        f'<button type="button" class="chip" data-act="done" data-id="{one.id}" '
        f'aria-label="Done with the question {escape(one.question[:80])}">Done</button></div>'
        f"<p>{escape(one.question)}</p>{comment}"
        "<details><summary>The answer</summary>"
        f'<div class="answer" data-answered>{_answer_html(one)}</div></details></li>'
    )


def _answer_html(one: Feedback) -> str:
    answer = _answer(one)
    if answer is None:
        return f"<p>{escape(one.answer)}</p>"
    said = "".join(f"<p>{escape(line)}</p>" for line in answer.text.splitlines() if line.strip())
    return badge(answer.outcome) + (statements_html(answer.statements) if answer.statements else said)


def _answer(one: Feedback) -> Answer | None:
    """The answer that was rated, None where it was kept by a version that wrote it otherwise."""
    try:
        return Answer.model_validate_json(one.answer)
    except ValidationError:
        return None
