"""The Library page, for HR staff: the classes and their revisions, taking specifications in, reviewing rules, and what
people said of answers. Every handler looks first whether HR staff asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from assistant.eligibility.reviews import ReviewStatus
from assistant.web import frame
from assistant.web.desk import Desk
from assistant.web.frame import EACH, HIDDEN, LAST
from assistant.web.inbox import MOST_FEEDBACK, inbox_html
from assistant.web.rules import class_rules, findings_html, review_row
from assistant.web.shelf import shelf_html
from assistant.web.taking import (
    FILE_TYPES,
    Going,
    Taker,
    documents_of,
    failed_html,
    going_html,
    mended_html,
    report_html,
)
from corpus.errors import SpecsError, UserMistake
from corpus.feedback import drop_feedback

REFUSED = (
    '<div class="empty"><h3>The library is for HR staff</h3><p>Here specifications are added and rules are reviewed. '
    'If you are HR staff, <a href="/sign-in?to=/library">sign in</a>; asking, checking, searching and comparing need '
    "no sign-in.</p></div>"
)
MOST_YAML = 1_000_000
"""Characters of a corrected rule set."""

_EMPTIED = """(done, files, address, code) => {
  if (!done) return [files, address, code];
  const paths = String((files ?? []).map((one) => one.path));
  const left = (now, then) => (now === then ? '' : now);
  return [paths === String(done.files) ? null : files, left(address, done.address), left(code, done.code)];
}"""
"""In the browser: what was taken in is emptied, unless something else was entered meanwhile."""

TABS = ("classes", "add", "rules", "findings", "feedback")

IsHr = Callable[[gr.Request], bool]
OnlyHr = Callable[[gr.Request], None]


@dataclass(frozen=True)
class _Parts:
    """The components of the page that its handlers read or write."""

    refused: gr.HTML
    tools: gr.Row
    tabs: gr.Tabs
    classes: _Classes
    adding: _Adding
    rules: _Rules
    findings: gr.HTML
    look: gr.Button
    inbox: gr.HTML

    def of_class(self) -> list[Any]:
        """What shows the rules of one class."""
        return [self.rules.shown, self.rules.document, self.rules.problem]

    def to_rules(self) -> list[Any]:
        """What changes on the way to the rules of a class."""
        return [self.tabs, self.rules.chosen, *self.of_class()]


@dataclass(frozen=True)
class _Classes:
    wanted: gr.Textbox
    shelf: gr.HTML


@dataclass(frozen=True)
class _Adding:
    files: gr.File
    address: gr.Textbox
    code: gr.Textbox
    add: gr.Button
    mend: gr.Button
    stop: gr.Button
    taken: gr.HTML


@dataclass(frozen=True)
class _Rules:
    chosen: gr.Dropdown
    reviewer: gr.Textbox
    shown: gr.HTML
    document: gr.Textbox
    save: gr.Button
    forget: gr.Button
    problem: gr.HTML


def page(desk: Desk, is_hr: IsHr) -> None:
    """The components of the page and what they do."""
    frame.header("Library")

    def only_hr(request: gr.Request) -> None:
        if not is_hr(request):
            raise gr.Error("The library is for HR staff: sign in at /sign-in, then try again.", print_exception=False)

    parts = _parts(desk)
    _opening(parts, desk, is_hr)
    _finding(parts, desk, only_hr)
    _taking(parts, desk, only_hr)
    _reviewing(parts, desk, only_hr)
    _correcting(parts, desk, only_hr)
    _reading(parts, desk, only_hr)


# ── what is on the page ──


def _parts(desk: Desk) -> _Parts:
    refused = frame.area(elem_id="refused")
    with gr.Row(elem_id="library", elem_classes="columns", visible=False) as tools:
        with gr.Column(scale=6, min_width=280), gr.Tabs(elem_id="library-tabs") as tabs:
            with gr.Tab("Classes", id="classes"):
                wanted = gr.Textbox(label="Search by code or title", max_lines=1, max_length=200, elem_id="wanted")
                classes = _Classes(wanted, frame.area(elem_id="shelf"))
            with gr.Tab("Add", id="add"):
                adding = _adding()
            with gr.Tab("Rules", id="rules"):
                rules = _rules(desk)
            with gr.Tab("To look at", id="findings"):
                with gr.Row(elem_classes="below"):
                    look = gr.Button("Look through all classes", min_width=200, elem_id="look")
                findings = frame.area(elem_id="findings")
            with gr.Tab("Feedback", id="feedback"):
                inbox = frame.area(elem_id="inbox")
        with gr.Column(scale=5, min_width=280, elem_classes="source-column"):
            frame.source_pane()
    return _Parts(refused, tools, tabs, classes, adding, rules, findings, look, inbox)


def _adding() -> _Adding:
    files = gr.File(
        label="Text, Markdown, web page, PDF, Word, or a zip archive of them; 20 MB each",
        file_count="multiple",
        file_types=FILE_TYPES,
        height=170,
        elem_id="files",
    )
    address = gr.Textbox(
        label="Or a web address", placeholder="https://", max_lines=1, max_length=2000, elem_id="address"
    )
    code = gr.Textbox(
        label="Class code, only where one text is to stand under another code than its own",
        max_lines=1,
        max_length=60,
        elem_id="own-code",
    )
    with gr.Row(elem_classes="below"):
        add = gr.Button("Add to the library", variant="primary", min_width=160, elem_id="add-files")
        mend = gr.Button("Re-sync", min_width=100, elem_id="mend")
        stop = gr.Button("Stop", min_width=80, elem_id="stop-adding")
    frame.area(
        '<p class="dim">Re-sync adds what the search is missing and removes what is stale. What is stopped leaves the '
        "library as it was.</p>",
        elem_id="mend-help",
    )
    return _Adding(files, address, code, add, mend, stop, frame.area(elem_id="taken"))


def _rules(desk: Desk) -> _Rules:
    chosen = gr.Dropdown(label="Class", choices=desk.choices(), value=None, filterable=True, elem_id="rules-class")
    reviewer = gr.Textbox(label="Reviewed by (your name)", max_lines=1, max_length=100, elem_id="reviewer")
    shown = frame.area(elem_id="rules")
    with gr.Accordion("Correct the rules", open=False, elem_id="correct"):
        frame.area(
            "<p>Change what is wrong and save: every rule keeps the words that it rests on. What you change is signed "
            "as corrected, by you and today.</p>",
            elem_id="correct-help",
        )
        document = gr.Textbox(
            label="The rules as YAML",
            lines=24,
            max_lines=24,  # where the two differ Gradio measures the field at every key, which takes seconds here
            max_length=MOST_YAML,
            elem_id="document",
            elem_classes="code",
        )
        with gr.Row(elem_classes="below"):
            save = gr.Button("Save the corrected rules", variant="primary", elem_id="save-rules")
            forget = gr.Button("Go back to the rules as they are read", elem_id="forget-rules")
        problem = frame.area(elem_id="rules-problem")
    return _Rules(chosen, reviewer, shown, document, save, forget, problem)


# ── what it does ──


def _opening(parts: _Parts, desk: Desk, is_hr: IsHr) -> None:
    shown = [
        *(parts.refused, parts.tools, parts.tabs, parts.classes.shelf, parts.rules.chosen, parts.rules.reviewer),
        *(*parts.of_class(), parts.inbox),
    ]

    def opened(request: gr.Request) -> tuple[Any, ...]:
        if not is_hr(request):
            return (REFUSED, gr.update(visible=False), *(gr.skip() for _ in shown[2:]))
        asked = dict(request.query_params)
        own = desk.known(asked.get("class"))
        tab = asked.get("tab", "")
        name = _signed_in(request)
        return (
            "",
            gr.update(visible=True),
            gr.update(selected=tab if tab in TABS else "rules" if own else "classes"),
            shelf_html(desk),
            gr.update(choices=desk.choices(), value=own),
            gr.update(value=name or "", interactive=name is None),
            *class_rules(desk, own),
            inbox_html(desk.catalogue.feedback(MOST_FEEDBACK)),
        )

    gr.context.Context.root_block.load(opened, None, shown, **HIDDEN)  # type: ignore[union-attr]


def _finding(parts: _Parts, desk: Desk, only_hr: OnlyHr) -> None:
    """Finding a class, and what is to be looked at in all of them."""

    def searched(words: str, request: gr.Request) -> str:
        only_hr(request)
        return shelf_html(desk, words)

    def turned(request: gr.Request, event: gr.EventData) -> tuple[Any, ...]:
        """To the rules of the class whose button was used."""
        only_hr(request)
        return _turned(desk, frame.acted(event))

    def looked(request: gr.Request) -> str:
        only_hr(request)
        return findings_html(desk.rules, desk.rules.codes())

    def narrowed(request: gr.Request, event: gr.EventData) -> tuple[Any, ...]:
        only_hr(request)
        done = frame.acted(event)
        if done.get("name") == "check":
            return findings_html(desk.rules, desk.rules.codes(), str(done.get("check", ""))), *(gr.skip(),) * 5
        return gr.skip(), *_turned(desk, done)

    wanted, shelf = parts.classes.wanted, parts.classes.shelf
    # Not its event input, which tells of keys alone and misses what is pasted.
    wanted.change(searched, wanted, shelf, **LAST)
    shelf.act(turned, None, parts.to_rules(), **EACH)
    parts.look.click(looked, None, parts.findings, api_visibility="private", show_progress="minimal")
    parts.findings.act(narrowed, None, [parts.findings, *parts.to_rules()], **EACH)


def _taking(parts: _Parts, desk: Desk, only_hr: OnlyHr) -> None:
    taker = Taker(desk.home, desk.embedder)

    def added(given: list[str] | None, url: str, code: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        only_hr(request)
        try:
            for said in taker.take(documents_of(given or [], url), code.strip() or None):
                if isinstance(said, Going):
                    yield going_html(said), None
                else:
                    yield report_html(said), {"files": given or [], "address": url, "code": code}
        except SpecsError as error:
            yield failed_html(error), None

    def mended(request: gr.Request) -> Iterator[str]:
        only_hr(request)
        try:
            for said in taker.take(()):
                yield going_html(said) if isinstance(said, Going) else mended_html(said, len(desk.entries()))
        except SpecsError as error:
            yield failed_html(error)

    def listed(words: str, request: gr.Request) -> tuple[Any, ...]:
        only_hr(request)
        return shelf_html(desk, words), gr.update(choices=desk.choices())

    def stopped(request: gr.Request) -> None:
        only_hr(request)
        taker.stop()

    own = parts.adding
    given = [own.files, own.address, own.code]
    done = gr.JSON(visible=False)
    adding = gr.on([own.add.click, own.address.submit], added, given, [own.taken, done], **HIDDEN)
    adding.then(None, [done, *given], given, js=_EMPTIED, api_visibility="private")
    mending = own.mend.click(mended, None, own.taken, **HIDDEN)
    for taking in (adding, mending):
        # Afterwards, and for the words that are sought by then.
        taking.then(listed, parts.classes.wanted, [parts.classes.shelf, parts.rules.chosen], **HIDDEN)
    own.stop.click(stopped, None, None, **HIDDEN)


def _reviewing(parts: _Parts, desk: Desk, only_hr: OnlyHr) -> None:
    def picked(code: str | None, request: gr.Request) -> tuple[str, ...]:
        only_hr(request)
        return class_rules(desk, code)

    def reviewed(
        code: str | None, written: str, words: str, request: gr.Request, event: gr.EventData
    ) -> tuple[Any, ...]:
        only_hr(request)
        done = frame.acted(event)
        if done.get("name") != "review" or not code:
            return (gr.skip(),) * 4
        try:
            row = review_row(code, _name(request, written), done, desk.today())
            desk.rules.review(code, row)
        except SpecsError as error:
            raise gr.Error(escape(str(error)), print_exception=False) from error
        gr.Info("The review is taken back." if row.status is ReviewStatus.UNREVIEWED else f"Kept as {row.status}.")
        return (*class_rules(desk, code), shelf_html(desk, words))

    own = parts.rules
    own.chosen.input(picked, own.chosen, parts.of_class(), **LAST)
    changed = [*parts.of_class(), parts.classes.shelf]
    own.shown.act(reviewed, [own.chosen, own.reviewer, parts.classes.wanted], changed, **EACH)


def _correcting(parts: _Parts, desk: Desk, only_hr: OnlyHr) -> None:
    def saved(code: str | None, text: str, written: str, words: str, request: gr.Request) -> tuple[Any, ...]:
        only_hr(request)
        try:
            if not code:
                raise UserMistake("there is no class", mend="choose one first")
            if not (name := _name(request, written)):
                raise UserMistake("nobody signs the rules", mend="give your name above")
            done = desk.rules.keep(code, text, name, desk.today().isoformat())
        except SpecsError as error:
            return gr.skip(), gr.skip(), frame.problem(error.message, error.mend), gr.skip()
        gr.Info(f"The rules are in force as you wrote them; {len(done.signed)} signed.")
        return (*class_rules(desk, code), shelf_html(desk, words))

    def forgotten(code: str | None, words: str, request: gr.Request) -> tuple[Any, ...]:
        only_hr(request)
        if not code:
            return (gr.skip(),) * 4
        was = desk.rules.forget(code)
        gr.Info("The rules are as they are read in the text." if was else "They were as they are read already.")
        return (*class_rules(desk, code), shelf_html(desk, words))

    own, wanted = parts.rules, parts.classes.wanted
    changed = [*parts.of_class(), parts.classes.shelf]
    own.save.click(saved, [own.chosen, own.document, own.reviewer, wanted], changed, **HIDDEN)
    own.forget.click(forgotten, [own.chosen, wanted], changed, **HIDDEN)


def _reading(parts: _Parts, desk: Desk, only_hr: OnlyHr) -> None:
    def read(request: gr.Request, event: gr.EventData) -> Any:
        only_hr(request)
        done = frame.acted(event)
        if done.get("name") != "done" or not str(done.get("id", "")).isdecimal():
            return gr.skip()
        with desk.catalogue.writing() as connection:
            drop_feedback(connection, int(done["id"]))
        return inbox_html(desk.catalogue.feedback(MOST_FEEDBACK))

    parts.inbox.act(read, None, parts.inbox, **EACH)


def _turned(desk: Desk, done: dict[str, Any]) -> tuple[Any, ...]:
    own = desk.known(str(done.get("code", "")))
    if done.get("name") != "rules" or own is None:
        return (gr.skip(),) * 5
    return (gr.update(selected="rules"), gr.update(choices=desk.choices(), value=own), *class_rules(desk, own))


def _name(request: gr.Request, written: str) -> str:
    """Who reviews: who has signed in, else who says so."""
    return _signed_in(request) or written.strip()


def _signed_in(request: gr.Request) -> str | None:
    """The name of who has signed in."""
    name = request.username
    return name if name and name != "guest" else None
