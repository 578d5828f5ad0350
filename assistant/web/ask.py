"""The Ask page: a conversation on the left, the specification with the cited characters on the right."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

import gradio as gr

from assistant.answer import Answer
from assistant.cli_answer import answer_json
from assistant.export import as_json, as_markdown
from assistant.session import MAX_QUESTION
from assistant.web import frame
from assistant.web.buttons import act
from assistant.web.desk import Desk
from assistant.web.frame import EACH, HIDDEN, LAST
from assistant.web.talk import REASONS, Talk
from corpus.feedback import Feedback

STARTERS = (
    "What are the minimum qualifications?",
    "How many years of experience do I need?",
    "What may replace experience?",
)
EXPORTS = {
    "Markdown": (".md", "text/markdown", as_markdown),
    "JSON": (".json", "application/json", as_json),
}
"""How a conversation is saved."""

_SCRIPT = frame.script("ask.js")


def page(desk: Desk) -> None:
    """The components of the page and what they do."""
    frame.header("Ask")
    talk = gr.State(Talk(desk), time_to_live=3600 * 4)
    with gr.Row(elem_id="ask", elem_classes="columns"):
        with gr.Column(scale=6, min_width=280):
            with gr.Row(elem_classes="about-row"):
                about = gr.Dropdown(
                    label="Answering about", choices=_choices(desk), value="", filterable=True, elem_id="about"
                )
            state = frame.area(elem_id="state")
            log = frame.area(_welcome(desk, None), elem_id="log", script=_SCRIPT)
            with gr.Row(elem_classes="asking"):
                question = gr.Textbox(
                    label="Your question",
                    placeholder="Ask about a class, a duty, a requirement ...",
                    lines=1,
                    max_lines=6,
                    max_length=MAX_QUESTION,
                    scale=8,
                    interactive=True,
                    elem_id="question",
                )
                gr.Button("Ask", variant="primary", scale=1, min_width=70, elem_id="send")
                stop = gr.Button("Stop", scale=1, min_width=70, elem_id="stop", visible=desk.has_chat_model)
            with gr.Row(elem_classes="below"):
                fresh = gr.Button("Clear", size="sm", min_width=80, elem_id="clear")
                for name in EXPORTS:
                    save = gr.Button(f"Save as {name}", size="sm", min_width=120, elem_id=f"save-{name.lower()}")
                    frame.saves(save, talk, _exporter(name))
        with gr.Column(scale=5, min_width=280, elem_classes="source-column"):
            frame.source_pane()

    _listen(desk, [talk, log, state, about, question], stop, fresh)


def _listen(desk: Desk, shown: list[Any], stop: gr.Button, fresh: gr.Button) -> None:
    """What happens when something is done on the page; `shown` are the components of `_shown`."""
    talk, log, state, about, _ = shown

    def begun(one: Talk, request: gr.Request) -> Talk:
        """The talk, about the class of the page's address from its first event on, which may come before `opened`."""
        one.begin(desk.known(dict(request.query_params).get("class")) or desk.only_class())
        return one

    def opened(one: Talk, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        asked = str(dict(request.query_params).get("q", "")).strip()
        is_new = not one.is_begun
        begun(one, request)
        *before, code, field = _shown(desk, one)
        yield *before, gr.update(choices=_choices(desk), value=code), field
        if asked and is_new:
            yield from _asked(desk, one, asked)

    def picked(code: str, one: Talk, request: gr.Request) -> tuple[Any, ...]:
        begun(one, request).turn_to(code or None)
        return _shown(desk, one)

    def acted(one: Talk, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        yield from _acted(desk, begun(one, request), frame.acted(event))

    def stopped(one: Talk) -> tuple[Any, ...]:
        one.stop()
        return _shown(desk, one)

    def cleared(one: Talk) -> tuple[Any, ...]:
        one.clear()
        return _shown(desk, one)

    log.act(acted, talk, shown, **EACH)
    state.act(acted, talk, shown, **EACH)
    about.input(picked, [about, talk], shown, **LAST)
    stop.click(stopped, talk, shown, **EACH)
    fresh.click(cleared, talk, shown, **EACH)
    gr.context.Context.root_block.load(opened, talk, shown, **HIDDEN)  # type: ignore[union-attr]


def _choices(desk: Desk) -> list[tuple[str, str]]:
    return [("All classes", ""), *desk.choices()]


def _shown(desk: Desk, talk: Talk, question: str | None = None) -> tuple[Any, ...]:
    """The page's components: talk, log, state, class, and question, which is left as it is where none is given."""
    number = frame.drawing()
    code = talk.conversation.class_code
    return (
        talk,
        frame.drawn(number, talk.html() or _welcome(desk, code)),
        frame.drawn(number, _state(desk, talk)),
        desk.known(code) or "",
        gr.skip() if question is None else question,
    )


def _asked(desk: Desk, talk: Talk, said: str, nth: int = 0) -> Iterator[tuple[Any, ...]]:
    return _logged(desk, talk, talk.ask(said, nth))


def _logged(desk: Desk, talk: Talk, news: Iterator[None]) -> Iterator[tuple[Any, ...]]:
    for _ in news:
        yield _shown(desk, talk)


def _acted(desk: Desk, talk: Talk, done: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """What a button or form of the log does; the second click of a double one does nothing."""
    if done.get("again"):
        yield (gr.skip(),) * 5
        return
    number = int(done.get("turn") or 0)
    match done.get("name"):
        case "ask":
            yield from _asked(desk, talk, str(done["question"]), int(done.get("nth") or 0))
        case "choose":
            yield from _asked(desk, talk, str(done["number"]))
        case "retry":
            yield from _logged(desk, talk, talk.retry(number))
        case "edit":
            yield _shown(desk, talk, talk.take_back(number))
        case "forget":
            talk.forget()
            yield _shown(desk, talk)
        case "reply":
            talk.reply(str(done["question"]), str(done.get("answer") or done.get("fields", {}).get("answer", "")))
            yield _shown(desk, talk)
        case "rate":
            fields = done.get("fields", {})
            _rate(
                desk, talk, number, str(done.get("rating") or fields.get("rating", "")), str(fields.get("comment", ""))
            )
            yield _shown(desk, talk)
        case _:
            yield _shown(desk, talk)


def _rate(desk: Desk, talk: Talk, number: int, rating: str, comment: str) -> None:
    turn = talk.turn_of(number)
    if turn is None or rating not in {"right", *REASONS}:
        return
    desk.keep_feedback(
        Feedback(
            date=desk.today().isoformat(),
            question=turn.said,
            class_code=turn.answer.class_code,
            revision=turn.editions[0].revision if turn.editions else None,
            rating=rating,
            comment=comment[:2000],
            answer=_as_json(turn.answer),
        )
    )
    gr.Info("Thank you: the question and the answer are kept for the HR staff.")


def _as_json(answer: Answer) -> str:
    return json.dumps(answer_json(answer), ensure_ascii=False)


def _state(desk: Desk, talk: Talk) -> str:
    """The text that is answered about, and the person's facts."""
    state = talk.conversation.state
    parts = []
    if state.class_code and state.revision:
        parts.append(
            f'<span data-about="{escape(state.revision)}">{escape(state.class_code)} · {escape(state.dated or "")} · '
            "current</span>"
        )
    if state.facts:
        told = "; ".join(f"{fact.value} (“{fact.words}”)" for fact in state.facts)
        parts.append(f"<span>Your facts so far: {escape(told)} {act('forget', 'Forget them', kind='quiet')}</span>")
    return f'<p class="dim state-line">{" ".join(parts)}</p>' if parts else ""


def _welcome(desk: Desk, code: str | None) -> str:
    """What the log shows before anything was asked: what this is, and questions to begin with."""
    if not desk.entries():
        return frame.empty("No classes yet", "Add specifications on the Library page, or: specs ingest FOLDER")
    starters = "".join(act("ask", one, question=one) for one in STARTERS) if code or desk.only_class() else ""
    across = act("ask", "Which classes hire staff?", question="Which classes hire staff?") if not starters else ""
    return (
        '<div class="empty"><h3>Ask what a job class requires</h3>'
        "<p>Every sentence of an answer carries numbers that show the exact words of the specification it rests on. "
        "What the specification does not say, is said not to be there.</p>"
        f'<div class="next"><span class="dim">For example</span>{starters or across}</div></div>'
    )


def _exporter(name: str) -> Callable[[Talk], frame.Saved | None]:
    ending, media_type, write = EXPORTS[name]

    def export(talk: Talk) -> frame.Saved | None:
        if not talk.conversation.turns:
            gr.Info("Ask something first; then the conversation can be saved.")
            return None
        return frame.Saved(f"conversation{ending}", media_type, write(talk.conversation).encode("utf-8", "replace"))

    return export
