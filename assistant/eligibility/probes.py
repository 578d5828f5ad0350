"""What could be asked: for each fact that is not known, a question, and answers to try on the applicant."""

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

Change = Callable[[Applicant], Applicant]
"""What an answer makes of an applicant."""


@dataclass(frozen=True)
class Probe:
    """A question and answers to try. Those of less `ease` are asked first; `job` is the job that it is about."""

    id: str
    kind: str
    text: str
    choices: tuple[str, ...]
    answers: dict[str, Change]
    node: Requirement | Substitution | Equivalence | None
    ease: int
    job: int | None = None


def probes(evaluation: Evaluation) -> Iterator[Probe]:
    """All questions about facts that are not known, in the order in which a person would tell of them."""
    yield from _of_person(evaluation)
    yield from _of_education(evaluation)
    yield from _of_credentials(evaluation)
    yield from _of_employment(evaluation)


# ── what an answer changes ──


def sets(**facts: Any) -> Change:
    """Sets facts of the person."""
    return lambda applicant: applicant.model_copy(update=facts)


def entry_sets(name: str, index: int, **facts: Any) -> Change:
    """Sets facts of one entry of a list."""

    def change(applicant: Applicant) -> Applicant:
        entries = list(getattr(applicant, name) or ())
        entries[index] = entries[index].model_copy(update=facts)
        return applicant.model_copy(update={name: tuple(entries)})

    return change


def closes(name: str, *more: Education | Credential | Employment) -> Change:
    """Adds entries to a list and says that it is complete."""

    def change(applicant: Applicant) -> Applicant:
        entries = (*(getattr(applicant, name) or ()), *more)
        still_open = tuple(other for other in applicant.more_possible if other != name)
        return applicant.model_copy(update={name: entries, "more_possible": still_open})

    return change


def favourable(program: Program, index: int) -> Change:
    """Whatever is not known of a job turned out well, and no further job."""

    def change(applicant: Applicant) -> Applicant:
        job = (applicant.employment or ())[index]
        best = ideal_job(program)
        names = ("hours_per_week", "counts_as", "capacity", "state_class")
        unknown = {name: getattr(best, name) for name in names if getattr(job, name) is None}
        unknown["attested"] = {**best.attested, **job.attested}
        return closes("employment")(entry_sets("employment", index, **unknown)(applicant))

    return change


def ideal_job(program: Program) -> Employment:
    """A job that counts for everything: a way to see what work could change."""
    return Employment(
        months=(1200.0, 1200.0),
        hours_per_week=168,
        counts_as=("general", "special"),
        capacity=Capacity.MANAGERIAL,
        state_class="",
        attested={work.key: True for work in program.works.values()},
    )


# ── the person, education, credentials ──


def _of_person(evaluation: Evaluation) -> Iterator[Probe]:
    rules = evaluation.program.rules
    stated: list[Equivalence | Substitution] = [*rules.equivalences, *rules.substitutions]
    clauses = [clause for clause in stated if for_state_employees(clause.audience)]
    if clauses and evaluation.facts.held.state_employee is None:
        answers = {"yes": sets(state_employee=True), "no": sets(state_employee=False)}
        text = "Are you an employee of the State of Connecticut?"
        yield Probe("state_employee", "yes_no", text, ("yes", "no"), answers, clauses[0], 0)


def _of_education(evaluation: Evaluation) -> Iterator[Probe]:
    facts, program = evaluation.facts, evaluation.program
    asked: list[Attainment] = [*program.required, *program.conditional.values()]
    degrees = [leaf for leaf in asked if isinstance(leaf, EducationRequirement)]
    college = any(substitution.per_hours for substitution in program.partial)
    if facts.held.education_open and (degrees or college):
        already = facts.applicant.education is not None
        words = listed(list(dict.fromkeys(_asked_words(leaf, program) for leaf in degrees)))
        other = "other " if already else ""
        yield Probe(
            "education.more" if already else "education",
            "education",
            f"What {other}degree or college training do you have? The text speaks of {words or 'college training'}.",
            ("none",),
            {
                "you have what it asks for": closes("education", *_wanted_degrees(degrees, college)),
                "nothing else" if already else "none": closes("education"),
            },
            degrees[0] if degrees else None,
            1,
        )
    for index, entry in enumerate(facts.applicant.education or ()):
        yield from _of_entry(evaluation, index, entry, degrees)


def _asked_words(leaf: EducationRequirement, program: Program) -> str:
    """What a leaf asks for; of a rate by hours only the fields."""
    if leaf.degrees or id(leaf) not in program.conditional:
        return attainment_words(leaf)
    return "college training" + (f" in {listed(list(leaf.fields))}" if leaf.fields else "")


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


