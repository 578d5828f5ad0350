"""What a statement says must be proven by what it cites: true ones pass, bent ones are withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answer import Draft, DraftStatement, Evidence, Outcome, render
from assistant.verify import unproven, verify
from corpus.model import Span, Spec
from corpus.parse import parse
from tests.assistant.library import spec_of

YEARS = (
    "An earned advanced degree and twelve (12) years of professional experience in the field of education or in a "
    "related area."
)
MANAGERIAL = (
    "Two (2) years of the General Experience must have been in a managerial capacity in the oversight of the "
    "development or administration of an educational bureau, system, operation, school or service."
)
CERTIFICATES = (
    "A 092 certificate (Intermediate Administrator), or 093 certificate (Superintendent), or Sixth Year Diploma in "
    "Educational Leadership, or an Ed.D. (Doctorate in Educational Leadership) may be substituted for one (1) "
    "additional year of the General Experience."
)
SIX_YEARS = (
    "An advanced degree and six (6) years of managerial experience in the oversight of the development or "
    "administration of an educational bureau, system, operation, school or service may substitute for the General "
    "and Special Experience."
)
MAY_BE_REQUIRED = (
    "Incumbents in this class may be required to possess an appropriate certificate issued by the State Board of "
    "Education."
)
MUST_POSSESS = (
    "The Superintendent of the Connecticut Technical High School System must possess proper certification pursuant "
    "to Section 10-157 of the Connecticut General Statutes."
)
NOT_ALL = "a job class is not meant to be all-inclusive of every task and/or responsibility."
MONTHS = (
    "Six (6) months of the General Experience must have involved the answering of calls and the entry of data at the "
    "same time."
)
DIPLOMA = (
    "A high school diploma or General Equivalency Diploma (GED) and two (2) years of experience in dispatching, "
    "emergency telecommunications, emergency medical service, customer service by telephone or a related field."
)
COLLEGE = (
    "College training may be substituted for the General Experience on the basis of fifteen (15) semester hours "
    "equalling one-half (1/2) year of experience to a maximum of one (1) year."
)
WITHIN = (
    "Incumbents in this class must obtain certification as a Telecommunicator from the Office of Statewide Emergency "
    "Telecommunications within twelve (12) months of appointment."
)


def evidence(code: str, *quotes: str) -> tuple[Evidence, ...]:
    """The characters of these quotes in a class's text."""
    spec = spec_of(code)
    starts = [(spec.text.index(quote), quote) for quote in quotes]
    return tuple(Evidence(spec, Span(start, start + len(quote))) for start, quote in starts)


def reasons(text: str, *cited: Evidence, about: Spec | None = None, outcome: Outcome = Outcome.ANSWERED) -> list[str]:
    """Why a statement that cites this is not proven; nothing if it is."""
    statement = DraftStatement(text, cited)
    spec = about or (cited[0].spec if cited else None)
    return list(unproven(Draft(outcome, (statement,), spec=spec), statement))


@pytest.mark.parametrize(
    ("text", "code", "quotes"),
    [
        *((quote, "3039MP", [quote]) for quote in (YEARS, MANAGERIAL, CERTIFICATES, SIX_YEARS, MAY_BE_REQUIRED)),
        *((quote, "3039MP", [quote]) for quote in (MUST_POSSESS,)),
        *((quote, "9913SX", [quote]) for quote in (MONTHS, DIPLOMA, COLLEGE, WITHIN)),
        ("As such, a job class is not meant to be all-inclusive.", "3039MP", [NOT_ALL]),
        ("Twelve years of professional experience are asked for.", "3039MP", [YEARS]),
        ("12 years of professional experience in the field of education or in a related area.", "3039MP", [YEARS]),
        (
            f"{YEARS[:-1]}, of which {MANAGERIAL.replace(' of the General Experience', '')}",
            "3039MP",
            [YEARS, MANAGERIAL],
        ),
        ("Yes. The job class designation is Unclassified.", "3039MP", ["Unclassified"]),
        ("No. The job class designation is Unclassified.", "3039MP", ["Unclassified"]),
        ("The salary group is MP 75.", "3039MP", ["MP 75"]),
        ("The class code is 3039MP.", "3039MP", ["3039MP"]),
        ("The class was established on 8/10/2012.", "3039MP", ["EST: 8/10/2012"]),
        ("The item number of the revision is 23-095.", "3039MP", ["Item No. 23-095"]),
        ("It was approved effective April 22, 2022.", "3039MP", ["approved effective April 22, 2022"]),
        (f"It may be. {MAY_BE_REQUIRED}", "3039MP", [MAY_BE_REQUIRED]),
        ("Incumbents might be required to possess a certificate.", "3039MP", [MAY_BE_REQUIRED]),
        ("Fifteen semester hours equal half a year: 1/2 (one half).", "9913SX", [COLLEGE]),
    ],
)
def test_a_true_statement_passes(text: str, code: str, quotes: Sequence[str]) -> None:
    assert reasons(text, *evidence(code, *quotes)) == []


