"""Access to the parse trees of lark: children by name, tokens by type, and where they stand."""

from __future__ import annotations

from lark import Token, Tree

ParseTree = Tree[Token]


class Unread(Exception):  # noqa: N818 - not an error of the project: it ends the reading of one sentence
    """The tree is of a known form, but says something that the rules cannot express."""


def extent(node: ParseTree | Token) -> tuple[int, int]:
    """The first character of the node and the one behind its last, in the passage."""
    if isinstance(node, Token):
        return node.start_pos or 0, node.end_pos or 0
    return node.meta.start_pos, node.meta.end_pos


def find(body: ParseTree, name: str) -> ParseTree | None:
    """The subtree of this rule, anywhere in the tree."""
    return next(body.find_data(name), None)


def child(body: ParseTree, name: str) -> ParseTree:
    """The subtree of this rule. Raises Unread where there is none."""
    found = find(body, name)
    if found is None:
        raise Unread(name)
    return found


def token(body: ParseTree, kind: str) -> Token:
    """The tree's own token of this type. Raises Unread where there is none."""
    found = next((part for part in body.children if isinstance(part, Token) and part.type == kind), None)
    if found is None:
        raise Unread(kind)
    return found


def first_token(body: ParseTree) -> Token:
    """The token that the tree begins with. Raises Unread where it begins with a subtree."""
    head = body.children[0]
    if not isinstance(head, Token):
        raise Unread(str(body.data))
    return head


def has(body: ParseTree, kind: str) -> bool:
    """Whether the tree has a token of this type of its own."""
    return any(isinstance(part, Token) and part.type == kind for part in body.children)


def subtrees(body: ParseTree) -> list[ParseTree]:
    """The trees directly under a tree."""
    return [part for part in body.children if isinstance(part, Tree)]
