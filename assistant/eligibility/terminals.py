"""The terminals of the grammar, in the order in which they are tried.

A word that could change what a sentence demands, and that is not part of a known phrase, is HAZARD. No rule of the
grammar accepts it: such a sentence is not read at all, rather than read in part.
"""

from __future__ import annotations

import re

from assistant.eligibility.lexicon import APPOINTED, QUANTITY
from assistant.eligibility.numbers import NUMBER, UNIT
from assistant.eligibility.patterns import phrase

_MORE_QUANTITY = rf"(?:(?:{NUMBER}|an) additional {UNIT}|an additional {NUMBER} {UNIT})"

_SELF = (
    r"(?:juris doctor(?:ate)?|j\.d\.|jd|ed\.? ?d\.?|ph\.? ?d\.?|psy\.? ?d\.?|doctorate|"
    r"m\.?s\.?w\.?|m\.?b\.?a\.?|m\.?p\.?h\.?|m\.?p\.?a\.?)"
)
_LEVEL = (
    r"(?:law|doctoral|doctor's|master's|masters|master of (?:arts|science)|advanced|graduate|bachelor's|bachelors|"
    r"baccalaureate|bachelor of (?:arts|science)|four[- ]year(?: college)?|associate's|associates|associate|"
    r"two[- ]year(?: college)?)"
)
_SCHOOL = r"(?:college|university|institution|school|institution of higher (?:education|learning))"
_ACCREDITED = r"(?:(?:regionally|nationally|fully) )?(?:accredited|recognized|approved)"
_MARKED = r"(?:(?:an?|the) )?(?:(?:earned|completed|conferred|accredited) )*"
_DEGREE = (
    rf"{_MARKED}(?:sixth[- ]year (?:diploma|certificate|degree)|high school diploma|"
    rf"{_LEVEL}(?:(?:, | or |, or |/){_LEVEL})* degree|{_LEVEL}(?: degree)?, (?:or )?{_LEVEL} "
    rf"degree|{_SELF}(?: degree)?|"
    rf"graduation from (?:an? )?(?:{_ACCREDITED} )?(?:law school|school of law)|"
    r"(?:bachelor's|master's|associate's|doctorate)(?= in\b))"
    r"(?: \((?:(?!may|must)[^()])*\))?(?: or (?:higher|above))?"
)
_CREDENTIAL = (
    r"licen[sc]e|licensure|certificate|certification|registration|permit|diploma|credential|admission|apprenticeship|"
    r"traineeship|card|passing score|(?:trainee|training|apprentice|certificate|residency) program|residency"
)
_DEMAND = (
    r"\A(?:(?:(?!experience|must|may|shall|will)[\w'’\"“”.,/()&§-]+ ){1,25}?)?(?:must|shall|will "
    r"be required to|(?:are|is) required to)"
)
_OBTAIN = r"(?:obtain|secure|acquire|attain)"
_KEEP = r"(?:retain|maintain|keep)"
_HOLD = r"(?:possess|hold|have|be in possession of)"

_LIMITS = (
    r"(?:within|during|in) the (?:last|past|previous|preceding|immediately)|preferably|excluding|exclusive of|"
    r"and (?:an? |the |some |considerable |demonstrated )?(?:ability|abilities|knowledge|"
    r"skills?|proficiency|fluency|membership)|"
    r"except(?:ing)?(?: for)?|other than|not including|provided(?: that)?|outside of|"
    r"(?:as of|on or before|no later than|by|since|before|after|prior to) (?:the )?(?:"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december) \d|\d{4}|\d{1,2}/\d)"
)

