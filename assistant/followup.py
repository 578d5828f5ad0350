"""What a turn of a conversation asks, given the turns before it: a new question, the last one about another class or with
other facts, or the choice of one of several classes. Deterministic, and a pure function of what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.reference import THIS_CLASS, Around, referred, without_class
from assistant.resolve import EVERYDAY, ClassEntry, Library, Resolution, resolve
from assistant.scope import INSTRUCTION, OWN_CASE
from assistant.told import Told, listen, only_tells, own_words, split_contrast, supposes
from assistant.understand import says_topic, speaks_of_itself
from assistant.words import stems, tokens


@dataclass(frozen=True)
class Past:
    """The conversation so far. `question` is the last one, with its class left out, `history` the questions before it."""

    question: str | None = None
    history: tuple[str, ...] = ()
    around: Around = field(default_factory=Around)
    told: Told = field(default_factory=Told)

    @property
    def is_own_case(self) -> bool:
        """Whether the last question was about the person's own case."""
        return self.question is not None and bool(OWN_CASE.search(self.question))


@dataclass(frozen=True)
class Meant:
    """A turn understood: what to ask about which class, after which questions, with which facts.

    `choices` are classes of which the person is asked which one is meant, before anything is answered. `kept` are the
    facts that stay in force, `told` those that count for this answer. `is_again`: an earlier question is asked again.
    """

    said: str
    question: str
    class_code: str | None
    history: tuple[str, ...]
    told: Told
    kept: Told
    choices: tuple[str, ...] = ()
    is_again: bool = False


CASE = "Do I qualify?"
"""A person's own case, asked again with the facts in force."""
PURPOSE = f"What is the purpose of {THIS_CLASS}?"
"""What is told of a class that is named and about which nothing has been asked."""


def meant(said: str, library: Library, past: Past) -> Meant:
    """What the turn means. Raises NotFound for a number that is none of the choices offered."""
    entries = library.entries()
    lead, body = _lead(said)
    plain = _asked(said, lead, body, past)
    for pointed in (
        _other_than(said, entries, past, plain),
        _chosen(body, entries, past, plain, is_sure=bool(lead)),
        _all_offered(body, past, plain),
    ):
        if pointed:
            return pointed
    plain = _with_facts(plain, body, lead, past)
    if plain.is_again:
        return plain
    return _elsewhere(plain, library, past)


def _asked(said: str, lead: str, body: str, past: Past) -> Meant:
    """The turn as a question of its own, about the conversation's class."""
    pauses = said[len(lead) :].lstrip()[:1] in tuple(",.;:!–—-")
    question = body if lead and body and (pauses or not _BARE_NO.fullmatch(lead)) else said
    history = past.history if past.question is None else (*past.history, past.question)
    return Meant(said, question, past.around.current, history, past.told, past.told)


# ── how a turn begins ──

_CORRECTS = re.compile(
    r"\W*(?:(?:oh|ah|hm+|wait|er|um|well|ok|okay|but|and|please)\b[\s,.!–-]*)*"
    r"(?:(?:no|nope|nah)\b(?=\s*[,.;:!–—-]|\s+(?:the|i|it|not|that|code|for)\b)|sorry\b|oops\b|apologies\b|my (?:mistake|bad)\b|correction\b|actually\b|rather\b"
    r"|wrong (?:one|class|job|spec\w*|title)\b|i (?:meant|mean|said|was (?:asking|talking) about|am (?:asking|talking) about|asked about)\b"
    r"|i'm (?:asking|talking) about\b|that(?:'s| is| was) (?:not (?:it|what i meant|the one|right)|wrong|a mistake)\b|not (?:that|this)(?: one| class| job)?\b(?=[\s,.;:–-]|$)"
    r"|make (?:that|it)\b)",
    re.IGNORECASE,
)
_BARE_NO = re.compile(r"\W*(?:no|nope|nah)\W*", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|then|also|now|or|hm+|well|great|thanks|thank you|please)\b[\s,.!]*)*"
    r"(?:(?:what|how) about|(?:the )?same(?: (?:question|thing|one))?|(?:is|would|does) (?:it|that|this|the same) (?:be |also )?(?:the same|apply|hold|go|true)|"
    r"what (?:is it|are they|would it be|does it say))?\b[\s,:–-]*(?P<about>(?:for|about|with|in|of|to|as)\b\s*)?",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[\s,]*\b(?:please|then|instead|too|as well|thanks|alone|only|sorry|again)\b\W*$|[\s?.!,]+$", re.IGNORECASE
)


def _lead(said: str) -> tuple[str, str]:
    """The words at the beginning that correct what was said before, and what stands behind them."""
    text = said.replace("’", "'")
    at = 0
    while (found := _CORRECTS.match(text, at)) and found.end() > at:
        at = found.end()
    return text[:at], text[at:].lstrip(" ,.;:!–—-")


