"""How a clause becomes a sentence of an answer: its own words, with a subject before a bare verb and tidy ends."""

from __future__ import annotations

import re

from corpus.model import Clause, SectionKind, Spec

_VERB = re.compile(r"^(?:[A-Z][a-z]+(?:s|es)|May|Must|Shall|Is|Are|Has|Performs|Acts|Directs)\b")
_NOT_A_VERB = frozenset(
    """Statistics Physics Mathematics Economics Politics News Always Sometimes Skills Years Hours Months Methods
    Principles Laws Practices Programs Systems Procedures Policies Objectives Candidates Applicants Incumbents Positions
    Employees Persons Individuals Graduates Students Officers Others Units Notes Degrees Courses Works""".split()
) - {"Works"}
_SUBJECT_KINDS = frozenset({SectionKind.DUTIES, SectionKind.SUPERVISION_RECEIVED, SectionKind.SUPERVISION_EXERCISED})
_TAIL = re.compile(r"[\s;,]*(?:;\s*(?:and|or))?[\s;,]*$")


def words_of(spec: Spec, clause: Clause) -> str:
    """The clause as it is read with the stems that belong to its sentence, without trailing list punctuation."""
    parts = [
        spec.quote(stem)
        for stem in spec.stems(clause)
        if not _announces(spec.quote(stem)) and not _is_subhead(spec.quote(stem))
    ]
    return _TAIL.sub("", " ".join(" ".join([*parts, spec.quote(clause)]).split()))


def _announces(stem: str) -> bool:
    return stem.rstrip().endswith(":")


def sentence(spec: Spec, clause: Clause) -> str:
    """A full sentence that says what the clause says, in its words."""
    words = words_of(spec, clause)
    words = re.sub(r"^(?:and|or)\s+", "", words, flags=re.IGNORECASE) if words[:1].islower() else words
    if spec.section_of(clause).kind in _SUBJECT_KINDS and _is_bare_verb(words):
        words = f"This class {words[0].lower()}{words[1:]}"
    heads = [spec.quote(stem).rstrip(" :") for stem in spec.stems(clause) if _is_subhead(spec.quote(stem))]
    return finish(": ".join([*heads, words]))


def _is_subhead(stem: str) -> bool:
    """A sub-heading ("TYPING:", "Senior Telephone Operator", "Either I"): it says of what part of the class a clause is."""
    words = [word for word in re.findall(r"[A-Za-z]+", stem) if len(word) > 3]
    named = len(words) > 1 and all(word[0].isupper() for word in words) and not re.search(r"\b[a-z]+\s*:?$", stem)
    return len(stem) < 60 and (stem.isupper() or named or bool(re.fullmatch(r"(?:Either|Or) [IVX\d]+:?", stem)))


def _is_bare_verb(words: str) -> bool:
    first = words.split(" ", 1)[0]
    return bool(_VERB.match(words)) and first not in _NOT_A_VERB and " " in words


def finish(words: str) -> str:
    """The words with a capital at the start and a full stop at the end."""
    closed = words if words.endswith((".", "!", "?", ":", ".”", '."')) else f"{words}."
    return closed[0].upper() + closed[1:]


def lower_first(words: str) -> str:
    """The words to stand within a sentence: a capital that is no name's or acronym's is made small."""
    if len(words) > 1 and words[1].islower() and not re.match(r"[A-Z]\w*\s+(?:of|[A-Z])", words):
        return words[0].lower() + words[1:]
    return words


def titled(spec: Spec) -> str:
    """The class as it is named in answers."""
    return f"{spec.title} ({spec.class_code})"
