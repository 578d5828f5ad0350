"""Honest rewordings by rule: true statements said in other words that leave what they state as it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from corpus.model import SectionKind
from evals.proof.cases import Case, sound

Rewording = Callable[[Case], Iterable[str]]

_SECTION = {kind.value: kind for kind in SectionKind}


def _kind(case: Case) -> SectionKind:
    return _SECTION[case.statement.evidence[-1].section]


_COUNTED = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|twenty-one|twenty-four|thirty|thirty-five|forty|fifty|sixty|ninety"


def figure_only(case: Case) -> Iterator[str]:
    """ "Eight (8) years" as "8 years"; not where word and figure disagree."""
    if "three (4)" in case.statement.text:
        return
    yield re.sub(
        rf"\b(?:{_COUNTED})(?: hundred(?: [a-z]+)?)? \((\d+)\)", r"\1", case.statement.text, flags=re.IGNORECASE
    )


def word_only(case: Case) -> Iterator[str]:
    """ "Eight (8) years" as "eight years"; not where word and figure disagree."""
    if "three (4)" in case.statement.text:
        return
    yield re.sub(
        rf"\b((?:{_COUNTED}|one-half|hundred)) \((?:\d+|1/2)\)", r"\1", case.statement.text, flags=re.IGNORECASE
    )


def lower_case(case: Case) -> Iterator[str]:
    """Names of sections and degrees in small letters, quotes straight."""
    text = case.statement.text.replace("’", "'")
    yield re.sub(
        r"\b(?:General Experience|Special Experience|Bachelor|Master|Associate)\b",
        lambda match: match.group().lower(),
        text,
    )


def _small(text: str) -> str:
    return text[0].lower() + text[1:] if len(text) > 1 and text[1].islower() else text


def lead(case: Case) -> Iterator[str]:
    """An opening that only says who speaks."""
    openings = (
        "According to the specification, ",
        "The specification states that ",
        "Note that ",
        "As stated in the specification, ",
    )
    text = case.statement.text
    place = int(hashlib.sha256(text.encode()).hexdigest(), 16) % len(openings)
    if (
        not re.match(r"(?:Yes|No|It may be|They are)\b", text)
        and re.match(r"[A-Z][a-z]", text)
        and _kind(case) is not SectionKind.DUTIES
    ):
        yield openings[place] + _small(text)


_BARE = (SectionKind.GENERAL_EXPERIENCE, SectionKind.MINIMUM_QUALIFICATIONS)


def requires(case: Case) -> Iterator[str]:
    """ "Eight years ..." as "The class requires eight years ...", where nothing in it says must or may already."""
    text = case.statement.text
    if (
        _kind(case) in _BARE
        and not re.search(r"\b(?:must|may|is|are|required|requires|needs?|apply)\b", text)
        and case.kind == "verbatim"
    ):
        yield f"The class requires {_small(text)}"
        yield f"Applicants need {_small(text)}"
        yield f"Candidates must have {_small(text)}"


def must_otherwise(case: Case) -> Iterator[str]:
    """ "must" as "have to" or "need to"."""
    if re.search(r"\bmust(?! not)\b", case.statement.text):
        yield re.sub(r"\bmust(?! not)\b", "have to", case.statement.text)
        yield re.sub(r"\bmust(?! not)\b", "need to", case.statement.text)


def may_otherwise(case: Case) -> Iterator[str]:
    """ "may" as "can" or "might"."""
    if re.search(r"\bmay(?! not)\b", case.statement.text):
        yield re.sub(r"\bmay(?! not)\b(?! be (?:required|substituted))", "can", case.statement.text)
        yield re.sub(r"\bmay be required\b", "might be required", case.statement.text)
        yield re.sub(r"\bmay be substituted\b", "can be substituted", case.statement.text)


def whom(case: Case) -> Iterator[str]:
    """ "Incumbents in this class" by another name."""
    for name in ("Those in this class", "Employees in the class", "People in this position"):
        yield re.sub(r"^Incumbents in this class\b", name, case.statement.text)


def audience_last(case: Case) -> Iterator[str]:
    """ "For state employees ..." with the audience at the end."""
    match = re.match(r"For state employees,? (.+)\.$", case.statement.text)
    if match:
        yield f"{match[1][0].upper()}{match[1][1:]} for state employees."


_GERUND = re.compile(r"^([A-Z][a-z]+?)(ies|es|s)\b(?= (?!of\b|and\b|or\b|that\b|for\b))")
_DOUBLED = frozenset("plan cut set get put run".split())


def _base(match: re.Match[str]) -> str:
    """The verb of "Prepares", "Carries", "Teaches"."""
    stem, ending = match[1].lower(), match[2]
    if ending == "ies":
        return f"{stem}y"
    if ending == "es" and not stem.endswith(("ss", "sh", "ch", "x", "zz", "o")):
        return f"{stem}e"
    return stem


def duties_include(case: Case) -> Iterator[str]:
    """ "Prepares the budget" as "Duties include preparing the budget" and "Incumbents prepare the budget"."""
    text = case.statement.text
    match = _GERUND.match(text)
    if (
        _kind(case) is SectionKind.DUTIES
        and match
        and case.kind == "verbatim"
        and not re.search(r"\band [a-z]+s\b|, [a-z]+s\b", text)
    ):
        base = _base(match)
        gerund = (
            f"{base[:-1]}ing"
            if base.endswith("e") and not base.endswith("ee")
            else f"{base}{base[-1] if base in _DOUBLED else ''}ing"
        )
        yield f"Duties include {gerund}{text[match.end() :]}"
        yield f"Incumbents {base}{text[match.end() :]}"
        yield f"One of the duties is to {base}{text[match.end() :]}"


def passive(case: Case) -> Iterator[str]:
    """ "X may be substituted for Y" as "Y may be replaced by X"."""
    match = re.match(
        r"(?P<x>An? [^.]+?) may be substituted for (?P<y>one \(1\)(?: additional)? year of the General Experience)\.$",
        case.statement.text,
    )
    if match:
        yield f"{match['y'][0].upper()}{match['y'][1:]} may be replaced by {_small(match['x'])}."


def field_turned(case: Case) -> Iterator[str]:
    """ "The salary group is X" as "X is the salary group" and "This class has X as its salary group"."""
    match = re.match(r"The (.+?) is (.+)\.$", case.statement.text)
    if case.kind == "field value" and match:
        yield f"{match[2]} is the {match[1]}."
        yield f"The {match[1]} of this class is {match[2]}."


def split(case: Case) -> Iterator[str]:
    """A sentence of two parts told by its first part alone, where that is whole and has the same may or must."""
    match = re.match(r"(?P<first>[^,;]+? must [^,;]+?) (?:and must|within|during) ", case.statement.text)
    if match and " or " not in match["first"]:
        yield f"{match['first']}."
    listed = re.match(
        r"(?P<lead>.+? experience in (?!an? combination))(?P<first>[a-z ]+?), .+ or (?P<last>an? [a-z ]*related (?:field|area))\.$",
        case.statement.text,
    )
    if listed:
        yield f"{listed['lead']}{listed['first']} or {listed['last']}."


REWORDINGS: dict[str, Rewording] = {
    "figure only": figure_only,
    "word only": word_only,
    "small letters": lower_case,
    "opening": lead,
    "requires": requires,
    "have to": must_otherwise,
    "can": may_otherwise,
    "incumbents": whom,
    "audience last": audience_last,
    "duties include": duties_include,
    "passive by rule": passive,
    "field turned": field_turned,
    "split by rule": split,
}
"""The rules of rewording."""


def reworded(cases: Iterable[Case], kind: str) -> Iterator[Case]:
    """The honest rewordings by one rule, each text once, spread over the cases by a hash."""
    ordered = sorted(cases, key=lambda case: hashlib.sha256(f"{case.id} {case.statement.text}".encode()).digest())
    known: set[str] = set()
    for case in ordered:
        for text in REWORDINGS[kind](case):
            if text != case.statement.text and text not in known and case.spec is not None and sound(case):
                known.add(text)
                changed = replace(case.statement, text=text)
                yield replace(case, id=f"{case.id}:{kind}", kind=kind, statement=changed, origin=case.statement.text)
