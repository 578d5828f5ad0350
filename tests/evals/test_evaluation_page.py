"""docs/evaluation.md is true: its run is executed line by line, its tables name what there is."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli import run
from evals.items import find_set, load_set, shipped_sets
from evals.metrics import METRICS
from evals.runs.config import Config
from index.testing import HashEmbedder

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
RUN = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]


@pytest.fixture
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder to work in, with the documents in it, and an embedding model that needs no weights."""
    embedder = HashEmbedder()
    monkeypatch.setattr("index.embeddings.open_embedder", lambda **_: embedder)
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    monkeypatch.chdir(tmp_path)
    yield


@pytest.mark.usefixtures("_desk")
@pytest.mark.timeout(600)
def test_the_run_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    said: dict[str, str] = {}
    for line in RUN:
        command, _, remark = line.partition("  # exit ")
        if command.startswith("specs "):
            assert run(shlex.split(command)[1:]) == int(remark or 0), (line, capsys.readouterr())
            said[command] = capsys.readouterr().out
        else:
            subprocess.run(["bash", "-c", command], check=True)
    first, second = (text for command, text in said.items() if command.startswith("specs eval gate"))
    failed = [line for line in first.splitlines() if "regression" in line and "|" in line]
    assert len(failed) >= 1
    assert any("false_eligible_rate" in line and "first.short" in line for line in failed)
    assert not any("unsupported" in line for line in failed)
    assert [line.split("|")[1].strip() for line in second.splitlines() if "regression |" in line] == ["all_evidence@10"]
    compared = next(text for command, text in said.items() if command.startswith("specs eval compare"))
    assert compared.startswith("Unsafe: ten years against default")
    page = Path("compared.html").read_text(encoding="utf-8")
    assert "first.short" in page
    assert not re.search(r"(?:src|href)=|https?://", page)
    assert Path("before/report.html").is_file()


def test_the_page_names_every_metric_and_every_key() -> None:
    named = set(re.findall(r"`([^`\n]+)`", PAGE))
    assert set(METRICS) - {"verdict_exact"} <= named
    assert set(Config.model_fields) <= named


def test_the_page_counts_the_shipped_sets() -> None:
    rows = re.findall(r"^\| (`.*?`) \| ([\d, ]+) \|", PAGE.split("## Shipped sets")[1], re.MULTILINE)
    told = {
        name: int(count)
        for names, counts in rows
        for name, count in zip(re.findall(r"`(.*?)`", names), counts.split(", "), strict=True)
    }
    assert told == {name: len(load_set(find_set(name))) for name in shipped_sets()}
