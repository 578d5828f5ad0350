"""One person's conversation on the Ask page: what is shown of it, and what its buttons do. Kept for the visit alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from queue import Empty, SimpleQueue
from typing import Any

from assistant.answer import Answer, Outcome, Statement, render
from assistant.compose.own_case import judged
from assistant.conversation import Conversation, Turn
from assistant.eligibility.applicant import Applicant
from assistant.eligibility.freetext import read_facts
from assistant.eligibility.interview import apply_answer
from assistant.eligibility.wording import as_text
from assistant.events import Event, Opened, Said
from assistant.followup import Meant
from assistant.verify import verify
from assistant.web.answers import answer_html, badge, statements_html
from assistant.web.buttons import act
from assistant.web.desk import Desk
from assistant.web.frame import problem
from assistant.web.line import Line
from corpus.errors import SpecsError, UserMistake

_LOOK_SECONDS = 0.2
"""How often an answer that waits for the chat model looks whether it was stopped."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """One turn as it is shown: what the person said, and the answer in HTML."""

    said: str
    html: str
    problem: bool = False


class Talk:
    """A conversation over a desk, about `class_code` at first.

    `replies` were given by buttons to a determination's questions, on top of the facts told in words.
    """

    def __init__(self, desk: Desk, class_code: str | None = None) -> None:
        self.desk = desk
        self.shown: list[_Shown] = []
        self.replies: list[tuple[dict[str, Any], str]] = []
        self.conversation = Conversation(desk, class_code, desk.today())
        self._working: _Shown | None = None
        self.is_begun = False
        self._line = Line()

    def __deepcopy__(self, _: dict[int, Any]) -> Talk:
        """A new talk over the same desk: what Gradio gives each visit of the talk that a page was made with."""
        return Talk(self.desk)

    def begin(self, class_code: str | None) -> None:
        """Speak of this class, unless the talk has begun before."""
        if not self.is_begun:
            self.turn_to(class_code)
        self.is_begun = True

    # ── asking ──

    def ask(self, said: str, nth: int = 0) -> Iterator[None]:
        """Answer what was said; yields whenever there is something new to show, and when the answer is complete.

        What is asked while another answer is being made waits for that; `nth` is its number, see `Line.place`.
        """
        with self._line.place(said, nth) as mine:
            if not mine.is_first():
                yield
            mine.wait()
            if mine.is_wanted:
                yield from self._answered(said)
        yield

    def retry(self, number: int) -> Iterator[None]:
        """Ask anew what was said in a shown turn, in its place; yields as `ask` does."""
        with self._line.turn():
            yield from self._answered(self._taken_back(number))
        yield

    def _answered(self, said: str) -> Iterator[None]:
        if said:
            try:
                turn = self.conversation.understood(said)
                if turn.choices:
                    self._keep(turn, self.conversation.which(turn))
                elif self.desk.has_chat_model:
                    yield from self._streamed(turn)
                else:
                    self._keep(turn, self.desk.ask(turn.question, **self.conversation.given(turn)))
            except SpecsError as error:
                self.shown.append(_Shown(said, problem(error.message, error.mend), True))

    def _streamed(self, turn: Meant) -> Iterator[None]:
        """Answer while a chat model writes; yields at each statement that is proven, of which none is taken back."""
        told: SimpleQueue[Event | Answer | Exception] = SimpleQueue()

        def answer() -> None:
            try:
                told.put(self.desk.ask(turn.question, tell=told.put, **self.conversation.given(turn)))
            except Exception as error:  # noqa: BLE001  (raised again where the answer is waited for)
                told.put(error)

        threading.Thread(target=answer, daemon=True).start()
        opened, said = "", list[Statement]()
        self._working = mine = _Shown(turn.said, '<p class="dim working">Reading the specification …</p>')
        yield
        while True:
            try:
                heard = told.get(timeout=_LOOK_SECONDS)
            except Empty:
                heard = None
            if self._working is not mine:  # stopped
                return
            match heard:
                case Answer() as done:
                    self._working = None
                    self._keep(turn, done)
                    return
                case Exception() as error:
                    self._working = None
                    raise error
                case Opened(text):
                    opened = f"<p>{escape(text)}</p>"
                case Said(statement):
                    said.append(statement)
                case _:
                    continue
            self._working = mine = _Shown(turn.said, badge(Outcome.ANSWERED) + opened + statements_html(said))
            yield

    def stop(self) -> None:
        """Leave an answer as it is so far; what comes of it later is not shown."""
        if self._working is not None:
            stopped = '<p class="notice" role="status">Stopped. What stands here is proven; there may be more.</p>'
            self.shown.append(_Shown(self._working.said, self._working.html + stopped, True))
            self._working = None

    def _keep(self, turn: Meant, answer: Answer) -> None:
        if turn.told.lines != self._told():
            self.replies = []
        answer = self.conversation.keep(turn, answer)
        self.shown.append(_Shown(turn.said, self._turn_html(self.conversation.turns[-1], answer)))

    def _told(self) -> tuple[str, ...]:
        turns = self.conversation.turns
        return turns[-1].meant.told.lines if turns else ()

    def reply(self, question_id: str, answer: str) -> None:
        """Take the answer to a determination's next question in, and judge again."""
        turns = [turn for turn in self.conversation.turns if turn.answer.determination is not None]
        if not turns:
            return
        turn = turns[-1]
        found = turn.answer.determination or {}
        question = next((one for one in found["next_questions"] if one["id"] == question_id), None)
        if question is None:
            self.shown.append(_Shown(answer, problem("that question is answered already"), True))
            return
        said = f"{question['text']} {answer}"
        try:
            applicant = self._applicant(turn)
            applicant = apply_answer(applicant, question, None if answer == "I don't know" else answer)
            judgement = self._judged(turn, applicant)
        except UserMistake as error:
            self.shown.append(_Shown(said, problem(error.message, error.mend), True))
            return
        self.replies.append((question, answer))
        kept = self.conversation.keep(replace(turn.meant, said=said, kept=turn.meant.told), judgement)
        self.shown.append(_Shown(said, self._turn_html(self.conversation.turns[-1], kept)))

    def _applicant(self, turn: Turn) -> Applicant:
        """The facts told in words, with the replies so far."""
        applicant = read_facts(turn.meant.told.said).applicant.model_copy(update={"as_of": self.desk.today()})
        for question, answer in self.replies:
            applicant = apply_answer(applicant, question, None if answer == "I don't know" else answer)  # type: ignore[arg-type]
        return applicant

    def _judged(self, turn: Turn, applicant: Applicant) -> Answer:
        code = turn.answer.class_code or ""
        found = self.desk.check(code, applicant)
        given = {"determination": found.as_json(), "said": as_text(found), "read": {"facts": [], "unread": []}}
        draft, _ = verify(judged(given, self.desk.rules.rules(code)[1], turn.meant.told.said))
        return render(draft, turn.meant.question, timings_ms={})

    # ── going back ──

    def take_back(self, number: int) -> str:
        """Forget a shown turn and all after it, with what is being answered and what waits; what was said in it."""
        working, self._working = self._working, None
        self._line.dismiss()
        with self._line.turn():
            if working is not None and number == len(self.shown):
                return working.said
            return self._taken_back(number)

    def _taken_back(self, number: int) -> str:
        if not 0 <= number < len(self.shown):
            return ""
        said = self.shown[number].said
        kept = sum(not one.problem for one in self.shown[:number])
        self.conversation.take_back(kept)
        del self.shown[number:]
        self.replies = []
        return said

    def turn_to(self, class_code: str | None) -> None:
        """Speak of another class from now on."""
        self.conversation.class_code = class_code

    def clear(self) -> None:
        """Begin anew, about the same class; an answer that is being made ends first."""
        self._working = None
        self._line.dismiss()
        with self._line.turn():
            self.conversation = Conversation(self.desk, self.conversation.class_code, self.desk.today())
            self.shown, self.replies, self._working = [], [], None

    def forget(self) -> None:
        """Forget the person's facts."""
        self.conversation.forget()
        self.replies = []

    def turn_of(self, number: int) -> Turn | None:
        """The turn of the conversation that is shown at this place, None where it failed."""
        if not 0 <= number < len(self.shown) or self.shown[number].problem:
            return None
        return self.conversation.turns[sum(not one.problem for one in self.shown[:number])]

    # ── showing ──

    def html(self) -> str:
        """The log of the conversation, with what waits for its answer; empty where nothing has been said."""
        turns, waiting = [*self.shown, *([self._working] if self._working else [])], self._line.waiting()
        articles = [
            _article(number, one, is_last=number == len(turns) - 1 and not waiting, is_done=one is not self._working)
            for number, one in enumerate(turns)
        ]
        return "".join([*articles, *(_waiting(said) for said in waiting)])

    def _turn_html(self, turn: Turn, answer: Answer) -> str:
        taken = f'<p class="dim">Taken as: {escape(turn.asked)}</p>' if turn.asked != turn.said else ""
        return taken + answer_html(answer) + _check_link(answer, turn.meant.told.said)


