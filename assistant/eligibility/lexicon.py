"""The words of minimum qualifications, in tables: degrees, fields, capacities, people, and the signs of a qualifier.

Patterns are phrases (`patterns.phrase`). The terminals of the grammar are in terminals.py.
"""

from __future__ import annotations

from assistant.eligibility.numbers import NUMBER, UNIT
from assistant.eligibility.patterns import compiled
from assistant.eligibility.rules import Capacity, Degree

QUANTITY = rf"(?:(?:{NUMBER}(?: or more)?|a) {UNIT}|{NUMBER}-(?:years|months)\b)"

LEVELS: tuple[tuple[str, Degree], ...] = (
    (r"sixth[- ]year (?:diploma|certificate|degree)", Degree.SIXTH_YEAR),
    (r"(?:juris doctor(?:ate)?|jd|j\.d\.|law)", Degree.LAW),
    (r"(?:ed\.? ?d\.?|ph\.? ?d\.?|doctorate|doctoral|doctor's|psy\.? ?d\.?)", Degree.DOCTORATE),
    (
        r"(?:master's|masters|m\.?s\.?w\.?|m\.?b\.?a\.?|m\.?p\.?h\.?|m\.?p\.?a\.?|master of (?:arts|science))",
        Degree.MASTER,
    ),
    (r"(?:advanced|graduate)", Degree.ADVANCED),
    (r"(?:bachelor's|bachelors|baccalaureate|bachelor of (?:arts|science)|four[- ]year(?: college)?)", Degree.BACHELOR),
    (r"(?:associate's|associates|associate|two[- ]year(?: college)?)", Degree.ASSOCIATE),
    (r"high school", Degree.HIGH_SCHOOL),
)
"""Degree words and their levels. "JD" and the like need no noun behind them, the others do (see `terminals.py`)."""

FIELDS_IN_NAMES = {
    "msw": "social work",
    "mba": "business administration",
    "mph": "public health",
    "mpa": "public administration",
}
"""Degrees whose abbreviation names their field."""

KINDS_OF_FIELD = frozenset(
    "behavioral biological chemical civil clinical computer early educational electrical elementary environmental "
    "industrial mechanical medical occupational physical political public regional school secondary social special "
    "structural urban".split()
)
"""Words that are no field of study by themselves: in a list they share the noun at its end."""

CAPACITIES: tuple[tuple[str, Capacity], ...] = (
    ("managerial", Capacity.MANAGERIAL),
    ("management", Capacity.MANAGERIAL),
    ("supervisory", Capacity.SUPERVISORY),
    ("supervising", Capacity.SUPERVISORY),
    ("lead", Capacity.LEAD),
)

APPOINTED = (
    r"(?:the )?(?:date of |time of |their |his |her |initial |permanent |regular |your )*"
    r"(?:appointment|hire|hiring|employment)(?: (?:to|in) this (?:class|position))?"
)
EVERYBODY = compiled(
    r"(?:(?:all )?(?:the )?(?:applicants?|candidates?|incumbents?|employees|appointees)"
    r"(?: (?:in|appointed to|for|to) (?:this|these) class(?:es)?)?)"
)
"""Subjects of a demand that mean everyone in the class."""

BY_APPOINTMENT = compiled(
    rf"\b(?:within|in|at|by|upon|after|before|prior to|as a condition of|during|throughout)(?: "
    rf"[\w()-]+){{0,4}}? {APPOINTED}\b"
)
"""The words that put a demand off until the appointment."""

LEADING_TIME = compiled(
    rf"^(?:(?:at|by|upon|after|before|prior to|as a condition of) {APPOINTED}|within [\w() "
    rf"-]{{1,24}} (?:of|from|after) {APPOINTED}),? "
)
"""The same before the subject of a demand."""

STRICTER_WORK = compiled(
    r"\b(?:consecutive|continuous|continuously|uninterrupted|recent|immediate|immediately|"
    r"satisfactory|successful|active|verifiable)\b"
)
"""Before "experience": asks something of the months that no rule can count."""

VERBS = compiled(r"\b(?:obtain|acquire|secure|receive|attain|earn|eligib\w*|including|supplemented|such as)\b")
"""In the name of a credential or a field of study: the sign of a further demand."""

COURSES = compiled(
    r"\b(?:programs?|courses?|training|coursework|apprenticeship|academy|internship|"
    r"externship|residency|fellowship|school|college|university|"
    r"curriculum|traineeship|practicum|certificate|certification|seminar|institute|studies)\b"
)
"""What can be completed as a condition; "completion of an application" is a step of the procedure."""

HIDDEN_IN_BRACKETS = compiled(
    rf"\b(?:must|may|shall|should|unless|if|not(?! limited)|no|exclu\w*|except\w*|substitut\w*|"
    rf"prefer\w*|requir\w*|minimum|maximum|least|hours per|"
    rf"degree|diploma|licen[sc]\w*|certificat\w*|college|ged|{NUMBER} {UNIT})\b"
)
"""What makes a remark in brackets more than an explanation."""

_OTHERWISE = (
    r"unless|except\w*|if|may|can|could|waive\w*|lieu|instead|substitut\w*|equivalent|"
    r"otherwise|whichever|counts?|credit(?:s|ed)|"
    r"accept\w*|considered|allow\w*"
)
LOOSENS = compiled(rf"\b(?:or|and/or|{_OTHERWISE}|will be)\b")
"""What may make an unread sentence another way to meet a requirement rather than a further demand."""

NARROW_LOOSENS = compiled(
    rf"\b(?:{_OTHERWISE})\b|\bor (?:(?:at least|an?|the|possession of|{NUMBER}) ?)*(?:\w+ ){{0,3}}"
    rf"(?:{UNIT}|degree|certificate|certification|license|diploma|doctorate)"
)
"""The same for a demand or for words that begin by narrowing: an "or" within them is their own."""


DEMANDS = compiled(r"\b(?:must|shall|required|conditional|contingent|conditioned)\b")
"""What makes a sentence a demand."""

FRAMED = compiled(r"^(?:(?:[\w'’.,/()&-]+ ){0,20}?)(?:must|shall)\b")
"""A demand with its subject before it."""

RESTRICTS = compiled(
    r"\b(?:do|does|will|may|shall|can|is|are) ?n[o']t (?:be )?(?:count(?:ed)?|credited|accepted|considered|qualify|"
    r"substituted?(?: for)?)\b(?![^.]*\b(?:unless|except|if|but)\b)"
)
"""A sentence that takes something away and gives nothing."""
