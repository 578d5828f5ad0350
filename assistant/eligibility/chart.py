"""The ledger as a picture and as a table: one lane a job, and of each stretch of days what it counts as, or why not."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.eligibility.outline import KIND_WORDS, listed
from assistant.eligibility.rules import ExperienceKind
from assistant.eligibility.timeline import LedgerLane, LedgerStretch
from assistant.eligibility.wording import months_words

_LANE, _BAR = 46, 18
"""Pixels of a lane, and of its bar below the job's name."""

_MOST_YEARS = 7
"""Years that are named below the lanes, at most."""

KINDS = {
    "special": "counts as Special Experience, too",
    "general": "counts as General Experience",
    "possible": "may count: not enough is known",
    "none": "does not count",
}
"""How a stretch of days is drawn, and what that means."""

CHART_STYLE = """
.chart{display:block;overflow:visible}.chart text{font:13px system-ui,sans-serif;fill:#1c2430}
.chart .years{fill:#4a5563}.chart .track{stroke:#d5dbe3}.chart rect,.legend rect{stroke:#5b6675}
rect.special{fill:#2f6f9f}rect.general{fill:#8fb8d4}rect.possible{fill:#eef4f9;stroke-dasharray:4 3}
.chart .core,.legend .core{stroke:#fff;stroke-width:3;stroke-dasharray:2 4}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.92rem}
.legend svg{vertical-align:-2px}
""".strip()

_HATCH = (
    '<defs><pattern id="no" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#fff" stroke="none"/>'
    '<line x1="0" y1="0" x2="0" y2="6" stroke="#7d8896" stroke-width="2"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days as a share of 100 of the picture's width."""

    first: date
    days: int

    def at(self, day: date) -> float:
        """Where a day begins."""
        return 100 * (day - self.first).days / self.days

    def bar(self, stretch: LedgerStretch) -> tuple[float, float]:
        """Where a stretch begins and ends, wide enough to be seen."""
        start, end = date.fromisoformat(stretch["start"]), date.fromisoformat(stretch["end"])
        left = self.at(start)
        return left, min(100.0, left + max(0.5, 100 * ((end - start).days + 1) / self.days))


def chart(lanes: Sequence[LedgerLane], as_of: str) -> str:
    """The jobs over time as an SVG as wide as its place; nothing where no job has dates.

    Each stretch can be reached by keyboard, and says of itself what it counts as, in `aria-label` and `title`.
    """
    dated = [lane for lane in lanes if lane["stretches"]]
    if not dated:
        return ""
    first = min(date.fromisoformat(lane["stretches"][0]["start"]) for lane in dated)
    scale = _Scale(first, max(1, (date.fromisoformat(as_of) - first).days + 1))
    drawn = "".join(_lane(lane, row * _LANE, scale) for row, lane in enumerate(dated))
    below = len(dated) * _LANE + 14
    axis = "".join(_years(scale, int(as_of[:4]), below))
    return (
        f'<svg class="chart" width="100%" height="{below + 8}" role="group" aria-label="Jobs over time">'
        f"{_HATCH}{drawn}{axis}</svg>"
    )


def legend(lanes: Sequence[LedgerLane]) -> str:
    """What the fillings that occur in the picture mean."""
    used = {drawn_as(lane, stretch) for lane in lanes for stretch in lane["stretches"]}
    items = "".join(
        f'<li><svg width="26" height="12" aria-hidden="true"><rect class="{kind}" width="26" height="12"'
        f"{_fill(kind)}/>{_core(kind, '0', '26', 6)}</svg> {_e(words)}</li>"
        for kind, words in KINDS.items()
        if kind in used
    )
    return f'<ul class="legend">{items}</ul>' if items else ""


def ledger_table(lanes: Sequence[LedgerLane]) -> str:
    """The same in words: a row for each job, those without dates, too."""
    rows = "".join(
        f"<tr><td>{_e(lane['title'] or 'a job')}</td><td>{_e(lane['start'] or '?')} – {_e(lane['end'] or 'now')}</td>"
        f"<td>{_e(months_words(lane['months']))}</td><td>{_e(months_words(lane['general']))}</td>"
        f"<td>{_e(months_words(lane['special']))}</td><td>{_e('; '.join(lane['reasons']))}</td></tr>"
        for lane in lanes
    )
    head = "<tr><th>Job</th><th>Dates</th><th>Its time</th><th>General</th><th>Special</th><th>Why not more</th></tr>"
    return f"<table>{head}{rows}</table>"


def drawn_as(lane: LedgerLane, stretch: LedgerStretch) -> str:
    """Which of `KINDS` a stretch is: what is sure is filled, what only may count is not."""
    sure = {kind: bool(stretch[kind] and lane[kind][0]) for kind in ("general", "special")}
    if sure["special"]:
        return "special"
    if sure["general"]:
        return "general"
    return "possible" if stretch["general"] or stretch["special"] else "none"


def told(lane: LedgerLane, stretch: LedgerStretch) -> str:
    """What a stretch counts as, and why not more of it."""
    counted = [
        words
        for kind, words in KIND_WORDS.items()
        if kind is not ExperienceKind.OTHER and stretch[kind.value] and lane[kind.value][0]  # type: ignore[literal-required]
    ]
    said = f"counts as {listed(counted, 'and')}" if counted else ""
    why = [*([stretch["reason"]] if stretch["reason"] else []), *lane["reasons"]]
    return "; ".join([*([said] if said else []), *why]) or "does not count"


def _lane(lane: LedgerLane, y: int, scale: _Scale) -> str:
    name = lane["title"] or "a job"
    bars = "".join(_stretch(lane, stretch, y + 20, scale) for stretch in lane["stretches"])
    middle = y + 20 + _BAR // 2
    return (
        f'<text x="0" y="{y + 14}">{_e(name[:60])}</text>'
        f'<line class="track" x1="0" x2="100%" y1="{middle}" y2="{middle}"/>{bars}'
    )


def _stretch(lane: LedgerLane, stretch: LedgerStretch, y: int, scale: _Scale) -> str:
    left, right = scale.bar(stretch)
    kind = drawn_as(lane, stretch)
    words = _e(f"{lane['title'] or 'a job'}, {stretch['start']} – {stretch['end']}: {told(lane, stretch)}")
    return (
        f'<rect class="{kind}" x="{left:.2f}%" y="{y}" width="{right - left:.2f}%" height="{_BAR}"{_fill(kind)} '
        f'tabindex="0" role="img" aria-label="{words}" data-told="{words}"><title>{words}</title></rect>'
        f"{_core(kind, f'{left:.2f}%', f'{right:.2f}%', y + _BAR // 2)}"
    )


def _fill(kind: str) -> str:
    return ' fill="url(#no)"' if kind == "none" else ""


def _core(kind: str, left: str, right: str, y: int) -> str:
    """A dotted line along what counts twice, so that it is told apart without colour."""
    line = f'<line class="core" x1="{left}" x2="{right}" y1="{y}" y2="{y}" pointer-events="none"/>'
    return line if kind == "special" else ""


def _years(scale: _Scale, last: int, y: int) -> Iterator[str]:
    years = range(scale.first.year + 1, last + 1)
    for year in years[:: -(-len(years) // _MOST_YEARS) or 1]:
        left = scale.at(date(year, 1, 1))
        if left <= 90:
            yield f'<text class="years" x="{left:.2f}%" y="{y}">{year}</text>'


def _e(text: object) -> str:
    return html.escape(str(text))
