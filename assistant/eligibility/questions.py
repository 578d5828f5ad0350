"""The next questions: each fact that is not known and could matter, ranked by how likely its answer is to decide.

A question is judged by trying its answers: whatever an answer would change is seen by evaluating the applicant with it.
"""

from __future__ import annotations

from assistant.eligibility.applicant import Applicant
from assistant.eligibility.determination import Question
from assistant.eligibility.evaluate import Evaluation
from assistant.eligibility.facts import gather
from assistant.eligibility.kleene import Truth, Verdict
from assistant.eligibility.outline import listed, outline
from assistant.eligibility.probes import Probe, favourable, probes
from assistant.eligibility.shortfall import missing

MOST_QUESTIONS = 8

_SAID = {
    Verdict.MET: "the stated requirements would be met",
    Verdict.NOT_MET: "the stated requirements would not be met",
    Verdict.NEEDS_REVIEW: "a person would have to judge",
    Verdict.UNDETERMINED: "more would still have to be known",
}


def next_questions(evaluation: Evaluation) -> list[Question]:
    """The questions whose answers could matter, the most deciding first; none where nothing more can be decided.

    What is told already is completed before more of it is asked for.
    """
    if evaluation.as_filed or not any(_open_to_facts(truth) for truth in evaluation.truths):
        return []
    ranked = []
    not_known = evaluation.facts.applicant.not_known
    for place, probe in enumerate(probes(evaluation)):
        outcomes = None if probe.id in not_known else _outcomes(evaluation, probe)
        if outcomes is not None:
            weight = sum(_WEIGHTS[verdict] for verdict in outcomes.values()) / len(outcomes)
            open_ended = probe.id.endswith(".more") and weight < 1
            ranked.append(((open_ended, -weight, probe.ease, place), probe, outcomes))
    ranked.sort(key=lambda item: item[0])
    return [_question(evaluation, probe, outcomes) for _, probe, outcomes in ranked[:MOST_QUESTIONS]]


_WEIGHTS = {Verdict.MET: 1.0, Verdict.NOT_MET: 1.0, Verdict.NEEDS_REVIEW: 0.5, Verdict.UNDETERMINED: 0.0}


def _open_to_facts(truth: Truth) -> bool:
    """Whether facts that are not known could still change the outcome."""
    return truth & 0b0011 != truth >> 2


def _outcomes(evaluation: Evaluation, probe: Probe) -> dict[str, Verdict] | None:
    """The verdict that each answer leads to, None where no answer matters.

    Of a job of which more than one fact is not known an answer may matter only once the others are known.
    """
    applicant = evaluation.facts.applicant
    tried = {label: _evaluated(evaluation, change(applicant)) for label, change in probe.answers.items()}
    before = _standing(evaluation)
    if all(_standing(after) == before for after in tried.values()):
        if probe.job is None:
            return None
        hoped = favourable(evaluation.program, probe.job)
        later = {_standing(_evaluated(evaluation, change(hoped(applicant)))) for change in probe.answers.values()}
        if len(later) < 2:
            return None
    return {label: after.verdict() for label, after in tried.items()}


def _standing(evaluation: Evaluation) -> tuple[object, ...]:
    """All that an answer could change."""
    lack = missing(evaluation, evaluation.program.readings[0])
    return evaluation.truths, tuple(lack.values())


def _evaluated(evaluation: Evaluation, applicant: Applicant) -> Evaluation:
    return Evaluation(evaluation.program, gather(applicant, evaluation.facts.policy, evaluation.facts.as_of))


def _question(evaluation: Evaluation, probe: Probe, outcomes: dict[str, Verdict]) -> Question:
    by_verdict: dict[Verdict, list[str]] = {}
    for label, verdict in outcomes.items():
        by_verdict.setdefault(verdict, []).append(label)
    settled = {verdict: labels for verdict, labels in by_verdict.items() if verdict is not Verdict.UNDETERMINED}
    said = [f"if {listed(labels)}, {_SAID[verdict]}" for verdict, labels in settled.items()]
    why = "It can settle the check: " + "; ".join(said) if said else "It changes how much counts"
    number = outline(evaluation.program).numbers.get(id(probe.node)) if probe.node is not None else None
    clause = f" (clause {number})" if number else ""
    return {
        "id": probe.id,
        "fact": probe.id,
        "text": probe.text,
        "why": f"{why}{clause}.",
        "kind": probe.kind,
        "choices": list(probe.choices),
        "outcomes": {label: verdict.value for label, verdict in outcomes.items()},
        "cite": number,
    }
