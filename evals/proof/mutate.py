"""Mutants of true statements, each false or unproven by construction: a change that could leave it true is not made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from evals.proof.cases import Case, sound
from evals.proof.wordings import ADDED, INSERTED
from evals.wording import figures, plain

Mutator = Callable[[Case], Iterable[str]]
"""Gives false versions of a case's text."""

_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty".split()
)
_VALUES = dict(zip(_NUMBER_WORDS, [*range(1, 16), 20, 30], strict=True))
_NUMBER = re.compile(
    rf"\b(?P<word>{'|'.join(_NUMBER_WORDS)})(?P<gap> \()(?P<figure>\d+)\)|(?<![\w./$-])(?P<digits>\d{{1,3}})(?![\w./-]|,\d)"
    rf"|\b(?P<alone>{'|'.join(_NUMBER_WORDS[1:])})(?= (?:\w+ )?(?:years?|months?|hours?|weeks?|days?|semester|words|or more)\b)",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?<=\d\) )(?P<a>years?|months?|weeks?|hours?|days?)\b|(?<=[a-z\d] )(?P<b>years?|months?|weeks?|hours?|days?)\b(?= of| after| at|\.)")  # fmt: skip
_OTHER_UNITS = ("year", "month", "week", "day", "hour")


def grounds(case: Case) -> str:
    """The cited characters, plain."""
    return plain("\n".join(one.quote for one in case.statement.evidence))


def pick(items: Sequence[str], seed: str) -> str:
    """One of the items, always the same for the same seed."""
    return items[int(hashlib.sha256(seed.encode()).hexdigest(), 16) % len(items)]


def number(case: Case) -> Iterator[str]:
    """Another number, which no cited passage has."""
    text, there = case.statement.text, figures(grounds(case))
    for match in _NUMBER.finditer(text):
        others = [word for word, value in _VALUES.items() if str(value) not in there and value > 1]
        if others:
            yield _put(text, match, pick(others, text + match.group()))


def _put(text: str, match: re.Match[str], word: str) -> str:
    new = str(_VALUES[word]) if match["digits"] else word if match["alone"] else f"{word} ({_VALUES[word]})"
    new = new.capitalize() if match.group()[0].isupper() else new
    return text[: match.start()] + new + text[match.end() :]


def number_exchanged(case: Case) -> Iterator[str]:
    """Two numbers of the statement that count something in each other's place; "1 and 2" may well be turned round."""
    text = case.statement.text
    found = [
        match for match in _NUMBER.finditer(text) if _value(match) is not None and not match.group().startswith("0")
    ]
    for first in found:
        for second in found:
            listed = re.fullmatch(r",? (?:and|or) ", text[first.end() : second.start()])
            if first.start() < second.start() and _value(first) != _value(second) and not listed:
                yield (
                    text[: first.start()] + _cased(second.group(), first.group()) + text[first.end() : second.start()]
                    + _cased(first.group(), second.group()) + text[second.end() :]
                )  # fmt: skip


def _value(match: re.Match[str]) -> int | None:
    found = match["figure"] or match["digits"]
    return int(found) if found else _VALUES.get((match["alone"] or "").lower())


def _cased(new: str, like: str) -> str:
    return new[0].upper() + new[1:] if like[0].isupper() else new[0].lower() + new[1:]


def unit(case: Case) -> Iterator[str]:
    """Another unit, where no cited passage has that number with it."""
    text, there = case.statement.text, grounds(case)
    for match in _UNIT.finditer(text):
        written = match.group()
        others = [one for one in _OTHER_UNITS if one != written.rstrip("s") and one not in there]
        if others:
            new = pick(others, text) + ("s" if written.endswith("s") else "")
            yield text[: match.start()] + new + text[match.end() :]


_MODALS: tuple[tuple[str, str], ...] = (
    (r"\bmay be required(?: by the appointing authority)? to\b", "must"),
    (r"\b(?:might|could) be (?:required|asked) to\b", "must"),
    (r"\bmay be required\b", "is required"),
    (r"\bmay be\b", "must be"),
    (r"\b(?:may|can|might)\b", "must"),
    (r"\bmust\b", "may"),
    (r"\b(?:have|has|need|needs) to\b", "can"),
    (r"\b(?:is|are) required\b", "may be required"),
    (r"\b(?:is|are) mandatory\b", "may be required"),
    (r"\brequires\b", "may require"),
)


