"""The words of minimum qualifications: one table of terminals for the grammar, in the order in which they are tried.

Patterns are phrases (`patterns.phrase`). A word that could change what a sentence demands and is not part of a known
phrase is HAZARD, which no rule of the grammar accepts: such a sentence is not read at all rather than read in part.
"""

from __future__ import annotations

import re

from assistant.eligibility.numbers import NUMBER, UNIT
from assistant.eligibility.patterns import compiled, phrase
from assistant.eligibility.rules import Capacity, Degree

QUANTITY = rf"(?:(?:{NUMBER}(?: or more)?|a) {UNIT}|{NUMBER}-(?:years|months)\b)"
MORE_QUANTITY = rf"(?:(?:{NUMBER}|an) additional {UNIT}|an additional {NUMBER} {UNIT})"

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
"""Degree words and their levels. "JD" and the like need no noun behind them, the others do (see `_DEGREE`)."""

FIELDS_IN_NAMES = {
    "msw": "social work",
    "mba": "business administration",
    "mph": "public health",
    "mpa": "public administration",
}
"""Degrees whose abbreviation names their field."""

KINDS_OF_FIELD = frozenset(
    "behavioral biological chemical civil clinical computer early educational electrical elementary environmental industrial "
    "mechanical medical occupational physical political public regional school secondary social special structural urban".split()
)
"""Words that are no field of study by themselves: in a list they share the noun at its end."""

CAPACITIES: tuple[tuple[str, Capacity], ...] = (
    ("managerial", Capacity.MANAGERIAL),
    ("management", Capacity.MANAGERIAL),
    ("supervisory", Capacity.SUPERVISORY),
    ("supervising", Capacity.SUPERVISORY),
    ("lead", Capacity.LEAD),
)

_SELF = r"(?:juris doctor(?:ate)?|j\.d\.|jd|ed\.? ?d\.?|ph\.? ?d\.?|psy\.? ?d\.?|doctorate|m\.?s\.?w\.?|m\.?b\.?a\.?|m\.?p\.?h\.?|m\.?p\.?a\.?)"
_LEVEL = (
    r"(?:law|doctoral|doctor's|master's|masters|master of (?:arts|science)|advanced|graduate|bachelor's|bachelors|"
    r"baccalaureate|bachelor of (?:arts|science)|four[- ]year(?: college)?|associate's|associates|associate|"
    r"two[- ]year(?: college)?)"
)
_MARKED = r"(?:(?:an?|the) )?(?:(?:earned|completed|conferred|accredited) )*"
_DEGREE = (
    rf"{_MARKED}(?:sixth[- ]year (?:diploma|certificate|degree)|high school diploma|"
    rf"{_LEVEL}(?:(?:, | or |, or |/){_LEVEL})* degree|{_LEVEL}(?: degree)?, (?:or )?{_LEVEL} degree|{_SELF}(?: degree)?|(?:bachelor's|master's|associate's|doctorate)(?= in\b))"
    r"(?: \((?:(?!may|must)[^()])*\))?(?: or (?:higher|above))?"
)
_SCHOOL = r"(?:college|university|institution|school|institution of higher (?:education|learning))"
_ACCREDITED = r"(?:(?:regionally|nationally|fully) )?(?:accredited|recognized|approved)"
_CREDENTIAL = (
    r"licen[sc]e|licensure|certificate|certification|registration|permit|diploma|credential|admission|apprenticeship|"
    r"traineeship|card|passing score|(?:trainee|training|apprentice|certificate|residency) program|residency"
)
_APPOINTED = (
    r"(?:the )?(?:date of |time of |their |his |her |initial |permanent |regular |your )*"
    r"(?:appointment|hire|hiring|employment)(?: (?:to|in) this (?:class|position))?"
)
_WHO = (
    r"(?:(?:all )?(?:the )?(?:applicants?|candidates?|incumbents?|employees|appointees)"
    r"(?: (?:in|appointed to|for|to) (?:this|these) class(?:es)?)?)"
)
BY_APPOINTMENT = compiled(rf"\b(?:within|in|at|by|upon|after|before|prior to|as a condition of|during|throughout)(?: [\w()-]+){{0,4}}? {_APPOINTED}\b")
"""The words that put a demand off until the appointment."""
LEADING_TIME = compiled(rf"^(?:(?:at|by|upon|after|before|prior to|as a condition of) {_APPOINTED}|within [\w() -]{{1,24}} (?:of|from|after) {_APPOINTED}),? ")
EVERYBODY = compiled(_WHO)
"""Subjects of a demand that mean everyone in the class."""

