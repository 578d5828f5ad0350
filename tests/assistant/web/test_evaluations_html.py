"""What the Evaluations page shows: marks on the right characters, held-out items never, and nothing unescaped."""

from __future__ import annotations

import re
import time
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from bs4 import BeautifulSoup

from assistant.web.desk import Desk
from assistant.web.evaluations_files import Folder, Listed, listed_runs, opened_run
from assistant.web.evaluations_html import compared_html, ended_html, going_html, history_html, items_html, run_html
from assistant.web.evaluations_item import Mark, Side, item_html, marked_html, marks_of
from assistant.web.evaluations_open import Wish, opened_item
from assistant.web.evaluations_running import ASKING, Ended, Going, Runner, StoppedError, Tell, shipped_text
from corpus.errors import SpecsError, UserMistake
from corpus.model import Span
from evals.items import load_set
from evals.runs.record import SUMMARY, ItemScore, Row
from evals.statistics import summary
from tests.evals.recorded import item as scored
from tests.evals.recorded import recorded

NASTY = "<img src=x onerror=alert(1)>"
FIRST = Path("docs/examples/first-set.jsonl")


def kept(folder: Folder, name: str, scores: list[ItemScore], config: str = "default") -> Listed:
    run = recorded(folder.runs / name, scores, name=config)
    run.write("manifest.json", {**run.manifest, "items": len(scores)})
    run.write(SUMMARY, summary(run.scores, 0))
    return opened_run(folder, name)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "evaluations")


def a_run(folder: Folder, name: str, wrong: set[int], config: str = "default") -> Listed:
    scores = [scored(f"q{n}", right=n not in wrong, failures=(NASTY,) if n in wrong else ()) for n in range(12)]
    scores += [scored(f"secret{n}", right=False, split="held", failures=()) for n in range(3)]
    return kept(folder, name, scores, config)


# ── marks ──


def test_each_character_stands_once_and_under_its_marks() -> None:
    text = "abc<def>ghi"
    marks = [
        Mark("gold", Span(2, 7), "gold 1"),
        Mark("cited", Span(4, 11), "cited 1"),
        Mark("retrieved", Span(0, 99), "r 1"),
    ]
    soup = BeautifulSoup(marked_html(text, Span(0, 11), marks), "lxml")
    for tag in soup.select(".tag"):
        tag.extract()
    assert soup.get_text() == text
    for mark in marks:
        under = "".join(one.get_text() for one in soup.select(f"mark.{mark.kind}"))
        assert under == text[mark.span.start : mark.span.end]


def test_an_item_shows_gold_cited_and_retrieved_in_the_text_it_was_on() -> None:
    spec = shipped_text("3039MP")
    item = next(one for one in load_set(FIRST) if one.id == "first.hires")
    start = spec.text.index("Leads the recruitment")
    end = spec.text.index("\n", start)
    citation = {"n": 1, "class_code": "3039MP", "revision": spec.revision, "start": start, "end": end, "quote": "?"}
    answer = {"outcome": "answered", "text": NASTY, "statements": [{"text": NASTY, "citations": [citation]}]}
    row = Row("s", item.id, {"answer": answer, "retrieved": [["3039MP", start, end], ["NONE", 0, 4]]}, 1.0)
    score = scored(item.id, right=False, failures=(NASTY,))
    marks = marks_of(item, row, lambda code: spec if code == "3039MP" else None)
    assert [mark.words for mark in marks["3039MP"]] == ["gold 1", "cited 1", "retrieved 1"]
    shown = item_html(item, [Side(NASTY, row, score, lambda code: spec if code == "3039MP" else None)], [NASTY])
    assert "<img" not in shown
    soup = BeautifulSoup(shown, "lxml")
    assert (
        soup.select_one(".clause mark.gold.cited.retrieved").get_text() == "Leads the recruitment and hiring of staff"
    )
    assert "The text of NONE that this run was on is not at hand any more" in soup.get_text()
    assert [one.get_text() for one in soup.select(".legend .tag")] == ["gold", "cited", "retrieved"]


@pytest.mark.parametrize("name", [one.id for one in load_set(FIRST)])
@pytest.mark.parametrize("output", [None, {"retrieved": []}, {"passes": False, "reasons": [NASTY]}])
def test_an_item_of_any_kind_opens_whatever_came(name: str, output: dict[str, object] | None) -> None:
    item = next(one for one in load_set(FIRST) if one.id == name)
    row = Row("s", name, output, 1.0, crash=None if output else NASTY)
    shown = item_html(item, [Side("A", row, scored(name), shipped_text), Side("B", None, scored(name), shipped_text)])
    assert "<img" not in shown
    assert "What came was not kept" in shown


# ── runs ──


