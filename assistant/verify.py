"""Whether a statement says only what its cited characters prove: the last step before a reader sees it.

What is critical in a statement (numbers, degrees, credentials, negations, may and must, minimum and maximum, names of
other classes) has to stand in the clauses that it cites. A statement that fails is withheld, and the answer says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from assistant.answer import Draft, DraftStatement, Outcome
from assistant.faithful import bent
from assistant.numerals import numbers_in
from corpus.model import MQ_KINDS, SectionKind

CRITICAL: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    name: (re.compile(said, re.IGNORECASE), re.compile(proof, re.IGNORECASE))
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
        "negation": (
            r"\b(?:not|no(?!\.?\s*\d)|never|without|none|neither|nor|cannot|except|unless)\b|n['’]t\b",
            r"\b(?:not|no(?!\.?\s*\d)|never|without|none|neither|nor|cannot|except|unless)\b|n['’]t\b|\bunclassified\b|\bnon-",
        ),
        "a minimum": (
            r"\b(?:minimum(?! qualification)|at least|no less)\b",
            r"\b(?:minimum|at least|no less|or more)\b",
        ),
        "a maximum": (
            r"\b(?:maximum|at most|no more than|up to)\b",
            r"\b(?:maximum|at most|no more than|up to|not to exceed)\b",
        ),
        "months": (r"\bmonths?\b", r"\bmonths?\b"),
        "years": (r"\byears?\b", r"\byears?\b"),
        "hours": (r"\bhours?\b", r"\bhours?\b"),
        "days": (r"\bdays?\b", r"\bdays?\b"),
        "weeks": (r"\bweeks?\b", r"\bweeks?\b"),
        "semester": (r"\bsemester", r"\bsemester"),
        "general experience": (r"\bgeneral experience", r"\bgeneral experience"),
        "special experience": (r"(?<!general and )\bspecial experience", r"(?<!general and )\bspecial experience"),
        "general and special experience": (
            r"\bgeneral and special experience",
            r"\bgeneral and (?:the )?special experience",
        ),
        "classified": (r"\bclassified\b", r"\bclassified\b"),
        "unclassified": (r"\bunclassified\b", r"\bunclassified\b"),
        "competitive": (r"(?<!non-)\bcompetitive\b", r"(?<!non-)\bcompetitive\b"),
        "managerial": (r"\bmanagerial\b", r"\bmanagerial\b"),
        "supervisory": (r"\bsupervisory\b", r"\bsupervisory\b"),
        "additional": (r"\badditional\b", r"\badditional\b"),
        "possibility": (r"\b(?:may|might|can|could)\b", r"\b(?:may|might|can|could)\b"),
        "obligation": (r"\b(?:must|shall)\b", r"\b(?:must|shall)\b"),
        "requirement": (
            r"\b(?:is|are) required\b|(?<!may )\brequires?\b",
            r"(?<!may be )(?<!may also be )(?<!may )\brequire|\bmust\b|\bshall\b|\bnecessary\b",
        ),
    }.items()
}
"""What has to be proven: how a statement says it, and how a cited clause may."""

_LABEL_KINDS = {
    "minimum_qualifications": MQ_KINDS,
    "general_experience": (SectionKind.GENERAL_EXPERIENCE,),
    "special_experience": (SectionKind.SPECIAL_EXPERIENCE,),
}
_POLARITY = re.compile(r"^(?:Yes|No|It may be)\.\s")


@dataclass(frozen=True, slots=True)
class Failure:
    """A statement that is not proven, and what in it is not."""

    statement: DraftStatement
    reasons: tuple[str, ...]


def verify(draft: Draft) -> tuple[Draft, tuple[Failure, ...]]:
    """The draft without the statements that are not proven, and these with the reasons.

    An answered draft that loses all of its statements becomes an abstention.
    """
    failures = tuple(
        Failure(statement, reasons) for statement in draft.statements if (reasons := tuple(unproven(draft, statement)))
    )
    if not failures:
        return draft, ()
    failed = {id(failure.statement) for failure in failures}
    kept = tuple(statement for statement in draft.statements if id(statement) not in failed)
    notice = f"{len(failures)} statement{'s' if len(failures) > 1 else ''} withheld: not proven by the clauses cited."
    outcome = draft.outcome if kept or draft.outcome is not Outcome.ANSWERED else Outcome.ABSTAINED
    text = draft.text if kept else "I found clauses, but could not prove a statement about them."
    verified = replace(draft, outcome=outcome, statements=kept, text=text, notices=(*draft.notices, notice))
    return verified, failures


def unproven(draft: Draft, statement: DraftStatement) -> Iterable[str]:
    """What in the statement is not proven by the characters it cites; nothing if all is."""
    if draft.outcome is Outcome.ANSWERED and not statement.evidence:
        yield "it cites nothing"
        return
    for check in CHECKS:
        yield from check(draft, statement)


def _one_class(draft: Draft, statement: DraftStatement) -> Iterable[str]:
    """Invariant 4: no evidence from a class or revision other than the one that the statement speaks of."""
    about = {evidence.spec.class_code for evidence in statement.evidence}
    if len(about) > 1:
        yield "it cites several classes at once"
    if draft.spec is not None:
        revisions = {(evidence.spec.class_code, evidence.spec.revision) for evidence in statement.evidence}
        if revisions - {(draft.spec.class_code, draft.spec.revision)}:
            yield f"it cites a class or revision other than {draft.spec.class_code}"
    else:
        for evidence in statement.evidence:
            if evidence.spec.class_code not in statement.text and evidence.spec.title not in statement.text:
                yield f"it does not name the class {evidence.spec.class_code} that it cites"


def _numbers(draft: Draft, statement: DraftStatement) -> Iterable[str]:
    proven = {value for value, _ in numbers_in(_ground(draft, statement))}
    for value, written in numbers_in(_said(statement)):
        if value not in proven:
            yield f"the number {written} is in no cited clause"


def _critical(draft: Draft, statement: DraftStatement) -> Iterable[str]:
    said, ground = _said(statement), _ground(draft, statement)
    for name, (says, proves) in CRITICAL.items():
        if says.search(said) and not proves.search(ground) and not _proven_by_section(name, statement):
            yield f"{name} is in no cited clause"


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_CODE = re.compile(
    rf"\b(?:[A-Z]{{2}} ?\d{{1,3}}|\d{{4}}[A-Z][A-Z0-9]|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|\d+-\d+\w*|(?:{_MONTHS}) \d{{1,2}}, \d{{4}})\b"
)
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d+(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)


def _codes(draft: Draft, statement: DraftStatement) -> Iterable[str]:
    """Salary groups, class codes, dates, statute and item numbers stand in the clauses character by character, and
    so do ordinals ("Sixth Year Diploma")."""
    said, ground = _said(statement), _ground(draft, statement)
    lowered = ground.lower()
    for match in (*_CODE.finditer(said), *_ORDINAL.finditer(said)):
        if match.group().lower() not in lowered:
            yield f"{match.group()} is in no cited clause"


def _faithful(draft: Draft, statement: DraftStatement) -> Iterable[str]:
    """An answer repeats the words of its clauses; a determination has its own, which are held to what was computed."""
    if draft.outcome is Outcome.ANSWERED:
        yield from bent(_said(statement), [evidence.quote for evidence in statement.evidence])


def _absences(draft: Draft, statement: DraftStatement) -> Iterable[str]:
    for word in statement.absent:
        for evidence in statement.evidence[:1]:
            if re.search(rf"\b{re.escape(word)}", evidence.spec.text, re.IGNORECASE):
                yield f"{word!r} does stand in the specification"


_AFFIRMS = re.compile(r"\byou (?:do )?(?:meet|qualify|are (?:eligible|qualified))", re.IGNORECASE)
_DENIES = re.compile(
    r"\byou (?:do not|don't|cannot) (?:meet|qualify)|\byou are not (?:eligible|qualified)", re.IGNORECASE
)


def _verdict(draft: Draft, statement: DraftStatement) -> Iterable[str]:
    """Invariant 6: a verdict is said only where the determination has it."""
    verdict = (draft.determination or {}).get("verdict")
    said = statement.text
    if _DENIES.search(said):
        if verdict != "not_met":
            yield "it denies what the determination does not"
    elif _AFFIRMS.search(said) and verdict != "met":
        yield "it affirms what the determination does not"


CHECKS: tuple[Callable[[Draft, DraftStatement], Iterable[str]], ...] = (
    _one_class,
    _numbers,
    _critical,
    _codes,
    _faithful,
    _absences,
    _verdict,
)


def _said(statement: DraftStatement) -> str:
    """What the statement states: without its Yes or No, and without the name of the class that it speaks of."""
    text = _POLARITY.sub("", statement.text)
    for evidence in statement.evidence:
        text = text.replace(f"{evidence.spec.title} ({evidence.spec.class_code}):", " ")
    return text


def _ground(draft: Draft, statement: DraftStatement) -> str:
    """What a statement may rest on: its quotes; in a determination also what was computed and the asker's own words.

    Line breaks of the text are made blanks.
    """
    quotes = [evidence.quote for evidence in statement.evidence]
    computed = json.dumps(draft.determination, ensure_ascii=False).replace("_", " ") if draft.determination else ""
    return "\n".join(" ".join(part.split()) for part in [*quotes, statement.given, computed])


def _proven_by_section(name: str, statement: DraftStatement) -> bool:
    if re.search(rf"\bof (?:the|this|such) {name}", statement.text, re.IGNORECASE):
        return False
    kinds = {evidence.section for evidence in statement.evidence}
    if name == "requirement":
        return bool(kinds & {kind.value for kind in MQ_KINDS})
    return name.replace(" ", "_") in kinds