def _of_entry(
    evaluation: Evaluation, index: int, entry: Education, degrees: list[EducationRequirement]
) -> Iterator[Probe]:
    holding = evaluation.facts.held.degrees[index]
    name = entry.name or (entry.level or "training").replace("_", " ")
    place = f"education[{index}]"

    def to(**facts: Any) -> Change:
        return entry_sets("education", index, **facts)

    if entry.level and holding.held == UNKNOWN:
        answers = {"yes": to(completed=True), "no": to(completed=False)}
        text = f"Did you complete the {name} degree?"
        yield Probe(f"{place}.completed", "yes_no", text, ("yes", "no"), answers, None, 2)
    named = next((leaf for leaf in degrees if leaf.fields), None)
    if named is not None and holding.study is None:
        fields = list(dict.fromkeys(field for leaf in degrees for field in leaf.fields))
        answers = {fields[0]: to(field=fields[0]), "another field": to(field=ELSEWHERE)}
        text = f"In which field is the {name}? The text names {listed(fields)}."
        yield Probe(f"{place}.field", "text", text, (), answers, named, 2)
    if entry.semester_hours is None and (holding.held != YES or entry.level == "associate"):
        answers = {"120": to(semester_hours=120.0), "none": to(semester_hours=0.0)}
        text = f"How many semester hours (credits) did you earn towards the {name}?"
        yield Probe(f"{place}.semester_hours", "number", text, (), answers, None, 4)


def _of_credentials(evaluation: Evaluation) -> Iterator[Probe]:
    facts, program = evaluation.facts, evaluation.program
    stated = [leaf for leaf in program.required if evaluation.standing.concerns(leaf)]
    asked = [leaf for leaf in (*stated, *program.conditional.values()) if isinstance(leaf, CredentialRequirement)]
    if facts.held.credentials_open and asked:
        names = tuple(dict.fromkeys(name for leaf in asked for name in leaf.names))
        already = facts.applicant.credentials is not None
        yield Probe(
            "credentials.more" if already else "credentials",
            "credentials",
            f"Which {'other ' if already else ''}licences, certificates or completed programs do you hold? "
            f"The text names {listed(list(names))}.",
            (*names, "none"),
            {
                "you hold all of those": closes("credentials", *(Credential(name=name) for name in names)),
                "none": closes("credentials"),
            },
            asked[0],
            1,
        )
    for index, entry in enumerate(facts.held.credentials):
        if entry.held == UNKNOWN:
            far, past = (facts.as_of.replace(year=year, day=1) for year in (2199, 1900))
            answers = {
                "it is valid": entry_sets("credentials", index, expires=When.of(far, far, far.isoformat())),
                "it has expired": entry_sets("credentials", index, expires=When.of(past, past, past.isoformat())),
            }
            text = f"When does your {entry.name} expire?"
            yield Probe(f"credentials[{index}].expires", "date", text, (), answers, None, 2)


# ── employment ──


def _of_employment(evaluation: Evaluation) -> Iterator[Probe]:
    facts, program = evaluation.facts, evaluation.program
    if not program.works:
        return
    if facts.employment_open:
        already = facts.applicant.employment is not None
        text = "What other job have you held?" if already else "What is your current or latest job?"
        yield Probe(
            "employment.more" if already else "employment",
            "job",
            f"{text} Its title, when it began and ended, and the hours a week.",
            ("none",),
            {
                "you have long enough work that counts": closes("employment", ideal_job(program)),
                "none": closes("employment"),
            },
            next(iter(_general_first(program)), None),
            1,
        )
    for lane in facts.lanes:
        yield from _of_job(evaluation, lane.index, lane.job)
    undated = [lane.index for lane in facts.lanes if lane.undated is not None and lane.job.stretch is None]
    if len(undated) > 1:
        answers = {"yes": _follow_one_another(undated), "no": sets()}
        text = "Did the jobs that you gave by their length follow one another, without overlap?"
        yield Probe("employment.stretch", "yes_no", text, ("yes", "no"), answers, None, 2)


def _follow_one_another(places: list[int]) -> Change:
    def change(applicant: Applicant) -> Applicant:
        for index in places:
            applicant = entry_sets("employment", index, stretch="one")(applicant)
        return applicant

    return change


def _general_first(program: Program) -> list[ExperienceRequirement]:
    return sorted(program.stated, key=lambda node: node.kind is not ExperienceKind.GENERAL)


