"""Scores an answer against the gold of its item: outcome, evidence cited, facts said, nothing forbidden said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.errors import NotFound
from corpus.model import Span, Spec
from evals.items import SPEAKS, Evidence, Item
from evals.statements import SpecOf, unsupported
from evals.wording import plain, spoken

Place = tuple[str, Span]
"""A passage: the revision and the characters of its text. One text may specify several classes."""

_DENIED = re.compile(r"\b(?:whether|not|never|cannot|nor|neither)\b[^.;:!?]*$|n't\b[^.;:!?]*$|\bif\s+$")
"""What stands before a text that is not affirmed: "I cannot say that you qualify", "whether you meet ..."."""


@dataclass(frozen=True)
class Score:
    """How one answer did. `failures` says in words what made it wrong; empty if it is right.

    `unsupported` are the reasons of the independent statement check, `unsupported_statements` counts the statements
    that have one, `cited` the distinct passages cited, `cited_gold` those of them that are gold evidence.
    """

    item: Item
    outcome: str
    failures: tuple[str, ...]
    statements: int
    unsupported_statements: int
    unsupported: tuple[str, ...]
    cited: int
    cited_gold: int

    @property
    def correct(self) -> bool:
        """Whether the outcome is accepted, all evidence is cited, all facts are said and nothing forbidden is."""
        return not self.failures


def score(item: Item, answer: Mapping[str, Any], spec_of: SpecOf) -> Score:
    """The score of an answer, given as its JSON form, against the specs that `spec_of` holds.

    Raises NotFound if a gold quote does not occur where the item says: then the item is at fault, or the catalogue
    does not hold the revision that it was written for.
    """
    faults = unsupported(answer, spec_of)
    cited = _cited(answer)
    gold = [[place for one in group for place in located(one, spec_of)] for group in item.groups]
    outcome = str(answer["outcome"])
    failures = [] if outcome in item.outcomes else [f"outcome {outcome}, not {' or '.join(item.outcomes)}"]
    if not failures and outcome in SPEAKS:
        failures.extend(_uncited(item, gold, cited))
        failures.extend(f"lacks {' / '.join(fact)!r}" for fact in item.facts if not says_any(answer["text"], fact))
    failures.extend(f"says {text!r}" for text in item.forbidden if affirms(answer["text"], text))
    return Score(
        item=item,
        outcome=outcome,
        failures=tuple(failures),
        statements=len(answer.get("statements") or ()),
        unsupported_statements=len({fault.statement for fault in faults}),
        unsupported=tuple(f"statement {fault.statement + 1}: {fault.reason}" for fault in faults),
        cited=len(cited),
        cited_gold=sum(any(_overlap(one, place) for group in gold for place in group) for one in cited),
    )


def locate(spec: Spec, evidence: Evidence) -> tuple[Span, ...]:
    """Where the quote of a piece of evidence occurs in the spec (in its section, if given); blanks may differ."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in evidence.quote.split()))
    kind = evidence.section
    within = [Span(0, len(spec.text))] if kind is None else [section.span for section in spec.sections_of(kind)]
    return tuple(Span(*found.span()) for part in within for found in pattern.finditer(spec.text, part.start, part.end))


def says(text: str, words: str) -> bool:
    """Whether the words occur in the text as whole words, case and blanks disregarded."""
    return any(_occurrences(text, words))


def affirms(text: str, words: str) -> bool:
    """Whether the words occur in the text other than denied or left open just before in the same clause."""
    said = spoken(text)
    return any(not _DENIED.search(said, 0, found.start()) for found in _occurrences(text, words))


def says_any(text: str, alternatives: Iterable[str]) -> bool:
    return any(says(text, words) for words in alternatives)


def _occurrences(text: str, words: str) -> Iterator[re.Match[str]]:
    wanted = plain(words)
    before = r"(?<!\w)" if wanted[0].isalnum() else ""
    after = r"(?!\w)" if wanted[-1].isalnum() else ""
    return re.finditer(before + re.escape(wanted) + after, spoken(text))


def located(evidence: Evidence, spec_of: SpecOf) -> list[Place]:
    """Where a piece of evidence stands; raises NotFound where it stands nowhere."""
    spec = spec_of(evidence.class_code)
    places = locate(spec, evidence)
    if not places:
        where = f"{evidence.class_code}, {evidence.section}" if evidence.section else evidence.class_code
        raise NotFound(f"the gold quote {evidence.quote!r} does not occur in {where}")
    return [(spec.revision, span) for span in places]


def _cited(answer: Mapping[str, Any]) -> frozenset[Place]:
    statements = answer.get("statements") or ()
    citations = [citation for statement in statements for citation in statement.get("citations") or ()]
    citations += (answer.get("determination") or {}).get("citations") or ()
    return frozenset((one["revision"], Span(one["start"], one["end"])) for one in citations)


def _uncited(item: Item, gold: list[list[Place]], cited: frozenset[Place]) -> Iterable[str]:
    for group, places in zip(item.groups, gold, strict=True):
        if not any(_overlap(one, place) for one in cited for place in places):
            yield f"does not cite {group[0].class_code} {' / '.join(_short(one.quote) for one in group)!r}"


def _overlap(one: Place, other: Place) -> bool:
    return one[0] == other[0] and one[1].overlaps(other[1])


def _short(quote: str, limit: int = 48) -> str:
    return quote if len(quote) <= limit else quote[: limit - 3] + "..."
