"""Whether a statement calls what it cites by its name: a field's value by the field's, a requirement by its section's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.proof.binding import telling
from assistant.proof.cited import Cited
from assistant.proof.lexicon import PARAPHRASE
from assistant.proof.reading import Reading, read
from corpus.model import Field, FieldName, SectionKind, Spec

F = FieldName
_FIELD_NAMES: tuple[tuple[FieldName, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b(?:{names})\b", re.IGNORECASE))
    for name, names in (
        (F.SALARY_GROUP, r"(?:salary|pay) (?:group|grade)"),
        (F.BARGAINING_UNIT, r"bargaining unit|union"),
        (F.OCCUPATIONAL_GROUP, r"occupation(?:al)? group"),
        (F.EEO, r"eeo|equal employment"),
        (F.DESIGNATION, r"designation|designated"),
        (F.ESTABLISHED, r"established|est|created|creation|establishment"),
        (F.REVISED, r"revised(?! to)|revision date|rev"),
        (F.REVISION_REASON, r"reason|revised(?= to)"),
        (F.EFFECTIVE_DATE, r"(?<!approved )effective|(?:took|takes|in) effect|in force"),
        (F.PREVIOUS_EFFECTIVE_DATE, r"approved"),
        (F.CLASS_CODE, r"(?:class|job) code"),
        (F.CLASS_TITLE, r"title"),
        (F.ITEM_NUMBER, r"item (?:no|number)"),
        (F.PAY_RANGE, r"pay range|paid|pays"),
    )
)
_PREVIOUS = re.compile(
    r"\b(?:replace[sd]?|previous(?:ly)?|prior|former(?:ly)?|earlier|old|existing|used to)\b", re.IGNORECASE
)
_WAS: dict[FieldName, FieldName] = {
    F.SALARY_GROUP: F.PREVIOUS_SALARY_GROUP,
    F.EFFECTIVE_DATE: F.PREVIOUS_EFFECTIVE_DATE,
    F.CLASS_TITLE: F.PREVIOUS_TITLE,
}
_CHECKED = frozenset(name for name, _ in _FIELD_NAMES) | frozenset(_WAS.values())


def fields(said: str, cited: Cited, spec: Spec | None) -> Iterator[str]:
    """Values that are said of a field other than the one cited."""
    there = frozenset(name for passage in cited.passages for name in passage.fields) & _CHECKED
    if spec is None or not there:
        return
    mentions = list(_mentions(said))
    named = frozenset(name for name, _, _ in mentions)
    if named and not named & there:
        yield f"it speaks of the {_plain(named)}, but cites the {_plain(there)}"
        return
    for field in spec.fields:
        if field.name in there and mentions:
            yield from _misnamed(field, said, spec, mentions, there)


def _plain(names: frozenset[FieldName]) -> str:
    return " and ".join(sorted(name.value.replace("_", " ") for name in names))


def _mentions(said: str) -> Iterator[tuple[FieldName, int, int]]:
    """The fields that are named, with where; where the statement speaks of what was before, the previous ones."""
    past = _PREVIOUS.search(said)
    for name, pattern in _FIELD_NAMES:
        for match in pattern.finditer(said):
            yield (_WAS[name] if past and name in _WAS else name), match.start(), match.end()


def _written(field: Field, spec: Spec) -> str:
    return " ".join(field.span.of(spec.text).split()).rstrip(".")


def _misnamed(
    field: Field, said: str, spec: Spec, mentions: list[tuple[FieldName, int, int]], there: frozenset[FieldName]
) -> Iterator[str]:
    value = _written(field, spec)
    at = said.lower().find(value.lower())
    if at < 0:
        return
    before = [one for one in mentions if one[2] <= at]
    nearest = max(before, key=lambda one: one[2]) if before else min(mentions, key=lambda one: one[1])
    shared = {one.name for one in spec.fields if _written(one, spec).lower() == value.lower()}
    named = {one[0] for one in mentions}
    exchanged = field.name in named and nearest[0] in there
    if nearest[0] not in shared and (exchanged or (field.name not in named and len(mentions) == 1)):
        yield f"{value} is the {_plain(frozenset({field.name}))}, not the {_plain(frozenset({nearest[0]}))}"


_LABELS = {
    "general experience": SectionKind.GENERAL_EXPERIENCE,
    "special experience": SectionKind.SPECIAL_EXPERIENCE,
}
_PARTITIVE = re.compile(
    r"\b(?:of|for|from|within|toward|towards|replaces?|replacing|substitut\w+)(?: (?:the|this|that|such|required|both|additional|total))*$"
)
_CALLED = re.compile(r"\s+(?:requirements?|sections?|qualifications?|part|clauses?)\b", re.IGNORECASE)
_YEARS_OF = re.compile(r"\b(?:years?|months?) of$")
_RULED = re.compile(r"\s+(?:must|may|shall|can|has to|have to|needs? to)\b", re.IGNORECASE)
_OF_THAT = re.compile(r"\bof (?:the|this|such|that)$")


def labels(said: Reading, text: str, cited: Cited) -> Iterator[str]:
    """A requirement that is called general or special experience where the clause is of the other kind."""
    kinds = cited.kinds()
    for name, kind in _LABELS.items():
        for match in re.finditer(rf"\b{name}\b", text, re.IGNORECASE):
            before = text[: match.start()].lower().rstrip()
            quoted = any(name in passage.reading.keys for passage in cited.passages)
            partitive = not _CALLED.match(text[match.end() :])
            if not quoted and _YEARS_OF.search(before) and _RULED.match(text[match.end() :]):
                yield f"'{name}' is in no cited clause"
            if partitive and _PARTITIVE.search(before) and (quoted or not _OF_THAT.search(before)):
                continue
            if kind in kinds or SectionKind.SUBSTITUTIONS in kinds:
                if partitive and not quoted and _OF_THAT.search(before):
                    yield f"'{name}' is in no cited clause"
                yield from _of_other_kind(name, kind, text[match.end() :], cited)
            elif not (quoted and _other(kind) not in kinds):
                yield f"it speaks of the {name}, but cites the {_other(kind).value.replace('_', ' ')}"


def _other(kind: SectionKind) -> SectionKind:
    general, special = SectionKind.GENERAL_EXPERIENCE, SectionKind.SPECIAL_EXPERIENCE
    return special if kind is general else general


def _of_other_kind(name: str, kind: SectionKind, rest: str, cited: Cited) -> Iterator[str]:
    """Whether what is said of the general (special) experience stands under the other heading."""
    rest = re.split(r"[;.]|\b(?:general|special) experience\b", rest, maxsplit=1, flags=re.IGNORECASE)[0]
    votes = []
    for word in read(rest).words:
        if telling(word.text) and word.key in cited.places:
            kinds = {passage.kind for passage, _ in cited.places[word.key]}
            votes.append(kind in kinds or _other(kind) not in kinds)
    if votes and 2 * votes.count(False) > len(votes):
        yield f"what it says of the {name} stands under another heading"


_ACTIVE = re.compile(r"\b(?:supervises?|oversees?|directs?|leads?|guides?|manages?)\b", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:supervised|overseen|directed|guided|led) by\b|\bworks? under\b|\breports? to\b|\breceives?\b", re.IGNORECASE
)


def supervision(text: str, cited: Cited, spec: Spec | None) -> Iterator[str]:
    """Who supervises and who is supervised, turned round."""
    kinds = {passage.kind for passage in cited.passages}
    if (
        kinds == {SectionKind.SUPERVISION_RECEIVED}
        and _ACTIVE.search(text)
        and not _of_class(_ACTIVE, text, cited, spec)
    ):
        yield "the clause tells who supervises this class, not whom it supervises"
    if (
        kinds == {SectionKind.SUPERVISION_EXERCISED}
        and _PASSIVE.search(text)
        and not _of_class(_PASSIVE, text, cited, spec)
    ):
        yield "the clause tells whom this class supervises, not who supervises it"


def _of_class(pattern: re.Pattern[str], text: str, cited: Cited, spec: Spec | None) -> bool:
    """Whether the clause itself has the verb, or it is this class that stands behind it in the statement."""
    if any(pattern.search(passage.quote) for passage in cited.passages):
        return True
    after = read(pattern.split(text, maxsplit=1)[-1]).words[:4]
    title = read(spec.title).keys if spec else frozenset()
    return any(word.text in PARAPHRASE or (word.key in title and word.key not in cited.keys) for word in after)
