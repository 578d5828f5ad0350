"""Plots as SVG text, to stand inside an HTML page: points with whiskers, and bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LABELS, ROW = 720, 230, 26


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


def _open(height: float, title: str) -> str:
    return f'<svg role="img" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}"><title>{escape(title)}</title>'


def _x(value: float, low: float, high: float) -> float:
    inside = min(max(value, low), high)
    return LABELS + (WIDTH - LABELS - 20) * (inside - low) / ((high - low) or 1)


def _marks(low: float, high: float) -> list[float]:
    return [low + (high - low) * part / 4 for part in range(5)]
