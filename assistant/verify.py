"""Whether a statement says only what its cited characters prove: the last step before a reader sees it.

A draft may come from the composer or from a chat model: every statement passes the same checks. Its numbers, may and
must, negations and names have to stand in the clauses that it cites and be bound there in the same way, and each of its
words needs a ground. A statement that fails is withheld, and the answer says so. docs/verification.md has the figures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from assistant.answer import Draft, DraftStatement, Outcome
from assistant.faithful import bent
from assistant.numerals import numbers_in
from assistant.proof import binding, naming, subjects, support
from assistant.proof.absences import Absence, absence, check_absence
from assistant.proof.cited import Cited, Passage, cited
from assistant.proof.lexicon import FRAMES, MAY_BE_REQUIRED, Kind
from assistant.proof.reading import Reading, read
from assistant.proof.shown import Shown, statement
from assistant.proof.verdicts import verdicts
from corpus.model import SectionKind, Spec

_POLARITY = re.compile(r"^(?:(?:Yes|No|It may be|They are part of it)[.,:;—–-]+\s+)?")
_FRAME = re.compile(rf"^(?:(?:{FRAMES})\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """A statement that is not proven, and what in it is not."""

    statement: DraftStatement
    reasons: tuple[str, ...]


def verify(draft: Draft) -> tuple[Draft, tuple[Failure, ...]]:
    """The draft without the statements that are not proven, and these with the reasons.

    An answered draft that loses all of its statements becomes an abstention. Proven absences, which cite nothing, are
    told after the statements, with the headings that were searched.
    """
    failures = tuple(
        Failure(statement, reasons) for statement in draft.statements if (reasons := tuple(unproven(draft, statement)))
    )
    failed = {id(failure.statement) for failure in failures}
    kept = tuple(statement for statement in draft.statements if id(statement) not in failed)
    draft = _told(draft, kept)
    return (_withheld(draft, len(failures)) if failures else draft), failures


def _told(draft: Draft, kept: tuple[DraftStatement, ...]) -> Draft:
    """The draft with these statements, absences among them told after the others."""
    absences = tuple(one for one in kept if one.absent and not one.evidence)
    if not absences:
        return replace(draft, statements=kept) if kept != draft.statements else draft
    said = " ".join([*([draft.closing] if draft.closing else []), *(one.text for one in absences)])
    rest = tuple(one for one in kept if one not in absences)
    outcome = draft.outcome if rest or draft.outcome is not Outcome.ANSWERED else Outcome.ABSTAINED
    searched = tuple(dict.fromkeys([*draft.searched, *(name for one in absences for name in _headings(one, draft))]))
    return replace(draft, outcome=outcome, statements=rest, closing=said, searched=searched)


def _headings(one: DraftStatement, draft: Draft) -> Iterator[str]:
    spec = one.about or draft.spec
    if spec is not None:
        yield from (section.label(spec.text) for section in spec.sections if section.heading)


def _withheld(draft: Draft, count: int) -> Draft:
    notice = f"{count} statement{'s' if count > 1 else ''} withheld: not proven by the clauses cited."
    if draft.statements or draft.outcome is Outcome.ABSTAINED:
        return replace(draft, notices=(*draft.notices, notice))
    outcome = Outcome.ABSTAINED if draft.outcome is Outcome.ANSWERED else draft.outcome
    text = "I found clauses, but could not prove a statement about them."
    return replace(draft, outcome=outcome, text=text, notices=(*draft.notices, notice))


def repair(draft: Draft, failures: Sequence[Failure]) -> str:
    """What failed, in words for the model that wrote the draft, so that it can mend it once."""
    lines = []
    for failure in failures:
        n = next((n for n, one in enumerate(draft.statements, start=1) if one is failure.statement), 0)
        quotes = " | ".join(" ".join(one.quote.split()) for one in failure.statement.evidence) or "nothing"
        lines.append(
            f"Statement {n}: {failure.statement.text!r}\n  not proven: {'; '.join(failure.reasons)}\n  it cites: {quotes}"
        )
    return "\n".join([*lines, _MEND])


_MEND = (
    "Say these again so that every word rests on the clauses that you cite, or leave them out. Keep numbers, may and "
    "must, minimum and maximum, and/or as the clause has them, and cite every clause that a sentence uses."
)


@dataclass(frozen=True)
class _Case:
    """A statement with what its checks look at, each worked out once."""

    draft: Draft
    statement: DraftStatement

    @cached_property
    def spec(self) -> Spec | None:
        evidence = self.statement.evidence
        return self.draft.spec or self.statement.about or (evidence[0].spec if evidence else None)

    @cached_property
    def text(self) -> str:
        """What is stated: without its Yes or No, words that only lead to it, and without the name of the class that it speaks of."""
        text = _FRAME.sub("", _POLARITY.sub("", self.statement.text))
        return _POLARITY.sub("", _without_title(text, self.spec)) if self.spec else text

    @cached_property
    def reading(self) -> Reading:
        return read(self.text)

    @cached_property
    def cited(self) -> Cited:
        """The passages that it may rest on; in a determination also what was computed and the asker's own words."""
        found = cited(self.statement.evidence)
        if self.draft.determination is None:
            return found
        more = (*_computed(json.dumps(self.draft.determination)), *_own(self.statement.given))
        return cited(self.statement.evidence, more)

    @cached_property
    def ground(self) -> str:
        return "\n".join(" ".join(passage.quote.split()) for passage in self.cited.passages)


