"""What the components of the Evaluations page show, worked out from what is kept in the home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

import gradio as gr

from assistant.web import evaluations_html as html
from assistant.web.buttons import act
from assistant.web.desk import Desk
from assistant.web.evaluations_disputes import editable
from assistant.web.evaluations_files import (
    Choice,
    Folder,
    configurations,
    finished_runs,
    listed_runs,
    offered_sets,
    opened_run,
)
from assistant.web.evaluations_item import item_html
from assistant.web.evaluations_open import Wish, opened_item
from assistant.web.evaluations_running import Ended, Going, Runner, Wanted
from assistant.web.links import linked
from corpus.errors import SpecsError, UserMistake

_ALL = ("All items", "")
_NOTHING_BESIDE = ("No other run", "")


@dataclass(frozen=True)
class Bench:
    """What the page works on."""

    desk: Desk
    folder: Folder
    runner: Runner = field(default_factory=Runner)

    def configurations(self) -> dict[str, Choice]:
        """The configurations that can be run."""
        from assistant.agent.models import model_settings

        return configurations(self.desk.home.path, model_settings().name if self.desk.has_chat_model else None)


def of_runs(bench: Bench, metric: str | None, of_set: str | None) -> tuple[Any, ...]:
    """What `Parts.of_runs` shows, of this metric and set where runs have them."""
    from evals.comparing.compare import MAIN

    runs = listed_runs(bench.folder)
    finished = [run for run in runs if run.summary is not None]
    metrics = html.metric_choices(finished)
    names = [name for _, name in metrics]
    chosen = metric if metric in names else next((name for name in (*MAIN, *names) if name in names), None)
    sets = sorted({name for run in finished for name in run.sets})
    own = of_set if of_set in sets else ""
    choices = [(run.label, run.run.name) for run in reversed(finished)]
    return (
        gr.update(choices=metrics, value=chosen),
        gr.update(choices=[_ALL, *((name, name) for name in sets)], value=own),
        html.history_html(runs, chosen or "", own or ""),
        *(gr.update(choices=choices) for _ in range(3)),
        gr.update(choices=[_NOTHING_BESIDE, *choices]),
    )


def of_sets(bench: Bench) -> tuple[Any, ...]:
    """What `Parts.of_sets` shows."""
    offered = offered_sets(bench.folder)
    choices = [(one.label, one.name) for one in offered.values()]
    return gr.update(choices=choices), html.sets_html(offered)


def wanted_of(bench: Bench, sets: list[str], config: str | None) -> Wanted:
    """What is to be run. Raises UserMistake for what is not there."""
    offered, choices = offered_sets(bench.folder), bench.configurations()
    if lost := [name for name in sets if name not in offered]:
        raise UserMistake(f"there is no set named {', '.join(lost)}", mend="open the page anew")
    if config not in choices:
        raise UserMistake("no configuration is chosen", mend="choose one above")
    return Wanted([offered[name] for name in sets], choices[config])


def followed_html(bench: Bench) -> Iterator[str]:
    """How far the run is that is going on, again and again, and how it ended."""
    for said in bench.runner.follow():
        if isinstance(said, Going):
            yield html.going_html(said)
        else:
            yield _ended(bench, said)


def _ended(bench: Bench, ended: Ended) -> str:
    return html.ended_html(ended, finished_runs(bench.folder).get(ended.run or ""))


def compared_html(bench: Bench, a: str | None, b: str | None) -> str:
    """Two runs, or what is to be chosen."""
    if not a or not b:
        return (
            '<p class="dim">Choose two runs: what differs between them, how sure that is, and which items flipped.</p>'
        )
    try:
        if a == b:
            raise UserMistake("these are the same run", mend="choose another one for A or B")
        return html.compared_html(opened_run(bench.folder, a), opened_run(bench.folder, b))
    except SpecsError as error:
        return html.failed_html(error)


def turned_to(bench: Bench, wish: Wish, words: str) -> tuple[Any, ...]:
    """What `Parts.to_items` shows."""
    runs = finished_runs(bench.folder)
    choices = [(run.label, name) for name, run in reversed(runs.items())]
    run, beside = (name if name in runs else "" for name in (wish.run, wish.beside))
    return (
        gr.update(selected="items"),
        gr.update(choices=choices, value=run or None),
        gr.update(choices=[_NOTHING_BESIDE, *choices], value=beside),
        *shown_of(bench, wish, words),
    )


def shown_of(bench: Bench, wish: Wish, words: str) -> tuple[Any, ...]:
    """What `Parts.of_item` shows: the item, or the items of the run."""
    closed = (None, gr.update(visible=False), "", "")
    if not wish.run:
        return '<p class="dim">Choose a run to see its items.</p>', *closed
    try:
        run = opened_run(bench.folder, wish.run)
        if not wish.item:
            address = linked(html.link(**wish.told()), "Link to these items")
            return address + html.run_html(run) + html.items_html(run, words, wish.beside), *closed
        opened = opened_item(bench.desk, bench.folder, wish)
        back = act("run", "← All items of this run", run=wish.run, beside=wish.beside)
        shown = linked(html.link(**wish.told()), "Link to this item") + f"<p>{back}</p>"
        shown += f"<h2>{escape(wish.item)}</h2>" + item_html(opened.item, opened.sides, opened.notes)
        return shown, wish, gr.update(visible=True, open=False), editable(opened.path, opened.item), ""
    except SpecsError as error:
        return html.failed_html(error), *closed