def test_held_out_items_are_counted_and_never_named(folder: Folder) -> None:
    a, b = a_run(folder, "20261124T100000Z-a", {1, 2}), a_run(folder, "20261124T100001Z-b", {2, 3}, "b & co")
    for shown in (run_html(a), items_html(a, ""), items_html(a, "secret"), compared_html(a, b)):
        assert "secret" not in shown.replace("“secret", "")
        assert "<img" not in shown
    assert "3 held out: counted, and not shown" in items_html(a, "")
    flips = BeautifulSoup(compared_html(a, b), "lxml")
    assert [one.get_text() for one in flips.select("h2")][1:4] == ["Gained: 1", "Lost: 1", "Both wrong: 4"]
    opens = flips.select_one("button[data-act=item]")
    assert (opens["data-run"], opens["data-beside"], opens["data-item"]) == (a.run.name, b.run.name, "s/q1")


@pytest.mark.parametrize(
    ("item", "said"),
    [("s/secret1", "held out: it is counted, and not shown"), ("s/q99", "has no item"), ("", "has no item")],
)
def test_what_is_held_out_or_not_there_is_not_opened(folder: Folder, item: str, said: str) -> None:
    run = a_run(folder, "20261124T100000Z-a", {1})
    with pytest.raises(SpecsError, match=said):
        opened_item(cast(Desk, None), folder, Wish(run.run.name, "", item))


def test_the_items_of_a_removed_set_say_so(folder: Folder) -> None:
    run = a_run(folder, "20261124T100000Z-a", {1})
    with pytest.raises(SpecsError, match="the set s was removed"):
        opened_item(cast(Desk, None), folder, Wish(run.run.name, "", "s/q1"))


def test_items_are_found_by_words_and_the_wrong_ones_come_first(folder: Folder) -> None:
    run = a_run(folder, "20261124T100000Z-a", {5})
    names = [one["data-item"] for one in BeautifulSoup(items_html(run, ""), "lxml").select("button")]
    assert names[0] == "s/q5"
    assert len(names) == 12
    assert "s/q11" in items_html(run, "Q11")
    assert "s/q5" not in items_html(run, "q11")


def test_the_history_has_a_whisker_and_a_row_for_each_run(folder: Folder) -> None:
    runs = [a_run(folder, f"20261124T10000{n}Z-a", set(range(n)), NASTY if n else "default") for n in range(3)]
    shown = BeautifulSoup(history_html(runs, "correct", "s"), "lxml")
    assert len(shown.select("svg path.point")) == 3
    assert len(shown.select("svg path.kind1")) == 2
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in shown.select("tbody tr")]
    assert [row[0] for row in rows] == ["3", "2", "1"]
    assert rows[-1][6:8] == ["0.800", "0.548 to 0.929"]
    assert not shown.select("img")
    assert "No run shown here has nDCG@10" in history_html(runs, "nDCG@10", "")
    assert "No runs yet" in history_html([], "correct", "")


def test_a_run_without_figures_is_told_apart(folder: Folder) -> None:
    run = recorded(folder.runs / "20261124T100000Z-a", [])
    run.write("manifest.json", {**run.manifest, "items": 4})
    assert "0 of 4 items" in history_html(listed_runs(folder), "correct", "")


# ── running ──


def test_one_runs_at_a_time_and_is_followed_to_its_end() -> None:
    runner, may_end = Runner(), Event()

    def work(tell: Tell) -> str:
        tell(ASKING, 2, 5)
        may_end.wait(10)
        return "done"

    assert list(runner.follow()) == []
    runner.start("mine", work)
    with pytest.raises(UserMistake, match="an evaluation is running already: mine"):
        runner.start("another", work)
    seen = []
    for said in runner.follow():
        seen.append(said)
        if isinstance(said, Going) and said.done == 2:
            may_end.set()
    assert seen[-1] == Ended("done")
    assert not runner.is_busy
    assert "2 of 5 items" in going_html(Going(NASTY, ASKING, 2, 5, 3.2))
    assert "<img" not in going_html(Going(NASTY))


def test_a_run_is_stopped_between_two_items() -> None:
    runner, asked = Runner(), []

    def work(tell: Tell) -> str:
        for number in range(10_000):
            asked.append(number)
            tell(ASKING, number + 1, 10_000)
            time.sleep(0.01)
        return "done"

    runner.start("mine", work)
    runner.stop()
    *_, last = runner.follow()
    assert isinstance(last, Ended)
    assert isinstance(last.error, StoppedError)
    assert len(asked) < 10_000
    assert re.search(r"stopped after \d+ of 10000 items", ended_html(last, None))


def test_a_defect_ends_the_run_in_words() -> None:
    runner = Runner()

    def work(_: Tell) -> str:
        raise KeyError(NASTY)

    runner.start("mine", work)
    *_, last = runner.follow()
    assert isinstance(last, Ended)
    assert isinstance(last.error, SpecsError)
    assert "<img" not in ended_html(last, None)
    assert "KeyError" in ended_html(last, None)
