"""What is kept for several applicants: the same JSON as without, and never another person's."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from classes import rules_of

from assistant.eligibility.applicant import parse_applicant
from assistant.eligibility.determine import determine
from assistant.eligibility.kept import KeptDict, KeptList, json_bytes
from assistant.eligibility.reviews import NOT_REVIEWED, Reviewed
from assistant.eligibility.standing import standing_of

CODE = "3039MP"


def test_what_is_kept_is_written_as_plain_data_would_be() -> None:
    plain = {"a": [{"b": 1, "c": [None, "d"]}], "e": [2.5]}
    kept = {"a": KeptList([KeptDict(b=1, c=KeptList([None, "d"]))]), "e": [2.5]}
    assert kept == plain
    assert json_bytes(kept) == json_bytes(kept) == json.dumps(plain, separators=(",", ":")).encode()
    with pytest.raises(TypeError):
        json_bytes({"a": object()})


def person(rng: random.Random) -> dict[str, Any]:
    return {
        "as_of": "2026-11-24",
        "education": [
            {"level": rng.choice(["bachelor", "master", "doctorate"]), "completed": rng.choice([True, False])}
        ],
        "credentials": [{"name": name} for name in ("092 certificate", "CPA") if rng.random() < 0.5],
        "employment": [
            {"start": f"{2026 - rng.randint(2, 15)}-01-01", "hours_per_week": 40, "counts_as": ["general", "special"]}
        ],
        **({"state_employee": rng.random() < 0.5} if rng.random() < 0.7 else {}),
    }


def test_answers_do_not_depend_on_who_was_judged_before() -> None:
    rules, spec = rules_of(CODE)
    rng = random.Random(5)
    people = [parse_applicant(person(rng)) for _ in range(60)]
    fresh = []
    for applicant in people:
        standing_of.cache_clear()
        fresh.append(json.dumps(determine(rules, spec, applicant).as_json()))
    standing_of.cache_clear()
    for applicant, alone in sorted(zip(people, fresh, strict=True), key=lambda _: rng.random()):
        assert json.dumps(determine(rules, spec, applicant).as_json()) == alone


def test_reviews_of_one_determination_do_not_show_in_another() -> None:
    rules, spec = rules_of(CODE)
    applicant = parse_applicant(person(random.Random(1)))
    key = rules.shown[0].source.key
    seen = [
        determine(rules, spec, applicant, reviewed=reviewed).shown[0].get("review")
        for reviewed in (NOT_REVIEWED, Reviewed({key: "approved"}, "some"), NOT_REVIEWED)
    ]
    assert seen == [None, "approved", None]
