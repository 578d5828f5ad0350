"""What the Evaluations page shows as HTML: sets, a run that is going on, its figures, the history, two runs compared.

Items that are held out are counted and never named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from assistant.web import frame
from assistant.web.buttons import act
from assistant.web.evaluations_files import Added, Listed, Offered
from assistant.web.evaluations_running import PREPARING, Ended, Going, StoppedError
from corpus.errors import SpecsError

if TYPE_CHECKING:
    from evals.runs.record import ItemScore

PATH = "/evaluations"
MOST_ITEMS = 100
"""Items that are listed at once."""
MOST_FINDINGS = 50

NO_RUNS = frame.empty(
    "No runs yet",
    "Choose sets and a configuration under “Run”. What comes of each item is kept, to look at and compare.",
)


def failed_html(error: SpecsError) -> str:
    """Why something was not done."""
    return frame.problem(error.message, error.mend)


def link(**asked: str) -> str:
    """The address of a part of the page."""
    told = {name: value for name, value in asked.items() if value}
    return f"{PATH}?{urlencode(told)}" if told else PATH


# ── running ──


def going_html(going: Going) -> str:
    """What is being done, with a bar."""
    known = f' max="{going.total}" value="{going.done}"' if going.total else ""
    counted = f"{going.done} of {going.total} items · " if going.total else ""
    step = "Stopping after this item" if going.is_stopping else going.step
    more = " The first time this takes longer." if going.step == PREPARING else ""
    return (
        f'<div class="going"><p class="strong">{escape(going.what)}</p>'
        f'<p role="status">{step} … <span class="dim">{counted}{going.seconds:.0f} s.{more}</span></p>'
        f'<progress aria-label="{step}"{known}></progress>'
        '<p class="dim">It goes on when this page is closed; open it again to see how far it is.</p></div>'
    )


def ended_html(ended: Ended, run: Listed | None) -> str:
    """How a run ended, with its main figures."""
    if isinstance(ended.error, StoppedError):
        return (
            f'<p class="strong" role="status">○ {escape(ended.error.message)}</p><p class="dim">Run the same again to '
            "go on from there: what was worked out is kept.</p>"
        )
    if ended.error is not None:
        return failed_html(ended.error)
    return _done_html(run) if run is not None else ""


def _done_html(run: Listed) -> str:
    found = run.summary or {}
    opens = act("run", "Open this run", run=run.run.name)
    figures = _main_figures(found)
    return (
        f'<p class="strong" role="status">✓ Done: {found["items"]} items, {found["crashed"]} crashed'
        f"{'' if found['measurable'] else ': too much crashed to measure anything'}</p>"
        f'<p>{escape(run.label)}</p>{figures}<div class="acts">{opens}</div>'
    )


def _main_figures(found: Mapping[str, Any]) -> str:
    from evals.comparing.compare import MAIN
    from evals.metrics import METRICS
    from evals.reports.wording import interval, number

    rows = "".join(
        f"<li><span class=strong>{escape(name)}</span> {number(one['value'], one['unit'])}"
        f' <span class="dim">95 %: {interval(one)} · {escape(METRICS[name].description)}</span></li>'
        for name in MAIN
        if (one := found["metrics"].get(name))
    )
    return f"<ul>{rows}</ul>"


# ── one run and its items ──


def run_html(run: Listed) -> str:
    """The figures of a run as its report has them; its failures are listed below, with all items."""
    from evals.reports.page import run_parts

    body = "".join(run_parts(run.run, lambda scores: counted_html(scores, run.run.name)))
    left = run.run.manifest.get("left_out")
    note = f'<p class="notice">{left["count"]} items left out: {escape(left["why"])}</p>' if left else ""
    return f'<details class="figures"><summary>Figures of this run</summary>{note}{body}</details>'


def counted_html(scores: Sequence[ItemScore], run: str, beside: str = "") -> str:
    """Items, each to open, with why it is listed; those that are held out are counted alone."""
    shown = [one for one in scores if one.split != "held"]
    held = len(scores) - len(shown)
    rows = "".join(item_row(one, run, beside) for one in shown[:MOST_ITEMS])
    parts = [f'<ul class="items">{rows}</ul>'] if rows else []
    if len(shown) > MOST_ITEMS:
        parts.append(f'<p class="dim">and {len(shown) - MOST_ITEMS} more; find them by words under “Items”</p>')
    if held:
        parts.append(f'<p class="dim">{held} held out: counted, and not shown</p>')
    return "".join(parts) or '<p class="dim">none</p>'


def item_row(score: ItemScore, run: str, beside: str = "") -> str:
    """An item with whether it is right, as a button that opens it."""
    from evals.comparing.compare import right

    mark, words = {True: ("✓", "right"), False: ("✗", "wrong"), None: ("○", "not judged")}[right(score)]
    name = f"{score.set}/{score.id}"
    why = "; ".join(score.failures)
    opens = act("item", name, kind="choice", run=run, beside=beside, item=name)
    return (
        f'<li><span aria-hidden="true">{mark}</span> <span class="sr">{words}:</span> {opens}'
        + (f' <span class="dim">{escape(why)}</span>' if why else "")
        + "</li>"
    )


def items_html(run: Listed, words: str, beside: str = "") -> str:
    """The items of a run whose id, set, kind or failure has the words; the wrong ones first."""
    from evals.comparing.compare import right

    wanted = words.casefold().split()
    scores = sorted(run.run.scores, key=lambda one: right(one) is not False)
    found = [one for one in scores if one.split == "held" or all(word in _words(one) for word in wanted)]
    shown = sum(one.split != "held" for one in found)
    head = (
        f'<p class="count" role="status">{shown} items{" with these words" if wanted else ", the wrong ones first"}</p>'
    )
    return head + counted_html(found, run.run.name, beside)


def _words(score: ItemScore) -> str:
    return " ".join([score.set, score.id, score.kind, score.class_code or "", *score.failures]).casefold()


# ── the history ──


def metric_choices(runs: Iterable[Listed]) -> list[tuple[str, str]]:
    """The metrics that any of the runs has, as shown and by name."""
    from evals.metrics import METRICS

    have = {name for run in runs for name in (run.summary or {}).get("metrics", {})}
    return [(f"{name}: {METRICS[name].description}", name) for name in METRICS if name in have]


def history_html(runs: Sequence[Listed], metric: str, set_name: str) -> str:
    """The runs with a metric over time: a plot with whiskers, and a table of the same."""
    finished = [run for run in runs if run.summary is not None]
    own = [run for run in finished if not set_name or set_name in run.sets]
    if not finished:
        return NO_RUNS + _unfinished_html(runs)
    return _plot_html(own, metric, set_name) + _runs_html(own, metric, set_name) + _unfinished_html(runs)


def _plot_html(runs: Sequence[Listed], metric: str, set_name: str) -> str:
    from evals.reports.page import scroll
    from evals.reports.plots import SHAPES, Point, over_time
    from evals.reports.wording import described, interval, number

    names = list(dict.fromkeys(run.config for run in runs if run.figure(metric, set_name)))
    points, most = [], 1.0
    for place, run in enumerate(runs, 1):
        one = run.figure(metric, set_name)
        if one is None:
            continue
        low, high = one.get("low", one["value"]), one.get("high", one["value"])
        said = f"{place}: {run.label}: {number(one['value'], one['unit'])} ({interval(one)})"
        points.append((Point(str(place), one["value"], low, high, said), names.index(run.config)))
        most = max(most, high) if one["unit"] != "share" else 1.0
    if not points:
        return f'<p class="dim">No run shown here has {escape(metric)}.</p>'
    shapes = [(at % len(SHAPES), name) for at, name in enumerate(names)]
    legend = "".join(
        f'<li><span class="kind{at}" aria-hidden="true">{SHAPES[at]}</span> {escape(name)}</li>' for at, name in shapes
    )
    plot = scroll(f"{metric} over time", over_time(points, 0, most))
    what = f"<p><span class=strong>{escape(metric)}</span> <span class=dim>{escape(described(metric))}; "
    return (
        f"{what}each whisker is a 95 % interval, each number a row of the table</span></p>"
        f'{plot}<ul class="legend" aria-label="Shapes">{legend}</ul>'
    )


def _runs_html(runs: Sequence[Listed], metric: str, set_name: str) -> str:
    """The newest first; the numbers are those of the plot."""
    rows = "".join(_run_row(place, run, metric, set_name) for place, run in reversed(list(enumerate(runs, 1))))
    heads = ("#", "when (UTC)", "configuration", "sets", "items", "crashed", metric, "95 %", "")
    head = "".join(f'<th scope="col">{escape(name)}</th>' if name else "<td></td>" for name in heads)
    return (
        '<div class="scroll" role="region" tabindex="0" aria-label="Runs"><table class="runs">'
        f"<caption class=sr>Runs, the newest first</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        "</table></div>"
    )


def _run_row(place: int, run: Listed, metric: str, set_name: str) -> str:
    from evals.reports.wording import interval, number

    one, found = run.figure(metric, set_name), run.summary or {}
    value, bounds = (number(one["value"], one["unit"]), interval(one)) if one else ("", "")
    crashed = f"{found['crashed']}" + ("" if found["measurable"] else " (unmeasurable)")
    cells = (
        f"{run.started:%Y-%m-%d %H:%M}",
        run.config,
        ", ".join(run.sets),
        str(found["items"]),
        crashed,
        value,
        bounds,
    )
    opens = act("run", "Open", run=run.run.name).replace("<button ", f'<button aria-label="Open run {place}" ', 1)
    row = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{place}</th>{row}<td>{opens}</td></tr>'


def _unfinished_html(runs: Sequence[Listed]) -> str:
    found = [run for run in runs if run.summary is None]
    if not found:
        return ""
    rows = "".join(f"<li>{escape(run.label)}: {run.done} of {run.count} items</li>" for run in reversed(found))
    return (
        f"<details><summary>{len(found)} not finished</summary><p class=dim>They were stopped or cut off, or are going "
        f"on. Run the same again to go on: what was worked out is kept.</p><ul>{rows}</ul></details>"
    )


# ── two runs ──


def compared_html(a: Listed, b: Listed) -> str:
    """Two runs: one sentence, differences, flips to open, and where answers are lost."""
    from evals.comparing.compare import Comparison
    from evals.reports.page import comparison_parts

    found = Comparison(a.run, b.run)
    if not found.pairs:
        return frame.problem("These runs have no item in common.", "choose two runs of the same sets")
    notes = [
        f"{len(only)} items are in {name} alone, and left out."
        for name, only in (("A", found.only_in_a), ("B", found.only_in_b))
        if only
    ]
    notes += [f"Not the same file in both: {', '.join(found.other_gold)}."] if found.other_gold else []
    said = "".join(f'<p class="notice">{escape(note)}</p>' for note in notes)
    parts = comparison_parts(found, lambda scores: counted_html(scores, a.run.name, b.run.name))
    return parts[0] + said + "".join(parts[1:])


# ── sets ──


def sets_html(offered: Mapping[str, Offered]) -> str:
    """The sets that there are; those that were added can be removed."""
    rows = "".join(_set_row(one) for one in offered.values())
    return f'<ul class="sets">{rows}</ul>'


def _set_row(one: Offered) -> str:
    where = "shipped" if one.is_shipped else "added here"
    kinds = escape(", ".join(f"{kind} {count}" for kind, count in one.kinds))
    removing = "" if one.is_shipped else _removing_html(one.name)
    about = f'<span class="dim">{where} · {one.items} items: {kinds}</span>'
    return f'<li><p class="strong">{escape(one.name)} {about}</p>{removing}</li>'


def _removing_html(name: str) -> str:
    button = act("remove", f"Remove the set {name}", set=name)
    said = "Runs on it stay, but their items cannot be opened then."
    return f'<details><summary>Remove {escape(name)}</summary><p class="dim">{said}</p>{button}</details>'


def added_html(added: Added) -> str:
    """What became of a set that was to be added, with each finding and its line."""
    errors = sum(one.grade == "error" for _, one in added.findings)
    if added.offered is None:
        said = f'<p class="strong bad" role="alert">✗ {escape(added.name)} is not added: {errors} errors</p>'
        said += '<p class="dim">Mend these lines, then choose the file again.</p>'
    else:
        said = f'<p class="strong" role="status">✓ {escape(added.name)} is added: {added.offered.items} items</p>'
    rows = "".join(
        f'<li class="{"bad" if one.grade == "error" else "dim"}">{"✗" if one.grade == "error" else "•"} '
        f"{escape(f'{where}: ' if where else '')}{escape(one.said)}</li>"
        for where, one in added.findings[:MOST_FINDINGS]
    )
    left = len(added.findings) - MOST_FINDINGS
    return said + f'<ul class="said-of">{rows}</ul>' + (f'<p class="dim">and {left} more</p>' if left > 0 else "")


def disputes_html(found: Mapping[str, Path]) -> str:
    """The disputes that were written, each to save."""
    if not found:
        return '<p class="dim">Nobody has disputed any gold yet.</p>'
    rows = "".join(f"<li>{act('patch', name, kind='choice', patch=name)}</li>" for name in reversed(list(found)))
    return f'<ul class="disputes">{rows}</ul>'
