"""What the cases do not show: unread text, texts without minimum, readings, audiences, other policies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from classes import rules_of
from hand import GENERAL, SPECIAL, ruleset, source

from assistant.eligibility.applicant import parse_applicant
from assistant.eligibility.determination import Determination
from assistant.eligibility.determine import determine
from assistant.eligibility.policy import DEFAULT, CountingPolicy
from assistant.eligibility.reviews import Reviewed
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    CredentialRequirement,
    Degree,
    EducationRequirement,
    ExperienceRequirement,
    Interpretation,
    Modality,
    Opaque,
    OpaqueReason,
    Phase,
    Requirement,
    RuleSet,
    Substitution,
)
from corpus.model import Span, Spec
from corpus.parse import parse

TEXT = """PURPOSE OF JOB CLASS (NATURE OF WORK)
In a state agency this class is accountable for the keeping of hawks.
MINIMUM QUALIFICATIONS - GENERAL EXPERIENCE
A Bachelor's degree and four (4) years of experience in falconry.
MINIMUM QUALIFICATIONS - SPECIAL EXPERIENCE
One (1) year of the General Experience must have been in a lead capacity.
MINIMUM QUALIFICATIONS - SUBSTITUTIONS ALLOWED
Completion of the Falconer Trainee program may be substituted for the General Experience.
SPECIAL REQUIREMENTS
Incumbents must possess a falconry permit.
CLASS: 1234AB;
"""
SPEC: Spec = parse(TEXT, "1234AB")
DEGREE = EducationRequirement(source(TEXT, "A Bachelor's degree"), (Degree.BACHELOR,))
YEARS = ExperienceRequirement(
    source(TEXT, "four (4) years of experience in falconry"), GENERAL, 48, "experience in falconry"
)
LEAD = ExperienceRequirement(source(TEXT, "One (1) year of the General"), SPECIAL, 12, "lead", subset_of=GENERAL)
PERMIT = CredentialRequirement(source(TEXT, "falconry permit"), ("falconry permit",))
TRAINEE = Substitution(
    source(TEXT, "Completion of the Falconer"),
    (GENERAL,),
    CredentialRequirement(source(TEXT, "the Falconer Trainee program"), ("Falconer Trainee program",)),
    None,
)
NOTE = Opaque(source(TEXT, "the keeping of hawks"), "the keeping of hawks")


def judge(
    requirement: Requirement | None, policy: CountingPolicy = DEFAULT, spec: Spec = SPEC, **facts: Any
) -> Determination:
    return judge_rules(ruleset(spec, requirement), policy, spec, **facts)


def judge_rules(rules: RuleSet, policy: CountingPolicy = DEFAULT, spec: Spec = SPEC, **facts: Any) -> Determination:
    known: dict[str, Any] = {
        "as_of": "2026-11-24",
        "education": [],
        "credentials": [],
        "employment": [],
        "state_employee": False,
    }
    return determine(rules, spec, parse_applicant(known | facts), policy)


def all_of(*children: Requirement) -> AllOf:
    return AllOf(children[0].source, children)


def job(months: int, *kinds: str, **more: Any) -> dict[str, Any]:
    return {"months": months, "hours_per_week": 40, "counts_as": list(kinds) or ["general"], "capacity": "lead", **more}


BACHELOR = {"level": "bachelor", "completed": True}
PERMITTED = [{"name": "falconry permit"}]


@pytest.mark.parametrize(
    ("requirement", "verdict"),
    [
        (PERMIT, "met"),
        (all_of(PERMIT, NOTE), "needs_review"),
        (all_of(DEGREE, NOTE), "not_met"),
        (AnyOf(PERMIT.source, (PERMIT, NOTE)), "needs_review"),
        (AnyOf(DEGREE.source, (DEGREE, NOTE)), "needs_review"),
        (AnyOf(PERMIT.source, (PERMIT, replace(NOTE, reason=OpaqueReason.JUDGEMENT))), "met"),
        (all_of(DEGREE, replace(NOTE, relaxes=True)), "needs_review"),
        (all_of(PERMIT, replace(NOTE, phase=Phase.APPOINTMENT)), "met"),
        (all_of(PERMIT, replace(NOTE, modality=Modality.MAY_BE_REQUIRED)), "met"),
        (all_of(PERMIT, replace(DEGREE, phase=Phase.APPOINTMENT)), "met"),
        (all_of(PERMIT, replace(DEGREE, modality=Modality.MAY_BE_REQUIRED)), "met"),
        (all_of(PERMIT, replace(DEGREE, only_for="the night keeper")), "met"),
        (all_of(PERMIT, replace(NOTE, only_for="the night keeper")), "met"),
    ],
)
def test_opaque_text_and_what_never_gates(requirement: Requirement, verdict: str) -> None:
    assert judge(requirement, credentials=PERMITTED).verdict == verdict


def test_an_assignment_gates_those_who_apply_for_it() -> None:
    gate = all_of(PERMIT, replace(DEGREE, only_for="The Night Keeper of the Mews"))
    assert judge(gate, credentials=PERMITTED, assignment="night keeper").verdict == "not_met"
    assert judge(gate, credentials=PERMITTED, assignment="day keeper").verdict == "met"


def test_residue_that_no_node_holds_makes_a_clean_met_impossible() -> None:
    rules = replace(ruleset(SPEC, PERMIT), residue=(Span(0, 10),), residue_share=0.1)
    assert judge_rules(rules, credentials=PERMITTED).verdict == "needs_review"
    assert judge_rules(rules).verdict == "not_met"


def test_a_text_without_minimum_qualifications() -> None:
    text = TEXT[: TEXT.index("MINIMUM")] + TEXT[TEXT.index("SPECIAL REQ") :]
    spec = parse(text, "1234AB")
    gate = CredentialRequirement(source(text, "falconry permit"), ("falconry permit",))
    assert judge(None, spec=spec).verdict == "needs_review"
    assert judge(gate, spec=spec, credentials=PERMITTED).verdict == "needs_review"
    assert judge(gate, spec=spec).verdict == "not_met"


def readings(*requirements: Requirement) -> Interpretation:
    return Interpretation(
        requirements[0].source, "Which?", requirements, tuple(f"reading {n}" for n in range(len(requirements)))
    )


@pytest.mark.parametrize(("months", "verdict"), [(48, "met"), (40, "needs_review"), (30, "not_met")])
def test_readings_decide_only_where_they_agree(months: int, verdict: str) -> None:
    either = readings(YEARS, replace(YEARS, months=36))
    found = judge(either, employment=[job(months)])
    assert found.verdict == verdict
    if verdict == "needs_review":
        (point,) = found.deciding
        assert point["question"] == "Which?"
        assert point["readings"] == [
            {"label": "reading 0", "verdict": "not_met"},
            {"label": "reading 1", "verdict": "met"},
        ]
    else:
        assert found.deciding == ()


def test_two_interpretations_are_read_in_every_combination() -> None:
    first, second = readings(YEARS, replace(YEARS, months=36)), readings(DEGREE, PERMIT)
    both = all_of(first, second)
    assert judge(both, employment=[job(48)], education=[BACHELOR], credentials=PERMITTED).verdict == "met"
    assert judge(both, employment=[job(48)], education=[BACHELOR]).verdict == "needs_review"
    assert judge(both, employment=[job(12)], education=[BACHELOR], credentials=PERMITTED).verdict == "not_met"


def test_what_replaces_the_general_experience_may_replace_its_degree_too() -> None:
    rules = ruleset(SPEC, all_of(DEGREE, YEARS), substitutions=(TRAINEE,))
    trained = [{"name": "Falconer Trainee program"}]
    assert judge_rules(rules, credentials=trained, education=[BACHELOR]).verdict == "met"
    found = judge_rules(rules, credentials=trained)
    assert found.verdict == "needs_review"
    assert {r["label"]: r["verdict"] for p in found.deciding for r in p["readings"]} == {
        "it replaces the degree, too": "met",
        "the degree is still required": "not_met",
    }


def test_a_substitution_reaches_only_what_it_names() -> None:
    rules = ruleset(SPEC, all_of(YEARS, LEAD), substitutions=(TRAINEE,))
    found = judge_rules(rules, credentials=[{"name": "Falconer Trainee program"}])
    assert (found.verdict, found.shortfall_months) == ("not_met", {"general": 0, "special": 12})


def test_an_audience_that_no_fact_speaks_of_is_for_a_person() -> None:
    rules = ruleset(SPEC, YEARS, substitutions=(replace(TRAINEE, audience="employees of a municipality"),))
    assert judge_rules(rules, credentials=[{"name": "Falconer Trainee program"}]).verdict == "needs_review"


@pytest.mark.parametrize(("hours", "verdict"), [(40, "met"), (20, "needs_review"), (None, "undetermined")])
def test_full_time_work_is_not_made_up_of_part_time(hours: float | None, verdict: str) -> None:
    stated = {"hours_per_week": hours} if hours else {}
    work = {key: value for key, value in job(96).items() if key != "hours_per_week"} | stated
    assert judge(replace(YEARS, full_time=True), employment=[work]).verdict == verdict


def test_special_work_is_general_work_where_it_is_part_of_it() -> None:
    both = all_of(YEARS, LEAD)
    assert judge(both, employment=[job(48, "special")]).verdict == "met"
    apart = all_of(YEARS, replace(LEAD, subset_of=None))
    assert judge(apart, employment=[job(48, "special")]).verdict == "not_met"


@pytest.mark.parametrize(
    ("entry", "verdict"),
    [
        ({"level": "bachelor", "completed": True}, "met"),
        ({"level": "bachelor", "completed": False}, "not_met"),
        ({"level": "bachelor"}, "undetermined"),
        ({"level": "bachelor", "completed": "2026"}, "undetermined"),
        ({"level": "bachelor", "completed": "2025"}, "met"),
        ({"level": "associate", "completed": True}, "not_met"),
        ({"level": "doctorate", "completed": True}, "met"),
        ({"semester_hours": 200}, "not_met"),
    ],
)
def test_degrees(entry: dict[str, Any], verdict: str) -> None:
    assert judge(DEGREE, education=[entry]).verdict == verdict


@pytest.mark.parametrize(
    ("fields", "field", "verdict"),
    [
        (("falconry",), "Falconry", "met"),
        (("falconry",), "history of falconry", "met"),
        (("falconry",), "law", "not_met"),
        (("falconry",), None, "undetermined"),
        (("business administration",), "business", "needs_review"),
        (("falconry", "a closely related field"), "law", "needs_review"),
        (("accounting",), "Accountancy", "met"),
    ],
)
def test_fields_of_study(fields: tuple[str, ...], field: str | None, verdict: str) -> None:
    study = {"field": field} if field else {}
    assert judge(replace(DEGREE, fields=fields), education=[BACHELOR | study]).verdict == verdict


@pytest.mark.parametrize(
    ("asked", "held", "verdict"),
    [
        ("a valid Motor Vehicle Operator's license", "driver's license", "met"),
        ("license as a Registered Nurse in the State of Connecticut", "RN", "met"),
        ("092 certificate (Intermediate Administrator)", "092", "met"),
        ("092 certificate (Intermediate Administrator)", "Intermediate Administrator certification", "met"),
        ("092 certificate (Intermediate Administrator)", "093 certificate", "not_met"),
        ("Registered Nurse license", "licensed practical nurse", "needs_review"),
        ("professional engineer license", "engineer in training", "needs_review"),
        ("falconry permit", "driver's license", "not_met"),
        ("proper certification pursuant to Section 10-157", "093 certificate", "needs_review"),
        ("Ed.D. (Doctorate in Educational Leadership)", "Ed.D.", "met"),
    ],
)
def test_credentials_by_name(asked: str, held: str, verdict: str) -> None:
    assert judge(replace(PERMIT, names=(asked,)), credentials=[{"name": held}]).verdict == verdict


@pytest.mark.parametrize(
    ("setting", "facts", "default", "other"),
    [
        (
            {"hours_not_stated": "full_time"},
            {"employment": [{"months": 48, "counts_as": ["general"]}]},
            "undetermined",
            "met",
        ),
        ({"full_time_hours_per_week": 40}, {"employment": [job(48, hours_per_week=35)]}, "met", "not_met"),
    ],
)
def test_the_policy_is_what_counts(setting: dict[str, Any], facts: dict[str, Any], default: str, other: str) -> None:
    policy = CountingPolicy(name="another", **setting)
    assert judge(YEARS, **facts).verdict == default
    found = judge(YEARS, policy, **facts)
    assert (found.verdict, found.policy) == (other, "another")


@pytest.mark.parametrize(
    ("setting", "verdict"), [("both_readings", "needs_review"), ("allowed", "met"), ("forbidden", "not_met")]
)
def test_whether_one_degree_serves_both_is_a_setting(setting: Any, verdict: str) -> None:
    rules, spec = rules_of("3039MP")
    doctor = {"level": "doctorate", "field": "Educational Leadership", "completed": True}
    work = [job(108, stretch="a"), job(24, "general", "special", capacity="managerial", stretch="a")]
    policy = DEFAULT.model_copy(update={"one_degree_for_both": setting})
    assert judge_rules(rules, policy, spec, education=[doctor], employment=work).verdict == verdict


def test_reviews_are_shown_with_the_rules() -> None:
    key = PERMIT.source.key
    rules = ruleset(SPEC, PERMIT)
    applicant = parse_applicant({"as_of": "2026-11-24"})
    found = determine(
        rules,
        SPEC,
        applicant,
        reviewed=Reviewed({key: "approved by A. Reader, 2026-11-20"}, "50% of the rules reviewed"),
    )
    assert found.requirements[0]["review"] == "approved by A. Reader, 2026-11-20"
    assert found.as_json()["reviewed"] == "50% of the rules reviewed"
    assert "review" not in determine(rules, SPEC, applicant).requirements[0]
    assert determine(rules, SPEC, applicant).reviewed == "rules not reviewed"
