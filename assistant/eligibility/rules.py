"""The rule model: what a class's minimum qualifications say, as frozen data, each node bound to its characters.

`RuleSet.requirement` is the tree that must hold; substitutions, equivalences and definitions stand beside it.
Months are counted as in the counting policy: a year is 12. Source of the shapes: DESIGN.md, "Eligibility".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Span


class Modality(StrEnum):
    """`must` gates; `may_be_required` never does, and is always shown."""

    MUST = "must"
    MAY_BE_REQUIRED = "may_be_required"


class Phase(StrEnum):
    """When a requirement has to be met: at screening, or only by or after appointment."""

    SCREENING = "screening"
    APPOINTMENT = "appointment"


class ExperienceKind(StrEnum):
    """Which experience requirement months count towards.

    `other` is work that only the text itself describes, as the condition of a substitution ("two years as a Clerk"):
    neither attested as general nor as special, but matched by role, level and capacity, or asked for.
    """

    GENERAL = "general"
    SPECIAL = "special"
    OTHER = "other"


class Capacity(StrEnum):
    """The level at which work was done, in rising order of responsibility."""

    STAFF = "staff"
    LEAD = "lead"
    SUPERVISORY = "supervisory"
    MANAGERIAL = "managerial"


class Degree(StrEnum):
    """Levels of education, in rising order; `advanced` (in a rule only) is any degree above a Bachelor's."""

    HIGH_SCHOOL = "high_school"
    ASSOCIATE = "associate"
    BACHELOR = "bachelor"
    ADVANCED = "advanced"
    MASTER = "master"
    SIXTH_YEAR = "sixth_year"
    LAW = "law"
    DOCTORATE = "doctorate"


class Stacking(StrEnum):
    """`additional` comes on top of any base substitution and outside its cap."""

    BASE = "base"
    ADDITIONAL = "additional"


class OpaqueReason(StrEnum):
    """Why a text is left to a person: the grammar cannot read it (residue), it asks for a judgement, or it defers."""

    UNREAD = "unread"
    JUDGEMENT = "judgement"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a node was read.

    `span` is the phrase itself, within one clause, and what is quoted; `more` are further phrases that the node rests
    on (a stem before its items, the other clauses of a conjunction). `key` names the node's place in the rule set
    ("special_experience.experience.1"), `digest` is the sha256 (hex) of its text with blanks collapsed: a review of
    the node holds while both, and the reading, are the same.
    """

    span: Span
    key: str = ""
    digest: str = ""
    more: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ExperienceRequirement:
    """`months` of work of this `content`; `subset_of` says that they must be among the months of another kind.

    Each of the following is "any one of these", empty where the text names none: `roles` ("as a X or Y"), `levels`
    ("at the level of X"), `capacities` (lead, supervisory, managerial). `content` is the whole description, with them.
    `or_equivalent`: the text goes on with "or equivalent", "or above" and the like, so that the named are examples.
    `full_time` is set where the text says so. `only_for` names the assignment that it gates, None for everybody.
    """

    source: Source
    kind: ExperienceKind
    months: int
    content: str
    roles: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    or_equivalent: bool = False
    subset_of: ExperienceKind | None = None
    full_time: bool = False
    only_for: str | None = None
    modality: Modality = Modality.MUST
    phase: Phase = Phase.SCREENING


@dataclass(frozen=True, slots=True)
class EducationRequirement:
    """A completed degree of at least one of these levels, in one of `fields` (empty: any field).

    `semester_hours` instead of a degree (`degrees` is empty then), where the text asks for hours in a field.
    """

    source: Source
    degrees: tuple[Degree, ...]
    fields: tuple[str, ...] = ()
    semester_hours: int | None = None
    only_for: str | None = None
    modality: Modality = Modality.MUST
    phase: Phase = Phase.SCREENING


@dataclass(frozen=True, slots=True)
class CredentialRequirement:
    """A licence, certificate, completed programme or diploma; any one of `names` is enough.

    `only_for` names the assignment that it gates ("The Superintendent of ..."), None for everybody.
    """

    source: Source
    names: tuple[str, ...]
    only_for: str | None = None
    modality: Modality = Modality.MUST
    phase: Phase = Phase.SCREENING


@dataclass(frozen=True, slots=True)
class Opaque:
    """Text that no other node is bound to, or that only a person can judge. It is never decided by the rules.

    `relaxes`: what it says is not known to be a further demand; it may be another way to meet its siblings. An `AllOf`
    with such a child is then not definitely failed either when one of its other children fails.
    """

    source: Source
    text: str
    reason: OpaqueReason = OpaqueReason.UNREAD
    relaxes: bool = False
    only_for: str | None = None
    modality: Modality = Modality.MUST
    phase: Phase = Phase.SCREENING


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every child must hold."""

    source: Source
    children: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One child must hold."""

    source: Source
    children: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A text that can be read in more than one way. The verdict is drawn only where all readings agree.

    `default` is the index of the reading that a report shows first.
    """

    source: Source
    question: str
    readings: tuple[Requirement, ...]
    labels: tuple[str, ...]
    default: int = 0


Requirement = (
    AllOf | AnyOf | ExperienceRequirement | EducationRequirement | CredentialRequirement | Opaque | Interpretation
)


@dataclass(frozen=True, slots=True)
class Substitution:
    """`condition` met gives credit towards each of `targets`.

    `yields_months` is what the condition as a whole gives; None means the whole requirement of each target.
    `per_hours` with `yields_months` is a rate (15 semester hours: 6 months), up to `cap_months`;
    `cap_degree` (in one of `cap_fields`, empty: any) is the degree that the maximum is tied to.
    `condition` is None for a college rate in any field; a rate for training in some fields has them as the fields of
    an EducationRequirement of `per_hours` semester hours.
    """

    source: Source
    targets: tuple[ExperienceKind, ...]
    condition: Requirement | None
    yields_months: int | None
    per_hours: int | None = None
    cap_months: int | None = None
    cap_degree: Degree | None = None
    cap_fields: tuple[str, ...] = ()
    stacking: Stacking = Stacking.BASE
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class Equivalence:
    """For this audience ("state employees") experience is interpreted at the level of one of `levels`.

    `or_above` is set where the text says "or above" or "at or above". `nodes` are the keys of the experience nodes
    that it speaks of: all of the kind, or only some ("the lead experience").
    """

    source: Source
    audience: str
    levels: tuple[str, ...]
    applies_to: ExperienceKind
    or_above: bool = False
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A term of the requirements and what the text defines it as. `nodes` are the keys of the nodes that use it."""

    source: Source
    term: str
    meaning: Span
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What lint says of a rule set: a named check, the characters, and a sentence for a person."""

    check: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The compiled minimum qualifications of one revision.

    `requirement` is None where the text states none. `shown` are requirements that never gate at screening: may be
    required, physical, character, appointment phase. The non-blank characters of the MQ clauses are split between
    `bound` (read, whatever node holds them) and `residue` (what the grammar could not read, held by an Opaque with
    reason `unread`); `residue_share` is the residue's share of them, 0 to 1.
    """

    class_code: str
    revision: str
    requirement: Requirement | None
    substitutions: tuple[Substitution, ...]
    equivalences: tuple[Equivalence, ...]
    definitions: tuple[Definition, ...]
    shown: tuple[Requirement, ...]
    bound: tuple[Span, ...]
    residue: tuple[Span, ...]
    residue_share: float
    findings: tuple[Finding, ...]
