"""What the documents say is what the program does."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.cli import COMMANDS, GROUPS, run
from assistant.cli_reference import reference
from tests.transcripts import README, filled

ROOT = README.parent
DOCUMENTS = sorted([README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
TEXT = README.read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL)


def test_the_command_line_reference_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference(), "run: make docs"


def test_the_transcripts_are_what_the_commands_write(synced_home: Path) -> None:
    assert filled(TEXT, synced_home) == TEXT, "run: make docs"
    assert TEXT.count("```console\n$ specs ") >= 3


def test_the_python_example_runs(synced_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPECS_HOME", str(synced_home))
    (example,) = blocks("python")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(example, "README.md", "exec"), {})
    assert "twelve (12) years" in said.getvalue()


def test_the_json_example_is_what_is_written(synced_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPECS_HOME", str(synced_home))
    (example,) = blocks("json")
    shown = json.loads(example)
    said = io.TextIOWrapper(io.BytesIO())
    with contextlib.redirect_stdout(said):
        run(["ask", "--json", shown["question"]])
    said.seek(0)
    answer = json.load(said)
    assert Answer.model_validate(shown).statements == Answer.model_validate(answer).statements
    assert shown.keys() <= answer.keys()
    assert {**shown, "timings_ms": None, "follow_ups": None} == {
        key: None if key in ("timings_ms", "follow_ups") else answer[key] for key in shown
    }


def named_commands() -> list[list[str]]:
    """Every `specs ...` in the documents' code, as words."""
    found = []
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        code = re.findall(r"```(?:sh|console)\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
        lines = [line for block in code for line in block.splitlines()]
        commands = [match[1] for line in lines if (match := re.match(r"(?:\$ |[A-Z_]+=\S+ )*specs (.+)", line))]
        found += [shlex.split(command.split("<<")[0].split("|")[0]) for command in commands]
    return found


def test_every_command_and_option_that_is_named_is_there() -> None:
    commands = named_commands()
    assert len(commands) > 12
    for name, *rest in commands:
        assert name in COMMANDS or name in GROUPS or name.startswith("-"), name
        path = [name]
        if name in GROUPS and rest:
            path.append(rest[0])
            assert rest[0] in GROUPS[name], f"specs {name} has no {rest[0]}"
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            run([*path, "--help"])
        for word in rest:
            if word.startswith("--"):
                assert word in said.getvalue(), f"specs {' '.join(path)} has no {word}"


def test_every_command_is_named_in_the_readme() -> None:
    assert {name for name in (*COMMANDS, *GROUPS) if f"specs {name}" not in TEXT} == set()


def test_every_link_leads_somewhere() -> None:
    for document in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *itertools.chain(*project["optional-dependencies"].values())]
    pinned = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    assert {_name(requirement) for requirement in wanted} <= {_name(name) for name in pinned}
    assert pinned["torch"] == "2.13.0"
    assert not [name for name in pinned if name.startswith(("nvidia", "triton"))]
    assert not [version for version in pinned.values() if "+" in version]


def _name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")
