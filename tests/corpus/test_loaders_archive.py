"""Archives: their members, and what must not get out of them."""

from __future__ import annotations

import io
import struct
import zipfile

import docx
import pytest

from corpus.errors import EmptyInput, InputError, OversizedInput, UnreadableInput
from corpus.loaders import Document, Limits, Loaded, load_bytes


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def read(data: bytes, limits: Limits | None = None) -> list[Loaded]:
    return list(load_bytes(data, "specs.zip", limits))


def faults(loaded: list[Loaded]) -> list[InputError]:
    return [each for each in loaded if isinstance(each, InputError)]


def texts(loaded: list[Loaded]) -> dict[str, str]:
    return {each.source: each.text for each in loaded if isinstance(each, Document)}


def test_the_members_are_loaded_each_under_its_name() -> None:
    word = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Picks.")
    document.save(word)
    loaded = read(packed({"a/0001AA.txt": b"Prunes.", "b.html": b"<p>Grafts.</p>", "c.docx": word.getvalue()}))
    assert texts(loaded) == {
        "specs.zip!a/0001AA.txt": "Prunes.",
        "specs.zip!b.html": "Grafts.\n",
        "specs.zip!c.docx": "Picks.\n",
    }
    assert [each.name for each in loaded if isinstance(each, Document)] == ["0001AA", "b", "c"]


def test_hidden_and_other_members_are_passed_over() -> None:
    loaded = read(packed({".x.txt": b"a", "__MACOSX/a.txt": b"b", "a/.git/c.txt": b"c", "d.exe": b"d", "e.txt": b"e"}))
    assert texts(loaded) == {"specs.zip!e.txt": "e"}
    assert not faults(loaded)


def test_an_archive_without_anything_to_read_is_empty() -> None:
    for members in ({}, {"d.exe": b"d"}):
        (error,) = read(packed(members))
        assert isinstance(error, EmptyInput)


def test_a_bad_member_stops_no_other() -> None:
    loaded = read(packed({"a.txt": b"", "b.pdf": b"none", "c.txt": b"Prunes."}))
    assert [type(each) for each in loaded] == [EmptyInput, UnreadableInput, Document]
    assert [error.source for error in faults(loaded)] == ["specs.zip!a.txt", "specs.zip!b.pdf"]


@pytest.mark.parametrize("name", ["inner.zip", "inner.txt"])
def test_an_archive_within_an_archive_is_refused(name: str) -> None:
    loaded = read(packed({name: packed({"a.txt": b"Prunes."}), "b.txt": b"Picks."}))
    assert texts(loaded) == {"specs.zip!b.txt": "Picks."}
    (error,) = faults(loaded)
    assert isinstance(error, UnreadableInput)
    assert "archive" in error.reason


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "..\\out.txt", "C:\\out.txt"])
def test_names_that_lead_out_of_the_archive_are_refused(name: str) -> None:
    info = zipfile.ZipInfo("x")
    info.filename = name
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(info, b"Prunes.")
    (error,) = read(file.getvalue())
    assert isinstance(error, UnreadableInput)
    assert error.reason == "its name leads out of the archive"


def test_a_member_that_unpacks_too_far_is_oversized_before_it_is_unpacked() -> None:
    bomb = packed({"bomb.txt": b"a" * 15_000_000, "b.txt": b"Picks."})
    assert len(bomb) < 50_000
    loaded = read(bomb)
    assert texts(loaded) == {"specs.zip!b.txt": "Picks."}
    (error,) = faults(loaded)
    assert isinstance(error, OversizedInput)
    assert "times its packed size" in error.reason
    (small,) = faults(read(bomb, Limits(max_bytes=1000)))
    assert isinstance(small, OversizedInput)
    assert small.source == "specs.zip!bomb.txt"


def test_an_archive_that_unpacks_too_far_stops_there() -> None:
    loaded = read(packed({f"{number}.txt": b"Prunes. " * 10 for number in range(9)}), Limits(max_unpacked=250))
    assert len(texts(loaded)) == 3
    (error,) = faults(loaded)
    assert isinstance(error, OversizedInput)
    assert (error.source, loaded[-1]) == ("specs.zip", error)


def test_too_many_members_are_refused() -> None:
    (error,) = read(packed({f"{number}.txt": b"a" for number in range(9)}), Limits(max_members=8))
    assert isinstance(error, OversizedInput)


def test_sizes_that_the_archive_lies_about_give_no_more_than_they_say() -> None:
    data = bytearray(packed({"a.txt": b"Prunes. " * 1000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.index(signature) + offset, 16)
    (loaded,) = read(bytes(data))
    assert isinstance(loaded, UnreadableInput)
    assert "damaged" in loaded.reason


def test_protected_and_oddly_packed_members_are_unreadable() -> None:
    data = bytearray(packed({"a.txt": b"Prunes."}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    (error,) = read(bytes(data))
    assert isinstance(error, UnreadableInput)
    assert error.reason == "is protected with a password"
    (odd,) = read(packed({"a.txt": b"a" * 5000}, zipfile.ZIP_BZIP2))
    assert isinstance(odd, UnreadableInput)
    assert "method" in odd.reason


@pytest.mark.parametrize("cut", [4, 30, 60])
def test_a_broken_archive_is_unreadable(cut: int) -> None:
    (error,) = read(packed({"a.txt": b"Prunes."})[:cut])
    assert isinstance(error, UnreadableInput)


def test_an_archive_under_another_name_is_not_opened() -> None:
    (error,) = load_bytes(packed({"a.txt": b"Prunes."}), "a.txt")
    assert isinstance(error, UnreadableInput)
    assert error.mend == "rename it to .zip"


def test_other_office_files_are_called_by_name() -> None:
    (error,) = load_bytes(packed({"xl/workbook.xml": b"<a/>"}), "a.docx")
    assert isinstance(error, UnreadableInput)
    assert "spreadsheet" in error.reason
