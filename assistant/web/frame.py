"""What all pages share: the header, the look, and how the buttons of a page reach Python."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import count
from pathlib import Path
from typing import Any

import gradio as gr

_STATIC = Path(__file__).parent / "static"

PAGES: Mapping[str, str] = {
    "Ask": "/",
    "Check": "/check",
    "Search": "/search",
    "Compare": "/compare",
    "Library": "/library",
    "Evaluations": "/evaluations",
}
"""The pages by name, and where each is."""

HIDDEN: Mapping[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""An event of a page: no part of the API, and nothing blinks while it is worked on."""

EACH: Mapping[str, Any] = {**HIDDEN, "trigger_mode": "multiple"}
"""An event of which each counts, as of a button of a text: what comes while one is worked on is done after it.

Gradio drops it unless told so.
"""

LAST: Mapping[str, Any] = {**HIDDEN, "trigger_mode": "always_last"}
"""An event of which the last counts, as of a choice: what is shown in the end is what was chosen last."""

ACTS = """
let onDrawn = () => {};
const NUMBER = /^<!--([0-9]+)-->/;
let newest = { number: 0, html: props.value, shown: props.value };
const read = (html) => {
  const number = Number(NUMBER.exec(html)?.[1] ?? newest.number);
  return { number, html, shown: html?.replace(NUMBER, '') };
};
watch('value', () => {
  const drawn = read(props.value);
  if (drawn.number < newest.number) {
    props.value = newest.html;
    queueMicrotask(onDrawn);
    return;
  }
  const isOther = drawn.shown !== newest.shown;
  newest = drawn;
  if (isOther) onDrawn();
});
const send = (name, data) => trigger('act', {name, at: performance.now(), ...data});
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (!button || !element.contains(button)) return;
  event.preventDefault();
  const form = button.closest('[data-live]');
  const fields = form ? {...form.dataset, fields: window.specs.fields(form)} : {};
  send(button.dataset.act, {...fields, ...button.dataset, again: event.detail > 1});
});
element.addEventListener('submit', (event) => {
  const form = event.target.closest('[data-form]');
  if (!form) return;
  event.preventDefault();
  send(form.dataset.form, {...form.dataset, ...event.submitter?.dataset, fields: window.specs.fields(form)});
});
element.addEventListener('change', (event) => {
  const form = event.target.closest('[data-live]');
  if (form) send(form.dataset.live, {...form.dataset, fields: window.specs.fields(form), changed: event.target.name});
});
"""
"""In a `gr.HTML`: a click on a `data-act` button, the submission of a `data-form` form and a change in a `data-live`
form become the event "act", with the name and the data of the element; forms, and buttons in live ones, with their
fields by name, a form also with the data of the button that submitted it. `at` tells what was done earlier from what
was done later, and `again` is true of the second click of a double one.

What is drawn and numbered, see `drawn`, does not take the place of what has a higher number. `onDrawn` may be set to
what is to be done after each drawing that shows something else."""

_NUMBERS = count(1)


def drawing() -> int:
    """The number of a drawing, to be taken after what the drawing is to show was done, and before it is looked up."""
    return next(_NUMBERS)


def drawn(number: int, html: str) -> str:
    """A drawing of an area with its number.

    Events of one page that are worked on at once may reach the browser in another order than that in which their
    drawings were made. A drawing with a higher number was looked up later, so it shows all that one with a lower number
    shows, and stays.
    """
    return f"<!--{number}-->{html}"


def style() -> str:
    """The style sheets of all pages."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(_STATIC.glob("*.css")))


def script(name: str = "app.js") -> str:
    """What the pages do in the browser: all of them, or the areas of one."""
    return (_STATIC / name).read_text(encoding="utf-8")


def area(value: str = "", *, elem_id: str, classes: str = "", script: str = "") -> gr.HTML:
    """A piece of a page that we write as HTML and whose buttons and forms reach Python as the event `act`.

    `script` is what else happens in it, beside `ACTS`.
    """
    return gr.HTML(
        value, elem_id=elem_id, elem_classes=classes.split(), js_on_load=ACTS + script, apply_default_css=False
    )


@dataclass(frozen=True, slots=True)
class Saved:
    """A file for the person: its name, its media type and its bytes."""

    name: str
    media_type: str
    data: bytes


def saves(button: gr.Button, inputs: Any, make: Callable[..., Saved | None]) -> None:
    """Let a button save what `make` gives of the inputs on the person's side; nothing is written on the server.

    Where there is nothing to save `make` says why and gives None.
    """
    file = gr.JSON(visible=False)

    def made(*given: Any) -> dict[str, str] | None:
        saved = make(*given)
        if saved is None:
            return None
        return {"name": saved.name, "type": saved.media_type, "data": base64.b64encode(saved.data).decode()}

    done = button.click(made, inputs, file, api_visibility="private", show_progress="hidden")
    done.then(None, file, None, js="(file) => { window.specs.save(file); return []; }", api_visibility="private")


def acted(event: gr.EventData) -> dict[str, Any]:
    """What was done: `name`, and the data of the button or form."""
    data = event._data
    return dict(data) if isinstance(data, Mapping) else {}


def header(here: str, user: str | None = None) -> gr.HTML:
    """The header of a page."""
    return gr.HTML(_header(here), elem_id="top", js_on_load=None, apply_default_css=False)


def _header(here: str) -> str:
    links = "".join(
        f'<a href="{path}"{" aria-current=page" if name == here else ""}>{escape(name)}</a>'
        for name, path in PAGES.items()
    )
    return (
        '<a class="skip" href="#main-part">Skip to the page</a>'
        '<div class="bar-top"><a class="brand" href="/">Job Spec Assistant</a>'
        f'<nav aria-label="Pages">{links}</nav>'
        '<span class="account" data-account></span>'
        '<button type="button" class="theme" data-theme-switch aria-label="Light or dark">◐</button></div>'
        f'<h1 class="sr" id="main-part" tabindex="-1">{escape(here)}</h1>'
    )


def source_pane() -> gr.HTML:
    """The specification beside the page; `app.js` fills it when a citation is chosen."""
    return gr.HTML(
        '<aside id="source" aria-label="The specification"><div class="source-bar">'
        '<button type="button" class="close" data-close-source>Back to the page</button></div>'
        '<div id="source-body"><p class="dim">The specification stands here; choose a number to see '
        "the words it rests on.</p></div></aside>",
        elem_id="source-pane",
        js_on_load=None,
        apply_default_css=False,
    )


def empty(title: str, *lines: str) -> str:
    """What a page shows where it has nothing yet: what it is for, and what to do."""
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<div class="empty"><h3>{escape(title)}</h3>{said}</div>'


def problem(said: str, mend: str | None = None) -> str:
    """An error: what was wrong, and what mends it."""
    help_ = f'<p class="dim">{escape(mend)}</p>' if mend else ""
    return f'<div class="problem" role="alert"><p><span aria-hidden="true">⚠</span> {escape(said)}</p>{help_}</div>'


def theme() -> gr.themes.Base:
    """A calm theme with one accent, in the reader's own system font: nothing is loaded from elsewhere."""
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    return gr.themes.Base(
        primary_hue=gr.themes.Color(*_ACCENT, name="accent"),
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        text_size=gr.themes.sizes.text_md,
        font=fonts,
        font_mono=["ui-monospace", "monospace"],
    )


_ACCENT = (
    *("#eef6f6", "#d7eaea", "#b0d5d6", "#7fbabc", "#4d9b9e", "#2b7f83"),
    *("#1f686c", "#1a5457", "#164547", "#12393b", "#0a2425"),
)
"""The accent colour, from light to dark."""
