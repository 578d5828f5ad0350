"""Reports on the scores of a run: figures per set and per tag, outcomes, and every failure with its reason."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.items import Item
from evals.scoring import Score


@dataclass(frozen=True)
class Row:
    """What became of one item: its score, or the crash, and the time that asking took. `text` is the answer's."""

    item: Item
    milliseconds: float
    score: Score | None
    crash: str | None = None
    text: str = ""

    @property
    def correct(self) -> bool:
        """Whether the question was answered, and rightly."""
        return self.score is not None and self.score.correct


@dataclass(frozen=True)
class Figures:
    """Counts over some rows. `gold_cited` / `cited` is how much of what the answers cite is gold evidence."""

    items: int
    correct: int
    crashed: int
    statements: int
    unsupported_statements: int
    cited: int
    gold_cited: int

    @classmethod
    def over(cls, rows: Iterable[Row]) -> Figures:
        """The figures of these rows."""
        rows = list(rows)
        scores = [row.score for row in rows if row.score]
        return cls(
            items=len(rows),
            correct=sum(row.correct for row in rows),
            crashed=sum(row.crash is not None for row in rows),
            statements=sum(one.statements for one in scores),
            unsupported_statements=sum(one.unsupported_statements for one in scores),
            cited=sum(one.cited for one in scores if one.item.evidence),
            gold_cited=sum(one.cited_gold for one in scores if one.item.evidence),
        )


def tag_figures(rows: Iterable[Row]) -> dict[str, Figures]:
    """The figures of each tag, the largest first."""
    by_tag: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for tag in row.item.tags:
            by_tag[tag].append(row)
    return {tag: Figures.over(by_tag[tag]) for tag in sorted(by_tag, key=lambda tag: (-len(by_tag[tag]), tag))}


def confusion(rows: Iterable[Row]) -> dict[str, dict[str, int]]:
    """How often each outcome came (inner) where each was wanted (outer; the first accepted one, if it was not)."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        got = row.score.outcome if row.score else "crash"
        wanted = got if got in row.item.outcomes else row.item.outcomes[0].value
        counts[wanted][got] += 1
    return {wanted: dict(counts[wanted]) for wanted in sorted(counts)}


def table(name: str, rows: Sequence[Row], *, failures: bool, texts: bool = False) -> str:
    """The report on one set, as text for a terminal."""
    lines = [
        f"{name}   (p50 {_p50(rows):.0f} ms an answer)",
        f"  {'':<22}{'items':>6}{'right':>7}{'%':>7}{'unsupp.':>9}{'gold/cited':>12}",
    ]
    lines += [_line(label, figures) for label, figures in {"all": Figures.over(rows), **tag_figures(rows)}.items()]
    lines.append("  outcomes, wanted -> got: " + "; ".join(_confused(*pair) for pair in confusion(rows).items()))
    wrong = [row for row in rows if not row.correct or (row.score and row.score.unsupported)]
    if not failures:
        return "\n".join([*lines, f"  {len(wrong)} with a failure, not shown (--failures shows them)"])
    for row in wrong:
        lines.append(f"  {row.item.id}: {' > '.join([*row.item.history, row.item.question])}")
        lines += [f"      {reason}" for reason in _reasons(row)]
        if texts and row.text:
            lines += [f"    | {line}" for line in row.text.splitlines()]
    return "\n".join(lines)


def report(name: str, rows: Sequence[Row]) -> dict[str, Any]:
    """The report on one set, as JSON: figures, per tag, outcomes, and every item with its failures."""
    items = [
        {
            "id": row.item.id,
            "correct": row.correct,
            "outcome": row.score.outcome if row.score else None,
            "failures": list(row.score.failures) if row.score else [],
            "unsupported": list(row.score.unsupported) if row.score else [],
            "crash": row.crash,
            "milliseconds": round(row.milliseconds, 1),
        }
        for row in rows
    ]
    return {
        "set": name,
        **vars(Figures.over(rows)),
        "p50_ms": round(_p50(rows), 1),
        "tags": {tag: vars(figures) for tag, figures in tag_figures(rows).items()},
        "confusion": confusion(rows),
        "rows": items,
    }


def _reasons(row: Row) -> tuple[str, ...]:
    if row.score is None:
        return (f"crashed: {row.crash}",)
    return (*row.score.failures, *row.score.unsupported)


def _line(label: str, figures: Figures) -> str:
    share = 100 * figures.correct / figures.items if figures.items else 0.0
    unsupported = f"{figures.unsupported_statements}/{figures.statements}"
    cited = f"{figures.gold_cited}/{figures.cited}"
    crashed = f"  {figures.crashed} crashed" if figures.crashed else ""
    return f"  {label:<22}{figures.items:>6}{figures.correct:>7}{share:>7.1f}{unsupported:>9}{cited:>12}{crashed}"


def _confused(wanted: str, got: Mapping[str, int]) -> str:
    return f"{wanted} -> " + ", ".join(f"{outcome} {count}" for outcome, count in sorted(got.items()))


def _p50(rows: Sequence[Row]) -> float:
    return statistics.median(row.milliseconds for row in rows) if rows else 0.0
