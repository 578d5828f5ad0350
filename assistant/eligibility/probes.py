"""What could be asked: for each fact that is not known, a question and answers to try on the applicant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from assistant.eligibility.applicant import Applicant, Credential, Education, Employment
from assistant.eligibility.evaluate import Evaluation
from assistant.eligibility.kleene import UNKNOWN, YES
from assistant.eligibility.outline import CAPACITY_WORDS, KIND_WORDS, attainment_words, listed, requirement_words
from assistant.eligibility.program import Attainment, Program, Work, for_state_employees
from assistant.eligibility.rules import (
    Capacity,
    CredentialRequirement,
    Degree,
    EducationRequirement,
    Equivalence,
    ExperienceKind,
    ExperienceRequirement,
    Requirement,
    Substitution,
)
from assistant.eligibility.when import When

ELSEWHERE = "\0"
"""A field or class that no text names: an answer to try for "another one"."""

Changed = Callable[..., Applicant]


@dataclass(frozen=True)
class Probe:
    """A question and answers to try: what each would make of the applicant. Earlier kinds are easier to answer."""

    id: str
    kind: str
    text: str
    choices: tuple[str, ...]
    answers: dict[str, Applicant]
    node: Requirement | Substitution | Equivalence | None
    ease: int


def probes(evaluation: Evaluation) -> Iterator[Probe]:
    """All questions about facts that are not known, in the order in which a person would tell of them."""
    yield from _of_person(evaluation)
    yield from _of_education(evaluation)
    yield from _of_credentials(evaluation)
    yield from _of_employment(evaluation)


def _of_person(evaluation: Evaluation) -> Iterator[Probe]:
    rules, applicant = evaluation.program.rules, evaluation.facts.applicant
    stated: list[Equivalence | Substitution] = [*rules.equivalences, *rules.substitutions]
    clauses = [clause for clause in stated if for_state_employees(clause.audience)]
    if clauses and evaluation.facts.state_employee is None:
        yield Probe(
            "state_employee",
            "yes_no",
            "Are you an employee of the State of Connecticut?",
            ("yes", "no"),
            {"yes": _with(applicant, state_employee=True), "no": _with(applicant, state_employee=False)},
            clauses[0],
            0,
        )


def _of_education(evaluation: Evaluation) -> Iterator[Probe]:
    facts, applicant = evaluation.facts, evaluation.facts.applicant
    asked: list[Attainment] = [*evaluation.program.required, *evaluation.program.conditional.values()]
    degrees = [leaf for leaf in asked if isinstance(leaf, EducationRequirement)]
    college = any(substitution.per_hours for substitution in evaluation.program.partial)
    if facts.education_open and (degrees or college):
        listed_already = applicant.education is not None
        best = (*(applicant.education or ()), *_wanted_degrees(degrees, college))
        words = listed(list(dict.fromkeys(_asked_words(leaf, evaluation.program) for leaf in degrees)))
        more = (
            "What other degree or college training do you have?"
            if listed_already
            else ("What degree or college training do you have?")
        )
        yield Probe(
            "education.more" if listed_already else "education",
            "education",
            f"{more} The text speaks of {words or 'college training'}.",
            ("none",),
            {
                "you have what it asks for": _closed(_with(applicant, education=best), "education"),
                "none" if not listed_already else "nothing else": _closed(
                    _with(applicant, education=applicant.education or ()), "education"
                ),
            },
            degrees[0] if degrees else None,
            1,
        )
    for index, entry in enumerate(applicant.education or ()):
        yield from _of_entry(evaluation, index, entry, degrees)


def _asked_words(leaf: EducationRequirement, program: Program) -> str:
    """What a leaf asks for; of a rate by hours only the fields."""
    if leaf.degrees or id(leaf) not in program.conditional:
        return attainment_words(leaf)
    return "college training" + (f" in {listed(list(leaf.fields))}" if leaf.fields else "")


def _of_entry(
    evaluation: Evaluation, index: int, entry: Education, degrees: list[EducationRequirement]
) -> Iterator[Probe]:
    applicant, holding = evaluation.facts.applicant, evaluation.facts.degrees[index]
    name = entry.name or (entry.level or "training").replace("_", " ")

    def changed(**facts: Any) -> Applicant:
        entries = list(applicant.education or ())
        entries[index] = entries[index].model_copy(update=facts)
        return _with(applicant, education=tuple(entries))

    if entry.level and holding.held == UNKNOWN:
        answers = {"yes": changed(completed=True), "no": changed(completed=False)}
        yield Probe(
            f"education[{index}].completed",
            "yes_no",
            f"Did you complete the {name} degree?",
            ("yes", "no"),
            answers,
            None,
            2,
        )
    fields = [field for leaf in degrees for field in leaf.fields]
    if fields and holding.study is None:
        choices = (fields[0], "another field")
        yield Probe(
            f"education[{index}].field",
            "text",
            f"In which field is the {name}? The text names {listed(list(dict.fromkeys(fields)))}.",
            (),
            {choices[0]: changed(field=fields[0]), choices[1]: changed(field=ELSEWHERE)},
            next(leaf for leaf in degrees if leaf.fields),
            2,
        )
    if entry.semester_hours is None and (holding.held != YES or entry.level == "associate"):
        answers = {"120": changed(semester_hours=120.0), "none": changed(semester_hours=0.0)}
        text = f"How many semester hours (credits) did you earn towards the {name}?"
        yield Probe(f"education[{index}].semester_hours", "number", text, (), answers, None, 4)


def _wanted_degrees(degrees: list[EducationRequirement], college: bool) -> list[Education]:
    found = []
    for leaf in degrees:
        study = leaf.fields[0] if leaf.fields else None
        if leaf.degrees:
            level = "master" if leaf.degrees[0] is Degree.ADVANCED else leaf.degrees[0].value
            found.append(Education.model_validate({"level": level, "field": study, "completed": True}))
        else:
            found.append(Education(semester_hours=float(leaf.semester_hours or 0), field=study))
    return [*found, Education(semester_hours=120.0)] if college else found


def _of_credentials(evaluation: Evaluation) -> Iterator[Probe]:
    facts, applicant, program = evaluation.facts, evaluation.facts.applicant, evaluation.program
    asked = [
        leaf
        for leaf in (*program.required, *program.conditional.values())
        if isinstance(leaf, CredentialRequirement) and (id(leaf) in program.conditional or evaluation.concerns(leaf))
    ]
    if facts.credentials_open and asked:
        held = applicant.credentials or ()
        names = tuple(dict.fromkeys(name for leaf in asked for name in leaf.names))
        best = (*held, *(Credential(name=name) for name in names))
        already = applicant.credentials is not None
        yield Probe(
            "credentials.more" if already else "credentials",
            "credentials",
            f"Which {'other ' if already else ''}licences, certificates or completed programs do you hold? "
            f"The text names {listed(list(names))}.",
            (*names, "none"),
            {
                "you hold all of those": _closed(_with(applicant, credentials=best), "credentials"),
                "none": _closed(_with(applicant, credentials=held), "credentials"),
            },
            asked[0],
            1,
        )
    for index, entry in enumerate(facts.credentials):
        if entry.held == UNKNOWN:

            def changed(expires: When | None, index: int = index) -> Applicant:
                entries = list(applicant.credentials or ())
                entries[index] = entries[index].model_copy(update={"expires": expires})
                return _with(applicant, credentials=tuple(entries))

            far, past = (
                evaluation.facts.as_of.replace(year=2199, day=1),
                evaluation.facts.as_of.replace(year=1900, day=1),
            )
            answers = {
                "it is valid": changed(When(far, far, far.isoformat())),
                "it has expired": changed(When(past, past, past.isoformat())),
            }
            text = f"When does your {entry.name} expire?"
            yield Probe(f"credentials[{index}].expires", "date", text, (), answers, None, 2)


def _of_employment(evaluation: Evaluation) -> Iterator[Probe]:
    facts, applicant, program = evaluation.facts, evaluation.facts.applicant, evaluation.program
    if not program.works:
        return
    if facts.employment_open:
        already = applicant.employment is not None
        text = "What other job have you held?" if already else "What is your current or latest job?"
        jobs = (*(applicant.employment or ()), _ideal_job(program))
        yield Probe(
            "employment.more" if already else "employment",
            "job",
            f"{text} Its title, when it began and ended, and the hours a week.",
            ("none",),
            {
                "you have long enough work that counts": _closed(_with(applicant, employment=jobs), "employment"),
                "none": _closed(_with(applicant, employment=applicant.employment or ()), "employment"),
            },
            next(iter(_experience_nodes(program)), None),
            1,
        )
    for lane in facts.lanes:
        yield from _of_job(evaluation, lane.index, lane.job)
    undated = [lane.index for lane in facts.lanes if lane.undated is not None and lane.job.stretch is None]
    if len(undated) > 1:
        jobs = tuple(
            job.model_copy(update={"stretch": "one"}) if index in undated else job
            for index, job in enumerate(applicant.employment or ())
        )
        yield Probe(
            "employment.stretch",
            "yes_no",
            "Did the jobs that you gave by their length follow one another, without overlap?",
            ("yes", "no"),
            {"yes": _with(applicant, employment=jobs), "no": applicant},
            None,
            2,
        )


def _experience_nodes(program: Program) -> list[ExperienceRequirement]:
    stated = program.stated
    return sorted(stated, key=lambda node: node.kind is not ExperienceKind.GENERAL)


def _ideal_job(program: Program) -> Employment:
    """A job that counts for everything: a way to see what work could change."""
    keys = {work.key: True for work in program.works.values()}
    return Employment(
        title=None,
        months=(1200.0, 1200.0),
        hours_per_week=168,
        counts_as=("general", "special"),
        capacity=Capacity.MANAGERIAL,
        state_class="",
        attested=keys,
    )


def _of_job(evaluation: Evaluation, index: int, job: Employment) -> Iterator[Probe]:
    facts, applicant, program = evaluation.facts, evaluation.facts.applicant, evaluation.program
    lane = facts.lanes[index]
    name = f"your job as {job.title}" if job.title else f"job {index + 1}"

    def changed(**stated: Any) -> Applicant:
        jobs = list(applicant.employment or ())
        jobs[index] = jobs[index].model_copy(update=stated)
        return _with(applicant, employment=tuple(jobs))

    truths = {work: evaluation.counted(work)[index] for work in program.works.values()}
    works = [work for work, truth in truths.items() if truth]
    if not works:
        return
    if job.counts_as is None:
        yield _relevance(evaluation, index, name, changed)
    for work in works:
        if not work.attested and work.key not in job.attested and truths[work] != YES:
            node = _node_of(program, work)
            yes = {**job.attested, work.key: True}
            no = {**job.attested, work.key: False}
            text = f"Was {name} {requirement_words(node)}?" if node else f"Does {name} count?"
            answers = {"yes": changed(attested=yes), "no": changed(attested=no)}
            yield Probe(f"employment[{index}].attested.{work.key}", "yes_no", text, ("yes", "no"), answers, node, 3)
    if job.hours_per_week is None and lane.shares[0] != lane.shares[1]:
        full = facts.policy.full_time_hours_per_week
        answers = {f"{full:g} or more": changed(hours_per_week=full), "very few": changed(hours_per_week=0.01)}
        yield Probe(
            f"employment[{index}].hours_per_week", "number", f"How many hours a week was {name}?", (), answers, None, 2
        )
    yield from _of_dates(evaluation, index, name, changed)
    yield from _of_level(evaluation, index, name, changed, works)


def _node_of(program: Program, work: Work) -> ExperienceRequirement | None:
    return next((node for node in program.experience if program.works[id(node)] == work), None)


def _relevance(evaluation: Evaluation, index: int, name: str, changed: Changed) -> Probe:
    nodes = _experience_nodes(evaluation.program)
    kinds = list(dict.fromkeys(node.kind for node in nodes if node.kind is not ExperienceKind.OTHER))
    told = "; ".join(f"{KIND_WORDS[node.kind]}: {node.content}" for node in nodes if node.content)
    answers = {kind.value: changed(counts_as=(kind.value,)) for kind in kinds}
    if len(kinds) > 1:
        answers["both"] = changed(counts_as=("general", "special"))
        answers.pop("special")
    answers["neither"] = changed(counts_as=("neither",))
    return Probe(
        f"employment[{index}].counts_as",
        "choice",
        f"Does {name} count as {listed([KIND_WORDS[kind] for kind in kinds])}? You say so yourself. {told}".strip(),
        tuple(answers),
        answers,
        nodes[0] if nodes else None,
        1,
    )


def _of_dates(evaluation: Evaluation, index: int, name: str, changed: Changed) -> Iterator[Probe]:
    job = evaluation.facts.lanes[index].job
    if job.start is None and job.months is None:
        answers = {"long": changed(end=None, months=(1200.0, 1200.0)), "short": changed(end=None, months=(0.0, 0.0))}
        yield Probe(f"employment[{index}].start", "date", f"When did {name} begin?", (), answers, None, 2)
        return
    for side, when, best in (("start", job.start, "earliest"), ("end", job.end, "latest")):
        if when is None or when.exact:
            continue
        early, late = (
            When(day, day, day.isoformat()) for day in (when.earliest, min(when.latest, evaluation.facts.as_of))
        )
        answers = {early.written: changed(**{side: early}), late.written: changed(**{side: late})}
        verb = "begin" if side == "start" else "end"
        text = f"On which day did {name} {verb}? Only {when.written} is known."
        yield Probe(f"employment[{index}].{side}", "date", text, (), answers, None, 3 + (best == "latest"))


def _of_level(evaluation: Evaluation, index: int, name: str, changed: Changed, works: list[Work]) -> Iterator[Probe]:
    facts = evaluation.facts
    job = facts.lanes[index].job
    if job.capacity is None and any(work.floor is not None and work.strict for work in works):
        answers = {CAPACITY_WORDS[capacity]: changed(capacity=capacity) for capacity in Capacity}
        text = f"In what capacity did you do {name}: {listed(list(answers))}?"
        node = next((_node_of(evaluation.program, work) for work in works if work.floor is not None), None)
        yield Probe(f"employment[{index}].capacity", "choice", text, tuple(answers), answers, node, 1)
    named = next((work for work in works if work.levels or (work.state_only and work.names)), None)
    if job.state_class is None and facts.state_employee is not False and named is not None:
        level = (named.levels or named.names)[0]
        answers = {
            level: changed(state_class=level),
            "another state class": changed(state_class=ELSEWHERE),
            "it was no state job": changed(state_class=""),
        }
        clause = next(iter(evaluation.program.rules.equivalences), None)
        text = f"Which state job class was {name}, if it was a state job? The text names {level}."
        yield Probe(f"employment[{index}].state_class", "text", text, tuple(answers), answers, clause, 2)


def _with(applicant: Applicant, **facts: Any) -> Applicant:
    return applicant.model_copy(update=facts)


def _closed(applicant: Applicant, name: str) -> Applicant:
    """The applicant with a list that is complete."""
    return _with(applicant, more_possible=tuple(other for other in applicant.more_possible if other != name))
