"""Where models lie that were exported to onnxruntime, once for each.

MODELS/NAME-DIGEST/
├── recipe.json       how texts become inputs and outputs become vectors, and the digests of the other files
├── tokenizer.json    the model's own, as the library tokenizers reads it
├── model.onnx        the graph
└── weights.bin       its numbers, mapped into memory as they are needed
or refused.json, the reason why sentence-transformers must answer instead. The folder is made under another name and
renamed, so that it is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import ModelError, StoreError
from index.models import ModelFiles

RECIPE, TOKENIZER, GRAPH, WEIGHTS = "recipe.json", "tokenizer.json", "model.onnx", "weights.bin"
LAYOUT = 1
"""The version of the folder's layout; one of another layout is made anew."""

REFUSED = "refused.json"
_PACKAGES = ("onnx", "onnxruntime", "sentence-transformers", "tokenizers", "torch", "transformers")
_PARTIAL = ".part"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a folder's graph is used. `takes_mean`: it gives a vector for each token, to be weighed; else one a text.

    `marks` are the ids of the tokens that the model sets around a text, `pad` is the one that fills a row up. `sizes`
    and `digests` (sha256) are those of the other files, by name.
    """

    inputs: tuple[str, ...]
    takes_mean: bool
    marks: tuple[int, ...]
    pad: int
    dimension: int
    sizes: dict[str, int]
    digests: dict[str, str]
    layout: int = LAYOUT

    def write(self, folder: Path) -> None:
        """Keep the recipe in the folder."""
        (folder / RECIPE).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")


def read_recipe(folder: Path) -> Recipe | None:
    """The folder's recipe; None where there is none, or one of another layout, or a file is not whole."""
    try:
        found = json.loads((folder / RECIPE).read_text(encoding="utf-8"))
        recipe = Recipe(**found | {name: tuple(found[name]) for name in ("inputs", "marks")})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    whole = all(_size(folder / name) == size for name, size in recipe.sizes.items())
    return recipe if recipe.layout == LAYOUT and whole else None


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def digest_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


class Export:
    """The place of a model's export among others in `models`."""

    def __init__(self, models: Path, files: ModelFiles) -> None:
        readable = re.sub(r"[^a-z0-9]+", "-", files.name.casefold()).strip("-")[-40:].strip("-") or "model"
        self._files = files
        self._models = models
        self.folder = models / f"{readable}-{files.digest[:12]}"

    def is_made(self) -> bool:
        """Whether the model is here."""
        return read_recipe(self.folder) is not None

    def is_settled(self) -> bool:
        """Whether nothing is left to do: the model is here, or is known not to be exportable with these packages."""
        return self.is_made() or self.refusal() is not None

    def refusal(self) -> str | None:
        """Why the model could not be exported; None where it was, or has not been tried with these packages."""
        try:
            found = json.loads((self.folder / REFUSED).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return str(found["reason"]) if found.get("packages") == _packages() else None

    def damage(self) -> str | None:
        """What is wrong with the files of a model that is here, if anything is."""
        recipe = read_recipe(self.folder)
        if recipe is None:
            return f"{self.folder} holds no whole model"
        for name, digest in recipe.digests.items():
            path = self.folder / name
            if not path.is_file() or digest_of(path) != digest:
                return f"{path} is not as it was written"
        return None

    def make(self) -> None:
        """Export the model, or write down why that cannot be; a second process waits for the first.

        Raises ModelError where the model cannot be loaded at all, StoreError where nothing can be written.
        """
        from filelock import FileLock

        try:
            self._models.mkdir(parents=True, exist_ok=True)
            with FileLock(self._models / "export.lock"):
                for left in self._models.glob(f"*{_PARTIAL}"):  # by a process that was killed
                    shutil.rmtree(left, ignore_errors=True)
                if not self.is_settled():
                    self._make()
        except OSError as error:
            raise StoreError(
                f"the model cannot be written to {self._models}: {error}", mend="see that the disk has room"
            ) from error

    def _make(self) -> None:
        from index.onnx_export import write_export
        from index.sentence_model import SentenceModel

        partial = self._models / f"{self.folder.name}{_PARTIAL}"
        partial.mkdir()
        try:
            model = SentenceModel(self._files.folder)
            try:
                write_export(model, partial)
            except ModelError as error:
                shutil.rmtree(partial)
                partial.mkdir()
                said = {"reason": error.message, "packages": _packages()}
                (partial / REFUSED).write_text(json.dumps(said, indent=1), encoding="utf-8")
            shutil.rmtree(self.folder, ignore_errors=True)
            partial.rename(self.folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def _packages() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found: dict[str, str] = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
