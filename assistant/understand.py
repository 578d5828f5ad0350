"""A question to a `Request`: which class, which topics, whether it is yes or no, a case of one's own, a comparison,
a search over classes. Deterministic: tables and stems, no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.credentials import names_credential
from assistant.foreign import foreign_title
from assistant.resolve import COMPARES, Library, Resolution, resolve, sibling_named
from assistant.scope import CONCEPTS, INSTRUCTION, OUT_OF_SCOPE, OWN_CASE, Concept
from assistant.topics import TOPICS, UNDIVIDED, Topic
from assistant.words import (
    COMMON,
    content_stems,
    english_words,
    mend_spelling,
    stems,
    vocabulary,
)
from corpus.model import Spec


class Kind(StrEnum):
    """What a question asks the assistant to do."""

    ASK = "ask"
    OWN_CASE = "own_case"
    COMPARE = "compare"
    SEARCH = "search"
    OUT_OF_SCOPE = "out_of_scope"
    INSTRUCTION = "instruction"


@dataclass(frozen=True)
class Part:
    """One of the things that a question asks: its words, the topic or concept that fits, and what is left over.

    `rest` are the stems of the words that carry a topic and that neither the topic nor the class's title explains.
    `routed` is the topic of the nearest example, where no expression fits.
    """

    text: str
    topic: Topic | None
    concept: Concept | None
    yes_no: bool
    rest: tuple[str, ...]
    routed: Topic | None = None


@dataclass(frozen=True)
class Request:
    """A question, understood. `question` is as asked, `plain` with its spelling mended and instructions left out.

    `in_context` are the parts of a follow-up read together with the earlier question, for where it says too little
    by itself. `foreign_title` is a title that the question names and no class here has. `said` are a person's own words about their case, over the conversation. `ignored` are the instructions left out, `reason` why a question is out of scope.
    """

    question: str
    plain: str
    kind: Kind
    resolution: Resolution
    class_code: str | None
    parts: tuple[Part, ...] = ()
    in_context: tuple[Part, ...] = ()
    ignored: str = ""
    reason: str = ""
    said: str = ""
    foreign_title: str = ""


_YES_NO = re.compile(
    r"^\W*(?:(?:and|so|but|or|please|hi|hello|hey|ok|then|well|also|now)\b[\s,]*)*"
    r"(?:is|are|was|were|do|does|did|can|could|may|might|must|will|would|should|shall|has|have|am|isn't|aren't|don't|doesn't|"
    r"confirm whether|tell me (?:if|whether)|whether)\b(?!.*\b(?:what|which|who|whom|how many|how much|when|why)\b(?=[^,]*\?*$))",
    re.IGNORECASE,
)
_CLAUSE_YES_NO = re.compile(
    r"[,;:.–—-]\s*(?:is|are|do|does|did|can|could|may|must|will|would|should|has|have|am)\s+(?:i|it|the|this|that|they|we|an?|my|there|being)\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"(?<=[?!])\s+|(?<=\w\w\.)(?<!\b(?:no|st|dr|vs|mr|ms)\.)(?<!\b(?:sec|dep)\.)\s+|\s+[-–—]\s+|\?+\s*|,?\s+(?:and|plus|as well as|&)\s+|;\s+|,\s+(?=(?:and\s+)?(?:what|who|how|when|is|does|do|can|which)\b)",
    re.IGNORECASE,
)
_ACROSS = re.compile(
    r"\b(?:which|what|list|find|show|any|all|how many|other|are there|every)\b[\w\s,'()/-]{0,30}\b(?:class(?:es)?|jobs|specs|specifications|positions|titles)\b(?!\s+(?:code|title|designation|spec|is|does|called|am)\b)"
    r"|\bjobs? (?:exposed|that|which|where|with|requiring|in which)\b|\bclasses\b|\bacross\b|\bwhich of (?:these|the|them|your)\b(?=.*\b(?:classes|jobs|specs)\b)|\bwho (?:may|can|must|has to|have to|needs? to|is allowed to|has the power to|gets?|is exposed)\b",
    re.IGNORECASE,
)


def understand(
    question: str,
    library: Library,
    *,
    class_code: str | None = None,
    history: Sequence[str] = (),
    said: str | None = None,
) -> Request:
    """The request that a question makes, given the class chosen (if any) and the earlier questions.

    `said` are the facts that a person has told of their case; where it is None they are looked for in what was asked.
    """
    entries = library.entries()
    stripped, ignored = _leave_out_instructions(question)
    chosen = class_code or (entries[0].class_code if len(entries) == 1 else None)
    known = vocabulary(_known_texts(library, chosen, entries))
    plain = mend_spelling(stripped, known)
    resolution = resolve(plain, entries)
    if not resolution.codes and not resolution.unknown and (history or chosen):
        before = chosen or _from_history(history, library)
        sibling = sibling_named(plain, before, entries) if before and history else None
        chosen = sibling or before
    if class_code and resolution.codes and not _names_another(plain, resolution, class_code):
        resolution = Resolution()
    code = resolution.codes[0] if len(resolution.codes) == 1 else None if resolution.codes else chosen
    is_open = code is None or (bool(resolution.codes) and not resolution.whole)
    goes_on = _tells_more(stripped, history)
    kind, reason = _kind(stripped, ignored, plain, resolution, has_many=len(entries) > 1 and is_open, goes_on=goes_on)
    spec = library.spec(code) if code else None
    title_words = resolution.words | (_title_stems(spec) if spec else frozenset())
    asks = kind not in {Kind.OUT_OF_SCOPE, Kind.INSTRUCTION}
    parts = _parts(_without_title(plain, spec), title_words) if asks else ()
    combined = _with_context(plain, history, known) if asks else ""
    in_context = _parts(_without_title(combined, spec), title_words) if combined else ()
    told = _own_words(stripped, history) if said is None else said
    foreign = "" if resolution.whole else foreign_title(plain, spec, entries, goes_on=bool(history))
    return Request(
        question,
        plain,
        kind,
        resolution,
        code,
        parts,
        in_context,
        ignored,
        reason,
        told if kind is Kind.OWN_CASE else "",
        foreign,
    )


_MIN_WORDS, _MIN_ENGLISH = 3, 0.5


def _outside(stripped: str) -> str:
    """Why the question is not for this tool; empty where it is."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]{3,}", stripped)]
    english = sum(word in english_words() or word in COMMON for word in words)
    if len(words) >= _MIN_WORDS and not stripped.isascii() and english / len(words) < _MIN_ENGLISH:
        return "language"
    return next((name for name, pattern in OUT_OF_SCOPE if pattern.search(stripped)), "")


