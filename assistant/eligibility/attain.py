"""Whether a degree, semester hours or a credential that a rule asks for is held, in four worlds."""

from __future__ import annotations

from assistant.eligibility.facts import Held, Holding
from assistant.eligibility.kleene import NO, UNKNOWN, WORLDS, YES, Truth
from assistant.eligibility.names import credential_truth, field_truth, level_truth, stems, ways
from assistant.eligibility.program import Attainment, names_degree
from assistant.eligibility.rules import CredentialRequirement, Degree, EducationRequirement

Spent = frozenset[int]
"""Places of degrees in `Held.degrees`."""

NONE: Spent = frozenset()
COLLEGE = frozenset({"bachelor", "master", "sixth_year", "law", "doctorate"})
"""The levels whose holder has at least the hours of a Bachelor's degree."""

_UNKNOWN_HOURS = 119.0
_HOURS_WITHOUT_END = 10_000.0


def attained(held: Held, node: Attainment, *, without: Spent = NONE, only: Spent | None = None) -> Truth:
    """Whether the node's degree, hours or credential is held, by the degrees that may serve it."""
    if isinstance(node, CredentialRequirement):
        found: Truth = NO
        for holding in held.credentials:
            found |= credential_truth(node.names, holding.name or "") & holding.held
        if held.credentials_open or (held.education_open and names_degree(node)):
            found |= UNKNOWN
    elif node.semester_hours is not None and not node.degrees:
        earned = hours(held, node.fields, without=without, only=only)
        return sum(1 << world for world in WORLDS if earned[world] >= node.semester_hours)
    else:
        found = UNKNOWN if held.education_open else NO
    for place, holding in enumerate(held.degrees):
        if place not in without and (only is None or place in only):
            found |= serves(node, holding)
    return found


def serves(node: Attainment, holding: Holding) -> Truth:
    """Whether one degree is what a node asks for."""
    if holding.level is None:
        return NO
    if isinstance(node, EducationRequirement):
        return degree_truth(node.degrees, node.fields, holding)
    found: Truth = NO
    for name in node.names:
        for way in ways(name):
            if way.degree is not None:
                level, study = way.degree
                found |= degree_truth((level,), (study,) if study else (), holding)
            if holding.name and way.stems and way.stems <= stems(holding.name):
                found |= holding.held
    return found


def hours(
    held: Held, fields: tuple[str, ...], *, without: Spent = NONE, only: Spent | None = None
) -> tuple[float, float, float, float]:
    """Semester hours of college training in the fields, in each world; a Bachelor's degree equals 120.

    The stated hours may be those of the degree, so that the two are never added up.
    """
    by_degree, stated, unstated = [0.0] * 4, [0.0] * 4, [0.0] * 4
    for place, holding in enumerate(held.degrees):
        if place in without or not (only is None or place in only or holding.level is None):
            continue
        studied = study_truth(fields, holding)
        for world in WORLDS:
            if not studied >> world & 1:
                continue
            if holding.semester_hours is not None:
                stated[world] += holding.semester_hours
            if holding.level in COLLEGE and holding.held >> world & 1:
                by_degree[world] = max(by_degree[world], float(held.bachelor_hours))
            elif holding.semester_hours is None and holding.level not in {None, "high_school"} and world >= 2:
                unstated[world] += _UNKNOWN_HOURS
    first, second, third, fourth = (max(d, s + u) for d, s, u in zip(by_degree, stated, unstated, strict=True))
    more = _HOURS_WITHOUT_END if held.education_open else 0.0
    return first, second, third + more, fourth + more


def degree_truth(degrees: tuple[Degree, ...], fields: tuple[str, ...], holding: Holding) -> Truth:
    """Whether a degree held is of one of these levels or above, in one of these fields, and completed."""
    level: Truth = NO
    for degree in degrees:
        level |= level_truth(degree, holding.level or "")
    return level & study_truth(fields, holding) & holding.held if level else NO


def study_truth(fields: tuple[str, ...], holding: Holding) -> Truth:
    """Whether what was studied is one of the fields; no fields: any."""
    if not fields:
        return YES
    return UNKNOWN if holding.study is None else field_truth(fields, holding.study)
