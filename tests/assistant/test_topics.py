from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.router import BROAD, EXAMPLES
from assistant.scope import CONCEPTS, Concept
from assistant.topics import LOOSE, THIN, TOPICS, UNDIVIDED, Shape
from assistant.understand import topic_named, understand
from evals.items import SETS, load_items
from tests.assistant.library import shipped

ASKED: dict[str, tuple[tuple[str, ...], tuple[str, str | None]]] = {
    "previous salary group": (
        ("what was the old salary group?", "In which pay grade was the previous revision?"),
        ("what salary group is it in now?", "salary group"),
    ),
    "previous title": (
        ("what was the former title?", "Under which name was the earlier class known?"),
        ("what is the official title?", "class title"),
    ),
    "previous effective date": (
        ("when did the old spec take effect", "on what date was the replaced version approved?"),
        ("when does it take effect?", "effective date"),
    ),
    "reason for the revision": (
        ("why was it revised?", "reason for the change"),
        ("when was it revised?", "revision date"),
    ),
    "item number": (("what is the item number", "item no.?"), ("which items are on the list of duties?", "duties")),
    "what was replaced": (
        ("which specification does this one supersede? what was cancelled by the clause", "the cancellation clause"),
        ("can a degree replace years in the old version?", "substitutions"),
    ),
    "effective date": (
        ("when is the spec effective?", "since when is it in force"),
        ("does it ask for effective communication?", None),
    ),
    "revision date": (
        ("when was the class last revised?", "rev date"),
        ("do they review budgets?", None),
    ),
    "date of establishment": (
        ("when was the class established?", "how old is this class"),
        ("who establishes contacts with schools?", None),
    ),
    "EEO category": (
        ("what EEO category is it in", "equal employment opportunity code?"),
        ("is the pay equal?", "salary group"),
    ),
    "bargaining unit": (
        ("which bargaining unit is it in?", "is the position unionized"),
        ("how high are the union dues?", None),
    ),
    "occupational group": (
        ("occupational group?", "which job family is it part of"),
        ("what is the occupation of the applicant?", None),
    ),
    "job class designation": (
        ("is it a classified position", "what is the job class designation?"),
        ("is the salary competitive?", "salary group"),
    ),
    "pay in dollars": (
        ("what is the hourly wage", "how many dollars a year?"),
        ("which pay plan is it on?", "salary group"),
    ),
    "salary group": (
        ("what is the salary group?", "how much does a chief get paid"),
        ("do they pay for performance reviews?", None),
    ),
    "agency": (
        ("which agency has this class?", "in what department is the job"),
        ("who deals with other agencies?", None),
    ),
    "class title": (
        ("what is the title of this class?", "what's the official title"),
        ("what is Title 1 work?", None),
    ),
    "class code": (("what's the class code", "job class number?"), ("must I know the building code?", None)),
    "acknowledgement": (
        ("is this list all-inclusive?", "what is a job class"),
        ("which jobs are in this class?", None),
    ),
    "definition": (
        ("how is managerial capacity defined?", "what does oversight mean here"),
        ("what does that mean for me?", None),
    ),
    "supervision exercised": (
        ("who does this class supervise?", "does the job supervise other employees"),
        ("who is this class supervised by?", "supervision received"),
    ),
    "supervision received": (
        ("who does the incumbent report to?", "under whose direction does it work"),
        ("who reports to the incumbent?", "supervision exercised"),
    ),
    "whether special experience is part of the general": (
        (
            "is the managerial experience in addition to the general years?",
            "are the special years included in the twelve",
        ),
        ("how many years of special experience?", "years of special experience"),
    ),
    "interpretation for state employees": (
        ("at what level must state employees have worked?", "what if I work for the state already"),
        ("what does the state pay?", "salary group"),
    ),
    "substitutions": (
        ("what can be substituted for experience?", "is there another way to get in"),
        ("what is the specification that this one replaced?", "what was replaced"),
    ),
    "years of special experience": (
        ("how many years must be managerial?", "how much supervisory experience is needed"),
        ("how many years of teaching experience?", "years of experience"),
    ),
    "years of experience": (
        ("how many years of experience are needed?", "how long must I have worked"),
        ("what kind of experience is needed?", "field of experience"),
    ),
    "field of experience": (
        ("in what field must the experience be?", "does experience elsewhere count"),
        ("how many years of experience?", "years of experience"),
    ),
    "substitution for both": (
        ("what covers both the general and special experience", "can the whole experience be met by it"),
        ("what is the general experience?", "general experience"),
    ),
    "degree asked": (("education?", "Schooling"), ("does it deal with education?", None)),
    "general experience": (
        ("what is the general experience", "GE?"),
        ("is experience in general practice fine?", None),
    ),
    "special experience": (
        ("what is the special experience", "SE"),
        ("is experience in special education fine?", None),
    ),
    "special requirements": (
        ("what are the special requirements?", "any special requirement?"),
        ("what does special education require?", None),
    ),
    "character requirements": (
        ("are there character requirements?", "must I be of good moral standing"),
        ("what is the nature of the work?", "purpose"),
    ),
    "physical requirements": (
        ("what are the physical requirements", "do I have to be in good health?"),
        ("does a physical therapist fit?", None),
    ),
    "working conditions": (
        ("what are the working conditions", "am I exposed to chemicals?"),
        ("on what condition is the certificate given?", None),
    ),
    "appointment": (
        ("what is the term of appointment?", "how is one appointed"),
        ("who recommends appointees?", None),
    ),
    "compensation guidelines": (
        ("what do the compensation guidelines say", "is there a compensation guideline?"),
        ("what are the guidelines?", "capacities"),
    ),
    "minimum qualifications": (
        ("what are the minimum qualifications?", "what does it take to be considered"),
        ("what minimum of words must be typed?", None),
    ),
    "capacities": (
        ("in which capacities do incumbents serve?", "list the different roles"),
        ("what is a managerial capacity?", "definition"),
    ),
    "duties": (
        ("what are the duties?", "what does this person do all day?"),
        ("what is this job for?", "purpose"),
    ),
    "purpose": (
        ("what is the purpose of the class?", "give me a summary"),
        ("what is the bargaining unit of the class?", "bargaining unit"),
    ),
    "knowledge, skill and ability": (
        ("list the KSAs", "which knowledge, skills and abilities are needed?"),
        ("what must they know about law?", None),
    ),
    "knowledge": (
        ("what knowledge is required?", "what do I need to know"),
        ("which knowledge and skills?", "knowledge, skill and ability"),
    ),
    "abilities": (
        ("what abilities are required?", "which ability is named"),
        ("is the office accessible to the disabled?", None),
    ),
    "skills": (("what skills do I need?", "any skill?"), ("is it skillful work?", None)),
}
"""For each topic: questions that reach it, and one near to them that must not, with the topic that it reaches."""


