"""What people ask about, as one table: how each topic is asked for, and where a specification speaks of it.

The first topic whose expression fits a (part of a) question wins, so that the special stand before the general. To
teach the assistant a question, add words to an expression or a line to a table; tests/assistant/test_topics.py shows
how each line is tried.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import FieldName as F
from corpus.model import SectionKind as K


class Shape(StrEnum):
    """How an answer about a topic is made."""

    FIELDS = "fields"
    SECTION = "section"
    YEARS = "years"
    DEGREE = "degree"
    CREDENTIAL = "credential"
    EDUCATION = "education"
    DEFINITION = "definition"
    SUBSET = "subset"


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing asked about: `fields` or `kinds` say where it stands; `only` keeps the clauses that fit it."""

    name: str
    ask: re.Pattern[str]
    shape: Shape
    fields: tuple[F, ...] = ()
    kinds: tuple[K, ...] = ()
    only: re.Pattern[str] | None = None
    label: str = ""


def _re(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


MQ = (K.MINIMUM_QUALIFICATIONS, K.GENERAL_EXPERIENCE, K.SPECIAL_EXPERIENCE)
MQ_WHOLE = (*MQ, K.SUBSTITUTIONS)

_OLD = r"(?:previous(?:ly)?|former(?:ly)?|prior|old(?:er)?|earlier|replaced|replaces|cancel?led|superseded|before(?: this)?|last)"
_SPEC = r"(?:spec\w*|version|revision|one|class|title|document|text)"
_NEED = r"(?:need(?:ed|s)?|require[ds]?|requirements?|must|mandatory|necessary|have to|minimum|expected|ask(?:ed|s)? for|call(?:ed|s)? for|want(?:ed|s)?)"
_MANAGE = r"(?:manag\w*|supervisory|supervision|supervising|lead(?:ership)?|special)"
_EXPERIENCE = r"(?:experience|years?|yrs)"


def _topic(name: str, ask: str, shape: Shape, **where: object) -> Topic:
    only = where.pop("only", None)
    return Topic(name, _re(ask), shape, only=_re(str(only)) if only else None, **where)  # type: ignore[arg-type]


TOPICS: tuple[Topic, ...] = (
    # what this revision replaced: asked with "previous", "old" ... and told by the cancellation clause
    _topic(
        "previous salary group",
        rf"{_OLD}\b.*\b(?:salary|pay|grade)|(?:salary|pay|grade)\b.*\b{_OLD}\b",
        Shape.FIELDS,
        fields=(F.PREVIOUS_SALARY_GROUP,),
    ),
    _topic(
        "previous title",
        rf"\b{_OLD}\b.*\b(?:title|name|called)\b|(?:title|name|called)\b.*\b{_OLD}\b",
        Shape.FIELDS,
        fields=(F.PREVIOUS_TITLE,),
    ),
    _topic(
        "previous effective date",
        rf"\b(?:when|date|effective|take effect|approved)\b.*\b{_OLD}\b(?!\s*(?:revis|chang|updat))|"
        rf"\b{_OLD} {_SPEC}\b.*\b(?:when|date|effective|approved|effect)\b",
        Shape.FIELDS,
        fields=(F.PREVIOUS_EFFECTIVE_DATE,),
    ),
    _topic(
        "reason for the revision",
        r"\b(?:why|reason|what changed|what (?:was|has been|were) (?:changed|revised|modified|updated)|purpose of the revision)\b"
        r".*\b(?:revis\w*|chang\w*|updat\w*|modif\w*|replac\w*|rewr[io]t\w*|amend\w*|reissu\w*|new version)|^(?:what (?:was |has )?changed)"
        r"|\bwhat (?:did|does) (?:the )?(?:item|revision|latest revision|last revision)\b.*\b(?:chang|do|modif|revis)"
        r"|\breason (?:for|of) (?:the )?(?:revision|change)|\bwhat (?:is )?(?:new|different) in (?:this|the)",
        Shape.FIELDS,
        fields=(F.REVISION_REASON, F.ITEM_NUMBER),
    ),
    _topic("item number", r"\bitem\b.*\b(?:no\b|number|#)|\bitem no\b|^item\b", Shape.FIELDS, fields=(F.ITEM_NUMBER,)),
    _topic(
        "what was replaced",
        rf"^(?!.*\b(?:experience|years?|degree|substitut\w*)\b)(?:.*\b(?:cancel\w*|supersed\w*|replac\w*)\b.*\b(?:clause|{_SPEC})\b|"
        rf".*\bwhat\b.{{0,120}}\b(?:revision|{_SPEC})\b.{{0,120}}\breplac\w*|.*{_OLD} (?:spec\w*|version|revision)\b)|\bcancellation\b",
        Shape.SECTION,
        kinds=(K.CANCELLATION,),
        label="cancellation clause",
    ),
    # fields
    _topic(
        "effective date",
        r"\beffective\b(?! (?:com|work|rel|team))|\b(?:take|took|takes|went|go|goes|come|came)\s+(?:in(?:to)?\s+)?(?:effect|force)\b|\bin force\b",
        Shape.FIELDS,
        fields=(F.EFFECTIVE_DATE,),
    ),
    _topic(
        "revision date",
        r"\b(?:re-?vis(?:ed|ion)|rev|updated?|amended)\b(?!.*\bwhy\b)(?:.*\bdates?\b)?",
        Shape.FIELDS,
        fields=(F.REVISED,),
    ),
    _topic(
        "date of establishment",
        r"\b(?:established|est|establishment|creat(?:ed|ion)|how old is|since when|first (?:set up|created|used|introduced)|c[ao]me into (?:being|existence)|introduced|origin(?:ate[ds]?)?|inception)\b",
        Shape.FIELDS,
        fields=(F.ESTABLISHED,),
    ),
    _topic("EEO category", r"\be\.?e\.?o\b|equal employment", Shape.FIELDS, fields=(F.EEO,)),
    _topic(
        "bargaining unit",
        r"\bbargaining\b|\bunion(?:ized|ised)?\b(?!.*\bdues\b)|\bcollective\b.*\bagreement|\b(?:which|what) unit\b|\brepresented by\b",
        Shape.FIELDS,
        fields=(F.BARGAINING_UNIT,),
    ),
    _topic(
        "occupational group",
        r"\boccupational\b|\bjob (?:family|group)\b|\boccupation group\b",
        Shape.FIELDS,
        fields=(F.OCCUPATIONAL_GROUP,),
    ),
    _topic(
        "job class designation",
        r"\bdesignat\w+|\b(?:un)?classified\b|\bnon-?(?:competitive|examined)\b|\bcompetitive (?:class|position|job|service)\b|\bcivil service status\b",
        Shape.FIELDS,
        fields=(F.DESIGNATION,),
    ),
    _topic(
        "pay in dollars",
        r"\b(?:dollars?|hourly|biweekly|bi-weekly|per (?:hour|year|month|annum)|(?:annual|yearly|monthly|weekly|starting|base) (?:salary|pay|wage)"
        r"|salary range|pay range|pay rate|rate of pay|wages?)\b|\$\s*\d|\bhow much money\b|\bmoney (?:do|does|will|would|can|is it)\b|\bfor the money\b|^\W*(?:the )?money\W*$",
        Shape.FIELDS,
        fields=(F.PAY_RANGE,),
    ),
    _topic(
        "salary group",
        r"\b(?:salary|pay)\b(?! for performance)|\bpay ?(?:plan|grade|group|scale)\b|\b(?:what|which) (?:grade|plan)\b|\bgrade is\b|\bhow much (?:does|do|would|will|can)\b.*\b(?:pay|earn|paid)\b|\bcompensat\w+\b(?! guidelines?)|\bearn(?:ings)?\b",
        Shape.FIELDS,
        fields=(F.SALARY_GROUP,),
    ),
    _topic(
        "agency",
        r"\b(?:which|what)(?: \w+)? (?:agenc(?:y|ies)|departments?|organi[sz]ations?)\b|\bwhere (?:is|are) (?:this|the) (?:class|job|position)s? (?:used|located in the)|\bagency\b.*\b(?:work|used|belong)",
        Shape.FIELDS,
        fields=(F.AGENCY,),
    ),
    _topic(
        "class title",
        r"\b(?:title|name) (?:of|for)\b|\b(?:what|which)(?: is|'s) the (?:title|name)\W*$|^\W*(?:the )?title\W*$|\bwhat (?:is|'s) (?:this|the) (?:job|class|position) (?:called|titled|named)|\b(?:class|job|official) title\b",
        Shape.FIELDS,
        fields=(F.CLASS_TITLE,),
    ),
    _topic(
        "class code",
        r"\b(?:class|job|title|position)\s*(?:code|number|no)\b|\b(?:what|which)(?:'s| is| are)?(?: the| its)? code\b(?! of (?:conduct|ethics))|\bcode (?:of|for) (?:the|this) (?:job|class|position|title)\b|^\W*(?:and )?(?:the )?code\W*$",
        Shape.FIELDS,
        fields=(F.CLASS_CODE,),
    ),
    _topic(
        "acknowledgement",
        r"\backnowledge?ment\b|\ball-?inclusive\b|\bcomplete list\b|\bjob class\b.*\b(?:defin|is a job class)|\bwhat is a job class\b|\bjob class under\b|\bnot (?:on|in) the (?:duty )?list\b|\btasks? that are not listed\b",
        Shape.SECTION,
        kinds=(K.ACKNOWLEDGEMENT,),
        label="acknowledgement",
    ),
    _topic(
        "definition",
        r"\bdefin\w+|\bmean(?:s|t|ing)?\b(?! (?:i|for me|to be))|^(?!.*\byears?\b).*\bmanagerial capacity\b|\b(?:what|which)\b.*\bcounts? as\b|\bcounts? as (?:a )?(?:manag|supervis|lead)|\b(?:what is|what's) (?:a |an )?(?:managerial|supervisory|lead) (?:capacity|experience)\b"
        r"|\b(?:is|are|being)\b.*\b(?:same as|enough to count as|considered)\b.*\b(?:manag|supervis|lead)\w*|\bpart[- ]time manag\w*|\bmanag\w*.*\b(?:full|part)[- ]time\b|\b(?:activities|emphasis)\b.*\bmanag\w*|\bmanag\w*\b.*\b(?:activities|emphasis)\b|\bemphasis\b",
        Shape.DEFINITION,
        kinds=(K.NOTE, *MQ, K.GUIDELINES, K.ACKNOWLEDGEMENT),
    ),
    # supervision
    _topic(
        "supervision exercised",
        r"\bsupervision (?:is |does it |it )?(?:exercise[ds]?|given|gives?)|^\W*(?:and )?exercised\b|(?<!from )\bwho(?:m)? (?:does|do|would|will|is|are|can|may|must|should)\b.*\b(?:supervis(?:e|es|ed|ing)|direct(?:s|ed|ing)?|manag(?:e|es|ed|ing)|overse\w*|lead)\b(?!.*\bby\b)"
        r"|\bwho(?:m)? report(?:s|ing)? to\b|\bpeople report to\b|\b(?:does|do|will|would|is|are|must)\b.{0,120}\b(?:supervise|direct|manage|managing|supervising|lead|oversee)\b.{0,120}\b(?:staff|people|anyone|anybody|others|employees|team|workers|subordinates|person)\b"
        r"|\b(?:direct|subordinate)s? reports?\b|\bwho works (?:for|under)\b|\bsupervis\w* (?:duties|responsibilit\w*)\b|\bstaff (?:is |are )?supervised\b"
        r"|\bis (?:this|it) (?:a )?supervis(?:or|ory) (?:job|class|position|role)?",
        Shape.SECTION,
        kinds=(K.SUPERVISION_EXERCISED,),
        label="supervision exercised",
    ),
    _topic(
        "supervision received",
        r"\breport(?:s|ing)?(?: directly)? to\b|\bsupervis(?:es|ed|ion|or|ors)\b(?!.*\b(?:experience|years?|ability)\b)|\bboss\b|\b(?:work|works|working) (?:under|for whom)\b|\bunder (?:whose|what|which) (?:supervision|direction|authority|guidance)\b|\bunder whom?\b"
        r"|\b(?:direction|guidance|oversight)\b.*\b(?:receive[ds]?|from|by|gets?|given)\b|\b(?:receive[ds]?|gets?|give[ns]?|giving)\b.*\b(?:direction|guidance|orders|instructions)\b|\banswer(?:s|able)? to\b|\bwho (?:is|'s) in charge of\b(?=.*\b(?:this (?:job|class|position|role)|incumbent|me)\b)",
        Shape.SECTION,
        kinds=(K.SUPERVISION_RECEIVED,),
        label="supervision received",
    ),
    # qualifications, the special before the general
    _topic(
        "whether special experience is part of the general",
        rf"\b{_MANAGE}\b.*\b(?:in addition to|on top of|part of|separate(?:ly)?|included in|additional to|within|besides|overlap|extra|over and above)\b"
        rf"|\b(?:in addition to|on top of|part of|separate(?:ly)? from|included in|additional to|within|besides|overlap|over and above)\b.*\b{_MANAGE}\b",
        Shape.SUBSET,
        kinds=(K.SPECIAL_EXPERIENCE,),
    ),
    _topic(
        "interpretation for state employees",
        r"\bstate (?:employees?|workers?)\b|\b(?:already )?(?:work|employed) (?:for|by) the state\b|\bat what (?:class )?level\b|\b(?:which|what) (?:class )?level\b.*\b(?:experience|count|correspond)|\binterpreted\b|\blevel counts\b",
        Shape.SECTION,
        kinds=(K.NOTE, K.SPECIAL_EXPERIENCE, K.GENERAL_EXPERIENCE, K.SUBSTITUTIONS, K.MINIMUM_QUALIFICATIONS),
        only=r"state employees?",
        label="interpretation for state employees",
    ),
    _topic(
        "substitutions",
        rf"^(?!.*\b(?:minimum qualifications?|mqs?)\b)(?:.*\bsubstitut\w*|.*\b(?:alternative|alternate)s?\b.*\b(?:to|for|of)\b|.*\b(?:other|another|different) (?:way|route|path)s?\b|.*\b(?:route|way|path)s? (?:in|with|without|around)\b|.*\b(?:replace[ds]?|replacing|in lieu|in place of|instead of|make[s]? up for|waive[ds]?|stand in for|equivalent to|exchange[d]? for)\b|\b(?:reduce|shorten|lower|cut|take[s]? off|knock off)\b.*\b{_EXPERIENCE}|\bcount (?:toward|for|as experience)\b|\bworth\b.*\byears?\b)",
        Shape.CREDENTIAL,
        kinds=(K.SUBSTITUTIONS,),
        label="substitutions allowed",
    ),
    _topic(
        "years of special experience",
        rf"(?:\bhow (?:many|much|long)\b|\b(?:number|amount) of\b|\byears?\b.{{0,120}}\b{_NEED}|\b{_NEED}\b.{{0,120}}\byears?\b).{{0,120}}\b{_MANAGE}\b|\b{_MANAGE}\b.*\b(?:how (?:many|long|much)|number of|years? (?:is |are )?{_NEED})\b"
        rf"|\b{_MANAGE} (?:years?|part)\b|\b(?:manag\w*|supervisory|lead(?:ership)?) experience\b",
        Shape.YEARS,
        kinds=(K.SPECIAL_EXPERIENCE,),
        label="special experience",
    ),
    _topic(
        "years of experience",
        rf"\bhow (?:many|much|long)\b.*\b{_EXPERIENCE}\b|\b{_EXPERIENCE}\b.*\bhow (?:many|much|long)\b|\b(?:number|amount) of (?:years|experience)\b|\byears? (?:of experience )?(?:is |are |do i )?{_NEED}|\b{_NEED}\b.*\byears\b|\bhow many years\b|\bamount of\b.*\bexperience\b|\bhow experienced\b|\b(?:for )?how long (?:must|do|does|should|would|have)\b.*\b(?:work(?:ed)?|experience|been)\b|^\W*(?:and )?(?:experience|years)\W*$",
        Shape.YEARS,
        kinds=(*MQ,),
        label="experience required",
    ),
    _topic(
        "field of experience",
        r"\b(?:what|which|in what|in which)\b.*\b(?:field|area|kind|type|sort)s?\b.*\bexperience\b|\bexperience\b.*\b(?:field|area|in what|in which|be in|elsewhere|somewhere else|related|count)\b|\brelated experience\b|\bwhat experience\b|\bcounts? (?:as|towards?)\b.*\bexperience\b|\bexperience in what\b",
        Shape.SECTION,
        kinds=(*MQ,),
        only=r"experience",
        label="experience required",
    ),
    _topic(
        "substitution for both",
        r"\b(?:general and special|whole experience|all (?:the )?experience)\b",
        Shape.SECTION,
        kinds=(K.SUBSTITUTIONS, *MQ),
        only=r"general and special|experience",
        label="substitutions allowed",
    ),
    _topic(
        "degree asked", r"^\W*(?:education|schooling)\W*$", Shape.EDUCATION, kinds=(*MQ,), label="education required"
    ),
    _topic(
        "general experience",
        r"\bgeneral experience\b|^\W*ge\W*$",
        Shape.SECTION,
        kinds=(K.GENERAL_EXPERIENCE,),
        label="general experience",
    ),
    _topic(
        "special experience",
        r"\bspecial experience\b|^\W*se\W*$",
        Shape.SECTION,
        kinds=(K.SPECIAL_EXPERIENCE,),
        label="special experience",
    ),
    _topic(
        "special requirements",
        r"\bspecial requirements?\b",
        Shape.SECTION,
        kinds=(K.SPECIAL_REQUIREMENTS,),
        label="special requirements",
    ),
    _topic(
        "character requirements",
        r"\bcharacter\b|\bmoral\b|\bbackground requirements?\b",
        Shape.SECTION,
        kinds=(K.CHARACTER_REQUIREMENTS,),
        label="character requirements",
    ),
    _topic(
        "physical requirements",
        r"\bphysical(?:ly)?\b(?! (?:science|therap|education|plant|security|inventor))|\bstrength|\bstamina\b|\bagility\b|\bgood health\b",
        Shape.SECTION,
        kinds=(K.PHYSICAL_REQUIREMENTS,),
        label="physical requirements",
    ),
    _topic(
        "working conditions",
        r"\bworking? (?:conditions|environment)\b|\bwork environment\b|\bexpos(?:ed|ure)\b|\bhazard\w*\b|\bdanger\w*\b|\brisk of\b",
        Shape.SECTION,
        kinds=(K.WORKING_CONDITIONS,),
        label="working conditions",
    ),
    _topic(
        "appointment",
        r"\bterms? of (?:appointment|office)\b|\bappointed\b|\bappointment\b|\bhow long (?:does|do|will|would|is)\b.*\b(?:serve|term|appointed)\b",
        Shape.SECTION,
        kinds=(K.APPOINTMENT,),
        label="terms of appointment",
    ),
    _topic(
        "compensation guidelines",
        r"\bcompensation guidelines?\b",
        Shape.SECTION,
        kinds=(K.COMPENSATION,),
        label="compensation guidelines",
    ),
    _topic(
        "minimum qualifications",
        r"\bminimum (?:qualification|requirement|experience|training)s?\b|\bmqs?\b|\bqualifications?\b|\bwhat (?:do|would|will) (?:i|you|one|we|they|applicants?|candidates?) need\b(?! to know)|\bwhat (?:is|are) (?:the )?(?:\w+ )?requirements?\b|^\W*(?:the )?requirements?\W*$"
        r"|\beducation and (?:experience|training)\b|\bexperience and (?:training|education)\b|\bwhat does it take\b|\bwho can apply\b|\b(?:be|get) considered\b|\brequirements? (?:to|for) (?:apply|applicants?|be|get|the|this|a|an)\b|\bwhat(?: is|'s) (?:needed|required)\b|\bneeded to (?:become|be|get|qualify)\b|\bhow (?:do|can) (?:i|one|you) (?:become|qualify)\b|\bneed to (?:qualify|apply|become)\b",
        Shape.SECTION,
        kinds=MQ_WHOLE,
        label="minimum qualifications",
    ),
    # the work
    _topic(
        "capacities",
        r"\bcapacit(?:y|ies)\b(?!.*\bmanagerial\b)|\b(?:roles?|positions?|assignments?|chief jobs?)\b.*\b(?:assigned|fall under|incumbents?|serve|under this|class include)\b|\b(?:which|what|list|every|all|different|kinds of)\b.*\b(?:capacities|chiefs?|roles|assignments)\b|\bguidelines?\b",
        Shape.SECTION,
        kinds=(K.GUIDELINES,),
        label="guidelines for job class use",
    ),
    _topic(
        "duties",
        r"\bdut(?:y|ies|ys)\b|\bresponsibilities\b|\btasks\b|\bday[- ]to[- ]day\b|\ball day\b|\btypical day\b|\bwhat (?:does|do|would|will|are|is|might)\b[\w ,'()/-]*\b(?:do|doing)\b(?: in this job| here| all day| every day| on the job)?\W*$|\bdaily work\b|\bactivities\b",
        Shape.SECTION,
        kinds=(K.DUTIES,),
        label="examples of duties",
    ),
    _topic(
        "purpose",
        r"\bpurpose\b|\bnature of (?:the |this )?work\b|\bwhat (?:is|'s|was) (?:this|the|it|a|an|that)\b[\w ,'()/-]*\b(?:job|class|position|role|about|all about)\b\W*$|\bwhat (?:is|'s) (?:this|it|this (?:job|class|position|role)) for\b|\boverall\b|\baccountable\b|\bsummar(?:y|ise|ize)\b|\boverview\b|\babout this (?:job|class)|\bwhat (?:is|are) (?:an? )[\w ,'/()-]{3,60}\W*$|\bwhat (?:is|'s) this class\W*$|\babout\W*$|\bthere for\b",
        Shape.SECTION,
        kinds=(K.PURPOSE,),
        label="purpose of job class",
    ),
    _topic(
        "knowledge, skill and ability",
        r"\bksas?\b|\bcompetenc(?:y|ies)\b|\bknowledge\b.*\bskills?\b|\bskills?\b.*\b(?:knowledge|abilit)",
        Shape.SECTION,
        kinds=(K.KNOWLEDGE,),
        label="knowledge, skill and ability",
    ),
    _topic(
        "knowledge",
        r"\bknowledge\b(?!.*\bskills?\b)|\bneed to know\b",
        Shape.SECTION,
        kinds=(K.KNOWLEDGE,),
        only=r"knowledge",
        label="knowledge, skill and ability",
    ),
    _topic(
        "abilities",
        r"\babilit(?:y|ies)\b(?!.*\bknowledge\b)(?<!skill and ability)",
        Shape.SECTION,
        kinds=(K.KNOWLEDGE,),
        only=r"abilit",
        label="knowledge, skill and ability",
    ),
    _topic(
        "skills",
        r"\bskills?\b",
        Shape.SECTION,
        kinds=(K.KNOWLEDGE,),
        only=r"skill",
        label="knowledge, skill and ability",
    ),
)
"""In order of precedence. Gaps are bounded where an expression has two: a hostile question would take seconds."""

LOOSE = frozenset({"purpose", "duties", "capacities", "minimum qualifications"})
"""Topics whose words are in many a question that means something particular: what else it says is looked for first."""

UNDIVIDED = frozenset(
    {"knowledge, skill and ability", "whether special experience is part of the general", "substitution for both"}
)
"""Topics that a question names with an "and" in them: such a question is not taken apart."""

THIN = frozenset({"purpose", "years of experience", "definition", "capacities", "duties"})
"""Topics that a bare follow-up can fit by accident ("and how many?"): the earlier question may say what is meant."""