_DEMAND = r"\A(?:(?:(?!experience|must|may|shall|will)[\w'’\"“”.,/()&§-]+ ){1,25}?)?(?:must|shall|will be required to|(?:are|is) required to)"
_OBTAIN = r"(?:obtain|secure|acquire|attain)"
_KEEP = r"(?:retain|maintain|keep)"
_HOLD = r"(?:possess|hold|have|be in possession of)"

_LIMITS = (
    r"(?:within|during|in) the (?:last|past|previous|preceding|immediately)|preferably|excluding|exclusive of|"
    r"and (?:an? |the |some |considerable |demonstrated )?(?:ability|abilities|knowledge|skills?|proficiency|fluency|membership)|"
    r"except(?:ing)?(?: for)?|other than|not including|provided(?: that)?|outside of|"
    r"(?:as of|on or before|no later than|by|since|before|after|prior to) (?:the )?(?:"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december) \d|\d{4}|\d{1,2}/\d)"
)

TERMINALS: tuple[tuple[str, str], ...] = (
    # Spans to the end of the sentence, kept apart as residue: narrowing words that the grammar does not read.
    ("NARROW", rf"(?:[,;] )?(?:(?:{_LIMITS})\b|(?:(?:at least|a minimum of) )?(?:{NUMBER} )?of which\b(?! (?:at least )?{NUMBER} {UNIT} must))[\s\S]*"),
    ("EQUIVALENT_MIX", r"(?:, )?or (?:an|any) equivalent combination of [\s\S]*"),
    # A part of the months just asked for: "two years of which must have been ...".
    ("PART", rf"(?:, )?(?:at least )?{QUANTITY} of which must (?:have )?(?:been spent|been|be|involved?|included?)\b"),
    ("PART_OF", rf"(?:, )?of which (?:at least )?{QUANTITY} must (?:have )?(?:been spent|been|be|involved?|included?)\b"),
    ("PART_IN", rf"(?:, )?including (?:at least )?{QUANTITY}(?: of (?:such )?experience)?\b"),
    # Demands, whose subject is read from their beginning.
    ("MUST_OBTAIN", rf"{_DEMAND} {_OBTAIN}(?: and {_KEEP})?\b"),
    ("MUST_KEEP", rf"{_DEMAND} {_KEEP}\b"),
    ("MUST_HOLD", rf"{_DEMAND} {_HOLD}(?: and {_KEEP})?\b(?! (?:been|completed|passed|involved|included))"),
    ("MUST_HAVE_DONE", rf"{_DEMAND} have (?:successfully )?(?:completed|obtained|received|earned|attained)\b"),
    ("MUST_BE", rf"{_DEMAND} be (?=(?:currently )?(?:licensed|certified|registered|admitted)\b)"),
    ("MAY_BE_REQUIRED", rf"\A(?:(?:(?!experience|must|may|shall)[\w'’.,/()&-]+ ){{1,25}}?)?may (?:also )?be required(?: by (?:the|their) (?:appointing authority|agency|employing agency|department))? to (?:{_OBTAIN}|{_HOLD})(?: and {_KEEP})?\b"),
    ("CONDITIONAL", r"\A(?:continued )?(?:employment|appointment)(?: (?:in|to) this (?:class|position))? is (?:conditional|contingent|conditioned) (?:up)?on (?:the )?(?:possession|obtaining|holding)(?: and retention)? of\b"),
    # The verb of a demand, said again before one of its alternatives.
    ("AGAIN", r"(?:must )?(?:possess|hold|have(?! (?:been|completed)))\b(?= (?:an?|the|at least|current|valid)\b)"),
    # Notes for one audience.
    ("AUDIENCE", r"(?:for|in the case of) (?:current )?(?:connecticut )?state employees,?"),
    ("INTERPRETED", r"(?:is|are|may be|can be|will be|shall be) interpreted (?:to be |as )?(?:(?:at )?or above|at(?: or above)?) the levels? of:?"),
    # Substitutions.
    ("BOTH_EXPERIENCES", r"(?:the )?general(?: experience)? and (?:the )?special(?:ized)? experience(?: requirements?)?\b"),
    ("GENERAL_EXPERIENCE", r"(?:the )?(?:required )?general experience(?: requirements?)?\b"),
    ("SPECIAL_EXPERIENCE", r"(?:the )?(?:required )?special(?:ized)? experience(?: requirements?)?\b"),
    ("SUBSTITUTES", r"(?:may|can|will|shall) (?:also )?(?:be )?substituted? for"),
    ("COLLEGE", r"(?:(?:related|relevant) )?college(?:[- ]level)? (?:training|education|study|coursework|course work)\b"),
    ("ON_THE_BASIS", r"(?:on|at) (?:the|a) (?:basis|rate) of"),
    ("EQUALS", r"(?:being )?(?:equall?ing|equals?(?: to)?|equivalent to)\b"),
    ("AT_MOST", r"(?:, )?(?:up )?to a (?:total )?maximum(?: credit)? of"),
    ("SEMESTER_HOURS", rf"{NUMBER}(?: college)? semester(?:(?: or {NUMBER} quarter)? (?:hours?|units?|credits?|credit hours?))\b(?: of)?"),
    # Quantities.
    ("MORE_MONTHS", rf"{MORE_QUANTITY}"),
    ("MONTHS", QUANTITY),
    ("HOURS", rf"{NUMBER} (?:clock |classroom |contact |working |training )?(?:hours?|weeks?|days?)\b"),
    ("AT_LEAST", r"(?:at least|not less than|no less than|a minimum of|minimum of)\b"),
    # When it has to be met.
    ("BY_APPOINTMENT", rf"(?:, )?(?:(?:with)?in (?:{QUANTITY}|{NUMBER} (?:weeks?|days?)) (?:of|from|after|following) {_APPOINTED}|(?:at|by|upon|after|before|prior to|as a condition of) {_APPOINTED}|(?:during|throughout) (?:the course of )?{_APPOINTED}|(?:by|before|prior to|within|during) (?:the )?(?:end of |completion of )?(?:the )?(?:working test|probationary) period)\b"),
    # Education.
    ("DEGREE", rf"{_DEGREE}(?!\w)"),
    ("GRADUATION", rf"graduation from an? {_ACCREDITED} (?:four[- ]year )?(?:college|university)(?: or (?:four[- ]year )?(?:college|university))?\b"),
    ("HIGH_SCHOOL_GRADUATION", r"graduation from (?:an? )?(?:(?:accredited|recognized) )?high school\b"),
    ("GED", r"(?:its equivalent|an? )?(?:general (?:educational?|equivalency) (?:development|diploma)(?: (?:certificate|diploma|test))?(?: \(g\.?e\.?d\.?\))?(?: (?:certificate|diploma|test))?|g\.?e\.?d\.?(?: (?:certificate|diploma))?|high school equivalency(?: (?:certificate|diploma))?)(?!\w)"),
    ("FROM_SCHOOL", rf"(?:from|at) an? (?:{_ACCREDITED} )?(?:four[- ]year )?{_SCHOOL}(?:(?:,| or|, or) {_SCHOOL})*(?: of higher (?:education|learning))?\b"),
    ("MAJOR_IN", r"with (?:an? )?(?:major|concentration|specialization|major work|degree)s? in\b"),
    ("OR_EQUIVALENT", r"(?:, )?or (?:(?:its|the|an) )?equivalent(?! \w)"),
    # Credentials.
    ("COMPLETION", r"(?:(?:(?:successful|satisfactory) )?completion of|graduation from)\b"),
    ("POSSESSION", r"possession of\b"),
    ("CREDENTIALS", r"(?:licen[sc]es|certificates|certifications|registrations|permits|diplomas|credentials)\b"),
    ("CREDENTIAL", rf"(?:{_CREDENTIAL})\b"),
    # Experience.
    ("MUST_HAVE", r"must have (?:been spent|been|involved|included|consisted of|also been)\b"),
    ("ANY_EXPERIENCE", r"any (?:\w+ )?experience\b"),
    ("NAMED_EXPERIENCE", r"(?:this|such|the(?: above| required)?)(?: (?!of)\w+){0,2} experience\b"),
    ("LEVEL_OF", r"at (?:or above )?the (?:\w+ )?levels? of\b"),
    ("EXPERIENCE", r"experience\b"),
    ("SERVICE", r"(?:service|employment|work)(?= as\b)"),
    # Connectors; `joins` decides which of them join two requirements.
    ("AND_OR", r"and ?/ ?or\b"),
    ("AND", r"and\b"),
    ("OR", r"or\b"),
    ("EITHER", r"either\b"),
    ("COMMA", r","),
    ("SEMICOLON", r";(?! *\Z)"),
    ("COLON", r":(?! *\Z)"),
    ("STOP", r"[.;:,](?: *[.;])* *\Z"),
    ("BRACKET", r"\((?:[^()]|\([^()]*\))*\)"),
    # Words that look like hazards and are none.
    ("PLAIN", rf"(?:(?:such as|including|e\.g\.),? )?but not limited to\b|(?:which|that|who) (?:is|are|was|were|has|have|provides?)\b|{NUMBER} or more\b|any {NUMBER}\b"),
    ("HAZARD", r"(?:must|shall|may|might|should|will|would|can|cannot|could|unless|until|if|not|no|nor|never|neither|without|lieu|substitut\w*|exclu\w*|except\w*|waive\w*|prefer\w*|desir\w*|requir\w*|maximum|minimum|each|every|only|otherwise|whichever|instead|combined|plus|is|are|was|were|be|been|has|have|do|does|degrees?|credits?|master|bachelor|ged|g\.e\.d|quarter|semester|half|additional|it|it's|they|them|you|your|we|he|she|please|attach|submit\w*|apply|applicants?|candidates?|\w+n't|attached)\b"),
    ("IN", r"in\b"),
    ("AS", r"as\b"),
    ("OF", r"of\b"),
    ("FROM", r"from\b"),
    ("WITH", r"with\b"),
    ("FOR", r"for\b"),
    ("WORD", r"[^\s,;:()\"“”]*[^\s,;:().?!\"“”](?:\.(?=\s+\S))?"),
)  # fmt: skip

