"""The components of the Evaluations page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.web import frame
from assistant.web.evaluations_disputes import MOST_LINE, MOST_WHY
from assistant.web.evaluations_files import MOST_BYTES, SET_TYPES

TABS = ("run", "history", "compare", "items", "sets")


@dataclass(frozen=True)
class Running:
    """Choosing what to run, and how far it is."""

    sets: gr.CheckboxGroup
    config: gr.Dropdown
    run: gr.Button
    stop: gr.Button
    problem: gr.HTML
    shown: gr.HTML


@dataclass(frozen=True)
class History:
    """All runs with a metric over time."""

    metric: gr.Dropdown
    of_set: gr.Dropdown
    shown: gr.HTML


@dataclass(frozen=True)
class Comparing:
    """Two runs."""

    a: gr.Dropdown
    b: gr.Dropdown
    shown: gr.HTML


@dataclass(frozen=True)
class Items:
    """A run, perhaps one beside it, their items or one of them, and its gold to dispute."""

    run: gr.Dropdown
    beside: gr.Dropdown
    words: gr.Textbox
    shown: gr.HTML
    item: gr.State
    disputing: gr.Accordion
    document: gr.Textbox
    who: gr.Textbox
    why: gr.Textbox
    write: gr.Button
    disputed: gr.HTML


@dataclass(frozen=True)
class Sets:
    """Adding sets, those that there are, and what was disputed in them."""

    file: gr.File
    add: gr.Button
    added: gr.HTML
    shown: gr.HTML
    disputes: gr.HTML


@dataclass(frozen=True)
class Parts:
    """The components of the page that its handlers read or write."""

    refused: gr.HTML
    tools: gr.Column
    tabs: gr.Tabs
    running: Running
    history: History
    comparing: Comparing
    items: Items
    sets: Sets
    file: gr.JSON

    def of_runs(self) -> list[Any]:
        """What changes where there is another run."""
        own = self.history
        return [
            own.metric,
            own.of_set,
            own.shown,
            self.comparing.a,
            self.comparing.b,
            self.items.run,
            self.items.beside,
        ]

    def of_sets(self) -> list[Any]:
        """What changes where there is another set."""
        return [self.running.sets, self.sets.shown]

    def of_item(self) -> list[Any]:
        """What shows a run's items, or one of them."""
        own = self.items
        return [own.shown, own.item, own.disputing, own.document, own.disputed]

    def to_items(self) -> list[Any]:
        """What changes on the way to a run or an item."""
        return [self.tabs, self.items.run, self.items.beside, *self.of_item()]


def parts() -> Parts:
    """The components, made in the place where this is called."""
    refused = frame.area(elem_id="refused")
    with (
        gr.Column(elem_id="evaluations", visible=False) as tools,
        gr.Tabs(elem_id="evaluations-tabs") as tabs,
    ):
        with gr.Tab("Run", id="run"):
            running = _running()
        with gr.Tab("History", id="history"):
            with gr.Row(elem_classes="pickers"):
                metric = gr.Dropdown(label="Metric", choices=[], elem_id="metric", min_width=240)
                of_set = gr.Dropdown(label="Items of", choices=[], elem_id="of-set", min_width=200)
            history = History(metric, of_set, frame.area(elem_id="history", classes="report"))
        with gr.Tab("Compare", id="compare"):
            with gr.Row(elem_classes="pickers"):
                a = gr.Dropdown(label="A, the run before", choices=[], elem_id="run-a", min_width=240)
                b = gr.Dropdown(label="B, the run that is looked at", choices=[], elem_id="run-b", min_width=240)
            comparing = Comparing(a, b, frame.area(elem_id="compared", classes="report"))
        with gr.Tab("Items", id="items"):
            items = _items()
        with gr.Tab("Sets", id="sets"):
            sets = _sets()
    return Parts(refused, tools, tabs, running, history, comparing, items, sets, gr.JSON(visible=False))


def _running() -> Running:
    sets = gr.CheckboxGroup(label="Sets", choices=[], elem_id="run-sets")
    config = gr.Dropdown(label="Configuration", choices=[], elem_id="run-config")
    with gr.Row(elem_classes="below"):
        run = gr.Button("Run", variant="primary", min_width=120, elem_id="run-run")
        stop = gr.Button("Stop", min_width=80, elem_id="run-stop")
    return Running(sets, config, run, stop, frame.area(elem_id="run-problem"), frame.area(elem_id="run-shown"))


def _items() -> Items:
    with gr.Row(elem_classes="pickers"):
        run = gr.Dropdown(label="Run", choices=[], elem_id="items-run", min_width=240)
        beside = gr.Dropdown(label="Beside it", choices=[], elem_id="items-beside", min_width=240)
    words = gr.Textbox(
        label="Find items by id, kind or what was wrong", max_lines=1, max_length=200, elem_id="items-words"
    )
    shown = frame.area(elem_id="items", classes="report")
    item = gr.State(None, time_to_live=3600 * 12)
    with gr.Accordion("Dispute this gold", open=False, visible=False, elem_id="dispute") as disputing:
        frame.area(
            "<p>Change what is wrong in the item and write the dispute: it is kept as a patch for whoever keeps the "
            "set. The set itself stays as it is.</p>",
            elem_id="dispute-help",
        )
        document = gr.Textbox(
            label="The item as JSON",
            lines=18,
            max_lines=18,  # where the two differ Gradio measures the field at every key
            max_length=MOST_LINE,
            elem_id="dispute-document",
            elem_classes="code",
        )
        who = gr.Textbox(label="Your name", max_lines=1, max_length=100, elem_id="dispute-who")
        why = gr.Textbox(label="Why", lines=2, max_lines=2, max_length=MOST_WHY, elem_id="dispute-why")
        with gr.Row(elem_classes="below"):
            write = gr.Button("Write the dispute", variant="primary", elem_id="dispute-write")
    return Items(
        *(run, beside, words, shown, item, disputing, document, who, why, write),
        frame.area(elem_id="disputed"),
    )


def _sets() -> Sets:
    file = gr.File(
        label=f"A set, as .jsonl or as a spreadsheet saved as .csv; {MOST_BYTES // 1_000_000} MB at most",
        file_types=list(SET_TYPES),
        height=150,
        elem_id="set-file",
    )
    with gr.Row(elem_classes="below"):
        add = gr.Button("Check and add", variant="primary", min_width=160, elem_id="set-add")
    added = frame.area(elem_id="set-added")
    frame.area("<h2>Sets</h2>", elem_id="sets-head")
    shown = frame.area(elem_id="sets")
    frame.area("<h2>Disputes of gold</h2>", elem_id="disputes-head")
    return Sets(file, add, added, shown, frame.area(elem_id="disputes"))
