"""The month ledger: how much of a set of jobs counts, each day once, never more than full time.

The share of full time worked is a step function of the day. Its months are measured calendar month by calendar month:
a complete month is one, a part month its days / 30 (February: / 28), and the sum is rounded down to a tenth only at the
end. Where the share varies, each level of it is measured by itself (so one more hour a week can never lower the sum).
All sums are exact integers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.eligibility.policy import CountingPolicy

MONTH = 420
"""Parts of a month: a multiple of 28 and 30, so that days are whole parts."""

TENTHS_WITHOUT_END = 10**6
"""More tenths of a month than anybody works: what may lie in a list that is not complete."""


Stretch = tuple[int, int, int]
"""The first and the last day (ordinals, both included), and hundredths of an hour a week, at most full time."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The policy's measures as integers: `full` is full time in hundredths of an hour a week, `month` the parts of a
    month of full time.
    """

    full: int
    february_days: int
    month: int

    @staticmethod
    def of(policy: CountingPolicy) -> Scale:
        """The measures of a policy."""
        full = round(policy.full_time_hours_per_week * 100)
        return Scale(full, policy.february_days, MONTH * full)

    def share(self, hours_per_week: float) -> int:
        """The hours as a share, capped at full time."""
        share = int(hours_per_week * 100 + 0.5)
        return share if share < self.full else self.full

    def tenths(self, parts: int) -> int:
        """Whole tenths of a month in `parts` (of a month, times share)."""
        return parts * 10 // self.month


@lru_cache(maxsize=1 << 16)
def _edge(day: int, february_days: int) -> tuple[int, int, int, int]:
    """Of a day: its month's number, the parts from it to the month's end, from its start to it, and of one day."""
    on = date.fromordinal(day)
    begin = on.replace(day=1).toordinal()
    number = on.year * 12 + on.month
    following = date(on.year + (on.month == 12), on.month % 12 + 1, 1).toordinal()
    a_day = MONTH // (february_days if on.month == 2 else 30)
    head = MONTH if day == begin else (following - day) * a_day
    tail = MONTH if day == following - 1 else (day - begin + 1) * a_day
    return number, head, tail, a_day


def parts_of(first: int, last: int, february_days: int) -> int:
    """The parts of a month in the days `first` to `last`, both included; 0 where there is none."""
    if last < first:
        return 0
    number, head, from_begin, a_day = _edge(first, february_days)
    number_last, to_finish, tail, _ = _edge(last, february_days)
    if number == number_last:
        complete = from_begin == a_day and to_finish == a_day
        return MONTH if complete else (last - first + 1) * a_day
    return head + tail + (number_last - number - 1) * MONTH


def parts_worked(stretches: Iterable[Stretch], scale: Scale) -> int:
    """The parts of a month worked, times share: divide by `MONTH * scale.full` for months of full time."""
    together: list[Stretch] = []
    total = until = 0
    for stretch in sorted(stretches):
        first, last, share = stretch
        if last < first or not share:
            continue
        if together and first > until + 1:
            total += _parts_together(together, until, scale)
            together = []
        together.append(stretch)
        until = max(until, last)
    return total + _parts_together(together, until, scale) if together else total


def _parts_together(stretches: list[Stretch], until: int, scale: Scale) -> int:
    """The parts worked in stretches without a day between them, in order, of which the last day is `until`."""
    since, _, share = stretches[0]
    days = scale.february_days
    if len(stretches) == 1:
        return share * parts_of(since, until, days)
    if min([share for _, _, share in stretches]) >= scale.full:
        return scale.full * parts_of(since, until, days)
    return sum([more * parts_of(first, last, days) for more, first, last in layers(stretches, scale.full)])


def layers(stretches: Iterable[Stretch], full: int) -> list[tuple[int, int, int]]:
    """The share worked, up to full time, cut into layers: how much share, its first and its last day.

    A layer lasts for as long as the share stays above the layers below it.
    """
    changes: dict[int, int] = {}
    for first, last, share in stretches:
        if last >= first and share:
            changes[first] = changes.get(first, 0) + share
            changes[last + 1] = changes.get(last + 1, 0) - share
    found: list[tuple[int, int, int]] = []
    begun: list[tuple[int, int]] = []  # of each layer not yet over, the share below it and its first day
    total = level = 0
    for day in sorted(changes):
        total += changes[day]
        share = total if total < full else full
        if share > level:
            begun.append((level, day))
            level = share
        while share < level:
            below, since = begun[-1]
            if below >= share:
                begun.pop()
            else:
                below = share
            found.append((level - below, since, day - 1))
            level = below
    return found
