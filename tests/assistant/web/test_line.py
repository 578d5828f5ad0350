"""The line of the questions of one conversation: one at a time, in order, none lost and none left behind."""

from __future__ import annotations

import threading
import time

import pytest

from assistant.web import line
from assistant.web.line import Line


def test_one_at_a_time_in_the_order_in_which_they_came() -> None:
    asked, done, busy = Line(), list[int](), threading.Lock()

    def ask(number: int) -> None:
        with asked.place(str(number), number) as mine:
            mine.wait()
            assert busy.acquire(blocking=False), "two at once"
            time.sleep(0.01)
            done.append(number)
            busy.release()

    threads = [threading.Thread(target=ask, args=(number,)) for number in (3, 1, 4, 2, 5)]
    for thread in threads:
        thread.start()
        time.sleep(0.002)
    for thread in threads:
        thread.join(timeout=10)
    assert done == [1, 2, 3, 4, 5]


def test_what_never_comes_is_waited_for_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "_LATE_SECONDS", 0.2)
    asked, began = Line(), time.monotonic()
    with asked.place("the fourth", 4) as mine:
        assert mine.is_first()
    assert time.monotonic() - began >= 0.2
    began = time.monotonic()
    with asked.place("the fifth", 5), asked.place("one without a number"):
        assert asked.waiting() == ("one without a number",)
    assert time.monotonic() - began < 0.2


def test_dismissed_is_what_waits_and_not_what_is_being_answered() -> None:
    asked = Line()
    with asked.place("first") as first, asked.place("second") as second, asked.place() as unsaid:
        assert asked.waiting() == ("second",)
        asked.dismiss()
        assert (first.is_wanted, second.is_wanted, unsaid.is_wanted) == (True, False, False)
        assert asked.waiting() == ()


def test_a_place_is_left_however_its_question_ends() -> None:
    asked = Line()
    with pytest.raises(ValueError, match="gone"), asked.place("first"):
        raise ValueError("gone")
    with asked.place("next") as mine:
        assert mine.is_first()
