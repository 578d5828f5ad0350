"""The clauses of one section as requirement units with the connectors between them.

A unit is a clause with what hangs on it. Lists whose items end in "; or", bare OR lines between paragraphs, and the
roman alternatives of older pages ("Either I", "Or II") all come down to units and joints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.eligibility import forms
from assistant.eligibility.combine import Joint, Strength, all_of, choice, combine, source_of
from assistant.eligibility.lexicon import LOOSENS, NARROW_LOOSENS
from assistant.eligibility.numbers import NUMBER
from assistant.eligibility.passages import Passage, passage
from assistant.eligibility.patterns import compiled
from assistant.eligibility.reader import Reading, Setting, assigned_to, assignment_of, read, title_key
from assistant.eligibility.rules import (
    Definition,
    Equivalence,
    ExperienceKind,
    Opaque,
    OpaqueReason,
    Requirement,
    Source,
    Substitution,
)
from corpus.model import Clause, ClauseRole, Span, Spec
from corpus.sentences import sentences, trim

_LEAD = re.compile(r"^(?:(OR|AND)\b[\s:,]*|(or|and|Or|And)\s*\n\s*|(?:Or|And):?\s+(?=[A-Z(\d]))(?:\(?\d{1,2}[.)]\s+)?")
_TAIL = re.compile(r"[;,.]?\s*\b(or|and)\s*[:;,.]?\s*$", re.IGNORECASE)
_LONE = re.compile(r"^\W*(or|and)\W*$", re.IGNORECASE)
_ENDS = re.compile(r"[.;:?!]\W*$")
_NUMBER_ENDS = compiled(rf"\b{NUMBER}$")
_DANGLES = compiled(r"\b(?:an?|the|of|in|as|with|for|to|by|from|at|on|is|are|be|must|may|have)$")
MAX_RUN = 8
"""The most lines that are tried as one sentence."""
_ALTERNATIVE = re.compile(r"^(?:either|or)\s+(?:[IVX]{1,4}|\d)\W*$", re.IGNORECASE)
_ANY_STEM = compiled(
    r"^(?:(?:must )?(?:have|possess|meet)s? )?(?:(?:any|either|at least)? ?one(?: ?\(1\))?(?: or more)?|any|either)(?: of the following)?"
    r"(?: (?:minimum )?(?:qualifications|requirements|combinations|options|alternatives))?\W*$"
)
_ALL_STEM = compiled(
    r"^(?:(?:must )?(?:have|possess|meet)s? )?(?:all(?: of)? |both(?: of)? )?(?:of )?the following(?: requirements| qualifications)?\W*$"
)
_LABEL = compiled(
    r"^(?:general experience|special experience|education(?: and experience)?|experience(?: and (?:training|education))?|"
    r"licen[sc](?:es?|ure)|certifications?|training|required|requirements?|(?:minimum )?qualifications|substitutions?(?: allowed)?|"
    r"licenses and certifications|licenses or certificates)\W*$"
)
_INLINE_LABEL = compiled(
    r"^(?:general experience|special experience|education|experience|licen[sc]e|licensure|certification|training|"
    r"minimum qualifications|substitutions? allowed|notes?) ?[:–—] (?=\S)"
)
_ASSIGNMENT = re.compile(r"^(?:AT|FOR|IN|WITHIN|For positions? (?:in|at|with)|Positions? (?:in|at))\s+[^.;]{2,70}:?$")
_DEMANDS = compiled(r"\b(?:must|shall|required|conditional|contingent|conditioned)\b")
_RESTRICTS = compiled(
    r"\b(?:do|does|will|may|shall|can|is|are)(?:es)? ?n[o']t (?:be )?(?:count(?:ed)?|credited|accepted|considered|qualify|substituted?(?: for)?)\b(?![^.]*\b(?:unless|except|if|but)\b)"
)
_FRAMED = compiled(r"^(?:(?:[\w'’.,/()&-]+ ){0,20}?)(?:must|shall)\b")


@dataclass(slots=True)
class Found:
    """What was read in a section, in the order of the text."""

    substitutions: list[Substitution] = field(default_factory=list)
    equivalences: list[Equivalence] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    shown: list[Requirement] = field(default_factory=list)
    residue: list[Span] = field(default_factory=list)
    mismatches: list[Span] = field(default_factory=list)

    def take(self, other: Found) -> None:
        """Add what another reader found, behind what was found so far."""
        for name in self.__slots__:
            getattr(self, name).extend(getattr(other, name))


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause's requirement (None where it states none) and the words that tie it to its neighbours.

    `spans` are its clauses. `bulleted`: it stands in a list, so that its neighbours may be alternatives as well as further demands.
    """

    requirement: Requirement | None
    lead: str | None
    tail: str | None
    bulleted: bool
    spans: tuple[Span, ...]
    ends_open: bool = False


