"""What must hold of every determination, whoever the applicant is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from classes import CODES, SHIPPED, rules_of
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assistant.eligibility.applicant import Applicant, parse_applicant
from assistant.eligibility.determination import Determination, Node
from assistant.eligibility.determine import determine
from assistant.eligibility.evaluate import Evaluation
from assistant.eligibility.facts import gather
from assistant.eligibility.kleene import Verdict
from assistant.eligibility.paths import _gaps, _nearest
from assistant.eligibility.policy import DEFAULT
from assistant.eligibility.program import program_for
from assistant.eligibility.routes import Gain, routes
from assistant.eligibility.rules import CredentialRequirement, EducationRequirement, Opaque
from assistant.eligibility.wording import DISCLAIMER, as_text

AS_OF = date(2026, 11, 24)
FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
DEFINITE = {Verdict.MET, Verdict.NOT_MET}

days = st.dates(date(2000, 1, 1), AS_OF)
codes = st.sampled_from([SHIPPED, SHIPPED, "9902SX", "9903SX", "9904SX", "9906SX", "9907SX", "9914SX", "9915SX"])


@st.composite
def jobs(draw: st.DrawFn, gaps: bool = True) -> dict[str, Any]:
    start, end = sorted((draw(days), draw(days)))
    job: dict[str, Any] = {
        "title": draw(st.sampled_from(["Teacher", "Fiscal Assistant", "Accounts Examiner 2"])),
        "start": start.isoformat(),
        "end": end.isoformat(),
        "hours_per_week": draw(st.sampled_from([40, 35, 20, 17.5, 7])),
        "counts_as": draw(st.sampled_from([["general"], ["general", "special"], ["neither"]])),
        "capacity": draw(st.sampled_from(["staff", "lead", "supervisory", "managerial"])),
        "state_class": draw(st.sampled_from(["", "Fiscal Assistant", "Education Bureau Chief", "Clerk"])),
    }
    if gaps:
        for name in draw(
            st.sets(st.sampled_from(["hours_per_week", "counts_as", "capacity", "state_class"]), max_size=1)
        ):
            del job[name]
        if draw(st.integers(0, 5)) == 0:
            job["start"] = job["start"][:4]
    return job


degrees = st.fixed_dictionaries(
    {
        "level": st.sampled_from(["high_school", "bachelor", "master", "sixth_year", "law", "doctorate"]),
        "field": st.sampled_from(["Educational Leadership", "accounting", "falconry"]),
    },
    optional={"completed": st.booleans()},
)
credentials = st.fixed_dictionaries(
    {"name": st.sampled_from(["092 certificate", "Certified Public Accountant", "driver's license", "falconry permit"])}
)


@st.composite
def facts(draw: st.DrawFn, gaps: bool = True, most: int = 4) -> dict[str, Any]:
    data: dict[str, Any] = {
        "as_of": AS_OF.isoformat(),
        "education": draw(st.lists(degrees, max_size=2)),
        "credentials": draw(st.lists(credentials, max_size=2)),
        "employment": draw(st.lists(jobs(gaps), max_size=most)),
        "state_employee": draw(st.booleans()),
    }
    if gaps:
        for name in draw(
            st.sets(st.sampled_from(["education", "credentials", "employment", "state_employee"]), max_size=1)
        ):
            del data[name]
    return data


def judged(code: str, data: dict[str, Any], **how: Any) -> Determination:
    rules, spec = rules_of(code)
    return determine(rules, spec, parse_applicant(data), **how)


def credits(found: Determination) -> list[list[float]]:
    """All credited months, in the order of the tree; no upper limit is infinity."""

    def look(nodes: list[Node]) -> list[list[float]]:
        each = []
        for node in nodes:
            if "credited_months" in node:
                each.append([float("inf") if months is None else float(months) for months in node["credited_months"]])
            each += look(node.get("children", []))
        return each

    return look(found.requirements)


@FEW
@given(codes, facts(), st.randoms(use_true_random=False), st.data())
def test_splitting_and_reordering_jobs_changes_nothing(
    code: str, data: dict[str, Any], rng: Any, pick: st.DataObject
) -> None:
    before = judged(code, data)
    parts: list[dict[str, Any]] = []
    for job in data.get("employment", []):
        start, end = job["start"], date.fromisoformat(job["end"])
        if len(start) == 10 and date.fromisoformat(start) < end:
            cut = pick.draw(st.dates(date.fromisoformat(start), end - timedelta(days=1)))
            parts += [{**job, "end": cut.isoformat()}, {**job, "start": (cut + timedelta(days=1)).isoformat()}]
        else:
            parts.append(job)
    rng.shuffle(parts)
    after = judged(code, {**data, "employment": parts} if "employment" in data else data)
    assert (after.verdict, after.shortfall_range) == (before.verdict, before.shortfall_range)
    assert credits(after) == credits(before)


@FEW
@given(codes, facts(), jobs(gaps=False))
def test_more_evidence_never_lowers_credit(code: str, data: dict[str, Any], job: dict[str, Any]) -> None:
    assume("employment" in data)
    before = judged(code, data)
    more = {**job, "counts_as": ["general", "special"], "capacity": "managerial", "state_class": ""}
    after = judged(code, {**data, "employment": [*data["employment"], more]})
    for (low, high), (new_low, new_high) in zip(credits(before), credits(after), strict=True):
        assert new_low >= low
        assert new_high >= high


@FEW
@given(codes, facts(), st.data())
def test_resolving_an_unknown_never_flips_a_definite_verdict(
    code: str, data: dict[str, Any], pick: st.DataObject
) -> None:
    before = judged(code, data)
    assume(before.verdict in DEFINITE)
    after = judged(code, _resolved(data, pick))
    if before.verdict is Verdict.NOT_MET:
        assert after.verdict is Verdict.NOT_MET
    else:
        assert after.verdict in {Verdict.MET, Verdict.NEEDS_REVIEW}


def _resolved(data: dict[str, Any], pick: st.DataObject) -> dict[str, Any]:
    """The facts with every gap filled in some way."""
    full = pick.draw(facts(gaps=False))
    filled = {name: data.get(name, full[name]) for name in full}
    filled["education"] = [{**{"completed": pick.draw(st.booleans())}, **entry} for entry in filled["education"]]
    spare = pick.draw(jobs(gaps=False))
    filled["employment"] = [
        {**spare, "start": "2000-01-01", "end": AS_OF.isoformat(), **job} for job in filled["employment"]
    ]
    for job in filled["employment"]:
        if len(job["start"]) == 4:
            earliest, latest = (
                date(int(job["start"]), 1, 1),
                min(date(int(job["start"]), 12, 31), date.fromisoformat(job["end"])),
            )
            job["start"] = pick.draw(st.dates(earliest, max(earliest, latest))).isoformat()
    return filled


@FEW
@given(st.sampled_from(["9901SX", "9902SX", "9907SX"]), facts(), st.integers(6, 48))
def test_a_lower_cap_never_raises_credit(code: str, data: dict[str, Any], cap: int) -> None:
    rules, spec = rules_of(code)
    capped = [replace(s, cap_months=cap) if s.per_hours else s for s in rules.substitutions]
    applicant = parse_applicant(data)
    before = determine(rules, spec, applicant)
    after = determine(replace(rules, substitutions=tuple(capped)), spec, applicant)
    assert all(cap <= (s.cap_months or cap) for s in rules.substitutions if s.per_hours)
    for (low, high), (new_low, new_high) in zip(credits(before), credits(after), strict=True):
        assert new_low <= low
        assert new_high <= high


@FEW
@given(codes, facts())
def test_as_filed_is_never_better_than_the_best_case(code: str, data: dict[str, Any]) -> None:
    filed, open_ = judged(code, data, mode="as_filed"), judged(code, data)
    assert filed.verdict is not Verdict.UNDETERMINED
    assert not filed.next_questions
    if filed.verdict in {Verdict.MET, Verdict.NEEDS_REVIEW}:
        assert open_.verdict is not Verdict.NOT_MET
    for (low, high), (open_low, open_high) in zip(credits(filed), credits(open_), strict=True):
        assert low >= open_low or data.get("state_employee") is None
        assert high <= open_high


@FEW
@given(codes, facts())
def test_words_follow_the_verdict(code: str, data: dict[str, Any]) -> None:
    found = judged(code, data)
    text = as_text(found).lower()
    assert ("you meet" in text) == (found.verdict is Verdict.MET)
    assert ("you do not" in text) == (found.verdict is Verdict.NOT_MET)
    assert "qualify" not in text
    assert "eligible" not in text
    assert text.splitlines()[-1].startswith(DISCLAIMER.lower())


@FEW
@given(codes, facts())
def test_met_means_nothing_is_missing_and_not_met_means_something_is(code: str, data: dict[str, Any]) -> None:
    found = judged(code, data)
    if found.verdict is Verdict.MET:
        assert found.shortfall_months == {"general": 0, "special": 0}
        assert not found.paths
    if found.verdict is Verdict.NOT_MET:
        assert not found.next_questions
        assert any(node["verdict"] == "not_met" for node in found.requirements)
    for n, citation in enumerate(found.citations, 1):
        assert citation["n"] == n
        assert citation["quote"] == rules_of(code)[1].text[citation["start"] : citation["end"]]


@FEW
@given(codes, facts())
def test_a_path_leads_to_met(code: str, data: dict[str, Any]) -> None:
    """Whoever gains what a path asks for, and works its months, meets the requirements or awaits a judgement."""
    rules, spec = rules_of(code)
    applicant = parse_applicant(data)
    evaluation = Evaluation(program_for(rules, spec, DEFAULT), gather(applicant, DEFAULT))
    assume(evaluation.verdict() is not Verdict.MET)
    ways = _nearest([(route, _gaps(evaluation, route)) for route in routes(evaluation)])
    for route, gaps in ways[:4]:
        keys = {work.key: True for work in evaluation.program.works.values()}
        tenths = max((gap.most for gap in gaps), default=0)
        after = determine(rules, spec, _with_gains(applicant, route.gains, tenths, keys))
        judged_too = any(isinstance(gain.node, Opaque) for gain in route.gains)
        assert after.verdict is (Verdict.NEEDS_REVIEW if judged_too else Verdict.MET)


def _with_gains(applicant: Applicant, gains: frozenset[Gain], tenths: int, keys: dict[str, bool]) -> Applicant:
    data = applicant.model_dump(mode="python", exclude_none=True)
    education, held = list(data.get("education", ())), list(data.get("credentials", ()))
    for gain in gains:
        node = gain.node
        if isinstance(node, EducationRequirement):
            level = node.degrees[0].value.replace("advanced", "master") if node.degrees else None
            field = node.fields[0] if node.fields else "falconry"
            hours = {"semester_hours": node.semester_hours} if node.semester_hours else {}
            education.append({"level": level, "field": field, "completed": True, **hours})
        elif isinstance(node, CredentialRequirement):
            held.append({"name": node.names[0]})
    more = {
        "start": "2100-01-01",
        "hours_per_week": 40,
        "counts_as": ["general", "special"],
        "capacity": "managerial",
        "state_class": "",
        "attested": keys,
    }
    jobs_held = list(data.get("employment", ()))
    later = date(2100, 1, 1)
    if tenths:
        later = _day_after(tenths)
        jobs_held.append({**more, "end": (later - timedelta(days=1)).isoformat()})
    return parse_applicant(
        {**data, "as_of": later.isoformat(), "education": education, "credentials": held, "employment": jobs_held}
    )


def _day_after(tenths: int) -> date:
    months = -(-tenths // 10)
    year, month = divmod(2100 * 12 + months, 12)
    return date(year, month + 1, 1)


def test_every_class_can_be_judged_with_nothing_known() -> None:
    for code in CODES:
        found = judged(code, {"as_of": "2026-11-24"})
        assert found.verdict in {Verdict.UNDETERMINED, Verdict.NEEDS_REVIEW}
        assert judged(code, {"as_of": "2026-11-24"}, mode="as_filed").verdict in {Verdict.NOT_MET, Verdict.NEEDS_REVIEW}
        assert found.as_json()["verdict"] == found.verdict.value