BENT: tuple[tuple[str, str, str, str, str], ...] = (
    # number
    ("3039MP", YEARS, "twelve (12)", "thirteen (13)", "another number"),
    ("3039MP", YEARS, "twelve (12)", "twelve (13)", "a number that contradicts itself"),
    ("3039MP", YEARS, "twelve (12)", "ten", "another number in words"),
    ("3039MP", MANAGERIAL, "Two (2)", "Two to three", "one number more"),
    ("3039MP", CERTIFICATES, "one (1) additional year", "two (2) additional years", "another number"),
    ("3039MP", CERTIFICATES, "092", "094", "another certificate"),
    ("3039MP", CERTIFICATES, "Sixth Year", "Fifth Year", "another ordinal"),
    ("9913SX", COLLEGE, "one-half (1/2)", "one (1)", "a whole for a half"),
    ("9913SX", COLLEGE, "fifteen (15)", "one (1)", "a number from elsewhere in the clause"),
    ("9913SX", COLLEGE, "maximum of one (1)", "maximum of fifteen (15)", "a number from elsewhere in the clause"),
    # unit
    ("3039MP", YEARS, "years", "months", "another unit"),
    ("9913SX", MONTHS, "months", "years", "another unit"),
    ("9913SX", COLLEGE, "semester hours", "semesters", "another unit"),
    ("9913SX", COLLEGE, "semester hours", "years", "a unit from elsewhere in the clause"),
    ("9913SX", WITHIN, "twelve (12) months", "twelve (12) weeks", "another unit"),
    # may and must
    ("3039MP", MANAGERIAL, "must have", "may have", "must to may"),
    ("3039MP", MANAGERIAL, "must have been", "were", "must left out"),
    ("3039MP", MUST_POSSESS, "must possess", "may possess", "must to may"),
    ("3039MP", MUST_POSSESS, "must possess", "possesses", "must left out"),
    ("3039MP", CERTIFICATES, "may be substituted", "must be substituted", "may to must"),
    ("3039MP", CERTIFICATES, "may be substituted", "is substituted", "may left out"),
    ("3039MP", MAY_BE_REQUIRED, "may be required to", "must", "may be required to must"),
    ("3039MP", MAY_BE_REQUIRED, "may be required", "are required", "may be required to are required"),
    ("3039MP", MAY_BE_REQUIRED, "may be required to possess", "require", "may be required to require"),
    ("3039MP", MAY_BE_REQUIRED, "may be required to possess", "have", "may be required left out"),
    # negation
    ("3039MP", MUST_POSSESS, "must possess", "must not possess", "a negation put in"),
    ("3039MP", CERTIFICATES, "may be", "may not be", "a negation put in"),
    ("3039MP", SIX_YEARS, "may substitute", "cannot substitute", "a negation put in"),
    ("3039MP", SIX_YEARS, "may substitute", "don’t substitute", "a negation put in"),
    ("3039MP", NOT_ALL, "is not meant", "is meant", "a negation left out"),
    # minimum and maximum
    ("3039MP", YEARS, "twelve (12) years", "at least twelve (12) years", "a minimum put in"),
    ("3039MP", YEARS, "twelve (12) years", "up to twelve (12) years", "a maximum put in"),
    ("9913SX", COLLEGE, "a maximum of", "a minimum of", "maximum to minimum"),
    ("9913SX", COLLEGE, "a maximum of one (1) year", "one (1) year", "a maximum left out"),
    # degrees and credentials
    ("3039MP", YEARS, "advanced degree", "bachelor's degree", "another degree"),
    ("3039MP", YEARS, "advanced degree", "doctorate", "another degree"),
    ("3039MP", YEARS, "advanced degree", "degree", "a degree made less"),
    ("3039MP", YEARS, "degree and", "degree or", "and to or"),
    ("3039MP", CERTIFICATES, "Doctorate", "Master's degree", "another degree"),
    ("9913SX", DIPLOMA, "high school diploma", "high school diploma, an associate's degree", "a degree put in"),
    ("9913SX", DIPLOMA, "diploma or General", "diploma and General", "or to and"),
    ("3039MP", CERTIFICATES, "certificate", "license", "another credential"),
    ("3039MP", MUST_POSSESS, "certification", "licensure", "another credential"),
    ("3039MP", MAY_BE_REQUIRED, "certificate", "apprenticeship", "another credential"),
    # general and special, managerial and supervisory, additional
    ("3039MP", MANAGERIAL, "General Experience", "Special Experience", "general to special"),
    ("3039MP", CERTIFICATES, "General Experience", "Special Experience", "general to special"),
    ("3039MP", CERTIFICATES, "the General", "the General and Special", "special put in"),
    ("3039MP", SIX_YEARS, "General and Special", "General", "special left out"),
    ("3039MP", SIX_YEARS, "General and Special", "Special", "general left out"),
    ("3039MP", MANAGERIAL, "managerial", "supervisory", "another capacity"),
    ("3039MP", CERTIFICATES, "one (1) additional year", "one (1) year", "additional left out"),
    # codes, dates, values
    ("3039MP", MUST_POSSESS, "10-157", "10-158", "another statute"),
    ("3039MP", MUST_POSSESS, "10-157", "10-15", "a statute cut short"),
)