def topic_of(question: str) -> str | None:
    """The first topic of the table whose expression fits."""
    return next((topic.name for topic in TOPICS if topic.ask.search(question)), None)


def concept_of(question: str) -> str | None:
    return next((concept.name for concept in CONCEPTS if concept.ask.search(question)), None)


@pytest.mark.parametrize(
    ("question", "name"), [(question, name) for name, (asked, _) in ASKED.items() for question in asked]
)
def test_a_question_reaches_its_topic(question: str, name: str) -> None:
    assert topic_of(question) == name


@pytest.mark.parametrize(("name", "question", "goes_to"), [(name, *miss) for name, (_, miss) in ASKED.items()])
def test_a_question_near_a_topic_does_not(name: str, question: str, goes_to: str | None) -> None:
    assert goes_to != name
    assert topic_of(question) == goes_to


CONCEPTS_ASKED: dict[str, tuple[str, str]] = {
    "telework": ("can I work from home?", "which remote sensors are serviced?"),
    "leave and vacation": ("how many vacation days?", "who grants leave to appeal?"),
    "benefits": ("what are the benefits?", "who decides on the benefit of a program"),
    "dues": ("how high are the dues?", "is it due?"),
    "how and when to apply": ("how do I apply?", "who may apply?"),
    "openings": ("are there any openings?", "who opens the office?"),
    "an examination of applicants": ("is there a written test?", "who conducts the examination of claims?"),
    "driver's licence": ("must I have a driver's license?", "who licenses plumbers?"),
    "background check": ("do you check criminal records?", "what background in law do I need?"),
    "drug test": ("is there a drug screening?", "who tests equipment?"),
    "dress code": ("do I wear a uniform?", "is a uniform procedure followed?"),
    "shifts and hours": ("do I work weekends?", "how many semester hours count?"),
    "location": ("where is the office?", "where does the budget go?"),
    "probation": ("how long is the probationary period?", "what does a probation officer do?"),
    "residency and citizenship": ("do I have to be a citizen?", "is this a residential program?"),
    "age": ("is there an age limit?", "does it serve all ages?"),
    "travel": ("is there travel?", "does it route calls?"),
    "parking": ("is there parking?", "does it handle the park?"),
    "languages": ("must I speak Spanish?", "must I speak in public?"),
    "software": ("which software is used?", "does it need soft skills?"),
    "typing speed": ("how many words per minute?", "which types of work?"),
    "lifting": ("must I lift 50 pounds?", "is the fee lifted?"),
    "promotion and career ladder": ("can I be promoted?", "who works in the promotion of health?"),
    "veterans' preference": ("do veterans get extra points?", "does it serve veterans?"),
    "who holds the job now": ("who is the current incumbent?", "who holds the keys?"),
    "contact details": ("what is the phone number?", "who maintains contacts with schools?"),
    "what it costs an applicant": ("what does the certificate cost?", "who does cost accounting?"),
    "training offered": ("is there paid training?", "is college training required?"),
    "size of the staff": ("how many people work there?", "does it direct employees?"),
    "smoking, pets and visitors": ("may I smoke?", "does it direct the petty cash?"),
    "bonus and raises": ("is there a bonus?", "does it raise awareness?"),
    "childcare": ("is child care available?", "who licenses child care centers?"),
    "retirement age": ("when must I retire?", "who runs the retirement system?"),
    "layoffs": ("are there layoffs?", "who lays pipes?"),
    "vaccination": ("must I be vaccinated?", "who examines a vacant house?"),
}
"""For each concept: a question that reaches it, and one near to it that must not."""


