"""One sentence of minimum qualifications to rule nodes, or to nothing: what the grammar does not know is not read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from lark import Lark, Token, Tree
from lark.exceptions import LarkError

from assistant.eligibility import phrases
from assistant.eligibility.combine import Joint, Strength, all_of, any_of, combine
from assistant.eligibility.joins import Joins
from assistant.eligibility.lexicon import (
    COURSES,
    EVERYBODY,
    LEADING_TIME,
    STRICTER_WORK,
    VERBS,
    NARROW_LOOSENS,
    QUANTITY,
    terminals,
)
from assistant.eligibility.nodes import Leaf
from assistant.eligibility.numbers import read_months, read_number
from assistant.eligibility.passages import Passage
from assistant.eligibility.patterns import compiled
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
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
    Requirement,
    Source,
    Stacking,
    Substitution,
)
from corpus.model import Span


@dataclass(frozen=True, slots=True)
class Setting:
    """What the place of a sentence says about it: which experience it speaks of, and who the class is.

    `has_special` says that the class has a special experience of its own, `titles` are its titles in lower case,
    `substitutes` that the section lists substitutions, where a bare "a certificate in X" asks for nothing. `assignments` is
    what the text says of the assignments in the class, and the titles of other classes on its page, in lower case.
    """

    kind: ExperienceKind
    has_special: bool = False
    in_note: bool = False
    titles: frozenset[str] = frozenset()
    substitutes: bool = False
    assignments: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence says. `residue` is the part of it that was not read, `mismatches` the numbers that disagree."""

    requirements: tuple[Requirement, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    equivalences: tuple[Equivalence, ...] = ()
    residue: tuple[Span, ...] = ()
    mismatches: tuple[Span, ...] = ()


class _Unread(Exception):  # noqa: N818 - not an error of the project: it ends the reading of one sentence
    """The tree is of a known form, but says something that the rules cannot express."""


@cache
def grammar() -> Lark:
    """The parser of sentences: the rules of grammar.lark with the terminals of the lexicon."""
    rules = resources.files("assistant.eligibility").joinpath("grammar.lark").read_text("utf-8")
    return Lark(
        f"{rules}\n{terminals()}\n",
        parser="lalr",
        lexer="basic",
        postlex=Joins(),
        propagate_positions=True,
        maybe_placeholders=False,
        keep_all_tokens=True,
    )


def read(passage: Passage, setting: Setting) -> Reading | None:
    """What the sentence in the passage says; None where it cannot be read with certainty."""
    try:
        tree = grammar().parse(passage.text)
        return _Sentence(passage, setting).read(tree)
    except (LarkError, _Unread):
        return None


class _Sentence:
    """The parse tree of one passage on its way to nodes."""

    def __init__(self, passage: Passage, setting: Setting) -> None:
        self.passage = passage
        self.setting = setting
        self.mismatches: list[Span] = []
        self.residue: list[Span] = []

    def read(self, tree: Tree[Token]) -> Reading:
        body = tree.children[0]
        assert isinstance(body, Tree)
        name = str(body.data)
        if name == "substitution":
            return replace(self._done(), substitutions=(self.substitution(body),))
        if name == "equivalence":
            return replace(self._done(), equivalences=(self.equivalence(body),))
        readers = {"requirement": self.requirement, "part": self.part, "part_within": self.part_within}
        found = readers.get(name, self.demand)(body)
        return replace(self._done(), requirements=(found,))

    def _done(self) -> Reading:
        return Reading(residue=tuple(self.residue), mismatches=tuple(self.mismatches))

    # ---- pieces of a tree

    def source(self, *nodes: Tree[Token] | Token) -> Source:
        start, end = _extent(nodes[0])[0], _extent(nodes[-1])[1]
        return self.passage.source(start, end)

    def words(self, *nodes: Tree[Token] | Token) -> str:
        start, end = _extent(nodes[0])[0], _extent(nodes[-1])[1]
        return self.passage.words(start, end)

    def months(self, token: Token) -> tuple[int, ...]:
        try:
            found = read_months(str(token))
        except ValueError as error:
            raise _Unread from error
        if len(found) > 1:
            self.mismatches.extend(self.passage.spans(*_extent(token)))
        return found

    def one_month_value(self, token: Token) -> int:
        found = self.months(token)
        if len(found) > 1:
            raise _Unread
        return found[0]

    # ---- requirements

    def requirement(self, body: Tree[Token]) -> Requirement:
        found = self.listing(_child(body, "listing"))
        mix = _find(body, "equivalent_mix")
        if mix:
            other = self.opaque(mix, OpaqueReason.JUDGEMENT)
            return any_of([found, other], self.source(body))
        return self.narrowed(found, body)

    def narrowed(self, found: Requirement, body: Tree[Token]) -> Requirement:
        """The requirement with the words that narrow it, which nobody but a person can apply, beside it."""
        rest = _find(body, "narrowing")
        if not rest:
            return found
        if NARROW_LOOSENS.search(self.words(rest)):
            raise _Unread
        unread = self.opaque(rest, OpaqueReason.UNREAD)
        self.residue.extend(self.passage.spans(*self.behind_punctuation(rest)))
        return all_of([found, unread], self.source(body))

    def opaque(self, node: Tree[Token], reason: OpaqueReason) -> Opaque:
        start, end = self.behind_punctuation(node)
        return Opaque(self.passage.source(start, end), self.passage.words(start, end), reason)

    def behind_punctuation(self, node: Tree[Token]) -> tuple[int, int]:
        start, end = _extent(node)
        while start < end and self.passage.text[start] in ",; \n\t":
            start += 1
        while start < end and self.passage.text[end - 1] in ".; \n\t":
            end -= 1
        return start, end

    def listing(self, body: Tree[Token]) -> Requirement:
        items = [child for child in body.children if isinstance(child, Tree)]
        tokens = [
            child for child in body.children if isinstance(child, Token) and child.type not in ("EITHER", "AGAIN")
        ]
        either = any(isinstance(child, Token) and child.type == "EITHER" for child in body.children)
        joints = [_joint(token) for token in tokens]
        if either and "or" not in {joint.word for joint in joints}:
            raise _Unread
        parts = self.share_fields(items, joints, [self.item(item) for item in items])
        found = combine(parts, joints, self.source(items[0], items[-1]) if len(items) > 1 else None)
        if found is None:
            raise _Unread
        return found

    def item(self, body: Tree[Token]) -> Requirement:
        return {
            "experience": self.experience,
            "any_experience": lambda node: self.opaque(node, OpaqueReason.JUDGEMENT),
            "education": self.education,
            "graduation": self.graduation,
            "high_school": self.high_school,
            "schooling": self.schooling,
            "equivalency": lambda node: CredentialRequirement(self.source(node), _ged(self.words(node))),
            "hours": self.hours,
            "credential": self.credential,
        }[str(body.data)](body)

    def share_fields(
        self, items: list[Tree[Token]], joints: list[Joint], parts: list[Requirement]
    ) -> list[Requirement]:
        """ "A Bachelor's degree or a Master's degree in F": F may be asked of the first as well, or not."""
        shared = list(parts)
        for place in range(len(parts) - 2, -1, -1):
            first, second = parts[place], parts[place + 1]
            if not (isinstance(first, EducationRequirement) and isinstance(second, EducationRequirement)):
                continue
            open_field = not first.fields and re.search(r"degree\W*$", self.words(items[place]), re.IGNORECASE)
            if joints[place].word != "and" and open_field and second.fields and Degree.LAW not in first.degrees:
                question = (
                    f'Is the field of "{self.words(items[place + 1])}" asked of "{self.words(items[place])}" too?'
                )
                readings = (replace(first, fields=second.fields), first)
                shared[place] = Interpretation(first.source, question, readings, ("in the same field", "in any field"))
        return shared

    # ---- experience

    def experience(self, body: Tree[Token]) -> Requirement:
        token = _token(body, "MONTHS")
        work = _child(body, "work")
        content = self.words(work)
        if STRICTER_WORK.search(content.partition("experience")[0]):
            raise _Unread
        share = _find(body, "share")
        last = work.children[-1] if work.children else work
        base = described(self.source(body.children[0], last), self.setting.kind, content)
        found = self.each_value(base, self.months(token), token)
        if share is None:
            return found
        return all_of([found, self.share(share)], self.source(body))

    def share(self, body: Tree[Token]) -> Requirement:
        """ "two years of which must have been ...": a part of the months, as a special experience is."""
        if self.setting.has_special or self.setting.kind is not ExperienceKind.GENERAL:
            raise _Unread
        head = body.children[0]
        assert isinstance(head, Token)
        quantity = compiled(QUANTITY).search(str(head))
        if quantity is None:
            raise _Unread
        content = self.words(_child(body, "content"))
        token = Token.new_borrow_pos("MONTHS", quantity.group(), head)
        return self.special(content, token, self.source(body))

    def special(self, content: str, token: Token, source: Source) -> Requirement:
        base = replace(described(source, ExperienceKind.SPECIAL, content), subset_of=ExperienceKind.GENERAL)
        return self.each_value(base, self.months(token), token)

    def each_value(
        self, base: ExperienceRequirement, values: tuple[int, ...], token: Token
    ) -> ExperienceRequirement | Interpretation:
        readings = tuple(replace(base, months=value) for value in values)
        if len(readings) == 1:
            return readings[0]
        question = f'"{self.words(token)}": the word and the figure disagree. Which holds?'
        return Interpretation(base.source, question, readings, tuple(f"{value} months" for value in values))

    def part(self, body: Tree[Token]) -> Requirement:
        """The special experience: so many years of the general experience must have been ..."""
        parts: list[Requirement] = []
        for one in _trees(body, "one_part"):
            content = self.words(_child(one, "content"))
            parts.append(self.special(content, _token(one, "MONTHS"), self.source(one)))
        return self.narrowed(any_of(parts, self.source(body) if len(parts) > 1 else None), body)

    def part_within(self, body: Tree[Token]) -> Requirement:
        """ "The General Experience must have included two years of ...": the same, said of the whole first."""
        work = _child(body, "work")
        token = _token(body, "MONTHS")
        return self.narrowed(self.special(self.words(work), token, self.source(body.children[0], work)), body)

    # ---- education

    def education(self, body: Tree[Token]) -> Requirement:
        degree = _token(body, "DEGREE")
        levels = phrases.degrees(str(degree))
        if not levels:
            raise _Unread
        stated = self.fields(body) or phrases.fields_in_degree(str(degree))
        found = EducationRequirement(self.source(body), levels, stated)
        return self.or_equivalent(found, body)

    def graduation(self, body: Tree[Token]) -> Requirement:
        return EducationRequirement(self.source(body), (Degree.BACHELOR,), self.fields(body))

    def high_school(self, body: Tree[Token]) -> Requirement:
        return self.or_equivalent(EducationRequirement(self.source(body), (Degree.HIGH_SCHOOL,)), body)

    def schooling(self, body: Tree[Token]) -> Requirement:
        """ "a high school diploma or GED": either, as one requirement."""
        first = body.children[0]
        diploma = EducationRequirement(self.source(first), (Degree.HIGH_SCHOOL,))
        test = _child(body, "equivalency")
        either: list[Requirement] = [diploma, CredentialRequirement(self.source(test), _ged(self.words(test)))]
        found = any_of(either, self.source(first, test))
        return self.or_equivalent(found, body)

    def hours(self, body: Tree[Token]) -> Requirement:
        words = _find(body, "field_words")
        stated = phrases.fields(self.words(words)) if words else ()
        hours = self.hour_count(_token(body, "SEMESTER_HOURS"))
        return EducationRequirement(self.source(body), (), stated, hours)

    def hour_count(self, token: Token) -> int:
        number = read_number(re.split(r"\s+(?:college\s+)?semester", str(token), flags=re.IGNORECASE)[0])
        if number.disagrees:
            self.mismatches.extend(self.passage.spans(*_extent(token)))
        if number.disagrees or number.values[0].denominator != 1:
            raise _Unread
        return int(number.values[0])

    def fields(self, body: Tree[Token]) -> tuple[str, ...]:
        words = _find(body, "field_words")
        return phrases.fields(self.plain(self.words(words))) if words else ()

    def or_equivalent(self, found: Requirement, body: Tree[Token]) -> Requirement:
        """ "or equivalent" is another way that only a person can judge."""
        other = _find(body, "or_equivalent")
        if other is None:
            return found
        first = body.children[0]
        upto = replace(found, source=self.source(first, body.children[-2])) if len(body.children) > 1 else found
        return any_of([upto, self.opaque(other, OpaqueReason.JUDGEMENT)], self.source(body))

    # ---- credentials and demands

    def credential(self, body: Tree[Token]) -> Requirement:
        named = _find(body, "credential_name")
        name = self.named(named) if named else self.completed(body)
        found = CredentialRequirement(self.source(body), phrases.credential_names(name))
        return self.or_equivalent(found, body)

    def named(self, body: Tree[Token]) -> str:
        """The credential's name; an article in its middle is the sign of a sentence, not of a name."""
        noun = next(place for place, token in enumerate(body.children) if _is_noun(token))
        if any(re.fullmatch(r"an?|the", str(token), re.IGNORECASE) for token in body.children[1:noun]):
            raise _Unread
        return self.plain(self.words(body))

    def plain(self, words: str) -> str:
        """The words of a name or a field, if they hold no further demand."""
        if VERBS.search(words):
            raise _Unread
        return words

    def completed(self, body: Tree[Token]) -> str:
        """What was completed; a graduation is told from a mere attendance by its own word."""
        head = _token(body, "COMPLETION")
        words = self.words(_child(body, "completed"))
        if not COURSES.search(words):
            raise _Unread
        return self.words(body) if head.lower().startswith("graduation") else words

    def demand(self, body: Tree[Token]) -> Requirement:
        name = str(body.data)
        head = body.children[0]
        assert isinstance(head, Token)
        found = self.becoming(body, head) if name == "must_be" else self.listing(_child(body, "listing"))
        only_for, is_sure = self.only_for(str(head))
        timed = bool(LEADING_TIME.match(str(head))) or any(
            isinstance(child, Token) and child.type == "BY_APPOINTMENT" for child in body.children
        )
        phase = Phase.APPOINTMENT if timed or name == "must_keep" else Phase.SCREENING
        modality = Modality.MAY_BE_REQUIRED if name == "may_be_required" else Modality.MUST
        everybody = demanded(_at(found, self.source(body)), modality, phase, None)
        found = demanded(everybody, modality, phase, only_for)
        if name in ("must_obtain", "conditional") and not timed:
            later = demanded(found, modality, Phase.APPOINTMENT, only_for)
            question = "The text does not say when this is to be had: before the screening, or by appointment?"
            found = Interpretation(found.source, question, (found, later), ("at screening", "by appointment"))
        elif not is_sure and modality is Modality.MUST and phase is Phase.SCREENING:
            question = f'Is this asked of everybody in the class, or only of "{only_for}"?'
            labels = ("of everybody", f"only of {only_for}")
            found = Interpretation(found.source, question, (everybody, found), labels)
        return self.narrowed(found, body)

    def becoming(self, body: Tree[Token], head: Token) -> Requirement:
        """ "must be licensed as X": the licence as X."""
        words = self.words(_child(body, "becoming"))
        verb, _, rest = words.partition(" ")
        noun = {
            "licensed": "license",
            "certified": "certification",
            "registered": "registration",
            "admitted": "admission",
        }
        if verb.lower() == "currently":
            verb, _, rest = rest.partition(" ")
        if verb.lower() not in noun or not rest:
            raise _Unread
        return CredentialRequirement(self.source(head, body), phrases.credential_names(f"{noun[verb.lower()]} {rest}"))

    def only_for(self, head: str) -> tuple[str | None, bool]:
        try:
            return assignment_of(head, self.setting)
        except ValueError as error:
            raise _Unread from error

    # ---- substitutions and equivalences

    def substitution(self, body: Tree[Token]) -> Substitution:
        audience = "state employees" if _has(body, "AUDIENCE") else None
        targets = self.targets(_child(body, "target"))
        if _find(body, "college"):
            return self.college(body, targets, audience)
        condition = self.listing(_child(body, "listing"))
        yields = _find(body, "yields")
        source = self.source(body)
        if yields is None:
            return Substitution(source, targets, condition, None, audience=audience)
        token = yields.children[0]
        assert isinstance(token, Token)
        stacking = Stacking.ADDITIONAL if token.type == "MORE_MONTHS" else Stacking.BASE
        return Substitution(
            source, targets, condition, self.one_month_value(token), stacking=stacking, audience=audience
        )

    def targets(self, body: Tree[Token]) -> tuple[ExperienceKind, ...]:
        token = body.children[0]
        assert isinstance(token, Token)
        if token.type == "NAMED_EXPERIENCE" and self.setting.has_special:
            # "the experience" where there are two of them.
            raise _Unread
        return {
            "SPECIAL_EXPERIENCE": (ExperienceKind.SPECIAL,),
            "BOTH_EXPERIENCES": (ExperienceKind.GENERAL, ExperienceKind.SPECIAL),
        }.get(token.type, (ExperienceKind.GENERAL,))

    def college(self, body: Tree[Token], targets: tuple[ExperienceKind, ...], audience: str | None) -> Substitution:
        training, rate = _child(body, "college"), _child(body, "rate")
        limit = _find(body, "limit")
        hours = self.hour_count(_token(rate, "SEMESTER_HOURS"))
        months = self.one_month_value(_token(_child(rate, "block"), "MONTHS"))
        words = _find(training, "field_words")
        condition = None
        if words:
            stated = phrases.fields(self.words(words))
            condition = EducationRequirement(self.source(training), (), stated, hours)
        cap = self.one_month_value(_token(_child(limit, "top"), "MONTHS")) if limit else None
        degree = phrases.degrees(str(_token(limit, "DEGREE"))) if limit and _has(limit, "DEGREE") else ()
        if len(degree) > 1:
            raise _Unread
        return Substitution(
            self.source(body),
            targets,
            condition,
            months,
            per_hours=hours,
            cap_months=cap,
            cap_degree=degree[0] if degree else None,
            cap_fields=self.fields(_child(limit, "fields")) if limit and _find(limit, "fields") else (),
            audience=audience,
        )

    def equivalence(self, body: Tree[Token]) -> Equivalence:
        subject = _child(body, "subject").children[0]
        assert isinstance(subject, Token)
        kind = {"GENERAL_EXPERIENCE": ExperienceKind.GENERAL, "SPECIAL_EXPERIENCE": ExperienceKind.SPECIAL}
        names, above = phrases.class_names(self.words(_child(body, "class_names")))
        at_or_above = compiled(r"\bor above\b").search(str(_token(body, "INTERPRETED"))) is not None
        if not names:
            raise _Unread
        audience = "state employees" if _has(body, "AUDIENCE") else "everyone"
        applies = kind.get(subject.type, self.setting.kind)
        if applies is ExperienceKind.OTHER:
            raise _Unread
        return Equivalence(self.source(body), audience, names, applies, above or at_or_above)


def described(source: Source, kind: ExperienceKind, content: str) -> ExperienceRequirement:
    """Experience of this content, of no months yet, with what its words name."""
    roles = phrases.roles(content)
    levels = phrases.levels(phrases.after_experience(content))
    return ExperienceRequirement(
        source=source,
        kind=kind,
        months=0,
        content=content,
        roles=roles,
        levels=levels,
        capacities=phrases.capacities(content),
        or_equivalent=bool(roles or levels) and phrases.widens(content),
        full_time=phrases.is_full_time(content),
    )


_SUBJECT_ENDS = compiled(
    r"\b(?:must|may|shall|will be required|(?:are|is) required)\b|\A(?:continued )?(?:employment|appointment)"
)
_SOME_PEOPLE = compiled(
    r"(?:all )?(?:the )?(?:applicants?|candidates?|incumbents?|employees|appointees|persons|individuals|positions)\b"
)
_NO_PERSON = compiled(r",|\b(?:experience|training|education|degree|college|year)\b")
_PEOPLE = compiled(r" (?:applicants?|candidates?|incumbents?|employees)$")
_POINTS_BACK = compiled(r"(?:they|he|she|it|you|this|these|those|such|who|and|or|but|that|which|if|when)\b")


def assignment_of(sentence: str, setting: Setting) -> tuple[str | None, bool]:
    """Whom a demand is made of ("The Superintendent ... must"), and whether that is sure; None: everybody.

    It is sure where the subject narrows the people of the class ("Incumbents assigned to ...") or names what the text
    calls an assignment. Raises ValueError where it points back to another sentence, or is no person.
    """
    subject = " ".join(_SUBJECT_ENDS.split(sentence)[0].split())
    subject = LEADING_TIME.sub("", subject).strip(" ,")
    titled = title_key(_PEOPLE.sub("", subject)).removeprefix("all ")
    if not subject or EVERYBODY.fullmatch(subject) or any(_names(titled, title) for title in setting.titles):
        return None, True
    if _POINTS_BACK.match(subject) or _NO_PERSON.search(subject):
        raise ValueError(f"the subject {subject!r} is unclear")
    named = re.sub(r"^(?:The|An?|All)\s+", "", subject, flags=re.IGNORECASE)
    return named, bool(_SOME_PEOPLE.match(subject)) or title_key(named) in setting.assignments


def _names(subject: str, title: str) -> bool:
    """Whether a subject is the class itself: its title, or words of it ("Physicians" for "Physician 1")."""
    return bool(subject) and set(subject.split()) <= set(title.split())


def title_key(title: str) -> str:
    """A class title as it is compared: without case, remarks in brackets, article and plurals."""
    plain = " ".join(re.sub(r"\([^()]*\)", " ", title).split()).casefold().rstrip(" :")
    return " ".join(word.rstrip("s") for word in plain.removeprefix("the ").split())


def demanded(found: Requirement, modality: Modality, phase: Phase, only_for: str | None) -> Requirement:
    """The requirement with this modality, phase and audience at every leaf."""
    return _at_leaves(found, lambda leaf: replace(leaf, modality=modality, phase=phase, only_for=only_for))


def assigned_to(found: Requirement, assignment: str) -> Requirement:
    """The requirement, asked only in this assignment; a leaf that names one of its own keeps it."""
    return _at_leaves(found, lambda leaf: replace(leaf, only_for=leaf.only_for or assignment))


def _at_leaves(found: Requirement, change: Callable[[Leaf], Leaf]) -> Requirement:
    if isinstance(found, AllOf | AnyOf):
        return replace(found, children=tuple(_at_leaves(child, change) for child in found.children))
    if isinstance(found, Interpretation):
        return replace(found, readings=tuple(_at_leaves(child, change) for child in found.readings))
    return change(found)


def _at(found: Requirement, source: Source) -> Requirement:
    """A demand for one thing is quoted with its frame; a demand for several keeps the phrase of each."""
    return found if isinstance(found, Interpretation) else replace(found, source=source)


def _ged(words: str) -> tuple[str, ...]:
    name = re.sub(r"^(?:an?|its equivalent)\s+", "", words, flags=re.IGNORECASE).removesuffix(".")
    return tuple(dict.fromkeys((name, "GED")))


def _is_noun(token: Tree[Token] | Token) -> bool:
    return isinstance(token, Token) and token.type in ("CREDENTIAL", "CREDENTIALS")


def _joint(token: Token) -> Joint:
    strength = Strength.SEMICOLON if ";" in token else Strength.COMMA if "," in token else Strength.BARE
    return Joint({"ALSO": "and", "ELSE": "or"}.get(token.type), strength)


def _extent(node: Tree[Token] | Token) -> tuple[int, int]:
    if isinstance(node, Token):
        return node.start_pos or 0, node.end_pos or 0
    return node.meta.start_pos, node.meta.end_pos


def _trees(body: Tree[Token], name: str) -> list[Tree[Token]]:
    return [child for child in body.children if isinstance(child, Tree) and child.data == name]


def _find(body: Tree[Token], name: str) -> Tree[Token] | None:
    return next(body.find_data(name), None)


def _child(body: Tree[Token] | None, name: str) -> Tree[Token]:
    found = _find(body, name) if body is not None else None
    if found is None:
        raise _Unread
    return found


def _token(body: Tree[Token] | None, kind: str) -> Token:
    found = (
        next((child for child in body.children if isinstance(child, Token) and child.type == kind), None)
        if body
        else None
    )
    if found is None:
        raise _Unread
    return found


def _has(body: Tree[Token], kind: str) -> bool:
    return any(isinstance(child, Token) and child.type == kind for child in body.children)
