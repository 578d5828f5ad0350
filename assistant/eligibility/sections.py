"""The clauses of one section to its requirement, and to what is found beside it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.eligibility import forms
from assistant.eligibility.combine import Joint, Strength, all_of, combine, source_of
from assistant.eligibility.demands import assigned_to
from assistant.eligibility.found import Found
from assistant.eligibility.lexicon import DEMANDS, FRAMED, LOOSENS, NARROW_LOOSENS, RESTRICTS
from assistant.eligibility.numbers import NUMBER
from assistant.eligibility.passages import Passage, passage
from assistant.eligibility.patterns import compiled
from assistant.eligibility.reader import read
from assistant.eligibility.rules import Definition, ExperienceKind, Opaque, OpaqueReason, Requirement, Source
from assistant.eligibility.setting import Reading, Setting, assignment_of, title_key
from assistant.eligibility.stems import Stem, label_length, stem_of
from assistant.eligibility.units import Unit, joined, lone_connector, without_connectors
from corpus.model import Clause, ClauseRole, Span, Spec
from corpus.sentences import sentences, trim

_ENDS = re.compile(r"[.;:?!]\W*$")
_NUMBER_ENDS = compiled(rf"\b{NUMBER}$")
_DANGLES = compiled(r"\b(?:an?|the|of|in|as|with|for|to|by|from|at|on|is|are|be|must|may|have)$")
MAX_RUN = 8
"""The most lines that are tried as one sentence."""


class SectionReader:
    """Reads the clauses of one section of a spec; `found` collects what is no requirement.

    `other_titles` are the keys of the other classes on the page: what stands under their titles is not read.
    """

    def __init__(self, spec: Spec, setting: Setting, other_titles: frozenset[str]) -> None:
        self.spec = spec
        self.setting = setting
        self.other_titles = other_titles
        self.found = Found()
        self._term: int | None = None

    def requirement(self, clauses: tuple[Clause, ...]) -> Requirement | None:
        """The requirement that these clauses of a section state together, None where they state none."""
        indexes = {clause.index for clause in clauses}
        return self._joined(self._units([clause for clause in clauses if clause.parent not in indexes]))

    def _joined(self, units: list[Unit]) -> Requirement | None:
        listed = self.setting.kind is not ExperienceKind.OTHER and not self.setting.in_note
        try:
            return joined(units, listed)
        except ValueError:
            return self._residue(tuple(span for unit in units for span in unit.spans))

    # ---- clauses

    def _units(self, clauses: list[Clause]) -> list[Unit]:
        units: list[Unit] = []
        pending: str | None = None
        waiting = list(clauses)
        while waiting:
            run = self._run(waiting)
            waiting = waiting[len(run) :]
            lone = lone_connector(self.spec.quote(run[0]))
            if lone and run[0].role is not ClauseRole.STEM:
                pending = lone
                continue
            for unit in self._group(run[0]) if run[0].role is ClauseRole.STEM else self._lines(run):
                units.append(replace(unit, lead=unit.lead or pending))
                pending = None
        if pending and units:
            units[-1] = replace(units[-1], tail=pending)
        return units

    def _run(self, clauses: list[Clause]) -> list[Clause]:
        """The first clause with those that may go on in its sentence: a hard wrap may have parted them."""
        run = clauses[:1]
        for clause in clauses[1:MAX_RUN]:
            before = self.spec.quote(run[-1])
            ended = _ENDS.search(before) or any(
                part.role is ClauseRole.STEM or lone_connector(self.spec.quote(part)) for part in (run[-1], clause)
            )
            marker = self._marker(clause)
            listed = marker and not (marker.startswith("(") and _NUMBER_ENDS.search(before))
            if ended or listed:
                break
            run.append(clause)
        return run

    def _lines(self, run: list[Clause]) -> list[Unit]:
        """The units of clauses without an end of their own: each read apart, else together, else not at all."""
        if len(run) == 1:
            return [self._leaf(run)]
        units = self._segmented(run)
        return units if units is not None else [self._unread_unit(run)]

    def _segmented(self, run: list[Clause]) -> list[Unit] | None:
        """The run as units each of which is read whole, the shortest first; None where there is no such division."""
        if not run:
            return []
        for size in range(1, len(run) + 1):
            trial = SectionReader(self.spec, self.setting, self.other_titles)
            unit = trial._leaf(run[:size])
            dangles = size < len(run) and _DANGLES.search(self.spec.quote(run[size - 1]))
            rest = None if trial.found.residue or dangles else self._segmented(run[size:])
            if rest is not None:
                self.found.take(trial.found)
                return [unit, *rest]
        return None

    def _leaf(self, run: list[Clause]) -> Unit:
        """The unit of a clause, or of several that one sentence runs through."""
        text = self.spec.text
        whole = Span(run[0].span.start, run[-1].span.end)
        span, lead, tail = without_connectors(text, whole)
        self._term = None
        read_parts = [self._sentence(passage(text, part)) for part in sentences(text, span, keep_qualifiers=False)]
        parts = [part for part in read_parts if part is not None]
        ends_open = whole.of(text).rstrip().endswith((";", ","))
        spans = tuple(clause.span for clause in run)
        return Unit(all_of(parts) if parts else None, lead, tail, bool(self._marker(run[0])), spans, ends_open)

    def _marker(self, clause: Clause) -> str:
        """The list marker before a clause, "" where there is none."""
        before = [marker for marker in self.spec.markers if marker.end <= clause.span.start]
        is_next = before and not self.spec.text[before[-1].end : clause.span.start].strip()
        return before[-1].of(self.spec.text) if is_next else ""

    def _children(self, clause: Clause) -> list[Clause]:
        section = self.spec.section_of(clause)
        return [child for child in self.spec.clauses_in(section) if child.parent == clause.index]

    def _family(self, stem: Clause) -> list[Clause]:
        """The stem and everything under it."""
        return [stem, *(clause for child in self._children(stem) for clause in self._family(child))]

    # ---- stems

    def _group(self, stem: Clause) -> list[Unit]:
        """The units of a stem and its items: one unit where the stem says how they go together."""
        words = " ".join(self.spec.quote(stem).split())
        items = self._children(stem)
        if title_key(words) in self.other_titles:
            return []
        kind = Stem.LABEL if title_key(words) in self.setting.titles else stem_of(words)
        if kind is Stem.LABEL:
            return self._units(items)
        if kind in (Stem.EITHER, Stem.FURTHER):
            inner, spans = self._joined(self._units(items)), tuple(clause.span for clause in self._family(stem))
            return [Unit(inner, "or" if kind is Stem.FURTHER else None, None, False, spans)]
        if kind in (Stem.ANY_OF, Stem.ALL_OF):
            return [self._listed(stem, items, "or" if kind is Stem.ANY_OF else "and")]
        if kind is Stem.ASSIGNMENT:
            return [_assigned(unit, words.rstrip(" :")) for unit in self._units(items)]
        return [self._unread_unit(self._family(stem)) if kind is Stem.HEADING else self._carried(stem, items)]

    def _listed(self, stem: Clause, items: list[Clause], word: str) -> Unit:
        """Items of which the stem says that all, or any one, must hold; connectors that say otherwise are not read."""
        units = [unit for unit in self._units(items) if unit.requirement is not None]
        inner = {unit.lead for unit in units[1:]} | {unit.tail for unit in units[:-1]}
        if not units or inner - {word, None}:
            return self._unread_unit(self._family(stem))
        parts = [unit.requirement for unit in units if unit.requirement is not None]
        source = source_of(parts)
        source = Source(stem.span, more=(source.span, *source.more))
        made = combine(parts, [Joint(word, Strength.LINE)] * (len(parts) - 1), source)
        return Unit(made, None, units[-1].tail, False, tuple(clause.span for clause in self._family(stem)))

    def _carried(self, stem: Clause, items: list[Clause]) -> Unit:
        """A stem that every item continues ("Must be licensed as a:"), or that they complete together."""
        family = self._family(stem)
        if not items or len(family) > len(items) + 1:
            return self._unread_unit(family)
        text = self.spec.text
        pieces = [without_connectors(text, item.span) for item in items]
        if any(lead or tail for _, lead, tail in pieces):
            colon = text[stem.span.end - 1] == ":"
            head = trim(text, Span(stem.span.start, stem.span.end - colon))
            readings = [read(passage(text, head, piece), self.setting) for piece, _, _ in pieces]
            return self._distributed(family, items, pieces, readings)
        whole = passage(text, stem.span, *(_bare(text, piece) for piece, _, _ in pieces), glue=" , ")
        together = read(whole, self.setting)
        if together is None or together.residue:
            return self._unread_unit(family)
        spans = tuple(clause.span for clause in family)
        return Unit(self._taken(together, whole), None, None, False, spans)

    def _distributed(
        self,
        family: list[Clause],
        items: list[Clause],
        pieces: list[tuple[Span, str | None, str | None]],
        readings: list[Reading | None],
    ) -> Unit:
        """The stem said with each of its items, joined as the items are; not read where one of them is not."""
        units: list[Unit] = []
        for item, (_, lead, tail), reading in zip(items, pieces, readings, strict=True):
            if reading is None or len(reading.requirements) != 1 or reading.residue:
                return self._unread_unit(family)
            self.found.mismatches.extend(reading.mismatches)
            ends_open = self.spec.quote(item).rstrip().endswith((";", ","))
            units.append(Unit(reading.requirements[0], lead, tail, True, (item.span,), ends_open))
        last = units.pop()
        made = self._joined([*units, replace(last, tail=None)])
        return Unit(made, None, last.tail, False, tuple(clause.span for clause in family))

    # ---- sentences

    def _sentence(self, piece: Passage) -> Requirement | None:
        """The requirement that a sentence states; what else it says goes to `found`."""
        piece = _unlabelled(piece)
        words = piece.text
        if stem_of(words) is Stem.LABEL or self._defines(piece):
            return None
        reading = read(piece, self.setting)
        if reading:
            return self._taken(reading, piece)
        known = forms.statement(words)
        if known is None:
            return self._unread(piece)
        plain = " ".join(words.split())
        said = Opaque(piece.source(0, len(words)), plain, known.reason, modality=known.modality, phase=known.phase)
        if not known.shown:
            return said
        self.found.shown.append(said)
        return None

    def _defines(self, piece: Passage) -> bool:
        """Whether the sentence defines a term, or explains further the one that was just defined."""
        defined = forms.definition(piece.text, self.setting.in_note)
        if defined:
            self._term = len(self.found.rules)
            meaning = piece.spans(*defined.meaning)[-1]
            self.found.rules.append(Definition(piece.source(0, len(piece.text)), defined.term, meaning))
            return True
        if self._term is None or not forms.continues_definition(piece.text):
            return False
        self.found.lengthen(self._term, piece.spans(0, len(piece.text))[-1].end)
        return True

    def _taken(self, reading: Reading, piece: Passage) -> Requirement | None:
        """The requirement of a reading; its other rules are kept. Among substitutions a bare phrase asks nothing."""
        if reading.requirements and self.setting.substitutes and not DEMANDS.search(piece.text):
            return self._unread(piece)
        self.found.mismatches.extend(reading.mismatches)
        self.found.residue.extend(reading.residue)
        self.found.rules.extend((*reading.substitutions, *reading.equivalences))
        return reading.requirements[0] if reading.requirements else None

    def _unread(self, piece: Passage) -> Opaque:
        """The sentence as residue. It is a further demand only where it plainly is one."""
        words = " ".join(piece.text.split())
        framed = FRAMED.match(words) and not NARROW_LOOSENS.search(words)
        further = framed or RESTRICTS.search(words) or (DEMANDS.search(words) and not LOOSENS.search(words))
        self.found.residue.extend(piece.spans(0, len(piece.text)))
        only_for = self._assignment(words) if framed else None
        return Opaque(piece.source(0, len(piece.text)), words, OpaqueReason.UNREAD, not further, only_for)

    def _assignment(self, words: str) -> str | None:
        """Whom an unread demand is made of; where that is unclear, everybody."""
        try:
            only_for, is_sure = assignment_of(words, self.setting)
        except ValueError:
            return None
        return only_for if is_sure else None

    def _unread_unit(self, clauses: list[Clause]) -> Unit:
        spans = tuple(clause.span for clause in clauses)
        return Unit(self._residue(spans), None, None, False, spans)

    def _residue(self, spans: tuple[Span, ...]) -> Opaque:
        """These clauses as residue, which may demand something or relax something else."""
        self.found.leave(spans)
        whole = passage(self.spec.text, *spans)
        words = whole.words(0, len(whole.text))
        return Opaque(Source(spans[0], more=spans[1:]), words, OpaqueReason.UNREAD, relaxes=True)


def _assigned(unit: Unit, assignment: str) -> Unit:
    """The unit, asked for only in one assignment."""
    return unit if unit.requirement is None else replace(unit, requirement=assigned_to(unit.requirement, assignment))


def _unlabelled(piece: Passage) -> Passage:
    """The passage without a label that stands in its line."""
    length = label_length(piece.text) if len(piece.pieces) == 1 else 0
    return (
        Passage(piece.text[length:], (Span(piece.pieces[0].start + length, piece.pieces[0].end),)) if length else piece
    )


def _bare(text: str, span: Span) -> Span:
    """The span without the punctuation at its end."""
    return Span(span.start, span.start + len(span.of(text).rstrip(" ;,.")))