def modality(case: Case) -> Iterator[str]:
    """May for must and must for may."""
    text = case.statement.text
    for old, new in _MODALS:
        match = re.search(old, text, re.IGNORECASE)
        if match and not _taken(old, text, match):
            yield text[: match.start()] + _cased(new, match.group()) + text[match.end() :]


def _taken(old: str, text: str, match: re.Match[str]) -> bool:
    """Whether a longer expression of the table has this place, or a "not" would be torn from its verb."""
    longer = [other for other, _ in _MODALS if len(other) > len(old)]
    covered = any(
        one.start() <= match.start() < one.end() for other in longer for one in re.finditer(other, text, re.IGNORECASE)
    )
    return covered or text[match.end() :].startswith((" not", "n't", "not"))


def negation_added(case: Case) -> Iterator[str]:
    """A not behind the first verb that takes one."""
    text = case.statement.text
    match = re.search(r"\b(?:must|may|can|is|are|should|has to|have to|will)\b(?! not)(?=\s[a-z])", text)
    if match:
        yield (
            f"{text[: match.end()]} not{text[match.end() :]}"
            if " to" not in match.group()
            else f"{text[: match.start()]}do not {match.group().replace('has', 'have')}{text[match.end() :]}"
        )


_DROPS: tuple[tuple[str, str], ...] = (
    (r"\b(may|must|is|are|does|do|can|should) not\b(?! (?:more|less|exceed|be more))", r"\1"),
    (r"\b(is|are|does|do|must|should)n['’]t\b", r"\1"),
    (r"\bcannot\b(?! exceed)|\bcan['’]t\b", "can"),
    (r"\bwithout\b", "with"),
    (r"\bno (?=right|supervision|existing|condition)", "a "),
    (r"\bfreedom from\b", "having"),
)


def negation_dropped(case: Case) -> Iterator[str]:
    """The not left out."""
    for old, new in _DROPS:
        changed = re.sub(old, new, case.statement.text, count=1, flags=re.IGNORECASE)
        if changed != case.statement.text:
            yield changed


_LIMITS: tuple[tuple[str, str], ...] = (
    (r"\bat least\b", "at most"),
    (r"\ba maximum of\b", "a minimum of"),
    (r"\bnot more than\b|\bno more than\b", "not less than"),
    (r"\bnot less than\b|\bno less than\b", "not more than"),
    (r"\bup to\b(?= [a-z]+ (?:years?|hours?))", "at least"),
    (r"\bor more\b", "or fewer"),
    (r"\bmore than\b(?= [a-z]+ million)", "less than"),
    (r"\bmay not be more than\b|\bmay not exceed\b", "may not be less than"),
    (r"\bthe maximum\b", "the minimum"),
)


def limit(case: Case) -> Iterator[str]:
    """Minimum for maximum, and the other way round."""
    for old, new in _LIMITS:
        match = re.search(old, case.statement.text, re.IGNORECASE)
        if match:
            yield case.statement.text[: match.start()] + _cased(new, match.group()) + case.statement.text[match.end() :]


def limit_added(case: Case) -> Iterator[str]:
    """A minimum or maximum that the clause does not state."""
    text = case.statement.text
    if re.search(
        r"\b(?:least|most|more|less|fewer|maximum|minimum|up to|exceed|over|limit\w*)\b", grounds(case) + plain(text)
    ):
        return
    match = re.search(rf"\b(?:{'|'.join(_NUMBER_WORDS)}|\d+)\b(?=(?: \(\d+\))? (?:\w+ )?(?:years?|months?|hours?|weeks?)\b)", text, re.IGNORECASE)  # fmt: skip
    if match:
        mark = pick(["at least", "at most", "up to"], text)
        yield (
            text[: match.start()] + _cased(f"{mark} {_cased(match.group(), 'x')}", match.group()) + text[match.end() :]
        )


def general_special(case: Case) -> Iterator[str]:
    """General for Special Experience, and the other way round, where the clauses do not name both together."""
    text = case.statement.text
    named = [name for name in ("general", "special") if re.search(rf"\b{name} experience\b", text, re.IGNORECASE)]
    if len(named) != 1 or re.search(r"general and (?:the )?special", f"{text} {grounds(case)}", re.IGNORECASE):
        return
    other = "special" if named[0] == "general" else "general"
    yield re.sub(
        rf"\b{named[0]}(?= experience\b)", lambda match: _cased(other, match.group()), text, flags=re.IGNORECASE
    )


