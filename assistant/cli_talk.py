"""A conversation on a page: `specs chat` once it is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.cli_answer import write_answer
from assistant.cli_terminal import Page, complain, shown
from assistant.cli_trace import Telling
from assistant.conversation import Conversation, State
from assistant.export import as_json, as_markdown
from assistant.session import Assistant
from corpus.errors import SpecsError, UserMistake

FORMATS: dict[str, Callable[[Conversation], str]] = {".md": as_markdown, ".json": as_json}
"""How a conversation is saved, by the ending of the file."""


class Talk:
    """A conversation on a page: questions, and a few commands that begin with a slash."""

    def __init__(self, assistant: Assistant, page: Page, conversation: Conversation) -> None:
        self._assistant = assistant
        self._page = page
        self._conversation = conversation
        self._shown = State()
        self._commands: dict[str, Callable[[str], None]] = {
            "class": self._turn_to,
            "facts": self._show_facts,
            "forget": self._forget,
            "save": lambda file: self._save(file, over=False),
            "replace": lambda file: self._save(file, over=True),
            "new": self._start_over,
        }

    def begin(self) -> None:
        """Say how to talk, and about which class."""
        self._page.line(
            ("Ask about a class. /class CODE turns to another, /facts shows your own facts, ", "dim"),
            ("/save FILE.md keeps the conversation, /new starts over, /quit ends.", "dim"),
        )
        self._show_state()

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
        if name not in self._commands:
            named = ", ".join(f"/{one}" for one in self._commands)
            raise UserMistake(f"there is no /{name} here", mend=f"{named} or /quit")
        self._commands[name](rest.strip())
        return True

    def _answer(self, said: str) -> None:
        live = Telling(self._page, is_live=self._assistant.has_chat_model and self._page.is_terminal, is_traced=False)
        answer = self._conversation.ask(said, live)
        turn = self._conversation.turns[-1]
        self._page.gap()
        if turn.asked != turn.said:
            self._page.line((f"Taken as: {shown(turn.asked)}", "dim"))
            self._page.gap()
        spec_of = self._assistant.catalogue.spec_of
        write_answer(self._page, answer, spec_of, choosing="Give its number.", is_said=live.has_said)
        self._show_state()

    def _show_state(self) -> None:
        """The class and the facts, where they are others than those shown last."""
        before, self._shown = self._shown, self._conversation.state
        about = self._shown.about if self._shown.about != before.about else ""
        facts = self._shown.facts_so_far if self._shown.facts != before.facts else ""
        gone = "No facts are kept now." if before.facts and not self._shown.facts else ""
        if about or facts or gone:
            self._page.gap()
        for line in filter(None, (about, facts, gone)):
            self._page.line((shown(line), "dim"))

    def _turn_to(self, code: str) -> None:
        if not code:
            raise UserMistake("no class is named", mend="/class CODE, for example /class 3039MP")
        self._conversation.class_code = self._assistant.catalogue.entry(code).class_code
        self._show_state()

    def _show_facts(self, _: str) -> None:
        facts = self._conversation.state.facts
        if not facts:
            self._page.line(("No facts so far. Say for example: I have a master's degree and 10 years.", "dim"))
        for number, fact in enumerate(facts, 1):
            self._page.line(shown(fact.value), (f"  from “{shown(fact.words)}”", "dim"), indent=2, marker=f"{number}. ")

    def _forget(self, _: str) -> None:
        self._conversation.forget()
        self._shown = self._conversation.state
        self._page.line(("Your facts are forgotten.", "dim"))

    def _start_over(self, _: str) -> None:
        self._conversation.start_over()
        self._shown = State()
        self._page.line(("Starting over.", "dim"))

    def _save(self, file: str, *, over: bool) -> None:
        write = FORMATS.get(Path(file).suffix.lower())
        if write is None:
            raise UserMistake(f"{file!r} names no file to save in", mend="/save FILE.md or /save FILE.json")
        if not self._conversation.turns:
            raise UserMistake("nothing has been said yet", mend="ask a question first")
        path = Path(file).expanduser()
        try:
            with path.open("w" if over else "x", encoding="utf-8", newline="\n") as target:
                target.write(write(self._conversation))
        except FileExistsError as error:
            raise UserMistake(f"{file} is there already", mend=f"/replace {file} writes over it") from error
        except OSError as error:
            raise UserMistake(f"{file}: cannot be written: {error.strerror}", mend="give another place") from error
        self._page.line((f"Saved: {shown(str(path))}", "dim"))
