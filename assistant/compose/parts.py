"""One part of a question to statements: by its concept, a name that it says, its topic, or what its words find."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.compose import fields, qualifications
from assistant.compose.found import MAX_SHOWN, Found, quoted, said_with, searched, with_modality
from assistant.compose.phrasing import titled
from assistant.compose.requirements import education, identified, required, substitutes
from assistant.credentials import names_credential
from assistant.evidence import SILENT, Match, Similarity, candidates, clause_stems, rank
from assistant.numerals import numbers_in
from assistant.topics import LOOSE, MQ, THIN, Shape, Topic
from assistant.understand import Part
from assistant.words import content_stems, stems
from corpus.dates import DATE
from corpus.model import MQ_KINDS, Clause, ClauseRole, FieldName, SectionKind, Spec

STRONG_COVERAGE = 0.62
"""From this share of the asked words on, a clause answers by its words alone."""
ENOUGH: tuple[tuple[float, float], ...] = ((STRONG_COVERAGE, 0.0), (0.4, 0.35), (0.2, 0.45), (0.0, 0.56))
"""Pairs of the share of the asked words and the cosine from which on, together, a clause answers."""
_ALL_BUT = 0.9
"""A thing that is seldom stated counts as stated elsewhere from this share of the asked words on."""
_EVERYWHERE = frozenset(stems("this class must may be have to the of in a is required work job"))
_KEEP = 0.8
"""Further clauses are shown down to this share of the best one's score."""

Handler = Callable[[Part, Topic, Spec, Similarity | None], Found]


def answer_part(part: Part, spec: Spec, similarity: Similarity | None) -> Found:
    """The statements about one part of a question, from one specification."""
    if part.concept is not None:
        return _concept(part, spec)
    for name_said in (_labelled, _credential_named):
        found = name_said(part, spec)
        if found:
            return found
    topic = part.topic
    if topic is None:
        return identified(part, spec) or _untold(part, spec, similarity)
    if topic.name in LOOSE and part.rest:
        particular = _content(part, spec, similarity, demand=STRONG_COVERAGE)
        if particular.statements:
            return particular
    return _SHAPES[topic.shape](part, topic, spec, similarity)


def _untold(part: Part, spec: Spec, similarity: Similarity | None) -> Found:
    """No expression fits: what the words find beyond doubt, else the topic of the nearest example, else what they find."""
    certain = _content(part, spec, similarity, demand=_BEYOND_DOUBT) if len(part.rest) > 1 else Found()
    if certain.statements or part.routed is None:
        return certain if certain.statements else _content(part, spec, similarity)
    found = _SHAPES[part.routed.shape](part, part.routed, spec, similarity)
    return found if found.statements else _content(part, spec, similarity)


_BEYOND_DOUBT = 0.9


def is_decisive(part: Part, spec: Spec, similarity: Similarity | None) -> bool:
    """Whether a follow-up says enough by itself to be answered without the question before it."""
    if part.concept or names_credential(part.text) or _labelled(part, spec):
        return True
    if part.topic is not None and part.topic.name not in THIN:
        return True
    if substitutes(part, spec, by_number=True):
        return True
    return bool(part.rest) and bool(_content(part, spec, similarity, demand=STRONG_COVERAGE).statements)


def _concept(part: Part, spec: Spec) -> Found:
    """Something that specifications seldom speak of: the clauses that do, or that none does."""
    assert part.concept is not None
    evidence = part.concept.evidence
    clauses = [clause for clause in candidates(spec) if evidence is not None and evidence.search(spec.quote(clause))]
    if not clauses:
        named = _content(part, spec, None, demand=_ALL_BUT) if len(part.rest) > 2 and evidence is not None else Found()
        return named if named.statements else Found(absent=part.concept.name, searched=searched(spec))
    dated = [clause for clause in clauses if DATE.search(spec.quote(clause))]
    clauses = dated if dated and _WHEN.search(part.text) else clauses
    asked = set(stems(part.text))
    nearest = max(len(_telling(spec, clause, asked)) for clause in clauses)
    kept = [clause for clause in clauses if len(_telling(spec, clause, asked)) == nearest]
    return Found(with_modality(spec, kept[:MAX_SHOWN], part))


def _telling(spec: Spec, clause: Clause, asked: set[str]) -> frozenset[str]:
    """The words of the question that the clause has, but for those of every specification."""
    return frozenset(clause_stems(spec, clause.index) & asked) - _EVERYWHERE


_LABEL = re.compile(r"^(?P<label>[A-Z][^:;.\n]{3,70}):\s+\S")


