"""Which parts of a line are headings, and of what: the lexicon looked up, with typing errors and glued values.

What may stand about a heading (table pipes, Markdown's `#` and `**`, a number before it) is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from corpus.lexicon import AMBIGUOUS, FIELD_KINDS, LEXICON
from corpus.model import SectionKind as K

_LONG = 12
"""Letters from which on a key is told by its letters alone: near-misses are looked for, glued text is cut off."""
_LONG_KEYS = tuple(key for key in LEXICON if len(key) >= _LONG)
_MIN_FUZZY = 91.0

_BEFORE = re.compile(r"[\s#*_|>]*")
_AFTER = re.compile(r"[\s*_|]*")
_TRAIL = re.compile(r"[\s:.\-–—;]+$")
_REMARK = re.compile(r"\s*\([^()]*\)$")
_NUMBER = re.compile(r"(?:\d{1,2}|[IVX]{1,4}|[A-Z])[.)]\s+(?=[A-Z]{2})")
_INLINE = re.compile(r"([^:\n]{3,70}):[ \t]*(?=\S)")
_CAPITALS = re.compile(r"[A-Z]{3}[A-Z ,/()&–—-]*")
_VALUE = re.compile(
    r"\s*:|[ \t]*[-–—.]?[ \t]*(?:$|[A-Z][a-z]|[A-Z] [a-z]|\(?\d|[“\"$•]|-\s*[A-Z(]|[A-Z]{2}\s?\d{1,3}\b)",
)
"""What may follow a heading in capitals on its own line: a colon, or a value that is not in capitals itself."""
_CLASS_DATES = re.compile(r"(?:CLASS|EST|REV)\s*:\s*(?=[^;\s]*\d)")
_MIDWAY_DATES = re.compile(r"(?<=\s)CLASS\s*:\s*\d{4}[A-Z][A-Z0-9]\b")
_MIN_MIDWAY = 3
BULLETS = "-–—•●▪"
_WHOLE_TEXT = 1000
"""A line longer than this may hold a whole text, even behind a bullet."""


def _spelled(key: str) -> str:
    """The key as an expression that takes any blanks and dashes and "&" for "AND"."""
    words = (r"(?:AND|&)" if word == "AND" else re.escape(word).replace(r"\-", "[-–—]") for word in key.split())
    return r"\s+".join(words)


_GLUED = re.compile(
    "|".join(
        f"(?:{_spelled(key)})"
        for key in sorted(LEXICON, key=len, reverse=True)
        if (len(key) >= _LONG or LEXICON[key] in FIELD_KINDS) and key not in AMBIGUOUS
    )
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found in a line.

    `start` and `end` are its offsets within the line and `value` that of what follows it on the line. Equal `start`
    and `end` mean that a section begins there without a heading: the lines `CLASS: ...; EST: ...; REV: ...`.
    """

    kind: K
    key: str
    start: int
    end: int
    value: int


def key_of(line: str) -> str:
    """The line as the lexicon spells it."""
    bare = _TRAIL.sub("", line.strip())
    plain = " ".join(bare.upper().replace("&", " AND ").replace("–", "-").replace("—", "-").split())
    return plain.replace(" /", "/").replace("/ ", "/")


def is_capitals(line: str) -> bool:
    """Whether the line has at least three letters, all of them capitals."""
    return line.isupper() and sum(map(str.isalpha, line)) >= 3


def is_title_case(line: str) -> bool:
    """Whether all longer words begin with a capital and the line does not end like a sentence."""
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words) and not line.rstrip().endswith((".", ";", ","))


def lookup(written: str, *, apart: bool = False) -> tuple[K, str] | None:
    """The kind of the heading that `written` is as a whole, and its key; None if it is none.

    Capitals, a colon or title case must mark it; `apart` says that it is set apart from what stands before it.
    """
    if len(written) > 100:
        return None
    bare = _REMARK.sub("", written.rstrip()) or written
    marked = is_capitals(bare) or written.rstrip().endswith(":") or apart
    cased = is_capitals(bare) or is_title_case(bare)
    if not marked and not cased:
        return None
    key = key_of(written)
    if not 3 <= len(key) <= 80 or not key[0].isalpha():
        return None
    if not cased and not (key in LEXICON and written.strip()[0].isupper()):
        return None
    found = _in_lexicon(key, marked and cased)
    return None if found is None or (found in AMBIGUOUS and not marked) else (LEXICON[found], found)