@pytest.mark.parametrize(("code", "quote", "old", "new", "how"), BENT)
def test_a_bent_statement_is_withheld(code: str, quote: str, old: str, new: str, how: str) -> None:
    assert reasons(quote, *evidence(code, quote)) == [] or quote is NOT_ALL
    assert old in quote
    assert reasons(quote.replace(old, new, 1), *evidence(code, quote)), how


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The salary group is MP 76.", "MP 75"),
        ("The salary group is MD 75.", "MP 75"),
        ("The salary group is MP 7.", "MP 75"),
        ("The class code is 3039MQ.", "3039MP"),
        ("The class was established on 10/8/2012.", "EST: 8/10/2012"),
        ("The class was established on 8/10/2013.", "EST: 8/10/2012"),
        ("It was approved effective May 22, 2022.", "approved effective April 22, 2022"),
        ("It was approved effective April 23, 2022.", "approved effective April 22, 2022"),
        ("The item number of the revision is 23-096.", "Item No. 23-095"),
        ("The job class designation is Classified.", "Unclassified"),
        ("Yes. The job class designation is Classified/Competitive.", "Unclassified"),
        ("The bargaining unit is (03)-MANAGERIAL.", "(02)-MANAGERIAL"),
        ("The bargaining unit is (02)-SUPERVISORY.", "(02)-MANAGERIAL"),
    ],
)
def test_a_wrong_value_is_withheld(text: str, quote: str) -> None:
    assert reasons(text, *evidence("3039MP", quote))


def test_a_number_of_another_clause_of_the_class_proves_nothing() -> None:
    assert reasons("Twelve (12) years must have been managerial.", *evidence("3039MP", MANAGERIAL))


def test_what_cites_nothing_is_withheld() -> None:
    assert reasons("The class exists.", about=spec_of("3039MP")) == ["it cites nothing"]


def test_a_clause_of_another_class_proves_nothing() -> None:
    assert reasons(MONTHS, *evidence("9913SX", MONTHS), about=spec_of("3039MP"))


def test_a_clause_of_another_revision_proves_nothing() -> None:
    newer = parse(spec_of("3039MP").text.replace("twelve (12)", "ten (10)"), "3039MP")
    assert newer.class_code == "3039MP"
    assert reasons(MANAGERIAL, *evidence("3039MP", MANAGERIAL), about=newer)
    assert reasons(MANAGERIAL, *evidence("3039MP", MANAGERIAL), about=spec_of("3039MP")) == []


def test_one_statement_is_of_one_class() -> None:
    both = (*evidence("3039MP", MANAGERIAL), *evidence("9913SX", MONTHS))
    statement = DraftStatement(MANAGERIAL, both)
    assert list(unproven(Draft(Outcome.ANSWERED, (statement,)), statement))