_HELD = re.compile(r"\b(?:was|am|i'm|been|as|being|level of|or above) an?\b", re.IGNORECASE)


def _names_another(plain: str, resolution: Resolution, class_code: str) -> bool:
    """Whether a question asked about a chosen class turns to another: only where it names that one in full, and not
    as work that a person has done. A title that the chosen class shares with others names the chosen one."""
    if class_code in resolution.codes and not resolution.each_named:
        return False
    return resolution.whole and not _HELD.search(plain) and not speaks_of_itself(plain)


_ITSELF = re.compile(
    r"\b(?:does|do|can|may|must|will|would|should) (?:it|they|she|he|this (?:class|job|position|one)|the incumbents?) (?:also |ever )?"
    r"(?:supervis|direct|manag|train|assist|help|lead|report|work|overs|instruct|evaluat|replac|advis|coordinat)",
    re.IGNORECASE,
)


def speaks_of_itself(question: str) -> bool:
    """Whether a title in the question is somebody that the class spoken of has to do with ("does it supervise the cook?")."""
    return bool(_ITSELF.search(question))


def _known_texts(library: Library, chosen: str | None, entries: Sequence[object]) -> tuple[str, ...]:
    if chosen:
        spec = library.spec(chosen)
        return (spec.text, spec.title)
    return tuple(getattr(entry, "title", "") for entry in entries)


def _leave_out_instructions(question: str) -> tuple[str, str]:
    """The question without orders to the assistant or made-up facts, and what was left out."""
    found = [match.group().strip() for match in INSTRUCTION.finditer(question)]
    found = [part for part in found if part]
    if not found:
        return question, ""
    return " ".join(INSTRUCTION.sub(" ", question).split()), " ".join(found)


def _from_history(history: Sequence[str], library: Library) -> str | None:
    for earlier in reversed(history):
        named = resolve(earlier, library.entries())
        if len(named.codes) == 1:
            return named.codes[0]
    return None


_FOLLOW_UP = re.compile(
    r"^\W*(?:and|what about|how about|but|also|so|or|then|why|when|which of|tell me more|more|what if|does (?:it|that|this)|is (?:it|that|there)|would (?:it|that))\b|\b(?:it|that|them|those|there|they|these|ones?|others?|their|too|instead|the same)\b",
    re.IGNORECASE,
)