def _phrases(body: str) -> list[tuple[str, bool]]:
    """What a turn may name a class by, and whether it says that it speaks of one ("for the supervisor")."""
    contrast = split_contrast(body)
    text = contrast[0] if contrast else body
    follows = _FOLLOWS.match(text)
    tail = text[follows.end() :] if follows else text
    is_sure = bool(follows and follows["about"])
    return [(_trimmed(text), False), (_trimmed(tail), is_sure)]


def _trimmed(text: str) -> str:
    while (short := _TRAILING.sub("", text)) != text:
        text = short
    return text.strip()


# ── a class pointed at ──


def _chosen(body: str, entries: Sequence[ClassEntry], past: Past, plain: Meant, *, is_sure: bool) -> Meant | None:
    """The last question about the class that the turn names, where it says nothing else."""
    for phrase, says_so in _phrases(body):
        codes = referred(phrase, entries, past.around, surely=says_so or is_sure) if phrase else ()
        if codes:
            return _again(plain, codes, entries, past)
    return None


_NOT = re.compile(
    r"^\W*(?:(?:no|nope|but|and|please|sorry)\b\W*)*not\s+(?:for\s+)?(?P<old>[^,;?]{1,80})$", re.IGNORECASE
)


_THIS_ONE = re.compile(r"(?:this|that|it)(?: (?:one|class|job))?", re.IGNORECASE)


def _other_than(said: str, entries: Sequence[ClassEntry], past: Past, plain: Meant) -> Meant | None:
    """The last question about the class that is left, where the turn only says which one is not meant."""
    found = _NOT.match(said)
    if not found or split_contrast(said):
        return None
    old = _trimmed(found["old"])
    current = (past.around.current,) if past.around.current and not past.around.awaits else ()
    wrong = current if _THIS_ONE.fullmatch(old) else referred(old, entries, past.around, surely=True)
    left = tuple(code for code in past.around.offered if code not in wrong)
    if not wrong or not left or set(wrong).isdisjoint(past.around.offered):
        return None
    return _again(plain, left, entries, past)


def _again(plain: Meant, codes: tuple[str, ...], entries: Sequence[ClassEntry], past: Past) -> Meant:
    question = past.question
    if question is None:
        asked, history = PURPOSE, past.history
    elif past.is_own_case:
        asked, history = CASE, past.history
    else:
        asked, history = _of_one(question), past.history
    compared = resolve(question, entries) if question else Resolution()
    if compared.each_named and len(codes) == 1:
        asked = _beside(question or "", compared.codes, codes[0], entries)
    again = replace(plain, question=asked, history=history, is_again=question is not None)
    return replace(again, class_code=codes[0]) if len(codes) == 1 else replace(again, choices=codes)


_OVER_CLASSES = re.compile(
    r"^\W*(?:and |so )?(?:which|what|list|find|show|are there)(?: me)?(?: all| any| other| of)*(?: the| these| those| them)* (?:classes|jobs|positions|titles|specs|specifications)"
    r"(?: are there)?(?: that| which| where)?\b",
    re.IGNORECASE,
)


def _of_one(question: str) -> str:
    """A question over all classes as one about a class."""
    return _OVER_CLASSES.sub(f"does {THIS_CLASS}", question)


_BOTH = re.compile(
    r"\W*(?:(?:for|about|of|show me|tell me about|compare) )?(?:both|all|either|each)(?: of (?:them|these|those))?(?: classes| please| ones)?\W*",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:compare[ds]?|comparison|differ(?:s|ence|ences|ent)?|versus|vs\.?|than|between|more|less|better|higher|lower)\b",
    re.IGNORECASE,
)
_THEM = re.compile(
    r"\b(?:them|they|both|the two|these|those)\b|^\W*(?:and )?(?:what(?:'s| is) )?the differences?\W*$", re.IGNORECASE
)
_IT = re.compile(r"\b(?:it|this|this (?:class|one|job)|that one)\b", re.IGNORECASE)


def _all_offered(body: str, past: Past, plain: Meant) -> Meant | None:
    """The classes offered side by side: "both", "what is the difference between them?"."""
    offered = past.around.offered
    if len(offered) < 2:
        return None
    if past.around.awaits and _BOTH.fullmatch(body):
        question = _side_by_side(offered, past.question or PURPOSE)
        return replace(plain, question=question, history=past.history, is_again=True)
    if _COMPARES.search(body) and _THEM.search(body):
        return replace(plain, question=_side_by_side(offered, body))
    return None


_SET_BESIDE = re.compile(r"^Compare [^:]{1,200}: ")


