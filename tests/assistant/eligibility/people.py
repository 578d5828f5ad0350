"""Applicants made up for a class: near its thresholds, with what it names and what it does not, and with gaps."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from oracle import alike

from assistant.eligibility.applicant import Applicant, parse_applicant
from assistant.eligibility.nodes import leaves
from assistant.eligibility.rules import (
    CredentialRequirement,
    EducationRequirement,
    ExperienceRequirement,
    RuleSet,
)

AS_OF = date(2026, 11, 24)
LEVELS = ("high_school", "associate", "bachelor", "master", "sixth_year", "law", "doctorate")
ELSEWHERE = "falconry"


class Vocabulary:
    """The names that a rule set knows."""

    def __init__(self, rules: RuleSet) -> None:
        roots = [rules.requirement, *(s.condition for s in rules.substitutions)]
        found = [leaf for root in roots if root is not None for leaf in leaves(root)]
        education = [leaf for leaf in found if isinstance(leaf, EducationRequirement)]
        work = [leaf for leaf in found if isinstance(leaf, ExperienceRequirement)]
        fields = {field for leaf in education for field in leaf.fields if "related" not in field}
        self.fields = sorted(f for f in fields if not any(set(f.split()) & set(g.split()) for g in fields - {f}))
        stated = list(leaves(rules.requirement)) if rules.requirement is not None else []
        required = [leaf.names for leaf in stated if isinstance(leaf, CredentialRequirement)]
        asked = [leaf.names for leaf in found if isinstance(leaf, CredentialRequirement)]
        self.credentials = _distinct(asked, required)
        self.required = [leaf.names[0] for leaf in stated if isinstance(leaf, CredentialRequirement)]
        self.degrees = [
            (leaf.degrees[0].value.replace("advanced", "master"), leaf.fields[0] if leaf.fields else ELSEWHERE)
            for leaf in stated
            if isinstance(leaf, EducationRequirement) and leaf.degrees
        ]
        self.roles = sorted({name for leaf in work for name in (*leaf.roles, *leaf.levels)})
        self.levels = sorted({level for equivalence in rules.equivalences for level in equivalence.levels})
        self.months = sorted({leaf.months for leaf in work if leaf.months}) or [12]
        self.keys = sorted({leaf.source.key for leaf in work if leaf.kind == "other"})
        self.assignments = sorted({leaf.only_for for leaf in found if leaf.only_for})


def _distinct(asked: list[tuple[str, ...]], first: list[tuple[str, ...]]) -> list[str]:
    """Names that could be taken for none of the other credentials asked for, whatever words they share."""
    kept: list[tuple[str, ...]] = []
    for names in sorted(asked, key=lambda names: names not in first):
        if "GED" not in names and not any(
            alike(a, b) for a in names for other in kept if other != names for b in other
        ):
            kept.append(names)
    return sorted({name for names in kept for name in names})


def applicants(rules: RuleSet, count: int, seed: int) -> Iterator[Applicant]:
    """So many applicants, the same for a seed."""
    rng = random.Random(seed)
    words = Vocabulary(rules)
    for _ in range(count):
        yield parse_applicant(_facts(rng, words))


def _facts(rng: random.Random, words: Vocabulary) -> dict[str, Any]:
    gaps = rng.choice((0, 0, 0, 1, 1, 2))
    data: dict[str, Any] = {
        "as_of": AS_OF.isoformat(),
        "education": [_education(rng, words) for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3)))],
        "credentials": [_credential(rng, words) for _ in range(rng.choice((0, 0, 1, 1, 2)))],
        "employment": [_job(rng, words) for _ in range(rng.choice((0, 1, 1, 2, 2, 3, 4)))],
        "state_employee": rng.random() < 0.3,
    }
    if rng.random() < 0.6:
        data["credentials"] += [{"name": name} for name in words.required]
        data["education"] += [
            {"level": level, "field": field, "completed": True}
            for level, field in rng.sample(words.degrees, len(words.degrees))[:1]
        ]
    if words.assignments and rng.random() < 0.2:
        data["assignment"] = rng.choice(words.assignments)
    for _ in range(gaps):
        _forget(rng, data)
    return data


def _education(rng: random.Random, words: Vocabulary) -> dict[str, Any]:
    field = rng.choice([*words.fields, ELSEWHERE]) if words.fields and rng.random() < 0.8 else ELSEWHERE
    if rng.random() < 0.2:
        return {"semester_hours": rng.choice((14, 15, 29, 30, 45, 59, 60, 90, 119, 120, 150)), "field": field}
    return {"level": rng.choice(LEVELS), "field": field, "completed": rng.random() < 0.85}


def _credential(rng: random.Random, words: Vocabulary) -> dict[str, Any]:
    name = rng.choice(words.credentials) if words.credentials and rng.random() < 0.8 else "falconry permit"
    expires = rng.choice((None, "2030-06-30", AS_OF.isoformat(), "2026-11-23", "2019-01-01"))
    return {"name": name, "expires": expires} if expires else {"name": name}


def _job(rng: random.Random, words: Vocabulary) -> dict[str, Any]:
    months = max(1, rng.choice(words.months) + rng.choice((-12, -6, -1, 0, 0, 0, 1, 12)))
    start = date(rng.randint(1995, 2024), rng.randint(1, 12), rng.choice((1, 1, 1, 15, rng.randint(1, 28))))
    end = _months_later(start, months) - timedelta(days=1) + timedelta(days=rng.choice((-1, 0, 0, 0, 1, 20)))
    job: dict[str, Any] = {
        "title": rng.choice([*words.roles, "Falconer"]),
        "start": start.isoformat(),
        "hours_per_week": rng.choice((40, 35, 35, 40, 20, 17.5, 12, 60)),
        "counts_as": rng.choice(
            (["general"], ["general", "special"], ["general", "special"], ["special"], ["neither"])
        ),
        "capacity": rng.choice(("staff", "lead", "supervisory", "managerial", "managerial")),
        "state_class": rng.choice(["", "", "Falconer", *words.levels, *words.roles]),
    }
    if end < AS_OF or rng.random() < 0.3:
        job["end"] = max(start, end).isoformat()
    if words.keys and rng.random() < 0.7:
        job["attested"] = {key: rng.random() < 0.5 for key in words.keys}
    if rng.random() < 0.08:
        job["start"] = job["start"][:7]
    if rng.random() < 0.08 and "end" in job:
        job["end"] = job["end"][:4]
    if len(job.get("end", "2100-01-01")) < 10 and job["end"] < job["start"][: len(job["end"])]:
        del job["end"]
    return job


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


def _forget(rng: random.Random, data: dict[str, Any]) -> None:
    """Takes away one fact."""
    places: list[tuple[dict[str, Any], str]] = [(data, "state_employee")]
    if rng.random() < 0.25:
        places = [(data, name) for name in ("education", "credentials", "employment")]
    for job in data.get("employment") or ():
        places += [(job, name) for name in ("hours_per_week", "counts_as", "capacity", "state_class")]
    for entry in data.get("education") or ():
        if "level" in entry:
            places.append((entry, "completed"))
    where, name = rng.choice(places)
    where.pop(name, None)
