"""Runs: crashes are rows, a run that was cut off goes on, several workers give the same, the cache keeps no error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import NotFound, UnreadableInput, UserMistake
from corpus.model import Spec
from evals.items import AnyOne, RetrievalItem
from evals.metrics import METRICS
from evals.reports.item import item_json
from evals.runs import execute as executing
from evals.runs.cache import Cache, asked_of
from evals.runs.config import Config, identity, load_config
from evals.runs.execute import execute
from evals.runs.keep import keep
from evals.runs.record import ROWS, Run, open_run
from evals.runs.scored import score_run

QUOTE = "Prepares or assists in preparation of budget"


class Scripted:
    """A search that finds the budget, and crashes on a query that says so."""

    kinds = frozenset({"retrieval"})

    def __init__(self, spec_of: Callable[[str], Spec]) -> None:
        self.spec = spec_of
        self.asked: list[str] = []
        self.mended = False

    def output(self, item: AnyOne) -> dict[str, Any]:
        assert isinstance(item, RetrievalItem)
        self.asked.append(item.query)
        if "crash" in item.query and not self.mended:
            raise KeyError("crash")
        start = self.spec("3039MP").text.index(QUOTE)
        return {"retrieved": [["3039MP", start, start + len(QUOTE)]]}

    def revisions(self) -> dict[str, str]:
        return {"3039MP": self.spec("3039MP").revision}

    def close(self) -> None:
        pass


@pytest.fixture
def scripted(spec_of: Callable[[str], Spec], monkeypatch: pytest.MonkeyPatch) -> Scripted:
    found = Scripted(spec_of)
    monkeypatch.setattr(executing, "open_system", lambda config, corpus, homes: found)
    return found


def written(folder: Path, *queries: str, **more: Any) -> str:
    evidence = [{"class_code": "3039MP", "quote": QUOTE, "group": 1}]
    base = {"kind": "retrieval", "cluster": "c", "split": "dev", "origin": "test", "evidence": evidence, **more}
    path = folder / "queries.jsonl"
    lines = [json.dumps({**base, "id": f"q{n}", "query": query}) for n, query in enumerate(queries)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def ran(tmp_path: Path, *queries: str, **more: Any) -> Run:
    return execute([written(tmp_path, *queries)], Config(), tmp_path / "runs", **more)


def test_a_crash_is_a_row_counts_as_wrong_and_is_counted_apart(scripted: Scripted, tmp_path: Path) -> None:
    run = ran(tmp_path, "a", "crash", "c")
    score_run(run)
    assert scripted.asked == ["a", "crash", "c"]
    found = run.summary
    assert (found["items"], found["crashed"], found["measurable"]) == (3, 1, False)
    assert found["metrics"]["all_evidence@10"]["part"] == 2
    assert found["metrics"]["all_evidence@10"]["whole"] == 3
    assert found["metrics"]["latency_p50"]["items"] == 2
    assert run.scores[1].failures == ("crashed: KeyError: 'crash'",)


def test_a_run_that_was_cut_off_goes_on(scripted: Scripted, tmp_path: Path) -> None:
    run = ran(tmp_path, "a", "b", "c", use_cache=False)
    rows = run.folder / ROWS
    whole = rows.read_bytes()
    rows.write_bytes(whole[: whole.index(b"\n") + 30])
    scripted.asked.clear()
    again = ran(tmp_path, "a", "b", "c", use_cache=False, resume=run)
    assert again.folder == run.folder
    assert scripted.asked == ["b", "c"]
    assert {key[1] for key in again.rows()} == {"q0", "q1", "q2"}


def test_what_crashed_is_tried_again(scripted: Scripted, tmp_path: Path) -> None:
    run = ran(tmp_path, "a", "crash")
    scripted.mended = True
    scripted.asked.clear()
    ran(tmp_path, "a", "crash", resume=run)
    assert scripted.asked == ["crash"]
    assert all(row.crash is None for row in run.rows().values())


def test_another_set_is_no_run_to_go_on_with(scripted: Scripted, tmp_path: Path) -> None:
    run = ran(tmp_path, "a")
    with pytest.raises(UserMistake, match="cannot be gone on with"):
        ran(tmp_path, "a", "b", resume=run)


def test_several_workers_give_the_same(scripted: Scripted, tmp_path: Path) -> None:
    queries = [f"query {number}" for number in range(40)]
    told: list[tuple[int, int]] = []
    one = ran(tmp_path, *queries, use_cache=False)
    many = ran(tmp_path, *queries, use_cache=False, workers=4, progress=lambda *done: told.append(done))
    assert one.folder != many.folder
    assert {key: row.output for key, row in one.rows().items()} == {key: row.output for key, row in many.rows().items()}
    assert told[-1] == (40, 40)


def test_the_cache_saves_the_asking_and_keeps_no_error(scripted: Scripted, tmp_path: Path) -> None:
    ran(tmp_path, "a", "crash")
    scripted.asked.clear()
    run = ran(tmp_path, "a", "crash")
    assert scripted.asked == ["crash"]
    row = run.rows()["queries", "q0"]
    assert row.cached
    score_run(run)
    assert "latency_p50" not in run.scores[0].values


def test_the_cache_looks_at_what_is_asked_and_by_whom_and_not_at_the_gold(tmp_path: Path) -> None:
    evidence = [{"class_code": "3039MP", "quote": QUOTE, "group": 1}]
    common = {"kind": "retrieval", "cluster": "c", "split": "dev", "origin": "t", "evidence": evidence}
    item = RetrievalItem.model_validate({**common, "id": "a", "query": "budget"})
    other_gold = RetrievalItem.model_validate({**common, "id": "b", "query": "budget", "tags": ["x"]})
    other_class = RetrievalItem.model_validate({**common, "id": "a", "query": "budget", "class_code": "3039MP"})
    assert asked_of(item) == asked_of(other_gold) != asked_of(other_class)
    cache = Cache(tmp_path, {"code": 1})
    cache.put(item, {"retrieved": []})
    assert cache.get(other_gold) == {"retrieved": []}
    assert cache.get(other_class) is None
    assert Cache(tmp_path, {"code": 2}).get(item) is None


def test_scoring_anew_asks_nothing_and_sees_the_mended_gold(scripted: Scripted, tmp_path: Path) -> None:
    run = ran(tmp_path, "a")
    assert score_run(run)[0].value("all_evidence@10") == 1
    other = [{"class_code": "3039MP", "quote": "MP 75", "group": 1}]
    written(tmp_path, "a", evidence=other)
    scripted.asked.clear()
    assert score_run(run)[0].value("all_evidence@10") == 0
    assert scripted.asked == []


def test_the_manifest_says_all_that_matters(scripted: Scripted, tmp_path: Path) -> None:
    manifest = ran(tmp_path, "a").manifest
    assert {"config", "identity", "index", "prompt", "revisions", "sets", "seed", "started"} <= manifest.keys()
    assert {"code", "embedding_digest", "versions"} <= manifest["identity"].keys()
    assert manifest["revisions"]["specs"].keys() == {"3039MP"}


def test_items_of_kinds_that_a_system_does_not_do_are_left_out_and_counted(scripted: Scripted, tmp_path: Path) -> None:
    path = Path(written(tmp_path, "a"))
    item = {"id": "x", "kind": "abstention", "question": "q", "cluster": "c", "split": "dev", "origin": "t"}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**item, "outcomes": ["abstained"]}) + "\n")
    run = execute([str(path)], Config(), tmp_path / "runs")
    assert run.manifest["left_out"]["count"] == 1
    assert run.rows().keys() == {("queries", "q0")}


def test_a_baseline_has_no_times_and_no_rows(scripted: Scripted, tmp_path: Path) -> None:
    run = ran(tmp_path, "a")
    score_run(run)
    kept = keep(run, tmp_path / "baseline")
    assert kept.scores[0].values.keys() == {name for name in run.scores[0].values if METRICS[name].unit != "ms"}
    assert not (kept.folder / ROWS).exists()
    assert item_json(kept, "q0")["row"] is None


def test_runs_are_found_by_name_folder_and_latest(scripted: Scripted, tmp_path: Path) -> None:
    run = ran(tmp_path, "a")
    runs = tmp_path / "runs"
    for name in (run.name, str(run.folder), "latest", str(runs / "latest")):
        assert open_run(name, runs).folder.resolve() == run.folder.resolve()
    with pytest.raises(NotFound, match="there is no run") as caught:
        open_run("nothing", runs)
    assert run.name in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("colour: red", "colour"), ("system: oracle", "system"), ("depth: 0", "depth"), ("{", "cannot be read")],
)
def test_a_configuration_that_cannot_be_meant(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInput, match=reason):
        load_config(path)


def test_rules_of_a_configuration_are_found_beside_it_and_change_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("rules: {3039MP: rules.yaml}", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"rules\.3039MP"):
        load_config(path)
    (tmp_path / "rules.yaml").write_text("a", encoding="utf-8")
    before = identity(load_config(path))
    (tmp_path / "rules.yaml").write_text("b", encoding="utf-8")
    assert identity(load_config(path)) != before != identity(Config())
