"""The Check page: a person's facts on the left, how they stand to a class on the right, its text beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from typing import Any

import gradio as gr

from assistant.eligibility.determination import Determination
from assistant.eligibility.report import report_html, report_json
from assistant.eligibility.wording import headline
from assistant.web import frame
from assistant.web.buttons import act
from assistant.web.desk import Desk
from assistant.web.facts_form import Drawing, faults_html, form_html
from assistant.web.facts_stated import Stated
from assistant.web.frame import EACH, HIDDEN, LAST
from assistant.web.ledger_view import ledger_html
from assistant.web.matches import matched, matches_html
from assistant.web.read_words import words_html
from assistant.web.verdict import MARKS, state_words, verdict_html
from assistant.web.visit import Visit
from corpus.errors import SpecsError

_SCRIPT = frame.script("check.js")
_NO_CLASS = ("Choose a class at first", "")


def page(desk: Desk) -> None:
    """The components of the page and what they do."""
    frame.header("Check")
    visit = gr.State(Visit(desk), time_to_live=3600 * 4)
    with gr.Row(elem_id="check", elem_classes="columns"):
        with gr.Column(scale=5, min_width=280, elem_classes="facts-column"):
            about = gr.Dropdown(
                label="Class", choices=[_NO_CLASS, *desk.choices()], value="", filterable=True, elem_id="check-class"
            )
            files = _area("files")
            save = gr.Button("Save facts to a file", size="sm", elem_id="save-facts")
            words = _area("words")
            form = _area("facts")
            faults = _area("faults", "sr")
        with gr.Column(scale=6, min_width=280, elem_classes="determination-column"):
            verdict = _area("determination")
            ledger = _area("ledger")
            with gr.Row(elem_classes="below"):
                for kind, report_of in REPORTS.items():
                    report = gr.Button(f"Report ({kind})", size="sm", min_width=110, elem_id=f"report-{kind.lower()}")
                    frame.saves(report, visit, report_of)
            with gr.Row(elem_classes="below"):
                match = gr.Button("Which classes do I meet?", size="sm", min_width=160, elem_id="match")
                stop = gr.Button("Stop", size="sm", min_width=60, elem_id="match-stop")
                as_here = gr.Checkbox(
                    label="Take it that my work counts in every class as it does in this one", elem_id="as-here"
                )
            matches = _area("matches")
        with gr.Column(scale=5, min_width=280, elem_classes="source-column"):
            frame.source_pane()

    shown = [visit, about, files, words, form, faults, verdict, ledger]

    @contextmanager
    def entered(one: Visit, request: gr.Request) -> Iterator[Visit]:
        """The visit, for the class of the page's address from its first event on, which may come before `opened`."""
        with one.lock:
            one.enter(desk.known(dict(request.query_params).get("class")) or desk.only_class())
            yield one

    def opened(one: Visit, request: gr.Request) -> tuple[Any, ...]:
        with entered(one, request):
            return _shown(one)

    def acted(one: Visit, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        with entered(one, request):
            return _acted(one, frame.acted(event))

    def picked(code: str, one: Visit, request: gr.Request) -> tuple[Any, ...]:
        with entered(one, request):
            one.begin()
            one.turn_to(desk.known(code))
            return _shown(one)

    def matching(one: Visit, as_here: bool, request: gr.Request) -> Iterator[str]:
        with entered(one, request):
            pass
        yield from _matches(one, as_here=as_here)

    for part in (files, words, form, verdict, matches):
        part.act(acted, visit, shown, **EACH)
    frame.saves(save, visit, _facts)
    about.input(picked, [about, visit], shown, **LAST)
    judging = match.click(matching, [visit, as_here], matches, **HIDDEN)
    stop.click(None, cancels=[judging], api_visibility="private")
    gr.context.Context.root_block.load(opened, visit, shown, **HIDDEN)  # type: ignore[union-attr]


def _area(elem_id: str, classes: str = "") -> gr.HTML:
    return frame.area(elem_id=elem_id, classes=classes, script=_SCRIPT)


# ── what is done ──


def _acted(visit: Visit, done: dict[str, Any]) -> tuple[Any, ...]:
    """What a button or form of the page does."""
    name = str(done.get("name"))
    visit.begin()
    is_taken = visit.take(done)
    if not is_taken and name not in _DO:  # overtaken: what it would show may come after what is newer
        return (visit, *[gr.skip()] * 7)
    version = visit.version
    if name in _DO:
        visit.safely(_DO[name], visit, done)
    return _shown(visit, keeps_form=visit.version == version)


def _reply(visit: Visit, done: Mapping[str, Any]) -> None:
    fields = done.get("fields") or {}
    visit.reply(str(done.get("question")), str(done.get("answer") or fields.get("answer", "")))


_DO: Mapping[str, Callable[[Visit, Mapping[str, Any]], None]] = {
    "add": lambda visit, done: visit.add(str(done.get("list"))),
    "remove": lambda visit, done: visit.remove(str(done.get("list")), int(done.get("index") or 0)),
    "clear": lambda visit, done: visit.clear(),
    "class": lambda visit, done: visit.turn_to(visit.desk.known(str(done.get("code")))),
    "ask_again": lambda visit, done: visit.ask_again(),
    "reply": _reply,
    "read": lambda visit, done: visit.read(str(done.get("fields", {}).get("text", ""))),
    "strike": lambda visit, done: visit.strike(done.get("fields", {}).get("kept")),
    "take": lambda visit, done: visit.take_in(),
    "load": lambda visit, done: visit.load(str(done.get("file")), str(done.get("text") or "")),
}


# ── what is saved ──


def _facts(visit: Visit) -> frame.Saved | None:
    if visit.draft.is_empty:
        gr.Info("Tell some facts first; then they can be saved.")
        return None
    text, left_out = visit.facts_file()
    if left_out:
        gr.Info("What is marked in the form cannot be read, and is not in the file.")
    return frame.Saved("my-facts.yaml", "application/yaml", text.encode("utf-8", "replace"))


def _report(ending: str, media_type: str, write: Callable[..., str]) -> Callable[[Visit], frame.Saved | None]:
    def report(visit: Visit) -> frame.Saved | None:
        known = visit.stated()
        found = visit.determination(known)
        if found is None:
            gr.Info("Choose a class first; then how you stand to it can be saved.")
            return None
        text = write(found, known.applicant, visit.today)
        return frame.Saved(f"report-{found.class_code}.{ending}", media_type, text.encode("utf-8", "replace"))

    return report


REPORTS = {
    "HTML": _report("html", "text/html", report_html),
    "JSON": _report("json", "application/json", report_json),
}
"""How a determination is saved."""


# ── all classes ──


def _matches(visit: Visit, *, as_here: bool) -> Iterator[str]:
    with visit.lock:
        title = visit.class_code
        people = {code: visit.applicant_for(code, as_here=as_here) for code in visit.desk.rules.codes()}
        mode = visit.mode
    assumed = (
        f"Your work is taken to count in every class as you say it does for {title}."
        if as_here and title
        else "Your work counts in a class as you say for that class; for others we don't know yet whether it counts."
    )
    for found, done, total in matched(visit.desk.rules, people.__getitem__, mode):
        yield matches_html(found, done, total, assumed=assumed)


# ── what is shown ──


def _shown(visit: Visit, *, keeps_form: bool = False) -> tuple[Any, ...]:
    """The page's components: visit, class, files, words, form, its faults, determination and ledger."""
    number = frame.drawing()
    try:
        known = visit.stated()
        terms = visit.terms()
        found = visit.determination(known)
    except SpecsError as error:
        said = (frame.problem(error.message, error.mend), "")
        return (visit, *[gr.skip()] * 5, *(frame.drawn(number, one) for one in said))
    about, words, form = [gr.skip()] * 3
    if not keeps_form:
        drawing = Drawing(visit.version, visit.latest, visit.numbering)
        about = gr.update(choices=[_NO_CLASS, *visit.desk.choices()], value=visit.class_code)
        words = frame.drawn(number, words_html(visit.text, visit.struck, version=visit.version))
        form = frame.drawn(number, form_html(visit.draft, known.faults, terms, drawing, focus=visit.focus))
    files, faults = _files(visit), faults_html(known.faults)
    judged = (_verdict(visit, known, found), ledger_html(found.as_json()) if found else "")
    return (
        visit,
        about,
        frame.drawn(number, files),
        words,
        form,
        *(frame.drawn(number, one) for one in (faults, *judged)),
    )


def _files(visit: Visit) -> str:
    problem = frame.problem(visit.problem) if visit.problem else ""
    notice = f'<p class="notice-line" role="status">{escape(visit.notice)}</p>' if visit.notice else ""
    clear = act("clear", "Forget all of it", kind="quiet") if not visit.draft.is_empty else ""
    return (
        '<div class="files"><p class="dim">Your facts stay in this page, for this visit; they are not stored. '
        'Save them to a file to go on later.</p><div class="next"><label class="chip file">Load facts from a file '
        '<input type="file" accept=".yaml,.yml,.json" class="sr"></label>'
        f"{clear}</div>{notice}{problem}</div>"
    )


def _verdict(visit: Visit, known: Stated, found: Determination | None) -> str:
    if found is None:
        return frame.empty(
            "Check what a class requires",
            "Choose a class on the left. Then tell your education, what you hold, and your jobs: each answer changes "
            "what stands here, and every line shows the words of the specification that it rests on.",
            "Whatever you leave empty is taken as not known, never as no.",
        )
    data = found.as_json()
    left_out = (
        '<p class="notice"><span aria-hidden="true">⚠</span> What is marked in the form cannot be read; it is not '
        "counted, and not held against you.</p>"
        if known.faults
        else ""
    )
    again = (
        f'<p class="dim">You said that you don\'t know: {len(visit.draft.not_known)}. '
        f"{act('ask_again', 'Ask me again', kind='quiet')}</p>"
        if visit.draft.not_known
        else ""
    )
    verdict = found.verdict.value
    return (
        f'<div class="answer" data-answered data-about="{escape(found.revision)}" '
        f'data-code="{escape(found.class_code)}" data-said="{escape(headline(found))}">'
        f"{left_out}{verdict_html(data, asks_first=True)}{again}</div>"
        f'<a class="verdict-now {verdict}" href="#determination"><span aria-hidden="true">{MARKS[verdict]}</span> '
        f"{escape(found.class_code)}: {escape(state_words(verdict))}</a>"
    )
