"""What a person has told of themselves over a conversation: facts in their own words, kept apart from its questions.

Later words add a fact, replace one ("I said 12 years, not 11") or take one back ("I don't have the 092 after all").
What is asked, supposed or told of somebody else is no fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.eligibility.freetext import ReadFact, Reading, read_facts
from assistant.eligibility.numbers import NUMBER
from assistant.eligibility.patterns import phrase
from assistant.eligibility.saying import OF_OTHERS
from assistant.scope import OWN_CASE

_APART = ";\n"
"""Between two facts: a line's end alone does not keep "5 years" apart from "no supervision" on the next."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in readable words, and the person's own words that it was read from."""

    value: str
    words: str


@dataclass(frozen=True)
class Told:
    """The facts in force. `lines` are the person's words for each, with what belongs to it ("11 years teaching, 3 of
    them as principal"), in the order told; `unread` are words of the latest turn that were not read."""

    lines: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Each fact, with its words."""
        reading = read_facts(_APART.join(self.lines))
        return tuple(Fact(fact.value, reading.words(fact)) for fact in reading.facts)

    @property
    def said(self) -> str:
        """All in the person's words, a line each, as the eligibility tool reads them."""
        return _APART.join([*self.lines, *self.unread])


def listen(known: Told, turn: str, *, goes_on: bool = False, corrects: bool = False) -> Told:
    """What is known after a further turn. `goes_on`: the turn before was about the person's own case, so that a bare
    "and full time" is about it too; `corrects`: what this turn states replaces what it fits."""
    contrast = split_contrast(turn) if corrects or goes_on else None
    text, old = contrast or (own_words(turn, goes_on=goes_on or corrects), "")
    swapped = _swap_number(known.lines, text, old) if contrast else None
    if swapped is not None:
        return Told(swapped)
    reading = _read_on(known.lines, text)
    denied = [fact for fact in reading.facts if _is_denied(reading, fact)]
    lines = known.lines
    for fact in denied:
        lines = _without(lines, _Line.told(fact, reading.words(fact)))
    is_added = bool(_ADDS.search(text)) or (not old and bool(_INSISTS.search(text)))
    for line in _lines(reading, denied):
        lines = _with(lines, line, old, replaces=corrects and not is_added, adds=is_added)
    return Told(lines, _unread(reading) if lines and not contrast else ())


def _read_on(lines: tuple[str, ...], text: str) -> Reading:
    """The text read behind the jobs told before, so that "3 of them" and "full time" are understood; of it alone."""
    jobs = [line for line in lines if _Line.known(line).kind == "employment"]
    before = sum(len(line) + len(_APART) for line in jobs)
    whole = read_facts(_APART.join([*jobs, text]))
    facts = tuple(
        replace(fact, start=fact.start - before, end=fact.end - before) for fact in whole.facts if fact.start >= before
    )
    unread = tuple((start - before, end - before) for start, end in whole.unread if start >= before)
    return Reading(text, whole.applicant, facts, unread)


def _unread(reading: Reading) -> tuple[str, ...]:
    words = (reading.text[start:end].strip() for start, end in reading.unread)
    return tuple(one for one in words if not _EMPTY.fullmatch(one))


def supposes(turn: str) -> bool:
    """Whether a turn only supposes what it says ("what if I had a master's?"): it counts for one answer."""
    return bool(_SUPPOSES.search(turn))


def only_tells(turn: str) -> bool:
    """Whether a turn states something and asks nothing."""
    return "?" not in turn and not any(_ASKS.search(sentence) for sentence in _sentences(turn))


def own_words(turn: str, *, goes_on: bool = False) -> str:
    """The parts of a turn that tell of the person: statements in the first person, the whole where it asks whether
    they qualify, and bare words where the conversation is on their case; empty where there are none."""
    if OF_OTHERS.search(turn):
        return ""
    whole = bool(OWN_CASE.search(turn))
    return " ".join(sentence for sentence in _sentences(turn) if _tells(sentence, goes_on or whole))


def split_contrast(turn: str) -> tuple[str, str] | None:
    """The new and the old of "12 years, not 11" and "not 11 but 12 years"; None where the turn sets nothing right."""
    found = _NEW_NOT_OLD.match(turn) or _NOT_OLD_NEW.match(turn)
    return (found["new"].strip(), found["old"].strip(" .?!")) if found else None


