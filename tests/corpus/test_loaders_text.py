"""Bytes to characters: encodings, line ends, and telling text from what is none."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.errors import EmptyInput, UnreadableInput
from corpus.loaders import Document, canonical, load_bytes

CURLY = "“Incumbents” must meet § 10-157 – the employee’s résumé shows ½ year …"


def one(data: bytes, name: str = "0001AA.txt") -> Document:
    (loaded,) = load_bytes(data, name)
    assert isinstance(loaded, Document), loaded
    return loaded


def fault(data: bytes, name: str = "0001AA.txt") -> Exception:
    (loaded,) = load_bytes(data, name)
    assert isinstance(loaded, Exception), loaded
    return loaded


@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1252", b""),
    ],
)
def test_the_same_text_comes_out_of_every_encoding(codec: str, mark: bytes) -> None:
    assert one(mark + CURLY.encode(codec)).text == CURLY


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x93Lead\x94 worker", "“Lead” worker"),
        (b"\xa7 5", "§ 5"),
        (b"pursuant to \xa710-157", "pursuant to §10-157"),
        (b"\x95 Prunes trees", "• Prunes trees"),
        (b"employee\x92s", "employee’s"),
        (b"caf\xe9", "café"),
        (b"one-half (\xbd) year", "one-half (½) year"),
        (b"6 years \x96 or more", "6 years – or more"),
    ],
)
def test_short_windows_texts_are_read_as_windows(data: bytes, text: str) -> None:
    loaded = one(data)
    assert loaded.text == text
    assert loaded.notices == ("not UTF-8; read as Windows-1252",)


@pytest.mark.parametrize("text", ["“Lead” worker’s duties – § 5", "employee’s", "• Prunes", "§ 5"])
def test_macintosh_quotes_are_told_from_windows_letters(text: str) -> None:
    loaded = one(text.encode("mac-roman"))
    assert loaded.text == text
    assert loaded.notices == ("not UTF-8; read as Mac Roman",)


def test_other_scripts_are_left_to_the_detector() -> None:
    text = "Требования к должности: высшее образование и пять лет опыта работы. " * 4
    loaded = one(text.encode("cp1251"))
    assert loaded.text == text
    assert "guessed" in loaded.notices[0]


def test_stray_windows_bytes_in_utf8_do_not_spoil_the_rest() -> None:
    data = "“Plans” – “directs” – “reviews” ".encode() + b"the employee\x92s work"
    loaded = one(data)
    assert loaded.text == "“Plans” – “directs” – “reviews” the employee’s work"
    assert loaded.notices == ("1 bytes were not UTF-8 and were read as Windows-1252",)


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x00\x01\x02\x00\xff\xfe\x80" * 20,
        bytes(range(256)),
        b"abc\x01\x02\x03\x04",
        b"\x00\x00\x00\x00",
        codecs.BOM_UTF16_LE + b"\x00\xd8",
        bytes((index * 167 + 13) % 256 for index in range(600)),
    ],
)
def test_what_is_no_text_is_unreadable(data: bytes) -> None:
    assert isinstance(fault(data), UnreadableInput)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", codecs.BOM_UTF8, "\u2028\xa0".encode()])
def test_nothing_is_empty(data: bytes) -> None:
    error = fault(data)
    assert isinstance(error, EmptyInput)
    assert error.source == "0001AA.txt"


def test_markdown_stays_as_it_is_written() -> None:
    written = "## Purpose of class\n\n* **Prunes** trees\n<b>not a tag here</b>\n"
    assert one(written.encode(), "0001AA.md").text == written


def test_the_name_is_the_stem_whatever_path_an_upload_claims() -> None:
    assert one(b"x", r"C:\fakepath\0001AA.txt").name == "0001AA"
    assert one(b"x", "../../0002BB.txt").name == "0002BB"
    assert one(b"x", "a\x1bb\udcff.txt").source == "a\ufffdb\ufffd.txt"


@given(st.text())
@example("a\r\nb\rc\nd\x0be\x0cf\x85g\u2028h\u2029i\x1cj\r\r\n")
def test_canonical_text_has_one_line_end(text: str) -> None:
    clean = canonical(text)
    assert "\r" not in clean
    assert clean.splitlines() == clean.split("\n")[: len(clean.splitlines())]
    assert canonical(clean) == clean
    assert clean.replace("\n", "") == "".join(text.splitlines())


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))).filter(str.strip))
def test_utf8_text_comes_out_as_it_went_in(text: str) -> None:
    data = text.encode()
    for loaded in load_bytes(data, "any.md"):
        if isinstance(loaded, Document) and not data.startswith(codecs.BOM_UTF8):
            assert loaded.text == canonical(text)