def _of_job(evaluation: Evaluation, index: int, job: Employment) -> Iterator[Probe]:
    facts, program = evaluation.facts, evaluation.program
    lane, place = facts.lanes[index], f"employment[{index}]"
    name = f"your job as {job.title}" if job.title else f"job {index + 1}"
    truths = {work: evaluation.counted(work)[index] for work in program.works.values()}
    works = [work for work, truth in truths.items() if truth]
    if not works:
        return
    if job.counts_as is None:
        yield _relevance(program, index, name)
    for work in works:
        if not work.attested and work.key not in job.attested and truths[work] != YES:
            node = _node_of(program, work)
            answers = {
                label: entry_sets("employment", index, attested={**job.attested, work.key: value})
                for label, value in (("yes", True), ("no", False))
            }
            text = f"Was {name} {requirement_words(node)}?" if node else f"Does {name} count?"
            yield Probe(f"{place}.attested.{work.key}", "yes_no", text, ("yes", "no"), answers, node, 3, index)
    if job.hours_per_week is None and lane.shares[0] != lane.shares[1]:
        full = facts.policy.full_time_hours_per_week
        answers = {
            f"{full:g} or more": entry_sets("employment", index, hours_per_week=full),
            "very few": entry_sets("employment", index, hours_per_week=0.01),
        }
        yield Probe(
            f"{place}.hours_per_week", "number", f"How many hours a week was {name}?", (), answers, None, 2, index
        )
    yield from _of_dates(evaluation, index, name)
    yield from _of_level(evaluation, index, name, works)


def _node_of(program: Program, work: Work) -> ExperienceRequirement | None:
    return next((node for node in program.experience if program.works[id(node)] == work), None)


def _relevance(program: Program, index: int, name: str) -> Probe:
    nodes = _general_first(program)
    kinds = list(dict.fromkeys(node.kind for node in nodes if node.kind is not ExperienceKind.OTHER))
    told = "; ".join(f"{KIND_WORDS[node.kind]}: {node.content}" for node in nodes if node.content)
    labels: dict[str, tuple[str, ...]] = {kind.value: (kind.value,) for kind in kinds[:1]}
    if len(kinds) > 1:
        labels["both"] = ("general", "special")
    labels["neither"] = ("neither",)
    answers = {label: entry_sets("employment", index, counts_as=kinds) for label, kinds in labels.items()}
    words = listed([KIND_WORDS[kind] for kind in kinds])
    text = f"Does {name} count as {words}? You say so yourself. {told}".strip()
    return Probe(
        f"employment[{index}].counts_as", "choice", text, tuple(answers), answers, nodes[0] if nodes else None, 1, index
    )


def _of_dates(evaluation: Evaluation, index: int, name: str) -> Iterator[Probe]:
    job, place = evaluation.facts.lanes[index].job, f"employment[{index}]"
    if job.start is None and job.months is None:
        answers = {
            "long ago": entry_sets("employment", index, end=None, months=(1200.0, 1200.0)),
            "only just": entry_sets("employment", index, end=None, months=(0.0, 0.0)),
        }
        yield Probe(f"{place}.start", "date", f"When did {name} begin?", (), answers, None, 2, index)
        return
    for side, when in (("start", job.start), ("end", job.end)):
        if when is None or when.exact:
            continue
        days = (when.earliest, min(when.latest, evaluation.facts.as_of))
        answers = {
            day.isoformat(): entry_sets("employment", index, **{side: When.of(day, day, day.isoformat())})
            for day in days
        }
        verb = "begin" if side == "start" else "end"
        text = f"On which day did {name} {verb}? Only {when.written} is known."
        yield Probe(f"{place}.{side}", "date", text, (), answers, None, 3, index)


def _of_level(evaluation: Evaluation, index: int, name: str, works: list[Work]) -> Iterator[Probe]:
    facts, place = evaluation.facts, f"employment[{index}]"
    job = facts.lanes[index].job
    capable = next((work for work in works if work.floor is not None and work.strict), None)
    if job.capacity is None and capable is not None:
        answers = {
            CAPACITY_WORDS[capacity]: entry_sets("employment", index, capacity=capacity) for capacity in Capacity
        }
        text = f"In what capacity did you do {name}: {listed(list(answers))}?"
        node = _node_of(evaluation.program, capable)
        yield Probe(f"{place}.capacity", "choice", text, tuple(answers), answers, node, 1, index)
    named = next((work for work in works if work.levels or (work.state_only and work.names)), None)
    if job.state_class is None and facts.held.state_employee is not False and named is not None:
        level = (named.levels or named.names)[0]
        answers = {
            level: entry_sets("employment", index, state_class=level),
            "another state class": entry_sets("employment", index, state_class=ELSEWHERE),
            "it was no state job": entry_sets("employment", index, state_class=""),
        }
        clause = next(iter(evaluation.program.rules.equivalences), None)
        text = f"Which state job class was {name}, if it was a state job? The text names {level}."
        yield Probe(f"{place}.state_class", "text", text, tuple(answers), answers, clause, 2, index)
