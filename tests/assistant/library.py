"""A library in memory, for tests of the assistant: the shipped and sample texts, parsed, without vectors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.answer import Answer, render
from assistant.compose.draft import Finder, compose
from assistant.understand import understand
from assistant.verify import verify
from corpus.errors import NotFound
from corpus.model import Spec
from corpus.parse import parse

CORPUS = Path(__file__).parents[2] / "corpus"


@dataclass(frozen=True)
class ClassRow:
    """A class as the catalogue lists it."""

    class_code: str
    title: str
    classes: tuple[tuple[str, str], ...]


def row(class_code: str, title: str, *beside: tuple[str, str]) -> ClassRow:
    """A row for a class whose text specifies these classes beside it."""
    return ClassRow(class_code, title, ((class_code, title), *beside))


class MemoryLibrary:
    """Specifications held in memory: what resolution, understanding and composition need of the catalogue."""

    def __init__(self, specs: Iterable[Spec]) -> None:
        self._specs = {spec.class_code: spec for spec in specs}
        self._entries = tuple(
            ClassRow(spec.class_code, spec.title, tuple(spec.classes)) for spec in self._specs.values()
        )

    def entries(self) -> Sequence[ClassRow]:
        return self._entries

    def spec(self, class_code: str, revision: str | None = None) -> Spec:
        spec = self._specs.get(class_code)
        if spec is None or revision not in (None, spec.revision):
            raise NotFound(f"no class {class_code}")
        return spec


@cache
def shipped() -> MemoryLibrary:
    """The one specification that ships."""
    return MemoryLibrary(_parsed("specs"))


@cache
def samples() -> MemoryLibrary:
    """The sample specifications."""
    return MemoryLibrary(_parsed("samples"))


@cache
def every() -> MemoryLibrary:
    """The shipped specification and the samples, together."""
    return MemoryLibrary((*_parsed("specs"), *_parsed("samples")))


def spec_of(class_code: str, revision: str | None = None) -> Spec:
    """A shipped or sample specification by its class code; raises NotFound."""
    return every().spec(class_code, revision)


def answer(
    question: str,
    library: MemoryLibrary,
    *,
    class_code: str | None = None,
    history: Sequence[str] = (),
    find: Finder | None = None,
) -> Answer:
    """The answer by words alone: understood, composed, verified and rendered without vectors."""
    request = understand(question, library, class_code=class_code, history=history)
    draft, _ = verify(compose(request, library, None, find))
    return render(draft, question, timings_ms={})


def _parsed(folder: str) -> tuple[Spec, ...]:
    paths = sorted((CORPUS / folder).glob("*.txt"))
    return tuple(parse(path.read_text(encoding="utf-8"), path.stem) for path in paths)