def _labelled(part: Part, spec: Spec) -> Found | None:
    """Items that carry a name ("Chief Talent Officer: designs ...") which the question says, or its initials."""
    if part.topic is not None and part.topic.shape is Shape.FIELDS:
        return None
    asked = set(stems(part.text))
    labels = [
        (clause, match["label"])
        for clause in spec.clauses
        if clause.role is ClauseRole.ITEM and (match := _LABEL.match(spec.quote(clause)))
    ]
    common = _shared_words([label for _, label in labels])
    found = [clause for clause, label in labels if _says_label(asked, label, common)]
    if not found or len(found) == len(labels) > 1 or not _means_label(part, asked, common):
        return None
    return Found(tuple(quoted(spec, clause) for clause in found))


def _says_label(asked: set[str], label: str, common: frozenset[str]) -> bool:
    telling = [word for word in stems(label) if word not in common] or list(stems(label))
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", label)).lower()
    return all(word in asked for word in telling) or (len(initials) > 2 and initials in asked)


def _means_label(part: Part, asked: set[str], common: frozenset[str]) -> bool:
    """Whether the question is about the named item: it says a word that such names share, or hardly anything else."""
    of_work = part.topic is None or part.topic.kinds[:1] in _WORK or part.topic.shape is Shape.DEFINITION
    return of_work and bool(asked & common or len(part.text.split()) <= 5 or asked & {"role", "capac", "one"})


_WORK = {(SectionKind.DUTIES,), (SectionKind.PURPOSE,), (SectionKind.GUIDELINES,)}


def _shared_words(labels: Sequence[str]) -> frozenset[str]:
    counted: dict[str, int] = {}
    for label in labels:
        for word in set(stems(label)):
            counted[word] = counted.get(word, 0) + 1
    return frozenset(word for word, count in counted.items() if count > 1)


_CREDENTIAL_TOPICS = frozenset(
    {
        "substitutions",
        "purpose",
        "duties",
        "definition",
        "years of experience",
        "years of special experience",
        "whether special experience is part of the general",
        "minimum qualifications",
        "supervision received",
        "general experience",
        "special experience",
        "substitution for both",
        "agency",
        "field of experience",
    }
)
"""Topics whose words also stand in questions about a credential; there the credential says what is meant."""


def _credential_named(part: Part, spec: Spec) -> Found | None:
    if part.topic is not None and part.topic.name not in _CREDENTIAL_TOPICS:
        return None
    if not names_credential(part.text):
        return None
    if part.topic is not None and part.topic.name == "minimum qualifications" and not part.yes_no:
        return None
    if part.topic is not None and part.topic.name == "substitutions":
        return None
    return required(part, spec)


def _content(
    part: Part, spec: Spec, similarity: Similarity | None, kinds: Sequence[SectionKind] = (), demand: float = 0.0
) -> Found:
    """What the words of the part find in the clauses, if it is enough to answer with."""
    wanted = part.rest or content_stems(part.text)
    if not wanted:
        return Found()
    ranked = rank(spec, wanted, part.text, similarity, kinds)
    if _HOW_MANY.search(part.text):
        ranked = tuple(match for match in ranked if numbers_in(spec.quote(match.clause)))
    shown = enough(ranked)
    if not shown or shown[0].coverage < demand:
        return Found(absent=_asked_for(part), searched=searched(spec, kinds))
    return Found(with_modality(spec, [match.clause for match in shown], _certain(part, shown)))


_WHEN = re.compile(r"\bwhen\b|\bdates?\b|\bdeadline\b|\bby what day\b", re.IGNORECASE)
_HOW_MANY = re.compile(
    r"^\W*(?:(?:and|so|about|for|in|at|what|the)\b\W*)*(?:how (?:many|much|long|often)|number of)\b", re.IGNORECASE
)
"""Questions that only a clause with a figure answers."""


def _certain(part: Part, shown: Sequence[Match]) -> Part:
    """A part whose yes is only said where the clause has all that was asked."""
    return part if shown[0].coverage > 0.99 else Part(part.text, part.topic, part.concept, False, part.rest)


def enough(ranked: Sequence[Match]) -> tuple[Match, ...]:
    """Of ranked clauses, those that answer and stand comparison with the best."""
    if not ranked or not is_answer(ranked[0]):
        return ()
    best = ranked[0]
    return tuple(
        match
        for match in ranked[:MAX_SHOWN]
        if is_answer(match) and (match.coverage >= best.coverage or match.score >= _KEEP * best.score)
    )


