"""Runs made by hand, for tests of what is done with runs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from evals.runs.record import MANIFEST, ItemScore, Run, write_json

CORRECT, UNSUPPORTED, ELIGIBLE = "correct", "unsupported_statement_rate", "false_eligible_rate"


def item(name: str, *, right: bool = True, unsupported: int = 0, **more: Any) -> ItemScore:
    """A scored question with one statement."""
    values = {CORRECT: (float(right), 1.0), UNSUPPORTED: (float(unsupported), 1.0), **more.pop("values", {})}
    return ItemScore(
        **{
            **{"set": "s", "id": name, "kind": "answer", "split": "dev", "cluster": name, "class_code": "3039MP"},
            **{"values": values, "outcome": "answered", "wanted": "answered"},
            **{"failures": () if right else ("lacks 'x'",)},
            **more,
        }
    )


def recorded(folder: Path, scores: Iterable[ItemScore], name: str = "default", gold: str = "gold") -> Run:
    """A run of these scores in a folder."""
    folder.mkdir(parents=True)
    config = {"name": name, "system": "assistant", "chat_model": None}
    sets = {"s": {"path": "s.jsonl", "sha256": gold}}
    identity = {"code": "c" * 64}
    manifest = {"config": config, "sets": sets, "seed": 0, "identity": identity, "index": "i" * 64}
    write_json(folder / MANIFEST, {**manifest, "started": "2026-11-24T10:00:00+00:00", "left_out": None})
    run = Run(folder)
    run.write_scores(scores)
    return run