TERMINALS: tuple[tuple[str, str], ...] = (
    # Spans to the end of the sentence, kept apart as residue: narrowing words that the grammar does not read.
    (
        "NARROW",
        rf"(?:[,;] )?(?:(?:{_LIMITS})\b|(?:(?:at least|a minimum of) )?(?:{NUMBER} )?of which\b(?! "
        rf"(?:at least )?{NUMBER} {UNIT} must))[\s\S]*",
    ),
    ("EQUIVALENT_MIX", r"(?:, )?or (?:an|any) equivalent combination of [\s\S]*"),
    # A part of the months just asked for: "two years of which must have been ...".
    ("PART", rf"(?:, )?(?:at least )?{QUANTITY} of which must (?:have )?(?:been spent|been|be|involved?|included?)\b"),
    (
        "PART_OF",
        rf"(?:, )?of which (?:at least )?{QUANTITY} must (?:have )?(?:been spent|been|be|involved?|"
        rf"included?)\b",
    ),
    ("PART_IN", rf"(?:, )?(?:including(?: at least)?|with at least) {QUANTITY}(?: of (?:such )?experience)?\b"),
    # Demands, whose subject is read from their beginning.
    ("MUST_OBTAIN", rf"{_DEMAND} {_OBTAIN}(?: and {_KEEP})?\b"),
    ("MUST_KEEP", rf"{_DEMAND} {_KEEP}\b"),
    ("MUST_HOLD", rf"{_DEMAND} {_HOLD}(?: and {_KEEP})?\b(?! (?:been|completed|passed|involved|included))"),
    ("MUST_HAVE_DONE", rf"{_DEMAND} have (?:successfully )?(?:completed|obtained|received|earned|attained)\b"),
    ("MUST_BE", rf"{_DEMAND} be (?=(?:currently )?(?:licensed|certified|registered|admitted)\b)"),
    (
        "MAY_BE_REQUIRED",
        rf"\A(?:(?:(?!experience|must|may|shall)[\w'’.,/()&-]+ ){{1,25}}?)?may (?:also )?be "
        rf"required(?: by (?:the|their) (?:appointing authority|agency|employing agency|"
        rf"department))? to (?:{_OBTAIN}|{_HOLD})(?: and {_KEEP})?\b",
    ),
    (
        "CONDITIONAL",
        r"\A(?:continued )?(?:employment|appointment)(?: (?:in|to) this (?:class|position))? is "
        r"(?:conditional|contingent|conditioned) (?:up)?on (?:the )?(?:possession|obtaining|"
        r"holding)(?: and retention)? of\b",
    ),
    # The verb of a demand, said again before one of its alternatives.
    ("AGAIN", r"(?:must )?(?:possess|hold|have(?! (?:been|completed)))\b(?= (?:an?|the|at least|current|valid)\b)"),
    # Notes for one audience.
    ("AUDIENCE", r"(?:for|in the case of) (?:current )?(?:connecticut )?state employees,?"),
    (
        "INTERPRETED",
        r"(?:is|are|may be|can be|will be|shall be) interpreted (?:to be |as )?(?:(?:at )?or "
        r"above|at(?: or above)?) the levels? of:?",
    ),
    # Substitutions.
    (
        "BOTH_EXPERIENCES",
        r"(?:the )?general(?: experience)? and (?:the )?special(?:ized)? experience(?: "
        r"requirements?)?\b",
    ),
    ("GENERAL_EXPERIENCE", r"(?:the )?(?:required )?general experience(?: requirements?)?\b"),
    ("SPECIAL_EXPERIENCE", r"(?:the )?(?:required )?special(?:ized)? experience(?: requirements?)?\b"),
    ("SUBSTITUTES", r"(?:may|can|will|shall) (?:also )?(?:be )?substituted? for"),
    (
        "COLLEGE",
        r"(?:(?:related|relevant) )?college(?:[- ]level)? (?:training|education|study|coursework|"
        r"course work)\b",
    ),
    ("ON_THE_BASIS", r"(?:on|at) (?:the|a) (?:basis|rate) of"),
    ("EQUALS", r"(?:being )?(?:equall?ing|equals?(?: to)?)\b"),
    ("EQUIVALENT_TO", r"(?:being )?equivalent to\b"),
    ("AT_MOST", r"(?:, )?(?:up )?to a (?:total )?maximum(?: credit)? of"),
    (
        "SEMESTER_HOURS",
        rf"{NUMBER}(?: college)? semester(?:(?: or {NUMBER} quarter)? (?:hours?|units?|credits?|"
        rf"credit hours?))\b(?: of)?",
    ),
    # Quantities.
    ("MORE_MONTHS", rf"{_MORE_QUANTITY}"),
    ("MONTHS", QUANTITY),
    ("HOURS", rf"{NUMBER} (?:clock |classroom |contact |working |training )?(?:hours?|weeks?|days?)\b"),
    ("AT_LEAST", r"(?:at least|not less than|no less than|a minimum of|minimum of)\b"),
    # When it has to be met.
    (
        "BY_APPOINTMENT",
        rf"(?:, )?(?:(?:with)?in (?:{QUANTITY}|{NUMBER} (?:weeks?|days?)) (?:of|from|after|"
        rf"following) {APPOINTED}|(?:at|by|upon|after|before|prior to|as a condition of) "
        rf"{APPOINTED}|(?:during|throughout) (?:the course of )?{APPOINTED}|(?:by|before|prior "
        rf"to|within|during) (?:the )?(?:end of |completion of )?(?:the )?(?:working test|"
        rf"probationary) period)\b",
    ),
    # Education.
    ("DEGREE", rf"{_DEGREE}(?!\w)"),
    (
        "GRADUATION",
        rf"graduation from an? {_ACCREDITED} (?:four[- ]year )?(?:college|university)(?: or "
        rf"(?:four[- ]year )?(?:college|university))?\b",
    ),
    (
        "HIGH_SCHOOL_GRADUATION",
        r"(?:graduation from (?:an? )?(?:(?:accredited|recognized) )?high school|high school graduation)\b",
    ),
    (
        "GED",
        r"(?:its equivalent|an? )?(?:general (?:educational?|equivalency) (?:development|"
        r"diploma)(?: (?:certificate|diploma|test))?(?: \(g\.?e\.?d\.?\))?(?: (?:certificate|"
        r"diploma|test))?|g\.?e\.?d\.?(?: (?:certificate|diploma))?|high school equivalency(?: "
        r"(?:certificate|diploma))?)(?!\w)",
    ),
    (
        "FROM_SCHOOL",
        rf"(?:from|at) an? (?:{_ACCREDITED} )?(?:four[- ]year )?{_SCHOOL}(?:(?:,| or|, or) "
        rf"{_SCHOOL})*(?: of higher (?:education|learning))?\b",
    ),
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
    (
        "NAMED_EXPERIENCE",
        r"this(?= (?:is|may be|can be) interpreted)|"
        r"(?:this|such|the(?: above| required)?)(?: (?!of)\w+){0,2} experience\b",
    ),
    ("LEVEL_OF", r"at (?:or above )?the (?:\w+ )?levels? of\b"),
    ("EXPERIENCE", r"experience\b"),
    ("SERVICE", r"(?:service|employment|work)(?= (?:as|in|with|for|at)\b)"),
    ("IS_REQUIRED", r"(?:is|are) required\b"),
    # Connectors; `joins` decides which of them join two requirements.
    ("AND_OR", r"and ?/ ?or\b"),
    ("PLUS", r"(?:plus|together with|along with)\b"),
    ("AND", r"and\b"),
    ("OR", r"or\b"),
    ("EITHER", r"either\b"),
    ("COMMA", r","),
    ("SEMICOLON", r";(?! *\Z)"),
    ("COLON", r":(?! *\Z)"),
    ("STOP", r"[.;:,](?: *[.;])* *\Z"),
    ("BRACKET", r"\((?:[^()]|\([^()]*\))*\)"),
    # Words that look like hazards and are none.
    (
        "PLAIN",
        rf"(?:(?:such as|including|e\.g\.),? )?but not limited to\b|(?:which|that|who) (?:is|are|"
        rf"was|were|has|have|provides?)\b|{NUMBER} or more\b|any {NUMBER}\b|"
        rf"(?:current(?:,| and) valid|valid(?:,| and) current|active and current)\b",
    ),
    (
        "HAZARD",
        r"(?:(?:current|present) (?:employ\w+|status|membership)|"
        r"must|shall|may|might|should|will|would|can|cannot|could|unless|until|if|not|no|nor|"
        r"never|neither|without|lieu|substitut\w*|exclu\w*|except\w*|waive\w*|prefer\w*|desir\w*|"
        r"requir\w*|maximum|minimum|each|every|only|otherwise|whichever|instead|combined|is|"
        r"are|was|were|be|been|has|have|do|does|degrees?|credits?|master|bachelor|ged|g\.e\.d|"
        r"quarter|semester|half|additional|(?-i:it)|it's|they|them|you|your|we|he|she|please|attach|"
        r"submit\w*|apply|applicants?|candidates?|\w+n't|attached)\b",
    ),
    ("IN", r"in\b"),
    ("AS", r"as\b"),
    ("OF", r"of\b"),
    ("FROM", r"from\b"),
    ("WITH", r"with\b"),
    ("FOR", r"for\b"),
    ("WORD", r"[^\s,;:()\"“”]*[^\s,;:().?!\"“”](?:\.(?=\s+\S))?"),
)


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