def is_answer(match: Match) -> bool:
    """Whether a clause says enough of what is asked to be shown as an answer."""
    return any(match.coverage >= coverage and match.cosine >= cosine for coverage, cosine in ENOUGH)


def _asked_for(part: Part) -> str:
    words = [word for word in re.findall(r"[\w'’.-]+", part.text) if set(stems(word)) & set(part.rest)]
    return " ".join(words).strip(" .?") or part.text.strip(" ?.")


def _section(part: Part, topic: Topic, spec: Spec, similarity: Similarity | None) -> Found:
    """The whole of a section, or those of its clauses that the rest of the question picks out."""
    kinds = _present(spec, topic)
    clauses = [clause for clause in candidates(spec, kinds) if kinds and _fits(spec, clause, topic)]
    if not clauses:
        return _elsewhere(part, topic, spec, similarity)
    picked = _picked(part, spec, clauses, similarity, kinds)
    if picked is not None:
        return picked
    statements = tuple(quoted(spec, clause) for clause in clauses)
    exercised = topic.kinds[0] is SectionKind.SUPERVISION_EXERCISED and "none" not in statements[0].text.lower()
    return Found(said_with("Yes" if part.yes_no and exercised else None, statements))


def _picked(
    part: Part, spec: Spec, clauses: Sequence[Clause], similarity: Similarity | None, kinds: Sequence[SectionKind]
) -> Found | None:
    """Where the question says more than its topic: the clauses of the section that it means; None for all of them."""
    announced = {
        word
        for section in spec.sections_of(*kinds)
        for clause in spec.clauses_in(section)
        if clause.role is ClauseRole.STEM
        for word in stems(spec.quote(clause))
    }
    rest = tuple(word for word in part.rest if word not in announced)
    if not rest or len(clauses) < 2:
        return None
    allowed = {clause.index for clause in clauses}
    ranked = [match for match in rank(spec, rest, part.text, similarity, kinds) if match.clause.index in allowed]
    if ranked and ranked[0].coverage >= STRONG_COVERAGE:
        shown = enough(ranked)
        return Found(with_modality(spec, [match.clause for match in shown], _certain(part, shown)))
    return None


def _fits(spec: Spec, clause: Clause, topic: Topic) -> bool:
    return topic.only is None or bool(topic.only.search(spec.reading(clause)))


def _present(spec: Spec, topic: Topic) -> tuple[SectionKind, ...]:
    """The topic's sections that the text has; plain minimum qualifications stand in for their parts."""
    have = {section.kind for section in spec.sections if section.clauses[0] < section.clauses[1]}
    kinds = tuple(kind for kind in topic.kinds if kind in have)
    if not kinds and set(topic.kinds) & MQ_KINDS and SectionKind.MINIMUM_QUALIFICATIONS in have:
        return (SectionKind.MINIMUM_QUALIFICATIONS,)
    return kinds


def _elsewhere(part: Part, topic: Topic, spec: Spec, similarity: Similarity | None) -> Found:
    """The section is not there: what the question's words find in the other clauses, else its absence."""
    if part.rest:
        found = _content(part, spec, similarity)
        if found.statements:
            return found
    return Found(absent=topic.label or topic.name, searched=searched(spec, whole=bool(SILENT & set(topic.kinds))))


def _fields(part: Part, topic: Topic, spec: Spec, similarity: Similarity | None) -> Found:
    listed = fields.named_fields(part.text)
    names = listed if set(topic.fields) & set(listed) and len(listed) > 1 else topic.fields
    if _CHANGED.search(part.text):
        names = (*names, *(now for old, now in _NOW.items() if old in names))
    statements = fields.statements(spec, names, part.text, part.yes_no)
    if topic.fields == (FieldName.PAY_RANGE,):
        paid = [clause for clause in candidates(spec, _PAY_KINDS) if "$" in spec.quote(clause)]
        beside = tuple(quoted(spec, clause) for clause in paid[:MAX_SHOWN])
        told = {evidence.span for one in statements for evidence in one.evidence}
        statements = (
            *statements,
            *(one for one in beside if not any(e.span.covers(t) for e in one.evidence for t in told)),
        )
    if statements:
        return Found(statements)
    if topic.fields == (FieldName.AGENCY,):
        said = _content(part, spec, similarity, (SectionKind.PURPOSE,))
        said = said if said.statements else _content(part, spec, similarity, demand=STRONG_COVERAGE)
        if said.statements:
            return said
    return Found(absent=fields.NAMES[topic.fields[0]], searched=searched(spec, whole=True))


