"""Whether every word of a statement that says something has its ground: what is added from elsewhere has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from assistant.proof.binding import telling
from assistant.proof.cited import Cited
from assistant.proof.lexicon import Kind
from assistant.proof.reading import Reading, read
from assistant.words import english_words
from corpus.model import FieldName, SectionKind, Spec

CRITICAL: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    name: (re.compile(said, re.IGNORECASE), re.compile(proof, re.IGNORECASE | re.DOTALL))
    for name, (said, proof) in {
        "advanced degree": (r"\badvanced degree", r"\badvanced degree"),
        "associate's degree": (r"\bassociate['’]?s?['’]? degree", r"\bassociate['’]?s?['’]? degree"),
        "bachelor's degree": (r"\bbachelor|baccalaureate", r"\bbachelor|baccalaureate"),
        "master's degree": (r"\bmaster['’]?s\b|\bmaster of\b", r"\bmaster['’]?s\b|\bmaster of\b"),
        "doctorate": (r"\bdoctora|\bph\.?d|\bed\.d", r"\bdoctora|\bph\.?d|\bed\.d"),
        "law degree": (r"\blaw degree|\bjuris", r"\blaw (?:degree|school)|\bjuris"),
        "sixth year diploma": (r"\bsixth[- ]year", r"\b(?:sixth|6th)[- ]year"),
        "high school": (r"\bhigh school|\bGED\b", r"\bhigh school|\bGED\b|general equivalency"),
        "degree": (r"\bdegrees?\b", r"\bdegree|bachelor|master['’]?s|doctora"),
        "diploma": (r"\bdiploma", r"\bdiploma"),
        "certificate": (r"\bcertif", r"\bcertif"),
        "licence": (r"\blicen[sc]", r"\blicen[sc]"),
        "apprenticeship": (r"\bapprentic", r"\bapprentic"),
        "classified": (r"\bclassified\b", r"\bclassified\b"),
        "unclassified": (r"\bunclassified\b", r"\bunclassified\b"),
        "competitive": (r"(?<!non-)\bcompetitive\b", r"(?<!non-)\bcompetitive\b"),
        "managerial": (r"\bmanagerial\b", r"\bmanagerial\b"),
        "supervisory": (r"\bsupervisory\b", r"\bsupervisory\b"),
        "all": (
            r"\b(?:all|always|everything|whole|entire|(?<!for )(?<!per )(?:every|each)(?! \d| one\b| two\b| half\b| \w+teen\b| \w+ty\b))\b"
            r"(?! (?:of )?(?:the )?(?:applicants?|candidates?|incumbents?|employees?|positions?|persons?|people|of the following|these)\b)",
            r"\b(?:all|always|every|everything|each|any|whole|entire|full)\b",
        ),
        "only": (r"\b(?:only|solely|exclusively|merely)\b", r"\b(?:only|alone|solely|exclusively)\b"),
        "before": (r"\bbefore\b|\bprior to\b", r"\b(?:before|prior|until|in advance)\b"),
        "after": (r"\bafter\b", r"\b(?:after|following|upon|once|end|when|while)\b"),
        "within": (r"\bwithin (?:\w+ |\(\d+\) ){1,4}?(?:year|month|week|day|hour)", r"\bwithin\b|\bno later\b"),
        "possessing": (
            r"\b(?:holds?|holding|held|possess\w*|possession)\b",
            r"\b(?:holds?|holding|held|possess\w*|retain)\b|\A(?!.*\bobtain)",
        ),
        "obtaining": (r"\b(?:obtain\w*|earns?)\b", r"\b(?:obtain\w*|earn\w*)\b|\A(?!.*\b(?:possess|hold))"),
    }.items()
}  # fmt: skip
"""What has to be proven as a phrase: how a statement says it, and how a cited clause may."""

_ANY = re.compile("|".join(f"(?:{says.pattern})" for says, _ in CRITICAL.values()), re.IGNORECASE)
"""Whether there is anything to look for: most statements have nothing."""

_NAMES: dict[FieldName, str] = {name: name.value.replace("_", " ") for name in FieldName} | {
    FieldName.SALARY_GROUP: "salary pay group grade",
    FieldName.PAY_RANGE: "pay paid salary wage range hour hourly year yearly annual biweekly earn receive",
    FieldName.EEO: "eeo equal employment opportunity",
    FieldName.DESIGNATION: "job class designation designated",
    FieldName.EFFECTIVE_DATE: "effective effect date since took takes take",
    FieldName.ESTABLISHED: "established created since date",
    FieldName.REVISED: "revised revision updated date",
    FieldName.ITEM_NUMBER: "item number revision",
    FieldName.BARGAINING_UNIT: "bargaining unit union",
    FieldName.PREVIOUS_TITLE: "previous earlier former prior old title",
    FieldName.PREVIOUS_SALARY_GROUP: "previous earlier former prior old salary group",
    FieldName.PREVIOUS_EFFECTIVE_DATE: "previous earlier former prior old effective date",
    FieldName.REVISION_REASON: "reason revision revised given",
}
"""Words by which a field may be named, beside those that the text has."""
_SCHOOLING = frozenset({"degre", "diploma"})
"""What makes a clause one about education, though it does not say the word."""
_KIND_WORDS: dict[SectionKind, str] = {
    SectionKind.DUTIES: "duty task",
    SectionKind.SUPERVISION_RECEIVED: "supervised supervisor reports report",
    SectionKind.SUPERVISION_EXERCISED: "supervises supervise supervising oversees",
    SectionKind.SUBSTITUTIONS: "substitute replace substitution",
    SectionKind.KNOWLEDGE: "knowledge skill ability able skilled know",
    SectionKind.GUIDELINES: "used use",
    SectionKind.PURPOSE: "purpose",
    SectionKind.SALARY: "salary group pay",
    SectionKind.CLASS_DATES: "class code",
    SectionKind.COMPENSATION: "compensation pay paid receive rate earn",
    SectionKind.CANCELLATION: "cancel replace revise revision",
}
"""Words by which a section may be named, beside those of its heading."""


def critical(said: str, ground: str) -> Iterator[str]:
    """Degrees, credentials and other phrases that stand in no cited clause."""
    if _ANY.search(said):
        for name, (says, proves) in CRITICAL.items():
            if says.search(said) and not proves.search(ground):
                yield f"{name!r} is in no cited clause"


def words(said: Reading, cited: Cited, spec: Spec | None, more: frozenset[str] = frozenset()) -> Iterator[str]:
    """Words, codes and units that no cited clause, heading or field name has. `more` are further keys that ground."""
    ground = cited.keys | _named(cited) | more
    titled = _title_words(spec)
    units = {one.end for one in said.quantities}
    missing = []
    for at, token in enumerate(said.tokens):
        if token.key in ground or (token.kind is Kind.WORD and (token.text in titled or not telling(token.text))):
            continue
        if token.kind in (Kind.WORD, Kind.CODE) or (token.kind is Kind.UNIT and at not in units):
            if token.kind is Kind.WORD and _experience_named(token.key, said.keys, ground):
                continue
            if not _misspelled(token.text, cited):
                missing.append(token.text)
    if missing:
        yield f"{', '.join(dict.fromkeys(missing))!r} stands in no cited clause"


def _misspelled(text: str, cited: Cited) -> bool:
    """Whether a clause has the word with a slip of the pen ("trainng"), which a statement need not repeat."""
    return (
        text.isalpha()
        and len(text) > 5
        and any(
            word.text[0] == text[0] and OSA.distance(word.text, text) == 1 and word.text not in english_words()
            for passage in cited.passages
            for word in passage.reading.words
            if abs(len(word.text) - len(text)) < 2
        )
    )


def _experience_named(key: str, said: frozenset[str], ground: frozenset[str]) -> bool:
    """General and Special Experience, named apart in one text and together in the other."""
    both, apart = "general and special experience", {"general experience", "special experience"}
    return (key == both and apart <= ground) or (key in apart and apart <= said and both in ground)


def _named(cited: Cited) -> frozenset[str]:
    keys: set[str] = set()
    for passage in cited.passages:
        keys.update(passage.heading, passage.before, read(_KIND_WORDS.get(passage.kind, "")).keys)
        keys.update(*(read(_NAMES[name]).keys for name in passage.fields))
        if passage.reading.keys & _SCHOOLING:
            keys.update(read("education educational academic").keys)
    return frozenset(keys)


@lru_cache(maxsize=1024)
def _title_words(spec: Spec | None) -> frozenset[str]:
    """The words of the class's title and code, as they are written and in the plural."""
    if spec is None:
        return frozenset()
    found = {token.text for name in (spec.title, *(title for _, title in spec.classes)) for token in read(name).tokens}
    found |= {spec.class_code.lower(), *(code.lower() for code, _ in spec.classes)}
    return frozenset(found | {f"{word}s" for word in found} | {word.removesuffix("s") for word in found})
