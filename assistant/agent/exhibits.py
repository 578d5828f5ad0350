"""What the model was shown for one question, by short ids: the only things that it may cite.

Every class is read once: what a sync changes meanwhile does not reach an answer in the making.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assistant.answer import Evidence, cite
from assistant.proof.absences import Absence, check_absence
from assistant.proof.shown import Shown
from assistant.resolve import Library
from corpus.errors import NotFound
from corpus.model import Clause, Field, Span, Spec

Entry = dict[str, Any]
"""A clause as the model sees it: `id`, `section`, `text`, and `class` where several are spoken of."""


class Exhibits:
    """Gives ids to clauses, fields and absences; the same characters have the same id.

    `determination` is what the tool `check_eligibility` gave, `matches` what `match_classes` did; `is_said` once a
    statement has been shown to the reader.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._specs: dict[str, Spec] = {}
        self._ids: dict[tuple[Evidence, ...], str] = {}
        self._clauses: dict[str, tuple[Evidence, ...]] = {}
        self._absences: dict[str, Absence] = {}
        self.determination: dict[str, Any] | None = None
        self.matches: list[dict[str, Any]] = []
        self.is_said = False

    def spec(self, class_code: str) -> Spec:
        """The class as it was when this question first read it; NotFound where there is none."""
        code = class_code.strip().upper()
        if code not in self._specs:
            known = {entry.class_code.upper(): entry.class_code for entry in self._library.entries()}
            known |= {one.upper(): entry.class_code for entry in self._library.entries() for one, _ in entry.classes}
            if code not in known:
                raise NotFound(f"no class {class_code!r} in the catalogue", mend="resolve_class finds codes by title")
            self._specs[code] = self._library.spec(known[code])
        return self._specs[code]

    def show(self, spec: Spec, *items: Clause | Field | Span) -> Entry:
        """The id of these characters (a clause with its stems), and how the model sees them."""
        evidence = cite(spec, *items)
        key = self._ids.setdefault(evidence, f"c{len(self._ids) + 1}")
        self._clauses[key] = evidence
        return self._entry(key)

    def ids_of(self, evidence: Iterable[Evidence]) -> list[str]:
        """The ids of what a statement of the composer cites, each piece by itself."""
        return [self.show(one.spec, one.span)["id"] for one in evidence]

    def absence(self, spec: Spec, words: str) -> Entry | None:
        """The id of the checked fact that the class's text says nothing of these words; None where it does."""
        found = check_absence(spec, words)
        if found is None:
            return None
        for key, known in self._absences.items():
            if known == found:
                return {"id": key, "absent": words}
        key = f"a{len(self._absences) + 1}"
        self._absences[key] = found
        return {"id": key, "absent": words}

    def shown(self) -> Shown:
        """All that may be cited now."""
        return Shown(dict(self._clauses), dict(self._absences))

    def entries(self) -> list[Entry]:
        """All clauses shown so far, in the order in which they were shown."""
        return [self._entry(key) for key in self._clauses]

    def _entry(self, key: str) -> Entry:
        evidence = self._clauses[key]
        words = " ".join(" ".join(one.quote.split()) for one in evidence)
        return {"id": key, "section": evidence[-1].section, "text": words}