_SAYS_ENOUGH = re.compile(
    r"^\W*(?:(?:and|so|but|then|ok)\b\W*)*(?:how (?:many|much) (?:years?|experience)\b|(?:(?:what|how) about |what (?:are|is) )?(?:the |its |their )?(?:duties|tasks|purpose|years of experience)\b)"
    r"(?: of experience)?(?: (?:is|are|does|do|will|would|must|should) (?:it|they|i|you|one|we|this))?(?: (?:needs?|requires?|required|needed|have|be))*\W*$"
    r"|^(?!.*\b(?:that|them|those|these|there|instead|too|same|of it)\b).*\byears of experience\b",
    re.IGNORECASE,
)
"""Follow-ups that name what they ask: "how many years does it need?" is on no account about the salary asked before."""


def _with_context(plain: str, history: Sequence[str], known: frozenset[str]) -> str:
    """A follow-up with the earlier question behind it; empty where the question is none."""
    if not history or not (_FOLLOW_UP.search(plain) or len(plain.split()) <= 4):
        return ""
    if _SAYS_ENOUGH.search(plain) or speaks_of_itself(plain):
        return ""
    last = mend_spelling(_leave_out_instructions(history[-1])[0], known)
    return f"{plain.rstrip(' ?.!')} ({last.rstrip(' ?.!')})?"


_FACT = re.compile(
    r"\b(?:i|i'm|i've|i'd|my|also|too|plus|another)\b.*|\b\d+ (?:more )?(?:years?|months?|credits?|hours)\b",
    re.IGNORECASE,
)
_ONE_PART = re.compile(r"\b(?:education\w*|degree|experience) (?:part|requirement|side)\b", re.IGNORECASE)
"""A question on one part of the requirements is answered by that part, also where it speaks of oneself."""
_ASKS_TEXT = re.compile(r"^\W*(?:and |so |but )?(?:what|which|who|how|when|where|why)\b", re.IGNORECASE)


def _tells_more(stripped: str, history: Sequence[str]) -> bool:
    """Whether a turn adds facts to a case of one's own that an earlier turn opened."""
    if not any(OWN_CASE.search(earlier) for earlier in history) or _ASKS_TEXT.search(stripped):
        return False
    return bool(_FACT.search(stripped)) and (
        names_credential(stripped) or bool(re.search(r"\d|\byears?\b|\bdegree\b", stripped))
    )


def _own_words(stripped: str, history: Sequence[str]) -> str:
    """What the person has said of their own case, over the conversation: one saying a line."""
    earlier = [turn for turn in history if OWN_CASE.search(turn) or _FACT.search(turn)]
    return "\n".join([*earlier, stripped])


def _kind(
    stripped: str, ignored: str, plain: str, resolution: Resolution, *, has_many: bool, goes_on: bool
) -> tuple[Kind, str]:
    """What the question asks for. `has_many` says that there are several classes and that none is chosen,
    `goes_on` that the question adds facts to a case of one's own."""
    if ignored and not content_stems(stripped) and _topic_of(stripped) is None:
        return Kind.INSTRUCTION, ignored
    outside = _outside(stripped)
    if outside:
        return Kind.OUT_OF_SCOPE, outside
    if (OWN_CASE.search(stripped) or goes_on) and not _ONE_PART.search(stripped):
        return Kind.OWN_CASE, ""
    if len(resolution.codes) > 1 and resolution.each_named and COMPARES.search(plain):
        return Kind.COMPARE, ""
    if has_many and not resolution.whole and _ACROSS.search(plain):
        return Kind.SEARCH, ""
    return Kind.ASK, ""


_ASKS = re.compile(
    r"\?|^\W*(?:and |so |but )?(?:what|which|who|whom|whose|how|when|where|why|is|are|do|does|did|can|could|may|must|will|would|should|has|have|am)\b",
    re.IGNORECASE,
)


_TELLS = re.compile(r"^(?!.*\?)(?=.*\b(?:i|i'm|i've|my|we|our|saw|have|has|am)\b)", re.IGNORECASE)
"""A piece that tells something of the asker before the question proper."""


