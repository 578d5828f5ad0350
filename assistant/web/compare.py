"""The Compare page: two classes, or two revisions of one, side by side, with the source of either beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import gradio as gr

from assistant.compare import Comparison, compare
from assistant.edition import edition_of
from assistant.eligibility.rules_yaml import reviewed_rules
from assistant.rule_source import named
from assistant.web import frame
from assistant.web.compare_html import fields_html, head_html, names_of, sections_html
from assistant.web.compare_rules import Ruled, rules_html
from assistant.web.desk import Desk
from assistant.web.frame import EACH, HIDDEN, LAST
from assistant.web.links import TOLD, linked
from corpus.errors import NotFound, SpecsError, UserMistake
from corpus.model import Spec

PATH = "/compare"


@dataclass(frozen=True, slots=True)
class Pair:
    """What is compared: two classes, "" where none is chosen yet, and a revision of each, "" for the current one."""

    a: str = ""
    b: str = ""
    a_rev: str = ""
    b_rev: str = ""

    def link(self) -> str:
        """The address of the comparison."""
        told = {"a": self.a, "b": self.b, "a_rev": self.a_rev[:12], "b_rev": self.b_rev[:12]}
        pairs = [(name, value) for name, value in told.items() if value]
        return f"{PATH}?{urlencode(pairs)}" if pairs else PATH


def page(desk: Desk) -> None:
    """The components of the page and what they do."""
    frame.header("Compare")
    with gr.Row(elem_id="compare", elem_classes="columns"):
        with gr.Column(scale=7, min_width=280):
            with gr.Row(elem_classes="pickers"):
                with gr.Column(min_width=240):
                    a = gr.Dropdown(label="This class", choices=_choices(desk), value="", elem_id="class-a")
                    a_rev = gr.Dropdown(label="Its revision", visible=False, elem_id="revision-a")
                with gr.Column(min_width=240):
                    b = gr.Dropdown(label="With this one", choices=_choices(desk), value="", elem_id="class-b")
                    b_rev = gr.Dropdown(label="Its revision", visible=False, elem_id="revision-b")
            with gr.Row(elem_classes="below"):
                only = gr.Checkbox(label="Only differences", value=True, elem_id="only-differences", min_width=170)
                swap = gr.Button("Swap sides", size="sm", min_width=100, elem_id="swap")
            result = frame.area(elem_id="comparison", classes="answer")
        with gr.Column(scale=5, min_width=280, elem_classes="source-column"):
            frame.source_pane()

    controls = [a, b, a_rev, b_rev]
    shown = [*controls, result]

    def picked(*values: Any) -> tuple[Any, ...]:
        *chosen, is_only = values
        return _shown(desk, Pair(*(value or "" for value in chosen)), is_only)

    def swapped(*values: Any) -> tuple[Any, ...]:
        one, other, rev_one, rev_other, is_only = values
        return _shown(desk, Pair(other or "", one or "", rev_other or "", rev_one or ""), is_only)

    def opened(request: gr.Request) -> tuple[Any, ...]:
        asked = dict(request.query_params)
        given = Pair(*(str(asked.get(name, "")).strip() for name in ("a", "b", "a_rev", "b_rev")))
        return _shown(desk, given, True)

    def toggled(*values: Any) -> str:
        *chosen, is_only = values
        return _result(desk, Pair(*(value or "" for value in chosen)), is_only)

    picking = gr.on([one.input for one in controls], picked, [*controls, only], shown, **LAST)
    swapping = swap.click(swapped, [*controls, only], shown, **EACH)
    toggling = only.input(toggled, [*controls, only], result, **LAST)
    for event in (picking, swapping, toggling):
        event.then(None, result, None, js=TOLD, api_visibility="private")
    blocks: Any = gr.context.Context.root_block
    blocks.load(opened, None, shown, **HIDDEN)


def _choices(desk: Desk) -> list[tuple[str, str]]:
    return [("Choose a class", ""), *desk.choices()]


def _shown(desk: Desk, given: Pair, only_differences: bool) -> tuple[Any, ...]:
    """The page's components: the classes, their revisions, the comparison."""
    pair = settled(desk, given)
    choices = _choices(desk)
    classes = [gr.update(choices=_with(choices, code), value=code) for code in (pair.a, pair.b)]
    revisions = [_revisions(desk, pair.a, pair.a_rev), _revisions(desk, pair.b, pair.b_rev)]
    return (*classes, *revisions, _result(desk, pair, only_differences))


