"""Measures the verifier: false statements that it has to withhold, and honest ones that it has to let through.

    python -m evals.verification
    python -m evals.verification --most 500 --misses

False ones are made from true statements by `evals.proof.mutate` and `evals.proof.astray`, and written by hand; honest
ones are paraphrases written by hand and rewordings by rule. What is held out is counted and not shown.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from evals.proof.astray import ASTRAY
from evals.proof.cases import Case
from evals.proof.mutate import MUTATORS, mutated
from evals.proof.reword import REWORDINGS, reworded
from evals.proof.truths import composed, falsehoods, fields, paraphrases, truths, verbatim

HALVES = ("dev", "held")
GROUPS: dict[str, tuple[str, ...]] = {
    "numbers and units": ("number", "numbers exchanged", "unit", "minimum and maximum", "limit added"),
    "ids": ("wrong id", "invented id"),
    "classes and revisions": ("another class", "another class's clause", "another revision"),
    "verdicts": ("verdict", "injected text"),
    "modality": ("may and must",),
    "negation": ("negation added", "negation dropped"),
}
"""Kinds of false statements that belong together."""


@dataclass(frozen=True)
class Tally:
    """How many statements of a kind and half there were, and those that were misjudged."""

    kind: str
    half: str
    count: int
    wrong: tuple[Case, ...]


def false_statements(most: int) -> tuple[Tally, ...]:
    """False statements by kind and half, at most so many of each kind and half; wrong are those let through."""
    made: dict[str, list[Case]] = {}
    for half in HALVES:
        bases = [case for case in truths() if case.half == half]
        for kind in MUTATORS:
            _add(made, islice(mutated(bases, kind), most))
        for make in ASTRAY.values():
            _add(made, islice(make(bases), most))
    _add(made, falsehoods())
    return _tallies(made, wrong=Case.passes)


def honest_statements(most: int) -> tuple[Tally, ...]:
    """Honest statements by kind and half, at most so many of each rule and half; wrong are those withheld."""
    made: dict[str, list[Case]] = {}
    _add(made, (*composed(), *fields(), *paraphrases()))
    _add(made, islice(verbatim(), most))
    for half in HALVES:
        bases = [case for case in truths() if case.half == half]
        for kind in REWORDINGS:
            _add(made, islice(reworded(bases, kind), most))
    return _tallies(made, wrong=lambda case: not case.passes())


def _add(made: dict[str, list[Case]], cases: Iterable[Case]) -> None:
    for case in cases:
        made.setdefault(case.kind, []).append(case)


def _tallies(made: dict[str, list[Case]], wrong: Callable[[Case], bool]) -> tuple[Tally, ...]:
    return tuple(
        Tally(kind, half, len(cases), tuple(case for case in cases if wrong(case)))
        for kind, found in made.items()
        for half in HALVES
        if (cases := [case for case in found if case.half == half])
    )


def total(tallies: Iterable[Tally], kinds: Sequence[str] = (), half: str = "") -> tuple[int, int]:
    """How many statements of these kinds and half there were (of all, where none is named), and how many misjudged."""
    chosen = [one for one in tallies if (not kinds or one.kind in kinds) and half in ("", one.half)]
    return sum(one.count for one in chosen), sum(len(one.wrong) for one in chosen)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit status, which is 0: figures are for reading and for tests to hold."""
    options = _parser().parse_args(arguments)
    false, honest = false_statements(options.most), honest_statements(options.most)
    if options.json:
        rows = {"false": [_row(one) for one in false], "honest": [_row(one) for one in honest]}
        sys.stdout.write(json.dumps(rows) + "\n")
        return 0
    sys.stdout.write(_table("false statements", "let through", false, GROUPS))
    sys.stdout.write(_table("honest statements", "withheld", honest, {}))
    if options.misses:
        sys.stdout.write("".join(_shown(one) for one in (*false, *honest) if one.half == "dev"))
    return 0


def _row(one: Tally) -> dict[str, str | int]:
    return {"kind": one.kind, "half": one.half, "count": one.count, "wrong": len(one.wrong)}


def _table(title: str, wrong: str, tallies: tuple[Tally, ...], groups: dict[str, tuple[str, ...]]) -> str:
    """A table by kind, with the share that was misjudged in each half."""
    lines = [f"| {title} | dev | {wrong} | held | {wrong} |", "|---|---|---|---|---|"]
    for name, kinds in [
        *((kind, (kind,)) for kind in dict.fromkeys(one.kind for one in tallies)),
        *groups.items(),
        ("all", ()),
    ]:
        cells = [cell for half in HALVES for cell in _cells(*total(tallies, kinds, half))]
        lines.append(f"| {'**' + name + '**' if name in groups or name == 'all' else name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n\n"


def _cells(count: int, wrong: int) -> tuple[str, str]:
    return (str(count), f"{wrong} ({100 * wrong / count:.1f} %)") if count else ("", "")


def _shown(one: Tally) -> str:
    return "".join(f"{one.kind}: {case.statement.text}\n    {'; '.join(case.reasons())}\n" for case in one.wrong)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.verification", description="Measure the verifier.")
    parser.add_argument("--most", type=int, default=200, help="statements of each kind and half at most (default 200)")
    parser.add_argument("--misses", action="store_true", help="show what was misjudged, but for what is held out")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
