"""What the place of a sentence says about it, what was read in it, and of whom it makes its demands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.eligibility.lexicon import EVERYBODY, LEADING_TIME
from assistant.eligibility.patterns import compiled
from assistant.eligibility.rules import Equivalence, ExperienceKind, Requirement, Substitution
from corpus.model import Span


@dataclass(frozen=True, slots=True)
class Setting:
    """What the place of a sentence says about it: which experience it speaks of, and who the class is.

    `has_special` says that the class has a special experience of its own, `substitutes` that the section lists
    substitutions, where a bare "a certificate in X" asks for nothing. `titles` are the keys of the class's titles,
    `assignments` what the text says of the assignments in the class and of other classes, as `title_key` writes it.
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


def title_key(title: str) -> str:
    """A class title, or a text about classes, as it is compared: without case, brackets, article and plurals."""
    plain = " ".join(re.sub(r"\([^()]*\)", " ", title).split()).casefold().rstrip(" :")
    return " ".join(word.rstrip(".,;:").rstrip("s") for word in plain.removeprefix("the ").split())


def _names(subject: str, title: str) -> bool:
    """Whether a subject is the class itself: its title, or words of it ("Physicians" for "Physician 1")."""
    return bool(subject) and set(subject.split()) <= set(title.split())