@pytest.mark.parametrize(("name", "question"), [(name, asked) for name, (asked, _) in CONCEPTS_ASKED.items()])
def test_a_question_reaches_its_concept(name: str, question: str) -> None:
    assert concept_of(question) == name


@pytest.mark.parametrize(("name", "question"), [(name, miss) for name, (_, miss) in CONCEPTS_ASKED.items()])
def test_a_question_near_a_concept_does_not(name: str, question: str) -> None:
    assert concept_of(question) != name


def test_every_line_of_the_tables_is_tried_here() -> None:
    assert set(ASKED) == {topic.name for topic in TOPICS}
    assert set(CONCEPTS_ASKED) == {concept.name for concept in CONCEPTS}


@pytest.mark.parametrize(
    ("name", "clause", "near"),
    [
        ("telework", "Incumbents may telework two days a week.", "Maintains remote sensing equipment."),
        ("driver's licence", "Must hold a Motor Vehicle Operator's license.", "Must hold a plumber's license."),
        ("background check", "A background investigation is made.", "A background in chemistry is desirable."),
        ("shifts and hours", "May be required to work weekends.", "Fifteen (15) semester hours of chemistry."),
        ("age", "Must be at least twenty-one (21) years of age.", "Three (3) years of experience with ages of rock."),
        ("residency and citizenship", "Must be a United States citizen.", "Provides residential care."),
        ("languages", "Ability to speak a foreign language.", "Ability to speak clearly."),
        ("an examination of applicants", "A written test is held each year.", "Conducts examinations of claims."),
        ("probation", "Serves a working test period of six months.", "Serves with the Office of Probation."),
    ],
)
def test_a_concept_knows_the_clauses_that_speak_of_it(name: str, clause: str, near: str) -> None:
    evidence = concept_named(name).evidence
    assert evidence is not None
    assert evidence.search(clause)
    assert not evidence.search(near)


def concept_named(name: str) -> Concept:
    return next(concept for concept in CONCEPTS if concept.name == name)


def test_names_in_other_tables_are_topics() -> None:
    names = {topic.name for topic in TOPICS}
    assert LOOSE | THIN | UNDIVIDED | BROAD | set(EXAMPLES) <= names
    assert topic_named("duties") in TOPICS
    assert topic_named("no such topic") is None


def test_a_topic_says_where_it_stands() -> None:
    for topic in TOPICS:
        assert bool(topic.fields) == (topic.shape is Shape.FIELDS), topic.name
        assert topic.fields or topic.kinds, topic.name


def test_no_example_of_the_router_is_a_question_of_an_evaluation_set() -> None:
    """Else the sets would measure what the assistant was taught."""
    examples = {plain(question) for questions in EXAMPLES.values() for question in questions}
    asked = {plain(item.question) for path in SETS.glob("*.jsonl") for item in load_items(path)}
    assert asked
    assert len(examples & asked) == 0


def plain(question: str) -> str:
    return " ".join(question.lower().strip(" ?.!").split())


HOSTILE = (
    "years need - ",
    "do supervise ",
    "does what class or ",
    "that have ' my is ",
    "i my ",
    "in must of years ",
    "  ",
)


@pytest.mark.parametrize("said", HOSTILE)
def test_no_question_takes_long_however_it_is_made(said: str) -> None:
    """Of 4,000 characters made for the expressions with several gaps, each takes well under a second."""
    question = (said * 4000)[:4000]
    started = time.process_time()
    understand(question, shipped())
    assert time.process_time() - started < 5


@given(st.text(max_size=200))
def test_any_text_has_one_topic_and_one_concept_at_most(question: str) -> None:
    name = topic_of(question)
    assert name is None or name in ASKED
    concept = concept_of(question)
    assert concept is None or concept in CONCEPTS_ASKED
