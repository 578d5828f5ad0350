"""The Compare page without a browser: which two texts, what differs and how it is marked, rules side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag

from assistant.compare import ChangeKind, Comparison, compare
from assistant.session import open_assistant
from assistant.web.compare import Pair, _result, settled
from assistant.web.compare_html import fields_html, names_of, sections_html, word_changes
from assistant.web.desk import Desk
from index.home import Home
from index.testing import HashEmbedder
from tests.assistant.web.serving import TODAY


@pytest.fixture(scope="module")
def desk(revised_home: Home) -> Iterator[Desk]:
    """A desk over 3039MP in two revisions, and two samples."""
    embedder = HashEmbedder()
    made = Desk(
        lambda: open_assistant(revised_home.path, embedder=embedder),
        home=revised_home,
        embedder=embedder,
        today=lambda: TODAY,
    )
    yield made
    made.close()


def _shown(desk: Desk, pair: Pair, *, only_differences: bool = True) -> BeautifulSoup:
    return BeautifulSoup(_result(desk, settled(desk, pair), only_differences), "html.parser")


def _classes(desk: Desk) -> Comparison:
    return compare(desk.spec("9905SX"), desk.spec("9906SX"))


def test_a_class_twice_is_its_last_two_revisions(desk: Desk) -> None:
    newest, older = (one.revision for one in desk.catalogue.history("3039MP"))
    assert settled(desk, Pair("3039mp", "3039MP")) == Pair("3039MP", "3039MP", older, newest)
    assert settled(desk, Pair("3039MP", "3039MP", newest[:10], older[:10])) == Pair("3039MP", "3039MP", newest, older)


def test_a_revision_of_another_class_is_the_current_one(desk: Desk) -> None:
    pair = settled(desk, Pair("9905SX", "9906SX", "ffff", ""))
    assert pair.a_rev == desk.spec("9905SX").revision
    assert pair.link().startswith("/compare?a=9905SX&b=9906SX&a_rev=")


def test_what_changed_from_one_revision_to_the_other(desk: Desk) -> None:
    shown = _shown(desk, Pair("3039MP", "3039MP"))
    changed = shown.select(".change.changed")
    assert [tag.get_text() for tag in shown.select(".changes del")] == ["staff,"]
    assert [tag.get_text() for tag in shown.select(".changes ins")] == ["staff and volunteers,"]
    assert len(changed) == 1
    assert changed[0].select_one(".mark-words").get_text(strip=True) == "~changed"  # type: ignore[union-attr]
    assert "General Experience" in shown.select_one(".rules").get_text()  # type: ignore[union-attr]


@pytest.mark.parametrize("only_differences", [True, False])
def test_every_clause_that_is_shown_cites_its_characters(desk: Desk, only_differences: bool) -> None:
    found = _classes(desk)
    texts = {spec.revision: spec.text for spec in (found.before, found.after)}
    shown = _shown(desk, Pair("9905SX", "9906SX"), only_differences=only_differences)
    buttons = shown.select(".changes .cite")
    cited = {(str(one["data-revision"]), int(str(one["data-start"])), int(str(one["data-end"]))) for one in buttons}
    kinds = (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.CHANGED) if only_differences else tuple(ChangeKind)
    wanted = {
        (spec.revision, clause.span.start, clause.span.end)
        for section in found.sections
        for change in section.of(*kinds)
        for spec, clause in ((found.before, change.before), (found.after, change.after))
        if clause is not None
    }
    assert cited <= wanted
    for button in buttons:
        quoted = texts[str(button["data-revision"])][int(str(button["data-start"])) : int(str(button["data-end"]))]
        assert isinstance(button.parent, Tag)
        assert "".join(quoted.split()) in "".join(button.parent.get_text().split())


def test_what_is_the_same_is_counted_where_it_is_not_shown(desk: Desk) -> None:
    found = _classes(desk)
    some = BeautifulSoup(sections_html(found, only_differences=True), "html.parser")
    whole = BeautifulSoup(sections_html(found, only_differences=False), "html.parser")
    assert not some.select(".change.same")
    assert "the same, not shown" in some.get_text()
    assert whole.select(".change.same")
    assert "not shown" not in whole.get_text()
    assert "not shown" not in fields_html(found, only_differences=False)


def test_two_classes_are_named_by_code_and_none_is_the_older(desk: Desk) -> None:
    found = _classes(desk)
    assert names_of(found) == ("9905SX", "9906SX")
    words = {tag.get_text(strip=True)[1:] for tag in BeautifulSoup(
        sections_html(found, only_differences=False), "html.parser").select(".mark-words")}  # fmt: skip
    assert words == {"only 9905SX", "only 9906SX", "worded otherwise", "in both"}


def test_rules_that_only_one_side_has_are_marked(desk: Desk) -> None:
    shown = _shown(desk, Pair("9905SX", "9906SX"))
    rules = shown.select_one(".rules")
    assert rules is not None
    left, right = rules.select(".side")
    assert "only here" in _line(left, "3 years of General Experience")
    assert "only here" in _line(right, "4 years of General Experience")
    assert "only here" not in _line(left, "A Bachelor's degree in nursing")
    assert rules.select_one("tr.differs th[scope=row]").get_text() == "general experience, at the least"  # type: ignore[union-attr]
    assert all(button["data-start"] for button in rules.select(".cite"))


def _line(side: Tag, words: str) -> str:
    lines = [tag.get_text() for tag in side.select("li") if not tag.select("li")]
    return next(line for line in lines if words in " ".join(line.split()))


def test_words_that_went_and_came_are_marked_and_escaped() -> None:
    assert word_changes("two <b> years", "three <b> years") == (
        "<del>two</del> &lt;b&gt; years",
        "<ins>three</ins> &lt;b&gt; years",
    )
    assert word_changes("the team’s work", "the team's hard work") == (
        "the team’s work",
        "the team&#x27;s <ins>hard</ins> work",
    )


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (Pair(), "Choose two classes"),
        (Pair("9905SX"), "Choose two classes"),
        (Pair("9905SX", "9905SX"), "one revision only"),
        (Pair("9905SX", "<img src=x>"), "no class"),
    ],
)
def test_what_cannot_be_compared_is_said(desk: Desk, pair: Pair, said: str) -> None:
    shown = _shown(desk, pair)
    assert said in shown.get_text()
    assert not shown.select("img")
