"""The judged tree: each requirement with its verdict, its months, what it rests on and why it is not more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from assistant.eligibility.attain import serves
from assistant.eligibility.determination import Evidence, Node, Span, SubstitutionUse
from assistant.eligibility.evaluate import Evaluation, enough
from assistant.eligibility.facts import Holding
from assistant.eligibility.kept import KeptDict, KeptList
from assistant.eligibility.kleene import NO, REVIEW, UNKNOWN, YES, Truth, Verdict, agreed, verdict, verdict_word
from assistant.eligibility.ledger import TENTHS_WITHOUT_END
from assistant.eligibility.names import credential_truth, level_truth
from assistant.eligibility.nodes import Leaf
from assistant.eligibility.outline import Outline, duration_words, outline
from assistant.eligibility.program import Attainment, Reading, never_gates
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    CredentialRequirement,
    EducationRequirement,
    ExperienceKind,
    ExperienceRequirement,
    Interpretation,
    Opaque,
    OpaqueReason,
    Requirement,
    Source,
)
from assistant.eligibility.shortfall import leaf_missing
from assistant.eligibility.standing import Given
from assistant.eligibility.timeline import Months, Timeline, tenths_to_months

_OPAQUE_WORDS = {
    OpaqueReason.UNREAD: "the rules could not read this text; a person must judge it",
    OpaqueReason.JUDGEMENT: "only a person can judge this",
    OpaqueReason.DEFERRED: "this refers to the requirements of another class; a person must judge it",
}


def bounds(least: int, most: int) -> list[Months]:
    """An interval of tenths as months, without an upper limit where more may exist than is listed."""
    return [tenths_to_months(least), None if most >= TENTHS_WITHOUT_END else tenths_to_months(most)]


def _kept(evaluation: Evaluation, reviews: Mapping[str, str]) -> dict[int | str, KeptDict | KeptList]:
    """Where an explanation keeps what is the same for all of a standing, under the same reviews."""
    key = "explained", evaluation.as_filed, *[case.standing for case in evaluation.cases]
    memo = evaluation.standing.memo
    found: tuple[Mapping[str, str], dict[int | str, KeptDict | KeptList]] | None = memo.get(key)
    if found is None or found[0] is not reviews:
        found = memo[key] = reviews, {}
    return found[1]


class Explainer:
    """Builds the nodes of one evaluation under its default reading."""

    def __init__(self, evaluation: Evaluation, ledger: Timeline, reviews: Mapping[str, str]) -> None:
        self.reviews = reviews
        self.evaluation = evaluation
        self.ledger = ledger
        self.reading: Reading = evaluation.program.readings[0]
        self.outline: Outline = outline(evaluation.program)
        self._kept = _kept(evaluation, reviews)

    def requirements(self) -> list[Node]:
        """The trees that must all hold."""
        root = self.evaluation.program.rules.requirement
        if root is None:
            return []
        tops = root.children if isinstance(root, AllOf) else (root,)
        return [self.node(top) for top in tops]

    def shown(self) -> list[Node]:
        """What is stated and never decides here."""
        shown = self.evaluation.program.rules.shown
        if any(id(node) in self.evaluation.program.timed for node in shown):
            return [self.node(node) for node in shown]
        return cast(list[Node], self._once("shown", lambda: KeptList(self.node(node) for node in shown)))

    def node(self, node: Requirement) -> Node:
        """A requirement, judged."""
        if id(node) in self.evaluation.program.timed:
            return self._node(node)
        return cast(Node, self._once(id(node), lambda: KeptDict(self._node(node))))

    def _once(self, key: int | str, build: Callable[[], KeptDict | KeptList]) -> KeptDict | KeptList:
        """What depends on the standing and the reviews alone."""
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = build()
        return found

    def _node(self, node: Requirement) -> Node:
        truth, gates = self._judged(node)
        found = cast(Node, self.outline.skeletons[id(node)].copy())
        found["verdict"] = verdict_word(self.evaluation.seen(truth))
        found["gates"] = gates
        found["evidence"], found["reasons"] = [], []
        if node.source.key in self.reviews:
            found["review"] = self.reviews[node.source.key]
        if isinstance(node, AllOf | AnyOf | Interpretation):
            self._branch(node, found)
        else:
            self._leaf(node, found)
        return found

    def _judged(self, node: Requirement) -> tuple[Truth, bool]:
        """The truth of a node and whether it gates; one that does not is judged all the same, to be shown."""
        if isinstance(node, Opaque):
            return REVIEW, self.evaluation.standing.concerns(node) and not never_gates(node)
        gate = self.evaluation.judged(node, self.reading)
        if isinstance(node, AllOf | AnyOf | Interpretation):
            return YES if gate is None else gate, gate is not None
        if gate is None or never_gates(node):
            return self.evaluation.leaf(node, self.reading, None), False
        return gate, True

    def _branch(self, node: AllOf | AnyOf | Interpretation, found: Node) -> None:
        children = node.readings if isinstance(node, Interpretation) else node.children
        found["children"] = [self.node(child) for child in children]
        if isinstance(node, Interpretation):
            found["question"], found["labels"] = node.question, list(node.labels)
            verdicts = [Verdict(child["verdict"]) for child in found["children"]]
            found["verdict"] = agreed(verdicts).value
            if len(set(verdicts)) > 1:
                found["reasons"].append("the text can be read in more than one way, and the readings differ here")

    def _leaf(self, node: Leaf, found: Node) -> None:
        if node.only_for is not None:
            found["only_for"] = node.only_for
        if never_gates(node):
            found["reasons"].append("shown, and not part of this check: it may be required, or is due by appointment")
        elif not found["gates"]:
            found["reasons"].append(f"not part of this check: asked only for {node.only_for}")
        if isinstance(node, ExperienceRequirement):
            self._experience(node, found)
        elif isinstance(node, Opaque):
            found["reasons"].append(_OPAQUE_WORDS[node.reason])
        else:
            self._attainment(node, found)

    def _experience(self, node: ExperienceRequirement, found: Node) -> None:
        evaluation = self.evaluation
        worked = evaluation.credit(node)
        given = evaluation.standing.given(node.kind, self.reading, None)
        best = 1 if evaluation.as_filed else 3
        lack = leaf_missing(evaluation, node, self.reading)
        found["need_months"] = node.months
        found["experience"] = node.kind.value
        found["worked_months"] = bounds(worked[0], worked[best])
        found["credited_months"] = bounds(worked[0] + given.months[0], worked[best] + given.months[best])
        found["shortfall_months"] = [tenths_to_months(lack[best]), tenths_to_months(lack[0])]
        self._jobs(node.kind, found["evidence"], found["reasons"])
        if given.whole & 1 and not enough(worked, node.months, Given(given.months, NO)) & 1:
            found["reasons"].append("replaced by a substitution")
        elif given.months[0]:
            found["reasons"].append(f"{duration_words(given.months[0] / 10)} by substitution")
        if not lack[best] and lack[0] and evaluation.facts.employment_open and not evaluation.as_filed:
            found["reasons"].append("we don't know yet whether all jobs are listed")

    def _jobs(self, kind: ExperienceKind, evidence: list[Evidence], reasons: list[str]) -> None:
        """What each job gave towards a kind of experience, and why not more."""
        ledger = self.ledger
        if kind not in ledger.truths:
            return
        months = "general" if kind is ExperienceKind.GENERAL else "special"
        for lane, truth, why in zip(ledger.lanes, ledger.truths[kind], ledger.reasons(kind), strict=True):
            title = lane["title"]
            if truth:
                fact = f"employment[{lane['job']}]"
                evidence.append({"fact": fact, "name": title, "verdict": _STATES[truth], "months": lane[months]})  # type: ignore[literal-required]
            for reason in why:
                reasons.append(f"{title or 'a job'}: {reason}")

    def _attainment(self, node: Attainment, found: Node) -> None:
        facts = self.evaluation.facts
        for holding in (
            *facts.held.degrees,
            *(facts.held.credentials if isinstance(node, CredentialRequirement) else ()),
        ):
            truth = self._holds(node, holding)
            if truth:
                found["evidence"].append(_evidence(holding, truth))
            elif reason := self._why_not(node, holding):
                found["reasons"].append(reason)
        unknown = facts.held.credentials_open if isinstance(node, CredentialRequirement) else facts.held.education_open
        if unknown and found["verdict"] != Verdict.MET.value and not self.evaluation.as_filed:
            found["reasons"].append("we don't know yet whether everything held is listed")

    def _holds(self, node: Attainment, holding: Holding) -> Truth:
        if holding.listed == "credentials" and holding.level is None:
            asked = node.names if isinstance(node, CredentialRequirement) else ()
            return credential_truth(asked, holding.name or "") & holding.held
        if isinstance(node, EducationRequirement) and not node.degrees:
            return YES if holding.semester_hours else UNKNOWN if holding.level else NO
        return serves(node, holding)

    def _why_not(self, node: Attainment, holding: Holding) -> str | None:
        """Why something of the right sort does not count."""
        name = holding_words(holding)
        if holding.level is None:
            named = isinstance(node, CredentialRequirement) and credential_truth(node.names, holding.name or "")
            return f"{name}: expired" if named else None
        if isinstance(node, CredentialRequirement):
            return None
        if not any(level_truth(degree, holding.level) for degree in node.degrees):
            return f"{name}: not of the level asked for" if node.degrees else None
        return f"{name}: not completed" if holding.held == NO else f"{name}: in another field"

    def substitutions(self) -> list[SubstitutionUse]:
        """What may replace experience, and what of it did."""
        places = range(len(self.evaluation.program.rules.substitutions))
        return cast(
            list[SubstitutionUse], self._once("substitutions", lambda: KeptList(self._use(place) for place in places))
        )

    def _use(self, place: int) -> SubstitutionUse:
        evaluation = self.evaluation
        substitution = evaluation.program.rules.substitutions[place]
        audience = evaluation.standing.audience(substitution)
        months: list[Months] | None = None
        if substitution.yields_months is None:
            held = audience & evaluation.standing.condition(substitution, self.reading, None)
        else:
            given = evaluation.standing.yielded(substitution, self.reading, None)
            worlds = [given[world] if audience >> world & 1 else 0 for world in range(4)]
            held = sum(1 << world for world in range(4) if worlds[world])
            months = bounds(worlds[0], worlds[1 if evaluation.as_filed else 3])
        found: SubstitutionUse = {
            "text": self.outline.words[id(substitution)],
            "verdict": verdict_word(evaluation.seen(held)),
            "targets": [target.value for target in substitution.targets],
            "months": months,
            "span": span_json(substitution.source),
            "cite": self.outline.numbers[id(substitution)],
        }
        if substitution.source.key in self.reviews:
            found["review"] = self.reviews[substitution.source.key]
        return found


_STATE_WORDS = {
    Verdict.MET: "counts",
    Verdict.NOT_MET: "does_not_count",
    Verdict.UNDETERMINED: "not_known",
    Verdict.NEEDS_REVIEW: "needs_review",
}
_STATES = tuple(_STATE_WORDS[verdict(truth)] for truth in range(16))


def _evidence(holding: Holding, truth: Truth) -> Evidence:
    return {
        "fact": f"{holding.listed}[{holding.place}]",
        "name": holding_words(holding),
        "verdict": _STATES[truth],
    }


def holding_words(holding: Holding) -> str:
    """A degree, hours or credential as a person names it."""
    if holding.name:
        return holding.name
    level = holding.level.replace("_", " ") if holding.level else f"{holding.semester_hours:g} semester hours"
    return f"{level} in {holding.study}" if holding.study else level


def span_json(source: Source) -> Span:
    """A span as JSON has it."""
    return {"start": source.span.start, "end": source.span.end}
