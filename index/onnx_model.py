"""A model as onnxruntime runs it: imported and loaded in a tenth of a second, from a folder that `onnx_export` made."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from index.exports import GRAPH, TOKENIZER, read_recipe
from index.pooling import Matrix, lead_means, of_unit_length

if TYPE_CHECKING:
    from tokenizers import Encoding

TOKENS_AT_ONCE = 512
"""Tokens of a batch, with what fills it up: as many as a core's cache has room for between two layers."""

INPUTS = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
"""What a graph may want, and what a tokenizer calls it."""

Numbers = NDArray[np.int64]


class OnnxModel:
    """A folder's model, loaded; it may be used by several threads. Raises ModelError where it cannot be loaded."""

    def __init__(self, folder: Path) -> None:
        recipe = read_recipe(folder)
        if recipe is None:
            raise ModelError(f"{folder} holds no exported model", mend="specs sync")
        self._recipe = recipe
        try:
            self._tokenizer, self._session = _tokenizer(folder), _session(folder)
        except Exception as error:  # both libraries raise bare ones
            raise ModelError(f"the model in {folder} cannot be loaded: {error}", mend="specs sync") from error

    def embed(self, texts: Sequence[str]) -> Matrix:
        """A vector of unit length for each text, as the rows of a matrix; there must be one text at least."""
        read = [self._tokenizer.encode(text) for text in texts]
        batches = _batches([len(one) for one in read])
        found = np.empty((len(texts), self._recipe.dimension), dtype=np.float32)

        def fill(places: list[int]) -> None:
            found[places] = self._vectors([read[at] for at in places])

        if len(batches) == 1:
            fill(batches[0])
            return found
        with ThreadPoolExecutor(min(len(batches), _cores())) as pool:
            list(pool.map(fill, batches))
        return found

    def _vectors(self, read: Sequence[Encoding]) -> Matrix:
        recipe = self._recipe
        inputs = {name: _filled_up(read, name, recipe.pad if name == "input_ids" else 0) for name in recipe.inputs}
        output: Any = self._session.run(None, inputs)[0]
        if not recipe.takes_mean:
            return of_unit_length(output)
        ids = _filled_up(read, "input_ids", recipe.pad)
        is_read = _filled_up(read, "attention_mask", 0).astype(bool)
        return lead_means(output, is_read, ~np.isin(ids, recipe.marks))


def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(folder / TOKENIZER))


def _session(folder: Path) -> Any:
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    # One thread for one batch: several batches at once use all cores without waiting for each other at every layer.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # it was, when it was made
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(folder / GRAPH), options, providers=["CPUExecutionProvider"])


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """The places of texts with so many tokens, in batches of like lengths, the longest first."""
    found: list[list[int]] = []
    width = 0
    for at in sorted(range(len(lengths)), key=lambda at: -lengths[at]):
        if not found or width * (len(found[-1]) + 1) > TOKENS_AT_ONCE:
            found.append([])
            width = max(1, lengths[at])
        found[-1].append(at)
    return found


def _filled_up(read: Sequence[Encoding], name: str, pad: int) -> Numbers:
    rows = [getattr(one, INPUTS[name]) for one in read]
    found = np.full((len(rows), max(len(row) for row in rows)), pad, dtype=np.int64)
    for at, row in enumerate(rows):
        found[at, : len(row)] = row
    return found


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
