"""Which clauses of one specification speak of what is asked: by the words they share and by how near they mean."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.words import stems
from corpus.model import Clause, ClauseRole, SectionKind, Spec

Similarity = Callable[[Spec, str], Mapping[int, float]]
"""Gives, for a specification and a text, the cosine (-1 to 1) of each clause's meaning to it, by clause index."""

SILENT = frozenset(
    {
        SectionKind.ACKNOWLEDGEMENT,
        SectionKind.CANCELLATION,
        SectionKind.CLASS_DATES,
        SectionKind.EFFECTIVE_DATE,
        SectionKind.HEADER,
        SectionKind.DESIGNATION,
        SectionKind.OCCUPATIONAL_GROUP,
        SectionKind.BARGAINING_UNIT,
        SectionKind.EEO,
    }
)
"""Sections that answer only when they are asked for: the same everywhere, or short values with topics of their own."""

_NEAR = {
    "decid": ("determin", "decis"), "set": ("establish", "design", "determin"), "boss": ("supervis", "direct"),
    "person": ("staff",), "team": ("staff",), "worker": ("staff",), "budget": ("fiscal", "expenditur"),
    "money": ("budget", "fiscal", "fund"), "rule": ("regul", "polici", "procedur"), "school": ("educ", "student"),
    "pupil": ("student", "educ"), "doctor": ("physician",), "write": ("written", "draft", "prepar", "compos"),
    "talk": ("oral", "contact", "communic"), "meet": ("confer", "contact"), "check": ("review", "examin", "inspect"),
    "buy": ("purchas", "procur"), "fix": ("repair", "maintain"), "onlin": ("on-lin", "virtual"), "it": ("technolog",),
    "need": (), "interview": ("interview", "recruit"), "pick": ("select",), "choos": ("select",), "teach": ("train", "instruct"),
    "firm": ("busi",), "compani": ("busi", "industri"), "offici": ("individu", "agenc", "administr"), "outsid": ("extern", "contact"),
    "arrest": ("apprehend",), "sick": ("ill", "diseas"), "disast": ("emerg",), "wage": ("payrol",), "train": ("teach", "instruct", "train"),
    "help": ("assist",), "assist": ("help",), "run": ("administ", "manag", "oper", "direct"), "overse": ("supervis", "direct", "manag"),
    "creat": ("develop", "design", "establish", "prepar"), "build": ("develop", "construct"), "law": ("regul", "statut", "legal"),
    "evalu": ("review", "evalu", "apprais"), "review": ("evalu", "examin"), "meeting": ("confer",), "report": ("report",),
    "relat": ("relationship", "cooper"), "relationship": ("relat", "cooper", "contact"), "contact": ("liaison",),
}  # fmt: skip
"""Stems that specifications use for what askers call otherwise; a hit on one counts a little less than the word itself."""

_NEAR_WEIGHT = 0.8


@dataclass(frozen=True, slots=True)
class Match:
    """A clause, how much of what is asked its words cover (0 to 1), and the cosine of its meaning (0 without vectors)."""

    clause: Clause
    coverage: float
    cosine: float

    @property
    def score(self) -> float:
        """What clauses are ranked by."""
        return self.coverage + self.cosine


def candidates(spec: Spec, kinds: Sequence[SectionKind] = ()) -> tuple[Clause, ...]:
    """The clauses that may answer: of these kinds, or of all that are not silent; stems that only open a list are not."""
    chosen: list[Clause] = []
    for section in spec.sections:
        wanted = section.kind in kinds if kinds else section.kind not in SILENT
        if wanted:
            chosen.extend(clause for clause in spec.clauses_in(section) if clause.role is not ClauseRole.STEM)
    return tuple(chosen)


def rank(
    spec: Spec,
    wanted: Sequence[str],
    question: str,
    similarity: Similarity | None,
    kinds: Sequence[SectionKind] = (),
) -> tuple[Match, ...]:
    """The candidate clauses, best first, for the stems `wanted` and the question's meaning."""
    near = similarity(spec, question) if similarity else {}
    rarity = _rarity(spec)
    rarest = max(rarity.values(), default=1.0)
    total = sum(rarity.get(word, rarest) for word in wanted)
    found = []
    for clause in candidates(spec, kinds):
        words = clause_stems(spec, clause.index)
        covered = sum(_weight(word, words) * rarity.get(word, rarest) for word in wanted)
        found.append(Match(clause, covered / total if total else 0.0, near.get(clause.index, 0.0)))
    return tuple(sorted(found, key=lambda match: (-match.score, match.clause.index)))


def _weight(word: str, words: frozenset[str]) -> float:
    if word in words:
        return 1.0
    return _NEAR_WEIGHT if any(other in words for other in _NEAR.get(word, ())) else 0.0


@lru_cache(maxsize=4096)
def _stems_by_revision(spec: Spec) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stems(spec.reading(clause))) for clause in spec.clauses)


def clause_stems(spec: Spec, index: int) -> frozenset[str]:
    """The stems of a clause as it is read, with those of the stems that it continues."""
    return _stems_by_revision(spec)[index]


@lru_cache(maxsize=1024)
def _rarity(spec: Spec) -> dict[str, float]:
    clauses = candidates(spec)
    counts = Counter(word for clause in clauses for word in clause_stems(spec, clause.index))
    return {word: math.log(1 + len(clauses) / count) for word, count in counts.items()}