def _side_by_side(codes: Sequence[str], question: str) -> str:
    listed = " and ".join(list(dict.fromkeys(codes))[:MOST_COMPARED])
    asked = re.sub(THIS_CLASS, "each", _SET_BESIDE.sub("", question), flags=re.IGNORECASE)
    return f"Compare {listed}: {asked}"


def _beside(question: str, compared: tuple[str, ...], code: str, entries: Sequence[ClassEntry]) -> str:
    """A comparison with one class more, or the question for one of those compared."""
    if code in compared and _SET_BESIDE.match(question):
        return without_class(re.sub(r"\beach\b", THIS_CLASS, _SET_BESIDE.sub("", question)), entries)
    return _side_by_side((*compared, code), question)


MOST_COMPARED = 4


# ── facts ──

_NOW = re.compile(
    r"\W*(?:and |so |ok |okay |then |what about |how about )*(?:now|how about now|then)\W*", re.IGNORECASE
)


def _with_facts(plain: Meant, body: str, lead: str, past: Past) -> Meant:
    """The turn with the facts that it tells. One that only tells, or sets a fact right, asks the person's case again."""
    words = " ".join(INSTRUCTION.sub(" ", body if lead else plain.said).split())
    told = listen(past.told, words, goes_on=past.is_own_case, corrects=bool(lead))
    kept = past.told if supposes(words) else Told(told.lines)
    found = replace(plain, told=told, kept=kept)
    is_new = told.lines != past.told.lines
    is_case = bool(OWN_CASE.search(words))
    if past.is_own_case and _NOW.fullmatch(words):
        return replace(found, question=CASE, is_again=True)
    if not is_new or is_case or INSTRUCTION.search(plain.said):
        return found
    if only_tells(words) or (past.is_own_case and (lead or not says_else(words))):
        return replace(found, question=CASE, is_again=past.is_own_case)
    return found


def says_else(words: str) -> bool:
    """Whether a turn that tells facts also asks something of the specification."""
    return not supposes(words) and "?" in words and not own_words(words, goes_on=True)


# ── another class within a question ──

_ACROSS = re.compile(
    r"\b(?:which|what|list|find|show|any|all|how many|other|are there|every)\b[\w\s,'()/-]{0,30}?\b(?:classes|jobs|specs|specifications|positions|titles)\b|\bacross (?:all )?(?:classes|specs)\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"\b(?:the|that)\s+(?P<words>(?:(?!(?:of|the|for|in|that|is|are|does)\b)[\w-]+\s+){0,4}?(?:one|class|job|position|version)|(?:first|second|third|fourth|fifth|last|latter|former|other)(?=\W*$))(?!\s+(?:class|of|duty|part|requirement)\b)\b",
    re.IGNORECASE,
)


def _elsewhere(plain: Meant, library: Library, past: Past) -> Meant:
    """The question about the class that stands in it, where that is another than the conversation's."""
    entries, current = library.entries(), past.around.current
    question = plain.question
    named = resolve(question, entries)
    if len(entries) < 2 or OWN_CASE.search(question):
        return plain
    if _ACROSS.search(question) and not _THEM.search(question):
        return replace(plain, class_code=None)
    if current and len(named.codes) == 1 and _COMPARES.search(question) and _IT.search(question):
        return replace(plain, question=_side_by_side((current, *named.codes), question))
    if not named.codes:
        return _by_phrase(plain, entries, past)
    return _of_another(plain, named, library, current) if current and current not in named.codes else plain


def _of_another(plain: Meant, named: Resolution, library: Library, current: str) -> Meant:
    """The question about the class that a part of a title in it names, unless the words may be the current class's own."""
    question = plain.question
    own = set(tokens(library.spec(current).text))
    naming = [word for word in tokens(question) if set(stems(word)) & (named.words - EVERYDAY)]
    if named.whole or own_words(question) or speaks_of_itself(question) or not own.isdisjoint(naming):
        return plain
    rewritten = replace(plain, question=without_class(question, library.entries()))
    if len(named.codes) > 1:
        return replace(rewritten, choices=named.codes)
    return replace(rewritten, class_code=named.codes[0])


def _by_phrase(plain: Meant, entries: Sequence[ClassEntry], past: Past) -> Meant:
    """The question about the class that a phrase in it points at ("the duties of the second one"), or, where it has just
    been asked which class is meant and the question names none, the same choices."""
    for found in _PHRASE.finditer(plain.question):
        codes = referred(found["words"], entries, past.around, surely=True)
        if codes:
            text = f"{plain.question[: found.start()]}{THIS_CLASS}{plain.question[found.end() :]}"
            about = replace(plain, question=text)
            return replace(about, class_code=codes[0]) if len(codes) == 1 else replace(about, choices=codes)
    if past.around.awaits and past.around.current not in past.around.offered and says_topic(plain.question):
        return replace(plain, choices=past.around.offered)
    return plain