_NEW_NOT_OLD = re.compile(
    r"^\W*(?P<new>[^?]{1,200}?)\s*[,;–—-]?\s+(?:and )?not (?!(?:yet|a state|so|only|sure|have|had|that|finished|completed)\b)(?P<old>[^,;?]{1,60}?)[\s.!]*$",
    re.IGNORECASE,
)
_NOT_OLD_NEW = re.compile(
    r"^\W*not (?P<old>[^,;?]{1,60}?)(?:\s*[,;–—-]\s*(?:but |it's |rather )?|\s+but\s+)(?P<new>[^?]{1,200}?)[\s.!]*$",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(
    r"\b(?:what if|supposing|suppose|as if|(?:even )?if i (?:had|got|get|were|was|earn(?:ed)?|finish(?:ed)?|complete[d]?|took|take|did)|were i to|had i)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?\s*$|^\W*(?:(?:and|so|but|or|ok|then|also|well)\b\W*)*(?:what|which|who|whom|whose|how|when|where|why|is|are|do|does|did|can|could|may|must|"
    r"will|would|should|has|have|am|tell me|show|list|compare)\b",
    re.IGNORECASE,
)
_OF_ONESELF = re.compile(
    r"\b(?:i|we)(?:'ve|'m| am| (?:\w+ )?(?:have(?! to\b)|hold|had|got|was|worked|taught|earned|completed|managed|supervised|led|ran|served|spent|"
    r"graduated|finished|passed|did|never|don't|do not|dont|didn't))\b(?! (?:wondering|asking|looking|interested|told|curious|trying|reading|thinking))|\bmy\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"^\W*(?:(?:and|or|but|also|plus|what about|how about|now)\b\W*)*with\b", re.IGNORECASE)
_ADDS = re.compile(
    r"\b(?:also|another|more|plus|too|as well|additional(?:ly)?|in addition|besides|on top|and then)\b", re.IGNORECASE
)
_INSISTS = re.compile(
    r"\bi (?:do|did|now) (?:have|hold)\b|\bi (?:have|hold|got|earned)\b(?=.*\b(?:after all|now|already)\b)",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:do not|don't|dont|did not|didn't|never|no longer|have not|haven't|not|without|lack|isn't|wasn't)\b(?! only\b)(?:(?!\bbut\b)[^,.;!?])*$",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"(?:actually|sorry|no|oh|yes|ok|okay|now|then|too|also|as well|after all|instead|said|meant|mean|just|only|even|don't|still|really|what about|"
    r"how about|and|well|all|enough|say|what if|not|worked|qualify|eligible|\W)*",
    re.IGNORECASE,
)  # fmt: skip
"""Words of talk, which tell nothing of a person."""
_BELONGS = re.compile(
    r"\bof (?:them|which|these|those|it|that)\b|^\W*(?:including|(?:with )?the (?:last|first|past|most recent))\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(rf"\b(?:{phrase(NUMBER)})\s?\+?\s*-?\s*(?:years?|yrs?\.?|months?|mos?\.?)(?!\w)", re.IGNORECASE)
_BARE_NUMBER = re.compile(
    rf"(?:the |a |an |for )*(?P<number>{phrase(NUMBER)})(?:\s*-?\s*(?:years?|yrs?\.?|months?|hours?))?\W*",
    re.IGNORECASE,
)


def _sentences(turn: str) -> list[str]:
    return [
        sentence
        for sentence in re.split(r"(?<=[?!])\s+|(?<=\w\w\.)\s+|\n+", turn.replace("’", "'"))
        if sentence.strip()
    ]


def _tells(sentence: str, goes_on: bool) -> bool:
    if OWN_CASE.search(sentence):
        return True
    if _ASKS.search(sentence):
        return goes_on and (bool(_WITH.search(sentence)) or supposes(sentence))
    return goes_on or bool(_OF_ONESELF.search(sentence))


# ── one line a fact ──


@dataclass(frozen=True, slots=True)
class _Line:
    """The words for one fact with what belongs to it, the list of facts that it stands in, and its value in words.

    `part` names what the words say of a job told before; empty for a fact that stands by itself.
    """

    text: str
    kind: str = ""
    value: str = ""
    part: str = ""

    @classmethod
    def told(cls, fact: ReadFact, words: str) -> _Line:
        """A line for a fact."""
        kind, _, part = fact.path.partition("].")
        title = fact.value.partition(",")[0] if _BELONGS.search(words) else ""
        return cls(" ".join(words.split()), kind.partition("[")[0], fact.value, part or title)

    @classmethod
    def known(cls, text: str) -> _Line:
        """A line that was kept."""
        reading = read_facts(text)
        return cls.told(reading.facts[0], reading.words(reading.facts[0]))._of(text) if reading.facts else cls(text)

    def _of(self, text: str) -> _Line:
        return replace(self, text=text)

    @property
    def title(self) -> str:
        """A job's title; "a job" where none was said."""
        return self.value.partition(",")[0].casefold() if self.kind == "employment" else ""

    @property
    def telling(self) -> frozenset[str]:
        """The words by which a fact is known again."""
        return frozenset(re.findall(r"\w+", self.value.casefold())) - _UNTELLING


_UNTELLING = frozenset("a job in of the certificate license licence".split())


def _lines(reading: Reading, denied: list[ReadFact]) -> Iterator[_Line]:
    """A line for each fact that stands; behind it what belongs to it."""
    line: _Line | None = None
    for fact in reading.facts:
        if fact in denied:
            continue
        new = _Line.told(fact, reading.words(fact))
        if new.part and line is not None and line.kind == "employment":
            line = replace(line, text=f"{line.text}, {new.text}")
            continue
        if line is not None:
            yield line
        line = new
    if line is not None:
        yield line


def _with(lines: tuple[str, ...], new: _Line, old: str, *, replaces: bool, adds: bool) -> tuple[str, ...]:
    """The lines with a new one: in the place of the one that it corrects or says again, else behind them."""
    known = [_Line.known(line) for line in lines]
    if new.part:
        return _belonging(known, new)
    known = [line for line in known if line.kind != new.kind or "none" not in (line.value, new.value)]
    if not adds and any((line.kind, line.value) == (new.kind, new.value) for line in known):
        return tuple(line.text for line in known)
    at = _place(known, new, old, replaces=replaces, adds=adds)
    if at is None:
        return (*(line.text for line in known), new.text)
    return tuple(_in_place(line, new) if index == at else line.text for index, line in enumerate(known))


def _belonging(known: list[_Line], part: _Line) -> tuple[str, ...]:
    """The lines with words on a job told before behind the last job; what they say anew replaces what was said."""
    jobs = [index for index, line in enumerate(known) if line.kind == "employment"]
    if not jobs:
        return (*(line.text for line in known), part.text)
    reading = read_facts(known[jobs[-1]].text)
    kept = reading.text
    for fact in reading.facts[1:]:
        if _Line.told(fact, words := reading.words(fact)).part == part.part:
            kept = kept.replace(f", {words}", "")
    return tuple(f"{kept}, {part.text}" if index == jobs[-1] else line.text for index, line in enumerate(known))


def _place(known: list[_Line], new: _Line, old: str, *, replaces: bool, adds: bool) -> int | None:
    """Which line the new one replaces, None where it is one more."""
    fit = [index for index, line in enumerate(known) if line.kind == new.kind]
    wrong = [index for index in fit if old and set(re.findall(r"\w+", old.casefold())) & known[index].telling]
    again = [index for index in fit if new.kind == "employment" and known[index].title == new.title]
    if wrong:
        return wrong[-1]
    if new.kind == "state_employee" and fit:
        return fit[-1]
    if again and not adds:
        return again[-1]
    return fit[-1] if fit and replaces else None


def _in_place(line: _Line, new: _Line) -> str:
    """The line corrected: a length alone replaces the length, anything else the line."""
    length = _LENGTH.search(new.text)
    if length and new.title in ("a job", line.title) and new.kind == "employment" and _LENGTH.search(line.text):
        return _LENGTH.sub(lambda _: length.group(), line.text, count=1)
    return new.text


def _without(lines: tuple[str, ...], denied: _Line) -> tuple[str, ...]:
    """The lines but for what is taken back."""
    kept = []
    for line in map(_Line.known, lines):
        said = line.telling | frozenset(re.findall(r"\d+", line.text))
        if line.kind != denied.kind or not denied.telling <= said:
            kept.append(line.text)
    return tuple(kept)


def _swap_number(lines: tuple[str, ...], new: str, old: str) -> tuple[str, ...] | None:
    """The lines with a number set right where both sides of a contrast are bare numbers ("12 years, not 11")."""
    right, wrong = _BARE_NUMBER.search(new), _BARE_NUMBER.fullmatch(old)
    if not right or not wrong or not _BARE_NUMBER.fullmatch(_TALK.sub("", new)):
        return None
    pattern = re.compile(rf"(?<![\w.]){re.escape(wrong['number'].strip())}(?![\w.]*\w)", re.IGNORECASE)
    for index in reversed(range(len(lines))):
        swapped = pattern.sub(lambda _: right["number"].strip(), lines[index], count=1)
        if swapped != lines[index]:
            return (*lines[:index], swapped, *lines[index + 1 :])
    return None


_TALK = re.compile(r"^\W*(?:(?:i|it|it's|have|had|said|meant|mean|is|was|that|make|for|got|my)\b\W*)*", re.IGNORECASE)


def _is_denied(reading: Reading, fact: ReadFact) -> bool:
    if fact.value in ("none", "no") or fact.path == "state_employee":
        return False
    return bool(_DENIES.search(reading.text[: fact.start].replace("’", "'"))) or bool(
        re.match(
            r"\W*(?:not (?:yet )?(?:have|held)|i (?:don't|do not|never) )", reading.text[fact.end :], re.IGNORECASE
        )
    )
