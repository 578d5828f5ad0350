from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.resolve import Resolution, resolve, sibling_named
from tests.assistant.library import every, row

REAL = every().entries()
INVENTED = (
    row("1111AA", "Bridge Inspector 1"),
    row("1112AA", "Bridge Inspector 2"),
    row("1113AA", "Bridge Inspector 3 (Movable Spans)"),
    row("2000BB", "Lighthouse Keeper (35 Hour)"),
    row("2001BB", "Lighthouse Keeper (40 Hour)"),
    row("3000CC", "Department of Tides Director of Tidal Records"),
    row("4000DD", "Ferry Captain", ("4001DD", "Ferry Mate")),
    row("5000EE", "Warden"),
)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        # codes, in any case and among other words
        ("years for 9903SX?", "9903SX"),
        ("is 9903sx unclassified", "9903SX"),
        ("what does 3039MP's holder do?", "3039MP"),
        # a code that the text of another class specifies
        ("duties of 9925SX", "9922SX"),
        # whole titles, singular, plural, in bad case, with another numeral, with or without a remark
        ("What does an Accounts Examiner 2 do?", "9903SX"),
        ("accounts examiner II", "9903SX"),
        ("Do plumbers need a licence?", "9912SX"),
        ("minimum qualifications for CUSTODY OFFICERS", "9923SX"),
        ("court interpreter", "9924SX"),
        ("What does a data analyst do?", "9915SX"),
        ("Secretary of the Inland Waterways Board: term?", "9911SX"),
        ("salary of Secretary 1", "9909SX"),
        ("Is a Chief of Educational Services unclassified?", "3039MP"),
        ("Forensic Examiner 2 pay", "9922SX"),
        # remarks tell equal titles apart
        ("the 35-hour head nurse", "9905SX"),
        ("Head Nurse (40 Hour)", "9906SX"),
        ("head nurse 40 hr pay", "9906SX"),
    ],
)
def test_a_code_or_a_whole_title_names_its_class(question: str, code: str) -> None:
    found = resolve(question, REAL)
    assert found.codes == (code,)
    assert found.whole
    assert not found.each_named


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("who oversees the dispatcher?", "9913SX"),
        ("is the housing attorney paid well", "9916SX"),
        ("what may a teacher do", "9921SX"),
        ("secretary of the board", "9911SX"),
        ("the psychologist's degree", "9917SX"),
        ("years for an acounts examinr 1", "9902SX"),
        ("forensc examiner 1", "9922SX"),
        ("what does a plumer do", "9912SX"),
        ("a manager's education", None),
        ("Is special education training enough?", None),
        ("What are the minimum qualifications?", None),
        ("how many years of management experience?", None),
        ("What is the service of the state office?", None),
        ("the $9901 ticket and item 98-123", None),
    ],
)
def test_a_part_of_a_title_names_a_class_only_if_it_tells_it_from_others(question: str, code: str | None) -> None:
    found = resolve(question, REAL)
    assert found.codes == ((code,) if code else ())


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("What are the duties of the Secretary?", ("9909SX", "9910SX")),
        ("accounts examiner years", ("9902SX", "9903SX", "9904SX")),
        ("What does a Head Nurse earn?", ("9905SX", "9906SX")),
        ("Fiscal/Administrative Manager 1", ("9907SX", "9908SX")),
        ("fiscal administrative manager pay", ("9907SX", "9908SX")),
    ],
)
def test_classes_that_fit_equally_are_all_given(question: str, codes: tuple[str, ...]) -> None:
    found = resolve(question, REAL)
    assert found.codes == codes
    assert not found.each_named


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("compare 9902SX with 9903SX", ("9902SX", "9903SX")),
        ("How does 3039MP differ from 9907SX?", ("3039MP", "9907SX")),
        ("Accounts Examiner 1 vs 2 vs 3", ("9902SX", "9903SX", "9904SX")),
        ("is a cook or a plumber better paid?", ("9912SX", "9920SX")),
        ("difference between Head Nurse 35 hour and 40 hour", ("9905SX", "9906SX")),
        ("Head Nurse (35 Hour) versus Head Nurse (40 Hour)", ("9905SX", "9906SX")),
    ],
)
def test_classes_set_side_by_side_are_each_named(question: str, codes: tuple[str, ...]) -> None:
    found = resolve(question, REAL)
    assert sorted(found.codes) == sorted(codes)
    assert found.each_named


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("who oversees a bridge inspector 3", ("1113AA",)),
        ("inspector of movable spans", ("1113AA",)),
        ("bridge inspector", ("1111AA", "1112AA", "1113AA")),
        ("Bridge Inspector 2 vs 3", ("1112AA", "1113AA")),
        ("the 40 hour lighthouse keeper", ("2001BB",)),
        ("lighthouse keeper", ("2000BB", "2001BB")),
        ("Lighthouse Keeper 35 hour vs 40 hour", ("2000BB", "2001BB")),
        ("Lighthouse Keeper 35 vs 40 hours", ("2000BB", "2001BB")),
        ("lighthuose keper, 35 hours", ("2000BB",)),
        ("the Director of Tidal Records", ("3000CC",)),
        ("ferry mate", ("4000DD",)),
        ("4001dd", ("4000DD",)),
        ("wardens", ("5000EE",)),
        ("Department of Tides", ()),
    ],
)
def test_titles_never_seen_before_resolve_by_the_same_rules(question: str, codes: tuple[str, ...]) -> None:
    assert resolve(question, INVENTED).codes == codes


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("Do I qualify as a secretary?", ("9909SX", "9910SX")),
        ("As a secretary I have 3 years", ("9909SX", "9910SX")),
        ("if I am an accounts examiner, and I need more", ("9902SX", "9903SX", "9904SX")),
        ("salary of Secretary I", ("9909SX",)),
        ("Secretary I or II: compare", ("9909SX", "9910SX")),
    ],
)
def test_the_person_who_asks_is_no_level_of_a_title(question: str, codes: tuple[str, ...]) -> None:
    assert resolve(question, REAL).codes == codes


