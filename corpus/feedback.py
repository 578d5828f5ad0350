"""What people said of answers: kept because they asked for it, read by the HR staff."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from corpus.schema import feedback


@dataclass(frozen=True, slots=True)
class Feedback:
    """One rating of an answer. `date` is ISO, `rating` one of right, wrong_evidence, wrong_conclusion and missing,
    `answer` JSON as in the contract; `class_code` and `revision` are of the text it was about, where there was one.
    `id` is 0 until it is kept."""

    date: str
    question: str
    class_code: str | None
    revision: str | None
    rating: str
    comment: str
    answer: str
    id: int = 0


def put_feedback(connection: Connection, given: Feedback) -> None:
    """Keep a rating."""
    connection.execute(insert(feedback).values({key: value for key, value in asdict(given).items() if key != "id"}))


def feedback_list(connection: Connection, most: int) -> list[Feedback]:
    """The ratings, newest first, `most` at most."""
    rows = connection.execute(select(feedback).order_by(feedback.c.id.desc()).limit(most))
    return [Feedback(**row._mapping) for row in rows]


def drop_feedback(connection: Connection, number: int) -> None:
    """Remove one rating."""
    connection.execute(delete(feedback).where(feedback.c.id == number))