class SectionReader:
    """Reads the clauses of one section of a spec; `found` collects what is no requirement."""

    def __init__(self, spec: Spec, setting: Setting, other_titles: frozenset[str]) -> None:
        self.spec = spec
        self.setting = setting
        self.other_titles = other_titles
        self.found = Found()
        self._term: int | None = None

    def requirement(self, clauses: tuple[Clause, ...]) -> Requirement | None:
        """The requirement that these clauses of a section state together, None where they state none."""
        indexes = {clause.index for clause in clauses}
        top = [clause for clause in clauses if clause.parent not in indexes]
        return self.joined(self.units(top))

    # ---- clauses to units

    def units(self, clauses: list[Clause]) -> list[Unit]:
        units: list[Unit] = []
        pending: str | None = None
        waiting = list(clauses)
        while waiting:
            run = self.run(waiting)
            waiting = waiting[len(run) :]
            lone = _LONE.match(self.spec.quote(run[0]))
            if lone and run[0].role is not ClauseRole.STEM:
                pending = lone.group(1).lower()
                continue
            for unit in self.group(run[0]) if run[0].role is ClauseRole.STEM else self.lines(run):
                units.append(replace(unit, lead=unit.lead or pending))
                pending = None
        if pending and units:
            units[-1] = replace(units[-1], tail=pending)
        return units

    def run(self, clauses: list[Clause]) -> list[Clause]:
        """The first clause with those that may go on in its sentence: a hard wrap may have parted them."""
        run = [clauses[0]]
        if run[0].role is ClauseRole.STEM or _LONE.match(self.spec.quote(run[0])):
            return run
        for clause in clauses[1:MAX_RUN]:
            before = self.spec.quote(run[-1])
            parted = not self.is_bulleted(clause) or (
                _NUMBER_ENDS.search(before) and self.marker(clause).startswith("(")
            )
            if (
                _ENDS.search(before)
                or clause.role is ClauseRole.STEM
                or not parted
                or _LONE.match(self.spec.quote(clause))
            ):
                break
            run.append(clause)
        return run

    def lines(self, run: list[Clause]) -> list[Unit]:
        """The units of clauses without an end of their own: each read apart, else together, else not at all."""
        if len(run) == 1:
            return [self.leaf(run)]
        found = self.segmented(run)
        return found if found is not None else [self.unread_unit(run)]

    def segmented(self, run: list[Clause]) -> list[Unit] | None:
        if not run:
            return []
        for size in range(1, len(run) + 1):
            last = self.spec.quote(run[size - 1])
            trial = self.trial()
            unit = trial.leaf(run[:size])
            if trial.found.residue or (size < len(run) and _DANGLES.search(last)):
                continue
            rest = self.segmented(run[size:])
            if rest is not None:
                self.found.take(trial.found)
                return [unit, *rest]
        return None

    def trial(self) -> SectionReader:
        """A reader of the same place whose findings are its own."""
        return SectionReader(self.spec, self.setting, self.other_titles)

    def leaf(self, run: list[Clause]) -> Unit:
        """The unit of a clause, or of several that one sentence runs through."""
        whole = Span(run[0].span.start, run[-1].span.end)
        span, lead, tail = _without_connectors(self.spec.text, whole)
        parts: list[Requirement] = []
        self._term = None
        for sentence in sentences(self.spec.text, span, keep_qualifiers=False):
            found = self.sentence(passage(self.spec.text, sentence))
            if found is not None:
                parts.append(found)
        requirement = all_of(parts) if parts else None
        ends_open = whole.of(self.spec.text).rstrip().endswith((";", ","))
        return Unit(requirement, lead, tail, self.is_bulleted(run[0]), tuple(clause.span for clause in run), ends_open)

    def marker(self, clause: Clause) -> str:
        """The list marker before a clause, "" where there is none."""
        before = [marker for marker in self.spec.markers if marker.end <= clause.span.start]
        stands_before = before and not self.spec.text[before[-1].end : clause.span.start].strip()
        return before[-1].of(self.spec.text) if stands_before else ""

    def is_bulleted(self, clause: Clause) -> bool:
        return bool(self.marker(clause))

    def children(self, clause: Clause) -> list[Clause]:
        section = self.spec.section_of(clause)
        return [child for child in self.spec.clauses_in(section) if child.parent == clause.index]

    # ---- stems

    def group(self, stem: Clause) -> list[Unit]:
        """The units of a stem and its items: one unit where the stem says how they go together."""
        words = " ".join(self.spec.quote(stem).split())
        items = self.children(stem)
        title = title_key(words)
        if title in self.other_titles:
            return []
        if title in self.setting.titles or _LABEL.match(words):
            return self.units(items)
        if _ALTERNATIVE.match(words):
            inner = self.joined(self.units(items))
            lead = "or" if words[:2].lower() == "or" else None
            return [Unit(inner, lead, None, False, self.spans_of(stem))]
        if _ANY_STEM.match(words) or _ALL_STEM.match(words):
            return [self.listed(stem, items, "or" if _ANY_STEM.match(words) else "and")]
        if _ASSIGNMENT.match(words):
            return self.assigned(items, words.rstrip(" :"))
        if words.isupper():
            # A heading whose meaning for what stands under it is unknown ("TYPING:").
            return [self.unread_unit([stem, *self.descendants(stem)])]
        return [self.carried(stem, items)]

    def listed(self, stem: Clause, items: list[Clause], word: str) -> Unit:
        """Items of which the stem says that all, or any one, must hold; connectors that say otherwise are not read."""
        units = [unit for unit in self.units(items) if unit.requirement is not None]
        said = {joint for unit in units for joint in (unit.lead, unit.tail) if joint}
        if not units or said - {word}:
            return self.unread_unit([stem, *self.descendants(stem)])
        joints = [Joint(word, Strength.LINE)] * (len(units) - 1)
        parts = [unit.requirement for unit in units if unit.requirement is not None]
        source = source_of(parts)
        joined = combine(parts, joints, replace(source, span=stem.span, more=(source.span, *source.more)))
        return Unit(joined, None, units[-1].tail, False, self.spans_of(stem))

    def assigned(self, items: list[Clause], assignment: str) -> list[Unit]:
        """What is asked only in one assignment ("AT A TROOP:")."""
        units: list[Unit] = []
        for unit in self.units(items):
            requirement = unit.requirement
            if requirement is not None:
                requirement = assigned_to(requirement, assignment)
            units.append(replace(unit, requirement=requirement))
        return units

    def carried(self, stem: Clause, items: list[Clause]) -> Unit:
        """A stem that every item continues ("Must be licensed as a:"), or that they complete together."""
        text = self.spec.text
        descendants = self.descendants(stem)
        if not items or any(item.role is ClauseRole.STEM for item in items):
            return self.unread_unit([stem, *descendants])
        pieces = [_without_connectors(text, item.span) for item in items]
        stem_span = trim(text, Span(stem.span.start, stem.span.end - (text[stem.span.end - 1] == ":")))
        each = [read(passage(text, stem_span, piece[0]), self.setting) for piece in pieces]
        whole = passage(text, stem.span, *(_bare(text, piece[0]) for piece in pieces), glue=" , ")
        together = read(whole, self.setting)
        said = any(lead or tail for _, lead, tail in pieces)
        read_each = [reading for reading in each if reading and len(reading.requirements) == 1 and not reading.residue]
        if said and len(read_each) == len(items):
            return self.distributed(stem, items, pieces, read_each)
        if together and not together.residue and not said:
            return Unit(self.taken(together, whole), None, None, False, self.spans_of(stem))
        return self.unread_unit([stem, *descendants])

    def distributed(
        self,
        stem: Clause,
        items: list[Clause],
        pieces: list[tuple[Span, str | None, str | None]],
        readings: list[Reading],
    ) -> Unit:
        """The stem said with each of its items, joined as the items are."""
        units: list[Unit] = []
        for item, (_, lead, tail), reading in zip(items, pieces, readings, strict=True):
            self.found.mismatches.extend(reading.mismatches)
            ends_open = self.spec.quote(item).rstrip().endswith((";", ","))
            units.append(Unit(reading.requirements[0], lead, tail, True, (item.span,), ends_open))
        last = units[-1]
        units[-1] = replace(last, tail=None)
        return Unit(self.joined(units), None, last.tail, False, self.spans_of(stem))

    def spans_of(self, stem: Clause) -> tuple[Span, ...]:
        return (stem.span, *(clause.span for clause in self.descendants(stem)))

    def descendants(self, stem: Clause) -> list[Clause]:
        found: list[Clause] = []
        for child in self.children(stem):
            found.extend([child, *self.descendants(child)])
        return found

    # ---- sentences

    def sentence(self, piece: Passage) -> Requirement | None:
        """The requirement that a sentence states; what else it says goes to `found`."""
        piece = _unlabelled(piece)
        words = piece.text
        if _LABEL.match(words):
            return None
        defined = forms.definition(" ".join(words.split()), self.setting.in_note) and forms.definition(
            words, self.setting.in_note
        )
        if defined:
            meaning = piece.spans(*defined.meaning)[-1]
            self._term = len(self.found.definitions)
            self.found.definitions.append(Definition(piece.source(0, len(words)), defined.term, meaning))
            return None
        if self._term is not None and forms.continues_definition(words):
            last = self.found.definitions[self._term]
            end = piece.spans(0, len(words))[-1].end
            meaning = Span(last.meaning.start, end)
            source = replace(last.source, span=Span(last.source.span.start, end))
            self.found.definitions[self._term] = replace(last, source=source, meaning=meaning)
            return None
        reading = read(piece, self.setting)
        if reading:
            return self.taken(reading, piece)
        known = forms.statement(words)
        if known:
            source = piece.source(0, len(words))
            found = Opaque(source, " ".join(words.split()), known.reason, modality=known.modality, phase=known.phase)
            if known.shown:
                self.found.shown.append(found)
                return None
            return found
        return self.unread(piece)

    def taken(self, reading: Reading, piece: Passage) -> Requirement | None:
        if reading.requirements and self.setting.substitutes and not _DEMANDS.search(piece.text):
            return self.unread(piece)
        self.found.mismatches.extend(reading.mismatches)
        self.found.residue.extend(reading.residue)
        self.found.substitutions.extend(reading.substitutions)
        self.found.equivalences.extend(reading.equivalences)
        return reading.requirements[0] if reading.requirements else None

    def unread(self, piece: Passage) -> Opaque:
        """The sentence as residue. It is a further demand only where it plainly is one."""
        words = " ".join(piece.text.split())
        framed = _FRAMED.match(words) and not NARROW_LOOSENS.search(words)
        further = framed or _RESTRICTS.search(words) or (_DEMANDS.search(words) and not LOOSENS.search(words))
        self.found.residue.extend(piece.spans(0, len(piece.text)))
        source = piece.source(0, len(piece.text))
        return Opaque(source, words, OpaqueReason.UNREAD, not further, self.assignment(words) if framed else None)

    def assignment(self, words: str) -> str | None:
        """Whom an unread demand is made of; where that is unclear, everybody."""
        try:
            only_for, is_sure = assignment_of(words, self.setting)
        except ValueError:
            return None
        return only_for if is_sure else None

    def unread_unit(self, clauses: list[Clause]) -> Unit:
        spans = [clause.span for clause in clauses]
        return Unit(self.opaque(spans), None, None, False, tuple(spans))

    # ---- units to a requirement

    def joined(self, units: list[Unit]) -> Requirement | None:
        """The requirement of the units together: by their connectors, else all of them, else in doubt."""
        if any((unit.lead or unit.tail) and unit.requirement is None for unit in units):
            return self.in_doubt(units)
        stating = [unit for unit in units if unit.requirement is not None]
        aside = [unit for unit in stating if _is_unread(unit.requirement) and not _is_tied(unit, stating)]
        tied = [unit for unit in stating if unit not in aside]
        parts = [unit.requirement for unit in tied if unit.requirement is not None]
        beside = [unit.requirement for unit in aside if unit.requirement is not None]
        if len(parts) < 2:
            return all_of([*parts, *beside]) if parts or beside else None
        joints = [_between(first, second) for first, second in pairwise(tied)]
        if not any(joint and joint.word for joint in joints):
            return all_of([self.unconnected(tied, parts), *beside])
        # A paragraph of its own beside an alternative is a further demand, or its first half: both are read.
        made = combine(parts, [joint or Joint("and", Strength.LINE) for joint in joints])
        return all_of([made, *beside]) if made is not None else self.in_doubt(units)

    def unconnected(self, units: list[Unit], parts: list[Requirement]) -> Requirement:
        """Sentences add up; the bullets of a list without connectors may be alternatives as well."""
        alternatives = all(unit.bulleted for unit in units)
        if not alternatives or self.setting.kind is ExperienceKind.OTHER or self.setting.in_note:
            return all_of(parts)
        return choice(parts, "The list does not say whether all of its points are asked for, or any one of them.")

    def in_doubt(self, units: list[Unit]) -> Requirement:
        """All of the units as residue."""
        return self.opaque([span for unit in units for span in unit.spans])

    def opaque(self, spans: list[Span]) -> Opaque:
        """These clauses as residue, which may demand something or relax something else."""
        whole = passage(self.spec.text, *spans)
        self.found.residue.extend(spans)
        words = whole.words(0, len(whole.text))
        return Opaque(Source(spans[0], more=tuple(spans[1:])), words, OpaqueReason.UNREAD, relaxes=True)