def test_across_classes_a_statement_names_its_class() -> None:
    across = Draft(Outcome.ANSWERED)
    named = DraftStatement(f"Public Safety Dispatcher (40 Hour) (9913SX): {MONTHS}", evidence("9913SX", MONTHS))
    other = DraftStatement(f"Plumber (9912SX): {MONTHS}", evidence("9913SX", MONTHS))
    assert list(unproven(across, named)) == []
    assert list(unproven(across, other))
    assert list(unproven(across, replace(named, text=MONTHS)))


def test_a_number_in_a_class_title_proves_nothing() -> None:
    quote = "Seven (7) years of experience in accounting, auditing or the examination of financial records."
    true = f"Accounts Examiner 2 (9903SX): {quote}"
    assert reasons(true, *evidence("9903SX", quote)) == []
    assert reasons(true.replace("Seven (7)", "Two (2)"), *evidence("9903SX", quote))


def test_words_said_to_be_absent_are_looked_for_in_the_whole_text() -> None:
    cited = evidence("3039MP", "MP 75")
    draft = Draft(Outcome.ANSWERED, spec=spec_of("3039MP"))
    absent = DraftStatement("It says nothing of it.", cited, absent=("telework",))
    assert list(unproven(draft, absent)) == []
    assert list(unproven(draft, replace(absent, absent=("telework", "certificat"))))


def test_line_breaks_in_the_text_do_not_matter() -> None:
    text = "SPECIAL EXPERIENCE\nOne year of the General\nExperience must be at\nsea.\n"
    cited = Evidence(parse(text), Span(text.index("One"), len(text)))
    assert reasons("One year of the General Experience must be at sea.", cited) == []


def test_a_verdict_is_said_only_where_the_determination_has_it() -> None:
    said = DraftStatement("You meet the stated minimum qualifications.", evidence("3039MP", YEARS))
    denied = replace(said, text="You do not meet the stated minimum qualifications.")
    for verdict, statement, passes in [
        ("met", said, True),
        ("not_met", said, False),
        ("undetermined", said, False),
        ("needs_review", denied, False),
        ("not_met", denied, True),
        ("met", denied, False),
    ]:
        draft = Draft(Outcome.DETERMINATION, spec=spec_of("3039MP"), determination={"verdict": verdict})
        assert (not list(unproven(draft, statement))) == passes, (verdict, statement.text)


def test_an_answer_never_gives_a_verdict() -> None:
    assert reasons(f"You qualify. {YEARS}", *evidence("3039MP", YEARS))


def test_what_is_withheld_is_told_and_never_shown() -> None:
    spec = spec_of("3039MP")
    true = DraftStatement(YEARS, evidence("3039MP", YEARS))
    bent = DraftStatement(YEARS.replace("twelve (12)", "nine (9)"), evidence("3039MP", YEARS))
    verified, failures = verify(Draft(Outcome.ANSWERED, (bent, true, bent), spec=spec, follow_ups=("What else?",)))
    answer = render(verified, "?", timings_ms={})
    assert answer.outcome == "answered"
    assert [statement.text for statement in answer.statements] == [YEARS]
    assert "nine" not in answer.model_dump_json()
    assert answer.notices == ("2 statements withheld: not proven by the clauses cited.",)
    assert answer.follow_ups == ("What else?",)
    assert [failure.statement for failure in failures] == [bent, bent]
    assert all(failure.reasons for failure in failures)


def test_an_answer_that_loses_all_its_statements_abstains() -> None:
    bent = DraftStatement("The salary group is MP 76.", evidence("3039MP", "MP 75"))
    verified, _ = verify(Draft(Outcome.ANSWERED, (bent,), text="Here it is:", spec=spec_of("3039MP")))
    answer = render(verified, "?", timings_ms={})
    assert answer.outcome == "abstained"
    assert answer.statements == ()
    assert answer.text == "I found clauses, but could not prove a statement about them."
    assert answer.notices == ("1 statement withheld: not proven by the clauses cited.",)


def test_a_proven_draft_is_left_as_it_is() -> None:
    draft = Draft(Outcome.ANSWERED, (DraftStatement(YEARS, evidence("3039MP", YEARS)),), spec=spec_of("3039MP"))
    assert verify(draft) == (draft, ())
