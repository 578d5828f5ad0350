"""The Search page without a browser: addresses, facets, orders, what is shown of a hit, and the files."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup

from assistant.eligibility.rules import Degree
from assistant.session import open_assistant
from assistant.web import search_classes
from assistant.web.desk import Desk
from assistant.web.search_classes import FIELDS, NOT_STATED, Classes, natural
from assistant.web.search_files import COLUMNS, as_csv, as_xlsx
from assistant.web.search_found import MOST, Found, find
from assistant.web.search_html import count_words, emphasised, found_html, stemmer
from assistant.web.search_wanted import FACETS, SECTION, Wanted, read_wanted, wanted
from corpus.model import FieldName, SectionKind
from index.home import Home
from index.retriever import Hit
from index.testing import HashEmbedder
from tests.assistant.web.serving import TODAY


@pytest.fixture(scope="module")
def desk(web_home: Home) -> Iterator[Desk]:
    """A desk over 3039MP and the samples."""
    embedder = HashEmbedder()
    made = Desk(
        lambda: open_assistant(web_home.path, embedder=embedder), home=web_home, embedder=embedder, today=lambda: TODAY
    )
    yield made
    made.close()


@pytest.fixture(scope="module")
def classes(desk: Desk) -> Classes:
    return Classes(desk)


# ── addresses ──


def test_an_address_and_a_search_are_the_same() -> None:
    asked = wanted("water & air", {"section": ["duties", "note"], "salary_group": ["FD 21"]}, "years", "list")
    pairs = [tuple(pair.split("=")) for pair in asked.link().partition("?")[2].split("&")]
    assert pairs[0] == ("q", "water+%26+air")
    assert asked.chosen == {"section": ("duties", "note"), "salary_group": ("FD 21",)}
    assert read_wanted([("q", "water & air"), ("section", "duties"), ("section", "note"), ("salary_group", "FD 21"),
                        ("sort", "years"), ("layout", "list")]) == asked  # fmt: skip


def test_sections_of_an_address_are_named_as_people_name_them() -> None:
    asked = read_wanted([("section", "ksa"), ("section", "mq"), ("section", "nonsense")])
    assert asked.chosen[SECTION] == ("knowledge_skill_ability", "minimum_qualifications")
    assert {SectionKind.KNOWLEDGE, SectionKind.SPECIAL_EXPERIENCE} <= asked.sections


def test_what_means_nothing_in_an_address_is_left_out() -> None:
    assert read_wanted([("sort", "x"), ("layout", ""), ("other", "1"), ("agency", " ")]) == Wanted()
    assert Wanted().link() == "/search"


# ── facets ──


@pytest.mark.parametrize("name", [name for name in FACETS if name != SECTION])
def test_each_choice_of_a_facet_finds_as_many_classes_as_it_says(desk: Desk, classes: Classes, name: str) -> None:
    choices = classes.choices(name)
    assert choices
    for shown, value in choices:
        found = find(desk, classes, wanted("", {name: [value]}))
        assert shown.endswith(f"({len(found.classes)})")


def test_values_of_a_facet_add_up_and_facets_narrow_each_other(desk: Desk, classes: Classes) -> None:
    both = find(desk, classes, wanted("", {"years": ["72", "144"]}))
    assert {"3039MP", "9901SX"} <= {entry.class_code for entry in both.classes}
    one = find(desk, classes, wanted("", {"years": ["72", "144"], "degree": [Degree.ADVANCED.value]}))
    assert [entry.class_code for entry in one.classes] == ["3039MP"]


def test_a_field_that_is_not_stated_can_be_chosen(desk: Desk, classes: Classes) -> None:
    found = find(desk, classes, wanted("", {"agency": [NOT_STATED]}))
    assert found.classes
    assert all(FIELDS["agency"] not in entry.values for entry in found.classes)


def test_hits_are_of_the_classes_and_sections_that_are_chosen(desk: Desk, classes: Classes) -> None:
    asked = wanted("supervises staff", {"designation": ["Classified/Competitive"], "section": ["duties"]})
    found = find(desk, classes, asked)
    fitting = {entry.class_code for entry in found.classes}
    assert found.hits
    assert {hit.class_code for hit in found.hits} <= fitting
    assert {hit.section for hit in found.hits} == {SectionKind.DUTIES}
    assert len(fitting) < len(desk.entries())


def test_no_class_fits_no_clause_is_found(desk: Desk, classes: Classes) -> None:
    found = find(desk, classes, wanted("supervises staff", {"agency": ["Department of Nothing"]}))
    assert (found.hits, found.classes) == ((), ())


def test_sections_without_words_list_the_classes_that_have_them(desk: Desk, classes: Classes) -> None:
    found = find(desk, classes, wanted("", {"section": ["physical_requirements"]}))
    assert found.classes
    for entry in found.classes:
        assert desk.spec(entry.class_code).sections_of(SectionKind.PHYSICAL_REQUIREMENTS)


def test_rules_are_worked_out_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    classes = Classes(desk)
    first = classes.all_least(desk.entries())
    monkeypatch.setattr(search_classes, "facts_of", lambda rules: pytest.fail("read again"))
    assert classes.all_least(desk.entries()) == first


def test_classes_whose_rules_are_still_read_are_counted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    classes = Classes(desk)
    monkeypatch.setattr(search_classes, "READ_AT_ONCE", 0)
    monkeypatch.setattr(classes, "_read_all", lambda keys: None)
    found = find(desk, classes, wanted("", {"years": ["72"]}))
    assert (found.classes, found.unread) == ((), len(desk.entries()))
    assert "still being read" in found_html(desk, classes, found)


# ── orders ──


def test_values_are_ordered_as_people_count() -> None:
    assert sorted(["FD 21", "FD 9", "AR 18", "9", "10"], key=natural) == ["9", "10", "AR 18", "FD 9", "FD 21"]


@pytest.mark.parametrize("sort", ["code", "title", "salary", "years"])
def test_hits_and_classes_follow_the_order(desk: Desk, classes: Classes, sort: str) -> None:
    by_code = {entry.class_code: entry for entry in desk.entries()}
    found = find(desk, classes, wanted("supervises staff", {}, sort))
    codes = list(dict.fromkeys(hit.class_code for hit in found.hits))
    assert codes == [entry.class_code for entry in found.classes if entry.class_code in codes]
    if sort == "code":
        assert codes == sorted(codes)
    if sort == "salary":
        groups = [by_code[code].values.get(FieldName.SALARY_GROUP, "zz") for code in codes]
        assert groups == sorted(groups, key=natural)


def test_the_best_match_is_first(desk: Desk, classes: Classes) -> None:
    scores = [hit.score for hit in find(desk, classes, wanted("supervises staff", {})).hits]
    assert scores == sorted(scores, reverse=True)


# ── what is shown ──


def test_words_of_the_query_are_bold_by_their_stem_and_nothing_becomes_markup() -> None:
    stem = stemmer()
    words = frozenset(map(stem, ("supervising", "staff")))
    assert emphasised("Supervises <i>staff</i> & café", words, stem) == (
        "<b>Supervises</b> &lt;i&gt;<b>staff</b>&lt;/i&gt; &amp; café"
    )


@pytest.mark.parametrize("layout", ["class", "list"])
def test_a_hit_stands_among_its_neighbours_with_its_source(desk: Desk, classes: Classes, layout: str) -> None:
    found = find(desk, classes, wanted("sampling water", {"section": ["ksa"]}, layout=layout))
    shown = BeautifulSoup(found_html(desk, classes, found), "html.parser")
    assert len(shown.select(".passage .hit")) == min(len(found.hits), 25)
    assert shown.select(".passage .near")
    buttons = sorted(shown.select(".cite"), key=lambda one: int(str(one["data-n"])))
    for button, hit in zip(buttons, found.hits, strict=False):
        place = (button["data-revision"], button["data-start"], button["data-end"])
        assert place == (hit.revision, str(hit.start), str(hit.end))
        row = button.find_parent("li")
        assert row is not None
        assert " ".join(hit.quote.split()) in " ".join(row.get_text().split())


def test_the_query_of_a_person_never_becomes_markup(desk: Desk, classes: Classes) -> None:
    asked = wanted("<img src=x onerror=alert(1)> staff", {"agency": ["<script>alert(1)</script>"]})
    html = found_html(desk, classes, find(desk, classes, asked))
    assert not BeautifulSoup(html, "html.parser").select("img, script")


def test_more_is_shown_when_asked_for(desk: Desk, classes: Classes) -> None:
    found = find(desk, classes, wanted("staff", {}))
    assert len(found.hits) > 25
    some, all_ = (BeautifulSoup(found_html(desk, classes, found, most), "html.parser") for most in (25, MOST))
    assert some.select("[data-act=more]")
    assert not all_.select("[data-act=more]")
    assert len(all_.select(".hit")) == len(found.hits)


def test_how_much_was_found_is_said() -> None:
    hit = Hit("1", "A", SectionKind.DUTIES, 0, 1, "a", 0.5, 0, "0")
    assert count_words(Found(Wanted("a"), (hit,), ())) == "1 clause in 1 class."
    assert count_words(Found(Wanted("a"), (hit,) * MOST, ())) == "The best 500 clauses, in 1 class."
    assert count_words(Found(Wanted("a"), (), ())) == "No clause fits."
    assert count_words(Found(Wanted(), (), ())) == "No class fits."


# ── files ──


def read_xlsx(data: bytes) -> list[list[str]]:
    """The rows of a workbook's sheet; every cell must be a text."""
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with ZipFile(io.BytesIO(data)) as book:
        strings = [
            "".join(part.itertext()) for part in ET.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{name}si")
        ]
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{name}f"))
    rows = []
    for row in sheet.iter(f"{name}row"):
        cells = list(row.iter(f"{name}c"))
        assert all(cell.get("t") == "s" for cell in cells if len(cell))
        rows.append([strings[int(cell[0].text or 0)] if len(cell) else "" for cell in cells])
    return rows


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_files_hold_every_hit(desk: Desk, classes: Classes) -> None:
    found = find(desk, classes, wanted("supervises staff", {}))
    head, *rows = read_csv(as_csv(found))
    assert tuple(head) == COLUMNS
    assert len(rows) == len(found.hits)
    for row, hit in zip(rows, found.hits, strict=True):
        assert row[3] == hit.quote
        assert desk.spec(row[0], row[6]).text[int(row[4]) : int(row[5])] == hit.quote
    assert read_xlsx(as_xlsx(found)) == [head, *rows]


