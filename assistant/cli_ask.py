"""`specs ask` and `specs chat`."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated, Any

import typer

from assistant.answer import Answer, Outcome
from assistant.cli_answer import answer_json, edition, write_answer
from assistant.cli_arguments import AsOf, ClassOption, Json, Jsonl, day, words
from assistant.cli_jsonl import Line, lines_of, replies
from assistant.cli_open import opened
from assistant.cli_terminal import Page, complain, write_json
from assistant.cli_trace import Telling
from assistant.session import Assistant, Conversation
from corpus.errors import NotFound, SpecsError, UserMistake

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


def chat(class_code: ClassOption = None, as_of: AsOf = None) -> None:
    """Talk: each question builds on the ones before it."""
    if sys.stdin.isatty():
        import readline  # noqa: F401  (arrow keys and earlier lines at the prompt)
    page = Page()
    with opened() as assistant:
        code = assistant.catalogue.entry(class_code).class_code if class_code else None
        talk = Talk(assistant, page, Conversation(assistant, code, as_of=day(as_of)))
        talk.begin()
        while (said := _read_line(page)) is not None:
            if not talk.hear(said):
                break


def _read_line(page: Page) -> str | None:
    """The next line that a person writes; None at the end of the input."""
    try:
        return input("\nyou › " if page.is_terminal and sys.stdin.isatty() else "").strip()
    except EOFError:
        return None
    except KeyboardInterrupt:
        page.gap()
        return None


class Talk:
    """A conversation on a page: questions, the choice between classes, and a few commands that begin with a slash."""

    def __init__(self, assistant: Assistant, page: Page, conversation: Conversation) -> None:
        self._assistant = assistant
        self._page = page
        self._conversation = conversation
        self._asked: tuple[str, Answer] | None = None

    def begin(self) -> None:
        """Say how to talk, and about which class."""
        self._page.line(("Ask about a class. /class CODE turns to another, /new starts over, /quit ends.", "dim"))
        self._say_class()

    def hear(self, said: str) -> bool:
        """Take one line; False when it ends the conversation."""
        try:
            if said.startswith("/"):
                return self._command(said)
            if said:
                self._answer(said)
        except SpecsError as error:
            complain(error)
        return True

    def _command(self, said: str) -> bool:
        name, _, rest = said[1:].partition(" ")
        if name in ("quit", "exit", "q"):
            return False
        if name == "class" and rest.strip():
            self._turn_to(rest.strip())
        elif name == "new":
            self._conversation = Conversation(self._assistant, as_of=self._conversation.as_of)
            self._asked = None
            self._page.line(("Starting over.", "dim"))
        else:
            raise UserMistake(f"there is no /{name} here", mend="/class CODE, /new or /quit")
        return True

    def _answer(self, said: str) -> None:
        said = self._chosen(said) or said
        before = self._conversation.class_code
        answer = self._conversation.ask(said)
        self._asked = (said, answer)
        self._page.gap()
        write_answer(self._page, answer, self._assistant.catalogue.spec_of, choosing="Give its number.")
        if self._conversation.class_code != before:
            self._page.gap()
            self._say_class()

    def _chosen(self, said: str) -> str | None:
        """The question that was open, where a number chooses one of the classes that it may be about."""
        if self._asked is None or not self._asked[1].choices or not said.isdecimal():
            return None
        question, answer = self._asked
        choices = answer.choices or ()
        if not 1 <= int(said) <= len(choices):
            raise NotFound(f"there is no choice {said}", mend=f"give a number from 1 to {len(choices)}")
        self._conversation.class_code = choices[int(said) - 1].class_code
        return question

    def _turn_to(self, code: str) -> None:
        self._conversation.class_code = self._assistant.catalogue.entry(code).class_code
        self._say_class()

    def _say_class(self) -> None:
        if self._conversation.class_code:
            spec = self._assistant.catalogue.spec(self._conversation.class_code)
            self._page.line(("Answering about", "dim"))
            self._page.heading(spec.title, edition(spec), indent=2)
