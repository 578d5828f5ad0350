"""The words that a rule turns on, as statements and clauses say them: one table for all of proof.

`PHRASES` are tried in order; what an earlier line takes, a later one does not see.
"""

from __future__ import annotations

from enum import StrEnum

from assistant.words import stem
from corpus.model import MQ_KINDS, SectionKind


class Kind(StrEnum):
    """What a token is. A `mark` belongs to a number (maximum), a `soft` stop ends a part of a sentence, a `stop` all."""

    NUMBER = "number"
    UNIT = "unit"
    MARK = "mark"
    MODAL = "modal"
    NOT = "not"
    JOIN = "join"
    CODE = "code"
    SOFT = "soft"
    STOP = "stop"
    WORD = "word"


MAY, MUST, MAY_BE_REQUIRED, SHOULD = "may", "must", "may be required", "should"
MAY_NOT, MUST_NOT = "may not", "must not"
BARE = "no may or must"

_CAN = r"(?:may|might|could|can)(?: also)?"
_BE = r"(?:is|are|was|were|be|being|been)"

IDLE = r"first (?=established|created|issued|adopted)|that (?:they|he|she|you|one) can(?= )|(?:should|may want to|need to|must) (?:also )?(?:note|know|be aware|keep in mind|remember) that"
"""What says nothing, though its words elsewhere do: it is passed over."""

PHRASES: tuple[tuple[Kind, str, str], ...] = (
    # what only looks like a rule word
    (Kind.WORD, "", r"(?:as|if|when|where|whenever) (?:required|needed|necessary|requested|possible)|(?-i:No\.)(?= ?\d)|rather than"),
    (Kind.WORD, "simultan", r"at the same time|simultaneously|at once"),
    (Kind.WORD, "substitut", r"(?:stands?|standing|stood) in for|tak(?:es?|ing) the place of|in (?:the )?place of|in lieu of|instead of"),
    (Kind.WORD, "alon", r"by (?:itself|themselves)|on (?:its|their) own"),
    (Kind.WORD, "minimum qualification", r"minimum (?:qualifications?|requirements?)"),
    (Kind.WORD, "general and special experience", r"general and (?:the )?special experience|general experience and (?:the )?special experience"),
    (Kind.WORD, "general experience", r"general experience"),
    (Kind.WORD, "special experience", r"special experience"),
    (Kind.WORD, "special requirement", r"special requirements?"),
    (Kind.MARK, "maximum", r"(?:(?:may|can|could|should|will|does|do|is|are) (?:not|n't)|cannot|not to) (?:exceed|be (?:more|longer|greater) than|surpass)"),
    (Kind.MARK, "must not exceed", r"(?:must|shall) (?:not|n't) (?:exceed|be (?:more|longer|greater) than|surpass)"),
    (Kind.MARK, "maximum", r"(?:no|not|never|n't) (?:more|longer|greater|higher|in excess of|over)(?: than)?(?= )|at (?:the )?most|up to(?= )|(?:(?:a|the|to) )?maximum(?: (?:being|of|is))?|capped at|(?:a )?cap of|limited to|a limit of"),
    (Kind.MARK, "minimum", r"(?:no|not|never|n't) (?:less|fewer|lower|shorter) than|at (?:the )?least|at a minimum|(?:(?:a|the) )?minimum(?! (?:qualif|requirement))(?: of)?|or more"),
    (Kind.MARK, "above", r"(?:more|greater|longer|higher) than|over(?= (?:\$?\d|(?:an? |one |two |three |five |ten |twenty |thirty |fifty )))|exceeding|exceeds|in excess of"),
    (Kind.MARK, "below", r"(?:less|fewer|shorter|lower) than"),
    (Kind.MARK, "additional", r"additional|extra|further(?= years?\b)|(?:one )?more(?= years?\b)"),
    (Kind.MODAL, MAY_BE_REQUIRED, rf"{_CAN} (?:be (?:required|asked|directed|obliged|needed|necessary|called (?:up)?on)|have to|need(?: to)?|require|ask for)(?: to)?"),
    (Kind.MODAL, MUST_NOT, r"(?:must|shall) (?:also )?(?:not|n't|never)"),
    (Kind.MODAL, MAY_NOT, rf"cannot|(?:may|might|can|could) (?:also )?(?:not|n't|never)|{_BE} (?:not|n't|never) (?:allowed|permitted)(?: to)?|not (?:allowed|permitted)|prohibited(?: from)?|forbidden|barred(?: from)?"),
    (Kind.MODAL, MAY, rf"may|might|can|could|{_BE} (?:allowed|permitted|free|possible)(?: to)?|allows?|permits?(?= (?:\w+ )?to\b)|lets|possibl[ey]|possibilit(?:y|ies)|optional(?:ly)?|allowed|permissible"),
    (Kind.MODAL, MUST, rf"must|shall|(?:{_BE} )?required(?: to| of)?|requires?|requiring|ha(?:s|ve) to|having to|(?:does|do) need(?: to)?|needs?(?: to)?(?= (?!and\b|or\b|of\b|is\b|are\b|for\b)\w)|{_BE} needed|{_BE} (?:a )?(?:necessary|mandatory|obligatory|compulsory|must|prerequisite)|obliged to|mandatory|(?:calls?|asks?) (?:for|that)|(?:{_BE} )?(?:conditional|conditioned|contingent|dependent) (?:up)?on|depends? (?:up)?on|(?:{_BE} )?(?:a )?conditions? of(?= (?:employment|appointment|being))"),
    (Kind.MODAL, SHOULD, r"should|ought to|preferabl[ey]|preferred|recommended|ideally|desirable|encouraged"),
    (Kind.NOT, "not", r"not|n't|no|never|without|none|neither|nor|nothing|nobody|except|unless|excluding|other than|lacks?|lacking|freedom from|free (?:of|from)"),
    (Kind.SOFT, "of which", r"of (?:which|whom)|in which|which|while|whereas|plus|together with|along with|in addition to|as well as|with|including|equal(?:l?ing|s)?(?: to)?"),
    (Kind.STOP, "but", r"but|however|although|though"),
    (Kind.JOIN, "and/or", r"and/or|or/and"),
    (Kind.JOIN, "and", r"and|&|both"),
    (Kind.JOIN, "or", r"or|either"),
)  # fmt: skip
"""(kind, what is compared, expression). An empty key is the phrase itself, which then says nothing critical."""

