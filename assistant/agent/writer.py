"""The run of a model over one question: what it says is verified statement by statement as it comes.

What is proven is told at once and never taken back. What is not is given back to the model once, to mend; what is still
not proven is withheld. Where the model fails, the composer's statements complete the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from assistant.agent.exhibits import Exhibits
from assistant.agent.lines import Line, Lines
from assistant.agent.prompt import RULES, question
from assistant.agent.tools import Asked, Sources, Toolbox
from assistant.answer import Draft, DraftStatement, Outcome, given_numbers, numbered
from assistant.compose.own_case import judged, matched
from assistant.events import FellBack, Opened, Retrieved, Said, Tell, Withheld
from assistant.proof.shown import statement
from assistant.resolve import Library
from assistant.understand import Kind, Request
from assistant.verify import Failure, repair, unproven
from corpus.errors import ChatModelError, SpecsError
from corpus.filters import Filters
from corpus.model import Spec

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from assistant.agent.models import ModelSettings

NEAREST = 8
"""Clauses nearest to the question that the model is shown beside those of the proven draft."""

_WRITTEN = frozenset({Kind.ASK, Kind.OWN_CASE, Kind.COMPARE, Kind.SEARCH})


@dataclass(frozen=True)
class Writer:
    """A chat model over a library. `open_model` gives the model, or raises ChatModelError saying why there is none."""

    settings: ModelSettings
    open_model: Callable[[], BaseChatModel]
    library: Library
    sources: Sources

    @property
    def name(self) -> str:
        """The model's name, `given` for one that no setting names."""
        return self.settings.name or "given"

    def write(self, request: Request, draft: Draft, as_of: str | None, tell: Tell) -> Draft:
        """The draft as the model words it; statements that are not proven are still in it, for `verify` to withhold.

        Where the model is not asked (a choice of class, an order, another subject) the draft is as it was.
        """
        if request.kind not in _WRITTEN or draft.outcome is Outcome.CLARIFY or not (draft.spec or draft.statements):
            return draft
        asked = Asked(request.class_code, request.said or request.question, as_of)
        run = _Run(self, request, draft, asked, tell)
        try:
            run.speak()
        except ChatModelError as error:
            return run.without_model(str(error))
        return run.written()


