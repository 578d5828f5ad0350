"""The source beside an answer: every character once, and the marks are the span, exactly."""

from __future__ import annotations

from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.web.source import Mark, read_marks, source_html
from corpus.model import Span
from corpus.parse import parse
from index.home import default_corpus

SEED = parse((default_corpus() / "3039MP.txt").read_text(encoding="utf-8"), "3039MP.txt")
HOSTILE = parse(
    "CLASS TITLE: A <b>bold</b> Title\n\nEXAMPLES OF DUTIES:\n"
    "- Writes <script>alert('x')</script> & \"quotes\" in {{7*7}} ${7*7} \U0001f600 files;\n- Other duties.\n",
    "hostile.txt",
)


def _shown(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def _marked(page: str, n: int) -> str:
    marks = _shown(page).select("mark")
    return "".join(mark.get_text() for mark in marks if str(n) in str(mark["data-n"]).split())


spans = st.tuples(st.integers(0, len(SEED.text)), st.integers(0, len(SEED.text))).map(lambda two: Span(*sorted(two)))


@settings(max_examples=60)
@given(st.lists(spans, max_size=5))
def test_marks_are_exactly_their_spans_and_no_character_is_lost(found: list[Span]) -> None:
    marks = [Mark(n, span) for n, span in enumerate(found, 1)]
    page = source_html(SEED, marks)
    text = _shown(page).select_one(".spec-text")
    assert text is not None
    assert text.get_text() == SEED.text
    for mark in marks:
        assert _marked(page, mark.n) == mark.span.of(SEED.text)


def test_a_text_cannot_bring_markup_of_its_own() -> None:
    page = source_html(HOSTILE, [Mark(1, Span(0, len(HOSTILE.text)))])
    shown = _shown(page)
    assert not shown.select("script, b, img")
    assert _marked(page, 1) == HOSTILE.text


def test_which_text_it_is_stands_above_it() -> None:
    assert "3039MP · revised 2023-05-15 · current" in _shown(source_html(SEED)).get_text()
    assert "not the current text" in _shown(source_html(SEED, is_current=False)).get_text()


def test_marks_are_read_from_an_address_and_what_is_none_is_left_out() -> None:
    assert read_marks("1:10-20 2:3-4 x 3:1 -1:2-3 99999:1-2") == (Mark(1, Span(10, 20)), Mark(2, Span(3, 4)))
    assert read_marks("") == ()
