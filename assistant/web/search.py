"""The Search page: words and facets, what was found within its section, the source beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.session import MAX_QUESTION
from assistant.web import frame
from assistant.web.buttons import act
from assistant.web.desk import Desk
from assistant.web.frame import EACH, HIDDEN, LAST
from assistant.web.links import TOLD, linked
from assistant.web.search_classes import Classes
from assistant.web.search_files import KINDS, FileKind
from assistant.web.search_found import find
from assistant.web.search_html import SHOWN, found_html
from assistant.web.search_wanted import FACETS, LAYOUTS, SORTS, Wanted, read_wanted, wanted
from corpus.errors import SpecsError

STARTERS = ("recruitment and hiring", "writes reports for the public", "driver's license", "supervises staff")
_NARROW = "Narrow down by section, agency, salary group, unit, designation, years or degree"


def page(desk: Desk) -> None:
    """The components of the page and what they do."""
    frame.header("Search")
    classes = Classes(desk)
    state = gr.State(None, time_to_live=3600 * 4)
    with gr.Row(elem_id="search", elem_classes="columns"):
        with gr.Column(scale=7, min_width=280):
            with gr.Row(elem_classes="asking"):
                query = gr.Textbox(
                    label="Search duties and requirements",
                    placeholder="Words or a description, such as recruitment and hiring",
                    max_length=MAX_QUESTION,
                    lines=1,
                    scale=8,
                    elem_id="query",
                )
                go = gr.Button("Search", variant="primary", scale=1, min_width=80, elem_id="go")
            with gr.Accordion(_NARROW, open=False, elem_id="facets"), gr.Row(elem_classes="facets"):
                facets = [
                    gr.Dropdown(label=label, multiselect=True, value=[], min_width=150, elem_id=f"facet-{name}")
                    for name, label in FACETS.items()
                ]
            with gr.Row(elem_classes="order"):
                sort = gr.Dropdown(
                    label="Order",
                    choices=[(label, name) for name, label in SORTS.items()],
                    value="best",
                    filterable=False,
                    min_width=150,
                    elem_id="sort",
                )
                layout = gr.Radio(
                    label="Shown",
                    choices=[(label, name) for name, label in LAYOUTS.items()],
                    value="class",
                    min_width=180,
                    elem_id="layout",
                )
            with gr.Row(elem_classes="below"):
                clear = gr.Button("Clear", size="sm", min_width=80, elem_id="clear-search")
                for kind in KINDS:
                    save = gr.Button(f"Save as {kind.name}", size="sm", min_width=120, elem_id=f"save-{kind.ending}")
                    frame.saves(save, state, _saving(desk, classes, kind))
            found = frame.area(elem_id="found", classes="answer")
        with gr.Column(scale=5, min_width=280, elem_classes="source-column"):
            frame.source_pane()

    controls = [query, *facets, sort, layout]
    everything = [state, found, *controls]

    def looked(*values: Any) -> tuple[Any, ...]:
        asked = _asked(values)
        return (asked, SHOWN), _found(desk, classes, asked, SHOWN)

    def opened(kept: tuple[Wanted, int] | None, request: gr.Request) -> tuple[Any, ...]:
        """What was searched for while the page was opening, else what its address asks for."""
        asked = kept[0] if kept else read_wanted(_pairs(request.query_params))
        return _opened(desk, classes, asked)

    def acted(kept: tuple[Wanted, int] | None, event: gr.EventData) -> tuple[Any, ...]:
        asked, shown = kept or (Wanted(), SHOWN)
        done = frame.acted(event)
        match done.get("name"):
            case "more":
                return (asked, shown + SHOWN), _found(desk, classes, asked, shown + SHOWN), *_kept(controls)
            case "drop":
                asked = _without(asked, str(done.get("facet")), str(done.get("value")))
            case "try":
                asked = replace(asked, query=str(done.get("query", "")))
        return (asked, SHOWN), _found(desk, classes, asked, SHOWN), *_values(asked)

    def cleared() -> tuple[Any, ...]:
        return (Wanted(), SHOWN), _found(desk, classes, Wanted(), SHOWN), *_values(Wanted())

    changes = [query.submit, go.click, sort.input, layout.input, *(facet.input for facet in facets)]
    searching = gr.on(changes, looked, controls, [state, found], **LAST)
    events = [
        searching,
        found.act(acted, state, everything, **EACH),
        clear.click(cleared, None, everything, **EACH),
    ]
    for event in events:
        event.then(None, found, None, js=TOLD, api_visibility="private")
    blocks: Any = gr.context.Context.root_block
    blocks.load(opened, state, everything, **HIDDEN)


def _asked(values: Iterable[Any]) -> Wanted:
    query, *chosen, sort, layout = values
    return wanted(str(query or ""), dict(zip(FACETS, chosen, strict=True)), str(sort), str(layout))


def _pairs(params: Any) -> list[tuple[str, str]]:
    """The names and values of an address, a name as often as it stands there."""
    return list(params.multi_items() if hasattr(params, "multi_items") else Mapping.items(params))


def _opened(desk: Desk, classes: Classes, asked: Wanted) -> tuple[Any, ...]:
    choices = [classes.choices(name) for name in FACETS]
    query, *chosen, sort, layout = _values(asked)
    facets = [
        gr.update(choices=_with(listed, values), value=values) for listed, values in zip(choices, chosen, strict=True)
    ]
    return (asked, SHOWN), _found(desk, classes, asked, SHOWN), query, *facets, sort, layout


def _with(listed: list[tuple[str, str]], values: list[str]) -> list[tuple[str, str]]:
    """The choices, with those that an address names and no class has."""
    known = {value for _, value in listed}
    return [*listed, *((value, value) for value in values if value not in known)]


def _values(asked: Wanted) -> list[Any]:
    """What the controls show for a search."""
    return [asked.query, *(list(asked.chosen.get(name, ())) for name in FACETS), asked.sort, asked.layout]


def _kept(controls: list[Any]) -> list[Any]:
    return [gr.skip()] * len(controls)


def _without(asked: Wanted, facet: str, value: str) -> Wanted:
    left = {name: [one for one in values if (name, one) != (facet, value)] for name, values in asked.chosen.items()}
    return wanted(asked.query, left, asked.sort, asked.layout)


def _found(desk: Desk, classes: Classes, asked: Wanted, shown: int) -> str:
    return frame.drawn(frame.drawing(), _found_html(desk, classes, asked, shown))


def _found_html(desk: Desk, classes: Classes, asked: Wanted, shown: int) -> str:
    if asked.is_empty:
        return _welcome(desk)
    try:
        found = found_html(desk, classes, find(desk, classes, asked), shown)
    except SpecsError as error:
        return frame.problem(error.message, error.mend)
    return linked(asked.link(), "Link to this search") + found


def _welcome(desk: Desk) -> str:
    if not desk.entries():
        return frame.empty("No classes yet", "Add specifications on the Library page, or: specs ingest FOLDER")
    starters = "".join(act("try", one, query=one) for one in STARTERS)
    return (
        '<div class="empty"><h3>Search across all classes</h3>'
        "<p>Finds sentences of the specifications by their meaning and by their words, and shows each where it stands. "
        "With no words, the classes that fit what you choose are listed.</p>"
        f'<div class="next"><span class="dim">For example</span>{starters}</div></div>'
    )


def _saving(desk: Desk, classes: Classes, kind: FileKind) -> Callable[[tuple[Wanted, int] | None], frame.Saved | None]:
    """What saves the search that is shown."""

    def save(kept: tuple[Wanted, int] | None) -> frame.Saved | None:
        if kept is None or kept[0].is_empty:
            gr.Info("Search first; then what was found can be saved.")
            return None
        return frame.Saved(f"search.{kind.ending}", kind.media_type, kind.write(find(desk, classes, kept[0])))

    return save
