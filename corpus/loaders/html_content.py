"""Finding what a page is about: site furniture and hidden parts go, the page's own text and title stay.

Losing a requirement is worse than keeping a stray line. So nothing is removed that holds most of the page's text
(ASP.NET pages stand in one big form), headings inside the content stay, and a title above it is brought in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bs4 import BeautifulSoup, Tag

from corpus.loaders.html_tree import BLOCKS, Weight, attribute, outermost, weigh
from corpus.loaders.lines import tidy

_NO_TEXT_NAMES = (
    "script style noscript template svg math canvas object embed applet iframe audio video input button select "
    "textarea datalist progress meter map dialog rp rt"
)
_NO_TEXT = frozenset(_NO_TEXT_NAMES.split())
_STRUCK = ("del", "s", "strike")
_CHROME_TAGS = frozenset({"nav", "header", "footer", "aside", "form"})
_ROLES = "navigation banner contentinfo search complementary menu menubar toolbar dialog alertdialog"
_CHROME_ROLES = frozenset(_ROLES.split())
_NAMES = (
    "nav navbar navigation topnav sidenav leftnav mainnav subnav menu sidebar breadcrumb breadcrumbs footer "
    "site-footer page-footer site-header masthead skip-link skiplink skip-nav share social pagination pager"
)
_CHROME_NAMES = frozenset(_NAMES.split())
"""Classes and ids that name furniture, believed only where the part has links."""
_UNSEEN_NAMES = re.compile(
    r"(?:^|\s)hidden(?:\s|$)|visually-?hidden|sr-only|screen-reader|off-?screen|element-invisible"
)
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_OWN_PARTS = frozenset({"main", "article", "section"})
_LANDMARKS = ("main, [role=main], [itemprop=articleBody], [itemprop=mainContentOfPage]", "article")
_FURNITURE = re.compile(
    r"(?:page |site )?(?:last )?updated\b[\s:]*(?:on\b)?[\s\d/.,:\-apm]*|all rights reserved\.?|"
    r"(?:copyright\s*)?(?:©|\(c\))\s*(?:\d{4}.*|copyright.*)?|copyright\s+\d{4}.*|"
    r"(?:link )?back to (?:the )?top|skip (?:to|over|ribbon|navigation|main|links?)\b[a-z ]*|print(?: this)?(?: page)?|"
    r"share(?: this)?(?: page)?|e-?mail this page|close window",
    re.IGNORECASE,
)
"""Whole short blocks that stand on any site and say nothing of the class."""
_FURNITURE_TAGS = ("div", "p", "center", "address", "ul", "section")

_ROWS = ("table", "tr")
_LINK_HOLDERS = ("div", "ul", "ol", "p", "td", *_ROWS)
_WORTH_SAYING = 200
_MANY_LINKS = 4


@dataclass(frozen=True, slots=True)
class Content:
    """The part of the page to read, a title that stands above it (empty: none), and what was left out."""

    root: Tag
    title: str
    notices: tuple[str, ...]


def find(soup: BeautifulSoup) -> Content:
    """The page's content. The tree is pruned in place."""
    body = soup.body or soup
    _remove(outermost(body, lambda tag: tag.name in _NO_TEXT))
    struck = [tag for tag in outermost(body, lambda tag: tag.name in _STRUCK) if tidy(tag.get_text())]
    _remove(struck)
    banners = [tidy(tag.get_text(" ")) for tag in body.select("header h1, [role=banner] h1")]
    weights = weigh(body)
    half = weights[id(body)].prose / 2
    hidden = outermost(body, lambda tag: _is_hidden(tag) and weights[id(tag)].prose <= half)
    unseen = sum(weights[id(tag)].prose for tag in hidden)
    _remove(hidden)
    _remove(outermost(body, lambda tag: _is_chrome(tag, weights[id(tag)], half)))
    weights = weigh(body)
    root = _landmark(body, weights)
    if root is body:
        _remove(outermost(body, lambda tag: _is_link_list(tag, weights[id(tag)])))
    _remove(outermost(root, lambda tag: _is_furniture(tag, weights[id(tag)])))
    _drop_repeated_titles(root)
    return Content(root, _title_above(soup, root, banners), tuple(_notices(bool(struck), unseen)))


