"""A model as sentence-transformers runs it: any that it can load, after seconds of imports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import ModelError
from index.models import SETTING
from index.pooling import Matrix, lead_means

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_AT_ONCE = 256
_BATCH = 32
_FEW = 8
"""Texts, up to which one thread is the quickest: several would spend their time waiting for each other."""

_MARKS = ("cls_token_id", "sep_token_id", "bos_token_id", "eos_token_id", "pad_token_id")


class SentenceModel:
    """A sentence-transformers model, loaded.

    `takes_mean` says whether its vector is the plain mean of its tokens' and nothing after it but its length changes;
    only then are tokens weighed here. `marks` are the ids of the tokens that it sets around a text.
    """

    def __init__(self, folder: Path) -> None:
        self.model = _loaded(folder)
        self.takes_mean = _takes_mean(self.model)
        tokenizer: Any = self.model.tokenizer
        ids = [getattr(tokenizer, name, None) for name in _MARKS]
        self.marks: tuple[int, ...] = tuple(dict.fromkeys(found for found in ids if found is not None))

    def embed(self, texts: Sequence[str]) -> Matrix:
        """A vector of unit length for each text, as the rows of a matrix; there must be one text at least."""
        # Texts of one length go together: a batch takes as long as its longest text.
        by_length = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        parts = [by_length[first : first + _AT_ONCE] for first in range(0, len(by_length), _AT_ONCE)]
        with _one_thread() if len(texts) <= _FEW else nullcontext():
            found = np.concatenate([self._encode([texts[at] for at in part]) for part in parts])
        return found[np.argsort(by_length)]

    def _encode(self, texts: list[str]) -> Matrix:
        if not self.takes_mean:
            plain = self.model.encode(texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
            return np.asarray(plain, dtype=np.float32)
        read: Any = self.model.encode(texts, batch_size=_BATCH, output_value=None, show_progress_bar=False)
        return np.concatenate([self._pooled(features) for features in read])

    def _pooled(self, features: dict[str, Any]) -> Matrix:
        is_read = features["attention_mask"].numpy()[None].astype(bool)
        is_own = ~np.isin(features["input_ids"].numpy()[None], self.marks)
        return lead_means(features["token_embeddings"].numpy()[None], is_read, is_own)


def _loaded(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    # A person who asks a question has no use for a bar that counts weights.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
        raise ModelError(
            f"the embedding model in {folder} cannot be loaded: {error}",
            mend=f"correct {SETTING}, or unset it to use the bundled model",
        ) from error


def _takes_mean(model: SentenceTransformer) -> bool:
    kinds = [type(module).__name__ for module in model]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return False
    pooling: Any = model[1]
    settings: dict[str, Any] = pooling.get_config_dict()
    named = [name.removeprefix("pooling_mode_") for name, value in settings.items() if value is True]
    modes = {settings["pooling_mode"]} if "pooling_mode" in settings else set(named) - {"include_prompt"}
    return modes in ({"mean"}, {"mean_tokens"})


@contextmanager
def _one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
