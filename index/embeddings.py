"""Texts to vectors of unit length, by an embedding model: on onnxruntime where the model was exported to it, else by
sentence-transformers. Both give the same (`onnx_export` proves it before an export is used); the first starts in a
tenth of a second instead of seconds.

A text's vector is the mean of its tokens' as `pooling` weighs them. A model that makes a text's vector in another way
than by the mean is left to it.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import ModelError
from index.exports import Export, read_recipe
from index.home import Home
from index.models import LEAD, ModelFiles, find_model

if TYPE_CHECKING:
    from index.pooling import Matrix

_KEPT = 64
"""Single texts whose vectors are kept: a question is looked at from several sides."""

_log = logging.getLogger(__name__)


class Reader(Protocol):
    """A loaded model."""

    def embed(self, texts: Sequence[str]) -> Matrix:
        """One row of unit length for each text."""


def open_embedder(name: str | None = None, home: Home | None = None) -> SentenceEmbeddings:
    """The embedding model of this name or folder; without one, that of the environment, else the bundled one.

    `home`, by default the environment's, is where it is exported to. Nothing is loaded before the first text is
    embedded. Raises ModelError where there is no such model, or where the bundled one is not the published one.
    """
    place = home or Home.from_environment()
    return SentenceEmbeddings(find_model(name, place.path / "models.json"), place.models)


class SentenceEmbeddings:
    """An embedding model for the index; loaded when it is first needed, and used by several threads at once."""

    def __init__(self, files: ModelFiles, exports: Path) -> None:
        self._files = files
        self.export = Export(exports, files)
        self._reader: Reader | None = None
        self._kept: OrderedDict[bytes, Matrix] = OrderedDict()
        self._loading, self._keeping = threading.Lock(), threading.Lock()
        self._dimension = files.dimension

    @property
    def key(self) -> str:
        """What tells these vectors from all others: the model's name, a digest of its files, and how it is used."""
        return f"{self._files.name} {self._files.digest[:12]} lead{LEAD}"

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        if self._dimension is None:
            recipe = read_recipe(self.export.folder)
            self._dimension = recipe.dimension if recipe else self._loaded().embed([self._files.name]).shape[1]
        return self._dimension

    @property
    def is_prepared(self) -> bool:
        """Whether `prepare` has nothing left to do."""
        return self.export.is_settled()

    def prepare(self) -> None:
        """Export the model, once for all processes, so that embedding starts in a moment from then on.

        Where that cannot be done faithfully, the reason is written down and everything goes on without.
        """
        self.export.make()
        with self._loading:
            self._reader = None

    def embed(self, texts: Sequence[str]) -> Matrix:
        """A vector of unit length for each text, as the rows of a matrix."""
        if len(texts) == 1:
            return self._one(texts[0])[None].copy()
        if not texts:
            import numpy as np

            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._loaded().embed([_encodable(text) for text in texts])

    def _one(self, text: str) -> Matrix:
        # By a digest: what a person asked does not outlive its answer.
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found: Matrix = self._loaded().embed([_encodable(text)])[0]
        with self._keeping:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _loaded(self) -> Reader:
        with self._loading:
            if self._reader is None:
                self._reader = self._exported() or self._plain()
            return self._reader

    def _exported(self) -> Reader | None:
        if not self.export.is_made():
            return None
        from index.onnx_model import OnnxModel

        try:
            return OnnxModel(self.export.folder)
        except ModelError as error:
            again = f"remove {self.export.folder}, then: specs sync"
            _log.warning("%s; sentence-transformers answers instead (%s)", error.message, again)
            return None

    def _plain(self) -> Reader:
        from index.sentence_model import SentenceModel

        return SentenceModel(self._files.folder)


def _encodable(text: str) -> str:
    """The text without characters that stand alone for half of one; no tokenizer takes those."""
    return text.encode("utf-8", "replace").decode("utf-8")
