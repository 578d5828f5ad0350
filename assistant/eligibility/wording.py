"""A determination in words, from the determination alone.

"You meet" is said only where the verdict is `met`, "you do not meet" only where it is `not_met`. Whatever a person asks
for or claims, the words follow the verdict; every answer ends by saying whose decision it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.eligibility.determination import Deciding, Determination, Node, Path
from assistant.eligibility.kleene import Verdict
from assistant.eligibility.outline import duration_words, listed
from assistant.eligibility.timeline import Months

DISCLAIMER = "This is about the stated minimum qualifications; the agency makes the decision."

VERDICT_WORDS = {
    Verdict.MET: "met",
    Verdict.NOT_MET: "not met",
    Verdict.UNDETERMINED: "we don't know yet",
    Verdict.NEEDS_REVIEW: "a person must judge",
}
"""The verdicts in plain words, for badges and lists."""

_HEADLINES = {
    Verdict.MET: "{basis}, you meet the stated minimum qualifications of {title}.",
    Verdict.NOT_MET: "{basis}, you do not meet the stated minimum qualifications of {title}.",
    Verdict.UNDETERMINED: "We don't know yet whether the stated minimum qualifications of {title} are met.",
    Verdict.NEEDS_REVIEW: "A person has to judge whether the stated minimum qualifications of {title} are met.",
}

_BASIS = {"advisory": "On the facts given", "as_filed": "On what was filed"}
_FEW = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer and the numbers of the citations that it rests on."""

    text: str
    cites: tuple[int, ...] = ()


def headline(determination: Determination) -> str:
    """The verdict in one sentence."""
    return headline_of(determination.brief_json())


def headline_of(found: Mapping[str, Any]) -> str:
    """The same from a determination's JSON."""
    title = f"{found['title']} ({found['class_code']})"
    return _HEADLINES[Verdict(found["verdict"])].format(basis=_BASIS[found["mode"]], title=title)


def sentences(determination: Determination) -> list[Sentence]:
    """The whole answer: the verdict, what decided it, what is missing, what would change it, the next question."""
    found = [Sentence(headline(determination))]
    found += [sentence for node in determination.requirements for sentence in _of_node(node, determination.verdict)]
    found += [
        Sentence(f"{_upper(use['text'])}: this applies.", (use["cite"],))
        for use in determination.substitutions
        if use["verdict"] == Verdict.MET.value and use["months"] != [0, 0]
    ]
    found += [_of_reading(point) for point in determination.deciding]
    if determination.paths:
        found += [_of_path(path) for path in determination.paths[:_FEW]]
    for question in determination.next_questions[:1]:
        found.append(Sentence(f"Next question: {question['text']} {question['why']}", _cites(question["cite"])))
    found.append(Sentence(f"{DISCLAIMER} ({_upper(determination.reviewed)}.)"))
    return found


def as_text(determination: Determination) -> str:
    """The sentences as text, one a line, each with its citation numbers."""
    return "\n".join(
        sentence.text + "".join(f" [{number}]" for number in sentence.cites) for sentence in sentences(determination)
    )


def months_words(interval: list[Months]) -> str:
    """An interval of months: "2 years", "between 1 year and 2 years", "at least 2 years"."""
    least, most = interval
    if least is None or least == most:
        return duration_words(least or 0)
    if most is None:
        return f"at least {duration_words(least)}"
    return f"between {duration_words(least)} and {duration_words(most)}"


def _of_node(node: Node, verdict: Verdict) -> list[Sentence]:
    """What is to be said of a requirement: all that is not met, and the rest in short."""
    if not node["gates"]:
        return []
    if "children" in node and node["verdict"] != Verdict.MET.value:
        own = [Sentence(f"{_upper(reason)}.", (node["cite"],)) for reason in node["reasons"]]
        lead = [Sentence("One of these is needed:", (node["cite"],))] if node["kind"] == "any_of" else own
        return lead + [sentence for child in node["children"] for sentence in _of_node(child, verdict)]
    return [Sentence(_node_words(node), (node["cite"],))]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _node_words(node: Node) -> str:
    text = _upper(node["text"])
    state = VERDICT_WORDS[Verdict(node["verdict"])]
    if "need_months" not in node:
        why = f" ({node['reasons'][0]})" if node["reasons"] and node["verdict"] != Verdict.MET.value else ""
        return f"{text}: {state}{why}."
    credited = f"{months_words(node['credited_months'])} credited of {duration_words(node['need_months'])}"
    least = node["shortfall_months"][0]
    missing = f", {duration_words(least)} missing" if least and node["verdict"] == Verdict.NOT_MET.value else ""
    return f"{text}: {state}; {credited}{missing}."


def _of_reading(point: Deciding) -> Sentence:
    """The point of the text on which the verdict hangs, and what each way to read it leads to."""
    said = [f"{reading['label']}: {VERDICT_WORDS[Verdict(reading['verdict'])]}" for reading in point["readings"]]
    return Sentence(
        f"It depends on how the text is read. {point['question']} {listed(said, 'or')}.", _cites(point["cite"])
    )


def _cites(number: int | None) -> tuple[int, ...]:
    return () if number is None else (number,)


def _of_path(path: Path) -> Sentence:
    cites = tuple(dict.fromkeys(change["cite"] for change in path["changes"] if change["cite"]))
    when = f" If the current job goes on, that is on {path['earliest_date']}." if path["earliest_date"] else ""
    return Sentence(f"What would change this: {path['text']}.{when}", cites)
