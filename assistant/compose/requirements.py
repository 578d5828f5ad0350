"""What the text says of a degree or credential that a question names: required, left open, or taken as a substitute."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import DraftStatement
from assistant.compose.found import MAX_SHOWN, Found, quoted, said_with, with_modality
from assistant.credentials import CERTIFICATE_NUMBER, credentials_in, degrees_in, pattern_for
from assistant.evidence import candidates, clause_stems
from assistant.numerals import numbers_in
from assistant.topics import MQ
from assistant.understand import Part
from assistant.words import stems
from corpus.model import Clause, SectionKind, Spec

_REQUIREMENTS = (
    *MQ,
    SectionKind.SPECIAL_REQUIREMENTS,
    SectionKind.CHARACTER_REQUIREMENTS,
    SectionKind.PHYSICAL_REQUIREMENTS,
    SectionKind.APPOINTMENT,
    SectionKind.NOTE,
)
_COUNTS = re.compile(
    r"\b(?:counts?|helps?|worth|value|do for|any use|good for|matter|credit(?:ed)?|reduce|shorten|instead|take off|replace|"
    r"i(?:'ve| have) (?:an?|my|the)|(?<!must )(?<!do )(?<!should )i hold|what (?:does|do) (?:an?|my|the))\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\b(?:enough|alone|by itself|on its own|sufficient|suffices?|just|only|will do|do)\b\W*$|\b(?:alone|by itself|on its own|enough)\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\bdegrees?\b|\bdiploma\b|\bbachelor|\bmaster['’]?s\b|graduat|college|high school|semester", re.IGNORECASE
)
_NEEDED = re.compile(
    r"\b(?:required?|requires|requirement|need(?:ed|s)?|must|necessary|mandatory|have to|ask(?:ed|s)? for)\b",
    re.IGNORECASE,
)
"""Words that ask whether something is required: only these are answered with Yes, never whether something is enough."""
_IDENTIFIER = re.compile(r"(?<![\w.$/-])(?:\d+-\d+\w*|\d{3,}\w?|0\d{2})(?![\w%-]|\.\d)")


def has_identifier(part: Part) -> bool:
    """Whether the question gives a number as a name."""
    return bool(_IDENTIFIER.search(part.text))


def identified(part: Part, spec: Spec) -> Found | None:
    """Clauses that have a number which the question gives as a name: a statute, an item, a certificate."""
    names = [match.group() for match in _IDENTIFIER.finditer(part.text)]
    clauses = [
        clause
        for clause in spec.clauses
        if any(re.search(rf"(?<!\d){re.escape(name)}(?!\d)", spec.quote(clause)) for name in names)
    ]
    return Found(tuple(quoted(spec, clause) for clause in clauses[:MAX_SHOWN])) if clauses else None


def required(part: Part, spec: Spec) -> Found | None:
    """What the requirements, or the substitutions, say of the degree or credential; None where they say nothing."""
    degrees, credentials = degrees_in(part.text), credentials_in(part.text)
    specific = tuple(name for name in degrees if name != "degree")
    in_place = substitutes(part, spec)
    if in_place and (CERTIFICATE_NUMBER.search(part.text) or substitutes(part, spec, by_number=True)):
        return Found(tuple(quoted(spec, clause) for clause in in_place))
    if in_place and _COUNTS.search(part.text) and (specific or credentials) and not _ALONE.search(part.text):
        return Found(tuple(quoted(spec, clause) for clause in in_place))
    if credentials and not specific:
        return _credential_required(part, spec, credentials, in_place)
    main = [clause for clause in candidates(spec, MQ) if _DEGREE.search(spec.quote(clause))]
    if main:
        return Found(_degree_required(part, spec, main, in_place if specific else ()))
    return Found(tuple(quoted(spec, clause) for clause in in_place)) if in_place else None


def education(part: Part, spec: Spec) -> Found | None:
    """The clauses that ask for education, for a question that names no degree; None where there are none."""
    main = [clause for clause in candidates(spec, MQ) if _DEGREE.search(spec.quote(clause))]
    return Found(tuple(quoted(spec, clause) for clause in main)) if main else None


def _degree_required(
    part: Part, spec: Spec, main: Sequence[Clause], in_place: Sequence[Clause]
) -> tuple[DraftStatement, ...]:
    """The clauses on degrees; "No" where a degree alone is asked about and the text asks for years beside it."""
    statements = [quoted(spec, clause) for clause in (*main, *(one for one in in_place if one not in main))]
    polarity = None
    if part.yes_no and len(main) == 1:
        beside_years = re.search(r"\bdegree and\b.*\byears?\b", spec.quote(main[0]), re.IGNORECASE | re.DOTALL)
        alone = _ALONE.search(part.text)
        polarity = ("No" if beside_years else None) if alone else _names_it(part, spec.quote(main[0]))
    return said_with(polarity, statements)


def _names_it(part: Part, quote: str) -> str | None:
    """Yes where the clause names the very degree that is asked about, and no alternative to it."""
    if not _NEEDED.search(part.text):
        return None
    before_years = re.split(r"\byears?\b", quote, maxsplit=1)[0]
    named = degrees_in(part.text)
    if re.search(r"\bor\b", before_years, re.IGNORECASE) or not named:
        return None
    return "Yes" if all(pattern_for(name).search(quote) for name in named) else None


def _credential_required(
    part: Part, spec: Spec, credentials: Sequence[str], in_place: Sequence[Clause]
) -> Found | None:
    pattern = pattern_for(credentials[0])
    clauses = [clause for clause in candidates(spec, _REQUIREMENTS) if pattern.search(spec.quote(clause))]
    wanted = [word for word in part.rest if word not in stems(credentials[0])]
    about = [clause for clause in clauses if wanted and _share(wanted, clause_stems(spec, clause.index)) > 0]
    chosen = about or clauses
    if chosen:
        return Found(with_modality(spec, chosen[:MAX_SHOWN], part))
    return Found(tuple(quoted(spec, clause) for clause in in_place)) if in_place else None


def substitutes(part: Part, spec: Spec, *, by_years: bool = False, by_number: bool = False) -> list[Clause]:
    """The substitution clauses that name what the question names: a certificate's number, a count of years in a
    capacity, a degree, a licence. `by_number` looks at numbers alone, `by_years` at years in a capacity too."""
    clauses = candidates(spec, (SectionKind.SUBSTITUTIONS,))
    names = {match.group() for match in CERTIFICATE_NUMBER.finditer(part.text)}
    found = [clause for clause in clauses if any(name in spec.quote(clause) for name in names)]
    found = found or [clause for clause in clauses if _has_those_years(part, spec, clause)]
    if found or by_number:
        return found
    if by_years:
        return [clause for clause in clauses if _same_capacity(part, spec, clause)]
    degrees = [name for name in degrees_in(part.text) if name not in {"degree", "advanced degree"}]
    for name in (*degrees, *credentials_in(part.text)):
        found = [clause for clause in clauses if pattern_for(name).search(spec.quote(clause))]
        if found:
            return found
    if any(_same_capacity(part, spec, clause) for clause in clauses):
        return [clause for clause in clauses if _same_capacity(part, spec, clause)] if not degrees else []
    wanted = [word for word in part.rest if len(word) > 3 and word not in {"experi", "year", "special", "general"}]
    near = [clause for clause in clauses if wanted and _share(wanted, clause_stems(spec, clause.index)) >= 0.5]
    return near if len(near) < len(clauses) or len(clauses) == 1 else []


_CAPACITY = re.compile(r"\b(?:manag|supervis|lead)", re.IGNORECASE)


def _same_capacity(part: Part, spec: Spec, clause: Clause) -> bool:
    asked = {match.group().lower() for match in _CAPACITY.finditer(part.text)}
    return bool(asked & {match.group().lower() for match in _CAPACITY.finditer(spec.quote(clause))})


def _has_those_years(part: Part, spec: Spec, clause: Clause) -> bool:
    """ "six managerial years" asks for the clause that speaks of six years in that capacity."""
    asked = {value for value, _ in numbers_in(part.text)}
    return _same_capacity(part, spec, clause) and bool(asked & {value for value, _ in numbers_in(spec.quote(clause))})


def _share(wanted: Sequence[str], have: frozenset[str]) -> float:
    return sum(word in have for word in wanted) / len(wanted)
