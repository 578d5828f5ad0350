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
    """Which of the two experience requirements months count towards."""

    GENERAL = "general"
    SPECIAL = "special"


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


@dataclass(frozen=True, slots=True)
class Source:
    """Where a node was read: its span, and a key that stays the same while the text of the node does."""

    span: Span
    key: str


@dataclass(frozen=True, slots=True)
class ExperienceRequirement:
    """`months` of work of this `content`; `subset_of` says that they must be among the months of another kind.

    `level` is a class or level named ("at the level of X"); `capacity` a lead, supervisory or managerial capacity.
    """

    source: Source
    kind: ExperienceKind
    months: int
    content: str
    level: str | None = None
    capacity: Capacity | None = None
    subset_of: ExperienceKind | None = None
    modality: Modality = Modality.MUST
    phase: Phase = Phase.SCREENING


@dataclass(frozen=True, slots=True)
class EducationRequirement:
    """A completed degree of at least one of these levels, in one of `fields` (empty: any field).

    `semester_hours` instead of a degree, where the text asks for hours in a field.
    """

    source: Source
    degrees: tuple[Degree, ...]
    fields: tuple[str, ...] = ()
    semester_hours: int | None = None
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
    """Text that no other node is bound to, or that only a person can judge. It is never decided by the rules."""

    source: Source
    text: str
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
    `cap_degree` is the degree that the maximum is tied to. `condition` is None for a bare college rate.
    """

    source: Source
    targets: tuple[ExperienceKind, ...]
    condition: Requirement | None
    yields_months: int | None
    per_hours: int | None = None
    cap_months: int | None = None
    cap_degree: Degree | None = None
    stacking: Stacking = Stacking.BASE
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class Equivalence:
    """For this audience ("state employees") experience is interpreted at the level of one of `levels`."""

    source: Source
    audience: str
    levels: tuple[str, ...]
    applies_to: ExperienceKind


@dataclass(frozen=True, slots=True)
class Definition:
    """A term of the requirements and what the text defines it as."""

    source: Source
    term: str
    meaning: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What lint says of a rule set: a named check, the characters, and a sentence for a person."""

    check: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The compiled minimum qualifications of one revision.

    `requirement` is None where the text states none. `residue` are the MQ spans that no node but an Opaque is bound
    to; `residue_share` is their share of the non-blank MQ characters (0 to 1). `shown` are requirements that never
    gate at screening: may be required, physical, character, appointment phase.
    """

    class_code: str
    revision: str
    requirement: Requirement | None
    substitutions: tuple[Substitution, ...]
    equivalences: tuple[Equivalence, ...]
    definitions: tuple[Definition, ...]
    shown: tuple[Requirement, ...]
    residue: tuple[Span, ...]
    residue_share: float
    findings: tuple[Finding, ...]
