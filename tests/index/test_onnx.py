"""Models exported to onnxruntime: the same vectors, or an honest refusal; there whole or not at all."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_embeddings import ODD_TEXTS, tiny_model

from corpus.loaders import load
from corpus.parse import parse
from index import exports, onnx_export, onnx_model
from index.chunks import chunks_of
from index.embeddings import SentenceEmbeddings
from index.exports import GRAPH, RECIPE, REFUSED, WEIGHTS, read_recipe
from index.home import default_corpus
from index.models import BUNDLED, find_model
from index.onnx_export import SAME, TRIED
from index.onnx_model import OnnxModel
from index.pooling import Matrix
from index.sentence_model import SentenceModel
from tests.forks import FORKS

AT_LEAST = 1000


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> SentenceEmbeddings:
    """The bundled model, exported."""
    home = tmp_path_factory.mktemp("home")
    model = SentenceEmbeddings(find_model(BUNDLED, home / "models.json"), home / "models")
    assert not model.is_prepared
    model.prepare()
    assert model.is_prepared
    assert model.export.refusal() is None
    return model


@pytest.fixture(scope="module")
def plain(exported: SentenceEmbeddings) -> SentenceModel:
    """The bundled model as sentence-transformers runs it."""
    return SentenceModel(find_model(BUNDLED).folder)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model of random weights."""
    return tiny_model(tmp_path_factory.mktemp("tiny"), "mean")


def of_folder(folder: Path, models: Path) -> SentenceEmbeddings:
    return SentenceEmbeddings(find_model(str(folder), models.parent / "notes.json"), models)


def cosines(ones: Matrix, others: Matrix) -> Matrix:
    assert ones.shape == others.shape
    return np.asarray(np.sum(ones * others, axis=1))


