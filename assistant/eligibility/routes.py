"""The ways in which a rule set can be met from where an applicant stands: attainments to gain, and months to have.

A route is one such way with nothing superfluous. Routes are found for every reading of the text and joined, so that
what a route asks for leads to `met` whichever reading is right. They depend on what is held, not on the months worked.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.eligibility.attain import Spent
from assistant.eligibility.evaluate import Evaluation
from assistant.eligibility.nodes import Leaf
from assistant.eligibility.program import Reading, Work, is_attainment, never_gates
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    CredentialRequirement,
    EducationRequirement,
    ExperienceKind,
    ExperienceRequirement,
    Interpretation,
    Opaque,
    Requirement,
    Substitution,
)

_MOST_ROUTES = 24


@dataclass(frozen=True, slots=True)
class Gain:
    """Something to gain or to have judged: the node that asks for it, known by what it asks for."""

    wanted: tuple[object, ...]
    another: bool
    node: Leaf

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Gain) and (self.wanted, self.another) == (other.wanted, other.another)

    def __hash__(self) -> int:
        return hash((self.wanted, self.another))


@dataclass(frozen=True, slots=True)
class Route:
    """What has to be gained and how many tenths of months of which work there must be, `via` which substitutions."""

    gains: frozenset[Gain]
    work: tuple[tuple[Work, int], ...]
    via: frozenset[int]

    def easier_than(self, other: Route) -> bool:
        """Whether whoever has what the other route asks for has what this one does."""
        if not self.gains <= other.gains:
            return False
        theirs = dict(other.work)
        return all(theirs.get(work, 0) >= tenths for work, tenths in self.work)


FREE = Route(frozenset(), (), frozenset())
Routes = tuple[Route, ...]


def routes(evaluation: Evaluation) -> Routes:
    """The routes to `met`, for all readings together; FREE alone where only months are missing nowhere."""
    memo = evaluation.standing.memo
    found: Routes | None = memo.get(("routes",))
    if found is None:
        found = memo["routes",] = _for_all_alike(evaluation)
    return found


def _for_all_alike(evaluation: Evaluation) -> Routes:
    """The routes of all standings that are alike in what routes depend on."""
    key = _signature(evaluation)
    kept: dict[tuple[object, ...], Routes] = evaluation.program.memo
    if key not in kept:
        if len(kept) > 4096:
            kept.clear()
        kept[key] = _all_readings(evaluation)
    return kept[key]


def _signature(evaluation: Evaluation) -> tuple[object, ...]:
    """All that the routes depend on: what is held and what substitutions give, in every reading."""
    found: list[object] = [evaluation.facts.applicant.assignment]
    found.extend(evaluation.standing.attained(leaf) & 1 for leaf in evaluation.program.conditional.values())
    for reading, spent in _ways(evaluation):
        found.extend(evaluation.node(leaf, reading, spent) & 1 for leaf in evaluation.program.required)
        found.extend(
            evaluation.standing.condition_node(n, reading, spent) & 1 for n in evaluation.program.conditional.values()
        )
        for substitution in evaluation.program.partial:
            if substitution.per_hours:
                found.append(evaluation.standing.yielded(substitution, reading, spent)[0])
    found.append(evaluation.facts.held.state_employee)
    return tuple(found)


def _ways(evaluation: Evaluation) -> Iterable[tuple[Reading, Spent | None]]:
    for reading in evaluation.program.readings:
        for spent in evaluation.standing.assignments(reading):
            yield reading, spent


def _all_readings(evaluation: Evaluation) -> Routes:
    root = evaluation.program.rules.requirement
    if root is None:
        return ()
    found: Routes = (FREE,)
    separate = any(not reading.degree_for_both for reading in evaluation.program.readings)
    for reading in evaluation.program.readings:
        ways: Routes = ()
        for spent in evaluation.standing.assignments(reading):
            ways = either(ways, Finder(evaluation, reading, spent, separate).requirement(root))
        found = both(found, ways)
    for node in evaluation.program.unread:
        if evaluation.standing.concerns(node):
            found = both(found, (_gain(node),))
    return found


def either(one: Routes, other: Routes) -> Routes:
    """The routes of one or the other."""
    return prune((*one, *other))


def both(one: Routes, other: Routes) -> Routes:
    """The routes that take one of each."""
    return prune(tuple(_joined(a, b) for a, b in itertools.product(one, other)))


def _joined(one: Route, other: Route) -> Route:
    if one == other:
        return one
    work = dict(one.work)
    for which, tenths in other.work:
        work[which] = max(work.get(which, 0), tenths)
    return Route(one.gains | other.gains, tuple(sorted(work.items(), key=_order)), one.via | other.via)


def _order(item: tuple[Work, int]) -> tuple[str, str, int]:
    return item[0].kind.value, item[0].key, item[1]


def prune(found: Routes) -> Routes:
    """Without those that ask for more than another does; the two dozen shortest where there are more."""
    kept: list[Route] = []
    for route in sorted(dict.fromkeys(found), key=lambda r: (len(r.gains), sum(t for _, t in r.work))):
        if not any(other.easier_than(route) for other in kept):
            kept.append(route)
    return tuple(kept[:_MOST_ROUTES])


@dataclass(frozen=True)
class Finder:
    """Finds the routes of one reading and one division of degrees.

    `separate`: a degree gained for a substitution is not the one gained for a requirement.
    """

    evaluation: Evaluation
    reading: Reading
    spent: Spent | None
    separate: bool

    def requirement(self, node: Requirement) -> Routes:
        """The routes to a requirement."""
        if isinstance(node, AllOf | AnyOf | Interpretation):
            return self._branch(node, self.requirement)
        if not self.evaluation.standing.concerns(node) or never_gates(node):
            return (FREE,)
        if isinstance(node, ExperienceRequirement):
            return self._experience(node)
        if isinstance(node, Opaque):
            return (_gain(node),)
        found: Routes = (FREE,) if self.evaluation.node(node, self.reading, self.spent) & 1 else (_gain(node),)
        kind = self.evaluation.program.beside.get(id(node))
        if kind is not None and self.reading.whole_replaces_degree and found != (FREE,):
            found = either(found, self._replacing(kind))
        return found

    def _branch(self, node: AllOf | AnyOf | Interpretation, find: Callable[[Requirement], Routes]) -> Routes:
        if isinstance(node, Interpretation):
            return find(node.readings[self.reading.picks[self.evaluation.program.places[id(node)]]])
        if isinstance(node, AnyOf):
            children = [child for child in node.children if self._in_play(child)]
            found: Routes = ()
            for child in children:
                found = either(found, find(child))
            return found if children else (FREE,)
        found = (FREE,)
        for child in node.children:
            found = both(found, find(child))
        return found

    def _in_play(self, node: Requirement) -> bool:
        return self.evaluation.gate(node, self.reading, self.spent) is not None

    def condition(self, node: Requirement) -> Routes:
        """The routes to a node of a substitution's condition."""
        if isinstance(node, AllOf | AnyOf | Interpretation):
            return self._branch(node, self.condition)
        if isinstance(node, ExperienceRequirement):
            return (Route(frozenset(), ((self.evaluation.program.work(node), 10 * node.months),), frozenset()),)
        if is_attainment(node) and self.evaluation.standing.condition_node(node, self.reading, self.spent) & 1:
            return (FREE,)
        return (_gain(node, another=self.separate),)

    def _experience(self, node: ExperienceRequirement) -> Routes:
        """By work, less what each choice of partial substitutions gives, or by what replaces all of it."""
        options = [option for s in self._open_to(node.kind) for option in self._options(s)]
        always = sum(tenths for tenths, ways in options if ways == (FREE,))
        chances = [(tenths, ways) for tenths, ways in options if ways != (FREE,)]
        work = self.evaluation.program.work(node)
        found = self._replacing(node.kind)
        for size in range(len(chances) + 1):
            for chosen in itertools.combinations(chances, size):
                left = max(0, 10 * node.months - always - sum(tenths for tenths, _ in chosen))
                ways: Routes = (Route(frozenset(), ((work, left),) if left else (), frozenset()),)
                for _, conditions in chosen:
                    ways = both(ways, conditions)
                found = either(found, ways)
        return found

    def _open_to(self, kind: ExperienceKind) -> list[Substitution]:
        rules = self.evaluation.program.rules
        return [s for s in rules.substitutions if kind in s.targets and self.evaluation.standing.audience(s) & 1]

    def _replacing(self, kind: ExperienceKind) -> Routes:
        """The routes by the substitutions that replace all of a kind."""
        found: Routes = ()
        for substitution in self._open_to(kind):
            if substitution.yields_months is None:
                condition = substitution.condition
                ways = (
                    (FREE,)
                    if condition is None
                    else Finder(self.evaluation, self.reading, None, False).condition(condition)
                )
                found = either(found, self._via(substitution, ways))
        return found

    def _options(self, substitution: Substitution) -> list[tuple[int, Routes]]:
        """Tenths that a partial substitution gives, with the routes to them; hours give some now, a degree the rest."""
        if substitution.yields_months is None:
            return []
        if not substitution.per_hours:
            cap = substitution.cap_months
            yields = substitution.yields_months if cap is None else min(substitution.yields_months, cap)
            condition = substitution.condition
            ways = (FREE,) if condition is None else self.condition(condition)
            return [(10 * yields, ways if ways == (FREE,) else self._via(substitution, ways))]
        now = self.evaluation.standing.yielded(substitution, self.reading, self.spent)[0]
        degree = substitution.cap_degree
        blocks = self.evaluation.facts.policy.bachelor_semester_hours // substitution.per_hours
        most = 10 * min(blocks * substitution.yields_months, substitution.cap_months or 1200)
        if degree is None or most <= now:
            return [(now, (FREE,))]
        condition = substitution.condition
        fields = condition.fields if isinstance(condition, EducationRequirement) else substitution.cap_fields
        asked = EducationRequirement(substitution.source, (degree,), fields)
        return [(now, (FREE,)), (most - now, self._via(substitution, (_gain(asked, another=self.separate),)))]

    def _via(self, substitution: Substitution, ways: Routes) -> Routes:
        place = self.evaluation.program.rules.substitutions.index(substitution)
        return tuple(Route(way.gains, way.work, way.via | {place}) for way in ways)


def _gain(node: Leaf, *, another: bool = False) -> Route:
    wanted: tuple[object, ...] = (id(node),)
    if isinstance(node, EducationRequirement):
        wanted = (node.degrees, node.fields, node.semester_hours)
    elif isinstance(node, CredentialRequirement):
        wanted = (node.names,)
    return Route(frozenset({Gain(wanted, another and isinstance(node, EducationRequirement), node)}), (), frozenset())
