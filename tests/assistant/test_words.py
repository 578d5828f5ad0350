from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.eligibility import names
from assistant.words import (
    CHAT,
    COMMON,
    content_stems,
    english_words,
    mend_spelling,
    stem,
    stems,
    tokens,
    vocabulary,
)
from tests.assistant.library import spec_of

KNOWN = vocabulary((spec_of("3039MP").text, spec_of("3039MP").title))


@pytest.mark.parametrize(
    ("asked", "mended"),
    [
        ("what is the porpose of this job", "what is the purpose of this job"),
        ("How many yaers of experiance?", "How many years of experience?"),
        ("minimun qualifcations", "minimum qualifications"),
        ("the bargaing unit", "the bargaining unit"),
        ("manegerial capasity", "managerial capacity"),
        ("a cetificate 092", "a certificate 092"),
        ("the Supertintendent", "the superintendent"),
        ("what are the reqiurements", "what are the requirements"),
        ("substituton", "substitution"),
    ],
)
def test_a_misspelled_word_is_mended_to_a_known_one_near_it(asked: str, mended: str) -> None:
    assert mend_spelling(asked, KNOWN) == mended


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("is the principle a cook", "an English word is no slip, however near another is"),
        ("do I need a dental certificate", "an English word that no specification has"),
        ("parents and parking in Hartford", "English words and a name"),
        ("MANGEMENT NASA", "words in capitals may be names"),
        ("class 9901SZ and a B2B999 card", "words with digits are codes"),
        ("an eduroam login", "nothing known is near"),
        ("who qualifies or is budgeting", "a known word with a regular ending"),
        ("may I override it", "two slips are too many for a word of eight letters"),
        ("clas yaer", "short words have too many neighbours"),
        ("zurpose", "the first letter is seldom the slip"),
        ("xperience", "the first letter is seldom the slip"),
    ],
)
def test_other_words_stay_as_they_are(asked: str, why: str) -> None:
    assert mend_spelling(asked, KNOWN) == asked, why


@pytest.mark.parametrize(
    ("asked", "in_full"),
    [
        ("u need how many yrs", "you need how many years"),
        ("whats teh min quals", "what's the minimum qualifications"),
        ("masters or bachelors?", "master's or bachelor's?"),
        ("Dose it need a lic", "does it need a license"),
        ("which dept and mgr", "which department and manager"),
    ],
)
def test_chat_spellings_are_put_in_full(asked: str, in_full: str) -> None:
    assert mend_spelling(asked, KNOWN) == in_full


def test_what_is_put_in_full_is_not_changed_again() -> None:
    assert [full for full in CHAT.values() if mend_spelling(full, KNOWN) != full] == []


@given(st.lists(st.sampled_from(sorted(KNOWN - set(CHAT))), max_size=8))
def test_what_is_spelled_as_the_texts_spell_it_is_never_changed(words: list[str]) -> None:
    question = " ".join(words)
    assert mend_spelling(question, KNOWN) == question


@given(st.text(max_size=80))
def test_mending_twice_changes_no_more_than_once(question: str) -> None:
    once = mend_spelling(question, KNOWN)
    assert mend_spelling(once, KNOWN) == once


@given(st.sampled_from(sorted(word for word in KNOWN if len(word) >= 8 and word.isalpha())), st.data())
def test_one_slip_in_a_long_word_is_mended_to_a_word_that_is_as_near(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 2))
    slipped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    mended = mend_spelling(slipped, KNOWN)
    if slipped in KNOWN or slipped in english_words():
        assert mended == slipped
    else:
        assert mended in KNOWN
        assert mended[0] == word[0]


def test_the_words_of_a_text_are_its_words_and_numbers_without_possessives() -> None:
    assert tokens("The Commissioner's 092 certificate (Ed.D.), 35-hour?") == (
        "the",
        "commissioner",
        "092",
        "certificate",
        "ed.d",
        "35-hour",
    )
    assert tokens("the person’s “master’s”") == ("the", "person", "master")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("licence", "licenses"),
        ("manager", "managerial"),
        ("supervisor", "supervisory"),
        ("hiring", "recruitment"),
        ("certificate", "certified"),
        ("policies", "policymaking"),
        ("Ph.D".lower(), "doctor"),
        ("statutes", "laws"),
        ("budgets", "budgetary"),
        ("programme", "programs"),
    ],
)
def test_words_of_one_family_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("organ", "organization"), ("universe", "university"), ("news", "new"), ("publication", "public")],
)
def test_words_that_only_look_alike_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_content_stems_leave_out_what_tells_nothing() -> None:
    assert content_stems("What does the person in this job do about the budget of the budget office?") == (
        "budget",
        "offic",
    )
    assert content_stems("please tell me about this") == ()


def test_common_words_are_spelled_right() -> None:
    assert {word for word in COMMON if mend_spelling(word, KNOWN) != word and word not in CHAT} == set()
    assert stems("years") == ("year",)


@pytest.mark.parametrize("stem_of", [stem.__wrapped__, names._stem.__wrapped__])
def test_stems_are_the_same_where_several_ask_at_once(stem_of: Callable[[str], str]) -> None:
    words = ("requirements", "administering", "managerial", "certificates") * 100
    alone = [stem_of(word) for word in words]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(lambda _: [stem_of(word) for word in words], range(4)))
    finally:
        sys.setswitchinterval(usual)
    assert together == [alone] * 4
