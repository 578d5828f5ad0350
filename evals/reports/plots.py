"""Plots as SVG text, to stand inside an HTML page: points with whiskers, and bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LABELS, ROW = 720, 230, 26
LEAST, AXIS, STEP, HIGH = 320, 52, 44, 230
"""Of a plot over time: how wide it is at least, its axis, the place of one point, and its height."""

SHAPES = ("●", "■", "▲", "◆")
"""What tells kinds of points apart in a plot over time, beside their colour; a fifth kind looks as the first."""

_OUTLINES = (
    "M{l} {y}A5 5 0 1 1 {r} {y}A5 5 0 1 1 {l} {y}Z",
    "M{l} {t}H{r}V{b}H{l}Z",
    "M{x} {t}L{r} {b}H{l}Z",
    "M{x} {t}L{r} {y}L{x} {b}L{l} {y}Z",
)
"""The shapes as paths: left, right, top and bottom of a point at x and y."""


@dataclass(frozen=True)
class Point:
    """A value with its interval, all in the plot's unit. `tone` is a class of the page's style."""

    label: str
    value: float
    low: float
    high: float
    said: str
    tone: str = ""


def whiskers(points: Sequence[Point], low: float, high: float, *, zero: bool = False) -> str:
    """A row for each point from `low` to `high`, with a line at zero if asked for."""
    height = ROW * len(points) + 24
    parts = [_open(height, "Values with 95 % intervals")]
    for mark in _marks(low, high):
        x = _x(mark, low, high)
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{height - 20}"/>')
        parts.append(f'<text class="mark" x="{x:.1f}" y="{height - 6}">{mark:.3g}</text>')
    if zero:
        x = _x(0, low, high)
        parts.append(f'<line class="zero" x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{height - 20}"/>')
    for at, point in enumerate(points):
        y = ROW * at + ROW / 2
        left, x, right = (_x(value, low, high) for value in (point.low, point.value, point.high))
        parts.append(f'<text class="label" x="{LABELS - 8}" y="{y + 4:.1f}">{escape(point.label)}</text>')
        parts.append(f'<line class="whisker {point.tone}" x1="{left:.1f}" y1="{y}" x2="{right:.1f}" y2="{y}"/>')
        said = escape(point.said)
        parts.append(f'<circle class="{point.tone}" cx="{x:.1f}" cy="{y}" r="4"><title>{said}</title></circle>')
    return "".join([*parts, "</svg>"])


def over_time(points: Sequence[tuple[Point, int]], low: float, high: float) -> str:
    """A column for each point, in order, from `low` to `high`; with each the kind that it is of, counted from 0."""
    width = max(LEAST, AXIS + STEP * len(points) + 12)
    parts = [_open(HIGH, "Values over time with 95 % intervals", width)]
    for mark in _marks(low, high):
        y = _y(mark, low, high)
        parts.append(f'<line class="grid" x1="{AXIS}" y1="{y:.1f}" x2="{width - 8}" y2="{y:.1f}"/>')
        parts.append(f'<text class="label" x="{AXIS - 6}" y="{y + 4:.1f}">{mark:.3g}</text>')
    for at, (point, kind) in enumerate(points):
        x = AXIS + STEP * (at + 0.5)
        top, y, bottom = (_y(value, low, high) for value in (point.high, point.value, point.low))
        cap = f'<line class="whisker" x1="{x - 5:.1f}" y1="{{0:.1f}}" x2="{x + 5:.1f}" y2="{{0:.1f}}"/>'
        parts.append(f'<line class="whisker" x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{bottom:.1f}"/>')
        parts += [cap.format(top), cap.format(bottom)]
        parts.append(f'<path class="point kind{kind % len(SHAPES)}" d="{_outline(kind, x, y)}">')
        parts.append(f"<title>{escape(point.said)}</title></path>")
        parts.append(f'<text class="mark" x="{x:.1f}" y="{HIGH - 6}">{escape(point.label)}</text>')
    return "".join([*parts, "</svg>"])


def _outline(kind: int, x: float, y: float) -> str:
    drawn = _OUTLINES[kind % len(SHAPES)]
    edges = {"x": x, "y": y, "l": x - 5, "r": x + 5, "t": y - 5, "b": y + 5}
    return drawn.format(**{name: f"{value:.1f}" for name, value in edges.items()})


def bars(rows: Sequence[tuple[str, Sequence[int | None]]], most: int) -> str:
    """For each label a bar for each count, one below the other."""
    thick = 10
    step = thick * max(len(counts) for _, counts in rows) + 12
    parts = [_open(step * len(rows) + 4, "Counts by stage")]
    for at, (label, counts) in enumerate(rows):
        top = at * step + 4
        parts.append(f'<text class="label" x="{LABELS - 8}" y="{top + thick}">{escape(label)}</text>')
        for number, count in enumerate(counts):
            if count is not None:
                y = top + number * thick
                wide = (WIDTH - LABELS - 60) * count / max(most, 1)
                parts.append(
                    f'<rect class="run{number}" x="{LABELS}" y="{y}" width="{wide:.1f}" height="{thick - 2}"/>'
                )
                parts.append(f'<text class="count" x="{LABELS + wide + 4:.1f}" y="{y + thick - 2}">{count}</text>')
    return "".join([*parts, "</svg>"])


def _open(height: float, title: str, width: int = WIDTH) -> str:
    return f'<svg role="img" viewBox="0 0 {width} {height:.0f}" width="{width}"><title>{escape(title)}</title>'


def _x(value: float, low: float, high: float) -> float:
    inside = min(max(value, low), high)
    return LABELS + (WIDTH - LABELS - 20) * (inside - low) / ((high - low) or 1)


def _y(value: float, low: float, high: float) -> float:
    inside = min(max(value, low), high)
    return HIGH - 30 - (HIGH - 44) * (inside - low) / ((high - low) or 1)


def _marks(low: float, high: float) -> list[float]:
    return [low + (high - low) * part / 4 for part in range(5)]
