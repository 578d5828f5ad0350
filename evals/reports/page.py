"""Reports as one HTML page that needs nothing else: no script, no font, no address of another host."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from evals.comparing.compare import Comparison, verdict
from evals.comparing.gate import Gate, Status
from evals.judge import judged_html
from evals.reports.plots import Point, bars, whiskers
from evals.reports.wording import ENDED, counted, described, interval, number, p_of
from evals.runs.record import ItemScore, Run

_STYLE = """
:root{color-scheme:light dark;--ink:#1c2330;--dim:#5b6675;--line:#d6dbe3;--back:#fff;--good:#1a7f37;--bad:#b42318;
--a:#8a94a6;--b:#2f5fd0}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ef;--dim:#9aa5b5;--line:#333c4a;--back:#12161d;--good:#4ac26b;
--bad:#ff7b72;--a:#7d879a;--b:#79a6ff}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--back);max-width:60rem;margin:2rem auto;
padding:0 1rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
.verdict{font-size:1.25rem;font-weight:600}.dim{color:var(--dim)}.good{color:var(--good)}.bad{color:var(--bad)}
.scroll{overflow-x:auto}svg{max-width:100%;height:auto;font-size:12px;fill:var(--ink)}
.label{text-anchor:end}.mark{text-anchor:middle;fill:var(--dim)}.grid{stroke:var(--line)}.zero{stroke:var(--ink)}
.whisker{stroke:var(--b);stroke-width:2}circle{fill:var(--b)}.whisker.good{stroke:var(--good)}
.whisker.bad{stroke:var(--bad)}circle.good{fill:var(--good)}circle.bad{fill:var(--bad)}.run0{fill:var(--a)}
.run1{fill:var(--b)}
"""


Listed = Callable[[Sequence[ItemScore]], str]
"""Items with why each is listed, as HTML."""


def run_page(run: Run) -> str:
    """One run as a page."""
    return _page(f"Run {run.label}", run_parts(run, items_html))


def comparison_page(comparison: Comparison, gate: Gate | None = None) -> str:
    """Two runs as a page."""
    return _page("Two runs", comparison_parts(comparison, items_html, gate))


def run_parts(run: Run, listed: Listed) -> list[str]:
    """What is said of one run, without the page around it; `listed` shows its failures to develop with."""
    found = run.summary
    shares = {name: one for name, one in found["metrics"].items() if "low" in one and one["unit"] == "share"}
    points = [
        Point(name, one["value"], one["low"], one["high"], f"{number(one['value'], 'share')} ({interval(one)})")
        for name, one in shares.items()
    ]
    figures = [
        (name, number(one["value"], one["unit"]), interval(one), counted(one), described(name))
        for name, one in found["metrics"].items()
    ]
    crashed = f"{found['items']} items, {found['crashed']} crashed" + ("" if found["measurable"] else ": unmeasurable")
    parts = [
        f'<p class="verdict">{escape(crashed)}</p>',
        _facts(run),
        "<h2>Figures</h2>",
        scroll("Figures with 95 % intervals", whiskers(points, 0, 1)) if points else "",
        table(("metric", "value", "95 %", "of", "what"), figures),
    ]
    if found["funnel"]:
        asked = found["funnel"]["asked"]
        counts = bars([(stage, (n,)) for stage, n in found["funnel"].items()], asked)
        parts += ["<h2>Loss funnel</h2>", scroll("Loss funnel", counts)]
    for kind, matrix in found["confusion"].items():
        came = sorted({name for row in matrix.values() for name in row})
        rows = [(name, *(str(row.get(one, 0)) for one in came)) for name, row in matrix.items()]
        parts += [f"<h2>{escape(kind)}: wanted and got</h2>", table(("wanted \\ got", *came), rows)]
    failed = [one for one in run.scores if one.failures]
    parts.append(judged_html(run))
    return [*parts, f"<h2>Failures to develop with: {len(failed)}</h2>", listed(failed)]


def comparison_parts(comparison: Comparison, listed: Listed, gate: Gate | None = None) -> list[str]:
    """What is said of two runs, the sentence first, without the page around it; `listed` shows items that flipped."""
    said = verdict(comparison)
    parts = [f'<p class="verdict">{escape(said)}</p>']
    if gate is not None:
        tone = "good" if gate.status is Status.PASS else "bad"
        rows = [(one.name, ENDED[one.status], one.said) for one in gate.checks]
        parts += [f'<h2>Gate: <span class="{tone}">{ENDED[gate.status]}</span></h2>']
        parts += [table(("check", "ended", "why"), rows)]
    parts += ["<h2>Differences</h2>", _forest(comparison), _differences(comparison)]
    flips = comparison.flips
    for name, scores in (("Gained", flips.gained), ("Lost", flips.lost), ("Both wrong", flips.both_wrong)):
        parts += [f"<h2>{name}: {len(scores)}</h2>", listed(scores)]
    if comparison.funnels:
        most = max(count or 0 for pair in comparison.funnels.values() for count in pair)
        parts += ["<h2>Loss funnel</h2>", '<p class="dim">above A, below B</p>']
        parts += [scroll("Loss funnel", bars(list(comparison.funnels.items()), most))]
    return [*parts, "<h2>A</h2>", _facts(comparison.a), "<h2>B</h2>", _facts(comparison.b)]


def _forest(comparison: Comparison) -> str:
    shares = [one for one in comparison.differences.values() if one.metric.unit == "share"]
    if not shares:
        return ""
    reach = max(0.01, *(abs(edge) for one in shares for edge in (one.interval.low, one.interval.high)))
    points = []
    for one in shares:
        tone = "good" if one.better_interval.low > 0 else "bad" if one.better_interval.high < 0 else ""
        said = f"{one.a:.3f} to {one.b:.3f}"
        points.append(Point(one.metric.name, one.change, one.interval.low, one.interval.high, said, tone))
    return scroll("Differences with 95 % intervals", whiskers(points, -reach, reach, zero=True))


def _differences(comparison: Comparison) -> str:
    rows = [
        (
            one.metric.name,
            number(one.a, one.metric.unit),
            number(one.b, one.metric.unit),
            f"{one.change:+.4g}",
            f"{one.interval.low:+.4g} to {one.interval.high:+.4g}" if one.test != "none" else "",
            p_of(one),
            str(one.items),
        )
        for one in comparison.differences.values()
    ]
    return table(("metric", "A", "B", "B - A", "95 %", "p", "items"), rows)


def _facts(run: Run) -> str:
    what = run.manifest
    rows = [
        ("run", run.label),
        ("started", what["started"]),
        ("system", what["config"]["system"]),
        ("chat model", what["config"]["chat_model"] or "none"),
        ("sets", ", ".join(what["sets"])),
        ("code", what["identity"]["code"][:12]),
        ("index", what["index"][:12]),
        ("seed", str(what["seed"])),
    ]
    return table((), rows)


def items_html(scores: Sequence[ItemScore]) -> str:
    """Items with why each is wrong; of one that is held out, that it is."""
    rows = [
        (f"{one.set}/{one.id}", "; ".join(one.failures) or ("held out" if one.split == "held" else ""))
        for one in scores
    ]
    return table(("item", "why"), rows) if rows else '<p class="dim">none</p>'


def scroll(name: str, inner: str) -> str:
    """What may be wider than the screen, in a part of this name that scrolls by itself, also by keyboard."""
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(name)}">{inner}</div>'


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    above = f"<thead><tr>{head}</tr></thead>" if head else ""
    return scroll(", ".join(header) or "Facts", f"<table>{above}<tbody>{body}</tbody></table>")


def _page(title: str, parts: Iterable[str]) -> str:
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f"<h1>{escape(title)}</h1>{''.join(parts)}</html>\n"
    )
