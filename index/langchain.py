"""The search and the embedding model as LangChain has them: for chains and agents of one's own.

They stand apart because importing LangChain takes longer than answering a question.
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import Field, SkipValidation

from index.retriever import ClauseSearch, Hit
from index.sync import Embedder


class SpecRetriever(BaseRetriever):
    """The clauses that fit a query best, as documents whose content is the clause as written and whose metadata are
    the fields of `Hit`. One retriever may serve several threads.
    """

    clauses: SkipValidation[ClauseSearch] = Field(description="The search, with its own filters and limit.")

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [document(hit) for hit in self.clauses.search(query)]


def document(hit: Hit) -> Document:
    """The hit as LangChain passes it on."""
    metadata: dict[str, Any] = {name: getattr(hit, name) for name in Hit.__slots__}
    metadata["section"] = hit.section.value
    return Document(id=f"{hit.revision}:{hit.clause_index}", page_content=hit.quote, metadata=metadata)


class SpecEmbeddings(Embeddings):
    """An embedding model of the index, as LangChain wants it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of the texts."""
        return [[float(value) for value in row] for row in self._embedder.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text."""
        return self.embed_documents([text])[0]
