"""What a question imports: in a process of its own, on a home that has been synced with the bundled model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    *("torch", "transformers", "sentence_transformers", "scipy", "sklearn", "gradio", "chromadb"),
    *("langchain", "langchain_core", "langgraph", "langsmith"),
    *("lark", "yaml", "lxml", "bs4", "docx", "pypdf", "httpx", "filelock", "huggingface_hub", "onnx"),
)
"""What no question needs, unless it is a person's own case."""

MODEL = ("numpy", "onnxruntime", "tokenizers")
"""What is only needed to compare meanings."""

TOLD = """
import io, json, sys
from assistant.cli import run
sys.stdout = io.TextIOWrapper(io.BytesIO())
code = run(sys.argv[1:])
print(code, json.dumps([name for name in sys.modules if "." not in name]), file=sys.__stdout__)
"""


def _run(home: Path, *arguments: str) -> str:
    environment = os.environ | {"SPECS_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _imported(home: Path, *arguments: str) -> set[str]:
    code, _, names = _run(home, "-c", TOLD, *arguments).partition(" ")
    assert code == "0"
    return set(json.loads(names))


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "--class", "3039MP", "Who hires staff?"),
        ("ask", "--json", "Who hires staff?"),
        ("ask", "Would I be in charge of other people?"),
        ("ask", "Which duties have to do with budgets?"),
        ("search", "recruitment and hiring"),
        ("search", "--section", "duties", "--json", "recruitment and hiring"),
    ],
)
def test_a_question_imports_nothing_heavy(synced_home: Path, arguments: tuple[str, ...]) -> None:
    found = _imported(synced_home, *arguments)
    assert found.isdisjoint(HEAVY), sorted(found & set(HEAVY))
    assert "assistant" in found


@pytest.mark.parametrize("question", ["What is the salary group?", "How many years of experience are required?"])
def test_what_is_told_from_a_field_loads_no_model(synced_home: Path, question: str) -> None:
    found = _imported(synced_home, "ask", "--class", "3039MP", question)
    assert found.isdisjoint([*HEAVY, *MODEL]), sorted(found & {*HEAVY, *MODEL})


def test_meaning_is_compared_by_onnxruntime(synced_home: Path) -> None:
    assert set(MODEL) <= _imported(synced_home, "search", "recruitment and hiring")
    assert "✓ speed" in _run(synced_home, "-m", "assistant.cli", "doctor")


@pytest.mark.parametrize("command", [("list",), ("show", "3039MP"), ("history", "3039MP")])
def test_what_needs_no_search_loads_no_model(synced_home: Path, command: tuple[str, ...]) -> None:
    found = _imported(synced_home, *command)
    assert found.isdisjoint([*HEAVY, *MODEL]), sorted(found & {*HEAVY, *MODEL})
