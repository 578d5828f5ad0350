"""PDF and Word files, made here by the programs' own writers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from corpus.errors import EmptyInput, InputError, OversizedInput, UnreadableInput
from corpus.loaders import Document, Limits, Loaded, load_bytes


def pdf(*pages: str) -> bytes:
    writer = FPDF()
    writer.set_font("helvetica", size=11)
    for text in pages:
        writer.add_page()
        if text:
            writer.multi_cell(0, 6, text)
    return bytes(writer.output())


def locked(data: bytes, user: str, owner: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=user, owner_password=owner, algorithm=algorithm)
    return saved(writer.write)


def word(build: Callable[[WordDocument], object]) -> bytes:
    document = docx.Document()
    build(document)
    return saved(document.save)


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def one(data: bytes, name: str, limits: Limits | None = None) -> Loaded:
    (loaded,) = load_bytes(data, name, limits)
    return loaded


def text_of(data: bytes, name: str) -> str:
    loaded = one(data, name)
    assert isinstance(loaded, Document), loaded
    return loaded.text


def test_a_pdf_gives_its_pages_in_order() -> None:
    text = text_of(pdf("PURPOSE OF CLASS\nPrunes trees.", "DUTIES\n- Prunes;\n- Picks."), "a.pdf")
    assert text == "PURPOSE OF CLASS\nPrunes trees.\nDUTIES\n- Prunes;\n- Picks.\n"


def test_a_pdf_named_text_is_read_as_a_pdf() -> None:
    loaded = one(pdf("Prunes trees."), "a.txt")
    assert isinstance(loaded, Document)
    assert loaded.text == "Prunes trees.\n"
    assert loaded.notices == ("called a text file but holds a PDF file; read as that",)


def test_text_that_only_speaks_of_pdf_is_text() -> None:
    assert text_of(b"Files begin with %PDF-1.7.\n", "a.txt") == "Files begin with %PDF-1.7.\n"


def test_pages_without_text_are_named() -> None:
    loaded = one(pdf("Prunes trees.", "", "Picks.", ""), "a.pdf")
    assert isinstance(loaded, Document)
    assert loaded.notices == ("pages 2, 4: no text, perhaps images",)


def test_a_scanned_pdf_is_empty_and_says_why() -> None:
    error = one(pdf("", "", ""), "scan.pdf")
    assert isinstance(error, EmptyInput)
    assert "3 pages are images" in error.reason
    assert error.mend is not None and "ocrmypdf" in error.mend


def test_a_pdf_with_a_password_is_refused_and_one_with_an_empty_password_opens() -> None:
    plain = pdf("Prunes trees.")
    assert text_of(locked(plain, user="", owner="secret"), "a.pdf") == "Prunes trees.\n"
    error = one(locked(plain, user="secret", owner="secret"), "a.pdf")
    assert isinstance(error, UnreadableInput)
    assert error.reason == "is protected with a password"


def test_a_pdf_locked_with_aes_and_an_empty_password_opens() -> None:
    pytest.importorskip("cryptography", reason="pypdf reads AES with it")
    for algorithm in ("AES-128", "AES-256"):
        assert text_of(locked(pdf("Prunes trees."), "", "secret", algorithm), "a.pdf") == "Prunes trees.\n"


def test_aes_without_its_library_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("cryptography", reason="the test file is written with it")
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    def missing(self: PdfReader, password: str) -> None:
        raise DependencyError("cryptography>=3.1 is required for AES algorithm")

    data = locked(pdf("Prunes trees."), "", "secret", "AES-128")
    monkeypatch.setattr(PdfReader, "decrypt", missing)
    error = one(data, "a.pdf")
    assert isinstance(error, UnreadableInput)
    assert "AES" in error.reason and error.mend is not None and "qpdf" in error.mend


def test_a_pdf_with_too_many_pages_is_oversized() -> None:
    error = one(pdf("a", "b", "c"), "a.pdf", Limits(max_pages=2))
    assert isinstance(error, OversizedInput)
    assert error.reason == "has 3 pages; the limit is 2"


def test_too_much_text_is_oversized_in_every_format() -> None:
    files = {
        "a.txt": b"x" * 101,
        "a.html": b"<p>" + b"x" * 101,
        "a.pdf": pdf("x " * 60),
        "a.docx": word(lambda document: document.add_paragraph("x" * 101)),
    }
    for name, data in files.items():
        assert isinstance(one(data, name, Limits(max_text=100)), OversizedInput), name
        assert isinstance(one(data, name, Limits(max_bytes=50)), OversizedInput), name


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.zip"])
def test_a_claim_that_the_bytes_belie_is_unreadable(name: str) -> None:
    error = one(b"PURPOSE OF CLASS\nPrunes trees.\n", name)
    assert isinstance(error, UnreadableInput)
    assert "its bytes are none" in error.reason


@pytest.mark.parametrize("cut", [20, 300, 900])
def test_a_truncated_pdf_never_raises(cut: int) -> None:
    assert isinstance(one(pdf("Prunes trees.")[:cut], "a.pdf"), InputError)


def build_spec(document: WordDocument) -> None:
    document.sections[0].header.paragraphs[0].text = "State of Nowhere"
    document.sections[0].footer.paragraphs[0].text = "Page 1 of 1"
    document.add_heading("Pruner (0001AA)", 0)
    document.add_heading("Duties", 1)
    document.add_paragraph("Prunes trees;", style="List Bullet")
    document.add_paragraph("Picks apples.", style="List Bullet 2")
    document.add_paragraph("First", style="List Number")
    document.add_paragraph("Second", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (*table.rows[0].cells, *table.rows[1].cells), ("Code", "Class", "0001AA", "Pruner"), strict=True
    ):
        cell.text = text
    paragraph = document.add_paragraph()
    paragraph.add_run("EFFECTIVE DATE").bold = True
    paragraph.add_run(" 1/2/1990")
    document.add_paragraph("Line one\nline two\tafter a tab")


def test_a_word_file_gives_its_parts_in_order() -> None:
    loaded = one(word(build_spec), "a.docx")
    assert isinstance(loaded, Document)
    assert loaded.text == (
        "State of Nowhere\n\nPruner (0001AA)\nDuties\n- Prunes trees;\n- Picks apples.\n1. First\n2. Second\n\n"
        "Code | Class\n0001AA | Pruner\n\nEFFECTIVE DATE\n1/2/1990\nLine one\nline two after a tab\n"
    )
    assert loaded.notices == ("the page footer was left out: 'Page 1 of 1'",)


def test_a_word_file_named_zip_is_read_as_a_word_file() -> None:
    loaded = one(word(lambda document: document.add_paragraph("Prunes trees.")), "a.zip")
    assert isinstance(loaded, Document)
    assert loaded.text == "Prunes trees.\n"
    assert loaded.notices == ("called a zip archive but holds a Word file; read as that",)


def test_text_in_controls_insertions_links_and_boxes_is_not_lost() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    inline = (
        f"<w:p {nsdecls('w')}>{run.format('plain ')}<w:ins w:id='1' w:author='a'>{run.format('inserted ')}</w:ins>"
        f"<w:del w:id='2' w:author='a'><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        f"<w:sdt><w:sdtContent>{run.format('controlled ')}</w:sdtContent></w:sdt>"
        f"<w:hyperlink>{run.format('linked ')}</w:hyperlink>"
        f"<w:fldSimple w:instr='DATE'>{run.format('field')}</w:fldSimple>"
        f"<w:r><w:rPr><w:strike/></w:rPr><w:t>struck</w:t></w:r></w:p>"
    )
    moved = f"<w:ins {nsdecls('w')} w:id='3' w:author='a'><w:p>{run.format('An inserted block.')}</w:p></w:ins>"
    block = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run.format('A block control.')}</w:p></w:sdtContent></w:sdt>"
    box = (
        f"<w:p {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:txbxContent><w:p>{run.format('A box.')}</w:p></w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent><w:p>{run.format('A box.')}</w:p></w:txbxContent></mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p>"
    )

    def build(document: WordDocument) -> None:
        for xml in (inline, moved, block, box):
            document.element.body.insert(-1, parse_xml(xml))

    loaded = one(word(build), "a.docx")
    assert isinstance(loaded, Document)
    assert (
        " ".join(loaded.text.split())
        == "plain inserted controlled linked field An inserted block. A block control. A box."
    )
    assert loaded.notices == ("text that is struck out was left out",)


def test_numbered_lists_count_as_word_counts_them() -> None:
    formats = ("decimal", "lowerLetter", "none")
    levels = "".join(
        f"<w:lvl w:ilvl='{level}'><w:start w:val='1'/><w:numFmt w:val='{shape}'/></w:lvl>"
        for level, shape in enumerate(formats)
    )
    shape = f"<w:abstractNum {nsdecls('w')} w:abstractNumId='90'>{levels}</w:abstractNum>"
    plain = f"<w:num {nsdecls('w')} w:numId='90'><w:abstractNumId w:val='90'/></w:num>"
    anew = (
        f"<w:num {nsdecls('w')} w:numId='91'><w:abstractNumId w:val='90'/>"
        f"<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>"
    )
    items = [
        (90, 0, "a"),
        (90, 1, "b"),
        (90, 1, "c"),
        (90, 0, "d"),
        (90, 1, "e"),
        (90, 2, "f"),
        (91, 0, "g"),
        (91, 0, "h"),
    ]

    def build(document: WordDocument) -> None:
        for xml in (shape, plain, anew):
            document.part.numbering_part.element.append(parse_xml(xml))
        for number, level, text in items:
            place = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
            paragraph = f"<w:p {nsdecls('w')}><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
            document.element.body.insert(-1, parse_xml(paragraph))

    assert text_of(word(build), "a.docx") == "1. a\n  a. b\n  b. c\n2. d\n  a. e\nf\n1. g\n2. h\n"


def test_footnotes_stand_at_the_end() -> None:
    paragraph = "<w:p><w:r><w:t>By law.</w:t></w:r></w:p>"
    note = f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'>{paragraph}</w:footnote></w:footnotes>"

    def build(document: WordDocument) -> None:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = Part(PackURI("/word/footnotes.xml"), kind, note.encode(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        document.add_paragraph("Prunes trees.")

    assert text_of(word(build), "a.docx") == "Prunes trees.\n\nBy law.\n"


def test_a_word_table_that_lays_out_prose_is_read_cell_by_cell() -> None:
    prose = "In a state agency this class is accountable for pruning fruit trees. " * 3

    def build(document: WordDocument) -> None:
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).paragraphs[0].add_run("PURPOSE OF CLASS").bold = True
        table.cell(0, 1).text = prose

    assert text_of(word(build), "a.docx") == f"PURPOSE OF CLASS\n\n{prose.strip()}\n"


def test_an_empty_word_file_is_empty() -> None:
    assert isinstance(one(word(lambda document: None), "a.docx"), EmptyInput)


def test_a_damaged_word_file_is_unreadable() -> None:
    whole = word(build_spec)
    for data in (whole[: len(whole) // 2], whole[:40], repacked(whole, b"<w:document")):
        error = one(data, "a.docx")
        assert isinstance(error, UnreadableInput)
        assert "damaged Word file" in error.reason


def test_a_word_file_that_unpacks_too_far_is_oversized() -> None:
    bomb = repacked(word(build_spec), b"<a>" + b" " * 3_000_000)
    assert isinstance(one(bomb, "a.docx"), OversizedInput)
    assert isinstance(one(word(build_spec), "a.docx", Limits(max_unpacked=1000)), OversizedInput)
    assert isinstance(one(word(build_spec), "a.docx", Limits(max_members=3)), OversizedInput)


def repacked(data: bytes, document: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, document if name == "word/document.xml" else old.read(name))
    return file.getvalue()


@pytest.mark.parametrize(
    ("beginning", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (b"{\\rtf1 text}", "Rich Text"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\x1f\x8b\x08", "gzip"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a.html", "a.zip"])
def test_formats_that_are_not_read_are_called_by_name(beginning: bytes, what: str, name: str) -> None:
    error = one(beginning + b"more" * 50, name)
    assert isinstance(error, UnreadableInput)
    assert what in error.reason
    assert error.mend
