"""The interview of `specs check`: the facts in the person's own words first, then one question at a time.

What is said is kept in memory until the determination is written, and nowhere else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from assistant.cli_facts import Terms, write_reading
from assistant.cli_terminal import Page, complain, shown
from assistant.cli_verdict import write_question
from assistant.eligibility.applicant import Applicant
from assistant.eligibility.determination import Determination, Question
from assistant.eligibility.determine import determine
from assistant.eligibility.freetext import Reading, merge, read_facts
from assistant.eligibility.interview import apply_answer, next_question
from assistant.eligibility.reviews import Reviewed
from assistant.eligibility.rules import RuleSet
from assistant.eligibility.wording import VERDICT_WORDS
from corpus.errors import UserMistake
from corpus.model import Spec

_YES = frozenset({"", "y", "yes", "ok", "right", "correct"})
_NO = frozenset({"n", "no"})


class Interview:
    """An interview about one class, judged by `terms`, which have a day.

    `page` is where it is written, which need not be where the outcome is.
    """

    def __init__(self, page: Page, ruled: tuple[RuleSet, Spec], reviewed: Reviewed, terms: Terms) -> None:
        self._page = page
        self._rules, self._spec = ruled
        self._reviewed = reviewed
        self._terms = terms
        self._applicant = Applicant(as_of=terms.as_of)

    def determination(self) -> Determination:
        """What follows from what has been said so far."""
        return determine(
            self._rules, self._spec, self._applicant, self._terms.policy, self._terms.mode, reviewed=self._reviewed
        )

    def hold(self) -> Determination:
        """Ask until nothing more can be decided, the person knows no more, or they stop."""
        page = self._page
        page.heading(self._spec.title, self._spec.class_code)
        page.line(("What you say is not stored. Enter: I don't know. ?: explain. /back, /done.", "dim"))
        if self._hear_story():
            self._ask()
        return self.determination()

    # ── the person's own words ──

    def _hear_story(self) -> bool:
        """Take the story in, once the person has confirmed what was read of it; False where the input has ended."""
        self._page.gap()
        said = self._read("Tell me about your education and work, or press Enter to be asked: ")
        while said and said != _DONE:
            reading = read_facts(said)
            self._page.gap()
            write_reading(self._page, reading)
            if not reading.facts:
                said = self._read("Say it differently, or press Enter to be asked: ")
                continue
            answer = self._read("Is this right? Enter or yes; no; a number to strike out; or what to add: ")
            if answer is None or answer == _DONE:
                # Nobody has confirmed what was read, so it is not taken for a fact.
                return False
            if answer.casefold() in _YES:
                self._applicant = merge(self._applicant, reading)
                return True
            said = self._corrected(said, reading, answer)
        return said is not None and said != _DONE

    def _corrected(self, said: str, reading: Reading, answer: str) -> str | None:
        """The story without what the person struck out, or with what they added."""
        if answer.casefold() in _NO:
            return self._read("Then tell it again, or press Enter to be asked: ")
        numbers = answer.replace(",", " ").split()
        if not all(number.isdecimal() for number in numbers):
            return f"{said}; {answer}"
        for number in map(int, numbers):
            if not 1 <= number <= len(reading.facts):
                complain(
                    UserMistake(f"there is no fact {number}", mend=f"give a number from 1 to {len(reading.facts)}")
                )
                continue
            fact = reading.facts[number - 1]
            said = said[: fact.start] + " " * (fact.end - fact.start) + said[fact.end :]
        return said

    # ── the questions ──

    def _ask(self) -> None:
        earlier: list[Applicant] = []
        found = self.determination()
        while (question := next_question(found, self._applicant)) is not None:
            write_question(self._page, question, self._standing(found))
            answer = self._answer(question)
            if answer is None:
                return
            if answer == _BACK:
                if earlier:
                    self._applicant = earlier.pop()
            else:
                self._take(question, answer, earlier)
            found = self.determination()

    def _standing(self, found: Determination) -> str:
        return f"So far: {VERDICT_WORDS[found.verdict]}"

    def _take(self, question: Question, answer: str, earlier: list[Applicant]) -> None:
        try:
            after = apply_answer(self._applicant, question, answer)
        except UserMistake as error:
            complain(error)
            return
        earlier.append(self._applicant)
        self._applicant = after

    def _answer(self, question: Question) -> str | None:
        """The answer in words, `/back`, or None where the person stops; what is to be explained is explained."""
        choices = f"{', '.join(question['choices'])}: " if question["choices"] else ""
        while True:
            said = self._read(choices)
            if said is None or said == _DONE:
                return None
            if said != "?":
                return said
            for line in self._explained(question):
                self._page.line(line, indent=2)

    def _explained(self, question: Question) -> Iterator[tuple[str, str]]:
        """What each answer would lead to, and the clause that makes the question matter."""
        for label, verdict in question["outcomes"].items():
            yield f"{label}: {VERDICT_WORDS_BY_NAME[verdict]}", "dim"
        for citation in self.determination().citations:
            if citation["n"] == question["cite"]:
                yield f"“{shown(citation['quote'])}” ({shown(citation['section'])})", ""

    def _read(self, prompt: str) -> str | None:
        """The next line that the person writes; None at the end of the input."""
        prompt = prompt or "› "
        at_keyboard = sys.stdin.isatty() and self._page.console.file.isatty()
        if not (at_keyboard and self._page.console.file is sys.stdout):
            # `input` would write its prompt on standard output, which may be for the outcome alone.
            self._page.console.print(prompt, end="" if at_keyboard else "\n")
            prompt = ""
        try:
            return input(prompt).strip()
        except EOFError:
            return None


_DONE, _BACK = "/done", "/back"
VERDICT_WORDS_BY_NAME = {verdict.value: words for verdict, words in VERDICT_WORDS.items()}
