"""What people would build first, put to the same items: LangChain's quickstart, and BM25 over clauses alone.

They find passages and state nothing, so they are scored on what they retrieve.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import assistant
import corpus
from corpus.errors import NotFound, UserMistake
from corpus.filters import Filters
from corpus.model import Spec
from corpus.parse import parse
from evals.items import AnyOne, Item, RetrievalItem
from evals.runs.config import Config

if TYPE_CHECKING:
    from langchain_chroma import Chroma

SEARCH_KINDS = frozenset({"answer", "abstention", "conversation", "retrieval"})
CLAUSES = 10
"""Clauses that BM25 gives for a question."""


def _query(item: AnyOne) -> str:
    """What a search is asked; of a conversation all questions, for a search remembers nothing."""
    if isinstance(item, Item):
        return " ".join([*item.history, item.question])
    assert isinstance(item, RetrievalItem)
    return item.query


class WordsAlone:
    """BM25 over the clauses of a home: the full text of the catalogue, and nothing else of the assistant."""

    kinds = SEARCH_KINDS

    def __init__(self, opened: assistant.Assistant, config: Config) -> None:
        self._opened = opened
        self._depth = config.depth

    def output(self, item: AnyOne) -> dict[str, Any]:
        """The clauses that were found."""
        filters = Filters(class_codes=frozenset({item.class_code})) if item.class_code else Filters()
        depth = self._depth if isinstance(item, RetrievalItem) else CLAUSES
        found = []
        for hit in self._opened.catalogue.search(_query(item), filters, depth):
            span = self.spec(hit.class_code).clauses[hit.clause_index].span
            found.append([hit.class_code, span.start, span.end])
        return {"retrieved": found}

    def spec(self, class_code: str) -> Spec:
        """The current text of a class."""
        return self._opened.catalogue.spec(class_code)

    def revisions(self) -> dict[str, str]:
        """The current revision of each class."""
        return {one.class_code: self.spec(one.class_code).revision for one in self._opened.catalogue.entries()}

    def close(self) -> None:
        """Let go of the home."""
        self._opened.close()


class Quickstart:
    """LangChain's quickstart: chunks of 1,000 characters with 200 of overlap, the same embedding model, the best four.

    It has the class to filter by, as metadata, where the item chooses one.
    """

    kinds = SEARCH_KINDS

    def __init__(self, corpus_name: str, store: Path) -> None:
        try:
            from evals.bench import quickstart
        except ImportError as error:
            raise UserMistake("LangChain's quickstart is not installed", mend="pip install -e '.[bench]'") from error
        self._bench = quickstart
        self._store = store
        folder = Path(corpus.__file__).parent / corpus_name
        self._paths = {path.stem: path for path in sorted(folder.glob("*.txt"))}
        self._specs: dict[str, Spec] = {}
        if not store.is_dir():
            quickstart.build(store, list(self._paths.values()))

    @cached_property
    def _chroma(self) -> Chroma:
        return self._bench.open_store(self._store)

    def output(self, item: AnyOne) -> dict[str, Any]:
        """The chunks that were found."""
        chosen = {"source": f"{item.class_code}.txt"} if item.class_code else None
        found = self._chroma.similarity_search(_query(item), k=self._bench.FOUND, filter=chosen)
        return {"retrieved": [self._passage(one.metadata["source"], one.page_content) for one in found]}

    def _passage(self, source: str, chunk: str) -> list[Any]:
        """Where a chunk stands: the splitter strips blanks and joins by what it split at, so it is found as it is."""
        code = Path(source).stem
        start = self.spec(code).text.index(chunk)
        return [code, start, start + len(chunk)]

    def spec(self, class_code: str) -> Spec:
        """The text of a class."""
        if class_code not in self._paths:
            raise NotFound(f"no class {class_code}")
        if class_code not in self._specs:
            self._specs[class_code] = parse(self._paths[class_code].read_text(encoding="utf-8"), class_code)
        return self._specs[class_code]

    def revisions(self) -> dict[str, str]:
        """The revision of each class."""
        return {code: self.spec(code).revision for code in self._paths}

    def close(self) -> None:
        """Nothing is held."""
