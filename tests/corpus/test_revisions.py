"""Which class a text is taken for, and which of a class's texts is current."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.revisions import Heading, current, one_class, place, slug, titles_agree

AGREE = [
    ("Head Nurse (35 Hour)", "HEAD NURSE"),
    ("Accountant I", "ACCOUNTANT 1"),
    ("Park Ranger", "Park Rangers"),
    ("Custody Officer (9931SX)", "Custody Officer"),
    ("Health & Safety Officer", "Health and Safety Officer"),
    ("Telecommunications Dispatcher", "Telecomunications Dispatcher"),
    ("Manager, Fiscal/Administrative", "Fiscal Administrative Manager"),
]
DIFFER = [
    ("Accountant 1", "Accountant 2"),
    ("Accountant", "Senior Accountant"),
    ("Tax Manager", "Manager"),
    ("Chief Clerk Police", "Internal Auditor"),
    ("Data Analyst (Program Evaluation)", "Data Analyst"),
    ("Cook", "Book"),
    ("Secretary", "Secretary of the Inland Waterways Board"),
]


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_titles_that_agree(one: str, other: str) -> None:
    assert titles_agree(one, other)
    assert titles_agree(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFER)
def test_titles_that_differ(one: str, other: str) -> None:
    assert not titles_agree(one, other)
    assert not titles_agree(other, one)


def heading(number: int, title: str | None = "Plumber", **stated: str) -> Heading:
    return Heading(f"{number:064x}", number, title, **stated)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (heading(1, revised="2001-01-01"), heading(2, revised="2002-01-01")),
        (heading(2, revised="2001-01-01"), heading(1, revised="2002-01-01")),
        (heading(2, effective="2001-01-01"), heading(1, revised="2002-01-01")),
        (heading(2, revised="2001-01-01", effective="2009-01-01"), heading(1, revised="2002-01-01")),
        (heading(2, established="2001-01-01"), heading(1, effective="2002-01-01")),
        (heading(2), heading(1, established="1933-01-01")),
        (heading(1), heading(2)),
        (heading(1, revised="2001-01-01"), heading(2, effective="2001-01-01")),
    ],
)
def test_the_newer_of_two(older: Heading, newer: Heading) -> None:
    assert current([older, newer]) == current([newer, older]) == newer


def test_a_renamed_class_is_one_class_whichever_text_comes_first() -> None:
    old = heading(1, "Qualified Craft Worker (Plumber)", revised="2001-12-14")
    new = heading(2, "Plumber", revised="2010-04-05", previous_title="Qualified Craft Worker (Plumber)")
    assert one_class(old, new)
    assert one_class(new, old)
    assert place(new, "9912SX", {"9912SX": [old]}).why is None
    assert place(old, "9912SX", {"9912SX": [new]}).class_code == "9912SX"


def test_an_older_text_that_names_the_newer_title_is_no_link() -> None:
    newer = heading(1, "Tax Auditor", revised="2010-01-01")
    older = heading(2, "Ferry Pilot", revised="2001-01-01", previous_title="Tax Auditor")
    assert not one_class(older, newer)


def test_one_date_of_establishment_is_a_link() -> None:
    one = heading(1, "Plumber", established="1958-05-16")
    assert one_class(one, heading(2, "Pipe Fitter", established="1958-05-16"))
    assert not one_class(one, heading(2, "Pipe Fitter", established="1958-05-17"))
    assert not one_class(heading(1, "Plumber"), heading(2, "Pipe Fitter"))


def test_a_text_without_a_title_is_of_the_class_whose_code_it_states() -> None:
    assert place(heading(2, None), "1234", {"1234": [heading(1)]}).class_code == "1234"


def test_a_third_class_of_a_code_is_told_from_both_others() -> None:
    classes = {"1219": [heading(1, "Chief Clerk Police")], "1219~internal-auditor": [heading(2, "Internal Auditor")]}
    third = place(heading(3, "Ferry Pilot"), "1219", classes)
    assert third.class_code == "1219~ferry-pilot"
    assert third.why is not None and "'Chief Clerk Police'" in third.why
    assert place(heading(3, "INTERNAL AUDITOR"), "1219", classes).class_code == "1219~internal-auditor"
    assert place(heading(3, "Ferry Pilot"), "12", classes).class_code == "12"


@given(st.text(), st.text())
def test_agreement_has_no_direction_and_equal_slugs_agree(one: str, other: str) -> None:
    assert titles_agree(one, one)
    assert titles_agree(one, other) == titles_agree(other, one)
    if slug(one) == slug(other) and slug(one) != "untitled":
        assert titles_agree(one, other)


TITLES = st.sampled_from(["Plumber", "Ferry Pilot", "Tax Auditor", "Accountant 1", "Accountant 2"])


@given(st.lists(st.tuples(st.sampled_from(["1219", "1625"]), TITLES), min_size=1, max_size=12))
def test_nothing_is_lost_and_nothing_unrelated_is_merged(texts: list[tuple[str, str]]) -> None:
    classes: dict[str, list[Heading]] = {}
    for number, (code, title) in enumerate(texts):
        text = heading(number, title)
        classes.setdefault(place(text, code, classes).class_code, []).append(text)
    assert sum(map(len, classes.values())) == len(texts)
    assert all(len({text.title for text in held}) == 1 for held in classes.values())
    assert len(classes) == len(set(texts))
