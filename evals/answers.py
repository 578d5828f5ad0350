"""Asks the assistant every question of an evaluation set and reports how its answers score.

    python -m evals.answers 3039mp-dev
    python -m evals.answers samples-dev --corpus samples --json
    python -m evals.answers 3039mp-dev --model reciter

The exit status is 1 if a question crashed, 2 if the sets or arguments are at fault, 0 otherwise: scores are for
reading and for gates to compare, not for this command to judge. Failures in a held-out set are counted and not
shown, so that nobody develops against them by reading; `--failures` shows them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import assistant
from corpus.errors import NotFound, SpecsError
from evals.items import Item, find_set, load_items
from evals.reporting import Row, report, table
from evals.scoring import score
from evals.statements import SpecOf

Ask = Callable[[Item], Mapping[str, Any]]
"""Gives the answer to an item's question in its JSON form."""

CRASHES = (
    SpecsError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a defect in the assistant may raise. It is a finding about one question; the others are still asked."""


def run(items: Iterable[Item], ask: Ask, spec_of: SpecOf) -> tuple[Row, ...]:
    """One row an active item, in their order. A crash is a row of its own, never the end of the run."""
    return tuple(_row(item, ask, spec_of) for item in items if item.status == "active")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit status."""
    options = _parser().parse_args(arguments)
    try:
        sets = {name: _chosen(load_items(find_set(name)), options.only) for name in options.sets}
        with ExitStack() as stack:
            home = options.home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="specs-evals-")))
            opened = assistant.open_assistant(home, corpus=options.corpus, chat_model=_model(options.model))
            stack.callback(opened.close)
            for name, items in sets.items():
                _check_held(name, items, opened.catalogue.spec)
            rows = {name: run(items, asker(opened), opened.catalogue.spec) for name, items in sets.items()}
    except SpecsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if options.json:
        text = json.dumps([report(name, found) for name, found in rows.items()], ensure_ascii=False)
    else:
        text = "\n\n".join(_table(name, found, options) for name, found in rows.items())
    sys.stdout.write(text + "\n")
    return int(any(row.crash for found in rows.values() for row in found))


def asker(opened: Any) -> Ask:
    """Asks an assistant an item's question, with the item's history and chosen class."""

    def ask(item: Item) -> Mapping[str, Any]:
        answer = opened.ask(item.question, class_code=item.class_code, history=item.history)
        dumped: Mapping[str, Any] = answer.model_dump(mode="json")
        return dumped

    return ask


def _model(name: str | None) -> Any:
    """The chat model of this name; None leaves the choice to SPECS_MODEL."""
    if name is None:
        return None
    from assistant.testing import Reciter

    return Reciter()


def _check_held(name: str, items: Iterable[Item], spec_of: SpecOf) -> None:
    named = {evidence.class_code for item in items for evidence in item.evidence}
    named |= {item.class_code for item in items if item.class_code}
    for class_code in sorted(named):
        try:
            spec_of(class_code)
        except NotFound as error:
            where = f"the set {name} asks about {class_code}, which this catalogue does not hold"
            raise NotFound(where, mend="give --corpus samples, or a --home that holds it") from error


def _table(name: str, rows: Sequence[Row], options: argparse.Namespace) -> str:
    open_set = all(row.item.split == "dev" for row in rows)
    return table(name, rows, failures=options.failures or open_set, texts=options.texts)


def _row(item: Item, ask: Ask, spec_of: SpecOf) -> Row:
    start = time.perf_counter()
    try:
        answer = ask(item)
        milliseconds = 1000 * (time.perf_counter() - start)
        return Row(item, milliseconds, score(item, answer, spec_of), text=answer["text"])
    except CRASHES as error:
        return Row(item, 1000 * (time.perf_counter() - start), None, crash=f"{type(error).__name__}: {error}")


def _chosen(items: tuple[Item, ...], only: str | None) -> tuple[Item, ...]:
    return items if only is None else tuple(item for item in items if only in item.id or only in item.tags)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.answers", description="Score the assistant on question sets."
    )
    parser.add_argument("sets", nargs="+", metavar="SET", help="a .jsonl file, or the name of a shipped set")
    parser.add_argument("--corpus", choices=["specs", "samples"], default="specs", help="the specs to ask about")
    parser.add_argument("--home", type=Path, help="a specs home to use instead of a temporary one")
    parser.add_argument("--model", choices=["reciter"], help="a scripted chat model that says the draft it is shown")
    parser.add_argument("--only", metavar="TEXT", help="only items with this tag, or with this in their id")
    parser.add_argument("--failures", action="store_true", help="show the failures in a held-out set, too")
    parser.add_argument("--texts", action="store_true", help="show the text of answers that fail")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