def one_of_both(case: Case) -> Iterator[str]:
    """One of the two experiences left out."""
    for old, new in ((r"\bgeneral and special experience\b", "General Experience"), (r"\bgeneral and special experience\b", "Special Experience")):  # fmt: skip
        changed = re.sub(old, new, case.statement.text, flags=re.IGNORECASE)
        if changed != case.statement.text:
            yield re.sub(r"\bboth the\b", "the", changed)


_DEGREES = (
    "bachelor's degree",
    "master's degree",
    "associate's degree",
    "doctoral degree",
    "law degree",
    "high school diploma",
)
_DEGREE = re.compile(r"\b(?:bachelor['’]s degree|master['’]s degree|associate['’]s degree|doctoral degree|law degree|advanced degree|high school diploma)", re.IGNORECASE)  # fmt: skip
_PAPERS = ("license", "certificate", "apprenticeship", "diploma", "permit")
_PAPER = re.compile(
    r"\b(?:license|certificate|certification|diploma|apprenticeship)\b(?! (?:number|program))", re.IGNORECASE
)


def credential(case: Case) -> Iterator[str]:
    """Another degree or credential, which no cited passage has."""
    text, there = case.statement.text, grounds(case)
    for pattern, names in ((_DEGREE, _DEGREES), (_PAPER, _PAPERS)):
        match = pattern.search(text)
        others = [name for name in names if name.split("'")[0].split(" ")[0][:6] not in there]
        if match and others:
            yield text[: match.start()] + _cased(pick(others, text), match.group()) + text[match.end() :]


def and_or(case: Case) -> Iterator[str]:
    """And for or, or for and, in the last place that joins two words of the clause."""
    text, there = case.statement.text, grounds(case)
    for match in reversed(
        list(re.finditer(r"(?P<a>[\w'’-]+)(?P<c>,?) (?P<join>and|or) (?P<b>(?:an? |the )?[\w'’-]+)", text))
    ):
        if plain(match.group()) in there and "and/or" not in there:
            new = "or" if match["join"] == "and" else "and"
            yield text[: match.start("join")] + new + text[match.end("join") :]
            return


_AUDIENCE = re.compile(r"^For state employees,?\s+|,? for state employees\b", re.IGNORECASE)


def condition_dropped(case: Case) -> Iterator[str]:
    """A rule for state employees told for all, the additional left out, a rule for some told of everybody."""
    text = case.statement.text
    changed = _AUDIENCE.sub("", text, count=1)
    if changed != text:
        yield changed[:1].upper() + changed[1:]
    if " additional year" in text:
        yield text.replace(" additional year", " year", 1)
    if " alone" in text:
        yield text.replace(" alone", "", 1)


def fact_added(case: Case) -> Iterator[str]:
    """A fact from elsewhere at the end, or an adjective before "experience", which no cited passage has."""
    text, there = case.statement.text, grounds(case)
    yield f"{text.rstrip('.')}{pick(ADDED[case.half], text)}."
    match = re.search(r"\b(?:years? of )(?=\w+ )", text)
    words = [word for word in INSERTED[case.half] if word not in there]
    if match and words:
        yield f"{text[: match.end()]}{pick(words, text)} {text[match.end() :]}"


MUTATORS: dict[str, Mutator] = {
    "number": number,
    "numbers exchanged": number_exchanged,
    "unit": unit,
    "may and must": modality,
    "negation added": negation_added,
    "negation dropped": negation_dropped,
    "minimum and maximum": limit,
    "limit added": limit_added,
    "general and special": general_special,
    "one experience of two": one_of_both,
    "degree or credential": credential,
    "and and or": and_or,
    "condition dropped": condition_dropped,
    "outside fact": fact_added,
}
"""The kinds of mutants that change a statement's words."""


def mutated(cases: Iterable[Case], kind: str) -> Iterator[Case]:
    """The mutants of one kind, spread over the cases by a hash."""
    ordered = sorted(cases, key=lambda case: hashlib.sha256(f"{case.id} {case.statement.text}".encode()).digest())
    for case in ordered:
        for text in MUTATORS[kind](case):
            if text != case.statement.text and sound(case):
                changed = replace(case.statement, text=text)
                yield replace(case, id=f"{case.id}:{kind}", kind=kind, statement=changed, origin=case.statement.text)