def _between(first: Unit, second: Unit) -> Joint | None:
    word = first.tail or second.lead
    if first.tail and second.lead and first.tail != second.lead:
        return Joint(None, Strength.LINE)
    if word:
        return Joint(word, Strength.LINE)
    return Joint(None, Strength.LINE) if first.ends_open else None


def _is_tied(unit: Unit, units: list[Unit]) -> bool:
    """Whether a connector ties the unit to one of its neighbours."""
    place = units.index(unit)
    joints = [_between(first, second) for first, second in pairwise(units[max(0, place - 1) : place + 2])]
    return any(joint is not None for joint in joints)


def _unlabelled(piece: Passage) -> Passage:
    """The passage without a label that stands in its line ("Special Experience: Two years ...")."""
    label = _INLINE_LABEL.match(piece.text)
    if not label or len(piece.pieces) > 1:
        return piece
    return Passage(piece.text[label.end() :], (Span(piece.pieces[0].start + label.end(), piece.pieces[0].end),))


def _bare(text: str, span: Span) -> Span:
    """The span without the punctuation at its end."""
    return Span(span.start, span.start + len(span.of(text).rstrip(" ;,.")))


def _is_unread(requirement: Requirement | None) -> bool:
    return isinstance(requirement, Opaque) and requirement.reason is OpaqueReason.UNREAD


def _without_connectors(text: str, span: Span) -> tuple[Span, str | None, str | None]:
    """The clause without the "OR" before it and the "; or" behind it, and these two."""
    lead = _LEAD.match(span.of(text))
    start = span.start + (lead.end() if lead else 0)
    tail = _TAIL.search(text[start : span.end])
    end = start + tail.start() if tail else span.end
    inner = trim(text, Span(start, end))
    if inner.start >= inner.end:
        return span, None, None
    before = (
        next((word.lower() for word in lead.groups() if word), "or" if "or" in lead.group().lower() else "and")
        if lead
        else None
    )
    return inner, before, tail.group(1).lower() if tail else None