_CHANGED = re.compile(r"\b(?:chang\w*|same|differ\w*|stay(?:ed)?|move[ds]?|compared)\b", re.IGNORECASE)
_NOW = {
    FieldName.PREVIOUS_SALARY_GROUP: FieldName.SALARY_GROUP,
    FieldName.PREVIOUS_TITLE: FieldName.CLASS_TITLE,
    FieldName.PREVIOUS_EFFECTIVE_DATE: FieldName.EFFECTIVE_DATE,
}
"""What a previous value is compared with."""

_PAY_KINDS = (SectionKind.SALARY, SectionKind.COMPENSATION, SectionKind.NOTE)
_IN_PLACE = re.compile(r"\b(?:replac\w*|substitut\w*|stand in|instead|count for)\b", re.IGNORECASE)


def _years(part: Part, topic: Topic, spec: Spec, similarity: Similarity | None) -> Found:
    in_place = substitutes(part, spec, by_years=True)
    if in_place and (_IN_PLACE.search(part.text) or substitutes(part, spec, by_number=True)):
        return Found(tuple(quoted(spec, clause) for clause in in_place))
    statements = qualifications.years(spec, _present(spec, topic) or MQ)
    return Found(statements) if statements else _elsewhere(part, topic, spec, similarity)


def _subset(part: Part, topic: Topic, spec: Spec, similarity: Similarity | None) -> Found:
    """Whether the special experience comes on top: it does not where its text says "of the General Experience"."""
    within = [
        clause
        for clause in candidates(spec, _present(spec, topic))
        if re.search(r"of (?:the|this|such) general experience", spec.reading(clause), re.IGNORECASE)
    ]
    if not within:
        return _years(part, topic, spec, similarity)
    return Found(said_with("They are part of it", [quoted(spec, clause) for clause in within]))


def _definition(part: Part, topic: Topic, spec: Spec, similarity: Similarity | None) -> Found:
    """The clauses that define the term asked about; failing these, what the clauses say of it."""
    asked = (set(part.rest) | set(content_stems(part.text))) - {"defin", "mean", "count", "definit"}
    defining = [
        clause
        for clause in candidates(spec)
        if _DEFINES.search(spec.quote(clause)) and asked & set(stems(_DEFINES.split(spec.quote(clause), maxsplit=1)[0]))
    ]
    if defining:
        return Found(tuple(quoted(spec, clause) for clause in defining))
    return _content(part, spec, similarity)


_DEFINES = re.compile(
    r"\b(?:is|are|shall be) (?:defined|considered|understood) (?:as|to)|\bmeans\b|\bdefined as\b|"
    r"\b(?:fields|areas) (?:are|include)\b",
    re.IGNORECASE,
)


def _credential(part: Part, topic: Topic, spec: Spec, similarity: Similarity | None) -> Found:
    """What may be substituted: all of it, or what the credential that the question names does."""
    clauses = substitutes(part, spec)
    if clauses:
        return Found(_reach(spec, clauses, part))
    kinds = _present(spec, topic)
    whole = candidates(spec, kinds) if kinds else ()
    if not whole:
        return _elsewhere(part, topic, spec, similarity)
    main = candidates(spec, MQ) if names_credential(part.text) else ()
    return Found(tuple(quoted(spec, clause) for clause in (*main, *whole)))


def _reach(spec: Spec, clauses: Sequence[Clause], part: Part) -> tuple:  # type: ignore[type-arg]
    """The clauses, with No in front where the question names a target that none of them reaches."""
    statements = [quoted(spec, clause) for clause in clauses]
    target = re.search(r"\b(?:special experience|managerial (?:years?|experience|part))\b", part.text, re.IGNORECASE)
    reached = any("special experience" in spec.quote(clause).lower() for clause in clauses)
    return said_with("No" if part.yes_no and target and not reached else None, statements)


def _education(part: Part, topic: Topic, spec: Spec, similarity: Similarity | None) -> Found:
    return education(part, spec) or _section(part, topic, spec, similarity)


_SHAPES: dict[Shape, Handler] = {
    Shape.SECTION: _section,
    Shape.FIELDS: _fields,
    Shape.YEARS: _years,
    Shape.SUBSET: _subset,
    Shape.DEFINITION: _definition,
    Shape.CREDENTIAL: _credential,
    Shape.EDUCATION: _education,
}

__all__ = ["STRONG_COVERAGE", "Found", "answer_part", "enough", "is_answer", "titled"]