def test_without_words_the_files_hold_the_classes(desk: Desk, classes: Classes) -> None:
    found = find(desk, classes, wanted("", {"years": ["72"]}))
    _, *rows = read_csv(as_csv(found))
    assert [row[0] for row in rows] == [entry.class_code for entry in found.classes]
    assert {tuple(row[2:6]) for row in rows} == {("", "", "", "")}


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(begin: str) -> None:
    hit = Hit("1", f"{begin}1+1", SectionKind.DUTIES, 0, 1, f"{begin}HYPERLINK(\"x\")", 0.5, 0, "0")  # fmt: skip
    found = Found(Wanted("a"), (hit,), ())
    row = read_csv(as_csv(found))[1]
    assert (row[1][0], row[3][0]) == ("'", "'")
    assert read_xlsx(as_xlsx(found))[1][3].removeprefix("_x000D_").strip() == hit.quote.strip()


def test_texts_that_no_file_can_hold_are_mended(desk: Desk) -> None:
    hit = Hit("1", "A", SectionKind.DUTIES, 0, 1, "half \ud800 " + "x" * 40_000, 0.5, 0, "0")
    found = Found(Wanted("a"), (hit, replace(hit, quote="short")), ())
    assert "half ?" in as_csv(found).decode("utf-8-sig")
    assert len(read_xlsx(as_xlsx(found))[1][3]) == 32_767
