"""The interview and the next questions: the deciding one first, each with why, until no answer could matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from classes import CODES, rules_of

from assistant.eligibility.applicant import Applicant, parse_applicant
from assistant.eligibility.determination import Determination, Question
from assistant.eligibility.determine import determine
from assistant.eligibility.interview import Answer, apply_answer, next_question
from assistant.eligibility.kleene import Verdict
from corpus.errors import UserMistake

START: dict[str, Any] = {"as_of": "2026-11-24"}


def interview(code: str, answer: Callable[[Question], Answer]) -> tuple[Determination, Applicant, list[str]]:
    rules, spec = rules_of(code)
    applicant, asked = parse_applicant(START), []
    for _ in range(40):
        found = determine(rules, spec, applicant)
        question = next_question(found, applicant)
        if question is None:
            return found, applicant, asked
        asked.append(question["id"])
        applicant = apply_answer(applicant, question, answer(question))
    raise AssertionError(f"no end of questions: {asked}")


def scripted(**said: str | list[str]) -> Callable[[Question], Answer]:
    """Answers by the last part of the question's id; lists are used up in turn."""

    def answer(question: Question) -> Answer:
        name = question["id"].rpartition(".")[2] if "[" in question["id"] else question["id"].replace(".", "_")
        words = said.get(name, "don't know")
        return words.pop(0) if isinstance(words, list) else words

    return answer


def test_an_interview_leads_to_met() -> None:
    answers = scripted(
        education="master's in education",
        credentials="092 certificate",
        employment="teacher, 2010-08-01 to 2018-06-30",
        employment_more=["principal since 2018-07-01, full time", "none"],
        counts_as=["general", "both"],
        hours_per_week="40",
        capacity="managerial",
        state_employee="no",
    )
    found, applicant, asked = interview("3039MP", answers)
    assert found.verdict is Verdict.MET
    assert applicant.employment is not None
    assert [job.title for job in applicant.employment] == ["teacher", "principal"]
    assert asked[0] == "education"
    assert "state_employee" in asked


def test_the_first_answer_may_decide() -> None:
    found, _, asked = interview("3039MP", scripted(education="none"))
    assert (found.verdict, asked) == (Verdict.NOT_MET, ["education"])


@pytest.mark.parametrize("code", CODES)
def test_who_knows_nothing_is_asked_each_question_once(code: str) -> None:
    found, applicant, asked = interview(code, lambda question: "I don't know")
    assert len(asked) == len(set(asked)) == len(applicant.not_known)
    assert found.verdict in {Verdict.UNDETERMINED, Verdict.NEEDS_REVIEW}


def question(identifier: str, kind: str = "text") -> Question:
    return {
        "id": identifier,
        "fact": identifier,
        "text": "?",
        "why": ".",
        "kind": kind,
        "choices": [],
        "outcomes": {},
        "cite": None,
    }


KNOWN = parse_applicant(
    {
        "as_of": "2026-11-24",
        "education": [{"level": "master"}],
        "employment": [{"title": "Clerk", "start": "2010"}, {"years": 2}, {"years": 3}],
    }
)


@pytest.mark.parametrize(
    ("identifier", "answer", "path", "value"),
    [
        ("state_employee", "yes", "state_employee", True),
        ("state_employee", "no, never", "state_employee", False),
        ("education[0].completed", "Yes.", "education.0.completed", True),
        ("education[0].field", "public health", "education.0.field", "public health"),
        ("employment[0].hours_per_week", "about 37.5 hours", "employment.0.hours_per_week", 37.5),
        ("employment[0].hours_per_week", "full time", "employment.0.hours_per_week", 35.0),
        ("employment[0].hours_per_week", 20, "employment.0.hours_per_week", 20.0),
        ("employment[0].counts_as", "both", "employment.0.counts_as", ("general", "special")),
        ("employment[0].counts_as", "neither", "employment.0.counts_as", ("neither",)),
        ("employment[0].counts_as", ["special"], "employment.0.counts_as", ("special",)),
        ("employment[0].capacity", "supervisory", "employment.0.capacity", "supervisory"),
        ("employment[0].state_class", "it was no state job", "employment.0.state_class", ""),
        ("employment[0].state_class", "Accounts Clerk", "employment.0.state_class", "Accounts Clerk"),
        ("employment[0].attested.sub.1", "yes", "employment.0.attested", {"sub.1": True}),
        ("employment.stretch", "yes", "employment.1.stretch", "one"),
        ("credentials", "092 certificate; CPR", "credentials.1.name", "CPR"),
        ("credentials", "none", "credentials", ()),
        ("credentials", ["RN"], "credentials.0.name", "RN"),
        ("education.more", "none", "more_possible", ()),
        ("employment.more", {"title": "Cook", "years": 1}, "employment.3.title", "Cook"),
    ],
)
def test_answers(identifier: str, answer: Answer, path: str, value: object) -> None:
    found: Any = apply_answer(KNOWN, question(identifier), answer)
    for part in path.split("."):
        found = found[int(part)] if part.isdigit() else getattr(found, part)
    assert found == value


@pytest.mark.parametrize("answer", ["don't know", "I do not know", "not sure", "?", "", None, "skip"])
def test_not_knowing_is_an_answer(answer: Answer) -> None:
    after = apply_answer(KNOWN, question("state_employee"), answer)
    assert after.not_known == ("state_employee",)
    assert after.state_employee is None


@pytest.mark.parametrize(
    ("identifier", "answer"),
    [
        ("state_employee", "perhaps"),
        ("employment[0].hours_per_week", "many"),
        ("employment[0].hours_per_week", "500"),
        ("employment[0].counts_as", "somewhat"),
        ("employment[0].capacity", "boss"),
        ("education", "???!"),
        ("weather", "fine"),
    ],
)
def test_an_answer_that_cannot_be_read_is_refused(identifier: str, answer: str) -> None:
    with pytest.raises(UserMistake, match=identifier.partition("[")[0]):
        apply_answer(KNOWN, question(identifier), answer)


def test_questions_are_ranked_and_say_why() -> None:
    rules, spec = rules_of("3039MP")
    job = {"title": "Principal", "start": "2010-01-01", "hours_per_week": 40, "counts_as": ["general", "special"]}
    facts = {
        **START,
        "education": [{"level": "master"}],
        "credentials": [],
        "employment": [job],
        "state_employee": False,
    }
    found = determine(rules, spec, parse_applicant(facts))
    assert found.verdict is Verdict.UNDETERMINED
    first = found.next_questions[0]
    assert first["id"] == "education[0].completed"
    assert first["outcomes"] == {"yes": "met", "no": "not_met"}
    assert "would be met" in first["why"]
    assert "would not be met" in first["why"]


def test_a_job_with_two_gaps_is_asked_about() -> None:
    """Neither gap alone changes anything, and still both must be asked for."""
    rules, spec = rules_of("9920SX")
    facts = {**START, "employment": [{"title": "Cook", "start": "2010-01-01"}], "credentials": [], "education": []}
    asked = [q["id"] for q in determine(rules, spec, parse_applicant(facts)).next_questions]
    assert asked == ["employment[0].counts_as", "employment[0].hours_per_week"]
