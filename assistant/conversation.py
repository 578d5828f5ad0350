"""A conversation: questions in a row, the class and the person's facts carried along as state that is shown.

The window of earlier questions is bounded; facts are state, not history, and count until they are corrected, taken back
or forgotten. Nothing is kept anywhere but in the object.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypedDict

from assistant.answer import Answer, Choice, Outcome
from assistant.edition import Edition, edition_of
from assistant.events import Tell, untold
from assistant.followup import Meant, Past, meant
from assistant.reference import THIS_CLASS, Around, without_class
from assistant.resolve import Library
from assistant.scope import OWN_CASE
from assistant.told import Fact, Told

MAX_HISTORY = 6
"""Earlier questions that are carried along."""


@dataclass(frozen=True, slots=True)
class State:
    """What the next question builds on: the class that is spoken of with its revision (sha256) and dates, the person's
    facts each with the words it was read from, and the day on which a case is judged."""

    class_code: str | None = None
    title: str | None = None
    revision: str | None = None
    dated: str | None = None
    facts: tuple[Fact, ...] = ()
    as_of: date | None = None

    @property
    def about(self) -> str:
        """The class as it is shown; empty where none is spoken of yet."""
        return f"Answering about: {self.title} ({self.class_code}) · {self.dated}" if self.class_code else ""

    @property
    def facts_so_far(self) -> str:
        """The facts as they are shown; empty where there are none."""
        told = "; ".join(f"{fact.value} (“{fact.words}”)" for fact in self.facts)
        return f"Facts so far: {told}" if told else ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: what was said and how it was understood, the answer, the editions that it is about and cites, the
    facts that it counted (only where it judges the person's case), and the day."""

    meant: Meant
    answer: Answer
    editions: tuple[Edition, ...] = ()
    facts: tuple[Fact, ...] = ()
    as_of: date | None = None

    @property
    def said(self) -> str:
        """The person's words."""
        return self.meant.said

    @property
    def asked(self) -> str:
        """The question that was answered, the class by its title and code; `said` itself where nothing was added."""
        if self.meant.question == self.meant.said or self.answer.outcome is Outcome.CLARIFY:
            return self.meant.said
        own = next((one for one in self.editions if one.class_code == self.answer.class_code), None)
        if own is None:
            return self.meant.question
        named = f"{own.title} ({own.class_code})"
        found = THIS_CLASS in self.meant.question.lower()
        return _named(self.meant.question, named) if found else f"{self.meant.question.rstrip()} [{named}]"


def _named(question: str, name: str) -> str:
    at = question.lower().index(THIS_CLASS)
    return question[:at] + name + question[at + len(THIS_CLASS) :]


class Given(TypedDict):
    """What `Assistant.ask` is given beside the question."""

    class_code: str | None
    history: tuple[str, ...]
    as_of: date | None
    said: str


class Answering(Protocol):
    """What a conversation asks: an `Assistant`, or what stands before several."""

    @property
    def library(self) -> Library:
        """The texts that it answers from."""

    def ask(
        self,
        question: str,
        *,
        class_code: str | None = None,
        history: Sequence[str] = (),
        as_of: date | None = None,
        said: str | None = None,
        tell: Tell = untold,
    ) -> Answer:
        """The answer, as `Assistant.ask` gives it."""