@dataclass
class _Run:
    """One question. `said` are the statements proven so far, `failures` what is not proven."""

    writer: Writer
    request: Request
    draft: Draft
    asked: Asked
    tell: Tell
    said: list[DraftStatement] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    numbers: dict[Any, int] | None = None
    is_open: bool = False
    is_mended: bool = False

    def __post_init__(self) -> None:
        self.exhibits = Exhibits(self.writer.library)

    # ── asking ──

    def speak(self) -> None:
        """Ask the model, and once more where something it said is not proven."""
        from langchain.agents import create_agent
        from langchain_core.messages import HumanMessage

        from assistant.agent.guard import Guard

        model = self.writer.open_model()
        toolbox = Toolbox(self.exhibits, self.writer.sources, self.asked, self.tell)
        guard = Guard(self.writer.settings, self.tell)
        agent = create_agent(model, toolbox.tools(), system_prompt=RULES, middleware=[guard])
        told = question(self.request, self.draft, self.exhibits, self._nearest())
        messages = self._turn(agent, [HumanMessage(told)])
        if self.failures:
            self.is_mended = True
            mend = repair(self._provisional(), self.failures)
            self.failures = []
            self._turn(agent, [*messages, HumanMessage(mend)])

    def _nearest(self) -> list[tuple[Spec, int]]:
        spec = self.draft.spec
        filters = Filters(class_codes=frozenset({spec.class_code})) if spec else Filters()
        found = []
        for hit in self.writer.sources.search(self.request.plain, filters, NEAREST):
            held = self.exhibits.spec(hit.class_code)
            if held.revision == hit.revision:
                found.append((held, hit.clause_index))
        shown = [(s.class_code, s.section_of(s.clauses[at]).kind.value, s.quote(s.clauses[at])) for s, at in found]
        self.tell(Retrieved("search", tuple(shown)))
        return found

    def _turn(self, agent: Any, messages: Sequence[BaseMessage]) -> list[BaseMessage]:
        """One run of the agent: takes what it says as it comes; the messages with those that were added."""
        from langgraph.errors import GraphRecursionError

        heard: dict[str, _Heard] = {}
        config = {"recursion_limit": 2 * self.writer.settings.calls + 4}
        after = list(messages)
        try:
            stream = agent.stream({"messages": messages}, config=config, stream_mode=["messages", "values"])
            for mode, found in stream:
                if mode == "values":
                    after = list(found["messages"])
                else:
                    self._hear(heard, found[0])
        except GraphRecursionError as error:
            raise ChatModelError("the chat model called tools without an end") from error
        for one in heard.values():
            self._take(one, one.lines.end())
            self.failures += () if one.is_call else one.failures
        return after

    def _hear(self, heard: dict[str, _Heard], piece: BaseMessage) -> None:
        from langchain_core.messages import AIMessage

        if not isinstance(piece, AIMessage):
            return
        one = heard.setdefault(piece.id or "", _Heard())
        one.is_call = one.is_call or bool(piece.tool_calls or getattr(piece, "tool_call_chunks", None))
        self._take(one, one.lines.feed(str(piece.text)))

    def _take(self, heard: _Heard, lines: Iterator[Line]) -> None:
        for line in lines:
            one = statement(line.text, line.ids, self.exhibits.shown(), given=self.asked.said)
            provisional = self._provisional()
            reasons = tuple(unproven(provisional, one))
            if reasons:
                heard.failures.append(Failure(one, reasons))
            elif not _is_among(one, self.said):
                self._say(one)

    # ── telling ──

    def _provisional(self) -> Draft:
        """The draft that a statement is verified in: a determination's once the tool has computed one."""
        found = self.exhibits.determination
        if found is not None and self.draft.determination is None:
            spec = self.exhibits.spec(found["determination"]["class_code"])
            self.draft = judged(found, spec, self.asked.said)
        outcome = self.draft.outcome if self.draft.determination is not None else Outcome.ANSWERED
        statements = (*self.said, *(failure.statement for failure in self.failures))
        return replace(self.draft, outcome=outcome, statements=statements)

    def open(self) -> None:
        """Tell the server's own opening words, once."""
        if not self.is_open and self.draft.text and self.draft.outcome is not Outcome.ABSTAINED:
            self.tell(Opened(self.draft.text))
        self.is_open = True

    def _say(self, one: DraftStatement) -> None:
        self.said.append(one)
        self.exhibits.is_said = True
        self._tell(one)

    def _tell(self, one: DraftStatement) -> None:
        self.open()
        if self.numbers is None:
            self.numbers = given_numbers(self.draft)
        self.tell(Said(numbered(one, self.numbers)) if one.evidence else Opened(one.text))

    # ── the draft that came of it ──

    def written(self) -> Draft:
        """What the model said, with what of it is not proven; the composer's draft where nothing is proven."""
        self._provisional()
        for failure in self.failures:
            self.tell(Withheld(failure.statement.text, failure.reasons))
        closing = " ".join(part for part in (self.draft.closing, matched(self.exhibits.matches)) if part)
        if not self.said:
            reason = "nothing that the chat model said is proven by clauses" if self.failures else "it added nothing"
            self.tell(FellBack(reason))
            unproven_ones = tuple(failure.statement for failure in self.failures)
            return self._completed(replace(self.draft, closing=closing), unproven_ones)
        unproven_ones = tuple(failure.statement for failure in self.failures)
        base = replace(self._answered(), closing=closing)
        if self.is_mended:  # what was to be said may have been lost with what was not proven
            return self._completed(base, unproven_ones)
        return replace(base, statements=(*self.said, *unproven_ones))

    def without_model(self, reason: str) -> Draft:
        """What was said before the model failed, completed by the composer's statements, and why."""
        self._provisional()
        self.tell(FellBack(reason))
        notice = f"{reason[:1].upper()}{reason[1:]}. Answered from the clauses without the chat model."
        base = self._answered() if self.said else self.draft
        return self._completed(replace(base, notices=(*base.notices, notice)), ())

    def _completed(self, base: Draft, more: tuple[DraftStatement, ...]) -> Draft:
        """The draft with what the composer has to say from clauses of which not all have been cited yet."""
        cited = {evidence for one in self.said for evidence in one.evidence}
        rest = [one for one in self.draft.statements if not set(one.evidence) <= cited]
        for one in rest:
            if not tuple(unproven(self.draft, one)):
                self._tell(one)
        return replace(base, statements=(*self.said, *rest, *more))

    def _answered(self) -> Draft:
        """The draft's frame around statements of the model: an absence that was checked stays, a puzzlement goes."""
        if self.draft.outcome is not Outcome.ABSTAINED:
            return self.draft
        text = self.draft.text.partition(" Searched: ")[0] if self.draft.searched else ""
        return replace(self.draft, outcome=Outcome.ANSWERED, text=text)


@dataclass
class _Heard:
    """One message of the model: its lines, what of them is not proven, and whether it calls a tool.

    What stands beside a call is talk, and no part of the answer unless it is proven.
    """

    lines: Lines = field(default_factory=Lines)
    failures: list[Failure] = field(default_factory=list)
    is_call: bool = False


def _is_among(one: DraftStatement, said: Sequence[DraftStatement]) -> bool:
    return any(one.text == other.text for other in said)


def open_writer(settings: ModelSettings, model: BaseChatModel | None, library: Library, sources: Sources) -> Writer:
    """A writer by the settings, or by a model that is given; the model is loaded at the first question, once."""
    kept: list[BaseChatModel | SpecsError] = [model] if model is not None else []

    def opened() -> BaseChatModel:
        from assistant.agent.models import load_model

        if not kept:
            try:
                kept.append(load_model(settings))
            except ChatModelError as error:
                kept.append(error)
        found = kept[0]
        if isinstance(found, SpecsError):
            raise found
        return found

    return Writer(settings, opened, library, sources)
