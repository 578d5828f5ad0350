"""Cases beside the rules: applicants whose verdict a person has written down, in YAML that a domain expert can read.

A case names its class, day, applicant, what is expected of the determination, and words of its clauses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.eligibility.applicant import parse_applicant
from assistant.eligibility.determination import Determination, Mode, Node
from assistant.eligibility.determine import determine
from assistant.eligibility.policy import DEFAULT, CountingPolicy, load_policy
from assistant.eligibility.rules import RuleSet
from assistant.eligibility.when import Day
from corpus.errors import UserMistake
from corpus.model import Spec

SHIPPED = Path(__file__).parent / "cases"


class Expected(BaseModel):
    """What a case expects; what is absent is not looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdict: str
    shortfall_months: dict[str, float | None] | None = None


class Case(BaseModel):
    """One case. `cites` are words that the quotes of its determination must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    name: str
    class_code: str = Field(alias="class")
    as_of: Day
    applicant: dict[str, Any]
    expected: Expected
    cites: tuple[str, ...] = ()
    mode: Mode = "advisory"
    policy: str = "default"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case and what was wrong with its determination; nothing if it passed."""

    case: Case
    faults: tuple[str, ...]


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a YAML file. Raises UserMistake naming the case and the field at fault."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise UserMistake(f"{path.name}: not YAML: {error}") from error
    if not isinstance(data, list):
        raise UserMistake(f"{path.name}: must be a list of cases")
    found = []
    for number, entry in enumerate(data, 1):
        try:
            found.append(Case.model_validate(entry))
        except ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(str(part) for part in fault["loc"])
            raise UserMistake(f"{path.name}: case {number}: {where}: {fault['msg']}") from error
    return tuple(found)


def shipped_cases() -> Iterator[Case]:
    """The cases that are shipped, class by class."""
    for path in sorted(SHIPPED.glob("*.yaml")):
        yield from read_cases(path)


def run_case(case: Case, rules: RuleSet, spec: Spec) -> Outcome:
    """The outcome of a case against the rules of its class."""
    policy: CountingPolicy = DEFAULT if case.policy == "default" else load_policy(case.policy)
    applicant = parse_applicant({**case.applicant, "as_of": case.as_of}, case.name)
    found = determine(rules, spec, applicant, policy, case.mode)
    return Outcome(case, tuple(_faults(case, found)))


def _faults(case: Case, found: Determination) -> Iterator[str]:
    if found.verdict.value != case.expected.verdict:
        yield f"verdict {found.verdict.value}, expected {case.expected.verdict}"
    if case.expected.shortfall_months is not None and found.shortfall_months != case.expected.shortfall_months:
        yield f"shortfall {found.shortfall_months}, expected {case.expected.shortfall_months}"
    clauses = _clauses(found)
    for words in case.cites:
        if not any(words in clause for clause in clauses):
            yield f"no cited clause has the words {words!r}"


def _clauses(found: Determination) -> list[str]:
    """The quotes that the determination cites, blanks collapsed."""
    numbers = {use["cite"] for use in found.substitutions}
    numbers |= {number for node in (*found.requirements, *found.shown) for number in _numbers(node)}
    quotes = [
        citation for citation in found.citations if citation["n"] in numbers or "for state" in citation["quote"].lower()
    ]
    return [" ".join(citation["quote"].split()) for citation in quotes]


def _numbers(node: Node) -> set[int]:
    return {node["cite"]}.union(*(_numbers(child) for child in node.get("children", ())))
