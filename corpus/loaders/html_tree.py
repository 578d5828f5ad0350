"""Walking a parsed page, without recursion: old pages leave tags open and nest thousands deep."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from bs4 import Tag
from bs4.element import CData, NavigableString

from corpus.loaders.lines import tidy

SHORT = 100

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = frozenset({"p", "blockquote", "pre", "dl", "figure", "fieldset", "details"})
"""Blocks that a browser sets apart with space before and after."""
_OTHER_BLOCKS = (
    "address article aside body caption center dd dir div dt figcaption footer form header hgroup html legend li main "
    "menu nav ol section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = HEADINGS | PARAGRAPHS | frozenset(_OTHER_BLOCKS.split())
_TEXTS = (NavigableString, CData)
"""Comments, declarations and the like are kinds of NavigableString too."""
_NAMES_A_CLASS = re.compile(r"\b\d{4}[A-Z][A-Z0-9]\b|\(\d{4}\)")
_BOLD_TAGS = frozenset({"b", "strong", "th"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


class Step(Enum):
    """What a walk meets."""

    OPEN = auto()
    TEXT = auto()
    CLOSE = auto()


def walk(root: Tag) -> Iterator[tuple[Step, Tag | NavigableString]]:
    """The tags and texts below and with `root`, in the order of the page; comments and declarations left out."""
    yield Step.OPEN, root
    stack = [(root, iter(root.contents))]
    while stack:
        node, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield Step.CLOSE, node
        elif isinstance(child, Tag):
            yield Step.OPEN, child
            stack.append((child, iter(child.contents)))
        elif isinstance(child, NavigableString) and type(child) in _TEXTS:
            yield Step.TEXT, child


def attribute(tag: Tag, name: str) -> str:
    """The attribute's value; several values (classes) joined by blanks; empty where there is none."""
    value = tag.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def is_bold(tag: Tag) -> bool:
    """Whether the tag by itself sets its text in bold."""
    return tag.name in _BOLD_TAGS or bool(_BOLD_STYLE.search(attribute(tag, "style")))


def outermost(root: Tag, test: Callable[[Tag], bool]) -> list[Tag]:
    """The tags below `root` that pass the test, in order; those within another that passes are not asked for."""
    found: list[Tag] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node is not root and test(node):
            found.append(node)
        else:
            stack.extend(child for child in reversed(node.contents) if isinstance(child, Tag))
    return found


@dataclass(slots=True)
class Weight:
    """What stands below a tag: letters and digits outside links and in them, links, tables, mentions of classes.

    `short` is its text, blanks collapsed, where that is at most `SHORT` characters; None where it is longer.
    """

    prose: int = 0
    linked: int = 0
    links: int = 0
    tables: int = 0
    classes: int = 0
    short: str | None = ""

    def add(self, within: Weight) -> None:
        """Adds what stands below a tag within this one."""
        self.prose += within.prose
        self.linked += within.linked
        self.links += within.links
        self.tables += within.tables
        self.classes += within.classes
        self.append(within.short)

    def append(self, text: str | None) -> None:
        """Adds text to `short`."""
        whole = None if self.short is None or text is None else f"{self.short} {text}".strip()
        self.short = None if whole is None or len(whole) > SHORT else whole


def weigh(root: Tag) -> dict[int, Weight]:
    """The weight of each tag below and with `root`, by `id()` of the tag; good until the tree is changed."""
    weights: dict[int, Weight] = {}
    open_tags: list[Weight] = []
    link_depth = 0
    for step, node in walk(root):
        if not isinstance(node, Tag):
            _add_text(open_tags[-1], str(node), bool(link_depth))
            continue
        is_link = node.name == "a" and node.has_attr("href")
        if step is Step.OPEN:
            link_depth += is_link
            weights[id(node)] = Weight(links=int(is_link))
            open_tags.append(weights[id(node)])
            continue
        link_depth -= is_link
        done = open_tags.pop()
        if open_tags:
            open_tags[-1].add(done)
            open_tags[-1].tables += node.name == "table"
    return weights


def _add_text(weight: Weight, text: str, linked: bool) -> None:
    if text.isspace():
        return
    size = sum(map(str.isalnum, text))
    weight.linked += size if linked else 0
    weight.prose += 0 if linked else size
    weight.classes += bool(_NAMES_A_CLASS.search(text))
    weight.append(tidy(text))
