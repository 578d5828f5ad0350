"""Questions of one conversation that wait for each other: one at a time, in the order in which they were asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_LATE_SECONDS = 1.0
"""How long a question waits for one that was asked before it and has not come yet: requests may overtake each other."""


class Place:
    """A question's place in the line: `said` is what was asked, and `is_wanted` whether it is still to be answered."""

    def __init__(self, line: Line, said: str) -> None:
        self.said = said
        self.is_wanted = True
        self._line = line

    def is_first(self) -> bool:
        """Whether it is its turn."""
        return self._line.first() is self

    def wait(self) -> None:
        """Return when it is its turn."""
        self._line.until(self.is_first)


class Line:
    """The questions of one conversation that are being answered or wait for it, the first of them first."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.RLock())
        self._places: list[Place] = []
        self._heard = 0

    @contextmanager
    def place(self, said: str = "", nth: int = 0) -> Iterator[Place]:
        """A place at the end of the line, which is left with the context.

        `nth` counts the questions of a page from 1: one that comes before those asked earlier waits a moment for them.
        0 does not wait.
        """
        mine = Place(self, said)
        with self._changed:
            if nth:
                self._changed.wait_for(lambda: nth <= self._heard + 1, timeout=_LATE_SECONDS)
                self._heard = max(self._heard, nth)
            self._places.append(mine)
            self._changed.notify_all()
        try:
            yield mine
        finally:
            with self._changed:
                self._places.remove(mine)
                self._changed.notify_all()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn after all that is in the line."""
        with self.place() as mine:
            mine.wait()
            yield

    def first(self) -> Place | None:
        """The place whose turn it is."""
        with self._changed:
            return self._places[0] if self._places else None

    def until(self, is_so: Callable[[], bool]) -> None:
        """Return when this is so, which is looked at whenever the line has changed."""
        with self._changed:
            self._changed.wait_for(is_so)

    def waiting(self) -> tuple[str, ...]:
        """What was asked and waits for its turn."""
        with self._changed:
            return tuple(place.said for place in self._places[1:] if place.said and place.is_wanted)

    def dismiss(self) -> None:
        """Answer nothing of what waits."""
        with self._changed:
            for place in self._places[1:]:
                place.is_wanted = False