@lru_cache(maxsize=4096)
def _in_lexicon(key: str, near: bool) -> str | None:
    if key in LEXICON:
        return key
    if (bare := _REMARK.sub("", key)) in LEXICON:
        return bare
    if not near or len(key) < _LONG:
        return None
    hit = process.extractOne(key, _LONG_KEYS, scorer=fuzz.ratio, score_cutoff=_MIN_FUZZY)
    return hit[0] if hit else None


def find(line: str, *, apart: bool = False) -> tuple[Heading, ...]:
    """The headings in one line (usually none or one), in order.

    A heading fills its line, or is followed by a colon and its value, or is in capitals and the value is not; lines
    into which several sections ran together have several.
    """
    start, end = _bounds(line)
    if start == end:
        return ()
    core = line[start:end]
    if core[0] in BULLETS and core[1:2].isspace() and len(core) < _WHOLE_TEXT:
        return ()
    if _CLASS_DATES.match(core):
        return (Heading(K.CLASS_DATES, "", start, start, start),)
    whole = lookup(core, apart=apart or line[:start].strip().startswith(("#", "**")))
    if whole:
        return (Heading(*whole, start, end, len(line)),)
    return _numbered(line, start, end) or _run_together(line, start) or _inline(line, start, end)


def _bounds(line: str) -> tuple[int, int]:
    """The line without blanks and markup at its ends."""
    matched = _BEFORE.match(line)
    start = matched.end() if matched else 0
    end = len(line.rstrip("*_| \t\n\r\f\v"))
    return start, max(start, end - (len(line[:end]) - len(line[:end].rstrip())))


def _numbered(line: str, start: int, end: int) -> tuple[Heading, ...]:
    number = _NUMBER.match(line, start, end)
    if number is None or not is_capitals(line[number.end() : end]):
        return ()
    found = lookup(line[number.end() : end])
    return (Heading(*found, number.end(), end, len(line)),) if found else ()


def _inline(line: str, start: int, end: int) -> tuple[Heading, ...]:
    matched = _INLINE.match(line, start, end)
    if matched is None or not (is_capitals(matched.group(1)) or is_title_case(matched.group(1))):
        return ()
    found = lookup(matched.group(1) + ":")
    if found is None:
        return ()
    value = _value(line, matched.end(1) + 1)
    rest = find(line[value:]) if value < end else ()
    later = tuple(Heading(h.kind, h.key, h.start + value, h.end + value, h.value + value) for h in rest)
    return (Heading(*found, start, matched.end(1) + 1, value), *later)


def _run_together(line: str, start: int) -> tuple[Heading, ...]:
    """Headings in capitals before or among values, if one opens the line or the line holds a whole text."""
    found = [*_glued(line)]
    if not found or (found[0].start != start and len(found) < _MIN_MIDWAY):
        return ()
    dates = _MIDWAY_DATES.search(line, found[-1].end)
    if dates:
        found.append(Heading(K.CLASS_DATES, "", dates.start(), dates.start(), dates.start()))
    return tuple(found)


def _glued(line: str) -> Iterator[Heading]:
    for run in _CAPITALS.finditer(line):
        for match in _GLUED.finditer(line, run.start(), run.end()):
            follows = _VALUE.match(line, match.end())
            inside = match.start() > 0 and line[match.start() - 1].isupper() and match.group() != "EEO"
            if follows is None or inside or (match.group() == "EEO" and not _is_eeo(line, match.end())):
                continue
            end = follows.end() if follows.group().endswith(":") else match.end()
            key = key_of(match.group())
            yield Heading(LEXICON[key], key, match.start(), end, _value(line, end))


def _is_eeo(line: str, end: int) -> bool:
    """Whether "EEO" is the heading and not a word: an EEO category, a colon or nothing follows."""
    return bool(re.compile(r"\s*(?:CATEGORY)?\s*(?:$|:|\(\d)").match(line, end))


def _value(line: str, end: int) -> int:
    """Where the value begins that follows a heading: past blanks and markup."""
    matched = _AFTER.match(line, end)
    return matched.end() if matched else end