@pytest.mark.parametrize("question", ["Salary group of 8888SX?", "8888sx", "is there an 8888SX class"])
def test_a_code_that_no_class_has_is_told(question: str) -> None:
    assert resolve(question, REAL) == Resolution(unknown="8888SX")


def test_a_file_name_may_be_a_class_code() -> None:
    entries = (row("lighthouse-keeper", "Lighthouse Keeper"), row("9901SX", "Analyst"))
    assert resolve("years for lighthouse-keeper", entries).codes == ("lighthouse-keeper",)


def test_the_words_that_named_the_class_are_told() -> None:
    """They are no words that a clause has to have."""
    assert {"account", "examin", "2"} <= resolve("what does an Accounts Examiner 2 write?", REAL).words
    assert "write" not in resolve("what does an Accounts Examiner 2 write?", REAL).words


@pytest.mark.parametrize(
    ("question", "code", "sibling"),
    [
        ("and the 40 hour one?", "9905SX", "9906SX"),
        ("what about 35 hours", "9906SX", "9905SX"),
        ("and examiner 3?", "9902SX", "9904SX"),
        ("and for level 2?", "9904SX", "9903SX"),
        ("and the 40 hour one?", "9906SX", None),
        ("and the salary?", "9905SX", None),
        ("what about level 3?", "9909SX", None),
        ("the 40 hour one", "no such class", None),
    ],
)
def test_a_follow_up_may_name_a_sibling_by_its_level_or_remark(question: str, code: str, sibling: str | None) -> None:
    assert sibling_named(question, code, REAL) == sibling


def test_a_follow_up_names_no_sibling_if_several_fit() -> None:
    twins = (
        row("1000AA", "Pilot (35 Hour)"),
        row("1001AA", "Pilot (40 Hour)"),
        row("1002AA", "Pilot (40 Hour)"),
    )
    assert sibling_named("and the 40 hour one?", "1000AA", twins) is None


@pytest.mark.parametrize("entry", REAL, ids=lambda entry: entry.class_code)
def test_every_class_is_found_by_its_code_and_by_its_whole_title(entry: object) -> None:
    code, title = getattr(entry, "class_code", ""), getattr(entry, "title", "")
    assert resolve(f"what does {code} require?", REAL).codes == (code,)
    twins = tuple(other.class_code for other in REAL if other.title == title)
    assert resolve(f"What does the class of {title} require?", REAL).codes == twins
    assert resolve(f"requirements of {title.lower()}", REAL).codes == twins


@given(st.text(max_size=120))
def test_any_text_resolves_to_classes_of_the_library_or_to_none(question: str) -> None:
    found = resolve(question, REAL)
    assert set(found.codes) <= {entry.class_code for entry in REAL}
    assert len(set(found.codes)) == len(found.codes)
    assert not (found.codes and found.unknown)
    assert resolve(question, ()).codes == ()
