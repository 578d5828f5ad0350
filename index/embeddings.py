"""Texts to vectors of unit length, by a sentence-transformers model.

A text's vector is the mean of the vectors of its own tokens (the marks that a model sets before and after a text say
nothing of it), and the earlier a token, the more it counts: a duty states its act first, then its means and its ends.
docs/retrieval.md has what that gave. A model that makes a text's vector in another way than by the mean is left to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.errors import ModelError
from index.models import SETTING, ModelFiles, find_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Matrix = NDArray[np.float32]

LEAD = 16
"""A token this many places after the first counts half as much as it."""

_AT_ONCE = 256
_BATCH = 32
_FEW = 8
"""Texts, up to which one thread is the quickest: several would spend their time waiting for each other."""


def open_embedder(name: str | None = None) -> SentenceEmbeddings:
    """The embedding model of this name or folder; without one, that of the environment, else the bundled one.

    Nothing is loaded before the first text is embedded. Raises ModelError where there is no such model, or where the
    bundled one is not the published one.
    """
    return SentenceEmbeddings(find_model(name))


class SentenceEmbeddings(Embeddings):
    """A sentence-transformers model, for LangChain and for the index alike; loaded when it is first needed."""

    def __init__(self, files: ModelFiles) -> None:
        self._files = files

    @property
    def key(self) -> str:
        """What tells these vectors from all others: the model's name, a digest of its files, and how it is used."""
        return f"{self._files.name} {self._files.digest[:12]} lead{LEAD}"

    @cached_property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return self._files.dimension or len(self._encode(self._model, [self._files.name])[0])

    def embed(self, texts: Sequence[str]) -> Matrix:
        """A vector of unit length for each text, as the rows of a matrix."""
        found = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Texts of one length go together: a batch takes as long as its longest text.
        by_length = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        model = self._model
        with _one_thread() if len(texts) <= _FEW else nullcontext():
            for first in range(0, len(by_length), _AT_ONCE):
                places = by_length[first : first + _AT_ONCE]
                found[places] = self._encode(model, [_encodable(texts[at]) for at in places])
        return found

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of the texts, as LangChain wants them."""
        return [[float(value) for value in row] for row in self.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text, as LangChain wants it."""
        return self.embed_documents([text])[0]

    def _encode(self, model: SentenceTransformer, texts: list[str]) -> Matrix:
        if not self._takes_mean:
            plain = model.encode(texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
            return np.asarray(plain, dtype=np.float32)
        read: Any = model.encode(texts, batch_size=_BATCH, output_value=None, show_progress_bar=False)
        return np.stack([self._pooled(features) for features in read])

    def _pooled(self, features: dict[str, Any]) -> Matrix:
        is_read = features["attention_mask"].numpy().astype(bool)
        tokens = features["token_embeddings"].numpy()[is_read]
        ids = features["input_ids"].numpy()[is_read]
        return lead_mean(tokens, ~np.isin(ids, self._marks))

    @cached_property
    def _marks(self) -> list[int]:
        """The ids of the tokens that a model sets around a text."""
        tokenizer: Any = self._model.tokenizer
        names = ("cls_token_id", "sep_token_id", "bos_token_id", "eos_token_id", "pad_token_id")
        return [found for name in names if (found := getattr(tokenizer, name, None)) is not None]

    @cached_property
    def _takes_mean(self) -> bool:
        """Whether the model's vector is the plain mean of its tokens' and nothing after it but its length changes."""
        kinds = [type(module).__name__ for module in self._model]
        if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
            return False
        pooling: Any = self._model[1]
        settings: dict[str, Any] = pooling.get_config_dict()
        named = [name.removeprefix("pooling_mode_") for name, value in settings.items() if value is True]
        modes = {settings["pooling_mode"]} if "pooling_mode" in settings else set(named) - {"include_prompt"}
        return modes in ({"mean"}, {"mean_tokens"})

    @cached_property
    def _model(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        # A person who asks a question has no use for a bar that counts weights.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            return SentenceTransformer(str(self._files.folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
            raise ModelError(
                f"the embedding model in {self._files.folder} cannot be loaded: {error}",
                mend=f"correct {SETTING}, or unset it to use the bundled model",
            ) from error


def lead_mean(tokens: Matrix, is_own: NDArray[np.bool_]) -> Matrix:
    """The mean, of unit length, of the rows that are a text's own tokens, the n-th (from 0) weighing 1 / (1 + n/LEAD).

    A text without tokens of its own has the plain mean of all rows.
    """
    own = tokens[is_own] if is_own.any() else tokens
    weights = 1.0 / (1.0 + np.arange(len(own), dtype=np.float32) / LEAD) if is_own.any() else np.ones(len(own))
    total = np.asarray(weights @ own, dtype=np.float32)
    length = float(np.linalg.norm(total))
    return total / length if length else total


@contextmanager
def _one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _encodable(text: str) -> str:
    """The text without characters that stand alone for half of one; no tokenizer takes those."""
    return text.encode("utf-8", "replace").decode("utf-8")