STRICTER_WORK = compiled(
    r"\b(?:consecutive|continuous|continuously|uninterrupted|recent|immediate|immediately|satisfactory|successful|active|verifiable)\b"
)
"""Before "experience": asks something of the months that no rule can count."""

VERBS = compiled(r"\b(?:obtain|acquire|secure|receive|attain|earn|eligib\w*|including|supplemented|such as)\b")
"""In the name of a credential or a field of study: the sign of a further demand."""

COURSES = compiled(
    r"\b(?:programs?|courses?|training|coursework|apprenticeship|academy|internship|externship|residency|fellowship|school|college|university|"
    r"curriculum|traineeship|practicum|certificate|certification|seminar|institute|studies)\b"
)
"""What can be completed as a condition; "completion of an application" is a step of the procedure."""

HIDDEN_IN_BRACKETS = compiled(
    rf"\b(?:must|may|shall|should|unless|if|not(?! limited)|no|exclu\w*|except\w*|substitut\w*|prefer\w*|requir\w*|minimum|maximum|least|hours per|"
    rf"degree|diploma|licen[sc]\w*|certificat\w*|college|ged|{NUMBER} {UNIT})\b"
)
"""What makes a remark in brackets more than an explanation."""

_OTHERWISE = (
    r"unless|except\w*|if|may|can|could|waive\w*|lieu|instead|substitut\w*|equivalent|otherwise|whichever|counts?|credit(?:s|ed)|"
    r"accept\w*|considered|allow\w*"
)
LOOSENS = compiled(rf"\b(?:or|and/or|{_OTHERWISE}|will be)\b")
"""What may make an unread sentence another way to meet a requirement rather than a further demand."""

NARROW_LOOSENS = compiled(
    rf"\b(?:{_OTHERWISE})\b|\bor (?:(?:at least|an?|the|possession of|{NUMBER}) ?)*(?:\w+ ){{0,3}}"
    rf"(?:{UNIT}|degree|certificate|certification|license|diploma|doctorate)"
)
"""The same for a demand or for words that begin by narrowing: an "or" within them is their own."""


def terminals() -> str:
    """The table as terminals of a lark grammar; the earlier of two that match wins."""
    count = len(TERMINALS)
    return "\n".join(
        f"{name}.{count - place}: /{_bounded(pattern).replace('/', chr(92) + '/')}/i"
        for place, (name, pattern) in enumerate(TERMINALS)
    )


def _bounded(pattern: str) -> str:
    """The phrase as an expression that begins no word in its middle."""
    return rf"(?<!\w)(?:{phrase(pattern)})" if re.match(r"\w|\((?!\?:[\[,])", pattern) else phrase(pattern)