def same_title(longer: str, shorter: str) -> bool:
    """Whether one title is the other, with or without something in brackets behind it (the class code)."""
    rest = longer.removeprefix(shorter).strip()
    return longer.startswith(shorter) and (not rest or bool(re.fullmatch(r"(?:\([^()]*\)\s*)+", rest)))


def _remove(tags: Iterable[Tag]) -> None:
    for tag in tags:
        tag.extract()


def _notices(struck: bool, unseen: int) -> Iterator[str]:
    if struck:
        yield "text that is struck out on the page was left out"
    if unseen >= _WORTH_SAYING:
        yield f"parts that the page hides ({unseen} letters) were left out"


def _is_hidden(tag: Tag) -> bool:
    if tag.has_attr("hidden") or attribute(tag, "aria-hidden").lower() == "true":
        return True
    return bool(_UNSEEN_STYLE.search(attribute(tag, "style")) or _UNSEEN_NAMES.search(attribute(tag, "class").lower()))


def _is_chrome(tag: Tag, weight: Weight, half: float) -> bool:
    if weight.prose > half:
        return False
    if attribute(tag, "role").lower() in _CHROME_ROLES:
        return True
    if tag.name in _CHROME_TAGS:
        within = tag.name in ("header", "footer", "aside") and _in_own_part(tag)
        return not within or weight.linked > weight.prose
    names = {*attribute(tag, "class").lower().split(), attribute(tag, "id").lower()}
    return tag.name in BLOCKS and bool(weight.links) and bool(names & _CHROME_NAMES)


def _in_own_part(tag: Tag) -> bool:
    return any(parent.name in _OWN_PARTS or attribute(parent, "role") == "main" for parent in tag.parents)


def _landmark(body: Tag, weights: dict[int, Weight]) -> Tag:
    """The part that the page marks as its main content, if most of the page's text is in it; else all of the body."""
    for selector in _LANDMARKS:
        marked = max(body.select(selector), key=lambda tag: weights[id(tag)].prose, default=body)
        if 2 * weights[id(marked)].prose > weights[id(body)].prose:
            return marked
    return body


def _is_link_list(tag: Tag, weight: Weight) -> bool:
    """Whether a block is a menu: almost nothing but links, none of them to a class.

    Of a table's rows nothing at all may stand outside the links: a table of classes has a code or a salary beside each.
    """
    if tag.name not in _LINK_HOLDERS or weight.links < _MANY_LINKS or weight.tables or weight.classes:
        return False
    return not weight.prose if tag.name in _ROWS else weight.linked > 3 * weight.prose


def _is_furniture(tag: Tag, weight: Weight) -> bool:
    return tag.name in _FURNITURE_TAGS and bool(weight.short) and bool(_FURNITURE.fullmatch(weight.short or ""))


def _drop_repeated_titles(root: Tag) -> None:
    """A content system's page title and the author's own are often one; the one with the class code is kept."""
    titles = root.find_all("h1")
    for first, second in pairwise(titles[:2]):
        above, below = tidy(first.get_text(" ")), tidy(second.get_text(" "))
        if same_title(above, below):
            second.extract()
        elif same_title(below, above):
            first.extract()


def _title_above(soup: BeautifulSoup, root: Tag, banners: list[str]) -> str:
    """The title that stands outside the content: the last h1 before it, or the site header's own if it names the page.

    Where the content has a title too, the outer one counts only as the same with the class code behind it.
    """
    outer = [tidy(tag.get_text(" ")) for tag in root.find_all_previous("h1")]
    named = tidy(soup.title.get_text()) if soup.title else ""
    found = outer[0] if outer else next((banner for banner in banners if banner and named.startswith(banner)), "")
    inner = root.select_one("h1")
    if inner is None or not found:
        return found
    own = tidy(inner.get_text(" "))
    if found == own or not same_title(found, own):
        return ""
    inner.extract()
    return found
