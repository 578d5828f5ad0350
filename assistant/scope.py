"""What people ask that specifications seldom or never say, instructions hidden in questions, and what is not for us.

`CONCEPTS`: a thing asked about and the words with which a specification would speak of it. Where no clause has them,
the assistant says so as a checked fact; where one does, that clause is the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concept:
    """`ask` recognises it in a question, `evidence` in a clause (None: a specification never states it)."""

    name: str
    ask: re.Pattern[str]
    evidence: re.Pattern[str] | None


def _re(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def _concept(name: str, ask: str, evidence: str | None = "") -> Concept:
    """A concept; without an expression for evidence, the words asked with are those looked for."""
    return Concept(name, _re(ask), _re(evidence or ask) if evidence is not None else None)


CONCEPTS: tuple[Concept, ...] = (
    _concept("telework", r"\btele-?work\w*|\btele-?commut\w*|\bremotely\b|\bremote\b(?=\W*$| (?:work\w*|jobs?|positions?|roles?|options?|days?|or|possible|allowed|permitted|available|ok\w*)\b)|\bfrom home\b|\bhybrid\b.*\b(?:work|job|office|schedule|in)\b|\bin[- ](?:the )?office\b",
             r"\btele-?work\w*|\btele-?commut\w*|\bwork(?:ing)? (?:remotely|from home)\b|\bremote work"),
    _concept("leave and vacation", r"\bvacations?\b|\bsick (?:leave|days?|time)\b|\bpto\b|\bpaid time off\b|\bparental leave\b|\bdays off\b|\bleave (?:days|time)\b"),
    _concept("benefits", r"\bbenefits?\b(?! (?:of|from|to) )|\bhealth (?:insurance|plan|coverage)\b|\bdental\b(?! (?:assist|hyg|care))|\binsurance\b(?=\W*$)|\bpensions?\b|\bretirement (?:plan|benefit)s?\b|\b401k\b|\bperks?\b",
             r"\bbenefits\b.*\bemployees?\b|\bfringe\b|\bhealth insurance\b|\bpension\b"),
    _concept("dues", r"\bdues\b"),
    _concept("how and when to apply", r"\bdeadline\b|\bclosing date\b|\b(?:posting|application|vacancy|job)s?\b.*\b(?:clos(?:e[sd]?|ing)|open(?:s|ing)? (?:date|until))\b|\bhow (?:do|can|would|should) (?:i|one|you|we|people) (?:apply|submit|register|sign up)\b|\bwhere (?:do|can|should) (?:i|we|you|one) (?:apply|submit|send)\b|\bapply (?:on-?line|by)\b|\bwhen (?:do|can|should) i apply\b|\bcover letter\b|\bresum[eé]s?\b|\breferences?\b(?= .*\b(?:supply|provide|give|need|letters?)\b)|\breferences?\b(?=\W*$)|\bapplication (?:form|fee|process)\b",
             r"\bapplications? (?:will|must|are)\b|\bapplication (?:form|deadline|fee)|\bapply (?:on-?line|by|at)\b|\bapplicants must (?:submit|attach)|\bhow to apply\b|\bfiling (?:period|date|deadline)"),
    _concept("openings", r"\b(?:openings|vacanc(?:y|ies))\b|\bany openings?\b|\bposted\b|\bhow many (?:positions|jobs) are\b|\bhiring (?:now|currently|right now)\b|\bcurrently hiring\b", r"\bopenings?\b|\bvacanc(?:y|ies)\b"),
    _concept("an examination of applicants", r"(?<!physical )(?<!medical )(?<!cross )(?<!cross-)\b(?:exam|examination)\b(?! of)|\bcivil service (?:test|exam)|\bwritten test\b|\b(?:is|are) there (?:a |an |any )?tests?\b|\binterview (?:process|date|questions)\b|\bguaranteed\b", r"\bexaminations? (?:will|is|weights?|consist)|\bwritten (?:test|examination)|\bmultiple[- ]choice|\boral (?:test|exam)"),
    _concept("driver's licence", r"\bdriv(?:er|ers|er's|ing)(?:'s|s')?\s*(?:licen[sc]es?|permit)\b|\bmotor vehicle\b.*\blicen[sc]e|\bdriv(?:e|ing)\b(?=.*\b(?:licen[sc]e|required|need|allowed|have to|must)\b)|\bcdl\b|\bown (?:a )?(?:car|vehicle)\b",
             r"\b(?:driv\w*|operator)['’]?s?['’]? licen[sc]e|licen[sc]e\b.*\bmotor vehicle|motor vehicle operator|commercial driv"),
    _concept("background check", r"\bbackground (?:check|investigation|screening)s?\b|\bcriminal (?:record|history|background|conviction)s?\b|\bfingerprint\w*|\bfelon\w*|\bconvict(?:ed|ions?)\b",
             r"\bbackground (?:check|investigation|screening)|\bcriminal\b.*\b(?:record|history|background)|\bfingerprint|\bfelon|\bconvict"),
    _concept("drug test", r"\bdrug (?:test|screen)\w*|\bdrug and alcohol\b|\burine\b"),
    _concept("dress code", r"\bdress code\b|\bwear\w* (?:an? |the )?(?:\w+ )?uniforms?\b|\bin uniform\b|\buniforms\b|\buniform\b(?=\W*$| (?:required|provided|needed|allowance|policy)\b)|\bdress\b|\bwhat (?:do|should) (?:i|we) wear\b"),
    _concept("shifts and hours", r"\bshifts?\b|\b\d{2}[- ]hour\b.*\bweek\b|\bhour week\b|\bhours? (?:a|per|each|in a) (?:week|day)\b|\bhow many hours\b(?!.*\b(?:credit|semester|college|course|training)\b)|\bwork(?:ing)? (?:hours|schedule|weekends?|nights?|holidays?|evenings?)\b|\bschedule\b(?=.*\b(?:work|what|flexible|job)\b)|\bpart[- ]time\b(?=.*\b(?:job|position|work(?:ing)?|available|possible|can i)\b)(?!.*\bmanag)|\bfull[- ]time\b(?=.*\b(?:job|position) ?\?*$)|\bweekends?\b|\bnights?\b|\bon[- ]call\b|\bovertime\b",
             r"\bshifts?\b|\bhours (?:a|per) (?:week|day)\b|\bweekends?\b|\bnights?\b|\bholidays?\b|\bovertime\b|\b(?:35|40|37\.5)[- ]hour|\bhours\b.*\bwork|\bon[- ]call\b"),
    _concept("location", r"\bwhere (?:is|are|would|will|do|does)\b.*\b(?:office|located|location|based|work(?:ing)?|job|position|commute|work site)\b|\b(?:which|what) (?:city|town|county|office|address|building|location)\b|\baddress\b(?=\W*$)|\blocated\b(?=\W*$)|\bcommut(?:e|ing)\b", r"\blocated (?:in|at)\b|\bduty station\b|\bheadquarters\b"),
    _concept("probation", r"\bprobation(?:ary)?(?: period)?\b(?! officer)|\bworking test period\b|\btrial period\b", r"\bprobationary (?:period|term)|\bworking test period\b|\btrial period\b"),
    _concept("residency and citizenship", r"\bresidency\b|\b(?:be|am|are|must be) (?:an? |the )?(?:\w+ )?residents?\b(?! (?:physician|doctor|manager|advisor))|\bresidents? (?:of (?:connecticut|the state|the city|the town)|only|preferred)\b|\blive in (?:the )?(?:connecticut|state|city|los angeles|california|town)\b|\bcitizen\w*|\bwork (?:visa|permit)\b|\bvisa\b|\bgreen card\b", r"\bresiden(?:cy|t of)\b|\bcitizen\w*"),
    _concept("age", r"\b(?:maximum|minimum|upper|lower)?\s*age(?: limit| requirement)?\b(?=\W*$)|\b(?:minimum|maximum) age\b|\bhow old (?:do|must|should|does)\b|\btoo old\b|\bmy age\b|\bage limit\b|\b(?:21|18) years old\b", r"\byears of age\b|\b(?:minimum|maximum) age\b"),
    _concept("travel", r"\btravel\w*\b", r"\btravel"),
    _concept("parking", r"\bparking\b"),
    _concept("languages", r"\b(?:speak|spoken|fluent|bilingual|fluency)\b(?!.*\bpublic\b)|\b(?:spanish|french|portuguese|polish|chinese|asl|sign language|foreign languages?|second language)\b", r"\bforeign languages?\b|\bbilingual|\bspanish\b|\bspeak (?:a|another)|\bsign language|\blanguages?\b"),
    _concept("software", r"\bsoftware\b|\bexcel\b|\bmicrosoft\b|\bcomputer (?:skills?|programs?|languages?)\b|\bprogramming languages?\b|\bpython\b|\bword processing\b", r"\bsoftware\b|\bcomputer|\bexcel\b|\bword processing|\bspreadsheet|\bdatabase|\bpython\b"),
    _concept("typing speed", r"\btyping speed\b|\bwords per minute\b|\bwpm\b", r"\bwords (?:per|a) minute|\btyping speed|\btype\b"),
    _concept("lifting", r"\blift(?:ing)?\b.*|\bpounds\b|\blbs\b", r"\blift"),
    _concept("promotion and career ladder", r"\bpromot(?:ion|ed|ional)s?\b(?! (?:of|basis|health))|\bcareer (?:ladder|path|progression)\b|\bnext (?:step|level|class)\b|\badvance(?:ment)? to\b|\bhighest level\b", r"\bpromotion|\bcareer ladder|\bcareer progression|\badvance to\b|\bnext higher\b"),
    _concept("veterans' preference", r"\bveterans?\b.*\b(?:preference|points?|credit|priority)\b|\bpreference points?\b", r"\bveteran\w*\b.*\b(?:preference|points|credit)"),
    _concept("who holds the job now", r"\bwho(?:'s)?\b(?: (?:is|are|holds?|has|runs|fills|leads))?.*\b(?:right now|at present|now|today|these days)\b|\bwho currently\b|\bwho (?:is|are) currently\b|\bwho(?:'s| is) (?:the|your) (?:current|present)\b|\bwho (?:currently )?(?:holds|has|is in|fills|occupies) (?:the|this) (?:job|position|office|post)\b|\bcurrent (?:incumbent|commissioner|chief|holder)\b|\bname of the (?:person|current|incumbent|commissioner)", None),
    _concept("contact details", r"\bphone\b|\btelephone number\b|\be-?mail(?: address)?\b(?=.*\b(?:recruiter|contact|whose|what|send|address|hr)\b)|\bcontact (?:person|details|information|for)\b|\bwhom? (?:do|can|should) i (?:call|contact|e-?mail)\b", r"\bphone|\be-?mail|\bcontact:"),
    _concept("what it costs an applicant", r"\bcosts?\b(?=.*\?*$)(?!.*\b(?:control\w*|account\w*|estimat\w*|centers?|analys\w*|allocat\w*|indirect)\b)|\bfees?\b(?=\W*$)|\bhow much (?:is|does|do) (?:the|a|an) [\w .]*(?:certificate|exam|test|licen[sc]e|092|093)\b.*\bcosts?\b", r"\bfees?\b(?! schedule)"),
    _concept("training offered", r"\b(?:paid|on[- ]the[- ]job|free) training\b|\btraining (?:provided|offered|period)\b|\btuition\b", r"\btraining (?:period|program)|\btuition|\bon[- ]the[- ]job"),
    _concept("size of the staff", r"^\W*how many (?:people|employees|staff|workers|subordinates|direct reports|officers)\b", r"\b(?:\w+ \(\d+\)|\d+) (?:or more )?(?:full[- ]time )?(?:employees|staff|positions|people|workers)"),
    _concept("smoking, pets and visitors", r"\bsmok(?:e|ing)\b|\bpets?\b(?! care)|\bdog friendly\b"),
    _concept("bonus and raises", r"\bbonus(?:es)?\b|\braises?\b(?=\W*$)|\bmerit (?:pay|increase)\b|\bsigning bonus\b|\bcost of living\b|\bsteps?\b.*\b(?:increment|increase)s?\b"),
    _concept("childcare", r"\bchild ?care\b(?= (?:benefit|available|on site)|\W*$)|\bday ?care\b(?=\W*$)"),
    _concept("retirement age", r"\bretire(?:ment)?\b(?!.*\b(?:plan|system|division|commission)\b)"),
    _concept("layoffs", r"\blay-?offs?\b|\bjob security\b|\bbumping\b"),
    _concept("vaccination", r"\bvaccin\w+|\bimmuni[sz]\w+|\bcovid\w*"),
)  # fmt: skip
"""In order of precedence. Where `ask` and the question agree, this decides before the sections do."""

OUT_OF_SCOPE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "advice",
        _re(
            r"\bshould (?:i|we) (?:appeal|apply|take|accept|quit|bother|sue|hire|complain)|\b(?:my|our|the) (?:chances?|odds)\b|\bguaranteed?\b(?=.*\b(?:i|me|we|interview|hired|selected)\b)|\b(?:am i|do i get|will i be)\b.*\bguarantee[ds]?\b"
            r"|\bwill (?:i|they|you) (?:be )?(?:hired?|get (?:the|this|hired|an interview)|selected|pick me|offer)|\bworth it\b|\bgood job\b(?=\W*$)|\bis (?:this|it) a good\b"
            r"|\bcan i (?:sue|appeal)|\b(?:is it|isn't it|isn't that|is that|is this|that's|it's) (?:legal|illegal|lawful|discriminat\w+|fair)\b|\b(?:i|we) (?:will |want to |would like to |could |may |should )?sue\b|\b(?:my|our) (?:rejection|lawsuit)\b|\b(?:can|could|may|should|will) (?:i|we)\b.*\blawsuit\b|\bdo you recommend\b|\byour opinion\b|\bwhat do you think\b|\bam i likely\b|\bhow likely\b|\bhow (?:hard|easy|competitive) is\b"
        ),
    ),
    (
        "greeting",
        _re(
            r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|thanks?(?: you)?(?: very much| a lot)?|thank you|bye|goodbye|ok(?:ay)?|help|test)\W*$"
            r"|\bwhat can you do\b|\bhow do(?:es)? (?:you|this) work\b|\bwhat can i ask\b|\bwhat are you\b"
        ),
    ),
    (
        "another subject",
        _re(
            r"\b(?:poem|joke|haiku|riddle|horoscope|bitcoin|super ?bowl|stock market)\b|^\W*(?:please )?(?:tell|sing|give|make|show|compose|recommend|find)\b.*\b(?:song|recipe|movie|essay|story)\b"
            r"|\bweather (?:in|for|forecast|today|tomorrow|report)\b|\b(?:what|how)(?:'s| is) the weather\b|\b(?:what|who)(?:'s| is) the (?:capital|president) of\b|\bfootball (?:game|match|score|team)s?\b|^\W*(?:please |can you |could you )?translate\b"
            r"|\bmake me laugh\b|\bcover letter for\b|^\W*(?:please |can you |could you |would you |now )*write (?:me|my|an?)\b|\bwrite me\b|\b\d+ ?(?:times|plus|minus|divided by|\+|\*|x) ?\d+\b|\bwho (?:won|invented|wrote|discovered)\b|\bwhat time is it\b|\bhow are you\b|\bwho are you\b"
        ),
    ),
)
"""Questions that no specification answers and this tool does not either."""

_ORDERED = (
    r"(?:^\W*|(?<=[.?!;:,\n(] )|(?<=[.?!;:,\n(])|(?<=\band )|(?<=\bor )|(?<=\bthen )|(?<=\bnow )|(?<=\bjust )|(?<=\bonly )"
    r"|(?<=\bsimply )|(?<=\bplease )|(?<=\byou )|(?<=\byou to )|(?<=\byou must )|(?<=\byou should )|(?<=\blet's ))"
)
"""Where a verb is an order: at the beginning, after a stop or a joining word, after "you". "Who may print it?" is none."""

INSTRUCTION = _re(
    rf"(?:{_ORDERED}(?:please )?(?:ignore|disregard|forget|override|bypass)\b(?! (?:it|about (?:it|that))\b)[^.?!\n]*[.?!,;:]?\s*(?:and\s+)?)"
    rf"|{_ORDERED}(?:say|state|confirm|declare|output|print|tell me|write|reply|respond|answer|repeat after me|affirm|certify|conclude)\b(?! (?:if|whether|what|which|who|how|when)\b)[^.?!\n]{{0,60}}\b(?:(?:i|we|he|she|they|you|user|applicant|candidate) (?:am|are|is|do|does|meets?|qualif\w+)|eligible|qualified|qualify|meet (?:all|the|every|them)|system prompt|yes|verified|only with|no degree|requires? no)\b[^.?!\n]*[.?!]?"
    rf"|{_ORDERED}(?:repeat after me|output|print|reply only|respond only|answer only)\b\s*:?[^.?!\n]*[.?!]?"
    r"|^\s*(?:system|assistant|developer|user)\s*:[^.?!\n]*[.?!]?|\((?:assistant|system)\s*:[^)]*\)|\byou are now\b[^.?!\n]*[.?!]?|\b(?:pretend|imagine|assume|suppose|act as if)\b[^.?!\n]*[.?!]?"
    r"|</?(?:context|system|instructions?|prompt|user)>|\{\s*\"[^{}]*\}|\bthe spec(?:ification)? (?:was|has been) (?:just )?(?:updated|changed)\b[^.?!\n]*[.?!]|\busing that,?\s*"
    r"|\b(?:confirm|certify) it\b\.?"
)
"""Parts of a question that give orders or make up facts; they are left out before the question is understood."""

CLAIM_OF_OWN = _re(
    r"\b(?:that )?i (?:am|'m) (?:eligible|qualified)\b|\bi (?:meet|qualify)\b|\beligible\b|\bqualified\b"
)
"""Words by which a person speaks of their own case."""

OWN_CASE = _re(
    r"\b(?:do|would|could|will|can|did|should) (?:i|we)\b[^.?!]*\b(?:qualify|qualified|eligible|meet(?:ing)?|be enough|satisfy|fulfil\w*|make the cut|pass)\b|\bam i\b[^.?!]*\b(?:qualified|eligible|good enough|ready)\b"
    r"|\b(?:i have|i've|i hold|i got|i worked|i was|i am|i'm|i just|i only|my|with)\b[\s\S]*\b(?:do i|am i|would i|would that|is that|does that|can i|will i|would it|is it|will that)\b[^.?!]{0,160}\b(?:qualify|qualified|eligible|meet|enough|satisfy|chance|count)\b"
    r"|\b(?:years?|months?)\b[^.?!]*[-–—,.]\s*(?:any|a|what) chance\b|\b(?:years?|master's|bachelor's|degree)\b[^.?!]*[-–—,]\s*(?:is (?:that|it) )?(?:good )?enough\b|\bdo i (?:qualify|meet)\b|\b(?:if|whether) (?:i|we)(?:'m| am| are| would| will| could| can)?(?: be)? (?:qualif\w+|eligible|meet)\b|^(?=.*\b(?:i|i'm|i've|my|me|we)\b).*\bqualify (?:with|if|for)\b"
)
"""A person's own case: facts of theirs, and whether these meet the minimum qualifications."""
