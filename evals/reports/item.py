"""One item of a run, opened: what was asked, its gold, what came, and how it scored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.errors import NotFound
from evals.items import AnyOne, EligibilityItem, Item, find_set, load_set
from evals.metrics import METRICS
from evals.reports.wording import number
from evals.runs.record import ItemScore, Row, Run


def find_item(run: Run, name: str) -> tuple[AnyOne, Row | None, ItemScore]:
    """An item of a run, its row and its score. `name` is its id, or set/id. Raises NotFound."""
    for score in run.scores:
        if name in {score.id, f"{score.set}/{score.id}"}:
            about = Path(run.manifest["sets"][score.set]["path"])
            items = load_set(about if about.is_file() else find_set(score.set))
            item = next((item for item in items if item.id == score.id), None)
            if item is None:
                raise NotFound(f"the set {score.set} holds no item {score.id!r} any more", mend="specs eval run SET")
            return item, run.rows().get((score.set, score.id)), score
    near = [one.id for one in run.scores if name in one.id][:5]
    raise NotFound(f"{run.name} has no item {name!r}", mend=f"did you mean {', '.join(near)}" if near else None)


def item_json(run: Run, name: str) -> dict[str, Any]:
    """The item, its row and its score as plain data."""
    item, row, score = find_item(run, name)
    return {
        "item": item.model_dump(mode="json", exclude_defaults=True),
        "row": asdict(row) if row else None,
        "score": asdict(score),
    }


def item_lines(run: Run, name: str) -> Iterator[tuple[str, str]]:
    """The item, a label and a text a line."""
    item, row, score = find_item(run, name)
    yield "item", f"{score.set}/{item.id} ({item.kind}, {item.split})"
    yield "asked", item.text
    if isinstance(item, EligibilityItem):
        yield "applicant", json.dumps(item.applicant, ensure_ascii=False)
    if score.wanted is not None:
        yield "wanted", score.wanted
    for evidence in item.evidence:
        yield f"gold {evidence.group}", f"{evidence.class_code} {evidence.quote}"
    if isinstance(item, Item):
        for fact in item.facts:
            yield "fact", " / ".join(fact)
        for text in item.forbidden:
            yield "forbidden", text
    yield from _came(row)
    for failure in score.failures:
        yield "failure", failure
    for metric in score.values:
        value = score.value(metric)
        if value is not None:
            yield "score", f"{metric} {number(value, METRICS[metric].unit)}"


def _came(row: Row | None) -> Iterator[tuple[str, str]]:
    if row is None:
        yield "came", "not kept with this run"
        return
    if row.output is None:
        yield "came", f"crashed: {row.crash}"
        return
    answer = row.output.get("answer")
    if answer:
        yield "came", f"{answer['outcome']}: {answer['text']}"
        for statement in answer["statements"]:
            for citation in statement["citations"]:
                yield f"cites {citation['n']}", f"{citation['class_code']} {citation['section']}: {citation['quote']}"
    elif "determination" in row.output:
        yield "came", row.output["determination"]["verdict"]
    elif "passes" in row.output:
        yield "came", "passes" if row.output["passes"] else "withheld: " + "; ".join(row.output["reasons"])
    else:
        places = [f"{code} {start}-{end}" for code, start, end in row.output["retrieved"][:10]]
        yield "came", ", ".join(places) or "nothing"