def _check_link(answer: Answer, told: str) -> str:
    """The way to the Check page, which is given what the person told of themselves, in the browser alone."""
    if answer.class_code is None or answer.outcome not in {Outcome.ANSWERED, Outcome.DETERMINATION}:
        return ""
    words = f' data-words="{escape(told)}"' if told.strip() else ""
    return (
        f'<p><a class="more" href="/check?class={escape(answer.class_code)}"{words}>Check my qualifications →</a></p>'
    )


def _you(said: str) -> str:
    return f'<div class="you"><span class="sr">You said: </span><span class="said">{escape(said)}</span>'


def _article(number: int, one: _Shown, *, is_last: bool, is_done: bool) -> str:
    said = f"{_you(one.said)}{act('edit', 'Edit', kind='quiet', turn=str(number))}</div>"
    actions = _actions(number, is_last=is_last, is_answer=not one.problem) if is_done else ""
    return (
        f'<article class="turn" data-turn="{number}">{said}'
        f'<div class="answer" data-answered="{number}"{"" if is_done else " data-working"}>{one.html}</div>'
        f"{actions}</article>"
    )


def _waiting(said: str) -> str:
    return (
        f'<article class="turn">{_you(said)}</div>'
        '<p class="dim working">Comes after the answer before it …</p></article>'
    )


