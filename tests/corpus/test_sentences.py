"""Where sentences end, and which of them are not parted."""

from __future__ import annotations

import pytest

from corpus.model import Span
from corpus.sentences import sentences, trim


def parts(text: str, **keep: bool) -> list[str]:
    return [span.of(text) for span in sentences(text, Span(0, len(text)), **keep)]


@pytest.mark.parametrize(
    "text",
    [
        "Works alone. | Receives direction from Dr. Lee.",
        "As in Sec. 5-196 of the Conn. Gen. Stat. applies. | A Ph.D. counts.",
        "Is it so? | It must be said! | “Yes.” | No one doubts.",
        "Approved April 18. 2023 by No. 4. | See Item No. 23-095.",
        "Requires a Grade 3. | Applicants file early.",
        "He earned 18. | She earned 19.",
        "In order: 1. Sailors. | 2. Others.",
        "Interview . . . . . . .100% | ",
        "Open 8:00 a.m. Monday to 5:00 p.m. Friday. | Closed otherwise.",
        "Reads charts, logs, etc. | Writes reports.",
        "ends with a small letter. next is not a sentence.",
    ],
)
def test_ends_of_sentences(text: str) -> None:
    expected = [part.strip() for part in text.split("|") if part.strip()]
    assert parts(text.replace("| ", "").replace("|", "").rstrip(), keep_qualifiers=False) == expected


@pytest.mark.parametrize(
    "text",
    [
        "One year. However, port does not count. | Two years.",
        "A license. (Students may apply. They must show proof.) | Two years.",
        "A license. [Experience in port does not count.] | Two years.",
        "A license. Such license must be valid. | Two years.",
        "Steers. This includes docking. These are named below. | Paints.",
        "Thistles are cut. | Onlyness is rare.",
    ],
)
def test_a_sentence_is_not_parted_from_the_one_it_qualifies(text: str) -> None:
    expected = [part.strip() for part in text.split("|")]
    assert parts(text.replace(" |", "")) == expected


def test_keeping_can_be_turned_off() -> None:
    text = "One year. However, two count. (Three do not.)"
    assert parts(text, keep_qualifiers=False) == ["One year.", "However, two count. (Three do not.)"]
    assert parts(text, keep_qualifiers=False, keep_bracketed=False) == [
        "One year.",
        "However, two count.",
        "(Three do not.)",
    ]


def test_brackets_that_do_not_close_hold_nothing_together() -> None:
    assert parts("One (1 year. Two years. Three.") == ["One (1 year.", "Two years.", "Three."]
    assert parts("One (that is. One) year. Two.") == ["One (that is. One) year.", "Two."]


def test_trim() -> None:
    text = "  a b \n"
    assert trim(text, Span(0, 7)) == Span(2, 5)
    assert trim(text, Span(0, 2)).of(text) == ""