FRAMES = (
    r"(?:in (?:short|summary|brief|other words|particular|addition|practice|general|fact|that case)|to summari[sz]e|to sum up|overall|finally|also|further(?:more)?|moreover|additionally|specifically|similarly|likewise|on a day[- ]to[- ]day (?:level|basis)|day[- ]to[- ]day)[,:]?"
    r"|(?:please )?(?:note|be aware|keep in mind|remember|bear in mind)(?: also)?(?: that|:|,)|it is (?:also )?(?:worth noting|important to note|clear|stated|noted)(?: here)? that"
    r"|(?:applicants|candidates|incumbents|employees|you|people|those interested) (?:should|may want to|will want to|might want to|need to|must) (?:also )?(?:know|note|be aware|keep in mind|remember)(?: that|:|,)"
    r"|(?:the|this) (?:specification|spec|document|text|section|clause|note) (?:also )?(?:says|states|notes|specifies|adds|explains|clarifies|provides|makes (?:it )?clear)(?: that|:|,)"
    r"|(?:as (?:stated|noted|listed|described|mentioned) (?:in the (?:specification|spec|text|section|document)|above|here)|based on the (?:specification|spec|text)|per the (?:specification|spec|text)|according to the (?:specification|spec|text))[,:]?"
)
"""Openings that only lead to what is stated."""

UNITS: dict[str, str] = {
    "year": r"years?'?|yrs?", "month": r"months?'?", "week": r"weeks?'?", "day": r"days?'?",
    "semester hour": r"semester[ -](?:credit[ -])?(?:hours?|credits?)|credit[ -]hours?", "hour": r"hours?'?", "minute": r"minutes?",
    "second": r"seconds|second(?=[.,;]|$)", "semester": r"semesters?", "pound": r"pounds?|lbs?", "meter": r"met(?:er|re)s?",
    "mile": r"miles?", "percent": r"percent|per cent", "dollar": r"dollars?",
}  # fmt: skip
"""Units of numbers, by what is compared."""

GLUE = frozenset(
    """a an the this that these those such same it its they them their he she his her him who whom whose what where when why how
    there here is are was were be been being am do does did done doing have has had having will would 'll of in on at by to from
    for with as into onto upon about through across per via than then so if whether also too very just both either each every
    any all some other others another one ones etc i.e e.g ie eg namely thus therefore hence only within during before after
    until since between among against toward towards under over above below out off up down again further once because due
    rather quite even still yet already not no nor and or but you your yours yourself one's itself themselves own s t d
    we our us let i me my mine more most much many few less least fewer several enough like unlike regarding concerning
    respect instead place lieu along together around beyond besides apart alongside""".split()
)
"""Words of grammar. What of them changes a rule (negations, all, only, before) has a check of its own."""

