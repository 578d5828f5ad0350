"""Dates as specifications write them, to ISO."""

from __future__ import annotations

import datetime
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip

DATE = re.compile(
    r"(?P<month>\d{1,2})\s*[/-]\s*(?P<day>\d{1,2})\s*[/-]\s*(?P<year>\d{4}|\d{2})(?!\d)"
    r"|(?P<name>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)\.?\s+(?P<nday>\d{1,2})\s*[.,]?\s*(?P<nyear>\d{4})",
    re.IGNORECASE,
)
"""`5/15/2023`, `05-12-23`, `April 22, 2022`, and its typing error `April 18. 2023`."""

_CENTURY_PIVOT = 30
"""Two-digit years from 30 up are of the 1900s: classes were established from 1933 on."""


def to_iso(match: re.Match[str]) -> str | None:
    """The ISO date of a hit of `DATE`, or None where there is no such day."""
    if match["name"]:
        month = _MONTHS.get(match["name"].lower())
        day, year = int(match["nday"]), int(match["nyear"])
    else:
        month, day, year = int(match["month"]), int(match["day"]), int(match["year"])
    if len(str(match["year"] or match["nyear"])) == 2:
        year += 1900 if year >= _CENTURY_PIVOT else 2000
    try:
        return datetime.date(year, month or 0, day).isoformat()
    except ValueError:
        return None
