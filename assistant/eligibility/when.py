"""Dates as people give them: a day, a month or only a year. Less than a day is known as the interval of its days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

_YEARS = range(1900, 2200)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_AMERICAN = re.compile(r"(\d{1,2})/(?:(\d{1,2})/)?(\d{4})$")


@dataclass(frozen=True, slots=True)
class When:
    """A date that lies between `earliest` and `latest`, both included, as it was `written`.

    `first` and `last` are the same days as ordinals.
    """

    earliest: date
    latest: date
    written: str
    first: int
    last: int

    @staticmethod
    def of(earliest: date, latest: date, written: str) -> When:
        """The date between two days."""
        return When(earliest, latest, written, earliest.toordinal(), latest.toordinal())

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last


@lru_cache(maxsize=1 << 16)
def parse_when(written: str) -> When:
    """The date written as `2012-03-15`, `2012-03`, `2012`, `3/15/2012` or `3/2012`. Raises ValueError for others."""
    text = written.strip()
    if found := _PARTIAL.match(text):
        year, month, day = (int(part) if part else None for part in found.groups())
    elif found := _AMERICAN.match(text):
        month, day, year = (int(part) if part else None for part in found.groups())
    else:
        raise ValueError(f"{written!r} is no date: write a day (2012-03-15), a month (2012-03) or a year (2012)")
    return _days(year or 0, month, day, text)


def _days(year: int, month: int | None, day: int | None, text: str) -> When:
    if year not in _YEARS:
        raise ValueError(f"{text!r}: the year must lie between {_YEARS[0]} and {_YEARS[-1]}")
    if month is None:
        return When.of(date(year, 1, 1), date(year, 12, 31), text)
    if not 1 <= month <= 12:
        raise ValueError(f"{text!r}: there is no month {month}")
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return When.of(date(year, month, 1), date(year, month, last), text)
    if not 1 <= day <= last:
        raise ValueError(f"{text!r}: that month has {last} days")
    return When.of(date(year, month, day), date(year, month, day), text)


def _when(value: Any) -> When:
    if isinstance(value, str):
        return parse_when(value)
    if isinstance(value, When):
        return value
    if isinstance(value, date):
        return parse_when(value.isoformat()[:10])
    if isinstance(value, int) and not isinstance(value, bool):
        return parse_when(str(value))
    raise ValueError("a date is a day (2012-03-15), a month (2012-03) or a year (2012)")


def _day(value: Any) -> date:
    when = _when(value)
    if not when.exact:
        raise ValueError(f"{when.written!r} must be a day, as in 2026-11-24")
    return when.earliest


_SCHEMA = WithJsonSchema({"type": "string", "description": "2012-03-15, or 2012-03, or 2012 where no more is known"})

Moment = Annotated[When, PlainValidator(_when), PlainSerializer(lambda when: when.written, return_type=str), _SCHEMA]
"""A pydantic field that holds a `When`, read from a string, a year or a date, and written as it was."""

Day = Annotated[
    date,
    PlainValidator(_day),
    PlainSerializer(lambda day: day.isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""A pydantic field that holds one exact day."""
