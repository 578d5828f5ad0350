"""What counts as worse than the baseline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableInput
from evals.bench import __main__ as bench
from evals.bench.__main__ import BEGIN, END, main, write_between
from evals.bench.baseline import BASELINE, compare, read_baseline, write_baseline
from evals.bench.figures import Figure
from evals.bench.scale import SIZES


def figure(ratio: float, *, more: bool = False, key: str = "warm") -> Figure:
    return Figure(key, key, "ms", ratio * 10, 10.0, more_is_better=more)


@given(st.floats(0.01, 100), st.floats(0.01, 1))
def test_a_ratio_may_be_worse_by_the_tolerance_and_no_more(before: float, tolerance: float) -> None:
    def is_worse(now: float, *, more: bool) -> bool:
        (found,) = compare([figure(now, more=more)], {"warm": before}, tolerance)
        return found.has_regressed

    assert not is_worse(before * (1 + tolerance) * 0.999, more=False)
    assert is_worse(before * (1 + tolerance) * 1.001, more=False)
    assert not is_worse(before / (1 + tolerance) * 1.001, more=True)
    assert is_worse(before / (1 + tolerance) * 0.999, more=True)
    assert not is_worse(before / 2, more=False)
    assert not is_worse(before * 2, more=True)


def test_what_is_new_or_was_not_measured_is_told_and_fails_nothing() -> None:
    found = compare([figure(1, key="new"), Figure("alone", "alone", "s", 9.0)], {"old": 0.5})
    assert [str(each) for each in found] == ["new: not kept -> 1.000x", "old: 0.500x -> not measured"]
    assert not any(each.has_regressed for each in found)


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline([figure(0.25), figure(3, more=True, key="indexing"), Figure("alone", "alone", "s", 9.0)], path)
    assert read_baseline(path) == {"warm": 0.25, "indexing": 3}
    assert not any(each.has_regressed for each in compare([figure(0.25)], read_baseline(path)))


def test_a_missing_baseline_is_said_and_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnreadableInput, match="--write-baseline"):
        read_baseline(tmp_path / "none.json")
    assert main(["--check", "--baseline", str(tmp_path / "none.json")]) == 2
    assert "--write-baseline" in capsys.readouterr().err


@pytest.mark.skipif(not BASELINE.is_file(), reason="no run has been kept yet: python -m evals.bench --write-baseline")
def test_the_committed_baseline_has_what_is_measured() -> None:
    kept = read_baseline(BASELINE)
    assert {"cold", "warm specs", "warm samples", "memory samples", "indexing"} <= kept.keys()
    assert f"filtered {SIZES[-1] // 1000}k" in kept


def test_a_run_is_told_kept_and_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ratios = iter([0.5, 0.5, 0.9])
    monkeypatch.setattr(bench, "MEASURES", {"warm": lambda _: [figure(next(ratios))], "cold": lambda _: []})
    kept, document = tmp_path / "baseline.json", tmp_path / "performance.md"
    document.write_text(f"{BEGIN}{END}\n", encoding="utf-8")
    options = ["--only", "warm", "--baseline", str(kept), "--folder", str(tmp_path / "work")]
    assert main([*options, "--write-baseline", "--docs", str(document), "--json", str(tmp_path / "run.json")]) == 0
    assert read_baseline(kept) == {"warm": 0.5}
    assert "| warm |" in document.read_text(encoding="utf-8")
    assert "cores" in document.read_text(encoding="utf-8")
    assert json.loads((tmp_path / "run.json").read_text())["figures"][0]["key"] == "warm"
    assert main([*options, "--check"]) == 0
    assert main([*options, "--check"]) == 1
    assert "worse than the baseline: warm" in capsys.readouterr().err


def test_a_report_takes_the_place_of_the_last_one(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"Before.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n", encoding="utf-8")
    write_between(document, r"new \1")
    write_between(document, r"newer \1")
    assert document.read_text(encoding="utf-8") == f"Before.\n\n{BEGIN}\n\nnewer \\1\n\n{END}\n\nAfter.\n"
