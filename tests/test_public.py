"""The boundaries between the folders, read from the code: who imports whom, how long files are, what loads when."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("corpus", "index", "assistant", "evals")
MAY_IMPORT = {
    "corpus": {"corpus"},
    "index": {"index", "corpus"},
    "assistant": {"assistant", "index", "corpus"},
    "evals": {"evals", "assistant", "corpus"},
}
HEAVY = ("torch", "sentence_transformers", "chromadb", "transformers", "langchain_core", "sqlalchemy")
MAX_LINES = 400


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of ours by its name, parsed."""
    found = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imported(name: str, *, at_start: bool = False) -> Iterator[str]:
    """The modules of ours that a module imports; those only that its own import brings in, if `at_start`."""
    tree = modules()[name]
    for node in _starting(tree.body) if at_start else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in modules() else node.module or ""


def _starting(body: list[ast.stmt]) -> Iterator[ast.AST]:
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
            yield from _starting([child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)])


def is_shell(name: str) -> bool:
    return name.startswith(("assistant.cli", "assistant.web"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_what_it_may(folder: str) -> None:
    wrong = [
        f"{name} imports {other}"
        for name in modules()
        if name.split(".")[0] == folder and not is_shell(name)
        for other in imported(name)
        if other.split(".")[0] in FOLDERS and other.split(".")[0] not in MAY_IMPORT[folder]
    ]
    assert not wrong


def test_nothing_imports_a_shell() -> None:
    wrong = [
        f"{name} imports {other}"
        for name in modules()
        if not is_shell(name)
        for other in imported(name)
        if is_shell(other)
    ]
    assert not wrong


def test_evaluation_uses_what_the_assistant_makes_public() -> None:
    """Modules with an underscore, and the way an answer is composed, are the assistant's own."""
    wrong = [
        f"{name} imports {other}"
        for name in modules()
        if name.startswith("evals")
        for other in imported(name)
        if other.startswith("assistant.") and ("._" in other or other.startswith("assistant.compose"))
    ]
    assert not wrong


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {name: {other for other in imported(name, at_start=True) if other in modules()} for name in modules()}
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " imports ".join((*path[path.index(name) :], name))
        if name not in done:
            for other in graph[name] - {name}:
                visit(other, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_the_rules_are_read_from_real_imports() -> None:
    """Were the reading of imports broken, the rules above would hold for nothing."""
    assert "corpus.model" in set(imported("index.chunks"))
    assert "index.home" in set(imported("assistant.session")) - set(imported("assistant.session", at_start=True))


def test_no_file_is_too_long() -> None:
    paths = [path for folder in (*FOLDERS, "tests") for path in (ROOT / folder).rglob("*.py")]
    long = {str(path.relative_to(ROOT)): lines for path in paths if (lines := _lines(path)) > MAX_LINES}
    assert not long


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    "code", ["import assistant", "import assistant.cli", "from assistant.cli import run; run(['--help'])"]
)
def test_what_needs_no_model_loads_none(code: str) -> None:
    said = f"{code}\nimport sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
