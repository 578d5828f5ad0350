"""What a model was shown and may cite: ids to the characters, and absences, that they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answer import DraftStatement, Evidence
from assistant.proof.absences import Absence


@dataclass(frozen=True)
class Shown:
    """Clauses and checked absences by their ids. An id is any short word ("c1"); brackets, blanks and case are forgiven."""

    clauses: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    absences: Mapping[str, Absence] = field(default_factory=dict)


def statement(text: str, ids: Sequence[str], shown: Shown, *, given: str = "") -> DraftStatement:
    """The statement with the evidence of its ids; those that stand for nothing shown are kept in `unshown`.

    `given` are words of the asker's own that it may repeat where a determination is told.
    """
    clauses = {_plain(key): found for key, found in shown.clauses.items()}
    absences = {_plain(key): found for key, found in shown.absences.items()}
    wanted = list(dict.fromkeys(map(_plain, ids)))
    absent = [absences[key] for key in wanted if key in absences]
    return DraftStatement(
        text.strip(),
        tuple(dict.fromkeys(one for key in wanted for one in clauses.get(key, ()))),
        absent=tuple(dict.fromkeys(word for one in absent for word in one.words)),
        given=given,
        unshown=tuple(key for key in wanted if key not in clauses and key not in absences),
        about=absent[0].spec if absent else None,
    )


def _plain(identifier: str) -> str:
    return identifier.strip(" []()#.,;").lower()