class Conversation:
    """A conversation with an assistant, beginning about `class_code` if one is given.

    A person's own case is judged as of the day `as_of`, and not at all without one.

    `ask` does it all. To show an answer while it is made: `meant = understood(said)`, ask the assistant as `ask` does,
    then `keep(meant, answer)`.
    """

    def __init__(self, assistant: Answering, class_code: str | None = None, as_of: date | None = None) -> None:
        self.assistant = assistant
        self.as_of = as_of
        self._turns: list[Turn] = []
        self._befores: list[Past] = []
        self._past: Past = Past(around=Around(current=class_code))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All turns since the beginning, for the export."""
        return tuple(self._turns)

    @property
    def questions(self) -> tuple[str, ...]:
        """What the person has said, oldest first."""
        return tuple(turn.said for turn in self._turns)

    @property
    def state(self) -> State:
        """What the next question builds on."""
        facts = self._past.told.facts
        if self.class_code is None:
            return State(facts=facts, as_of=self.as_of)
        own = edition_of(self.assistant.library.spec(self.class_code))
        return State(own.class_code, own.title, own.revision, own.dated, facts, self.as_of)

    @property
    def class_code(self) -> str | None:
        """The class that is spoken of; set it to turn to another."""
        return self._past.around.current

    @class_code.setter
    def class_code(self, class_code: str | None) -> None:
        around = self._past.around
        if class_code != around.current:
            self._past = replace(self._past, around=replace(_turned(around, class_code), awaits=False))

    def forget(self) -> None:
        """Forget the person's facts, here and in what is saved later."""
        self._past = replace(self._past, told=Told())
        self._turns = [_without_facts(turn) for turn in self._turns]
        self._befores = [replace(past, told=Told()) for past in self._befores]

    def take_back(self, number: int) -> None:
        """Forget the turn of this number, from 0, and all after it: the conversation is as it was before it."""
        if 0 <= number < len(self._turns):
            self._past = self._befores[number]
            del self._turns[number:], self._befores[number:]

    def start_over(self) -> None:
        """Forget everything: class, questions, facts and answers."""
        self._past = Past()
        self._turns = []
        self._befores = []

    def ask(self, said: str, tell: Tell = untold) -> Answer:
        """The answer to what the person says next; `tell` is told what happens on the way, as it happens.

        Raises UserMistake for an empty or overlong question, NotFound for a number that is none of the choices offered;
        the conversation is then as it was.
        """
        turn = self.understood(said)
        answer = self.which(turn) if turn.choices else self.assistant.ask(turn.question, tell=tell, **self.given(turn))
        return self.keep(turn, answer)

    def understood(self, said: str) -> Meant:
        """What a turn means after those before it; nothing is kept."""
        return meant(said, self.assistant.library, self._past)

    def given(self, turn: Meant) -> Given:
        """What `Assistant.ask` is given beside the question."""
        return {
            "class_code": turn.class_code,
            "history": turn.history[-MAX_HISTORY:],
            "as_of": self.as_of,
            "said": turn.told.said,
        }

    def which(self, turn: Meant) -> Answer:
        """The question which of several classes is meant."""
        choices = tuple(Choice(class_code=code, title=self.assistant.library.spec(code).title) for code in turn.choices)
        named = "; ".join(f"{choice.title} ({choice.class_code})" for choice in choices)
        text = f"Which class do you mean: {named}?"
        return Answer(question=turn.said, outcome=Outcome.CLARIFY, text=text, choices=choices)

    def keep(self, turn: Meant, answer: Answer) -> Answer:
        """Take an answer into the conversation; gives it back with the person's own words as its question."""
        answer = answer.model_copy(update={"question": turn.said})
        judged = answer.determination is not None or bool(OWN_CASE.search(turn.question))
        facts = turn.told.facts if judged else ()
        self._befores.append(self._past)
        self._turns.append(Turn(turn, answer, self._editions(answer), facts, self.as_of if judged else None))
        around = _around(self._past.around, answer)
        question = without_class(turn.question, self.assistant.library.entries())
        if is_open(answer, question):
            self._past = Past(question, turn.history[-MAX_HISTORY:], around, turn.kept)
        else:
            self._past = replace(self._past, around=around, told=turn.kept)
        return answer

    def _editions(self, answer: Answer) -> tuple[Edition, ...]:
        """The texts that an answer is about and cites."""
        library = self.assistant.library
        cited = {(one.class_code, one.revision): None for said in answer.statements for one in said.citations}
        found = [edition_of(library.spec(code, revision)) for code, revision in cited]
        if answer.class_code and answer.class_code not in {one.class_code for one in found}:
            found.insert(0, edition_of(library.spec(answer.class_code)))
        return tuple(found)


def is_open(answer: Answer, question: str) -> bool:
    """Whether a question is one to build on: not thanks, an order, or words that were not understood, to which no text
    was searched; a question on a class that is not here is one where it says more than the class."""
    if answer.outcome is not Outcome.ABSTAINED or answer.searched:
        return True
    return THIS_CLASS in question.lower() and len(question.split()) > _BARE


_BARE = 4
"""Words of a turn that may only name a class ("and for this class?")."""


def _around(before: Around, answer: Answer) -> Around:
    """What is spoken of after an answer."""
    around = _turned(before, answer.class_code or before.current)
    if answer.choices:
        return replace(around, offered=tuple(choice.class_code for choice in answer.choices), awaits=True)
    cited = tuple(dict.fromkeys(one.class_code for said in answer.statements for one in said.citations))
    offered = cited if len(cited) > 1 else before.offered
    return replace(around, offered=offered, awaits=False)


def _turned(around: Around, class_code: str | None) -> Around:
    """The same, with another class spoken of."""
    if class_code == around.current:
        return around
    spoken = (around.current, *around.before)
    return replace(around, current=class_code, before=_once(code for code in spoken if code and code != class_code))


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))[:MAX_HISTORY]


def _without_facts(turn: Turn) -> Turn:
    return replace(turn, facts=())
