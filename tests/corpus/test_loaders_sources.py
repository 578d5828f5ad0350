"""Files and folders, and the promise that any input gives a document or an error and never an exception."""

from __future__ import annotations

import io
import os
import zipfile
from functools import cache
from pathlib import Path

import docx
import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus.loaders
from corpus.errors import EmptyInput, InputError, OversizedInput, UnreadableInput
from corpus.loaders import SUFFIXES, Document, Limits, Loaded, load, load_bytes
from tests.outside import outside_data


def errors(loaded: list[Loaded]) -> list[InputError]:
    return [each for each in loaded if isinstance(each, InputError)]


def names(loaded: list[Loaded]) -> list[str]:
    return [each.name for each in loaded if isinstance(each, Document)]


def test_the_public_names_are_there() -> None:
    assert sorted(corpus.loaders.__all__) == sorted(set(corpus.loaders.__all__))
    assert all(hasattr(corpus.loaders, name) for name in corpus.loaders.__all__)


def test_a_folder_is_read_in_order_with_all_below_it(tmp_path: Path) -> None:
    for path in ("b.txt", "a.md", "sub/d.html", "sub/c.txt", ".hidden.txt", ".git/x.txt", "z.exe", "B.TXT"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(f"<p>Text of {path}</p>")
    (tmp_path / "circle").symlink_to(tmp_path)
    loaded = list(load([tmp_path]))
    assert names(loaded) == ["B", "a", "b", "c", "d"]
    assert not errors(loaded)
    assert loaded == list(load([str(tmp_path)]))


def test_one_bad_input_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Prunes.")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 nothing more")
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 nothing more")
    (tmp_path / "z.txt").write_text("Picks.")
    loaded = list(load([tmp_path / "absent.txt", tmp_path, "x\x00y.txt", tmp_path / "z.txt"]))
    assert names(loaded) == ["a", "z", "z"]
    assert [(Path(error.source).name, type(error)) for error in errors(loaded)] == [
        ("absent.txt", UnreadableInput),
        ("bad.docx", UnreadableInput),
        ("bad.pdf", UnreadableInput),
        ("empty.txt", EmptyInput),
        ("x\ufffdy.txt", UnreadableInput),
    ]
    assert all(str(error).startswith(error.source) for error in errors(loaded))


def test_an_unsupported_file_is_an_error_only_where_it_is_named(tmp_path: Path) -> None:
    for name in ("a.xls", "LICENSE"):
        (tmp_path / name).write_text("text")
        (error,) = load([tmp_path / name])
        assert isinstance(error, UnreadableInput)
        assert error.mend is not None and ".docx" in error.mend
        (uploaded,) = load_bytes(b"text", name)
        assert isinstance(uploaded, UnreadableInput)
    (empty,) = load([tmp_path])
    assert isinstance(empty, EmptyInput)


def test_a_hidden_file_is_read_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / ".draft.txt").write_text("Prunes.")
    assert names(list(load([tmp_path / ".draft.txt"]))) == [".draft"]


def test_a_lone_path_is_one_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Prunes.")
    assert names(list(load(str(tmp_path / "a.txt")))) == ["a"]


def test_a_file_over_the_limit_is_oversized_and_not_read_whole(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(40_000_000_000)
    (error,) = load([big], Limits(max_bytes=1000))
    assert isinstance(error, OversizedInput)
    assert error.reason == "has more than 1000 bytes"


def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (error,) = load([tmp_path / "pipe.txt"])
    assert isinstance(error, UnreadableInput)
    assert error.reason == "is no regular file"


def test_a_dangling_link_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    (error,) = load([tmp_path])
    assert isinstance(error, UnreadableInput)
    assert error.reason == "there is no such file or folder"


def test_file_names_that_cannot_be_shown_are_made_fit(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xff\x1b[31m.txt"
    Path(os.fsdecode(raw)).write_text("Prunes.")
    (loaded,) = load([tmp_path])
    assert isinstance(loaded, Document)
    assert loaded.name == "\ufffd\ufffd[31m"
    assert loaded.source.encode()


@cache
def samples() -> dict[str, bytes]:
    """One small real file of each format."""
    writer = FPDF()
    writer.add_page()
    writer.set_font("helvetica", size=11)
    writer.multi_cell(0, 6, "PURPOSE OF CLASS\nPrunes trees.")
    document, word, archive = docx.Document(), io.BytesIO(), io.BytesIO()
    document.add_heading("Pruner")
    document.add_paragraph("Prunes trees.", style="List Number")
    document.save(word)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", "Prunes trees.")
        packed.writestr("b.html", "<p>Picks.")
    page = b"<!DOCTYPE html><table><tr><td><b>X</b><ul><li>a<li>b</ul><td>c</table><pre>d\n e</pre>"
    return {".pdf": bytes(writer.output()), ".docx": word.getvalue(), ".zip": archive.getvalue(), ".html": page}


def check(loaded: list[Loaded]) -> None:
    """Each is a document with text that can be stored, or an error of the three kinds that names its source."""
    assert loaded
    for each in loaded:
        if isinstance(each, Document):
            assert each.text.strip()
            assert each.text.encode("utf-8")
            assert "\r" not in each.text
            assert each.text.splitlines() == each.text.removesuffix("\n").split("\n")
        else:
            assert type(each) in (UnreadableInput, EmptyInput, OversizedInput)
            assert each.source.startswith("any")


BEGINNINGS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"<!DOCTYPE html>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"{\\rtf",
)


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400), st.sampled_from(sorted(SUFFIXES)))
@settings(max_examples=300)
def test_any_bytes_under_any_ending_give_a_document_or_an_error(beginning: bytes, rest: bytes, ending: str) -> None:
    check(list(load_bytes(beginning + rest, "any" + ending)))


@given(
    st.sampled_from(sorted(samples())),
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6), st.integers(0, 6)), min_size=1, max_size=20
    ),
    st.sampled_from([None, *sorted(SUFFIXES)]),
)
@settings(max_examples=200)
def test_damaged_files_give_a_document_or_an_error(
    kind: str, wounds: list[tuple[float, bytes, int]], ending: str | None
) -> None:
    data = samples()[kind]
    for place, put, cut in wounds:
        at = int(place * len(data))
        data = data[:at] + put + data[at + cut :]
    check(list(load_bytes(data, "any" + (ending or kind))))


@given(
    st.sampled_from(["word/document.xml", "word/styles.xml", "word/numbering.xml", "[Content_Types].xml"]),
    st.floats(0, 1, exclude_max=True),
    st.sampled_from(
        [b"<", b"</w:p>", b'w:val="x"', b"<w:tbl/>", b"<w:p><w:tc/></w:p>", b"&a;", b"<w:numId w:val='9'/>"]
    ),
    st.integers(0, 40),
)
@settings(max_examples=150)
def test_damaged_word_parts_give_a_document_or_an_error(part: str, place: float, put: bytes, cut: int) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(samples()[".docx"])) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                at = int(place * len(data))
                data = data[:at] + put + data[at + cut :]
            new.writestr(name, data)
    check(list(load_bytes(file.getvalue(), "any.docx")))


@pytest.mark.parametrize(("folder", "count"), [("la", 338), ("onet/specs", 923), ("calhr", 40)])
def test_all_outside_specifications_load(folder: str, count: int) -> None:
    loaded = list(load([outside_data(folder)]))
    assert not errors(loaded)
    assert len(loaded) == count
    for document in loaded:
        assert isinstance(document, Document)
        assert not document.notices
        if folder != "calhr":
            assert document.text == Path(document.source).read_text(encoding="utf-8")
