"""Walking a parsed page, without recursion: old pages leave tags open and nest thousands deep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from bs4 import Tag
from bs4.element import CData, NavigableString

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


@dataclass(slots=True)
class Weight:
    """How many characters below a tag stand in links and how many do not, and how many links there are."""

    prose: int = 0
    linked: int = 0
    links: int = 0


def weigh(root: Tag) -> dict[int, Weight]:
    """The weight of each tag below and with `root`, by `id()` of the tag; good until the tree is changed."""
    weights: dict[int, Weight] = {}
    open_tags: list[Weight] = []
    link_depth = 0
    for step, node in walk(root):
        if step is Step.TEXT:
            size = len("".join(str(node).split()))
            open_tags[-1].linked += size if link_depth else 0
            open_tags[-1].prose += 0 if link_depth else size
            continue
        is_link = isinstance(node, Tag) and node.name == "a" and node.has_attr("href")
        link_depth += is_link if step is Step.OPEN else -is_link
        if step is Step.OPEN:
            weights[id(node)] = Weight(links=int(is_link))
            open_tags.append(weights[id(node)])
            continue
        done = open_tags.pop()
        if open_tags:
            open_tags[-1].prose += done.prose
            open_tags[-1].linked += done.linked
            open_tags[-1].links += done.links
    return weights
