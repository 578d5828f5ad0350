"""Bytes to characters: which encoding a text is in, decided the same way every time.

In order: a byte order mark; the encoding that the page or server declares; strict UTF-8; UTF-16 told by its zero
bytes; UTF-8 with a few stray Windows bytes; Windows or Macintosh Western, if what it gives looks like Western text;
last charset-normalizer. Guessing comes last because on short texts it is unstable: one curly quote or section sign
among ASCII fits dozens of code pages.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from corpus.errors import UnreadableInput


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters, the codec that gave them, and what a reader should know about the choice."""

    text: str
    encoding: str
    notices: tuple[str, ...] = ()


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16: the mark of the one begins with the mark of the other."""

_AS_WINDOWS = frozenset({"ascii", "iso8859-1", "cp1252"})
"""What browsers read as Windows-1252 (WHATWG Encoding Standard): who declares Latin-1 writes Windows quotes."""

_KNOWN_NAMES = (
    "utf-8 utf-16 utf-16-le utf-16-be cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 "
    "iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman cp874 cp1250 cp1251 cp1252 cp1253 "
    "cp1254 cp1255 cp1256 cp1257 cp1258 gbk gb2312 gb18030 big5 euc_jp iso2022_jp shift_jis euc_kr"
)
_KNOWN = frozenset(_KNOWN_NAMES.split())
"""The encodings of the same standard. Python has more, among them some that run escapes or no text encodings."""

_WESTERN = ("cp1252", "mac-roman")
_TYPOGRAPHY = frozenset("“”‘’–—…•·§¶†°®©™½¼¾±×÷¢£€«»\u00a0\u00ad")
_MIN_WESTERN = 0.8
_MAX_BEYOND_ASCII = 0.35
"""Of a longer text. Western text has few such bytes; other scripts and binary data have many."""
_MAX_CONTROLS = 0.01
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x7f]")


def decode(data: bytes, source: str, declared: str | None = None) -> Decoded:
    """The characters of `data`; `declared` is the label that a page or server gives, if any.

    Raises UnreadableInput where no encoding fits or what comes out is no text.
    """
    decoded = _by_mark(data, source) or _by_label(data, declared) or _by_bytes(data)
    if decoded is None:
        raise UnreadableInput(source, "its bytes are text in no encoding known here", mend="save it as UTF-8 text")
    if len(_CONTROLS.findall(decoded.text)) > _MAX_CONTROLS * len(decoded.text):
        raise UnreadableInput(source, "holds binary data, not text")
    return decoded


def _by_mark(data: bytes, source: str) -> Decoded | None:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            text = _strictly(data[len(mark) :], codec)
            if text is None and codec != "utf-8":
                raise UnreadableInput(source, f"begins with the mark of {codec.upper()} but is none")
            return None if text is None else Decoded(text, codec)
    return None


def _by_label(data: bytes, declared: str | None) -> Decoded | None:
    """The declared encoding, where it is known and fits. Multi-byte UTF-8 beats a declared Western code page:

    such sequences hardly ever arise by chance, while servers that declare Latin-1 for everything are common.
    """
    codec = _codec(declared)
    if codec is None or codec == "utf-8" or (codec in _AS_WINDOWS and _strictly(data, "utf-8") is not None):
        return None
    codec = "cp1252" if codec in _AS_WINDOWS else codec
    text = _strictly(data, codec)
    return None if text is None or "\x00" in text else Decoded(text, codec)


def _codec(label: str | None) -> str | None:
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):  # ValueError: a label with a NUL or beyond ASCII
        return None
    return name if name in _KNOWN or name in _AS_WINDOWS else None


def _by_bytes(data: bytes) -> Decoded | None:
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\x00" in data:
        return _utf16(data)
    text = _strictly(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8")
    return _mixed(data) or _western(data) or _guessed(data)


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: in Western text every second byte is zero, and always the same one of the two."""
    pairs = len(data) // 2
    low, high = data[0 : 2 * pairs : 2].count(0), data[1 : 2 * pairs : 2].count(0)
    codec = "utf-16-le" if high > low else "utf-16-be"
    if max(low, high) < 0.5 * pairs or min(low, high) > 0.05 * pairs:
        return None
    text = _strictly(data, codec)
    return None if text is None or "\x00" in text else Decoded(text, codec)


def _mixed(data: bytes) -> Decoded | None:
    """UTF-8 into which a few Windows bytes were pasted: more good sequences than stray bytes."""
    text = data.decode("utf-8", "surrogateescape")
    stray = [char for char in text if "\udc80" <= char <= "\udcff"]
    good = sum(not char.isascii() for char in text) - len(stray)
    if good <= len(stray):
        return None
    windows = {ord(char): _strictly(bytes([ord(char) - 0xDC00]), "cp1252") or "\ufffd" for char in stray}
    return Decoded(
        text.translate(windows), "utf-8", (f"{len(stray)} bytes were not UTF-8 and were read as Windows-1252",)
    )


def _western(data: bytes) -> Decoded | None:
    """The Western code page in which most of the bytes beyond ASCII make sense; Windows where both do as well."""
    readings = [(codec, text) for codec in _WESTERN if (text := _strictly(data, codec)) is not None]
    shares = {codec: _western_share(text) for codec, text in readings}
    codec, text = max(readings, key=lambda reading: shares[reading[0]], default=("", ""))
    if not codec or shares[codec] < _MIN_WESTERN:
        return None
    label = {"cp1252": "Windows-1252", "mac-roman": "Mac Roman"}[codec]
    return Decoded(text, codec, (f"not UTF-8; read as {label}",))


def _western_share(text: str) -> float:
    """The share of characters beyond ASCII that are typography, or accented letters where such stand in words."""
    beyond = [place for place, char in enumerate(text) if not char.isascii()]
    if len(beyond) > max(4, _MAX_BEYOND_ASCII * len(text)):
        return 0.0
    return sum(_is_at_home(text, place) for place in beyond) / max(1, len(beyond))


def _is_at_home(text: str, place: int) -> bool:
    char = text[place]
    if char in _TYPOGRAPHY:
        return True
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    in_word = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    return char.isalpha() and in_word and not (char.isupper() and before.islower())


def _guessed(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes  # late: hardly any text comes to this

    codecs_left = sorted(name for name in _KNOWN if not name.startswith("utf-"))
    best = from_bytes(data, cp_isolation=codecs_left, enable_fallback=False).best()
    if best is None:
        return None
    return Decoded(str(best), best.encoding, (f"not UTF-8; its encoding was guessed as {best.encoding}",))


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