def _actions(number: int, *, is_last: bool, is_answer: bool) -> str:
    turn = str(number)
    copy = '<button type="button" class="quiet" data-copy>Copy</button>'
    retry = act("retry", "Retry", kind="quiet", turn=turn) if is_last else ""
    rate = _rating(turn) if is_answer else ""
    return f'<div class="actions">{copy}{retry}{rate}</div>'


def _rating(turn: str) -> str:
    up = (
        f'<button type="button" class="quiet" data-act="rate" data-turn="{turn}" data-rating="right" '
        f'aria-label="This was right. Keeps the question and the answer for the HR staff.">{THUMB}</button>'
    )
    reasons = "".join(
        f'<label><input type="radio" name="rating" value="{value}" required> {words}</label>'
        for value, words in REASONS.items()
    )
    return (
        f'{up}<details class="rate"><summary aria-label="This was not right">{THUMB}</summary>'
        f'<form data-form="rate" data-turn="{turn}"><fieldset><legend>What was not right?</legend>{reasons}</fieldset>'
        f'<label>More, if you like <input name="comment" maxlength="2000"></label>'
        '<p class="dim">Your question and this answer are kept for the HR staff.</p>'
        '<button type="submit">Send</button></form></details>'
    )


THUMB = (
    '<svg class="thumb" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><path fill="none" '
    'stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" d="M7 10v10H4V10z'
    'M7 11l4.2-8c1.4 0 2.3 1 2 2.4L12.6 9H18a2 2 0 0 1 2 2.4l-1.4 7A2 2 0 0 1 16.6 20H7"/></svg>'
)
"""A thumb that points up; turned by the style sheet where it is to point down."""

REASONS = {
    "wrong_evidence": "Wrong evidence",
    "wrong_conclusion": "Wrong conclusion",
    "missing": "Something is missing",
}
"""Why an answer was not right, as it is kept and in words."""