def _with(choices: list[tuple[str, str]], code: str) -> list[tuple[str, str]]:
    return choices if code in {value for _, value in choices} else [*choices, (code, code)]


def settled(desk: Desk, given: Pair) -> Pair:
    """The pair as the catalogue writes it; of one class without revisions, the last two.

    A revision that is no revision of its class is left out where the class is another than that of the revision.
    """
    a, b = (desk.known(code) or code for code in (given.a, given.b))
    pair = Pair(a, b, _revision(desk, a, given.a_rev), _revision(desk, b, given.b_rev))
    if a and a == b and pair.a_rev == pair.b_rev:
        texts = _history(desk, a)
        if len(texts) > 1:
            return replace(pair, a_rev=texts[1], b_rev=texts[0])
    return pair


def _history(desk: Desk, code: str) -> list[str]:
    """The revisions of a class, the newest first; none of a class that is not there."""
    try:
        return [one.revision for one in desk.catalogue.history(code)] if code else []
    except NotFound:
        return []


def _revision(desk: Desk, code: str, begins: str) -> str:
    """The one revision of a class that begins so, else the current one, "" where there is no such class."""
    texts = _history(desk, code)
    fitting = [text for text in texts if begins and text.startswith(begins.casefold())]
    if len(fitting) == 1:
        return fitting[0]
    return desk.catalogue.entry(code).revision if texts else ""


def _revisions(desk: Desk, code: str, chosen: str) -> Any:
    """The revisions to choose from, shown where a class has several."""
    choices = []
    for revision in _history(desk, code):
        spec = desk.spec(code, revision)
        state = " · current" if desk.is_current(spec) else ""
        choices.append((f"{edition_of(spec).dated} · {revision[:8]}{state}", revision))
    return gr.update(choices=choices, value=chosen or None, visible=len(choices) > 1)


def _result(desk: Desk, pair: Pair, only_differences: bool) -> str:
    return frame.drawn(frame.drawing(), _result_html(desk, pair, only_differences))


def _result_html(desk: Desk, pair: Pair, only_differences: bool) -> str:
    if not pair.a or not pair.b:
        return _welcome(desk)
    try:
        return linked(pair.link(), "Link to this comparison") + _compared(desk, pair, only_differences)
    except SpecsError as error:
        return frame.problem(error.message, error.mend)


def _compared(desk: Desk, pair: Pair, only_differences: bool) -> str:
    one, other = _text(desk, pair.a, pair.a_rev), _text(desk, pair.b, pair.b_rev)
    if one.class_code == other.class_code and one.revision == other.revision:
        raise UserMistake(
            f"{one.class_code} has one revision only, and is the same as itself",
            mend="choose another class, or take an older or newer text of it in on the Library page",
        )
    found = compare(one, other)
    parts = (
        head_html(found),
        fields_html(found, only_differences=only_differences),
        _rules(desk, found),
        sections_html(found, only_differences=only_differences),
    )
    return "".join(parts)


def _text(desk: Desk, code: str, revision: str) -> Spec:
    spec = desk.spec(code, revision or None)
    return named(spec, code) if code in dict(spec.classes) else spec


def _rules(desk: Desk, found: Comparison) -> str:
    try:
        return rules_html(_ruled(desk, found.before), _ruled(desk, found.after), names_of(found))
    except UserMistake as error:
        return frame.problem(error.message, error.mend)


def _ruled(desk: Desk, spec: Spec) -> Ruled:
    stored = desk.catalogue.rule_document(spec.class_code, spec.revision)
    return Ruled(reviewed_rules(spec, stored.document if stored else None, spec.class_code), spec)


def _welcome(desk: Desk) -> str:
    if not desk.entries():
        return frame.empty("No classes yet", "Add specifications on the Library page, or: specs ingest FOLDER")
    return frame.empty(
        "Compare two classes, or two revisions of one",
        "Choose two classes above. Their fields, their minimum qualifications and their sections then stand side by "
        "side, and what differs is marked.",
        "Choose one class twice to see what changed from one of its revisions to another.",
    )