def _parts(plain: str, title_words: frozenset[str]) -> tuple[Part, ...]:
    """The things asked: the pieces of a compound question where each finds a topic of its own, else the whole."""
    whole = _part(plain, title_words)
    if whole.topic is not None and whole.topic.name in UNDIVIDED:
        return (whole,)
    pieces = [piece.strip() for piece in _SPLIT.split(plain) if piece and piece.strip(" ?.!,")]
    if len(pieces) < 2:
        return (whole,)
    each = [_part(piece, title_words) for piece in pieces]
    listed = [
        _part(piece, title_words)
        for piece in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*", plain)
        if piece.strip(" ?.")
    ]
    if len(listed) > len(each) and all(part.topic for part in listed):
        return tuple(listed)
    told = [part for part in each if part.topic or part.concept or names_credential(part.text)]
    names = {part.topic.name if part.topic else part.concept.name if part.concept else "" for part in told}
    if len(told) >= 2 and len(names) >= 2 and len(told) == len(each):
        return tuple(told)
    asking = [part for part in told if _ASKS.search(part.text)]
    if len(asking) == 1 and (len(told) == 1 or len(pieces) == 2) and _TELLS.search(pieces[0]):
        return tuple(asking)
    return (whole,)


_BEGINS = re.compile(
    r"^\W*(?:(?:and|so|but|then|ok|also|what about|how about)\b\W*)+(?:(?:the|its|their|any)\s+)?", re.IGNORECASE
)
"""How a follow-up begins, before what it asks ("and the education?")."""


def _part(text: str, title_words: frozenset[str]) -> Part:
    concept = next((concept for concept in CONCEPTS if concept.ask.search(text)), None)
    bare = _BEGINS.sub("", text)
    topic = _topic_of(text) or _topic_of(bare)
    asked = (topic.ask.search(text) or topic.ask.search(bare)) if topic else None
    explained = set(stems(asked.group() if asked else "")) | title_words | set(stems(topic.label if topic else ""))
    rest = tuple(word for word in content_stems(text) if word not in explained)
    yes_no = bool(_YES_NO.search(text) or _CLAUSE_YES_NO.search(text))
    return Part(text, topic, concept, yes_no, rest)


_BEFORE_REST = re.compile(
    r"^\W*this class(?:['’]s)?\s*[:,–—-]?\s+(?=(?:\S+\s+){0,2}\S+$)(?!(?:is|are|does|has|must|may|can)\b)",
    re.IGNORECASE,
)
_AFTER_REST = re.compile(r"(?<=\w)\s+(?:(?:for|of|in|as)\s+(?:an?\s+|the\s+)?)?this class(?=\W*$)", re.IGNORECASE)
_ASKS_WHAT = re.compile(r"\b(?:is|are|was|does|about|in|to)\s+(?:this class)\W*$", re.IGNORECASE)


def _without_title(plain: str, spec: Spec | None) -> str:
    """The question with the class's title or code replaced by "this class", so that its words are not taken for
    topics; left out altogether where it only says of what class the rest is ("9901SX education?")."""
    if spec is None:
        return plain
    code = rf"(?<!\w)(?:(?:the\s+)?(?:job\s+)?class\s+)?{re.escape(spec.class_code)}(?!\w)"
    text = re.sub(code, "this class", _title_replaced(plain, spec), flags=re.IGNORECASE)
    text = _BEFORE_REST.sub("", text)
    return text if _ASKS_WHAT.search(text) else _AFTER_REST.sub("", text)


def _title_replaced(plain: str, spec: Spec) -> str:
    words = [re.escape(word) for word in re.sub(r"\([^)]*\)", " ", spec.title).split()]
    for first in range(len(words) - 1):
        run = r"[\s,/]+".join(words[first:])
        text, count = re.subn(
            rf"\b(?:(?:an?|the)\s+)?{run}s?\b(?:\s*\([^)]*\))?", "this class", plain, flags=re.IGNORECASE
        )
        if count:
            return text
    return plain


def _topic_of(text: str) -> Topic | None:
    return next((topic for topic in TOPICS if topic.ask.search(text)), None)


def says_topic(text: str) -> bool:
    """Whether the words ask about a topic, a thing seldom stated, or a degree or credential."""
    return bool(_topic_of(text) or names_credential(text) or any(concept.ask.search(text) for concept in CONCEPTS))


def _title_stems(spec: Spec) -> frozenset[str]:
    return frozenset(stems(spec.title)) | {spec.class_code.lower()}


def topic_named(name: str) -> Topic | None:
    """The topic of this name in the table."""
    return next((topic for topic in TOPICS if topic.name == name), None)
