"""A rule set made ready for evaluation once, so that a batch of applicants meets flat tables.

Each experience node becomes a `Work` (which jobs count, and how strictly), each Interpretation a place in the tuples of
`readings`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeGuard

from assistant.eligibility.defined import with_definitions
from assistant.eligibility.kleene import Truth
from assistant.eligibility.names import ways
from assistant.eligibility.nodes import Leaf, Node, all_nodes
from assistant.eligibility.nodes import leaves as leaves_under
from assistant.eligibility.policy import CountingPolicy
from assistant.eligibility.rules import (
    Capacity,
    CredentialRequirement,
    Degree,
    EducationRequirement,
    Equivalence,
    ExperienceKind,
    ExperienceRequirement,
    Interpretation,
    Modality,
    Opaque,
    OpaqueReason,
    Phase,
    RuleSet,
    Substitution,
)
from corpus.model import MQ_KINDS, Span, Spec

Attainment = EducationRequirement | CredentialRequirement

RANK = {capacity: rank for rank, capacity in enumerate(Capacity)}
_MOST_READINGS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """Which jobs count towards an experience node. Within a program there is one object for equal works.

    `attested` jobs count by `counts_as`, others (a substitution's own work) by their class or title among `names`, or
    as the person attests for `key`; the names are `examples` where the text adds "or equivalent". `floor` is the rank
    of the least `capacity`; it is `strict` where the attestation alone does not speak of it. `full_time` work that was
    part time is for a person to judge. `levels` are the classes at which a state employee's work is interpreted.
    `known` keeps what has been worked out.
    """

    kind: ExperienceKind
    attested: bool
    floor: int | None
    capacity: str | None
    strict: bool
    full_time: bool
    names: tuple[str, ...]
    key: str
    state_only: bool
    examples: bool
    levels: tuple[str, ...] | None
    known: dict[tuple[object, ...], Truth] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One way to read everything: a pick for each Interpretation, and how the open points of substitutions are settled.

    `degree_for_both`: one degree serves a degree requirement and a substitution. `hours_reach_cap`: hours alone reach a
    maximum that is stated for a degree. `whole_replaces_degree`: what may be substituted for "the General Experience"
    replaces a degree that its sentence asks for, too.
    """

    picks: tuple[int, ...]
    degree_for_both: bool
    hours_reach_cap: bool
    whole_replaces_degree: bool


@dataclass(frozen=True, eq=False)
class Program:
    """A rule set with its tables. `origin` is the rule set as it was given, `rules` with its definitions written out.

    `plain` gives for each reading one that is the same where no degree serves twice. `stated` are the experience nodes
    of the requirement, `conditioned` those of the substitutions, `experience` all; `timed` are the ids of the nodes
    that are or hold experience. `required` are the attainments of the requirement, `conditional` those of the
    substitutions, by their id; `asked` are the requirements that a degree could serve, `partial` the substitutions of a
    number of months, `beside` the attainments that stand in one sentence with experience that may be substituted as a
    whole, with its kind. `speaks_of_state` where it has a clause for state employees. `assigned` are the requirements
    of some assignments only. `unread` holds text that the rules could not read, and `unheld_residue` says that some of
    it stands in no node: it may ask for more, so that nothing is plainly met. `no_minimum` where the text states no
    minimum. `memo` is for what others work out once for a program.
    """

    origin: RuleSet
    rules: RuleSet
    spec: Spec
    policy: CountingPolicy
    works: dict[int, Work]
    interpretations: tuple[Interpretation, ...]
    places: dict[int, int]
    readings: tuple[Reading, ...]
    plain: dict[Reading, Reading]
    stated: tuple[ExperienceRequirement, ...]
    conditioned: tuple[ExperienceRequirement, ...]
    experience: tuple[ExperienceRequirement, ...]
    timed: frozenset[int]
    required: tuple[Attainment, ...]
    conditional: dict[int, Attainment]
    asked: tuple[Attainment, ...]
    partial: tuple[Substitution, ...]
    beside: dict[int, ExperienceKind]
    special_is_general: bool
    speaks_of_state: bool
    assigned: tuple[Leaf, ...]
    unread: tuple[Opaque, ...]
    unheld_residue: bool
    no_minimum: bool
    memo: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def work(self, node: ExperienceRequirement) -> Work:
        """Which jobs count towards this node of the rule set."""
        return self.works[id(node)]


def leaves(node: Node | None) -> Iterator[Leaf]:
    """The requirements under a node that have no parts; none under None."""
    return leaves_under(node) if node is not None else iter(())


_kept: dict[tuple[int, int, int], Program] = {}


def program_for(rules: RuleSet, spec: Spec, policy: CountingPolicy) -> Program:
    """The program of these rules under this policy, kept for as long as the process for a few hundred rule sets."""
    key = (id(rules), id(spec), id(policy))
    found = _kept.get(key)
    if found is None or found.origin is not rules or found.spec is not spec or found.policy is not policy:
        if len(_kept) >= 512:
            _kept.clear()
        found = _kept[key] = compile_program(rules, spec, policy)
    return found


def compile_program(rules: RuleSet, spec: Spec, policy: CountingPolicy) -> Program:
    """The tables of a rule set."""
    origin, rules = rules, with_definitions(rules, spec)
    works: dict[int, Work] = {}
    stated = [leaf for leaf in leaves(rules.requirement) if isinstance(leaf, ExperienceRequirement)]
    for node in stated:
        works[id(node)] = _stated_work(node, stated, rules.equivalences)
    conditioned = []
    for substitution in rules.substitutions:
        for leaf in leaves(substitution.condition):
            if isinstance(leaf, ExperienceRequirement):
                conditioned.append(leaf)
                works[id(leaf)] = _condition_work(leaf, substitution, rules.equivalences)
    alike: dict[tuple[object, ...], Work] = {}
    works = {place: alike.setdefault(_alike(work), work) for place, work in works.items()}
    found = tuple(node for node in all_nodes(rules) if isinstance(node, Interpretation))
    unread = tuple(
        leaf
        for leaf in leaves(rules.requirement)
        if isinstance(leaf, Opaque) and leaf.reason is OpaqueReason.UNREAD and not never_gates(leaf)
    )
    audiences = [e.audience for e in rules.equivalences] + [s.audience for s in rules.substitutions]
    beside = _beside(rules, spec, stated)
    readings = tuple(_readings(found, policy, rules, bool(beside)))
    return Program(
        origin=origin,
        rules=rules,
        spec=spec,
        policy=policy,
        works=works,
        interpretations=found,
        places={id(node): place for place, node in enumerate(found)},
        readings=readings,
        plain=_plain(readings),
        stated=tuple(stated),
        conditioned=tuple(conditioned),
        experience=(*stated, *conditioned),
        timed=frozenset(
            id(node)
            for node in all_nodes(rules)
            if any(isinstance(leaf, ExperienceRequirement) for leaf in leaves_under(node))
        ),
        required=tuple(leaf for leaf in leaves(rules.requirement) if is_attainment(leaf)),
        conditional={
            id(leaf): leaf for s in rules.substitutions for leaf in leaves(s.condition) if is_attainment(leaf)
        },
        asked=tuple(leaf for leaf in leaves(rules.requirement) if asks_for_degree(leaf)),
        partial=tuple(s for s in rules.substitutions if s.yields_months is not None),
        beside=beside,
        special_is_general=any(
            node.kind is ExperienceKind.SPECIAL and node.subset_of is ExperienceKind.GENERAL for node in stated
        ),
        speaks_of_state=any(for_state_employees(audience) for audience in audiences),
        assigned=tuple(leaf for leaf in leaves(rules.requirement) if leaf.only_for),
        unread=unread,
        unheld_residue=not all(any(_within(span, node) for node in unread) for span in rules.residue),
        no_minimum=states_no_minimum(rules, spec),
    )


def _within(span: Span, node: Opaque) -> bool:
    return any(place.overlaps(span) for place in (node.source.span, *node.source.more))


def _alike(work: Work) -> tuple[object, ...]:
    """All by which the jobs that count are chosen: two works alike in this are the same."""
    own = () if work.attested else (work.key, work.names, work.state_only, work.examples)
    return work.kind, work.attested, work.floor, work.strict, work.full_time, work.levels, own


def states_no_minimum(rules: RuleSet, spec: Spec) -> bool:
    """Whether the text has no minimum qualifications: no rules at all, or only gates from outside their sections."""
    if rules.requirement is None:
        return True
    return not any(True for _ in spec.iter_kind(*MQ_KINDS)) and all(
        not isinstance(leaf, ExperienceRequirement) for leaf in leaves(rules.requirement)
    )


def _stated_work(
    node: ExperienceRequirement, stated: list[ExperienceRequirement], equivalences: tuple[Equivalence, ...]
) -> Work:
    """A requirement's work is attested. Where alternatives differ in capacity, that alone is not enough."""
    capacities = {other.capacities for other in stated if other.kind is node.kind}
    return Work(
        kind=node.kind,
        attested=node.kind is not ExperienceKind.OTHER,
        floor=_floor(node),
        capacity=_lowest(node),
        strict=len(capacities) > 1,
        full_time=node.full_time,
        names=(*node.roles, *node.levels),
        key=node.source.key,
        state_only=False,
        examples=node.or_equivalent,
        levels=_levels(node.kind, equivalences, node.source.key),
    )


def _condition_work(
    node: ExperienceRequirement, substitution: Substitution, equivalences: tuple[Equivalence, ...]
) -> Work:
    names = (*node.roles, *node.levels)
    own = node.kind is ExperienceKind.OTHER or (substitution.audience is not None and bool(names))
    return Work(
        kind=node.kind,
        attested=not own,
        floor=_floor(node),
        capacity=_lowest(node),
        strict=True,
        full_time=node.full_time,
        names=names,
        key=node.source.key,
        state_only=for_state_employees(substitution.audience),
        examples=node.or_equivalent,
        levels=None if own else _levels(node.kind, equivalences),
    )


def _floor(node: ExperienceRequirement) -> int | None:
    return min((RANK[capacity] for capacity in node.capacities), default=None)


def _lowest(node: ExperienceRequirement) -> str | None:
    return min(node.capacities, key=RANK.__getitem__).value if node.capacities else None


def _levels(
    kind: ExperienceKind, equivalences: tuple[Equivalence, ...], key: str | None = None
) -> tuple[str, ...] | None:
    """The classes named for state employees, None where the text has no such clause for this kind (or node)."""
    named = [e for e in equivalences if e.applies_to is kind and for_state_employees(e.audience)]
    if key is not None:
        named = [e for e in named if not e.nodes or key in e.nodes]
    return tuple(level for equivalence in named for level in equivalence.levels) if named else None


@lru_cache(maxsize=256)
def for_state_employees(audience: str | None) -> bool:
    """Whether a clause speaks of state employees."""
    return audience is not None and "state" in audience.lower()


def _beside(rules: RuleSet, spec: Spec, stated: list[ExperienceRequirement]) -> dict[int, ExperienceKind]:
    """The attainments in one clause with experience that is replaced whole by what does not ask for them itself."""
    found: dict[int, ExperienceKind] = {}
    for substitution in rules.substitutions:
        if substitution.yields_months is not None:
            continue
        asked = {_wanted(leaf) for leaf in leaves(substitution.condition)}
        places = {
            clause.index: node.kind
            for node in stated
            if node.kind in substitution.targets and (clause := spec.clause_at(node.source.span))
        }
        for leaf in leaves(rules.requirement):
            clause = spec.clause_at(leaf.source.span)
            if is_attainment(leaf) and _wanted(leaf) not in asked and clause and clause.index in places:
                found[id(leaf)] = places[clause.index]
    return found


def _wanted(leaf: Leaf) -> tuple[object, ...]:
    """What a leaf asks for, whatever the words around it."""
    if isinstance(leaf, EducationRequirement):
        return leaf.degrees, leaf.fields, leaf.semester_hours
    return (leaf.names,) if isinstance(leaf, CredentialRequirement) else (id(leaf),)


def is_attainment(node: Leaf) -> TypeGuard[Attainment]:
    """Whether a node asks for a degree, hours or a credential."""
    return isinstance(node, EducationRequirement | CredentialRequirement)


def asks_for_degree(node: Leaf) -> TypeGuard[Attainment]:
    """Whether a requirement is one that a degree serves and could be used up for (a high school diploma is not)."""
    if isinstance(node, EducationRequirement):
        return bool(node.degrees) and node.degrees != (Degree.HIGH_SCHOOL,)
    return isinstance(node, CredentialRequirement) and names_degree(node)


def names_degree(node: CredentialRequirement) -> bool:
    """Whether one of the credentials asked for is a degree above high school."""
    return any(
        way.degree is not None and way.degree[0] is not Degree.HIGH_SCHOOL for n in node.names for way in ways(n)
    )


def never_gates(node: Leaf) -> bool:
    """Whether a requirement is only shown at screening: it may be required, or has to be met by appointment."""
    return node.modality is Modality.MAY_BE_REQUIRED or node.phase is Phase.APPOINTMENT


def _readings(
    found: tuple[Interpretation, ...], policy: CountingPolicy, rules: RuleSet, beside: bool
) -> Iterator[Reading]:
    """All readings, the default one first. More than 64 combinations: each Interpretation varies by itself."""
    orders = [[n.default, *(pick for pick in range(len(n.readings)) if pick != n.default)] for n in found]
    product = list(itertools.islice(itertools.product(*orders), _MOST_READINGS + 1))
    if len(product) > _MOST_READINGS:
        first = tuple(order[0] for order in orders)
        product = [first] + [
            (*first[:place], pick, *first[place + 1 :]) for place, order in enumerate(orders) for pick in order[1:]
        ]
    both = _settings(policy.one_degree_for_both, any(s.yields_months is not None for s in rules.substitutions))
    caps = _settings(policy.degree_cap_without_degree, any(s.per_hours and s.cap_degree for s in rules.substitutions))
    replaces = (False, True) if beside else (False,)
    for degree_for_both, hours_reach_cap, whole in itertools.product(both, caps, replaces):
        for picks in product:
            yield Reading(picks, degree_for_both, hours_reach_cap, whole)


def _plain(readings: tuple[Reading, ...]) -> dict[Reading, Reading]:
    """For each reading the first one that differs from it at most in whether a degree serves twice."""
    found: dict[tuple[object, ...], Reading] = {}
    return {r: found.setdefault((r.picks, r.hours_reach_cap, r.whole_replaces_degree), r) for r in readings}


def _settings(setting: str, matters: bool) -> tuple[bool, ...]:
    if setting == "both_readings":
        return (True, False) if matters else (True,)
    return (setting == "allowed",)
