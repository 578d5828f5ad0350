"""Keeps a run as a baseline to gate against: its manifest, scores and summary, without rows, times and failures.

python -m evals.runs.keep RUN FOLDER
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evals.metrics import METRICS
from evals.runs.record import MANIFEST, SUMMARY, ItemScore, Run, open_run
from evals.statistics import summary


def keep(run: Run, folder: Path) -> Run:
    """The baseline that was written."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = Run(folder)
    kept.write(MANIFEST, run.manifest)
    kept.write_scores(_timeless(one) for one in run.scores)
    kept.write(SUMMARY, summary(kept.scores, seed=int(run.manifest["seed"])))
    return kept


def _timeless(score: ItemScore) -> ItemScore:
    values = {name: pair for name, pair in score.values.items() if METRICS[name].unit != "ms"}
    return replace(score, values=values, failures=())


def main(arguments: Sequence[str]) -> int:
    """The command."""
    name, folder = arguments
    sys.stdout.write(f"{keep(open_run(name, Path('runs')), Path(folder)).folder}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
