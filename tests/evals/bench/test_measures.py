"""Each measurement once, small. What is measured is put in place by commands that answer at once."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.parse import parse
from evals.bench import measures, scale
from evals.bench.generate import made_spec
from evals.bench.measures import Bench
from evals.bench.worker import Worker, asker

_ANSWERS = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    ours = sys.argv[1] == "assistant"
    print(json.dumps({"ms": 2.0 if ours else 4.0, "resident_mb": 100.0 if ours else 400.0}), flush=True)
"""


class Clock:
    """Time that passes only while a command runs: a second to start, one for each text; twice as long for theirs."""

    def __init__(self) -> None:
        self.now = 0.0
        self.commands: list[str] = []

    def run(self, command: Sequence[str], **_: str) -> str:
        self.commands.append(command[0])
        texts = sum(argument.endswith(".txt") for argument in command)
        self.now += (2 if command[0] == "theirs" else 1) * (1 + texts)
        return ""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(measures, "clock", lambda: found.now)
    monkeypatch.setattr(measures, "_run", found.run)
    return found


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    worker = (sys.executable, "-c", _ANSWERS)
    return Bench(*(tmp_path, 2, 5, 6), tell=lambda _: None, ours=("ours",), theirs=("theirs",), worker=worker)


def test_cold_start_is_the_whole_time_of_processes_in_turn(bench: Bench, clock: Clock) -> None:
    (figure,) = measures.cold(bench)
    assert (figure.ours, figure.theirs, figure.of) == (1, 2, 2)
    assert clock.commands[2:] == ["ours", "theirs"] * 3, "in turn, and the first round does not count"


@pytest.mark.usefixtures("clock")
def test_answers_are_measured_one_by_one_after_some_that_warm_up(bench: Bench) -> None:
    warm, nearly_all, memory, *of_samples = measures.warm(bench)
    assert [figure.key for figure in of_samples] == ["warm samples", "warm samples p95", "memory samples"]
    assert (warm.ours, warm.theirs, warm.of, warm.is_met) == (2.0, 4.0, 5, True)
    assert (nearly_all.ours, nearly_all.budget) == (2.0, None)
    assert (memory.ratio, memory.is_met) == (0.25, True)


def test_indexing_and_taking_in_again_leave_start_up_out(bench: Bench, clock: Clock) -> None:
    (indexed,) = measures.indexing(bench)
    assert (indexed.ratio, indexed.is_met) == (2, True)
    made = [made_spec(number) for number in range(6)]
    clauses = sum(len(parse(spec.text, spec.code).clauses) for spec in made[2:])
    assert indexed.ours == pytest.approx(clauses / 4), "clauses of four texts in four seconds"
    (again,) = measures.resync(bench)
    assert again.ours == 1000, "a second a text, for a thousand texts"


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    found_nothing = Bench(tmp_path, ours=(sys.executable, "-c", "raise SystemExit(1)"))
    assert found_nothing.run_ours(tmp_path) == ""
    crashing = Bench(tmp_path, ours=(sys.executable, "-c", "raise SystemExit(4)"))
    with pytest.raises(StoreError, match="ended with 4"):
        crashing.run_ours(tmp_path)


@pytest.mark.parametrize("name", measures.ASKED.values())
def test_questions_are_of_a_development_set_and_each_once(name: str) -> None:
    found = measures.questions(60, name)
    assert len({item.id for item in found}) == 60
    assert {item.split for item in found} == {"dev"}


def test_rates_of_determinations_are_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "40000 applicants\nverdict      12,345 / s\nbrief         9,876 / s\n"
    monkeypatch.setattr(measures, "_run", lambda _command: said)
    verdict, brief = measures.determinations(bench)
    assert (verdict.ours, verdict.is_met) == (12345, None)
    assert (brief.ours, brief.is_met) == (9876, False)


def test_the_search_is_measured_by_size_with_each_filter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bench: Bench
) -> None:
    monkeypatch.setattr(scale, "_take_in", lambda home, _texts: (home / "index").mkdir(parents=True))
    monkeypatch.setattr(scale, "WORKER", bench.worker)
    found = scale.measure(tmp_path, 200, asked=3)
    assert found.clauses >= 200
    assert found.milliseconds.keys() == scale.FILTERS.keys()
    assert found.milliseconds["none"] == (4.0, 4.0)
    half, filtered = scale.figures([found])
    assert (half.is_met, filtered.is_met) == (True, True)
    assert "4.0 / 4.0" in scale.table([found])
    pytest.importorskip("matplotlib")
    scale.plot([found, found], tmp_path / "scale.svg")
    assert (tmp_path / "scale.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_the_worker_says_how_long_a_real_search_took(tmp_path: Path) -> None:
    """With the real program, in this process: what a worker calls for each question."""
    search = asker("search", tmp_path / "home")
    filters = {"sections": ["duties"], "salary_group": "MP"}
    (hit, *_) = search({"question": "hires staff", "filters": filters})  # type: ignore[misc]
    assert "recruitment and hiring of staff" in hit.quote
    assert asker("assistant", tmp_path / "home")({"question": "What is the salary group?"}) is not None


def test_the_quickstart_finds_what_it_stored(tmp_path: Path) -> None:
    pytest.importorskip("langchain_chroma")
    from evals.bench import quickstart

    texts = sorted((measures.SHIPPED / "specs").glob("*.txt"))
    assert quickstart.build(tmp_path / "store", texts) > 5
    found = quickstart.search(quickstart.open_store(tmp_path / "store"), "Who hires staff?")
    assert len(found) == quickstart.FOUND
    text = texts[0].read_text(encoding="utf-8")
    assert all(document.page_content in text for document in found)
    assert all(len(document.page_content) <= quickstart.CHUNK_CHARACTERS for document in found)
    assert json.dumps(found[0].metadata) == json.dumps({"source": texts[0].name})


def test_a_worker_that_dies_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match=r"ended with 7 \(echo .* search "),
        Worker("search", tmp_path, (sys.executable, "-c", "raise SystemExit(7)")) as worker,
    ):
        worker.ask("anything")
