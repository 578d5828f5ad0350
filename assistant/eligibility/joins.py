"""Which connectors stand between two requirements, and which belong to a phrase.

"accounting or auditing" is one field of work, "accounting or a Bachelor's degree" joins two requirements: the words
behind the connector tell. A connector becomes ALSO (and), ELSE (or) or NEXT (a bare comma or semicolon, which takes
the connector that follows it in the list); where the words leave it open it becomes a HAZARD, and nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from lark import Token

from assistant.eligibility.lexicon import HIDDEN_IN_BRACKETS
from assistant.eligibility.patterns import compiled

_CONNECTORS = {"AND", "OR", "AND_OR", "PLUS", "COMMA", "SEMICOLON"}
_HEADS = {"MONTHS", "DEGREE", "GED", "SEMESTER_HOURS", "GRADUATION", "HIGH_SCHOOL_GRADUATION"}
_CREDENTIAL_HEADS = {"COMPLETION", "POSSESSION", "ANY_EXPERIENCE"}
_WITHIN_CREDENTIAL = {"WORD", "PLAIN", "OF"}
_MAX_WORDS = 7
_CERTAIN = compiled(r"(?:an? )?(?:valid|current|active)$")


class Joins:
    """A lark post-lexer; it holds no state between texts."""

    always_accept = ("HAZARD", "PLUS", "SEMICOLON")

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """The tokens with their connectors decided."""
        tokens = [_checked(token) for token in stream]
        open_kind = "none"
        position = 0
        while position < len(tokens):
            end = _run_end(tokens, position)
            if end == position:
                open_kind = _kind_after(open_kind, tokens, position)
                yield _part_of_degree(tokens, position, open_kind)
                position += 1
                continue
            yield from _decided(tokens, position, end, open_kind)
            if _decision(tokens, position, end, open_kind) in ("ALSO", "ELSE", "NEXT"):
                open_kind = "none"
            position = end


def _part_of_degree(tokens: list[Token], position: int, open_kind: str) -> Token:
    """The token; "with" or "including" before the hours that a degree must hold is an "and"."""
    token = tokens[position]
    opens = token.type == "WITH" or (token.type == "WORD" and token.lower() == "including")
    if open_kind != "education" or not opens:
        return token
    following = [after for after in tokens[position + 1 : position + 3] if after.type != "AT_LEAST"]
    if following and following[0].type == "SEMESTER_HOURS":
        return Token.new_borrow_pos("ALSO", str(token), token)
    return token


def _checked(token: Token) -> Token:
    """A remark in brackets that qualifies is no explanation."""
    if token.type == "BRACKET" and HIDDEN_IN_BRACKETS.search(token):
        return Token.new_borrow_pos("HAZARD", str(token), token)
    return token


def _run_end(tokens: list[Token], start: int) -> int:
    """The end of the run of connectors at `start`: ", and" is one, "," is one."""
    end = start
    while end < len(tokens) and tokens[end].type in _CONNECTORS and end - start < 2:
        if end > start and tokens[end].type in ("COMMA", "SEMICOLON"):
            break
        end += 1
    return end


def _decided(tokens: list[Token], start: int, end: int, open_kind: str) -> Iterator[Token]:
    decision = _decision(tokens, start, end, open_kind)
    if decision == "PLAIN":
        yield from tokens[start:end]
        return
    first, last = tokens[start], tokens[end - 1]
    text = " ".join(tokens[start:end])
    yield Token(
        decision,
        text,
        start_pos=first.start_pos,
        line=first.line,
        column=first.column,
        end_line=last.end_line,
        end_column=last.end_column,
        end_pos=last.end_pos,
    )


def _decision(tokens: list[Token], start: int, end: int, open_kind: str) -> str:
    """ALSO, ELSE, NEXT, PLAIN (part of a phrase), or HAZARD (open)."""
    word = tokens[end - 1].type
    joint = {"AND": "ALSO", "PLUS": "ALSO", "OR": "ELSE", "AND_OR": "HAZARD"}.get(word, "NEXT")
    head = _head(tokens, end)
    if head == "sure" and tokens[end].type == "GED" and joint == "ELSE" and _is_high_school(tokens, start - 1):
        # "A high school diploma or GED" is one thing to have, whatever follows it.
        return "OR_GED"
    if head == "sure":
        return joint
    if head == "credential":
        return _before_credential(tokens, start, end, open_kind, joint)
    # A semicolon inside one phrase is nothing that the grammar knows, nor is what something comes on top of.
    return "HAZARD" if tokens[start].type == "SEMICOLON" or word == "PLUS" else "PLAIN"


def _head(tokens: list[Token], position: int) -> str:
    while position < len(tokens) and tokens[position].type in ("EITHER", "AT_LEAST", "AGAIN"):
        position += 1
    if position >= len(tokens):
        return "none"
    if tokens[position].type in _HEADS:
        return "sure"
    if tokens[position].type in _CREDENTIAL_HEADS:
        return "credential"
    return "credential" if _noun_place(tokens, position) is not None else "none"


def _is_high_school(tokens: list[Token], place: int) -> bool:
    return place >= 0 and tokens[place].type in ("DEGREE", "HIGH_SCHOOL_GRADUATION") and "high" in tokens[place].lower()


def _noun_place(tokens: list[Token], position: int) -> int | None:
    """Where the noun of a credential stands that begins at `position`."""
    for place in range(position, min(position + _MAX_WORDS, len(tokens))):
        if tokens[place].type == "CREDENTIAL":
            return place
        if tokens[place].type not in _WITHIN_CREDENTIAL:
            return None
    return None


def _before_credential(tokens: list[Token], start: int, end: int, open_kind: str, joint: str) -> str:
    strong = tokens[start].type == "SEMICOLON" or tokens[end].type in ("POSSESSION", "ANY_EXPERIENCE")
    if tokens[end].type == "AGAIN":
        return joint
    if open_kind == "experience":
        noun = _noun_place(tokens, end)
        before = " ".join(tokens[end : noun if noun is not None else end][:2])
        if strong or _CERTAIN.match(before):
            return joint
        # "experience in issuing a grant or a permit" and "... or a teaching certificate" look alike.
        return "HAZARD" if joint != "NEXT" else "PLAIN"
    if strong or tokens[end].type == "COMPLETION":
        return joint
    # "certification or licensure as a nurse" is one credential, "a licence or a certificate in X" are two.
    return joint if tokens[end].type != "CREDENTIAL" else "PLAIN"


def _kind_after(kind: str, tokens: list[Token], position: int) -> str:
    token = tokens[position].type
    before = tokens[position - 1].type if position else ""
    if token in ("EXPERIENCE", "ANY_EXPERIENCE", "MUST_HAVE") or (token == "SERVICE" and before in ("OF", "MONTHS")):
        return "experience"
    if token in ("AS", "LEVEL_OF") and before == "MONTHS":
        return "experience"
    if token in ("DEGREE", "GED", "GRADUATION", "HIGH_SCHOOL_GRADUATION", "SEMESTER_HOURS"):
        return "education"
    if token in ("CREDENTIAL", "COMPLETION", "POSSESSION") and kind == "none":
        return "credential"
    return kind