PARAPHRASE = frozenset(
    """class classes job jobs position positions role roles title incumbent incumbents applicant applicants candidate candidates
    employee employees person persons people individual individuals someone anyone somebody anybody everyone holder holders those
    specification specifications spec document text clause section provision requirement requirements qualification qualifications
    prerequisite criteria criterion note
    say says said states stated stating list lists listed listing mention mentions mentioned specify specifies specified
    describe describes described define defines defined definition mean means meaning meant set sets outline outlined indicate indicates
    indicated note notes noted according accordance per under call calls called refer refers
    need needs needed require requires required requiring must have has hold holds held holding possess possesses possessed possessing
    possession ask asks asked asking call calls demand want wants look looks looking expect expects expected show shows demonstrate bring complete completes completed completing completion
    part parts one kind type types form forms way ways option options alternative alternatives route routes example examples item items
    include includes included including consist consists consisting comprise comprises contain contains cover covers covered involve
    involves involved involving entail entails relate related count counts counted counting treat treated consider considered
    considering regard regarded serve serves served serving act acts acting work works working worked spend spent use used uses using
    make makes made making give gives given giving take takes taken taking provide provides provided providing put carry carries carried
    responsible responsibility responsibilities accountable duty duties task tasks function functions perform performs performed performing
    handle handles handled handling undergo undergoes fall falls belong belongs sit sits assigned assign place placed placing
    effect come comes came go goes went following follow follows listed below above first next
    level capacity area areas field fields basis rate amount number total combined equivalent time
    substitute substitutes substituted substituting substitution substitutions replace replaces replaced replacing replacement
    satisfy satisfies meet meets fulfil fulfill toward credit credited accept accepted accepts applied apply applies
    experience
    appointment appointed employment hire hired
    mandatory necessary subject becomes become becoming currently current specifically namely main
    category value first last originally
    keep keeps kept keeping service receive receives received receiving top limits prior post posting background purposes met fulfilled satisfied whoever finish finishes finishing finished get gets getting
    available single certain particular different various whole entire
    additionally moreover furthermore finally similarly likewise alternatively otherwise specifically notably overall then simply
    stipulates stipulate stipulated clarifies clarify clarified explains explain explained adds spells identifies identify identified
    names named recognizes recognized confirms points focus focuses focused center centers centered concerned tasked charged charge
    credential credentials period periods duration length timeframe done conduct conducts
    conducted conducting thing things anything something everything matter matters case cases instance situation context purpose goal
    able capable ability abilities like main primary core basic key aware sure short summary brief addition besides applying
    applicable noting noted worth overview answer answers answering question asked respect term terms plus minus aside words word
    """.split()
)
"""Words by which a specification is spoken of. None of them adds a fact; what is critical among them is checked apart."""

REQUIRING = (MQ_KINDS - {SectionKind.SUBSTITUTIONS}) | {
    SectionKind.KNOWLEDGE,
    SectionKind.SPECIAL_REQUIREMENTS,
    SectionKind.PHYSICAL_REQUIREMENTS,
    SectionKind.CHARACTER_REQUIREMENTS,
}
"""Sections whose heading makes what stands in them a requirement, so that their clauses need no "must"."""

SYNONYMS: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split())
    for line in """oversight oversee oversees overseeing overseen
    equivalency ged
    advice advise advises advising advised advisory
    clean cleanliness cleaning cleans
    entry entries enter enters entering entered
    doctorate doctoral ed.d ph.d
    retain retains retained retaining keep keeps kept keeping maintain maintains maintaining maintained maintenance
    considerable substantial significant extensive
    investigation investigations check checks
    exam exams examination examinations
    phone phones telephone telephones
    obtain obtains obtained obtaining get gets getting earn earns acquire acquires secure
    danger dangers dangerous risk risks hazard hazards hazardous
    pupil pupils student students
    oral orally verbal
    month monthly
    week weekly
    day daily
    hour hourly
    finish finishes finishing finished complete completes completed completing completion
    remain remains remaining stay stays staying
    expert experts expertise
    separate separated
    buy buys buying purchase purchases purchasing
    law laws legal
    handle handles handling deal deals dealing
    group groups team teams
    execute executes executing
    vehicle automobile car
    driver driver's operator operator's
    license licence licensed licensure
    cease ceases stop stops
    conviction convicted
    graduation graduate graduating graduates
    admission admitted admit admits admitting
    expand expanded expanding expands
    assist assists help helps helping helped
    year yearly annual annually
    strength strong
    exposure expose exposes exposed exposing
    ability abilities able capable
    ensure ensures ensuring ensured sure
    compliance comply complies complying compliant
    sampling sample samples sampled
    planning plan plans planned
    proof prove proves proven
    transport transportation
    enrollment enrolled enroll enrolling
    knowledge know knows knowing known knowledgeable
    administration administer administers administering administered administrative
    analysis analyses analyze analyzes analyzing analyzed analyse analyses analysing
    removal remove removes removed removing
    approval approve approves approved approving
    restraint restraints restrain restrains restraining
    teach teaches teaching taught
    write writes writing written wrote
    speak speaks speaking spoken speech
    lead leads leading led
    build builds building built
    choose chooses choosing chosen choice
    send sends sending sent
    find finds finding found findings
    run runs running ran
    take takes taking taken took
    tell tells telling told
    draw draws drawing drawn
    drive drives driving driven
    begin begins beginning begun began start starts started starting
    occupation occupational
    behalf
    confidential confidentiality
    organization organizations organisation organisations organizational
    citizen citizenship
    wide statewide
    certification certified certify
    interpretation interpreting interpret interprets
    """.splitlines()
    if line.split()
)
"""Words that may stand for one another, a line each."""

SAME: dict[str, str] = {stem(word): stem(line[0]) for line in SYNONYMS for word in line}
"""The stem under which the words of a line are compared."""