def unproven(draft: Draft, statement: DraftStatement) -> Iterable[str]:
    """What in the statement is not proven by the characters it cites; nothing if all is."""
    if statement.unshown:
        yield f"it cites {', '.join(statement.unshown)}, which was never shown"
        return
    if draft.outcome is Outcome.ANSWERED and not statement.evidence and not statement.absent:
        yield "it cites nothing"
        return
    case = _Case(draft, statement)
    for check in _ABSENCE_CHECKS if statement.absent else _COMPUTED_CHECKS if statement.computed else CHECKS:
        yield from check(case)


def _one_class(case: _Case) -> Iterator[str]:
    """Invariant 4: no evidence from a class or revision other than the one that the statement speaks of."""
    draft, statement = case.draft, case.statement
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


def _numbers(case: _Case) -> Iterator[str]:
    alone = case.spec is not None and len(case.spec.classes) < 2
    yield from binding.marks(case.reading, case.cited)
    yield from binding.series(case.reading, case.cited)
    yield from binding.brackets(case.reading, case.cited)
    yield from binding.numbers(case.reading, case.cited, read(case.spec.title if case.spec and alone else ""))


def _bound(case: _Case) -> Iterator[str]:
    yield from binding.modality(case.reading, case.cited)
    yield from binding.negation(case.reading, case.cited)
    yield from binding.joins(case.reading, case.cited)
    yield from subjects.subjects(case.reading, case.cited)
    yield from subjects.alternatives(case.reading, case.cited)
    yield from subjects.mixed(case.reading, case.cited)
    yield from subjects.agents(case.reading, case.cited)


def _named(case: _Case) -> Iterator[str]:
    yield from naming.fields(case.text, case.cited, case.spec)
    if case.draft.determination is None:
        yield from naming.labels(case.reading, case.text, case.cited)
    yield from naming.supervision(case.text, case.cited, case.spec)


def _supported(case: _Case) -> Iterator[str]:
    yield from support.critical(case.text, case.ground)
    yield from support.words(case.reading, case.cited, case.spec)


def _faithful(case: _Case) -> Iterator[str]:
    """Where an answer repeats the words of its clauses, it does so truly."""
    if case.draft.outcome is Outcome.ANSWERED:
        yield from bent(case.reading, [passage.reading for passage in case.cited.clauses])


def _answer(case: _Case) -> Iterator[str]:
    """A Yes in front of what the clause leaves open."""
    modals = {
        token.key for passage in case.cited.passages for token in passage.reading.tokens if token.kind is Kind.MODAL
    }
    if case.statement.text.startswith("Yes") and modals == {MAY_BE_REQUIRED}:
        yield "it says Yes, where the clause has 'may be required'"


def _absent(case: _Case) -> Iterator[str]:
    if case.spec is not None:
        yield from absence(case.statement.text, case.statement.absent, case.spec)


def _present(case: _Case) -> Iterator[str]:
    """The numbers, degrees and codes of a determination's own words stand in it, or in its clauses."""
    known = {value for value, _ in numbers_in(case.ground)}
    yield from (
        f"the number {text} is in no cited clause" for value, text in numbers_in(case.text) if value not in known
    )
    yield from support.critical(case.text, case.ground)


