"""Eligibility as LangChain tools: the deterministic router and a model call the same ones.

A tool returns data (a dict), never a verdict in a model's words; `said` in it is the wording that may be shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, Protocol

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, Field

from assistant.eligibility.applicant import Applicant, parse_applicant
from assistant.eligibility.determine import determine
from assistant.eligibility.freetext import merge, read_facts
from assistant.eligibility.kleene import Verdict
from assistant.eligibility.match import Wanted, match_classes
from assistant.eligibility.policy import DEFAULT, CountingPolicy
from assistant.eligibility.reviews import Reviewed
from assistant.eligibility.rulebook import explain_rules
from assistant.eligibility.rules import RuleSet
from assistant.eligibility.wording import as_text
from corpus.model import Spec

ModeName = Literal["advisory", "as_filed"]


class RuleSource(Protocol):
    """Where the rules in force come from: the catalogue, or a dict in tests."""

    def rules(self, class_code: str) -> tuple[RuleSet, Spec]:
        """The rules of a class and the specification that they were compiled from. Raises NotFound."""

    def reviewed(self, class_code: str) -> Reviewed:
        """What people said of these rules."""

    def codes(self) -> Iterable[str]:
        """The codes of all classes."""


class CheckEligibility(BaseModel):
    """The arguments of `check_eligibility`."""

    class_code: str = Field(description="the class code, for example 3039MP")
    facts: dict[str, Any] = Field(
        default_factory=dict,
        description=(
            "what the person stated of themselves, in the fields of the applicant schema: education (level, field, "
            "completed, or semester_hours), credentials (name, expires), employment (title, start, end or months, "
            "hours_per_week, counts_as, capacity, state_class), state_employee. Leave out whatever was not stated."
        ),
    )
    said: str = Field(default="", description="the person's own words, from which further facts are read")
    as_of: str = Field(description="the day on which to judge, for example 2026-11-24")
    mode: ModeName = Field(
        default="advisory", description="advisory leaves open what is not known; as_filed does not count it"
    )


class MatchClasses(BaseModel):
    """The arguments of `match_classes`."""

    facts: dict[str, Any] = Field(default_factory=dict, description="as in check_eligibility")
    said: str = Field(default="", description="the person's own words, from which further facts are read")
    as_of: str = Field(description="the day on which to judge, for example 2026-11-24")
    verdicts: list[Verdict] = Field(default_factory=list, description="keep only these verdicts; empty: all")
    title_words: str = Field(default="", description="keep only classes with these words in the title")
    limit: int = Field(default=20, ge=1, le=500, description="how many classes to return at most")


class ExplainRequirement(BaseModel):
    """The arguments of `explain_requirement`."""

    class_code: str = Field(description="the class code, for example 3039MP")
    about: str = Field(default="", description="words of the question, to pick the rules it is about; empty: all rules")


def eligibility_tools(source: RuleSource, policy: CountingPolicy = DEFAULT) -> list[BaseTool]:
    """The three tools over a source of rules: check_eligibility, match_classes, explain_requirement."""

    def check_eligibility(
        class_code: str, as_of: str, facts: dict[str, Any] | None = None, said: str = "", mode: ModeName = "advisory"
    ) -> dict[str, Any]:
        rules, spec = source.rules(class_code)
        applicant = _applicant(facts or {}, said, as_of)
        found = determine(rules, spec, applicant, policy, mode, reviewed=source.reviewed(class_code))
        return {
            "determination": found.as_json(),
            "said": as_text(found),
            "applicant": applicant.model_dump(mode="json", exclude_defaults=True),
            "read": _read(said),
        }

    def find_classes(as_of: str, **more: Any) -> dict[str, Any]:
        asked = MatchClasses(as_of=as_of, **more)
        applicant = _applicant(asked.facts, asked.said, as_of)
        wanted = Wanted(frozenset(asked.verdicts), asked.title_words)
        classes = ((*source.rules(code), source.reviewed(code)) for code in source.codes())
        found = match_classes(applicant, classes, wanted, policy=policy)
        return {"count": len(found), "matches": [match.as_json() for match in found[: asked.limit]]}

    def explain_requirement(class_code: str, about: str = "") -> dict[str, Any]:
        rules, spec = source.rules(class_code)
        return explain_rules(rules, spec, about, policy)

    return [
        StructuredTool.from_function(
            check_eligibility,
            name="check_eligibility",
            description=(
                "Whether a person meets the stated minimum qualifications of a class, computed by rules. Returns the "
                "determination and its wording. Never say more than its verdict."
            ),
            args_schema=CheckEligibility,
        ),
        StructuredTool.from_function(
            find_classes,
            name="match_classes",
            description="All classes ranked by how near a person is to their stated minimum qualifications.",
            args_schema=MatchClasses,
        ),
        StructuredTool.from_function(
            explain_requirement,
            name="explain_requirement",
            description="What a class's minimum qualifications ask for and what may replace it, with the clauses.",
            args_schema=ExplainRequirement,
        ),
    ]


def _applicant(facts: dict[str, Any], said: str, as_of: str) -> Applicant:
    """The stated facts with those read from the person's words, on the given day."""
    applicant = parse_applicant({**facts, "as_of": as_of}, "facts")
    return merge(applicant, read_facts(said)) if said.strip() else applicant


def _read(said: str) -> dict[str, Any]:
    """What was read of the person's words and what was not, for confirmation."""
    reading = read_facts(said)
    return {
        "facts": [
            {"path": fact.path, "value": fact.value, "words": reading.words(fact), "start": fact.start, "end": fact.end}
            for fact in reading.facts
        ],
        "unread": [{"words": said[start:end], "start": start, "end": end} for start, end in reading.unread],
    }
