"""Many questions through one process: a JSON object a line comes in, a JSON object a line goes out, in order."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import SpecsError, UserMistake

MAX_LINE = 1_000_000
"""Bytes of a line; a longer one is refused."""

MAX_LIMIT = 1000
"""Hits that may be asked for at once."""


class Line(BaseModel):
    """One line as it comes in. Keys that are not listed here are passed over."""

    model_config = ConfigDict(strict=True, frozen=True)

    id: str | int | float | None = None
    question: str | None = None
    query: str | None = None
    history: list[str] = []
    class_code: str | None = None
    limit: int | None = Field(None, ge=1, le=MAX_LIMIT)

    @property
    def text(self) -> str:
        """What is asked or searched for; UserMistake where the line says nothing, or two things."""
        given = {text for text in (self.question, self.query) if text is not None}
        if len(given) != 1:
            raise UserMistake("the line needs a question or a query, one of them")
        return given.pop()


@dataclass(frozen=True, slots=True)
class Reply:
    """One line as it goes out."""

    value: dict[str, Any]
    is_error: bool


def replies(lines: Iterable[bytes], reply: Callable[[Line], dict[str, Any]]) -> Iterator[Reply]:
    """A reply for each line that is not blank: `{id, ...reply}`, or `{id, error}`, which stops none of the others."""
    for line in lines:
        if not line.strip():
            continue
        found = None
        try:
            value = _read(line)
            found = value.get("id") if isinstance(value.get("id"), str | int | float) else None
            yield Reply({"id": found, **reply(_checked(value))}, is_error=False)
        except SpecsError as error:
            yield Reply({"id": found, "error": str(error)}, is_error=True)


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream as they come; of one above `MAX_LINE` only its beginning, which is refused."""
    while line := stream.readline(MAX_LINE + 1):
        yield line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE + 1)
            if not line:
                return


def _read(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise UserMistake(f"the line has more than {MAX_LINE:,} bytes")
    try:
        value = json.loads(line.decode("utf-8-sig"), parse_constant=_refused, parse_float=_finite)
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, or nested without end
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise UserMistake(f"the line is not JSON: {reason}") from error
    if not isinstance(value, dict):
        raise UserMistake("the line is not a JSON object")
    return value


def _refused(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def _finite(written: str) -> float:
    if math.isinf(value := float(written)):
        raise ValueError(f"{written} is too large a number")
    return value


def _checked(value: dict[str, Any]) -> Line:
    try:
        line = Line.model_validate(value)
        for text in (line.text, *line.history, line.class_code or ""):
            text.encode()
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UserMistake(f"{place}: {first['msg']}") from error
    except UnicodeEncodeError as error:
        raise UserMistake("the line has half a character (an unpaired surrogate) in it") from error
    return line