def shipped_texts() -> Iterator[str]:
    """What is embedded of the shipped specifications and samples, and the questions of the shipped sets."""
    folders = [default_corpus(), default_corpus().parent / "samples"]
    for document in load([file for folder in folders for file in sorted(folder.glob("*.txt"))]):
        assert not isinstance(document, Exception)
        yield from (chunk.text for chunk in chunks_of(parse(document.text, document.name)))
    for file in sorted((Path(__file__).parents[2] / "evals" / "sets").glob("*-dev.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield from (value for key, value in json.loads(line).items() if key in ("question", "query"))


@pytest.mark.timeout(900)
def test_both_give_the_same_vectors_for_more_than_a_thousand_texts(
    exported: SentenceEmbeddings, plain: SentenceModel
) -> None:
    shipped = sorted(set(shipped_texts()), key=lambda text: hashlib.sha256(text.encode()).digest())
    texts = [*shipped[:AT_LEAST], *(text for text in ODD_TEXTS if text != "\ud800")]
    assert len(texts) > AT_LEAST
    found = cosines(exported.embed(texts), plain.embed(texts))
    assert found.min() >= SAME, texts[int(found.argmin())]


ANY_TEXT = st.text(st.characters(codec=None), max_size=60) | st.sampled_from(ODD_TEXTS) | st.text(max_size=4000)


@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_give_the_same_vectors_for_any_text(
    exported: SentenceEmbeddings, plain: SentenceModel, texts: list[str]
) -> None:
    known = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
    assert cosines(exported.embed(texts), plain.embed(known)).min() >= SAME
    assert cosines(exported.embed(texts[:1]), plain.embed(known[:1])).min() >= SAME


def test_a_text_has_the_same_vector_whatever_stands_beside_it(exported: SentenceEmbeddings) -> None:
    texts = [*TRIED, *(f"Inspects {'long ' * (number % 50)}bridges number {number}." for number in range(40))]
    together = exported.embed(texts)
    assert together.shape == (len(texts), exported.dimension)
    assert cosines(together, np.concatenate([exported.embed([text]) for text in texts])).min() >= SAME


def test_several_threads_get_what_one_gets(exported: SentenceEmbeddings) -> None:
    reader = OnnxModel(exported.export.folder)
    texts = [f"Inspects bridge number {number}." for number in range(24)]
    with ThreadPoolExecutor(6) as pool:
        found = np.concatenate(list(pool.map(lambda text: reader.embed([text]), texts)))
    assert cosines(found, reader.embed(texts)).min() >= SAME


def test_what_is_embedded_cannot_be_spoilt_by_who_got_it(exported: SentenceEmbeddings) -> None:
    first = exported.embed(["Trains new staff."])
    kept = first.copy()
    first[:] = 0
    assert np.array_equal(exported.embed(["Trains new staff."]), kept)


@pytest.mark.parametrize("pooling", ["mean", "cls", "max", "lasttoken"])
def test_any_way_of_pooling_is_exported_or_refused_but_never_wrong(tmp_path: Path, pooling: str) -> None:
    folder = tiny_model(tmp_path, pooling)
    model = of_folder(folder, tmp_path / "models")
    texts = ["repairs trucks and buses", "bakes", "", "bread and cakes and bread and cakes " * 20]
    before = model.embed(texts)
    model.prepare()
    assert model.is_prepared
    assert cosines(model.embed(texts), before).min() >= SAME
    assert (read_recipe(model.export.folder) is None) == (model.export.refusal() is not None)
    if pooling in ("mean", "cls"):
        assert isinstance(model._reader, OnnxModel)


def test_an_export_that_gives_other_vectors_is_discarded_and_says_so(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = OnnxModel.embed
    monkeypatch.setattr(OnnxModel, "embed", lambda self, texts: np.roll(real(self, texts), 1, axis=1))
    model = of_folder(tiny, tmp_path / "models")
    model.prepare()
    assert model.is_prepared
    assert "other vectors" in (model.export.refusal() or "")
    assert [path.name for path in model.export.folder.iterdir()] == [REFUSED], "nothing else is left lying"
    assert isinstance(model._loaded(), SentenceModel)


def test_a_model_that_cannot_be_traced_is_refused_with_the_reason(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise TypeError("this operator has no counterpart")

    monkeypatch.setattr(onnx_export, "_write_graph", failing)
    model = of_folder(tiny, tmp_path / "models")
    model.prepare()
    assert "this operator has no counterpart" in (model.export.refusal() or "")
    assert np.allclose(np.linalg.norm(model.embed(["bakes bread"])), 1, atol=1e-5)
    monkeypatch.undo()
    model.prepare()
    assert model.export.refusal() is not None, "it is not tried again at every sync"
    monkeypatch.setattr(exports, "_packages", lambda: {"torch": "another"})
    assert not model.is_prepared
    model.prepare()
    assert model.export.refusal() is None, "but with other packages it is"
    assert model.export.is_made()


def test_files_that_are_not_whole_are_made_again(tiny: Path, tmp_path: Path) -> None:
    model = of_folder(tiny, tmp_path / "models")
    model.prepare()
    weights = model.export.folder / WEIGHTS
    weights.write_bytes(weights.read_bytes()[:-5])
    assert not model.is_prepared
    assert isinstance(of_folder(tiny, tmp_path / "models")._loaded(), SentenceModel)
    model.prepare()
    assert model.export.damage() is None
    for spoilt in ("[]", "{}", "{broken"):
        (model.export.folder / RECIPE).write_text(spoilt)
        assert not model.is_prepared


def test_files_that_were_changed_are_told_and_do_not_stop_a_question(
    tiny: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = of_folder(tiny, tmp_path / "models")
    model.prepare()
    graph = model.export.folder / GRAPH
    graph.write_bytes(b"\xff" * graph.stat().st_size)
    assert str(graph) in (model.export.damage() or "")
    with caplog.at_level(logging.WARNING):
        assert model.embed(["bakes bread"]).shape == (1, 16)
    assert f"remove {model.export.folder}, then: specs sync" in caplog.text


def test_another_version_of_the_model_has_an_export_of_its_own(tiny: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny, tmp_path / "copy")
    first = of_folder(folder, tmp_path / "models")
    first.prepare()
    weights = folder / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    second = of_folder(folder, tmp_path / "models")
    assert second.export.folder != first.export.folder
    assert not second.is_prepared


def _prepare(folder: Path, models: Path) -> None:
    of_folder(folder, models).prepare()


def _prepare_and_die(folder: Path, models: Path, where: str) -> None:
    def die(*_: Any, **__: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    module = {"_write_graph": onnx_export, "_least_cosine": onnx_export}[where]
    setattr(module, where, die)
    _prepare(folder, models)


def _run(target: Any, *args: object) -> Any:
    process = FORKS.Process(target=target, args=args)
    process.start()
    return process


@pytest.mark.timeout(900)
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("where", ["_write_graph", "_least_cosine"])
def test_a_process_killed_while_it_exports_leaves_nothing_that_is_used(tiny: Path, tmp_path: Path, where: str) -> None:
    models = tmp_path / "models"
    killed = _run(_prepare_and_die, tiny, models, where)
    killed.join(400)
    assert killed.exitcode == -signal.SIGKILL
    model = of_folder(tiny, models)
    assert not model.is_prepared
    assert isinstance(model._loaded(), SentenceModel)
    model.prepare()
    assert {path.name for path in models.iterdir()} == {model.export.folder.name, "export.lock"}
    assert model.export.damage() is None


@pytest.mark.timeout(900)
def test_two_processes_that_export_at_once_end_with_one_whole_export(tiny: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    running = [_run(_prepare, tiny, models) for _ in range(2)]
    for process in running:
        process.join(400)
        assert process.exitcode == 0
    model = of_folder(tiny, models)
    assert model.export.is_made()
    assert model.export.damage() is None
    assert {path.name for path in models.iterdir()} == {model.export.folder.name, "export.lock"}


def test_batches_hold_like_lengths_and_every_text_once() -> None:
    lengths = [3, 500, 2, 40, 40, 7, 1, 200, 9000, 0]
    found = onnx_model._batches(lengths)
    assert sorted(at for batch in found for at in batch) == list(range(len(lengths)))
    for batch in found:
        width = max(lengths[at] for at in batch)
        assert len(batch) == 1 or width * len(batch) <= onnx_model.TOKENS_AT_ONCE
