"""Writing a model down for onnxruntime, and proving that it gives the same vectors there."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import ModelError
from index.exports import GRAPH, TOKENIZER, WEIGHTS, Recipe, digest_of
from index.onnx_model import INPUTS, OnnxModel
from index.pooling import Matrix
from index.sentence_model import SentenceModel

SAME = 0.9999
"""The least cosine between the vectors that both give for each of `TRIED`."""

TRIED = (
    "",
    " ",
    "-",
    "Repairs trucks.",
    "Leads the recruitment and hiring of staff, including outreach, interview and selection;",
    "How many years of experience do I need, and how many of them managerial?",
    "Considerable knowledge of relevant state and federal laws, statutes and regulations. (KNOWLEDGE)",
    "Twelve (12) years of professional experience; $75,000.00; 37.5 hours/week; C.G.S. § 5-200(a)(3)",
    "Zuständig für Förderanträge, naïve façades et œuvres élevées",
    "消防士は人命を救助する。 Пожарный",
    "🚒 fire engine 👩‍🚒",
    "[SEP] [CLS] <s> </s> <unk> [MASK]",
    "incomprehensibilities " * 30,
    "Prepares budgets, attends meetings of the board and answers letters from the public about the parks. " * 40,
)
"""Texts of all lengths and kinds; tried alone and among each other."""

_OPSET = 17


def write_export(model: SentenceModel, folder: Path) -> None:
    """Write the model into the folder, and try it there; ModelError where it is not the same."""
    try:
        recipe = _write(model, folder)
    except OSError:
        raise
    except Exception as error:  # a model's own code is run, and may raise whatever it likes
        first = str(error).strip().splitlines()[:1] or [""]
        raise ModelError(f"it cannot be written as a graph: {type(error).__name__}: {first[0]}") from error
    recipe.write(folder)
    least = _least_cosine(model, OnnxModel(folder))
    if not least >= SAME:
        raise ModelError(f"as a graph it gives other vectors: a cosine of {least:.4f}, {SAME} is asked for")


def _write(model: SentenceModel, folder: Path) -> Recipe:
    tokenizer: Any = model.model.tokenizer
    _write_tokenizer(tokenizer, model.model.max_seq_length, folder)
    features = _features(model.model, list(TRIED[3:6]))
    inputs = tuple(name for name in INPUTS if name in features)
    _write_graph(_whole(model, inputs), [features[name] for name in inputs], inputs, folder)
    files = [path for name in (TOKENIZER, GRAPH, WEIGHTS) if (path := folder / name).is_file()]
    return Recipe(
        inputs=inputs,
        takes_mean=model.takes_mean,
        marks=model.marks,
        pad=int(tokenizer.pad_token_id or 0),
        dimension=model.embed([TRIED[3]]).shape[1],
        sizes={path.name: path.stat().st_size for path in files},
        digests={path.name: digest_of(path) for path in files},
    )


def _write_tokenizer(tokenizer: Any, most: int | None, folder: Path) -> None:
    from tokenizers import Tokenizer

    plain = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    plain.no_padding()
    plain.no_truncation()
    if most is not None:
        plain.enable_truncation(most, direction=tokenizer.truncation_side)
    plain.save(str(folder / TOKENIZER))


def _features(model: Any, texts: list[str]) -> dict[str, Any]:
    read = model.preprocess(texts) if hasattr(model, "preprocess") else model.tokenize(texts)
    return dict(read)


def _whole(model: SentenceModel, inputs: Sequence[str]) -> Any:
    """The model as one function of its inputs: the vectors of all tokens, or of whole texts."""
    import torch

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.modules_in_order = torch.nn.ModuleList([model.model[0]] if model.takes_mean else list(model.model))

        def forward(self, *tensors: Any) -> Any:
            features: dict[str, Any] = dict(zip(inputs, tensors, strict=True))
            for module in self.modules_in_order:
                features = module(features)
            return features["token_embeddings" if model.takes_mean else "sentence_embedding"]

    return Whole().eval()


def _write_graph(whole: Any, tensors: list[Any], inputs: Sequence[str], folder: Path) -> None:
    import onnxruntime  # type: ignore[import-untyped]
    import torch

    raw = folder / "raw"  # a folder: a large model comes in several files
    raw.mkdir()
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what tracing may get wrong is tried afterwards
        # The older exporter takes seconds, the newer one most of a minute and more packages.
        torch.onnx.export(
            whole,
            tuple(tensors),
            str(raw / GRAPH),
            input_names=list(inputs),
            output_names=["vectors"],
            dynamic_axes={name: {0: "text", 1: "token"} for name in inputs},
            opset_version=_OPSET,
            dynamo=False,
        )
    # Improved once, here, and not at every start; the numbers in a file of their own can be mapped into memory.
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(folder / GRAPH)
    options.log_severity_level = 4
    options.add_session_config_entry("session.optimized_model_external_initializers_file_name", WEIGHTS)
    options.add_session_config_entry("session.optimized_model_external_initializers_min_size_in_bytes", "1024")
    onnxruntime.InferenceSession(str(raw / GRAPH), options, providers=["CPUExecutionProvider"])
    shutil.rmtree(raw)


def _least_cosine(model: SentenceModel, written: OnnxModel) -> float:
    theirs = model.embed(TRIED)
    alone = np.concatenate([written.embed([text]) for text in TRIED])
    return min(_cosine(theirs, alone), _cosine(theirs, written.embed(TRIED)))


def _cosine(ones: Matrix, others: Matrix) -> float:
    if ones.shape != others.shape:
        return 0.0
    return float(np.sum(ones * others, axis=1).min())