def _headline(case: _Case) -> Iterator[str]:
    """A determination's own words give its verdict and no other."""
    if re.search(r"\byou (?:do not |don't )?(?:meet|qualify)\b", case.text, re.IGNORECASE):
        yield from _verdict(case)


def _verdict(case: _Case) -> Iterator[str]:
    quotes = " ".join(evidence.quote for evidence in case.statement.evidence)
    yield from verdicts(case.statement.text, quotes, case.draft.determination)


Check = Callable[[_Case], Iterator[str]]
CHECKS: tuple[Check, ...] = (_one_class, _verdict, _answer, _numbers, _bound, _named, _supported, _faithful)
"""What a statement of facts has to pass."""
_COMPUTED_CHECKS: tuple[Check, ...] = (_one_class, _present, _headline)
"""What a statement has to pass in which the eligibility tool tells what it computed."""
_ABSENCE_CHECKS: tuple[Check, ...] = (_one_class, _verdict, _absent)
"""What a statement has to pass that says what the text does not speak of."""


def _without_title(text: str, spec: Spec) -> str:
    """The text with the class's title and code taken out: a number in a title proves nothing."""
    named, titled = _names(spec)
    text = named.sub(" ", text)
    return " ".join((titled.sub(r"\g<before>this class", text) if titled else text).split())


@lru_cache(maxsize=1024)
def _names(spec: Spec) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """What names a class: title and code, and a title with a number in it, if the page is of one class only."""
    names = dict.fromkeys([(spec.class_code, spec.title), *spec.classes])
    named = "|".join(rf"{re.escape(title)} \({re.escape(code)}\):?|\(?{re.escape(code)}\)?:" for code, title in names)
    numbered = len(spec.classes) < 2 and any(char.isdigit() for char in spec.title)
    return re.compile(named), re.compile(rf"{_SUBJECT}{_plural(spec.title)}(?!\w)", re.IGNORECASE) if numbered else None


def _plural(title: str) -> str:
    """The title, or its plural ("Accounts Examiners 3")."""
    return re.sub(r"(?<=[a-z])(?=\\ |$)", "s?", re.escape(title))


_SUBJECT = r"(?P<before>^|^(?:An?|The|For|To be|All|Every|Each|This) (?:an? |the )?|[,;] (?:an? |the )?|\b(?:of|in|by) (?:the )?)"
"""What stands before a title that names the class, and not somebody at its level ("as a Secretary 2")."""


_COMPUTED_WORDS = (
    "met; not met; we don't know yet; a person must judge; a person has to judge whether the stated minimum "
    "qualifications are met; we don't know yet whether they are met; credited; missing; short; still needed; shortfall; "
    "this applies; what would change this: show, state that you hold, complete; on the facts given; on what was filed; "
    "it depends on how the text is read; you meet the stated minimum qualifications; you do not meet the stated minimum "
    "qualifications; you qualify, are eligible, fulfil, satisfy or pass; you do not qualify, are not eligible, fail, lack "
    "or fall short; one of these is needed; the next question; of them; more of"
)


@lru_cache(maxsize=64)
def _computed(determination: str) -> tuple[Passage, ...]:
    """The words of a determination and its months, also in years, as passages."""
    texts = dict.fromkeys(_strings(json.loads(determination)))
    return tuple(_passage(text) for text in (_COMPUTED_WORDS, *texts))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _months(one) if "months" in key else _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str) and not re.fullmatch(r"[0-9a-f]{64}", value):
        yield value.replace("_", " ")


def _months(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _months(one)
    elif isinstance(value, int | float):
        years, months = divmod(value, 12)
        for mark in ("", "at least ", "additional "):
            yield f"{mark}{value:g} months; {mark}{years:g} years; {mark}{months:g} months"


def _own(given: str) -> tuple[Passage, ...]:
    return (_passage(given),) if given else ()


def _passage(text: str) -> Passage:
    return Passage(text, read(text), SectionKind.OTHER, SectionKind.OTHER, frozenset(), ())


__all__ = ["Absence", "Failure", "Shown", "check_absence", "repair", "statement", "unproven", "verify"]
