"""Two app processes answer over one PostgreSQL and one Chroma server while a third takes new revisions in, and dies."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import Answer, open_assistant
from corpus.intake import revision_of
from corpus.loaders.document import Document
from corpus.parse import parse
from index.home import Home
from index.sync import Step
from tests.index.syncing import (
    EMBEDDER,
    OTHER,
    document,
    kill_at_step,
    run_to_end,
    spec_text,
    start,
    sync_documents,
    sync_here,
)

QUESTIONS = (
    "What are the duties of a Lighthouse Keeper?",
    "Who minds the beacon from the tower?",
    "How many years of experience does a Lighthouse Keeper need?",
)
KILLED_AT = (Step.EMBEDDING, Step.STORING, Step.COMMITTING, Step.CLEARING)

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


def revision(number: int) -> Document:
    """The text of a class, of which each has duties of its own."""
    duties = ["Polishes the brass lantern.", *(f"Minds beacon {number} from tower {tower}." for tower in range(6))]
    return document(spec_text("7001LH", "Lighthouse Keeper", duties, f"1/5/{2000 + number}"))


def serve(home: Home, folder: Path) -> None:
    """Ask in a loop until told to stop; write down what was answered, and which revision was committed before."""
    os.environ.update(
        SPECS_HOME=str(home.path), SPECS_CATALOGUE_URL=home.catalogue_url, SPECS_CHROMA_URL=str(home.chroma_url)
    )
    with open_assistant(embedder=EMBEDDER) as opened, (folder / f"{home.path.name}.jsonl").open("w") as written:
        while not (folder / "stop").exists():
            for question in QUESTIONS:
                least = committed(folder)
                answer = opened.ask(question)
                written.write(json.dumps({"least": least, "question": question, **shown(answer)}) + "\n")
            written.flush()


def shown(answer: Answer) -> dict[str, Any]:
    cited = [citation for statement in answer.statements for citation in statement.citations]
    return {
        "outcome": answer.outcome,
        "cited": [[each.revision, each.start, each.end, each.quote] for each in cited if each.class_code == "7001LH"],
    }


def committed(folder: Path) -> int:
    """The newest revision whose sync had ended by now."""
    return max(int(path.name.split("-")[1]) for path in folder.glob("committed-*"))


@pytest.mark.timeout(900)
def test_every_answer_is_wholly_of_one_revision_and_never_of_one_that_was_replaced(
    new_on_postgres: Callable[[], str], chroma_server: str, tmp_path: Path
) -> None:
    ingesting = Home(tmp_path / "ingesting", new_on_postgres(), chroma_server)
    sync_here(ingesting, revision(1), OTHER)
    (tmp_path / "committed-1").touch()
    apps = [replace(ingesting, path=tmp_path / name) for name in ("one", "two")]
    processes = [start(serve, app, tmp_path) for app in apps]
    try:
        wait_for_answers(tmp_path, apps)
        for number, step in enumerate((*KILLED_AT, None), 2):
            if step is not None:
                assert run_to_end(kill_at_step, ingesting, first_report(tmp_path, step), revision(number)) == -9
            assert run_to_end(sync_documents, ingesting, revision(number)) == 0
            (tmp_path / f"committed-{number}").touch()
            wait_for_answers(tmp_path, apps)
    finally:
        (tmp_path / "stop").touch()
        for process in processes:
            process.join(200)
    assert [process.exitcode for process in processes] == [0, 0]
    for app in apps:
        check_answers([json.loads(line) for line in answers_of(tmp_path, app)])


def first_report(folder: Path, step: Step) -> int:
    """Which report of a sync of one text is the first of this step."""
    seen: list[Step] = []
    home = Home.at(folder / f"counting-{step}")
    sync_here(home, revision(1))
    sync_here(home, revision(2), progress=lambda reported, _done, _total: seen.append(reported))
    return seen.index(step)


def answers_of(folder: Path, app: Home) -> list[str]:
    path = folder / f"{app.path.name}.jsonl"
    return path.read_text().splitlines() if path.exists() else []


def wait_for_answers(folder: Path, apps: list[Home]) -> None:
    """Until each has answered all questions once more, begun after this."""
    wanted = {app.path: len(answers_of(folder, app)) + 2 * len(QUESTIONS) for app in apps}
    latest = time.monotonic() + 200
    while any(len(answers_of(folder, app)) < wanted[app.path] for app in apps):
        assert time.monotonic() < latest, "an app process answers no more"
        time.sleep(0.05)


def check_answers(rows: list[dict[str, Any]]) -> None:
    texts = {revision_of(revision(number).text): number for number in range(1, len(KILLED_AT) + 3)}
    last = 0
    for row in rows:
        assert row["outcome"] == "answered"
        (number,) = {texts[cited] for cited, _, _, _ in row["cited"]}
        assert number >= row["least"], "what was committed before the question was asked is seen"
        assert number >= last, "what was seen once stays"
        last = number
        text = revision(number).text
        assert all(quote == text[start:end] for _, start, end, quote in row["cited"])
        if row["question"] == QUESTIONS[0]:
            spec = parse(text, "spec")
            duties = {spec.quote(clause) for clause in spec.clauses if f"beacon {number} " in spec.quote(clause)}
            assert duties <= {quote for _, _, _, quote in row["cited"]}, "none is missing"
    assert {texts[row["cited"][0][0]] for row in rows} >= {1, len(KILLED_AT) + 2}
