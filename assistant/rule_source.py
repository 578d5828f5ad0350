"""The rules in force for the classes of a catalogue, compiled from their current texts once for each revision."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.eligibility.compile import compile_rules
from assistant.eligibility.rules import RuleSet
from corpus.catalogue import Catalogue
from corpus.model import Spec

_KEPT = 4096


class CatalogueRules:
    """A `RuleSource` over a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._kept: dict[str, RuleSet] = {}

    def rules(self, class_code: str) -> tuple[RuleSet, Spec]:
        """The rules of a class's current revision and its specification; raises NotFound."""
        spec = self._catalogue.spec(class_code)
        key = f"{spec.class_code} {spec.revision}"
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = compile_rules(spec)
        return self._kept[key], spec

    def codes(self) -> Iterable[str]:
        """The codes of all classes."""
        return (entry.class_code for entry in self._catalogue.entries())
