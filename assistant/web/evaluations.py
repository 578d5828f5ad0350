"""The Evaluations page, for HR staff: sets are run and added, runs looked at and compared, gold is disputed.

Every handler looks first whether HR staff asks. Nothing of `evals` is imported before somebody does.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.web import evaluations_html as html
from assistant.web import frame
from assistant.web.buttons import act
from assistant.web.desk import Desk
from assistant.web.evaluations_disputes import Dispute, dispute, disputes, opened_dispute
from assistant.web.evaluations_files import (
    SHIPPED,
    Folder,
    add_set,
    listed_runs,
    remove_set,
)
from assistant.web.evaluations_open import Wish, opened_item
from assistant.web.evaluations_parts import TABS, Parts, parts
from assistant.web.evaluations_running import check_fits, run_wanted, shipped_text
from assistant.web.evaluations_shown import (
    Bench,
    compared_html,
    followed_html,
    of_runs,
    of_sets,
    shown_of,
    turned_to,
    wanted_of,
)
from assistant.web.links import TOLD
from corpus.errors import SpecsError, UserMistake

REFUSED = (
    '<div class="empty"><h3>Evaluations are for HR staff</h3><p>Here sets of questions and cases are run, and what '
    'came is looked at and compared. If you are HR staff, <a href="/sign-in?to=/evaluations">sign in</a>; asking, '
    "checking, searching and comparing need no sign-in.</p></div>"
)

IsHr = Callable[[gr.Request], bool]
OnlyHr = Callable[[gr.Request], None]


def page(desk: Desk, is_hr: IsHr) -> None:
    """The components of the page and what they do."""
    frame.header("Evaluations")

    def only_hr(request: gr.Request) -> None:
        if not is_hr(request):
            raise gr.Error("Evaluations are for HR staff: sign in at /sign-in, then try again.", print_exception=False)

    bench, own = Bench(desk, Folder(desk.home.path / "evaluations")), parts()
    _opening(own, bench, is_hr)
    _running(own, bench, only_hr)
    _looking(own, bench, only_hr)
    _disputing(own, bench, only_hr)
    _adding(own, bench, only_hr)


# ── opening ──


def _opening(own: Parts, bench: Bench, is_hr: IsHr) -> None:
    shown = [own.refused, own.tools, own.running.config, own.items.who, *own.of_sets(), own.sets.disputes]
    shown += [*own.of_runs(), own.tabs]

    def opened(request: gr.Request) -> tuple[Any, ...]:
        if not is_hr(request):
            return (REFUSED, gr.update(visible=False), *(gr.skip() for _ in shown[2:]))
        name, tab = _signed_in(request), dict(request.query_params).get("tab", "")
        configs = [(one.label, one.key) for one in bench.configurations().values()]
        return (
            "",
            gr.update(visible=True),
            gr.update(choices=configs, value=SHIPPED),
            gr.update(value=name or "", interactive=name is None),
            *of_sets(bench),
            html.disputes_html(disputes(bench.folder)),
            *of_runs(bench, None, None),
            gr.update(selected=tab if tab in TABS else "run"),
        )

    def wished(request: gr.Request) -> tuple[Any, ...]:
        """To what the address asks for."""
        asked = dict(request.query_params)
        if not is_hr(request) or not asked.get("run"):
            return (gr.skip(),) * len(own.to_items())
        return turned_to(bench, Wish.of(asked), "")

    def followed(request: gr.Request) -> Iterator[tuple[str, bool]]:
        """How far the run is that is going on already, and whether there is one."""
        if is_hr(request):
            is_going = bench.runner.is_busy
            for said in followed_html(bench):
                yield said, is_going

    def opened_renewed(going: bool, metric: str | None, of_set: str | None, request: gr.Request) -> tuple[Any, ...]:
        """What shows runs, where one has ended since the page was opened; else somebody may be choosing by now."""
        if not is_hr(request) or not going:
            return (gr.skip(),) * len(own.of_runs())
        return of_runs(bench, metric, of_set)

    blocks: Any = gr.context.Context.root_block
    opening = blocks.load(opened, None, shown, **frame.HIDDEN)
    opening.then(wished, None, own.to_items(), **frame.HIDDEN)
    was_going = gr.State(False)
    following = opening.then(followed, None, [own.running.shown, was_going], **frame.HIDDEN)
    given = [was_going, own.history.metric, own.history.of_set]
    following.then(opened_renewed, given, own.of_runs(), **frame.HIDDEN)


# ── running ──


def _running(own: Parts, bench: Bench, only_hr: OnlyHr) -> None:
    running = own.running

    def ran(sets: list[str] | None, config: str | None, request: gr.Request) -> Iterator[tuple[Any, Any]]:
        only_hr(request)
        try:
            wanted = wanted_of(bench, sets or [], config)
            check_fits(bench.desk, wanted)
            bench.runner.start(wanted.label, lambda tell: run_wanted(bench.desk, bench.folder, wanted, tell))
        except SpecsError as error:
            yield html.failed_html(error), gr.skip()
            return
        for said in followed_html(bench):
            yield "", said

    def renewed(metric: str | None, of_set: str | None, request: gr.Request) -> tuple[Any, ...]:
        only_hr(request)
        return of_runs(bench, metric, of_set)

    def stopped(request: gr.Request) -> None:
        only_hr(request)
        bench.runner.stop()

    began = running.run.click(ran, [running.sets, running.config], [running.problem, running.shown], **frame.HIDDEN)
    began.then(renewed, [own.history.metric, own.history.of_set], own.of_runs(), **frame.HIDDEN)
    running.stop.click(stopped, None, None, **frame.HIDDEN)


# ── looking at runs, comparing them, and their items ──


def _looking(own: Parts, bench: Bench, only_hr: OnlyHr) -> None:
    history, comparing, items = own.history, own.comparing, own.items

    def drawn(metric: str | None, of_set: str | None, request: gr.Request) -> str:
        only_hr(request)
        return html.history_html(listed_runs(bench.folder), metric or "", of_set or "")

    def compared(a: str | None, b: str | None, request: gr.Request) -> str:
        only_hr(request)
        return compared_html(bench, a, b)

    def turned(
        run: str | None, beside: str | None, words: str | None, request: gr.Request, event: gr.EventData
    ) -> tuple[Any, ...]:
        """To the run or the item whose button was used, beside what was chosen since the button was drawn."""
        only_hr(request)
        done = frame.acted(event)
        if done.get("name") not in {"run", "item"}:
            return (gr.skip(),) * len(own.to_items())
        wish = Wish.of(done)
        if wish.run == run and not wish.beside:
            wish = replace(wish, beside=beside or "")
        return turned_to(bench, wish, words or "")

    def chosen(run: str | None, beside: str | None, words: str | None, request: gr.Request) -> tuple[Any, ...]:
        only_hr(request)
        return shown_of(bench, Wish(run or "", beside or ""), words or "")

    gr.on(
        [history.metric.input, history.of_set.input],
        drawn,
        [history.metric, history.of_set],
        history.shown,
        **frame.LAST,
    )
    gr.on([comparing.a.input, comparing.b.input], compared, [comparing.a, comparing.b], comparing.shown, **frame.LAST)
    given = [items.run, items.beside, items.words]
    # Of the words the event change: input tells of keys alone, and misses what is pasted.
    events = [items.run.input, items.beside.input, items.words.change]
    choosing = gr.on(events, chosen, given, own.of_item(), **frame.LAST)
    turning = [
        area.act(turned, given, own.to_items(), **frame.EACH)
        for area in (own.running.shown, history.shown, comparing.shown, items.shown)
    ]
    for event in (choosing, *turning):
        event.then(None, items.shown, None, js=TOLD, api_visibility="private")


# ── disputing gold ──


def _disputing(own: Parts, bench: Bench, only_hr: OnlyHr) -> None:
    items = own.items

    def disputed(
        wish: Wish | None, written: str | None, who: str | None, why: str | None, request: gr.Request
    ) -> tuple[Any, Any]:
        only_hr(request)
        try:
            if wish is None:
                raise UserMistake("no item is open", mend="open one above")
            opened = opened_item(bench.desk, bench.folder, wish)
            name = _signed_in(request) or who or ""
            given = Dispute(opened.item, written or "", name, why or "", datetime.now(UTC))
            path = dispute(bench.folder, opened.path, given)
        except SpecsError as error:
            return html.failed_html(error), gr.skip()
        save = act("patch", f"Save {path.name}", patch=path.name)
        said = f'<p class="strong" role="status">✓ The dispute is written; the set is as it was.</p><p>{save}</p>'
        return said, html.disputes_html(disputes(bench.folder))

    def saved(request: gr.Request, event: gr.EventData) -> Any:
        only_hr(request)
        try:
            path = opened_dispute(bench.folder, frame.acted(event).get("patch"))
        except SpecsError as error:
            raise gr.Error(escape(str(error)), print_exception=False) from error
        return {"name": path.name, "type": "text/x-diff", "data": base64.b64encode(path.read_bytes()).decode()}

    given = [items.item, items.document, items.who, items.why]
    items.write.click(disputed, given, [items.disputed, own.sets.disputes], **frame.HIDDEN)
    for area in (items.disputed, own.sets.disputes):
        done = area.act(saved, None, own.file, **frame.EACH)
        done.then(
            None, own.file, None, js="(file) => { window.specs.save(file); return []; }", api_visibility="private"
        )


# ── sets ──


def _adding(own: Parts, bench: Bench, only_hr: OnlyHr) -> None:
    def added(file: str | None, request: gr.Request) -> tuple[Any, ...]:
        only_hr(request)
        try:
            if not file:
                raise UserMistake("no file is chosen", mend="choose one above")
            found = add_set(bench.folder, Path(file), [shipped_text, bench.desk.catalogue.spec])
        except SpecsError as error:
            return html.failed_html(error), gr.skip(), *(gr.skip(),) * 2
        return html.added_html(found), None if found.offered else gr.skip(), *of_sets(bench)

    def removed(request: gr.Request, event: gr.EventData) -> tuple[Any, ...]:
        only_hr(request)
        done = frame.acted(event)
        if done.get("name") != "remove":
            return (gr.skip(),) * 3
        try:
            if bench.runner.is_busy:
                raise UserMistake("an evaluation is running", mend="wait until it is done, or stop it")
            remove_set(bench.folder, str(done.get("set", "")))
        except SpecsError as error:
            return html.failed_html(error), *(gr.skip(),) * 2
        return "", *of_sets(bench)

    own.sets.add.click(added, own.sets.file, [own.sets.added, own.sets.file, *own.of_sets()], **frame.HIDDEN)
    own.sets.shown.act(removed, None, [own.sets.added, *own.of_sets()], **frame.EACH)


def _signed_in(request: gr.Request) -> str | None:
    """The name of who has signed in."""
    name = request.username
    return name if name and name != "guest" else None
