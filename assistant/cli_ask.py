"""`specs ask`."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated, Any

import typer

from assistant.answer import Outcome
from assistant.cli_answer import answer_json, write_answer
from assistant.cli_arguments import AsOf, ClassOption, Json, Jsonl, day, words
from assistant.cli_jsonl import Line, lines_of, replies
from assistant.cli_open import opened
from assistant.cli_terminal import Page, write_json
from assistant.cli_trace import Telling
from corpus.errors import UserMistake

NOTHING_FOUND, SOME_FAILED = 1, 3

Trace = Annotated[
    bool,
    typer.Option("--trace", help="Write the steps on standard error: what was understood, found, said and withheld."),
]
Question = Annotated[list[str] | None, typer.Argument(metavar="QUESTION", help="What you want to know.")]


def ask(  # noqa: PLR0917
    question: Question = None,
    class_code: ClassOption = None,
    as_of: AsOf = None,
    json: Json = False,
    jsonl: Jsonl = False,
    trace: Trace = False,
) -> None:
    """Answer a question, with the clauses that prove it.

    With --jsonl, each line of standard input is {"id", "question", "history"?, "class_code"?}, where `history` are
    the earlier questions, oldest first; each line of standard output {"id", "answer"} or {"id", "error"}.
    """
    asked, judged_on = words(question or ()), day(as_of)
    if jsonl:
        if asked:
            raise UserMistake("a question and --jsonl", mend="give the questions on standard input, one a line")
        _ask_lines(class_code, judged_on)
        return
    if not asked:
        raise UserMistake("there is no question", mend='specs ask "What are the minimum qualifications?"')
    with opened() as assistant:
        page = Page()
        telling = Telling(page, is_live=assistant.has_chat_model and page.is_terminal and not json, is_traced=trace)
        answer = assistant.ask(asked, class_code=class_code, as_of=judged_on, tell=telling)
        if json:
            write_json(answer_json(answer))
        else:
            write_answer(
                page,
                answer,
                assistant.catalogue.spec_of,
                choosing="Ask again with --class CODE.",
                is_said=telling.has_said,
            )
    if answer.outcome is Outcome.ABSTAINED:
        raise typer.Exit(NOTHING_FOUND)


def _ask_lines(class_code: str | None, judged_on: date) -> None:
    with opened() as assistant:
        if class_code is not None:
            assistant.catalogue.entry(class_code)

        def reply(line: Line) -> dict[str, Any]:
            code = line.class_code or class_code
            answer = assistant.ask(line.text, class_code=code, history=line.history, as_of=judged_on)
            return {"answer": answer_json(answer)}

        failed = False
        for one in replies(lines_of(sys.stdin.buffer), reply):
            write_json(one.value, is_line=True)
            failed |= one.is_error
    if failed:
        raise typer.Exit(SOME_FAILED)
